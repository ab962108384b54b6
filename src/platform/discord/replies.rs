//! What this process knows of interactions it has heard: which are answered, so that nobody is answered twice or left waiting.
//!
//! It is only ever a help. After a restart nothing is known, and Discord itself says whether an interaction was answered.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serenity::model::id::{InteractionId, MessageId, UserId};
use tokio::sync::Notify;

/// How an interaction was answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Acknowledged {
    /// Whoever waits was told so: "thinking" stands there, until an answer takes its place.
    Thinking,
    /// It was heard, and nothing is seen of that.
    Unseen,
    /// It has its answer.
    Answered,
}

/// What is known of the interactions of the last quarter of an hour.
#[derive(Debug, Default)]
pub struct Replies {
    known: Mutex<BTreeMap<InteractionId, Acknowledged>>,
    changed: Notify,
}

/// Presses of the last second, so that a nervous finger presses once.
#[derive(Debug, Default)]
pub struct Presses {
    last: Mutex<BTreeMap<(UserId, MessageId, String), u64>>,
}

impl Replies {
    /// Discord took that for an answer. Once it is answered, it stays so.
    pub fn acknowledged(&self, id: InteractionId, how: Acknowledged) {
        {
            let mut known = self.known();
            // Ids grow with time: what is older than any token lives is at the front.
            let over = milliseconds(id.get()).saturating_sub(TOKENS_LIVE);
            while known.first_key_value().is_some_and(|(oldest, _)| milliseconds(oldest.get()) < over) {
                known.pop_first();
            }
            let before = known.entry(id).or_insert(how);
            if how == Acknowledged::Answered {
                *before = how;
            }
        }
        self.changed.notify_waiters();
    }

    /// What is known of it.
    pub fn of(&self, id: InteractionId) -> Option<Acknowledged> {
        self.known().get(&id).copied()
    }

    /// Waits until `is_enough` is true of what is known. Never ends by itself where nothing more becomes known.
    pub async fn until(&self, id: InteractionId, is_enough: impl Fn(Option<Acknowledged>) -> bool) {
        loop {
            let changed = self.changed.notified();
            tokio::pin!(changed);
            // From here on no change is missed.
            changed.as_mut().enable();
            if is_enough(self.of(id)) {
                return;
            }
            changed.await;
        }
    }

    fn known(&self) -> MutexGuard<'_, BTreeMap<InteractionId, Acknowledged>> {
        // Whatever panicked left a map that can be read.
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Presses {
    /// Whether the same person pressed the same thing less than a second before, as Discord's own ids tell the time.
    pub fn is_repeated(&self, id: InteractionId, who: UserId, message: MessageId, what: &str) -> bool {
        let at = milliseconds(id.get());
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        last.retain(|_, before| before.abs_diff(at) < NERVOUS);
        match last.entry((who, message, what.to_owned())) {
            std::collections::btree_map::Entry::Occupied(_) => true,
            std::collections::btree_map::Entry::Vacant(free) => {
                free.insert(at);
                false
            }
        }
    }
}

/// How long the token of an interaction lives, and a little more, in milliseconds.
const TOKENS_LIVE: u64 = 16 * 60 * 1_000;
/// Two presses within so many milliseconds are one.
const NERVOUS: u64 = 1_000;

/// When something got its id, in milliseconds of Discord's own count.
fn milliseconds(id: u64) -> u64 {
    id >> 22
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(milliseconds: u64) -> InteractionId {
        InteractionId::new((milliseconds << 22) | 1)
    }

    #[tokio::test]
    async fn an_answer_is_never_forgotten_for_a_deferral() {
        let replies = Replies::default();
        let id = at(1_000_000);
        assert_eq!(replies.of(id), None);
        replies.acknowledged(id, Acknowledged::Thinking);
        assert_eq!(replies.of(id), Some(Acknowledged::Thinking));
        replies.acknowledged(id, Acknowledged::Answered);
        replies.acknowledged(id, Acknowledged::Unseen);
        assert_eq!(replies.of(id), Some(Acknowledged::Answered));
        replies.until(id, |known| known == Some(Acknowledged::Answered)).await;
    }

    #[tokio::test]
    async fn who_waits_hears_of_it() {
        let replies = std::sync::Arc::new(Replies::default());
        let waits = tokio::spawn({
            let replies = std::sync::Arc::clone(&replies);
            async move { replies.until(at(1), |known| known.is_some()).await }
        });
        tokio::task::yield_now().await;
        replies.acknowledged(at(2), Acknowledged::Answered);
        tokio::task::yield_now().await;
        assert!(!waits.is_finished());
        replies.acknowledged(at(1), Acknowledged::Answered);
        waits.await.unwrap();
    }

    #[test]
    fn what_is_over_is_let_go() {
        let replies = Replies::default();
        replies.acknowledged(at(1_000), Acknowledged::Answered);
        replies.acknowledged(at(1_000 + TOKENS_LIVE), Acknowledged::Answered);
        assert_eq!(replies.of(at(1_000)), Some(Acknowledged::Answered));
        replies.acknowledged(at(1_002 + TOKENS_LIVE), Acknowledged::Answered);
        assert_eq!(replies.of(at(1_000)), None);
        assert_eq!(replies.known().len(), 2);
    }

    #[test]
    fn a_double_press_is_one() {
        let presses = Presses::default();
        let press = |time, who, what: &str| presses.is_repeated(at(time), UserId::new(who), MessageId::new(5), what);
        assert!(!press(10_000, 7, "b:another/1"));
        assert!(press(10_300, 7, "b:another/1"));
        assert!(!press(10_300, 8, "b:another/1"), "somebody else");
        assert!(!press(10_300, 7, "b:why/1"), "something else");
        assert!(!press(11_100, 7, "b:another/1"), "later");
        assert!(presses.last.lock().unwrap().len() <= 3);
    }
}
