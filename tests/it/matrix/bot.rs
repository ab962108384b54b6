//! The adapter on a machine of its own, without the hub: a test is the other end of its inbox.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use betwixt::body::{Block, Body, Span};
use betwixt::config::{self, Inviters, Secret};
use betwixt::ids::{Network, PlaceRef, SentRef, Token, UserRef};
use betwixt::platform::matrix::{Habits, Matrix};
use betwixt::platform::{
    Delivery, DeliveryError, Envelope, Handled, Happening, Inbox, Platform as _, PlatformError, Target, Verb,
};
use betwixt::seal::MasterKey;
use matrix_sdk::config::SyncSettings;
use matrix_sdk::ruma::{OwnedUserId, UserId};
use matrix_sdk::{Client, Room};
use tempfile::TempDir;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::person::{PATIENCE, Person};
use super::server::{self, Account};

/// What of a bot outlasts its process.
pub struct Machine {
    pub account: Account,
    pub settings: config::Matrix,
    pub master: MasterKey,
    pub habits: Habits,
    /// As the database would keep them.
    ledger: Arc<Mutex<Ledger>>,
    pub folder: TempDir,
}

#[derive(Default)]
struct Ledger {
    seen: BTreeSet<String>,
    cursor: Option<String>,
    /// Keys that are not kept for now.
    refuses: bool,
}

/// A running bot. Dropped, it is gone at once, as by `kill -9`.
pub struct Bot {
    pub platform: Arc<Matrix>,
    letters: Arc<Mutex<Vec<Envelope>>>,
    beats: watch::Receiver<u64>,
    stop: watch::Sender<bool>,
    listening: JoinHandle<Result<(), PlatformError>>,
    hub: JoinHandle<()>,
}

impl Machine {
    /// A machine with a fresh account on the homeserver of all tests. Everybody there may invite the bot.
    pub async fn new() -> Machine {
        Machine::on(&server::shared()).await
    }

    /// The same on the homeserver at `url`.
    pub async fn on(url: &str) -> Machine {
        let account = server::register(url, "bot").await;
        let folder = tempfile::tempdir().unwrap();
        let settings = config::Matrix {
            user: Some(account.user()),
            homeserver: Some(url.to_owned()),
            password: Some(Secret::new(account.password.clone())),
            access_token: None,
            device_id: None,
            store: folder.path().join("store"),
            recovery_key_file: folder.path().join("keys/recovery.key"),
            reset_identity: false,
            invite: Inviters::parse("@*:localhost").unwrap(),
            ca_file: None,
        };
        let retries = (Duration::from_millis(50), Duration::from_millis(500));
        let habits = Habits { retries, ..Habits::default() };
        let master = MasterKey::throw_away().unwrap();
        Machine { account, settings, master, habits, ledger: Arc::default(), folder }
    }

    pub fn user(&self) -> OwnedUserId {
        UserId::parse(self.account.user()).unwrap()
    }

    pub fn recovery_key(&self) -> PathBuf {
        self.settings.recovery_key_file.clone()
    }

    /// The cursor, as the database has it.
    pub fn cursor(&self) -> Option<String> {
        self.ledger.lock().unwrap().cursor.clone()
    }

    /// From now on nothing is kept, or everything again.
    pub fn refuses(&self, refuses: bool) {
        self.ledger.lock().unwrap().refuses = refuses;
    }

    /// Starts the bot; it is ready when this returns.
    pub async fn start(&self) -> Bot {
        let bot = self.begin();
        let deadline = tokio::time::Instant::now() + PATIENCE;
        // Whatever is looked for: an answer means that the homeserver can be asked.
        while bot.find("none", &Target::Person { user: user(&self.user()), place: None }).await.is_err() {
            assert!(!bot.listening.is_finished(), "it ended: {:?}", bot.ends().await);
            assert!(tokio::time::Instant::now() < deadline, "the bot does not get ready");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        bot
    }

    /// Starts the bot and does not wait for it.
    pub fn begin(&self) -> Bot {
        let platform = Arc::new(Matrix::with(&self.settings, self.master.clone(), self.habits).unwrap());
        let (stop, stopping) = watch::channel(false);
        let (inbox, mut incoming) = Inbox::new(8);
        let inbox = inbox.since(self.cursor());
        let letters = Arc::new(Mutex::new(Vec::new()));
        let (beat, beats) = watch::channel(0);
        let (ledger, kept) = (Arc::clone(&self.ledger), Arc::clone(&letters));
        let hub = tokio::spawn(async move {
            while let Some((envelope, tell)) = incoming.recv().await {
                let _ = tell.send(take(&mut ledger.lock().unwrap(), &kept, envelope));
                beat.send_modify(|count| *count += 1);
            }
        });
        let listener = Arc::clone(&platform);
        let listening = tokio::spawn(async move { listener.listen(inbox, stopping).await });
        Bot { platform, letters, beats, stop, listening, hub }
    }
}

fn take(ledger: &mut Ledger, kept: &Mutex<Vec<Envelope>>, envelope: Envelope) -> Handled {
    if ledger.refuses {
        return Handled::NotKept;
    }
    if let Some(cursor) = &envelope.cursor {
        ledger.cursor = Some(cursor.clone());
    }
    if matches!(envelope.what, Happening::Nothing) {
        return Handled::Kept;
    }
    if !ledger.seen.insert(envelope.key.0.clone()) {
        return Handled::SeenBefore;
    }
    kept.lock().unwrap().push(envelope);
    Handled::Kept
}

impl Bot {
    /// Stops it kindly, and says how it ended.
    pub async fn stops(mut self) -> Result<(), PlatformError> {
        self.stop.send_replace(true);
        tokio::time::timeout(PATIENCE, &mut self.listening).await.expect("it does not stop").unwrap()
    }

    /// Waits until it ends by itself.
    pub async fn ends(mut self) -> Result<(), PlatformError> {
        tokio::time::timeout(PATIENCE, &mut self.listening).await.expect("it does not end").unwrap()
    }

    /// Kills it where it stands, and waits until nothing of it is left.
    pub async fn dies(mut self) {
        self.listening.abort();
        let _ = (&mut self.listening).await;
        self.hub.abort();
    }

    /// What it refuses to go on for.
    pub async fn refuses(self) -> String {
        match self.ends().await {
            Err(PlatformError::Refused(what)) => what,
            other => panic!("it was not refused: {other:?}"),
        }
    }

    /// Everything handed in so far, in order.
    pub fn letters(&self) -> Vec<Envelope> {
        self.letters.lock().unwrap().clone()
    }

    /// The plain words that it heard, in order.
    pub fn words(&self) -> Vec<String> {
        let letters = self.letters();
        let words = letters.iter().filter_map(|letter| {
            let Happening::Words { text, .. } = &letter.what else {
                return None;
            };
            Some(text.as_str().to_owned())
        });
        words.collect()
    }

    /// Waits until `look` finds something in what was handed in.
    pub async fn until<T>(&self, what: &str, look: impl Fn(&Bot) -> Option<T>) -> T {
        let deadline = tokio::time::Instant::now() + PATIENCE;
        let mut beats = self.beats.clone();
        loop {
            if let Some(found) = look(self) {
                return found;
            }
            let waited = tokio::time::timeout_at(deadline, beats.changed()).await;
            assert!(matches!(waited, Ok(Ok(()))), "the bot waited in vain for {what}; it has {:#?}", self.letters());
        }
    }

    /// Waits until it has tried to hand something in once more.
    pub async fn until_tried(&self) {
        let mut beats = self.beats.clone();
        let count = *beats.borrow();
        let more = beats.wait_for(|beats| *beats > count);
        tokio::time::timeout(PATIENCE, more).await.expect("nothing was handed in").unwrap();
    }

    /// Waits until it has heard those words.
    pub async fn hears(&self, text: &str) -> Envelope {
        self.until(&format!("{text:?}"), |bot| {
            let said = |letter: &Envelope| matches!(&letter.what, Happening::Words { text: words, .. } if words.as_str() == text);
            bot.letters().into_iter().find(said)
        })
        .await
    }

    pub async fn delivers(&self, token: &str, target: &Target, verb: Verb) -> Result<SentRef, DeliveryError> {
        let delivery = Delivery { token: Token(token.to_owned()), target: target.clone(), verb, reply: None };
        self.platform.deliver(&delivery).await
    }

    pub async fn posts(&self, token: &str, target: &Target, text: &str) -> SentRef {
        self.delivers(token, target, Verb::Post(body(text))).await.unwrap()
    }

    pub async fn find(&self, token: &str, target: &Target) -> Result<Option<SentRef>, DeliveryError> {
        let since = jiff::Timestamp::now() - jiff::SignedDuration::from_mins(10);
        self.platform.find(&Token(token.to_owned()), target, since).await
    }

    /// A room of that person's with the bot in it.
    pub async fn meets_in_room_of(&self, person: &Person, bot: &UserId) -> Room {
        let room = person.makes_room(&[bot]).await;
        person.meets(&room, bot).await;
        room
    }

    /// The conversation that the bot opens with a person, once they are in it; a message stands there.
    pub async fn whispers_with(&self, person: &Person, bot: &UserId) -> Room {
        self.posts(&server::random(), &privately(person), "hello").await;
        person.accepts(bot).await
    }
}

impl Drop for Bot {
    fn drop(&mut self) {
        self.listening.abort();
        self.hub.abort();
    }
}

/// A message of one paragraph.
pub fn body(text: &str) -> Body {
    Body { blocks: vec![Block::Paragraph(vec![Span::Text(text.to_owned())])], ..Body::default() }
}

pub fn user(user: &UserId) -> UserRef {
    UserRef::new(Network::Matrix, user.as_str())
}

pub fn privately(person: &Person) -> Target {
    Target::Person { user: user(&person.user()), place: None }
}

pub fn openly(room: &Room) -> Target {
    Target::Place(PlaceRef::new(Network::Matrix, room.room_id().as_str()))
}

/// Another session of the bot's own account.
pub async fn bot_client(machine: &Machine) -> Client {
    let account = &machine.account;
    let client = Client::builder().homeserver_url(&account.url).build().await.unwrap();
    client.matrix_auth().login_username(&account.name, &account.password).send().await.unwrap();
    client.sync_once(SyncSettings::new()).await.unwrap();
    client
}
