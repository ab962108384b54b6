//! Sending, changing and deleting our messages: the same token twice is one event.
//!
//! A message takes up to two events and a file's each: the lead, and what refers to it, so that it is found again from it: words that stand
//! after a neutral lead, and files. The token is the transaction's id (of the words: with `.1`), which the homeserver remembers for a day for
//! this device, and stands in the lead's content, where [`super::find`] looks for it.

use std::sync::PoisonError;

use matrix_sdk::attachment::AttachmentConfig;
use matrix_sdk::room::reply::{EnforceThread, Reply};
use matrix_sdk::room::{IncludeRelations, RelationsOptions};
use matrix_sdk::ruma::api::error::ErrorKind;
use matrix_sdk::ruma::events::relation::RelationType;
use matrix_sdk::ruma::events::room::message::AddMentions;
use matrix_sdk::ruma::{EventId, OwnedEventId, OwnedTransactionId};
use matrix_sdk::{Room, RoomState};
use serde_json::{Value, json};

use super::{Connected, Half, errors, refs, render};
use crate::body::{Attachment, Body};
use crate::engine::effect::Sign;
use crate::engine::input::Refusal;
use crate::ids::{EventKey, SentRef, Token};
use crate::platform::{Delivery, DeliveryError, Target, Verb};

/// In the content of a lead: the token of its delivery.
pub(super) const TOKEN: &str = "org.betwixt.token";
/// In the content of a lead: that words follow it.
pub(super) const LEADS: &str = "org.betwixt.leads";
/// In the content of a lead: how many files follow it.
pub(super) const FILES: &str = "org.betwixt.files";
/// In the content of the words: that they are those of the lead that they refer to.
const WORDS: &str = "org.betwixt.words";

/// Delivers once.
pub(super) async fn deliver(connected: &Connected, delivery: &Delivery) -> Result<SentRef, DeliveryError> {
    let token = &delivery.token;
    match &delivery.verb {
        Verb::Post(body) => {
            let room = to(connected, &delivery.target).await?;
            // A part of it may have been found.
            let half = connected.halves.lock().unwrap_or_else(PoisonError::into_inner).remove(token);
            post(&room, token, body, half).await
        }
        Verb::Edit(sent, body) => {
            let (room, event) = of(connected, sent)?;
            edit(&room, &event, token, body).await?;
            Ok(sent.clone())
        }
        Verb::Delete(sent) => {
            let (room, event) = of(connected, sent)?;
            delete(&room, &event, token).await?;
            Ok(sent.clone())
        }
        Verb::React(on, sign) => react(connected, on, *sign, token).await,
    }
}

/// The room that a delivery goes to; a conversation is opened if there is none.
async fn to(connected: &Connected, target: &Target) -> Result<Room, DeliveryError> {
    match target {
        Target::Place(place) => {
            let id = refs::parse_place(place).ok_or(DeliveryError::Never(Refusal::Broken))?;
            let room = connected.joined(&id)?;
            // What was to go into a room that goes on elsewhere, goes there.
            match room.successor_room().and_then(|next| connected.joined(&next.room_id).ok()) {
                Some(next) => Ok(next),
                None => Ok(room),
            }
        }
        Target::Person { user, .. } => {
            let user = refs::parse_user(user).ok_or(DeliveryError::Never(Refusal::Broken))?;
            connected.rooms.conversation(&user).await.map_err(|error| match errors::of_delivery(&error) {
                // They are not to be invited: deactivated, or they want no invitations.
                DeliveryError::Never(Refusal::Forbidden | Refusal::PlaceGone | Refusal::Broken) => {
                    DeliveryError::Never(Refusal::PersonClosed)
                }
                // A room may have been made without our hearing of it; it is found by what it was made with.
                DeliveryError::Unsure => DeliveryError::Later { after: None },
                other @ (DeliveryError::Later { .. } | DeliveryError::Never(_)) => other,
            })
        }
    }
}

/// The room and event of a message of ours.
fn of(connected: &Connected, sent: &SentRef) -> Result<(Room, OwnedEventId), DeliveryError> {
    let (room, event) = refs::parse_sent(sent).ok_or(DeliveryError::Never(Refusal::MessageGone))?;
    let room = connected.joined(&room)?;
    // Nothing can be changed in a room that goes on elsewhere; what matters is said anew there.
    if room.is_tombstoned() {
        return Err(DeliveryError::Never(Refusal::MessageGone));
    }
    Ok((room, event))
}

async fn post(room: &Room, token: &Token, body: &Body, half: Option<Half>) -> Result<SentRef, DeliveryError> {
    let message = render::message(body);
    let mut lead = message.lead;
    lead[TOKEN] = json!(token.0);
    if message.words.is_some() {
        lead[LEADS] = json!(true);
    }
    if !message.files.is_empty() {
        lead[FILES] = json!(message.files.len());
    }
    let (event, has_words, stand) = match half {
        Some(Half { lead, words, files }) => (lead, words, files),
        None => (send(room, lead, transaction(token, 0)).await?, false, Vec::new()),
    };
    if let Some(words) = message.words.filter(|_| !has_words) {
        send(room, words_of(words, &event), transaction(token, 1)).await.map_err(in_part)?;
    }
    for (part, file) in (2..).zip(message.files) {
        if !stand.contains(&file.name) {
            attach(room, &event, file, transaction(token, part)).await.map_err(in_part)?;
        }
    }
    Ok(refs::sent(room.room_id(), &event))
}

/// A message of which a part is there is not one that was not sent.
fn in_part(error: DeliveryError) -> DeliveryError {
    match error {
        DeliveryError::Later { .. } => DeliveryError::Unsure,
        other @ (DeliveryError::Never(_) | DeliveryError::Unsure) => other,
    }
}

async fn attach(
    room: &Room,
    lead: &EventId,
    file: Attachment,
    transaction: OwnedTransactionId,
) -> Result<(), DeliveryError> {
    // Its name, not its content, says what it is; a type that is none does no harm.
    let media_type = file.media_type.parse().or_else(|_| "application/octet-stream".parse());
    let media_type = media_type.map_err(|_| DeliveryError::Never(Refusal::Broken))?;
    let reply =
        Reply { event_id: lead.to_owned(), enforce_thread: EnforceThread::Unthreaded, add_mentions: AddMentions::No };
    let config = AttachmentConfig::new().txn_id(transaction).reply(Some(reply));
    let content = file.content.into_bytes();
    let sent = room.send_attachment(file.name, &media_type, content, config).await;
    sent.map(drop).map_err(|error| errors::of_delivery(&error))
}

async fn edit(room: &Room, event: &EventId, token: &Token, body: &Body) -> Result<(), DeliveryError> {
    let message = render::message(body);
    send(room, replacing(event, message.lead), transaction(token, 0)).await.map_err(gone)?;
    let standing = words(room, event).await?;
    match (standing, message.words) {
        (Some(standing), Some(words)) => {
            send(room, replacing(&standing, words), transaction(token, 1)).await.map_err(gone)?;
        }
        (None, Some(words)) => {
            send(room, words_of(words, event), transaction(token, 1)).await?;
        }
        (Some(standing), None) => redact(room, &standing, transaction(token, 1)).await?,
        (None, None) => {}
    }
    Ok(())
}

async fn delete(room: &Room, event: &EventId, token: &Token) -> Result<(), DeliveryError> {
    // The words first: without the lead they would not be found again.
    if let Some(words) = words(room, event).await? {
        redact(room, &words, transaction(token, 1)).await?;
    }
    redact(room, event, transaction(token, 0)).await
}

async fn react(connected: &Connected, on: &EventKey, sign: Sign, token: &Token) -> Result<SentRef, DeliveryError> {
    let (room, event) = refs::parse_event(on).ok_or(DeliveryError::Never(Refusal::MessageGone))?;
    let room = connected.joined(&room)?;
    let key = match sign {
        Sign::Kept => "✅",
        Sign::Unread => "❔",
    };
    let content = json!({ "m.relates_to": { "rel_type": "m.annotation", "event_id": event, "key": key } });
    let sending = room.send_raw("m.reaction", content).with_transaction_id(&transaction(token, 0)).await;
    match sending {
        Ok(sent) => Ok(refs::sent(room.room_id(), &sent.response.event_id)),
        // It is there already, from a time that the homeserver has forgotten.
        Err(error) if matches!(errors::kind(&error), Some(ErrorKind::DuplicateAnnotation)) => {
            Ok(refs::sent(room.room_id(), &event))
        }
        Err(error) => Err(gone(errors::of_delivery(&error))),
    }
}

async fn send(room: &Room, content: Value, transaction: OwnedTransactionId) -> Result<OwnedEventId, DeliveryError> {
    let sent = room.send_raw("m.room.message", content).with_transaction_id(&transaction).await;
    sent.map(|sent| sent.response.event_id).map_err(|error| errors::of_delivery(&error))
}

async fn redact(room: &Room, event: &EventId, transaction: OwnedTransactionId) -> Result<(), DeliveryError> {
    match room.redact(event, None, Some(transaction)).await {
        Ok(_) => Ok(()),
        // What is not there is gone, which is all that is wanted.
        Err(error) if matches!(error.client_api_error_kind(), Some(ErrorKind::NotFound)) => Ok(()),
        Err(error) => Err(errors::of_http(&error)),
    }
}

/// The lead that the words of that content belong to; `None` where they are a lead themselves.
pub(super) fn lead_of(content: &Value) -> Option<&str> {
    let relation = content.get("m.relates_to").filter(|_| content[WORDS] == json!(true))?;
    relation["event_id"].as_str()
}

/// The event with the words of that lead, if it has one that still stands.
pub(super) async fn words(room: &Room, lead: &EventId) -> Result<Option<OwnedEventId>, DeliveryError> {
    let include_relations = IncludeRelations::RelationsOfType(RelationType::Reference);
    let options = RelationsOptions { include_relations, ..RelationsOptions::default() };
    let related = match room.relations(lead.to_owned(), options).await {
        Ok(related) => related,
        Err(error) if matches!(errors::kind(&error), Some(ErrorKind::NotFound)) => {
            return Err(DeliveryError::Never(Refusal::MessageGone));
        }
        Err(error) => return Err(errors::of_delivery(&error)),
    };
    let own = room.own_user_id();
    Ok(related.chunk.iter().find_map(|event| {
        let content = event.raw().get_field::<Value>("content").ok().flatten()?;
        let ours = event.sender().is_some_and(|sender| sender == own) && content[WORDS] == json!(true);
        event.event_id().filter(|_| ours)
    }))
}

fn words_of(mut words: Value, lead: &EventId) -> Value {
    words[WORDS] = json!(true);
    words["m.relates_to"] = json!({ "rel_type": "m.reference", "event_id": lead });
    words
}

/// The content that stands in place of `event`'s from now on. Nobody is notified of it.
fn replacing(event: &EventId, mut content: Value) -> Value {
    let plain = content["body"].as_str().unwrap_or_default().to_owned();
    let kind = content["msgtype"].clone();
    content["m.mentions"] = json!({});
    json!({
        "msgtype": kind,
        // For clients that know no edits.
        "body": format!("* {plain}"),
        "m.mentions": {},
        "m.new_content": content,
        "m.relates_to": { "rel_type": "m.replace", "event_id": event },
    })
}

fn transaction(token: &Token, part: u32) -> OwnedTransactionId {
    match part {
        0 => token.0.as_str().into(),
        part => format!("{token}.{part}").into(),
    }
}

/// A room that is gone was found before; what is not found now is the message.
fn gone(error: DeliveryError) -> DeliveryError {
    match error {
        DeliveryError::Never(Refusal::PlaceGone) => DeliveryError::Never(Refusal::MessageGone),
        other @ (DeliveryError::Later { .. } | DeliveryError::Never(_) | DeliveryError::Unsure) => other,
    }
}

impl Connected {
    /// A room that the bot is in.
    fn joined(&self, id: &matrix_sdk::ruma::RoomId) -> Result<Room, DeliveryError> {
        let room = self.session.client.get_room(id).filter(|room| room.state() == RoomState::Joined);
        room.ok_or(DeliveryError::Never(Refusal::PlaceGone))
    }
}
