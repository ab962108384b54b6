use serde_json::json;

use super::*;
use crate::command::FormKind;
use crate::engine::button::Button;
use crate::ids::{EntryId, RoundId};

const EVERYTHING: u64 = 1 << 10 | 1 << 11 | 1 << 14 | 1 << 15 | 1 << 16 | 1 << 6;

/// An interaction of Ana's in her server, with `more` in it.
fn interaction(kind: u8, data: Json, more: Json) -> Interaction {
    let user = json!({ "id": "7", "username": "ana", "global_name": "Ana", "discriminator": "0", "avatar": null });
    let mut made = json!({
        "id": "99", "application_id": "9", "type": kind, "data": data, "guild_id": "11", "channel_id": "21",
        "channel": { "id": "21", "type": 0, "name": "us", "permissions": "0" },
        "member": {
            "user": user, "roles": [], "deaf": false, "mute": false, "joined_at": null, "permissions": "0", "flags": 0, "pending": false,
            "avatar": null, "premium_since": null, "communication_disabled_until": null,
        },
        "token": "hush", "version": 1, "app_permissions": EVERYTHING.to_string(), "locale": "en-GB", "guild_locale": "en-US",
        "entitlements": [], "authorizing_integration_owners": {}, "context": 0, "attachment_size_limit": 10_000_000,
    });
    for (name, value) in more.as_object().unwrap() {
        made[name] = value.clone();
    }
    if more.get("guild_id") == Some(&Json::Null) {
        made["user"] = user;
        made.as_object_mut().unwrap().remove("member");
    }
    serde_json::from_value(made).unwrap()
}

fn command(name: &str, options: Json) -> Interaction {
    let ben = json!({ "id": "8", "username": "ben", "discriminator": "0", "avatar": null });
    let bot = json!({ "id": "6", "username": "robot", "discriminator": "0", "avatar": null, "bot": true });
    let data = json!({ "id": "1", "name": name, "type": 1, "options": options, "resolved": { "users": { "8": ben, "6": bot } } });
    interaction(2, data, json!({}))
}

fn option(name: &str, kind: u8, value: Json) -> Json {
    json!({ "name": name, "type": kind, "value": value })
}

fn press(id: &str) -> Interaction {
    let message = json!({
        "id": "31", "channel_id": "21", "author": { "id": "9", "username": "b", "discriminator": "0", "avatar": null }, "content": "",
        "timestamp": "2026-03-27T19:30:00Z", "edited_timestamp": null, "tts": false, "mention_everyone": false, "mentions": [],
        "mention_roles": [], "attachments": [], "embeds": [], "pinned": false, "type": 0,
    });
    interaction(3, json!({ "custom_id": id, "component_type": 2 }), json!({ "message": message }))
}

fn filled(id: &str, fields: &[(&str, &str)]) -> Interaction {
    let rows: Vec<Json> = fields
        .iter()
        .map(|(name, value)| json!({ "type": 1, "components": [{ "type": 4, "custom_id": name, "value": value }] }))
        .collect();
    interaction(5, json!({ "custom_id": id, "components": rows }), json!({}))
}

fn done(interaction: &Interaction) -> Step {
    let (voice, catalog) = (Voice::builtin().unwrap(), Catalog::builtin().unwrap());
    let own = Own::new(serenity::model::id::UserId::new(9));
    let now = "2026-03-27T19:31:00Z".parse().unwrap();
    step(interaction, &Table { own: &own, voice: &voice, catalog: &catalog, now })
}

fn response(interaction: &Interaction) -> Json {
    let Step::Respond(response) = done(interaction) else { panic!("a response") };
    response
}

fn handed_in(interaction: &Interaction) -> (Envelope, Reply) {
    let Step::HandIn(envelope, reply) = done(interaction) else { panic!("something for the hub") };
    (*envelope, reply)
}

fn asked(interaction: &Interaction) -> Ask {
    let Happening::Command(ask) = handed_in(interaction).0.what else { panic!("a command") };
    ask
}

fn pressed_button(interaction: &Interaction) -> (Button, Fields, ReplyKind) {
    let (envelope, reply) = handed_in(interaction);
    let Happening::Press { button, fields } = envelope.what else { panic!("a press") };
    (button, fields, reply.kind)
}

#[test]
fn a_command_is_handed_in_with_who_and_where() {
    let (envelope, reply) =
        handed_in(&command("setup", json!([option("partner", 6, json!("8")), option("zone", 3, json!("Paris"))])));
    assert_eq!(envelope.key.0, "discord/i/99");
    assert_eq!(envelope.place.unwrap().id, "11/21");
    assert_eq!(envelope.venue, Venue::Quietly);
    assert_eq!(envelope.lacks, []);
    let from = envelope.from.unwrap();
    assert_eq!((from.user.id.as_str(), from.name.as_str(), from.locale.as_deref()), ("7", "Ana", Some("en-GB")));
    assert_eq!((reply.kind, reply.token.as_str(), reply.at), (ReplyKind::Command, "hush", 1_774_639_860_000));
    assert_eq!(Reply::parse(&envelope.reply.unwrap()), Some(reply));
    let Happening::Command(Ask::Command { name: Name::Setup, args }) = envelope.what else { panic!("/setup") };
    assert_eq!(args["zone"].text(), Some("Paris"));
    let Value::Person { user, name } = &args["partner"] else { panic!("a person") };
    assert_eq!((user.id.as_str(), name.as_str()), ("8", "ben"));
}

#[test]
fn in_the_direct_conversation_there_is_no_place() {
    let data = json!({ "id": "1", "name": "privacy", "type": 1 });
    let (envelope, _) =
        handed_in(&interaction(2, data, json!({ "guild_id": null, "app_permissions": "0", "context": 1 })));
    assert_eq!((envelope.venue, envelope.place, envelope.lacks), (Venue::Private, None, Vec::new()));
    assert_eq!(envelope.from.unwrap().user.id, "7");
}

#[test]
fn what_the_bot_may_not_do_is_named() {
    let lacks = |may: u64, kind: u8| {
        let data = json!({ "id": "1", "name": "doctor", "type": 1 });
        let channel = json!({ "id": "21", "type": kind, "name": "us", "permissions": "0" });
        let more = json!({ "app_permissions": may.to_string(), "channel": channel });
        handed_in(&interaction(2, data, more)).0.lacks
    };
    assert_eq!(lacks(EVERYTHING, 0), []);
    assert_eq!(lacks(1 << 3, 0), [], "who looks after the server may do everything");
    assert_eq!(lacks(0, 0), [Right::See, Right::Write, Right::Embed, Right::Attach, Right::Look, Right::React]);
    assert_eq!(lacks(EVERYTHING & !(1 << 15), 0), [Right::Attach]);
    assert_eq!(lacks(EVERYTHING, 12), [Right::Write], "a thread has its own");
    assert_eq!(lacks(EVERYTHING | 1 << 38, 12), []);
}

#[test]
fn commands_without_options_open_their_forms() {
    let form = response(&command("gratitude", json!([])));
    assert_eq!((&form["type"], &form["data"]["custom_id"]), (&json!(9), &json!("m:c:gratitude")));
    let form = response(&command("gratitude", json!([option("keep", 3, json!("later"))])));
    assert_eq!(form["data"]["custom_id"], "m:c:gratitude:keep=later");
    let form = response(&command("answer", json!([])));
    assert_eq!(form["data"]["custom_id"], "m:c:answer");
    let page = response(&command("checkin", json!([])));
    assert_eq!((&page["type"], &page["data"]["flags"]), (&json!(4), &json!(64)));
    let Ask::Command { name: Name::Checkin, args } =
        asked(&command("checkin", json!([option("capacity", 4, json!(3))])))
    else {
        panic!("/checkin")
    };
    assert_eq!(args["capacity"].text(), Some("3"));
}

#[test]
fn what_discord_sends_is_not_trusted() {
    let problem = |options: Json| {
        let Ask::Malformed { name: Name::Setup, problem } = asked(&command("setup", options)) else {
            panic!("not taken")
        };
        problem
    };
    assert_eq!(problem(json!([option("partner", 6, json!("6"))])), Problem::NoSuchPerson("partner"), "a bot");
    assert_eq!(problem(json!([option("partner", 6, json!("5"))])), Problem::NoSuchPerson("partner"), "nobody");
    assert_eq!(problem(json!([option("secret", 3, json!("x"))])), Problem::NoSuchOption);
    assert_eq!(problem(json!([option("zone", 5, json!(true))])), Problem::NoSuchOption);
    assert_eq!(asked(&command("nothing", json!([]))), Ask::Unknown { nearest: Vec::new() });
    // A choice that this version does not have is the engine's to refuse.
    assert!(matches!(asked(&command("gratitude", json!([option("keep", 3, json!("x"))]))), Ask::Command { .. }));
}

#[test]
fn buttons_act_or_open_a_form() {
    let (button, fields, kind) = pressed_button(&press("b:why/7~abc"));
    assert_eq!((button, fields.len(), kind), (Button::Why(RoundId(7)), 0, ReplyKind::Component));
    assert_eq!(response(&press("b:answer/7/words~abc"))["data"]["custom_id"], "m:b:answer/7/words");
    assert_eq!(response(&press("b:reflect/7"))["data"]["custom_id"], "m:b:reflect/7");
    assert_eq!(response(&press("b:answer/7/check-in"))["type"], 4);
    for stale in ["", "b:nothing/1", "x", "p:---:s:x"] {
        assert!(matches!(done(&press(stale)), Step::Stale), "{stale}");
    }
}

#[test]
fn a_form_that_comes_back_is_what_it_belongs_to() {
    let (button, fields, kind) = pressed_button(&filled("m:b:answer/7/words", &[("words", "the sea")]));
    assert_eq!((button, kind), (Button::Answer(RoundId(7), FormKind::Words), ReplyKind::Modal));
    assert_eq!(fields["words"].as_str(), "the sea");
    let Ask::Command { name: Name::Gratitude, args } =
        asked(&filled("m:c:gratitude:keep=later", &[("what", "tea"), ("why", "")]))
    else {
        panic!("/gratitude")
    };
    assert_eq!(args.keys().copied().collect::<Vec<_>>(), ["keep", "what"]);
    assert!(matches!(done(&filled("m:b:nothing", &[])), Step::Stale));
    assert!(matches!(done(&filled("b:agree", &[])), Step::Stale));
}

#[test]
fn the_page_goes_from_choice_to_choice() {
    let source = "b:answer/7/check-in";
    let page = response(&press(&format!("p:---:l3:{source}")));
    assert_eq!(page["type"], 7);
    assert_eq!(page["data"]["components"][3]["components"][0]["custom_id"], format!("p:3--:s:{source}"));
    let select = json!({ "custom_id": format!("p:3--:t:{source}"), "component_type": 3, "values": ["sleep"] });
    let Interaction::Component(base) = press("b:agree") else { panic!("a press") };
    let message = serde_json::to_value(&base.message).unwrap();
    let page = response(&interaction(3, select, json!({ "message": message })));
    assert_eq!(page["data"]["components"][3]["components"][1]["custom_id"], format!("p:3e-:w:{source}"));
    let form = response(&press(&format!("p:3e-:w:{source}")));
    assert_eq!((&form["type"], &form["data"]["custom_id"]), (&json!(9), &json!(format!("m:p:3e-:s:{source}"))));

    let (button, fields, kind) = pressed_button(&press(&format!("p:3e-:s:{source}")));
    assert_eq!((button, kind), (Button::Answer(RoundId(7), FormKind::CheckIn), ReplyKind::Page));
    assert_eq!((fields["capacity"].as_str(), fields["tag"].as_str(), fields.get("words")), ("3", "sleep", None));
    let (_, fields, kind) = pressed_button(&filled(&format!("m:p:3e-:s:{source}"), &[("words", "long day")]));
    assert_eq!((fields["capacity"].as_str(), fields["words"].as_str(), kind), ("3", "long day", ReplyKind::Page));
    let (button, ..) = pressed_button(&filled("m:p:---:s:b:change/4/check-in", &[("words", "x")]));
    assert_eq!(button, Button::Change(EntryId(4), FormKind::CheckIn));
    let Ask::Command { name: Name::Checkin, args } = asked(&press("p:-ab:s:c:checkin")) else { panic!("/checkin") };
    assert_eq!((args["tag"].text(), args["need"].text()), (Some("work"), Some("help")));
}

#[test]
fn completion_answers_with_choices() {
    let focused = json!({ "name": "zone", "type": 3, "value": "pari", "focused": true });
    let data = json!({ "id": "1", "name": "setup", "type": 1, "options": [focused] });
    let found = response(&interaction(4, data, json!({})));
    assert_eq!(found["type"], 8);
    assert_eq!(found["data"]["choices"][0], json!({ "name": "Europe/Paris · 20:31", "value": "Europe/Paris" }));
    let other = json!({ "id": "1", "name": "nothing", "type": 1, "options": [{ "name": "x", "type": 3, "value": "", "focused": true }] });
    assert_eq!(response(&interaction(4, other, json!({})))["data"]["choices"], json!([]));
}
