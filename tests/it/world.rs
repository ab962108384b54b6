//! The harness: a real database, hub, courier and scheduler; a network in memory; a clock that is moved by hand.

use std::sync::{Arc, Mutex};

use betwixt::catalog::Catalog;
use betwixt::clock::{Clock as _, Entropy, ManualClock};
use betwixt::command::{self, Context};
#[cfg(feature = "postgres")]
use betwixt::config::{DatabaseUrl, Secret};
use betwixt::engine::button::Button;
use betwixt::engine::couple::Couple;
use betwixt::engine::input::{Fields, Venue};
use betwixt::engine::turn::Policy;
use betwixt::engine::words::Words;
use betwixt::house::{Halted, House, HouseError, Parts, Point, Probe, Trial};
use betwixt::ids::{CoupleId, EventKey, Network as On, PlaceRef, SentRef, UserRef};
use betwixt::platform::{Envelope, Handled, Happening, Person, Platform};
use betwixt::seal::MasterKey;
use betwixt::store::{Settings, Store, Wanted};
use betwixt::voice::Voice;
use jiff::{SignedDuration, Timestamp};
use tempfile::TempDir;

use crate::network::{Network, Visible, account};

/// Where the couple lives.
pub fn place() -> PlaceRef {
    PlaceRef::new(On::Terminal, "home")
}

/// A person of that name.
pub fn person(name: &str) -> UserRef {
    UserRef::new(On::Terminal, name)
}

/// A world with two people, a network and a house.
pub struct World {
    folder: TempDir,
    pub clock: Arc<ManualClock>,
    pub network: Arc<Network>,
    pub probe: Arc<StopAt>,
    catalog: Arc<Catalog>,
    voice: Arc<Voice>,
    house: Option<House>,
    trial: fn() -> Trial,
    database: Database,
    key: MasterKey,
    events: u32,
}

/// Which database a world lives in.
pub enum Database {
    Sqlite,
    #[cfg(feature = "postgres")]
    Postgres(String),
}

/// Stops a house at a point, once.
#[derive(Default)]
pub struct StopAt(Mutex<Option<(Point, usize)>>);

impl StopAt {
    /// The `nth` passing of that point, from 1, is the end.
    pub fn set(&self, point: Point, nth: usize) {
        *self.0.lock().unwrap() = Some((point, nth));
    }

    /// Whether the point was not reached.
    pub fn is_set(&self) -> bool {
        self.0.lock().unwrap().is_some()
    }
}

impl Probe for StopAt {
    fn pass(&self, point: Point) -> Result<(), Halted> {
        let mut stop = self.0.lock().unwrap();
        match &mut *stop {
            Some((at, 1)) if *at == point => {
                *stop = None;
                Err(Halted(point))
            }
            Some((at, nth)) if *at == point => {
                *nth -= 1;
                Ok(())
            }
            Some(_) | None => Ok(()),
        }
    }
}

/// How people are mentioned here: `@ben`.
struct Mentions;

impl Context for Mentions {
    fn person(&self, word: &str) -> Option<(UserRef, String)> {
        let name = word.strip_prefix('@')?;
        Some((person(name), name.to_owned()))
    }
}

impl World {
    /// A morning in March, in an empty SQLite database.
    pub async fn new() -> World {
        World::with(Database::Sqlite, Trial::default).await
    }

    /// The same in that database, with something of a test's in the house.
    pub async fn with(database: Database, trial: fn() -> Trial) -> World {
        let clock = Arc::new(ManualClock::new("2026-03-27T08:00:00Z".parse().unwrap()));
        let mut world = World {
            folder: tempfile::tempdir().unwrap(),
            network: Network::new(Arc::clone(&clock)),
            clock,
            probe: Arc::default(),
            catalog: Arc::new(Catalog::builtin().unwrap()),
            voice: Arc::new(Voice::builtin().unwrap()),
            house: None,
            trial,
            database,
            key: MasterKey::throw_away().unwrap(),
            events: 0,
        };
        world.open().await;
        world
    }

    /// A world in which ana and ben are a couple.
    pub async fn paired() -> World {
        let mut world = World::new().await;
        world.pair().await;
        world
    }

    pub async fn pair(&mut self) {
        self.types("ana", "/setup @ben Europe/Paris 20:30").await;
        self.presses("ana", Button::Agree).await;
        self.presses("ben", Button::Agree).await;
        assert!(self.couple().await.is_paired(), "{}", self.transcript());
    }

    pub fn house(&self) -> &House {
        self.house.as_ref().unwrap()
    }

    pub fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }

    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Starts the house on what is in the database.
    pub async fn open(&mut self) {
        self.house = Some(self.another_house().await);
    }

    /// A house of its own on the same database, as another process would be.
    pub async fn another_house(&self) -> House {
        let trial = Trial { probe: Arc::clone(&self.probe) as Arc<dyn Probe>, ..(self.trial)() };
        let parts = Parts {
            store: self.open_store().await,
            catalog: Arc::clone(&self.catalog),
            voice: Arc::clone(&self.voice),
            clock: Arc::clone(&self.clock) as Arc<dyn betwixt::clock::Clock>,
            entropy: Entropy::seeded(7),
            policy: policy(),
            platforms: vec![Arc::clone(&self.network) as Arc<dyn Platform>],
        };
        House::with(parts, trial)
    }

    async fn open_store(&self) -> Store {
        let settings = match &self.database {
            Database::Sqlite => Settings::sqlite(self.folder.path().join("betwixt.db")),
            #[cfg(feature = "postgres")]
            Database::Postgres(url) => Settings {
                url: DatabaseUrl::Postgres(Secret::new(url.clone())),
                erasures: Some(self.folder.path().join("erasures")),
            },
        };
        Store::open(&settings, &self.key, self.now()).await.unwrap()
    }

    /// Everything in memory is gone, as if the process had died.
    pub async fn crash(&mut self) {
        self.house = None;
    }

    /// Lets the house work; a crash by the probe is `false`.
    pub async fn tick(&mut self) -> bool {
        match self.house().tick().await {
            Ok(()) => true,
            Err(HouseError::Halted(_)) => false,
            Err(HouseError::Store(error)) => panic!("{error}"),
        }
    }

    /// Hands in an event without working it off.
    pub async fn hand_in(&self, envelope: Envelope) -> Result<Handled, Halted> {
        match self.house().hand_in(envelope).await {
            Ok(handled) => Ok(handled),
            Err(HouseError::Halted(halted)) => Err(halted),
            Err(HouseError::Store(error)) => panic!("{error}"),
        }
    }

    /// Hands in several events at once, as they come from a full inbox.
    pub async fn hand_in_all(&self, envelopes: &[Envelope]) -> Vec<Handled> {
        self.house().hand_in_all(envelopes.to_vec()).await.unwrap()
    }

    /// Something that `name` does, with an id of its own.
    pub fn event(&mut self, name: &str, venue: Venue, what: Happening) -> Envelope {
        self.events += 1;
        Envelope {
            key: EventKey(format!("event-{}", self.events)),
            account: account(),
            place: (venue != Venue::Private).then(place),
            from: Some(Person { user: person(name), name: name.to_owned(), locale: Some("en".to_owned()) }),
            venue,
            lacks: Vec::new(),
            reply: None,
            cursor: None,
            what,
        }
    }

    /// A command or plain words, in the place.
    pub fn typed(&mut self, name: &str, text: &str) -> Envelope {
        self.event(name, Venue::Place, said(text))
    }

    /// Types in the place, and everything that follows from it happens.
    pub async fn types(&mut self, name: &str, text: &str) -> EventKey {
        let envelope = self.typed(name, text);
        self.happens(envelope).await
    }

    /// Types to the bot privately.
    pub async fn whispers(&mut self, name: &str, text: &str) -> EventKey {
        let envelope = self.event(name, Venue::Private, said(text));
        self.happens(envelope).await
    }

    /// Presses a button in the place, seen by nobody else.
    pub async fn presses(&mut self, name: &str, button: Button) -> EventKey {
        self.fills(name, button, &[]).await
    }

    /// Presses a button and fills in the form that it opens.
    pub async fn fills(&mut self, name: &str, button: Button, fields: &[(&str, &str)]) -> EventKey {
        let what = filled(button, fields);
        let envelope = self.event(name, Venue::Quietly, what);
        self.happens(envelope).await
    }

    pub async fn happens(&mut self, envelope: Envelope) -> EventKey {
        let key = envelope.key.clone();
        assert_eq!(self.hand_in(envelope).await, Ok(Handled::Kept));
        assert!(self.tick().await);
        key
    }

    /// Moves the clock, stopping wherever something is due.
    pub async fn advance(&mut self, by: SignedDuration) {
        let end = self.now() + by;
        while let Some(next) = self.house().next_wake().await.unwrap() {
            if next > end {
                break;
            }
            // What is due and does not go away would hold the clock up for ever.
            let next = next.max(self.now() + SignedDuration::from_millis(1));
            self.clock.advance_to(next);
            assert!(self.tick().await);
        }
        self.clock.advance_to(end);
        assert!(self.tick().await);
    }

    /// What `name` was last whispered.
    pub fn whispered(&self, name: &str) -> Option<Visible> {
        self.network.seen_by(Some(&person(name))).pop()
    }

    /// The posts in the place.
    pub fn posts(&self) -> Vec<Visible> {
        self.network.seen_by(None)
    }

    /// The couple of the place, as it is in the database.
    pub async fn couple(&self) -> Couple {
        self.couple_of(&place()).await.expect("a couple lives here")
    }

    pub async fn couple_of(&self, place: &PlaceRef) -> Option<Couple> {
        let store = self.house().store();
        let mut tx = store.begin().await.unwrap();
        let wanted = Wanted { places: [place.clone()].into(), ..Wanted::default() };
        let id = *tx.resolve(&wanted).await.unwrap().places.get(place)?;
        Some(tx.load(&[id]).await.unwrap().remove(&id).unwrap().couple)
    }

    /// A couple as it is in the database.
    pub async fn loaded(&self, id: CoupleId) -> Couple {
        let mut tx = self.house().store().begin().await.unwrap();
        tx.load(&[id]).await.unwrap().remove(&id).unwrap().couple
    }

    /// Everything that can be seen, for a failing test to show.
    pub fn transcript(&self) -> String {
        let line = |message: &Visible| {
            let to = match &message.target {
                betwixt::platform::Target::Place(_) => "bot".to_owned(),
                betwixt::platform::Target::Person { user, .. } => format!("bot → {}", user.id),
            };
            let buttons: Vec<_> = message.body.buttons.iter().map(|button| &*button.id).collect();
            format!("{to}: {} {buttons:?}\n", message.body.plain('/'))
        };
        self.network.chat().iter().map(line).collect()
    }
}

/// A host by name, so that pairing is allowed.
pub fn policy() -> Policy {
    Policy {
        host: Some("a test".to_owned()),
        contact: None,
        language: None,
        allow_unencrypted: true,
        grace_seconds: 3 * 3600,
        areas: Default::default(),
    }
}

/// What typing that text is: a command after `/`, else plain words.
pub fn said(text: &str) -> Happening {
    match text.strip_prefix('/') {
        Some(command) => Happening::Command(command::parse(command, &Mentions)),
        None => Happening::Words { text: Words::new(text), reply_to: None },
    }
}

/// Plain words as a reply to a message of the bot.
pub fn replied(text: &str, to: &SentRef) -> Happening {
    Happening::Words { text: Words::new(text), reply_to: Some(to.clone()) }
}

/// A press, with what was filled into its form.
pub fn filled(button: Button, fields: &[(&str, &str)]) -> Happening {
    let fields: Fields = fields.iter().map(|(name, value)| ((*name).to_owned(), Words::new(*value))).collect();
    Happening::Press { button, fields }
}
