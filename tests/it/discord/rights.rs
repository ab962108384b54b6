//! What the bot may not do for a while: write in the couple's channel, write to one of the two, or change what somebody deleted. It asks
//! seldom, tells once, and goes on with one post where it may again.

use betwixt::engine::couple::{Couple, Halt, Phase};
use betwixt::ids::PartnerId;
use jiff::SignedDuration;
use serde_json::json;

use super::fake::{Fault, Person, bits};
use super::scene::Scene;

const POST: &str = "POST /channels/{channel_id}/messages";
const PATCH: &str = "PATCH /channels/{channel_id}/messages/{message_id}";

/// From a morning to the next, with a ritual in the evening and one in the morning.
const A_DAY: SignedDuration = SignedDuration::from_hours(24);
/// From the morning to where the evening's ritual is over.
const TO_EVENING: SignedDuration = SignedDuration::from_hours(13);

#[tokio::test]
async fn one_evening_without_permission_is_passed_over_and_the_next_has_one_post() {
    for taken in [bits::SEND_MESSAGES, bits::VIEW_CHANNEL] {
        let scene = Scene::paired().await;
        let before = scene.posts().len();
        scene.fake.forbids(scene.home.channel, taken);
        let asked = scene.fake.asked().len();
        scene.advance(A_DAY).await;
        // A look before the post shows it, so that there need not even be a refusal.
        let requests = scene.fake.asked().len() - asked;
        assert!(refusals_since(&scene, asked) <= 3 && requests <= 20, "{taken}: {requests} requests");
        let couple = scene.couple().await;
        assert!(is_open(&couple) && couple.refusals > 0, "{taken}: noticed, and not yet for good: {:?}", couple.phase);
        assert_eq!(scene.posts().len(), before, "{taken}");

        scene.fake.forbids(scene.home.channel, 0);
        let asked = scene.fake.asked().len();
        scene.advance(TO_EVENING).await;
        assert_eq!(refusals_since(&scene, asked), 0, "{taken}");
        assert_eq!(scene.posts().len() - before, 1, "{taken}: one line for the evening, none for what was missed");
        assert_eq!(scene.couple().await.refusals, 0, "{taken}: what went well is counted anew");
        scene.finish().await;
    }
}

#[tokio::test]
async fn a_place_that_may_not_be_written_in_for_days_is_left_alone_and_goes_on_with_one_post() {
    let scene = Scene::paired().await;
    let before = scene.posts().len();
    scene.fake.forbids(scene.home.channel, bits::SEND_MESSAGES);
    let first = scene.fake.asked().len();
    scene.advance(A_DAY * 3).await;
    let phase = scene.couple().await.phase;
    assert!(matches!(phase, Phase::Halted { why: Halt::Forbidden, .. }), "{phase:?}");
    assert!(refusals_since(&scene, first) <= 9, "{} refusals", refusals_since(&scene, first));
    for person in [&scene.home.ana, &scene.home.ben] {
        assert_eq!(told_in_private(person, "may not write"), 1, "each is told once");
    }

    let (posted, asked) = (scene.fake.asked_for(POST).len(), scene.fake.asked().len());
    scene.advance(A_DAY * 7).await;
    let more: Vec<_> =
        scene.fake.asked_for(POST).split_off(posted).iter().map(|one| (one.path.clone(), one.status)).collect();
    assert!(more.is_empty(), "a halted place is not written in: {more:?}");
    let more = scene.fake.asked().len() - asked;
    assert!(more <= 7 * 24 * 4, "{more} requests in a week in which nothing can be done");

    scene.fake.forbids(scene.home.channel, 0);
    // A command shows that it may again, and says so to nobody else.
    let help = scene.home.ana.slash("help", json!({})).unwrap();
    scene.home.ana.answer_to(help).await;
    scene.advance(TO_EVENING).await;
    assert!(is_open(&scene.couple().await));
    assert_eq!(scene.posts().len() - before, 1, "one evening, one post, none for the days that were missed");
    scene.advance(A_DAY - TO_EVENING).await;
    let offers = scene.posts().iter().filter(|one| one.text().contains("here for a week")).count();
    assert_eq!(offers, 1, "what fell into that time and is said once comes after it");
    scene.finish().await;
}

#[tokio::test]
async fn a_whisper_to_a_closed_conversation_is_refused_once_and_all_else_goes_on() {
    let scene = Scene::paired().await;
    scene.home.ben.closes_dms(true);
    let before = scene.posts().len();
    let asked = scene.fake.asked().len();
    is_blocked(&scene, "you fixed the bike").await;
    assert_eq!(told_in_private(&scene.home.ana, "did not take a text"), 1, "{:?}", scene.home.ana.dm().sees_here());
    assert_eq!(told_in_private(&scene.home.ben, ""), 0);
    assert!(scene.couple().await.partner(PartnerId::Two).unreachable);
    assert_eq!(refusals_since(&scene, asked), 1, "it is not knocked again");
    assert_eq!(scene.posts().len() - before, 1, "the place hears of it, without a name");
    scene.advance(A_DAY).await;
    assert_eq!(refusals_since(&scene, asked), 1, "nor later");
    assert_eq!(scene.posts().len() - before, 3, "the evening and the morning come as ever");

    // The next one is told no second time in the place.
    is_blocked(&scene, "you made soup").await;
    assert_eq!(told_in_private(&scene.home.ana, "did not take a text"), 2);
    assert!(refusals_since(&scene, asked) <= 2);
    assert_eq!(scene.posts().len() - before, 3);
    scene.finish().await;
}

#[tokio::test]
async fn a_post_deleted_again_and_again_is_there_once() {
    let scene = Scene::paired().await;
    scene.home.ana.presses("Try one now").unwrap();
    let mut post = scene.home.ana.finds_button("Answer").await;
    let before = scene.posts().len();
    for (person, words) in [(&scene.home.ben, "the walk home"), (&scene.home.ana, "the lamp by the window")] {
        scene.settles().await;
        scene.fake.moderates(post.id);
        assert_eq!(scene.posts().len(), before - 1);
        let patched = scene.fake.asked_for(PATCH).len();
        let answer = person.slash("answer", json!({"words": words})).unwrap();
        person.answer_to(answer).await;
        scene.advance(SignedDuration::from_mins(10)).await;
        let tried: Vec<_> = scene.fake.asked_for(PATCH).split_off(patched).iter().map(|one| one.status).collect();
        assert!(tried.iter().filter(|status| **status == 404).count() <= 1, "{words}: {tried:?}");
        if person.id == scene.home.ben.id {
            assert_eq!(scene.posts().len(), before, "{words}: it is there anew, once");
            post = scene.posts().pop().unwrap();
            assert!(post.text().contains("One answer is waiting"), "{}", post.text());
        }
    }
    let shown = scene.posts().into_iter().filter(|one| {
        let text = one.text();
        text.contains("the walk home") && text.contains("the lamp by the window")
    });
    assert_eq!(shown.count(), 1, "both answers are shown once, whatever was deleted");
    scene.finish().await;
}

/// Ana's thanks are stopped by a filter, which both are told in private.
async fn is_blocked(scene: &Scene, what: &str) {
    scene.fake.next(POST, Fault::Refused(400, 200_000));
    let asked = scene.home.ana.slash("gratitude", json!({"what": what})).unwrap();
    scene.home.ana.answer_to(asked).await;
    scene.settles().await;
    scene.advance(SignedDuration::from_mins(30)).await;
}

/// Whether posts are made.
fn is_open(couple: &Couple) -> bool {
    matches!(couple.phase, Phase::Paired { .. })
}

/// How many requests were refused for want of a permission since there were so many.
fn refusals_since(scene: &Scene, asked: usize) -> usize {
    scene.fake.asked().split_off(asked).iter().filter(|one| one.status == 403).count()
}

/// How many private messages of the bot say that.
fn told_in_private(person: &Person, what: &str) -> usize {
    person.sees().iter().filter(|one| one.is_direct && one.text().contains(what)).count()
}
