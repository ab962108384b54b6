//! A person with an ordinary client: end-to-end encrypted, cross-signed, a store of their own.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use matrix_sdk::config::{SyncSettings, SyncToken};
use matrix_sdk::deserialized_responses::{TimelineEvent, VerificationState};
use matrix_sdk::encryption::EncryptionSettings;
use matrix_sdk::ruma::api::client::room::create_room::v3::{Request as NewRoom, RoomPreset};
use matrix_sdk::ruma::api::client::uiaa::{AuthData, MatrixUserIdentifier, Password, UserIdentifier};
use matrix_sdk::ruma::events::InitialStateEvent;
use matrix_sdk::ruma::events::room::encryption::RoomEncryptionEventContent;
use matrix_sdk::ruma::events::room::member::MembershipState;
use matrix_sdk::ruma::serde::Raw;
use matrix_sdk::ruma::{EventId, OwnedEventId, OwnedRoomId, OwnedUserId, RoomId, UserId};
use matrix_sdk::{Client, Room, RoomMemberships, RoomState};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::sync::{OnceCell, watch};
use tokio::task::JoinHandle;

use super::server::{self, Account};

/// How long anything may take before a test gives up.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// A person and their client. It listens from the beginning on; what it sees is kept.
pub struct Person {
    pub account: Account,
    client: Client,
    seen: Arc<Mutex<Vec<Seen>>>,
    beats: watch::Receiver<u64>,
    listening: JoinHandle<()>,
    /// A room of their own, not encrypted, for marks.
    aside: OnceCell<Room>,
    _store: TempDir,
}

/// An event as the person's client shows it.
#[derive(Clone, Debug)]
pub struct Seen {
    pub room: OwnedRoomId,
    pub id: OwnedEventId,
    pub sender: OwnedUserId,
    /// The event's type; `m.room.encrypted` for one that could not be read.
    pub kind: String,
    /// Empty for one that was redacted.
    pub content: Value,
    /// The whole event.
    pub event: Value,
    /// How far the sending device is to be trusted; `None` for what was not encrypted.
    pub shield: Option<VerificationState>,
}

impl Seen {
    /// Its plain text; empty if it has none.
    pub fn body(&self) -> &str {
        self.content["body"].as_str().unwrap_or_default()
    }

    fn of(room: &RoomId, event: &TimelineEvent) -> Option<Seen> {
        let value: Value = event.raw().deserialize_as_unchecked().ok()?;
        Some(Seen {
            room: room.to_owned(),
            id: event.event_id()?,
            sender: event.sender()?,
            kind: event.kind.event_type()?,
            content: value["content"].clone(),
            shield: event.encryption_info().map(|info| info.verification_state.clone()),
            event: value,
        })
    }
}

impl Person {
    /// Somebody new on the homeserver of all tests.
    pub async fn new(name: &str) -> Person {
        Person::on(&server::shared(), name).await
    }

    /// Somebody new on the homeserver at `url`.
    pub async fn on(url: &str, name: &str) -> Person {
        Person::with(server::register(url, name).await, false).await
    }

    /// Somebody new whose client neither writes to unsigned devices nor shows what such a device writes.
    pub async fn strict(name: &str) -> Person {
        Person::strict_on(&server::shared(), name).await
    }

    /// The same on the homeserver at `url`.
    pub async fn strict_on(url: &str, name: &str) -> Person {
        Person::with(server::register(url, name).await, true).await
    }

    /// The client of that account, on a new device.
    pub async fn with(account: Account, strict: bool) -> Person {
        let store = tempfile::tempdir().unwrap();
        let mut builder = Client::builder()
            .homeserver_url(&account.url)
            // Where a test stands between, it stays between.
            .respect_login_well_known(false)
            .sqlite_store(store.path(), None)
            .with_encryption_settings(EncryptionSettings { auto_enable_cross_signing: true, ..Default::default() });
        if strict {
            // Their types have no public name in matrix-sdk.
            let recipients = serde_json::from_value(json!("IdentityBasedStrategy")).unwrap();
            let senders = serde_json::from_value(json!({"sender_device_trust_requirement": "CrossSigned"})).unwrap();
            builder = builder.with_room_key_recipient_strategy(recipients).with_decryption_settings(senders);
        }
        let client = builder.build().await.unwrap();
        client.matrix_auth().login_username(&account.name, &account.password).send().await.unwrap();
        client.encryption().wait_for_e2ee_initialization_tasks().await;
        let seen = Arc::new(Mutex::new(Vec::new()));
        let (beat, beats) = watch::channel(0);
        let listening = tokio::spawn(listen(client.clone(), Arc::clone(&seen), beat));
        Person { account, client, seen, beats, listening, aside: OnceCell::new(), _store: store }
    }

    /// Their client, for what has no name here.
    pub fn client(&self) -> &Client {
        &self.client
    }

    pub fn user(&self) -> OwnedUserId {
        self.client.user_id().unwrap().to_owned()
    }

    /// A new room of theirs, private and encrypted, with those people invited.
    pub async fn makes_room(&self, invited: &[&UserId]) -> Room {
        let encryption = RoomEncryptionEventContent::with_recommended_defaults();
        let mut request = NewRoom::new();
        request.preset = Some(RoomPreset::PrivateChat);
        request.invite = invited.iter().map(|user| (*user).to_owned()).collect();
        request.initial_state = vec![InitialStateEvent::with_empty_state_key(encryption).to_raw_any()];
        let room = self.client.create_room(request).await.unwrap();
        let id = room.room_id().to_owned();
        self.until("their own room to be there", || self.client.get_room(&id)).await;
        room
    }

    /// A new room of theirs that says it goes on from `old`.
    pub async fn makes_room_after(&self, old: &RoomId, invited: &[&UserId]) -> Room {
        let encryption = RoomEncryptionEventContent::with_recommended_defaults();
        let mut request = NewRoom::new();
        request.preset = Some(RoomPreset::PrivateChat);
        request.invite = invited.iter().map(|user| (*user).to_owned()).collect();
        request.initial_state = vec![InitialStateEvent::with_empty_state_key(encryption).to_raw_any()];
        let creation = json!({"predecessor": {"room_id": old}});
        request.creation_content = Some(Raw::from_json(serde_json::value::to_raw_value(&creation).unwrap()));
        let id = self.client.create_room(request).await.unwrap().room_id().to_owned();
        self.until("their own room to be there", || self.client.get_room(&id).filter(|room| room.is_synced())).await
    }

    /// Waits for an invitation to that room and accepts it.
    pub async fn accepts_room(&self, id: &RoomId) -> Room {
        let invited = || self.client.get_room(id).filter(|room| room.state() == RoomState::Invited);
        self.until("an invitation to that room", invited).await.join().await.unwrap();
        let joined = || self.client.get_room(id).filter(|room| room.state() == RoomState::Joined && room.is_synced());
        self.until("the room to be joined", joined).await
    }

    /// Waits for an invitation by `from` and accepts it.
    pub async fn accepts(&self, from: &UserId) -> Room {
        let room = self.is_invited(from).await;
        room.join().await.unwrap();
        let id = room.room_id().to_owned();
        self.until("the room to be joined", || {
            self.client.get_room(&id).filter(|room| room.state() == RoomState::Joined)
        })
        .await
    }

    /// Waits for an invitation by `from` and leaves it open.
    pub async fn is_invited(&self, from: &UserId) -> Room {
        let deadline = tokio::time::Instant::now() + PATIENCE;
        let mut beats = self.beats.clone();
        loop {
            for room in self.client.invited_rooms() {
                // A client may know of the room a moment before it knows who invited.
                if let Ok(invite) = room.invite_details().await
                    && invite.inviter_id == from
                {
                    return room;
                }
            }
            self.next_beat(&mut beats, deadline, "an invitation").await;
        }
    }

    /// The room of that id, once their client knows it as joined.
    pub async fn room(&self, id: &RoomId) -> Room {
        let joined = || self.client.get_room(id).filter(|room| room.state() == RoomState::Joined);
        self.until("the room to be joined", joined).await
    }

    /// Waits until `user` has joined `room`, as their client sees it; only then do they encrypt for that person.
    pub async fn meets(&self, room: &Room, user: &UserId) {
        let deadline = tokio::time::Instant::now() + PATIENCE;
        let mut beats = self.beats.clone();
        loop {
            let member = room.get_member(user).await.unwrap();
            if member.is_some_and(|member| *member.membership() == MembershipState::Join) {
                return;
            }
            self.next_beat(&mut beats, deadline, "somebody to join").await;
        }
    }

    /// Writes plain words.
    pub async fn says(&self, room: &RoomId, text: &str) -> OwnedEventId {
        self.sends(room, "m.room.message", json!({"msgtype": "m.text", "body": text, "m.mentions": {}})).await
    }

    /// Replies to a message.
    pub async fn replies(&self, room: &RoomId, to: &EventId, text: &str) -> OwnedEventId {
        let relation = json!({"m.in_reply_to": {"event_id": to}});
        let content = json!({"msgtype": "m.text", "body": text, "m.mentions": {}, "m.relates_to": relation});
        self.sends(room, "m.room.message", content).await
    }

    /// Changes a message of theirs.
    pub async fn edits(&self, room: &RoomId, original: &EventId, text: &str) -> OwnedEventId {
        let content = json!({
            "msgtype": "m.text", "body": format!("* {text}"), "m.mentions": {},
            "m.new_content": {"msgtype": "m.text", "body": text, "m.mentions": {}},
            "m.relates_to": {"rel_type": "m.replace", "event_id": original},
        });
        self.sends(room, "m.room.message", content).await
    }

    /// Reacts to a message.
    pub async fn reacts(&self, room: &RoomId, to: &EventId, sign: &str) -> OwnedEventId {
        let relation = json!({"rel_type": "m.annotation", "event_id": to, "key": sign});
        self.sends(room, "m.reaction", json!({"m.relates_to": relation})).await
    }

    /// Deletes a message.
    pub async fn redacts(&self, room: &RoomId, message: &EventId) -> OwnedEventId {
        self.client.get_room(room).unwrap().redact(message, None, None).await.unwrap().event_id
    }

    /// Sends any event, encrypted where the room is.
    pub async fn sends(&self, room: &RoomId, kind: &str, content: Value) -> OwnedEventId {
        let room = self.room(room).await;
        room.send_raw(kind, content).await.unwrap().response.event_id
    }

    /// Sets a piece of a room's state.
    pub async fn sets(&self, room: &RoomId, kind: &str, content: Value) {
        self.room(room).await.send_state_event_raw(kind, "", content).await.unwrap();
    }

    /// Closes their account for good; their client hears nothing more.
    pub async fn closes_account(&self) {
        let asked = self.client.account().deactivate(None, None, false).await.unwrap_err();
        let who = UserIdentifier::Matrix(MatrixUserIdentifier::new(self.account.user()));
        let mut auth = Password::new(who, self.account.password.clone());
        auth.session = asked.as_uiaa_response().and_then(|answer| answer.session.clone());
        self.client.account().deactivate(None, Some(AuthData::Password(auth)), false).await.unwrap();
    }

    /// Waits until `user` is not in that room any more.
    pub async fn sees_leave(&self, room: &RoomId, user: &UserId) {
        self.sees("them leave", |seen| {
            let whose = seen.room == room && seen.event["state_key"] == user.as_str();
            whose && seen.kind == "m.room.member" && seen.content["membership"] == "leave"
        })
        .await;
    }

    /// Waits for the first event that `fits`, of all they have ever seen.
    pub async fn sees(&self, what: &str, fits: impl Fn(&Seen) -> bool) -> Seen {
        self.until(what, || self.seen().into_iter().find(|seen| fits(seen))).await
    }

    /// Waits for a message in `room` by `from` whose plain text has `part` in it.
    pub async fn hears(&self, room: &RoomId, from: &UserId, part: &str) -> Seen {
        self.sees(&format!("a message with {part:?}"), |seen| {
            seen.room == room && seen.sender == from && seen.body().contains(part)
        })
        .await
    }

    /// Everything that they have seen so far, in order.
    pub fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }

    /// Waits until their client has seen everything that is on the homeserver now. For saying that something did *not* come.
    pub async fn catches_up(&self) {
        let room = self.aside.get_or_init(async || self.client.create_room(NewRoom::new()).await.unwrap()).await;
        let mark = room.send_raw("org.betwixt.mark", json!({})).await.unwrap().response.event_id;
        self.sees("their own mark", |seen| seen.id == mark).await;
    }

    /// Waits until `look` finds something.
    pub async fn until<T>(&self, what: &str, look: impl Fn() -> Option<T>) -> T {
        let deadline = tokio::time::Instant::now() + PATIENCE;
        let mut beats = self.beats.clone();
        loop {
            if let Some(found) = look() {
                return found;
            }
            self.next_beat(&mut beats, deadline, what).await;
        }
    }

    async fn next_beat(&self, beats: &mut watch::Receiver<u64>, deadline: tokio::time::Instant, what: &str) {
        let waited = tokio::time::timeout_at(deadline, beats.changed()).await;
        let Ok(Ok(())) = waited else {
            let last: Vec<_> = self.seen().iter().rev().take(10).map(|seen| seen.event.to_string()).collect();
            panic!("{} waited in vain for {what}; last seen: {last:#?}", self.account.name);
        };
    }
}

impl Drop for Person {
    fn drop(&mut self) {
        self.listening.abort();
    }
}

/// Syncs for ever; a homeserver that is gone is tried again.
async fn listen(client: Client, seen: Arc<Mutex<Vec<Seen>>>, beat: watch::Sender<u64>) {
    let mut token = SyncToken::NoToken;
    let mut locked: Vec<(Room, TimelineEvent)> = Vec::new();
    loop {
        let settings = SyncSettings::new().timeout(Duration::from_secs(10)).token(token.clone());
        let Ok(response) = client.sync_once(settings).await else {
            tokio::time::sleep(Duration::from_millis(100)).await;
            continue;
        };
        // What is known of a sender, or a key, may come after the message: a client shows it then.
        let mut opened = Vec::new();
        for (room, event) in std::mem::take(&mut locked) {
            match room.decrypt_event(event.raw().cast_ref_unchecked(), None).await {
                Ok(open) if !open.kind.is_utd() => opened.extend(Seen::of(room.room_id(), &open)),
                Ok(_) | Err(_) => locked.push((room, event)),
            }
        }
        for (id, update) in &response.rooms.joined {
            let room = client.get_room(id).unwrap();
            let events = update.timeline.events.iter().filter(|event| event.kind.is_utd());
            locked.extend(events.map(|event| (room.clone(), event.clone())));
        }
        {
            let mut seen = seen.lock().unwrap();
            seen.extend(opened);
            for (room, update) in &response.rooms.joined {
                seen.extend(update.timeline.events.iter().filter_map(|event| Seen::of(room, event)));
            }
            for (room, update) in &response.rooms.left {
                seen.extend(update.timeline.events.iter().filter_map(|event| Seen::of(room, event)));
            }
        }
        token = SyncToken::Specific(response.next_batch);
        beat.send_modify(|count| *count += 1);
    }
}

/// The harness itself: two people in an encrypted room, one of them strict.
#[tokio::test]
async fn two_people_talk_in_an_encrypted_room() {
    let (ana, ben) = (Person::new("ana").await, Person::strict("ben").await);
    let room = ana.makes_room(&[&ben.user()]).await;
    let bens = ben.accepts(&ana.user()).await;
    ana.meets(&room, &ben.user()).await;
    assert!(bens.latest_encryption_state().await.unwrap().is_encrypted());

    let said = ana.says(room.room_id(), "good morning").await;
    let heard = ben.hears(room.room_id(), &ana.user(), "good morning").await;
    assert_eq!(heard.id, said);
    assert!(heard.shield.is_some(), "it came in clear");

    ben.reacts(room.room_id(), &heard.id, "🌞").await;
    ana.sees("the reaction", |seen| seen.kind == "m.reaction" && seen.sender == ben.user()).await;
    let reply = ben.replies(room.room_id(), &said, "to you too").await;
    assert_eq!(ana.hears(room.room_id(), &ben.user(), "to you too").await.id, reply);
    ana.edits(room.room_id(), &said, "good evening").await;
    ben.hears(room.room_id(), &ana.user(), "good evening").await;
    ana.redacts(room.room_id(), &said).await;
    ben.sees("the redaction", |seen| seen.kind == "m.room.redaction").await;

    ana.sets(room.room_id(), "m.room.topic", json!({"topic": "ours"})).await;
    ben.catches_up().await;
    assert!(ben.seen().iter().any(|seen| seen.kind == "m.room.topic" && seen.content["topic"] == "ours"));
    let members = ben.client().get_room(room.room_id()).unwrap().members(RoomMemberships::JOIN).await.unwrap();
    assert_eq!(members.len(), 2);
}

/// A strict person does not read an unsigned device: so a test that uses one shows something.
#[tokio::test]
async fn a_strict_person_reads_no_unsigned_device() {
    let ben = Person::strict("ben").await;
    let account = server::register(&server::shared(), "unsigned").await;
    let store = tempfile::tempdir().unwrap();
    let unsigned =
        Client::builder().homeserver_url(&account.url).sqlite_store(store.path(), None).build().await.unwrap();
    unsigned.matrix_auth().login_username(&account.name, &account.password).send().await.unwrap();
    let room = ben.makes_room(&[unsigned.user_id().unwrap()]).await;
    unsigned.join_room_by_id(room.room_id()).await.unwrap();
    unsigned.sync_once(SyncSettings::new()).await.unwrap();
    ben.meets(&room, unsigned.user_id().unwrap()).await;
    let theirs = unsigned.get_room(room.room_id()).unwrap();
    let content = json!({"msgtype": "m.text", "body": "can you read this", "m.mentions": {}});
    let sent = theirs.send_raw("m.room.message", content).await.unwrap().response.event_id;
    let seen = ben.sees("their message", |seen| seen.id == sent).await;
    assert_eq!(seen.kind, "m.room.encrypted", "it could be read");
}
