//! A day of a couple on Matrix, by real clients in encrypted rooms.

use super::home::Home;
use super::person::Person;

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
    home.posts("A question").await;
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
