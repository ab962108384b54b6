//! Values as people type them.

use std::collections::BTreeMap;

use crate::catalog::{Catalog, Topic};

/// The languages that the bot speaks, by tag, each with the words by which it is chosen. A test of the voice keeps it complete.
pub const LANGUAGES: [(&str, &[&str]); 3] = [
    ("en", &["english", "englisch", "inglés", "ingles"]),
    ("de", &["german", "deutsch", "alemán", "aleman"]),
    ("es", &["spanish", "spanisch", "español", "espanol", "castellano"]),
];

/// A language by its tag (with a country or without) or its name; as a tag, such as `de-AT`.
pub fn language(text: &str) -> Option<String> {
    let text = text.trim().to_lowercase().replace('_', "-");
    let (tag, country) = match text.split_once('-') {
        Some((tag, country)) => (tag, Some(country)),
        None => (text.as_str(), None),
    };
    let (tag, _) =
        LANGUAGES.iter().find(|(known, names)| *known == tag || (country.is_none() && names.contains(&tag)))?;
    match country {
        None => Some((*tag).to_owned()),
        Some(country) if country.len() == 2 && country.bytes().all(|b| b.is_ascii_lowercase()) => {
            Some(format!("{tag}-{}", country.to_uppercase()))
        }
        Some(_) => None,
    }
}

/// Whether the text takes a setting away: then the couple's holds, or nothing.
pub(super) fn is_none(text: &str) -> bool {
    let text = text.trim().to_lowercase();
    let english = ["off", "none", "no", "never", "couple", "ours", "default"];
    let german = ["aus", "keine", "nein", "nie", "paar"];
    let spanish =
        ["desactivar", "desactivado", "desactivada", "apagar", "nada", "ninguno", "ninguna", "nunca", "pareja"];
    [&english[..], &german, &spanish].iter().any(|words| words.contains(&text.as_str()))
}

/// Yes or no.
pub(super) fn on_or_off(text: &str) -> Option<bool> {
    match text.trim().to_lowercase().as_str() {
        "on" | "yes" | "true" | "an" | "ja" | "ein" | "activar" | "activado" | "sí" | "si" => Some(true),
        "off" | "no" | "false" | "aus" | "nein" | "never" | "desactivar" | "desactivado" | "nunca" => Some(false),
        _ => None,
    }
}

/// A length in whole minutes: `30`, `45 min`, `2h`, `1h30`, `1:30`, `half an hour`, `2 days`; `None` for anything else.
pub(super) fn minutes(text: &str) -> Option<u32> {
    let text = text.trim().to_lowercase();
    match text.as_str() {
        "half an hour" | "eine halbe stunde" | "media hora" => return Some(30),
        "an hour" | "one hour" | "eine stunde" | "una hora" => return Some(60),
        "a day" | "one day" | "ein tag" | "un día" | "un dia" => return Some(1440),
        _ => {}
    }
    let (first, rest) = number(&text)?;
    if let Some(minutes) = rest.strip_prefix(':') {
        let (minutes, rest) = number(minutes)?;
        return (rest.is_empty() && minutes < 60).then(|| first.checked_mul(60)?.checked_add(minutes))?;
    }
    let unit_ends = rest.find(|sign: char| !sign.is_alphabetic()).unwrap_or(rest.len());
    let (unit, more) = rest.split_at(unit_ends);
    let each = match unit {
        "" | "m" | "min" | "mins" | "minute" | "minutes" | "minuten" | "minuto" | "minutos" => 1,
        "h" | "hour" | "hours" | "hr" | "hrs" | "std" | "stunde" | "stunden" | "hora" | "horas" => 60,
        "d" | "day" | "days" | "tag" | "tage" | "día" | "días" | "dia" | "dias" => 1440,
        _ => return None,
    };
    let whole = first.checked_mul(each)?;
    match more.trim() {
        "" => Some(whole),
        more if each == 60 => {
            let (minutes, rest) = number(more.strip_prefix("y ").unwrap_or(more).trim_start())?;
            let named = ["", "m", "min", "minutes", "minuten", "minutos"].contains(&rest);
            (named && minutes < 60).then(|| whole.checked_add(minutes))?
        }
        _ => None,
    }
}

/// A length in whole hours, of which a bare number is one.
pub(super) fn hours(text: &str) -> Option<u32> {
    match text.trim().parse::<u32>() {
        Ok(hours) => Some(hours),
        Err(_) => minutes(text).filter(|minutes| minutes % 60 == 0).map(|minutes| minutes / 60),
    }
}

fn number(text: &str) -> Option<(u32, &str)> {
    let end = text.find(|sign: char| !sign.is_ascii_digit()).unwrap_or(text.len());
    let (digits, rest) = text.split_at(end);
    Some((digits.parse().ok()?, rest.trim_start()))
}

/// A word that names no topic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct NoSuchTopic;

/// `+money -sex`: which are open from now on and which are not. By id or by name in `locale`, with spaces or hyphens.
pub(super) fn topics(catalog: &Catalog, locale: &str, text: &str) -> Result<BTreeMap<Topic, bool>, NoSuchTopic> {
    let known = catalog.topics();
    let plain = text.trim().to_lowercase();
    if ["all", "alle", "todo", "todos", "+all"].contains(&plain.as_str()) {
        return Ok(known.into_iter().map(|topic| (topic, true)).collect());
    }
    if is_none(&plain) || plain == "-all" {
        return Ok(known.into_iter().map(|topic| (topic, false)).collect());
    }
    let is_named = |topic: &Topic, words: &str| {
        let flat = |text: &str| text.to_lowercase().replace(['-', '_'], " ");
        flat(words) == flat(topic.as_str()) || flat(words) == flat(catalog.topic_name(topic, locale))
    };
    let spaced = plain.replace([',', ';'], " ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut wishes = BTreeMap::new();
    let mut open = true;
    let mut at = 0;
    while let Some(word) = words.get(at) {
        let bare = word.trim_start_matches(['+', '-', '−', '–']);
        if bare.len() < word.len() {
            open = word.starts_with('+');
        } else if ["and", "und", "y", "e"].contains(word) {
            at += 1;
            continue;
        }
        if bare.is_empty() {
            at += 1;
            continue;
        }
        let found = (1..=4).rev().find_map(|length| {
            let more = words.get(at + 1..at + length)?;
            let name = [&[bare], more].concat().join(" ");
            let topic = known.iter().find(|topic| is_named(topic, &name))?;
            Some((topic.clone(), length))
        });
        let (topic, length) = found.ok_or(NoSuchTopic)?;
        wishes.insert(topic, open);
        at += length;
    }
    if wishes.is_empty() { Err(NoSuchTopic) } else { Ok(wishes) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_as_people_write_them() {
        for (text, expected) in [
            ("30", Some(30)),
            ("45 min", Some(45)),
            ("2h", Some(120)),
            ("1h30", Some(90)),
            ("1 hour 30 minutes", Some(90)),
            ("1:30", Some(90)),
            ("90 Minuten", Some(90)),
            ("media hora", Some(30)),
            ("1 hora y 30 minutos", Some(90)),
            ("2 días", Some(2880)),
            ("half an hour", Some(30)),
            ("2 days", Some(2880)),
            ("soon", None),
            ("1:75", None),
            ("2h banana", None),
            ("-5", None),
            ("99999999999", None),
            ("4294967295h", None),
            ("4294967295:10", None),
        ] {
            assert_eq!(minutes(text), expected, "{text}");
        }
        assert_eq!(hours("24"), Some(24));
        assert_eq!(hours("2 days"), Some(48));
        assert_eq!(hours("90 min"), None);
    }

    #[test]
    fn languages_by_tag_and_name() {
        assert_eq!(language("Deutsch").as_deref(), Some("de"));
        assert_eq!(language("de_at").as_deref(), Some("de-AT"));
        assert_eq!(language("Español").as_deref(), Some("es"));
        assert_eq!(language("es-MX").as_deref(), Some("es-MX"));
        assert_eq!(language("EN-gb").as_deref(), Some("en-GB"));
        assert_eq!(language("klingon"), None);
        assert_eq!(language("de-"), None);
        assert_eq!(language("german-at"), None);
    }

    #[test]
    fn on_and_off_in_every_language() {
        for (text, expected) in [
            ("on", Some(true)),
            ("An", Some(true)),
            ("activar", Some(true)),
            ("Sí", Some(true)),
            ("off", Some(false)),
            ("aus", Some(false)),
            ("desactivar", Some(false)),
            ("perhaps", None),
        ] {
            assert_eq!(on_or_off(text), expected, "{text}");
            assert!(expected != Some(false) || is_none(text), "{text}");
        }
        for text in ["couple", "Paar", "pareja", "none", "keine", "ninguna"] {
            assert!(is_none(text), "{text}");
        }
        assert!(!is_none("22:00-07:00"));
    }

    #[test]
    fn topics_with_signs_and_names() {
        let catalog = Catalog::builtin().unwrap();
        let read = |text: &str| {
            topics(&catalog, "en", text).map(|wishes| {
                wishes
                    .into_iter()
                    .map(|(topic, open)| format!("{}{topic}", if open { '+' } else { '-' }))
                    .collect::<Vec<_>>()
                    .join(" ")
            })
        };
        assert_eq!(read("+money -sex").as_deref(), Ok("+money -sex"));
        assert_eq!(read("money, sex").as_deref(), Ok("+money +sex"));
        assert_eq!(read("- money sex").as_deref(), Ok("-money -sex"));
        assert_eq!(read("Past hurt and money").as_deref(), Ok("+money +past-hurt"));
        assert_eq!(read("+past-hurt").as_deref(), Ok("+past-hurt"));
        assert_eq!(read("gardening"), Err(NoSuchTopic));
        assert_eq!(read("+"), Err(NoSuchTopic));
        assert!(read("none").is_ok_and(|all| !all.contains('+')));
    }
}
