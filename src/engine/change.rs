//! What a decision changes. Each says how a part of the couple is from now on, so applying one twice is harmless.

use super::alarm::{Alarm, AlarmKey};
use super::couple::{Couple, Guard, Noted, Ours, Partner, Phase, Proposal, Ritual};
use super::entry::Entry;
use super::round::Round;
use crate::catalog::Kind;
use crate::ids::{EntryId, EventKey, PartnerId, PlaceRef};

/// A part of the couple as it is from now on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// A pairing began; always the first change of its couple.
    Began(Box<Couple>),
    /// How far the pairing is. The store keeps accounts and the place in step: an ended couple holds neither.
    Phase(Phase),
    /// The place has a new name on its network (a room upgraded).
    Place(PlaceRef),
    /// A partner's own settings, consent and accounts.
    Partner(PartnerId, Box<Partner>),
    /// What both share.
    Ours(Box<Ours>),
    /// A ritual.
    Ritual(Kind, Ritual),
    /// An alarm is set or moved.
    AlarmSet(AlarmKey, Alarm),
    /// An alarm is off.
    AlarmCleared(AlarmKey),
    /// Who can read the place.
    Guard(Guard),
    /// A proposal was made, or (`None`) is over.
    Proposal(u32, Option<Proposal>),
    /// A due time had no post.
    Noted(Noted),
    /// How many posts in a row were refused.
    Refusals(u8),
    /// A round. With `live` off it leaves the live state and stays in the journal.
    Round(Box<Round>),
    /// An entry, likewise. The store encrypts what it says with its author's key.
    Entry(Box<Entry>),
    /// An entry is gone for good, from the journal too.
    EntryErased(EntryId),
    /// Piece `piece` of an entry came as this message, so that its edit or deletion finds it.
    Heard {
        /// The message.
        event: EventKey,
        /// The entry.
        entry: EntryId,
        /// Which of its pieces, from 0.
        piece: u32,
    },
    /// That partner's key and all their entries are destroyed, and every copy of their words in the outbox.
    KeyDestroyed(PartnerId),
}
