//! One connection from its beginning to its end: what is heard is handed on, in order where order matters, and everything under way is
//! ended before it returns.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use serde::Deserialize;
use serenity::http::Route;
use serenity::model::application::Interaction;
use serenity::model::event::Event;
use serenity::model::id::{ApplicationId, UserId};
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio::time::Instant;

use super::gateway::{Gateway, Range};
use super::interact::Desk;
use super::orderly::{self, Line};
use super::places::Servers;
use super::{Discord, commands, events, refs, step};
use crate::config::Shards;
use crate::hub::stopped;
use crate::ids::PlaceRef;
use crate::platform::{Envelope, Happening, Inbox, PlatformError, Stop};

/// Connections are opened one after another, by Discord's rule.
const BETWEEN_SHARDS: Duration = Duration::from_secs(6);
/// More sessions than that begun anew within [`BEGINNINGS_WITHIN`] would use up what Discord grants for a day.
const MOST_BEGINNINGS: usize = 20;
const BEGINNINGS_WITHIN: Duration = Duration::from_secs(10 * 60);
/// How long what is under way may take when it stops.
const GOODBYE: Duration = Duration::from_secs(20);
const PRUNE_EVERY: Duration = Duration::from_secs(60 * 60);
/// So many interactions of one person are served at the same time. No finger is that quick; of more, Discord itself says that nobody answers.
const MOST_AT_ONCE: usize = 20;

/// How a connection is watched. The default is the only right way; a test has less time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Watches {
    /// Longer than that no connection may be down, nor the gateway's thread be silent.
    pub silence: Duration,
    /// How often that is looked at.
    pub look: Duration,
}

impl Default for Watches {
    fn default() -> Self {
        Self { silence: Duration::from_secs(3 * 60), look: Duration::from_secs(15) }
    }
}

/// What Discord says of connecting.
#[derive(Deserialize)]
struct Advice {
    shards: u32,
    session_start_limit: Budget,
}

#[derive(Deserialize)]
struct Budget {
    remaining: u32,
    /// In milliseconds.
    reset_after: u64,
}

/// What is known while a connection lasts.
struct Session<'a> {
    discord: &'a Discord,
    desk: Arc<Desk>,
    own: events::Own,
    inbox: Inbox,
    /// Interactions, each answered by itself.
    tasks: JoinSet<()>,
    /// Whose they are: as many as hold one.
    busy: BTreeMap<UserId, Arc<()>>,
    /// Everything else, handed in in order.
    orderly: mpsc::UnboundedSender<(Line, Envelope)>,
    servers: Servers,
    unread: BTreeMap<String, u64>,
    beginnings: Beginnings,
    states: u64,
}

/// The sessions that began of late.
#[derive(Default)]
struct Beginnings(VecDeque<Instant>);

impl Beginnings {
    /// Counts one of a process with that many connections; whether there were too many now.
    fn are_too_many(&mut self, now: Instant, connections: u32) -> bool {
        self.0.push_back(now);
        while self.0.front().is_some_and(|first| now.duration_since(*first) > BEGINNINGS_WITHIN) {
            self.0.pop_front();
        }
        // The first of each connection is none anew.
        let first = usize::try_from(connections).unwrap_or(usize::MAX);
        self.0.len() > MOST_BEGINNINGS.saturating_add(first)
    }
}

/// Since when the connections have not stood, and how long they may not.
struct Silence(Instant, Duration);

impl Silence {
    /// Begins with `range`'s connections still to be opened, one after another.
    fn new(now: Instant, range: Range, longest: Duration) -> Silence {
        Silence(now + BETWEEN_SHARDS * (range.last - range.first), longest)
    }

    /// All of them stand now.
    fn ends(&mut self, now: Instant) {
        self.0 = self.0.max(now);
    }

    fn is_too_long(&self, now: Instant) -> bool {
        now.saturating_duration_since(self.0) > self.1
    }
}

impl Discord {
    /// As [`crate::platform::Platform::listen`].
    pub(super) async fn connect(&self, inbox: Inbox, mut stop: Stop) -> Result<(), PlatformError> {
        let range = self.range(&mut stop).await?;
        let Some(range) = range else {
            return Ok(());
        };
        self.know_the_application().await?;
        let desk = Arc::new(self.desk());
        let (orderly, letters) = mpsc::unbounded_channel();
        let handing_in = tokio::spawn(orderly::hand_in(letters, inbox.clone(), stop.clone()));
        let mut session = Session {
            discord: self,
            desk,
            own: events::Own::new(self.bot),
            inbox,
            tasks: JoinSet::new(),
            busy: BTreeMap::new(),
            orderly,
            servers: Servers::default(),
            unread: BTreeMap::new(),
            beginnings: Beginnings::default(),
            states: 0,
        };
        let registering = tokio::spawn({
            let (http, voice, stop) = (self.wire.http(), Arc::clone(&self.voice), stop.clone());
            async move { commands::keep_registered(&http, &voice, stop).await }
        });
        let mut gateway = Gateway::open(self.line.clone(), range)
            .map_err(|error| PlatformError::Lost(format!("a thread for the gateway: {error}")))?;
        let ended = session.listen(&mut gateway, range, &mut stop).await;
        gateway.stop();
        registering.abort();
        session.end(gateway, handing_in).await;
        ended
    }

    /// Which connections are to be opened; `None`: it was stopped before that was known.
    async fn range(&self, stop: &mut Stop) -> Result<Option<Range>, PlatformError> {
        let advice: Advice =
            self.wire.get(Route::GatewayBot).await.map_err(|error| error.of_platform("the gateway was asked for"))?;
        let recommended = advice.shards.max(1);
        let all = |total: u32| Range { first: 0, last: total - 1, total };
        let range = match self.shards {
            Shards::Auto => all(recommended),
            Shards::All(total) => all(total.max(1)),
            Shards::Part { first, last, total } => Range { first, last, total },
        };
        if range.total < recommended {
            tracing::warn!(
                shards = range.total,
                recommended,
                "Discord recommends more shards than discord.shards gives"
            );
        }
        if advice.session_start_limit.remaining <= range.last - range.first {
            let wait = Duration::from_millis(advice.session_start_limit.reset_after);
            tracing::warn!(seconds = wait.as_secs(), "Discord lets this bot begin no more sessions for now; waiting");
            tokio::select! {
                () = stopped(stop) => return Ok(None),
                () = tokio::time::sleep(wait) => {}
            }
        }
        Ok(Some(range))
    }

    /// An application's id is its bot's, but for the oldest ones.
    async fn know_the_application(&self) -> Result<(), PlatformError> {
        #[derive(Deserialize)]
        struct Application {
            id: ApplicationId,
        }
        let asked = self.wire.get::<Application>(Route::Oauth2ApplicationCurrent).await;
        let application = asked.map_err(|error| error.of_platform("the application was asked for"))?;
        self.wire.http().set_application_id(application.id);
        Ok(())
    }
}

impl Session<'_> {
    async fn listen(&mut self, gateway: &mut Gateway, range: Range, stop: &mut Stop) -> Result<(), PlatformError> {
        let mut dead = self.discord.wire.dead();
        let watches = self.discord.watches;
        let mut look = tokio::time::interval(watches.look);
        let mut prune = tokio::time::interval_at(Instant::now() + PRUNE_EVERY, PRUNE_EVERY);
        let mut silence = Silence::new(Instant::now(), range, watches.silence);
        let connections = range.last - range.first + 1;
        loop {
            tokio::select! {
                biased;
                () = stopped(stop) => return Ok(()),
                ended = gateway.end.came() => return ended,
                () = stopped(&mut dead) => {
                    return Err(PlatformError::Refused(super::errors::DEAD_TOKEN.to_owned()));
                }
                Some(event) = gateway.events.recv() => {
                    if matches!(event, Event::Ready(_))
                        && self.beginnings.are_too_many(Instant::now(), connections)
                    {
                        tracing::error!("sessions on Discord begin anew again and again; waiting ten minutes");
                        gateway.stop();
                        tokio::select! {
                            () = stopped(stop) => return Ok(()),
                            () = tokio::time::sleep(BEGINNINGS_WITHIN) => {}
                        }
                        return Err(PlatformError::Lost("sessions began anew again and again".to_owned()));
                    }
                    self.hear(event);
                }
                Ok(()) = gateway.well.changed() => silence.ends(Instant::now()),
                _ = look.tick() => {
                    if silence.is_too_long(Instant::now()) {
                        return Err(PlatformError::Lost("the connections did not stand for minutes".to_owned()));
                    }
                }
                _ = prune.tick() => self.discord.wire.prune().await,
                Some(done) = self.tasks.join_next() => {
                    if done.is_err() {
                        tracing::error!("an interaction could not be answered: something failed inside");
                    }
                }
            }
        }
    }

    /// Hands one event on. Does not wait.
    #[expect(clippy::wildcard_enum_match_arm, reason = "a list of serenity's that grows")]
    fn hear(&mut self, event: Event) {
        let of_place = self.servers.hear(&event, self.discord.bot);
        if let Some((place, what)) = of_place {
            let envelope = self.of_place(place, what);
            self.hand_on(Line::Places, envelope);
            return;
        }
        match event {
            Event::InteractionCreate(event) => self.serve(event.interaction),
            Event::Ready(event) => tracing::info!(servers = event.ready.guilds.len(), "connected to Discord"),
            Event::Resumed(_) => tracing::info!("connected to Discord again; nothing was missed"),
            Event::Unknown(event) => {
                // An interaction that cannot be read would otherwise be lost without a trace.
                let count = self.unread.entry(event.kind.clone()).or_default();
                *count += 1;
                if count.is_power_of_two() {
                    tracing::warn!(kind = event.kind, count, "Discord sent something that cannot be read");
                }
            }
            event => {
                if let Some(envelope) = events::of(&event, &self.own) {
                    self.hand_on(Line::of(&event), envelope);
                }
            }
        }
    }

    fn serve(&mut self, interaction: Interaction) {
        let Some(head) = step::head(&interaction) else {
            return;
        };
        self.busy.retain(|_, one| Arc::strong_count(one) > 1);
        let one = self.busy.entry(head.user.id).or_default();
        if Arc::strong_count(one) > MOST_AT_ONCE {
            tracing::debug!(interaction = %head.id, "somebody does more at once than is answered");
            return;
        }
        let (desk, inbox, one) = (Arc::clone(&self.desk), self.inbox.clone(), Arc::clone(one));
        self.tasks.spawn(async move {
            desk.serve(interaction, &inbox).await;
            drop(one);
        });
    }

    fn hand_on(&self, line: Line, envelope: Envelope) {
        // Its reader ends after the session.
        let _ = self.orderly.send((line, envelope));
    }

    /// A state has no id of its own, and a repetition of it is harmless.
    fn of_place(&mut self, place: PlaceRef, what: Happening) -> Envelope {
        self.states += 1;
        let at = self.discord.clock.now().as_millisecond();
        Envelope {
            key: refs::Event::State(format!("{at}/{}", self.states)).key(),
            account: self.own.account.clone(),
            place: Some(place),
            from: None,
            venue: crate::engine::input::Venue::Place,
            reply: None,
            cursor: None,
            lacks: Vec::new(),
            what,
        }
    }

    /// Waits for what is under way, each for a time.
    async fn end(mut self, mut gateway: Gateway, handing_in: tokio::task::JoinHandle<()>) {
        let closing = gateway.closed();
        let answering = tokio::time::timeout(GOODBYE, async { while self.tasks.join_next().await.is_some() {} });
        drop(self.orderly);
        let handing_in = tokio::time::timeout(GOODBYE, handing_in);
        let (_, answered, handed_in) = tokio::join!(closing, answering, handing_in);
        if answered.is_err() || handed_in.is_err() {
            tracing::warn!("not everything that was heard on Discord could be ended in time");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn more_than_twenty_sessions_begun_anew_in_ten_minutes_are_too_many() {
        for connections in [1, 4] {
            let (mut beginnings, start) = (Beginnings::default(), Instant::now());
            let allowed = 20 + connections;
            for number in 0..allowed {
                assert!(!beginnings.are_too_many(start + SECOND * number, connections), "{number} of {connections}");
            }
            assert!(beginnings.are_too_many(start + SECOND * 599, connections), "{connections}");
        }
    }

    #[test]
    fn as_many_over_an_hour_are_none_too_many() {
        let (mut beginnings, start) = (Beginnings::default(), Instant::now());
        for number in 0..120 {
            assert!(!beginnings.are_too_many(start + SECOND * 30 * number, 1), "{number}");
        }
        assert!(beginnings.0.len() <= 21, "what is long ago is forgotten");
    }

    #[test]
    fn three_minutes_in_which_the_connections_do_not_stand_are_too_long() {
        let start = Instant::now();
        let mut silence = Silence::new(start, Range { first: 0, last: 0, total: 1 }, Watches::default().silence);
        assert!(!silence.is_too_long(start + SECOND * 180));
        assert!(silence.is_too_long(start + SECOND * 181));
        silence.ends(start + SECOND * 170);
        assert!(!silence.is_too_long(start + SECOND * 350));
        assert!(silence.is_too_long(start + SECOND * 351));
    }

    #[test]
    fn many_connections_have_the_time_that_opening_them_takes() {
        let start = Instant::now();
        let mut silence = Silence::new(start, Range { first: 0, last: 10, total: 16 }, Watches::default().silence);
        assert!(!silence.is_too_long(start + SECOND * 240));
        // An early moment in which all stood takes none of that away.
        silence.ends(start + SECOND);
        assert!(!silence.is_too_long(start + SECOND * 240));
        assert!(silence.is_too_long(start + SECOND * 241));
    }
}
