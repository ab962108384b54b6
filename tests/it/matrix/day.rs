//! A day of a couple on Matrix, by real clients in encrypted rooms.

use matrix_sdk::ruma::api::client::receipt::create_receipt::v3::ReceiptType as Receipt;
use matrix_sdk::ruma::events::receipt::{ReceiptThread, ReceiptType};

use super::home::Home;
use super::person::{PATIENCE, Person};

/// What the bot has in view of that person's lock screen: everything that notifies.
fn lock_screen(home: &Home, person: &Person) -> Vec<String> {
    let notifies = |seen: &super::person::Seen| seen.sender == home.bot() && seen.content["msgtype"] == "m.text";
    person.seen().iter().filter(|seen| notifies(seen)).map(|seen| seen.body().to_owned()).collect()
}

#[tokio::test]
async fn a_couple_begins_in_conversations_of_their_own() {
    let home = Home::new().await;
    let (ana, ben) = (&home.ana, &home.ben);
    home.posts("Hello, I am Betwixt").await;
    ana.says(home.place(), &format!("!setup {} Europe/Berlin 20:30", ben.user())).await;
    let private = ana.accepts(&home.bot()).await;
    let page = ana.hears(private.room_id(), &home.bot(), "Before anything begins").await;
    assert!(page.body().contains("1 I agree\n2 Not now"), "{}", page.body());
    assert!(page.shield.is_some(), "it came in clear");
    ana.says(private.room_id(), "I agree.").await;
    ana.hears(private.room_id(), &home.bot(), "Now I ask").await;
    let invitation = home.posts("I have written to you privately").await;
    assert_eq!(invitation.content["m.mentions"]["user_ids"], serde_json::json!([ben.user()]));

    let bens = ben.accepts(&home.bot()).await;
    let page = ben.hears(bens.room_id(), &home.bot(), "Before anything begins").await;
    ben.reacts(bens.room_id(), &page.id, "1️⃣").await;
    let paired = home.posts("welcome.").await;
    assert!(paired.body().contains("!prompt"), "{}", paired.body());
    home.shows("Both of you have said yes").await;
}

#[tokio::test]
async fn a_question_from_its_prompt_to_what_was_heard() {
    let home = Home::paired().await;
    let (ana, ben) = (&home.ana, &home.ben);
    ana.says(home.place(), "!prompt").await;
    home.prompts(ben).await;
    for (person, words) in [(ana, "the quiet sea"), (ben, "the blue hills")] {
        let asked = home.whispers(person, "What you write here is your answer").await;
        assert_eq!(asked.content["msgtype"], "m.notice", "it makes no sound");
        person.says(&asked.room, words).await;
    }
    home.whispers(ana, "It went to this one").await;
    home.whispers(ben, "Both answers are shown in two minutes").await;
    let room = home.private(ben).await;
    let more = ben.says(room.room_id(), "and the road").await;
    let confirmed = ben.sees("a sign", |seen| seen.content["m.relates_to"]["event_id"] == more.as_str()).await;
    assert_eq!(confirmed.content["m.relates_to"]["key"], "✅");

    home.passes("2026-03-27T12:05:00Z").await;
    let notice = home.posts("Both of you have answered.").await;
    let both = serde_json::json!([ana.user(), ben.user()]);
    assert_eq!(notice.content["m.mentions"]["user_ids"], both);
    let words = home.posts("> the quiet sea").await;
    assert_eq!(words.content["msgtype"], "m.notice");
    assert!(words.body().contains("> the blue hills\n\n> and the road"), "{}", words.body());

    // A reaction on the words, and what was heard in a conversation.
    ana.reacts(home.place(), &words.id, "1️⃣").await;
    let asked = home.whispers(ana, "What you heard").await;
    ana.says(&asked.room, "you miss the road").await;
    let heard = home.posts("> you miss the road").await;
    ben.replies(home.place(), &heard.id, "1").await;
    home.shows("yes, that is what I meant").await;
    for person in [ana, ben] {
        for line in lock_screen(&home, person) {
            assert!(!["quiet sea", "blue hills", "the road"].iter().any(|words| line.contains(words)), "{line}");
        }
    }
}

#[tokio::test]
async fn a_check_in_by_reaction_and_by_reply() {
    let home = Home::paired().await;
    let (ana, ben) = (&home.ana, &home.ben);
    home.passes("2026-03-28T07:31:00Z").await;
    let post = home.posts("React with a number").await;
    let sign = ana.reacts(home.place(), &post.id, "4️⃣").await;
    home.shows("capacity 4 of 5").await;
    let reply = ben.replies(home.place(), &post.id, "2 a long night").await;
    ben.sees("a sign", |seen| seen.kind == "m.reaction" && seen.content["m.relates_to"]["event_id"] == reply.as_str())
        .await;
    home.shows("> a long night").await;
    ben.edits(home.place(), &reply, "3 a short night").await;
    home.shows("> a short night").await;
    ben.redacts(home.place(), &reply).await;
    home.shows("nothing here").await;
    ana.redacts(home.place(), &sign).await;
    let last = |seen: &super::person::Seen| {
        let text = seen.content["m.new_content"]["body"].as_str().unwrap_or_default();
        seen.sender == home.bot() && text.matches("nothing here").count() == 2
    };
    ben.sees("both taken back", last).await;
}

#[tokio::test]
async fn a_form_is_a_conversation_that_a_restart_does_not_end() {
    let mut home = Home::paired().await;
    home.ana.says(home.place(), "!gratitude").await;
    let asked = home.whispers(&home.ana, "What they did").await;
    assert!(asked.body().contains("“stop”"), "{}", asked.body());
    home.starts_again().await;
    home.ana.says(&asked.room, "you made tea").await;
    home.whispers(&home.ana, "why it mattered").await;
    home.dies_and_starts().await;
    home.ana.says(&asked.room, "I was cold").await;
    let notice = home.posts("A thank-you.").await;
    assert!(!notice.body().contains("tea"));
    let words = home.posts("> you made tea").await;
    assert!(words.body().contains("> I was cold"), "{}", words.body());
}

#[tokio::test]
async fn private_commands_get_no_answer_in_the_place() {
    let home = Home::paired().await;
    let ana = &home.ana;
    ana.says(home.place(), "!journal").await;
    home.whispers(ana, "nothing in your journal").await;
    let by_name = format!("@{} help checkin", home.bot().localpart());
    for text in ["//why", &by_name, "!chekin"] {
        ana.says(home.place(), text).await;
    }
    home.whispers(ana, "Did you mean !checkin?").await;
    home.whispers(ana, "For example: !checkin").await;
    ana.says(home.place(), "just between us").await;
    home.ben.catches_up().await;
    let whispered = |text: &str| text.contains("journal") || text.contains("mean") || text.contains("example");
    let seen = home.ben.seen();
    let posts: Vec<&str> =
        seen.iter().filter(|s| s.room == home.place() && s.sender == home.bot()).map(|s| s.body()).collect();
    assert!(!posts.iter().any(|text| whispered(text)), "{posts:#?}");
}

#[tokio::test]
async fn what_a_command_gave_goes_with_its_message() {
    let home = Home::paired().await;
    let ana = &home.ana;
    home.passes("2026-03-28T07:31:00Z").await;
    home.posts("React with a number").await;
    let given = ana.says(home.place(), "!checkin 4 work listen a long day").await;
    home.shows("> a long day").await;
    ana.edits(home.place(), &given, "!checkin 5").await;
    home.whispers(ana, "A command stays as you sent it").await;
    ana.redacts(home.place(), &given).await;
    home.shows("nothing here").await;
    // A thank-you that answers nothing.
    let thanks = ana.says(home.place(), "!gratitude what:you made tea").await;
    home.posts("> you made tea").await;
    ana.redacts(home.place(), &thanks).await;
    home.shows("nothing here").await;
    // The words of an answer are changed where they were written.
    ana.says(home.place(), "!prompt").await;
    let private = home.whispers(ana, "What you write here is your answer").await.room;
    let answer = ana.says(&private, "!answer the sea").await;
    home.whispers(ana, "It stays sealed").await;
    ana.edits(&private, &answer, "!answer the lake").await;
    home.whispers(ana, "Changed.").await;
    ana.says(&private, "!journal").await;
    let journal = home.whispers(ana, "> the lake").await;
    assert!(!journal.body().contains("tea") && !journal.body().contains("long day"), "{}", journal.body());
}

#[tokio::test]
async fn a_number_after_a_new_question_is_an_answer_to_it() {
    let home = Home::paired().await;
    let (ana, ben) = (&home.ana, &home.ben);
    ana.says(home.place(), "!prompt").await;
    let private = home.whispers(ana, "What you write here is your answer").await.room;
    ana.says(&private, "the sea").await;
    let kept = home.whispers(ana, "1 Not an answer").await;
    assert!(kept.body().contains("Edit your message to change it"), "{}", kept.body());
    home.passes("2026-03-27T12:05:00Z").await;
    let before = ana.seen().len();
    ben.says(home.place(), "!prompt").await;
    home.whispers_after(before, ana, "What you write here is your answer").await;
    ana.says(&private, "1").await;
    home.whispers_after(before, ana, "It went to this one").await;
    ana.says(&private, "!journal").await;
    let journal = home.whispers(ana, "> the sea").await;
    assert!(journal.body().contains("> 1"), "{}", journal.body());
    // Right after what it offers, a number chooses.
    let before = ana.seen().len();
    let again = ana.says(&private, "and more").await;
    home.takes_in(&private, &again).await;
    ana.replies(&private, &kept.id, "1").await;
    home.whispers_after(before, ana, "I have forgotten it").await;
}

#[tokio::test]
async fn it_tells_nobody_what_it_has_read_or_is_writing() {
    let home = Home::paired().await;
    let (ana, ben) = (&home.ana, &home.ben);
    let (here, private) = (ana.room(home.place()).await, home.private(ana).await);
    let (_listening, mut typing) = here.subscribe_to_typing_notifications();
    let said = ana.says(home.place(), "!gratitude what:you made tea").await;
    home.posts("> you made tea").await;
    ana.says(private.room_id(), "!journal").await;
    home.whispers(ana, "> you made tea").await;
    // Ben's client tells such things, so the bot's would be seen, too.
    let bens = ben.room(home.place()).await;
    bens.typing_notice(true).await.unwrap();
    bens.send_single_receipt(Receipt::Read, ReceiptThread::Unthreaded, said).await.unwrap();
    let has_read = async |room: &matrix_sdk::Room, who: &matrix_sdk::ruma::UserId| {
        let receipt = room.load_user_receipt(ReceiptType::Read, ReceiptThread::Unthreaded, who).await;
        receipt.unwrap().is_some()
    };
    let ben_is_seen = async {
        while !has_read(&here, &ben.user()).await {
            ana.catches_up().await;
        }
        typing.recv().await.unwrap()
    };
    let writing = tokio::time::timeout(PATIENCE, ben_is_seen).await.expect("ben is not seen");
    assert_eq!(writing, [ben.user()]);
    assert!(!has_read(&here, &home.bot()).await && !has_read(&private, &home.bot()).await);
    assert!(typing.try_recv().is_err(), "somebody else is writing");
}
