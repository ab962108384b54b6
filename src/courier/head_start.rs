//! A head start for what somebody waits for. A network that does one thing after another would otherwise do the couple's post first, or
//! both by halves, while whoever wrote waits for the answer.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;

use crate::ids::CoupleId;

/// The answers that are on their way, by couple.
#[derive(Clone, Debug, Default)]
pub(super) struct HeadStarts(Arc<Mutex<BTreeMap<CoupleId, UnderWay>>>);

#[derive(Debug, Default)]
struct UnderWay {
    answers: usize,
    over: Arc<Notify>,
}

/// Held while an answer is on its way.
#[derive(Debug)]
pub(super) struct HeadStart {
    of: HeadStarts,
    couple: CoupleId,
}

impl HeadStarts {
    /// The longest one: a conversation that must be opened first, or a slow network, holds up no post for longer.
    const LONGEST: Duration = Duration::from_millis(500);

    /// An answer to one of that couple sets out.
    pub fn begin(&self, couple: CoupleId) -> HeadStart {
        self.under_way().entry(couple).or_default().answers += 1;
        HeadStart { of: self.clone(), couple }
    }

    /// Waits until those that are on their way now have arrived, but not for long.
    pub async fn over(&self, couple: CoupleId) {
        let over = self.under_way().get(&couple).map(|theirs| Arc::clone(&theirs.over).notified_owned());
        if let Some(over) = over {
            // Whether it is over or has lasted too long, what waited goes on.
            let _ = tokio::time::timeout(Self::LONGEST, over).await;
        }
    }

    fn under_way(&self) -> MutexGuard<'_, BTreeMap<CoupleId, UnderWay>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for HeadStart {
    fn drop(&mut self) {
        let mut under_way = self.of.under_way();
        let Some(theirs) = under_way.get_mut(&self.couple) else {
            return;
        };
        theirs.answers -= 1;
        if theirs.answers == 0
            && let Some(theirs) = under_way.remove(&self.couple)
        {
            theirs.over.notify_waiters();
        }
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt as _;

    use super::*;

    #[tokio::test]
    async fn a_post_waits_for_its_couples_answers_and_for_nobody_elses() {
        let starts = HeadStarts::default();
        let (first, second) = (starts.begin(CoupleId(1)), starts.begin(CoupleId(1)));
        assert_eq!(starts.over(CoupleId(2)).now_or_never(), Some(()));
        let mut post = Box::pin(starts.over(CoupleId(1)));
        assert_eq!((&mut post).now_or_never(), None);
        drop(first);
        assert_eq!((&mut post).now_or_never(), None);
        drop(second);
        assert_eq!(post.now_or_never(), Some(()));
        assert_eq!(starts.over(CoupleId(1)).now_or_never(), Some(()), "there is none any more");
    }

    #[tokio::test]
    async fn it_does_not_wait_for_long() {
        let starts = HeadStarts::default();
        let _never = starts.begin(CoupleId(1));
        let waited = tokio::time::timeout(HeadStarts::LONGEST * 20, starts.over(CoupleId(1))).await;
        assert_eq!(waited, Ok(()));
    }
}
