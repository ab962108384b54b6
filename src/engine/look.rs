//! When the place is looked at again: who can read it, and whether the bot may write there. Whoever lets this alarm go off looks before
//! the engine hears of it; here is only decided when.

use jiff::{SignedDuration, Timestamp};

use super::alarm::{Alarm, AlarmKey};
use super::change::Change;
use super::couple::Phase;
use super::rounds;
use super::turn::Turn;

/// Several changes of a place mostly come together.
const SOON: SignedDuration = SignedDuration::from_secs(5);
/// The first look after words were held back; each wait after that is a part of the time that they have been.
const FIRST: SignedDuration = SignedDuration::from_mins(5);
const LONGEST: SignedDuration = SignedDuration::from_hours(6);

/// Something in the place changed that may matter.
pub fn soon(turn: &mut Turn<'_>) {
    if !matches!(turn.couple.phase, Phase::Paired { .. } | Phase::Halted { .. }) {
        return;
    }
    let at = turn.now() + SOON;
    if turn.couple.alarms.get(&AlarmKey::Look).is_none_or(|alarm| alarm.at > at) {
        set(turn, at);
    }
}

/// The same, if there is something that a look could mend.
pub fn soon_if_troubled(turn: &mut Turn<'_>) {
    if wait(turn).is_some() {
        soon(turn);
    }
}

/// It was looked just now, or the trouble has just begun: as long as there is trouble, another look comes.
pub fn later(turn: &mut Turn<'_>) {
    match wait(turn) {
        Some(wait) => {
            let at = turn.now() + wait;
            set(turn, at);
        }
        None => rounds::clear(turn, AlarmKey::Look),
    }
}

/// How long until the next look; `None`: all is well.
fn wait(turn: &Turn<'_>) -> Option<SignedDuration> {
    match (&turn.couple.phase, turn.couple.guard.held_since) {
        (Phase::Paired { .. }, Some(since)) => {
            let held = turn.now().duration_since(since);
            let quarter = SignedDuration::from_secs(held.as_secs() / 4);
            Some(quarter.clamp(FIRST, LONGEST))
        }
        (Phase::Halted { .. }, _) => Some(LONGEST),
        (Phase::Paired { .. }, None) | (Phase::Asking { .. } | Phase::Ended { .. }, _) => None,
    }
}

fn set(turn: &mut Turn<'_>, at: Timestamp) {
    turn.change(Change::AlarmSet(AlarmKey::Look, Alarm { at, label: None }));
}
