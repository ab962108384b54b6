//! The hub: what happened becomes what is so. The only place where the engine's decisions are recorded.
//!
//! One transaction takes up to [`Hub::MOST`] inputs: their keys are inserted (what was here before is not handled again), their
//! couples looked up and loaded, each input decided in memory after the other, and all changes and messages saved. Whoever
//! handed something in is told after the commit. An input that makes the engine panic is left out alone.

mod address;
mod decide;
mod inputs;
mod sitting;
mod who;

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Mutex;

pub use address::Incoming;
pub(crate) use address::network_of;

use crate::courier::Courier;
use crate::house::{Halted, Point, Tools};
use crate::platform::{Handled, Letters, Stop};
use crate::store::{StoreError, Taker, Wanted};
use sitting::Sitting;

/// Where everything goes that happens to a couple.
pub struct Hub {
    tools: Arc<Tools>,
    /// One transaction at a time: a second would only wait for the database's own lock.
    turn: Mutex<()>,
}

impl std::fmt::Debug for Hub {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Hub")
    }
}

/// Why a batch was not kept.
enum Failed {
    Halted(Halted),
    Store(StoreError),
}

impl From<Halted> for Failed {
    fn from(halted: Halted) -> Self {
        Failed::Halted(halted)
    }
}

impl From<StoreError> for Failed {
    fn from(error: StoreError) -> Self {
        Failed::Store(error)
    }
}

impl Hub {
    /// How many inputs one transaction takes at most.
    pub const MOST: usize = 64;
    /// How often a transaction is tried that another one was in the way of.
    const TRIES: u32 = 8;

    pub(crate) fn new(tools: Arc<Tools>) -> Self {
        Self { tools, turn: Mutex::new(()) }
    }

    /// Handles inputs in their order and says of each what came of it, once that is committed. Anything may hand in at any time.
    ///
    /// # Errors
    /// Only when a [`crate::house::Probe`] stopped it. What the database refuses is [`Handled::NotKept`] and logged.
    pub async fn handle(&self, inputs: &[Incoming]) -> Result<Vec<Handled>, Halted> {
        let _turn = self.turn.lock().await;
        let mut handled = Vec::with_capacity(inputs.len());
        for batch in inputs.chunks(Self::MOST) {
            let early = self.too_early(batch).await;
            if early.is_empty() {
                handled.extend(self.keep(batch).await?);
                continue;
            }
            let rest: Vec<Incoming> = batch
                .iter()
                .enumerate()
                .filter(|(at, _)| !early.contains(at))
                .map(|(_, input)| input.clone())
                .collect();
            let mut kept = self.keep(&rest).await?.into_iter();
            let of = |at| if early.contains(&at) { Some(Handled::NotKept) } else { kept.next() };
            handled.extend((0..batch.len()).map(of).map(|one| one.unwrap_or(Handled::NotKept)));
        }
        for account in
            inputs.iter().filter_map(Incoming::envelope).map(|envelope| &envelope.account).collect::<BTreeSet<_>>()
        {
            self.tools.heard_from(account).await;
        }
        if handled.contains(&Handled::Kept) {
            self.tools.nudges.courier.notify_one();
            self.tools.nudges.scheduler.notify_one();
        }
        Ok(handled)
    }

    /// Reads events until the inbox is closed, or `stop` says so and nothing is left in it. Whoever handed in hears after the
    /// commit.
    pub(crate) async fn run(&self, mut inbox: Letters, mut stop: Stop) -> Result<(), Halted> {
        loop {
            let mut letters = Vec::new();
            // Only the waiting is in here: what is taken out of the inbox is handled below, where nothing cuts it short.
            tokio::select! {
                biased;
                count = inbox.recv_many(&mut letters, Self::MOST) => {
                    if count == 0 {
                        return Ok(());
                    }
                }
                () = stopped(&mut stop) => inbox.close(),
            }
            let (inputs, tell): (Vec<_>, Vec<_>) =
                letters.into_iter().map(|(envelope, tell)| (Incoming::Event(Box::new(envelope)), tell)).unzip();
            for (handled, tell) in self.handle(&inputs).await?.into_iter().zip(tell) {
                // Who handed in may be gone; what they handed in is kept all the same.
                let _ = tell.send(handled);
            }
        }
    }

    /// Which are replies to a message of ours that may be there and is not noted yet: it is known in a moment what they answer, and until
    /// then they would be taken for talk. A process that died in between leaves such a message.
    async fn too_early(&self, batch: &[Incoming]) -> BTreeSet<usize> {
        let mut early = BTreeSet::new();
        for (at, envelope) in batch.iter().enumerate().filter_map(|(at, input)| Some((at, input.envelope()?))) {
            let Some((network, sent, target)) = address::replied(envelope) else {
                continue;
            };
            match self.tools.store.may_be_on_its_way(network, sent, &target).await {
                Ok(false) => {}
                Ok(true) => drop(early.insert(at)),
                // The transaction that follows meets the same, and says so.
                Err(error) => tracing::debug!(%error, "what a reply is to cannot be looked up"),
            }
        }
        early
    }

    async fn keep(&self, batch: &[Incoming]) -> Result<Vec<Handled>, Halted> {
        match self.try_to_keep(batch).await {
            Ok(handled) => Ok(handled),
            Err(Failed::Halted(halted)) => Err(halted),
            Err(Failed::Store(error)) if batch.len() == 1 => {
                tracing::error!(key = %name(&batch[0]), %error, "an event could not be kept");
                Ok(vec![Handled::NotKept])
            }
            // One of them may be what the database refuses: the others must not wait for it.
            Err(Failed::Store(error)) => {
                tracing::warn!(events = batch.len(), %error, "a batch could not be kept; trying one by one");
                let mut handled = Vec::with_capacity(batch.len());
                for index in 0..batch.len() {
                    handled.push(match self.try_to_keep(&batch[index..=index]).await {
                        Ok(one) => one.first().copied().unwrap_or(Handled::NotKept),
                        Err(Failed::Halted(halted)) => return Err(halted),
                        Err(Failed::Store(error)) => {
                            tracing::error!(key = %name(&batch[index]), %error, "an event could not be kept");
                            Handled::NotKept
                        }
                    });
                }
                Ok(handled)
            }
        }
    }

    async fn try_to_keep(&self, batch: &[Incoming]) -> Result<Vec<Handled>, Failed> {
        let mut tries = 0;
        loop {
            tries += 1;
            match self.transact(batch, tries > 1).await {
                Err(Failed::Store(error)) if error.is_passing() && tries < Self::TRIES => {
                    let most = Duration::from_millis(20 << tries);
                    tokio::time::sleep(self.tools.entropy.up_to(most)).await;
                }
                done => return done,
            }
        }
    }

    async fn transact(&self, batch: &[Incoming], again: bool) -> Result<Vec<Handled>, Failed> {
        let tools = &*self.tools;
        tools.pass(Point::Received)?;
        let now = tools.clock.now();
        let mut tx = tools.store.begin().await?;
        if again {
            tx.doubts();
        }
        if tools.taken.is_open() {
            let accounts = tools.platforms.keys().cloned().collect();
            tx.takes_answers(Taker { owner: tools.owner.clone(), accounts, until: now + Courier::LEASE });
        }
        let keys: Vec<_> = batch.iter().filter_map(Incoming::key).collect();
        let mut wanted = Wanted::default();
        for incoming in batch {
            incoming.wants(&mut wanted);
            wanted.couples.extend(incoming.couple());
        }
        let (mut fresh, resolved) = tx.enter(&keys, &wanted, now).await?;
        let mut handled = Vec::with_capacity(batch.len());
        // What stands twice in one batch is new only the first time.
        let (news, seen): (Vec<&Incoming>, Vec<&Incoming>) = batch.iter().partition(|incoming| {
            let new = incoming.key().is_none_or(|key| fresh.remove(&key));
            handled.push(if new { Handled::Kept } else { Handled::SeenBefore });
            new
        });
        let mut sitting = Sitting::new(tools, tx, now);
        sitting.handle(&news, resolved).await?;
        sitting.clear(&seen).await?;
        for envelope in batch.iter().filter_map(Incoming::envelope) {
            if let Some(cursor) = &envelope.cursor {
                sitting.cursor(&envelope.account, cursor);
            }
        }
        let mut tx = sitting.end().await?;
        tools.pass(Point::Decided)?;
        let taken = tx.taken();
        tx.commit().await?;
        tools.taken.give(taken);
        tools.pass(Point::Committed)?;
        Ok(handled)
    }
}

/// Resolves when `stop` says so, or when nobody is left who could.
pub(crate) async fn stopped(stop: &mut Stop) {
    // An error means that the sender is gone, which is a stop too.
    let _ = stop.wait_for(|stop| *stop).await;
}

fn name(incoming: &Incoming) -> String {
    incoming.key().map_or_else(|| "readers".to_owned(), |key| key.0)
}
