//! Zones by their IANA names, and the zone data in use.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::names::{abbreviation, data, is_offset, key};

/// A zone of the IANA database. Equal when the names are.
#[derive(Clone)]
pub struct Zone(TimeZone);

/// Why a text is not a zone. Carries nothing of what was typed; the names offered are ours.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ZoneError {
    /// Nothing but space.
    #[error("Which time zone? Write a name like Europe/Paris, or just a city.")]
    Empty,
    /// No zone of that name.
    #[error(
        "I do not know that time zone.{} Write a name like Europe/Paris, or a large city near you.",
        meant(nearest)
    )]
    Unknown {
        /// Up to three names that are near, the nearest first.
        nearest: Vec<String>,
    },
    /// A city that several zones are named after.
    #[error("There is more than one place of that name.{}", meant(nearest))]
    Ambiguous {
        /// Their zones.
        nearest: Vec<String>,
    },
    /// A fixed offset such as +02:00, which knows no summer time.
    #[error("An offset does not know about summer time. Please use a name like Europe/Paris instead.")]
    Offset,
    /// An abbreviation such as CET or EST, which stands for several zones or for only half of the year.
    #[error(
        "Abbreviations can mean several places, or only half of the year.{} Please use a name like Europe/Paris.",
        meant(nearest)
    )]
    Abbreviation {
        /// Zones that people often mean by it.
        nearest: Vec<String>,
    },
}

fn meant(nearest: &[String]) -> String {
    match nearest {
        [] => String::new(),
        names => format!(" Did you mean {}?", names.join(" or ")),
    }
}

/// Which release of the IANA data the zones come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TzData {
    /// The release, such as `2026a`.
    pub version: String,
    /// Whether it is the copy within this program, rather than the system's.
    pub bundled: bool,
}

/// The zone data in use: the newer of the system's and this program's own. Decided once, at the first use of a zone.
pub fn tz_version() -> &'static TzData {
    &data().release
}

impl Zone {
    /// Universal time.
    pub fn utc() -> Zone {
        Zone(TimeZone::UTC)
    }

    /// The IANA name, such as `Europe/Paris`.
    pub fn name(&self) -> &str {
        self.0.iana_name().unwrap_or("UTC")
    }

    /// What the wall clock shows at an instant.
    pub fn local(&self, at: Timestamp) -> DateTime {
        self.0.to_datetime(at)
    }

    /// When the wall clock shows this: in a gap later by the gap's length, in a fold the first time. A date at the very
    /// ends of the calendar gives the nearest instant there is.
    pub fn instant(&self, label: DateTime) -> Timestamp {
        let limit = if label.year() < 0 { Timestamp::MIN } else { Timestamp::MAX };
        self.0.to_ambiguous_timestamp(label).compatible().unwrap_or(limit)
    }

    /// The zone as `jiff` has it.
    pub fn jiff(&self) -> &TimeZone {
        &self.0
    }

    /// Every name that is understood, in alphabetical order.
    pub fn all_names() -> impl Iterator<Item = &'static str> {
        data().names.iter().map(String::as_str)
    }

    fn named(name: &str) -> Option<Zone> {
        data().load(name).map(Zone)
    }
}

impl FromStr for Zone {
    type Err = ZoneError;

    /// An IANA name or its city alone, whatever the case, with space or hyphen for the underscore.
    fn from_str(text: &str) -> Result<Zone, ZoneError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(ZoneError::Empty);
        }
        // As we write it ourselves, in every couple's document.
        if data().names.binary_search_by(|name| name.as_str().cmp(text)).is_ok()
            && let Some(zone) = Zone::named(text)
        {
            return Ok(zone);
        }
        if text.chars().nth(64).is_some() {
            return Err(ZoneError::Unknown { nearest: Vec::new() });
        }
        if is_offset(text) {
            return Err(ZoneError::Offset);
        }
        if let Some(names) = abbreviation(text) {
            return Err(ZoneError::Abbreviation { nearest: names.iter().map(|name| (*name).to_owned()).collect() });
        }
        let wanted = key(text);
        let data = data();
        if let Some(zone) = data.by_key.get(&wanted).and_then(|name| Zone::named(name)) {
            return Ok(zone);
        }
        match data.by_city.get(&wanted).map(Vec::as_slice) {
            Some([name]) => Zone::named(name).ok_or_else(|| unknown(data.near(&wanted))),
            Some(names) => Err(ZoneError::Ambiguous { nearest: names.to_vec() }),
            None => Err(unknown(data.near(&wanted))),
        }
    }
}

fn unknown(nearest: Vec<String>) -> ZoneError {
    ZoneError::Unknown { nearest }
}

impl PartialEq for Zone {
    fn eq(&self, other: &Zone) -> bool {
        self.name() == other.name()
    }
}

impl Eq for Zone {}

impl fmt::Debug for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Zone").field(&self.name()).finish()
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Serialize for Zone {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl<'de> Deserialize<'de> for Zone {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Zone, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<String, ZoneError> {
        text.parse::<Zone>().map(|zone| zone.name().to_owned())
    }

    #[test]
    fn names_as_people_write_them() {
        for (text, name) in [
            ("Europe/Paris", "Europe/Paris"),
            (" europe/paris ", "Europe/Paris"),
            ("EUROPE / PARIS", "Europe/Paris"),
            ("paris", "Europe/Paris"),
            ("New York", "America/New_York"),
            ("new-york", "America/New_York"),
            ("america/new york", "America/New_York"),
            ("Port au Prince", "America/Port-au-Prince"),
            ("buenos aires", "America/Argentina/Buenos_Aires"),
            ("Istanbul", "Europe/Istanbul"),
            ("Lord Howe", "Australia/Lord_Howe"),
            ("UTC", "UTC"),
            ("utc", "UTC"),
            ("Etc/GMT+5", "Etc/GMT+5"),
            ("etc/gmt-5", "Etc/GMT-5"),
        ] {
            assert_eq!(read(text).as_deref(), Ok(name), "{text}");
        }
    }

    #[test]
    fn every_name_reads_as_itself() {
        assert!(Zone::all_names().count() > 500);
        for name in Zone::all_names() {
            assert_eq!(read(name).as_deref(), Ok(name));
        }
    }

    #[test]
    fn each_refusal_has_its_kind() {
        for offset in ["+02:00", "-5", "UTC+2", "gmt-03:00", "UTC +2", "−3", "utc2", "GMT+0"] {
            assert_eq!(read(offset), Err(ZoneError::Offset), "{offset}");
        }
        for short in ["CET", "cest", "EST", "pst", "GMT", "BST", "IST"] {
            let Err(ZoneError::Abbreviation { nearest }) = read(short) else { panic!("{short} should be refused") };
            for name in nearest {
                assert_eq!(read(&name), Ok(name));
            }
        }
        assert_eq!(read("  "), Err(ZoneError::Empty));
        assert_eq!(read(&"x".repeat(65)), Err(ZoneError::Unknown { nearest: vec![] }));
        assert_eq!(read("somewhere nice"), Err(ZoneError::Unknown { nearest: vec![] }));
        for (text, first) in
            [("Pariss", "Europe/Paris"), ("Europe/Berlim", "Europe/Berlin"), ("new yrok", "America/New_York")]
        {
            let Err(ZoneError::Unknown { nearest }) = read(text) else { panic!("{text} should be unknown") };
            assert_eq!(nearest.first().map(String::as_str), Some(first), "{text}");
            assert!(nearest.len() <= 3);
        }
    }
}
