//! What Discord costs, with the real `betwixt run` as a process of its own and the fake Discord of the tests in this one:
//! `cargo bench --bench discord`.
//!
//! - `acknowledged`: from the moment in which a slash command leaves Discord to the one in which its answer is there. When it is, the
//!   check-in that it carries is in the database on disk. The floor is a bare bot on the same library, which answers at once and keeps nothing.
//! - `memory`: what the process takes with one shard of 2,500 servers, whose events arrive in one burst.
//!
//! `-- --quick` takes seconds and shows little more than that it works; `-- memory` runs that one. The fake's check of every request against
//! the official document is off meanwhile: it would stand within what is measured.

// A report for people, and the helpers of a measurement may fail as loudly as a test's.
#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::expect_used)]

mod acknowledged;
mod bare;
mod bot;
#[path = "../../tests/it/discord/fake/mod.rs"]
mod fake;
#[allow(dead_code)]
#[path = "../floors/measure.rs"]
mod measure;
mod memory;

/// How much is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// Seconds: does it work?
    Quick,
    /// A minute: the figures that the README states.
    Full,
}

type Bench = fn(Size);

const ALL: [(&str, Bench); 2] = [("acknowledged", acknowledged::run), ("memory", memory::run)];

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    if words.first().is_some_and(|word| word == bare::CHILD) {
        return bare::child();
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
}
