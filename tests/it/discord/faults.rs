//! What goes wrong on Discord: each row of the tables, and a process that dies anywhere between an event and its message. What people
//! see is one message, nobody's schedule hangs on another's trouble, and nothing is tried for ever.

use std::time::Duration;

use betwixt::engine::couple::{Halt, Phase};
use betwixt::house::Point;
use betwixt::platform::PlatformError;
use jiff::SignedDuration;
use serde_json::json;

use super::fake::{Fault, bits};
use super::scene::Scene;

const POST: &str = "POST /channels/{channel_id}/messages";
const PATCH: &str = "PATCH /channels/{channel_id}/messages/{message_id}";

/// Whether Discord still knows the nonce when the message is sent again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Memory {
    Remembered,
    Forgotten,
}

const MEMORIES: [Memory; 2] = [Memory::Remembered, Memory::Forgotten];

/// Some time passes: little, or more than Discord remembers.
async fn passes(scene: &Scene, memory: Memory) {
    let by = match memory {
        Memory::Remembered => SignedDuration::from_secs(5),
        Memory::Forgotten => {
            scene.fake.forgets_nonces();
            SignedDuration::from_mins(10)
        }
    };
    scene.clock.advance_to(scene.now() + by);
}

/// The evening's post becomes due and meets `fault`; how many posts it led to, and how many requests.
async fn evening(fault: Fault, memory: Memory) -> (usize, usize) {
    let scene = Scene::paired().await;
    let (before, asked) = (scene.posts().len(), scene.fake.asked_for(POST).len());
    scene.is_due().await;
    scene.fake.next(POST, fault);
    scene.settles().await;
    passes(&scene, memory).await;
    scene.advance(SignedDuration::from_mins(30)).await;
    let found = (scene.posts().len() - before, scene.fake.asked_for(POST).len() - asked);
    scene.finish().await;
    found
}

#[tokio::test]
async fn a_post_that_fails_in_any_way_is_there_once_in_the_end() {
    let soon = Duration::from_millis(300);
    let faults = [
        Fault::Limited { after: soon, global: false },
        Fault::Limited { after: soon, global: true },
        Fault::Banned { after: soon },
        Fault::BadGateway,
        Fault::Unavailable,
        Fault::Refused(503, 130_000),
        Fault::Cut,
        Fault::DoneCut,
        Fault::Slow(soon),
    ];
    for fault in faults {
        for memory in MEMORIES {
            let (posts, asked) = evening(fault.clone(), memory).await;
            assert_eq!(posts, 1, "{fault:?} {memory:?}");
            assert!(asked <= 3, "{fault:?} {memory:?} was asked for {asked} times");
        }
    }
}

#[tokio::test]
async fn a_post_that_is_never_answered_is_there_once_in_the_end() {
    // These take the client's whole patience, so each stands for itself.
    let one = tokio::join!(
        evening(Fault::Silent, Memory::Remembered),
        evening(Fault::Silent, Memory::Forgotten),
        evening(Fault::DoneSilent, Memory::Remembered),
        evening(Fault::DoneSilent, Memory::Forgotten),
    );
    assert_eq!([one.0.0, one.1.0, one.2.0, one.3.0], [1; 4]);
}

#[tokio::test]
async fn a_due_prompt_is_posted_once_wherever_the_process_dies() {
    for point in Point::ALL {
        for memory in MEMORIES {
            let mut scene = Scene::paired().await;
            let before = scene.posts().len();
            scene.is_due().await;
            scene.probe.set(point, 1);
            assert!(!scene.tick().await, "{point:?} was not reached");
            scene.dies().await;
            passes(&scene, memory).await;
            scene.starts().await;
            scene.advance(SignedDuration::from_mins(20)).await;
            assert_eq!(scene.posts().len() - before, 1, "{point:?} {memory:?}");
            scene.finish().await;
        }
    }
}

#[tokio::test]
async fn an_answer_that_was_confirmed_is_shown_once_wherever_the_process_dies() {
    for point in Point::ALL {
        let mut scene = Scene::paired().await;
        answers_a_light_question(&scene, "ana", "the lamp by the window").await;
        let before = reveals(&scene);
        assert_eq!(before, 0);
        let ben = scene.home.ben.clone();
        ben.presses("Answer").unwrap();
        let form = ben.form().await;
        scene.probe.set(point, 1);
        let sent = ben.fills_now(&form, &[("words", "the walk home")]).unwrap();
        scene.died().await;
        let was_told = ben.sees().iter().any(|one| one.is_whisper && one.text().contains("Now both answers are in"));
        scene.dies().await;
        passes(&scene, Memory::Forgotten).await;
        scene.starts().await;
        scene.advance(SignedDuration::from_mins(20)).await;
        match point {
            // Nothing was kept, so nothing may have been confirmed: ben sends it again.
            Point::Received | Point::Decided => {
                assert!(!was_told, "{point:?}");
                assert_eq!(reveals(&scene), 0, "{point:?}");
                ben.presses("Answer").unwrap();
                ben.fills(&[("words", "the walk home")]).await.unwrap();
                ben.until(|_| (reveals(&scene) == 1).then_some(())).await;
            }
            Point::Committed | Point::Claimed | Point::Marked | Point::Delivered | Point::Settled => {
                assert_eq!(reveals(&scene), 1, "{point:?} {sent}");
            }
        }
        scene.finish().await;
    }
}

#[tokio::test]
async fn a_channel_that_is_gone_stops_the_schedule_and_keeps_the_data() {
    let scene = Scene::paired().await;
    scene.fake.deletes_channel(scene.home.channel);
    scene.home.ana.dm().reads("Everything is kept").await;
    let phase = scene.couple().await.phase;
    assert!(matches!(phase, Phase::Halted { why: Halt::PlaceGone, .. }), "{phase:?}");
    let asked = to_the_channel(&scene);
    scene.advance(SignedDuration::from_hours(48)).await;
    assert_eq!(to_the_channel(&scene), asked, "nothing is tried there any more");
    scene.finish().await;
}

#[tokio::test]
async fn a_removal_halts_and_a_return_goes_on() {
    let scene = Scene::paired().await;
    scene.fake.removes_bot(scene.home.guild);
    halted(&scene, true).await;
    let asked = scene.fake.asked_for(POST).len();
    scene.advance(SignedDuration::from_hours(30)).await;
    let more: Vec<_> =
        scene.fake.asked_for(POST).split_off(asked).iter().map(|one| (one.path.clone(), one.status)).collect();
    assert!(more.len() <= 3, "two whispers and a line in their stead at most: {more:?}");
    scene.fake.installs(scene.home.guild, bits::MINIMAL);
    halted(&scene, false).await;
    let before = scene.posts().len();
    scene.advance(SignedDuration::from_hours(24)).await;
    assert!(scene.posts().len() > before, "the schedule goes on");
    scene.finish().await;
}

#[tokio::test]
async fn an_outage_is_waited_for() {
    let scene = Scene::paired().await;
    let before = scene.posts().len();
    scene.fake.outage(scene.home.guild, true);
    let asked = scene.fake.asked().len();
    scene.is_due().await;
    scene.settles().await;
    scene.advance(SignedDuration::from_mins(20)).await;
    let tried = scene.fake.asked().len() - asked;
    assert!(tried <= 60, "{tried} requests while nothing can be had");
    assert!(scene.couple().await.is_paired(), "an outage is no removal");
    scene.fake.outage(scene.home.guild, false);
    scene.advance(SignedDuration::from_mins(40)).await;
    assert_eq!(scene.posts().len() - before, 1);
    scene.finish().await;
}

#[tokio::test]
async fn a_permission_taken_away_stops_after_a_few_tries_and_given_back_it_goes_on() {
    let scene = Scene::paired().await;
    let before = scene.posts().len();
    scene.fake.forbids(scene.home.channel, bits::SEND_MESSAGES);
    let asked = scene.fake.asked_for(POST).len();
    scene.advance(SignedDuration::from_hours(72)).await;
    let tried = scene.fake.asked_for(POST).len() - asked;
    assert!(tried <= 6, "{tried} requests, which count towards a ban");
    let phase = scene.couple().await.phase;
    assert!(matches!(phase, Phase::Halted { why: Halt::Forbidden, .. }), "{phase:?}");
    assert_eq!(scene.posts().len(), before);
    scene.fake.forbids(scene.home.channel, 0);
    halted(&scene, false).await;
    scene.advance(SignedDuration::from_hours(24)).await;
    assert!(scene.posts().len() > before, "the schedule goes on");
    scene.finish().await;
}

#[tokio::test]
async fn a_deleted_post_is_posted_anew_when_it_changes() {
    let scene = Scene::paired().await;
    scene.home.ana.presses("Try one now").unwrap();
    let post = scene.home.ana.finds_button("Answer").await;
    scene.fake.moderates(post.id);
    // Ben cannot press what is gone; his command answers the open round, which changes its post.
    scene.home.ben.slash("answer", json!({"words": "the walk home"})).unwrap();
    let anew = scene.home.ana.finds_button("Answer").await;
    assert_ne!(anew.id, post.id);
    scene.advance(SignedDuration::from_mins(10)).await;
    let with_answer = scene.posts().into_iter().filter(|one| one.labels().contains(&"Answer")).count();
    assert_eq!(with_answer, 1);
    scene.finish().await;
}

#[tokio::test]
async fn a_button_of_months_ago_works_after_a_restart() {
    let mut scene = Scene::paired().await;
    answers_a_light_question(&scene, "ana", "the lamp by the window").await;
    scene.home.ben.presses("Answer").unwrap();
    scene.home.ben.fills(&[("words", "the walk home")]).await.unwrap();
    let reveal = scene.home.ben.finds_button("Reflect back").await;
    scene.settles().await;
    scene.stops().await.unwrap();
    scene.clock.advance_to(scene.now() + SignedDuration::from_hours(200 * 24));
    scene.starts().await;
    scene.advance(SignedDuration::from_mins(5)).await;
    let before = scene.posts().len();
    scene.home.ben.presses_on(reveal.id, "Reflect back").unwrap();
    scene.home.ben.fills(&[("heard", "that it was warm")]).await.unwrap();
    let heard = scene.home.ana.reads("that it was warm").await;
    assert_eq!((heard.is_whisper, scene.posts().len()), (false, before + 1));
    scene.finish().await;
}

#[tokio::test]
async fn a_closed_conversation_stops_nobody_s_schedule_and_is_not_knocked_at_for_ever() {
    let scene = Scene::paired().await;
    scene.home.ben.closes_dms(true);
    scene.fake.deletes_channel(scene.home.channel);
    // Both are told that the place is gone; ben cannot be.
    let dm = scene.home.ana.dm();
    dm.until(|seen| seen.iter().any(|one| one.is_direct).then_some(())).await;
    scene.advance(SignedDuration::from_hours(24)).await;
    let knocked = scene.fake.asked().iter().filter(|one| one.status == 403).count();
    assert!(knocked <= 3, "{knocked} times");
    scene.finish().await;
}

#[tokio::test]
async fn blocked_text_is_told_and_not_sent_again() {
    for code in [200_000, 240_000] {
        let scene = Scene::paired().await;
        let before = scene.posts().len();
        scene.fake.next(POST, Fault::Refused(400, code));
        let asked = scene.home.ana.slash("gratitude", json!({"what": "you fixed the bike"})).unwrap();
        scene.home.ana.answer_to(asked).await;
        scene.settles().await;
        scene.advance(SignedDuration::from_mins(30)).await;
        let blocked = scene.voice_has(&scene.home.ana, "text-blocked");
        assert!(blocked, "{code}: its author is told");
        assert_eq!(scene.posts().len(), before, "{code}");
        scene.finish().await;
    }
}

#[tokio::test]
async fn an_edit_of_an_old_post_that_is_refused_for_now_comes_later() {
    let scene = Scene::paired().await;
    scene.home.ana.presses("Try one now").unwrap();
    let post = scene.home.ana.finds_button("Answer").await;
    scene.fake.next(PATCH, Fault::Refused(429, 30_046));
    scene.home.ben.presses_on(post.id, "Answer").unwrap();
    scene.home.ben.fills(&[("words", "the walk home")]).await.unwrap();
    scene
        .fake
        .until("the edit was refused", |fake| fake.asked_for(PATCH).iter().any(|one| one.status == 429).then_some(()))
        .await;
    scene.settles().await;
    scene.advance(SignedDuration::from_mins(30)).await;
    let now = scene.posts().into_iter().find(|one| one.id == post.id).unwrap();
    assert!(now.is_edited && now.text().contains("One answer is waiting"), "{}", now.text());
    scene.finish().await;
}

#[tokio::test]
async fn an_interaction_whose_token_is_over_is_answered_in_private() {
    let scene = Scene::paired().await;
    // What acknowledges is lost, so that only the token is left, and that is over too.
    scene.fake.always("POST /interactions/{interaction_id}/{interaction_token}/callback", Fault::Refused(404, 10_062));
    scene.fake.always("POST /webhooks/{webhook_id}/{webhook_token}", Fault::Refused(401, 50_027));
    scene.fake.always("GET /webhooks/{webhook_id}/{webhook_token}/messages/@original", Fault::Refused(401, 50_027));
    scene.fake.always("PATCH /webhooks/{webhook_id}/{webhook_token}/messages/@original", Fault::Refused(401, 50_027));
    scene.home.ana.slash("help", json!({})).unwrap();
    let dm = scene.home.ana.dm();
    dm.until(|seen| seen.iter().any(|one| one.is_direct && one.text().contains("/gratitude")).then_some(())).await;
    scene.fake.well();
    // A token that is over is no dead token: all goes on.
    let asked = scene.home.ana.slash("help", json!({})).unwrap();
    assert!(scene.home.ana.answer_to(asked).await.is_whisper);
    scene.finish().await;
}

#[tokio::test]
async fn connections_that_end_begin_again_and_nothing_is_posted_twice() {
    let scene = Scene::paired().await;
    let puts = "PUT /applications/{application_id}/commands";
    assert_eq!(scene.fake.asked_for(puts).len(), 1);
    let endings: [fn(&Scene); 5] = [
        |scene| scene.fake.breaks(),
        |scene| scene.fake.asks_to_reconnect(),
        |scene| scene.fake.closes(Some(4000)),
        |scene| scene.fake.invalidates(true),
        |scene| scene.fake.invalidates(false),
    ];
    for (number, ending) in endings.into_iter().enumerate() {
        let before = scene.fake.tally();
        ending(&scene);
        let again = |fake: &super::fake::Fake| {
            let now = fake.tally();
            (now.identifies + now.resumes > before.identifies + before.resumes && !fake.shards().is_empty())
                .then_some(())
        };
        scene.fake.until(&format!("ending {number} is got over"), again).await;
        let asked = scene.home.ana.slash("help", json!({})).unwrap();
        scene.home.ana.answer_to(asked).await;
    }
    let before = scene.posts().len();
    scene.advance(SignedDuration::from_hours(13)).await;
    assert_eq!(scene.posts().len() - before, 1, "one schedule, however many sessions");
    assert_eq!(scene.fake.asked_for(puts).len(), 1, "commands are registered once");
    scene.finish().await;
}

#[tokio::test]
async fn a_lost_acknowledgement_is_noticed() {
    let mut scene = Scene::before().await;
    scene.fake.beats_every(300);
    scene.starts().await;
    scene.fake.loses_acks(true);
    let before = scene.fake.tally().connections;
    scene.fake.until("it connects anew", |fake| (fake.tally().connections > before).then_some(())).await;
    scene.fake.loses_acks(false);
    scene.fake.until("it is there again", |fake| (!fake.shards().is_empty()).then_some(())).await;
    let asked = scene.home.ana.slash("help", json!({})).unwrap();
    scene.home.ana.answer_to(asked).await;
    scene.finish().await;
}

#[tokio::test]
async fn a_bare_close_starves_nobody() {
    let scene = Scene::paired().await;
    let before = scene.posts().len();
    scene.is_due().await;
    scene.fake.closes(None);
    // The library spins now, on a thread of its own; the courier's work goes on meanwhile.
    scene.settles().await;
    assert_eq!(scene.posts().len() - before, 1);
    scene.finish().await;
}

#[tokio::test]
async fn what_cannot_be_read_stops_nothing() {
    let scene = Scene::paired().await;
    scene.fake.tells("INTERACTION_CREATE", json!({"id": "7", "type": 2}));
    scene.fake.tells("SOMETHING_NEW", json!({"odd": [1, 2]}));
    let asked = scene.home.ana.slash("help", json!({})).unwrap();
    scene.home.ana.answer_to(asked).await;
    scene.finish().await;
}

#[tokio::test]
async fn a_token_or_an_intent_that_discord_refuses_ends_the_connection_with_a_reason() {
    for code in [4004, 4013, 4014] {
        let mut scene = Scene::before().await;
        scene.fake.refuses_identify(code);
        scene.starts_unconnected().await;
        let ended = scene.ends().await;
        assert!(matches!(&ended, Err(PlatformError::Refused(why)) if !why.is_empty()), "{code}: {ended:?}");
        scene.gives_up().await;
    }
    let mut scene = Scene::paired().await;
    scene.fake.resets_token();
    let ended = scene.ends().await;
    assert!(matches!(ended, Err(PlatformError::Refused(_))), "{ended:?}");
    scene.gives_up().await;
}

/// Ana tries a light question, and the one of that name answers it by its form.
async fn answers_a_light_question(scene: &Scene, name: &str, words: &str) {
    let who = if name == "ana" { &scene.home.ana } else { &scene.home.ben };
    scene.home.ana.presses("Try one now").unwrap();
    who.finds_button("Answer").await;
    who.presses("Answer").unwrap();
    who.fills(&[("words", words)]).await.unwrap();
    who.reads("Kept.").await;
    scene.settles().await;
}

/// How many posts show both answers.
fn reveals(scene: &Scene) -> usize {
    let shows = |text: &str| text.contains("the lamp by the window") && text.contains("the walk home");
    scene.posts().iter().filter(|one| shows(&one.text())).count()
}

/// Requests about the couple's channel.
fn to_the_channel(scene: &Scene) -> usize {
    let channel = format!("/channels/{}/", scene.home.channel);
    scene.fake.asked().iter().filter(|one| one.path.contains(&channel)).count()
}

/// Waits until the couple's rounds are halted, or are no longer; a look at the place comes soon after something changed there.
async fn halted(scene: &Scene, expected: bool) {
    let look = async {
        let mut again = tokio::time::interval(Duration::from_millis(20));
        while matches!(scene.couple().await.phase, Phase::Halted { .. }) != expected {
            let soon = scene.now() + SignedDuration::from_secs(30);
            if scene.house().next_wake().await.unwrap().is_some_and(|next| next <= soon) {
                scene.advance(SignedDuration::from_secs(30)).await;
            }
            again.tick().await;
        }
    };
    tokio::time::timeout(super::fake::DEADLINE, look).await.unwrap_or_else(|_| panic!("halted: never {expected}"));
}
