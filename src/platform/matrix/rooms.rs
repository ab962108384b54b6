//! Rooms: which one is whose conversation with the bot, found again after a restart, opened again if it was left.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use matrix_sdk::ruma::api::client::room::create_room::v3::{Request as NewRoom, RoomPreset};
use matrix_sdk::ruma::events::InitialStateEvent;
use matrix_sdk::ruma::events::room::encryption::RoomEncryptionEventContent;
use matrix_sdk::ruma::events::room::history_visibility::{HistoryVisibility, RoomHistoryVisibilityEventContent};
use matrix_sdk::ruma::events::room::member::MembershipState;
use matrix_sdk::ruma::serde::Raw;
use matrix_sdk::ruma::{OwnedRoomId, OwnedUserId, RoomId, UserId};
use matrix_sdk::{Client, Error, Room, RoomMemberships};
use serde_json::json;

/// In the creation of a room that the bot opened for one person: who. It is there from the first moment and cannot be changed, unlike
/// the account's list of direct rooms.
pub(super) const FOR: &str = "org.betwixt.for";

/// The conversations with people.
#[derive(Debug)]
pub(super) struct Rooms {
    client: Client,
    /// One at a time for each person, so that two messages at once do not open two rooms.
    opening: Mutex<BTreeMap<OwnedUserId, Arc<tokio::sync::Mutex<()>>>>,
    /// Those found before; looked at again before each use.
    known: Mutex<BTreeMap<OwnedUserId, OwnedRoomId>>,
}

impl Rooms {
    pub(super) fn new(client: Client) -> Self {
        Self { client, opening: Mutex::default(), known: Mutex::default() }
    }

    /// The conversation with `user`: found, or opened (again). Encrypted, and nobody else is in it.
    pub(super) async fn conversation(&self, user: &UserId) -> Result<Room, Error> {
        let turn = {
            let mut opening = self.opening.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(opening.entry(user.to_owned()).or_default())
        };
        let _turn = turn.lock().await;
        if let Some((room, membership)) = self.find(user).await? {
            if matches!(membership, MembershipState::Leave | MembershipState::Knock) {
                room.invite_user_by_id(user).await?;
                learn(&room, user).await?;
            }
            self.remember(user, room.room_id());
            return Ok(room);
        }
        let room = self.client.create_room(new_room(user)?).await?;
        learn(&room, user).await?;
        self.remember(user, room.room_id());
        Ok(room)
    }

    /// The conversation with `user`, if there is one, and whether they are in it.
    pub(super) async fn existing(&self, user: &UserId) -> Result<Option<Room>, Error> {
        Ok(self.find(user).await?.map(|(room, _)| room))
    }

    /// Whose conversation that room is; `None`: it is a place.
    pub(super) async fn whose(&self, room: &Room) -> Result<Option<OwnedUserId>, Error> {
        {
            let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some((user, _)) = known.iter().find(|(_, id)| *id == room.room_id()) {
                return Ok(Some(user.clone()));
            }
        }
        let own = self.client.user_id();
        for user in candidates(room).await? {
            if Some(&*user) != own && self.fits(room, &user).await?.is_some() {
                self.remember(&user, room.room_id());
                return Ok(Some(user));
            }
        }
        Ok(None)
    }

    /// What is known of a room is to be looked at anew: somebody came or went.
    pub(super) fn forget(&self, room: &RoomId) {
        self.known.lock().unwrap_or_else(PoisonError::into_inner).retain(|_, id| id != room);
    }

    /// Those who are in it come before those who were; the longest known first, so that it is the same one every time.
    async fn find(&self, user: &UserId) -> Result<Option<(Room, MembershipState)>, Error> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner).get(user).cloned();
        if let Some(room) = known.and_then(|id| self.client.get_room(&id))
            && let Some(membership) = self.fits(&room, user).await?
        {
            return Ok(Some((room, membership)));
        }
        let mut found = Vec::new();
        for room in self.client.joined_rooms() {
            if candidates(&room).await?.iter().any(|theirs| theirs == user)
                && let Some(membership) = self.fits(&room, user).await?
            {
                let gone = matches!(membership, MembershipState::Leave | MembershipState::Knock);
                found.push((gone, room.room_id().to_owned(), room, membership));
            }
        }
        found.sort_by(|(gone, id, ..), (other_gone, other_id, ..)| (gone, id).cmp(&(other_gone, other_id)));
        Ok(found.into_iter().next().map(|(_, _, room, membership)| (room, membership)))
    }

    /// How `user` stands in the room (invited counts as joined), if it can be their conversation: encrypted, nobody else in it, and they are not banned.
    async fn fits(&self, room: &Room, user: &UserId) -> Result<Option<MembershipState>, Error> {
        if room.state() != matrix_sdk::RoomState::Joined || !room.latest_encryption_state().await?.is_encrypted() {
            return Ok(None);
        }
        if room.is_tombstoned() {
            return Ok(None);
        }
        let own = self.client.user_id();
        room.sync_members().await?;
        // Only who: what else the library knows of a member are several questions each, before every whisper.
        let members = self.client.state_store().get_user_ids(room.room_id(), RoomMemberships::ACTIVE).await?;
        if members.iter().any(|member| member != user && Some(&**member) != own) {
            return Ok(None);
        }
        if members.iter().any(|member| member == user) {
            return Ok(Some(MembershipState::Join));
        }
        let theirs = room.get_member(user).await?.map(|member| member.membership().clone());
        Ok(Some(theirs.unwrap_or(MembershipState::Leave)).filter(|membership| *membership != MembershipState::Ban))
    }

    fn remember(&self, user: &UserId, room: &RoomId) {
        self.known.lock().unwrap_or_else(PoisonError::into_inner).insert(user.to_owned(), room.to_owned());
    }
}

/// Sees to it that the client knows of an invitation before anything is sent: only whom it knows to be there is given the key. Its list may
/// be from the moment before, since the sync takes in what the homeserver tells of a new room piece by piece.
async fn learn(room: &Room, user: &UserId) -> Result<(), Error> {
    // A question that is under way is shared, and may be from before the invitation, too.
    for _ in 0..3 {
        room.mark_members_missing();
        let member = room.get_member(user).await?;
        if member.is_some_and(|m| matches!(m.membership(), MembershipState::Invite | MembershipState::Join)) {
            return Ok(());
        }
    }
    Err(Error::InsufficientData)
}

/// Whose conversation a room may be: by its creation, or by the account's list of direct rooms.
async fn candidates(room: &Room) -> Result<Vec<OwnedUserId>, Error> {
    let mut users = Vec::new();
    let creations = room.get_state_events("m.room.create".into()).await?;
    for creation in creations {
        let text = match &creation {
            matrix_sdk::deserialized_responses::RawAnySyncOrStrippedState::Sync(raw) => raw.json().get(),
            matrix_sdk::deserialized_responses::RawAnySyncOrStrippedState::Stripped(raw) => raw.json().get(),
        };
        let event: serde_json::Value = serde_json::from_str(text)?;
        // Anybody can make a room that says so; only what the bot made itself counts.
        let own = event["sender"].as_str() == Some(room.own_user_id().as_str());
        if let Some(user) = event["content"][FOR].as_str().filter(|_| own).and_then(|user| UserId::parse(user).ok()) {
            users.push(user);
        }
    }
    let direct = room.direct_targets();
    if direct.len() == 1 {
        users.extend(direct.iter().filter_map(|target| target.as_user_id().map(ToOwned::to_owned)));
    }
    Ok(users)
}

/// Only the bot invites there, and what is whispered before they join can be read once they have.
fn new_room(user: &UserId) -> Result<NewRoom, Error> {
    let encryption = InitialStateEvent::with_empty_state_key(RoomEncryptionEventContent::with_recommended_defaults());
    let history =
        InitialStateEvent::with_empty_state_key(RoomHistoryVisibilityEventContent::new(HistoryVisibility::Invited));
    let mut request = NewRoom::new();
    request.preset = Some(RoomPreset::PrivateChat);
    request.is_direct = true;
    request.invite = vec![user.to_owned()];
    request.initial_state = vec![encryption.to_raw_any(), history.to_raw_any()];
    request.creation_content = Some(Raw::from_json(serde_json::value::to_raw_value(&json!({ FOR: user }))?));
    request.power_level_content_override =
        Some(Raw::from_json(serde_json::value::to_raw_value(&json!({ "invite": 100 }))?));
    Ok(request)
}
