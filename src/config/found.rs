//! What the file and the environment give, each with its place, before anybody asks for it.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Environment, Problem};

/// By section and key.
pub(super) type Keys = BTreeMap<(String, String), Found>;

/// A section's name and where it begins.
pub(super) type Sections = BTreeMap<String, String>;

pub(super) struct Found {
    pub(super) value: Value,
    pub(super) place: String,
    pub(super) in_file: bool,
}

pub(super) enum Value {
    Text(String),
    Flag(bool),
    /// What else TOML has, by the name people know it by.
    Other(&'static str),
}

/// What the text of a configuration file gives; problems name `path` and the line.
pub(super) fn in_file(path: &Path, text: &str, problems: &mut Vec<Problem>) -> (Sections, Keys) {
    let place = |at: usize| {
        let line = text.as_bytes().iter().take(at).filter(|byte| **byte == b'\n').count() + 1;
        format!("{}:{line}", path.display())
    };
    let (mut sections, mut keys) = (Sections::new(), Keys::new());
    let table = match DeTable::parse(text) {
        Ok(table) => table.into_inner(),
        Err(error) => {
            // `message` alone: the whole error quotes the line, which may hold a secret.
            let what = format!("this is not TOML: {}", error.message());
            problems.push(Problem { place: place(error.span().map_or(0, |span| span.start)), what });
            return (sections, keys);
        }
    };
    for (section, value) in table {
        let section_place = place(section.span().start);
        let section = section.into_inner().into_owned();
        let DeValue::Table(values) = value.into_inner() else {
            let what = format!("`{section}` stands outside of any section; put it below a line such as [host]");
            problems.push(Problem { place: section_place, what });
            continue;
        };
        sections.insert(section.clone(), section_place);
        for (key, value) in values {
            let place = place(key.span().start);
            let found = Found { place, value: Value::of(value), in_file: true };
            keys.insert((section.clone(), key.into_inner().into_owned()), found);
        }
    }
    (sections, keys)
}

/// What variables of the form `BETWIXT_SECTION__KEY` give.
pub(super) fn in_environment(environment: &Environment, problems: &mut Vec<Problem>) -> Keys {
    let mut keys = Keys::new();
    for (name, value) in environment {
        let Some(name) = name.to_str() else { continue };
        let words = name.strip_prefix("BETWIXT_").and_then(|rest| rest.split_once("__"));
        let Some((section, key)) = words else {
            continue;
        };
        let place = name.to_owned();
        let Some(value) = value.to_str() else {
            problems.push(Problem { place, what: "is not valid Unicode text".to_owned() });
            continue;
        };
        let found = Found { value: Value::Text(value.to_owned()), place, in_file: false };
        keys.insert((section.to_ascii_lowercase(), key.to_ascii_lowercase()), found);
    }
    keys
}

/// The variable that sets a key.
pub(super) fn variable_name(section: &str, key: &str) -> String {
    format!("BETWIXT_{}__{}", section.to_ascii_uppercase(), key.to_ascii_uppercase())
}

impl Value {
    fn of(value: Spanned<DeValue<'_>>) -> Self {
        match value.into_inner() {
            DeValue::String(text) => Value::Text(Cow::into_owned(text)),
            DeValue::Boolean(flag) => Value::Flag(flag),
            DeValue::Integer(_) | DeValue::Float(_) => Value::Other("a number"),
            DeValue::Datetime(_) => Value::Other("a date or time"),
            DeValue::Array(_) => Value::Other("a list"),
            DeValue::Table(_) => Value::Other("a section"),
        }
    }
}
