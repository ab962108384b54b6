//! What Matrix costs, with the real `betwixt run` as a process of its own, against a real homeserver: `cargo bench --bench matrix`.
//!
//! - `replies`: from the moment in which somebody's client begins to send a command to the one in which it shows the bot's answer. The
//!   check-in that it carries is in the database on disk by then. The floor is a bare bot on the same library, on the same homeserver,
//!   that answers everything at once and keeps nothing; the two take turns.
//! - `restart`: from the start of the process to its answer to a command that was given while it was down; the floor is the same bare bot.
//! - `memory`: what the process takes after all that.
//!
//! The homeserver comes from `tests/homeserver`, which makes its virtual environment once. `-- --quick` shows little more than that it works.

// A report for people, and the helpers of a measurement may fail as loudly as a test's.
#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::expect_used)]

mod bare;
mod bot;
#[allow(dead_code)]
#[path = "../floors/measure.rs"]
mod measure;
// With tests of its own, which a bench leaves out.
#[allow(dead_code, unused_imports)]
#[path = "../../tests/it/matrix/person.rs"]
mod person;
mod replies;
#[allow(dead_code)]
#[path = "../../tests/it/matrix/server.rs"]
mod server;

/// How much is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// Seconds: does it work?
    Quick,
    /// Minutes: the figures that the README states.
    Full,
}

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    if words.first().is_some_and(|word| word == bare::CHILD) {
        return bare::child();
    }
    // Cargo says so when it is a bench that is wanted, and not a test of everything there is.
    if !words.iter().any(|word| word == "--bench") {
        return;
    }
    replies::run(if words.iter().any(|word| word == "--quick") { Size::Quick } else { Size::Full });
}
