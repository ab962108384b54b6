//! Messages whose keys come late, or not in time, through the whole bot.

use std::time::Duration;

use super::bot::Machine;
use super::home::Home;
use super::person::Person;
use super::proxy::{Keeps, Proxy};
use super::server;
use crate::world::policy;

const SORRY: &str = "that I cannot open";

#[tokio::test]
async fn a_whisper_without_its_key_is_answered_when_that_comes_or_told_of_once() {
    let proxy = Proxy::before(&server::shared()).await;
    let (ana, ben) = (Person::on(&proxy.url(), "ana").await, Person::strict("ben").await);
    let mut machine = Machine::new().await;
    machine.habits.key_wait = Duration::from_secs(3600);
    let mut home = Home::of(machine, ana, ben, "2026-03-27T12:00:00Z".parse().unwrap(), policy()).await;
    home.pair().await;
    let asked = home.ben.says(home.place(), "!prompt").await;
    home.takes_in(home.place(), &asked).await;
    let private = home.private(&home.ana).await;

    // It is waited for; what comes meanwhile is not held up.
    proxy.keeps(Keeps::Keys, "");
    private.discard_room_key().await.unwrap();
    let said = home.ana.says(private.room_id(), "the sea, in winter").await;
    proxy.has_caught().await;
    let why = home.ben.says(home.place(), "!why").await;
    home.takes_in(home.place(), &why).await;
    assert_eq!(home.posts_with("One answer is waiting").await, 0);
    proxy.lets_keys_through().await;
    home.takes_in(private.room_id(), &said).await;
    home.shows("One answer is waiting").await;
    home.whispers(&home.ana, "Kept. It stays sealed").await;
    assert_eq!(sorry(&home).await, 0);

    // It does not come in time: that is said once, for however many messages; and later ones can be read.
    home.machine.habits.key_wait = Duration::ZERO;
    home.starts_again().await;
    proxy.keeps(Keeps::Keys, "");
    private.discard_room_key().await.unwrap();
    for words in ["never read", "nor this"] {
        home.ana.says(private.room_id(), words).await;
    }
    home.whispers(&home.ana, SORRY).await;
    proxy.lets_keys_through().await;
    let again = home.ana.says(private.room_id(), "and the wind").await;
    home.takes_in(private.room_id(), &again).await;
    home.ana.says(private.room_id(), "!journal").await;
    let journal = home.whispers(&home.ana, "> the sea, in winter").await;
    assert!(journal.body().contains("> and the wind"), "{}", journal.body());
    assert!(!journal.body().contains("never read"), "{}", journal.body());
    assert_eq!(sorry(&home).await, 1);
}

/// How often ana was told that something cannot be read.
async fn sorry(home: &Home) -> usize {
    home.ana.catches_up().await;
    home.ana.seen().iter().filter(|seen| seen.sender == home.bot() && seen.body().contains(SORRY)).count()
}
