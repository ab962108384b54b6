//! What was given, as content: fields of a form, plain words, a further message, a press on the scale.

use super::input::Fields;
use super::words::{Content, Need, Tag, Words};
use crate::catalog::Kind;
use crate::command::FormKind;

/// What was filled into a form, as content; a blank field is none.
pub fn from_fields(form: FormKind, fields: &Fields) -> Content {
    let given = |name: &str| fields.get(name).filter(|words| !words.is_blank()).map(Words::trimmed);
    match form {
        FormKind::Words => Content::plain(given("words").unwrap_or_else(|| Words::new(""))),
        FormKind::Reflection => Content::plain(given("heard").unwrap_or_else(|| Words::new(""))),
        FormKind::CheckIn => Content::CheckIn {
            capacity: given("capacity").and_then(|w| w.as_str().parse().ok()).filter(|level| (1..=5).contains(level)),
            tag: given("tag").and_then(|words| Tag::parse(words.as_str())),
            need: given("need").and_then(|words| Need::parse(words.as_str())),
            words: given("words"),
        },
        FormKind::Gratitude => {
            Content::Gratitude { what: given("what").unwrap_or_else(|| Words::new("")), why: given("why") }
        }
    }
}

/// Plain words as an answer to that kind of prompt: a lone digit is a capacity.
pub fn plain(kind: Kind, text: &Words) -> Content {
    let text = text.trimmed();
    match kind {
        Kind::CheckIn => {
            let (first, rest) = text.as_str().split_once(char::is_whitespace).unwrap_or((text.as_str(), ""));
            match level(first) {
                Some(level) => Content::CheckIn {
                    capacity: Some(level),
                    tag: None,
                    need: None,
                    words: Some(Words::new(rest.trim())).filter(|words| !words.is_blank()),
                },
                None => Content::CheckIn { capacity: None, tag: None, need: None, words: Some(text) },
            }
        }
        Kind::Gratitude => Content::Gratitude { what: text, why: None },
        Kind::Question | Kind::List | Kind::Exercise => Content::plain(text),
    }
}

/// A level of the scale, as people write it: `4`, `4.`, `4/5`.
pub fn level(text: &str) -> Option<u8> {
    let bare = text.trim_end_matches([',', '.', ':', ';']);
    bare.strip_suffix("/5").unwrap_or(bare).parse().ok().filter(|level| (1..=5).contains(level))
}

/// A further message belongs to what was there.
pub fn added(before: &Content, more: &Content) -> Content {
    match before {
        Content::Plain(pieces) => Content::Plain(pieces.iter().chain(more.words()).cloned().collect()),
        Content::CheckIn { capacity, tag, need, words } => {
            let words = words.iter().chain(more.words()).map(Words::as_str).collect::<Vec<_>>().join("\n");
            // The level that was said last is how they are now.
            let level = match more {
                Content::CheckIn { capacity, .. } => *capacity,
                Content::Plain(_) | Content::Gratitude { .. } => None,
            };
            let words = Some(Words::new(words)).filter(|words| !words.is_blank());
            Content::CheckIn { capacity: level.or(*capacity), tag: *tag, need: *need, words }
        }
        Content::Gratitude { what, why } => {
            let what = std::iter::once(what).chain(more.words()).map(Words::as_str).collect::<Vec<_>>().join("\n");
            Content::Gratitude { what: Words::new(what), why: why.clone() }
        }
    }
}

/// A press on the scale keeps the words that were there; a form that leaves the scale out keeps the press.
pub fn completed(before: &Content, now: Content) -> Content {
    match (before, now) {
        (
            Content::CheckIn { capacity, tag, need, words },
            Content::CheckIn { capacity: c, tag: t, need: n, words: w },
        ) => Content::CheckIn {
            capacity: c.or(*capacity),
            tag: t.or(*tag),
            need: n.or(*need),
            words: w.or_else(|| words.clone()),
        },
        (Content::Plain(_) | Content::CheckIn { .. } | Content::Gratitude { .. }, now) => now,
    }
}

/// Whether there is nothing in it.
pub fn is_blank(content: &Content) -> bool {
    match content {
        Content::Plain(pieces) => pieces.iter().all(Words::is_blank),
        Content::CheckIn { capacity, tag, need, words } => {
            capacity.is_none() && tag.is_none() && need.is_none() && words.as_ref().is_none_or(Words::is_blank)
        }
        Content::Gratitude { what, why } => what.is_blank() && why.as_ref().is_none_or(Words::is_blank),
    }
}
