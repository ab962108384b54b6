//! Events of the gateway as nobody would send them: wrong types, things missing, kinds that do not exist, huge texts, ids of somebody
//! else's. Nothing panics, and nothing is understood that was not there.

use std::sync::LazyLock;

use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Value, json};
use serenity::model::event::{Event, GatewayEvent};
use serenity::model::id::UserId;

use super::events::{self, Own};
use super::orderly::Line;
use super::places::Servers;
use super::step::{self, Step, Table};
use crate::catalog::Catalog;
use crate::platform::Envelope;
use crate::voice::Voice;

static VOICE: LazyLock<Voice> = LazyLock::new(|| Voice::builtin().unwrap());
static CATALOG: LazyLock<Catalog> = LazyLock::new(|| Catalog::builtin().unwrap());

/// The bot's own user.
const BOT: u64 = 9;

fn user(id: u64, name: &str) -> Value {
    json!({ "id": id.to_string(), "username": name, "global_name": "Ana", "discriminator": "0", "avatar": null, "bot": id == BOT })
}

fn message() -> Value {
    json!({
        "id": "31", "channel_id": "21", "guild_id": "11", "author": user(7, "ana"), "content": "<@9> hello <:wave:123> <@8>", "type": 19,
        "timestamp": "2026-03-27T19:30:00Z", "edited_timestamp": "2026-03-27T19:31:00Z", "tts": false, "mention_everyone": false,
        "mentions": [user(BOT, "betwixt"), user(8, "ben")], "mention_roles": [], "attachments": [], "embeds": [], "pinned": false,
        "message_reference": { "message_id": "30", "channel_id": "21", "guild_id": "11" },
        "referenced_message": {
            "id": "30", "channel_id": "21", "author": user(BOT, "betwixt"), "content": "", "type": 0, "timestamp": "2026-03-27T19:30:00Z",
            "edited_timestamp": null, "tts": false, "mention_everyone": false, "mentions": [], "mention_roles": [], "attachments": [],
            "embeds": [], "pinned": false,
        },
    })
}

fn interaction(kind: u8, data: Value) -> Value {
    json!({
        "id": "99", "application_id": "9", "type": kind, "data": data, "guild_id": "11", "channel_id": "21", "message": message(),
        "channel": { "id": "21", "type": 0, "name": "us", "permissions": "0" },
        "member": {
            "user": user(7, "ana"), "roles": [], "deaf": false, "mute": false, "joined_at": null, "permissions": "0", "flags": 0,
            "pending": false, "avatar": null, "premium_since": null, "communication_disabled_until": null, "nick": "Ana",
        },
        "token": "hush", "version": 1, "app_permissions": "117760", "locale": "en-GB", "guild_locale": "en-US", "entitlements": [],
        "authorizing_integration_owners": {}, "context": 0, "attachment_size_limit": 10_000_000,
    })
}

/// What Discord could send, by kind.
fn sound() -> Vec<(&'static str, Value)> {
    let resolved = json!({ "users": { "8": user(8, "ben"), "9": user(BOT, "betwixt") }, "members": {} });
    let command = |name: &str, options: Value| json!({ "id": "1", "name": name, "type": 1, "options": options, "resolved": resolved });
    let rows = json!([{ "type": 1, "components": [{ "type": 4, "custom_id": "words", "value": "the sea" }] }]);
    let channel =
        json!({ "id": "21", "guild_id": "11", "type": 0, "name": "us", "position": 0, "permission_overwrites": [] });
    vec![
        (
            "INTERACTION_CREATE",
            interaction(
                2,
                command(
                    "setup",
                    json!([
                        { "name": "partner", "type": 6, "value": "8" }, { "name": "zone", "type": 3, "value": "Europe/Paris" },
                    ]),
                ),
            ),
        ),
        (
            "INTERACTION_CREATE",
            interaction(2, command("checkin", json!([{ "name": "capacity", "type": 4, "value": 3 }]))),
        ),
        (
            "INTERACTION_CREATE",
            interaction(
                4,
                command(
                    "settings",
                    json!([
                        { "name": "setting", "type": 3, "value": "gratitude" }, { "name": "value", "type": 3, "value": "ev", "focused": true },
                    ]),
                ),
            ),
        ),
        (
            "INTERACTION_CREATE",
            interaction(3, json!({ "custom_id": "b:answer/7/words~abcdefghijkl", "component_type": 2 })),
        ),
        ("INTERACTION_CREATE", interaction(3, json!({ "custom_id": "b:withdraw/3", "component_type": 2 }))),
        (
            "INTERACTION_CREATE",
            interaction(
                3,
                json!({ "custom_id": "p:3ab:t:b:answer/7/check-in", "component_type": 3, "values": ["work"] }),
            ),
        ),
        ("INTERACTION_CREATE", interaction(5, json!({ "custom_id": "m:b:answer/7/words", "components": rows }))),
        ("INTERACTION_CREATE", interaction(5, json!({ "custom_id": "m:p:3--:s:c:checkin", "components": rows }))),
        ("MESSAGE_CREATE", message()),
        ("MESSAGE_UPDATE", message()),
        ("MESSAGE_DELETE", json!({ "id": "31", "channel_id": "21", "guild_id": "11" })),
        ("CHANNEL_UPDATE", channel.clone()),
        ("CHANNEL_DELETE", channel),
        ("GUILD_DELETE", json!({ "id": "11", "unavailable": false })),
        ("GUILD_ROLE_DELETE", json!({ "guild_id": "11", "role_id": "6" })),
        ("THREAD_MEMBERS_UPDATE", json!({ "id": "21", "guild_id": "11", "member_count": 3 })),
    ]
}

/// What stands in the place of something.
fn odd() -> impl Strategy<Value = Value> {
    let text = prop_oneof![
        any::<String>(),
        prop::sample::select(vec![
            "",
            "0",
            "-1",
            "18446744073709551616",
            "7",
            "8",
            "b:",
            "b:agree",
            "b:answer/4294967296/words",
            "b:answer/7",
            "b:heard/1/maybe",
            "b:fill/",
            "b:fill/\u{202E}",
            "m:",
            "m:m:b:agree",
            "m:b:forget-all",
            "p:",
            "p:---:s:c:leave",
            "p:999:l9:b:agree",
            "p:3ab:t:p:3ab:t:c:x",
            "c:privacy",
            "b:withdraw/3~",
            "b:agree/../withdraw/3",
            "é\u{0}",
            "2026-13-45T99:99:99Z",
        ])
        .prop_map(str::to_owned),
        Just("x".repeat(100_000)),
        Just("<@9>".repeat(10_000)),
        Just("<".repeat(50_000)),
        (any::<u32>(), any::<u32>()).prop_map(|(a, b)| format!("b:answer/{a}/{b}")),
    ];
    let value = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        Just(json!(u64::MAX)),
        Just(json!(1e300)),
        Just(json!([])),
        Just(json!({})),
        Just(json!([[[[[[]]]]]])),
        Just(json!([null, 1, "x", {}])),
        (0_u8..20).prop_map(Value::from),
    ];
    prop_oneof![text.prop_map(Value::from), value]
}

/// Every place in it, as JSON pointers have it.
fn places(value: &Value, here: &str, found: &mut Vec<String>) {
    let inside: Vec<(String, &Value)> = match value {
        Value::Array(items) => items.iter().enumerate().map(|(index, inside)| (index.to_string(), inside)).collect(),
        Value::Object(items) => items.iter().map(|(name, inside)| (name.clone(), inside)).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Vec::new(),
    };
    for (name, inside) in inside {
        let place = format!("{here}/{name}");
        places(inside, &place, found);
        found.push(place);
    }
}

/// Puts something else into that place; `None` takes it away.
fn put(value: &mut Value, place: &str, odd: Option<Value>) {
    match odd {
        Some(odd) => *value.pointer_mut(place).unwrap() = odd,
        None => {
            let (around, name) = place.rsplit_once('/').unwrap();
            match value.pointer_mut(around).unwrap() {
                Value::Object(items) => drop(items.remove(name)),
                Value::Array(items) => drop(items.pop()),
                Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
            }
        }
    }
}

/// An id as serenity reads it.
fn id(value: &Value) -> Option<String> {
    let number = value.as_u64().or_else(|| value.as_str()?.parse().ok())?;
    Some(number.to_string())
}

/// What is handed in is from whoever did it, from where they did it, and by the event's own id.
fn is_theirs(kind: &str, data: &Value, envelope: &Envelope) {
    let who = [&data["member"]["user"]["id"], &data["user"]["id"], &data["author"]["id"]];
    if let Some(person) = &envelope.from {
        let known = who.iter().any(|who| id(who).as_ref() == Some(&person.user.id));
        assert!(known, "{kind}: from {}", person.user.id);
    } else {
        assert_eq!(kind, "MESSAGE_DELETE");
    }
    if let Some(place) = &envelope.place {
        let there = format!("{}/{}", id(&data["guild_id"]).unwrap(), id(&data["channel_id"]).unwrap());
        assert_eq!(place.id, there, "{kind}");
    }
    assert!(envelope.key.0.contains(&id(&data["id"]).unwrap()), "{kind}: {}", envelope.key);
}

/// What the adapter answers by itself keeps to Discord's limits.
fn fits(response: &Value) {
    assert!(response.to_string().len() < 40_000, "{} bytes", response.to_string().len());
    let mut waiting = vec![response];
    while let Some(value) = waiting.pop() {
        if let Some(id) = value.get("custom_id").and_then(Value::as_str) {
            assert!(id.chars().count() <= 100, "{id}");
        }
        if let Some(choices) = value.get("choices").and_then(Value::as_array) {
            assert!(choices.len() <= 25);
        }
        match value {
            Value::Array(items) => waiting.extend(items),
            Value::Object(items) => waiting.extend(items.values()),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
}

/// Everything that the adapter does with an event before anything is kept or sent. Whether the event could be read.
fn hear(kind: &str, data: &Value) -> bool {
    let text = json!({ "op": 0, "s": 1, "t": kind, "d": data }).to_string();
    let event = match serde_json::from_str(&text) {
        Ok(GatewayEvent::Dispatch(_, event)) => event,
        Ok(_) | Err(_) => return false,
    };
    let own = Own::new(UserId::new(BOT));
    let now = "2026-03-27T19:31:00Z".parse().unwrap();
    let table = Table { own: &own, voice: &VOICE, catalog: &CATALOG, now };
    let _ = (Servers::default().hear(&event, own.bot), Line::of(&event));
    if let Event::InteractionCreate(event) = &event {
        match step::step(&event.interaction, &table) {
            Step::Respond(response) => fits(&response),
            Step::HandIn(envelope, reply) => {
                is_theirs(kind, data, &envelope);
                assert!(!format!("{envelope:?} {reply:?}").contains("hush"), "a token is shown");
            }
            Step::Stale | Step::Nothing => {}
        }
    }
    if let Some(envelope) = events::of(&event, &own) {
        is_theirs(kind, data, &envelope);
    }
    !matches!(event, Event::Unknown(_))
}

#[test]
fn what_discord_sends_is_read() {
    for (kind, data) in sound() {
        assert!(hear(kind, &data), "{kind} {data}");
    }
}

/// The library makes somebody up where nobody is named.
#[test]
fn what_nobody_did_is_nobodys() {
    for (kind, mut data) in sound() {
        if data.as_object_mut().unwrap().remove("member").is_none() {
            continue;
        }
        let text = json!({ "op": 0, "s": 1, "t": kind, "d": data }).to_string();
        let Ok(GatewayEvent::Dispatch(_, Event::InteractionCreate(event))) = serde_json::from_str(&text) else {
            panic!("it could be read once");
        };
        assert!(step::head(&event.interaction).is_none(), "{data}");
    }
}

/// How many: a few in a run of all tests, more where `BETWIXT_PROOF=long` asks for it.
fn cases() -> u32 {
    if std::env::var_os("BETWIXT_PROOF").is_some_and(|form| form == "long") { 100_000 } else { 2_000 }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), ..ProptestConfig::default() })]

    #[test]
    fn whatever_stands_in_an_event_nothing_panics_and_nobody_is_taken_for_another(
        which in any::<Index>(),
        changes in proptest::collection::vec((any::<Index>(), proptest::option::weighted(0.8, odd())), 0..5),
    ) {
        let sound = sound();
        let (kind, mut data) = sound[which.index(sound.len())].clone();
        for (at, odd) in changes {
            let mut found = Vec::new();
            places(&data, "", &mut found);
            if !found.is_empty() {
                put(&mut data, &found[at.index(found.len())], odd);
            }
        }
        hear(kind, &data);
    }

    /// Where everything is as it should be but for the ids and texts that people and messages bring along.
    #[test]
    fn whatever_an_id_says_nobody_is_taken_for_another(which in any::<Index>(), id in odd(), text in odd()) {
        let sound = sound();
        let (kind, mut data) = sound[which.index(sound.len())].clone();
        data["data"]["custom_id"] = id;
        data["content"] = text.clone();
        for place in ["/data/components/0/components/0/value", "/data/options/0/value", "/data/options/1/value", "/data/values/0", "/member/nick"] {
            if let Some(inside) = data.pointer_mut(place) {
                *inside = text.clone();
            }
        }
        hear(kind, &data);
    }
}
