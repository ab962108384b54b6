//! What is allowed in a pack and still worth a second look: how a text reads, what is said twice, what is not translated yet.

mod complete;
mod near;
mod reading;

use std::collections::BTreeMap;

use super::Catalog;
use super::problem::{Problem, Problems};
use super::prompt::Text;
use super::words::PromptId;

const MOST_WORDS: usize = 60;

/// The smallest screen that a text is measured against: a phone 320 points wide shows about this many characters in a line …
const COLUMNS: usize = 36;

/// … and a question or a step leaves half of it free. What to take care of is read before anything begins, and may fill more.
const MOST_LINES: usize = 6;
const MOST_LINES_OF_CARE: usize = 9;

/// Phrases that lecture, accuse or brush aside, by language, in lower case.
const PHRASES: [(&str, &[&str]); 3] = [
    (
        "en",
        &[
            "you should",
            "you must",
            "you need to",
            "you ought to",
            "always",
            "never",
            "bright side",
            "calm down",
            "be grateful",
        ],
    ),
    (
        "de",
        &[
            "du solltest",
            "ihr solltet",
            "du sollst",
            "du musst",
            "ihr müsst",
            "immer",
            "nie",
            "niemals",
            "sei dankbar",
            "beruhige dich",
        ],
    ),
    (
        "es",
        &[
            "deberías",
            "deberían",
            "debes",
            "debéis",
            "tienes que",
            "tenéis que",
            "siempre",
            "nunca",
            "jamás",
            "cálmate",
        ],
    ),
];

/// What stands where words are to come, written as it is typed: "todo" is an everyday word in Spanish, "TODO" is not.
const PLACEHOLDERS: [&str; 9] = ["{", "}", "[", "]", "TODO", "TBD", "XXX", "Lorem ipsum", "lorem ipsum"];

impl Catalog {
    /// What is not wrong in the packs and would still read better otherwise, with file and line.
    pub fn warnings(&self) -> Problems {
        let mut found = Vec::new();
        let mut by_language: BTreeMap<&str, Vec<(&PromptId, &Text)>> = BTreeMap::new();
        for (id, texts) in &self.texts {
            for (locale, text) in texts.iter() {
                judge(id, locale, text, &mut found);
                by_language.entry(locale).or_default().push((id, text));
            }
        }
        for texts in by_language.values() {
            near::repetitions(texts, &mut found);
        }
        found.sort();
        Problems(found)
    }

    /// What a whole library still lacks: English anywhere, or one of the languages in which the daily prompts are to be complete.
    /// An operator's own packs may be in one language, so this is asked of the built-in library only.
    pub fn untranslated(&self) -> Problems {
        let mut found = complete::missing(self);
        found.sort();
        found.dedup();
        Problems(found)
    }
}

fn judge(id: &PromptId, locale: &str, text: &Text, found: &mut Vec<Problem>) {
    let parts = [text.title.as_deref(), Some(text.text.as_str()), text.safety.as_deref(), text.needs.as_deref()];
    let steps = || text.steps.iter().map(String::as_str);
    let all: Vec<&str> = parts.into_iter().flatten().chain(steps()).collect();
    let as_typed = all.join("\n");
    let whole = as_typed.to_lowercase();
    let mut warn = |what: String| found.push(text.at.problem(format!("prompt \"{id}\": {what}")));

    if whole.contains(['!', '¡']) {
        warn("an exclamation mark; say it calmly".to_owned());
    }
    let words = text.text.split_whitespace().count();
    if words > MOST_WORDS {
        warn(format!("{words} words; read it aloud and cut a third (at most {MOST_WORDS})"));
    }
    for mark in PLACEHOLDERS.iter().filter(|mark| has_phrase(&as_typed, mark)) {
        warn(format!("\"{mark}\" looks like a placeholder that was left"));
    }
    if text.title.as_deref().is_some_and(|title| lines(title) > 1) {
        warn(format!("the title breaks on a small screen; at most {COLUMNS} characters"));
    }
    let asked = std::iter::once(text.text.as_str()).chain(steps());
    let asked = asked.map(|part| (part, MOST_LINES));
    let care = text.safety.iter().map(|care| (care.as_str(), MOST_LINES_OF_CARE));
    for (part, most) in asked.chain(care).filter(|(part, most)| lines(part) > *most) {
        let begins: String = part.chars().take(24).collect();
        warn(format!("\"{begins}…\" fills {} lines of a small screen; at most {most}", lines(part)));
    }
    let language = locale.split('-').next().unwrap_or(locale);
    for what in reading::hard(language, &text.text, &text.steps) {
        warn(what);
    }
    for (_, phrases) in PHRASES.iter().filter(|(of, _)| *of == language) {
        // What to take care of may be said firmly.
        let spoken = match &text.safety {
            Some(safety) => whole.replace(&safety.to_lowercase(), ""),
            None => whole.clone(),
        };
        for phrase in phrases.iter().filter(|phrase| has_phrase(&spoken, phrase)) {
            warn(format!("\"{phrase}\" lectures or accuses; ask, or say what was felt"));
        }
    }
}

/// How many lines of the smallest screen a text fills, broken between words.
fn lines(text: &str) -> usize {
    let mut lines = 1;
    let mut used = 0;
    for word in text.split_whitespace() {
        let length = word.chars().count();
        if used > 0 && used + 1 + length > COLUMNS {
            lines += 1;
            used = length;
        } else {
            used += length + usize::from(used > 0);
        }
    }
    lines
}

/// Whether `phrase` stands in `text` as whole words, or anywhere if it is a mark.
fn has_phrase(text: &str, phrase: &str) -> bool {
    let is_word = phrase.chars().all(|c| c.is_alphabetic() || c == ' ');
    text.match_indices(phrase).any(|(start, _)| {
        let before = text[..start].chars().next_back().is_some_and(char::is_alphanumeric);
        let after = text[start + phrase.len()..].chars().next().is_some_and(char::is_alphanumeric);
        !is_word || !before && !after
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_between_words() {
        assert_eq!(lines("What was good today?"), 1);
        assert_eq!(lines(&"word ".repeat(14)), 2);
        assert_eq!(lines(&"x".repeat(80)), 1, "one word cannot be broken");
    }
}
