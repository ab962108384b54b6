//! A homeserver that wants less: what it asks to be sent later is sent later, once, and nobody is told anything else meanwhile.

use super::home::has_posted;
use super::process::Scene;
use super::proxy::{Keeps, Proxy};
use crate::real;

#[tokio::test]
async fn what_is_too_much_for_the_homeserver_is_sent_when_it_said() {
    let Scene { ana, ben, bot, room, process } = Scene::paired("info", &real::where_it_is_past_noon()).await;
    process.proxy.keeps(Keeps::TooMuch, room.room_id().as_str());
    ana.says(room.room_id(), "!gratitude what:marmalade on the table").await;
    let waited = process.proxy.was_too_much_twice().await;
    assert!(waited >= Proxy::WAIT, "it waited {waited:?}");
    process.proxy.keeps(Keeps::Nothing, room.room_id().as_str());
    ben.hears(room.room_id(), &bot, "marmalade on the table").await;
    // The last thing that it does: nothing of what was before comes after it.
    ana.says(room.room_id(), "!gratitude what:the end").await;
    ben.hears(room.room_id(), &bot, "> the end").await;
    assert_eq!(has_posted(&ben, &bot, room.room_id(), "marmalade on the table").await, 1);
    let log = process.log();
    assert!(!log.contains("marmalade"), "the log tells");
    assert!(!log.contains("ERROR"), "waiting is no error: {log}");
}
