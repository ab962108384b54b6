//! The real house with the real adapter before a fake Discord: a real database, a clock that is moved by hand, and points at which
//! everything can die.

use std::sync::Arc;

use betwixt::catalog::Catalog;
use betwixt::clock::{Clock, Entropy, ManualClock};
use betwixt::engine::couple::Couple;
use betwixt::engine::turn::Policy;
use betwixt::house::{House, HouseError, Parts, Probe, Trial};
use betwixt::platform::{Inbox, Letters, Platform, PlatformError};
use betwixt::seal::MasterKey;
use betwixt::store::{Settings, Store};
use betwixt::voice::Voice;
use jiff::{SignedDuration, Timestamp};
use tempfile::TempDir;
use tokio::sync::{Mutex, watch};
use tokio::task::JoinHandle;

use super::fake::{Fake, Home, Person, Seen};
use super::living;
use crate::world::{StopAt, policy};

/// A fake Discord, two people, and the bot.
pub struct Scene {
    pub fake: Fake,
    pub home: Home,
    pub clock: Arc<ManualClock>,
    pub probe: Arc<StopAt>,
    folder: TempDir,
    key: MasterKey,
    catalog: Arc<Catalog>,
    pub voice: Arc<Voice>,
    policy: Policy,
    bot: Option<Bot>,
}

/// One life of the process.
struct Bot {
    house: Arc<House>,
    /// Held by whoever drives the house.
    driving: Arc<Mutex<()>>,
    stop: watch::Sender<bool>,
    listening: JoinHandle<Result<(), PlatformError>>,
    pumping: JoinHandle<()>,
    died: watch::Receiver<bool>,
}

impl Scene {
    /// A morning in March, an empty database, the bot connected and its commands registered.
    pub async fn new() -> Scene {
        let mut scene = Scene::before().await;
        scene.starts().await;
        scene
    }

    /// The same before the bot has started.
    pub async fn before() -> Scene {
        Scene::of(["ana", "ben"], "2026-03-27T08:00:00Z".parse().unwrap(), policy())
    }

    /// Two people of those names at that time, before the bot has started.
    pub fn of([one, other]: [&str; 2], now: Timestamp, policy: Policy) -> Scene {
        let clock = Arc::new(ManualClock::new(now));
        let shown = Arc::clone(&clock);
        let fake = Fake::at(move || shown.now());
        let home = fake.couple_of(one, other);
        Scene {
            fake,
            home,
            clock,
            probe: Arc::default(),
            folder: tempfile::tempdir().unwrap(),
            key: MasterKey::throw_away().unwrap(),
            catalog: Arc::new(Catalog::builtin().unwrap()),
            voice: Arc::new(Voice::builtin().unwrap()),
            policy,
            bot: None,
        }
    }

    /// Ana and ben are a couple in their channel.
    pub async fn paired() -> Scene {
        let scene = Scene::new().await;
        scene.pairs().await;
        scene
    }

    pub async fn pairs(&self) {
        living::pair_in(&self.home, "Europe/Paris").await;
        assert!(self.couple().await.is_paired());
        self.settles().await;
    }

    /// The process starts on what is in the database, and is connected.
    pub async fn starts(&mut self) {
        let before = self.fake.tally().identifies;
        self.starts_unconnected().await;
        self.fake
            .until("the bot connects", |fake| {
                (fake.tally().identifies > before && !fake.shards().is_empty()).then_some(())
            })
            .await;
        self.fake.until("its commands are registered", |fake| (!fake.commands().is_empty()).then_some(())).await;
    }

    /// The process starts, whatever comes of its connection.
    pub async fn starts_unconnected(&mut self) {
        let clock = Arc::clone(&self.clock) as Arc<dyn Clock>;
        let discord: Arc<dyn Platform> = living::adapter_by(&living::settings(&self.fake), Arc::clone(&clock));
        let file = Settings::sqlite(self.folder.path().join("betwixt.db"));
        let parts = Parts {
            store: Store::open(&file, &self.key, self.clock.now()).await.unwrap(),
            catalog: Arc::clone(&self.catalog),
            voice: Arc::clone(&self.voice),
            clock,
            entropy: Entropy::seeded(1),
            policy: self.policy.clone(),
            platforms: vec![Arc::clone(&discord)],
        };
        let probe = Arc::clone(&self.probe) as Arc<dyn Probe>;
        let house = Arc::new(House::with(parts, Trial { probe, ..Trial::default() }));
        let (stop, stopped) = watch::channel(false);
        let (inbox, letters) = Inbox::new(64);
        let (die, died) = watch::channel(false);
        let driving = Arc::<Mutex<()>>::default();
        let listening = tokio::spawn(async move { discord.listen(inbox, stopped).await });
        let pumping = tokio::spawn(pump(Arc::clone(&house), letters, Arc::clone(&driving), die));
        self.bot = Some(Bot { house, driving, stop, listening, pumping, died });
    }

    /// The process is gone in an instant, with all that was in its memory.
    pub async fn dies(&mut self) {
        let Some(bot) = self.bot.take() else { return };
        bot.pumping.abort();
        bot.listening.abort();
        let _ = (bot.pumping.await, bot.listening.await);
        self.fake.breaks();
        self.fake.until("the dead one's connection ends", |fake| fake.shards().is_empty().then_some(())).await;
        self.fake.forgets_sessions();
    }

    /// The process is told to stop; how its connection ended.
    pub async fn stops(&mut self) -> Result<(), PlatformError> {
        let bot = self.bot.take().expect("it runs");
        bot.stop.send_replace(true);
        let ended = bot.listening.await.unwrap();
        bot.pumping.await.unwrap();
        ended
    }

    /// How the connection ends by itself.
    pub async fn ends(&mut self) -> Result<(), PlatformError> {
        let bot = self.bot.as_mut().expect("it runs");
        tokio::time::timeout(super::fake::DEADLINE, &mut bot.listening).await.expect("it goes on").unwrap()
    }

    pub fn house(&self) -> &House {
        &self.bot.as_ref().expect("it runs").house
    }

    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Lets everything happen that is due; `false`: the probe stopped it.
    pub async fn tick(&self) -> bool {
        let bot = self.bot.as_ref().expect("it runs");
        let _driving = bot.driving.lock().await;
        works(&bot.house).await
    }

    /// Waits until the probe has stopped it.
    pub async fn died(&self) {
        let mut died = self.bot.as_ref().expect("it runs").died.clone();
        let stopped = died.wait_for(|died| *died);
        tokio::time::timeout(super::fake::DEADLINE, stopped).await.expect("the point was not reached").unwrap();
    }

    /// What is under way is done: whoever drives the house is through, and nothing is left for now.
    pub async fn settles(&self) {
        assert!(self.tick().await);
    }

    /// Moves the clock, stopping wherever something is due.
    pub async fn advance(&self, by: SignedDuration) {
        let end = self.now() + by;
        while let Some(next) = self.house().next_wake().await.unwrap().filter(|next| *next <= end) {
            // What is due and does not go away would hold the clock up for ever.
            self.clock.advance_to(next.max(self.now() + SignedDuration::from_secs(1)));
            self.settles().await;
        }
        self.clock.advance_to(end);
        self.settles().await;
    }

    /// Moves the clock to when something is due next, without doing it.
    pub async fn is_due(&self) {
        let due = self.house().next_wake().await.unwrap().expect("something is planned");
        self.clock.advance_to(due);
    }

    /// The posts of the bot in the couple's channel.
    pub fn posts(&self) -> Vec<Seen> {
        let bot = self.fake.bot_id();
        let mut posts = self.home.ana.at(self.home.channel).sees_here();
        posts.retain(|one| one.author == bot && !one.is_whisper);
        posts
    }

    /// The couple of the channel, as it is in the database.
    pub async fn couple(&self) -> Couple {
        living::couple(self.house(), &self.home).await.expect("a couple lives here")
    }

    /// Whether somebody was told what stands in the voice under that key.
    pub fn voice_has(&self, person: &Person, key: &str) -> bool {
        let text = self.voice.text("en-US", key, &[]).unwrap();
        let first: String = text.chars().take_while(|c| c.is_alphanumeric() || *c == ' ').collect();
        assert!(first.len() > 10, "{key} begins with nothing to recognise it by");
        person.sees().iter().any(|one| one.text().contains(&first))
    }

    /// The end of a test whose connection is over already.
    pub async fn gives_up(mut self) {
        if let Some(bot) = self.bot.take() {
            bot.pumping.abort();
            let _ = bot.pumping.await;
        }
        self.fake.finish();
    }

    /// The end of a test: nothing that Discord forbids was done.
    pub async fn finish(mut self) {
        if self.bot.is_some() {
            self.stops().await.unwrap();
        }
        self.fake.finish();
    }
}

/// Hands in what was heard and does what follows, until the probe stops it.
async fn pump(house: Arc<House>, mut letters: Letters, driving: Arc<Mutex<()>>, die: watch::Sender<bool>) {
    while let Some((envelope, tell)) = letters.recv().await {
        let _driving = driving.lock().await;
        match house.hand_in(envelope).await {
            Ok(handled) => {
                // Whoever handed it in may have given up.
                let _ = tell.send(handled);
            }
            Err(HouseError::Halted(_)) => {
                die.send_replace(true);
                return;
            }
            Err(HouseError::Store(error)) => panic!("{error}"),
        }
        if !works(&house).await {
            die.send_replace(true);
            return;
        }
    }
}

async fn works(house: &House) -> bool {
    match house.tick().await {
        Ok(()) => true,
        Err(HouseError::Halted(_)) => false,
        Err(HouseError::Store(error)) => panic!("{error}"),
    }
}
