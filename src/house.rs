//! The house: the parts put together, and the two ways to drive them.
//!
//! [`House::run`] gives each part its task and lives until it is told to stop. Pumped, nothing happens by itself: a test or the
//! terminal hands in what happened ([`House::hand_in`]), moves its clock, and lets everything due happen in order
//! ([`House::tick`]); no tasks, no sleeping, and the same seed gives the same.

mod trial;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;
use tokio::sync::Notify;

use crate::catalog::Catalog;
use crate::clock::{Clock, Entropy};
use crate::courier::{Away, Courier};
use crate::engine::couple::Couple;
use crate::engine::input::Input;
use crate::engine::turn::{Capabilities, Outcome, Policy, Scene};
use crate::hub::{Hub, Incoming, network_of};
use crate::ids::{AccountId, Network};
use crate::platform::{Envelope, Handled, Inbox, Platform, PlatformError, Stop};
use crate::scheduler;
use crate::store::{Claimed, Ear, Store, StoreError};
use crate::voice::Voice;
pub use trial::{Halted, Point, Probe, Trial};

/// Decides what an input changes: [`crate::engine::handle`], or what a test puts in its place.
pub type Decide = fn(Option<&Couple>, &Input, &Scene<'_>) -> Outcome;

/// What a house is made of.
pub struct Parts {
    /// The database.
    pub store: Store,
    /// The prompts.
    pub catalog: Arc<Catalog>,
    /// The bot's voice.
    pub voice: Arc<Voice>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Ids and choices.
    pub entropy: Entropy,
    /// What the operator decided.
    pub policy: Policy,
    /// The chat networks, one for each bot account.
    pub platforms: Vec<Arc<dyn Platform>>,
}

/// Everything that runs a bot.
pub struct House {
    tools: Arc<Tools>,
    hub: Arc<Hub>,
    courier: Arc<Courier>,
}

impl std::fmt::Debug for House {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("House").field("accounts", &self.tools.accounts()).finish_non_exhaustive()
    }
}

/// Why a house stopped by itself.
#[derive(Debug, thiserror::Error)]
pub enum HouseError {
    /// The database cannot be used.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A [`Probe`] stopped it.
    #[error(transparent)]
    Halted(#[from] Halted),
}

/// Why a house that runs stopped by itself.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// It could not go on.
    #[error(transparent)]
    House(#[from] HouseError),
    /// No network takes the account that it was given, so nothing can be done until somebody changes a setting. Says which.
    #[error("{0}")]
    Refused(String),
}

impl From<Halted> for RunError {
    fn from(halted: Halted) -> Self {
        RunError::House(halted.into())
    }
}

impl House {
    /// Puts the parts together. Starts nothing.
    pub fn new(parts: Parts) -> Self {
        Self::with(parts, Trial::default())
    }

    /// The same with something of a test's in it.
    pub fn with(parts: Parts, trial: Trial) -> Self {
        let platforms = parts.platforms.into_iter().map(|platform| (platform.account(), platform)).collect();
        let tools = Arc::new(Tools {
            store: parts.store,
            catalog: parts.catalog,
            voice: parts.voice,
            clock: parts.clock,
            entropy: parts.entropy,
            policy: parts.policy,
            platforms,
            decide: trial.decide,
            probe: trial.probe,
            nudges: Nudges::default(),
            taken: Taken::default(),
            away: Away::default(),
            // Two processes must never take each other for themselves, also where a seed makes everything else alike.
            owner: format!("{:016x}", Entropy::System.draw()),
            zones_renewed: AtomicBool::new(false),
        });
        tools.taken.set_open(trial.habits.marks_first);
        let hub = Arc::new(Hub::new(Arc::clone(&tools)));
        let courier = Arc::new(Courier::new(Arc::clone(&tools), Arc::clone(&hub), trial.habits));
        Self { tools, hub, courier }
    }

    /// The database.
    pub fn store(&self) -> &Store {
        &self.tools.store
    }

    /// Pumped: takes in one event and says what came of it. Delivers nothing; that is [`House::tick`]'s.
    ///
    /// # Errors
    /// Only when a probe stopped it.
    pub async fn hand_in(&self, envelope: Envelope) -> Result<Handled, HouseError> {
        let handled = self.hand_in_all(vec![envelope]).await?;
        Ok(handled.first().copied().unwrap_or(Handled::NotKept))
    }

    /// Pumped: takes in several events in their order, as few transactions as possible, and says of each what came of it.
    ///
    /// # Errors
    /// Only when a probe stopped it.
    pub async fn hand_in_all(&self, envelopes: Vec<Envelope>) -> Result<Vec<Handled>, HouseError> {
        let inputs: Vec<Incoming> = envelopes.into_iter().map(|envelope| Incoming::Event(Box::new(envelope))).collect();
        Ok(self.hub.handle(&inputs).await?)
    }

    /// Pumped: lets everything happen that is due by now, in order, and delivers until there is nothing left to deliver now.
    ///
    /// # Errors
    /// When the database cannot be used, or a probe stopped it.
    pub async fn tick(&self) -> Result<(), HouseError> {
        loop {
            scheduler::go_off(&self.tools, &self.hub).await?;
            if !self.courier.work_off().await? {
                return Ok(());
            }
        }
    }

    /// When something is to happen next: an alarm, or a message that waits. `None`: nothing is planned.
    ///
    /// # Errors
    /// When the database cannot be used.
    pub async fn next_wake(&self) -> Result<Option<Timestamp>, HouseError> {
        let alarm = self.tools.store.next_alarm(&self.tools.ears()).await?;
        let message = self.courier.next_wake().await?;
        Ok([alarm, message].into_iter().flatten().min())
    }

    /// Runs until `stop` says so; then takes in what was handed in, ends the deliveries under way, and returns.
    ///
    /// A network that cannot be reached is tried again; one that refuses its account too, as long as another one takes its own.
    ///
    /// # Errors
    /// When the database cannot be used, when every network refuses its account, or a probe stopped it.
    pub async fn run(&self, stop: Stop) -> Result<(), RunError> {
        let (inbox, letters) = Inbox::new(4 * Hub::MOST);
        let refusals = Refusals::new(self.tools.platforms.len());
        let listening = self
            .tools
            .platforms
            .values()
            .map(|platform| listen(&self.tools, platform, inbox.clone(), stop.clone(), &refusals));
        let listening = futures_util::future::try_join_all(listening);
        // The hub ends when the last of those who hand in is gone.
        drop(inbox);
        let handing_in = async {
            listening.await?;
            Ok::<(), RunError>(())
        };
        let hub = async { self.hub.run(letters, stop.clone()).await.map_err(RunError::from) };
        let courier = async { Arc::clone(&self.courier).run(stop.clone()).await.map_err(RunError::from) };
        let scheduler = async { scheduler::run(&self.tools, &self.hub, stop.clone()).await.map_err(RunError::from) };
        let tidying = async {
            scheduler::tidy(&self.tools, stop.clone()).await;
            Ok(())
        };
        let checking = self.checks(stop.clone());
        tokio::try_join!(handing_in, hub, courier, scheduler, tidying, checking)?;
        Ok(())
    }
}

impl House {
    /// Looks through a database that was too large for that when it was opened. One that is damaged must not be written to any longer.
    async fn checks(&self, mut stop: Stop) -> Result<(), RunError> {
        if !self.tools.store.opened().unchecked {
            return Ok(());
        }
        tokio::select! {
            checked = self.tools.store.check_pages() => match checked {
                Ok(()) => tracing::info!("the database was checked and is whole"),
                Err(error @ StoreError::Corrupt { .. }) => return Err(HouseError::from(error).into()),
                Err(error) => tracing::warn!(%error, "the database could not be checked; that is done at the next start"),
            },
            // It is done at the next start.
            () = crate::hub::stopped(&mut stop) => {}
        }
        Ok(())
    }
}

/// The networks that refuse their account at present, and why.
struct Refusals {
    networks: usize,
    why: Mutex<BTreeMap<AccountId, String>>,
}

impl Refusals {
    fn new(networks: usize) -> Self {
        Self { networks, why: Mutex::default() }
    }

    /// One refuses; an error if every one does now.
    fn add(&self, account: &AccountId, reason: String) -> Result<(), RunError> {
        let mut why = self.why.lock().unwrap_or_else(PoisonError::into_inner);
        why.insert(account.clone(), reason);
        if why.len() < self.networks {
            return Ok(());
        }
        Err(RunError::Refused(why.values().cloned().collect::<Vec<_>>().join("; ")))
    }

    fn remove(&self, account: &AccountId) {
        self.why.lock().unwrap_or_else(PoisonError::into_inner).remove(account);
    }
}

/// Listens to one network until `stop`, again and again where the connection is lost.
async fn listen(
    tools: &Tools,
    platform: &Arc<dyn Platform>,
    inbox: Inbox,
    mut stop: Stop,
    refusals: &Refusals,
) -> Result<(), RunError> {
    const FIRST: std::time::Duration = std::time::Duration::from_secs(5);
    const LONGEST: std::time::Duration = std::time::Duration::from_secs(300);
    let account = platform.account();
    let mut wait = FIRST;
    while !*stop.borrow() {
        let began = tokio::time::Instant::now();
        let listening = match tools.store.cursor(&account).await {
            Ok(cursor) => platform.listen(inbox.clone().since(cursor), stop.clone()).await,
            Err(error) => Err(PlatformError::Lost(error.to_string())),
        };
        match listening {
            Ok(()) => {
                if !*stop.borrow() {
                    tracing::warn!(%account, "the network closed the connection");
                }
            }
            Err(PlatformError::Lost(reason)) => {
                tracing::warn!(%account, reason, "the connection was lost");
                refusals.remove(&account);
            }
            Err(PlatformError::Refused(reason)) => {
                refusals.add(&account, reason.clone())?;
                tracing::error!(%account, reason, "the network refuses this account; trying again later, since others work");
                wait = LONGEST;
            }
        }
        // A connection that held for a while was good: the next wait is short again.
        if began.elapsed() > LONGEST {
            wait = FIRST;
        }
        tokio::select! {
            () = crate::hub::stopped(&mut stop) => {}
            () = tokio::time::sleep(wait) => {}
        }
        wait = (wait * 2).min(LONGEST);
    }
    Ok(())
}

/// What the parts share.
pub(crate) struct Tools {
    pub store: Store,
    pub catalog: Arc<Catalog>,
    pub voice: Arc<Voice>,
    pub clock: Arc<dyn Clock>,
    pub entropy: Entropy,
    pub policy: Policy,
    pub platforms: BTreeMap<AccountId, Arc<dyn Platform>>,
    pub decide: Decide,
    pub probe: Arc<dyn Probe>,
    pub nudges: Nudges,
    /// Answers that the hub took and the courier is to send.
    pub taken: Taken,
    /// Networks that did not take something lately.
    pub away: Away,
    /// Whose claims in the outbox are this house's.
    pub owner: String,
    /// Whether alarms follow the zones' rules in use; looked at only where the database says that they changed.
    pub zones_renewed: AtomicBool,
}

/// Answers on their way from the hub, which took them as it decided them, to the courier.
#[derive(Debug, Default)]
pub(crate) struct Taken {
    rows: Mutex<Vec<Claimed>>,
    closed: AtomicBool,
}

impl Taken {
    /// Whether the courier sends what is given to it.
    pub fn is_open(&self) -> bool {
        !self.closed.load(Ordering::Relaxed)
    }

    /// From now on the courier sends nothing more of it, or does again.
    pub fn set_open(&self, open: bool) {
        self.closed.store(!open, Ordering::Relaxed);
    }

    pub fn give(&self, rows: Vec<Claimed>) {
        self.rows.lock().unwrap_or_else(PoisonError::into_inner).extend(rows);
    }

    pub fn take(&self) -> Vec<Claimed> {
        std::mem::take(&mut self.rows.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Wakes those who wait for new work.
#[derive(Debug, Default)]
pub(crate) struct Nudges {
    pub courier: Notify,
    pub scheduler: Notify,
}

impl Tools {
    /// The network of that account took or told something: if it was away, what waits for its next try is tried at once.
    pub async fn heard_from(&self, account: &AccountId) {
        if !self.away.is_there(account, self.clock.steady()) {
            return;
        }
        match self.store.try_again(account, self.clock.now()).await {
            Ok(0) => {}
            Ok(messages) => {
                tracing::info!(%account, messages, "the network is there again; what waited is tried at once");
                self.nudges.courier.notify_one();
            }
            Err(error) => {
                self.away.was_not_renewed(account);
                tracing::warn!(%account, %error, "what waits could not be tried at once");
            }
        }
    }

    /// The accounts that this house speaks for.
    pub fn accounts(&self) -> Vec<AccountId> {
        self.platforms.keys().cloned().collect()
    }

    /// The same, with whether each has heard everything.
    pub fn ears(&self) -> Vec<Ear> {
        let ear = |(account, platform): (&AccountId, &Arc<dyn Platform>)| Ear {
            account: account.clone(),
            is_up_to_date: platform.is_up_to_date(),
        };
        self.platforms.iter().map(ear).collect()
    }

    /// The bot account that serves a couple: the one of the place's network that is here.
    pub fn account_for(&self, couple: &Couple) -> AccountId {
        self.platforms
            .keys()
            .find(|account| network_of(account) == Some(couple.network()))
            .cloned()
            .unwrap_or_else(|| AccountId(format!("{}:none", couple.network())))
    }

    /// What a network can do. Of one that is not connected in this process, only what every network can.
    pub fn capabilities(&self, network: Network) -> Capabilities {
        let here = self.platforms.iter().find(|(account, _)| network_of(account) == Some(network));
        match here {
            Some((_, platform)) => platform.capabilities(),
            None => Capabilities {
                buttons: false,
                forms: false,
                edits: false,
                reactions: false,
                encrypts: false,
                most_characters: 2_000,
                resend_window_seconds: 0,
            },
        }
    }

    /// Passes a point where a test may stop everything.
    pub fn pass(&self, point: Point) -> Result<(), Halted> {
        self.probe.pass(point)
    }
}

/// From now on, a panic in this process says where it happened and not what it was about, since that can quote people's words.
pub fn keep_panics_quiet() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(place, "something failed inside");
    }));
}
