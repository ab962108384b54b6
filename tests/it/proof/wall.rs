//! What a clock on the wall shows, known only by a zone's offset at an instant; and when something recurs by it, found by looking at
//! every day. Nothing here is asked of `betwixt::cadence` but the offset.

use betwixt::cadence::Zone;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan as _};

/// The offsets of a zone over some years.
#[derive(Debug)]
pub struct Wall {
    /// From when on, in seconds, which offset holds; in order.
    offsets: Vec<(i64, i64)>,
}

impl Wall {
    /// The offsets from `from` to `to`, each change found to the second.
    pub fn of(zone: &Zone, from: Timestamp, to: Timestamp) -> Wall {
        const STEP: i64 = 2 * 3600;
        let offset = |at: i64| i64::from(zone.jiff().to_offset(Timestamp::from_second(at).unwrap()).seconds());
        let (mut at, end) = (from.as_second() - 5 * 86_400, to.as_second() + 5 * 86_400);
        let mut now = offset(at);
        let mut offsets = vec![(i64::MIN, now)];
        while at < end {
            let next = offset(at + STEP);
            if next != now {
                let (mut before, mut after) = (at, at + STEP);
                while after - before > 1 {
                    let middle = (before + after) / 2;
                    if offset(middle) == now { before = middle } else { after = middle }
                }
                offsets.push((after, next));
                now = next;
            }
            at += STEP;
        }
        Wall { offsets }
    }

    /// When its clocks change.
    pub fn changes(&self) -> impl Iterator<Item = Timestamp> {
        self.offsets[1..].iter().map(|(from, _)| Timestamp::from_second(*from).unwrap())
    }

    /// What the clock shows.
    pub fn shows(&self, at: Timestamp) -> DateTime {
        let index = self.offsets.partition_point(|(from, _)| *from <= at.as_second()) - 1;
        TimeZone::UTC.to_datetime(at + SignedDuration::from_secs(self.offsets[index].1))
    }

    /// When it shows that, and whether it ever does: the first time of several; a label that is skipped comes later by what was skipped.
    pub fn instant(&self, label: DateTime) -> (Timestamp, bool) {
        let as_utc = TimeZone::UTC.to_timestamp(label).unwrap().as_second();
        let until = |index: usize| self.offsets.get(index + 1).map_or(i64::MAX, |(next, _)| *next);
        let near = self.offsets.partition_point(|(from, _)| *from < as_utc - 2 * 86_400).saturating_sub(1);
        let mut skipped = None;
        for (index, (from, offset)) in self.offsets.iter().enumerate().skip(near) {
            let at = as_utc - offset;
            if at < *from {
                break;
            }
            if at < until(index) {
                return (Timestamp::from_second(at).unwrap(), true);
            }
            skipped = Some(at);
        }
        (Timestamp::from_second(skipped.unwrap()).unwrap(), false)
    }
}

/// When something recurs: a text that the bot reads, and what it means, said a second time.
#[derive(Debug)]
pub struct Rule {
    pub text: &'static str,
    pub on: fn(Date) -> bool,
    pub at: &'static [(i8, i8)],
}

/// An occurrence: when it is due, and what the clock should show.
pub type Occurrence = (Timestamp, DateTime);

impl Rule {
    /// The occurrences after `after` and up to `upto` with labels after `had`: each instant once, under the label that exists if there
    /// is one; and none whose label is before one that was had.
    pub fn occurrences(
        &self,
        wall: &Wall,
        after: Timestamp,
        had: Option<DateTime>,
        upto: Timestamp,
    ) -> Vec<Occurrence> {
        let last = wall.shows(upto).date() + 2.days();
        let dates = (wall.shows(after).date() - 2.days()).series(1.day()).take_while(|date| *date <= last);
        let mut found: Vec<(Timestamp, bool, DateTime)> = dates
            .filter(|date| (self.on)(*date))
            .flat_map(|date| self.at.iter().map(move |(hour, minute)| date.at(*hour, *minute, 0, 0)))
            .map(|label| {
                let (at, exists) = wall.instant(label);
                (at, !exists, label)
            })
            .filter(|(at, _, _)| *at > after && *at <= upto)
            .collect();
        found.sort();
        found.dedup_by_key(|(at, _, _)| *at);
        let mut had = had;
        found.retain(|(_, _, label)| {
            let new = had.is_none_or(|had| had < *label);
            had = had.max(Some(*label));
            new
        });
        found.into_iter().map(|(at, _, label)| (at, label)).collect()
    }
}
