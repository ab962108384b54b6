//! What can be chosen while an option is typed. Pure; whatever comes back is read again by the engine.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::forms::say;
use super::markdown::cut;
use super::step::Table;
use crate::cadence::{Zone, ZoneError, parse_time};
use crate::command::{Name, TABLE, Takes, parse_date};
use crate::engine::settings::{LANGUAGES, SETTINGS, Setting};

/// Discord's limit of choices.
const MOST: usize = 25;
/// Discord's limit of a choice's name and value.
const LONGEST: usize = 100;

/// One thing that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Choice {
    /// As it is shown.
    pub name: String,
    /// What comes back.
    pub value: String,
}

/// What is being typed.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// After which command.
    pub name: Name,
    /// Into which option.
    pub option: &'a str,
    /// What stands there so far.
    pub typed: &'a str,
    /// What was given for the other options.
    pub given: &'a BTreeMap<&'a str, &'a str>,
    /// What their client speaks.
    pub locale: &'a str,
}

/// Whether there is something to choose for an option of that command while it is typed.
pub fn has_choices(name: Name, option: &str, takes: Takes) -> bool {
    match takes {
        Takes::Zone | Takes::Time | Takes::Date | Takes::Word => true,
        Takes::Rest(_) => matches!(
            (name, option),
            (Name::Settings, "value") | (Name::Pause, "until") | (Name::Privacy, "what") | (Name::Help, "about")
        ),
        Takes::Person | Takes::Level | Takes::Choice(_) => false,
    }
}

/// At most 25 choices, the likeliest first.
pub fn choices(asked: &Asked<'_>, table: &Table<'_>) -> Vec<Choice> {
    let takes = asked.name.spec().options.iter().find(|option| option.name == asked.option).map(|option| option.takes);
    let found = match takes {
        Some(Takes::Zone) => zones(asked, table),
        Some(Takes::Time) => times(asked.typed),
        Some(Takes::Date) => dates(asked, table),
        Some(Takes::Word) if asked.name == Name::Settings => {
            starting(asked.typed, SETTINGS.iter().map(|setting| plain(setting.as_str())))
        }
        Some(Takes::Word) => starting(asked.typed, topics(asked, table, "")),
        Some(Takes::Rest(_)) => match asked.name {
            Name::Settings => values(asked, table),
            Name::Pause => until(asked, table),
            Name::Privacy => what_to_forget(asked, table),
            Name::Help => starting(asked.typed, TABLE.iter().map(|spec| plain(spec.name.as_str()))),
            Name::Setup
            | Name::Checkin
            | Name::Gratitude
            | Name::Prompt
            | Name::PromptAdd
            | Name::Answer
            | Name::Skip
            | Name::Another
            | Name::Why
            | Name::Journal
            | Name::Resume
            | Name::Leave
            | Name::Doctor => Vec::new(),
        },
        Some(Takes::Person | Takes::Level | Takes::Choice(_)) | None => Vec::new(),
    };
    let mut seen = BTreeSet::new();
    found
        .into_iter()
        .filter(|choice| !choice.name.trim().is_empty() && choice.value.chars().count() <= LONGEST)
        .filter(|choice| seen.insert(choice.value.clone()))
        .map(|choice| Choice { name: cut(&choice.name, LONGEST), ..choice })
        .take(MOST)
        .collect()
}

/// Zones where many people live, for one who has typed nothing yet.
const LARGE: [&str; 24] = [
    "Europe/London",
    "Europe/Berlin",
    "Europe/Paris",
    "Europe/Madrid",
    "Europe/Rome",
    "Europe/Vienna",
    "Europe/Zurich",
    "Europe/Warsaw",
    "Europe/Athens",
    "Europe/Istanbul",
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Los_Angeles",
    "America/Toronto",
    "America/Mexico_City",
    "America/Bogota",
    "America/Sao_Paulo",
    "America/Argentina/Buenos_Aires",
    "Africa/Lagos",
    "Asia/Kolkata",
    "Asia/Singapore",
    "Asia/Tokyo",
    "Australia/Sydney",
];

/// Zones by name or city, each with the time there.
fn zones(asked: &Asked<'_>, table: &Table<'_>) -> Vec<Choice> {
    let typed = folded(asked.typed);
    let there = |name: &str| {
        let zone: Zone = name.parse().ok()?;
        let now = zone.local(table.now);
        Some(Choice {
            name: format!("{} · {:02}:{:02}", name.replace('_', " "), now.hour(), now.minute()),
            value: name.to_owned(),
        })
    };
    if typed.is_empty() {
        let own = own_zone(asked.locale);
        return own.into_iter().chain(LARGE).filter_map(there).collect();
    }
    let mut found: Vec<(u8, &str)> = Zone::all_names()
        .filter(|name| is_of_a_place(name))
        .filter_map(|name| {
            let whole = folded(name);
            let city = whole.rsplit('/').next().unwrap_or_default();
            let rank = match () {
                () if city == typed || whole == typed => 0,
                () if city.starts_with(&typed) => 1,
                () if whole.starts_with(&typed) => 2,
                () if whole.contains(&typed) => 3,
                () => return None,
            };
            Some((rank, name))
        })
        .collect();
    found.sort();
    if found.is_empty() {
        return near(asked.typed).iter().filter_map(|name| there(name)).collect();
    }
    found.into_iter().take(2 * MOST).filter_map(|(_, name)| there(name)).collect()
}

/// What somebody may have meant who typed something else.
fn near(typed: &str) -> Vec<String> {
    match typed.parse::<Zone>() {
        Ok(zone) => vec![zone.name().to_owned()],
        Err(
            ZoneError::Unknown { nearest } | ZoneError::Ambiguous { nearest } | ZoneError::Abbreviation { nearest },
        ) => nearest,
        Err(ZoneError::Empty | ZoneError::Offset) => Vec::new(),
    }
}

/// A guess that costs nothing where it is wrong.
fn own_zone(locale: &str) -> Option<&'static str> {
    match locale {
        "de" => Some("Europe/Berlin"),
        "es-ES" => Some("Europe/Madrid"),
        "es-419" => Some("America/Mexico_City"),
        "en-US" => Some("America/New_York"),
        "fr" => Some("Europe/Paris"),
        "it" => Some("Europe/Rome"),
        "pl" => Some("Europe/Warsaw"),
        "ja" => Some("Asia/Tokyo"),
        "pt-BR" => Some("America/Sao_Paulo"),
        _ => None,
    }
}

/// Names of a region and a city; the others are of offices and of the past.
fn is_of_a_place(name: &str) -> bool {
    let region = name.split_once('/').map(|(region, _)| region);
    name == "UTC"
        || region
            .is_some_and(|region| !["Etc", "SystemV", "US", "Brazil", "Canada", "Chile", "Mexico"].contains(&region))
}

/// What is typed, then every half hour that begins like it; for nothing, the evening's.
fn times(typed: &str) -> Vec<Choice> {
    let typed = typed.trim();
    let clock = |hour: i8, minute: i8| plain(&format!("{hour:02}:{minute:02}"));
    let exact = parse_time(typed).ok().map(|time| clock(time.hour(), time.minute()));
    let day = (17..24).chain(0..17).flat_map(|hour| [clock(hour, 0), clock(hour, 30)]);
    let like =
        day.filter(|choice| choice.value.starts_with(typed) || choice.value.trim_start_matches('0').starts_with(typed));
    exact.into_iter().chain(like).collect()
}

fn dates(asked: &Asked<'_>, table: &Table<'_>) -> Vec<Choice> {
    let typed = asked.typed.trim();
    let named = [
        ("today", "choice-today"),
        ("yesterday", "choice-yesterday"),
        ("this week", "choice-this-week"),
        ("last week", "choice-last-week"),
        ("this month", "choice-this-month"),
        ("last month", "choice-last-month"),
        ("this year", "choice-this-year"),
    ];
    let named = named.map(|(value, key)| Choice { name: say(table.voice, asked.locale, key), value: value.to_owned() });
    let mut found = starting(typed, named);
    // A day that somebody writes in their own way; of which day it is, their own clock decides later.
    let today = Zone::utc().local(table.now).date();
    if parse_date(typed, today).is_some() {
        found.push(plain(typed));
    }
    found
}

fn until(asked: &Asked<'_>, table: &Table<'_>) -> Vec<Choice> {
    let named = [
        ("tonight", "choice-tonight"),
        ("tomorrow", "choice-tomorrow"),
        ("3 days", "choice-three-days"),
        ("a week", "choice-a-week"),
        ("2 weeks", "choice-two-weeks"),
    ];
    let named = named.map(|(value, key)| Choice { name: say(table.voice, asked.locale, key), value: value.to_owned() });
    starting(asked.typed, named)
}

fn what_to_forget(asked: &Asked<'_>, table: &Table<'_>) -> Vec<Choice> {
    if asked.given.get("do").is_some_and(|what| *what != "forget") {
        return Vec::new();
    }
    let all = Choice { name: say(table.voice, asked.locale, "choice-all"), value: "everything".to_owned() };
    let mut found = starting(asked.typed, [all]);
    found.extend(dates(asked, table).into_iter().filter(|choice| !choice.value.contains(' ')));
    found
}

fn topics(asked: &Asked<'_>, table: &Table<'_>, sign: &str) -> Vec<Choice> {
    let topics = table.catalog.topics();
    let named = |topic: &crate::catalog::Topic| Choice {
        name: format!("{sign}{}", table.catalog.topic_name(topic, table.voice.best(asked.locale))),
        value: format!("{sign}{}", topic.as_str()),
    };
    topics.iter().map(named).collect()
}

/// Values of the setting that was named before.
fn values(asked: &Asked<'_>, table: &Table<'_>) -> Vec<Choice> {
    let list = |values: &[&str]| starting(asked.typed, values.iter().map(|value| plain(value)));
    match asked.given.get("what").and_then(|what| Setting::find(what)) {
        Some(Setting::Zone | Setting::CoupleZone) => zones(asked, table),
        Some(Setting::Quiet) => list(&["22:00-07:00", "21:00-06:00", "23:00-08:00", "00:00-08:00", "off"]),
        Some(Setting::Reminder) => list(&["30 min", "1h", "2h", "4h", "8h", "off"]),
        Some(Setting::Language | Setting::CoupleLanguage) => starting(
            asked.typed,
            LANGUAGES
                .iter()
                .map(|(tag, _)| Choice { name: say(table.voice, tag, "language-name"), value: (*tag).to_owned() }),
        ),
        Some(Setting::Topics) => {
            let signed = ["+", "-"].into_iter().flat_map(|sign| topics(asked, table, sign));
            starting(asked.typed, signed)
        }
        Some(Setting::Announce | Setting::Apart) => list(&["on", "off"]),
        Some(Setting::Depth) => list(&["1", "2", "3"]),
        Some(Setting::Wait) => list(&["12h", "24h", "48h", "72h"]),
        Some(Setting::Ritual(_)) => {
            let mut found = list(&[
                "every day 20:30",
                "every day 08:30",
                "mon-fri 08:00",
                "sat,sun 10:00",
                "sun 18:00",
                "off",
                "open",
                "sealed",
            ]);
            found.extend(times(asked.typed));
            found
        }
        Some(Setting::Reveal(..)) | None => Vec::new(),
    }
}

/// Those that begin like `typed`, then those that hold it.
fn starting(typed: &str, all: impl IntoIterator<Item = Choice>) -> Vec<Choice> {
    let typed = folded(typed);
    let (mut first, mut second) = (Vec::new(), Vec::new());
    for choice in all {
        let (name, value) = (folded(&choice.name), folded(&choice.value));
        if name.starts_with(&typed) || value.starts_with(&typed) {
            first.push(choice);
        } else if name.contains(&typed) || value.contains(&typed) {
            second.push(choice);
        }
    }
    first.append(&mut second);
    first
}

fn folded(text: &str) -> String {
    text.trim().to_lowercase().replace(['_', '-'], " ")
}

fn plain(text: &str) -> Choice {
    Choice { name: text.to_owned(), value: text.to_owned() }
}

#[cfg(test)]
#[path = "suggest_tests.rs"]
mod tests;
