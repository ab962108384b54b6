//! The verbs: a token is one message, whatever happens in between.

use betwixt::body::{Attachment, Block, Body, Span};
use betwixt::engine::effect::Sign;
use betwixt::engine::input::{Readers, Refusal};
use betwixt::ids::{EventKey, SentRef};
use betwixt::platform::{DeliveryError, Envelope, Happening, Platform as _, Target, Verb};
use matrix_sdk::RoomState;
use matrix_sdk::ruma::TransactionId;
use matrix_sdk::ruma::api::client::message::send_message_event::v3::Request;
use matrix_sdk::ruma::events::room::message::{MessageType, RoomMessageEventContent};
use matrix_sdk::ruma::serde::Raw;
use serde_json::json;

use super::bot::{Machine, body, bot_client, openly, privately, user};
use super::person::{Person, Seen};
use super::server::Homeserver;

/// The event of a message.
fn event_of(sent: &SentRef) -> String {
    sent.0.split_once("/$").map(|(_, event)| format!("${event}")).unwrap()
}

/// A neutral line, and words after it.
fn with_words(notice: &str, words: &str) -> Body {
    let notice = Some(vec![Span::Text(notice.to_owned())]);
    Body { notice, blocks: vec![Block::Quote(vec![Span::Words(words.to_owned())])], ..Body::default() }
}

fn said<'a>(seen: &'a [Seen], room: &matrix_sdk::Room, part: &str) -> Vec<&'a Seen> {
    seen.iter().filter(|seen| seen.room == room.room_id() && seen.body().contains(part)).collect()
}

#[tokio::test]
async fn the_same_token_is_one_message_also_after_a_kill_and_a_restart() {
    let machine = Machine::new().await;
    let bot = machine.start().await;
    let ana = Person::new("ana").await;
    let room = bot.meets_in_room_of(&ana, &machine.user()).await;
    let first = bot.posts("once", &openly(&room), "good evening").await;
    assert_eq!(bot.posts("once", &openly(&room), "good evening").await, first);
    bot.dies().await;
    let bot = machine.start().await;
    assert_eq!(bot.posts("once", &openly(&room), "good evening").await, first);
    assert_ne!(bot.posts("twice", &openly(&room), "good night").await, first);
    ana.hears(room.room_id(), &machine.user(), "good night").await;
    assert_eq!(said(&ana.seen(), &room, "good evening").len(), 1);
    assert_eq!(said(&ana.seen(), &room, "good evening")[0].id, event_of(&first));
}

#[tokio::test]
async fn a_message_is_found_by_its_token_and_only_a_message_of_ours() {
    let machine = Machine::new().await;
    let bot = machine.start().await;
    let ana = Person::new("ana").await;
    let room = bot.meets_in_room_of(&ana, &machine.user()).await;
    let sent = bot.posts("token-1", &openly(&room), "first").await;
    for n in 0..120 {
        ana.says(room.room_id(), &format!("talk {n}")).await;
    }
    let forged = json!({"msgtype": "m.text", "body": "me", "org.betwixt.token": "token-2"});
    ana.sends(room.room_id(), "m.room.message", forged).await;
    bot.dies().await;
    let bot = machine.start().await;
    assert_eq!(bot.find("token-1", &openly(&room)).await, Ok(Some(sent)));
    assert_eq!(bot.find("token-2", &openly(&room)).await, Ok(None));
    let late = jiff::Timestamp::now() + jiff::SignedDuration::from_hours(1);
    let token = betwixt::ids::Token("token-1".to_owned());
    assert_eq!(bot.platform.find(&token, &openly(&room), late).await, Ok(None));

    assert_eq!(bot.find("token-3", &privately(&ana)).await, Ok(None));
    assert!(ana.client().invited_rooms().is_empty(), "looking opened a conversation");
    let whispered = bot.posts("token-3", &privately(&ana), "hello").await;
    assert_eq!(bot.find("token-3", &privately(&ana)).await, Ok(Some(whispered)));
}

#[tokio::test]
async fn words_follow_a_neutral_line_and_are_edited_and_deleted_with_it() {
    let machine = Machine::new().await;
    let bot = machine.start().await;
    let ana = Person::strict("ana").await;
    let room = bot.meets_in_room_of(&ana, &machine.user()).await;
    let target = openly(&room);
    let mut body = with_words("Both answers are in.", "the sea");
    body.mentions = vec![user(&ana.user())];
    let sent = bot.delivers("t1", &target, Verb::Post(body)).await.unwrap();
    let words = ana.hears(room.room_id(), &machine.user(), "the sea").await;
    let seen = ana.seen();
    let lead = said(&seen, &room, "Both answers are in.")[0];
    assert_eq!(lead.id, event_of(&sent));
    assert_eq!(lead.content["m.mentions"]["user_ids"], json!([ana.user()]));
    assert!(!lead.body().contains("the sea"), "words are in what notifies");
    assert_eq!((&words.content["msgtype"], &words.content["m.mentions"]), (&json!("m.notice"), &json!({})));

    let edited = with_words("Both answers are in.", "the sea, in winter");
    assert_eq!(bot.delivers("t2", &target, Verb::Edit(sent.clone(), edited.clone())).await, Ok(sent.clone()));
    assert_eq!(bot.delivers("t2", &target, Verb::Edit(sent.clone(), edited)).await, Ok(sent.clone()));
    let edit = ana.hears(room.room_id(), &machine.user(), "in winter").await;
    assert_eq!(edit.content["m.relates_to"]["event_id"], json!(words.id));
    assert_eq!(
        edit.content["m.new_content"]["body"].as_str().map(|text| text.contains("the sea, in winter")),
        Some(true)
    );

    assert_eq!(bot.delivers("t3", &target, Verb::Delete(sent.clone())).await, Ok(sent.clone()));
    for id in [&lead.id, &words.id] {
        ana.sees("its redaction", |seen| {
            seen.kind == "m.room.redaction" && [&seen.event["redacts"], &seen.content["redacts"]].contains(&&json!(id))
        })
        .await;
    }
    bot.delivers("t4", &target, Verb::Delete(sent)).await.unwrap();
    ana.catches_up().await;
    assert_eq!(said(&ana.seen(), &room, "in winter").len(), 1);
}

#[tokio::test]
async fn a_neutral_line_whose_words_are_missing_gets_them_and_no_second_line() {
    let machine = Machine::new().await;
    let bot = machine.start().await;
    let ana = Person::new("ana").await;
    let room = bot.meets_in_room_of(&ana, &machine.user()).await;
    // As it stands where the bot died between the two.
    let lead = json!({
        "msgtype": "m.text", "body": "A thank-you.", "m.mentions": {}, "org.betwixt.token": "half", "org.betwixt.leads": true,
    });
    let content = Raw::from_json(serde_json::value::to_raw_value(&lead).unwrap());
    let request = Request::new_raw(room.room_id().to_owned(), TransactionId::new(), "m.room.message".into(), content);
    let lead = bot_client(&machine).await.send(request).await.unwrap().event_id;

    assert_eq!(bot.find("half", &openly(&room)).await, Ok(None));
    let whole = with_words("A thank-you.", "you made tea");
    let sent = bot.delivers("half", &openly(&room), Verb::Post(whole)).await.unwrap();
    assert_eq!(event_of(&sent), lead.as_str());
    let words = ana.hears(room.room_id(), &machine.user(), "you made tea").await;
    assert_eq!(words.content["m.relates_to"]["event_id"], json!(lead));
    assert_eq!(bot.find("half", &openly(&room)).await, Ok(Some(sent)));
    ana.catches_up().await;
    assert_eq!(said(&ana.seen(), &room, "A thank-you.").len(), 1);
}

#[tokio::test]
async fn an_export_that_was_cut_off_long_ago_gets_the_files_that_it_lacks() {
    let machine = Machine::new().await;
    let bot = machine.start().await;
    let ana = Person::new("ana").await;
    let room = bot.whispers_with(&ana, &machine.user()).await;
    let target = privately(&ana);
    let files = ["one.md", "two.md", "three.md"].map(|name| Attachment {
        name: name.to_owned(),
        media_type: "text/markdown".to_owned(),
        content: format!("# {name}"),
    });
    let export = Body { files: files.to_vec(), ..body("Your export") };
    // As it stands where the bot died after the second file, and the homeserver has forgotten its tokens. Another export is whole.
    bot.delivers("whole", &target, Verb::Post(export.clone())).await.unwrap();
    let sends = async |content: serde_json::Value| {
        let content = Raw::from_json(serde_json::value::to_raw_value(&content).unwrap());
        let kind = "m.room.message".into();
        let request = Request::new_raw(room.room_id().to_owned(), TransactionId::new(), kind, content);
        bot_client(&machine).await.send(request).await.unwrap().event_id
    };
    let lead = sends(json!({
        "msgtype": "m.text", "body": "Your export", "m.mentions": {}, "org.betwixt.token": "cut", "org.betwixt.files": 3,
    }))
    .await;
    for name in ["one.md", "two.md"] {
        let relation = json!({ "m.in_reply_to": { "event_id": lead } });
        sends(json!({ "msgtype": "m.file", "body": name, "url": "mxc://localhost/none", "m.relates_to": relation }))
            .await;
    }
    assert_eq!(bot.find("cut", &target).await, Ok(None));
    let sent = bot.delivers("cut", &target, Verb::Post(export)).await.unwrap();
    assert_eq!(event_of(&sent), lead.as_str());
    assert_eq!(bot.find("cut", &target).await, Ok(Some(sent)));
    assert!(bot.find("whole", &target).await.unwrap().is_some());
    ana.catches_up().await;
    let seen = ana.seen();
    let count =
        |name: &str| seen.iter().filter(|seen| seen.content["msgtype"] == "m.file" && seen.body() == name).count();
    assert_eq!([count("one.md"), count("two.md"), count("three.md")], [2, 2, 2]);
    assert_eq!(said(&seen, &room, "Your export").len(), 2);
}

#[tokio::test]
async fn an_edit_may_add_words_and_take_them_away() {
    let machine = Machine::new().await;
    let bot = machine.start().await;
    let ana = Person::new("ana").await;
    let room = bot.meets_in_room_of(&ana, &machine.user()).await;
    let target = openly(&room);
    let sent = bot.posts("t1", &target, "open").await;
    let words = with_words("one answer", "tea");
    bot.delivers("t2", &target, Verb::Edit(sent.clone(), words)).await.unwrap();
    let added = ana.hears(room.room_id(), &machine.user(), "tea").await;
    bot.delivers("t3", &target, Verb::Edit(sent, body("closed"))).await.unwrap();
    ana.sees("their redaction", |seen| {
        seen.kind == "m.room.redaction"
            && [&seen.event["redacts"], &seen.content["redacts"]].contains(&&json!(added.id))
    })
    .await;
    let closed = ana.hears(room.room_id(), &machine.user(), "closed").await;
    assert_eq!(closed.content["m.new_content"]["body"], json!("closed"));
}

#[tokio::test]
async fn signs_stand_once_on_a_message_and_files_come_encrypted() {
    let machine = Machine::new().await;
    let bot = machine.start().await;
    let ana = Person::new("ana").await;
    let room = bot.whispers_with(&ana, &machine.user()).await;
    let said = ana.says(room.room_id(), "I am well").await;
    let heard = bot.hears("I am well").await;
    let target = privately(&ana);
    for token in ["r1", "r1", "r2"] {
        bot.delivers(token, &target, Verb::React(heard.key.clone(), Sign::Kept)).await.unwrap();
    }
    let sign = ana.sees("the sign", |seen| seen.kind == "m.reaction" && seen.sender == machine.user()).await;
    assert_eq!(sign.content["m.relates_to"]["event_id"], json!(said));
    let gone = EventKey("matrix/!nowhere:localhost/$nothing".to_owned());
    let refused = bot.delivers("r3", &target, Verb::React(gone, Sign::Kept)).await;
    assert_eq!(refused, Err(DeliveryError::Never(Refusal::PlaceGone)));

    let file = |name: &str, content: &str| Attachment {
        name: name.to_owned(),
        media_type: "text/markdown".to_owned(),
        content: content.to_owned(),
    };
    let files = vec![file("one.md", "# one"), file("two.md", "# two")];
    let export = Body { files, ..body("Your export") };
    bot.delivers("f1", &target, Verb::Post(export.clone())).await.unwrap();
    bot.delivers("f1", &target, Verb::Post(export)).await.unwrap();
    let second = ana.hears(room.room_id(), &machine.user(), "two.md").await;
    ana.catches_up().await;
    let seen = ana.seen();
    assert_eq!(seen.iter().filter(|seen| seen.content["msgtype"] == "m.file").count(), 2);
    assert_eq!(seen.iter().filter(|seen| seen.kind == "m.reaction").count(), 1);
    assert!(second.content["file"]["key"].is_object(), "it is not encrypted: {}", second.event);
    let content: RoomMessageEventContent = serde_json::from_value(second.content.clone()).unwrap();
    let MessageType::File(file) = content.msgtype else { panic!("no file") };
    let bytes = ana.client().media().get_file(&file, false).await.unwrap().unwrap();
    assert_eq!(bytes, b"# two");
}

#[tokio::test]
async fn a_conversation_is_found_again_reopened_and_never_shared() {
    let machine = Machine::new().await;
    let bot = machine.start().await;
    let (ana, eve) = (Person::new("ana").await, Person::new("eve").await);
    // Two at once open one room.
    let target = privately(&ana);
    let (one, two) = tokio::join!(bot.posts("t1", &target, "one"), bot.posts("t2", &target, "two"));
    let room = ana.accepts(&machine.user()).await;
    assert!(one.0.starts_with(room.room_id().as_str()) && two.0.starts_with(room.room_id().as_str()));
    assert!(room.latest_encryption_state().await.unwrap().is_encrypted());
    // What was whispered before she came can be read.
    ana.hears(room.room_id(), &machine.user(), "one").await;
    ana.hears(room.room_id(), &machine.user(), "two").await;

    bot.dies().await;
    let bot = machine.start().await;
    bot.posts("t3", &target, "three").await;
    ana.hears(room.room_id(), &machine.user(), "three").await;

    // The bot hears of her leaving before what is said after it.
    let cleo = Person::new("cleo").await;
    let marks = bot.whispers_with(&cleo, &machine.user()).await;
    room.leave().await.unwrap();
    cleo.says(marks.room_id(), "she left").await;
    bot.hears("she left").await;
    bot.posts("t4", &target, "four").await;
    let again = ana.accepts(&machine.user()).await;
    assert_eq!(again.room_id(), room.room_id());
    bot.posts("t5", &target, "five").await;
    ana.hears(room.room_id(), &machine.user(), "five").await;

    // Nobody but the bot invites there, so Eve gets in only by the bot's own doing; then it is no conversation any more.
    assert!(again.invite_user_by_id(&eve.user()).await.is_err());
    let client = bot_client(&machine).await;
    client.get_room(room.room_id()).unwrap().invite_user_by_id(&eve.user()).await.unwrap();
    eve.accepts(&machine.user()).await;
    cleo.says(marks.room_id(), "she came").await;
    bot.hears("she came").await;
    bot.posts("t6", &target, "six").await;
    let other = ana.accepts(&machine.user()).await;
    assert_ne!(other.room_id(), room.room_id());
    ana.hears(other.room_id(), &machine.user(), "six").await;
}

#[tokio::test]
async fn a_room_that_it_was_put_out_of_is_gone() {
    let machine = Machine::new().await;
    let bot = machine.start().await;
    let ana = Person::new("ana").await;
    let room = bot.meets_in_room_of(&ana, &machine.user()).await;
    let sent = bot.posts("t1", &openly(&room), "hello").await;
    room.kick_user(&machine.user(), None).await.unwrap();
    let is_lost = |letter: &Envelope| matches!(letter.what, Happening::PlaceLost);
    bot.until("the news of it", |bot| bot.letters().into_iter().find(is_lost)).await;
    let gone = Err(DeliveryError::Never(Refusal::PlaceGone));
    assert_eq!(bot.delivers("t2", &openly(&room), Verb::Post(body("there?"))).await, gone);
    assert_eq!(bot.delivers("t3", &openly(&room), Verb::Edit(sent, body("there?"))).await, gone);
    let nobody =
        Target::Person { user: user(matrix_sdk::ruma::user_id!("@nobody-of-that-name:localhost")), place: None };
    let whispered = bot.delivers("t4", &nobody, Verb::Post(body("hello"))).await;
    assert!(whispered.is_ok() || whispered == Err(DeliveryError::Never(Refusal::PersonClosed)), "{whispered:?}");
}

#[tokio::test]
async fn readers_are_those_of_this_moment() {
    let machine = Machine::new().await;
    let bot = machine.start().await;
    let (ana, ben, eve) = (Person::new("ana").await, Person::new("ben").await, Person::new("eve").await);
    let room = bot.meets_in_room_of(&ana, &machine.user()).await;
    let Target::Place(place) = openly(&room) else { panic!("no place") };
    let two = [user(&ana.user()), user(&ben.user())];
    let private = Readers { others: Some(0), unsure_of: None, public: false, unencrypted: false };
    assert_eq!(bot.platform.readers(&place, &two).await, Ok(private.clone()));
    room.invite_user_by_id(&ben.user()).await.unwrap();
    assert_eq!(bot.platform.readers(&place, &two).await, Ok(private.clone()));
    room.invite_user_by_id(&eve.user()).await.unwrap();
    assert_eq!(bot.platform.readers(&place, &two).await, Ok(Readers { others: Some(1), ..private.clone() }));
    room.kick_user(&eve.user(), None).await.unwrap();
    ana.sets(room.room_id(), "m.room.join_rules", json!({"join_rule": "public"})).await;
    assert_eq!(bot.platform.readers(&place, &two).await, Ok(Readers { public: true, ..private }));
    room.kick_user(&machine.user(), None).await.unwrap();
    assert_eq!(bot.platform.readers(&place, &two).await, Err(DeliveryError::Never(Refusal::PlaceGone)));
}

#[tokio::test]
async fn a_homeserver_that_dies_in_mid_send_leaves_one_message() {
    let mut server = Homeserver::start().await;
    let machine = Machine::on(&server.url()).await;
    let bot = machine.start().await;
    let ana = Person::on(&server.url(), "ana").await;
    let room = bot.meets_in_room_of(&ana, &machine.user()).await;
    let target = openly(&room);
    let first = bot.posts("t1", &target, "before").await;
    let mut tokens = Vec::new();
    for round in 0..3 {
        let token = format!("mid-{round}");
        let text = format!("in the middle {round}");
        let sending = bot.delivers(&token, &target, Verb::Post(body(&text)));
        let killing = async { server.kill() };
        let (outcome, ()) = tokio::join!(sending, killing);
        assert!(matches!(outcome, Ok(_) | Err(DeliveryError::Unsure | DeliveryError::Later { .. })), "{outcome:?}");
        server.again().await;
        tokens.push((token, text));
        for (token, text) in &tokens {
            bot.posts(token, &target, text).await;
        }
    }
    assert_eq!(bot.posts("t1", &target, "before").await, first);
    bot.posts("t2", &target, "after").await;
    ana.hears(room.room_id(), &machine.user(), "after").await;
    for (_, text) in &tokens {
        assert_eq!(said(&ana.seen(), &room, text).len(), 1, "{text}");
    }
    assert!(bot.platform.account().0.starts_with("matrix:@bot"));
    assert_eq!(machine.user().server_name().as_str(), "localhost");
    assert_eq!(room.state(), RoomState::Joined);
    // And the bot hears again, too.
    let conversation = bot.whispers_with(&ana, &machine.user()).await;
    ana.says(conversation.room_id(), "are you back").await;
    bot.hears("are you back").await;
}
