//! Friendly words for a schedule, in English, German and Spanish: days, then the hour (or the hour, then days).

use jiff::civil::Time;
use jiff::civil::Weekday::{self, Friday, Monday, Saturday, Sunday, Thursday, Tuesday, Wednesday};

use super::time::{TimeError, parse_time};
use super::{Days, ScheduleError};

/// Reads words that are in small letters with single spaces.
pub(super) fn parse(text: &str) -> Result<(Days, Time), ScheduleError> {
    let text = joined(text);
    let words: Vec<&str> = text.split(' ').filter(|word| !word.is_empty()).collect();
    let (days, at) = split_time(&words)?;
    Ok((parse_days(days)?, at))
}

/// The short English name of a weekday.
pub(super) fn short(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "mon",
        Weekday::Tuesday => "tue",
        Weekday::Wednesday => "wed",
        Weekday::Thursday => "thu",
        Weekday::Friday => "fri",
        Weekday::Saturday => "sat",
        Weekday::Sunday => "sun",
    }
}

/// What several words mean together, by one word or none. The hour's "a las" goes first, since "a" alone joins days.
const PHRASES: [(&str, &str); 12] = [
    (" a las ", " "),
    (" a la ", " "),
    (" a diario ", " diario "),
    (" todos los días ", " diario "),
    (" todos los dias ", " diario "),
    (" entre semana ", " laborables "),
    (" días laborables ", " laborables "),
    (" dias laborables ", " laborables "),
    (" días hábiles ", " laborables "),
    (" dias habiles ", " laborables "),
    (" fines de semana ", " finde "),
    (" fin de semana ", " finde "),
];

/// Ranges and lists without space around their signs, and with the signs instead of words.
fn joined(text: &str) -> String {
    let mut text = format!(" {text} ");
    for (phrase, means) in PHRASES {
        text = text.replace(phrase, means);
    }
    let mut out = String::new();
    for word in text.replace(['–', '—', '‑'], "-").replace('-', " - ").replace([',', ';', '&', '/'], " , ").split(' ')
    {
        match word {
            "" => {}
            "-" | "to" | "till" | "until" | "through" | "bis" | "a" | "al" | "hasta" => out.push('-'),
            "," | "and" | "und" | "y" => out.push(','),
            word => {
                // A sign before the hour parts, where one between days joins: "mon-fri, 08:00".
                if word.starts_with(|first: char| first.is_ascii_digit()) && out.ends_with(['-', ',']) {
                    out.pop();
                }
                if !out.is_empty() && !out.ends_with(['-', ',']) {
                    out.push(' ');
                }
                out.push_str(word.trim_end_matches(':'));
            }
        }
    }
    out
}

/// The most words of a time: "8:30 de la noche".
const LONGEST_TIME: usize = 4;

/// The longest run of words at the end, or else at the beginning, that is a time; and the other words.
fn split_time<'a, 'b>(words: &'b [&'a str]) -> Result<(&'b [&'a str], Time), ScheduleError> {
    let lengths = (1..=words.len().min(LONGEST_TIME)).rev();
    let ends = lengths.clone().map(|length| words.split_at(words.len() - length));
    let beginnings = lengths.map(|length| words.split_at(length)).map(|(at, days)| (days, at));
    let mut fault = None;
    for (days, at) in ends.chain(beginnings) {
        match parse_time(&at.join(" ")) {
            Ok(time) => return Ok((days, time)),
            Err(TimeError::Empty | TimeError::NotATime) => {}
            Err(why @ (TimeError::Hour | TimeError::Minute | TimeError::TwelveHour)) => fault = fault.or(Some(why)),
        }
    }
    let numbered = words.iter().any(|word| word.contains(|sign: char| sign.is_ascii_digit()));
    match fault {
        Some(why) => Err(why.into()),
        None if numbered => Err(TimeError::NotATime.into()),
        // Words that are no days either: the days are the better thing to explain.
        None => Err(parse_days(words).err().unwrap_or(ScheduleError::NoTime)),
    }
}

fn parse_days(words: &[&str]) -> Result<Days, ScheduleError> {
    let words: Vec<&str> = words.iter().copied().filter(|word| !FILLERS.contains(word)).collect();
    match words.as_slice() {
        [] => Ok(Days::Every),
        ["monthly" | "monatlich" | "mensual" | "mensualmente" | "mes", rest @ ..] | [rest @ .., "mes"] => {
            month_day(rest).map(Days::Monthly)
        }
        words => {
            let mut days = Vec::new();
            for item in
                words.iter().flat_map(|word| word.split(',')).filter(|item| !item.is_empty() && !FILLERS.contains(item))
            {
                days.extend(parse_item(item)?);
            }
            Days::of_weekdays(days).ok_or(ScheduleError::Days { nearest: None })
        }
    }
}

const FILLERS: [&str; 23] = [
    "every", "each", "on", "at", "the", "um", "am", "jeden", "jede", "jedes", "immer", "all", "alle", "el", "la",
    "los", "las", "de", "del", "cada", "todo", "todos", "siempre",
];

/// `1`, `1st`, `1.`, `1º` or `day 1`.
fn month_day(words: &[&str]) -> Result<u8, ScheduleError> {
    let number = match words {
        [number] | ["day" | "tag" | "día" | "dia", number] => number,
        _ => return Err(ScheduleError::MonthDay),
    };
    let digits =
        ["st", "nd", "rd", "th", ".", "º"].iter().find_map(|ending| number.strip_suffix(ending)).unwrap_or(number);
    match digits.parse() {
        Ok(day @ 1..=31) if digits.bytes().all(|byte| byte.is_ascii_digit()) => Ok(day),
        Ok(_) | Err(_) => Err(ScheduleError::MonthDay),
    }
}

/// One name of days, or a range of two weekdays, which may pass over the end of the week.
fn parse_item(item: &str) -> Result<Vec<Weekday>, ScheduleError> {
    match item.split_once('-') {
        None => named(item),
        Some((from, until)) => match (named(from)?.as_slice(), named(until)?.as_slice()) {
            ([from], [until]) => {
                let length = usize::from(from.until(*until).unsigned_abs()) + 1;
                Ok(from.cycle_forward().take(length).collect())
            }
            _ => Err(ScheduleError::Days { nearest: None }),
        },
    }
}

fn named(word: &str) -> Result<Vec<Weekday>, ScheduleError> {
    let word = word.trim_end_matches('.');
    match NAMES.iter().find(|(_, names)| names.contains(&word)) {
        Some((days, _)) => Ok(days.to_vec()),
        None => Err(ScheduleError::Days { nearest: nearest(word) }),
    }
}

/// The known word that takes the fewest changes, at most two and less than half of it.
fn nearest(word: &str) -> Option<&'static str> {
    NAMES
        .iter()
        .flat_map(|(_, names)| names.iter().copied())
        .map(|name| (strsim::damerau_levenshtein(word, name), name))
        .filter(|(distance, name)| *distance <= 2 && distance * 2 < name.chars().count())
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

/// The full names first, since a suggestion takes the first of the equally near.
const NAMES: [(&[Weekday], &[&str]); 10] = [
    (&[Monday], &["monday", "mondays", "montag", "montags", "lunes", "mon", "mo", "lun"]),
    (&[Tuesday], &["tuesday", "tuesdays", "dienstag", "dienstags", "martes", "tue", "tues", "tu", "di", "mar"]),
    (
        &[Wednesday],
        &[
            "wednesday",
            "wednesdays",
            "mittwoch",
            "mittwochs",
            "miércoles",
            "miercoles",
            "wed",
            "weds",
            "we",
            "mi",
            "mié",
            "mie",
        ],
    ),
    (
        &[Thursday],
        &["thursday", "thursdays", "donnerstag", "donnerstags", "jueves", "thu", "thur", "thurs", "th", "do", "jue"],
    ),
    (&[Friday], &["friday", "fridays", "freitag", "freitags", "viernes", "fri", "fr", "vie"]),
    (
        &[Saturday],
        &[
            "saturday",
            "saturdays",
            "samstag",
            "samstags",
            "sonnabend",
            "sonnabends",
            "sábado",
            "sábados",
            "sabado",
            "sabados",
            "sat",
            "sa",
            "sáb",
            "sab",
        ],
    ),
    (&[Sunday], &["sunday", "sundays", "sonntag", "sonntags", "domingo", "domingos", "sun", "su", "so", "dom"]),
    (
        &[Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday],
        &[
            "every day",
            "day",
            "days",
            "daily",
            "everyday",
            "täglich",
            "taeglich",
            "tag",
            "tage",
            "diario",
            "diariamente",
            "día",
            "días",
            "dia",
            "dias",
        ],
    ),
    (
        &[Monday, Tuesday, Wednesday, Thursday, Friday],
        &[
            "weekdays",
            "weekday",
            "workdays",
            "workday",
            "werktags",
            "werktage",
            "werktag",
            "wochentags",
            "wochentage",
            "laborables",
        ],
    ),
    (&[Saturday, Sunday], &["weekends", "weekend", "wochenende", "wochenenden", "wochenends", "finde", "findes"]),
];

#[cfg(test)]
mod tests {
    use jiff::civil::time;

    use super::*;

    fn read(text: &str) -> Result<(Days, Time), ScheduleError> {
        parse(&text.to_lowercase())
    }

    #[test]
    fn words_that_people_use() {
        let evening = time(20, 30, 0, 0);
        let sun_wed = Days::On(vec![Wednesday, Sunday]);
        for (text, days, at) in [
            ("every day 20:30", Days::Every, evening),
            ("20:30", Days::Every, evening),
            ("at 20:30", Days::Every, evening),
            ("20:30 every day", Days::Every, evening),
            ("Daily 8:30pm", Days::Every, evening),
            ("daily at 8:30 pm", Days::Every, evening),
            ("8:30 PM daily", Days::Every, evening),
            ("weekdays 20:30", Days::Weekdays, evening),
            ("every weekday at 20:30", Days::Weekdays, evening),
            ("mon - fri 20:30", Days::Weekdays, evening),
            ("mon–fri 20:30", Days::Weekdays, evening),
            ("Monday to Friday 20:30", Days::Weekdays, evening),
            ("weekends 20:30", Days::Weekends, evening),
            ("sun,wed 20:30", sun_wed.clone(), evening),
            ("sun, wed 20:30", sun_wed.clone(), evening),
            ("sun wed 20:30", sun_wed.clone(), evening),
            ("Sundays and Wednesdays at 20:30", sun_wed.clone(), evening),
            ("sonntags und mittwochs um 20:30 Uhr", sun_wed.clone(), evening),
            ("so,mi 20.30", sun_wed.clone(), evening),
            ("sun, wed, 20:30", sun_wed.clone(), evening),
            ("sun,wed,20:30", sun_wed.clone(), evening),
            ("sun/wed: 20:30", sun_wed, evening),
            ("mon-fri - 20:30", Days::Weekdays, evening),
            ("fri-mon 20:30", Days::On(vec![Monday, Friday, Saturday, Sunday]), evening),
            ("sunday 20:30", Days::On(vec![Sunday]), evening),
            ("mon,mon,weekends 20:30", Days::On(vec![Monday, Saturday, Sunday]), evening),
            ("täglich 20:30", Days::Every, evening),
            ("TÄGLICH um 20:30 Uhr", Days::Every, evening),
            ("jeden Tag 20 Uhr 30", Days::Every, evening),
            ("Mo.-Fr. 20:30", Days::Weekdays, evening),
            ("montag bis freitag 20:30", Days::Weekdays, evening),
            ("am Wochenende um 20:30", Days::Weekends, evening),
            ("8 am montag", Days::On(vec![Monday]), time(8, 0, 0, 0)),
            ("20:30 am montag", Days::On(vec![Monday]), evening),
            ("monthly 1 18:00", Days::Monthly(1), time(18, 0, 0, 0)),
            ("monthly on the 31st at 6 pm", Days::Monthly(31), time(18, 0, 0, 0)),
            ("monatlich am 1. um 18 uhr", Days::Monthly(1), time(18, 0, 0, 0)),
        ] {
            assert_eq!(read(text), Ok((days, at)), "{text}");
        }
    }

    #[test]
    fn spanish_words_that_people_use() {
        let evening = time(20, 30, 0, 0);
        let sun_wed = Days::On(vec![Wednesday, Sunday]);
        for (text, days, at) in [
            ("todos los días 20:30", Days::Every, evening),
            ("Todos los días a las 20:30", Days::Every, evening),
            ("cada día a las 8:30 de la noche", Days::Every, evening),
            ("a las 20:30 h a diario", Days::Every, evening),
            ("a la 1 de la tarde todos los dias", Days::Every, time(13, 0, 0, 0)),
            ("lun-vie 08:00", Days::Weekdays, time(8, 0, 0, 0)),
            ("de lunes a viernes a las 20:30", Days::Weekdays, evening),
            ("lunes al viernes, 8:30 p. m.", Days::Weekdays, evening),
            ("entre semana 20.30 h", Days::Weekdays, evening),
            ("días laborables 20:30", Days::Weekdays, evening),
            ("los días hábiles a las 20:30", Days::Weekdays, evening),
            ("los fines de semana a las 20:30", Days::Weekends, evening),
            ("sábados y domingos 20:30", Days::Weekends, evening),
            ("Sáb,dom 20:30", Days::Weekends, evening),
            ("dom,mié 20:30", sun_wed.clone(), evening),
            ("los domingos y los miércoles a las 20:30", sun_wed, evening),
            ("cada domingo a las 20:30", Days::On(vec![Sunday]), evening),
            ("20:30 los martes", Days::On(vec![Tuesday]), evening),
            ("mensual 1 18:00", Days::Monthly(1), time(18, 0, 0, 0)),
            ("el día 31 de cada mes a las 18 h", Days::Monthly(31), time(18, 0, 0, 0)),
            ("cada mes el 1º a las 18 horas", Days::Monthly(1), time(18, 0, 0, 0)),
        ] {
            assert_eq!(read(text), Ok((days, at)), "{text}");
        }
        for (text, kind) in [
            ("todos los días", ScheduleError::NoTime),
            ("lunes a viernes", ScheduleError::NoTime),
            ("miércolse 20:30", ScheduleError::Days { nearest: Some("miércoles") }),
            ("cada mes a las 18:00", ScheduleError::MonthDay),
            ("cuando sea 20:30", ScheduleError::Days { nearest: None }),
        ] {
            assert_eq!(read(text), Err(kind), "{text}");
        }
    }

    #[test]
    fn each_refusal_has_its_kind() {
        for (text, kind) in [
            ("every day", ScheduleError::NoTime),
            ("mon-fri", ScheduleError::NoTime),
            ("whenever", ScheduleError::Days { nearest: None }),
            ("fry 20:30", ScheduleError::Days { nearest: Some("fri") }),
            ("wendesday 20:30", ScheduleError::Days { nearest: Some("wednesday") }),
            ("weekdays-sun 20:30", ScheduleError::Days { nearest: None }),
            ("-fri 20:30", ScheduleError::Days { nearest: None }),
            ("daily 20:30 8:00", ScheduleError::Days { nearest: None }),
            ("sun,,wed 20:30 uhr 5", ScheduleError::Days { nearest: None }),
            ("every day 24:00", ScheduleError::Time(TimeError::Hour)),
            ("every day 20:60", ScheduleError::Time(TimeError::Minute)),
            ("every day 13 pm", ScheduleError::Time(TimeError::TwelveHour)),
            ("every day 8:5", ScheduleError::Time(TimeError::NotATime)),
            ("monthly 18:00", ScheduleError::MonthDay),
            ("monthly 32 18:00", ScheduleError::MonthDay),
            ("monthly 0 18:00", ScheduleError::MonthDay),
            ("monthly first 18:00", ScheduleError::MonthDay),
        ] {
            assert_eq!(read(text), Err(kind), "{text}");
        }
    }

    #[test]
    fn days_say_words_that_read_back() {
        for bits in 1u8..128 {
            let days = Days::of_weekdays(
                Monday.cycle_forward().take(7).filter(|day| bits & (1 << day.to_monday_zero_offset()) != 0),
            );
            let days = days.expect("at least one day");
            assert_eq!(read(&format!("{days} 08:00")), Ok((days, time(8, 0, 0, 0))));
        }
        for day in 1..=31 {
            let days = Days::Monthly(day);
            assert_eq!(read(&format!("{days} 08:00")), Ok((days, time(8, 0, 0, 0))));
        }
    }
}
