//! A house that a test drives: what its network hears is handed in one by one, what follows from it is done at once, the clock is moved
//! by hand, and everything can die at a point.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use betwixt::clock::{Clock as _, ManualClock};
use betwixt::house::{House, HouseError, Parts, Probe, Trial};
use betwixt::ids::EventKey;
use betwixt::platform::{Inbox, Letters, Platform, PlatformError};
use jiff::{SignedDuration, Timestamp};
use tokio::sync::{Mutex, watch};
use tokio::task::JoinHandle;

use crate::world::StopAt;

/// One life of the process.
pub struct Driven {
    house: Arc<House>,
    /// Held by whoever drives the house.
    driving: Arc<Mutex<()>>,
    stop: watch::Sender<bool>,
    listening: JoinHandle<Result<(), PlatformError>>,
    pumping: JoinHandle<()>,
    progress: watch::Receiver<Progress>,
}

/// How far it has come.
#[derive(Default)]
struct Progress {
    /// Events that were handed in and done with.
    done: BTreeSet<String>,
    /// Whether the probe has stopped it.
    died: bool,
}

impl Driven {
    /// A life begins on what is in the database: `platform`, one of those of the house, listens from where it stopped.
    pub async fn begins(parts: Parts, probe: Arc<StopAt>, platform: Arc<dyn Platform>) -> Driven {
        let probe = probe as Arc<dyn Probe>;
        let house = Arc::new(House::with(parts, Trial { probe, ..Trial::default() }));
        let cursor = house.store().cursor(&platform.account()).await.unwrap();
        let (stop, stopped) = watch::channel(false);
        let (inbox, letters) = Inbox::new(64);
        let (tell, progress) = watch::channel(Progress::default());
        let driving = Arc::<Mutex<()>>::default();
        let listening = tokio::spawn(async move { platform.listen(inbox.since(cursor), stopped).await });
        let pumping = tokio::spawn(pump(Arc::clone(&house), letters, Arc::clone(&driving), tell));
        Driven { house, driving, stop, listening, pumping, progress }
    }

    pub fn house(&self) -> &House {
        &self.house
    }

    /// Lets everything happen that is due; `false`: the probe stopped it.
    pub async fn tick(&self) -> bool {
        let _driving = self.driving.lock().await;
        works(&self.house).await
    }

    /// What is under way is done: whoever drives the house is through, and nothing is left for now.
    pub async fn settles(&self) {
        assert!(self.tick().await, "the probe stopped it");
    }

    /// Waits until an event was handed in and what follows from it is done.
    pub async fn has_done(&self, key: &EventKey, patience: Duration) {
        let mut progress = self.progress.clone();
        let done = progress.wait_for(|progress| progress.done.contains(&key.0));
        let waited = tokio::time::timeout(patience, done).await;
        assert!(matches!(waited, Ok(Ok(_))), "the bot did not hear of {key}");
    }

    /// Waits until the probe has stopped it.
    pub async fn has_died(&self, patience: Duration) {
        let mut progress = self.progress.clone();
        let died = progress.wait_for(|progress| progress.died);
        assert!(matches!(tokio::time::timeout(patience, died).await, Ok(Ok(_))), "the point was not reached");
    }

    /// Moves the clock to `end`, stopping wherever something is due.
    pub async fn advance(&self, clock: &ManualClock, end: Timestamp) {
        while let Some(next) = self.house.next_wake().await.unwrap().filter(|next| *next <= end) {
            // What is due and does not go away would hold the clock up for ever.
            clock.advance_to(next.max(clock.now() + SignedDuration::from_secs(1)));
            self.settles().await;
        }
        clock.advance_to(end);
        self.settles().await;
    }

    /// It is gone in an instant, with all that was in its memory.
    pub async fn dies(self) {
        self.pumping.abort();
        self.listening.abort();
        let _ = (self.pumping.await, self.listening.await);
    }

    /// It is told to stop; how its connection ended.
    pub async fn stops(self) -> Result<(), PlatformError> {
        self.stop.send_replace(true);
        let ended = self.listening.await.unwrap();
        self.pumping.await.unwrap();
        ended
    }
}

/// Hands in what was heard and does what follows, until the probe stops it.
async fn pump(house: Arc<House>, mut letters: Letters, driving: Arc<Mutex<()>>, progress: watch::Sender<Progress>) {
    while let Some((envelope, tell)) = letters.recv().await {
        let _driving = driving.lock().await;
        let key = envelope.key.clone();
        match house.hand_in(envelope).await {
            Ok(handled) => {
                // Whoever handed it in may have given up.
                let _ = tell.send(handled);
            }
            Err(HouseError::Halted(_)) => {
                progress.send_modify(|progress| progress.died = true);
                return;
            }
            Err(HouseError::Store(error)) => panic!("{error}"),
        }
        if !works(&house).await {
            progress.send_modify(|progress| progress.died = true);
            return;
        }
        progress.send_modify(|progress| {
            progress.done.insert(key.0);
        });
    }
}

async fn works(house: &House) -> bool {
    match house.tick().await {
        Ok(()) => true,
        Err(HouseError::Halted(_)) => false,
        Err(HouseError::Store(error)) => panic!("{error}"),
    }
}
