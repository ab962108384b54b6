//! The hours in which nothing may make a noise for somebody.

use std::fmt;
use std::str::FromStr;

use jiff::civil::{Time, time};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::Zone;
use super::time::{TimeError, parse_time, time_text};

/// A span of the wall clock that may pass over midnight; none when both ends are equal. Unless set, 22:00 to 07:00.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QuietHours {
    /// When it becomes quiet.
    pub from: Time,
    /// When it is no longer quiet.
    pub until: Time,
}

/// Why a text is not quiet hours. Carries nothing of what was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum QuietError {
    /// Nothing but space.
    #[error("Which hours should be quiet? Write for example 22:00-07:00, or off.")]
    Empty,
    /// Not two times with a hyphen between.
    #[error("I could not read the quiet hours. Write for example 22:00-07:00, or off.")]
    NotARange,
    /// A time that cannot be read.
    #[error(transparent)]
    Time(#[from] TimeError),
}

impl QuietHours {
    /// No quiet hours.
    pub const OFF: QuietHours = QuietHours { from: Time::midnight(), until: Time::midnight() };

    /// Whether there are none.
    pub fn is_off(&self) -> bool {
        self.from == self.until
    }

    /// Whether a wall clock that shows `time` is within; the beginning is, the end is not.
    pub fn contains(&self, time: Time) -> bool {
        if self.from <= self.until {
            self.from <= time && time < self.until
        } else {
            self.from <= time || time < self.until
        }
    }

    /// Whether it is quiet in `zone` at `now`.
    pub fn at(&self, now: Timestamp, zone: &Zone) -> bool {
        self.contains(zone.local(now).time())
    }

    /// The first instant from `now` on that is not quiet in `zone`: `now` itself when it is not. Clock changes on the way
    /// are taken into account, so that it is the moment at which the clock on the wall really leaves the quiet hours.
    pub fn end_after(&self, now: Timestamp, zone: &Zone) -> Timestamp {
        if !self.at(now, zone) {
            return now;
        }
        let local = zone.local(now);
        let date = if local.time() < self.until {
            local.date()
        } else {
            local.date().saturating_add(jiff::Span::new().days(1))
        };
        let label = date.to_datetime(self.until);
        let mut end = zone.instant(label);
        if end <= now {
            // The end's first pass is over and its second is ahead.
            end = zone.jiff().to_ambiguous_timestamp(label).later().unwrap_or(end);
        }
        // The clock may also jump out of the quiet hours before it shows their end.
        let jumps = zone.jiff().following(now).map(|change| change.timestamp()).take_while(|change| *change < end);
        jumps.into_iter().find(|change| !self.at(*change, zone)).unwrap_or(end)
    }

    /// A default hour moved out of the quiet hours: one of the morning to their end, a later one to an hour before they
    /// begin (or to their end where that is quiet too). A time that is not quiet stays.
    pub fn nearest_outside(&self, time: Time) -> Time {
        if !self.contains(time) {
            return time;
        }
        let before = self.from.wrapping_sub(SignedDuration::from_hours(1));
        if time.hour() < 12 || self.contains(before) { self.until } else { before }
    }
}

impl Default for QuietHours {
    fn default() -> QuietHours {
        QuietHours { from: time(22, 0, 0, 0), until: time(7, 0, 0, 0) }
    }
}

impl FromStr for QuietHours {
    type Err = QuietError;

    /// `22:00-07:00`, `22-7`, `10pm to 7am`, `22 bis 7 Uhr`, `de 22 a 7`, `off`; case and spacing do not matter.
    fn from_str(text: &str) -> Result<QuietHours, QuietError> {
        let text = text.trim().to_lowercase();
        match text.as_str() {
            "" => return Err(QuietError::Empty),
            "off" | "none" | "never" | "no" | "aus" | "keine" | "nie" => return Ok(QuietHours::OFF),
            "desactivar" | "desactivado" | "apagar" | "nada" | "ninguna" | "nunca" => return Ok(QuietHours::OFF),
            _ => {}
        }
        let text = text.strip_prefix("de ").unwrap_or(&text);
        let (from, until) = ["-", "–", "—", " to ", " until ", " bis ", " a ", " hasta "]
            .iter()
            .find_map(|sign| text.split_once(sign))
            .ok_or(QuietError::NotARange)?;
        Ok(QuietHours { from: parse_time(from)?, until: parse_time(until)? })
    }
}

impl fmt::Display for QuietHours {
    /// `22:00-07:00`, or `off`; reads back as the same hours.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_off() {
            return f.write_str("off");
        }
        write!(f, "{}-{}", time_text(self.from), time_text(self.until))
    }
}

impl Serialize for QuietHours {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for QuietHours {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<QuietHours, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_read_back_as_they_are_shown() {
        for (text, shown) in [
            ("22:00-07:00", "22:00-07:00"),
            ("22-7", "22:00-07:00"),
            (" 22 – 7 ", "22:00-07:00"),
            ("10pm to 7am", "22:00-07:00"),
            ("22 bis 7 Uhr", "22:00-07:00"),
            ("23:30-6:15", "23:30-06:15"),
            ("1-5", "01:00-05:00"),
            ("off", "off"),
            ("Aus", "off"),
            ("de 22 a 7 h", "22:00-07:00"),
            ("22:00 hasta las 7:00", "22:00-07:00"),
            ("desactivar", "off"),
            ("9-9", "off"),
        ] {
            let hours: QuietHours = text.parse().unwrap();
            assert_eq!(hours.to_string(), shown, "{text}");
            assert_eq!(shown.parse::<QuietHours>().map(|again| again.to_string()), Ok(shown.to_owned()));
        }
        assert_eq!(QuietHours::default().to_string(), "22:00-07:00");
    }

    #[test]
    fn each_refusal_has_its_kind() {
        for (text, kind) in [
            ("", QuietError::Empty),
            ("22:00", QuietError::NotARange),
            ("at night", QuietError::NotARange),
            ("22-", QuietError::Time(TimeError::Empty)),
            ("22-7-9", QuietError::Time(TimeError::NotATime)),
            ("22-25", QuietError::Time(TimeError::Hour)),
        ] {
            assert_eq!(text.parse::<QuietHours>(), Err(kind), "{text}");
        }
    }
}
