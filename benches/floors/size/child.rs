//! The measured process: `run`, through one evening.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use betwixt::clock::Clock as _;
use betwixt::config::{DatabaseUrl, Secret};
use betwixt::engine::input::Readers;
use betwixt::engine::turn::Capabilities;
use betwixt::ids::{AccountId, PlaceRef, SentRef, Token, UserRef};
use betwixt::platform::{Delivery, DeliveryError, Handled, Inbox, Platform, PlatformError, Stop, Target};
use betwixt::store::{Settings, Store};
use jiff::Timestamp;
use tokio::runtime::Runtime;
use tokio::sync::{Mutex as Turn, watch};

use super::{EVENING, Evening, Part, Told};
use crate::couples::{CAN, WORDS};
use crate::memory::{Shifted, of_this_process};
use crate::town::{ACCOUNT, Town, answer};

/// How long before the hour it starts: it is ready by then.
const BEFORE: jiff::SignedDuration = jiff::SignedDuration::from_secs(20);
/// How many people answer at a time.
const HANDS: usize = 16;
/// What Discord lets one bot send.
const POSTS_A_SECOND: u32 = 50;

/// A network that takes so many posts a second, and what is for one person at once, as Discord takes answers to interactions.
struct Limited {
    evening: Evening,
    began: Instant,
    ready: Mutex<Option<(f64, u64)>>,
    /// The next couple that answers.
    next: AtomicI64,
    /// Since when somebody waits to hear that their answer is kept.
    waiting: Mutex<BTreeMap<i64, Instant>>,
    kept: Mutex<Vec<f64>>,
    told: Mutex<Vec<f64>>,
    /// When the network takes the next post.
    turn: Turn<Instant>,
    /// Whether the evening has come.
    evening_came: watch::Receiver<bool>,
}

/// Runs and prints what it has to tell.
pub fn child(text: &str) {
    let evening: Evening = serde_json::from_str(text).expect("an evening");
    let runtime = Runtime::new().expect("a runtime");
    let told = runtime.block_on(live(evening));
    println!("{}", serde_json::to_string(&told).expect("text"));
}

async fn live(evening: Evening) -> Told {
    let hour: Timestamp = EVENING.parse().expect("an instant");
    let town = Town::at(&evening.folder);
    let (come, evening_came) = watch::channel(false);
    let clock = Arc::new(Shifted::to(hour - BEFORE));
    let part = evening.part;
    let net = Arc::new(Limited {
        next: AtomicI64::new(evening.due + 1),
        began: Instant::now(),
        ready: Mutex::default(),
        waiting: Mutex::default(),
        kept: Mutex::default(),
        told: Mutex::default(),
        turn: Turn::new(Instant::now()),
        evening_came,
        evening,
    });
    let settings = match &net.evening.postgres {
        Some(url) => Settings { url: DatabaseUrl::Postgres(Secret::new(url.as_str())), erasures: None },
        None => Settings::sqlite(town.file()),
    };
    let store = town.open_store(&settings, clock.now()).await;
    let house = Town::house_of(store, Arc::clone(&clock) as _, vec![Arc::clone(&net) as _]);
    let (tell, stop) = watch::channel(false);
    let until = async {
        let (ready, memory) = loop {
            if let Some(ready) = *net.ready.lock().expect("no panic") {
                break ready;
            }
            tokio::time::sleep(Duration::from_millis(2)).await;
        };
        let mut told = Told { ready, memory, ..Told::default() };
        match part {
            Part::Dies => std::process::abort(),
            Part::Starts => {}
            Part::Whole => net.evening(&clock, hour, house.store(), &come, &mut told).await,
        }
        tell.send_replace(true);
        told
    };
    let (ran, told) = tokio::join!(house.run(stop), until);
    ran.expect("it runs");
    house.store().close().await.expect("it closes");
    told
}

impl Limited {
    async fn evening(
        &self,
        clock: &Shifted,
        hour: Timestamp,
        store: &Store,
        come: &watch::Sender<bool>,
        told: &mut Told,
    ) {
        while clock.now() < hour {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        let began = Instant::now();
        come.send_replace(true);
        while store.next_alarm(&[]).await.expect("an alarm").is_some_and(|next| next <= hour) {
            assert!(began.elapsed() < Duration::from_secs(1_800), "they are not asked");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        told.planned = began.elapsed().as_secs_f64();
        told.peak = of_this_process("VmHWM:").unwrap_or_default();
        told.answers = self.kept.lock().expect("no panic").len();
        told.kept = middle_and_slowest(&self.kept);
        told.told = middle_and_slowest(&self.told);
    }

    /// One person after another answers, until nobody is left or it ends.
    async fn answers(&self, inbox: &Inbox, stop: &Stop) {
        let last = self.evening.due + self.evening.open;
        loop {
            let couple = self.next.fetch_add(1, Ordering::Relaxed);
            if couple > last || *stop.borrow() {
                return;
            }
            let event = answer("ana", couple, self.evening.round, format!("evening/{couple}"), WORDS);
            let began = Instant::now();
            self.waiting.lock().expect("no panic").insert(couple, began);
            assert_eq!(inbox.hand_in(event).await, Handled::Kept);
            self.kept.lock().expect("no panic").push(milliseconds(began));
        }
    }
}

fn milliseconds(since: Instant) -> f64 {
    since.elapsed().as_secs_f64() * 1_000.0
}

fn middle_and_slowest(all: &Mutex<Vec<f64>>) -> [f64; 2] {
    let mut all = all.lock().expect("no panic").clone();
    all.sort_by(f64::total_cmp);
    let at = |share: usize| all.get(all.len() * share / 100).copied().unwrap_or(f64::NAN);
    [at(50), at(99)]
}

#[async_trait::async_trait]
impl Platform for Limited {
    fn account(&self) -> AccountId {
        AccountId(ACCOUNT.to_owned())
    }

    fn capabilities(&self) -> Capabilities {
        CAN
    }

    async fn listen(&self, inbox: Inbox, mut stop: Stop) -> Result<(), PlatformError> {
        let memory = of_this_process("VmRSS:").unwrap_or_default();
        self.ready.lock().expect("no panic").get_or_insert((self.began.elapsed().as_secs_f64(), memory));
        let mut came = self.evening_came.clone();
        let answering = async {
            if came.wait_for(|came| *came).await.is_ok() {
                futures_util::future::join_all((0..HANDS).map(|_| self.answers(&inbox, &stop))).await;
            }
        };
        let mut ends = stop.clone();
        tokio::select! {
            () = answering => {}
            _ = ends.wait_for(|stop| *stop) => {}
        }
        let _ = stop.wait_for(|stop| *stop).await;
        Ok(())
    }

    async fn deliver(&self, delivery: &Delivery) -> Result<SentRef, DeliveryError> {
        match &delivery.target {
            Target::Place(_) => {
                let at = {
                    let mut turn = self.turn.lock().await;
                    let at = (*turn).max(Instant::now());
                    *turn = at + Duration::from_secs(1) / POSTS_A_SECOND;
                    at
                };
                tokio::time::sleep_until(at.into()).await;
            }
            Target::Person { user, .. } => {
                let couple = user.id.rsplit('~').next().and_then(|number| number.parse().ok());
                let began = couple.and_then(|couple: i64| self.waiting.lock().expect("no panic").remove(&couple));
                if let Some(began) = began {
                    self.told.lock().expect("no panic").push(milliseconds(began));
                }
            }
        }
        Ok(SentRef(delivery.token.to_string()))
    }

    async fn find(&self, _: &Token, _: &Target, _: Timestamp) -> Result<Option<SentRef>, DeliveryError> {
        Ok(None)
    }

    async fn readers(&self, _: &PlaceRef, _: &[UserRef]) -> Result<Readers, DeliveryError> {
        Ok(Readers { others: Some(0), ..Readers::default() })
    }
}
