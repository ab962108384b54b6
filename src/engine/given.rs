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
            more: Vec::new(),
        },
        FormKind::Gratitude => Content::Gratitude {
            what: given("what").unwrap_or_else(|| Words::new("")),
            why: given("why"),
            more: Vec::new(),
        },
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
                    more: Vec::new(),
                },
                None => Content::CheckIn { capacity: None, tag: None, need: None, words: Some(text), more: Vec::new() },
            }
        }
        Kind::Gratitude => Content::Gratitude { what: text, why: None, more: Vec::new() },
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
        Content::CheckIn { capacity, tag, need, words, more: before } => {
            // The level that was said last is how they are now.
            let level = match more {
                Content::CheckIn { capacity, .. } => *capacity,
                Content::Plain(_) | Content::Gratitude { .. } => None,
            };
            Content::CheckIn {
                capacity: level.or(*capacity),
                tag: *tag,
                need: *need,
                words: words.clone(),
                more: further(before, more),
            }
        }
        Content::Gratitude { what, why, more: before } => {
            Content::Gratitude { what: what.clone(), why: why.clone(), more: further(before, more) }
        }
    }
}

/// Each further message has a place of its own, also one that is nothing but a level.
fn further(before: &[Words], more: &Content) -> Vec<Words> {
    let said = more.words().into_iter().map(Words::as_str).collect::<Vec<_>>().join("\n");
    before.iter().cloned().chain([Words::new(said)]).collect()
}

/// The number of the newest message in it.
pub fn newest_piece(content: &Content) -> u32 {
    let further = match content {
        Content::Plain(pieces) => pieces.len().saturating_sub(1),
        Content::CheckIn { more, .. } | Content::Gratitude { more, .. } => more.len(),
    };
    u32::try_from(further).unwrap_or(u32::MAX)
}

/// The same with another text in the place of message `piece`: a blank one where it was taken back.
pub fn with_piece(content: &Content, piece: u32, text: &Words) -> Content {
    let place = usize::try_from(piece).unwrap_or(usize::MAX);
    let put = |pieces: &[Words], place: usize, text: Words| {
        let mut pieces = pieces.to_vec();
        match pieces.get_mut(place) {
            Some(old) => *old = text,
            None => pieces.push(text),
        }
        pieces
    };
    match content {
        Content::Plain(pieces) => Content::Plain(put(pieces, place, text.trimmed())),
        Content::CheckIn { capacity, tag, need, words, more } => {
            let (level, said) = match plain(Kind::CheckIn, text) {
                Content::CheckIn { capacity, words, .. } => (capacity, words),
                Content::Plain(_) | Content::Gratitude { .. } => (None, Some(text.trimmed())),
            };
            // The level belongs to the message where there is no other; elsewhere another may have said it.
            let level = if more.is_empty() { level } else { level.or(*capacity) };
            let (words, more) = match place.checked_sub(1) {
                None => (said.filter(|said| !said.is_blank()), more.clone()),
                Some(place) => (words.clone(), put(more, place, said.unwrap_or_else(|| Words::new("")))),
            };
            Content::CheckIn { capacity: level, tag: *tag, need: *need, words, more }
        }
        Content::Gratitude { what, why, more } => match place.checked_sub(1) {
            None => Content::Gratitude { what: text.trimmed(), why: why.clone(), more: more.clone() },
            Some(place) => {
                Content::Gratitude { what: what.clone(), why: why.clone(), more: put(more, place, text.trimmed()) }
            }
        },
    }
}

/// A press on the scale keeps the words that were there; a form that leaves the scale out keeps the press.
pub fn completed(before: &Content, now: Content) -> Content {
    match (before, now) {
        (
            Content::CheckIn { capacity, tag, need, words, more },
            Content::CheckIn { capacity: c, tag: t, need: n, words: w, more: _ },
        ) => Content::CheckIn {
            capacity: c.or(*capacity),
            tag: t.or(*tag),
            need: n.or(*need),
            more: if w.is_none() { more.clone() } else { Vec::new() },
            words: w.or_else(|| words.clone()),
        },
        (Content::Plain(_) | Content::CheckIn { .. } | Content::Gratitude { .. }, now) => now,
    }
}

/// Whether there is nothing in it.
pub fn is_blank(content: &Content) -> bool {
    match content {
        Content::Plain(pieces) => pieces.iter().all(Words::is_blank),
        Content::CheckIn { capacity, tag, need, .. } => {
            capacity.is_none() && tag.is_none() && need.is_none() && content.with_more().is_none()
        }
        Content::Gratitude { why, .. } => content.with_more().is_none() && why.as_ref().is_none_or(Words::is_blank),
    }
}
