//! Coming into rooms: invitations, arrival, and rooms that go on elsewhere.

use matrix_sdk::ruma::api::error::ErrorKind;
use matrix_sdk::ruma::events::room::member::MembershipState;
use matrix_sdk::ruma::{EventId, OwnedUserId, RoomId, UserId};
use matrix_sdk::{Error, Room, RoomMemberships, RoomState};

use super::{Connected, errors, events, refs};
use crate::ids::EventKey;
use crate::platform::{Envelope, Happening};

/// Answers an invitation: joins where somebody who may has invited, or where a room that the bot is in goes on; else declines.
///
/// # Errors
/// When the homeserver cannot be asked; it is tried again.
pub(super) async fn answer(connected: &Connected, room: &Room) -> Result<(), Error> {
    if room.state() != RoomState::Invited {
        return Ok(());
    }
    let inviter = room.invite_details().await?.inviter_id;
    if connected.settings.invite.allow(inviter.as_str()) || continues(connected, room, &inviter).await? {
        return done(room.join().await, "an invitation could not be accepted");
    }
    tracing::warn!("an invitation was declined: whoever sent it is not in matrix.invite");
    done(room.leave().await, "an invitation could not be declined")
}

/// The bot is in a room since that event. A conversation that it opened itself is none of the hub's business.
///
/// # Errors
/// When the homeserver cannot be asked.
pub(super) async fn arrived(
    connected: &Connected,
    room: &Room,
    id: &EventId,
    by: Option<&UserId>,
) -> Result<Vec<Envelope>, Error> {
    if connected.rooms.whose(room).await?.is_some() {
        return Ok(Vec::new());
    }
    let key = refs::event(room.room_id(), id);
    let mut envelopes = Vec::new();
    if let Some(old) = predecessor(connected, room) {
        let key = EventKey(format!("{key}/moved"));
        let what = Happening::PlaceMoved(refs::place(room.room_id()));
        envelopes.push(events::of_place(connected, key, &old, what));
    }
    // Whoever brought it there; where the homeserver does not say, somebody who is in the room.
    let by = match by.filter(|by| *by != connected.user) {
        Some(by) => Some(by.to_owned()),
        None => somebody(connected, room).await?,
    };
    if let Some(by) = by {
        let person = events::person(room, &by).await;
        let place = Some(refs::place(room.room_id()));
        envelopes.push(events::envelope(connected, key, place, Some(person), Happening::Welcomed));
    }
    Ok(envelopes)
}

/// The room goes on in another one: the bot goes there, if it is let in. Else an invitation there is accepted when it comes.
///
/// # Errors
/// When the homeserver cannot be asked.
pub(super) async fn follow(connected: &Connected, room: &Room) -> Result<(), Error> {
    let Some(next) = room.successor_room() else {
        return Ok(());
    };
    let client = &connected.session.client;
    if client.get_room(&next.room_id).is_some_and(|room| room.state() == RoomState::Joined) {
        return Ok(());
    }
    let server = room.room_id().server_name().map(ToOwned::to_owned);
    let joined = client.join_room_by_id_or_alias((&*next.room_id).into(), server.as_slice()).await;
    match joined {
        Ok(_) => Ok(()),
        Err(error) if is_refusal(&error) => Ok(()),
        Err(error) => Err(error),
    }
}

/// Whether a room is where one that the bot is in goes on: both say so of each other, and somebody who is in the old one invites.
async fn continues(connected: &Connected, room: &Room, inviter: &UserId) -> Result<bool, Error> {
    let client = &connected.session.client;
    let goes_on_here = |old: &Room| old.successor_room().is_some_and(|next| next.room_id == room.room_id());
    let Some(old) = client.joined_rooms().into_iter().find(goes_on_here) else {
        return Ok(false);
    };
    let member = old.get_member(inviter).await?;
    Ok(member.is_some_and(|member| *member.membership() == MembershipState::Join))
}

/// The room that goes on in this one, if the bot is in it.
fn predecessor(connected: &Connected, room: &Room) -> Option<Room> {
    let old = room.predecessor_room()?.room_id;
    let old = connected.session.client.get_room(&old).filter(|old| old.state() == RoomState::Joined)?;
    let goes_on: Option<bool> = old.successor_room().map(|next| goes_on_in(&next.room_id, room));
    goes_on.unwrap_or(false).then_some(old)
}

fn goes_on_in(next: &RoomId, room: &Room) -> bool {
    next == room.room_id()
}

async fn somebody(connected: &Connected, room: &Room) -> Result<Option<OwnedUserId>, Error> {
    let members = room.members(RoomMemberships::JOIN).await?;
    let mut others: Vec<OwnedUserId> = members.iter().map(|member| member.user_id().to_owned()).collect();
    others.retain(|user| *user != connected.user);
    others.sort();
    Ok(others.into_iter().next())
}

/// An invitation that was withdrawn, or a room that is gone, is no error.
fn done(result: Result<(), Error>, what: &'static str) -> Result<(), Error> {
    match result {
        Err(error) if is_refusal(&error) => {
            tracing::warn!(reason = errors::told(&error), what);
            Ok(())
        }
        result => result,
    }
}

fn is_refusal(error: &Error) -> bool {
    matches!(
        errors::kind(error),
        Some(
            ErrorKind::Forbidden
                | ErrorKind::NotFound
                | ErrorKind::Unrecognized
                | ErrorKind::Unknown
                | ErrorKind::BadState
        )
    )
}
