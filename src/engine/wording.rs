//! Lines for what could not be read, shared by everything that reads zones and hours.

use super::say::{Arg, Line, line};
use crate::cadence::{TimeError, ZoneError};

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

fn names(nearest: &[String]) -> Arg {
    Arg::List(nearest.iter().cloned().map(Arg::Text).collect())
}
