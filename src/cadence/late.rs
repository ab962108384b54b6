//! What becomes of a firing that is dealt with late, and of those that a machine slept through.

use std::collections::VecDeque;

use jiff::civil::DateTime;
use jiff::{SignedDuration, Timestamp};

use super::{Firing, Schedule, Zone};

/// How late a daily prompt may still be posted, unless set otherwise.
pub const DEFAULT_GRACE: SignedDuration = SignedDuration::from_hours(3);

/// The most firings that [`catch_up`] lists; what is older is only counted.
pub const LISTED: usize = 50;

/// What becomes of a due firing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is posted.
    Post,
    /// It is noted as missed, without a post.
    Missed,
}

/// What a machine that slept has before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaughtUp {
    /// The newest firings, at most [`LISTED`], in the order they were due. At most one is to be posted: the last.
    pub listed: Vec<(Firing, Fate)>,
    /// How many older ones were missed besides.
    pub older: u64,
}

/// Whether a firing that is due may still be posted at `now`: within `grace` of its instant, and on its local date (of its
/// label, or of its instant where a gap shifted it past midnight). One that is not due yet is not late.
pub fn due_fate(label: DateTime, at: Timestamp, now: Timestamp, zone: &Zone, grace: SignedDuration) -> Fate {
    let last_date = label.date().max(zone.local(at).date());
    let within_grace = now.duration_since(at) <= grace;
    if now <= at || (within_grace && zone.local(now).date() <= last_date) { Fate::Post } else { Fate::Missed }
}

/// The first firing strictly after `now` whose label is after `last_label`, the label had last.
///
/// With it a change of zone, of the schedule or of the zone data never repeats a label: a couple that flies west has today's
/// prompt once. Where a gap of hours carries a label past a later one (Antarctica/Troll), having had the later settles the
/// earlier too. `None` when the schedule has ended.
pub fn next_after_label(
    schedule: &Schedule,
    zone: &Zone,
    last_label: Option<DateTime>,
    now: Timestamp,
) -> Option<Firing> {
    schedule.earliest(zone, now, last_label)
}

/// The firings due after `since` and up to `now`, label by label, none of a label up to `last_label`.
///
/// `since` is the instant up to which firings were dealt with. Each firing listed or counted leaves a row; only the last may
/// be posted, if [`due_fate`] says so. The list is bounded however long the machine slept.
pub fn catch_up(
    schedule: &Schedule,
    zone: &Zone,
    last_label: Option<DateTime>,
    since: Timestamp,
    now: Timestamp,
    grace: SignedDuration,
) -> CaughtUp {
    let mut listed = VecDeque::new();
    let mut older = 0;
    let mut reached = since;
    let mut had = last_label;
    while let Some(firing) = next_after_label(schedule, zone, had, reached).filter(|firing| firing.at <= now) {
        reached = firing.at;
        had = Some(had.map_or(firing.label, |had| had.max(firing.label)));
        if listed.len() == LISTED {
            listed.pop_front();
            older += 1;
        }
        listed.push_back((firing, Fate::Missed));
    }
    if let Some((firing, fate)) = listed.back_mut() {
        *fate = due_fate(firing.label, firing.at, now, zone, grace);
    }
    CaughtUp { listed: listed.into(), older }
}
