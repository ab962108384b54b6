//! What is heard: everything once, in order, whatever breaks in between.

use std::time::Duration;

use betwixt::platform::Happening;
use matrix_sdk::Room;
use matrix_sdk::ruma::TransactionId;
use matrix_sdk::ruma::api::client::message::send_message_event::v3::Request;
use matrix_sdk::ruma::serde::Raw;
use serde_json::{Value, json};

use super::bot::{Bot, Machine, privately};
use super::person::Person;

fn talk(words: &[String]) -> Vec<&String> {
    words.iter().filter(|word| word.starts_with("talk")).collect()
}

async fn conversation(machine: &Machine, bot: &Bot, person: &Person) -> Room {
    let room = bot.whispers_with(person, &machine.user()).await;
    person.says(room.room_id(), "here I am").await;
    bot.hears("here I am").await;
    room
}

#[tokio::test]
async fn what_was_said_while_it_was_away_comes_whole_and_in_order() {
    let machine = Machine::new().await;
    let bot = machine.start().await;
    let ana = Person::new("ana").await;
    let room = conversation(&machine, &bot, &ana).await;
    bot.dies().await;
    let expected: Vec<String> = (0..230).map(|n| format!("talk {n}")).collect();
    for text in &expected {
        ana.says(room.room_id(), text).await;
    }
    let bot = machine.start().await;
    // It looks up what each of them may be about, so that all together take a while.
    for n in [49, 99, 149, 199, 229] {
        bot.hears(&format!("talk {n}")).await;
    }
    assert_eq!(talk(&bot.words()), expected.iter().collect::<Vec<_>>());
    // Only the last one moved the cursor.
    let cursors = bot.letters().iter().filter(|letter| letter.cursor.is_some()).count();
    assert_eq!(cursors, 1, "the cursor moved before the end of the batch");
    bot.stops().await.unwrap();
    let bot = machine.start().await;
    ana.says(room.room_id(), "and more").await;
    bot.hears("and more").await;
    assert_eq!(bot.words(), ["and more"]);
}

#[tokio::test]
async fn a_room_in_which_much_was_said_holds_up_no_other() {
    let machine = Machine::new().await;
    let bot = machine.start().await;
    let (ana, ben) = (Person::new("ana").await, Person::new("ben").await);
    let (busy, quiet) = (conversation(&machine, &bot, &ana).await, bot.whispers_with(&ben, &machine.user()).await);
    bot.dies().await;
    for n in 0..60 {
        ana.says(busy.room_id(), &format!("talk {n}")).await;
    }
    ben.says(quiet.room_id(), "only this").await;
    let bot = machine.start().await;
    bot.hears("talk 59").await;
    let words = bot.words();
    let place = |text: &str| words.iter().position(|word| word == text);
    assert!(place("only this") < place("talk 30"), "{words:?}");
    assert_eq!(talk(&words).len(), 60);
    let letters = bot.letters();
    let cursors: Vec<usize> = (0..letters.len()).filter(|at| letters[*at].cursor.is_some()).collect();
    assert_eq!(cursors, [60], "the cursor moved before everything was kept");
}

#[tokio::test]
async fn what_could_not_be_kept_comes_again_also_after_a_kill() {
    let machine = Machine::new().await;
    let bot = machine.start().await;
    let ana = Person::new("ana").await;
    let room = conversation(&machine, &bot, &ana).await;
    let cursor = machine.cursor();
    machine.refuses(true);
    ana.says(room.room_id(), "one").await;
    ana.says(room.room_id(), "two").await;
    bot.until_tried().await;
    assert_eq!(machine.cursor(), cursor);
    machine.refuses(false);
    bot.hears("two").await;
    assert_eq!(bot.words()[1..], ["one", "two"]);

    machine.refuses(true);
    ana.says(room.room_id(), "three").await;
    bot.until_tried().await;
    bot.dies().await;
    machine.refuses(false);
    let bot = machine.start().await;
    bot.hears("three").await;
    assert_eq!(bot.words(), ["three"]);
}

#[tokio::test]
async fn what_was_said_before_it_joined_is_not_its_business() {
    let machine = Machine::new().await;
    let ana = Person::new("ana").await;
    machine.start().await.stops().await.unwrap();
    // She opens a conversation herself, while the bot is away.
    let room = ana.client().create_dm(&machine.user()).await.unwrap();
    for n in 0..5 {
        ana.says(room.room_id(), &format!("before {n}")).await;
    }
    let bot = machine.start().await;
    ana.meets(&ana.room(room.room_id()).await, &machine.user()).await;
    ana.says(room.room_id(), "after").await;
    bot.hears("after").await;
    let before: Vec<_> = bot.words().into_iter().filter(|word| word.starts_with("before")).collect();
    assert!(before.is_empty(), "{before:?}");
    bot.stops().await.unwrap();
    let bot = machine.start().await;
    ana.says(room.room_id(), "later").await;
    bot.hears("later").await;
    assert_eq!(bot.words(), ["later"]);
}

/// Sends an encrypted event whose key nobody else has.
async fn says_without_key(person: &Person, room: &Room, session: &str) {
    let device = person.client().encryption().get_own_device().await.unwrap().unwrap();
    let ciphertext = "AwgAEsABoxHCBeC1bB/B0sQ/LSt0Pf4HYnmZ/wwb05AoqXg7iPM1JWFRLwte3egjLwdpt1W0xSgKHBjf1eM3iBUrMFiu6x2O+B0XhuH13aOIp2O1MzP8HRm\
                      83QRhtDth1+jsKbBLlqWA4YUuzmKtUHr0KGqeitlacVhUt4ZzdyxLf48em6uWvhSV/B/NrbauiCyJ3PV/dBT6aSxCNthtFihqoCrrE3xwdCUXOm7G9nGwbPJENDHNwSegA4\
                      CUk4ISaC6giYNWzI7+psyGytmrCcPY1PIKfPYhVA1hpZMIbRQWTMKLRgy25HB9giBvPmT7b2BQhTVpc8eOsaN+wZlLDSaLOSoocbZfHz4w9bkP";
    let content: Value = json!({
        "algorithm": "m.megolm.v1.aes-sha2",
        "ciphertext": ciphertext,
        "device_id": device.device_id(),
        "sender_key": device.curve25519_key().unwrap().to_base64(),
        "session_id": session,
    });
    let content = Raw::from_json(serde_json::value::to_raw_value(&content).unwrap());
    let request = Request::new_raw(room.room_id().to_owned(), TransactionId::new(), "m.room.encrypted".into(), content);
    person.client().send(request).await.unwrap();
}

#[tokio::test]
async fn a_message_without_its_key_holds_the_cursor_and_is_told_of_once() {
    let mut machine = Machine::new().await;
    machine.habits.key_wait = Duration::from_secs(3600);
    let bot = machine.start().await;
    let ana = Person::new("ana").await;
    let room = conversation(&machine, &bot, &ana).await;
    let cursor = machine.cursor();
    let session = "X3lUlvLELLYxeTx4yOVu6UDpasGEVO0Jbu+QFnm0cKQ";
    says_without_key(&ana, &room, session).await;
    says_without_key(&ana, &room, session).await;
    ana.says(room.room_id(), "something else").await;
    // What can be read is not held up; but the cursor is.
    bot.hears("something else").await;
    assert_eq!(machine.cursor(), cursor);
    assert!(bot.letters().iter().all(|letter| !matches!(letter.what, Happening::Undecrypted)));
    bot.dies().await;

    machine.habits.key_wait = Duration::ZERO;
    let bot = machine.start().await;
    let told = |bot: &Bot| {
        let letters = bot.letters();
        letters.into_iter().filter(|letter| matches!(letter.what, Happening::Undecrypted)).collect::<Vec<_>>()
    };
    bot.until("the news of it", |bot| told(bot).pop()).await;
    ana.says(room.room_id(), "the end").await;
    bot.hears("the end").await;
    let told = told(&bot);
    assert_eq!(told.len(), 1, "{told:#?}");
    assert_eq!(told[0].from.as_ref().unwrap().user.id, ana.user().as_str());
    assert_ne!(machine.cursor(), cursor);
    // Nothing of it comes again.
    bot.stops().await.unwrap();
    let bot = machine.start().await;
    ana.says(room.room_id(), "goodbye").await;
    bot.hears("goodbye").await;
    assert_eq!(bot.letters().len(), 1);
    assert_eq!(bot.find("none", &privately(&ana)).await, Ok(None));
}
