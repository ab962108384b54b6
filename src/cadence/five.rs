//! Five-field cron as crontab(5) reads it, expanded to sets and handed to the `cron` crate in its own dialect.
//!
//! The crate numbers weekdays from 1 (Sunday), refuses ranges that wrap, and wants both kinds of day to match; crontab
//! takes the union when neither field has a `*`. So the fields are read here and only their expansion goes to the crate.

use std::fmt;
use std::str::FromStr;

use jiff::civil::{Time, Weekday};

use super::{Days, ScheduleError};

/// A field of a cron pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// 0 to 59.
    Minute,
    /// 0 to 23.
    Hour,
    /// 1 to 31.
    MonthDay,
    /// 1 to 12, or names.
    Month,
    /// 0 to 7, both ends Sunday, or names.
    Weekday,
}

/// What is wrong with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Not a number, name, `*`, list, range or step.
    Unreadable,
    /// A number outside of the field's bounds.
    OutOfRange {
        /// The least.
        low: u8,
        /// The greatest.
        high: u8,
    },
    /// A step of 0, or one that is no number.
    Step,
}

/// The expanded fields; bit `n` of a set stands for the number `n`. No set is empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Pattern {
    minute: u8,
    hours: u64,
    month_days: u64,
    months: u64,
    weekdays: u64,
    /// Either kind of day suffices, because neither field has a `*`.
    either: bool,
}

const HOURS: u64 = (1 << 24) - 1;
const MONTH_DAYS: u64 = (1 << 32) - 2;
const MONTHS: u64 = (1 << 13) - 2;
const WEEK: u64 = (1 << 7) - 1;

/// Whether a text in small letters and single spaces means to be cron rather than words.
pub(super) fn looks_like_cron(text: &str) -> bool {
    let fields: Vec<&str> = text.split(' ').collect();
    let cronish = |field: &&&str| field.bytes().all(|byte| byte.is_ascii_digit() || b"*/,-?".contains(&byte));
    let leading = fields.iter().take_while(cronish).count();
    leading >= 2 && (fields.len() >= 4 || fields.iter().any(|field| field.contains('*'))) || fields.contains(&"*")
}

impl Pattern {
    pub(super) fn of_days(days: &Days, at: Time) -> Pattern {
        let month_days = match days {
            Days::Monthly(day) => 1 << day.clamp(&1, &31),
            Days::Every | Days::Weekdays | Days::Weekends | Days::On(_) => MONTH_DAYS,
        };
        let weekdays = days.weekdays().iter().fold(0, |set, day| set | 1 << day.to_sunday_zero_offset());
        Pattern {
            minute: at.minute().unsigned_abs(),
            hours: 1 << at.hour(),
            month_days,
            months: MONTHS,
            weekdays: if weekdays == 0 { WEEK } else { weekdays },
            either: false,
        }
    }

    /// Whether no date of any year matches, such as 31 April.
    pub(super) fn never(&self) -> bool {
        const LONGEST: [u32; 13] = [0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
        let first = self.month_days.trailing_zeros();
        !self.either && members(self.months).all(|month| first > LONGEST[usize::from(month)])
    }

    /// The patterns of the crate whose union is this one.
    pub(super) fn labels(&self) -> Vec<cron::Schedule> {
        match self.either {
            false => vec![self.label(self.month_days, self.weekdays)],
            true => vec![self.label(self.month_days, WEEK), self.label(MONTH_DAYS, self.weekdays)],
        }
    }

    fn label(&self, month_days: u64, weekdays: u64) -> cron::Schedule {
        let [hours, month_days, months] =
            [(self.hours, HOURS), (month_days, MONTH_DAYS), (self.months, MONTHS)].map(|(set, all)| written(set, all));
        let weekdays = written(weekdays << 1, WEEK << 1);
        match cron::Schedule::from_str(&format!("0 {} {hours} {month_days} {months} {weekdays}", self.minute)) {
            Ok(schedule) => schedule,
            Err(_) => unreachable!("lists of numbers within their bounds are the crate's plainest grammar"),
        }
    }

    pub(super) fn simple(&self) -> Option<(Days, Time)> {
        if self.either || self.hours.count_ones() != 1 || self.months != MONTHS {
            return None;
        }
        let hour = i8::try_from(self.hours.trailing_zeros()).ok()?;
        let at = Time::new(hour, i8::try_from(self.minute).ok()?, 0, 0).ok()?;
        let days = if self.month_days == MONTH_DAYS {
            let sunday_first =
                members(self.weekdays).filter_map(|day| Weekday::from_sunday_zero_offset(i8::try_from(day).ok()?).ok());
            Days::of_weekdays(sunday_first)?
        } else if self.month_days.count_ones() == 1 && self.weekdays == WEEK {
            Days::Monthly(u8::try_from(self.month_days.trailing_zeros()).ok()?)
        } else {
            return None;
        };
        Some((days, at))
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A union stays one when read again: its day fields are written out even when they hold everything.
        let all = |set: u64| if self.either { 0 } else { set };
        let [hours, months] = [written(self.hours, HOURS), written(self.months, MONTHS)];
        let [month_days, weekdays] = [written(self.month_days, all(MONTH_DAYS)), written(self.weekdays, all(WEEK))];
        write!(f, "{} {hours} {month_days} {months} {weekdays}", self.minute)
    }
}

impl FromStr for Pattern {
    type Err = ScheduleError;

    fn from_str(text: &str) -> Result<Pattern, ScheduleError> {
        let fields: Vec<&str> = text.split(' ').collect();
        let &[minute, hour, month_day, month, weekday] = fields.as_slice() else {
            return Err(ScheduleError::FieldCount { found: fields.len() });
        };
        let minutes = Field::Minute.expand(minute)?;
        let hours = Field::Hour.expand(hour)?;
        let month_days = Field::MonthDay.expand(month_day)?;
        let months = Field::Month.expand(month)?;
        let weekdays = Field::Weekday.expand(weekday)?;
        if minutes.count_ones() != 1 {
            return Err(ScheduleError::TooOften);
        }
        let minute = u8::try_from(minutes.trailing_zeros()).map_err(|_| ScheduleError::TooOften)?;
        // As crontab has it: a field that has a star restricts, if at all, together with the other.
        let either = !month_day.contains('*') && !weekday.contains('*');
        Ok(Pattern { minute, hours, month_days, months, weekdays, either })
    }
}

impl Field {
    fn bounds(self) -> (u8, u8) {
        match self {
            Field::Minute => (0, 59),
            Field::Hour => (0, 23),
            Field::MonthDay => (1, 31),
            Field::Month => (1, 12),
            Field::Weekday => (0, 7),
        }
    }

    /// The greatest number before the field begins anew: Saturday, for Sunday begins the week.
    fn last(self) -> u8 {
        match self {
            Field::Weekday => 6,
            Field::Minute | Field::Hour | Field::MonthDay | Field::Month => self.bounds().1,
        }
    }

    fn names(self) -> &'static [&'static str] {
        match self {
            Field::Month => &["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"],
            Field::Weekday => &["sun", "mon", "tue", "wed", "thu", "fri", "sat"],
            Field::Minute | Field::Hour | Field::MonthDay => &[],
        }
    }

    fn expand(self, text: &str) -> Result<u64, ScheduleError> {
        text.split(',').try_fold(0, |set, item| Ok(set | self.expand_item(item)?))
    }

    /// `*`, `n`, `n-m`, each with `/step`; a range may wrap, a single number with a step runs to the end of the field.
    fn expand_item(self, item: &str) -> Result<u64, ScheduleError> {
        let (range, step) = match item.split_once('/') {
            None => (item, None),
            Some((range, step)) => (range, Some(self.step(step)?)),
        };
        let (low, last) = (self.bounds().0, self.last());
        let (from, until) = match range.split_once('-') {
            Some((from, until)) => (self.number(from)?, self.number(until)?),
            None if range == "*" => (low, last),
            None => {
                let number = self.number(range)?;
                (number, if step.is_some() && number <= last { last } else { number })
            }
        };
        let span = last - low + 1;
        let length = if from <= until { until - from } else { until + span - from };
        let numbers = (0..=length).step_by(usize::from(step.unwrap_or(1)));
        Ok(numbers.fold(0, |set, ahead| set | 1 << ((from - low + ahead) % span + low)))
    }

    fn number(self, text: &str) -> Result<u8, ScheduleError> {
        let (low, high) = self.bounds();
        if let Some(index) = self.names().iter().position(|name| *name == text) {
            return Ok(low + u8::try_from(index).map_err(|_| self.fault(Fault::Unreadable))?);
        }
        if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(self.fault(Fault::Unreadable));
        }
        match text.parse() {
            Ok(number) if (low..=high).contains(&number) => Ok(number),
            Ok(_) | Err(_) => Err(self.fault(Fault::OutOfRange { low, high })),
        }
    }

    fn step(self, text: &str) -> Result<u8, ScheduleError> {
        match text.parse() {
            Ok(step @ 1..) if text.bytes().all(|byte| byte.is_ascii_digit()) => Ok(step),
            Ok(_) | Err(_) => Err(self.fault(Fault::Step)),
        }
    }

    fn fault(self, fault: Fault) -> ScheduleError {
        ScheduleError::Field { field: self, fault }
    }
}

fn members(set: u64) -> impl Iterator<Item = u8> {
    (0u8..64).filter(move |number| set >> number & 1 == 1)
}

/// The numbers of a set as a list, with ranges for three or more in a row; `*` for `all`.
fn written(set: u64, all: u64) -> String {
    if set == all {
        return "*".to_owned();
    }
    let mut runs: Vec<(u8, u8)> = Vec::new();
    for number in members(set) {
        match runs.last_mut() {
            Some((_, end)) if *end + 1 == number => *end = number,
            Some(_) | None => runs.push((number, number)),
        }
    }
    let run = |&(from, until): &(u8, u8)| match until - from {
        0 => format!("{from}"),
        1 => format!("{from},{until}"),
        _ => format!("{from}-{until}"),
    };
    runs.iter().map(run).collect::<Vec<_>>().join(",")
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Field::Minute => "minute",
            Field::Hour => "hour",
            Field::MonthDay => "day of month",
            Field::Month => "month",
            Field::Weekday => "weekday",
        })
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::Unreadable => {
                f.write_str("could not be read; it takes numbers, *, lists (1,3), ranges (1-5) and steps (*/2)")
            }
            Fault::OutOfRange { low, high } => write!(f, "goes from {low} to {high}"),
            Fault::Step => f.write_str("needs a step of 1 or more after the slash, for example */2"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn canonical(text: &str) -> Result<String, ScheduleError> {
        text.parse::<Pattern>().map(|pattern| pattern.to_string())
    }

    #[test]
    fn fields_expand_exactly() {
        for (text, expected) in [
            ("0 8 * * *", "0 8 * * *"),
            ("00 08 * * *", "0 8 * * *"),
            ("0 8 * * 7", "0 8 * * 0"),
            ("0 8 * * 0,7", "0 8 * * 0"),
            ("0 8 * * 5-7", "0 8 * * 0,5,6"),
            ("0 8 * * 0-7", "0 8 * * *"),
            ("0 8 * * 7-2", "0 8 * * 0-2"),
            ("0 8 * * fri-mon", "0 8 * * 0,1,5,6"),
            ("0 8 * * fri-sun", "0 8 * * 0,5,6"),
            ("0 8 * * mon-fri", "0 8 * * 1-5"),
            ("0 8 * * mon-sun/2", "0 8 * * 0,1,3,5"),
            ("0 8 * * */2", "0 8 * * 0,2,4,6"),
            ("0 8 * * 1/2", "0 8 * * 1,3,5"),
            ("0 22-2 * * *", "0 0-2,22,23 * * *"),
            ("0 22-2/2 * * *", "0 0,2,22 * * *"),
            ("0 */6 * * *", "0 0,6,12,18 * * *"),
            ("0 0-23 * * *", "0 * * * *"),
            ("0 8 28-3 * *", "0 8 1-3,28-31 * *"),
            ("0 8 * nov-feb *", "0 8 * 1,2,11,12 *"),
            ("0 8 * dec *", "0 8 * 12 *"),
            ("0 8 13 * 5", "0 8 13 * 5"),
            ("0 8 1-31 * 1", "0 8 1-31 * 1"),
            ("0 8 */2 * 1", "0 8 1,3,5,7,9,11,13,15,17,19,21,23,25,27,29,31 * 1"),
        ] {
            let written = canonical(text);
            assert_eq!(written.as_deref(), Ok(expected), "{text}");
        }
    }

    #[test]
    fn every_pattern_is_understood_by_the_crate() {
        for day in 0..7 {
            for hour in 0..24 {
                for text in
                    [format!("59 {hour} 29 2 {day}"), format!("0 {hour} * * {day}-6"), format!("0 {hour}-3/2 31 12 *")]
                {
                    let labels = text.parse::<Pattern>().map(|pattern| pattern.labels().len());
                    assert!(matches!(labels, Ok(1 | 2)), "{text}");
                }
            }
        }
    }
}
