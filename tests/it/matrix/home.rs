//! A bot whole (adapter, hub, courier, database) and two people with their own clients, on a clock that stands still until it is moved.

use std::sync::Arc;

use betwixt::catalog::Catalog;
use betwixt::clock::{Clock, Entropy, ManualClock};
use betwixt::config::Inviters;
use betwixt::engine::couple::Couple;
use betwixt::engine::turn::Policy;
use betwixt::house::{House, Parts};
use betwixt::ids::{EventKey, Network, PlaceRef};
use betwixt::platform::matrix::Matrix;
use betwixt::platform::{Platform, Target};
use betwixt::seal::MasterKey;
use betwixt::store::{Settings, Store, Wanted};
use betwixt::voice::Voice;
use jiff::{SignedDuration, Timestamp};
use matrix_sdk::Room;
use matrix_sdk::ruma::{EventId, OwnedUserId, RoomId, UserId};

use super::bot::{Machine, user};
use super::person::{PATIENCE, Person, Seen};
use super::server;
use crate::driven::Driven;
use crate::world::{StopAt, policy};

pub struct Home {
    pub machine: Machine,
    pub ana: Person,
    pub ben: Person,
    /// Their room, as ana's client has it.
    pub room: Room,
    pub clock: Arc<ManualClock>,
    pub probe: Arc<StopAt>,
    pub voice: Arc<Voice>,
    policy: Policy,
    key: MasterKey,
    bot: Option<Driven>,
}

impl Home {
    /// Ana and ben in their room, into which ana has brought the bot. She alone may.
    pub async fn new() -> Home {
        Home::on(&server::shared()).await
    }

    /// The same on the homeserver at `url`.
    pub async fn on(url: &str) -> Home {
        let (ana, ben) = (Person::on(url, "ana").await, Person::strict_on(url, "ben").await);
        Home::of(Machine::on(url).await, ana, ben, "2026-03-27T12:00:00Z".parse().unwrap(), policy()).await
    }

    /// The same two, paired.
    pub async fn paired() -> Home {
        let home = Home::new().await;
        home.pair().await;
        home
    }

    /// Those two, at that time.
    pub async fn of(mut machine: Machine, ana: Person, ben: Person, now: Timestamp, policy: Policy) -> Home {
        machine.settings.invite = Inviters::parse(ana.user().as_str()).unwrap();
        let bot = machine.user();
        let room = ana.makes_room(&[&ben.user()]).await;
        let mut home = Home {
            machine,
            ana,
            ben,
            room,
            clock: Arc::new(ManualClock::new(now)),
            probe: Arc::default(),
            voice: Arc::new(Voice::builtin().unwrap()),
            policy,
            key: MasterKey::throw_away().unwrap(),
            bot: None,
        };
        home.starts().await;
        home.ben.accepts(&home.ana.user()).await;
        home.ana.meets(&home.room, &home.ben.user()).await;
        home.room.invite_user_by_id(&bot).await.unwrap();
        for person in [&home.ana, &home.ben] {
            let theirs = person.room(home.room.room_id()).await;
            person.meets(&theirs, &bot).await;
        }
        home
    }

    pub async fn pair(&self) {
        pair(&self.ana, &self.ben, &self.bot(), self.place(), "Europe/Berlin").await;
        assert!(self.couple().await.is_some_and(|couple| couple.is_paired()));
    }

    /// The process starts on what is in the database, and is connected.
    pub async fn starts(&mut self) {
        let matrix = Matrix::with(&self.machine.settings, self.machine.master.clone(), self.machine.habits).unwrap();
        let matrix = Arc::new(matrix);
        let file = Settings::sqlite(self.machine.folder.path().join("betwixt.db"));
        let parts = Parts {
            store: Store::open(&file, &self.key, self.clock.now()).await.unwrap(),
            catalog: Arc::new(Catalog::builtin().unwrap()),
            voice: Arc::clone(&self.voice),
            clock: Arc::clone(&self.clock) as Arc<dyn Clock>,
            entropy: Entropy::seeded(7),
            policy: self.policy.clone(),
            platforms: vec![Arc::clone(&matrix) as Arc<dyn Platform>],
        };
        let platform = Arc::clone(&matrix) as Arc<dyn Platform>;
        self.bot = Some(Driven::begins(parts, Arc::clone(&self.probe), platform).await);
        // Whatever is looked for: an answer means that it is connected.
        let nobody = Target::Person { user: user(&self.bot()), place: None };
        let connects = async {
            let token = betwixt::ids::Token("none".to_owned());
            let mut again = tokio::time::interval(std::time::Duration::from_millis(5));
            while matrix.find(&token, &nobody, self.now()).await.is_err() || !matrix.is_up_to_date() {
                again.tick().await;
            }
        };
        tokio::time::timeout(PATIENCE, connects).await.expect("the bot does not connect");
    }

    /// The process is gone in an instant, with all that was in its memory.
    pub async fn dies(&mut self) {
        if let Some(bot) = self.bot.take() {
            bot.dies().await;
        }
    }

    /// The bot is stopped and started again.
    pub async fn starts_again(&mut self) {
        self.bot.take().expect("it runs").stops().await.unwrap();
        self.starts().await;
    }

    /// The bot is killed, and started again.
    pub async fn dies_and_starts(&mut self) {
        self.dies().await;
        self.starts().await;
    }

    pub fn driven(&self) -> &Driven {
        self.bot.as_ref().expect("it runs")
    }

    pub fn house(&self) -> &House {
        self.driven().house()
    }

    pub fn bot(&self) -> OwnedUserId {
        self.machine.user()
    }

    pub fn place(&self) -> &RoomId {
        self.room.room_id()
    }

    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// When the next gratitude is asked for.
    pub fn evening(&self) -> Timestamp {
        let now = self.now().in_tz("Europe/Berlin").unwrap();
        let today = now.date().at(20, 30, 0, 0).in_tz("Europe/Berlin").unwrap();
        let evening = if today > now { today } else { today.tomorrow().unwrap() };
        evening.timestamp()
    }

    /// The couple of the room, as it is in the database.
    pub async fn couple(&self) -> Option<Couple> {
        let place = PlaceRef::new(Network::Matrix, self.place().as_str());
        let wanted = Wanted { places: [place.clone()].into(), ..Wanted::default() };
        let mut tx = self.house().store().begin().await.unwrap();
        let resolved = tx.resolve(&wanted).await.unwrap();
        let id = *resolved.places.get(&place)?;
        tx.load(&[id]).await.unwrap().remove(&id).map(|loaded| loaded.couple)
    }

    /// Waits until the bot has taken in what somebody did, and done what follows.
    pub async fn takes_in(&self, room: &RoomId, event: &EventId) {
        self.driven().has_done(&EventKey(format!("matrix/{room}/{event}")), PATIENCE).await;
    }

    /// Waits for a message of the bot in the place, as ben's strict client sees it.
    pub async fn posts(&self, part: &str) -> Seen {
        self.ben.hears(self.place(), &self.bot(), part).await
    }

    /// Waits for a prompt in the place, as `person` sees it: which kind it is, is chance.
    pub async fn prompts(&self, person: &Person) -> Seen {
        let kinds = ["A question", "A list", "Something to do"];
        person
            .sees("a prompt", |seen| {
                let is_one = kinds.iter().any(|kind| seen.body().starts_with(kind));
                is_one && seen.room == self.place() && seen.sender == self.bot()
            })
            .await
    }

    /// How many messages of the bot in the place say that, now that ben has seen everything.
    pub async fn posts_with(&self, part: &str) -> usize {
        has_posted(&self.ben, &self.bot(), self.place(), part).await
    }

    /// Waits until the bot has changed a message in the place so that it says `part`.
    pub async fn shows(&self, part: &str) -> Seen {
        self.ben
            .sees(&format!("a post changed to {part:?}"), |seen| {
                let text = seen.content["m.new_content"]["body"].as_str().unwrap_or_default();
                seen.room == self.place() && seen.sender == self.bot() && text.contains(part)
            })
            .await
    }

    /// That person's conversation with the bot: the room besides the shared one in which it wrote to them.
    pub async fn private(&self, person: &Person) -> Room {
        let is_whisper =
            |seen: &Seen| seen.room != self.place() && seen.sender == self.bot() && !seen.body().is_empty();
        let whisper = person.sees("a whisper", is_whisper).await;
        person.room(&whisper.room).await
    }

    /// Waits for a whisper to that person.
    pub async fn whispers(&self, person: &Person, part: &str) -> Seen {
        let room = self.private(person).await;
        person.hears(room.room_id(), &self.bot(), part).await
    }

    /// Waits for a whisper to that person, after the first `before` things that they have seen.
    pub async fn whispers_after(&self, before: usize, person: &Person, part: &str) -> Seen {
        let room = self.private(person).await;
        person
            .until(&format!("another whisper with {part:?}"), || {
                let seen = person.seen().into_iter().skip(before);
                let says =
                    |one: &Seen| one.room == room.room_id() && one.sender == self.bot() && one.body().contains(part);
                seen.into_iter().find(says)
            })
            .await
    }

    /// Waits until a post says that, while time passes in which the bot may look at the room again.
    pub async fn until_looked(&self, part: &str) -> Seen {
        let says = |seen: &Seen| seen.room == self.place() && seen.sender == self.bot() && seen.body().contains(part);
        let looks = async {
            loop {
                if let Some(seen) = self.ben.seen().into_iter().find(says) {
                    return seen;
                }
                self.passes_by(SignedDuration::from_secs(30)).await;
                self.ben.catches_up().await;
            }
        };
        tokio::time::timeout(PATIENCE, looks).await.expect("it does not look")
    }

    /// The clock goes on to then, with everything that is due on the way.
    pub async fn passes(&self, until: &str) {
        self.driven().advance(&self.clock, until.parse().unwrap()).await;
    }

    /// So much time passes, with everything that is due on the way.
    pub async fn passes_by(&self, time: SignedDuration) {
        self.driven().advance(&self.clock, self.now() + time).await;
    }
}

/// The two agree, in their room, each in a conversation of their own; the evening is at 20:30 in that zone.
pub async fn pair(ana: &Person, ben: &Person, bot: &UserId, place: &RoomId, zone: &str) {
    ana.says(place, &format!("!setup {} {zone} 20:30", ben.user())).await;
    let anas = ana.accepts(bot).await;
    ana.hears(anas.room_id(), bot, "Before anything begins").await;
    ana.says(anas.room_id(), "1").await;
    let bens = ben.accepts(bot).await;
    let page = ben.hears(bens.room_id(), bot, "Before anything begins").await;
    ben.reacts(bens.room_id(), &page.id, "✅").await;
    ben.hears(place, bot, "welcome.").await;
}

/// How many messages of the bot in that room say that, now that the person has seen everything.
pub async fn has_posted(person: &Person, bot: &UserId, room: &RoomId, part: &str) -> usize {
    person.catches_up().await;
    let seen = person.seen();
    let says = |seen: &&Seen| seen.room == room && seen.sender == bot && seen.body().contains(part);
    // An edit says it once more, of the same message.
    seen.iter().filter(says).filter(|seen| seen.content["m.new_content"].is_null()).count()
}
