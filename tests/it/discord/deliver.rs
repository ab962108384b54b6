//! Deliveries against the fake: one message for one token, what may have arrived and is found, and what each refusal means.

use std::sync::Arc;
use std::time::Duration;

use betwixt::body::{Block, Body, Press, Span};
use betwixt::engine::input::Refusal;
use betwixt::ids::{Network, SentRef, Token, UserRef};
use betwixt::platform::discord::Discord;
use betwixt::platform::discord::refs::{Reply, ReplyKind};
use betwixt::platform::{Delivery, DeliveryError, Platform as _, Target, Verb};
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use serenity::all::InteractionId;

use super::fake::{Fake, Fault, Home, Person, bits};
use super::living::{Living, adapter, place, settings};

const POST: &str = "POST /channels/{channel_id}/messages";
const PATCH: &str = "PATCH /channels/{channel_id}/messages/{message_id}";
const LATER: DeliveryError = DeliveryError::Later { after: None };

struct Scene {
    fake: Fake,
    home: Home,
    discord: Arc<Discord>,
}

impl Scene {
    fn new() -> Scene {
        let fake = Fake::new();
        let home = fake.couple();
        let discord = adapter(&settings(&fake));
        Scene { fake, home, discord }
    }

    fn here(&self) -> Target {
        Target::Place(place(self.home.guild, self.home.channel))
    }

    fn to(&self, person: &Person) -> Target {
        let user = UserRef::new(Network::Discord, person.id.to_string());
        Target::Person { user, place: Some(place(self.home.guild, self.home.channel)) }
    }

    async fn posts(&self, token: &str, text: &str) -> Result<SentRef, DeliveryError> {
        self.discord.deliver(&post(token, self.here(), text)).await
    }

    /// How many messages in the channel say that.
    fn said(&self, text: &str) -> usize {
        self.home.ben.sees_here().iter().filter(|seen| seen.text().contains(text)).count()
    }
}

fn body(text: &str) -> Body {
    Body { blocks: vec![Block::Paragraph(vec![Span::Text(text.to_owned())])], ..Body::default() }
}

fn post(token: &str, target: Target, text: &str) -> Delivery {
    Delivery { token: Token(token.to_owned()), target, verb: Verb::Post(body(text)), reply: None }
}

fn change(verb: Verb, target: Target) -> Delivery {
    Delivery { token: Token("change".to_owned()), target, verb, reply: None }
}

fn long_ago() -> Timestamp {
    Timestamp::now() - SignedDuration::from_mins(5)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_token_twice_is_one_message() {
    let scene = Scene::new();
    let first = scene.posts("t1", "once").await.unwrap();
    assert_eq!(scene.posts("t1", "once").await.unwrap(), first);
    assert_ne!(scene.posts("t2", "twice").await.unwrap(), first);
    assert_eq!((scene.said("once"), scene.said("twice")), (1, 1));
    scene.fake.finish();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_arrived_without_an_answer_is_in_doubt_and_is_found_past_the_memory_of_nonces() {
    let with_button = |token: &str, target| Delivery {
        verb: Verb::Post(Body {
            buttons: vec![Press { id: "try-one".to_owned(), label: "Try one now".to_owned() }],
            ..body("with a button")
        }),
        ..post(token, target, "")
    };
    for has_button in [false, true] {
        let scene = Scene::new();
        let delivery = if has_button { with_button("t1", scene.here()) } else { post("t1", scene.here(), "plain") };
        scene.fake.next(POST, Fault::DoneCut);
        assert_eq!(scene.discord.deliver(&delivery).await, Err(DeliveryError::Unsure));
        // Others talk a lot meanwhile: it is not on the first page.
        for number in 0..120 {
            home_says(&scene.home, number);
        }
        scene.fake.forgets_nonces();
        let found = scene.discord.find(&delivery.token, &delivery.target, long_ago()).await.unwrap();
        assert!(found.is_some(), "button: {has_button}");
        let other = scene.discord.find(&Token("t2".to_owned()), &delivery.target, long_ago()).await;
        assert_eq!(other, Ok(None));
        scene.fake.finish();
    }
}

fn home_says(home: &Home, number: u32) {
    home.ana.says(&format!("chatter {number}")).unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_history_that_the_bot_may_not_read_is_not_an_empty_one() {
    let scene = Scene::new();
    scene.fake.forbids(scene.home.channel, bits::READ_MESSAGE_HISTORY);
    let found = scene.discord.find(&Token("t1".to_owned()), &scene.here(), long_ago()).await;
    assert_eq!(found, Err(DeliveryError::Never(Refusal::Forbidden)));
    scene.fake.finish();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_post_without_an_answer_is_in_doubt_and_an_edit_is_simply_tried_again() {
    let scene = Scene::new();
    for fault in [Fault::BadGateway, Fault::Unavailable, Fault::Cut] {
        scene.fake.next(POST, fault.clone());
        assert_eq!(scene.posts("t1", "hello").await, Err(DeliveryError::Unsure), "{fault:?}");
    }
    let sent = scene.posts("t1", "hello").await.unwrap();
    for fault in [Fault::BadGateway, Fault::DoneCut, Fault::Cut] {
        scene.fake.next(PATCH, fault.clone());
        let edit = change(Verb::Edit(sent.clone(), body("changed")), scene.here());
        assert_eq!(scene.discord.deliver(&edit).await, Err(LATER), "{fault:?}");
    }
    let edit = change(Verb::Edit(sent.clone(), body("changed")), scene.here());
    assert_eq!(scene.discord.deliver(&edit).await, Ok(sent));
    assert_eq!((scene.said("hello"), scene.said("changed")), (0, 1));
    scene.fake.finish();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_short_limit_is_waited_out_and_a_long_one_is_handed_back() {
    let scene = Scene::new();
    scene.fake.next(POST, Fault::Limited { after: Duration::from_millis(200), global: false });
    assert!(scene.posts("t1", "short").await.is_ok());
    scene.fake.next(POST, Fault::Limited { after: Duration::from_secs(40), global: false });
    let Err(DeliveryError::Later { after: Some(after) }) = scene.posts("t2", "long").await else {
        panic!("a long wait is handed back")
    };
    assert!(after > Duration::from_secs(30) && after <= Duration::from_secs(40), "{after:?}");
    assert_eq!((scene.said("short"), scene.said("long")), (1, 0));
    scene.fake.finish();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_limit_of_everything_holds_everything() {
    let scene = Scene::new();
    scene.fake.next(POST, Fault::Limited { after: Duration::from_secs(40), global: true });
    assert!(matches!(scene.posts("t1", "hello").await, Err(DeliveryError::Later { after: Some(_) })));
    let asked = scene.fake.asked().len();
    let conversation = scene.discord.deliver(&post("t2", scene.to(&scene.home.ana), "hello")).await;
    assert!(matches!(conversation, Err(DeliveryError::Later { after: Some(_) })), "{conversation:?}");
    assert_eq!(scene.fake.asked().len(), asked, "nothing is asked for meanwhile");
    scene.fake.finish();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_refusal_says_what_is_wrong() {
    let never = |why| Err(DeliveryError::Never(why));
    let scene = Scene::new();
    let sent = scene.posts("t1", "hello").await.unwrap();
    scene.fake.forbids(scene.home.channel, bits::SEND_MESSAGES);
    assert_eq!(scene.posts("t2", "more").await, never(Refusal::Forbidden));
    scene.fake.next(POST, Fault::Refused(400, 240_000));
    assert_eq!(scene.posts("t3", "blocked").await, never(Refusal::Blocked));

    let delete = change(Verb::Delete(sent.clone()), scene.here());
    assert_eq!(scene.discord.deliver(&delete).await, Ok(sent.clone()));
    assert_eq!(scene.discord.deliver(&delete).await, Ok(sent.clone()), "gone is gone");
    let edit = change(Verb::Edit(sent, body("changed")), scene.here());
    assert_eq!(scene.discord.deliver(&edit).await, never(Refusal::MessageGone));

    scene.fake.deletes_channel(scene.home.channel);
    assert_eq!(scene.posts("t4", "hello").await, never(Refusal::PlaceGone));

    scene.home.ana.closes_dms(true);
    let whisper = || post("t5", scene.to(&scene.home.ana), "hello");
    assert_eq!(scene.discord.deliver(&whisper()).await, never(Refusal::PersonClosed));
    scene.home.ana.closes_dms(false);
    assert!(scene.discord.deliver(&whisper()).await.is_ok(), "open again, it is taken");
    scene.fake.finish();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_interaction_that_is_answered_gets_a_message_of_its_own_and_one_that_is_over_a_direct_one() {
    let fake = Fake::new();
    let home = fake.couple();
    let living = Living::new(&fake).await;
    let asked = home.ana.slash("help", json!({})).unwrap();
    home.ana.answer_to(asked).await;
    // What another process of this bot knows of it: nothing but the handle.
    let callback = fake.asked().into_iter().find(|one| one.path.ends_with("/callback")).unwrap();
    let mut parts = callback.path.rsplit('/').skip(1);
    let (token, id) = (parts.next().unwrap().to_owned(), parts.next().unwrap().parse::<u64>().unwrap());
    let at = Timestamp::now().as_millisecond();
    let reply = Reply { id: InteractionId::new(id), token, kind: ReplyKind::Command, at };
    let scene = Scene { discord: adapter(&settings(&fake)), fake, home };
    let answer = |token: &str, text: &str| Delivery {
        reply: Some(reply.to_handle()),
        ..post(token, scene.to(&scene.home.ana), text)
    };
    let sent = scene.discord.deliver(&answer("t1", "one more thing")).await.unwrap();
    assert_eq!(sent.0, format!("reply/{id}"));
    assert_eq!(scene.said("one more thing"), 0, "only ana sees it");
    scene.home.ana.reads("one more thing").await;

    scene.fake.lets_tokens_expire();
    let sent = scene.discord.deliver(&answer("t2", "too late for that")).await.unwrap();
    assert!(!sent.0.starts_with("reply/"), "{sent}");
    scene.home.ana.reads("too late for that").await;
    living.stops().await;
    scene.fake.finish();
}
