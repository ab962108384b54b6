//! Whom an event concerns: the couple of a place, of a message, of a person.

use std::collections::BTreeSet;

use super::address::{self, Incoming};
use crate::ids::{CoupleId, UserRef};
use crate::platform::{Envelope, Happening};
use crate::store::{Membership, Resolved, Standing};

/// The couples that an event is about. Several only where everything is erased, or of an area; none: nobody's yet.
pub(super) fn couples_of(envelope: &Envelope, resolved: &Resolved) -> Vec<CoupleId> {
    let Some(person) = &envelope.from else {
        if let Some(original) = address::address_of_deletion(envelope) {
            return resolved.heard.get(original).map(|(couple, ..)| *couple).into_iter().collect();
        }
        let Some(place) = &envelope.place else {
            return Vec::new();
        };
        if place.is_area() {
            return resolved.areas.get(place).cloned().unwrap_or_default();
        }
        return resolved.places.get(place).copied().into_iter().collect();
    };
    let theirs = memberships(resolved, &person.user);
    if address::is_forget_all(envelope) {
        return forget_from(theirs);
    }
    let by_message = match &envelope.what {
        Happening::Edit { original, .. } | Happening::Delete { original } => {
            return resolved.heard.get(original).map(|(couple, ..)| *couple).into_iter().collect();
        }
        Happening::Words { reply_to: Some(sent), .. } | Happening::Unread { reply_to: sent } => {
            address::message(envelope, sent)
                .and_then(|message| resolved.messages.get(&message))
                .map(|(couple, _)| *couple)
                .filter(|couple| couple.0 != 0)
        }
        Happening::Words { reply_to: None, .. }
        | Happening::Told { .. }
        | Happening::Command(_)
        | Happening::Press { .. }
        | Happening::Readers(_)
        | Happening::Welcomed
        | Happening::PlaceLost
        | Happening::PlaceMoved(_)
        | Happening::PlaceBack
        | Happening::Changed
        | Happening::Undecrypted
        | Happening::Nothing => None,
    };
    let by_place = || {
        let place = envelope.place.as_ref()?;
        Some(resolved.places.get(place).copied())
    };
    if let Some(left) = kept_by_one_who_left(envelope, resolved, theirs) {
        return vec![left];
    }
    match by_message.map(Some).or_else(by_place) {
        // In a place it is that place's couple, whoever speaks.
        Some(couple) => couple.into_iter().collect(),
        None => meant(envelope, theirs).into_iter().collect(),
    }
}

/// The couple that somebody left and whose journal or export they ask for in a place: what is theirs outlives the pairing there.
fn kept_by_one_who_left(envelope: &Envelope, resolved: &Resolved, theirs: &[Membership]) -> Option<CoupleId> {
    let here = resolved.places.get(envelope.place.as_ref()?);
    let is_in = |membership: &Membership| match membership.standing {
        Standing::Joined => true,
        Standing::Invited => here == Some(&membership.couple),
        Standing::Left => false,
    };
    if !address::is_about_the_past(&envelope.what) || theirs.iter().any(is_in) {
        return None;
    }
    let left = |membership: &&Membership| membership.standing == Standing::Left;
    theirs.iter().find(left).map(|membership| membership.couple)
}

/// The couple that a person means in private: the one they are in, else the newest invitation, else the last that they left.
/// Whoever asks for what is past means what they left rather than an invitation.
fn meant(envelope: &Envelope, theirs: &[Membership]) -> Option<CoupleId> {
    let first = theirs.first()?;
    let left = || theirs.iter().find(|membership| membership.standing == Standing::Left);
    let past = first.standing == Standing::Invited && address::is_about_the_past(&envelope.what);
    let meant = if past { left().unwrap_or(first) } else { first };
    Some(meant.couple)
}

/// The couples of a person, the one that they are in first, then the newest invitation.
fn memberships<'r>(resolved: &'r Resolved, user: &UserRef) -> &'r [Membership] {
    resolved.people.get(user).map_or(&[], Vec::as_slice)
}

/// Every couple that a person's words may be in, the present one first.
fn forget_from(memberships: &[Membership]) -> Vec<CoupleId> {
    memberships
        .iter()
        .filter(|membership| membership.standing != Standing::Invited)
        .map(|membership| membership.couple)
        .collect()
}

/// Of the people that the event is by or names: who is joined in a couple other than `here`.
pub(super) fn taken(incoming: &Incoming, here: Option<CoupleId>, resolved: &Resolved) -> BTreeSet<UserRef> {
    let Some(envelope) = incoming.envelope() else {
        return BTreeSet::new();
    };
    let mut people: Vec<&UserRef> = envelope.from.iter().map(|person| &person.user).collect();
    if let Happening::Command(ask) = &envelope.what {
        people.extend(address::named(ask));
    }
    people
        .into_iter()
        .filter(|user| {
            memberships(resolved, user)
                .iter()
                .any(|membership| membership.standing == Standing::Joined && Some(membership.couple) != here)
        })
        .cloned()
        .collect()
}
