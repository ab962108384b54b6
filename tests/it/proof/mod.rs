//! The promises at length; `tests/PROOF.md` says what is claimed, how it is run and what came of it.
//!
//! `BETWIXT_PROOF=long` asks for the long form; without it each proof fits into a run of all tests.

#[cfg(all(unix, feature = "postgres"))]
mod cluster;
mod forged;
mod ground;
mod hostile;
mod input;
#[cfg(all(unix, feature = "postgres"))]
mod served;
mod wall;
mod weeks;
#[cfg(all(unix, feature = "postgres"))]
mod wire;
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
