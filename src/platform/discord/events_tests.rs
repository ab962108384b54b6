use serde_json::{Value, json};

use super::*;
use crate::ids::SentRef;

const BOT: u64 = 9;

fn own() -> Own {
    Own::new(UserId::new(BOT))
}

fn user(id: u64, name: &str) -> Value {
    json!({ "id": id.to_string(), "username": name, "global_name": null, "discriminator": "0", "avatar": null, "bot": id == BOT })
}

/// A message of Ana's as the gateway tells of it, with `more` in it.
fn message(more: Value) -> Value {
    let mut message = json!({
        "id": "31", "channel_id": "21", "guild_id": "11", "author": user(7, "ana"), "content": "", "type": 0,
        "timestamp": "2026-03-27T19:30:00Z", "edited_timestamp": null, "tts": false, "mention_everyone": false,
        "mentions": [], "mention_roles": [], "attachments": [], "embeds": [], "pinned": false,
    });
    for (name, value) in more.as_object().unwrap() {
        message[name] = value.clone();
    }
    message
}

/// That it replies to a message of that author.
fn reply_to(author: u64, more: Value) -> Value {
    let mut reply = message(more);
    reply["type"] = json!(19);
    reply["message_reference"] = json!({ "message_id": "30", "channel_id": "21", "guild_id": "11" });
    reply["referenced_message"] = message(json!({ "id": "30", "author": user(author, "x") }));
    reply
}

fn heard(message: Value) -> Option<Envelope> {
    of_message(&serde_json::from_value(message).unwrap(), &own())
}

fn words(envelope: Option<Envelope>) -> Option<(String, Option<String>)> {
    let Happening::Words { text, reply_to } = envelope?.what else { panic!("words") };
    Some((text.as_str().to_owned(), reply_to.map(|sent| sent.0)))
}

#[test]
fn a_reply_that_mentions_the_bot_is_words() {
    let bot = user(BOT, "betwixt");
    let found = heard(reply_to(BOT, json!({ "content": "the sea", "mentions": [bot] }))).unwrap();
    assert_eq!(found.key.0, "discord/m/21/31");
    assert_eq!(found.account.0, "discord:9");
    assert_eq!(found.place.as_ref().unwrap().id, "11/21");
    assert_eq!(found.venue, Venue::Place);
    assert_eq!(found.from.as_ref().unwrap().name, "ana");
    assert_eq!(words(Some(found)), Some(("the sea".to_owned(), Some("21/30".to_owned()))));
    // A picture alone, with the mention: words, though none are in it.
    let blank = heard(reply_to(BOT, json!({ "mentions": [bot] })));
    assert_eq!(words(blank), Some((String::new(), Some("21/30".to_owned()))));
}

#[test]
fn a_reply_without_the_mention_is_seen_and_not_read() {
    let found = heard(reply_to(BOT, json!({}))).unwrap();
    assert!(matches!(found.what, Happening::Unread { reply_to: SentRef(sent) } if sent == "21/30"));
}

#[test]
fn talk_of_others_is_left_alone() {
    let bot = user(BOT, "betwixt");
    for other in [
        message(json!({ "content": "hello" })),
        message(json!({ "content": "did you see what <@9> asked", "mentions": [bot] })),
        reply_to(8, json!({ "content": "hello <@9>", "mentions": [bot] })),
        reply_to(8, json!({})),
        message(json!({ "author": bot, "content": "<@9> x" })),
        message(
            json!({ "author": { "id": "5", "username": "b", "discriminator": "0", "bot": true }, "content": "<@9> x" }),
        ),
        message(json!({ "webhook_id": "4", "content": "<@9> x" })),
        message(json!({ "type": 6, "content": "<@9> x" })),
    ] {
        assert!(heard(other.clone()).is_none(), "{other}");
    }
}

#[test]
fn what_is_addressed_to_the_bot_is_heard() {
    let bot = user(BOT, "betwixt");
    let addressed = heard(message(json!({ "content": " <@9> the sea", "mentions": [bot] })));
    assert_eq!(words(addressed), Some(("the sea".to_owned(), None)));
    let direct = heard(message(json!({ "content": "the sea", "guild_id": null }))).unwrap();
    assert_eq!((direct.venue, &direct.place), (Venue::Private, &None));
    assert_eq!(words(Some(direct)), Some(("the sea".to_owned(), None)));
}

#[test]
fn mentions_and_pictures_read_as_they_look() {
    let text = "<@!8> waves <:wave:123> <a:hop_1:4> <3 <:x> <@5>";
    let direct = heard(message(json!({ "content": text, "guild_id": null, "mentions": [user(8, "ben")] })));
    assert_eq!(words(direct).unwrap().0, "@ben waves :wave: :hop_1: <3 <:x> <@5>");
}

#[test]
fn a_nick_is_how_somebody_goes_by() {
    let nick = json!({ "content": "<@9> x", "member": { "nick": "Anna", "roles": [], "deaf": false, "mute": false, "joined_at": null } });
    assert_eq!(heard(message(nick)).unwrap().from.unwrap().name, "Anna");
}

#[test]
fn an_edit_is_one_only_where_it_can_be_read() {
    let edit = |more: Value| {
        let changed: MessageUpdateEvent = serde_json::from_value(message(more)).unwrap();
        of_edit(&changed, &own())
    };
    let at = "2026-03-27T19:31:00.250Z";
    let found =
        edit(json!({ "content": "the lake", "edited_timestamp": at, "mentions": [user(BOT, "betwixt")] })).unwrap();
    assert_eq!(found.key.0, "discord/e/31/1774639860250");
    let Happening::Edit { original, text } = found.what else { panic!("an edit") };
    assert_eq!((original.0.as_str(), text.as_str()), ("discord/m/21/31", "the lake"));
    assert!(edit(json!({ "content": "", "edited_timestamp": at })).is_none(), "not to be read");
    assert!(edit(json!({ "content": "the lake" })).is_none(), "nobody's edit");
    let by_bot = json!({ "content": "the lake", "edited_timestamp": at, "author": user(BOT, "betwixt") });
    assert!(edit(by_bot).is_none(), "our own");
}

#[test]
fn a_deletion_is_nobodys() {
    let deleted: MessageDeleteEvent =
        serde_json::from_value(json!({ "id": "31", "channel_id": "21", "guild_id": "11" })).unwrap();
    let found = of_deletion(&deleted, &own());
    assert_eq!((found.key.0.as_str(), found.from), ("discord/d/31", None));
    assert!(matches!(found.what, Happening::Delete { original } if original.0 == "discord/m/21/31"));
}
