//! Who may bring the bot where, and what becomes of a couple whose room changes.

use matrix_sdk::RoomState;
use serde_json::json;

use super::bot::bot_client;
use super::home::Home;
use super::person::Person;

#[tokio::test]
async fn only_who_may_brings_the_bot_into_a_room() {
    let home = Home::new().await;
    let cleo = Person::new("cleo").await;
    let room = cleo.makes_room(&[&home.bot()]).await;
    let bot = home.bot();
    let declined = |seen: &super::person::Seen| {
        seen.kind == "m.room.member" && seen.event["state_key"] == bot.as_str() && seen.content["membership"] == "leave"
    };
    cleo.sees("the bot decline", declined).await;
    assert_eq!(room.state(), RoomState::Joined);
}

#[tokio::test]
async fn a_third_person_holds_the_words_back() {
    let home = Home::paired().await;
    let cleo = Person::new("cleo").await;
    let room = home.ana.client().get_room(home.place()).unwrap();
    room.invite_user_by_id(&cleo.user()).await.unwrap();
    cleo.accepts(&home.ana.user()).await;
    home.ana.says(home.place(), "!gratitude what:you made tea").await;
    home.posts("I hold our words back").await;
    assert_eq!(home.posts_with("> you made tea").await, 0);
    // Once the three are two again, the words come.
    room.kick_user(&cleo.user(), None).await.unwrap();
    home.until_looked("> you made tea").await;
    assert_eq!(home.posts_with("> you made tea").await, 1);
    assert!(!cleo.seen().iter().any(|seen| seen.body().contains("> you made tea")));
}

#[tokio::test]
async fn removed_or_banned_and_brought_back_it_goes_on() {
    let home = Home::paired().await;
    let room = home.ana.client().get_room(home.place()).unwrap();
    for banned in [false, true] {
        let before = home.ana.seen().len();
        if banned {
            room.ban_user(&home.bot(), None).await.unwrap();
        } else {
            room.kick_user(&home.bot(), None).await.unwrap();
        }
        home.whispers_after(before, &home.ana, "removed from it").await;
        if banned {
            room.unban_user(&home.bot(), None).await.unwrap();
        }
        room.invite_user_by_id(&home.bot()).await.unwrap();
        home.ana.meets(&room, &home.bot()).await;
        home.ben.meets(&home.ben.room(home.place()).await, &home.bot()).await;
        let words = format!("you waited, banned: {banned}");
        home.ana.says(home.place(), &format!("!gratitude what:{words}")).await;
        home.posts(&format!("> {words}")).await;
    }
}

#[tokio::test]
async fn an_account_that_is_closed_stops_nobody_else() {
    let home = Home::paired().await;
    let private = home.private(&home.ana).await;
    home.ben.closes_account().await;
    home.ana.sees_leave(home.place(), &home.ben.user()).await;
    home.ana.says(home.place(), "!prompt").await;
    home.prompts(&home.ana).await;
    home.ana.hears(private.room_id(), &home.bot(), "What you write here is your answer").await;
    home.passes_by(jiff::SignedDuration::from_hours(30)).await;
    home.ana.says(private.room_id(), "!leave").await;
    home.ana.hears(private.room_id(), &home.bot(), "1 End the pairing").await;
    home.ana.says(private.room_id(), "1").await;
    home.ana.hears(private.room_id(), &home.bot(), "The pairing has ended").await;
}

#[tokio::test]
async fn names_are_those_that_people_have_now() {
    let home = Home::paired().await;
    let (ana, ben) = (&home.ana, &home.ben);
    ana.client().account().set_display_name(Some("Anouk")).await.unwrap();
    ben.client().account().set_display_name(Some("Benno")).await.unwrap();
    // The homeserver tells of it room by room, in its own time.
    for name in ["Anouk", "Benno"] {
        ana.sees("the new name", |seen| seen.kind == "m.room.member" && seen.content["displayname"] == name).await;
    }
    let heard = ben.says(home.place(), "!help").await;
    home.takes_in(home.place(), &heard).await;
    ana.says(home.place(), "!gratitude what:you stayed late").await;
    let post = home.posts("> you stayed late").await;
    assert!(post.body().contains("Anouk") && post.body().contains("Benno"), "{}", post.body());

    // And the bot is called by the name that it has now.
    let operator = bot_client(&home.machine).await;
    operator.account().set_display_name(Some("Little Owl")).await.unwrap();
    ana.sees("the new name", |seen| seen.kind == "m.room.member" && seen.content["displayname"] == "Little Owl").await;
    ana.says(home.place(), "Little Owl: help checkin").await;
    home.whispers(ana, "For example: !checkin").await;
}

#[tokio::test]
async fn a_couple_goes_on_in_the_room_that_theirs_became() {
    let home = Home::paired().await;
    let (ana, ben, bot) = (&home.ana, &home.ben, home.bot());
    ana.says(home.place(), "!prompt").await;
    home.prompts(ben).await;
    let next = ana.makes_room_after(home.place(), &[&ben.user(), &bot]).await;
    ana.sets(home.place(), "m.room.tombstone", json!({ "body": "moved", "replacement_room": next.room_id() })).await;
    let theirs = ben.accepts_room(next.room_id()).await;
    ana.meets(&next, &bot).await;
    ben.meets(&theirs, &bot).await;
    ana.meets(&next, &ben.user()).await;
    ana.says(next.room_id(), "!gratitude what:you came along").await;
    ben.hears(next.room_id(), &bot, "> you came along").await;
}
