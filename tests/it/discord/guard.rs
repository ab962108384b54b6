//! Who can read a couple's channel, as the bot finds it on the fake, and where pairing is allowed.

use std::collections::BTreeSet;

use betwixt::engine::input::{Readers, Refusal};
use betwixt::ids::{Network, PlaceRef, UserRef};
use betwixt::platform::{DeliveryError, Platform as _};
use serde_json::json;

use super::fake::{Fake, Home, Id, bits};
use super::living::{Living, adapter, pair, place, settings};

async fn readers(fake: &Fake, home: &Home, channel: Id) -> Result<Readers, DeliveryError> {
    let partners: Vec<UserRef> =
        [&home.ana, &home.ben].iter().map(|one| UserRef::new(Network::Discord, one.id.to_string())).collect();
    adapter(&settings(fake)).readers(&place(home.guild, channel), &partners).await
}

fn nobody() -> Readers {
    Readers { others: Some(0), ..Readers::default() }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_of_their_own_is_private() {
    let fake = Fake::new();
    let home = fake.couple();
    assert_eq!(readers(&fake, &home, home.channel).await, Ok(nobody()));
    let open = fake.channel(home.guild, "everybody");
    assert_eq!(readers(&fake, &home, open).await, Ok(nobody()));
    fake.finish();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn in_a_larger_server_what_the_channel_lets_in_decides() {
    let fake = Fake::new();
    let home = fake.couple();
    let (cleo, dan) = (fake.stranger("cleo"), fake.stranger("dan"));
    fake.joins(home.guild, cleo.id);
    fake.joins(home.guild, dan.id);
    assert_eq!(readers(&fake, &home, home.channel).await, Ok(nobody()), "a private channel");
    let open = fake.channel(home.guild, "everybody");
    assert_eq!(readers(&fake, &home, open).await.unwrap().others, Some(2));
    let thread = fake.thread(open, "ours", true, &[home.ana.id, home.ben.id, fake.bot_id()]);
    assert_eq!(readers(&fake, &home, thread).await.unwrap().others, Some(0), "a private thread");

    fake.overwrite(home.channel, cleo.id, true, bits::VIEW_CHANNEL, 0);
    assert_eq!(readers(&fake, &home, home.channel).await.unwrap().others, Some(1));
    fake.overwrite(home.channel, cleo.id, true, 0, bits::VIEW_CHANNEL);
    let friends = fake.role(home.guild, "friends", 0, &[dan.id]);
    fake.overwrite(home.channel, friends, false, bits::VIEW_CHANNEL, 0);
    assert_eq!(readers(&fake, &home, home.channel).await.unwrap().others, Some(1));
    fake.overwrite(home.channel, friends, false, 0, 0);
    fake.role(home.guild, "staff", bits::ADMINISTRATOR, &[dan.id]);
    let unsure = readers(&fake, &home, home.channel).await.unwrap();
    assert_eq!((unsure.others, unsure.unsure_of), (Some(0), Some(5)));
    fake.finish();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn where_the_bot_may_not_write_nothing_is_tried() {
    let fake = Fake::new();
    let home = fake.couple();
    fake.forbids(home.channel, bits::SEND_MESSAGES);
    assert_eq!(readers(&fake, &home, home.channel).await, Err(DeliveryError::Never(Refusal::Forbidden)));
    fake.deletes_channel(home.channel);
    assert_eq!(readers(&fake, &home, home.channel).await, Err(DeliveryError::Never(Refusal::PlaceGone)));
    fake.finish();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn somebody_who_is_let_in_holds_the_words_back_until_they_are_out_again() {
    let fake = Fake::new();
    let home = fake.couple();
    let living = Living::new(&fake).await;
    pair(&home).await;
    let cleo = fake.stranger("cleo");
    fake.joins(home.guild, cleo.id);
    fake.overwrite(home.channel, cleo.id, true, bits::VIEW_CHANNEL, 0);
    living.until(&fake, &home, "it holds words back", |couple| couple.guard.held_since.is_some()).await;
    home.ben.reads("I hold our words back").await;
    let asked = home.ana.slash("prompt", json!({})).unwrap();
    home.ana.answer_to(asked).await;
    assert!(!home.ben.sees_here().iter().any(|seen| seen.labels().contains(&"Answer")), "nothing is posted meanwhile");
    fake.overwrite(home.channel, cleo.id, true, 0, bits::VIEW_CHANNEL);
    living.until(&fake, &home, "it goes on", |couple| couple.guard.held_since.is_none()).await;
    home.ben.reads("just the two of you again").await;
    home.ana.slash("prompt", json!({})).unwrap();
    home.ben.finds_button("Answer").await;
    living.stops().await;
    fake.finish();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_cannot_be_known_needs_both_and_is_asked_again_when_somebody_comes() {
    let fake = Fake::new();
    let home = fake.couple();
    let living = Living::new(&fake).await;
    pair(&home).await;
    for (members, name) in [(4, "cleo"), (5, "dan")] {
        let stranger = fake.stranger(name);
        fake.joins(home.guild, stranger.id);
        fake.role(home.guild, "staff", bits::ADMINISTRATOR, &[stranger.id]);
        living.until(&fake, &home, "it holds words back", |couple| couple.guard.held_since.is_some()).await;
        for person in [&home.ana, &home.ben] {
            let asked = person.reads(&format!("Your place has {members} members")).await;
            assert!(asked.is_direct || asked.is_whisper, "each is asked privately");
            assert!(living.couple(&home).await.unwrap().guard.held_since.is_some(), "one alone is not enough");
            person.presses_on(asked.id, "That is fine with me").unwrap();
            person.reads("Thank you.").await;
        }
        living.until(&fake, &home, "it goes on", |couple| couple.guard.held_since.is_none()).await;
    }
    home.ana.slash("prompt", json!({})).unwrap();
    home.ben.finds_button("Answer").await;
    living.stops().await;
    fake.finish();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pairing_is_refused_kindly_in_a_server_that_the_host_did_not_name() {
    let fake = Fake::new();
    let home = fake.couple();
    let elsewhere = BTreeSet::from([PlaceRef::new(Network::Discord, "1/")]);
    let policy = betwixt::engine::turn::Policy { areas: elsewhere, ..crate::world::policy() };
    let living = Living::with(&settings(&fake), policy).await;
    fake.until("commands are registered", |fake| (!fake.commands().is_empty()).then_some(())).await;
    fake.ready().await;
    let setup = json!({"partner": home.ben.id.to_string(), "zone": "Europe/Paris"});
    let asked = home.ana.slash("setup", setup).unwrap();
    let said = home.ana.answer_to(asked).await;
    assert!(said.text().contains("other places"), "{}", said.text());
    assert!(living.couple(&home).await.is_none());
    living.stops().await;
    fake.finish();
}
