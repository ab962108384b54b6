//! When the homeserver is asked again what happened: not while it is to take an answer to what it just told.
//!
//! A homeserver that has a question of ours open answers it with our own message, at the same time as it tells that message to the one
//! who waits for it, and mostly does one thing after another.

use std::time::Duration;

use tokio::sync::watch;

/// How long an answer may take until it sets out, once what it answers is kept.
const SETS_OUT: Duration = Duration::from_millis(10);
/// How long the next question waits at most: one that is late delays what people say next.
const LONGEST: Duration = Duration::from_millis(300);

/// What was handed in and what is under way.
#[derive(Debug)]
pub(super) struct Pace {
    /// How many batches were handed in.
    handed: watch::Sender<u64>,
    /// How many deliveries are under way.
    under_way: watch::Sender<u32>,
}

/// A delivery under way, until it is dropped.
pub(super) struct UnderWay<'p>(&'p Pace);

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        self.0.under_way.send_modify(|count| *count = count.saturating_sub(1));
    }
}

impl Default for Pace {
    fn default() -> Self {
        Pace { handed: watch::Sender::new(0), under_way: watch::Sender::new(0) }
    }
}

impl Pace {
    /// A delivery sets out.
    pub(super) fn begin(&self) -> UnderWay<'_> {
        self.under_way.send_modify(|count| *count += 1);
        UnderWay(self)
    }

    /// How many batches were handed in.
    pub(super) fn handed(&self) -> u64 {
        *self.handed.borrow()
    }

    /// Another batch is handed in.
    pub(super) fn is_handed_in(&self) {
        self.handed.send_modify(|count| *count += 1);
    }

    /// Waits until `batches` are handed in and what they brought about is delivered, but not for long.
    pub(super) async fn answered(&self, batches: u64) {
        let answered = async {
            let _ = self.handed.subscribe().wait_for(|count| *count >= batches).await;
            let mut under_way = self.under_way.subscribe();
            if tokio::time::timeout(SETS_OUT, under_way.wait_for(|count| *count > 0)).await.is_ok() {
                let _ = under_way.wait_for(|count| *count == 0).await;
            }
        };
        let _ = tokio::time::timeout(LONGEST, answered).await;
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::time::Instant;

    use super::*;

    #[tokio::test]
    async fn it_is_waited_for_the_answer_and_never_for_long() {
        let pace = Pace::default();
        let began = Instant::now();
        pace.answered(1).await;
        assert!(began.elapsed() >= LONGEST, "nothing is handed in");

        pace.is_handed_in();
        let began = Instant::now();
        pace.answered(1).await;
        assert!(began.elapsed() >= SETS_OUT, "an answer may come");

        let (answer, is_there) = (pace.begin(), Cell::new(false));
        let deliver = async {
            for _ in 0..50 {
                tokio::task::yield_now().await;
            }
            is_there.set(true);
            drop(answer);
        };
        let asks = async {
            pace.answered(1).await;
            assert!(is_there.get(), "until it is there");
        };
        tokio::join!(asks, deliver);

        let (began, _hangs) = (Instant::now(), pace.begin());
        pace.answered(1).await;
        assert!(began.elapsed() >= LONGEST, "one that hangs");
    }
}
