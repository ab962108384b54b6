//! What came from the homeserver, before it is anything to us.

use matrix_sdk::Room;
use matrix_sdk::ruma::events::AnySyncTimelineEvent;
use matrix_sdk::ruma::serde::Raw;
use matrix_sdk::ruma::{OwnedEventId, OwnedUserId};

/// One thing that happened. Those of a room come in its order.
#[derive(Clone, Debug)]
pub(super) enum News {
    /// An event in the timeline of a room that the bot is in, since it joined: messages, and changes of the room's state. Its own too.
    Heard(Heard),
    /// A message whose key did not come in time. Its content is still encrypted.
    Undecrypted(Heard),
    /// The bot is invited. Told again at every start while the invitation stands.
    Invited(Room),
    /// The bot is new in that room.
    Joined {
        /// Which.
        room: Room,
        /// The event by which it is in.
        id: OwnedEventId,
        /// Who had invited it, where the homeserver says so.
        by: Option<OwnedUserId>,
    },
    /// The bot is not in that room any more: removed, banned, or by its own leaving.
    Left {
        /// Which.
        room: Room,
        /// The event by which it is out, if the homeserver tells of it.
        id: Option<OwnedEventId>,
    },
}

impl News {
    /// Where it happened.
    pub(super) fn room(&self) -> &Room {
        match self {
            News::Heard(heard) | News::Undecrypted(heard) => &heard.room,
            News::Invited(room) | News::Joined { room, .. } | News::Left { room, .. } => room,
        }
    }
}

/// An event, decrypted if it was encrypted.
#[derive(Clone, Debug)]
pub(super) struct Heard {
    /// Where.
    pub room: Room,
    /// Whose conversation with the bot the room is; `None`: a place.
    pub conversation: Option<OwnedUserId>,
    /// Its id.
    pub id: OwnedEventId,
    /// By whom, as the homeserver says; for an encrypted event, as the sending device's keys say.
    pub sender: OwnedUserId,
    /// The event itself.
    pub event: Raw<AnySyncTimelineEvent>,
    /// Of an encrypted one: the session that its key is of.
    pub key: Option<String>,
}
