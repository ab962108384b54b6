//! The closed vocabularies of a pack: kinds, settings, strengths, practices, topics.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// What a prompt asks for, and so which ritual may ask it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// An appreciation of something that the other did.
    Gratitude,
    /// An opener beside the check-in's scale.
    CheckIn,
    /// A question that both answer.
    Question,
    /// A list of a given number of things.
    List,
    /// Something to do, in steps, and to tell about.
    Exercise,
}

impl Kind {
    /// All of them, in the order of the help text.
    pub const ALL: [Kind; 5] = [Kind::Gratitude, Kind::CheckIn, Kind::Question, Kind::List, Kind::Exercise];

    /// The word used in packs, in stored state and on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Gratitude => "gratitude",
            Kind::CheckIn => "check-in",
            Kind::Question => "question",
            Kind::List => "list",
            Kind::Exercise => "exercise",
        }
    }

    /// The kind whose ritual asks prompts of this one: lists and exercises stand in for questions now and then.
    pub fn family(self) -> Kind {
        match self {
            Kind::Gratitude => Kind::Gratitude,
            Kind::CheckIn => Kind::CheckIn,
            Kind::Question | Kind::List | Kind::Exercise => Kind::Question,
        }
    }
}

/// Where an exercise can be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Setting {
    /// Only in one place.
    Together,
    /// Only with a distance between the two.
    Apart,
    /// Anywhere.
    Either,
}

impl Setting {
    /// All of them.
    pub const ALL: [Setting; 3] = [Setting::Together, Setting::Apart, Setting::Either];

    /// The word used in packs.
    pub fn as_str(self) -> &'static str {
        match self {
            Setting::Together => "together",
            Setting::Apart => "apart",
            Setting::Either => "either",
        }
    }
}

/// How well something is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Strength {
    /// At least one controlled trial.
    A,
    /// Studies that observe, or trials of something close to it.
    B,
    /// What practitioners teach; little or nothing tested.
    C,
}

impl Strength {
    /// All of them, strongest first.
    pub const ALL: [Strength; 3] = [Strength::A, Strength::B, Strength::C];

    /// The letter used in packs.
    pub fn as_str(self) -> &'static str {
        match self {
            Strength::A => "A",
            Strength::B => "B",
            Strength::C => "C",
        }
    }

    /// One plain English word for the letter.
    pub fn word(self) -> &'static str {
        match self {
            Strength::A => "trial",
            Strength::B => "study",
            Strength::C => "practice",
        }
    }
}

/// One of [`PRACTICES`]: what a prompt trains.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Practice(&'static str);

impl Practice {
    /// The id, such as `good-news`; its name for people is [`Catalog::practice_name`](super::Catalog::practice_name).
    pub fn as_str(self) -> &'static str {
        self.0
    }
}

/// The practices that a prompt may name.
pub const PRACTICES: [&str; 34] = [
    "gratitude",
    "check-in",
    "needs",
    "i-message",
    "listening",
    "trust-list",
    "promises",
    "consistency",
    "date-night",
    "hand-over",
    "agreements",
    "boundaries",
    "park-it",
    "apology",
    "time-out",
    "past-event",
    "forgiveness",
    "rebuilding",
    "values",
    "shared-goals",
    "independence",
    "vulnerability",
    "curiosity",
    "good-news",
    "play",
    "presence",
    "affection",
    "honesty",
    "assumption-check",
    "adventure",
    "expectations",
    "deposits",
    "review",
    "help",
];

/// A subject that is asked about only when both have said yes to it. Stored with a couple's settings, so a word that a later
/// version no longer knows still reads back; it then matches no prompt.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Topic(String);

impl Topic {
    /// The id, such as `past-hurt`; its name for people is [`Catalog::topic_name`](super::Catalog::topic_name).
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The topics that need both partners' yes.
pub const TOPICS: [&str; 9] =
    ["sex", "money", "family", "faith", "expectations", "past-hurt", "trauma", "rebuilding", "forgiveness"];

/// The id of a prompt: lower-case words joined by hyphens, unique over all packs.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PromptId(pub String);

impl PromptId {
    /// The id as written in its pack.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for PromptId {
    fn from(id: &str) -> Self {
        Self(id.to_owned())
    }
}

/// A word outside the vocabulary that was asked for. It does not carry the word: that may be something a person typed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not one of {}", .known.join(", "))]
pub struct UnknownWord {
    /// The words that would have been understood.
    pub known: Vec<&'static str>,
}

macro_rules! from_word {
    ($name:ident) => {
        impl FromStr for $name {
            type Err = UnknownWord;

            fn from_str(word: &str) -> Result<Self, UnknownWord> {
                let known = || UnknownWord { known: $name::ALL.iter().map(|one| one.as_str()).collect() };
                $name::ALL.into_iter().find(|one| one.as_str() == word).ok_or_else(known)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

from_word!(Kind);
from_word!(Setting);
from_word!(Strength);

impl FromStr for Practice {
    type Err = UnknownWord;

    fn from_str(word: &str) -> Result<Self, UnknownWord> {
        let found = PRACTICES.into_iter().find(|known| *known == word);
        found.map(Practice).ok_or_else(|| UnknownWord { known: PRACTICES.to_vec() })
    }
}

impl FromStr for Topic {
    type Err = UnknownWord;

    fn from_str(word: &str) -> Result<Self, UnknownWord> {
        let found = TOPICS.into_iter().find(|known| *known == word);
        found.map(|known| Topic(known.to_owned())).ok_or_else(|| UnknownWord { known: TOPICS.to_vec() })
    }
}

impl fmt::Display for Practice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl fmt::Display for Topic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for PromptId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
