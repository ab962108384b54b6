//! When something recurs: schedules on the wall clock of a zone.
//!
//! A schedule is evaluated on plain wall-clock labels, which have no gaps and no folds; only then does a zone turn a label
//! into an instant. The label is the identity of an occurrence: whatever happens to zones, their data or the couple's choice
//! of them, a label that was had is not had again. A label that the clocks skip shifts by the length of the gap, one that
//! they repeat counts once, the first time, and a day that never existed collapses into the next.
//!
//! Everything here is pure but for the first use of a zone, which reads the zone data once, and for remembering what was read
//! (`known.rs`). `tests/it/cadence.rs` is the definition of the behaviour.

mod five;
mod known;
mod late;
mod names;
mod quiet;
mod time;
mod words;
mod zone;

use std::fmt;
use std::str::FromStr;
use std::sync::{Arc, OnceLock};

use chrono::{Datelike, NaiveDate, Timelike, Utc};
use jiff::civil::{DateTime, Time, Weekday};
use jiff::tz::AmbiguousOffset;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

pub use five::{Fault, Field};
pub use late::{CaughtUp, DEFAULT_GRACE, Fate, LISTED, catch_up, due_fate, next_after_label};
pub use quiet::{QuietError, QuietHours};
pub use time::{TimeError, parse_time, time_text};
pub use zone::{TzData, Zone, ZoneError, tz_version};

use five::Pattern;

/// The longest text that is read as a schedule, in characters.
pub const LONGEST: usize = 128;

/// When something recurs, in friendly words or five-field cron. Equal when both the text and the meaning are.
///
/// It fires at most once an hour, at second 0, at least once in any four years, and not after the year 2100.
#[derive(Clone)]
pub struct Schedule {
    source: Arc<str>,
    pattern: Pattern,
    /// One pattern, or two whose union counts: day of month and weekday. Read when they are asked for: whoever loads a couple
    /// rarely needs its next occurrence.
    labels: Arc<OnceLock<Vec<cron::Schedule>>>,
}

/// One occurrence of a schedule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Firing {
    /// When it is due.
    pub at: Timestamp,
    /// What the wall clock should show: the identity of the occurrence. In a gap the clock shows something else at `at`.
    pub label: DateTime,
}

/// The days of a schedule that has one hour a day. Its [`Display`](fmt::Display) is English that a schedule understands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Days {
    /// Every day.
    Every,
    /// Monday to Friday.
    Weekdays,
    /// Saturday and Sunday.
    Weekends,
    /// Any other choice of weekdays, Monday first, each once, never empty.
    On(Vec<Weekday>),
    /// This day of each month that has it, 1 to 31.
    Monthly(u8),
}

/// Why a text is not a schedule. Carries nothing of what was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ScheduleError {
    /// Nothing but space.
    #[error("When should it be? Write for example \"every day 20:30\" or \"mon-fri 08:00\".")]
    Empty,
    /// Over [`LONGEST`] characters.
    #[error("That is too long for a schedule. Please keep it under {} characters, for example \"mon-fri 08:00\".", LONGEST + 1)]
    TooLong,
    /// Days without an hour.
    #[error("The hour is missing. Write it after the days, for example \"mon-fri 08:00\".")]
    NoTime,
    /// An hour that cannot be read.
    #[error(transparent)]
    Time(#[from] TimeError),
    /// Days that cannot be read.
    #[error("I could not read the days. Write for example \"every day\", \"weekdays\", \"sun,wed\" or \"mon-fri\", then the hour.{}", meant(*nearest))]
    Days {
        /// The day word that is nearest to what was typed, if one is near.
        nearest: Option<&'static str>,
    },
    /// "monthly" without a day of 1 to 31.
    #[error("Which day of the month? Write for example \"monthly 1 18:00\", with a day from 1 to 31.")]
    MonthDay,
    /// Cron with more or fewer than five fields.
    #[error(
        "Cron wants five fields (minute, hour, day of month, month, weekday); this has {found}. Or use words: \"mon-fri 08:00\"."
    )]
    FieldCount {
        /// How many there were.
        found: usize,
    },
    /// A field of cron that cannot be read.
    #[error("The {field} field of the cron pattern {fault}.")]
    Field {
        /// Which of the five.
        field: Field,
        /// What is wrong with it.
        fault: Fault,
    },
    /// Two firings less than an hour apart.
    #[error(
        "That would be more than once an hour. Please name a single minute, for example \"0 * * * *\" at the most."
    )]
    TooOften,
    /// No firing within four years, such as 31 February.
    #[error("That day never comes in any year. Please choose another day of the month.")]
    Never,
}

fn meant(nearest: Option<&'static str>) -> String {
    nearest.map(|word| format!(" Did you mean \"{word}\"?")).unwrap_or_default()
}

impl Schedule {
    /// Every day at this time; seconds are dropped.
    pub fn daily(at: Time) -> Schedule {
        Schedule::of_days(&Days::Every, at)
    }

    /// The first firing strictly after `after`, or `None` when there is none before the end of the year 2100.
    pub fn next(&self, zone: &Zone, after: Timestamp) -> Option<Firing> {
        self.earliest(zone, after, None)
    }

    /// The first `n` firings strictly after `after`; fewer when the schedule ends.
    pub fn preview(&self, zone: &Zone, after: Timestamp, n: usize) -> Vec<Firing> {
        std::iter::successors(self.next(zone, after), |firing| self.next(zone, firing.at)).take(n).collect()
    }

    /// What the person typed, with single spaces and small letters; parses to an equal schedule.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The same schedule as five cron fields, weekdays 0 (Sunday) to 6.
    pub fn cron(&self) -> String {
        self.pattern.to_string()
    }

    /// Its days and its hour, when it has one hour a day on days that words can say: then the voice says it in a language.
    pub fn simple(&self) -> Option<(Days, Time)> {
        self.pattern.simple()
    }

    /// The same days at another hour; `None` for a schedule that is not [`simple`](Self::simple).
    pub fn at(&self, time: Time) -> Option<Schedule> {
        self.simple().map(|(days, _)| Schedule::of_days(&days, time))
    }

    /// The smallest instant after `after` among the labels after `floor`.
    fn earliest(&self, zone: &Zone, after: Timestamp, floor: Option<DateTime>) -> Option<Firing> {
        let mut label = look_back(zone, after);
        if let Some(floor) = floor {
            label = label.max(floor);
        }
        let mut best: Option<Firing> = None;
        // Shifting out of a gap is not monotone, so a later label may be due sooner: walk until a label that really
        // exists is ahead. On a tie the label that exists is the occurrence.
        while let Some(next) = self.next_label(label) {
            label = next;
            let ambiguous = zone.jiff().to_ambiguous_timestamp(label);
            let exists = !matches!(ambiguous.offset(), AmbiguousOffset::Gap { .. });
            let Ok(at) = ambiguous.compatible() else {
                break;
            };
            if at <= after {
                continue;
            }
            if best.is_none_or(|best| at < best.at || (at == best.at && exists)) {
                best = Some(Firing { at, label });
            }
            if exists {
                break;
            }
        }
        best
    }

    /// The first label strictly after `after`, which is read to the second.
    fn next_label(&self, after: DateTime) -> Option<DateTime> {
        let after = to_chrono(after)?;
        let next = self.labels().iter().filter_map(|labels| labels.after(&after).next()).min()?;
        from_chrono(next)
    }

    fn of_days(days: &Days, at: Time) -> Schedule {
        let source = format!("{days} {}", time_text(at));
        Schedule::of_pattern(source.into(), Pattern::of_days(days, at))
    }

    fn of_pattern(source: Arc<str>, pattern: Pattern) -> Schedule {
        Schedule { source, labels: Arc::default(), pattern }
    }

    fn labels(&self) -> &[cron::Schedule] {
        self.labels.get_or_init(|| self.pattern.labels())
    }
}

impl FromStr for Schedule {
    type Err = ScheduleError;

    /// Friendly words in English, German or Spanish, or five-field cron; case and spacing do not matter.
    fn from_str(text: &str) -> Result<Schedule, ScheduleError> {
        if text.trim().chars().nth(LONGEST).is_some() {
            return Err(ScheduleError::TooLong);
        }
        let source = text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        let pattern = match source.as_str() {
            "" => return Err(ScheduleError::Empty),
            source if five::looks_like_cron(source) => source.parse::<Pattern>()?,
            source => {
                let (days, at) = words::parse(source)?;
                Pattern::of_days(&days, at)
            }
        };
        if pattern.never() {
            return Err(ScheduleError::Never);
        }
        Ok(Schedule::of_pattern(source.into(), pattern))
    }
}

/// The wall clock before `after`, far enough back to meet every label that a gap has shifted past it.
fn look_back(zone: &Zone, after: Timestamp) -> DateTime {
    let window = after.saturating_sub(SignedDuration::from_hours(25)).unwrap_or(after);
    let here = after.saturating_add(SignedDuration::from_secs(1)).unwrap_or(after);
    let skipped: i64 = zone
        .jiff()
        .preceding(here)
        .take_while(|change| change.timestamp() > window)
        .map(|change| {
            let before = change.timestamp().saturating_sub(SignedDuration::from_secs(1)).unwrap_or(window);
            let gap = change.offset().seconds() - zone.jiff().to_offset(before).seconds();
            i64::from(gap.max(0))
        })
        .sum();
    zone.local(after).saturating_sub(SignedDuration::from_secs(skipped + 1))
}

fn to_chrono(label: DateTime) -> Option<chrono::DateTime<Utc>> {
    let month = u32::try_from(label.month()).ok()?;
    let day = u32::try_from(label.day()).ok()?;
    let [hour, minute, second] = [label.hour(), label.minute(), label.second()].map(i8::unsigned_abs).map(u32::from);
    Some(NaiveDate::from_ymd_opt(i32::from(label.year()), month, day)?.and_hms_opt(hour, minute, second)?.and_utc())
}

fn from_chrono(label: chrono::DateTime<Utc>) -> Option<DateTime> {
    let year = i16::try_from(label.year()).ok()?;
    let [month, day, hour, minute] = [label.month(), label.day(), label.hour(), label.minute()].map(i8::try_from);
    DateTime::new(year, month.ok()?, day.ok()?, hour.ok()?, minute.ok()?, 0, 0).ok()
}

impl Firing {
    /// The label as text, the key of an occurrence: `2026-05-01T20:00`.
    pub fn label_text(&self) -> String {
        label_text(self.label)
    }
}

/// A label as text: `2026-05-01T20:00`.
pub fn label_text(label: DateTime) -> String {
    label.strftime("%Y-%m-%dT%H:%M").to_string()
}

/// Reads what [`label_text`] wrote; `None` for anything else.
pub fn parse_label(text: &str) -> Option<DateTime> {
    DateTime::strptime("%Y-%m-%dT%H:%M", text).ok()
}

impl Days {
    /// The choice of these weekdays, whatever their order, by its plainest name; `None` when there are none.
    pub fn of_weekdays(days: impl IntoIterator<Item = Weekday>) -> Option<Days> {
        let mut days: Vec<Weekday> = days.into_iter().collect();
        days.sort_by_key(|day| day.to_monday_zero_offset());
        days.dedup();
        match days.iter().map(|day| 1 << day.to_monday_zero_offset()).sum::<u8>() {
            0 => None,
            0b111_1111 => Some(Days::Every),
            0b001_1111 => Some(Days::Weekdays),
            0b110_0000 => Some(Days::Weekends),
            _ => Some(Days::On(days)),
        }
    }

    /// The weekdays it falls on, Monday first; empty for [`Days::Monthly`].
    pub fn weekdays(&self) -> Vec<Weekday> {
        let week = Weekday::Monday.cycle_forward().take(7).collect::<Vec<_>>();
        match self {
            Days::Every => week,
            Days::Weekdays => week[..5].to_vec(),
            Days::Weekends => week[5..].to_vec(),
            Days::On(days) => days.clone(),
            Days::Monthly(_) => Vec::new(),
        }
    }
}

impl fmt::Display for Days {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Days::Every => f.write_str("every day"),
            Days::Weekdays => f.write_str("weekdays"),
            Days::Weekends => f.write_str("weekends"),
            Days::On(days) => f.write_str(&days.iter().map(|day| words::short(*day)).collect::<Vec<_>>().join(",")),
            Days::Monthly(day) => write!(f, "monthly {day}"),
        }
    }
}

impl PartialEq for Schedule {
    fn eq(&self, other: &Schedule) -> bool {
        self.source == other.source && self.pattern == other.pattern
    }
}

impl Eq for Schedule {}

impl fmt::Debug for Schedule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Schedule").field(&self.source).finish()
    }
}

impl fmt::Display for Schedule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.source)
    }
}

impl Serialize for Schedule {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.source)
    }
}

impl<'de> Deserialize<'de> for Schedule {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Schedule, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        known::schedule(&text).map_err(serde::de::Error::custom)
    }
}
