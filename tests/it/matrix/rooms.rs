//! Who may bring the bot where, and what becomes of a couple whose room changes.

use matrix_sdk::RoomState;
use serde_json::json;

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
    home.ana.client().get_room(home.place()).unwrap().invite_user_by_id(&cleo.user()).await.unwrap();
    cleo.accepts(&home.ana.user()).await;
    home.ana.says(home.place(), "!gratitude what:you made tea").await;
    home.posts("I hold our words back").await;
    home.ben.catches_up().await;
    assert!(!home.ben.seen().iter().any(|seen| seen.sender == home.bot() && seen.body().contains("> you made tea")));
}

#[tokio::test]
async fn removed_and_brought_back_it_goes_on() {
    let home = Home::paired().await;
    let room = home.ana.client().get_room(home.place()).unwrap();
    room.kick_user(&home.bot(), None).await.unwrap();
    home.whispers(&home.ana, "removed from it").await;
    room.invite_user_by_id(&home.bot()).await.unwrap();
    home.ana.meets(&room, &home.bot()).await;
    home.ben.meets(&home.ben.room(home.place()).await, &home.bot()).await;
    home.ana.says(home.place(), "!gratitude what:you waited").await;
    home.posts("> you waited").await;
}

#[tokio::test]
async fn a_couple_goes_on_in_the_room_that_theirs_became() {
    let home = Home::paired().await;
    let (ana, ben, bot) = (&home.ana, &home.ben, home.bot());
    ana.says(home.place(), "!prompt").await;
    home.posts("A question").await;
    let next = ana.makes_room_after(home.place(), &[&ben.user(), &bot]).await;
    ana.sets(home.place(), "m.room.tombstone", json!({ "body": "moved", "replacement_room": next.room_id() })).await;
    let theirs = ben.accepts_room(next.room_id()).await;
    ana.meets(&next, &bot).await;
    ben.meets(&theirs, &bot).await;
    ana.meets(&next, &ben.user()).await;
    ana.says(next.room_id(), "!gratitude what:you came along").await;
    ben.hears(next.room_id(), &bot, "> you came along").await;
}
