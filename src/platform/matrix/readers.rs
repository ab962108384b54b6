//! Who can read a room, as the homeserver says at this moment.

use std::collections::BTreeSet;

use matrix_sdk::ruma::api::client::state::get_state_events::v3::Request as StateRequest;
use matrix_sdk::ruma::{OwnedUserId, RoomId};
use serde_json::Value;

use super::{Connected, errors, refs};
use crate::engine::input::{Readers, Refusal};
use crate::ids::{PlaceRef, UserRef};
use crate::platform::DeliveryError;

/// Looks who can read the place besides the two and this bot. Asks the homeserver anew: what the client knows may be a moment old.
pub(super) async fn readers(
    connected: &Connected,
    place: &PlaceRef,
    partners: &[UserRef],
) -> Result<Readers, DeliveryError> {
    let room = refs::parse_place(place).ok_or(DeliveryError::Never(Refusal::Broken))?;
    let state = state(connected, &room).await?;
    // Whoever was put out may still look at how the room was then.
    let own = |event: &Value| event["type"] == "m.room.member" && event["state_key"] == connected.user.as_str();
    if !state.iter().any(|event| own(event) && event["content"]["membership"] == "join") {
        return Err(DeliveryError::Never(Refusal::PlaceGone));
    }
    let mut known: BTreeSet<OwnedUserId> = partners.iter().filter_map(refs::parse_user).collect();
    known.insert(connected.user.clone());
    Ok(of_state(&state, &known))
}

async fn state(connected: &Connected, room: &RoomId) -> Result<Vec<Value>, DeliveryError> {
    let answer = connected.session.client.send(StateRequest::new(room.to_owned())).await;
    let answer = answer.map_err(|error| match errors::of_http(&error) {
        // Nothing was sent, so there is nothing to be unsure of; and whoever may not look is not in the room.
        DeliveryError::Unsure => DeliveryError::Later { after: None },
        DeliveryError::Never(Refusal::Forbidden) => DeliveryError::Never(Refusal::PlaceGone),
        other @ (DeliveryError::Later { .. } | DeliveryError::Never(_)) => other,
    })?;
    let events = answer.room_state.iter().map(|event| event.deserialize_as_unchecked::<Value>());
    events.collect::<Result<_, _>>().map_err(|_| DeliveryError::Later { after: None })
}

/// What a room's whole state says about who can read it, besides those in `known`. Pure.
pub(super) fn of_state(state: &[Value], known: &BTreeSet<OwnedUserId>) -> Readers {
    let content = |kind: &str| {
        state.iter().find(|event| event["type"] == kind && event["state_key"] == "").map(|event| &event["content"])
    };
    let said = |kind: &str, field: &str| content(kind).and_then(|content| content[field].as_str()).unwrap_or_default();
    let others = state.iter().filter(|event| match event["type"].as_str() {
        Some("m.room.member") => {
            let member = event["state_key"].as_str().unwrap_or_default();
            let reads = matches!(event["content"]["membership"].as_str(), Some("join" | "invite"));
            reads && !known.iter().any(|user| user.as_str() == member)
        }
        // Somebody was invited by an address, and is nobody yet; a withdrawn one is empty.
        Some("m.room.third_party_invite") => event["content"]["display_name"].is_string(),
        Some(_) | None => false,
    });
    // Who may join without being asked in reads along sooner or later; a knock must be answered first.
    let open = matches!(said("m.room.join_rules", "join_rule"), "public" | "restricted" | "knock_restricted");
    Readers {
        others: Some(u32::try_from(others.count()).unwrap_or(u32::MAX)),
        unsure_of: None,
        public: open || said("m.room.history_visibility", "history_visibility") == "world_readable",
        unencrypted: said("m.room.encryption", "algorithm").is_empty(),
    }
}

#[cfg(test)]
mod tests {
    use matrix_sdk::ruma::user_id;
    use serde_json::json;

    use super::*;

    fn event(kind: &str, key: &str, content: Value) -> Value {
        json!({ "type": kind, "state_key": key, "content": content })
    }

    fn private() -> Vec<Value> {
        vec![
            event("m.room.member", "@ana:example.org", json!({ "membership": "join" })),
            event("m.room.member", "@ben:example.org", json!({ "membership": "invite" })),
            event("m.room.member", "@bot:example.org", json!({ "membership": "join" })),
            event("m.room.member", "@eve:example.org", json!({ "membership": "leave" })),
            event("m.room.join_rules", "", json!({ "join_rule": "invite" })),
            event("m.room.history_visibility", "", json!({ "history_visibility": "shared" })),
            event("m.room.encryption", "", json!({ "algorithm": "m.megolm.v1.aes-sha2" })),
        ]
    }

    fn readers(change: impl Fn(&mut Vec<Value>)) -> Readers {
        let users = [user_id!("@ana:example.org"), user_id!("@ben:example.org"), user_id!("@bot:example.org")];
        let mut state = private();
        change(&mut state);
        of_state(&state, &users.iter().map(|user| (*user).to_owned()).collect())
    }

    #[test]
    fn a_private_encrypted_room_has_no_other_readers() {
        let expected = Readers { others: Some(0), unsure_of: None, public: false, unencrypted: false };
        assert_eq!(readers(|_| {}), expected);
    }

    #[test]
    fn a_third_counts_joined_or_invited_by_whatever_way() {
        let member = |membership: &str| event("m.room.member", "@eve:example.org", json!({ "membership": membership }));
        assert_eq!(readers(|state| state[3] = member("join")).others, Some(1));
        assert_eq!(readers(|state| state[3] = member("invite")).others, Some(1));
        assert_eq!(readers(|state| state[3] = member("knock")).others, Some(0));
        let by_address = |content| event("m.room.third_party_invite", "x", content);
        assert_eq!(readers(|state| state.push(by_address(json!({ "display_name": "e…" })))).others, Some(1));
        assert_eq!(readers(|state| state.push(by_address(json!({})))).others, Some(0));
    }

    #[test]
    fn an_open_door_and_an_open_history_are_public() {
        let rule =
            |rule: &str| readers(|state| state[4] = event("m.room.join_rules", "", json!({ "join_rule": rule })));
        assert!(rule("public").public && rule("restricted").public && rule("knock_restricted").public);
        assert!(!rule("knock").public && !rule("private").public);
        let history = json!({ "history_visibility": "world_readable" });
        assert!(readers(|state| state[5] = event("m.room.history_visibility", "", history.clone())).public);
    }

    #[test]
    fn a_room_without_encryption_is_told() {
        assert!(
            readers(|state| {
                state.pop();
            })
            .unencrypted
        );
    }
}
