//! One thing that one partner wrote.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::words::{Content, Opened, Sealed, Shown};
use crate::ids::{CoupleId, EntryId, PartnerId, RoundId};

/// What an entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EntryKind {
    /// An answer to a round.
    Answer,
    /// A gratitude to the other, outside a round.
    Note,
    /// How somebody is, outside a round.
    CheckIn,
    /// What somebody heard the other say.
    Reflection,
    /// A question that somebody wrote for the two of them. Sealed until it is asked.
    OwnPrompt,
}

/// Who may read an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Privacy {
    /// Its author only.
    Sealed,
    /// Both, since that time.
    Open(Timestamp),
}

/// What the other said to a reflection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Heard {
    /// That is what I meant.
    Yes,
    /// Not quite.
    NotQuite,
}

/// One thing that one partner wrote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Its number within the couple.
    pub id: EntryId,
    /// The pairing in which it was written.
    pub couple: CoupleId,
    /// What it is.
    pub kind: EntryKind,
    /// The round it answers, or reflects on.
    pub round: Option<RoundId>,
    /// When it was written.
    pub at: Timestamp,
    /// When it was last changed while others could already read it: marked *edited*.
    pub edited: Option<Timestamp>,
    /// Who may read it.
    pub privacy: Privacy,
    /// For a reflection: what the other said to it.
    pub heard: Option<Heard>,
    /// Whether it is part of the couple's live state.
    pub live: bool,
    /// What it says.
    pub sealed: Sealed,
}

impl Entry {
    /// Who wrote it.
    pub fn by(&self) -> PartnerId {
        self.sealed.by()
    }

    /// What it says, for a message that `reader` alone sees; `None` if they may not read it.
    pub fn shown_to(&self, reader: PartnerId) -> Option<Shown> {
        match self.privacy {
            Privacy::Open(_) => Some(self.sealed.open(&Opened::by_the_rules())),
            Privacy::Sealed if self.by() == reader => Some(self.sealed.to_author()),
            Privacy::Sealed => None,
        }
    }

    /// What it says, for a post; `None` while it is sealed.
    pub fn shown_to_both(&self) -> Option<Shown> {
        match self.privacy {
            Privacy::Open(_) => Some(self.sealed.open(&Opened::by_the_rules())),
            Privacy::Sealed => None,
        }
    }

    /// The same entry, open to both since `at`. Whether that may be is the caller's rule (`rounds`, `notes`).
    pub(in crate::engine) fn opened(mut self, at: Timestamp) -> Entry {
        if self.privacy == Privacy::Sealed {
            self.privacy = Privacy::Open(at);
        }
        self
    }

    /// The same entry, its author's alone again. Whether anybody can have read it is the caller's rule (`reveal`).
    pub(in crate::engine) fn sealed_again(self) -> Entry {
        Entry { privacy: Privacy::Sealed, ..self }
    }

    /// The same entry with other words.
    pub(in crate::engine) fn saying(mut self, content: Content) -> Entry {
        self.sealed = Sealed::new(self.by(), content);
        self
    }
}

impl Entry {
    /// What only the store reads, to encrypt it.
    pub fn content(&self) -> &Content {
        self.sealed.inside()
    }
}
