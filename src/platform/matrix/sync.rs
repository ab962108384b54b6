//! The own sync: asks the homeserver again and again, and hands on what comes, in order, with the cursor.
//!
//! Two halves. One asks, and waits only a moment for the answers to what somebody said ([`super::pace`]); the other takes the batches
//! apart and hands them in. The cursor goes with the last envelope of a batch. While a message waits for its key, the cursor
//! stays where that message is asked for again.

use std::time::Duration;

use futures_util::{Stream, StreamExt as _};
use matrix_sdk::config::{SyncSettings, SyncToken};
use matrix_sdk::ruma::api::client::filter::{Filter, FilterDefinition, RoomEventFilter, RoomFilter};
use matrix_sdk::ruma::api::client::sync::sync_events::v3::Filter as SyncFilter;
use matrix_sdk::ruma::api::error::ErrorKind;
use matrix_sdk::ruma::presence::PresenceState;
use matrix_sdk::ruma::{OwnedRoomId, uint};
use tokio::sync::mpsc;
use tokio::time::Instant;

use super::batch::{self, Batch, Item, Locked};
use super::news::News;
use super::{Connected, Habits, Waits, errors, events, lost, refused, session};
use crate::hub::stopped;
use crate::ids::EventKey;
use crate::platform::{Envelope, Handled, Happening, Inbox, PlatformError, Stop};

/// How long the homeserver may hold an answer back while nothing happens.
const HOLD: Duration = Duration::from_secs(30);
/// How many batches without an envelope may pass before the cursor is kept for itself.
const QUIET: u32 = 20;

/// Listens until `stop` says so. Calls `ready` once the rooms are known.
///
/// # Errors
/// [`PlatformError::Refused`] where the session is over or somebody else uses the device.
pub(super) async fn run(
    connected: &Connected,
    inbox: &Inbox,
    stop: Stop,
    habits: Habits,
    ready: impl FnOnce(),
) -> Result<(), PlatformError> {
    connected.touch.is_lost();
    let (sender, batches) = mpsc::channel(8);
    let asking = ask(connected, inbox.cursor().map(str::to_owned), sender, stop.clone(), habits, ready);
    let handing = Handing { connected, inbox, stop, habits, locked: Vec::new(), kept: None, quiet: 0 };
    let (asked, ()) = tokio::join!(asking, handing.run(batches));
    asked
}

/// Asks until `stop`; what comes goes to `batches`.
async fn ask(
    connected: &Connected,
    mut since: Option<String>,
    batches: mpsc::Sender<Batch>,
    mut stop: Stop,
    habits: Habits,
    ready: impl FnOnce(),
) -> Result<(), PlatformError> {
    let client = &connected.session.client;
    let mut used_elsewhere = client.subscribe_to_duplicate_key_upload_errors();
    let mut waits = Waits::new(habits.retries);
    let mut ready = Some(ready);
    let (mut handed, user) = (connected.pace.handed(), &connected.user);
    // A new device that goes on from an old one's cursor is told nothing of its rooms unless it asks.
    let anew = client.rooms().is_empty();
    loop {
        // The first answer comes at once, so that deliveries can begin.
        let hold = if ready.is_some() { Duration::ZERO } else { HOLD };
        let answer = tokio::select! {
            () = stopped(&mut stop) => return Ok(()),
            Ok(_) = used_elsewhere.recv() => return Err(is_used_elsewhere(connected)),
            answer = client.sync_once(settings(since.clone(), hold).full_state(anew && ready.is_some())) => answer,
        };
        let wait = match answer {
            Ok(answer) => {
                if !waits.is_first() {
                    tracing::info!(account = %connected.account, "connected again");
                }
                let touch = connected.touch.now();
                waits.over();
                if let Some(ready) = ready.take() {
                    ready();
                    let key = client.encryption().ed25519_key().await.unwrap_or_default();
                    let device = client.device_id().map(ToString::to_string).unwrap_or_default();
                    tracing::info!(account = %connected.account, device, key, "connected");
                }
                let batch = Batch { since, next: answer.next_batch.clone(), rooms: answer.rooms, touch };
                since = Some(answer.next_batch);
                let somebody_spoke = batch.is_of_others(user);
                if batches.send(batch).await.is_err() {
                    return Err(lost("nobody takes in what comes".to_owned()));
                }
                handed += 1;
                if somebody_spoke {
                    connected.pace.answered(handed).await;
                }
                continue;
            }
            Err(error) => {
                connected.touch.is_lost();
                if errors::session_over(&error).is_some() {
                    return Err(session::session_is_over(connected.session.home.folder(), &connected.user));
                }
                if matches!(errors::kind(&error), Some(ErrorKind::InvalidParam | ErrorKind::UnknownPos)) {
                    return Err(refused(
                        "the homeserver does not know where we stopped listening: was it set back to an older state? The bot must \
                         begin anew there: move the folder of matrix.store away, and give the account a new device"
                            .to_owned(),
                    ));
                }
                if waits.is_first() {
                    let reason = errors::told(&error);
                    tracing::warn!(account = %connected.account, reason, "the connection was lost; trying on");
                }
                waits.next(errors::wait(&error))
            }
        };
        tokio::select! {
            () = stopped(&mut stop) => return Ok(()),
            () = tokio::time::sleep(wait) => {}
        }
    }
}

fn settings(since: Option<String>, hold: Duration) -> SyncSettings {
    let mut timeline = RoomEventFilter::default();
    timeline.limit = Some(uint!(100));
    let mut room = RoomFilter::default();
    room.timeline = timeline;
    // Who is typing, and who has read what, is not looked at.
    room.ephemeral = RoomEventFilter::ignore_all();
    let mut filter = FilterDefinition::default();
    filter.room = room;
    filter.presence = Filter::ignore_all();
    SyncSettings::new()
        .token(since.map_or(SyncToken::NoToken, SyncToken::Specific))
        .filter(SyncFilter::FilterDefinition(filter))
        .timeout(hold)
        .set_presence(PresenceState::Offline)
}

fn is_used_elsewhere(connected: &Connected) -> PlatformError {
    let shown = connected.session.home.folder().display();
    refused(format!(
        "the homeserver has keys of the bot's device that are not in {shown}: another program uses a copy of that folder, or it was brought \
         back from an older copy. Stop the other one; then move the folder away and start again: the bot logs in as a new device, with \
         the recovery key"
    ))
}

/// A message without its key, and until when that is waited for.
struct Waiting {
    locked: Locked,
    until: Instant,
}

struct Handing<'a> {
    connected: &'a Connected,
    inbox: &'a Inbox,
    stop: Stop,
    habits: Habits,
    locked: Vec<Waiting>,
    /// The cursor up to which everything is handled and which is not kept yet.
    kept: Option<String>,
    /// How many batches passed since a cursor was kept.
    quiet: u32,
}

/// It was told to stop; what is not handed in comes again.
struct Stopped;

impl Handing<'_> {
    async fn run(mut self, mut batches: mpsc::Receiver<Batch>) {
        let stream = self.connected.session.client.encryption().room_keys_received_stream().await;
        let mut keys: std::pin::Pin<Box<dyn Stream<Item = ()> + Send>> = match stream {
            Some(keys) => Box::pin(keys.map(|_| ())),
            None => Box::pin(futures_util::stream::pending()),
        };
        loop {
            let until = self.locked.iter().map(|waiting| waiting.until).min();
            let patience = async {
                match until {
                    Some(until) => tokio::time::sleep_until(until).await,
                    None => std::future::pending().await,
                }
            };
            let done = tokio::select! {
                biased;
                batch = batches.recv() => match batch {
                    Some(batch) => self.take(batch).await,
                    None => return,
                },
                Some(()) = keys.next(), if !self.locked.is_empty() => self.try_keys().await,
                () = patience => self.try_keys().await,
            };
            if done.is_err() {
                return;
            }
        }
    }

    async fn take(&mut self, batch: Batch) -> Result<(), Stopped> {
        let items = self.items(&batch).await?;
        let mut news = Vec::new();
        for item in items {
            match item {
                Item::News(one) => news.push(one),
                Item::Locked(locked) if locked.may_open => {
                    self.locked.push(Waiting { locked, until: Instant::now() + self.habits.key_wait });
                }
                Item::Locked(locked) => news.push(News::Undecrypted(locked.heard)),
            }
        }
        if self.quiet == 0 {
            news.extend(self.standing_invitations(&batch));
        }
        self.quiet += 1;
        self.kept = Some(batch.next);
        let begins = batch.since.is_none();
        self.hand_on(news).await?;
        // The keys may have come in the same answer.
        self.try_keys().await?;
        self.connected.pace.is_handed_in();
        self.connected.touch.is_heard(batch.touch);
        if begins || self.quiet > QUIET { self.keep_cursor().await } else { Ok(()) }
    }

    /// Invitations from before the start, which no answer tells of again.
    fn standing_invitations(&self, batch: &Batch) -> Vec<News> {
        let rooms = self.connected.session.client.invited_rooms().into_iter();
        rooms.filter(|room| !batch.rooms.invited.contains_key(room.room_id())).map(News::Invited).collect()
    }

    /// What is in the batch; asked again until the homeserver answers.
    async fn items(&mut self, batch: &Batch) -> Result<Vec<Item>, Stopped> {
        let mut waits = Waits::new(self.habits.retries);
        loop {
            match batch::items(self.connected, batch).await {
                Ok(items) => return Ok(items),
                Err(error) => {
                    if waits.is_first() {
                        tracing::warn!(reason = errors::told(&error), "what came cannot be read yet; trying on");
                    }
                    self.pause(waits.next(errors::wait(&error))).await?;
                }
            }
        }
    }

    /// Looks whether keys have come, and says so of those for which it is too late.
    async fn try_keys(&mut self) -> Result<(), Stopped> {
        let mut news = Vec::new();
        for waiting in std::mem::take(&mut self.locked) {
            match batch::unlock(&waiting.locked).await {
                Ok(Some(heard)) => news.push(News::Heard(heard)),
                Ok(None) | Err(_) if waiting.until <= Instant::now() => {
                    news.push(News::Undecrypted(waiting.locked.heard));
                }
                Ok(None) | Err(_) => self.locked.push(waiting),
            }
        }
        if news.is_empty() { Ok(()) } else { self.hand_on(news).await }
    }

    /// Makes envelopes of news and hands them in: each room's in their order, the rooms beside each other, so that a room in which much
    /// happened holds up no other. The last envelope of that one goes with the cursor, once all others are kept.
    async fn hand_on(&mut self, news: Vec<News>) -> Result<(), Stopped> {
        let mut rooms: Vec<(OwnedRoomId, Vec<News>)> = Vec::new();
        for one in news {
            let id = one.room().room_id();
            match rooms.iter_mut().find(|(room, _)| room == id) {
                Some((_, theirs)) => theirs.push(one),
                None => rooms.push((id.to_owned(), vec![one])),
            }
        }
        let busiest = rooms.iter().max_by_key(|(_, news)| news.len()).map(|(id, _)| id);
        let of_rooms = rooms.iter().map(|(id, news)| self.hand_on_room(news, Some(id) == busiest));
        let mut last = None;
        for held in futures_util::future::join_all(of_rooms).await {
            last = held?.or(last);
        }
        match last {
            Some(mut envelope) => {
                envelope.cursor = self.cursor();
                self.hand_in(envelope).await
            }
            None if rooms.len() > 1 => self.keep_cursor().await,
            None => Ok(()),
        }
    }

    /// Hands in what news of one room is; the last envelope is given back instead, if it is to be held.
    async fn hand_on_room(&self, news: &[News], holds_last: bool) -> Result<Option<Envelope>, Stopped> {
        let mut last: Option<Envelope> = None;
        for one in news {
            for envelope in self.envelopes(one).await? {
                if let Some(before) = last.replace(envelope) {
                    self.hand_in_again(&before).await?;
                }
            }
        }
        match last {
            Some(last) if !holds_last => self.hand_in_again(&last).await.map(|()| None),
            last => Ok(last),
        }
    }

    /// What news is to the hub; asked again until what must be looked up can be.
    async fn envelopes(&self, news: &News) -> Result<Vec<Envelope>, Stopped> {
        let mut waits = Waits::new(self.habits.retries);
        loop {
            match events::envelopes(self.connected, news).await {
                Ok(envelopes) => return Ok(envelopes),
                Err(error) => {
                    if waits.is_first() {
                        tracing::warn!(reason = errors::told(&error), "what came cannot be looked up yet; trying on");
                    }
                    self.pause(waits.next(errors::wait(&error))).await?;
                }
            }
        }
    }

    /// Keeps the cursor where nothing came that it could go with.
    async fn keep_cursor(&mut self) -> Result<(), Stopped> {
        let Some(cursor) = self.cursor() else {
            return Ok(());
        };
        let envelope = Envelope {
            key: EventKey(String::new()),
            account: self.connected.account.clone(),
            place: None,
            from: None,
            venue: crate::engine::input::Venue::Private,
            reply: None,
            lacks: Vec::new(),
            cursor: Some(cursor),
            what: Happening::Nothing,
        };
        self.hand_in(envelope).await
    }

    /// The cursor that may be kept now; `None` while a message waits for its key, or when it is kept already.
    fn cursor(&self) -> Option<String> {
        self.kept.clone().filter(|_| self.locked.is_empty())
    }

    /// Hands one in, and notes that its cursor is kept with it.
    async fn hand_in(&mut self, envelope: Envelope) -> Result<(), Stopped> {
        self.hand_in_again(&envelope).await?;
        if envelope.cursor.is_some() {
            self.kept = None;
            self.quiet = 1;
        }
        Ok(())
    }

    /// Hands one in, again and again until it is kept.
    async fn hand_in_again(&self, envelope: &Envelope) -> Result<(), Stopped> {
        let mut waits = Waits::new(self.habits.retries);
        loop {
            match self.inbox.hand_in(envelope.clone()).await {
                Handled::Kept | Handled::SeenBefore => return Ok(()),
                Handled::NotKept => self.pause(waits.next(None)).await?,
            }
        }
    }

    async fn pause(&self, wait: Duration) -> Result<(), Stopped> {
        let mut stop = self.stop.clone();
        tokio::select! {
            () = stopped(&mut stop) => Err(Stopped),
            () = tokio::time::sleep(wait) => Ok(()),
        }
    }
}
