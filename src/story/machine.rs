//! The real bot on a machine that can die at any point, and is started again at once.

use std::cell::{Cell, RefCell};
use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use jiff::Timestamp;

use super::stage::{Bot, StageError};
use crate::house::{Halted, House, HouseError, Parts, Point, Probe, Trial};
use crate::platform::{Envelope, Handled};

/// What a house is made of, each time that it is started; with how often it was started before.
pub type Furnish = Box<dyn Fn(u64) -> Parts>;

/// The machine. What its memory held is gone when it dies; what the database holds is there.
pub struct Machine {
    furnish: Furnish,
    trial: fn() -> Trial,
    ends: Arc<Ends>,
    starts: Cell<u64>,
    house: RefCell<Arc<House>>,
}

impl Machine {
    /// Starts it. `trial` makes what a test puts into the house in place of the real thing; its probe is not used.
    pub fn new(furnish: Furnish, trial: fn() -> Trial) -> Machine {
        let ends = Arc::new(Ends::default());
        let house = RefCell::new(Arc::new(house(furnish(0), trial(), &ends)));
        Machine { furnish, trial, ends, starts: Cell::new(0), house }
    }

    fn house(&self) -> Arc<House> {
        Arc::clone(&self.house.borrow())
    }

    fn starts_again(&self) {
        self.starts.set(self.starts.get() + 1);
        let again = house((self.furnish)(self.starts.get()), (self.trial)(), &self.ends);
        *self.house.borrow_mut() = Arc::new(again);
    }
}

fn house(parts: Parts, trial: Trial, ends: &Arc<Ends>) -> House {
    House::with(parts, Trial { probe: Arc::clone(ends) as Arc<dyn Probe>, ..trial })
}

#[async_trait(?Send)]
impl Bot for Machine {
    async fn hears(&self, envelope: Envelope) -> Result<(), StageError> {
        loop {
            match self.house().hand_in(envelope.clone()).await {
                Ok(Handled::Kept | Handled::SeenBefore) => return self.catches_up().await,
                Ok(Handled::NotKept) => {
                    return Err(StageError::Failed(anyhow::anyhow!("it could not keep what happened")));
                }
                // Nobody was told, so the network hands it in again.
                Err(HouseError::Halted(_)) => self.starts_again(),
                Err(HouseError::Store(error)) => return Err(StageError::Failed(error.into())),
            }
        }
    }

    async fn catches_up(&self) -> Result<(), StageError> {
        loop {
            match self.house().tick().await {
                Ok(()) => return Ok(()),
                Err(HouseError::Halted(_)) => self.starts_again(),
                Err(HouseError::Store(error)) => return Err(StageError::Failed(error.into())),
            }
        }
    }

    async fn wakes(&self) -> Result<Option<Timestamp>, StageError> {
        self.house().next_wake().await.map_err(|error| StageError::Failed(error.into()))
    }

    fn dies(&self, point: Point) {
        self.ends.points().push(point);
    }
}

/// Where it is to die, each once.
#[derive(Default)]
struct Ends(Mutex<Vec<Point>>);

impl Ends {
    fn points(&self) -> std::sync::MutexGuard<'_, Vec<Point>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Probe for Ends {
    fn pass(&self, point: Point) -> Result<(), Halted> {
        let mut points = self.points();
        match points.iter().position(|end| *end == point) {
            Some(index) => {
                points.remove(index);
                Err(Halted(point))
            }
            None => Ok(()),
        }
    }
}
