//! A bot whole (adapter, hub, courier, database) and two people with their own clients, on a clock that stands still until it is moved.

use std::sync::Arc;

use betwixt::catalog::Catalog;
use betwixt::clock::{Entropy, ManualClock};
use betwixt::config::Inviters;
use betwixt::house::{House, Parts};
use betwixt::platform::matrix::Matrix;
use betwixt::seal::MasterKey;
use betwixt::store::{Settings, Store};
use betwixt::voice::Voice;
use matrix_sdk::Room;
use matrix_sdk::ruma::{OwnedUserId, RoomId};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::bot::Machine;
use super::person::{Person, Seen};
use crate::world::policy;

pub struct Home {
    pub machine: Machine,
    pub ana: Person,
    pub ben: Person,
    /// Their room, as ana's client has it.
    pub room: Room,
    pub clock: Arc<ManualClock>,
    key: MasterKey,
    stop: watch::Sender<bool>,
    running: JoinHandle<()>,
}

impl Home {
    /// Ana and ben in their room, into which ana has brought the bot. She alone may.
    pub async fn new() -> Home {
        let (mut machine, ana, ben) = (Machine::new().await, Person::new("ana").await, Person::strict("ben").await);
        machine.settings.invite = Inviters::parse(ana.user().as_str()).unwrap();
        let clock = Arc::new(ManualClock::new("2026-03-27T12:00:00Z".parse().unwrap()));
        let key = MasterKey::throw_away().unwrap();
        let (stop, running) = start(&machine, &key, &clock).await;
        let bot = machine.user();
        let room = ana.makes_room(&[&ben.user(), &bot]).await;
        ben.accepts(&ana.user()).await;
        for person in [&ana, &ben] {
            let theirs = person.room(room.room_id()).await;
            person.meets(&theirs, &bot).await;
        }
        ana.meets(&room, &ben.user()).await;
        Home { machine, ana, ben, room, clock, key, stop, running }
    }

    /// The same two, paired.
    pub async fn paired() -> Home {
        let home = Home::new().await;
        home.pair().await;
        home
    }

    pub async fn pair(&self) {
        let setup = format!("!setup {} Europe/Berlin 20:30", self.ben.user());
        self.ana.says(self.place(), &setup).await;
        let anas = self.ana.accepts(&self.bot()).await;
        self.ana.hears(anas.room_id(), &self.bot(), "Before anything begins").await;
        self.ana.says(anas.room_id(), "1").await;
        let bens = self.ben.accepts(&self.bot()).await;
        let page = self.ben.hears(bens.room_id(), &self.bot(), "Before anything begins").await;
        self.ben.reacts(bens.room_id(), &page.id, "✅").await;
        self.posts("welcome.").await;
    }

    pub fn bot(&self) -> OwnedUserId {
        self.machine.user()
    }

    pub fn place(&self) -> &RoomId {
        self.room.room_id()
    }

    /// Waits for a message of the bot in the place, as ben's strict client sees it.
    pub async fn posts(&self, part: &str) -> Seen {
        self.ben.hears(self.place(), &self.bot(), part).await
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

    /// The clock goes on to then, and the bot sees it at once.
    pub async fn passes(&self, until: &str) {
        self.clock.advance_to(until.parse().unwrap());
        let room = self.private(&self.ana).await;
        self.ana.says(room.room_id(), "!doctor").await;
    }

    /// The bot is stopped and started again.
    pub async fn starts_again(&mut self) {
        self.stop.send_replace(true);
        (&mut self.running).await.unwrap();
        (self.stop, self.running) = start(&self.machine, &self.key, &self.clock).await;
    }

    /// The bot is killed, and started again.
    pub async fn dies_and_starts(&mut self) {
        self.running.abort();
        let _ = (&mut self.running).await;
        (self.stop, self.running) = start(&self.machine, &self.key, &self.clock).await;
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        self.running.abort();
    }
}

async fn start(machine: &Machine, key: &MasterKey, clock: &Arc<ManualClock>) -> (watch::Sender<bool>, JoinHandle<()>) {
    let settings = Settings::sqlite(machine.folder.path().join("betwixt.db"));
    let now = betwixt::clock::Clock::now(&**clock);
    let matrix = Matrix::with(&machine.settings, machine.master.clone(), machine.habits).unwrap();
    let parts = Parts {
        store: Store::open(&settings, key, now).await.unwrap(),
        catalog: Arc::new(Catalog::builtin().unwrap()),
        voice: Arc::new(Voice::builtin().unwrap()),
        clock: Arc::clone(clock) as Arc<dyn betwixt::clock::Clock>,
        entropy: Entropy::seeded(7),
        policy: policy(),
        platforms: vec![Arc::new(matrix)],
    };
    let (stop, stopping) = watch::channel(false);
    let house = House::new(parts);
    let running = tokio::spawn(async move { house.run(stopping).await.unwrap() });
    (stop, running)
}
