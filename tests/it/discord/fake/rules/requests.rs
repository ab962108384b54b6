//! Requests: what is valid, who may what, what is remembered, what goes wrong on demand.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::super::{Fake, Fault, bits};
use super::{Bare, button, stage};

#[tokio::test]
async fn the_document_and_its_gaps_are_held_against_requests() {
    let (fake, home, bot) = stage();
    let long = "x".repeat(26);
    let rows: Vec<Value> = (0..6).map(|row| button(&format!("b{row}"), "x")[0].clone()).collect();
    let twice = json!([{"type": 1, "components": [
        {"type": 2, "style": 1, "custom_id": "same", "label": "a"}, {"type": 2, "style": 1, "custom_id": "same", "label": "b"},
    ]}]);
    let cases = [
        (json!({"content": 7}), "/content breaks"),
        (json!({"content": "x", "surprise": true}), "/surprise is unknown"),
        (json!({"embeds": [{"description": "x", "colour": 1}]}), "/embeds/0/colour is unknown"),
        (json!({"embeds": [{"description": "x".repeat(4_097)}]}), "/embeds/0/description breaks"),
        (
            json!({"embeds": [{"description": "x".repeat(4_000)}, {"description": "x".repeat(2_001)}]}),
            "6,000 characters",
        ),
        (json!({"content": "x", "nonce": long}), "nonce"),
        (json!({"content": ""}), "an empty message"),
        (json!({"content": "x", "components": twice}), "custom_id twice"),
        (json!({"content": "x", "components": rows}), "five rows"),
        (json!({"content": "x", "components": button(&"c".repeat(101), "x")}), "custom_id"),
        (json!({"content": "x", "components": button("c", "")}), "a button without a label"),
        (
            json!({"content": "x", "components": [{"type": 2, "style": 1, "custom_id": "c", "label": "x"}]}),
            "outside of a row",
        ),
        (
            json!({"content": "x", "allowed_mentions": {"parse": ["users"], "users": [home.ana.id.to_string()]}}),
            "parses users",
        ),
        (json!({"content": "x", "attachments": [{"id": "0", "filename": "a"}]}), "did not come with it"),
    ];
    let path = format!("/channels/{}/messages", home.channel);
    for (body, expected) in cases {
        let shown = body.to_string();
        bot.asks("POST", &path, body).await;
        let troubles = fake.take_troubles();
        assert!(troubles.iter().any(|one| one.contains(expected)), "{expected}: {troubles:?} for {shown}");
    }
    assert_eq!(bot.asks("POST", &path, json!({"content": 7})).await.0, 400);
    // What libraries send for nothing is no violation.
    bot.posts(home.channel, json!({"content": "fine", "embeds": [], "components": null, "nonce": null})).await;
    bot.asks("GET", &format!("{path}?limits=5"), Value::Null).await;
    bot.asks("GET", "/channels/home", Value::Null).await;
    let troubles = fake.take_troubles();
    for expected in ["unknown query parameter limits", "channel_id is no id"] {
        assert!(troubles.iter().any(|one| one.contains(expected)), "{troubles:?}");
    }
    fake.finish();
}

#[tokio::test]
async fn commands_are_held_against_their_rules() {
    let (fake, _, bot) = stage();
    let path = format!("/applications/{}/commands", fake.bot_id());
    let option =
        |name: &str, required: bool| json!({"type": 3, "name": name, "description": "d", "required": required});
    let choices: Vec<Value> = (0..26).map(|n| json!({"name": n.to_string(), "value": n.to_string()})).collect();
    let cases = [
        (json!([{"name": "Setup", "description": "d"}]), "lower-case"),
        (json!([{"name": "setup", "description": "d".repeat(101)}]), "description"),
        (json!([{"name": "setup", "description": ""}]), "description"),
        (json!([{"name": "setup", "description": "d"}, {"name": "setup", "description": "d"}]), "two commands setup"),
        (
            json!([{"name": "setup", "description": "d", "options": [option("a", false), option("b", true)]}]),
            "required after",
        ),
        (
            json!([{"name": "setup", "description": "d", "options": [option("a", false), option("a", false)]}]),
            "two options",
        ),
        (
            json!([{"name": "setup", "description": "d", "options": [{"type": 3, "name": "a", "description": "d", "choices": choices}]}]),
            "choices",
        ),
        (json!([{"name": "setup", "description": "d", "name_localizations": {"xx": "a"}}]), "no language"),
        (json!([{"name": "setup", "description": "d", "colour": 1}]), "/0/colour is unknown"),
    ];
    for (body, expected) in cases {
        bot.asks("PUT", &path, body).await;
        let troubles = fake.take_troubles();
        assert!(troubles.iter().any(|one| one.contains(expected)), "{expected}: {troubles:?}");
    }
    let good = json!([{"name": "setup", "description": "d", "contexts": [0], "integration_types": [0],
        "default_member_permissions": "0", "options": [option("zone", true), option("evening", false)]}]);
    bot.registers(&fake, good.clone()).await;
    let (_, first) = bot.asks("GET", &path, Value::Null).await;
    bot.registers(&fake, good).await;
    let (_, second) = bot.asks("GET", &path, Value::Null).await;
    assert_eq!(first[0]["id"], second[0]["id"], "a command keeps its id");
    fake.finish();
}

#[tokio::test]
async fn permissions_come_from_roles_and_overwrites() {
    let (fake, home, bot) = stage();
    let path = format!("/channels/{}/messages", home.channel);
    let post = || json!({"content": "x"});
    let embed = || json!({"embeds": [{"description": "x"}]});
    let own = bot.posts(home.channel, post()).await;
    fake.forbids(home.channel, bits::EMBED_LINKS);
    assert_eq!(bot.is_refused("POST", &path, embed()).await, (403, 50013));
    fake.forbids(home.channel, bits::SEND_MESSAGES);
    assert_eq!(bot.is_refused("POST", &path, post()).await, (403, 50013));
    fake.forbids(home.channel, bits::ADD_REACTIONS);
    let mark = format!("{path}/{own}/reactions/%E2%9C%85/@me");
    assert_eq!(bot.is_refused("PUT", &mark, Value::Null).await, (403, 50013));
    fake.forbids(home.channel, bits::READ_MESSAGE_HISTORY);
    let reply = json!({"content": "x", "message_reference": {"message_id": own.to_string()}});
    assert_eq!(bot.is_refused("POST", &path, reply).await, (400, 160002));
    assert_eq!(bot.asks("GET", &path, Value::Null).await, (200, json!([])));
    fake.forbids(home.channel, bits::VIEW_CHANNEL);
    assert_eq!(bot.is_refused("POST", &path, post()).await, (403, 50001));
    assert_eq!(bot.is_refused("GET", &format!("/channels/{}", home.channel), Value::Null).await, (403, 50001));
    fake.forbids(home.channel, 0);
    assert_eq!(bot.asks("PUT", &mark, Value::Null).await.0, 204);
    // A role that may see the channel lets its members in; ana's own view is not touched by it.
    let carla = fake.stranger("carla").at(home.channel);
    fake.joins(home.guild, carla.id);
    assert!(carla.sees_here().is_empty());
    let role = fake.role(home.guild, "friends", 0, &[carla.id]);
    fake.overwrite(home.channel, role, false, bits::VIEW_CHANNEL, 0);
    assert_eq!(carla.sees_here().len(), 1);
    fake.permits(home.guild, home.guild, bits::USUAL | bits::ADMINISTRATOR);
    assert_eq!(fake.stranger("dora").at(home.channel).sees_here(), [], "no member, no view");
    fake.removes_bot(home.guild);
    assert_eq!(bot.is_refused("GET", &format!("/guilds/{}", home.guild), Value::Null).await, (404, 10004));
    assert_eq!(bot.is_refused("POST", &path, post()).await, (403, 50001));
    fake.finish();
}

#[tokio::test]
async fn what_the_guard_asks_is_answered() {
    let (fake, home, bot) = stage();
    let (_, guild) = bot.asks("GET", &format!("/guilds/{}?with_counts=true", home.guild), Value::Null).await;
    assert_eq!(
        (guild["approximate_member_count"].as_u64(), guild["owner_id"].as_str()),
        (Some(3), Some(&*home.ana.id.to_string()))
    );
    let (_, channel) = bot.asks("GET", &format!("/channels/{}", home.channel), Value::Null).await;
    assert_eq!(channel["permission_overwrites"].as_array().unwrap().len(), 4);
    let member = |id: u64| format!("/guilds/{}/members/{id}", home.guild);
    assert_eq!(bot.asks("GET", &member(home.ben.id), Value::Null).await.0, 200);
    let carla = fake.stranger("carla");
    assert_eq!(bot.is_refused("GET", &member(carla.id), Value::Null).await, (404, 10007));
    assert_eq!(bot.is_refused("GET", &member(7), Value::Null).await, (404, 10013));
    let all = format!("/guilds/{}/members", home.guild);
    assert_eq!(bot.is_refused("GET", &all, Value::Null).await, (403, 50001), "the list is privileged");
    for path in ["roles", "channels"] {
        assert_eq!(bot.asks("GET", &format!("/guilds/{}/{path}", home.guild), Value::Null).await.0, 200);
    }
    let thread = fake.thread(home.channel, "aside", true, &[home.ana.id, fake.bot_id()]);
    let (_, thread) = bot.asks("GET", &format!("/channels/{thread}"), Value::Null).await;
    assert_eq!((thread["type"].as_u64(), thread["parent_id"].as_str()), (Some(12), Some(&*home.channel.to_string())));
    fake.outage(home.guild, true);
    assert_eq!(bot.asks("GET", &format!("/guilds/{}", home.guild), Value::Null).await.0, 500);
    for path in ["/users/@me", "/applications/@me", "/gateway/bot", "/gateway"] {
        assert_eq!(bot.asks("GET", path, Value::Null).await.0, 200, "{path}");
    }
    fake.finish();
}

#[tokio::test]
async fn private_messages_can_be_closed() {
    let (fake, home, bot) = stage();
    let open = json!({"recipient_id": home.ben.id.to_string()});
    let (_, dm) = bot.asks("POST", "/users/@me/channels", open.clone()).await;
    let (_, again) = bot.asks("POST", "/users/@me/channels", open).await;
    assert_eq!(dm["id"], again["id"]);
    let dm: u64 = dm["id"].as_str().unwrap().parse().unwrap();
    bot.posts(dm, json!({"content": "hello"})).await;
    assert!(home.ben.sees().iter().any(|one| one.is_direct && one.content == "hello"));
    assert!(home.ana.sees().is_empty());
    let path = format!("/channels/{dm}/messages");
    home.ben.closes_dms(true);
    assert_eq!(bot.is_refused("POST", &path, json!({"content": "x"})).await, (403, 50007));
    home.ben.leaves(home.guild);
    assert_eq!(bot.is_refused("POST", &path, json!({"content": "x"})).await, (403, 50278));
    let nobody = json!({"recipient_id": "7"});
    assert_eq!(bot.is_refused("POST", "/users/@me/channels", nobody).await, (400, 50033));
    fake.finish();
}

#[tokio::test]
async fn a_nonce_is_remembered_for_two_minutes() {
    let now = Arc::new(Mutex::new(Timestamp::from_second(1_774_600_000).unwrap()));
    let clock = Arc::clone(&now);
    let fake = Fake::at(move || *clock.lock().unwrap());
    fake.checks_itself();
    let home = fake.couple();
    let bot = Bare::new(&fake);
    let body = json!({"content": "once", "nonce": "token-1", "enforce_nonce": true});
    let first = bot.posts(home.channel, body.clone()).await;
    assert_eq!(bot.posts(home.channel, body.clone()).await, first);
    let unforced = json!({"content": "once", "nonce": "token-1"});
    assert_ne!(bot.posts(home.channel, unforced).await, first, "without enforce_nonce it is only a word");
    let second = bot.posts(home.channel, json!({"content": "two", "nonce": "token-2", "enforce_nonce": true})).await;
    *now.lock().unwrap() += SignedDuration::from_secs(121);
    let later = bot.posts(home.channel, json!({"content": "two", "nonce": "token-2", "enforce_nonce": true})).await;
    assert_ne!(later, second);
    fake.forgets_nonces();
    let last = bot.posts(home.channel, json!({"content": "two", "nonce": "token-2", "enforce_nonce": true})).await;
    assert_ne!(last, later);
    let (_, listed) = bot.asks("GET", &format!("/channels/{}/messages?after={first}", home.channel), Value::Null).await;
    let ids: Vec<String> =
        listed.as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap().to_owned()).collect();
    assert_eq!(ids[0], last.to_string(), "newest first");
    assert!(listed[0].get("nonce").is_none(), "a nonce is not told again");
    assert_eq!(home.ben.sees().len(), 5);
    fake.finish();
}

#[tokio::test]
async fn messages_are_changed_and_deleted_by_their_author() {
    let (fake, home, bot) = stage();
    let id = bot.posts(home.channel, json!({"content": "a", "components": button("x", "Press")})).await;
    let theirs = home.ana.says("mine").unwrap();
    let path = |id: u64| format!("/channels/{}/messages/{id}", home.channel);
    let (_, changed) = bot.asks("PATCH", &path(id), json!({"content": "b"})).await;
    assert_eq!((changed["content"].as_str(), changed["components"].as_array().unwrap().len()), (Some("b"), 1));
    assert_eq!(bot.is_refused("PATCH", &path(theirs), json!({"content": "b"})).await, (403, 50005));
    assert_eq!(bot.is_refused("DELETE", &path(theirs), Value::Null).await, (403, 50013));
    assert_eq!(bot.asks("GET", &path(theirs), Value::Null).await.1["content"], "", "not the bot's business");
    fake.grants(bits::MESSAGE_CONTENT);
    assert_eq!(bot.asks("GET", &path(theirs), Value::Null).await.1["content"], "mine");
    assert_eq!(bot.asks("DELETE", &path(id), Value::Null).await.0, 204);
    for (method, body) in [("PATCH", json!({"content": "c"})), ("DELETE", Value::Null), ("GET", Value::Null)] {
        assert_eq!(bot.is_refused(method, &path(id), body).await, (404, 10008));
    }
    fake.deletes_channel(home.channel);
    assert_eq!(bot.is_refused("PATCH", &path(id), json!({"content": "c"})).await, (404, 10003));
    fake.finish();
}

#[tokio::test]
async fn files_come_with_a_message() {
    let (fake, home, bot) = stage();
    let payload = json!({"content": "yours", "attachments": [{"id": "0", "filename": "a.json"}]});
    let form = format!(
        "--cut\r\nContent-Disposition: form-data; name=\"payload_json\"\r\n\r\n{payload}\r\n\
         --cut\r\nContent-Disposition: form-data; name=\"files[0]\"; filename=\"a.json\"\r\nContent-Type: application/json\r\n\r\n\
         {{\"a\": 1}}\r\n--cut--\r\n"
    );
    let request = bot.http.post(format!("https://discord.com/api/v10/channels/{}/messages", home.channel));
    let request =
        request.header("authorization", format!("Bot {}", bot.token)).header("user-agent", "DiscordBot (x, 0)");
    let request = request.header("content-type", "multipart/form-data; boundary=cut").body(form);
    assert_eq!(request.send().await.unwrap().status(), 200);
    let seen = home.ana.sees();
    assert_eq!((seen[0].files[0].name.as_str(), seen[0].files[0].bytes.as_slice()), ("a.json", &b"{\"a\": 1}"[..]));
    fake.finish();
}

#[tokio::test]
async fn mentions_notify_only_whom_they_may() {
    let (fake, home, bot) = stage();
    let both = format!("{} {} @everyone", home.ana.mention(), home.ben.mention());
    let only_ben = json!({"content": both, "allowed_mentions": {"users": [home.ben.id.to_string()]}});
    let none = json!({"content": both, "allowed_mentions": {"parse": []}});
    for (body, expected) in
        [(only_ben, vec![home.ben.id]), (none, vec![]), (json!({"content": both}), vec![home.ana.id, home.ben.id])]
    {
        let id = bot.posts(home.channel, body).await;
        let seen = home.ana.sees().into_iter().find(|one| one.id == id).unwrap();
        assert_eq!(seen.pinged.into_iter().collect::<Vec<_>>(), expected);
    }
    fake.finish();
}

#[tokio::test]
async fn a_wrong_token_opens_nothing() {
    let (fake, home, bot) = stage();
    let path = format!("/channels/{}/messages", home.channel);
    let other = Bare { token: "x".to_owned(), http: bot.http.clone() };
    assert_eq!(other.is_refused("POST", &path, json!({"content": "x"})).await, (401, 0));
    fake.resets_token();
    assert_eq!(bot.is_refused("POST", &path, json!({"content": "x"})).await, (401, 0));
    assert!(home.ana.sees().is_empty());
    fake.finish();
}

#[tokio::test]
async fn faults_come_when_they_are_asked_for() {
    let (fake, home, bot) = stage();
    let path = format!("/channels/{}/messages", home.channel);
    let route = "POST /channels/{channel_id}/messages";
    let soon = Duration::from_millis(250);
    let plain = [
        (Fault::Limited { after: soon, global: false }, 429, 0),
        (Fault::Limited { after: soon, global: true }, 429, 0),
        (Fault::Banned { after: soon }, 429, 0),
        (Fault::BadGateway, 502, 0),
        (Fault::Unavailable, 503, 0),
        (Fault::Refused(429, 30046), 429, 0),
        (Fault::Cut, 0, 0),
        (Fault::Silent, 0, 0),
        (Fault::DoneCut, 0, 1),
        (Fault::DoneSilent, 0, 1),
        (Fault::Slow(soon), 200, 1),
    ];
    let hasty = Bare { http: Bare::new(&fake).http, token: fake.token() };
    for (fault, status, done) in plain {
        let before = home.ana.sees().len();
        let shown = format!("{fault:?}");
        fake.next(route, fault);
        let answer =
            tokio::time::timeout(Duration::from_secs(1), hasty.asks_fully("POST", &path, json!({"content": "x"})))
                .await;
        let came = answer.ok().and_then(Result::ok).map_or(0, |response| response.status().as_u16());
        assert_eq!((came, home.ana.sees().len() - before), (status, done), "{shown}");
    }
    let response = bot.asks_fully("POST", &path, json!({"content": "x"})).await.unwrap();
    for name in ["x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset-after", "x-ratelimit-bucket", "date"]
    {
        assert!(response.headers().contains_key(name), "{name}");
    }
    fake.always(route, Fault::BadGateway);
    for _ in 0..3 {
        assert_eq!(bot.asks("POST", &path, json!({"content": "x"})).await.0, 502);
    }
    fake.well();
    fake.limits(2, Duration::from_secs(60));
    let other = fake.channel(home.guild, "other");
    let path = format!("/channels/{other}/messages");
    let mut statuses = Vec::new();
    for _ in 0..3 {
        statuses.push(bot.asks("POST", &path, json!({"content": "x"})).await.0);
    }
    assert_eq!(statuses, [200, 200, 429]);
    fake.finish();
}
