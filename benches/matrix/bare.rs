//! The floor: the least that an encrypted bot on this library does. It joins where it is invited, reacts to every command at once, answers
//! `!help` with a word, and keeps nothing but its device.

use std::path::Path;
use std::time::Duration;

use matrix_sdk::Client;
use matrix_sdk::config::{SyncSettings, SyncToken};
use matrix_sdk::encryption::EncryptionSettings;
use matrix_sdk::ruma::OwnedEventId;
use serde_json::{Value, json};

/// The argument by which this program, started again, is that bot.
pub const CHILD: &str = "--bare-bot";

/// Runs it until it is killed.
pub fn child() {
    let words: Vec<String> = std::env::args().skip(2).collect();
    let [url, name, password, folder] = words.as_slice() else { panic!("four words") };
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(live(url, name, password, Path::new(folder)));
}

async fn live(url: &str, name: &str, password: &str, folder: &Path) {
    let encryption = EncryptionSettings { auto_enable_cross_signing: true, ..Default::default() };
    let client = Client::builder()
        .homeserver_url(url)
        .sqlite_store(folder, None)
        .with_encryption_settings(encryption)
        .build()
        .await
        .expect("a client");
    let kept = folder.join("session.json");
    match std::fs::read(&kept) {
        Ok(session) => {
            let session: matrix_sdk::authentication::matrix::MatrixSession =
                serde_json::from_slice(&session).expect("a session");
            client.restore_session(session).await.expect("it is restored");
        }
        Err(_) => {
            client.matrix_auth().login_username(name, password).send().await.expect("a login");
            let session = client.matrix_auth().session().expect("a session");
            std::fs::write(&kept, serde_json::to_vec(&session).expect("JSON")).expect("it is kept");
            client.encryption().wait_for_e2ee_initialization_tasks().await;
        }
    }
    let mut token = SyncToken::ReusePrevious;
    loop {
        let settings = SyncSettings::new().timeout(Duration::from_secs(10)).token(token.clone());
        let response = client.sync_once(settings).await.expect("the homeserver answers");
        for room in response.rooms.invited.keys() {
            client.join_room_by_id(room).await.expect("it joins");
        }
        for (room, update) in &response.rooms.joined {
            for event in &update.timeline.events {
                let value: Value = event.raw().deserialize_as_unchecked().expect("JSON");
                let body = value["content"]["body"].as_str().unwrap_or_default();
                if let Some(id) = event.event_id().filter(|_| body.starts_with('!')) {
                    answer(&client, room, id, body).await;
                }
            }
        }
        token = SyncToken::Specific(response.next_batch);
    }
}

async fn answer(client: &Client, room: &matrix_sdk::ruma::RoomId, id: OwnedEventId, body: &str) {
    let room = client.get_room(room).expect("it is in there");
    let (kind, content) = if body.starts_with("!help") {
        ("m.room.message", json!({"msgtype": "m.text", "body": "This is help.", "m.mentions": {}}))
    } else {
        let relation = json!({"rel_type": "m.annotation", "event_id": id, "key": "✅"});
        ("m.reaction", json!({"m.relates_to": relation}))
    };
    room.send_raw(kind, content).await.expect("it is taken");
}
