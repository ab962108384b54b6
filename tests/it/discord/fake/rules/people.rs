//! People: what they can do, what the bot hears of it, what they see.

use serde_json::json;

use super::super::{What, bits};
use super::{Line, identify, stage};

#[tokio::test]
async fn the_bot_reads_only_what_is_meant_for_it() {
    let (fake, home, bot) = stage();
    let (mut line, _) = Line::identified(&fake).await;
    let post = bot.posts(home.channel, json!({"content": "a question"})).await;
    line.hears_of("MESSAGE_CREATE").await;
    home.ana.says("between us").unwrap();
    assert_eq!(line.hears_of("MESSAGE_CREATE").await["content"], "");
    let quiet = home.ana.replies(post, "not for you", false).unwrap();
    let heard = line.hears_of("MESSAGE_CREATE").await;
    assert_eq!(
        (heard["content"].as_str(), heard["referenced_message"]["content"].as_str()),
        (Some(""), Some("a question"))
    );
    let reply = home.ana.replies(post, "the walk", true).unwrap();
    let heard = line.hears_of("MESSAGE_CREATE").await;
    assert_eq!(
        (heard["content"].as_str(), heard["message_reference"]["message_id"].as_str()),
        (Some("the walk"), Some(&*post.to_string()))
    );
    assert_eq!(heard["mentions"][0]["id"], fake.bot_id().to_string());
    home.ana.says(&format!("<@{}> hello", fake.bot_id())).unwrap();
    assert!(line.hears_of("MESSAGE_CREATE").await["content"].as_str().unwrap().ends_with("hello"));
    home.ana.dm().says("in private").unwrap();
    let heard = line.hears_of("MESSAGE_CREATE").await;
    assert_eq!((heard["content"].as_str(), heard["guild_id"].as_str()), (Some("in private"), None));

    home.ana.edits(reply, "the long walk").unwrap();
    assert_eq!(line.hears_of("MESSAGE_UPDATE").await["content"], "the long walk");
    home.ana.edits(quiet, "still not").unwrap();
    assert_eq!(line.hears_of("MESSAGE_UPDATE").await["content"], "");
    home.ana.deletes(reply).unwrap();
    assert_eq!(line.hears_of("MESSAGE_DELETE").await["id"], reply.to_string());
    assert!(home.ben.edits(quiet, "x").is_err() && home.ben.deletes(quiet).is_err(), "not ben's");
    assert!(home.ana.replies(reply, "x", true).is_err(), "it is gone");
    fake.finish();
}

#[tokio::test]
async fn what_is_seen_comes_in_its_order_and_the_lock_screen_shows_content_alone() {
    let (fake, home, bot) = stage();
    let id =
        bot.posts(home.channel, json!({"content": "Both have answered.", "embeds": [{"description": "secret"}]})).await;
    bot.posts(home.channel, json!({"content": "quietly", "flags": 4096})).await;
    let path = format!("/channels/{}/messages/{id}", home.channel);
    bot.asks("PATCH", &path, json!({"embeds": [{"description": "changed"}]})).await;
    bot.asks("PUT", &format!("{path}/reactions/%E2%9C%85/@me"), serde_json::Value::Null).await;
    home.ben.reacts(id, "❤").unwrap();
    home.ben.says("hello").unwrap();
    fake.moderates(id);
    let seen: Vec<What> = home.ana.timeline().into_iter().map(|one| one.what).collect();
    let marked = |by: u64, emoji: &str| What::Marked { by, emoji: emoji.to_owned() };
    let expected = [
        What::Appeared,
        What::Appeared,
        What::Changed,
        marked(fake.bot_id(), "✅"),
        marked(home.ben.id, "❤"),
        What::Appeared,
        What::Vanished,
    ];
    assert_eq!(seen, expected);
    assert_eq!(home.ana.timeline()[2].message.as_ref().unwrap().text(), "Both have answered.\nchanged");
    assert_eq!(home.ana.lock_screen(), ["Both have answered.", "hello"]);
    assert_eq!(home.ben.lock_screen(), ["Both have answered."]);
    assert_eq!(home.ana.sees().len(), 2);
    fake.finish();
}

#[tokio::test]
async fn only_those_who_may_see_a_channel_do() {
    let (fake, home, bot) = stage();
    bot.posts(home.channel, json!({"content": "for two"})).await;
    let carla = fake.stranger("carla").at(home.channel);
    fake.joins(home.guild, carla.id);
    assert!(carla.sees().is_empty() && carla.says("x").is_err() && carla.presses("x").is_err());
    let thread = fake.thread(home.channel, "aside", true, &[home.ana.id, fake.bot_id()]);
    bot.posts(thread, json!({"content": "for one"})).await;
    assert_eq!((home.ana.sees().len(), home.ben.sees().len()), (2, 1));
    fake.overwrite(home.channel, carla.id, true, bits::VIEW_CHANNEL, 0);
    assert_eq!(carla.sees().len(), 1);
    carla.leaves(home.guild);
    assert!(carla.sees().is_empty());
    fake.finish();
}

#[tokio::test]
async fn the_members_intent_is_privileged() {
    let (fake, home, _) = stage();
    let (mut line, _) = Line::identified(&fake).await;
    home.ben.leaves(home.guild);
    fake.channel(home.guild, "new");
    // Without the intent the next thing that the bot hears is the channel.
    loop {
        let heard = line.hears().await;
        assert_ne!(heard["t"], "GUILD_MEMBER_REMOVE");
        if heard["t"] == "CHANNEL_CREATE" {
            break;
        }
    }
    let mut other = Line::open(&fake).await;
    other.hears().await;
    other.says(identify(&fake, bits::GUILDS | bits::GUILD_MEMBERS)).await;
    assert_eq!(other.hears().await["closed"], 4014);
    fake.grants(bits::GUILD_MEMBERS);
    let mut other = Line::open(&fake).await;
    other.hears().await;
    other.says(identify(&fake, bits::GUILDS | bits::GUILD_MEMBERS)).await;
    other.hears_of("GUILD_CREATE").await;
    let carla = fake.stranger("carla");
    fake.joins(home.guild, carla.id);
    assert_eq!(other.hears_of("GUILD_MEMBER_ADD").await["user"]["username"], "carla");
    fake.finish();
}
