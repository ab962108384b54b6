//! What a chat network must do for us: two verbs, two looks, and its capabilities.

#[cfg(feature = "discord")]
pub mod discord;
mod inbox;
#[cfg(feature = "matrix")]
pub mod matrix;
pub mod terminal;

use async_trait::async_trait;
use jiff::Timestamp;

use crate::body::Body;
use crate::command::Ask;
use crate::engine::button::Button;
use crate::engine::effect::Sign;
use crate::engine::input::{Fields, Readers, Refusal, Right, Venue};
use crate::engine::turn::Capabilities;
use crate::engine::words::Words;
use crate::ids::{AccountId, EventKey, PlaceRef, SentRef, Token, UserRef};

pub use inbox::{Handled, Inbox, Letter, Letters};

/// A network. Implementations translate and hold no rules of their own.
#[async_trait]
pub trait Platform: Send + Sync {
    /// The bot account that this connection speaks for.
    fn account(&self) -> AccountId;

    /// What the network can do. Constant for the life of the connection.
    fn capabilities(&self) -> Capabilities;

    /// Hands everything that happens to `inbox` until `stop` says so. Must not work in the network's own callbacks.
    async fn listen(&self, inbox: Inbox, stop: Stop) -> Result<(), PlatformError>;

    /// Delivers once. The same token twice, within the resend window, is one message.
    async fn deliver(&self, delivery: &Delivery) -> Result<SentRef, DeliveryError>;

    /// Looks whether a message with that token is there, sent at or after `since`.
    async fn find(&self, token: &Token, target: &Target, since: Timestamp) -> Result<Option<SentRef>, DeliveryError>;

    /// Looks who can read the place besides the two and this bot.
    async fn readers(&self, place: &PlaceRef, partners: &[UserRef]) -> Result<Readers, DeliveryError>;

    /// Whether everything that has happened, up to a moment ago, was handed in. While it was not (at the start, while the network cannot
    /// be reached), what people did meanwhile may still change what an alarm would decide without them: a reveal, a lapse. A network that
    /// does not tell afterwards has nothing to wait for.
    fn is_up_to_date(&self) -> bool {
        true
    }

    /// Whether the network does one thing after another, so that an answer comes sooner if nothing else of its couple's is sent beside it:
    /// the courier then gives it a head start.
    fn answers_first(&self) -> bool {
        false
    }

    /// What the network says the time is, as heard within the last minute; `None` where it does not say. Settles whether this
    /// machine's clock can be trusted after it jumped.
    async fn time(&self) -> Option<Timestamp> {
        None
    }
}

/// Tells a connection to stop. Resolves when it should.
pub type Stop = tokio::sync::watch::Receiver<bool>;

/// Why a connection ended by itself.
#[derive(Debug, thiserror::Error)]
pub enum PlatformError {
    /// It may work again later.
    #[error("the connection was lost: {0}")]
    Lost(String),
    /// It will not work until somebody changes something; says what.
    #[error("{0}")]
    Refused(String),
}

/// One event of a network, as it came.
#[derive(Clone, Debug)]
pub struct Envelope {
    /// The network's own id of the event.
    pub key: EventKey,
    /// The bot account that heard it.
    pub account: AccountId,
    /// Where it happened; `None`: in a private conversation. What a network tells of places may be about a whole area
    /// ([`PlaceRef::is_area`]), and then concerns every couple in it.
    pub place: Option<PlaceRef>,
    /// Who did it; `None`: nobody (the network itself).
    pub from: Option<Person>,
    /// Where exactly.
    pub venue: Venue,
    /// What the bot may not do there though it needs it, as the network says with the event; empty where it does not say.
    pub lacks: Vec<Right>,
    /// How the network lets us answer privately for a while (an interaction's token); opaque, short-lived.
    pub reply: Option<ReplyHandle>,
    /// The cursor to keep in the same transaction, if the network has one.
    pub cursor: Option<String>,
    /// What happened.
    pub what: Happening,
}

/// A person as the network shows them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Their account.
    pub user: UserRef,
    /// Their display name.
    pub name: String,
    /// Their client's language, if it is known.
    pub locale: Option<String>,
}

/// A network's handle for a private answer.
#[derive(Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct ReplyHandle(pub String);

impl std::fmt::Debug for ReplyHandle {
    /// It is a credential for some minutes: not shown.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ReplyHandle")
    }
}

/// What happened.
#[derive(Clone, Debug)]
pub enum Happening {
    /// A command.
    Command(Ask),
    /// A button, with the fields of the form that it opened.
    Press {
        /// Which.
        button: Button,
        /// What was filled in; empty without a form.
        fields: Fields,
    },
    /// Plain words to the bot.
    Words {
        /// What.
        text: Words,
        /// The message of the bot that they reply to.
        reply_to: Option<SentRef>,
    },
    /// Words to a question of a conversation ([`Body::asks`]).
    Told {
        /// What came with the question.
        step: String,
        /// What they said.
        text: Words,
    },
    /// A reply to a message of the bot, whose text the network does not show it.
    Unread {
        /// The message of the bot.
        reply_to: SentRef,
    },
    /// A message of theirs was changed.
    Edit {
        /// The event that the message came with.
        original: EventKey,
        /// The new words.
        text: Words,
    },
    /// A message of theirs was deleted. Where the network does not say who did it, the event is from nobody.
    Delete {
        /// The event that the message came with.
        original: EventKey,
    },
    /// Who can read the place has changed, or was looked at.
    Readers(Readers),
    /// The place is gone, or the bot was removed from it.
    PlaceLost,
    /// The place is there again.
    PlaceBack,
    /// Something about the place changed that may matter to who can read it, or to whether the bot may write there. It is looked at.
    Changed,
    /// The place goes on in another one, which the bot is in (a room upgraded).
    PlaceMoved(PlaceRef),
    /// The bot is new in a place; the event is from whoever brought it there.
    Welcomed,
    /// A message of theirs that came encrypted, and whose key never came.
    Undecrypted,
    /// Nothing that concerns anybody: only the cursor has moved.
    Nothing,
}

/// Where a delivery goes.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Target {
    /// A channel or room.
    Place(PlaceRef),
    /// A person, privately; `place` is the couple's, for networks that whisper there.
    Person {
        /// Who.
        user: UserRef,
        /// The couple's place, if there is one.
        place: Option<PlaceRef>,
    },
}

/// One thing to deliver.
#[derive(Clone, Debug)]
pub struct Delivery {
    /// Makes a repetition recognisable.
    pub token: Token,
    /// Where to.
    pub target: Target,
    /// What to do there.
    pub verb: Verb,
    /// The handle of the event that this answers, while it lasts.
    pub reply: Option<ReplyHandle>,
}

/// What to do.
#[derive(Clone, Debug)]
pub enum Verb {
    /// A new message.
    Post(Body),
    /// A message says something else from now on.
    Edit(SentRef, Body),
    /// A message goes away.
    Delete(SentRef),
    /// A sign on somebody's message.
    React(EventKey, Sign),
}

/// Why a delivery did not succeed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DeliveryError {
    /// Not now, and nothing of it is there; after that long, if the network said so.
    #[error("not now")]
    Later {
        /// How long to wait.
        after: Option<std::time::Duration>,
    },
    /// Never.
    #[error("never: {0:?}")]
    Never(Refusal),
    /// It may or may not have arrived.
    #[error("it may or may not have arrived")]
    Unsure,
}
