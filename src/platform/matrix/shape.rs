//! What an event is, read from JSON that anybody may have made. Pure: what has not the form of something known is nothing.

use matrix_sdk::ruma::{EventId, OwnedEventId};
use serde_json::Value;

use super::said;

/// An event as far as it may concern us.
#[derive(PartialEq, Eq)]
pub(super) enum Shape {
    /// Somebody said something.
    Message(Message),
    /// An older message says something else from now on.
    Edit {
        /// Which.
        original: OwnedEventId,
        /// What it says now.
        text: String,
    },
    /// A sign on a message.
    Reaction {
        /// Which message.
        on: OwnedEventId,
        /// The sign.
        sign: String,
    },
    /// A message, or a sign, is gone.
    Redaction(OwnedEventId),
    /// The room goes on elsewhere.
    Moved,
    /// Something changed that may matter to who can read the room, or to what the bot may do there.
    Changed,
    /// Nothing that concerns us.
    Nothing,
}

/// What somebody said.
#[derive(PartialEq, Eq)]
pub(super) struct Message {
    /// The words, without what clients put around them.
    pub text: String,
    /// The message that it replies to.
    pub replied: Option<OwnedEventId>,
    /// Whether it mentions the bot expressly.
    pub mentions_us: bool,
}

/// What that event is; `us` is the bot's user id.
pub(super) fn of(event: &Value, us: &str) -> Shape {
    let content = &event["content"];
    let found = match event["type"].as_str().unwrap_or_default() {
        "m.room.message" => message(content, us),
        "m.reaction" => reaction(content),
        "m.room.redaction" => id(&content["redacts"]).or_else(|| id(&event["redacts"])).map(Shape::Redaction),
        "m.room.tombstone" if is_state(event) => Some(Shape::Moved),
        kind if is_state(event) && matters_to_readers(kind, event) => Some(Shape::Changed),
        _ => None,
    };
    found.unwrap_or(Shape::Nothing)
}

fn message(content: &Value, us: &str) -> Option<Shape> {
    if !is_said(content) {
        return None;
    }
    let relation = &content["m.relates_to"];
    if relation["rel_type"] == "m.replace" {
        let now = &content["m.new_content"];
        // The relation of the first version holds, so a quotation may stand before the new text, too.
        let text = said::bare(now["body"].as_str().filter(|_| is_said(now))?, true).trim().to_owned();
        return Some(Shape::Edit { original: id(&relation["event_id"])?, text });
    }
    let replied = replied_to(relation);
    let text = said::bare(content["body"].as_str()?, replied.is_some());
    let mentioned = content["m.mentions"]["user_ids"].as_array();
    let mentions_us = mentioned.is_some_and(|users| users.iter().any(|user| user.as_str() == Some(us)));
    Some(Shape::Message(Message { text, replied, mentions_us }))
}

/// What other bots say (`m.notice`) and pictures are not for us.
fn is_said(content: &Value) -> bool {
    matches!(content["msgtype"].as_str(), Some("m.text" | "m.emote"))
}

fn reaction(content: &Value) -> Option<Shape> {
    let relation = &content["m.relates_to"];
    let sign = relation["key"].as_str().filter(|_| relation["rel_type"] == "m.annotation")?.to_owned();
    Some(Shape::Reaction { on: id(&relation["event_id"])?, sign })
}

/// The message that a relation replies to. In a thread, where every message names the one before it for older clients, that is only
/// one that is replied to expressly; else the one that the thread began with.
fn replied_to(relation: &Value) -> Option<OwnedEventId> {
    let in_thread = relation["rel_type"] == "m.thread";
    if in_thread && relation["is_falling_back"] == true {
        return id(&relation["event_id"]);
    }
    id(&relation["m.in_reply_to"]["event_id"])
}

/// Whether it is a piece of the room's state, which the homeserver lets only some set, and not a message that calls itself one.
fn is_state(event: &Value) -> bool {
    event["state_key"].is_string()
}

/// Whether a change of the room's state may matter to who can read it or to what the bot may do. A new name or picture does not.
fn matters_to_readers(kind: &str, event: &Value) -> bool {
    match kind {
        "m.room.member" => event["content"]["membership"] != event["unsigned"]["prev_content"]["membership"],
        "m.room.join_rules"
        | "m.room.history_visibility"
        | "m.room.encryption"
        | "m.room.guest_access"
        | "m.room.power_levels" => true,
        _ => false,
    }
}

fn id(value: &Value) -> Option<OwnedEventId> {
    EventId::parse(value.as_str()?).ok()
}

#[cfg(test)]
#[path = "shape_tests.rs"]
mod tests;
