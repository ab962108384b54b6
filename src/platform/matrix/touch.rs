//! Whether the bot is in touch with its homeserver, and has taken in everything that happened meanwhile.

use std::sync::atomic::{AtomicU64, Ordering};

/// Times in touch are numbered; each ends when the homeserver does not answer.
#[derive(Debug)]
pub(super) struct Touch {
    /// The one that it is in, or will be in next.
    now: AtomicU64,
    /// The last one of which an answer was handed in whole.
    heard: AtomicU64,
}

impl Default for Touch {
    fn default() -> Self {
        Touch { now: AtomicU64::new(1), heard: AtomicU64::new(0) }
    }
}

impl Touch {
    /// The number that an answer of this moment belongs to.
    pub fn now(&self) -> u64 {
        self.now.load(Ordering::Acquire)
    }

    /// The homeserver does not answer, or was not asked until now.
    pub fn is_lost(&self) {
        self.now.fetch_add(1, Ordering::AcqRel);
    }

    /// An answer of that time was handed in.
    pub fn is_heard(&self, time: u64) {
        self.heard.store(time, Ordering::Release);
    }

    /// Whether nothing is left to be told of what happened before.
    pub fn is_up_to_date(&self) -> bool {
        self.heard.load(Ordering::Acquire) == self.now()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_came_before_touch_was_lost_is_not_all() {
        let touch = Touch::default();
        assert!(!touch.is_up_to_date());
        let first = touch.now();
        touch.is_heard(first);
        assert!(touch.is_up_to_date());
        touch.is_lost();
        assert!(!touch.is_up_to_date());
        // It was still being taken in.
        touch.is_heard(first);
        assert!(!touch.is_up_to_date());
        touch.is_heard(touch.now());
        assert!(touch.is_up_to_date());
    }
}
