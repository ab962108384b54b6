//! From what happened on a network to an input of a couple: who is who, which couple, which message.

use jiff::{Timestamp, civil};
use sha2::{Digest as _, Sha256};

use crate::command::{Ask, Name, Value};
use crate::engine::alarm::AlarmKey;
use crate::engine::button::Button;
use crate::engine::couple::Couple;
use crate::engine::input::{Asker, Input, Readers, Refusal, Venue};
use crate::ids::{AccountId, CoupleId, EventKey, Network, PlaceRef, SentRef, Slot, Token, UserRef};
use crate::platform::{Envelope, Happening, Person, ReplyHandle, Target};
use crate::store::Wanted;

/// What the hub takes in.
#[derive(Clone, Debug)]
pub enum Incoming {
    /// An event of a network.
    Event(Box<Envelope>),
    /// An alarm that went off.
    Due {
        /// Whose.
        couple: CoupleId,
        /// Which.
        key: AlarmKey,
        /// When it was set for.
        at: Timestamp,
        /// The occurrence, for rituals.
        label: Option<civil::DateTime>,
    },
    /// A message that will never be delivered.
    Undeliverable {
        /// Whose.
        couple: CoupleId,
        /// Which.
        slot: Slot,
        /// Where it was to go.
        to: Target,
        /// What makes hearing it twice count once: the token of the delivery.
        token: Token,
        /// Why.
        why: Refusal,
    },
    /// The courier looked who can read a couple's place.
    Readers {
        /// Whose.
        couple: CoupleId,
        /// What it saw.
        readers: Readers,
    },
    /// The zones' rules were renewed, so what is set by the wall clock may have to go off at another instant.
    NewZones {
        /// Whose.
        couple: CoupleId,
    },
    /// It was looked, and the couple's place is gone.
    PlaceGone {
        /// Whose.
        couple: CoupleId,
    },
    /// The courier could write in a couple's place that had refused before, or it was looked, and it may again.
    PlaceFine {
        /// Whose.
        couple: CoupleId,
    },
}

impl Incoming {
    /// What makes a repetition count once; `None` for what is a state and may be told any number of times.
    pub fn key(&self) -> Option<EventKey> {
        match self {
            // Nobody's deletion changes nothing when it is told again, and most are of messages that were never ours to keep: not one
            // of them needs a line in the ledger.
            Incoming::Event(envelope) if address_of_deletion(envelope).is_some() => None,
            Incoming::Event(envelope) if matches!(envelope.what, Happening::Nothing) => None,
            Incoming::Event(envelope) => Some(envelope.key.clone()),
            // The label is the occurrence's identity (the couple remembers it too); the instant tells a second try apart, which
            // the hub makes after the first one failed.
            Incoming::Due { couple, key, at, label: Some(label) } => {
                Some(EventKey(format!("due/{couple}/{key}/{label}/{}", at.as_millisecond())))
            }
            Incoming::Due { couple, key, at, .. } => {
                Some(EventKey(format!("due/{couple}/{key}/{}", at.as_millisecond())))
            }
            Incoming::Undeliverable { token, .. } => Some(EventKey(format!("undeliverable/{token}"))),
            Incoming::Readers { .. }
            | Incoming::PlaceFine { .. }
            | Incoming::PlaceGone { .. }
            | Incoming::NewZones { .. } => None,
        }
    }

    /// The text that names answers to it: the same whenever the same event is handled.
    pub(super) fn turn(&self, nonce: u64) -> String {
        let key = match self.key() {
            Some(key) => key.0,
            None => format!("looked/{nonce:x}"),
        };
        turn_of(&key)
    }

    pub(super) fn envelope(&self) -> Option<&Envelope> {
        match self {
            Incoming::Event(envelope) => Some(envelope),
            Incoming::Due { .. }
            | Incoming::Undeliverable { .. }
            | Incoming::Readers { .. }
            | Incoming::PlaceFine { .. }
            | Incoming::PlaceGone { .. }
            | Incoming::NewZones { .. } => None,
        }
    }

    /// The couple, where no look-up is needed.
    pub(super) fn couple(&self) -> Option<CoupleId> {
        match self {
            Incoming::Event(_) => None,
            Incoming::Due { couple, .. }
            | Incoming::Undeliverable { couple, .. }
            | Incoming::Readers { couple, .. }
            | Incoming::PlaceFine { couple }
            | Incoming::PlaceGone { couple }
            | Incoming::NewZones { couple } => Some(*couple),
        }
    }

    /// What must be looked up to address it.
    pub(super) fn wants(&self, wanted: &mut Wanted) {
        let Some(envelope) = self.envelope() else {
            return;
        };
        if let Some(place) = envelope.place.clone() {
            let wanted = if place.is_area() { &mut wanted.areas } else { &mut wanted.places };
            wanted.insert(place);
        }
        wanted.people.extend(envelope.from.iter().map(|person| person.user.clone()));
        match &envelope.what {
            Happening::Command(ask) => wanted.people.extend(named(ask).cloned()),
            Happening::Words { reply_to: Some(sent), .. } | Happening::Unread { reply_to: sent } => {
                wanted.messages.extend(message(envelope, sent));
            }
            Happening::Edit { original, .. } | Happening::Delete { original } => {
                wanted.heard.insert(original.clone());
            }
            Happening::Words { reply_to: None, .. }
            | Happening::Told { .. }
            | Happening::Press { .. }
            | Happening::Welcomed
            | Happening::Readers(_)
            | Happening::PlaceLost
            | Happening::PlaceBack
            | Happening::Changed
            | Happening::Undecrypted
            | Happening::Nothing => {}
            Happening::PlaceMoved(to) => {
                wanted.places.insert(to.clone());
            }
        }
    }
}

/// A message of ours as the store finds it; `None` for an account whose network is not known.
pub(super) fn message(envelope: &Envelope, sent: &SentRef) -> Option<(Network, SentRef)> {
    Some((network_of(&envelope.account)?, sent.clone()))
}

/// The message of ours that it replies to, and where that went; `None` where it is no reply.
pub(super) fn replied(envelope: &Envelope) -> Option<(Network, &SentRef, Target)> {
    let (Happening::Words { reply_to: Some(sent), .. } | Happening::Unread { reply_to: sent }) = &envelope.what else {
        return None;
    };
    let target = match (&envelope.place, &envelope.from) {
        (Some(place), _) => Target::Place(place.clone()),
        (None, Some(person)) => Target::Person { user: person.user.clone(), place: None },
        (None, None) => return None,
    };
    Some((network_of(&envelope.account)?, sent, target))
}

/// The network of a bot account.
pub(crate) fn network_of(account: &AccountId) -> Option<Network> {
    account.0.split_once(':')?.0.parse().ok()
}

/// The message that is gone, where the network does not say who deleted it.
pub(super) fn address_of_deletion(envelope: &Envelope) -> Option<&EventKey> {
    match &envelope.what {
        Happening::Delete { original } if envelope.from.is_none() => Some(original),
        Happening::Delete { .. }
        | Happening::Command(_)
        | Happening::Press { .. }
        | Happening::Words { .. }
        | Happening::Told { .. }
        | Happening::Unread { .. }
        | Happening::Edit { .. }
        | Happening::Readers(_)
        | Happening::Welcomed
        | Happening::PlaceLost
        | Happening::PlaceMoved(_)
        | Happening::PlaceBack
        | Happening::Changed
        | Happening::Undecrypted
        | Happening::Nothing => None,
    }
}

/// The people that a command names.
pub(super) fn named(ask: &Ask) -> impl Iterator<Item = &UserRef> {
    let args = match ask {
        Ask::Command { args, .. } => Some(args),
        Ask::Unknown { .. } | Ask::Malformed { .. } => None,
    };
    args.into_iter().flat_map(|args| args.values()).filter_map(|value| match value {
        Value::Person { user, .. } => Some(user),
        Value::Text(_) => None,
    })
}

/// Whether it asks to erase everything, in every couple that the person was ever in.
pub(super) fn is_forget_all(envelope: &Envelope) -> bool {
    matches!(&envelope.what, Happening::Press { button: Button::ForgetAll, .. })
}

/// Whether it asks for what was kept, which lasts longer than the pairing, or brings something that must not be lost.
pub(super) fn is_about_the_past(what: &Happening) -> bool {
    match what {
        Happening::Command(Ask::Command { name, .. } | Ask::Malformed { name, .. }) => {
            matches!(name, Name::Journal | Name::Privacy)
        }
        // What somebody typed into a form that stood open is theirs, whatever ended meanwhile.
        Happening::Press { button, fields } => {
            !fields.is_empty() || matches!(button, Button::Export | Button::ForgetDay(_) | Button::ForgetAll)
        }
        Happening::Command(Ask::Unknown { .. })
        | Happening::Words { .. }
        | Happening::Told { .. }
        | Happening::Unread { .. }
        | Happening::Edit { .. }
        | Happening::Delete { .. }
        | Happening::Readers(_)
        | Happening::Welcomed
        | Happening::PlaceLost
        | Happening::PlaceMoved(_)
        | Happening::PlaceBack
        | Happening::Changed
        | Happening::Undecrypted
        | Happening::Nothing => false,
    }
}

/// Who did it, as the engine knows people.
pub(super) fn asker(couple: Option<&Couple>, envelope: &Envelope, person: &Person) -> Asker {
    Asker {
        partner: couple.and_then(|couple| couple.partner_of(&person.user)),
        user: person.user.clone(),
        name: person.name.clone(),
        locale: person.locale.clone(),
        venue: envelope.venue,
        place: envelope.place.clone(),
        lacks: envelope.lacks.clone(),
        waits: envelope.reply.is_some(),
        event: envelope.key.clone(),
    }
}

/// Where the answer to an event goes, besides to whom.
pub(super) struct Return<'a> {
    pub asker: &'a Asker,
    pub reply: Option<&'a ReplyHandle>,
}

impl Return<'_> {
    /// Whether the message that is answered stands where all can see it.
    pub fn in_place(&self) -> Option<&PlaceRef> {
        match self.asker.venue {
            Venue::Place => self.asker.place.as_ref(),
            Venue::Quietly | Venue::Private => None,
        }
    }
}

/// Something that a network tells of a place, as an input of its couple; `None` for what a person does.
pub(super) fn of_place(what: &Happening) -> Option<Input> {
    match what {
        Happening::Readers(readers) => Some(Input::ReadersChanged(readers.clone())),
        Happening::PlaceLost => Some(Input::PlaceLost),
        Happening::PlaceBack => Some(Input::PlaceBack),
        Happening::Changed => Some(Input::PlaceChanged),
        Happening::PlaceMoved(to) => Some(Input::PlaceMoved(to.clone())),
        Happening::Welcomed
        | Happening::Command(_)
        | Happening::Press { .. }
        | Happening::Words { .. }
        | Happening::Told { .. }
        | Happening::Unread { .. }
        | Happening::Edit { .. }
        | Happening::Delete { .. }
        | Happening::Undecrypted
        | Happening::Nothing => None,
    }
}

/// A short text for a key: 50 bits of its hash, which name a message only together with its couple.
pub(super) fn turn_of(key: &str) -> String {
    let hash = Sha256::digest(key.as_bytes());
    let mut text = data_encoding::BASE32_NOPAD.encode(&hash);
    text.truncate(10);
    text.make_ascii_lowercase();
    text
}
