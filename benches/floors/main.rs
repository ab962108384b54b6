//! What things cost, as ratios to a floor measured in the same run: `cargo bench`.
//!
//! A number of milliseconds says more about the machine than about the program; how far it is from what must be done at the very
//! least says something about the program. Each figure names its floor. Ours and the floor take turns, and medians are compared,
//! so that a machine that grows busy or slow meanwhile does so for both.
//!
//! `cargo bench -- --quick` takes seconds and shows little more than that it works; `cargo bench -- record due` runs those two.

// A report for people, and the helpers of a measurement may fail as loudly as a test's.
#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::expect_used)]

mod bare;
mod couples;
mod due;
mod handle;
mod measure;
mod memory;
mod record;
#[cfg(feature = "postgres")]
mod size;
mod town;

/// How much is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// Seconds: does it work?
    Quick,
    /// Minutes: the figures that the README states.
    Full,
}

type Bench = fn(Size);

const ALL: [(&str, Bench); 4] =
    [("handle", handle::run), ("record", record::run), ("due", due::run), ("memory", memory::run)];

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    if let [child, folder, due] = words.as_slice()
        && child == memory::CHILD
    {
        return memory::child(folder.as_ref(), due.parse().expect("a number"));
    }
    #[cfg(feature = "postgres")]
    if let [child, evening] = words.as_slice()
        && child == size::CHILD
    {
        return size::child(evening);
    }
    // Cargo says so when it is a bench that is wanted, and not a test of everything there is.
    if !words.iter().any(|word| word == "--bench") {
        return;
    }
    let size = if words.iter().any(|word| word == "--quick") { Size::Quick } else { Size::Full };
    let wanted: Vec<&String> = words.iter().filter(|word| !word.starts_with("--")).collect();
    for (name, run) in ALL {
        if wanted.is_empty() || wanted.iter().any(|wanted| *wanted == name) {
            run(size);
        }
    }
    // Takes a quarter of an hour and gigabytes of disk: only if asked for.
    #[cfg(feature = "postgres")]
    if wanted.iter().any(|wanted| *wanted == "size") {
        // `size 10000 100000`: with so many couples, and no others; `size postgres`: without SQLite.
        let couples: Vec<i64> = wanted.iter().filter_map(|word| word.parse().ok()).collect();
        size::run(size, &couples, wanted.iter().any(|word| *word == "postgres"));
    }
}
