//! One asking of one prompt.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{Timestamp, civil};
use serde::{Deserialize, Serialize};

use crate::catalog::{Kind, PromptId};
use crate::ids::{EntryId, PartnerId, RoundId};

/// Whether answers are read at once or wait for each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mode {
    /// The post shows each answer as it comes.
    Open,
    /// Nothing is shown until both are in.
    Sealed,
}

/// Where a round stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// Takes answers.
    Open,
    /// Both are in and were shown; or, for an open round, its time is over with something in it.
    Revealed,
    /// Its time ran out.
    Lapsed,
    /// Taken back, or the pairing ended.
    Withdrawn,
}

/// One asking of one prompt to one couple.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Round {
    /// Its number within the couple.
    pub id: RoundId,
    /// The ritual that asked; `None`: somebody did (`/prompt`, *Try one now*).
    pub ritual: Option<Kind>,
    /// What it asks for.
    pub kind: Kind,
    /// The prompt, as it stands after swaps.
    pub prompt: PromptId,
    /// Prompts that it had before a swap.
    pub swapped: BTreeSet<PromptId>,
    /// Open at once, or sealed.
    pub mode: Mode,
    /// The occurrence, on the couple's wall clock.
    pub label: Option<civil::DateTime>,
    /// When it was asked.
    pub opened: Timestamp,
    /// Where it stands.
    pub standing: Standing,
    /// Since when it stands so, if it is over.
    pub closed: Option<Timestamp>,
    /// Who has answered, with which entry. A withdrawn answer is not in it.
    pub answers: BTreeMap<PartnerId, EntryId>,
    /// Who answered in the place, for all to see.
    pub in_the_open: BTreeSet<PartnerId>,
    /// Whose open answer was there to read and was taken back: the post shows a neutral gap.
    #[serde(default)]
    pub gaps: BTreeSet<PartnerId>,
    /// Who does not want to answer this one. Looks like no answer.
    pub skipped: BTreeSet<PartnerId>,
    /// When a sealed round lapses, while its clock runs.
    pub lapses: Option<Timestamp>,
    /// What was left on a stopped clock, in milliseconds.
    pub lapse_left_ms: Option<i64>,
    /// The one who was asked privately, at the lapse, what to do with a lone answer.
    pub asked_alone: Option<PartnerId>,
    /// Whether it is part of the couple's live state. Over and gone from it: only in the journal.
    pub live: bool,
}

impl Round {
    /// Whether it takes answers.
    pub fn is_open(&self) -> bool {
        self.standing == Standing::Open
    }

    /// Whether `id` has answered.
    pub fn has(&self, id: PartnerId) -> bool {
        self.answers.contains_key(&id)
    }

    /// Whether both have.
    pub fn has_both(&self) -> bool {
        self.answers.len() == 2
    }
}
