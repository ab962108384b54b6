//! One TOML file, read field by field, so that every fault in it is found at once and named with its line.

use std::ops::Range;
use std::str::FromStr;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::problem::{At, Problem};
use super::words::UnknownWord;

/// A file under reading, with what was found wrong in it so far.
pub(super) struct Page<'a> {
    file: &'a str,
    text: &'a str,
    problems: &'a mut Vec<Problem>,
}

impl<'a> Page<'a> {
    pub(super) fn new(file: &'a str, text: &'a str, problems: &'a mut Vec<Problem>) -> Self {
        Self { file, text, problems }
    }

    /// The whole file, or `None` where it is not TOML. Nothing is made of the readable rest then: a topic that sits in the broken
    /// line must not turn a prompt into an everyday one.
    pub(super) fn parse(&mut self) -> Option<DeTable<'a>> {
        let (table, errors) = DeTable::parse_recoverable(self.text);
        let sound = errors.is_empty();
        for error in errors {
            let span = error.span().unwrap_or(0..0);
            self.complain(span, format!("cannot be read as TOML: {}", error.message()));
        }
        sound.then(|| table.into_inner())
    }

    /// How many faults were noted: an entry during which it grows is left out.
    pub(super) fn faults(&self) -> usize {
        self.problems.len()
    }

    /// Notes a fault at a place in the file.
    pub(super) fn complain(&mut self, span: Range<usize>, what: impl Into<String>) {
        let problem = self.at(span).problem(what);
        self.problems.push(problem);
    }

    /// The place as file and line.
    pub(super) fn at(&self, span: Range<usize>) -> At {
        let before = self.text.as_bytes().iter().take(span.start);
        At { file: self.file.to_owned(), line: 1 + before.filter(|byte| **byte == b'\n').count() }
    }

    /// Notes every key that is not known, with the nearest that is.
    pub(super) fn only(&mut self, about: &str, table: &DeTable<'a>, known: &[&str]) {
        for key in table.keys() {
            if !known.contains(&key.get_ref().as_ref()) {
                let hint = nearest(key.get_ref(), known);
                self.complain(key.span(), format!("{about}: unknown key \"{}\"{hint}", key.get_ref()));
            }
        }
    }

    /// A sub-table, if it is there.
    pub(super) fn table<'t>(
        &mut self,
        about: &str,
        key: &Spanned<impl AsRef<str>>,
        value: &'t Spanned<DeValue<'a>>,
    ) -> Option<&'t DeTable<'a>> {
        let table = value.get_ref().as_table();
        if table.is_none() {
            let what =
                format!("{about}: \"{}\" is a single value; it needs a table of its own", key.get_ref().as_ref());
            self.complain(key.span(), what);
        }
        table
    }

    /// The tables under `[[key]]`, each with its place.
    pub(super) fn tables<'t>(&mut self, table: &'t DeTable<'a>, key: &str) -> Vec<(Range<usize>, &'t DeTable<'a>)> {
        let Some(value) = table.get(key) else {
            return Vec::new();
        };
        let mut found = Vec::new();
        match value.get_ref().as_array() {
            Some(array) => {
                for one in array.iter() {
                    match one.get_ref().as_table() {
                        Some(table) => found.push((one.span(), table)),
                        None => self.complain(one.span(), format!("begin each one with a line [[{key}]]")),
                    }
                }
            }
            None => self.complain(value.span(), format!("begin each one with a line [[{key}]], in two brackets")),
        }
        found
    }

    /// A text, trimmed. Absent is `None` without a problem; empty, too long or not a text is a problem.
    pub(super) fn text(&mut self, about: &str, table: &DeTable<'a>, key: &str, most: usize) -> Option<String> {
        let value = table.get(key)?;
        self.string(&format!("{about}: {key}"), value, most)
    }

    /// Texts in brackets. Absent is empty.
    pub(super) fn texts(&mut self, about: &str, table: &DeTable<'a>, key: &str, most: usize) -> Vec<String> {
        let Some(value) = table.get(key) else {
            return Vec::new();
        };
        match value.get_ref().as_array() {
            Some(array) => array.iter().filter_map(|one| self.string(&format!("{about}: {key}"), one, most)).collect(),
            None => {
                self.complain(value.span(), format!("{about}: {key} is a list; write {key} = [\"…\", \"…\"]"));
                Vec::new()
            }
        }
    }

    /// A word of a vocabulary.
    pub(super) fn word<T: FromStr<Err = UnknownWord>>(
        &mut self,
        about: &str,
        table: &DeTable<'a>,
        key: &str,
    ) -> Option<T> {
        let value = table.get(key)?;
        let word = self.string(&format!("{about}: {key}"), value, 60)?;
        match word.parse() {
            Ok(known) => Some(known),
            Err(unknown) => {
                let hint = nearest(&word, &unknown.known);
                self.complain(value.span(), format!("{about}: {key} \"{word}\" is {unknown}{hint}"));
                None
            }
        }
    }

    /// A whole number within `range`.
    pub(super) fn number(
        &mut self,
        about: &str,
        table: &DeTable<'a>,
        key: &str,
        range: std::ops::RangeInclusive<u8>,
    ) -> Option<u8> {
        let value = table.get(key)?;
        let number = value.get_ref().as_integer();
        let number = number.and_then(|digits| u8::from_str_radix(digits.as_str(), digits.radix()).ok());
        let number = number.filter(|number| range.contains(number));
        if number.is_none() {
            let is = self.text.get(value.span()).unwrap_or_default();
            let (from, to) = (range.start(), range.end());
            let wanted = if to - from == 2 {
                format!("{from}, {} or {to}", from + 1)
            } else {
                format!("between {from} and {to}")
            };
            self.complain(value.span(), format!("{about}: {key} {is} is not {wanted}"));
        }
        number
    }

    /// `true` or `false`; absent is `false`.
    pub(super) fn flag(&mut self, about: &str, table: &DeTable<'a>, key: &str) -> bool {
        let Some(value) = table.get(key) else {
            return false;
        };
        value.get_ref().as_bool().unwrap_or_else(|| {
            self.complain(value.span(), format!("{about}: {key} is true or false, without quotation marks"));
            false
        })
    }

    fn string(&mut self, about: &str, value: &Spanned<DeValue<'a>>, most: usize) -> Option<String> {
        let Some(text) = value.get_ref().as_str() else {
            self.complain(value.span(), format!("{about} is a text; put it in quotation marks"));
            return None;
        };
        let text = text.trim();
        let length = text.chars().count();
        if text.is_empty() {
            self.complain(value.span(), format!("{about} is empty; write it or take the line out"));
            return None;
        }
        if length > most {
            self.complain(value.span(), format!("{about} has {length} characters; at most {most}"));
            return None;
        }
        Some(text.to_owned())
    }
}

/// Whether `id` is lower-case words joined by hyphens, at most 60 characters.
pub(super) fn is_kebab(id: &str) -> bool {
    let plain = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    id.len() <= 60 && id.split('-').all(plain)
}

fn nearest(word: &str, known: &[&str]) -> String {
    let near = known.iter().map(|one| (strsim::damerau_levenshtein(word, one), one)).min();
    match near {
        Some((distance, one)) if distance <= 2 => format!("; did you mean \"{one}\"?"),
        _ => String::new(),
    }
}
