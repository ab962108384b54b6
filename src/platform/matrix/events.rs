//! What came, as envelopes.

use matrix_sdk::Room;
use matrix_sdk::ruma::UserId;
use serde_json::Value;

use super::news::{Heard, News};
use super::{Connected, refs};
use crate::engine::input::Venue;
use crate::engine::words::Words;
use crate::ids::EventKey;
use crate::platform::{Envelope, Happening, Person};

/// What news is to the hub: mostly one envelope, or none. Their cursor is set by the caller.
///
/// Called in order, one after another; the same news comes again after a crash.
pub(super) async fn envelopes(connected: &Connected, news: &News) -> Vec<Envelope> {
    match news {
        News::Heard(heard) if heard.sender == connected.user => Vec::new(),
        News::Heard(heard) => said(connected, heard).await.into_iter().collect(),
        News::Undecrypted(heard) => vec![undecrypted(connected, heard).await],
        News::Invited(room) => {
            answer(connected, room).await;
            Vec::new()
        }
        News::Left { room, id } => {
            let id = id.as_ref().map_or("left", |id| id.as_str());
            let key = EventKey(format!("matrix/{}/{id}", room.room_id()));
            vec![Envelope {
                key,
                account: connected.account.clone(),
                place: Some(refs::place(room.room_id())),
                from: None,
                venue: Venue::Place,
                reply: None,
                lacks: Vec::new(),
                cursor: None,
                what: Happening::PlaceLost,
            }]
        }
    }
}

/// Plain words in a conversation.
async fn said(connected: &Connected, heard: &Heard) -> Option<Envelope> {
    heard.conversation.as_ref()?;
    let event: Value = heard.event.deserialize_as_unchecked().ok()?;
    let text = event["content"]["body"].as_str()?;
    let is_text = event["type"] == "m.room.message" && event["content"]["msgtype"] == "m.text";
    if !is_text || event["content"]["m.relates_to"]["rel_type"].is_string() {
        return None;
    }
    let what = Happening::Words { text: Words::new(text), reply_to: None };
    let key = refs::event(heard.room.room_id(), &heard.id);
    Some(envelope(connected, heard, key, what).await)
}

/// Joins where somebody who may has invited.
async fn answer(connected: &Connected, room: &Room) {
    let inviter = room.invite_details().await.map(|invite| invite.inviter_id);
    let allowed = inviter.is_ok_and(|inviter| connected.settings.invite.allow(inviter.as_str()));
    let done = if allowed { room.join().await } else { room.leave().await };
    if let Err(error) = done {
        tracing::warn!(reason = super::errors::told(&error), "an invitation could not be answered");
    }
}

/// Its key is that of the missing one, so that it is told of once however many messages were sealed with it.
async fn undecrypted(connected: &Connected, heard: &Heard) -> Envelope {
    let session = heard.key.clone().unwrap_or_else(|| heard.id.to_string());
    let key = EventKey(format!("matrix/{}/undecrypted/{session}", heard.room.room_id()));
    envelope(connected, heard, key, Happening::Undecrypted).await
}

async fn envelope(connected: &Connected, heard: &Heard, key: EventKey, what: Happening) -> Envelope {
    let (place, venue) = match &heard.conversation {
        Some(_) => (None, Venue::Private),
        None => (Some(refs::place(heard.room.room_id())), Venue::Place),
    };
    Envelope {
        key,
        account: connected.account.clone(),
        place,
        from: Some(person(&heard.room, &heard.sender).await),
        venue,
        reply: None,
        lacks: Vec::new(),
        cursor: None,
        what,
    }
}

/// A person with the name that they have in the room.
async fn person(room: &Room, user: &UserId) -> Person {
    let member = room.get_member_no_sync(user).await.ok().flatten();
    let name = member.and_then(|member| member.display_name().map(str::to_owned));
    Person { user: refs::user(user), name: name.unwrap_or_else(|| user.localpart().to_owned()), locale: None }
}
