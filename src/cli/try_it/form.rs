//! A form, field by field.

use super::screen::Tongue;
use crate::command::{Field, FormKind, Takes};
use crate::engine::input::Fields;
use crate::engine::say::{Line, line};
use crate::engine::words::Words;

/// A form that somebody is filling in.
#[derive(Debug)]
pub(super) struct Form {
    kind: FormKind,
    at: usize,
    fields: Fields,
}

/// What came of a line typed into a field.
#[derive(Debug)]
pub(super) enum Filled {
    /// The next field's turn.
    Next,
    /// That was the last one.
    Done(Fields),
    /// It cannot stand there; says why.
    Not(Line),
}

impl Form {
    /// An empty one.
    pub fn new(kind: FormKind) -> Form {
        Form { kind, at: 0, fields: Fields::new() }
    }

    /// Which form it is.
    pub fn kind(&self) -> FormKind {
        self.kind
    }

    /// The field that it is at.
    pub fn field(&self) -> Option<&'static Field> {
        self.kind.fields().get(self.at)
    }

    /// What to type, as the prompt before it: `What they did: `.
    pub fn prompt(&self, tongue: &Tongue) -> String {
        let Some(field) = self.field() else {
            return String::new();
        };
        let name = tongue.text(&format!("field-{}", field.name));
        if field.required { format!("  {name}: ") } else { format!("  {name} {}: ", tongue.text("terminal-optional")) }
    }

    /// The words that the field takes, as they are shown, each with what it means; empty for a field of free words.
    pub fn choices(&self, tongue: &Tongue) -> Vec<(String, &'static str)> {
        let shown = |prefix: &str, word: &'static str| (tongue.text(&format!("{prefix}-{word}")), word);
        match self.field().map(|field| field.takes) {
            Some(Takes::Choice(words)) => words.iter().map(|word| shown("choice", word)).collect(),
            Some(Takes::Level) => LEVELS.iter().map(|word| shown("level", word)).collect(),
            Some(Takes::Person | Takes::Zone | Takes::Time | Takes::Date | Takes::Word | Takes::Rest(_)) | None => {
                Vec::new()
            }
        }
    }

    /// Takes a line into the field that it is at.
    pub fn take(&mut self, text: &str, tongue: &Tongue) -> Filled {
        let text = text.trim();
        let Some(field) = self.field() else {
            return Filled::Done(std::mem::take(&mut self.fields));
        };
        if text.is_empty() {
            if field.required {
                return Filled::Not(line("terminal-needed"));
            }
        } else {
            let choices = self.choices(tongue);
            let value = match chosen(text, &choices) {
                Some(word) => word,
                None if choices.is_empty() => text,
                None => return Filled::Not(line("terminal-choose")),
            };
            self.fields.insert(field.name.to_owned(), Words::new(value));
        }
        self.at += 1;
        if self.field().is_some() { Filled::Next } else { Filled::Done(std::mem::take(&mut self.fields)) }
    }
}

const LEVELS: &[&str] = &["1", "2", "3", "4", "5"];

/// What was chosen: by its number, its word, or the beginning of what is shown if only one begins so.
fn chosen(text: &str, choices: &[(String, &'static str)]) -> Option<&'static str> {
    if let Some((_, word)) = text.parse::<usize>().ok().and_then(|number| choices.get(number.checked_sub(1)?)) {
        return Some(word);
    }
    let text = text.to_lowercase();
    if let Some((_, word)) = choices.iter().find(|(shown, word)| *word == text || shown.to_lowercase() == text) {
        return Some(word);
    }
    let mut near =
        choices.iter().filter(|(shown, word)| shown.to_lowercase().starts_with(&text) || word.starts_with(&text));
    match (near.next(), near.next()) {
        (Some((_, word)), None) => Some(word),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn choices_are_taken_by_number_word_or_beginning() {
        let choices =
            [("a hug".to_owned(), "hug"), ("help".to_owned(), "help"), ("somebody who listens".to_owned(), "listen")];
        let rows = [
            ("1", Some("hug")),
            ("HUG", Some("hug")),
            ("a hug", Some("hug")),
            ("some", Some("listen")),
            ("h", None),
            ("4", None),
            ("0", None),
            ("nothing", None),
        ];
        for (text, word) in rows {
            assert_eq!(chosen(text, &choices), word, "{text}");
        }
    }
}
