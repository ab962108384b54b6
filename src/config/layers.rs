//! The file and the environment on top of each other: typed questions, and what remains when all have been asked.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use super::found::{self, Found, Keys, Value, variable_name};
use super::{ConfigError, Environment, Problem, Secret};

/// What was found, minus what has been asked for.
pub(super) struct Layers<'a> {
    file: Option<&'a Path>,
    environment: &'a Environment,
    in_file: Keys,
    in_environment: Keys,
    sections_in_file: BTreeMap<String, String>,
    keys: Vec<(&'static str, &'static str)>,
    problems: Vec<Problem>,
    warnings: Vec<String>,
}

/// A secret and where it came from.
pub(super) struct Given {
    pub(super) secret: Secret,
    pub(super) place: String,
    in_config_file: bool,
}

impl<'a> Layers<'a> {
    pub(super) fn new(file: Option<(&'a Path, &str)>, environment: &'a Environment) -> Self {
        let mut problems = Vec::new();
        let in_file = file.map(|(path, text)| found::in_file(path, text, &mut problems));
        let (sections_in_file, in_file) = in_file.unwrap_or_default();
        let in_environment = found::in_environment(environment, &mut problems);
        Self {
            file: file.map(|(path, _)| path),
            environment,
            in_file,
            in_environment,
            sections_in_file,
            keys: Vec::new(),
            problems,
            warnings: Vec::new(),
        }
    }

    /// The keys asked for so far.
    pub(super) fn keys(&self) -> &[(&'static str, &'static str)] {
        &self.keys
    }

    /// Refuses what nobody asked for; then the warnings, or everything that was wrong.
    pub(super) fn finish(mut self) -> Result<Vec<String>, ConfigError> {
        for (section, place) in std::mem::take(&mut self.sections_in_file) {
            if !self.keys.iter().any(|(known, _)| *known == section) {
                self.in_file.retain(|(of, _), _| *of != section);
                let hint = self.nearest_section(&section);
                self.refuse(place, format!("there is no section [{section}]; {hint}"));
            }
        }
        for ((section, key), found) in std::mem::take(&mut self.in_file) {
            let hint = self.nearest_key(&section, &key);
            self.refuse(found.place, format!("[{section}] has no key `{key}`; {hint}"));
        }
        for ((section, key), found) in std::mem::take(&mut self.in_environment) {
            let names = self.keys.iter().map(|(section, key)| variable_name(section, key));
            let hint = match nearest(&variable_name(&section, &key), names) {
                Some(name) => format!("did you mean {name}?"),
                None => "config.example.toml lists them".to_owned(),
            };
            self.refuse(found.place, format!("there is no such setting; {hint}"));
        }
        if self.problems.is_empty() { Ok(self.warnings) } else { Err(ConfigError { problems: self.problems }) }
    }

    pub(super) fn refuse(&mut self, place: String, what: String) {
        self.problems.push(Problem { place, what });
    }

    /// One line of text; an empty one counts as not given.
    pub(super) fn line(&mut self, section: &'static str, key: &'static str) -> Option<String> {
        let (text, place) = self.text(section, key)?;
        let text = text.trim().to_owned();
        if text.contains(char::is_control) {
            self.refuse(place, format!("{section}.{key} must be one line of plain text"));
            return None;
        }
        Some(text)
    }

    /// A yes or no: `true` or `false`, from the environment too.
    pub(super) fn flag(&mut self, section: &'static str, key: &'static str, default: bool) -> bool {
        let Some(found) = self.ask(section, key) else {
            return default;
        };
        match found.value {
            Value::Flag(flag) => return flag,
            Value::Text(text) if !found.in_file && text == "true" => return true,
            Value::Text(text) if !found.in_file && text == "false" => return false,
            Value::Text(_) | Value::Other(_) => {}
        }
        let quotes = if found.in_file { ", without quotes" } else { "" };
        self.refuse(found.place, format!("{section}.{key} must be true or false{quotes}"));
        default
    }

    /// A text that `parse` understands; its error is a sentence without its subject.
    pub(super) fn parsed<T>(
        &mut self,
        section: &'static str,
        key: &'static str,
        default: T,
        parse: impl Fn(&str) -> Result<T, String>,
    ) -> T {
        let Some((text, place)) = self.text(section, key) else {
            return default;
        };
        parse(&text).unwrap_or_else(|what| {
            self.refuse(place, format!("{section}.{key} {what}"));
            default
        })
    }

    /// A variable of the environment that has a name of its own; an empty one counts as not given.
    pub(super) fn variable<T>(&mut self, name: &str, parse: impl Fn(&str) -> Result<T, String>) -> Option<T> {
        let text = self.environment.get(OsStr::new(name)).filter(|text| !text.is_empty())?.to_string_lossy();
        parse(&text).map_err(|what| self.refuse(name.to_owned(), what)).ok()
    }

    /// A path; `~/` at its beginning is the home folder.
    pub(super) fn path(&mut self, section: &'static str, key: &'static str) -> Option<PathBuf> {
        self.path_with_place(section, key).map(|(path, _)| path)
    }

    pub(super) fn path_with_place(&mut self, section: &'static str, key: &'static str) -> Option<(PathBuf, String)> {
        let (text, place) = self.text(section, key)?;
        Some((self.expand(PathBuf::from(text), &place), place))
    }

    /// `path` with a leading `~/` replaced; refused if there is no home folder to put there.
    pub(super) fn expand(&mut self, path: PathBuf, place: &str) -> PathBuf {
        let Ok(rest) = path.strip_prefix("~") else {
            return path;
        };
        match self.home() {
            Some(home) => home.join(rest),
            None => {
                self.refuse(
                    place.to_owned(),
                    "~ stands for the home folder, but HOME is not set; write the whole path".to_owned(),
                );
                path
            }
        }
    }

    /// Where a person's configuration lives: `XDG_CONFIG_HOME`, or `.config` in the home folder.
    pub(super) fn config_home(&self) -> Option<PathBuf> {
        // The specification wants relative paths ignored.
        let xdg = self.folder("XDG_CONFIG_HOME").filter(|path| path.is_absolute());
        xdg.or_else(|| self.home().map(|home| home.join(".config")))
    }

    /// The text of `key`, or of the file that `key_file` names. What the environment gives, in either form, replaces what the file gives.
    pub(super) fn secret(&mut self, section: &'static str, [key, file_key]: [&'static str; 2]) -> Option<Given> {
        let mut texts = self.ask_both(section, key);
        let mut paths = self.ask_both(section, file_key);
        for layer in 0..2 {
            let (text, path) = (texts[layer].take(), paths[layer].take());
            match (text, path) {
                (None, None) => {}
                (Some(_), Some(path)) => {
                    self.refuse(
                        path.place,
                        format!("{section}.{key} and {section}.{file_key} are both given; remove one of them"),
                    );
                    return None;
                }
                (Some(found), None) => {
                    let in_config_file = found.in_file;
                    let (text, place) = self.expect_text(section, key, found)?;
                    return Some(Given { secret: Secret::new(text), place, in_config_file });
                }
                (None, Some(found)) => {
                    let (path, place) = self.expect_text(section, file_key, found)?;
                    let path = self.expand(PathBuf::from(path), &place);
                    return self.read_secret(&path, &place, &format!("{section}.{file_key}"));
                }
            }
        }
        None
    }

    /// A secret that must not stand in the file.
    pub(super) fn environment_secret(&mut self, section: &'static str, key: &'static str) -> Option<Given> {
        let [in_environment, in_file] = self.ask_both(section, key);
        if let Some(found) = in_file {
            let name = variable_name(section, key);
            let what = format!(
                "{section}.{key} is not taken from this file, which is easily copied; use {name} or {section}.{key}_file"
            );
            self.refuse(found.place, what);
        }
        let (text, place) = self.expect_text(section, key, in_environment?)?;
        Some(Given { secret: Secret::new(text.trim()), place, in_config_file: false })
    }

    /// A credential that systemd hands over as a file.
    pub(super) fn credential(&mut self, name: &str) -> Option<Given> {
        let path = self.folder("CREDENTIALS_DIRECTORY")?.join(name);
        if !path.exists() {
            return None;
        }
        let place = path.display().to_string();
        self.read_secret(&path, &place, "the credential")
    }

    /// Warns where `given` stands in the configuration file itself and others may read that.
    pub(super) fn warn_if_config_is_readable(&mut self, given: &Given, name: &str) {
        if let Some(file) = self.file.filter(|_| given.in_config_file)
            && others_may_read(file)
        {
            let file = file.display();
            self.warnings.push(format!(
                "{file} holds {name} and can be read by every user of this machine; run: chmod 600 {file}"
            ));
        }
    }

    fn read_secret(&mut self, path: &Path, place: &str, name: &str) -> Option<Given> {
        let shown = path.display();
        match std::fs::read_to_string(path).map(zeroize::Zeroizing::new) {
            Err(error) => {
                let problem = format!("{name}: {shown} cannot be read ({error})");
                self.refuse(place.to_owned(), problem);
                None
            }
            Ok(text) => {
                let text = text.trim_end_matches(['\n', '\r']);
                if text.is_empty() {
                    self.refuse(place.to_owned(), format!("{name}: {shown} is empty"));
                    return None;
                }
                if others_may_read(path) {
                    self.warnings.push(format!(
                        "{shown} holds a secret and can be read by every user of this machine; run: chmod 600 {shown}"
                    ));
                }
                Some(Given { secret: Secret::new(text), place: place.to_owned(), in_config_file: false })
            }
        }
    }

    fn text(&mut self, section: &'static str, key: &'static str) -> Option<(String, String)> {
        let found = self.ask(section, key)?;
        self.expect_text(section, key, found)
    }

    fn expect_text(&mut self, section: &str, key: &str, found: Found) -> Option<(String, String)> {
        let kind = match found.value {
            Value::Text(text) => return Some((text, found.place)),
            Value::Flag(_) => "true or false",
            Value::Other(kind) => kind,
        };
        self.refuse(found.place, format!("{section}.{key} must be a text in quotes, not {kind}"));
        None
    }

    fn ask(&mut self, section: &'static str, key: &'static str) -> Option<Found> {
        let [in_environment, in_file] = self.ask_both(section, key);
        in_environment.or(in_file)
    }

    /// The environment's, then the file's.
    fn ask_both(&mut self, section: &'static str, key: &'static str) -> [Option<Found>; 2] {
        self.keys.push((section, key));
        let name = (section.to_owned(), key.to_owned());
        let given = |found: &Found| !matches!(&found.value, Value::Text(text) if text.trim().is_empty());
        [self.in_environment.remove(&name).filter(given), self.in_file.remove(&name).filter(given)]
    }

    fn home(&self) -> Option<PathBuf> {
        self.folder("HOME")
    }

    fn folder(&self, name: &str) -> Option<PathBuf> {
        self.environment.get(OsStr::new(name)).filter(|value| !value.is_empty()).map(PathBuf::from)
    }

    fn nearest_section(&self, section: &str) -> String {
        let mut sections: Vec<&str> = self.keys.iter().map(|(section, _)| *section).collect();
        sections.dedup();
        match nearest(section, sections.iter().map(|name| (*name).to_owned())) {
            Some(name) => format!("did you mean [{name}]?"),
            None => format!("there are [{}]", sections.join("], [")),
        }
    }

    fn nearest_key(&self, section: &str, key: &str) -> String {
        let own: Vec<&str> = self.keys.iter().filter(|(of, _)| *of == section).map(|(_, key)| *key).collect();
        if let Some(name) = nearest(key, own.iter().map(|name| (*name).to_owned())) {
            return format!("did you mean `{name}`?");
        }
        if let Some((elsewhere, _)) = self.keys.iter().find(|(_, known)| *known == key) {
            return format!("`{key}` belongs to [{elsewhere}]");
        }
        format!("it has {}", own.join(", "))
    }
}

/// The nearest of `names`, if one is near enough to be a slip.
fn nearest(word: &str, names: impl Iterator<Item = String>) -> Option<String> {
    let likeness = |name: &String| strsim::normalized_damerau_levenshtein(word, name);
    names.max_by(|a, b| likeness(a).total_cmp(&likeness(b))).filter(|name| likeness(name) >= 0.5)
}

#[cfg(unix)]
fn others_may_read(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::metadata(path).is_ok_and(|metadata| metadata.permissions().mode() & 0o004 != 0)
}

#[cfg(not(unix))]
fn others_may_read(_: &Path) -> bool {
    false
}
