//! The courier: the only one who posts. It takes messages out of the outbox, lane by lane in order, and sees each one through.
//!
//! A message is marked as being sent *before* the network is called; an answer that somebody waits for, by the hub with what it decides. Whatever happens after that (a crash, a time-out, a lost
//! answer) leaves it *in doubt*: within the network's resend window the same token is sent again, which gives one message; past
//! it the courier looks, and sends again only what is not there. What it cannot look for until half a day after its time it leaves: a missed
//! message with a note is better than a double one.

mod away;
mod carry;
mod head_start;
mod ledger;
mod look;
mod refusals;
mod set_back;

use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tokio::task::JoinSet;

use crate::house::{Halted, HouseError, Point, Tools};
use crate::hub::{Hub, stopped};
use crate::platform::Stop;
use crate::store::{Claimed, StoreError, Which};
pub(crate) use away::Away;
use head_start::{HeadStart, HeadStarts};
use ledger::Ledger;
pub(crate) use look::look;
use refusals::Refusals;
use set_back::SetBack;

/// The courier of one process.
pub struct Courier {
    tools: Arc<Tools>,
    hub: Arc<Hub>,
    habits: Habits,
    refusals: Refusals,
    head_starts: HeadStarts,
    set_back: SetBack,
    ledger: Ledger,
}

impl std::fmt::Debug for Courier {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Courier").field("owner", &self.tools.owner).finish_non_exhaustive()
    }
}

/// How a courier works. The default is the only right way; the others exist so that a test can show that it notices them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Habits {
    /// Marks a message as being sent before the network is called.
    pub marks_first: bool,
    /// Looks whether a message in doubt is there, before sending it past the network's resend window.
    pub looks_first: bool,
    /// How long a network may take for a delivery, after which its outcome is unknown. Well below [`Courier::LEASE`].
    pub patience: Duration,
}

impl Default for Habits {
    fn default() -> Self {
        Self { marks_first: true, looks_first: true, patience: Duration::from_secs(20) }
    }
}

impl Courier {
    /// How long a claim lasts: longer than everything that is done under it (two looks and the sending), each with its own time-out;
    /// and less than a minute, by when another process takes over what a dead one had.
    pub const LEASE: SignedDuration = SignedDuration::from_secs(50);
    /// The longest wait between two tries that the network did not ask for; less once it is there again.
    pub const LONGEST_WAIT: Duration = Duration::from_mins(10);
    /// How many messages are under way at a time.
    const HANDS: u32 = 16;
    /// How many of these are kept for what somebody waits for. In a minute in which very many are due the others wait for the network's
    /// limits, with a message each.
    const KEPT: u32 = 4;
    /// The longest sleep; the wall clock is read again after it, since a sleep does not count while the machine sleeps.
    const NAP: Duration = Duration::from_secs(15);

    pub(crate) fn new(tools: Arc<Tools>, hub: Arc<Hub>, habits: Habits) -> Self {
        Self {
            tools,
            hub,
            habits,
            refusals: Refusals::default(),
            head_starts: HeadStarts::default(),
            set_back: SetBack::default(),
            ledger: Ledger::default(),
        }
    }

    /// Pumped: delivers one message after another until nothing can be delivered now; whether there was any.
    pub(crate) async fn work_off(&self) -> Result<bool, HouseError> {
        let mut any = false;
        loop {
            for row in self.taken() {
                any = true;
                self.tools.pass(Point::Claimed)?;
                self.carry(&row).await?;
            }
            // One by one, so that messages for different lanes go out in the order in which they were decided.
            let claimed = self.claim(1, Which::All).await?;
            if claimed.is_empty() {
                return Ok(any);
            }
            any = true;
            for row in claimed {
                self.tools.pass(Point::Claimed)?;
                self.carry(&row).await?;
            }
        }
    }

    /// When the next message can go; `None`: none is waiting, or nothing is sent any more.
    pub(crate) async fn next_wake(&self) -> Result<Option<Timestamp>, StoreError> {
        if self.refusals.are_too_many() {
            return Ok(None);
        }
        let now = self.tools.clock.now();
        self.tools.store.next_wake(&self.tools.accounts(), now).await
    }

    /// Delivers until `stop` says so, then ends what is under way.
    pub(crate) async fn run(self: Arc<Self>, mut stop: Stop) -> Result<(), HouseError> {
        // Tasks of their own: one that is in the middle of a transaction must go on while the next messages are claimed.
        let mut under_way = JoinSet::new();
        loop {
            if *stop.borrow() {
                self.tools.taken.set_open(false);
            }
            // Somebody waits for these: they need no free hand.
            for row in self.taken() {
                self.tools.pass(Point::Claimed)?;
                let head_start = self.head_start(&row);
                let courier = Arc::clone(&self);
                under_way.spawn(async move {
                    let _until_it_is_there = head_start;
                    courier.carried(row).await
                });
            }
            let busy = u32::try_from(under_way.len()).unwrap_or(u32::MAX);
            let free = Self::HANDS.saturating_sub(busy);
            let mut nap = Self::NAP;
            if free > 0 && !*stop.borrow() {
                let claimed = match free.checked_sub(Self::KEPT) {
                    Some(most @ 1..) => self.claim(most, Which::All).await,
                    Some(0) | None => self.claim(free, Which::Awaited).await,
                };
                match claimed {
                    Ok(claimed) if claimed.is_empty() => nap = self.nap().await,
                    Ok(claimed) => {
                        for row in claimed {
                            self.tools.pass(Point::Claimed)?;
                            under_way.spawn(Arc::clone(&self).carried_after_answers(row));
                        }
                        continue;
                    }
                    // A full disk, a server that is away: what is under way goes on, and it is tried again.
                    Err(error) => {
                        tracing::error!(%error, "no message can be taken out of the outbox")
                    }
                }
            }
            if under_way.is_empty() && *stop.borrow() {
                return Ok(());
            }
            // Only waiting is in here; dropping any of these loses nothing.
            tokio::select! {
                Some(done) = under_way.join_next(), if !under_way.is_empty() => match done {
                    Ok(carried) => carried?,
                    Err(error) => tracing::error!(%error, "a delivery broke; it is taken up again when its claim has ended"),
                },
                () = self.tools.nudges.courier.notified() => {}
                () = tokio::time::sleep(nap) => {}
                () = stopped(&mut stop), if !*stop.borrow() => {}
            }
        }
    }

    /// What an answer that was taken has before the rest of its couple's, where that makes it come sooner.
    fn head_start(&self, row: &Claimed) -> Option<HeadStart> {
        let platform = self.tools.platforms.get(&row.account)?;
        row.couple.filter(|_| platform.answers_first()).map(|couple| self.head_starts.begin(couple))
    }

    async fn carried_after_answers(self: Arc<Self>, row: Claimed) -> Result<(), Halted> {
        if let Some(couple) = row.couple {
            self.head_starts.over(couple).await;
        }
        self.carried(row).await
    }

    /// Carries one message; what the database refuses is logged, and the message is taken up again when its claim has ended.
    async fn carried(self: Arc<Self>, row: Claimed) -> Result<(), Halted> {
        match self.carry(&row).await {
            Ok(()) => Ok(()),
            Err(HouseError::Halted(halted)) => Err(halted),
            Err(HouseError::Store(error)) => {
                tracing::error!(token = %row.token, %error, "what became of a message could not be recorded");
                Ok(())
            }
        }
    }

    /// What the hub took for it.
    fn taken(&self) -> Vec<Claimed> {
        let taken = self.tools.taken.take();
        if self.refusals.are_too_many() {
            self.tools.taken.set_open(false);
            return Vec::new();
        }
        taken
    }

    async fn claim(&self, most: u32, which: Which) -> Result<Vec<Claimed>, StoreError> {
        if self.refusals.are_too_many() {
            return Ok(Vec::new());
        }
        let tools = &self.tools;
        self.set_back.look(&*tools.clock);
        let now = tools.clock.now();
        tools.store.claim(&tools.owner, &tools.accounts(), now, Self::LEASE, most, which).await
    }

    /// How long there is nothing to do, at most [`Courier::NAP`].
    async fn nap(&self) -> Duration {
        match self.next_wake().await {
            Ok(Some(at)) => Duration::try_from(at.duration_since(self.tools.clock.now()))
                .unwrap_or_default()
                .clamp(Duration::from_millis(20), Self::NAP),
            Ok(None) | Err(_) => Self::NAP,
        }
    }
}
