//! Interactions: acknowledged once and in time, ephemeral for one, forms only first.

use serde_json::{Value, json};

use super::super::{Fake, Home, bits};
use super::{Bare, Line, button, callback, stage, webhook};

/// A stage on which a command is registered.
async fn told() -> (Fake, Home, Bare, Line) {
    let (fake, home, bot) = stage();
    bot.registers(&fake, commands()).await;
    let (line, _) = Line::identified(&fake).await;
    (fake, home, bot, line)
}

fn commands() -> Value {
    json!([
        {"name": "ask", "description": "Asks", "contexts": [0, 1], "integration_types": [0],
         "name_localizations": {"de": "frage"}, "description_localizations": {"de": "Fragt"},
         "options": [
            {"type": 6, "name": "partner", "description": "Who", "required": true},
            {"type": 3, "name": "zone", "description": "Where", "autocomplete": true},
            {"type": 4, "name": "capacity", "description": "How", "min_value": 1, "max_value": 5},
            {"type": 3, "name": "tag", "description": "What", "choices": [{"name": "Work", "value": "work"}]},
         ]},
        {"name": "here", "description": "Here only", "contexts": [0]},
    ])
}

fn whispered(content: &str) -> Value {
    json!({"type": 4, "data": {"content": content, "flags": 64}})
}

fn modal() -> Value {
    json!({"type": 9, "data": {"custom_id": "form", "title": "Words", "components": [
        {"type": 1, "components": [{"type": 4, "custom_id": "words", "style": 2, "label": "Your words", "max_length": 20}]},
        {"type": 1, "components": [{"type": 4, "custom_id": "why", "style": 1, "label": "Why", "required": false}]},
    ]}})
}

#[tokio::test]
async fn a_command_is_answered_once_and_only_its_giver_sees_it() {
    let (fake, home, bot, mut line) = told().await;
    let asked =
        home.ana.slash("ask", json!({"partner": home.ben.id.to_string(), "capacity": 4, "tag": "Work"})).unwrap();
    let event = line.hears_of("INTERACTION_CREATE").await;
    for field in [
        "entitlements",
        "attachment_size_limit",
        "locale",
        "token",
        "version",
        "channel_id",
        "app_permissions",
        "member",
    ] {
        assert!(!event[field].is_null(), "{field}");
    }
    assert_eq!(event["app_permissions"], (bits::MINIMAL | bits::USUAL).to_string());
    assert_eq!(event["data"]["options"][2]["value"], "work");
    let ben = home.ben.id.to_string();
    assert!(
        event["data"]["resolved"]["users"][&ben]["username"] == "ben"
            && event["data"]["resolved"]["members"][&ben].is_object()
    );

    let (status, _) = bot.calls_back(&event, whispered("only you")).await;
    assert_eq!(status, 204);
    assert_eq!(bot.is_refused("POST", &callback(&event), whispered("again")).await, (400, 40060));
    assert_eq!(home.ana.answer_to(asked).await.content, "only you");
    assert!(home.ben.sees().is_empty(), "ephemeral");
    assert_eq!(home.ana.lock_screen(), Vec::<String>::new());
    let own = home.ana.sees()[0].id;
    let by_channel = format!("/channels/{}/messages/{own}", home.channel);
    assert_eq!(bot.is_refused("PATCH", &by_channel, json!({"content": "x"})).await, (404, 10008));
    let (_, original) =
        bot.asks("PATCH", &format!("{}/messages/@original", webhook(&event)), json!({"content": "changed"})).await;
    assert_eq!(original["flags"], 64);
    assert_eq!(home.ana.sees()[0].content, "changed");
    let (_, more) = bot.asks("POST", &webhook(&event), json!({"content": "more", "flags": 64})).await;
    assert_eq!((more["flags"].as_u64(), home.ben.sees().len()), (Some(64), 0));
    fake.finish();
}

#[tokio::test]
async fn a_deferred_answer_takes_the_place_of_is_thinking() {
    let (fake, home, bot, mut line) = told().await;
    let asked = home.ana.slash("here", json!({})).unwrap();
    let event = line.hears_of("INTERACTION_CREATE").await;
    let original = format!("{}/messages/@original", webhook(&event));
    assert_eq!(bot.is_refused("POST", &webhook(&event), json!({"content": "early"})).await, (404, 10015));
    assert_eq!(bot.is_refused("PATCH", &original, json!({"content": "early"})).await, (404, 10015));
    bot.calls_back(&event, json!({"type": 5, "data": {"flags": 64}})).await;
    assert!(home.ana.sees()[0].is_loading);
    let (_, told) = bot.asks("POST", &webhook(&event), json!({"content": "late", "flags": 0})).await;
    assert_eq!(told["flags"], 64, "who sees it was fixed by the first answer");
    let seen = home.ana.answer_to(asked).await;
    assert!(seen.content == "late" && seen.is_whisper && !seen.is_edited);
    assert_eq!(home.ana.sees().len(), 1);

    fake.lets_tokens_expire();
    for (method, path) in [("PATCH", original.clone()), ("POST", webhook(&event))] {
        assert_eq!(bot.is_refused(method, &path, json!({"content": "x"})).await, (401, 50027));
    }
    let forged = webhook(&event).replace("ttt", "xxx");
    assert_eq!(bot.is_refused("POST", &forged, json!({"content": "x"})).await, (404, 10015));
    fake.finish();
}

#[tokio::test]
async fn who_answers_late_answers_nobody() {
    let (fake, home, bot, mut line) = told().await;
    home.ana.slash("here", json!({})).unwrap();
    let event = line.hears_of("INTERACTION_CREATE").await;
    fake.lets_interactions_lapse();
    assert_eq!(home.ana.failures(), 1);
    assert_eq!(bot.is_refused("POST", &callback(&event), whispered("late")).await, (404, 10062));
    assert_eq!(bot.is_refused("POST", "/interactions/7/x/callback", whispered("whose")).await, (404, 10062));
    // The same by the clock alone.
    home.ana.slash("here", json!({})).unwrap();
    fake.until("three seconds are over", |_| (home.ana.failures() == 2).then_some(())).await;
    let event = line.hears_of("INTERACTION_CREATE").await;
    assert_eq!(bot.is_refused("POST", &callback(&event), whispered("late")).await, (404, 10062));
    assert!(home.ana.sees().is_empty());
    fake.finish();
}

#[tokio::test]
async fn a_form_opens_first_or_not_at_all() {
    let (fake, home, bot, mut line) = told().await;
    bot.posts(home.channel, json!({"content": "?", "components": button("answer", "Answer")})).await;
    assert!(home.ben.presses("Nothing").is_err());
    home.ben.presses("answer").unwrap();
    let event = line.hears_of("INTERACTION_CREATE").await;
    assert_eq!(
        (event["data"]["custom_id"].as_str(), event["message"]["content"].as_str()),
        (Some("answer"), Some("?"))
    );
    assert_eq!(bot.calls_back(&event, modal()).await.0, 204);
    assert_eq!(home.ben.form().await.title, "Words");
    assert!(home.ben.fills(&[("words", "")]).await.is_err(), "it is required");
    assert!(home.ben.fills(&[("words", &"x".repeat(21))]).await.is_err(), "it is too long");
    assert!(home.ben.fills(&[("nothing", "x")]).await.is_err());
    home.ben.fills(&[("Your words", "the walk")]).await.unwrap();
    assert_eq!(home.ben.open_form(), None);
    let event = line.hears_of("INTERACTION_CREATE").await;
    assert_eq!((event["type"].as_u64(), event["message"]["content"].as_str()), (Some(5), Some("?")));
    assert_eq!(event["data"]["components"][0]["components"][0]["value"], "the walk");
    assert_eq!(event["data"]["components"][1]["components"][0]["value"], "");
    assert_eq!(bot.is_refused("POST", &callback(&event), modal()).await, (400, 50035));
    assert_eq!(bot.calls_back(&event, json!({"type": 7, "data": {"content": "answered"}})).await.0, 204);
    assert_eq!(home.ana.sees()[0].content, "answered");
    // Not after a deferral either.
    home.ben.presses("Answer").unwrap();
    let event = line.hears_of("INTERACTION_CREATE").await;
    bot.calls_back(&event, json!({"type": 6})).await;
    assert_eq!(bot.is_refused("POST", &callback(&event), modal()).await, (400, 40060));
    assert!(fake.take_troubles().iter().any(|one| one.contains("a modal after a modal")));
    fake.finish();
}

#[tokio::test]
async fn forms_of_the_wrong_shape_are_refused() {
    let (fake, home, bot, mut line) = told().await;
    let input = |id: &str| json!({"type": 1, "components": [{"type": 4, "custom_id": id, "style": 1, "label": "x"}]});
    let with = |rows: Vec<Value>| json!({"type": 9, "data": {"custom_id": "f", "title": "t", "components": rows}});
    let cases = [
        (with((0..6).map(|n| input(&n.to_string())).collect()), "one to five rows"),
        (with(vec![input("a"), input("a")]), "custom_id twice"),
        (with(vec![button("b", "x")[0].clone()]), "one text input"),
        (json!({"type": 9, "data": {"custom_id": "f", "title": "t".repeat(46), "components": [input("a")]}}), "breaks"),
        (json!({"type": 8, "data": {"choices": []}}), "choices where none"),
        (json!({"type": 6}), "no message to update"),
    ];
    for (body, expected) in cases {
        home.ana.slash("here", json!({})).unwrap();
        let event = line.hears_of("INTERACTION_CREATE").await;
        bot.calls_back(&event, body).await;
        let troubles = fake.take_troubles();
        assert!(troubles.iter().any(|one| one.contains(expected)), "{expected}: {troubles:?}");
    }
    fake.finish();
}

#[tokio::test]
async fn commands_are_offered_as_they_are_registered() {
    let (fake, home, bot, mut line) = told().await;
    let ben = home.ben.id.to_string();
    home.ana.speaks("de");
    assert_eq!(home.ana.offered()[0], ("frage".to_owned(), "Fragt".to_owned()));
    assert_eq!(home.ben.offered()[0], ("ask".to_owned(), "Asks".to_owned()));
    assert_eq!(home.ana.dm().offered().len(), 1);
    let refused = [
        ("nothing", json!({})),
        ("ask", json!({})),
        ("ask", json!({"partner": "7"})),
        ("ask", json!({"partner": ben, "surprise": "x"})),
        ("ask", json!({"partner": ben, "capacity": 6})),
        ("ask", json!({"partner": ben, "capacity": "4"})),
        ("ask", json!({"partner": ben, "tag": "sleep"})),
    ];
    for (name, options) in refused {
        assert!(home.ben.slash(name, options.clone()).is_err(), "/{name} {options}");
    }
    assert!(home.ana.dm().slash("here", json!({})).is_err(), "not in private");
    home.ana.dm().slash("frage", json!({"partner": ben})).unwrap();
    let event = line.hears_of("INTERACTION_CREATE").await;
    assert_eq!(
        (event["data"]["name"].as_str(), event["locale"].as_str(), event["context"].as_u64()),
        (Some("ask"), Some("de"), Some(1))
    );
    assert!(event["user"].is_object() && event["member"].is_null() && event["guild_id"].is_null());

    let answer = async {
        let event = line.hears_of("INTERACTION_CREATE").await;
        assert_eq!((event["type"].as_u64(), event["data"]["options"][1]["focused"].as_bool()), (Some(4), Some(true)));
        assert_eq!(event["data"]["options"][1]["value"], "Eur");
        bot.calls_back(
            &event,
            json!({"type": 8, "data": {"choices": [{"name": "Paris, 10:00", "value": "Europe/Paris"}]}}),
        )
        .await
    };
    let (choices, _) = tokio::join!(home.ben.completes("ask", json!({"partner": ben}), "zone", "Eur"), answer);
    assert_eq!(choices.unwrap(), [("Paris, 10:00".to_owned(), json!("Europe/Paris"))]);
    assert!(home.ben.completes("ask", json!({}), "tag", "w").await.is_err(), "a list is no completion");
    fake.finish();
}

#[tokio::test]
async fn menus_take_what_they_offer() {
    let (fake, home, bot, mut line) = told().await;
    let options = json!([{"label": "Work", "value": "work"}, {"label": "Sleep", "value": "sleep"}]);
    let menu = json!([{"type": 1, "components": [
        {"type": 3, "custom_id": "tag", "placeholder": "About", "options": options, "min_values": 0, "max_values": 1},
    ]}]);
    bot.posts(home.channel, json!({"content": "?", "components": menu})).await;
    assert!(home.ana.selects("tag", &["money"]).is_err());
    assert!(home.ana.selects("tag", &["work", "sleep"]).is_err());
    home.ana.selects("About", &["Sleep"]).unwrap();
    let event = line.hears_of("INTERACTION_CREATE").await;
    assert_eq!((event["data"]["component_type"].as_u64(), &event["data"]["values"]), (Some(3), &json!(["sleep"])));
    // The message itself changes in place, and what only one sees can be changed too.
    bot.calls_back(
        &event,
        json!({"type": 4, "data": {"content": "page", "flags": 64, "components": button("next", "Next")}}),
    )
    .await;
    assert!(home.ben.presses("Next").is_err(), "it is ana's alone");
    home.ana.presses("Next").unwrap();
    let event = line.hears_of("INTERACTION_CREATE").await;
    assert_eq!(event["message"]["flags"], 64);
    bot.calls_back(&event, json!({"type": 7, "data": {"content": "page 2", "components": []}})).await;
    let seen = home.ana.sees();
    assert_eq!((seen[1].content.as_str(), seen[1].buttons.len(), seen[1].is_whisper), ("page 2", 0, true));
    assert_eq!(home.ben.sees().len(), 1);
    fake.finish();
}
