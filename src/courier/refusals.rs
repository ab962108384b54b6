//! A brake: when a network refuses everything for good, something is wrong with us, and going on would only make it worse.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// Counts permanent refusals of late.
#[derive(Debug, Default)]
pub(super) struct Refusals {
    counted: Mutex<Counted>,
}

#[derive(Debug, Default)]
struct Counted {
    of_late: VecDeque<Duration>,
    too_many: bool,
}

impl Refusals {
    /// So many within [`Refusals::WITHIN`] are too many.
    const MOST: usize = 1_000;
    const WITHIN: Duration = Duration::from_mins(10);

    /// Counts one, at that time of the steady clock.
    pub fn count(&self, steady: Duration) {
        let mut counted = self.counted.lock().unwrap_or_else(PoisonError::into_inner);
        counted.of_late.push_back(steady);
        while counted.of_late.front().is_some_and(|first| steady.saturating_sub(*first) > Self::WITHIN) {
            counted.of_late.pop_front();
        }
        if counted.of_late.len() >= Self::MOST && !counted.too_many {
            counted.too_many = true;
            counted.of_late = VecDeque::new();
            tracing::error!(
                "the networks refused {} messages for good within ten minutes; nothing is sent any more until a restart. Look for the \
                 reason first: a token that was withdrawn, a bot that was removed",
                Self::MOST
            );
        }
    }

    /// Whether sending has ended, until the process is started again.
    pub fn are_too_many(&self) -> bool {
        self.counted.lock().unwrap_or_else(PoisonError::into_inner).too_many
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thousand_in_ten_minutes_end_all_sending() {
        let refusals = Refusals::default();
        for second in 0..999 {
            refusals.count(Duration::from_millis(second * 100));
        }
        assert!(!refusals.are_too_many());
        refusals.count(Duration::from_mins(2));
        assert!(refusals.are_too_many());
    }

    #[test]
    fn as_many_over_a_day_do_not() {
        let refusals = Refusals::default();
        for minute in 0..5_000 {
            refusals.count(Duration::from_mins(minute));
        }
        assert!(!refusals.are_too_many());
    }
}
