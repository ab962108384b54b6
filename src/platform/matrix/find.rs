//! Whether a message with a token is there: read backwards, nothing kept. A lead whose words are missing is no message yet; it is noted, so
//! that the next try sends the words alone.

use std::sync::PoisonError;

use jiff::Timestamp;
use matrix_sdk::Room;
use matrix_sdk::deserialized_responses::TimelineEvent;
use matrix_sdk::room::MessagesOptions;
use matrix_sdk::ruma::{OwnedEventId, uint};
use serde_json::Value;

use super::deliver::{self, TOKEN};
use super::{Connected, errors, refs};
use crate::engine::input::Refusal;
use crate::ids::{SentRef, Token};
use crate::platform::{DeliveryError, Target};

/// Pages of a hundred events; more than that came in between only where something is wrong.
const PAGES: usize = 100;

/// Looks for a message of ours with that token, sent at or after `since` by the homeserver's clock.
pub(super) async fn find(
    connected: &Connected,
    token: &Token,
    target: &Target,
    since: Timestamp,
) -> Result<Option<SentRef>, DeliveryError> {
    let room = match target {
        Target::Place(place) => {
            let id = refs::parse_place(place).ok_or(DeliveryError::Never(Refusal::Broken))?;
            Some(connected.session.client.get_room(&id).ok_or(DeliveryError::Never(Refusal::PlaceGone))?)
        }
        Target::Person { user, .. } => {
            let user = refs::parse_user(user).ok_or(DeliveryError::Never(Refusal::Broken))?;
            connected.rooms.existing(&user).await.map_err(|error| errors::of_delivery(&error))?
        }
    };
    match room {
        Some(room) => match look(&room, token, since).await? {
            Some(lead) => whole(connected, &room, token, lead).await,
            None => Ok(None),
        },
        None => Ok(None),
    }
}

/// The message, if nothing of it is missing.
async fn whole(
    connected: &Connected,
    room: &Room,
    token: &Token,
    lead: Lead,
) -> Result<Option<SentRef>, DeliveryError> {
    if lead.leads && deliver::words(room, &lead.event).await?.is_none() {
        connected.halves.lock().unwrap_or_else(PoisonError::into_inner).insert(token.clone(), lead.event);
        return Ok(None);
    }
    Ok(Some(refs::sent(room.room_id(), &lead.event)))
}

/// The first event of a message.
struct Lead {
    event: OwnedEventId,
    /// Whether words follow it.
    leads: bool,
}

async fn look(room: &Room, token: &Token, since: Timestamp) -> Result<Option<Lead>, DeliveryError> {
    let mut from = None;
    for _ in 0..PAGES {
        let mut options = MessagesOptions::backward().from(from.as_deref());
        options.limit = uint!(100);
        let page = room.messages(options).await.map_err(|error| errors::of_delivery(&error))?;
        for event in &page.chunk {
            let at = event.timestamp_raw().and_then(|at| Timestamp::from_millisecond(i64::from(at.0)).ok());
            if at.is_some_and(|at| at < since) {
                return Ok(None);
            }
            let found = lead(room, event, token);
            if found.is_some() {
                return Ok(found);
            }
        }
        match page.end {
            Some(end) if !page.chunk.is_empty() => from = Some(end),
            Some(_) | None => return Ok(None),
        }
    }
    Err(DeliveryError::Unsure)
}

fn lead(room: &Room, event: &TimelineEvent, token: &Token) -> Option<Lead> {
    // Anybody could write a content like ours.
    if event.sender().is_none_or(|sender| sender != room.own_user_id()) {
        return None;
    }
    let content: Value = event.raw().get_field("content").ok().flatten()?;
    let is_it = content[TOKEN].as_str() == Some(&token.0);
    event.event_id().filter(|_| is_it).map(|event| Lead { event, leads: content[deliver::LEADS] == true })
}
