//! What happened, as inputs of the engine: nearly always one.

use super::address::{self, Incoming};
use super::who;
use crate::engine::couple::Couple;
use crate::engine::input::{Asker, Input, Venue};
use crate::ids::{CoupleId, EventKey, SentRef};
use crate::platform::{Envelope, Happening, Person, Target};
use crate::store::Resolved;

/// An input with its couple, if it has one.
pub(super) struct Addressed {
    pub couple: Option<CoupleId>,
    pub input: Input,
    /// What an answer to it is called.
    pub turn: String,
    /// Whether it only repeats for another couple what was answered already.
    pub echo: bool,
}

/// The inputs that `incoming` becomes; none where it concerns nobody. `known` has the couples that were looked up.
pub(super) fn of<'h>(
    incoming: &Incoming,
    resolved: &Resolved,
    turn: &str,
    known: &dyn Fn(CoupleId) -> Option<&'h Couple>,
) -> Vec<Addressed> {
    let (couple, input) = match incoming {
        Incoming::Event(envelope) => match &envelope.from {
            Some(person) => return by_person(envelope, person, resolved, turn, known),
            None if address::address_of_deletion(envelope).is_some() => match vanished(envelope, resolved) {
                Some(vanished) => vanished,
                None => return Vec::new(),
            },
            None => {
                let input = address::of_place(&envelope.what);
                let couples = who::couples_of(envelope, resolved);
                // Another couple's place stays theirs.
                let taken = |to| resolved.places.get(to).is_some_and(|holder| !couples.contains(holder));
                if matches!(&input, Some(Input::PlaceMoved(to)) if taken(to)) {
                    return Vec::new();
                }
                let addressed = |couple| {
                    Some(Addressed { couple: Some(couple), input: input.clone()?, turn: turn.to_owned(), echo: false })
                };
                return couples.into_iter().filter_map(addressed).collect();
            }
        },
        Incoming::Due { couple, key, at, label } => {
            let input = Input::Due { key: key.clone(), at: *at, label: *label };
            (*couple, input)
        }
        Incoming::Undeliverable { couple, slot, to, why, .. } => {
            let to = match to {
                Target::Place(_) => None,
                Target::Person { user, .. } => known(*couple).and_then(|couple| couple.partner_of(user)),
            };
            let input = Input::Undeliverable { slot: slot.clone(), to, why: *why };
            (*couple, input)
        }
        Incoming::Readers { couple, readers } => (*couple, Input::ReadersChanged(readers.clone())),
        Incoming::PlaceFine { couple } => (*couple, Input::PlaceBack),
        Incoming::PlaceGone { couple } => (*couple, Input::PlaceLost),
        Incoming::NewZones { couple } => (*couple, Input::NewZones),
    };
    vec![Addressed { couple: Some(couple), input, turn: turn.to_owned(), echo: false }]
}

/// A deletion of a message that was kept, which nobody says they did.
fn vanished(envelope: &Envelope, resolved: &Resolved) -> Option<(CoupleId, Input)> {
    let (couple, entry, piece) = *resolved.heard.get(address::address_of_deletion(envelope)?)?;
    let privately = envelope.venue == Venue::Private;
    Some((couple, Input::Vanished { entry, piece, privately }))
}

/// What a person did, for each couple that it is about; for none, if they are in none.
fn by_person<'h>(
    envelope: &Envelope,
    person: &Person,
    resolved: &Resolved,
    turn: &str,
    known: &dyn Fn(CoupleId) -> Option<&'h Couple>,
) -> Vec<Addressed> {
    let mut couples: Vec<Option<CoupleId>> = who::couples_of(envelope, resolved).into_iter().map(Some).collect();
    if couples.is_empty() {
        couples.push(None);
    }
    let addressed = |(index, couple): (usize, Option<CoupleId>)| {
        let mut by = address::asker(couple.and_then(known), envelope, person);
        let mut turn = turn.to_owned();
        if index > 0 {
            by.event = EventKey(format!("{}/{}", by.event, index + 1));
            turn = format!("{turn}{}", index + 1);
        }
        let input = input_of(envelope, by, couple, resolved)?;
        Some(Addressed { couple, input, turn, echo: index > 0 })
    };
    couples.into_iter().enumerate().filter_map(addressed).collect()
}

/// What a person's event is to the engine; `None` where it concerns nobody (a message that was never kept).
fn input_of(envelope: &Envelope, by: Asker, couple: Option<CoupleId>, resolved: &Resolved) -> Option<Input> {
    let slot_of = |sent: &SentRef| {
        let (theirs, slot) = resolved.messages.get(&address::message(envelope, sent)?)?;
        (Some(*theirs) == couple).then(|| slot.clone())
    };
    Some(match &envelope.what {
        Happening::Command(ask) => Input::Asked { by, ask: ask.clone() },
        Happening::Press { button, fields } => Input::Pressed { by, button: button.clone(), fields: fields.clone() },
        Happening::Words { text, reply_to } => {
            let to = reply_to.as_ref().and_then(slot_of);
            Input::Said { by, text: text.clone(), to }
        }
        Happening::Told { step, text } => Input::Told { by, step: step.clone(), text: text.clone() },
        Happening::Unread { reply_to } => Input::Unread { by, to: slot_of(reply_to) },
        Happening::Edit { original, text } => {
            let (_, entry, piece) = *resolved.heard.get(original)?;
            Input::Edited { by, entry, piece, text: text.clone() }
        }
        Happening::Delete { original } => {
            let (_, entry, piece) = *resolved.heard.get(original)?;
            Input::Deleted { by, entry, piece }
        }
        Happening::Undecrypted => Input::Undecrypted { by },
        Happening::Welcomed => Input::Welcomed { by },
        Happening::Readers(_)
        | Happening::PlaceLost
        | Happening::PlaceBack
        | Happening::PlaceMoved(_)
        | Happening::Changed
        | Happening::Nothing => {
            return couple.and(address::of_place(&envelope.what));
        }
    })
}
