//! The gateway: greeted, identified, resumed, closed.

use serde_json::{Value, json};

use super::super::bits;
use super::{Line, identify, stage};

#[tokio::test]
async fn a_connection_is_greeted_and_told_of_its_servers() {
    let (fake, home, _) = stage();
    let (mut line, ready) = Line::identified(&fake).await;
    assert_eq!((ready["v"].as_u64(), ready["guilds"][0]["unavailable"].as_bool()), (Some(10), Some(true)));
    assert_eq!(ready["application"]["id"], fake.bot_id().to_string());
    let guild = line.hears_of("GUILD_CREATE").await;
    assert_eq!((guild["id"].as_str(), guild["member_count"].as_u64()), (Some(&*home.guild.to_string()), Some(3)));
    assert_eq!(guild["members"].as_array().unwrap().len(), 1, "only the bot itself");
    line.says(json!({"op": 1, "d": 2})).await;
    assert_eq!(line.hears().await["op"], 11);
    fake.loses_acks(true);
    line.says(json!({"op": 1, "d": 2})).await;
    fake.until("the heartbeat is heard", |fake| (fake.tally().heartbeats == 2).then_some(())).await;
    fake.asks_to_reconnect();
    assert_eq!(line.hears().await["op"], 7, "no acknowledgement came");
    assert_eq!((fake.tally().identifies, fake.tally().heartbeats, fake.shards()), (1, 2, vec![(0, 1)]));
    fake.finish();
}

#[tokio::test]
async fn a_session_is_resumed_with_what_was_missed() {
    let (fake, home, bot) = stage();
    let (mut line, ready) = Line::identified(&fake).await;
    line.hears_of("GUILD_CREATE").await;
    fake.breaks();
    assert!(line.hears().await.get("broken").is_some());
    fake.until("the session stands alone", |fake| fake.shards().is_empty().then_some(())).await;
    bot.posts(home.channel, json!({"content": "missed"})).await;
    let resume =
        |seq: u64| json!({"op": 6, "d": {"token": fake.token(), "session_id": ready["session_id"], "seq": seq}});
    let mut line = Line::open(&fake).await;
    line.hears().await;
    line.says(resume(2)).await;
    assert_eq!(line.hears_of("MESSAGE_CREATE").await["content"], "missed");
    assert_eq!(line.hears().await["t"], "RESUMED");
    assert_eq!(fake.tally().resumes, 1);

    fake.forgets_sessions();
    let mut line = Line::open(&fake).await;
    line.hears().await;
    line.says(resume(2)).await;
    assert_eq!(line.hears().await, json!({"op": 9, "s": null, "t": null, "d": false}));
    fake.finish();
}

#[tokio::test]
async fn connections_are_closed_on_demand() {
    let (fake, ..) = stage();
    for code in [Some(4000), Some(4009), None] {
        let (mut line, _) = Line::identified(&fake).await;
        line.hears_of("GUILD_CREATE").await;
        fake.closes(code);
        assert_eq!(line.hears().await, json!({"closed": code}));
    }
    let (mut line, _) = Line::identified(&fake).await;
    line.hears_of("GUILD_CREATE").await;
    fake.tells("INTERACTION_CREATE", json!({"odd": 1}));
    assert_eq!(line.hears_of("INTERACTION_CREATE").await, json!({"odd": 1}));
    fake.invalidates(false);
    assert_eq!(line.hears().await["op"], 9);
    fake.finish();
}

#[tokio::test]
async fn who_does_not_fit_is_closed_out() {
    let (fake, ..) = stage();
    let good = identify(&fake, bits::GUILDS);
    let with = |key: &str, value: Value| {
        let mut changed = good.clone();
        changed["d"][key] = value;
        changed
    };
    let cases = [
        (with("token", json!("wrong")), 4004),
        (with("intents", json!(bits::MESSAGE_CONTENT)), 4014),
        (with("intents", json!(1_u64 << 40)), 4013),
        (with("shard", json!([1, 1])), 4010),
        (json!({"op": 3, "d": {}}), 4003),
        (json!({"op": 99}), 4001),
    ];
    for (said, code) in cases {
        let mut line = Line::open(&fake).await;
        line.hears().await;
        line.says(said).await;
        assert_eq!(line.hears().await["closed"], code);
    }
    fake.refuses_identify(4013);
    let mut line = Line::open(&fake).await;
    line.hears().await;
    line.says(good.clone()).await;
    assert_eq!(line.hears().await["closed"], 4013);
    let mut line = Line::open(&fake).await;
    line.hears().await;
    line.says(good.clone()).await;
    line.hears_of("READY").await;
    line.hears_of("GUILD_CREATE").await;
    line.says(good).await;
    assert_eq!(line.hears().await["closed"], 4005);
    fake.finish();
}

#[tokio::test]
async fn servers_belong_to_shards_and_private_messages_to_the_first() {
    let (fake, home, bot) = stage();
    let own = (home.guild >> 22) % 2;
    let mut lines = Vec::new();
    for shard in 0..2_u64 {
        let mut line = Line::open(&fake).await;
        line.hears().await;
        let mut said = identify(&fake, bits::GUILDS | bits::GUILD_MESSAGES | bits::DIRECT_MESSAGES);
        said["d"]["shard"] = json!([shard, 2]);
        line.says(said).await;
        let ready = line.hears_of("READY").await;
        assert_eq!(ready["guilds"].as_array().unwrap().len(), usize::from(shard == own));
        lines.push(line);
    }
    assert_eq!(fake.shards(), [(0, 2), (1, 2)]);
    bot.posts(home.channel, json!({"content": "to the guild's"})).await;
    home.ana.dm().says("to the first").unwrap();
    let index = usize::try_from(own).unwrap();
    assert_eq!(lines[index].hears_of("MESSAGE_CREATE").await["content"], "to the guild's");
    assert_eq!(lines[0].hears_of("MESSAGE_CREATE").await["content"], "to the first");
    fake.finish();
}

#[tokio::test]
async fn an_outage_is_no_removal() {
    let (fake, home, _) = stage();
    let (mut line, _) = Line::identified(&fake).await;
    line.hears_of("GUILD_CREATE").await;
    fake.outage(home.guild, true);
    assert_eq!(line.hears_of("GUILD_DELETE").await["unavailable"], true);
    fake.outage(home.guild, false);
    line.hears_of("GUILD_CREATE").await;
    fake.removes_bot(home.guild);
    assert!(line.hears_of("GUILD_DELETE").await.get("unavailable").is_none());
    fake.installs(home.guild, bits::MINIMAL);
    line.hears_of("GUILD_CREATE").await;
    fake.forbids(home.channel, bits::SEND_MESSAGES);
    assert_eq!(line.hears_of("CHANNEL_UPDATE").await["id"], home.channel.to_string());
    fake.deletes_channel(home.channel);
    line.hears_of("CHANNEL_DELETE").await;
    fake.finish();
}
