//! Times of day as people write them.

use jiff::civil::Time;

/// Why a text is not a time of day. Carries nothing of what was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TimeError {
    /// Nothing but space.
    #[error("Which hour? Write for example 20:30 or 8:30 pm.")]
    Empty,
    /// No form that we know.
    #[error("I could not read the hour. Write for example 20:30 or 8:30 pm.")]
    NotATime,
    /// An hour over 23.
    #[error("Hours go from 00 to 23; midnight is 00:00. Write for example 20:30.")]
    Hour,
    /// A minute over 59.
    #[error("Minutes go from 00 to 59. Write for example 20:30.")]
    Minute,
    /// am or pm with an hour that is not 1 to 12.
    #[error("With am or pm the hour goes from 1 to 12. Write for example 8:30 pm or 20:30.")]
    TwelveHour,
}

/// Reads a time of day: `20:30`, `20.30`, `20h30`, `2030`, `9`, `8pm`, `8:30 p.m.`, `20 Uhr`, `20:30 h`, `8 de la noche`, `noon`.
///
/// Case and the space before am, pm, Uhr or h do not matter. Seconds are not read and are 0 in the answer.
pub fn parse_time(text: &str) -> Result<Time, TimeError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(TimeError::Empty);
    }
    if text.chars().nth(30).is_some() {
        return Err(TimeError::NotATime);
    }
    let text = text.to_lowercase();
    let text = ["a las ", "a la ", "las ", "la "].iter().find_map(|words| text.strip_prefix(words)).unwrap_or(&text);
    match text {
        "noon" | "midday" | "mittag" | "mittags" | "mediodía" | "mediodia" => {
            return Ok(Time::midnight().saturating_add(jiff::SignedDuration::from_hours(12)));
        }
        "midnight" | "mitternacht" | "medianoche" => return Ok(Time::midnight()),
        _ => {}
    }
    let (clock, half) = half_of_day(text);
    let (hour, minute) = hour_and_minute(clock)?;
    let hour = match half {
        None => hour,
        Some(_) if !(1..=12).contains(&hour) => return Err(TimeError::TwelveHour),
        Some(Half::Am) => hour % 12,
        Some(Half::Pm) => hour % 12 + 12,
        Some(Half::Night) if (6..12).contains(&hour) => hour + 12,
        Some(Half::Night) => hour % 12,
    };
    if hour > 23 {
        return Err(TimeError::Hour);
    }
    if minute > 59 {
        return Err(TimeError::Minute);
    }
    Time::new(hour, minute, 0, 0).map_err(|_| TimeError::NotATime)
}

/// A time of day as `20:30`.
pub fn time_text(time: Time) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

#[derive(Clone, Copy)]
enum Half {
    Am,
    Pm,
    /// From the evening to the small hours: twelve is midnight.
    Night,
}

const HALVES: [(&str, Half); 12] = [
    ("am", Half::Am),
    ("a.m.", Half::Am),
    ("a. m.", Half::Am),
    ("de la mañana", Half::Am),
    ("de la madrugada", Half::Am),
    ("pm", Half::Pm),
    ("p.m.", Half::Pm),
    ("p. m.", Half::Pm),
    ("de la tarde", Half::Pm),
    ("del mediodía", Half::Pm),
    ("del mediodia", Half::Pm),
    ("de la noche", Half::Night),
];

fn half_of_day(text: &str) -> (&str, Option<Half>) {
    for (ending, half) in HALVES {
        if let Some(clock) = text.strip_suffix(ending) {
            return (clock.trim_end(), Some(half));
        }
    }
    (text, None)
}

/// The numbers of `20:30`, `20.30`, `20h30`, `20h`, `20:30 h`, `20 horas`, `20 uhr`, `20 uhr 30`, `20:30 uhr`, `2030` and `9`, not yet judged.
fn hour_and_minute(clock: &str) -> Result<(i8, i8), TimeError> {
    if let Some((hour, minute)) = clock.split_once("uhr") {
        let (hour, minute) = (hour.trim_end(), minute.trim_start());
        return match (minute.is_empty(), hour.contains([':', '.'])) {
            (true, _) => hour_and_minute(hour),
            (false, false) => Ok((number(hour, 1..=2)?, number(minute, 1..=2)?)),
            (false, true) => Err(TimeError::NotATime),
        };
    }
    if let Some(clock) = ["h", "hs", "hrs", "horas"].iter().find_map(|ending| clock.strip_suffix(ending)) {
        let clock = clock.trim_end();
        return match clock.split_once([':', '.']) {
            Some((hour, minute)) => Ok((number(hour, 1..=2)?, number(minute, 2..=2)?)),
            None => Ok((number(clock, 1..=2)?, 0)),
        };
    }
    match clock.split_once([':', '.', 'h']) {
        Some((hour, minute)) => Ok((number(hour, 1..=2)?, number(minute, 2..=2)?)),
        None if clock.len() == 4 && clock.is_ascii() => Ok((number(&clock[..2], 2..=2)?, number(&clock[2..], 2..=2)?)),
        None => Ok((number(clock, 1..=2)?, 0)),
    }
}

fn number(digits: &str, length: std::ops::RangeInclusive<usize>) -> Result<i8, TimeError> {
    if !length.contains(&digits.len()) || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(TimeError::NotATime);
    }
    digits.parse().map_err(|_| TimeError::NotATime)
}

#[cfg(test)]
mod tests {
    use jiff::civil::time;

    use super::*;

    #[test]
    fn times_as_people_write_them() {
        for (text, hour, minute) in [
            ("20:30", 20, 30),
            ("20.30", 20, 30),
            ("20h30", 20, 30),
            ("20h", 20, 0),
            ("2030", 20, 30),
            ("0830", 8, 30),
            ("9", 9, 0),
            ("09", 9, 0),
            ("0", 0, 0),
            ("8pm", 20, 0),
            (" 8:30 PM ", 20, 30),
            ("8.30 p.m.", 20, 30),
            ("12am", 0, 0),
            ("12 pm", 12, 0),
            ("12:05 am", 0, 5),
            ("20 Uhr", 20, 0),
            ("20Uhr", 20, 0),
            ("20:30 Uhr", 20, 30),
            ("20 Uhr 30", 20, 30),
            ("20:30 h", 20, 30),
            ("20.30h", 20, 30),
            ("20 hs", 20, 0),
            ("las 20 horas", 20, 0),
            ("a las 20:30", 20, 30),
            ("8:30 p. m.", 20, 30),
            ("8 de la mañana", 8, 0),
            ("10:30 de la noche", 22, 30),
            ("12 de la noche", 0, 0),
            ("a la 1 de la madrugada", 1, 0),
            ("12 del mediodía", 12, 0),
            ("Mediodía", 12, 0),
            ("noon", 12, 0),
            ("Midnight", 0, 0),
            ("23:59", 23, 59),
        ] {
            assert_eq!(parse_time(text), Ok(time(hour, minute, 0, 0)), "{text}");
        }
    }

    #[test]
    fn each_refusal_has_its_kind() {
        for (text, kind) in [
            ("", TimeError::Empty),
            ("  ", TimeError::Empty),
            ("soon", TimeError::NotATime),
            ("8:5", TimeError::NotATime),
            ("1 8", TimeError::NotATime),
            ("1 8 pm", TimeError::NotATime),
            ("20:30:00", TimeError::NotATime),
            ("-8", TimeError::NotATime),
            ("+8", TimeError::NotATime),
            ("830", TimeError::NotATime),
            ("2030h", TimeError::NotATime),
            ("20h30h", TimeError::NotATime),
            ("las", TimeError::NotATime),
            ("20 de la tarde", TimeError::TwelveHour),
            ("٢٠:٣٠", TimeError::NotATime),
            ("pm", TimeError::NotATime),
            ("8 o'clock in the evening", TimeError::NotATime),
            ("24:00", TimeError::Hour),
            ("99", TimeError::Hour),
            ("20:60", TimeError::Minute),
            ("13pm", TimeError::TwelveHour),
            ("0am", TimeError::TwelveHour),
        ] {
            assert_eq!(parse_time(text), Err(kind), "{text}");
        }
    }
}
