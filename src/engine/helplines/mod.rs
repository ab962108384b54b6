//! Where people help, by country: a table of numbers that have stood for years, each with who runs it.
//!
//! A wrong number does harm, so a country is better left out than guessed: then the directories named in the help text serve.
//! Change a row only after looking at its source.

mod table;

pub use table::COUNTRIES;

/// What a line is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum For {
    /// Danger now.
    Emergency,
    /// Somebody to talk to, whatever it is.
    Talking,
    /// Violence or fear at home.
    Violence,
}

/// One line.
#[derive(Clone, Copy, Debug)]
pub struct HelpLine {
    /// What it is for.
    pub purpose: For,
    /// What it is called there.
    pub name: &'static str,
    /// The number, as it is dialled within the country.
    pub number: &'static str,
    /// Who says so: the service's own site, or the authority that runs the number.
    pub source: &'static str,
}

/// The lines of one country.
#[derive(Clone, Copy, Debug)]
pub struct Country {
    /// ISO 3166 code.
    pub code: &'static str,
    /// Its name in English, by which it is found.
    pub name: &'static str,
    /// The key of the voice for its name.
    pub key: &'static str,
    /// Other names that people type, in small letters.
    pub also: &'static [&'static str],
    /// The zones that lie in it and in no other country. One that ends in `/` stands for all zones below it.
    pub zones: &'static [&'static str],
    /// Its lines, in the order in which they are shown.
    pub lines: &'static [HelpLine],
}

/// The year as of which the numbers are known; the help text says it.
pub const AS_OF: i64 = 2025;

/// The country of that code or name, in any case.
pub fn named(text: &str) -> Option<&'static Country> {
    let text = text.trim().to_lowercase();
    COUNTRIES.iter().find(|country| {
        country.code.eq_ignore_ascii_case(&text)
            || country.name.to_lowercase() == text
            || country.also.contains(&text.as_str())
    })
}

/// The country in which a zone lies.
pub fn of_zone(zone: &str) -> Option<&'static Country> {
    COUNTRIES.iter().find(|country| {
        country.zones.iter().any(|known| *known == zone || (known.ends_with('/') && zone.starts_with(known)))
    })
}

/// The country of a locale's region: `de-AT`.
pub fn of_locale(locale: &str) -> Option<&'static Country> {
    let (_, region) = locale.split_once(['-', '_'])?;
    COUNTRIES.iter().find(|country| country.code.eq_ignore_ascii_case(region))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cadence::Zone;

    #[test]
    fn every_country_has_an_emergency_number_first_and_a_source_for_each() {
        for country in COUNTRIES {
            let first = country.lines.first().map(|line| line.purpose);
            assert_eq!(first, Some(For::Emergency), "{}", country.name);
            assert!(country.lines.is_sorted_by_key(|line| line.purpose), "{}", country.name);
            assert_eq!(country.code.len(), 2);
            for line in country.lines {
                assert!(!line.source.is_empty() && !line.name.is_empty());
                let dialled = line.number.chars().all(|sign| sign.is_ascii_digit() || " -".contains(sign));
                assert!(dialled, "{}", line.number);
            }
        }
        assert!(COUNTRIES.is_sorted_by_key(|country| country.code));
    }

    #[test]
    fn every_zone_of_the_table_exists_and_lies_in_one_country() {
        for country in COUNTRIES {
            for zone in country.zones.iter().filter(|zone| !zone.ends_with('/')) {
                assert!(zone.parse::<Zone>().is_ok(), "{zone}");
                assert_eq!(of_zone(zone).map(|found| found.code), Some(country.code));
            }
        }
        assert_eq!(of_zone("Australia/Perth").map(|country| country.code), Some("AU"));
        assert!(of_zone("Asia/Ulaanbaatar").is_none());
    }

    #[test]
    fn countries_are_found_as_people_name_them() {
        for (text, code) in
            [("Germany", "DE"), (" deutschland ", "DE"), ("uk", "GB"), ("New Zealand", "NZ"), ("us", "US")]
        {
            assert_eq!(named(text).map(|country| country.code), Some(code), "{text}");
        }
        for (text, code) in [("España", "ES"), ("estados unidos", "US"), ("Países Bajos", "NL"), ("Alemania", "DE")] {
            assert_eq!(named(text).map(|country| country.code), Some(code), "{text}");
        }
        assert!(named("atlantis").is_none());
        assert_eq!(of_locale("de-AT").map(|country| country.code), Some("AT"));
        assert!(of_locale("de").is_none());
    }
}
