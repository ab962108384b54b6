//! Events that make no sense, or say more than their author may: nothing is understood that was not said, and nothing stops.

use serde_json::{Value, json};

use super::home::Home;

#[tokio::test]
async fn what_makes_no_sense_changes_nothing() {
    let home = Home::paired().await;
    let (ana, ben) = (&home.ana, &home.ben);
    let kept = ana.says(home.place(), "!gratitude what:you made tea").await;
    let post = home.posts("> you made tea").await;
    let private = home.private(ben).await;
    let before = home.couple().await.unwrap();

    let text = |body: Value| json!({ "msgtype": "m.text", "body": body, "m.mentions": {} });
    let relates =
        |relation: Value| json!({ "msgtype": "m.text", "body": "1", "m.mentions": {}, "m.relates_to": relation });
    let edit = |original: &str| {
        json!({
            "msgtype": "m.text", "body": "* x", "m.new_content": text(json!("you made nothing")),
            "m.relates_to": { "rel_type": "m.replace", "event_id": original },
        })
    };
    // What only looks like a command or a choice: signs that nobody sees, or that turn it round, stand in it.
    let masked = [
        "\u{200b}!leave",
        "!le\u{200b}ave",
        "\u{202e}evael!",
        "!\u{feff}leave",
        "！leave",
        "\u{200b}1",
        "1\u{200b}",
        "１",
    ];
    let mut odd: Vec<(&str, Value)> = masked.iter().map(|body| ("m.room.message", text(json!(body)))).collect();
    odd.extend([
        ("m.room.message", json!({})),
        ("m.room.message", text(json!(7))),
        ("m.room.message", text(json!({ "body": "!leave" }))),
        ("m.room.message", text(json!(["!leave"]))),
        ("m.room.message", json!({ "msgtype": ["m.text"], "body": "!leave" })),
        ("m.room.message", json!({ "msgtype": "m.notice", "body": "!leave" })),
        ("m.room.message", json!({ "msgtype": "m.text", "body": "x", "m.mentions": { "user_ids": "@ana:localhost" } })),
        ("m.room.message", relates(json!(7))),
        ("m.room.message", relates(json!({ "m.in_reply_to": { "event_id": "no id" } }))),
        ("m.room.message", relates(json!({ "m.in_reply_to": { "event_id": "$nowhere" } }))),
        ("m.room.message", relates(json!({ "rel_type": "m.replace", "event_id": { "a": [] } }))),
        // Somebody else's message, and one of the bot's own.
        ("m.room.message", edit(kept.as_str())),
        ("m.room.message", edit(post.id.as_str())),
        ("m.reaction", json!({ "m.relates_to": { "rel_type": "m.annotation", "event_id": "$nowhere", "key": "1" } })),
        ("m.reaction", json!({ "m.relates_to": { "rel_type": "m.annotation", "event_id": post.id, "key": { "1": 1 } } })),
        ("m.reaction", json!({ "m.relates_to": "$" })),
        // They call themselves changes of the room, or the end of a message; they are messages.
        ("m.room.tombstone", json!({ "body": "moved", "replacement_room": "!else:localhost" })),
        ("m.room.member", json!({ "membership": "leave" })),
        ("m.room.redaction", json!({ "redacts": kept })),
        ("m.room.redaction", json!({ "redacts": post.id })),
        // A choice that the bot never offered.
        (
            "m.room.message",
            json!({ "msgtype": "m.text", "body": "1", "org.betwixt.choices": [{ "id": "leave-now", "label": "1", "number": 1 }] }),
        ),
    ]);
    // In their conversation words are words; so what is words goes to the place alone.
    let place = ben.room(home.place()).await;
    let senseless = odd.iter().filter(|(_, content)| !content["body"].is_string());
    let sends = odd.iter().map(|one| (&place, one)).chain(senseless.map(|one| (&private, one)));
    let (mut sent, mut refused) = (0, 0);
    for (room, (kind, content)) in sends {
        match room.send_raw(kind, content.clone()).await {
            Ok(_) => sent += 1,
            // The homeserver knows better for some of what is not encrypted.
            Err(_) => refused += 1,
        }
    }
    assert!(sent > 30 && refused < 10, "{sent} sent, {refused} refused");
    let long = "a".repeat(40_000);
    let too_long = ben.says(private.room_id(), &format!("!gratitude {long}")).await;
    home.takes_in(private.room_id(), &too_long).await;
    let last = ben.says(private.room_id(), "!why").await;
    home.takes_in(private.room_id(), &last).await;

    let after = home.couple().await.unwrap();
    assert!(after.is_paired());
    assert_eq!(format!("{:?}", after.rounds), format!("{:?}", before.rounds));
    assert_eq!(format!("{:?}", after.rituals), format!("{:?}", before.rituals));
    ana.says(home.place(), "!gratitude what:you laughed").await;
    home.posts("> you laughed").await;
    let shown = |seen: &&super::person::Seen| seen.sender == home.bot() && seen.body().contains("made nothing");
    assert_eq!(ben.seen().iter().filter(shown).count(), 0);
    ana.says(home.place(), "!journal").await;
    home.whispers(ana, "> you made tea").await;
}
