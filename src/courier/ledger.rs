//! What the courier notes about its messages, for several at a time. Each note alone would be a transaction of its own, and in a busy minute
//! the database would do little else.

use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::{Mutex as Turn, oneshot};

use crate::house::Tools;
use crate::store::{RowId, Settled, StoreError};

/// Who comes while something is written waits, and then writes for all who have come meanwhile.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    marks: Together<RowId, Result<bool, StoreError>>,
    settled: Together<Settled, Result<(), StoreError>>,
}

impl Ledger {
    /// Notes that a message is about to be sent; whether this process still may.
    pub async fn mark(&self, tools: &Tools, row: RowId) -> Result<bool, StoreError> {
        let write = |rows: Vec<RowId>| async move {
            let (store, owner) = (&tools.store, &*tools.owner);
            // What the database refuses together is tried one by one, so that nobody is refused for another's.
            if let Ok(marked) = store.mark_sending(owner, &rows, tools.clock.now()).await {
                return rows.iter().map(|row| Ok(marked.contains(row))).collect();
            }
            let mut alone = Vec::with_capacity(rows.len());
            for row in rows {
                let marked = store.mark_sending(owner, &[row], tools.clock.now()).await;
                alone.push(marked.map(|marked| marked.contains(&row)));
            }
            alone
        };
        self.marks.write(row, write).await
    }

    /// Notes that a message is there.
    pub async fn settle(&self, tools: &Tools, settled: Settled) -> Result<(), StoreError> {
        let write = |all: Vec<Settled>| async move {
            let store = &tools.store;
            if let Ok(()) = store.settle(&all, tools.clock.now()).await {
                return all.iter().map(|_| Ok(())).collect();
            }
            let mut alone = Vec::with_capacity(all.len());
            for one in all {
                alone.push(store.settle(&[one], tools.clock.now()).await);
            }
            alone
        };
        self.settled.write(settled, write).await
    }
}

/// Jobs that are done together, each with its own outcome.
#[derive(Debug)]
struct Together<J, R> {
    waiting: Mutex<Vec<(J, oneshot::Sender<R>)>>,
    turn: Turn<()>,
}

impl<J, R> Default for Together<J, R> {
    fn default() -> Self {
        Self { waiting: Mutex::default(), turn: Turn::default() }
    }
}

impl<J: Clone, R> Together<J, R> {
    /// Has `job` done, with all others that wait by then. `write` answers with an outcome for each, in their order.
    async fn write<W: Future<Output = Vec<R>>>(&self, job: J, write: impl Fn(Vec<J>) -> W) -> R {
        loop {
            let (tell, mut told) = oneshot::channel();
            self.waiting().push((job.clone(), tell));
            let _turn = self.turn.lock().await;
            // Whoever had the turn before may have done it.
            if let Ok(outcome) = told.try_recv() {
                return outcome;
            }
            let (jobs, tell): (Vec<J>, Vec<_>) = std::mem::take(&mut *self.waiting()).into_iter().unzip();
            if !jobs.is_empty() {
                for (tell, outcome) in tell.into_iter().zip(write(jobs).await) {
                    // Who is gone does not want to know.
                    let _ = tell.send(outcome);
                }
            }
            if let Ok(outcome) = told.try_recv() {
                return outcome;
            }
            // Whoever had taken it went away in the middle of it. To note the same twice is harmless.
        }
    }

    fn waiting(&self) -> MutexGuard<'_, Vec<(J, oneshot::Sender<R>)>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use futures_util::FutureExt as _;
    use tokio::sync::Semaphore;

    use super::*;

    #[tokio::test]
    async fn who_comes_meanwhile_is_done_in_one_and_each_hears_of_their_own() {
        let together: Together<u32, u32> = Together::default();
        let (gate, times) = (Semaphore::new(0), AtomicUsize::new(0));
        let (gate, times) = (&gate, &times);
        let write = |jobs: Vec<u32>| async move {
            gate.acquire().await.unwrap().forget();
            times.fetch_add(1, Ordering::Relaxed);
            jobs.into_iter().map(|job| job * 10).collect()
        };
        let all = futures_util::future::join_all((0..20).map(|job| together.write(job, write)));
        let mut all = Box::pin(all);
        assert!((&mut all).now_or_never().is_none(), "the first one is under way");
        gate.add_permits(20);
        assert_eq!(all.await, (0..20).map(|job| job * 10).collect::<Vec<_>>());
        assert_eq!(times.load(Ordering::Relaxed), 2, "the first alone, and all others");
    }

    #[tokio::test]
    async fn nothing_is_left_undone_where_whoever_does_it_goes_away() {
        let together: Together<u32, u32> = Together::default();
        let gate = &Semaphore::new(0);
        let write = |jobs: Vec<u32>| async move {
            gate.acquire().await.unwrap().forget();
            jobs
        };
        // The second one's job is taken by the first, who goes away; a third waits behind.
        let mut before = Box::pin(together.write(0, write));
        assert!((&mut before).now_or_never().is_none());
        let mut leaves = Box::pin(together.write(1, write));
        let mut stays = Box::pin(together.write(2, write));
        assert!((&mut leaves).now_or_never().is_none());
        assert!((&mut stays).now_or_never().is_none());
        gate.add_permits(1);
        assert_eq!(before.await, 0);
        assert!((&mut leaves).now_or_never().is_none(), "it does the other's too");
        drop(leaves);
        assert!((&mut stays).now_or_never().is_none(), "it does its own again");
        gate.add_permits(1);
        assert_eq!(stays.await, 2);
    }
}
