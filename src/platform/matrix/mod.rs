//! Matrix: one bot account on one device, in end-to-end encrypted rooms.
//!
//! # Reading order
//!
//! 1. `session.rs`, `trust.rs`, `home.rs`: one login, one device, an identity that nobody is warned of; the folder they live in.
//! 2. `sync.rs`, `batch.rs`, `touch.rs`, `pace.rs`: the own loop, with the own cursor; what came becomes `news::News`, and that `events.rs` makes envelopes of.
//! 3. `deliver.rs`, `find.rs`, `readers.rs`, `rooms.rs`, `errors.rs`: the verbs.
//! 4. `shape.rs`, `events.rs`, `said.rs`, `choices.rs`, `invites.rs`: what people do, as envelopes.
//! 5. `render.rs`: how a body looks here; `refs.rs`: our references.
//!
//! # What it promises
//!
//! - The cursor is kept with the last event of a batch, in the transaction that handled it. What came after it comes again after a
//!   crash, and the ledger of keys lets it count once. The library's own cursor is not used: it moves before anything is handled.
//! - It reads nothing from before it joined, sends no receipts and shows no typing.
//! - A message that came without its key holds the cursor until the key comes or the wait for it is over.

mod batch;
mod choices;
mod deliver;
mod errors;
mod events;
mod find;
mod home;
mod invites;
mod news;
mod pace;
mod readers;
pub mod refs;
mod render;
mod rooms;
mod said;
mod session;
mod shape;
mod sync;
mod touch;
mod trust;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;
use matrix_sdk::ruma::{OwnedEventId, OwnedUserId, UserId};

use super::{Delivery, DeliveryError, Inbox, Platform, PlatformError, Stop, Target};
use crate::clock::Entropy;
use crate::config;
use crate::engine::input::Readers;
use crate::engine::turn::Capabilities;
use crate::ids::{AccountId, PlaceRef, SentRef, Token, UserRef};
use crate::seal::MasterKey;
use pace::Pace;
use rooms::Rooms;
use session::Session;
use touch::Touch;

/// The bot on Matrix.
pub struct Matrix {
    settings: config::Matrix,
    user: OwnedUserId,
    account: AccountId,
    master: MasterKey,
    habits: Habits,
    /// There while the homeserver knows the session; deliveries wait for it.
    connected: RwLock<Option<Arc<Connected>>>,
}

/// How it waits; a test may have less patience.
#[derive(Clone, Copy, Debug)]
pub struct Habits {
    /// How long a message may wait for its key before its author is told that it cannot be read.
    pub key_wait: Duration,
    /// The first and the longest wait between two tries to reach the homeserver.
    pub retries: (Duration, Duration),
}

impl Default for Habits {
    fn default() -> Self {
        Self { key_wait: Duration::from_mins(1), retries: (Duration::from_millis(250), Duration::from_secs(30)) }
    }
}

/// A session that works, and what belongs to it.
#[derive(Debug)]
struct Connected {
    session: Session,
    rooms: Rooms,
    user: OwnedUserId,
    account: AccountId,
    settings: config::Matrix,
    /// Messages of which a part is missing, by their tokens.
    halves: Mutex<BTreeMap<Token, Half>>,
    touch: Touch,
    pace: Pace,
}

/// What stands of a message that was found without some of its parts.
#[derive(Debug)]
struct Half {
    lead: OwnedEventId,
    /// Whether the words stand, where it has some.
    words: bool,
    /// The names of its files that stand.
    files: Vec<String>,
}

/// Asks the homeserver of that configuration whether it is there. Logs in nowhere, and touches no file of the bot's device.
///
/// # Errors
/// [`PlatformError`], which says what to do, where it does not answer or something is missing in the configuration.
pub async fn look(settings: &config::Matrix) -> Result<(), PlatformError> {
    let user = user_of(settings)?;
    session::ask(settings, &user).await?;
    if settings.password.is_none() && settings.access_token.is_none() {
        return Err(refused("set matrix.password_file, or matrix.access_token_file".to_owned()));
    }
    if settings.invite.is_empty() {
        return Err(refused("nobody may invite the bot yet: set matrix.invite".to_owned()));
    }
    Ok(())
}

fn user_of(settings: &config::Matrix) -> Result<OwnedUserId, PlatformError> {
    settings.user.as_deref().and_then(|user| UserId::parse(user).ok()).ok_or_else(|| {
        refused("matrix.user must be the whole user id of the bot's account, such as @betwixt:example.org".to_owned())
    })
}

impl std::fmt::Debug for Matrix {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Matrix").field("account", &self.account).finish_non_exhaustive()
    }
}

impl Matrix {
    /// The bot of that configuration; its folder is sealed with a key that `master` wraps. Connects to nothing and touches no file.
    ///
    /// # Errors
    /// [`PlatformError::Refused`] where no user is set.
    pub fn new(settings: &config::Matrix, master: MasterKey) -> Result<Matrix, PlatformError> {
        Matrix::with(settings, master, Habits::default())
    }

    /// The same with other habits.
    ///
    /// # Errors
    /// As [`Matrix::new`].
    pub fn with(settings: &config::Matrix, master: MasterKey, habits: Habits) -> Result<Matrix, PlatformError> {
        let user = user_of(settings)?;
        let (account, settings) = (refs::account(&user), settings.clone());
        Ok(Matrix { settings, user, account, master, habits, connected: RwLock::default() })
    }

    /// Logs in, or takes the session up again, until that works, is refused, or `stop` says so (`None`).
    async fn connect(&self, stop: &mut Stop) -> Result<Option<Arc<Connected>>, PlatformError> {
        if let Some(connected) = self.connected() {
            return Ok(Some(connected));
        }
        let mut waits = Waits::new(self.habits.retries);
        loop {
            let opened = tokio::select! {
                () = crate::hub::stopped(stop) => return Ok(None),
                opened = self.open() => opened,
            };
            match opened {
                Ok(connected) => return Ok(Some(Arc::new(connected))),
                Err(PlatformError::Lost(reason)) => {
                    if waits.is_first() {
                        tracing::warn!(account = %self.account, reason, "not connected yet; trying on");
                    }
                }
                Err(refused) => return Err(refused),
            }
            tokio::select! {
                () = crate::hub::stopped(stop) => return Ok(None),
                () = tokio::time::sleep(waits.next(None)) => {}
            }
        }
    }

    async fn open(&self) -> Result<Connected, PlatformError> {
        let mut session = session::open(&self.settings, &self.user, &self.master).await?;
        if trust::establish(&session.client, &self.settings, &self.user).await? {
            drop(session);
            session = session::open(&self.settings, &self.user, &self.master).await?;
        }
        Ok(Connected {
            rooms: Rooms::new(session.client.clone()),
            session,
            user: self.user.clone(),
            account: self.account.clone(),
            settings: self.settings.clone(),
            halves: Mutex::default(),
            touch: Touch::default(),
            pace: Pace::default(),
        })
    }

    fn connected(&self) -> Option<Arc<Connected>> {
        self.connected.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn set(&self, connected: Option<Arc<Connected>>) {
        *self.connected.write().unwrap_or_else(PoisonError::into_inner) = connected;
    }

    /// For a delivery: it waits where there is no session just now.
    fn ready(&self) -> Result<Arc<Connected>, DeliveryError> {
        self.connected().ok_or(DeliveryError::Later { after: None })
    }
}

#[async_trait]
impl Platform for Matrix {
    fn account(&self) -> AccountId {
        self.account.clone()
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities {
            buttons: false,
            forms: false,
            edits: true,
            reactions: true,
            encrypts: true,
            // An event has 64 KiB at most, in which a text stands twice, and encrypted takes a third more.
            most_characters: 5_000,
            resend_window_seconds: 24 * 60 * 60,
        }
    }

    /// Most homeservers have one thread for all that a room is told.
    fn answers_first(&self) -> bool {
        true
    }

    fn is_up_to_date(&self) -> bool {
        self.connected().is_some_and(|connected| connected.touch.is_up_to_date())
    }

    async fn listen(&self, inbox: Inbox, mut stop: Stop) -> Result<(), PlatformError> {
        let Some(connected) = self.connect(&mut stop).await? else {
            return Ok(());
        };
        let ready = || self.set(Some(Arc::clone(&connected)));
        let ended = sync::run(&connected, &inbox, stop, self.habits, ready).await;
        if ended.is_err() {
            // What was refused is looked at from the beginning the next time.
            self.set(None);
        }
        ended
    }

    async fn deliver(&self, delivery: &Delivery) -> Result<SentRef, DeliveryError> {
        let connected = self.ready()?;
        let _under_way = connected.pace.begin();
        deliver::deliver(&connected, delivery).await
    }

    async fn find(&self, token: &Token, target: &Target, since: Timestamp) -> Result<Option<SentRef>, DeliveryError> {
        find::find(&*self.ready()?, token, target, since).await
    }

    async fn readers(&self, place: &PlaceRef, partners: &[UserRef]) -> Result<Readers, DeliveryError> {
        readers::readers(&*self.ready()?, place, partners).await
    }
}

/// Waits that double up to a longest one, with full jitter, so that many who lost a homeserver do not come back at once.
struct Waits {
    first: Duration,
    most: Duration,
    next: Duration,
}

impl Waits {
    fn new((first, most): (Duration, Duration)) -> Self {
        Self { first, most, next: first }
    }

    /// Whether nothing was waited for since the last success.
    fn is_first(&self) -> bool {
        self.next == self.first
    }

    fn over(&mut self) {
        self.next = self.first;
    }

    /// The next wait: as long as the homeserver `asks`, else our own.
    fn next(&mut self, asks: Option<Duration>) -> Duration {
        let bound = self.next;
        self.next = (self.next * 2).min(self.most);
        asks.unwrap_or_else(|| bound / 2 + Entropy::System.up_to(bound / 2))
    }
}

fn lost(reason: String) -> PlatformError {
    PlatformError::Lost(reason)
}

fn refused(what: String) -> PlatformError {
    PlatformError::Refused(what)
}
