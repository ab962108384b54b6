//! Whether a message with a token is there: read backwards, nothing kept.

use jiff::Timestamp;
use matrix_sdk::Room;
use matrix_sdk::deserialized_responses::TimelineEvent;
use matrix_sdk::room::MessagesOptions;
use matrix_sdk::ruma::uint;
use serde_json::Value;

use super::deliver::TOKEN;
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
        Some(room) => look(&room, token, since).await,
        None => Ok(None),
    }
}

async fn look(room: &Room, token: &Token, since: Timestamp) -> Result<Option<SentRef>, DeliveryError> {
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
            if is_it(room, event, token)
                && let Some(id) = event.event_id()
            {
                return Ok(Some(refs::sent(room.room_id(), &id)));
            }
        }
        match page.end {
            Some(end) if !page.chunk.is_empty() => from = Some(end),
            Some(_) | None => return Ok(None),
        }
    }
    Err(DeliveryError::Unsure)
}

fn is_it(room: &Room, event: &TimelineEvent, token: &Token) -> bool {
    // Anybody could write a content like ours.
    if event.sender().is_none_or(|sender| sender != room.own_user_id()) {
        return false;
    }
    let content = event.raw().get_field::<Value>("content").ok().flatten();
    content.is_some_and(|content| content[TOKEN].as_str() == Some(&token.0))
}
