//! What can happen to a couple.

use std::collections::BTreeMap;

use jiff::{Timestamp, civil};
use serde::{Deserialize, Serialize};

use super::alarm::AlarmKey;
use super::button::Button;
use super::words::Words;
use crate::command::Ask;
use crate::ids::{EntryId, EventKey, PartnerId, PlaceRef, Slot, UserRef};

/// One thing that happened, already addressed to its couple.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// Somebody gave a command.
    Asked {
        /// Who.
        by: Asker,
        /// What.
        ask: Ask,
    },
    /// Somebody pressed a button that opens no form, or sent back the form that a button opened.
    Pressed {
        /// Who.
        by: Asker,
        /// Which.
        button: Button,
        /// What they filled in, by field name; empty for a button without a form.
        fields: Fields,
    },
    /// Somebody wrote plain words that are addressed to the bot: privately, or as a reply to a message of its own.
    Said {
        /// Who.
        by: Asker,
        /// What.
        text: Words,
        /// The bot's message that it replies to, if any.
        to: Option<Slot>,
    },
    /// Somebody said something to a question of a conversation that stands for a form (`dialogue`).
    Told {
        /// Who.
        by: Asker,
        /// Where the conversation is: the text form of a step.
        step: String,
        /// What they said.
        text: Words,
    },
    /// Somebody brought the bot into a place.
    Welcomed {
        /// Who.
        by: Asker,
    },
    /// Somebody replied to the bot with a message whose text the network does not show it.
    Unread {
        /// Who.
        by: Asker,
        /// The bot's message that it replies to, if it is one of this couple's.
        to: Option<Slot>,
    },
    /// Somebody changed a message that had become a piece of an entry.
    Edited {
        /// Who.
        by: Asker,
        /// The entry.
        entry: EntryId,
        /// Which of its pieces.
        piece: u32,
        /// The new words.
        text: Words,
    },
    /// Somebody deleted a message that had become a piece of an entry.
    Deleted {
        /// Who.
        by: Asker,
        /// The entry.
        entry: EntryId,
        /// Which of its pieces.
        piece: u32,
    },
    /// Somebody wrote something that came encrypted and whose key never came, so that nobody knows what it says.
    Undecrypted {
        /// Who.
        by: Asker,
    },
    /// A message that had become a piece of an entry is gone, and the network does not say who deleted it.
    Vanished {
        /// The entry.
        entry: EntryId,
        /// Which of its pieces.
        piece: u32,
        /// Whether it stood in a private conversation.
        privately: bool,
    },
    /// An alarm went off.
    Due {
        /// Which.
        key: AlarmKey,
        /// The instant that it was set for; an alarm moved since is not this one.
        at: Timestamp,
        /// For rituals: the occurrence.
        label: Option<civil::DateTime>,
    },
    /// The network will never take that message.
    Undeliverable {
        /// Which.
        slot: Slot,
        /// For whom it was; `None`: for the place.
        to: Option<PartnerId>,
        /// Why.
        why: Refusal,
    },
    /// The adapter has looked who can read the place.
    ReadersChanged(Readers),
    /// The bot was removed from the place, or the place is gone.
    PlaceLost,
    /// The place is there again, or the bot may write in it again.
    PlaceBack,
    /// Something in the place changed that may matter to who can read it, or to whether the bot may write there.
    PlaceChanged,
    /// The place goes on in that one.
    PlaceMoved(PlaceRef),
    /// The zones' rules were renewed: the wall clock's hours may be other instants than before.
    NewZones,
}

impl Input {
    /// Who did it, if it was a person.
    pub fn by(&self) -> Option<&Asker> {
        match self {
            Input::Asked { by, .. }
            | Input::Pressed { by, .. }
            | Input::Said { by, .. }
            | Input::Told { by, .. }
            | Input::Welcomed { by }
            | Input::Unread { by, .. }
            | Input::Undecrypted { by }
            | Input::Edited { by, .. }
            | Input::Deleted { by, .. } => Some(by),
            Input::Vanished { .. }
            | Input::Due { .. }
            | Input::Undeliverable { .. }
            | Input::ReadersChanged(_)
            | Input::PlaceLost
            | Input::PlaceBack
            | Input::PlaceChanged
            | Input::PlaceMoved(_)
            | Input::NewZones => None,
        }
    }
}

/// What was filled into a form, by field name.
pub type Fields = BTreeMap<String, Words>;

/// Who did something, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asker {
    /// Which of the two; `None`: somebody else.
    pub partner: Option<PartnerId>,
    /// Their account.
    pub user: UserRef,
    /// Their display name.
    pub name: String,
    /// The language that their client reports, if it does.
    pub locale: Option<String>,
    /// Where they did it.
    pub venue: Venue,
    /// The channel or room, if it was one.
    pub place: Option<PlaceRef>,
    /// What the bot may not do there though it needs it, as far as the network said.
    pub lacks: Vec<Right>,
    /// Whether their client waits for a private answer and shows it as a failure when none comes.
    pub waits: bool,
    /// The network's id of what they did: what a reaction is put on, and what an entry's piece is known by.
    pub event: EventKey,
}

/// Where somebody did something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Venue {
    /// In the couple's place, for all there to see.
    Place,
    /// In the place, but seen only by the bot (a slash command, a button, a form).
    Quietly,
    /// In a private conversation with the bot.
    Private,
}

/// Something that the bot must be allowed to do in a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Right {
    /// See it.
    See,
    /// Write there.
    Write,
    /// Set texts apart from its own line.
    Embed,
    /// Send files.
    Attach,
    /// Find its own messages again.
    Look,
    /// Put a sign on a message.
    React,
}

/// Why a message will never be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Refusal {
    /// The channel or room is gone.
    PlaceGone,
    /// The bot may not write there.
    Forbidden,
    /// The person takes no private messages.
    PersonClosed,
    /// The network refuses this text.
    Blocked,
    /// The message that was to be changed is gone.
    MessageGone,
    /// Its time was over before the network took it.
    TooLate,
    /// Somebody else could read the place, so it was not sent.
    Overheard,
    /// It could not be made into a message: our fault.
    Broken,
}

/// Who can read the place, as far as the network lets the bot see.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Readers {
    /// People, other bots and bridges that may read it besides the two and this bot; `None`: not looked yet.
    pub others: Option<u32>,
    /// What cannot be known (administrators, other bots of a server), as a count of members that both must confirm.
    pub unsure_of: Option<u32>,
    /// Whether anybody may read it, joined or not (world-readable history, a public channel).
    pub public: bool,
    /// Whether the network can read the text itself (no end-to-end encryption where the network has it).
    pub unencrypted: bool,
}
