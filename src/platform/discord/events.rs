//! People's messages as events. Pure.
//!
//! Only what is addressed to the bot becomes one: a direct message, a reply to one of its own messages, a message that begins with its
//! mention. Whatever else stands in a channel is none of its business, and is not looked at further.

use serenity::model::channel::{Message, MessageType};
use serenity::model::event::{Event, MessageDeleteEvent, MessageUpdateEvent};
use serenity::model::id::{ChannelId, GuildId, UserId};
use serenity::model::user::User;

use super::refs::{self, Sent};
use crate::engine::input::Venue;
use crate::engine::words::Words;
use crate::ids::{AccountId, EventKey};
use crate::platform::{Envelope, Happening, Person};

/// Who we are on Discord.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Own {
    /// The account that hears.
    pub account: AccountId,
    /// The bot's own user.
    pub bot: UserId,
}

impl Own {
    /// The bot with that user id.
    pub fn new(bot: UserId) -> Own {
        Own { account: refs::account(bot), bot }
    }
}

/// What an event of the gateway says of a message; `None` for what concerns no message, or none that is for the bot.
///
/// Several messages deleted at once are left alone: nobody deletes their own that way, and nobody may take back another's words.
#[allow(clippy::wildcard_enum_match_arm, reason = "Discord's own kinds may grow")]
pub fn of(event: &Event, own: &Own) -> Option<Envelope> {
    match event {
        Event::MessageCreate(created) => of_message(&created.message, own),
        Event::MessageUpdate(changed) => of_edit(changed, own),
        Event::MessageDelete(deleted) => Some(of_deletion(deleted, own)),
        _ => None,
    }
}

/// A new message.
pub fn of_message(message: &Message, own: &Own) -> Option<Envelope> {
    let is_talk = matches!(message.kind, MessageType::Regular | MessageType::InlineReply);
    if !is_talk || !is_by_a_person(&message.author) || message.webhook_id.is_some() {
        return None;
    }
    let reply_to = match (&message.message_reference, &message.referenced_message) {
        (Some(reference), Some(to)) if to.author.id == own.bot => {
            reference.message_id.map(|id| Sent::Message(reference.channel_id, id).to_ref())
        }
        (Some(_) | None, Some(_) | None) => None,
    };
    let text = || Words::new(plain(&message.content, &message.mentions, own.bot));
    let is_shown = || !message.content.is_empty() || message.mentions.iter().any(|user| user.id == own.bot);
    let what = match (message.guild_id, reply_to) {
        (None, reply_to) => Happening::Words { text: text(), reply_to },
        (Some(_), Some(sent)) if is_shown() => Happening::Words { text: text(), reply_to: Some(sent) },
        (Some(_), Some(sent)) => Happening::Unread { reply_to: sent },
        (Some(_), None) if begins_with(&message.content, own.bot) => Happening::Words { text: text(), reply_to: None },
        (Some(_), None) => return None,
    };
    let nick = message.member.as_ref().and_then(|member| member.nick.as_deref());
    Some(envelope(
        refs::Event::Message(message.channel_id, message.id).key(),
        own,
        (message.guild_id, message.channel_id),
        Some(person(&message.author, nick, None)),
        what,
    ))
}

/// A changed message. Discord tells of changes that nobody made too, such as a picture that was found behind a link.
pub fn of_edit(changed: &MessageUpdateEvent, own: &Own) -> Option<Envelope> {
    let author = changed.author.as_ref().filter(|author| is_by_a_person(author))?;
    let at: jiff::Timestamp = changed.edited_timestamp?.to_string().parse().ok()?;
    // What the bot may not read comes empty: what stands there now it cannot know.
    let content = changed.content.as_deref().filter(|content| !content.is_empty())?;
    let mentions = changed.mentions.as_deref().unwrap_or_default();
    let nick = changed.member.as_ref().and_then(|member| member.as_ref()).and_then(|member| member.nick.as_deref());
    Some(envelope(
        refs::Event::Edit(changed.id, at.as_millisecond()).key(),
        own,
        (changed.guild_id, changed.channel_id),
        Some(person(author, nick, None)),
        Happening::Edit {
            original: refs::Event::Message(changed.channel_id, changed.id).key(),
            text: Words::new(plain(content, mentions, own.bot)),
        },
    ))
}

/// A deleted message. Discord does not say whose it was, nor who did it: the hub knows whether it was ever kept.
pub fn of_deletion(deleted: &MessageDeleteEvent, own: &Own) -> Envelope {
    envelope(
        refs::Event::Deletion(deleted.message_id).key(),
        own,
        (deleted.guild_id, deleted.channel_id),
        None,
        Happening::Delete { original: refs::Event::Message(deleted.channel_id, deleted.message_id).key() },
    )
}

/// A person as Discord shows them: by the name that they go by in that server, else everywhere.
pub fn person(user: &User, nick: Option<&str>, locale: Option<&str>) -> Person {
    let name = nick.or(user.global_name.as_deref()).unwrap_or(&user.name);
    Person { user: refs::user(user.id), name: name.to_owned(), locale: locale.map(str::to_owned) }
}

fn envelope(
    key: EventKey,
    own: &Own,
    (guild, channel): (Option<GuildId>, ChannelId),
    from: Option<Person>,
    what: Happening,
) -> Envelope {
    Envelope {
        key,
        account: own.account.clone(),
        place: guild.map(|guild| refs::place(guild, channel)),
        from,
        venue: if guild.is_some() { Venue::Place } else { Venue::Private },
        lacks: Vec::new(),
        reply: None,
        cursor: None,
        what,
    }
}

fn is_by_a_person(author: &User) -> bool {
    !author.bot && !author.system
}

fn begins_with(content: &str, bot: UserId) -> bool {
    mentions_of(bot).iter().any(|mention| content.trim_start().starts_with(mention.as_str()))
}

fn mentions_of(user: UserId) -> [String; 2] {
    [format!("<@{user}>"), format!("<@!{user}>")]
}

/// A text as its author sees it: mentions as names, own pictures by their names, and without the mention that addresses the bot.
fn plain(content: &str, mentions: &[User], bot: UserId) -> String {
    let mut text = content.to_owned();
    for mention in mentions_of(bot) {
        text = text.replace(&mention, "");
    }
    for user in mentions {
        let name = user.global_name.as_deref().unwrap_or(&user.name);
        for mention in mentions_of(user.id) {
            text = text.replace(&mention, &format!("@{name}"));
        }
    }
    without_picture_ids(text.trim())
}

/// `<:wave:123>` and `<a:wave:123>` as `:wave:`.
fn without_picture_ids(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let name = rest.split_once('>').and_then(|(inside, after)| Some((picture(inside)?, after)));
        match name {
            Some((name, after)) => {
                out.push_str(&format!(":{name}:"));
                rest = after;
            }
            None => {
                out.push('<');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

fn picture(inside: &str) -> Option<&str> {
    let inside = inside.strip_prefix("<a:").or_else(|| inside.strip_prefix("<:"))?;
    let (name, id) = inside.split_once(':')?;
    let is_name = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    (is_name && !id.is_empty() && id.bytes().all(|b| b.is_ascii_digit())).then_some(name)
}

#[cfg(test)]
#[path = "events_tests.rs"]
mod tests;
