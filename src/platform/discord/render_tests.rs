use proptest::prelude::*;

use super::*;
use crate::command::FormKind;
use crate::ids::RoundId;

fn token() -> Token {
    Token("abcdefghijklmnopqrstuvwxy".to_owned())
}

fn text(text: &str) -> Vec<Span> {
    vec![Span::Text(text.to_owned())]
}

fn quote(words: &str) -> Block {
    Block::Quote(vec![Span::Words(words.to_owned())])
}

fn button(button: Button) -> Press {
    Press { id: button.to_string(), label: "Press".to_owned() }
}

fn post(body: &Body) -> Message {
    message(body, &How::Post { token: &token() })
}

fn embedded_text(message: &Message) -> String {
    message.embeds.iter().flatten().map(|embed| embed.description.clone()).collect::<Vec<_>>().join("\n")
}

/// A post as it comes back from Discord.
fn as_heard(message: &Message) -> serenity::model::channel::Message {
    let mut heard = serde_json::to_value(message).unwrap();
    let fields = serde_json::json!({
        "id": "1", "channel_id": "2", "author": { "id": "3", "username": "betwixt", "discriminator": "0000", "avatar": null },
        "timestamp": "2026-03-27T19:30:00Z", "edited_timestamp": null, "tts": false, "mention_everyone": false, "mentions": [],
        "mention_roles": [], "attachments": [], "pinned": false, "type": 0,
    });
    for (name, value) in fields.as_object().unwrap() {
        heard[name] = value.clone();
    }
    for name in ["content", "embeds"] {
        if heard.get(name).is_none() {
            heard[name] = if name == "content" { "".into() } else { Value::Array(Vec::new()) };
        }
    }
    serde_json::from_value(heard).unwrap()
}

#[test]
fn a_reveal_notifies_without_words() {
    let user = UserRef::new(Network::Discord, "7");
    let body = Body {
        notice: Some(text("Both answers are in.")),
        blocks: vec![Block::Paragraph(text("ana")), quote("the *sea*")],
        buttons: vec![button(Button::Reflect(RoundId(7)))],
        mentions: vec![user, UserRef::new(Network::Matrix, "@b:example.org")],
        silent: true,
        files: Vec::new(),
        asks: None,
    };
    let message = post(&body);
    let json = serde_json::to_value(&message).unwrap();
    assert_eq!(
        json,
        serde_json::json!({
            "content": "Both answers are in. <@7>",
            "embeds": [{ "description": "ana\n> the \\*sea\\*" }],
            "components": [{ "type": 1, "components": [
                { "type": 2, "style": 2, "label": "Press", "custom_id": "b:reflect/7~abcdefghijklmnopqrstuvwxy" }
            ]}],
            "allowed_mentions": { "parse": [], "users": ["7"] },
            "flags": 4096,
            "nonce": "abcdefghijklmnopqrstuvwxy",
            "enforce_nonce": true,
        })
    );
}

#[test]
fn every_post_bears_its_token_and_no_other() {
    let with_button = Body {
        blocks: vec![Block::Paragraph(text("A question"))],
        buttons: vec![button(Button::Answer(RoundId(7), FormKind::Words)), button(Button::Why(RoundId(7)))],
        ..Body::default()
    };
    let line = Body { blocks: vec![Block::Paragraph(text("It is quiet."))], ..Body::default() };
    let more = Body { blocks: vec![Block::Paragraph(text("One")), Block::Item(text("Two"))], ..Body::default() };
    let words = Body { notice: Some(text("A thank-you.")), blocks: vec![quote("tea")], ..Body::default() };
    for body in [with_button, line, more, words] {
        let sent = post(&body);
        assert!(bears(&as_heard(&sent), &token()));
        assert!(!bears(&as_heard(&sent), &Token("another".to_owned())));
        assert!(!bears(&as_heard(&message(&body, &How::Edit)), &token()));
    }
}

#[test]
fn buttons_come_back_as_they_went() {
    for button in [Button::Answer(RoundId(7), FormKind::CheckIn), Button::ForgetDay(-3), Button::Agree] {
        let id = custom_id(&button.to_string());
        assert_eq!(button_of(&id), Some(button.clone()));
        assert_eq!(button_of(&format!("{id}~{}", token())), Some(button));
    }
    for id in ["", "b:", "b:nothing", "answer/7/words", "b:~x", "p:agree"] {
        assert_eq!(button_of(id), None, "{id}");
    }
}

#[test]
fn an_edit_takes_away_what_is_gone() {
    let body = Body { blocks: vec![Block::Paragraph(text("Both of you have said yes."))], ..Body::default() };
    let json = serde_json::to_value(message(&body, &How::Edit)).unwrap();
    assert_eq!(
        json,
        serde_json::json!({
            "content": "Both of you have said yes.", "embeds": [], "components": [], "attachments": [],
            "allowed_mentions": { "parse": [] },
        })
    );
}

#[test]
fn a_short_whisper_is_one_text_and_words_stay_apart() {
    let mut body =
        Body { blocks: vec![Block::Paragraph(text("Kept.")), Block::Paragraph(text("For you."))], ..Body::default() };
    let whisper = message(&body, &How::Ephemeral);
    assert_eq!(whisper.content.as_deref(), Some("Kept.\n\nFor you."));
    assert_eq!((whisper.embeds, whisper.flags, whisper.nonce), (None, Some(64), None));
    body.blocks.push(quote("the sea"));
    let whisper = message(&body, &How::Ephemeral);
    assert_eq!(whisper.content.as_deref(), Some("Kept."));
    assert_eq!(embedded_text(&whisper), "For you.\n> the sea");
}

#[test]
fn words_in_front_are_no_line_that_notifies() {
    let body = Body { blocks: vec![quote("the sea"), Block::Paragraph(text("x"))], ..Body::default() };
    assert_eq!(post(&body).content, None);
    let body = Body { blocks: vec![Block::Paragraph(vec![Span::Words("sea".to_owned())])], ..Body::default() };
    assert_eq!(post(&body).content, None);
}

#[test]
fn files_are_named_by_their_places() {
    let file =
        |name: &str| Attachment { name: name.to_owned(), media_type: "text/plain".to_owned(), content: "x".to_owned() };
    let body = Body {
        blocks: vec![Block::Paragraph(text("Here."))],
        files: vec![file("a.json"), file("b.md")],
        ..Body::default()
    };
    let message = message(&body, &How::Ephemeral);
    assert_eq!(message.files.len(), 2);
    assert_eq!(
        message.attachments,
        Some(vec![json!({ "id": "0", "filename": "a.json" }), json!({ "id": "1", "filename": "b.md" })])
    );
}

#[test]
fn what_does_not_fit_comes_whole_in_a_file() {
    let long = "*".repeat(2_000);
    let body = Body { notice: Some(text("In.")), blocks: vec![quote(&long), quote(&long)], ..Body::default() };
    let sent = post(&body);
    assert!(embedded_text(&sent).ends_with('…'));
    assert_eq!(sent.files.len(), 1);
    assert_eq!(sent.files[0].content.matches('*').count(), 4_000);
    // Two answers as long as can be fit, where nothing in them must be made plain.
    let long = "é".repeat(2_000);
    let body = Body { notice: Some(text("In.")), blocks: vec![quote(&long), quote(&long)], ..Body::default() };
    let sent = post(&body);
    assert!(sent.files.is_empty());
    assert_eq!(embedded_text(&sent).matches('é').count(), 4_000);
}

fn block((kind, words): (i32, String)) -> Block {
    match kind {
        0 => Block::Paragraph(vec![Span::Text(words)]),
        1 => Block::Item(vec![Span::Text("x".to_owned()), Span::Strong(words)]),
        _ => Block::Quote(vec![Span::Words(words)]),
    }
}

fn labelled((id, label): (u32, String)) -> Press {
    Press { id: format!("answer/{id}/words"), label: format!("x{label}") }
}

fn any_body() -> impl Strategy<Value = Body> {
    let word = prop::collection::vec(any::<char>(), 0..2_500).prop_map(|chars| chars.into_iter().collect::<String>());
    let nasty =
        (1_usize..2_500, prop::sample::select(vec!["*", "😀", "\n", "a", "<@1>", "- "])).prop_map(|(n, s)| s.repeat(n));
    let words = prop_oneof![word, nasty];
    let buttons = prop::collection::vec((0_u32..40, "\\PC{0,120}"), 0..40);
    (any::<bool>(), prop::collection::vec((0..3, words), 1..6), buttons, any::<bool>()).prop_map(
        |(noticed, blocks, buttons, silent)| Body {
            notice: noticed.then(|| vec![Span::Text("A line.".to_owned())]),
            blocks: blocks.into_iter().map(block).collect(),
            buttons: buttons.into_iter().map(labelled).collect(),
            mentions: vec![UserRef::new(Network::Discord, "7")],
            silent,
            files: Vec::new(),
            asks: None,
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]
    #[test]
    fn every_message_keeps_to_the_limits(body in any_body()) {
        let token = token();
        for how in [How::Post { token: &token }, How::Edit, How::Ephemeral] {
            let message = message(&body, &how);
            prop_assert!(message.content.iter().all(|content| markdown::units(content) <= MOST_CONTENT));
            let embeds = message.embeds.clone().unwrap_or_default();
            prop_assert!(embeds.len() <= 10);
            prop_assert!(embeds.iter().all(|embed| (1..=MOST_DESCRIPTION).contains(&markdown::units(&embed.description))));
            prop_assert!(embeds.iter().map(|embed| markdown::units(&embed.description)).sum::<usize>() <= MOST_EMBEDDED);
            let mut ids = std::collections::BTreeSet::new();
            let rows = message.components.clone().unwrap_or_default();
            prop_assert!(rows.len() <= ROWS);
            for row in &rows {
                let buttons = row["components"].as_array().unwrap();
                prop_assert!((1..=ROW).contains(&buttons.len()));
                for button in buttons {
                    let id = button["custom_id"].as_str().unwrap();
                    prop_assert!(id.len() <= 100 && ids.insert(id.to_owned()));
                    prop_assert!((1..=MOST_LABEL).contains(&markdown::units(button["label"].as_str().unwrap())));
                }
            }
            let empty = message.content.as_deref().unwrap_or_default().is_empty() && embeds.is_empty() && message.files.is_empty();
            prop_assert!(!empty || body.blocks.iter().all(|block| matches!(block, Block::Paragraph(spans) | Block::Item(spans) | Block::Quote(spans) if markdown::line(spans).trim().is_empty())));
        }
    }
}
