//! Our references on Discord, in text form. They stand in the database, so a form is never changed, only added to.
//!
//! | reference | form |
//! |---|---|
//! | [`AccountId`] | `discord:<bot user>` |
//! | [`PlaceRef`] | `<server>/<channel>`; a thread is a channel; `<server>/` is everything in it |
//! | [`UserRef`] | `<user>` |
//! | [`SentRef`] | `<channel>/<message>`, or `reply/<interaction>` for what only one person saw |
//! | [`EventKey`] | `discord/` and `i/<interaction>`, `m/<channel>/<message>`, `e/<message>/<when edited>`, `d/<message>`, `s/…` |

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serenity::model::id::{ChannelId, GuildId, InteractionId, MessageId, UserId};

use crate::config::bot_of_token;
use crate::ids::{AccountId, EventKey, Network, PlaceRef, SentRef, UserRef};
use crate::platform::ReplyHandle;

/// The account of a bot, known without asking anybody: its id stands in its token. `None` for what is no bot token.
pub fn account_of_token(token: &str) -> Option<AccountId> {
    bot_of_token(token).map(|id| account(UserId::new(id)))
}

/// A bot's account.
pub fn account(bot: UserId) -> AccountId {
    AccountId(format!("{}:{bot}", Network::Discord))
}

/// A channel or thread of a server.
pub fn place(guild: GuildId, channel: ChannelId) -> PlaceRef {
    PlaceRef::new(Network::Discord, format!("{guild}/{channel}"))
}

/// Everything in a server, as [`PlaceRef::is_area`] has it.
pub fn area(guild: GuildId) -> PlaceRef {
    PlaceRef::new(Network::Discord, format!("{guild}/"))
}

/// The server and channel of a place; `None` for another network's, or a whole server.
pub fn parse_place(place: &PlaceRef) -> Option<(GuildId, ChannelId)> {
    let (guild, channel) = on_discord(place.network, &place.id)?.split_once('/')?;
    Some((GuildId::new(number(guild)?), ChannelId::new(number(channel)?)))
}

/// A person.
pub fn user(user: UserId) -> UserRef {
    UserRef::new(Network::Discord, user.to_string())
}

/// The person's id; `None` for another network's.
pub fn parse_user(user: &UserRef) -> Option<UserId> {
    number(on_discord(user.network, &user.id)?).map(UserId::new)
}

/// A message of the bot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sent {
    /// One in a channel, thread or direct conversation.
    Message(ChannelId, MessageId),
    /// One that only whoever caused the interaction saw. It cannot be found or changed later.
    Reply(InteractionId),
}

impl Sent {
    /// Its text form.
    pub fn to_ref(self) -> SentRef {
        SentRef(match self {
            Sent::Message(channel, message) => format!("{channel}/{message}"),
            Sent::Reply(interaction) => format!("reply/{interaction}"),
        })
    }

    /// From its text form; `None` for what is none of these.
    pub fn parse(sent: &SentRef) -> Option<Sent> {
        let (first, second) = sent.0.split_once('/')?;
        if first == "reply" {
            return number(second).map(|id| Sent::Reply(InteractionId::new(id)));
        }
        Some(Sent::Message(ChannelId::new(number(first)?), MessageId::new(number(second)?)))
    }
}

/// Something that happened, by Discord's own ids.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// A command, a press, a form.
    Interaction(InteractionId),
    /// A person's message. Its channel is in the key, so that a sign can be put on it.
    Message(ChannelId, MessageId),
    /// The change of a person's message, with the time of it in milliseconds.
    Edit(MessageId, i64),
    /// The deletion of a person's message.
    Deletion(MessageId),
    /// Something about a place: a state, which has no id of its own.
    State(String),
}

impl Event {
    /// Its key.
    pub fn key(&self) -> EventKey {
        EventKey(match self {
            Event::Interaction(interaction) => format!("discord/i/{interaction}"),
            Event::Message(channel, message) => format!("discord/m/{channel}/{message}"),
            Event::Edit(message, at) => format!("discord/e/{message}/{at}"),
            Event::Deletion(message) => format!("discord/d/{message}"),
            Event::State(state) => format!("discord/s/{state}"),
        })
    }

    /// From its key; `None` for what is none of these.
    pub fn parse(key: &EventKey) -> Option<Event> {
        let (kind, rest) = key.0.strip_prefix("discord/")?.split_once('/')?;
        let two = || rest.split_once('/');
        Some(match kind {
            "i" => Event::Interaction(InteractionId::new(number(rest)?)),
            "m" => {
                let (channel, message) = two()?;
                Event::Message(ChannelId::new(number(channel)?), MessageId::new(number(message)?))
            }
            "e" => {
                let (message, at) = two()?;
                Event::Edit(MessageId::new(number(message)?), at.parse().ok()?)
            }
            "d" => Event::Deletion(MessageId::new(number(rest)?)),
            "s" => Event::State(rest.to_owned()),
            _ => return None,
        })
    }
}

/// How an interaction can be answered privately: what a [`ReplyHandle`] holds.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reply {
    /// The interaction.
    pub id: InteractionId,
    /// Its token: a credential for fifteen minutes.
    pub token: String,
    /// What it was.
    pub kind: ReplyKind,
    /// When it came, by our clock, in milliseconds.
    pub at: i64,
}

/// What an interaction was: it decides how a deferred one is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReplyKind {
    /// A command: deferred, its first answer replaces "thinking".
    Command,
    /// A button or a select: deferred, nothing is seen, and an answer is a message of its own.
    Component,
    /// A form sent back: deferred as a command is.
    Modal,
    /// A press on a page that only one person sees, which the answer replaces.
    Page,
}

impl std::fmt::Debug for Reply {
    /// Without the token.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Reply").field("id", &self.id).field("kind", &self.kind).finish_non_exhaustive()
    }
}

impl Reply {
    /// As the hub keeps it.
    pub fn to_handle(&self) -> ReplyHandle {
        ReplyHandle(
            serde_json::json!({ "id": self.id.get(), "token": self.token, "kind": self.kind, "at": self.at })
                .to_string(),
        )
    }

    /// As it was; `None` for another network's.
    pub fn parse(handle: &ReplyHandle) -> Option<Reply> {
        serde_json::from_str(&handle.0).ok()
    }

    /// How long ago it came.
    pub fn age(&self, now: Timestamp) -> jiff::SignedDuration {
        jiff::SignedDuration::from_millis(now.as_millisecond() - self.at)
    }
}

fn on_discord(network: Network, id: &str) -> Option<&str> {
    (network == Network::Discord).then_some(id)
}

/// An id, which is never 0.
fn number(text: &str) -> Option<u64> {
    text.parse().ok().filter(|number| *number != 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reference_comes_back_from_its_text() {
        let (guild, channel, message) = (GuildId::new(1), ChannelId::new(2), MessageId::new(3));
        assert_eq!(place(guild, channel).to_string(), "discord:1/2");
        assert_eq!(parse_place(&place(guild, channel)), Some((guild, channel)));
        assert!(place(guild, channel).is_in(&area(guild)));
        assert!(!place(GuildId::new(11), channel).is_in(&area(guild)));
        assert_eq!(parse_user(&user(UserId::new(7))), Some(UserId::new(7)));
        for sent in [Sent::Message(channel, message), Sent::Reply(InteractionId::new(9))] {
            assert_eq!(Sent::parse(&sent.to_ref()), Some(sent));
        }
        for event in [
            Event::Interaction(InteractionId::new(9)),
            Event::Message(channel, message),
            Event::Edit(message, 1_700_000_000_123),
            Event::Deletion(message),
            Event::State("17/4".to_owned()),
        ] {
            assert_eq!(Event::parse(&event.key()), Some(event));
        }
        assert_eq!(account_of_token("MTIz.a.b"), Some(AccountId("discord:123".to_owned())));
    }

    #[test]
    fn a_reply_comes_back_and_does_not_show_its_token() {
        let reply = Reply { id: InteractionId::new(9), token: "hush".to_owned(), kind: ReplyKind::Modal, at: 17_000 };
        assert_eq!(Reply::parse(&reply.to_handle()), Some(reply.clone()));
        assert!(!format!("{reply:?} {:?}", reply.to_handle()).contains("hush"));
        assert_eq!(reply.age(Timestamp::from_second(20).unwrap()), jiff::SignedDuration::from_secs(3));
    }

    #[test]
    fn what_is_none_of_ours_is_none() {
        let place = |id: &str| parse_place(&PlaceRef::new(Network::Discord, id));
        for id in ["", "1", "1/", "/2", "0/2", "1/2/3", "a/b"] {
            assert_eq!(place(id), None, "{id:?}");
        }
        assert_eq!(parse_place(&PlaceRef::new(Network::Matrix, "1/2")), None);
        assert_eq!(parse_user(&UserRef::new(Network::Discord, "0")), None);
        for text in ["", "1", "reply/", "reply/x", "1/0"] {
            assert_eq!(Sent::parse(&SentRef(text.to_owned())), None, "{text:?}");
        }
        for key in ["", "m/1/2", "discord/m/1", "discord/x/1", "discord/e/1/x", "matrix/m/1/2"] {
            assert_eq!(Event::parse(&EventKey(key.to_owned())), None, "{key:?}");
        }
        assert_eq!(Reply::parse(&ReplyHandle("{}".to_owned())), None);
    }
}
