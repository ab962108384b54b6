//! Whether a message with a token is there: read backwards, nothing kept. A lead whose words or files are missing is no message yet; what
//! stands of it is noted, so that the next try sends the rest alone.

use std::sync::PoisonError;

use jiff::Timestamp;
use matrix_sdk::Room;
use matrix_sdk::deserialized_responses::TimelineEvent;
use matrix_sdk::room::MessagesOptions;
use matrix_sdk::ruma::{EventId, OwnedEventId, uint};
use serde_json::Value;

use super::deliver::{self, TOKEN};
use super::{Connected, Half, errors, refs};
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
            Some(found) => whole(connected, &room, token, found).await,
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
    found: Found,
) -> Result<Option<SentRef>, DeliveryError> {
    let words = !found.leads || deliver::words(room, &found.lead).await?.is_some();
    if words && found.files.len() >= found.files_in_all {
        return Ok(Some(refs::sent(room.room_id(), &found.lead)));
    }
    let half = Half { lead: found.lead, words, files: found.files };
    connected.halves.lock().unwrap_or_else(PoisonError::into_inner).insert(token.clone(), half);
    Ok(None)
}

/// The first event of a message, and what was seen of the rest.
struct Found {
    lead: OwnedEventId,
    /// Whether words follow it.
    leads: bool,
    /// How many files follow it.
    files_in_all: usize,
    /// The names of those that do.
    files: Vec<String>,
}

async fn look(room: &Room, token: &Token, since: Timestamp) -> Result<Option<Found>, DeliveryError> {
    let mut from = None;
    // What follows a message is met before it.
    let mut files = Vec::new();
    for _ in 0..PAGES {
        let mut options = MessagesOptions::backward().from(from.as_deref());
        options.limit = uint!(100);
        let page = room.messages(options).await.map_err(|error| errors::of_delivery(&error))?;
        for event in &page.chunk {
            let at = event.timestamp_raw().and_then(|at| Timestamp::from_millisecond(i64::from(at.0)).ok());
            if at.is_some_and(|at| at < since) {
                return Ok(None);
            }
            match part(room, event, token) {
                Some(Part::Lead { id, leads, files_in_all }) => {
                    files.retain(|(lead, _)| *lead == id);
                    let files = files.into_iter().map(|(_, name)| name).collect();
                    return Ok(Some(Found { lead: id, leads, files_in_all, files }));
                }
                Some(Part::File { lead, name }) => files.push((lead, name)),
                None => {}
            }
        }
        match page.end {
            Some(end) if !page.chunk.is_empty() => from = Some(end),
            Some(_) | None => return Ok(None),
        }
    }
    Err(DeliveryError::Unsure)
}

/// An event of ours.
enum Part {
    /// The lead that is looked for.
    Lead { id: OwnedEventId, leads: bool, files_in_all: usize },
    /// A file, and the lead that it belongs to.
    File { lead: OwnedEventId, name: String },
}

fn part(room: &Room, event: &TimelineEvent, token: &Token) -> Option<Part> {
    // Anybody could write a content like ours.
    if event.sender().is_none_or(|sender| sender != room.own_user_id()) {
        return None;
    }
    let content: Value = event.raw().get_field("content").ok().flatten()?;
    if content["msgtype"] == "m.file" {
        let lead = content["m.relates_to"]["m.in_reply_to"]["event_id"].as_str()?;
        return Some(Part::File { lead: EventId::parse(lead).ok()?, name: content["body"].as_str()?.to_owned() });
    }
    let files = content[deliver::FILES].as_u64().unwrap_or(0);
    let lead = Part::Lead {
        id: event.event_id()?,
        leads: content[deliver::LEADS] == true,
        files_in_all: usize::try_from(files).unwrap_or(usize::MAX),
    };
    (content[TOKEN].as_str() == Some(&token.0)).then_some(lead)
}
