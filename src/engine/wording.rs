//! Lines for what could not be read, shared by everything that reads zones and hours.

use super::input::Right;
use super::say::{Arg, Line, line};
use crate::cadence::{Fault, Field, QuietError, ScheduleError, TimeError, ZoneError};

/// What the bot may not do, as a list.
pub fn rights(lacks: &[Right]) -> Arg {
    let name = |right: &Right| {
        Arg::Line(line(match right {
            Right::See => "right-see",
            Right::Write => "right-write",
            Right::Embed => "right-embed",
            Right::Attach => "right-attach",
            Right::Look => "right-look",
            Right::React => "right-react",
        }))
    };
    Arg::List(lacks.iter().map(name).collect())
}

/// What to say of a zone that could not be read.
pub fn zone_line(error: &ZoneError) -> Line {
    let with = |key, nearest: &[String]| line(key).with("nearest", names(nearest));
    match error {
        ZoneError::Empty => line("zone-empty"),
        ZoneError::Unknown { nearest } if nearest.is_empty() => line("zone-unknown"),
        ZoneError::Unknown { nearest } => with("zone-unknown-near", nearest),
        ZoneError::Ambiguous { nearest } => with("zone-ambiguous", nearest),
        ZoneError::Offset => line("zone-offset"),
        ZoneError::Abbreviation { nearest } => with("zone-abbreviation", nearest),
    }
}

/// What to say of an hour that could not be read.
pub fn time_line(error: &TimeError) -> Line {
    match error {
        TimeError::Empty | TimeError::NotATime => line("time-unread"),
        TimeError::Hour => line("time-hour"),
        TimeError::Minute => line("time-minute"),
        TimeError::TwelveHour => line("time-twelve"),
    }
}

/// What to say of quiet hours that could not be read.
pub fn quiet_line(error: &QuietError) -> Line {
    match error {
        QuietError::Empty | QuietError::NotARange => line("mistake-quiet"),
        QuietError::Time(error) => time_line(error),
    }
}

/// What to say of a schedule that could not be read.
pub fn schedule_line(error: &ScheduleError) -> Line {
    match error {
        ScheduleError::Empty => line("mistake-schedule-empty"),
        ScheduleError::TooLong => line("mistake-schedule-long"),
        ScheduleError::NoTime => line("mistake-schedule-no-hour"),
        ScheduleError::Time(error) => time_line(error),
        ScheduleError::Days { nearest: None } => line("mistake-schedule-days"),
        ScheduleError::Days { nearest: Some(word) } => line("mistake-schedule-days-near").text("word", *word),
        ScheduleError::MonthDay => line("mistake-schedule-month-day"),
        ScheduleError::FieldCount { found } => {
            line("mistake-cron-fields").number("found", i64::try_from(*found).unwrap_or(i64::MAX))
        }
        ScheduleError::Field { field, fault } => {
            let field = Arg::Line(line(match field {
                Field::Minute => "cron-minute",
                Field::Hour => "cron-hour",
                Field::MonthDay => "cron-month-day",
                Field::Month => "cron-month",
                Field::Weekday => "cron-weekday",
            }));
            match fault {
                Fault::Unreadable => line("mistake-cron-unreadable").with("field", field),
                Fault::OutOfRange { low, high } => {
                    line("mistake-cron-range").with("field", field).number("low", *low).number("high", *high)
                }
                Fault::Step => line("mistake-cron-step").with("field", field),
            }
        }
        ScheduleError::TooOften => line("mistake-schedule-often"),
        ScheduleError::Never => line("mistake-schedule-never"),
    }
}

fn names(nearest: &[String]) -> Arg {
    Arg::List(nearest.iter().cloned().map(Arg::Text).collect())
}
