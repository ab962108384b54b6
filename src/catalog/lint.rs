//! What is allowed in a pack and still worth a second look: how a text reads, and what is said twice.

use std::collections::{BTreeMap, BTreeSet};

use super::Catalog;
use super::problem::{At, Problem, Problems};
use super::prompt::Text;
use super::words::PromptId;

const MOST_WORDS: usize = 60;

/// From these on two texts count as saying the same: the share of words in common, then of letter pairs.
const NEAR_WORDS: f64 = 0.6;
const NEAR_LETTERS: f64 = 0.85;

/// Phrases that lecture or accuse, by language, in lower case.
const PHRASES: [(&str, &[&str]); 3] = [
    (
        "en",
        &["you should", "you must", "you need to", "always", "never"],
    ),
    (
        "de",
        &[
            "du solltest",
            "ihr solltet",
            "du musst",
            "ihr müsst",
            "immer",
            "nie",
            "niemals",
        ],
    ),
    (
        "es",
        &["deberías", "debéis", "tienes que", "siempre", "nunca"],
    ),
];

const PLACEHOLDERS: [&str; 8] = ["{", "}", "[", "]", "todo", "tbd", "xxx", "lorem ipsum"];

impl Catalog {
    /// What is not wrong in the packs and would still read better otherwise, with file and line.
    pub fn warnings(&self) -> Problems {
        let mut found = Vec::new();
        let mut by_language: BTreeMap<&str, Vec<(&PromptId, &Text)>> = BTreeMap::new();
        for (id, texts) in &self.texts {
            for (locale, text) in texts {
                judge(id, locale, text, &mut found);
                by_language.entry(locale).or_default().push((id, text));
            }
        }
        for texts in by_language.values() {
            repetitions(texts, &mut found);
        }
        found.sort();
        Problems(found)
    }
}

fn judge(id: &PromptId, locale: &str, text: &Text, found: &mut Vec<Problem>) {
    let parts = [
        text.title.as_deref(),
        Some(text.text.as_str()),
        text.safety.as_deref(),
        text.needs.as_deref(),
    ];
    let all: Vec<&str> = parts
        .into_iter()
        .flatten()
        .chain(text.steps.iter().map(String::as_str))
        .collect();
    let whole = all.join("\n").to_lowercase();
    let mut warn = |what: String| found.push(text.at.problem(format!("prompt \"{id}\": {what}")));

    if whole.contains(['!', '¡']) {
        warn("an exclamation mark; say it calmly".to_owned());
    }
    let words = text.text.split_whitespace().count();
    if words > MOST_WORDS {
        warn(format!(
            "{words} words; read it aloud and cut a third (at most {MOST_WORDS})"
        ));
    }
    for mark in PLACEHOLDERS.iter().filter(|mark| has_phrase(&whole, mark)) {
        warn(format!("\"{mark}\" looks like a placeholder that was left"));
    }
    let language = locale.split('-').next().unwrap_or(locale);
    for (_, phrases) in PHRASES.iter().filter(|(of, _)| *of == language) {
        // What to take care of may be said firmly.
        let spoken = match &text.safety {
            Some(safety) => whole.replace(&safety.to_lowercase(), ""),
            None => whole.clone(),
        };
        for phrase in phrases.iter().filter(|phrase| has_phrase(&spoken, phrase)) {
            warn(format!(
                "\"{phrase}\" lectures or accuses; ask, or say what was felt"
            ));
        }
    }
}

/// Two texts of one language that say the same, or nearly; the later one is named.
fn repetitions(texts: &[(&PromptId, &Text)], found: &mut Vec<Problem>) {
    let words: Vec<BTreeSet<String>> = texts.iter().map(|(_, text)| word_set(&text.text)).collect();
    for (n, (id, text)) in texts.iter().enumerate() {
        for (m, (earlier, other)) in texts.iter().enumerate().take(n) {
            let common = words[n].intersection(&words[m]).count();
            let either = words[n].union(&words[m]).count();
            let near = either > 0 && common as f64 / either as f64 >= NEAR_WORDS;
            if near
                && (common == either
                    || strsim::sorensen_dice(&text.text, &other.text) >= NEAR_LETTERS)
            {
                let At { file, line } = &other.at;
                let how = if common == either {
                    "says the same as"
                } else {
                    "says nearly the same as"
                };
                let what = format!(
                    "prompt \"{id}\": {how} \"{earlier}\" ({file}:{line}); keep one, or make them differ"
                );
                found.push(text.at.problem(what));
            }
        }
    }
}

fn word_set(text: &str) -> BTreeSet<String> {
    let words = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}

/// Whether `phrase` stands in `text` as whole words, or anywhere if it is a mark.
fn has_phrase(text: &str, phrase: &str) -> bool {
    let is_word = phrase.chars().all(|c| c.is_alphabetic() || c == ' ');
    text.match_indices(phrase).any(|(start, _)| {
        let before = text[..start]
            .chars()
            .next_back()
            .is_some_and(char::is_alphanumeric);
        let after = text[start + phrase.len()..]
            .chars()
            .next()
            .is_some_and(char::is_alphanumeric);
        !is_word || !before && !after
    })
}
