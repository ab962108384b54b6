//! The zone data of the machine. Apart from [`cadence`](crate::cadence), which reads no files itself.

use std::io::{BufRead as _, BufReader, Read as _};
use std::path::{Path, PathBuf};

use jiff::tz::TimeZoneDatabase;

/// The release and the files of the system's zone data; `None` where there are none or their release is not told.
pub fn of_the_system() -> Option<(String, TimeZoneDatabase)> {
    let chosen = std::env::var_os("TZDIR").map(PathBuf::from);
    let usual =
        ["/usr/share/zoneinfo", "/usr/share/lib/zoneinfo", "/usr/lib/zoneinfo", "/etc/zoneinfo"].map(PathBuf::from);
    chosen
        .into_iter()
        .chain(usual)
        .find_map(|folder| Some((release_of(&folder)?, TimeZoneDatabase::from_dir(&folder).ok()?)))
}

/// The release that a folder of zone data names: `# version 2026a` in `tzdata.zi`, or a file `+VERSION` or `version`.
fn release_of(folder: &Path) -> Option<String> {
    ["tzdata.zi", "+VERSION", "version"].iter().find_map(|name| {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_tells_its_release_or_is_left_alone() {
        for (file, text, expected) in [
            ("tzdata.zi", "# version 2025b\n# more\n", Some("2025b")),
            ("tzdata.zi", "# version unknown\n", None),
            ("+VERSION", "2031c\n", Some("2031c")),
            ("version", "2026a", Some("2026a")),
            ("other", "2026a", None),
            ("+VERSION", "2026\n", None),
            ("+VERSION", "", None),
        ] {
            let folder = tempfile::tempdir().unwrap();
            std::fs::write(folder.path().join(file), text).unwrap();
            assert_eq!(release_of(folder.path()).as_deref(), expected, "{file}: {text}");
        }
    }
}
