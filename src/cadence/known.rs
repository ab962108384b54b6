//! Schedules that were read before. Very many couples have the same few, and a couple is read whenever something happens to it: one
//! that is known costs a look, and its cron pattern is taken apart once for all of them.

use std::collections::BTreeMap;
use std::sync::{PoisonError, RwLock};

use super::{Schedule, ScheduleError};

/// So many are remembered at most, a few kilobytes each; whatever comes after that is read each time.
const MOST: usize = 256;

static KNOWN: RwLock<BTreeMap<Box<str>, Schedule>> = RwLock::new(BTreeMap::new());

/// What the text says, as [`Schedule`]'s `FromStr` reads it.
pub(super) fn schedule(text: &str) -> Result<Schedule, ScheduleError> {
    // Nothing is ever half done while the lock is held.
    if let Some(known) = KNOWN.read().unwrap_or_else(PoisonError::into_inner).get(text) {
        return Ok(known.clone());
    }
    let schedule: Schedule = text.parse()?;
    let mut known = KNOWN.write().unwrap_or_else(PoisonError::into_inner);
    if known.len() < MOST {
        known.insert(text.into(), schedule.clone());
    }
    Ok(schedule)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_known_is_what_would_be_read() {
        for text in ["every day 20:30", "mon-fri 08:00", "0 8 * * 1-5", "EVERY  day 20:30"] {
            let read: Schedule = text.parse().unwrap();
            assert_eq!(schedule(text).unwrap(), read);
            assert_eq!(schedule(text).unwrap(), read, "the second time");
        }
        assert_eq!(schedule("every day").unwrap_err(), "every day".parse::<Schedule>().unwrap_err());
    }

    #[test]
    fn only_so_many_are_remembered() {
        for minute in 0..2 * MOST {
            let text = format!("every day {:02}:{:02}", minute / 60, minute % 60);
            assert_eq!(schedule(&text).unwrap().source(), text);
        }
        assert!(KNOWN.read().unwrap().len() <= MOST);
    }
}
