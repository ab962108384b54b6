//! Interactions through the real gateway and API of the fake, with a hub that the test plays: what is acknowledged when, and with what.

use std::sync::Arc;
use std::time::Duration;

use betwixt::catalog::Catalog;
use betwixt::clock::SystemClock;
use betwixt::command::{Ask, Name};
use betwixt::config::Secret;
use betwixt::platform::discord::commands;
use betwixt::platform::discord::events::Own;
use betwixt::platform::discord::interact::{Desk, Patience};
use betwixt::platform::discord::refs::{Reply, ReplyKind};
use betwixt::platform::discord::replies::{Acknowledged, Replies};
use betwixt::platform::discord::wire::{Line, Wire};
use betwixt::platform::{Envelope, Handled, Happening, Inbox, Letters};
use betwixt::voice::Voice;
use serde_json::json;
use serenity::all::{
    ApplicationId, Client, Context, Event, GatewayIntents, Http, RawEventHandler, ShardManager, UserId,
};
use serenity::async_trait;
use tokio::sync::oneshot;

use super::fake::{DEADLINE, Fake, Fault, Home, What};

const CALLBACK: &str = "POST /interactions/{interaction_id}/{interaction_token}/callback";
const REGISTER: &str = "PUT /applications/{application_id}/commands";

/// A desk that hears the fake, and the hub's end of its inbox.
struct Stage {
    fake: Fake,
    home: Home,
    http: Arc<Http>,
    replies: Arc<Replies>,
    hub: Letters,
    shards: Arc<ShardManager>,
    running: tokio::task::JoinHandle<()>,
}

struct Ears {
    desk: Arc<Desk>,
    inbox: Inbox,
}

#[async_trait]
impl RawEventHandler for Ears {
    async fn raw_event(&self, _: Context, event: Event) {
        if let Event::InteractionCreate(created) = event {
            let (desk, inbox) = (Arc::clone(&self.desk), self.inbox.clone());
            tokio::spawn(async move { desk.serve(created.interaction, &inbox).await });
        }
    }
}

impl Stage {
    /// With all commands registered.
    async fn new() -> Stage {
        let fake = Fake::new();
        fake.limits(1_000, Duration::from_secs(1));
        let home = fake.couple();
        let ca = std::fs::read(fake.ca_file()).unwrap();
        let line = Line {
            token: Secret::new(fake.token()),
            application: ApplicationId::new(fake.bot_id()),
            connect_to: Some(fake.connect_to().parse().unwrap()),
            trusted: vec![reqwest::Certificate::from_pem(&ca).unwrap()],
        };
        let http = Wire::new(&line).unwrap().http();
        let voice = Arc::new(Voice::builtin().unwrap());
        assert!(commands::register(&http, &voice).await.unwrap());
        let replies = Arc::new(Replies::default());
        let (inbox, hub) = Inbox::new(16);
        let desk = Desk::new(
            Arc::clone(&http),
            voice,
            Arc::new(Catalog::builtin().unwrap()),
            Arc::new(SystemClock::default()),
            Own::new(UserId::new(fake.bot_id())),
            Arc::clone(&replies),
        );
        let patience = Patience {
            thinking: Duration::from_millis(200),
            tries: [Duration::from_millis(1); 3],
            deferral: Duration::from_millis(500),
            ..Patience::default()
        };
        let ears = Ears { desk: Arc::new(desk.with(patience)), inbox };
        let builder =
            serenity::client::ClientBuilder::new_with_http(line.http_of_gateway().unwrap(), GatewayIntents::GUILDS);
        let mut client: Client = builder.raw_event_handler(ears).await.unwrap();
        let shards = Arc::clone(&client.shard_manager);
        let running = tokio::spawn(async move { client.start().await.unwrap() });
        fake.ready().await;
        Stage { fake, home, http, replies, hub, shards, running }
    }

    /// What is handed in next, and whom to tell what came of it.
    async fn handed_in(&mut self) -> (Envelope, oneshot::Sender<Handled>) {
        tokio::time::timeout(DEADLINE, self.hub.recv()).await.expect("nothing was handed in").unwrap()
    }

    /// A post of the bot's with that button.
    async fn posts(&self, custom_id: &str) -> u64 {
        let button = json!({ "type": 2, "style": 2, "label": "Press", "custom_id": custom_id });
        let body = json!({ "content": "Here.", "components": [{ "type": 1, "components": [button] }], "allowed_mentions": { "parse": [] } });
        let sent = self.http.send_message(self.home.channel.into(), Vec::new(), &body).await.unwrap();
        sent.id.get()
    }

    /// Nobody saw anything fail.
    async fn ends(self) {
        assert_eq!(self.home.ana.failures() + self.home.ben.failures(), 0);
        self.shards.shutdown_all().await;
        self.running.await.unwrap();
        self.fake.finish();
    }
}

fn reply_of(envelope: &Envelope) -> Reply {
    Reply::parse(envelope.reply.as_ref().unwrap()).unwrap()
}

#[tokio::test]
async fn commands_are_registered_once_and_again_when_they_differ() {
    let stage = Stage::new().await;
    let voice = Voice::builtin().unwrap();
    assert!(!commands::register(&stage.http, &voice).await.unwrap(), "they are the same");
    assert_eq!(stage.fake.asked_for(REGISTER).len(), 1);
    stage.http.create_global_commands(&json!([{ "name": "other", "description": "x", "type": 1 }])).await.unwrap();
    assert!(commands::register(&stage.http, &voice).await.unwrap(), "somebody changed them");
    let offered = |stage: &Stage| {
        let found = stage.home.ana.offered();
        found.into_iter().find(|(name, _)| name == "gratitude").unwrap().1
    };
    let english = offered(&stage);
    stage.home.ana.speaks("de");
    assert_ne!(offered(&stage), english);
    let mut names: Vec<String> = stage.home.ana.dm().offered().into_iter().map(|(name, _)| name).collect();
    names.sort();
    assert_eq!(names, ["help", "journal", "privacy", "settings"]);
    stage.ends().await;
}

#[tokio::test]
async fn whoever_waits_for_a_slow_database_is_told_in_time() {
    let mut stage = Stage::new().await;
    let asked = stage.home.ana.slash("pause", json!({})).unwrap();
    let (envelope, tell) = stage.handed_in().await;
    let Happening::Command(Ask::Command { name: Name::Pause, .. }) = &envelope.what else { panic!("/pause") };
    assert_eq!(stage.home.ana.acknowledged(asked).await, 5);
    assert!(stage.home.ana.sees_here().iter().all(|seen| seen.is_loading && seen.is_whisper));
    tell.send(Handled::Kept).unwrap();
    // The courier is late too: "thinking" does not stand there for ever.
    let answer = stage.home.ana.answer_to(asked).await;
    assert!(answer.text().starts_with("It has reached me."), "{}", answer.text());
    assert!(stage.home.ben.sees_here().is_empty());
    stage.ends().await;
}

#[tokio::test]
async fn an_answer_of_the_courier_is_all_there_is() {
    let mut stage = Stage::new().await;
    let asked = stage.home.ana.slash("doctor", json!({})).unwrap();
    let (envelope, tell) = stage.handed_in().await;
    tell.send(Handled::Kept).unwrap();
    let reply = reply_of(&envelope);
    assert_eq!(reply.kind, ReplyKind::Command);
    let body = json!({ "type": 4, "data": { "content": "All is well.", "flags": 64 } });
    stage.http.create_interaction_response(reply.id, &reply.token, &body, Vec::new()).await.unwrap();
    stage.replies.acknowledged(reply.id, Acknowledged::Answered);
    assert_eq!(stage.home.ana.answer_to(asked).await.text(), "All is well.");
    assert_eq!(stage.home.ana.acknowledged(asked).await, 4);
    assert_eq!(stage.fake.asked_for(CALLBACK).len(), 1);
    stage.ends().await;
}

#[tokio::test]
async fn what_cannot_be_kept_is_said_and_given_back() {
    let mut stage = Stage::new().await;
    stage.home.ana.slash("gratitude", json!({ "keep": "later" })).unwrap();
    let sent = stage.home.ana.fills(&[("what", "the *tea*"), ("why", "I was cold")]).await.unwrap();
    for _ in 0..4 {
        let (envelope, tell) = stage.handed_in().await;
        let Happening::Command(Ask::Command { name: Name::Gratitude, args }) = &envelope.what else {
            panic!("/gratitude")
        };
        assert_eq!(args["keep"].text(), Some("later"));
        tell.send(Handled::NotKept).unwrap();
    }
    let answer = stage.home.ana.answer_to(sent).await;
    assert!(answer.is_whisper);
    let text = answer.text();
    assert!(
        text.starts_with("I could not keep that just now") && text.contains("> the \\*tea\\*\n\n> I was cold"),
        "{text}"
    );

    // The same where somebody was told to wait before.
    let sent = stage.home.ana.slash("answer", json!({ "words": "the sea" })).unwrap();
    let (_, tell) = stage.handed_in().await;
    assert_eq!(stage.home.ana.acknowledged(sent).await, 5);
    drop(tell);
    for _ in 0..3 {
        let (_, tell) = stage.handed_in().await;
        tell.send(Handled::NotKept).unwrap();
    }
    assert!(stage.home.ana.answer_to(sent).await.text().contains("> the sea"));
    stage.ends().await;
}

#[tokio::test]
async fn a_press_is_acknowledged_without_a_trace() {
    let mut stage = Stage::new().await;
    let post = stage.posts("b:another/7~sometoken").await;
    let pressed = stage.home.ben.presses("Press").unwrap();
    let (envelope, tell) = stage.handed_in().await;
    assert_eq!(reply_of(&envelope).kind, ReplyKind::Component);
    tell.send(Handled::Kept).unwrap();
    assert_eq!(stage.home.ben.acknowledged(pressed).await, 6);
    let seen = stage.home.ben.sees_here();
    assert_eq!((seen.len(), seen[0].id, seen[0].is_edited), (1, post, false));
    stage.ends().await;
}

#[tokio::test]
async fn a_nervous_finger_presses_once() {
    let mut stage = Stage::new().await;
    stage.posts("b:another/7").await;
    let first = stage.home.ben.presses("Press").unwrap();
    let second = stage.home.ben.presses("Press").unwrap();
    assert_eq!(stage.home.ben.acknowledged(second).await, 6);
    let (_, tell) = stage.handed_in().await;
    tell.send(Handled::Kept).unwrap();
    assert_eq!(stage.home.ben.acknowledged(first).await, 6);
    assert!(stage.hub.try_recv().is_none(), "it was pressed once");
    stage.ends().await;
}

#[tokio::test]
async fn an_acknowledgement_that_nobody_saw_arrive_is_one() {
    let mut stage = Stage::new().await;
    stage.posts("b:another/7").await;
    stage.fake.next(CALLBACK, Fault::DoneCut);
    let pressed = stage.home.ben.presses("Press").unwrap();
    let (envelope, tell) = stage.handed_in().await;
    tell.send(Handled::SeenBefore).unwrap();
    assert_eq!(stage.home.ben.acknowledged(pressed).await, 6);
    let id = reply_of(&envelope).id;
    tokio::time::timeout(DEADLINE, stage.replies.until(id, |known| known.is_some())).await.unwrap();
    assert_eq!(stage.fake.asked_for(CALLBACK).len(), 2);
    stage.fake.next(CALLBACK, Fault::BadGateway);
    stage.posts("b:nothing/1").await;
    let pressed = stage.home.ben.presses("Press").unwrap();
    let said = stage.home.ben.answer_to(pressed).await;
    assert!(said.text().starts_with("I do not know this button any more."), "{}", said.text());
    stage.ends().await;
}

#[tokio::test]
async fn the_check_in_page_is_only_one_event() {
    let mut stage = Stage::new().await;
    let opened = stage.home.ana.slash("checkin", json!({})).unwrap();
    let page = stage.home.ana.answer_to(opened).await;
    assert!(page.is_whisper && page.text().starts_with("**How are you?**"), "{}", page.text());
    assert!(page.buttons.iter().any(|button| button.label == "Send" && button.is_disabled));
    stage.home.ana.presses("3").unwrap();
    stage.home.ana.finds_button("3 ✓").await;
    stage.home.ana.selects("What it is about", &["sleep"]).unwrap();
    stage.home.ana.reads("3, all right · sleep").await;
    stage.home.ana.presses("Add a few words").unwrap();
    let sent = stage.home.ana.fills(&[("words", "hardly slept")]).await.unwrap();
    let (envelope, tell) = stage.handed_in().await;
    tell.send(Handled::Kept).unwrap();
    let reply = reply_of(&envelope);
    assert_eq!(reply.kind, ReplyKind::Page);
    let Happening::Command(Ask::Command { name: Name::Checkin, args }) = &envelope.what else { panic!("/checkin") };
    let given: Vec<_> = args.iter().map(|(name, value)| (*name, value.text().unwrap())).collect();
    assert_eq!(given, [("capacity", "3"), ("tag", "sleep"), ("words", "hardly slept")]);
    // What the courier says takes the page's place.
    stage.home.ana.acknowledged(sent).await;
    let body = json!({ "content": "Thank you.", "components": [] });
    stage.http.edit_original_interaction_response(&reply.token, &body, Vec::new()).await.unwrap();
    stage.home.ana.reads("Thank you.").await;
    assert_eq!(stage.home.ana.sees_here().len(), 1);
    assert!(stage.hub.try_recv().is_none());
    stage.ends().await;
}

#[tokio::test]
async fn completion_needs_no_hub() {
    let stage = Stage::new().await;
    let found = stage.home.ana.completes("setup", json!({}), "zone", "lisb").await.unwrap();
    assert_eq!(found.len(), 1);
    assert!(found[0].0.starts_with("Europe/Lisbon · ") && found[0].1 == "Europe/Lisbon");
    let found = stage.home.ana.dm().completes("settings", json!({ "what": "announce" }), "value", "o").await.unwrap();
    assert_eq!(found.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["on", "off"]);
    assert!(stage.home.ana.timeline().iter().all(|one| one.what != What::Failed));
    stage.ends().await;
}
