//! The engine: decides, and does nothing else. No runtime, database, network, clock or randomness in here.
//!
//! [`handle`] is the only door. It is total: a person's mistake is a message to them, never an error.

pub mod alarm;
pub mod button;
pub mod change;
pub mod couple;
pub mod effect;
pub mod entry;
pub mod input;
pub mod pick;
pub mod round;
pub mod say;
pub mod turn;
pub mod words;

use crate::engine::couple::Couple;
use crate::engine::input::Input;
use crate::engine::turn::{Outcome, Scene};
use crate::ids::{EntryId, RoundId};

/// Decides what one input changes and what is to be said. `couple` is `None` where nobody is paired yet.
///
/// The same couple, input and scene always decide the same.
pub fn handle(couple: Option<&Couple>, input: &Input, scene: &Scene<'_>) -> Outcome {
    let _ = (couple, input, scene);
    Outcome::default()
}

/// What of the journal a decision needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Read {
    /// Nothing: the live state is enough.
    Nothing,
    /// One round with its entries.
    Round(RoundId),
    /// One entry, with its round and that round's entries.
    Entry(EntryId),
    /// Everything that the asker may read.
    Everything,
}

/// What of the journal `handle` will need for that input.
pub fn reads(couple: &Couple, input: &Input) -> Read {
    let _ = (couple, input);
    Read::Nothing
}
