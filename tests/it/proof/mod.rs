//! The promises at length; `tests/PROOF.md` says what is claimed, how it is run and what came of it.
//!
//! `BETWIXT_PROOF=long` asks for the long form; without it each proof fits into a run of all tests.

mod wall;
mod weeks;
mod years;

/// How many: `short` in a run of all tests, `long` when that is asked for.
fn many(short: usize, long: usize) -> usize {
    if std::env::var_os("BETWIXT_PROOF").is_some_and(|form| form == "long") { long } else { short }
}

/// A figure, for who runs a proof to see what came of it.
#[allow(clippy::print_stdout)]
fn tell(figure: &str) {
    println!("{figure}");
}

/// Chance that is the same every time (splitmix64).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next() % bound as u64).unwrap()
    }

    fn of<'a, T>(&mut self, those: &'a [T]) -> &'a T {
        &those[self.below(those.len())]
    }

    /// Whether it happens, `percent` times in a hundred.
    fn percent(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }
}
