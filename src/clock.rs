//! Time and chance, as things that are handed in: real ones to run on, and ones that a story or a test holds in its hand.

use std::sync::Mutex;
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};

/// Tells the time. Only this is asked, so that a clock that jumps can be tried.
pub trait Clock: Send + Sync {
    /// The wall clock, in whole milliseconds UTC. It can be wrong, and it can go backwards.
    fn now(&self) -> Timestamp;

    /// Time since some fixed moment, which never goes back and does not count while the machine sleeps.
    fn steady(&self) -> Duration;
}

/// The machine's clock.
#[derive(Debug)]
pub struct SystemClock {
    began: Instant,
}

impl SystemClock {
    /// The machine's clock.
    pub fn new() -> Self {
        Self { began: Instant::now() }
    }
}

impl Default for SystemClock {
    fn default() -> Self {
        Self::new()
    }
}

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        whole_milliseconds(Timestamp::now())
    }

    fn steady(&self) -> Duration {
        self.began.elapsed()
    }
}

/// A clock that stands still until it is moved.
#[derive(Debug)]
pub struct ManualClock {
    hands: Mutex<(Timestamp, Duration)>,
}

impl ManualClock {
    /// A clock that shows `now`.
    pub fn new(now: Timestamp) -> Self {
        Self { hands: Mutex::new((whole_milliseconds(now), Duration::ZERO)) }
    }

    /// Moves it to `to`, as time passes; does nothing if that is in the past.
    pub fn advance_to(&self, to: Timestamp) {
        let mut hands = hands(&self.hands);
        let to = whole_milliseconds(to);
        if let Ok(by) = Duration::try_from(to.duration_since(hands.0)) {
            hands.1 += by;
            hands.0 = to;
        }
    }

    /// Sets the wall clock to `to`, forwards or back, without time passing: what a wrong clock does, or a machine that slept.
    pub fn set_wall(&self, to: Timestamp) {
        hands(&self.hands).0 = whole_milliseconds(to);
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Timestamp {
        hands(&self.hands).0
    }

    fn steady(&self) -> Duration {
        hands(&self.hands).1
    }
}

/// Where ids and choices come from. Never keys: those come from the system alone, whatever the seed.
#[derive(Debug)]
pub enum Entropy {
    /// The system's randomness.
    System,
    /// The same numbers for the same seed.
    Seeded(Mutex<u64>),
}

impl Entropy {
    /// The same numbers for the same seed, on every machine.
    pub fn seeded(seed: u64) -> Self {
        Entropy::Seeded(Mutex::new(seed))
    }

    /// The next number.
    pub fn draw(&self) -> u64 {
        match self {
            Entropy::System => getrandom::u64().unwrap_or_else(|_| {
                // Ids must differ and need not be secret: where the system has no randomness, its time in nanoseconds will do.
                let now = Timestamp::now();
                mix(now.as_second().cast_unsigned() ^ u64::from(now.subsec_nanosecond().cast_unsigned()) << 32)
            }),
            Entropy::Seeded(state) => {
                let mut state = hands(state);
                *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
                mix(*state)
            }
        }
    }

    /// A length from nothing up to `most`, each as likely as the others.
    pub fn up_to(&self, most: Duration) -> Duration {
        let most = u64::try_from(most.as_millis()).unwrap_or(u64::MAX);
        Duration::from_millis(self.draw() % most.saturating_add(1).max(1))
    }
}

/// The finalizer of SplitMix64: neighbouring states give unrelated numbers.
fn mix(state: u64) -> u64 {
    let mut mixed = state;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}

/// Whether the wall clock can be trusted to post by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trust {
    /// It runs as it should.
    Fine,
    /// It shows a time before one that is already in the records.
    Behind,
    /// It moved by more than two minutes against the steady clock: it was set, or the machine slept.
    Jumped,
}

/// Notices a wall clock that was set, and says when it can be trusted again.
///
/// The network's own time settles the question at once. Without a network that tells it, the clock is believed after it has run
/// evenly for [`Watch::PROBATION`]: a machine that slept must not wait for ever, and nobody else can be asked.
#[derive(Debug)]
pub struct Watch {
    wall: Timestamp,
    steady: Duration,
    latest: Timestamp,
    doubt: Option<(Trust, Duration)>,
}

impl Watch {
    /// How far the wall clock may move against the steady one between two looks.
    pub const TOLERANCE: SignedDuration = SignedDuration::from_mins(2);
    /// How long a doubtful clock must run evenly before it is believed without a network's word.
    pub const PROBATION: Duration = Duration::from_mins(10);

    /// Begins to watch; `latest` is the last time in the records, if there is one.
    pub fn new(clock: &dyn Clock, latest: Option<Timestamp>) -> Self {
        let (wall, steady) = (clock.now(), clock.steady());
        Self { wall, steady, latest: latest.unwrap_or(wall), doubt: None }
    }

    /// Looks at the clock, and at what the network says the time is, if it does.
    pub fn look(&mut self, clock: &dyn Clock, network: Option<Timestamp>) -> Trust {
        let (wall, steady) = (clock.now(), clock.steady());
        let passed = SignedDuration::try_from(steady - self.steady).unwrap_or(SignedDuration::MAX);
        let moved = wall.duration_since(self.wall);
        if (moved - passed).abs() > Self::TOLERANCE {
            self.doubt = Some((Trust::Jumped, steady));
        } else if self.doubt.is_none() && self.latest.duration_since(wall) > Self::TOLERANCE {
            self.doubt = Some((Trust::Behind, steady));
        }
        (self.wall, self.steady) = (wall, steady);
        if wall >= self.latest && matches!(self.doubt, Some((Trust::Behind, _))) {
            self.doubt = None;
        }
        match (self.doubt, network) {
            (None, _) => {
                self.latest = self.latest.max(wall);
                return Trust::Fine;
            }
            (Some(_), Some(time)) if wall.duration_since(time).abs() <= Self::TOLERANCE => {}
            // The network says that the clock is wrong: however long it runs, it stays wrong.
            (Some((trust, _)), Some(_)) => return trust,
            (Some((_, since)), None) if steady - since >= Self::PROBATION => {}
            (Some((trust, _)), None) => return trust,
        }
        self.doubt = None;
        self.latest = wall;
        Trust::Fine
    }
}

fn whole_milliseconds(at: Timestamp) -> Timestamp {
    Timestamp::from_millisecond(at.as_millisecond()).unwrap_or(at)
}

/// What a lock guards, also after a panic elsewhere: a number half written is not possible here.
fn hands<T>(lock: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn a_seed_gives_the_same_numbers_and_another_gives_others() {
        let draw = |seed| {
            let entropy = Entropy::seeded(seed);
            [entropy.draw(), entropy.draw(), entropy.draw()]
        };
        assert_eq!(draw(7), draw(7));
        assert_ne!(draw(7), draw(8));
        assert_ne!(Entropy::System.draw(), Entropy::System.draw());
    }

    #[test]
    fn jitter_stays_within_its_bound() {
        let entropy = Entropy::seeded(1);
        for _ in 0..1_000 {
            assert!(entropy.up_to(Duration::from_secs(3)) <= Duration::from_secs(3));
        }
        assert_eq!(entropy.up_to(Duration::ZERO), Duration::ZERO);
    }

    #[test]
    fn a_clock_that_runs_is_trusted() {
        let clock = ManualClock::new(at("2026-03-27T08:00:00Z"));
        let mut watch = Watch::new(&clock, None);
        for minutes in [1, 10, 300] {
            clock.advance_to(clock.now() + SignedDuration::from_mins(minutes));
            assert_eq!(watch.look(&clock, None), Trust::Fine);
        }
    }

    #[test]
    fn a_jump_is_held_until_the_network_agrees() {
        let clock = ManualClock::new(at("2026-03-27T08:00:00Z"));
        let mut watch = Watch::new(&clock, None);
        clock.set_wall(at("2026-03-27T09:00:00Z"));
        assert_eq!(watch.look(&clock, None), Trust::Jumped);
        assert_eq!(watch.look(&clock, Some(at("2026-03-27T08:00:00Z"))), Trust::Jumped);
        assert_eq!(watch.look(&clock, Some(at("2026-03-27T09:00:30Z"))), Trust::Fine);
        assert_eq!(watch.look(&clock, None), Trust::Fine);
    }

    #[test]
    fn without_a_network_a_jump_is_believed_after_it_ran_evenly() {
        let clock = ManualClock::new(at("2026-03-27T08:00:00Z"));
        let mut watch = Watch::new(&clock, None);
        clock.set_wall(at("2026-03-27T11:00:00Z"));
        assert_eq!(watch.look(&clock, None), Trust::Jumped);
        clock.advance_to(at("2026-03-27T11:09:00Z"));
        assert_eq!(watch.look(&clock, None), Trust::Jumped);
        clock.advance_to(at("2026-03-27T11:10:00Z"));
        assert_eq!(watch.look(&clock, None), Trust::Fine);
    }

    #[test]
    fn a_time_before_the_records_is_held() {
        let clock = ManualClock::new(at("2026-03-27T08:00:00Z"));
        let mut watch = Watch::new(&clock, Some(at("2026-03-27T10:00:00Z")));
        assert_eq!(watch.look(&clock, None), Trust::Behind);
        assert_eq!(watch.look(&clock, Some(at("2026-03-27T08:00:10Z"))), Trust::Fine);
        // Believed once, the time in the records is no measure any more.
        clock.advance_to(at("2026-03-27T08:01:00Z"));
        assert_eq!(watch.look(&clock, None), Trust::Fine);
    }

    #[test]
    fn a_small_correction_is_nothing() {
        let clock = ManualClock::new(at("2026-03-27T08:00:00Z"));
        let mut watch = Watch::new(&clock, None);
        clock.set_wall(at("2026-03-27T07:59:00Z"));
        assert_eq!(watch.look(&clock, None), Trust::Fine);
    }
}
