//! A wall clock that was set back: a network has what was tried before under an earlier time than the one that we noted.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use crate::clock::Clock;

/// Smaller steps are within what is looked back anyway.
const NOTHING: SignedDuration = SignedDuration::from_secs(1);
/// How far it is looked back where the clock was set back while nobody watched it.
const FAR: SignedDuration = SignedDuration::from_hours(24);

/// Watches the wall clock beside the steady one.
#[derive(Debug, Default)]
pub(super) struct SetBack {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    last: Option<(Timestamp, Duration)>,
    by: SignedDuration,
}

impl SetBack {
    /// Looks at the clock; by how much it was set back in all, since it was looked at first.
    pub(super) fn look(&self, clock: &dyn Clock) -> SignedDuration {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let (wall, steady) = (clock.now(), clock.steady());
        if let Some((before, then)) = state.last {
            let passed = SignedDuration::try_from(steady.saturating_sub(then)).unwrap_or(SignedDuration::ZERO);
            let back = passed - wall.duration_since(before);
            if back > NOTHING {
                state.by += back;
            }
        }
        state.last = Some((wall, steady));
        state.by
    }

    /// From when on a network may have what was first tried when the clock showed `tried`.
    pub(super) fn earliest(&self, clock: &dyn Clock, tried: Timestamp) -> Timestamp {
        let (by, now) = (self.look(clock), clock.now());
        let earliest = if tried > now { (now - FAR).min(tried - by) } else { tried - by };
        earliest.max(Timestamp::UNIX_EPOCH)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::ManualClock;

    #[test]
    fn what_was_tried_before_the_clock_was_set_back_is_looked_for_further_back() {
        let at = |text: &str| -> Timestamp { text.parse().unwrap() };
        let clock = ManualClock::new(at("2026-03-27T08:00:00Z"));
        let watch = SetBack::default();
        watch.look(&clock);
        clock.advance_to(at("2026-03-27T08:10:00Z"));
        assert_eq!(watch.earliest(&clock, at("2026-03-27T08:05:00Z")), at("2026-03-27T08:05:00Z"));
        // Forwards, as after a sleep: that is no reason.
        clock.set_wall(at("2026-03-27T10:00:00Z"));
        assert_eq!(watch.earliest(&clock, at("2026-03-27T08:05:00Z")), at("2026-03-27T08:05:00Z"));
        clock.set_wall(at("2026-03-27T09:00:00Z"));
        clock.advance_to(at("2026-03-27T10:30:00Z"));
        assert_eq!(watch.earliest(&clock, at("2026-03-27T09:59:00Z")), at("2026-03-27T08:59:00Z"));
        // By somebody who was not watched.
        let new = SetBack::default();
        clock.set_wall(at("2026-03-27T09:30:00Z"));
        assert_eq!(new.earliest(&clock, at("2026-03-27T10:00:00Z")), at("2026-03-26T09:30:00Z"));
    }
}
