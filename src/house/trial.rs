//! What a test may change in a house, and the points at which it may end one.

use std::sync::Arc;

use super::Decide;
use crate::courier::Habits;

/// What a test may put into a house in place of the real thing.
pub struct Trial {
    /// Stops at a point.
    pub probe: Arc<dyn Probe>,
    /// Decides.
    pub decide: Decide,
    /// How the courier works.
    pub habits: Habits,
}

impl Default for Trial {
    fn default() -> Self {
        Self { probe: Arc::new(Through), decide: crate::engine::handle, habits: Habits::default() }
    }
}

/// Points between which a process can die.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Point {
    /// An event is there, and nothing is done yet.
    Received,
    /// Everything is decided and written, and not committed.
    Decided,
    /// It is committed, and nobody was told.
    Committed,
    /// The courier has claimed a message.
    Claimed,
    /// It is marked as being sent, and the network was not called.
    Marked,
    /// The network has taken it, and that is not recorded.
    Delivered,
    /// It is recorded as sent.
    Settled,
}

impl Point {
    /// All, in their order.
    pub const ALL: [Point; 7] = [
        Point::Received,
        Point::Decided,
        Point::Committed,
        Point::Claimed,
        Point::Marked,
        Point::Delivered,
        Point::Settled,
    ];
}

/// Stands at every [`Point`]; where it says stop, everything in memory is given up, as if the process had died there.
pub trait Probe: Send + Sync {
    /// Lets pass, or not.
    ///
    /// # Errors
    /// [`Halted`] to stop everything here.
    fn pass(&self, point: Point) -> Result<(), Halted>;
}

/// A probe has stopped everything.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("stopped at {0:?}")]
pub struct Halted(pub Point);

/// Lets everything pass.
struct Through;

impl Probe for Through {
    fn pass(&self, _: Point) -> Result<(), Halted> {
        Ok(())
    }
}
