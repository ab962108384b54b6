//! The runtime as a whole: events in, messages out.

mod batches;
mod flood;
mod midnight;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use betwixt::command::FormKind;
use betwixt::engine;
use betwixt::engine::alarm::{Alarm, AlarmKey};
use betwixt::engine::button::Button;
use betwixt::engine::couple::{Couple, Phase};
use betwixt::engine::effect::{Audience, Effect};
use betwixt::engine::input::{Input, Readers, Refusal, Venue};
use betwixt::engine::turn::{Outcome, Scene};
use betwixt::house::Trial;
use betwixt::ids::{AccountId, EventKey, PartnerId};
use betwixt::platform::{Envelope, Handled, Happening, ReplyHandle};
use jiff::SignedDuration;
use tokio::sync::watch;

use crate::network::{Fault, Network};
use crate::world::{Database, World, filled, replied, said};

#[tokio::test]
async fn two_people_pair_and_the_day_begins() {
    let mut world = World::paired().await;
    let before = world.posts().len();
    world.advance(SignedDuration::from_hours(24)).await;
    let posts = world.posts().split_off(before);
    assert_eq!(posts.len(), 2, "{}", world.transcript());
    assert_eq!(posts[0].at, "2026-03-27T19:30:00Z".parse().unwrap());
    assert_eq!(posts[1].at, "2026-03-28T07:30:00Z".parse().unwrap());
}

#[tokio::test]
async fn the_same_event_twice_counts_once() {
    let mut world = World::paired().await;
    let envelope = world.event("ana", Venue::Quietly, filled(Button::TryOne, &[]));
    assert_eq!(world.hand_in(envelope.clone()).await, Ok(Handled::Kept));
    assert_eq!(world.hand_in(envelope).await, Ok(Handled::SeenBefore));
    world.tick().await;
    assert_eq!(world.couple().await.rounds.len(), 1);
}

#[tokio::test]
async fn the_bot_account_that_is_in_the_place_serves_the_couple_from_then_on() {
    let mut world = World::paired().await;
    let other = AccountId("terminal:another".to_owned());
    // Heard in a private conversation, another account is no news of the place.
    let aside = Envelope { account: other.clone(), ..world.event("ana", Venue::Private, said("hello")) };
    world.happens(aside).await;
    let before = world.posts().len();
    world.advance(SignedDuration::from_hours(24)).await;
    let posts = world.posts().len();
    assert!(posts > before, "{}", world.transcript());

    let moved = Envelope { account: other.clone(), ..world.event("ana", Venue::Place, said("/help")) };
    world.happens(moved).await;
    world.advance(SignedDuration::from_hours(24)).await;
    assert_eq!(world.posts().len(), posts, "the account that is not there any more has posted");
    let (store, now) = (world.house().store().clone(), world.now());
    let waiting = store
        .claim("other", &[other], now, SignedDuration::from_mins(1), 99, betwixt::store::Which::All)
        .await
        .unwrap();
    assert!(waiting.iter().any(|row| row.slot.0.starts_with("round/")), "{waiting:?}");
}

#[tokio::test]
async fn people_are_called_what_they_are_shown_as_by_now() {
    let mut world = World::paired().await;
    let mut renamed = world.event("ana", Venue::Place, said("/gratitude you came early"));
    renamed.from.as_mut().unwrap().name = "Anouk".to_owned();
    world.happens(renamed).await;
    assert!(world.posts().last().unwrap().body.plain('/').contains("From Anouk to ben"), "{}", world.transcript());
    // What has no name on it takes none away.
    let mut nameless = world.event("ana", Venue::Place, said("/gratitude you stayed late"));
    nameless.from.as_mut().unwrap().name = String::new();
    world.happens(nameless).await;
    assert!(world.posts().last().unwrap().body.plain('/').contains("From Anouk to ben"), "{}", world.transcript());
}

/// Only one test sets it.
static DUE_BREAKS: AtomicBool = AtomicBool::new(false);

/// Panics when somebody says the word that breaks it, and otherwise decides as the engine does.
fn fragile(couple: Option<&Couple>, input: &Input, scene: &Scene<'_>) -> Outcome {
    if let Input::Said { text, .. } = input {
        assert!(!text.as_str().contains("poison"), "it was {}", text.as_str());
    }
    if let Input::Due { .. } = input {
        assert!(!DUE_BREAKS.load(Ordering::Relaxed), "a due that breaks it");
    }
    engine::handle(couple, input, scene)
}

fn with_a_fragile_engine() -> Trial {
    Trial { decide: fragile, ..Trial::default() }
}

#[tokio::test]
async fn an_event_that_breaks_the_engine_is_left_out_alone() {
    let mut world = World::with(Database::Sqlite, with_a_fragile_engine).await;
    world.pair().await;
    world.presses("ana", Button::TryOne).await;
    let before = world.couple().await;
    let key = world.whispers("ana", "poison in my tea").await;
    let sorry = world.whispered("ana").unwrap();
    assert!(sorry.body.plain('/').contains("Something went wrong"), "{}", world.transcript());
    assert_eq!(world.couple().await, before);

    // It is not tried for ever, and the next one goes its way.
    let mut again = world.event("ana", Venue::Private, said("poison in my tea"));
    again.key = key;
    assert_eq!(world.hand_in(again).await, Ok(Handled::SeenBefore));
    world.whispers("ana", "honey in my tea").await;
    assert_ne!(world.couple().await, before);
}

#[tokio::test]
async fn a_due_that_breaks_the_engine_waits_an_hour_and_holds_nobody_up() {
    let mut world = World::with(Database::Sqlite, with_a_fragile_engine).await;
    world.pair().await;
    let due = world.house().next_wake().await.unwrap().unwrap();
    world.clock.advance_to(due);
    DUE_BREAKS.store(true, Ordering::Relaxed);
    assert!(world.tick().await);
    DUE_BREAKS.store(false, Ordering::Relaxed);
    let next = world.house().next_wake().await.unwrap().unwrap();
    assert_eq!(next, due + SignedDuration::from_hours(1));
    let before = world.posts().len();
    world.clock.advance_to(next);
    assert!(world.tick().await);
    let posts = world.posts().len();
    assert_eq!(posts, before + 1, "an hour late is within the grace");
}

/// The engine and the courier agree about the very last moment, and nobody posts after it.
#[tokio::test]
async fn the_last_moment_of_the_grace_is_in_time() {
    for (late, posted) in [(SignedDuration::ZERO, 1), (SignedDuration::from_millis(1), 0)] {
        let mut world = World::paired().await;
        let evening = world.house().next_wake().await.unwrap().unwrap();
        let last = evening + SignedDuration::from_hours(3) + late;
        let before = world.posts().len();
        world.clock.advance_to(last);
        assert!(world.tick().await);
        assert_eq!(world.posts().len() - before, posted, "{}", world.transcript());
        let noted = world.couple().await.noted;
        assert_eq!(noted.len(), 1 - posted, "{noted:?}");
    }
}

#[tokio::test]
async fn what_cannot_be_sent_yet_is_sent_in_order_later() {
    let mut world = World::paired().await;
    let before = world.posts().len();
    world.network.fail([Fault::Later(None), Fault::Later(Some(Duration::from_secs(120)))]);
    world.presses("ana", Button::TryOne).await;
    let first = world.posts().len();
    assert_eq!(first, before, "it waits");
    world.types("ben", "/pause").await;
    assert_eq!(world.posts().len(), before, "the one behind it waits too");
    world.advance(SignedDuration::from_mins(20)).await;
    let posts = world.posts().split_off(before);
    assert_eq!(posts.len(), 2, "{}", world.transcript());
    assert!(posts[0].body.buttons.len() > posts[1].body.buttons.len());
}

/// A prompt that could not be delivered in time is left out; one that somebody answered meanwhile, by a command, carries their words.
#[tokio::test]
async fn an_answer_to_a_prompt_that_comes_too_late_is_shown_all_the_same() {
    let mut world = World::paired().await;
    let before = world.posts().len();
    let due = world.house().next_wake().await.unwrap().unwrap();
    world.clock.advance_to(due);
    let hours = |hours: u64| Fault::Later(Some(Duration::from_secs(hours * 3600)));
    world.network.fail([hours(2)]);
    assert!(world.tick().await);
    world.types("ana", "/gratitude \"you called\"").await;
    assert_eq!(world.posts().len(), before);
    world.network.fail([hours(2)]);
    world.advance(SignedDuration::from_hours(8)).await;
    let posts = world.posts().split_off(before);
    assert_eq!(posts.len(), 1, "{}", world.transcript());
    assert!(posts[0].body.plain('/').contains("you called"), "{}", world.transcript());
}

#[tokio::test]
async fn what_is_refused_for_good_is_dropped_and_the_engine_hears_it() {
    let mut world = World::paired().await;
    world.network.fail([Fault::Never(Refusal::PlaceGone)]);
    world.presses("ana", Button::TryOne).await;
    let phase = world.couple().await.phase;
    assert!(matches!(phase, Phase::Halted { .. }), "{phase:?}");
    let asked = world.network.asked().0;
    assert!(world.tick().await);
    assert_eq!(world.network.asked().0, asked, "it is not tried again");
}

#[tokio::test]
async fn an_adapter_that_breaks_three_times_is_not_asked_a_fourth_time() {
    let mut world = World::paired().await;
    let before = world.posts().len();
    let due = world.house().next_wake().await.unwrap().unwrap();
    world.clock.advance_to(due);
    let (asked, _) = world.network.asked();
    world.network.fail([Fault::Panic, Fault::Panic, Fault::Panic]);
    assert!(world.tick().await);
    world.advance(SignedDuration::from_mins(30)).await;
    assert_eq!(world.network.asked().0, asked + 3);
    assert_eq!(world.posts().len(), before);
    world.types("ben", "/pause").await;
    assert_eq!(world.posts().len(), before + 1, "what comes after it goes out");
}

#[tokio::test]
async fn words_are_held_back_while_a_third_can_read_and_come_when_nobody_can() {
    let mut world = World::paired().await;
    world.presses("ana", Button::TryOne).await;
    let round = *world.couple().await.rounds.keys().next_back().unwrap();
    let answer = Button::Answer(round, FormKind::Words);
    world.fills("ana", answer.clone(), &[("words", "the lamp")]).await;
    world.network.set_readers(Readers { others: Some(1), ..Readers::default() });
    world.fills("ben", answer, &[("words", "the walk")]).await;
    let shown = |world: &World| {
        let posts = world.posts();
        posts.iter().filter(|post| post.body.plain('/').contains("the lamp")).count()
    };
    assert_eq!(shown(&world), 0, "{}", world.transcript());
    let nobody = Readers { others: Some(0), ..Readers::default() };
    world.network.set_readers(nobody.clone());
    let mut looked = world.event("ana", Venue::Place, Happening::Readers(nobody));
    looked.from = None;
    world.happens(looked).await;
    assert_eq!(shown(&world), 1, "{}", world.transcript());
}

#[tokio::test]
async fn an_answer_to_a_command_carries_the_networks_handle() {
    let mut world = World::paired().await;
    let mut envelope = world.event("ana", Venue::Quietly, said("/doctor"));
    envelope.reply = Some(ReplyHandle("a handle".to_owned()));
    let chat = world.network.chat().len();
    world.happens(envelope).await;
    assert!(world.network.chat().len() > chat, "{}", world.transcript());
    assert_eq!(world.network.handles(), ["a handle"]);
}

#[tokio::test]
async fn whoever_begins_a_couple_is_answered_where_they_asked() {
    let mut world = World::new().await;
    let mut setup = world.event("ana", Venue::Quietly, said("/setup @ben Europe/Paris 20:30"));
    setup.reply = Some(ReplyHandle("a handle".to_owned()));
    world.happens(setup).await;
    assert_eq!(world.network.handles(), ["a handle"]);
}

#[tokio::test]
async fn running_ends_cleanly_and_loses_nothing() {
    let mut world = World::paired().await;
    let before = world.posts().len();
    let (tell, stop) = watch::channel(false);
    let network = std::sync::Arc::clone(&world.network);
    let envelopes: Vec<Envelope> = (0..40)
        .map(|index| {
            let mut envelope = world.typed("ana", &format!("/gratitude \"you called, {index}\""));
            envelope.key = EventKey(format!("run-{index}"));
            envelope
        })
        .collect();
    let drive = async {
        for envelope in envelopes {
            network.happens(envelope);
        }
        network.heard(40).await;
        tell.send_replace(true);
    };
    let (ended, ()) = tokio::join!(world.house().run(stop), drive);
    ended.unwrap();
    // What was still in the outbox goes out after the next start, once.
    world.crash().await;
    world.open().await;
    world.clock.advance_to(world.now() + SignedDuration::from_mins(5));
    assert!(world.tick().await);
    for index in 0..40 {
        let text = format!("you called, {index}");
        let posts = world.posts().split_off(before);
        let count = posts.iter().filter(|post| post.body.plain('/').lines().any(|line| line.ends_with(&text))).count();
        assert_eq!(count, 1, "{text}\n{}", world.transcript());
    }
}

#[tokio::test]
async fn a_reply_in_the_place_gets_a_quiet_sign() {
    let mut world = World::paired().await;
    world.presses("ana", Button::TryOne).await;
    let post = world.posts().pop().unwrap().sent;
    let reply = world.event("ben", Venue::Place, replied("the walk home", &post));
    let key = world.happens(reply).await;
    assert_eq!(world.network.signs(), [key], "{}", world.transcript());
}

#[tokio::test]
async fn a_post_that_somebody_removed_is_posted_anew_when_it_must_change() {
    let mut world = World::paired().await;
    let due = world.house().next_wake().await.unwrap().unwrap();
    world.clock.advance_to(due);
    assert!(world.tick().await);
    let post = world.posts().pop().unwrap().sent;
    world.network.remove(&post);
    let before = world.posts().len();
    world.types("ana", "/gratitude \"you called\"").await;
    let posts = world.posts().split_off(before);
    assert_eq!(posts.len(), 1, "{}", world.transcript());
    assert!(posts[0].body.plain('/').contains("you called"));
}

/// Whispers everything to the other partner, and posts what is whispered.
fn misdirecting(couple: Option<&Couple>, input: &Input, scene: &Scene<'_>) -> Outcome {
    let mut outcome = engine::handle(couple, input, scene);
    for effect in &mut outcome.effects {
        if let Effect::Post { to, .. } = effect
            && let Audience::Only(partner) = to
        {
            let is_press = matches!(input, Input::Pressed { .. });
            *to = if is_press { Audience::Place } else { Audience::Only(partner.other()) };
        }
    }
    outcome
}

#[tokio::test]
async fn a_misdirected_message_with_sealed_words_is_not_even_rendered() {
    fn trial() -> Trial {
        Trial { decide: misdirecting, ..Trial::default() }
    }
    let mut world = World::with(Database::Sqlite, trial).await;
    world.pair().await;
    world.presses("ana", Button::TryOne).await;
    let round = *world.couple().await.rounds.keys().next_back().unwrap();
    let answer = Button::Answer(round, FormKind::Words);
    world.fills("ana", answer, &[("words", "the lamp")]).await;
    world.whispers("ana", "/journal").await;
    world.whispers("ana", "/privacy export").await;
    assert!(world.couple().await.rounds[&round].has(PartnerId::One));
    for (_, body) in world.network.said() {
        let text = serde_json::to_string(&body).unwrap();
        assert!(!text.contains("the lamp"), "{text}");
    }
}

#[tokio::test]
async fn new_rules_of_the_zones_move_the_alarms() {
    let mut world = World::paired().await;
    let right = world.couple().await.alarms;
    world.house().store().close().await.unwrap();
    world.crash().await;
    // As if the alarms had been set by rules under which Paris was an hour behind.
    let database = rusqlite::Connection::open(world.folder().join("betwixt.db")).unwrap();
    let hour = 3_600_000;
    let changed = database.execute("UPDATE alarm SET at = at + ?1", [hour]).unwrap();
    assert!(changed >= 2);
    database.execute("UPDATE meta SET value = '1999a' WHERE name = 'zones'", []).unwrap();
    let state: String = database.query_row("SELECT state FROM couple", [], |row| row.get(0)).unwrap();
    let mut wrong: Couple = serde_json::from_str(&state).unwrap();
    for alarm in wrong.alarms.values_mut() {
        alarm.at += SignedDuration::from_hours(1);
    }
    let state = serde_json::to_string(&wrong).unwrap();
    database.execute("UPDATE couple SET state = ?1", [state]).unwrap();
    drop(database);
    world.open().await;
    assert!(world.tick().await);
    let ritual = |alarms: &BTreeMap<AlarmKey, Alarm>| -> Vec<(AlarmKey, Alarm)> {
        let rituals = alarms.iter().filter(|(key, _)| matches!(key, AlarmKey::Ritual(_)));
        rituals.map(|(key, alarm)| (key.clone(), alarm.clone())).collect()
    };
    assert_eq!(ritual(&world.couple().await.alarms), ritual(&right));
    assert_eq!(world.house().next_wake().await.unwrap(), right.values().map(|alarm| alarm.at).min());
}

#[tokio::test]
async fn nothing_goes_off_by_a_clock_that_is_behind_the_records() {
    let mut world = World::paired().await;
    let before = world.posts().len();
    let due = world.house().next_wake().await.unwrap().unwrap();
    world.clock.advance_to(due);
    let later = world.now() + SignedDuration::from_hours(3);
    world.house().store().keep_last_seen(later).await.unwrap();
    run_until(&mut world, 1, |_| true).await;
    assert_eq!(world.posts().len(), before, "{}", world.transcript());

    // The network says the same time: the records were wrong.
    world.network.set_time(Some(world.now()));
    run_until(&mut world, 2, move |network| network.seen_by(None).len() > before).await;
    assert_eq!(world.posts().len(), before + 1);
}

/// Runs the house until an event was handled and `done` holds.
async fn run_until(world: &mut World, events: usize, done: impl Fn(&Network) -> bool) {
    let (tell, stop) = watch::channel(false);
    let network = std::sync::Arc::clone(&world.network);
    let event = world.typed("cleo", "/help");
    let drive = async {
        network.happens(event);
        network.heard(events).await;
        while !done(&network) {
            tokio::task::yield_now().await;
        }
        tell.send_replace(true);
    };
    let (ended, ()) = tokio::join!(world.house().run(stop), drive);
    ended.unwrap();
}

#[test]
fn run_without_a_network_says_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_betwixt"))
        .arg("run")
        .current_dir(folder.path())
        .env_clear()
        .env("HOME", folder.path())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("betwixt try"), "{said}");
}

#[cfg(feature = "postgres")]
#[tokio::test]
async fn two_processes_on_one_postgres_database_post_once() {
    let database = Database::Postgres(crate::postgres::fresh_database().await);
    let mut world = World::with(database, Trial::default).await;
    world.pair().await;
    let before = world.posts().len();
    let due = world.house().next_wake().await.unwrap().unwrap();
    world.clock.advance_to(due);
    let second = world.another_house().await;
    let (one, two) = tokio::join!(world.house().tick(), second.tick());
    one.unwrap();
    two.unwrap();
    world.advance(SignedDuration::from_mins(20)).await;
    assert_eq!(world.posts().len(), before + 1, "{}", world.transcript());
}
