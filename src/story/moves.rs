//! Moving the clock of a story.

use jiff::{SignedDuration, Timestamp, ToSpan as _, civil};

use crate::cadence::{Zone, parse_time};

/// Where the clock goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Move {
    /// To that date and time on the wall clock; in a gap later by the gap's length, in a fold the first time.
    To(civil::DateTime),
    /// To the next time that the wall clock shows this.
    Next(civil::Time),
    /// On by whole days of the wall clock, then by a length of time.
    On {
        /// Days: the same time of day, whatever the clocks did in between.
        days: i32,
        /// A length of time.
        length: SignedDuration,
    },
}

/// The clock only goes forward.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the clock only goes forward, and that time is over")]
pub struct BackInTime;

impl Move {
    /// Reads `2026-03-29 03:30`, `20:30`, `+1d`, `+90m`, `+1w 2h`; `None` for anything else.
    pub fn parse(text: &str) -> Option<Move> {
        let text = text.trim();
        if let Some(steps) = text.strip_prefix('+') {
            return on(steps);
        }
        if let Some((date, time)) = text.split_once([' ', 'T'])
            && let Ok(date) = date.parse::<civil::Date>()
        {
            return Some(Move::To(date.to_datetime(parse_time(time).ok()?)));
        }
        parse_time(text).ok().map(Move::Next)
    }

    /// The instant that it leads to, from `now`, on the wall clock of `zone`. Never before `now`.
    pub fn target(self, now: Timestamp, zone: &Zone) -> Result<Timestamp, BackInTime> {
        let here = zone.local(now);
        let target = match self {
            Move::To(label) => zone.instant(label),
            Move::Next(time) => {
                let today = zone.instant(here.date().to_datetime(time));
                if today > now { today } else { zone.instant(here.date().saturating_add(1.days()).to_datetime(time)) }
            }
            Move::On { days, length } => {
                let start = match days {
                    0 => now,
                    days => zone.instant(here.saturating_add(days.days())),
                };
                start.saturating_add(length).map_err(|_| BackInTime)?
            }
        };
        if target < now { Err(BackInTime) } else { Ok(target) }
    }
}

/// A length of time: `90m`, `2h30m`; `None` for anything else, days too.
pub(super) fn length(text: &str) -> Option<SignedDuration> {
    match on(text) {
        Some(Move::On { days: 0, length }) => Some(length),
        Some(Move::On { .. } | Move::To(_) | Move::Next(_)) | None => None,
    }
}

/// `1d`, `90m`, `1w 2h30m`.
fn on(steps: &str) -> Option<Move> {
    let (mut days, mut minutes) = (0_i32, 0_i64);
    let mut number = String::new();
    let mut seen = false;
    for c in steps.chars() {
        if c.is_ascii_digit() && number.len() < 5 {
            number.push(c);
            continue;
        }
        if c == ' ' && number.is_empty() {
            continue;
        }
        let count: i32 = std::mem::take(&mut number).parse().ok()?;
        match c {
            'w' => days += count * 7,
            'd' => days += count,
            'h' => minutes += i64::from(count) * 60,
            'm' => minutes += i64::from(count),
            _ => return None,
        }
        seen = true;
    }
    (seen && number.is_empty()).then_some(Move::On { days, length: SignedDuration::from_mins(minutes) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moved(from: &str, text: &str) -> String {
        let zone: Zone = "Europe/Paris".parse().unwrap();
        let now = zone.instant(from.parse().unwrap());
        let target = Move::parse(text).unwrap().target(now, &zone);
        target.map_or("back".to_owned(), |at| zone.local(at).to_string())
    }

    #[test]
    fn moves_on_the_wall_clock() {
        let rows = [
            ("2026-03-27T09:00", "2026-03-27 20:30", "2026-03-27T20:30:00"),
            ("2026-03-27T09:00", "20:30", "2026-03-27T20:30:00"),
            ("2026-03-27T20:30", "20:30", "2026-03-28T20:30:00"),
            ("2026-03-28T09:00", "+1d", "2026-03-29T09:00:00"),
            ("2026-03-28T23:30", "+4h", "2026-03-29T04:30:00"),
            ("2026-03-27T09:00", "+90m", "2026-03-27T10:30:00"),
            ("2026-03-27T09:00", "+1w 1d 2h", "2026-04-04T11:00:00"),
            ("2026-03-28T09:00", "2026-03-29 02:30", "2026-03-29T03:30:00"),
            ("2026-03-28T02:30", "+1d", "2026-03-29T03:30:00"),
            ("2026-03-27T09:00", "2026-03-26 09:00", "back"),
        ];
        for (from, text, to) in rows {
            assert_eq!(moved(from, text), to, "{from} {text}");
        }
    }

    #[test]
    fn refuses_what_is_no_time() {
        for text in ["", "+", "+d", "+1", "+1x", "soon", "2026-03-27", "2026-13-01 09:00", "+999999999d"] {
            assert_eq!(Move::parse(text), None, "{text}");
        }
    }
}
