//! A second reading of the rules, slow and separate: it asks of each minute whether a pattern matches, and of a zone nothing
//! but its offset at an instant. Where both readings agree over every zone, neither is likely wrong; and mutants, the ways
//! in which others get it wrong, must not agree.

use std::collections::{BTreeMap, BTreeSet};

use betwixt::cadence::{Firing, QuietHours, Schedule, Zone, next_after_label};
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan as _};

use crate::chance::Chance;

impl Chance {
    fn some(&mut self, low: u64, high: u64, most: u64) -> BTreeSet<u64> {
        (0..=self.below(most)).map(|_| low + self.below(high - low + 1)).collect()
    }
}

/// Five fields as sets; `None` is a star.
#[derive(Debug)]
struct Pattern {
    minute: u64,
    hours: Option<BTreeSet<u64>>,
    month_days: Option<BTreeSet<u64>>,
    months: Option<BTreeSet<u64>>,
    weekdays: Option<BTreeSet<u64>>,
}

impl Pattern {
    /// Mostly hours of the night, where clocks change, or exactly the hour that is given.
    fn any(chance: &mut Chance, near: DateTime) -> Pattern {
        let near_hour = near.hour().unsigned_abs().into();
        let hours = match chance.below(4) {
            0 => None,
            1 => Some(chance.some(0, 23, 4)),
            2 => Some(BTreeSet::from([near_hour])),
            _ => Some((0..=chance.below(3)).map(|ahead| (near_hour + 23 + ahead) % 24).collect()),
        };
        let rarely = |chance: &mut Chance, low, high| (chance.below(4) == 0).then(|| chance.some(low, high, 6));
        Pattern {
            minute: if chance.below(3) == 0 { chance.below(60) } else { [0, 15, 30, 45, 59][chance.below(5) as usize] },
            hours,
            month_days: rarely(chance, 1, 31),
            months: rarely(chance, 1, 12),
            weekdays: rarely(chance, 0, 7),
        }
    }

    fn text(&self) -> String {
        let field = |set: &Option<BTreeSet<u64>>| match set {
            None => "*".to_owned(),
            Some(set) => set.iter().map(u64::to_string).collect::<Vec<_>>().join(","),
        };
        let [hours, month_days, months, weekdays] =
            [&self.hours, &self.month_days, &self.months, &self.weekdays].map(field);
        format!("{} {hours} {month_days} {months} {weekdays}", self.minute)
    }

    fn matches(&self, label: DateTime) -> bool {
        self.matches_clock(label.hour(), label.minute()) && self.matches_date(label.date())
    }

    fn matches_clock(&self, hour: i8, minute: i8) -> bool {
        u64::from(minute.unsigned_abs()) == self.minute && among(&self.hours, hour)
    }

    fn matches_date(&self, date: Date) -> bool {
        let weekday = date.weekday().to_sunday_zero_offset();
        let on_month_day = among(&self.month_days, date.day());
        let on_weekday = among(&self.weekdays, weekday) || (weekday == 0 && among(&self.weekdays, 7));
        let on_day = match self.month_days.is_some() && self.weekdays.is_some() {
            true => on_month_day || on_weekday,
            false => on_month_day && on_weekday,
        };
        on_day && among(&self.months, date.month())
    }
}

fn among(set: &Option<BTreeSet<u64>>, number: i8) -> bool {
    set.as_ref().is_none_or(|set| set.contains(&u64::from(number.unsigned_abs())))
}

/// What a clock on the wall shows, known only by the zone's offset.
fn wall(zone: &Zone, at: Timestamp) -> DateTime {
    zone.jiff().to_offset(at).to_datetime(at)
}

/// The instant of a label, and whether the label exists. Found by trying every offset that is in force around it.
fn instant_of(zone: &Zone, offsets: &BTreeSet<i32>, label: DateTime) -> (Timestamp, bool) {
    let as_utc = TimeZone::UTC.to_timestamp(label).unwrap();
    let ahead_by = |offset: i32| as_utc - SignedDuration::from_secs(offset.into());
    let showing = offsets.iter().map(|offset| ahead_by(*offset)).filter(|at| wall(zone, *at) == label);
    if let Some(first) = showing.min() {
        return (first, true);
    }
    // No clock shows it: halve the time between one that is before it and one that is after, down to the second.
    let around = SignedDuration::from_hours(50);
    let (mut before, mut after) = (as_utc - around, as_utc + around);
    while after.as_second() - before.as_second() > 1 {
        let middle = Timestamp::from_second((before.as_second() + after.as_second()) / 2).unwrap();
        if wall(zone, middle) < label { before = middle } else { after = middle }
    }
    (ahead_by(zone.jiff().to_offset(before).seconds()), false)
}

/// Some days of one pattern in one zone.
struct Case {
    zone: Zone,
    pattern: Pattern,
    schedule: Schedule,
    start: Timestamp,
    end: Timestamp,
    /// Every label that matches, from days before the start to days after the end, in order; and whether it exists.
    labels: Vec<(Firing, bool)>,
}

impl Case {
    fn new(zone: Zone, near: Timestamp, chance: &mut Chance) -> Option<Case> {
        let pattern = Pattern::any(chance, wall(&zone, near));
        // Days that never come are refused; all others are read.
        let schedule: Schedule = pattern.text().parse().ok()?;
        let start = near - SignedDuration::from_secs(chance.below(30 * 3600) as i64 - 3 * 3600);
        let end = start + SignedDuration::from_hours(60);
        let hours = -120..=180;
        let offset = |hour| zone.jiff().to_offset(start + SignedDuration::from_hours(hour)).seconds();
        let offsets: BTreeSet<i32> = hours.map(offset).collect();
        let mut labels = Vec::new();
        let last = wall(&zone, end).date() + 1.day();
        let dates = (wall(&zone, start).date() - 2.days()).series(1.day()).take_while(|date| *date <= last);
        for date in dates.filter(|date| pattern.matches_date(*date)) {
            for (hour, minute) in (0..24).flat_map(|hour| (0..60).map(move |minute| (hour, minute))) {
                if pattern.matches_clock(hour, minute) {
                    let label = date.at(hour, minute, 0, 0);
                    let (at, exists) = instant_of(&zone, &offsets, label);
                    labels.push((Firing { at, label }, exists));
                }
            }
        }
        Some(Case { zone, pattern, schedule, start, end, labels })
    }

    /// The firings after the start and up to the end: each instant once, under the label that exists if there is one.
    fn expected(&self) -> Vec<Firing> {
        let mut found: BTreeMap<Timestamp, (bool, DateTime)> = BTreeMap::new();
        for (firing, exists) in &self.labels {
            if *exists || !found.contains_key(&firing.at) {
                found.insert(firing.at, (*exists, firing.label));
            }
        }
        let within = found.into_iter().filter(|(at, _)| *at > self.start && *at <= self.end);
        within.map(|(at, (_, label))| Firing { at, label }).collect()
    }

    /// The same, by asking again and again for the next.
    fn chained(&self, next: impl Fn(&Case, Timestamp) -> Option<Firing>) -> Vec<Firing> {
        let first = next(self, self.start);
        let chain = std::iter::successors(first, |firing| next(self, firing.at));
        chain.take_while(|firing| firing.at <= self.end).take(200).collect()
    }

    /// The labels from a wall clock on.
    fn from(&self, wall: DateTime) -> impl Iterator<Item = &(Firing, bool)> {
        self.labels.iter().filter(move |(firing, _)| firing.label >= wall)
    }
}

/// Days around clock changes and days by chance, in every zone.
fn cases(per_zone: u64, seed: u64) -> Vec<Case> {
    let mut chance = Chance(seed);
    let mut cases = Vec::new();
    for name in Zone::all_names() {
        let zone: Zone = name.parse().unwrap();
        let since = Timestamp::from_second(86_400 * 365 * 2).unwrap();
        let changes: Vec<Timestamp> = zone
            .jiff()
            .following(since)
            .map(|change| change.timestamp())
            .take_while(|at| at.as_second() < 2_240_000_000)
            .collect();
        for turn in 0..per_zone {
            let near = match changes.len() as u64 {
                count @ 1.. if turn % 4 != 3 => changes[chance.below(count) as usize],
                _ => Timestamp::from_second(86_400 * 365 * 2 + chance.below(2_000_000_000) as i64).unwrap(),
            };
            cases.extend(Case::new(zone.clone(), near, &mut chance));
        }
    }
    cases
}

#[test]
fn both_readings_agree_in_every_zone() {
    let cases = cases(8, 1);
    assert!(cases.len() > 4_000, "{}", cases.len());
    let mut firings = 0;
    for case in &cases {
        let expected = case.expected();
        let found = case.chained(|case, after| case.schedule.next(&case.zone, after));
        assert_eq!(found, expected, "{} in {} from {}", case.schedule, case.zone, case.start);
        firings += expected.len();
    }
    assert!(firings > 10_000, "{firings}");
}

/// Ways to get it wrong. Each must be told apart by the same cases.
#[test]
fn mutants_do_not_agree() {
    let cases = cases(3, 2);
    let expected: Vec<Vec<Firing>> = cases.iter().map(Case::expected).collect();
    let wrong = |next: fn(&Case, Timestamp) -> Option<Firing>| {
        let found = cases.iter().zip(&expected).filter(|(case, expected)| {
            let (found, expected) = (case.chained(next), expected.as_slice());
            found.len() != expected.len() || found.iter().zip(expected).any(|(found, expected)| found.at != expected.at)
        });
        found.count()
    };
    assert_eq!(wrong(|case, after| case.schedule.next(&case.zone, after)), 0);
    for (mutant, next) in [
        (
            "cron asked of a zoned clock: skips what the clocks skip, repeats what they repeat",
            cron_on_a_zoned_clock as fn(&Case, Timestamp) -> Option<Firing>,
        ),
        ("no looking back over a gap", without_looking_back),
        ("the second time of a repeated hour", second_pass),
        ("a skipped label is left out", without_skipped),
        ("the first label instead of the first instant", first_label),
    ] {
        assert!(wrong(next) > 0, "not told apart: {mutant}");
    }
}

fn cron_on_a_zoned_clock(case: &Case, after: Timestamp) -> Option<Firing> {
    let minute = 60 - after.as_second().rem_euclid(60);
    let mut at = Timestamp::from_second(after.as_second() + minute).ok()?;
    while at <= case.end {
        let label = wall(&case.zone, at);
        if case.pattern.matches(label) {
            return Some(Firing { at, label });
        }
        at += SignedDuration::from_mins(1);
    }
    None
}

fn without_looking_back(case: &Case, after: Timestamp) -> Option<Firing> {
    let ahead = case.from(wall(&case.zone, after));
    ahead.map(|(firing, _)| *firing).filter(|firing| firing.at > after).min()
}

fn second_pass(case: &Case, after: Timestamp) -> Option<Firing> {
    let later = |label| case.zone.jiff().to_ambiguous_timestamp(label).later().unwrap();
    let all = case.labels.iter().map(|(firing, _)| Firing { at: later(firing.label), label: firing.label });
    all.filter(|firing| firing.at > after).min()
}

fn without_skipped(case: &Case, after: Timestamp) -> Option<Firing> {
    let existing = case.labels.iter().filter(|(_, exists)| *exists).map(|(firing, _)| *firing);
    existing.filter(|firing| firing.at > after).min()
}

fn first_label(case: &Case, after: Timestamp) -> Option<Firing> {
    let ahead = case.from(wall(&case.zone, after) - 1.day());
    ahead.map(|(firing, _)| *firing).find(|firing| firing.at > after)
}

/// A couple that moves about: whatever zones they choose and whenever, each label comes at most once, in order, and none
/// comes early or late.
#[test]
fn moving_about_repeats_nothing() {
    let names: Vec<&str> = Zone::all_names().collect();
    let mut chance = Chance(3);
    for _ in 0..60 {
        let schedule: Schedule = ["every day 20:30", "0 8,20 * * *", "0 * * * *", "mon-fri 02:30"]
            [chance.below(4) as usize]
            .parse()
            .unwrap();
        let mut now = Timestamp::from_second(1_700_000_000 + chance.below(300_000_000) as i64).unwrap();
        let mut last: Option<DateTime> = None;
        for _ in 0..30 {
            let zone: Zone = names[chance.below(names.len() as u64) as usize].parse().unwrap();
            let leaves = now + SignedDuration::from_mins(chance.below(3 * 24 * 60) as i64);
            while let Some(firing) = next_after_label(&schedule, &zone, last, now).filter(|firing| firing.at <= leaves)
            {
                assert!(last.is_none_or(|last| last < firing.label), "{schedule}: {} again in {zone}", firing.label);
                assert_eq!((firing.at, zone.instant(firing.label)), (firing.at.max(now), firing.at));
                last = Some(firing.label);
                now = firing.at;
            }
            now = leaves;
        }
        assert!(last.is_some());
    }
}

/// Quiet hours end at the first minute that is not quiet, whatever the clocks do on the way.
#[test]
fn quiet_hours_end_when_the_clock_leaves_them() {
    let mut chance = Chance(4);
    for case in cases(1, 5) {
        let hour = u64::from(wall(&case.zone, case.start).hour().unsigned_abs());
        let text = format!(
            "{:02}:{:02}-{:02}:{:02}",
            (hour + chance.below(6)) % 24,
            15 * chance.below(4),
            (hour + 5 + chance.below(9)) % 24,
            15 * chance.below(4)
        );
        let hours: QuietHours = text.parse().unwrap();
        let quiet = |at: Timestamp| hours.contains(wall(&case.zone, at).time());
        let start = Timestamp::from_second(case.start.as_second() / 60 * 60).unwrap();
        for step in 0..20 {
            let now = start + SignedDuration::from_mins(step * 95);
            let mut first = now;
            while quiet(first) {
                first += SignedDuration::from_mins(1);
            }
            // Offsets of the seventies may have seconds.
            let off = (hours.end_after(now, &case.zone).as_second() - first.as_second()).abs();
            assert!(off < 60, "{hours} in {} at {now}: {off} s off", case.zone);
        }
    }
}
