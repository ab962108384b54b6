//! What of the journal must be fetched for a decision.

use super::button::Button;
use super::couple::Couple;
use super::dialogue;
use super::input::{Fields, Input};
use crate::command::{Ask, Name};
use crate::ids::{EntryId, RoundId};

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
    let round = |id: &RoundId| {
        if couple.rounds.contains_key(id) { Read::Nothing } else { Read::Round(*id) }
    };
    let entry = |id: &EntryId| match couple.entries.get(id) {
        Some(entry) if entry.round.is_none_or(|round| couple.rounds.contains_key(&round)) => Read::Nothing,
        Some(_) | None => Read::Entry(*id),
    };
    match input {
        Input::Asked { ask: Ask::Command { name, .. }, .. } => match name {
            Name::Journal | Name::Privacy => Read::Everything,
            Name::Why => Read::Everything,
            Name::Setup
            | Name::Checkin
            | Name::Gratitude
            | Name::Prompt
            | Name::PromptAdd
            | Name::Answer
            | Name::Skip
            | Name::Another
            | Name::Pause
            | Name::Resume
            | Name::Settings
            | Name::Leave
            | Name::Help
            | Name::Doctor => Read::Nothing,
        },
        Input::Asked { ask: Ask::Unknown { .. } | Ask::Malformed { .. }, .. } => Read::Nothing,
        Input::Pressed { button, .. } => match button {
            Button::Answer(id, _)
            | Button::Another(id)
            | Button::Why(id)
            | Button::Skip(id)
            | Button::Capacity(id, _)
            | Button::Reflect(id)
            | Button::MoreLikeThis(id)
            | Button::NotForUs(id)
            | Button::KeepAlone(id)
            | Button::ShareAlone(id)
            | Button::EraseAlone(id) => round(id),
            Button::Heard(id, _)
            | Button::Change(id, _)
            | Button::Withdraw(id)
            | Button::Share(id)
            | Button::NotAnAnswer(id) => entry(id),
            Button::ForgetAll | Button::ForgetDay(_) | Button::Export => Read::Everything,
            Button::ReadAndDecide
            | Button::Agree
            | Button::NotNow
            | Button::TryOne
            | Button::Accept(_)
            | Button::Refuse(_)
            | Button::ConfirmReaders(_)
            | Button::TakeQuestions
            | Button::LeaveQuestions
            | Button::LeaveNow
            | Button::Never => held(couple),
            Button::Fill(_) => Read::Nothing,
        },
        Input::Edited { entry: id, .. } | Input::Deleted { entry: id, .. } | Input::Vanished { entry: id, .. } => {
            entry(id)
        }
        Input::Told { by, step, .. } => match dialogue::Step::from_text(step).and_then(|step| step.button()) {
            Some(button) => reads(couple, &Input::Pressed { by: by.clone(), button, fields: Fields::new() }),
            None => Read::Nothing,
        },
        Input::Said { .. } | Input::Unread { .. } | Input::Undecrypted { .. } | Input::Welcomed { .. } => Read::Nothing,
        Input::ReadersChanged(_) => held(couple),
        Input::Due { .. }
        | Input::Undeliverable { .. }
        | Input::PlaceLost
        | Input::PlaceBack
        | Input::PlaceMoved(_)
        | Input::PlaceChanged
        | Input::NewZones => Read::Nothing,
    }
}

/// Messages that are held back may be of rounds that are over.
fn held(couple: &Couple) -> Read {
    if couple.guard.waiting.is_empty() { Read::Nothing } else { Read::Everything }
}
