//! The bot as it runs: the real house with its own tasks and the real adapter, by the real time, before a fake Discord.

use std::sync::Arc;

use betwixt::catalog::Catalog;
use betwixt::clock::{Clock, Entropy, SystemClock};
use betwixt::config::{self, Secret};
use betwixt::engine::couple::Couple;
use betwixt::engine::turn::Policy;
use betwixt::house::{House, Parts, RunError};
use betwixt::ids::{Network, PlaceRef};
use betwixt::platform::Platform;
use betwixt::platform::discord::Discord;
use betwixt::seal::MasterKey;
use betwixt::store::{Settings, Store, Wanted};
use betwixt::voice::Voice;
use serde_json::json;
use tempfile::TempDir;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::fake::{DEADLINE, Fake, Home, Id};
use crate::real;

/// A bot that runs.
pub struct Living {
    pub house: Arc<House>,
    stop: watch::Sender<bool>,
    running: JoinHandle<Result<(), RunError>>,
    _folder: TempDir,
}

/// The settings that lead to `fake`.
pub fn settings(fake: &Fake) -> config::Discord {
    config::Discord {
        token: Some(Secret::new(fake.token())),
        connect_to: Some(fake.connect_to().parse().unwrap()),
        ca_file: Some(fake.ca_file()),
        ..config::Discord::default()
    }
}

/// The adapter alone.
pub fn adapter(settings: &config::Discord) -> Arc<Discord> {
    adapter_by(settings, Arc::new(SystemClock::new()))
}

/// The same by that clock.
pub fn adapter_by(settings: &config::Discord, clock: Arc<dyn Clock>) -> Arc<Discord> {
    Arc::new(discord(settings, clock))
}

/// The same, to be changed.
pub fn discord(settings: &config::Discord, clock: Arc<dyn Clock>) -> Discord {
    let voice = Arc::new(Voice::builtin().unwrap());
    let catalog = Arc::new(Catalog::builtin().unwrap());
    Discord::new(settings, voice, catalog, clock).unwrap().expect("there is a token")
}

impl Living {
    /// A bot that is connected, with its commands registered.
    pub async fn new(fake: &Fake) -> Living {
        let living = Living::with(&settings(fake), crate::world::policy()).await;
        fake.ready().await;
        fake.until("commands are registered", |fake| (!fake.commands().is_empty()).then_some(())).await;
        living
    }

    /// A bot that has just been started.
    pub async fn with(settings: &config::Discord, policy: Policy) -> Living {
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(SystemClock::new());
        let discord = adapter(settings);
        let key = MasterKey::throw_away().unwrap();
        let file = Settings::sqlite(folder.path().join("betwixt.db"));
        let parts = Parts {
            store: Store::open(&file, &key, clock.now()).await.unwrap(),
            catalog: Arc::new(Catalog::builtin().unwrap()),
            voice: Arc::new(Voice::builtin().unwrap()),
            clock,
            entropy: Entropy::seeded(7),
            policy,
            platforms: vec![discord as Arc<dyn Platform>],
        };
        let house = Arc::new(House::new(parts));
        let (stop, stopped) = watch::channel(false);
        let running = tokio::spawn({
            let house = Arc::clone(&house);
            async move { house.run(stopped).await }
        });
        Living { house, stop, running, _folder: folder }
    }

    /// Waits until it ends by itself.
    pub async fn ends(self) -> Result<(), RunError> {
        tokio::time::timeout(DEADLINE, self.running).await.expect("it did not end").unwrap()
    }

    /// Tells it to stop, and waits until it has.
    pub async fn stops(self) {
        self.stop.send_replace(true);
        self.ends().await.unwrap();
    }

    /// The couple of that channel.
    pub async fn couple(&self, home: &Home) -> Option<Couple> {
        couple(&self.house, home).await
    }

    /// Waits until the couple of that channel is as `is` says.
    pub async fn until(&self, fake: &Fake, home: &Home, what: &str, is: impl Fn(&Couple) -> bool) {
        let deadline = tokio::time::Instant::now() + DEADLINE;
        loop {
            if self.couple(home).await.is_some_and(|couple| is(&couple)) {
                return;
            }
            assert!(tokio::time::Instant::now() < deadline, "it never was that {what}: {:#?}", fake.asked());
            tokio::task::yield_now().await;
        }
    }
}

/// The couple of that channel, as it is in the database.
pub async fn couple(house: &House, home: &Home) -> Option<Couple> {
    let place = place(home.guild, home.channel);
    let mut tx = house.store().begin().await.unwrap();
    let wanted = Wanted { places: [place.clone()].into(), ..Wanted::default() };
    let id = *tx.resolve(&wanted).await.unwrap().places.get(&place)?;
    Some(tx.load(&[id]).await.unwrap().remove(&id).unwrap().couple)
}

/// A channel as the bot names it.
pub fn place(guild: Id, channel: Id) -> PlaceRef {
    PlaceRef::new(Network::Discord, format!("{guild}/{channel}"))
}

/// The two agree, in their channel, in a zone where it is past noon by the real clock: the day's rituals are hours away.
pub async fn pair(home: &Home) {
    pair_in(home, &real::where_it_is_past_noon()).await;
}

/// The two agree, in their channel, in that zone.
pub async fn pair_in(home: &Home, zone: &str) {
    let (ana, ben) = (&home.ana, &home.ben);
    let setup = json!({"partner": ben.id.to_string(), "zone": zone, "evening": "20:30"});
    let asked = ana.slash("setup", setup).unwrap();
    ana.answer_to(asked).await;
    ana.finds_button("I agree").await;
    ana.presses("I agree").unwrap();
    ben.finds_button("Read and decide").await;
    ben.presses("Read and decide").unwrap();
    ben.finds_button("I agree").await;
    ben.presses("I agree").unwrap();
    ana.finds_button("Try one now").await;
}
