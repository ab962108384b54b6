//! One answer of the homeserver, taken apart: what happened in each room since the cursor, in order, without gaps.

use matrix_sdk::deserialized_responses::{TimelineEvent, TimelineEventKind};
use matrix_sdk::room::MessagesOptions;
use matrix_sdk::ruma::{UserId, uint};
use matrix_sdk::sync::{JoinedRoomUpdate, RoomUpdates};
use matrix_sdk::{Error, Room};
use serde_json::Value;

use super::Connected;
use super::news::{Heard, News};

/// Pages of a hundred events that are read back at most: a room in which more happened is taken up from there.
const PAGES: usize = 50;

/// What came with one answer.
pub(super) struct Batch {
    /// The cursor that was asked from; `None`: the first answer ever, which tells how things are and not what happened.
    pub since: Option<String>,
    /// The cursor after it.
    pub next: String,
    /// What it says of rooms.
    pub rooms: RoomUpdates,
    /// In which time in touch with the homeserver it came ([`super::touch::Touch`]).
    pub touch: u64,
}

impl Batch {
    /// Whether anybody but `own` said something.
    pub(super) fn is_of_others(&self, own: &UserId) -> bool {
        let of_others = |event: &TimelineEvent| event.sender().is_some_and(|sender| sender != own);
        self.rooms.joined.values().any(|update| update.timeline.events.iter().any(of_others))
    }
}

/// An event that could not be decrypted, and whether waiting for its key may help.
pub(super) struct Locked {
    /// The event, still encrypted.
    pub heard: Heard,
    /// Whether its key may still come.
    pub may_open: bool,
}

/// What one batch holds.
pub(super) enum Item {
    /// What is known.
    News(News),
    /// What waits for its key.
    Locked(Locked),
}

/// Takes a batch apart. Nothing is lost by an error: the whole batch is asked for again.
///
/// # Errors
/// When the homeserver or the store cannot be asked.
pub(super) async fn items(connected: &Connected, batch: &Batch) -> Result<Vec<Item>, Error> {
    let client = &connected.session.client;
    let mut items = Vec::new();
    for (id, update) in &batch.rooms.joined {
        let Some(room) = client.get_room(id) else { continue };
        if let Some(since) = &batch.since {
            items.extend(of_room(connected, &room, update, since).await?);
        }
    }
    for (id, update) in &batch.rooms.left {
        connected.rooms.forget(id);
        let last = update.timeline.events.last().and_then(TimelineEvent::event_id);
        items.extend(client.get_room(id).map(|room| Item::News(News::Left { room, id: last })));
    }
    for id in batch.rooms.invited.keys() {
        items.extend(client.get_room(id).map(|room| Item::News(News::Invited(room))));
    }
    Ok(items)
}

/// Tries once more to decrypt it; `None`: there is still no key.
pub(super) async fn unlock(locked: &Locked) -> Result<Option<Heard>, Error> {
    let heard = &locked.heard;
    let event = heard.room.decrypt_event(heard.event.cast_ref_unchecked(), None).await?;
    Ok((!event.kind.is_utd()).then(|| Heard { event: event.into_raw(), ..heard.clone() }))
}

async fn of_room(
    connected: &Connected,
    room: &Room,
    update: &JoinedRoomUpdate,
    since: &str,
) -> Result<Vec<Item>, Error> {
    let timeline = &update.timeline;
    let mut events = match &timeline.prev_batch {
        Some(before) if timeline.limited => earlier(room, before, since).await?,
        Some(_) | None => Vec::new(),
    };
    events.extend(timeline.events.iter().cloned());
    // What was said before the bot was there is not its business; of that it often has no keys either.
    let own = connected.user.as_str();
    let mut arrived = None;
    if let Some(joined) = events.iter().rposition(|event| is_joining(event, own)) {
        arrived = events.drain(..=joined).next_back().and_then(|event| arrival(room, &event));
    }
    if events.iter().any(|event| event.kind.event_type().is_some_and(|kind| kind == "m.room.member")) {
        connected.rooms.forget(room.room_id());
    }
    let conversation = connected.rooms.whose(room).await?;
    let items = events.into_iter().filter_map(|event| {
        let heard = Heard {
            room: room.clone(),
            conversation: conversation.clone(),
            id: event.event_id()?,
            sender: event.sender()?,
            key: event.kind.session_id().map(str::to_owned),
            event: event.raw().clone(),
        };
        match &event.kind {
            // Its own, of a device that is no more.
            TimelineEventKind::UnableToDecrypt { .. } if heard.sender == connected.user => None,
            TimelineEventKind::UnableToDecrypt { utd_info, .. } => {
                Some(Item::Locked(Locked { heard, may_open: utd_info.reason.is_missing_room_key() }))
            }
            TimelineEventKind::Decrypted(_) | TimelineEventKind::PlainText { .. } => {
                Some(Item::News(News::Heard(heard)))
            }
        }
    });
    Ok(arrived.into_iter().map(Item::News).chain(items).collect())
}

/// What happened between the cursor and what the answer shows, oldest first.
async fn earlier(room: &Room, before: &str, since: &str) -> Result<Vec<TimelineEvent>, Error> {
    let own = room.own_user_id().as_str();
    let mut events = Vec::new();
    let mut from = before.to_owned();
    for _ in 0..PAGES {
        let mut options = MessagesOptions::backward().from(from.as_str());
        options.to = Some(since.to_owned());
        options.limit = uint!(100);
        let page = room.messages(options).await?;
        let joined = page.chunk.iter().any(|event| is_joining(event, own));
        let nothing = page.chunk.is_empty();
        events.extend(page.chunk);
        match page.end {
            Some(end) if !joined && !nothing && end != from => from = end,
            Some(_) | None => {
                events.reverse();
                return Ok(events);
            }
        }
    }
    tracing::warn!("more happened in a room than can be read back; what came first is left out");
    events.reverse();
    Ok(events)
}

/// The bot's own joining, and who had invited it, where the homeserver says so.
fn arrival(room: &Room, event: &TimelineEvent) -> Option<News> {
    let id = event.event_id()?;
    let event: Value = event.raw().deserialize_as_unchecked().ok()?;
    let by = event["unsigned"]["prev_sender"].as_str().and_then(|by| UserId::parse(by).ok());
    Some(News::Joined { room: room.clone(), id, by })
}

/// Whether it is the bot's own joining, and not only a new name of a member.
fn is_joining(event: &TimelineEvent, own: &str) -> bool {
    let Ok(event) = event.raw().deserialize_as_unchecked::<Value>() else {
        return false;
    };
    event["type"] == "m.room.member"
        && event["state_key"] == own
        && event["content"]["membership"] == "join"
        && event["unsigned"]["prev_content"]["membership"] != "join"
}
