//! Dates of the past as people write them, in English, German and Spanish.

use jiff::Span;
use jiff::civil::{Date, Weekday};

/// A date that somebody named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NamedDate {
    /// The day, or the first day of a longer time.
    pub date: Date,
    /// Whether it is that one day, rather than the beginning of a week, a month or a year.
    pub one_day: bool,
}

/// Reads `yesterday`, `last week`, `3 days ago`, `monday`, `2026-05-03`, `3 May`, `May 3, 2026`, `3.5.`, `gestern`, `3. Mai`,
/// `ayer`, `hace 3 días`, `3 de mayo`.
///
/// Without a year the most recent one that is not after `today`; a weekday is the last one before `today`. Case does not
/// matter. `None` for everything else. It never names a day after `today` unless the year was written.
pub fn parse_date(text: &str, today: Date) -> Option<NamedDate> {
    if text.chars().nth(40).is_some() {
        return None;
    }
    let text = text.to_lowercase().replace([',', '_'], " ");
    let words: Vec<&str> = text
        .split_whitespace()
        .skip_while(|word| BEFORE.contains(word))
        .filter(|word| !["of", "de", "del"].contains(word))
        .collect();
    let day = |date: Option<Date>| Some(NamedDate { date: date?, one_day: true });
    let from = |date: Option<Date>| Some(NamedDate { date: date?, one_day: false });
    match words.as_slice() {
        ["today" | "heute" | "hoy"] => day(Some(today)),
        ["yesterday" | "gestern" | "ayer"] => day(today.yesterday().ok()),
        ["vorgestern" | "anteayer" | "antier"] | ["day", "before", "yesterday"] => {
            day(back(today, Span::new().days(2)))
        }
        [THIS_1 | THIS_2, "week" | "woche"] | ["esta", "semana"] => from(Some(monday(today))),
        ["last" | "letzte", "week" | "woche"] | ["semana", "pasada"] => from(back(monday(today), Span::new().weeks(1))),
        [THIS_1 | THIS_3, "month" | "monat"] | ["este", "mes"] => from(Some(today.first_of_month())),
        ["last" | "letzter" | "letzten", "month" | "monat"] | ["mes", "pasado"] => {
            from(back(today.first_of_month(), Span::new().months(1)))
        }
        [THIS_1 | "dieses", "year" | "jahr"] | ["este", "año"] => from(Some(today.first_of_year())),
        ["last" | "letztes", "year" | "jahr"] | ["año", "pasado"] => {
            from(back(today.first_of_year(), Span::new().years(1)))
        }
        [count, unit, "ago"] | ["vor" | "hace", count, unit] => ago(count, unit, today),
        ["last" | "letzter" | "letzten" | "letzte", name] | [name, "pasado"] => {
            day(Some(last_weekday(weekday(name)?, today)))
        }
        [one] => single(one, today),
        [first, second] => {
            let (number, month) = day_and_month(first, second)?;
            day(most_recent(month, number, today))
        }
        [first, second, year] => {
            let (number, month) = day_and_month(first, second)?;
            day(Date::new(written_year(year)?, month, number).ok())
        }
        _ => None,
    }
}

/// Words that may stand before a date and say nothing of it.
const BEFORE: [&str; 9] = ["the", "on", "am", "den", "since", "seit", "desde", "el", "la"];

const THIS_1: &str = "this";
const THIS_2: &str = "diese";
const THIS_3: &str = "diesen";

/// A date in one word: a weekday, a month, or figures.
fn single(word: &str, today: Date) -> Option<NamedDate> {
    if let Some(weekday) = weekday(word) {
        return Some(NamedDate { date: last_weekday(weekday, today), one_day: true });
    }
    if let Some(month) = month(word) {
        return Some(NamedDate { date: most_recent(month, 1, today)?, one_day: false });
    }
    let (date, one_day) = if let Some(parts) = figures(word, '-').or_else(|| figures(word, '/')) {
        match parts.as_slice() {
            [year, month, day] => (of(*year, *month, *day)?, true),
            [year, month] => (of(*year, *month, 1)?, false),
            _ => return None,
        }
    } else {
        let dotted = figures(word.strip_suffix('.').unwrap_or(word), '.')?;
        match dotted.as_slice() {
            [day, month] => (most_recent(i8::try_from(*month).ok()?, i8::try_from(*day).ok()?, today)?, true),
            [day, month, year] => (of(*year, *month, *day)?, true),
            _ => return None,
        }
    };
    Some(NamedDate { date, one_day })
}

/// Two or three numbers with a sign between.
fn figures(word: &str, sign: char) -> Option<Vec<i16>> {
    let parts: Vec<i16> = word
        .split(sign)
        .map(|part| {
            let plain = !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
            plain.then(|| part.parse().ok()).flatten()
        })
        .collect::<Option<_>>()?;
    (parts.len() >= 2).then_some(parts)
}

/// With a year of four figures, so that `26-05-03` is not read as one of long ago.
fn of(year: i16, month: i16, day: i16) -> Option<Date> {
    if year < 1000 {
        return None;
    }
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

fn written_year(word: &str) -> Option<i16> {
    word.parse().ok().filter(|year| *year >= 1000)
}

fn day_and_month(first: &str, second: &str) -> Option<(i8, i8)> {
    match (day_number(first), month(second)) {
        (Some(day), Some(month)) => Some((day, month)),
        _ => Some((day_number(second)?, month(first)?)),
    }
}

/// `3`, `3.`, `3rd`.
fn day_number(word: &str) -> Option<i8> {
    let digits = ["st", "nd", "rd", "th", "."].iter().find_map(|ending| word.strip_suffix(ending)).unwrap_or(word);
    digits.parse().ok().filter(|day| (1..=31).contains(day))
}

fn ago(count: &str, unit: &str, today: Date) -> Option<NamedDate> {
    let count: i64 = match count {
        "a" | "an" | "one" | "einer" | "einem" | "un" | "una" => 1,
        "two" | "zwei" | "dos" => 2,
        "three" | "drei" | "tres" => 3,
        number => number.parse().ok().filter(|n| (0..=3650).contains(n))?,
    };
    let span = match unit {
        "day" | "days" | "tag" | "tagen" | "día" | "días" | "dia" | "dias" => Span::new().days(count),
        "week" | "weeks" | "woche" | "wochen" | "semana" | "semanas" => Span::new().weeks(count),
        "month" | "months" | "monat" | "monaten" | "mes" | "meses" => Span::new().months(count),
        "year" | "years" | "jahr" | "jahren" | "año" | "años" => Span::new().years(count.min(100)),
        _ => return None,
    };
    Some(NamedDate { date: back(today, span)?, one_day: true })
}

fn back(date: Date, span: Span) -> Option<Date> {
    date.checked_sub(span).ok()
}

fn monday(date: Date) -> Date {
    let since = date.weekday().to_monday_zero_offset();
    date.saturating_sub(Span::new().days(since))
}

fn last_weekday(weekday: Weekday, today: Date) -> Date {
    let since = match weekday.until(today.weekday()) {
        0 => 7,
        days => days,
    };
    today.saturating_sub(Span::new().days(since))
}

/// That day in the latest year in which it exists and is not ahead.
fn most_recent(month: i8, day: i8, today: Date) -> Option<Date> {
    (0..=8).find_map(|years| Date::new(today.year().checked_sub(years)?, month, day).ok().filter(|date| *date <= today))
}

fn weekday(word: &str) -> Option<Weekday> {
    Some(match word {
        "monday" | "mon" | "montag" | "lunes" => Weekday::Monday,
        "tuesday" | "tue" | "dienstag" | "martes" => Weekday::Tuesday,
        "wednesday" | "wed" | "mittwoch" | "miércoles" | "miercoles" => Weekday::Wednesday,
        "thursday" | "thu" | "donnerstag" | "jueves" => Weekday::Thursday,
        "friday" | "fri" | "freitag" | "viernes" => Weekday::Friday,
        "saturday" | "sat" | "samstag" | "sonnabend" | "sábado" | "sabado" => Weekday::Saturday,
        "sunday" | "sun" | "sonntag" | "domingo" => Weekday::Sunday,
        _ => return None,
    })
}

fn month(word: &str) -> Option<i8> {
    Some(match word.trim_end_matches('.') {
        "january" | "jan" | "januar" | "jänner" | "enero" | "ene" => 1,
        "february" | "feb" | "februar" | "febrero" => 2,
        "march" | "mar" | "märz" | "mär" | "maerz" | "marzo" => 3,
        "april" | "apr" | "abril" | "abr" => 4,
        "may" | "mai" | "mayo" => 5,
        "june" | "jun" | "juni" | "junio" => 6,
        "july" | "jul" | "juli" | "julio" => 7,
        "august" | "aug" | "agosto" | "ago" => 8,
        "september" | "sep" | "sept" | "septiembre" | "setiembre" => 9,
        "october" | "oct" | "oktober" | "okt" | "octubre" => 10,
        "november" | "nov" | "noviembre" => 11,
        "december" | "dec" | "dezember" | "dez" | "diciembre" | "dic" => 12,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    /// A Wednesday.
    const TODAY: Date = date(2026, 5, 13);

    #[test]
    fn days_that_people_name() {
        for (text, expected) in [
            ("today", TODAY),
            ("Yesterday", date(2026, 5, 12)),
            ("gestern", date(2026, 5, 12)),
            ("vorgestern", date(2026, 5, 11)),
            ("3 days ago", date(2026, 5, 10)),
            ("vor 2 wochen", date(2026, 4, 29)),
            ("a month ago", date(2026, 4, 13)),
            ("monday", date(2026, 5, 11)),
            ("wednesday", date(2026, 5, 6)),
            ("last friday", date(2026, 5, 8)),
            ("2026-05-03", date(2026, 5, 3)),
            ("3 May", date(2026, 5, 3)),
            ("May 3rd", date(2026, 5, 3)),
            ("the 3rd of May", date(2026, 5, 3)),
            ("3. Mai", date(2026, 5, 3)),
            ("14 may", date(2025, 5, 14)),
            ("May 3, 2024", date(2024, 5, 3)),
            ("3.5.", date(2026, 5, 3)),
            ("03.05.2025", date(2025, 5, 3)),
            ("29 february", date(2024, 2, 29)),
            ("ayer", date(2026, 5, 12)),
            ("Anteayer", date(2026, 5, 11)),
            ("hace 3 días", date(2026, 5, 10)),
            ("hace una semana", date(2026, 5, 6)),
            ("el lunes", date(2026, 5, 11)),
            ("el viernes pasado", date(2026, 5, 8)),
            ("3 de mayo", date(2026, 5, 3)),
            ("el 3 de mayo de 2024", date(2024, 5, 3)),
            ("3 ago", date(2025, 8, 3)),
        ] {
            let expected = NamedDate { date: expected, one_day: true };
            assert_eq!(parse_date(text, TODAY), Some(expected), "{text}");
        }
    }

    #[test]
    fn longer_times_begin_somewhere() {
        for (text, expected) in [
            ("this week", date(2026, 5, 11)),
            ("last week", date(2026, 5, 4)),
            ("letzte Woche", date(2026, 5, 4)),
            ("last month", date(2026, 4, 1)),
            ("last year", date(2025, 1, 1)),
            ("2026-04", date(2026, 4, 1)),
            ("june", date(2025, 6, 1)),
            ("esta semana", date(2026, 5, 11)),
            ("desde la semana pasada", date(2026, 5, 4)),
            ("el mes pasado", date(2026, 4, 1)),
            ("el año pasado", date(2025, 1, 1)),
            ("enero", date(2026, 1, 1)),
        ] {
            let expected = NamedDate { date: expected, one_day: false };
            assert_eq!(parse_date(text, TODAY), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in [
            "",
            "soon",
            "the sea",
            "31 april",
            "31 de abril",
            "pasado",
            "de",
            "2026-13-01",
            "26-05-03",
            "3/5",
            "12",
            "99999999999 days ago",
            "1.2.3.4",
            "a b c d e",
        ] {
            assert_eq!(parse_date(text, TODAY), None, "{text}");
        }
    }
}
