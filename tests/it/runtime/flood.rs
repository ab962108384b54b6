//! One person hands in more than anybody can: the others do not wait for that.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use betwixt::catalog::Catalog;
use betwixt::clock::{Clock, Entropy};
use betwixt::engine::Read;
use betwixt::engine::button::Button;
use betwixt::engine::input::{Readers, Venue};
use betwixt::engine::turn::Capabilities;
use betwixt::house::{Halted, House, Parts, Point, Probe, Trial};
use betwixt::ids::{AccountId, PartnerId, PlaceRef, SentRef, Token, UserRef};
use betwixt::platform::{
    Delivery, DeliveryError, Envelope, Handled, Happening, Inbox, Letter, Letters, Platform, PlatformError, Stop,
    Target,
};
use betwixt::voice::Voice;
use futures_util::StreamExt as _;
use futures_util::stream::FuturesUnordered;
use jiff::Timestamp;
use tokio::sync::{Notify, watch};

use crate::network::Network;
use crate::world::{World, filled, said};

/// Takes one batch out, and says whose they were.
async fn batch(letters: &mut Letters, most: usize) -> Vec<(String, String)> {
    let mut taken: Vec<Letter> = Vec::new();
    letters.recv_many(&mut taken, most).await;
    let whose = |envelope: &Envelope| envelope.from.as_ref().map(|person| person.user.id.clone()).unwrap_or_default();
    taken.iter().map(|(envelope, _)| (whose(envelope), envelope.key.0.clone())).collect()
}

/// Hands in without waiting.
fn put(inbox: &Inbox, envelope: Envelope) -> tokio::task::JoinHandle<Handled> {
    let inbox = inbox.clone();
    tokio::spawn(async move { inbox.hand_in(envelope).await })
}

#[tokio::test]
async fn everybodys_first_event_goes_before_anybodys_second_and_ones_own_keep_their_order() {
    let mut world = World::new().await;
    let (inbox, mut letters) = Inbox::new(100);
    let mut own = Vec::new();
    for _ in 0..20 {
        let envelope = world.typed("ana", "/help");
        own.push(envelope.key.0.clone());
        put(&inbox, envelope);
        tokio::task::yield_now().await;
    }
    for name in ["ben", "cleo"] {
        let envelope = world.typed(name, "/help");
        put(&inbox, envelope);
        tokio::task::yield_now().await;
    }
    let first = batch(&mut letters, 4).await;
    let names: Vec<&str> = first.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["ana", "ana", "ben", "cleo"], "in the order in which they arrived");
    let mut seen: Vec<String> = first.into_iter().filter(|(name, _)| name == "ana").map(|(_, key)| key).collect();
    while seen.len() < own.len() {
        seen.extend(batch(&mut letters, 7).await.into_iter().map(|(_, key)| key));
    }
    assert_eq!(seen, own);
}

#[tokio::test]
async fn of_one_person_only_so_many_wait_and_the_others_are_taken() {
    let mut world = World::new().await;
    let (inbox, mut letters) = Inbox::new(3);
    let theirs: Vec<_> = (0..5).map(|_| put(&inbox, world.typed("ana", "/help"))).collect();
    let other = put(&inbox, world.typed("ben", "/help"));
    tokio::task::yield_now().await;
    let mut taken = Vec::new();
    assert_eq!(letters.recv_many(&mut taken, 64).await, 4);
    for (_, tell) in taken {
        tell.send(Handled::Kept).unwrap();
    }
    let mut told = Vec::new();
    for one in theirs {
        told.push(one.await.unwrap());
    }
    use Handled::{Kept, NotKept};
    assert_eq!(told, [Kept, Kept, Kept, NotKept, NotKept]);
    assert_eq!(other.await.unwrap(), Kept);
    // What is closed still has what was in it.
    let last = put(&inbox, world.typed("ana", "/help"));
    tokio::task::yield_now().await;
    letters.close();
    letters.recv().await.unwrap().1.send(Kept).unwrap();
    assert_eq!(last.await.unwrap(), Kept);
    assert!(letters.recv().await.is_none());
    assert_eq!(inbox.hand_in(world.typed("ana", "/help")).await, NotKept);
}

/// A network on which all of these happen at once.
struct Crowd {
    network: Arc<Network>,
    flood: Mutex<Vec<Envelope>>,
    /// What happens when the flood has been there for a while.
    then: Mutex<Option<Envelope>>,
    commits: Arc<Commits>,
    tell: watch::Sender<bool>,
    /// After how many transactions it was kept, and after how many the whole flood was.
    outcome: Mutex<Option<(usize, usize)>>,
}

/// Counts transactions.
#[derive(Default)]
struct Commits {
    count: AtomicUsize,
    another: Notify,
}

impl Commits {
    fn count(&self) -> usize {
        self.count.load(Ordering::SeqCst)
    }
}

impl Probe for Commits {
    fn pass(&self, point: Point) -> Result<(), Halted> {
        if point == Point::Committed {
            self.count.fetch_add(1, Ordering::SeqCst);
            self.another.notify_waiters();
        }
        Ok(())
    }
}

impl Crowd {
    /// Hands it in until it is kept, again after another transaction.
    async fn happens(&self, inbox: &Inbox, envelope: Envelope) {
        loop {
            let another = self.commits.another.notified();
            tokio::pin!(another);
            // From here on none is missed.
            another.as_mut().enable();
            if inbox.hand_in(envelope.clone()).await != Handled::NotKept {
                return;
            }
            another.await;
        }
    }
}

#[async_trait]
impl Platform for Crowd {
    fn account(&self) -> AccountId {
        self.network.account()
    }

    fn capabilities(&self) -> Capabilities {
        self.network.capabilities()
    }

    async fn listen(&self, inbox: Inbox, _: Stop) -> Result<(), PlatformError> {
        let flood = std::mem::take(&mut *self.flood.lock().unwrap());
        let then = self.then.lock().unwrap().take().unwrap();
        let mut under_way: FuturesUnordered<_> =
            flood.into_iter().map(|envelope| self.happens(&inbox, envelope)).collect();
        // All of them are handed in.
        under_way.next().await;
        let before = self.commits.count();
        let other = self.happens(&inbox, then);
        tokio::pin!(other);
        let mut after = None;
        loop {
            tokio::select! {
                () = &mut other, if after.is_none() => after = Some(self.commits.count() - before),
                one = under_way.next() => if one.is_none() { break },
            }
        }
        let all = self.commits.count() - before;
        *self.outcome.lock().unwrap() = Some((after.expect("it was kept after the whole flood"), all));
        self.tell.send_replace(true);
        Ok(())
    }

    async fn deliver(&self, delivery: &Delivery) -> Result<SentRef, DeliveryError> {
        self.network.deliver(delivery).await
    }

    async fn find(&self, token: &Token, to: &Target, since: Timestamp) -> Result<Option<SentRef>, DeliveryError> {
        self.network.find(token, to, since).await
    }

    async fn readers(&self, place: &PlaceRef, partners: &[UserRef]) -> Result<Readers, DeliveryError> {
        self.network.readers(place, partners).await
    }
}

#[tokio::test]
async fn whoever_hands_in_five_thousand_things_keeps_no_other_couple_waiting() {
    const FLOOD: usize = 5_000;
    let elsewhere = PlaceRef::new(crate::world::place().network, "another room");
    let mut world = World::paired().await;
    for (name, what) in [
        ("cleo", said("/setup @dan Europe/Paris 20:30")),
        ("cleo", filled(Button::Agree, &[])),
        ("dan", filled(Button::Agree, &[])),
    ] {
        let envelope = Envelope { place: Some(elsewhere.clone()), ..world.event(name, Venue::Quietly, what) };
        world.happens(envelope).await;
    }
    let what = said("/checkin 3 work listen the walk home");
    let answer = Envelope { place: Some(elsewhere.clone()), ..world.event("cleo", Venue::Quietly, what) };
    let flood: Vec<Envelope> = (0..FLOOD).map(|_| world.event("ana", Venue::Quietly, Happening::Nothing)).collect();
    let flood = flood.into_iter().map(|event| Envelope { what: said("/settings zone Europe/Berlin"), ..event });
    let (tell, stop) = watch::channel(false);
    let commits = Arc::<Commits>::default();
    let crowd = Arc::new(Crowd {
        network: Arc::clone(&world.network),
        flood: Mutex::new(flood.collect()),
        then: Mutex::new(Some(answer)),
        commits: Arc::clone(&commits),
        tell,
        outcome: Mutex::default(),
    });
    let parts = Parts {
        store: world.house().store().clone(),
        catalog: Arc::new(Catalog::builtin().unwrap()),
        voice: Arc::new(Voice::builtin().unwrap()),
        clock: Arc::clone(&world.clock) as Arc<dyn Clock>,
        entropy: Entropy::seeded(8),
        policy: crate::world::policy(),
        platforms: vec![Arc::clone(&crowd) as Arc<dyn Platform>],
    };
    let house = House::with(parts, Trial { probe: commits, ..Trial::default() });
    house.run(stop).await.unwrap();
    let (waited, all) = crowd.outcome.lock().unwrap().take().unwrap();
    // The one that was under way, and one more: with the settling of what the first one sent between them, and the courier's own.
    assert!(waited <= 3, "it was kept after {waited} transactions of {all}");
    // What was kept before anybody looked is not in it.
    assert!(all >= FLOOD / betwixt::hub::Hub::MOST / 2, "{all}");
    let couple = world.couple_of(&elsewhere).await.unwrap();
    let mut tx = world.house().store().begin().await.unwrap();
    let kept = tx.history(&couple, Some(PartnerId::One), Read::Everything).await.unwrap();
    assert_eq!(kept.entries.len(), 1);
}
