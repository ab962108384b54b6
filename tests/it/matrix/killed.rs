//! The program itself, killed by SIGKILL while a message is on its way: what people see is one message, and every answer is kept.

use super::home::has_posted;
use super::process::Scene;
use super::proxy::Keeps;
use crate::real;

#[tokio::test]
async fn the_program_killed_on_its_way_to_a_message_ends_with_one() {
    let Scene { ana, ben, bot, room, mut process } = Scene::paired("trace", &real::where_it_is_past_noon()).await;
    let mut said = Vec::new();
    for keeps in [Keeps::Messages, Keeps::Answers, Keeps::Nothing] {
        let words = format!("marmalade, {keeps:?} kept back");
        process.proxy.keeps(keeps, room.room_id().as_str());
        ana.says(room.room_id(), &format!("!gratitude what:{words}")).await;
        match keeps {
            Keeps::Messages | Keeps::Answers => process.proxy.has_caught().await,
            // Wherever it is just now.
            Keeps::Nothing | Keeps::TooMuch | Keeps::Keys => {}
        }
        process.is_killed();
        process.proxy.keeps(Keeps::Nothing, room.room_id().as_str());
        process.starts();
        ben.hears(room.room_id(), &bot, &words).await;
        said.push(words);
    }
    // The last thing that it does: nothing of what was before comes after it.
    ana.says(room.room_id(), "!gratitude what:the end").await;
    ben.hears(room.room_id(), &bot, "> the end").await;
    for words in &said {
        assert_eq!(has_posted(&ben, &bot, room.room_id(), words).await, 1, "{words}");
    }
    let page = ana.sees("her page", |seen| seen.sender == bot && seen.body().contains("Before anything begins")).await;
    ana.says(&page.room, "!journal").await;
    let journal = ana.hears(&page.room, &bot, "> the end").await;
    for words in &said {
        assert_eq!(journal.body().matches(words.as_str()).count(), 1, "{}", journal.body());
    }
    let log = process.log();
    assert!(!log.contains("marmalade") && !log.contains(&process.account.password), "the log tells");
}
