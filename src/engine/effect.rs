//! What a decision asks the courier to do.

use jiff::Timestamp;

use super::say::Say;
use crate::ids::{EventKey, PartnerId, Slot, UserRef};

/// Who reads a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Audience {
    /// The couple's place.
    Place,
    /// One of the two, in a whisper.
    Only(PartnerId),
    /// Somebody who is not one of the two, in a whisper.
    Person(UserRef),
}

/// Something to be delivered. A slot names the message within its couple.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// A new message in that slot; if the slot has one already, it is posted anew beside it.
    Post {
        /// Its name.
        slot: Slot,
        /// Who reads it.
        to: Audience,
        /// What it says.
        say: Say,
        /// Not sent before then (a whisper waits for the end of quiet hours).
        not_before: Option<Timestamp>,
        /// Of no use after then: dropped, and the engine hears it.
        by: Option<Timestamp>,
    },
    /// The slot's message now says this. Nothing happens if it was never sent or is gone.
    Revise {
        /// Its name.
        slot: Slot,
        /// Who reads it, as when it was posted.
        to: Audience,
        /// What it says from now on.
        say: Say,
    },
    /// The slot's message is taken away. Nothing happens if it was never sent or is gone.
    Retract {
        /// Its name.
        slot: Slot,
    },
    /// A quiet sign on a message that somebody wrote.
    React {
        /// The message.
        to: EventKey,
        /// What it says.
        sign: Sign,
    },
}

/// What a sign on somebody's message says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// It was heard and is kept.
    Kept,
    /// It was seen, and cannot be read.
    Unread,
}
