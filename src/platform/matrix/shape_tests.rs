use proptest::prelude::*;
use serde_json::{Map, json};

use super::*;
use crate::command::{Ask, Name};
use crate::platform::matrix::choices::{CHOICES, Offer};
use crate::platform::matrix::said::People;

const US: &str = "@betwixt:example.org";

/// Words as anybody may write them: commands and numbers, with what hides, turns around or looks alike among them; sometimes far too much.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => prop::sample::select(vec![
            "!", "/", "//", "checkin", "leave", "privacy", "forget", "everything", "answer", "setup", "Betwixt", US, "@", ":", ",", " ", "\n",
            "1", "2", "١", "１", "1️⃣", "I agree", "> <", "](https://matrix.to/#/", "[", ")", "@ana:example.org", "✅", "4/5", "ß", "İ",
        ])
        .prop_map(str::to_owned),
        2 => prop::sample::select(vec![
            '\u{200B}', '\u{200D}', '\u{200E}', '\u{202E}', '\u{2066}', '\u{2069}', '\u{FEFF}', '\u{FE0F}', '\u{20E3}', '\u{0}', '\u{AD}',
            '\u{0301}', '\u{E0041}', '\r', '\u{2028}', 'а',
        ])
        .prop_map(String::from),
        1 => any::<String>(),
        1 => "[a-z ]{0,8}",
    ];
    let short = prop::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat());
    prop_oneof![20 => short.clone(), 1 => short.prop_map(|text| text.repeat(2_000))]
}

fn id() -> impl Strategy<Value = Value> {
    prop_oneof![3 => Just(json!("$event:example.org")), 1 => Just(json!("$abc")), 1 => odd(), 1 => text().prop_map(Value::String)]
}

/// Anything that JSON can say, in the wrong place.
fn odd() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        text().prop_map(Value::from),
    ];
    leaf.prop_recursive(6, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((text(), inner), 0..4).prop_map(|fields| Value::Object(fields.into_iter().collect())),
        ]
    })
}

/// One of those, or something else altogether; or it is missing.
fn of_those(known: &'static [&'static str]) -> impl Strategy<Value = Option<Value>> {
    prop_oneof![8 => prop::sample::select(known).prop_map(|one| Some(json!(one))), 1 => odd().prop_map(Some), 1 => Just(None)]
}

fn object(fields: Vec<(&'static str, Option<Value>)>) -> Value {
    let there = fields.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
    Value::Object(there.collect::<Map<String, Value>>())
}

fn words() -> impl Strategy<Value = Option<Value>> {
    prop_oneof![8 => text().prop_map(|text| Some(json!(text))), 1 => odd().prop_map(Some), 1 => Just(None)]
}

fn relation() -> impl Strategy<Value = Option<Value>> {
    let kind = of_those(&["m.replace", "m.annotation", "m.thread", "m.reference"]);
    let whole = (kind, id(), id(), words(), odd()).prop_map(|(kind, event, replied, key, falls_back)| {
        let replied = Some(json!({ "event_id": replied }));
        let fields = [("rel_type", kind), ("event_id", Some(event)), ("m.in_reply_to", replied), ("key", key)];
        object(fields.into_iter().chain([("is_falling_back", Some(falls_back))]).collect())
    });
    prop_oneof![6 => whole.prop_map(Some), 1 => odd().prop_map(Some), 3 => Just(None)]
}

fn content() -> impl Strategy<Value = Value> {
    const KINDS: &[&str] = &["m.text", "m.emote", "m.notice", "m.image"];
    let now = (of_those(KINDS), words()).prop_map(|(kind, body)| Some(object(vec![("msgtype", kind), ("body", body)])));
    let now = prop_oneof![4 => now, 1 => odd().prop_map(Some), 1 => Just(None)];
    let mentions = prop_oneof![Just(Some(json!({ "user_ids": [US] }))), odd().prop_map(Some), Just(None)];
    let whole = (of_those(KINDS), words(), relation(), now, id(), mentions);
    let whole = whole.prop_map(|(kind, body, relation, now, redacts, mentions)| {
        object(vec![
            ("msgtype", kind),
            ("body", body),
            ("m.relates_to", relation),
            ("m.new_content", now),
            ("redacts", Some(redacts)),
            ("m.mentions", mentions),
        ])
    });
    prop_oneof![9 => whole, 1 => odd()]
}

fn event() -> impl Strategy<Value = Value> {
    let kind = of_those(&[
        "m.room.message",
        "m.reaction",
        "m.room.redaction",
        "m.room.tombstone",
        "m.room.member",
        "m.sticker",
    ]);
    let whole = (kind, content(), id(), of_those(&["", US])).prop_map(|(kind, content, redacts, state_key)| {
        object(vec![("type", kind), ("content", Some(content)), ("redacts", Some(redacts)), ("state_key", state_key)])
    });
    prop_oneof![9 => whole, 1 => odd()]
}

/// Whether a client may have put something around the words.
fn is_wrapped(body: &str) -> bool {
    body.starts_with("> <") || body.contains("https://matrix.to/#/")
}

/// What may stand around a number or a word that is chosen.
fn inner(text: &str) -> String {
    let picture = |c: &char| !matches!(c, '\u{FE0E}' | '\u{FE0F}' | '\u{20E3}' | '\u{1F3FB}'..='\u{1F3FF}');
    let bare: String = text.chars().filter(picture).collect();
    let around = |c: char| c.is_whitespace() || ".!?,;:\"“”„«»)".contains(c);
    bare.trim_matches(around).to_lowercase()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn nothing_is_understood_that_an_event_does_not_say(event in event()) {
        let content = &event["content"];
        let said = |content: &Value| matches!(content["msgtype"].as_str(), Some("m.text" | "m.emote"));
        match of(&event, US) {
            Shape::Message(message) => {
                prop_assert!(event["type"] == "m.room.message" && said(content));
                let body = content["body"].as_str().unwrap();
                prop_assert!(message.text.len() <= body.len());
                if !is_wrapped(body) {
                    prop_assert!(message.text == body);
                }
                prop_assert!(!message.mentions_us || content["m.mentions"].to_string().contains(US));
            }
            Shape::Edit { original, text } => {
                prop_assert!(event["type"] == "m.room.message" && said(content) && said(&content["m.new_content"]));
                prop_assert!(content["m.relates_to"]["rel_type"] == "m.replace");
                prop_assert!(content["m.relates_to"]["event_id"] == original.as_str());
                let body = content["m.new_content"]["body"].as_str().unwrap();
                prop_assert!(is_wrapped(body) || text == body.trim());
            }
            Shape::Reaction { on, sign } => {
                prop_assert!(event["type"] == "m.reaction");
                prop_assert!(content["m.relates_to"]["event_id"] == on.as_str());
                prop_assert!(content["m.relates_to"]["key"] == sign.as_str());
            }
            Shape::Redaction(gone) => {
                prop_assert!(event["type"] == "m.room.redaction");
                prop_assert!(content["redacts"] == gone.as_str() || event["redacts"] == gone.as_str());
            }
            Shape::Moved | Shape::Changed => prop_assert!(event["state_key"].is_string()),
            Shape::Nothing => {}
        }
    }

    #[test]
    fn a_command_is_one_that_was_typed(text in text(), mentioned: bool, shared: bool) {
        let people = People { bot: Some(US.to_owned()), ..People::default() };
        let names = [US.to_owned(), "Betwixt".to_owned(), "betwixt".to_owned()];
        let typed = said::command(&text, &names, mentioned, shared, &people);
        if let Some(Ask::Command { name, .. }) = typed {
            let text = text.trim();
            let after_name = names.iter().any(|own| text.trim_start_matches('@').to_lowercase().starts_with(&own.to_lowercase()))
                || text.to_lowercase().starts_with(US);
            prop_assert!(text.starts_with(['!', '/']) || after_name);
            let mut words = text.split(|c: char| !c.is_alphanumeric() && c != '-').filter(|word| !word.is_empty());
            prop_assert!(words.any(|word| Name::find(word) == Some(name)) || name == Name::Help);
        }
        if let Some(Ask::Command { name, .. }) = said::bare_command(&text, &people) {
            prop_assert!(Name::find(text.split_whitespace().next().unwrap()) == Some(name));
        }
        prop_assert!(said::edited(&text, &names, shared, &people).len() <= text.len());
    }

    #[test]
    fn a_choice_is_one_that_was_made(text in text()) {
        let content = json!({ CHOICES: [
            { "id": "agree", "label": "I agree", "number": 1 },
            { "id": "leave", "label": "End the pairing", "number": 2 },
        ]});
        let offer = Offer::read(&content);
        let wanted = ["1", "2", "i agree", "end the pairing"];
        if offer.by_words(&text).is_some() || offer.by_label(&text).is_some() {
            prop_assert!(wanted.contains(&inner(&text).as_str()));
        }
        if offer.by_sign(&text).is_some() {
            let yes = ["✅", "✔", "☑", "👍", "❌", "✖", "❎", "👎"];
            prop_assert!(wanted.contains(&inner(&text).as_str()) || yes.contains(&inner(&text).as_str()));
        }
    }

    #[test]
    fn what_stands_where_our_offers_stand_is_read_without_a_panic(content in odd(), choices in odd(), text in text()) {
        let offer = Offer::read(&content);
        prop_assert!(offer.is_empty() || content.is_object());
        let _ = (offer.by_words(&text), offer.by_sign(&text));
        let _ = Offer::read(&json!({ CHOICES: choices })).by_words(&text);
    }
}

#[test]
fn what_clients_send_is_known() {
    let message = |content: Value| of(&json!({ "type": "m.room.message", "content": content }), US);
    let reply = json!({ "m.in_reply_to": { "event_id": "$one" } });
    let said = message(json!({ "msgtype": "m.text", "body": "> <@a:b> x\n\nyes", "m.relates_to": reply }));
    assert!(matches!(said, Shape::Message(Message { text, replied: Some(to), .. }) if text == "yes" && to == "$one"));
    let thread = json!({ "rel_type": "m.thread", "event_id": "$root", "is_falling_back": true, "m.in_reply_to": { "event_id": "$last" } });
    let said = message(json!({ "msgtype": "m.text", "body": "yes", "m.relates_to": thread }));
    assert!(matches!(said, Shape::Message(Message { replied: Some(to), .. }) if to == "$root"));
    let edit = json!({
        "msgtype": "m.text", "body": "* no", "m.new_content": { "msgtype": "m.text", "body": "no" },
        "m.relates_to": { "rel_type": "m.replace", "event_id": "$one" },
    });
    assert!(matches!(message(edit), Shape::Edit { original, text } if original == "$one" && text == "no"));
    // What calls itself a change of the room, and is only a message.
    assert!(of(&json!({ "type": "m.room.tombstone", "content": {} }), US) == Shape::Nothing);
    assert!(of(&json!({ "type": "m.room.join_rules", "content": {}, "state_key": "" }), US) == Shape::Changed);
}
