//! A connection from its beginning to its end: what is refused, what is taken up again, what is stopped.

use std::sync::Arc;
use std::time::Duration;

use betwixt::clock::SystemClock;
use betwixt::config::Shards;
use betwixt::engine::couple::Phase;
use betwixt::house::RunError;
use betwixt::platform::discord::Watches;
use betwixt::platform::{Handled, Inbox, Platform as _, PlatformError};
use serde_json::json;
use tokio::sync::watch;

use super::fake::{DEADLINE, Fake, Fault};
use super::living::{Living, adapter, discord, pair, settings};

const REGISTER: &str = "PUT /applications/{application_id}/commands";
const GATEWAY: &str = "GET /gateway/bot";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_people_pair_and_it_stops_cleanly() {
    let fake = Fake::new();
    let home = fake.couple();
    let living = Living::new(&fake).await;
    pair(&home).await;
    assert!(living.couple(&home).await.unwrap().is_paired());
    living.stops().await;
    fake.until("the connection is closed", |fake| fake.shards().is_empty().then_some(())).await;
    assert_eq!((home.ana.failures(), home.ben.failures()), (0, 0));
    fake.finish();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_token_that_was_reset_ends_it_with_a_message_that_names_the_setting() {
    let fake = Fake::new();
    let wrong = settings(&fake);
    fake.resets_token();
    let living = Living::with(&wrong, crate::world::policy()).await;
    let Err(RunError::Refused(said)) = living.ends().await else { panic!("a dead token is final") };
    assert!(said.contains("discord.token"), "{said}");
    assert!(!said.contains(wrong.token.unwrap().reveal()), "{said}");
    fake.finish();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_token_that_is_reset_while_it_runs_ends_it_too() {
    let fake = Fake::new();
    let home = fake.couple();
    let living = Living::new(&fake).await;
    pair(&home).await;
    fake.resets_token();
    // Its next connection is refused: 4004.
    fake.closes(Some(4000));
    fake.forgets_sessions();
    let Err(RunError::Refused(said)) = living.ends().await else { panic!("a dead token is final") };
    assert!(said.contains("discord.token"), "{said}");
    fake.finish();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn intents_that_are_refused_end_it_with_what_to_look_at() {
    for code in [4013, 4014] {
        let fake = Fake::new();
        fake.refuses_identify(code);
        let living = Living::with(&settings(&fake), crate::world::policy()).await;
        let Err(RunError::Refused(said)) = living.ends().await else { panic!("{code} is final") };
        assert!(said.contains("intents"), "{said}");
        fake.finish();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_connection_that_breaks_is_resumed_and_what_happened_meanwhile_is_heard() {
    let fake = Fake::new();
    let home = fake.couple();
    let living = Living::new(&fake).await;
    pair(&home).await;
    let before = fake.tally();
    fake.breaks();
    let asked = home.ana.slash("help", json!({})).unwrap();
    home.ana.answer_to(asked).await;
    let after = fake.tally();
    assert_eq!((after.identifies, after.resumes), (before.identifies, before.resumes + 1));
    living.stops().await;
    assert_eq!(home.ana.failures(), 0);
    fake.finish();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_that_begins_anew_changes_nothing() {
    let fake = Fake::new();
    let home = fake.couple();
    let living = Living::new(&fake).await;
    pair(&home).await;
    let (before, posts) = (fake.tally(), home.ben.sees_here().len());
    fake.invalidates(false);
    fake.until("it identifies again", |fake| (fake.tally().identifies > before.identifies).then_some(())).await;
    fake.ready().await;
    let asked = home.ben.slash("help", json!({})).unwrap();
    home.ben.answer_to(asked).await;
    assert_eq!(fake.asked_for(REGISTER).len(), 1, "commands are registered once");
    assert_eq!(home.ben.sees_here().len(), posts + 1, "nothing was posted anew");
    living.stops().await;
    fake.finish();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn heartbeats_that_nobody_acknowledges_end_a_connection_that_only_seems_to_stand() {
    let fake = Fake::new();
    fake.beats_every(300);
    let living = Living::new(&fake).await;
    let before = fake.tally().connections;
    fake.loses_acks(true);
    fake.until("it connects anew", |fake| (fake.tally().connections > before).then_some(())).await;
    fake.loses_acks(false);
    fake.ready().await;
    living.stops().await;
    fake.finish();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn while_the_gateway_runs_in_a_circle_answers_still_go_out() {
    let fake = Fake::new();
    let home = fake.couple();
    let living = Living::new(&fake).await;
    pair(&home).await;
    // Serenity's task does not yield after this; what was asked before it must be answered all the same.
    let asked = home.ana.slash("help", json!({})).unwrap();
    fake.closes(None);
    home.ana.answer_to(asked).await;
    living.stops().await;
    assert_eq!(home.ana.failures(), 0);
    fake.finish();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sessions_that_begin_anew_again_and_again_are_left_alone_for_a_while() {
    let fake = Fake::new();
    let discord = adapter(&settings(&fake));
    let (inbox, _letters) = Inbox::new(8);
    let (tell, stop) = watch::channel(false);
    let listening = tokio::spawn(async move { discord.listen(inbox, stop).await });
    fake.ready().await;
    // With its first session these are as many as are granted, and the next one is too many.
    for _ in 0..20 {
        fake.greets_again();
    }
    fake.until("commands are registered", |fake| (!fake.commands().is_empty()).then_some(())).await;
    assert_eq!(fake.shards().len(), 1);
    fake.greets_again();
    fake.until("it closes the connection", |fake| fake.shards().is_empty().then_some(())).await;
    assert!(!listening.is_finished(), "it waits");
    assert_eq!(fake.tally().identifies, 1);
    tell.send_replace(true);
    let ended = tokio::time::timeout(DEADLINE, listening).await.expect("it can be stopped").unwrap();
    assert!(ended.is_ok(), "{ended:?}");
    fake.finish();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_gateway_that_takes_the_connection_and_says_nothing_is_a_connection_lost() {
    let fake = Fake::new();
    fake.is_mute(true);
    let watches = Watches { silence: Duration::from_millis(500), look: Duration::from_millis(50) };
    let clock = Arc::new(SystemClock::new());
    let discord = discord(&settings(&fake), clock).watched(watches);
    let (inbox, _letters) = Inbox::new(8);
    let (_tell, stop) = watch::channel(false);
    let ended = tokio::time::timeout(DEADLINE, discord.listen(inbox, stop)).await.expect("it goes on for ever");
    assert!(matches!(&ended, Err(PlatformError::Lost(why)) if why.contains("did not stand")), "{ended:?}");
    assert!(fake.tally().connections >= 1, "it was connected all the while");
    fake.finish();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn discord_that_is_away_at_the_start_is_a_connection_lost() {
    let fake = Fake::new();
    fake.next(GATEWAY, Fault::BadGateway);
    let discord = adapter(&settings(&fake));
    let (inbox, _letters) = Inbox::new(8);
    let (_tell, stop) = watch::channel(false);
    let ended = tokio::time::timeout(DEADLINE, discord.listen(inbox, stop)).await.expect("it says so");
    assert!(matches!(&ended, Err(PlatformError::Lost(why)) if why.contains("502")), "{ended:?}");
    fake.finish();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn shards_are_as_many_as_recommended_or_a_part_of_them() {
    let fake = Fake::new();
    fake.recommends_shards(2);
    let living = Living::with(&settings(&fake), crate::world::policy()).await;
    fake.until("both are there", |fake| (fake.shards().len() == 2).then_some(())).await;
    let mut shards = fake.shards();
    shards.sort_unstable();
    assert_eq!(shards, [(0, 2), (1, 2)]);
    living.stops().await;

    let part = Shards::Part { first: 3, last: 3, total: 16 };
    let living =
        Living::with(&betwixt::config::Discord { shards: part, ..settings(&fake) }, crate::world::policy()).await;
    fake.until("the third is there", |fake| (fake.shards() == [(3, 16)]).then_some(())).await;
    living.stops().await;
    fake.finish();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_outage_is_waited_out_and_a_removal_halts_until_the_bot_is_invited_again() {
    let fake = Fake::new();
    let home = fake.couple();
    let living = Living::new(&fake).await;
    pair(&home).await;
    fake.outage(home.guild, true);
    fake.outage(home.guild, false);
    let asked = home.ana.slash("help", json!({})).unwrap();
    home.ana.answer_to(asked).await;
    assert!(matches!(living.couple(&home).await.unwrap().phase, Phase::Paired { .. }), "an outage is no removal");

    fake.removes_bot(home.guild);
    living.until(&fake, &home, "it is halted", |couple| matches!(couple.phase, Phase::Halted { .. })).await;
    fake.installs(home.guild, super::fake::bits::MINIMAL);
    fake.overwrite(home.channel, fake.bot_id(), true, super::fake::bits::MINIMAL, 0);
    living.until(&fake, &home, "it goes on", |couple| matches!(couple.phase, Phase::Paired { .. })).await;
    living.stops().await;
    fake.finish();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_channel_that_is_deleted_halts_its_couple() {
    let fake = Fake::new();
    let home = fake.couple();
    let living = Living::new(&fake).await;
    pair(&home).await;
    fake.deletes_channel(home.channel);
    living.until(&fake, &home, "it is halted", |couple| matches!(couple.phase, Phase::Halted { .. })).await;
    living.stops().await;
    fake.finish();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_cannot_be_read_harms_nothing() {
    let fake = Fake::new();
    let home = fake.couple();
    let living = Living::new(&fake).await;
    fake.tells("SOMETHING_NEW", json!({"a": 1}));
    fake.tells("INTERACTION_CREATE", json!({"nonsense": true}));
    pair(&home).await;
    living.stops().await;
    fake.finish();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_time_is_that_of_discords_answers() {
    let long_ago: jiff::Timestamp = "2020-02-02T02:02:02Z".parse().unwrap();
    let fake = Fake::at(move || long_ago);
    let discord = adapter(&settings(&fake));
    let said = discord.time().await.expect("Discord says the time");
    assert!(said.duration_since(long_ago).abs() < jiff::SignedDuration::from_secs(30), "{said}");
    fake.finish();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_a_budget_for_sessions_it_waits_and_can_be_stopped() {
    let fake = Fake::new();
    fake.has_starts_left(0);
    let discord = adapter(&settings(&fake));
    let (inbox, _letters) = Inbox::new(8);
    let (tell, stop) = watch::channel(false);
    let listening = tokio::spawn(async move { discord.listen(inbox, stop).await });
    fake.until("it asks", |fake| (!fake.asked_for(GATEWAY).is_empty()).then_some(())).await;
    assert_eq!(fake.tally().identifies, 0);
    tell.send_replace(true);
    let ended = tokio::time::timeout(Duration::from_secs(5), listening).await.expect("it stops").unwrap();
    assert!(ended.is_ok());
    assert_eq!(fake.tally().identifies, 0);
    fake.finish();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_is_told_to_connect_here_goes_to_no_gateway_elsewhere() {
    let fake = Fake::new();
    fake.sends_to_gateway("wss://gateway.discord.example");
    let discord = adapter(&settings(&fake));
    let (inbox, _letters) = Inbox::new(8);
    let (_tell, stop) = watch::channel(false);
    let ended = tokio::time::timeout(DEADLINE, discord.listen(inbox, stop)).await.expect("it says so");
    assert!(matches!(&ended, Err(PlatformError::Lost(why)) if why.contains("not on this machine")), "{ended:?}");
    assert_eq!(fake.tally().connections, 0);
    fake.finish();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn commands_that_could_not_be_registered_are_registered_later() {
    let fake = Fake::new();
    let home = fake.couple();
    fake.next(REGISTER, Fault::BadGateway);
    let living = Living::new(&fake).await;
    assert_eq!(fake.asked_for(REGISTER).len(), 2);
    let asked = home.ana.slash("help", json!({})).unwrap();
    home.ana.answer_to(asked).await;
    living.stops().await;
    fake.finish();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_waits_while_it_stops_is_not_left_alone() {
    let fake = Fake::new();
    let home = fake.couple();
    let discord = adapter(&settings(&fake));
    let (inbox, mut letters) = Inbox::new(8);
    let (tell, stop) = watch::channel(false);
    let listening = tokio::spawn(async move { discord.listen(inbox, stop).await });
    fake.ready().await;
    fake.until("commands are registered", |fake| (!fake.commands().is_empty()).then_some(())).await;
    let asked = home.ana.slash("pause", json!({})).unwrap();
    let (_, kept) = tokio::time::timeout(DEADLINE, letters.recv()).await.expect("it is handed in").unwrap();
    tell.send_replace(true);
    fake.until("the connection is closed", |fake| fake.shards().is_empty().then_some(())).await;
    assert!(!listening.is_finished(), "somebody waits still");
    kept.send(Handled::Kept).unwrap();
    assert_eq!(home.ana.acknowledged(asked).await, 5);
    let ended = tokio::time::timeout(DEADLINE * 2, listening).await.expect("it ends").unwrap();
    assert!(ended.is_ok(), "{ended:?}");
    assert_eq!(home.ana.failures(), 0);
    fake.finish();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_gives_a_hundred_commands_at_once_keeps_nobody_waiting() {
    let fake = Fake::new();
    let home = fake.couple();
    let discord = adapter(&settings(&fake));
    let (inbox, mut letters) = Inbox::new(1_000);
    let (_tell, stop) = watch::channel(false);
    let listening = tokio::spawn(async move { discord.listen(inbox, stop).await });
    fake.ready().await;
    fake.until("commands are registered", |fake| (!fake.commands().is_empty()).then_some(())).await;
    for _ in 0..100 {
        home.ana.slash("pause", json!({})).unwrap();
    }
    home.ben.slash("pause", json!({})).unwrap();
    // None of hers is kept in the meantime.
    let mut hers = Vec::new();
    loop {
        let (envelope, kept) = tokio::time::timeout(DEADLINE, letters.recv()).await.expect("his is heard").unwrap();
        if envelope.from.unwrap().user.id == home.ben.id.to_string() {
            break;
        }
        hers.push(kept);
    }
    while let Some((_, kept)) = letters.try_recv() {
        hers.push(kept);
    }
    assert!((1..=20).contains(&hers.len()), "{} of hers are served at once", hers.len());
    listening.abort();
    let _ = listening.await;
    fake.finish();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_processes_each_hears_its_own_servers_and_the_first_all_private_conversations() {
    let fake = Fake::new();
    let shard = |guild: u64| (guild >> 22) % 2;
    // The number of a server comes from the time at which it was made: until each process has one.
    let mut homes = vec![fake.couple()];
    while homes.iter().all(|home| shard(home.guild) == shard(homes[0].guild)) {
        homes.push(fake.couple());
    }
    let part = |number: u32| {
        let shards = Shards::Part { first: number, last: number, total: 2 };
        adapter(&betwixt::config::Discord { shards, ..settings(&fake) })
    };
    let mut heard = Vec::new();
    let (tell, stop) = watch::channel(false);
    let mut listening = Vec::new();
    for number in 0..2 {
        let (inbox, letters) = Inbox::new(64);
        heard.push(letters);
        let (discord, stop) = (part(number), stop.clone());
        listening.push(tokio::spawn(async move { discord.listen(inbox, stop).await }));
    }
    fake.until("both are there", |fake| (fake.shards().len() == 2).then_some(())).await;
    for home in &homes {
        home.ana.dm().says("hello").unwrap();
        let (envelope, kept) =
            tokio::time::timeout(DEADLINE, heard[0].recv()).await.expect("the first hears it").unwrap();
        kept.send(Handled::Kept).unwrap();
        assert_eq!(envelope.place, None);
        fake.overwrite(home.channel, home.ben.id, true, 0, 0);
        let own = usize::try_from(shard(home.guild)).unwrap();
        let (envelope, kept) =
            tokio::time::timeout(DEADLINE, heard[own].recv()).await.expect("its own hears it").unwrap();
        kept.send(Handled::Kept).unwrap();
        assert!(envelope.place.is_some());
    }
    assert!(heard.iter_mut().all(|letters| letters.try_recv().is_none()), "nobody hears what is another's");
    tell.send_replace(true);
    for one in listening {
        tokio::time::timeout(DEADLINE * 2, one).await.expect("it ends").unwrap().unwrap();
    }
    fake.finish();
}
