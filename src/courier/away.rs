//! Networks that were away. What waits for its next try need not wait once one is there again: somebody who writes after an outage of an
//! hour would otherwise have no answer for minutes, and what is due then would come too late.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::ids::AccountId;

/// At most so often everything of an account is tried anew: one message that never arrives must not drive all others.
const SELDOM: Duration = Duration::from_mins(1);

/// Which accounts' networks did not take something lately.
#[derive(Debug, Default)]
pub(crate) struct Away {
    accounts: Mutex<BTreeMap<AccountId, State>>,
}

#[derive(Debug)]
struct State {
    lost: bool,
    /// When everything was tried anew, by the clock that never goes back.
    renewed: Option<Duration>,
}

impl Away {
    fn accounts(&self) -> MutexGuard<'_, BTreeMap<AccountId, State>> {
        self.accounts.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The network did not take something, and did not say when it will.
    pub(crate) fn is_lost(&self, account: &AccountId) {
        if let Some(state) = self.accounts().get_mut(account) {
            state.lost = true;
        }
    }

    /// The network took or told something at `now`; whether what waits shall be tried anew. Of one that was not heard of before it is not
    /// known what waited when the process began.
    pub(crate) fn is_there(&self, account: &AccountId, now: Duration) -> bool {
        let mut accounts = self.accounts();
        let Some(state) = accounts.get_mut(account) else {
            accounts.insert(account.clone(), State { lost: false, renewed: Some(now) });
            return true;
        };
        let may = state.lost && state.renewed.is_none_or(|renewed| now.saturating_sub(renewed) >= SELDOM);
        if may {
            *state = State { lost: false, renewed: Some(now) };
        }
        may
    }

    /// What waits could not be tried anew: the next occasion is as good.
    pub(crate) fn was_not_renewed(&self, account: &AccountId) {
        if let Some(state) = self.accounts().get_mut(account) {
            *state = State { lost: true, renewed: None };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_waits_is_tried_when_the_network_is_there_again_and_not_all_the_time() {
        let (away, ours, other) = (Away::default(), AccountId("a:1".to_owned()), AccountId("b:1".to_owned()));
        let at = Duration::from_secs;
        assert!(away.is_there(&ours, at(0)), "what waited before the start");
        assert!(!away.is_there(&ours, at(100)), "it was never away");
        away.is_lost(&ours);
        assert!(away.is_there(&ours, at(101)));
        assert!(!away.is_there(&ours, at(102)), "once is enough");
        away.is_lost(&ours);
        assert!(!away.is_there(&ours, at(103)), "too soon");
        assert!(away.is_there(&ours, at(161)), "the loss is not forgotten");
        away.was_not_renewed(&ours);
        assert!(away.is_there(&ours, at(162)), "nothing came of the last time");
        assert!(away.is_there(&other, at(163)), "each for itself");
    }
}
