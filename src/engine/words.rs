//! What people wrote, and who may read it.
//!
//! [`Sealed`] is what a partner gave; nothing that speaks to anybody accepts it. It becomes [`Shown`] in two ways
//! only: to its author, or by an [`Opened`] proof that the engine makes when the rules say that both may read it.

use std::fmt;

use serde::{Deserialize, Serialize};
use zeroize::Zeroize;

use crate::ids::PartnerId;

/// Most characters that an answer, a note or a reflection may have, everywhere (product.md, the daily loop, 3).
pub const MOST_CHARACTERS: usize = 2_000;

/// Most characters of a question that one of the two writes for both: it is read at a glance, like any other.
pub const MOST_OF_A_QUESTION: usize = 500;

/// A text that a person wrote. Its `Debug` says only how long it is, and its memory is cleared when it is dropped.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Words(String);

impl Words {
    /// Takes a text as it came.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text itself: for sealing, for parsing what was asked, and for rendering what may be shown.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Without the white space around it.
    pub fn trimmed(&self) -> Words {
        Words(self.0.trim().to_owned())
    }

    /// Whether nothing but white space and invisible characters is in it.
    pub fn is_blank(&self) -> bool {
        self.0.chars().all(|c| c.is_whitespace() || c.is_control() || is_invisible(c))
    }

    /// How many characters (Unicode scalar values) it has.
    pub fn characters(&self) -> usize {
        self.0.chars().count()
    }
}

impl fmt::Debug for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Words({} characters)", self.characters())
    }
}

impl Drop for Words {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl From<&str> for Words {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl From<String> for Words {
    fn from(text: String) -> Self {
        Self(text)
    }
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}' | '\u{00AD}')
}

/// What a check-in is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)] // the words of product.md, each its own explanation
pub enum Tag {
    Work,
    Health,
    Family,
    Money,
    Sleep,
    Us,
    Other,
}

impl Tag {
    /// All, in the order in which they are offered.
    pub const ALL: [Tag; 7] = [Tag::Work, Tag::Health, Tag::Family, Tag::Money, Tag::Sleep, Tag::Us, Tag::Other];

    /// The word of the command table.
    pub fn as_str(self) -> &'static str {
        match self {
            Tag::Work => "work",
            Tag::Health => "health",
            Tag::Family => "family",
            Tag::Money => "money",
            Tag::Sleep => "sleep",
            Tag::Us => "us",
            Tag::Other => "other",
        }
    }

    /// The tag of that word, in any case; `None` for another word.
    pub fn parse(word: &str) -> Option<Tag> {
        Tag::ALL.into_iter().find(|tag| tag.as_str().eq_ignore_ascii_case(word.trim()))
    }
}

/// What somebody needs today.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)] // the words of product.md, each its own explanation
pub enum Need {
    Listen,
    Help,
    Space,
    Hug,
    Nothing,
}

impl Need {
    /// All, in the order in which they are offered.
    pub const ALL: [Need; 5] = [Need::Listen, Need::Help, Need::Space, Need::Hug, Need::Nothing];

    /// The word of the command table.
    pub fn as_str(self) -> &'static str {
        match self {
            Need::Listen => "listen",
            Need::Help => "help",
            Need::Space => "space",
            Need::Hug => "hug",
            Need::Nothing => "nothing",
        }
    }

    /// The need of that word, in any case ("a hug" too); `None` for another word.
    pub fn parse(word: &str) -> Option<Need> {
        let word = word.trim().to_ascii_lowercase();
        let word = word.strip_prefix("a ").unwrap_or(&word);
        Need::ALL.into_iter().find(|need| need.as_str() == word)
    }
}

/// What one entry holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Content {
    /// Words, in one piece or in several messages that belong together.
    Plain(Vec<Words>),
    /// How somebody is.
    CheckIn {
        /// 1 (very little left) to 5 (plenty).
        capacity: Option<u8>,
        /// What it is about.
        tag: Option<Tag>,
        /// What they need.
        need: Option<Need>,
        /// A few words.
        words: Option<Words>,
        /// Further messages that belong to it, each in its place; one that was taken back is blank.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        more: Vec<Words>,
    },
    /// Thanks for something particular.
    Gratitude {
        /// What the other did.
        what: Words,
        /// What it says about them, or why it mattered.
        why: Option<Words>,
        /// Further messages that belong to `what`, each in its place; one that was taken back is blank.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        more: Vec<Words>,
    },
}

impl Content {
    /// One piece of plain words.
    pub fn plain(words: Words) -> Content {
        Content::Plain(vec![words])
    }

    /// All the words in it, in order.
    pub fn words(&self) -> Vec<&Words> {
        match self {
            Content::Plain(pieces) => pieces.iter().collect(),
            Content::CheckIn { words, more, .. } => words.iter().chain(more).collect(),
            Content::Gratitude { what, why, more } => std::iter::once(what).chain(why).chain(more).collect(),
        }
    }

    /// The words of a check-in, or what somebody is thanked for, with the further messages on lines of their own; `None` where there
    /// are none, and for plain words.
    pub fn with_more(&self) -> Option<Words> {
        let (first, more) = match self {
            Content::Plain(_) => return None,
            Content::CheckIn { words, more, .. } => (words.as_ref(), more),
            Content::Gratitude { what, more, .. } => (Some(what), more),
        };
        let said = first.into_iter().chain(more).filter(|words| !words.is_blank());
        let said: Vec<&str> = said.map(Words::as_str).collect();
        (!said.is_empty()).then(|| Words::new(said.join("\n")))
    }

    /// How many characters of words are in it, all pieces together.
    pub fn characters(&self) -> usize {
        self.words().iter().map(|words| words.characters()).sum()
    }
}

/// What a partner gave and nobody but they may read yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sealed {
    by: PartnerId,
    content: Content,
}

impl Sealed {
    /// Seals what `by` wrote.
    pub fn new(by: PartnerId, content: Content) -> Self {
        Self { by, content }
    }

    /// Who wrote it.
    pub fn by(&self) -> PartnerId {
        self.by
    }

    /// For its author's eyes.
    pub fn to_author(&self) -> Shown {
        Shown { to: Reader::Only(self.by), by: self.by, content: self.content.clone() }
    }

    /// For both, now that the rules allow it.
    pub fn open(&self, _: &Opened) -> Shown {
        Shown { to: Reader::Both, by: self.by, content: self.content.clone() }
    }

    /// For the store, which encrypts it, and for the engine's own bookkeeping (lengths, adding a piece); never for a message.
    pub fn inside(&self) -> &Content {
        &self.content
    }
}

/// Proof that an entry may be read by both. Only the engine makes one.
#[derive(Debug)]
pub struct Opened(());

impl Opened {
    /// Made by the rules in `engine` that look at the entry's standing, and nowhere else.
    pub(in crate::engine) fn by_the_rules() -> Opened {
        Opened(())
    }
}

/// Content that may stand in a message, and for whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    to: Reader,
    by: PartnerId,
    content: Content,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reader {
    Both,
    Only(PartnerId),
}

impl Shown {
    /// Who wrote it.
    pub fn by(&self) -> PartnerId {
        self.by
    }

    /// The content, if it may stand in a message whose only reader is `only` (`None`: a message that both read).
    pub fn content_for(&self, only: Option<PartnerId>) -> Option<&Content> {
        match (self.to, only) {
            (Reader::Both, _) => Some(&self.content),
            (Reader::Only(author), Some(reader)) if author == reader => Some(&self.content),
            (Reader::Only(_), _) => None,
        }
    }

    /// Whether only its author may read it.
    pub fn is_private(&self) -> bool {
        matches!(self.to, Reader::Only(_))
    }
}
