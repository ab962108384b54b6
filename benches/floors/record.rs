//! What it costs to keep an answer: from the network's event to the commit after which its author may be told.

use std::sync::Arc;
use std::time::Instant;

use betwixt::clock::ManualClock;
use betwixt::house::House;
use betwixt::platform::Handled;
use jiff::Timestamp;
use tokio::runtime::Runtime;

use crate::Size;
use crate::bare::{Bare, Plain};
use crate::couples::WORDS;
use crate::measure::{heading, in_turns_after, line, median, speed};
use crate::town::{Net, Town, answer, newest_round};

/// As many as the hub takes in one transaction.
const BATCH: i64 = 64;

pub fn run(size: Size) {
    heading(
        "record: an answer to a sealed question, kept",
        "SQLite alone writing the very rows that ours wrote, as many in a transaction, as durably (write-ahead log, synchronous = FULL)",
    );
    let (rounds, batches, singles) = match size {
        Size::Quick => (3, 4, 16),
        Size::Full => (15, 16, 128),
    };
    let rounds_in_all = i64::try_from(rounds).expect("few");
    let runtime = Runtime::new().expect("a runtime");
    let now: Timestamp = "2026-03-02T10:00:00Z".parse().expect("an instant");
    let many = rounds_in_all * (batches * BATCH + singles);
    let (town, house) = runtime.block_on(async {
        let town = Town::new().await;
        let mould = town.mould(now, "setup @ben~0 Europe/Paris 20:30", true).await;
        town.cast(&mould, 1, many);
        let copy = (town.copy("floor.db"), town.copy("plain.db"));
        let house = town.house(Arc::new(ManualClock::new(now)), vec![Arc::new(Net::default())]).await;
        ((town, copy), house)
    });
    let (town, copy) = town;
    let plain = runtime.block_on(Plain::new(&copy.1));
    let mut trial = Trial {
        round: newest_round(&town.file(), 1),
        next: 1,
        house,
        runtime,
        bare: Bare::new(&copy.0, &town.file()),
        plain,
        plainly: Vec::new(),
        rows: 0,
        bytes: 0,
        answers: 0,
    };
    let together = trial.measure(rounds, batches, BATCH);
    line(&format!("{BATCH} couples' answers in a transaction"), together);
    trial.say_plainly();
    let alone = trial.measure(rounds, singles, 1);
    line("one answer in a transaction", alone);
    trial.say_plainly();
    println!(
        "  an answer is {:.1} rows with {:.0} bytes",
        trial.rows as f64 / trial.answers as f64,
        trial.bytes as f64 / trial.answers as f64
    );
}

struct Trial {
    runtime: Runtime,
    house: House,
    bare: Bare,
    plain: Plain,
    /// Seconds an answer through sqlx, with the ratio of ours to that, for each round.
    plainly: Vec<(f64, f64)>,
    round: i64,
    /// The couple that answers next.
    next: i64,
    rows: usize,
    bytes: usize,
    answers: usize,
}

impl Trial {
    fn measure(&mut self, rounds: usize, batches: i64, size: i64) -> crate::measure::Measured {
        in_turns_after(rounds, || self.one(batches, size))
    }

    /// What the same rows cost through the library that the store uses, a statement a row.
    fn say_plainly(&mut self) {
        let plainly = std::mem::take(&mut self.plainly);
        let ratio = median(plainly.iter().map(|(_, ratio)| *ratio));
        let took = median(plainly.iter().map(|(took, _)| *took));
        println!(
            "  {:<42} {ratio:>6.2} x that          against {:>10}",
            "  beside the same rows through bare sqlx",
            speed(took)
        );
    }

    /// Seconds an answer, ours and the floor's, transaction by transaction in turns.
    fn one(&mut self, batches: i64, size: i64) -> (f64, f64) {
        let (mut ours, mut floor, mut plain) = (0.0, 0.0, 0.0);
        for _ in 0..batches {
            let couples: Vec<i64> = (self.next..self.next + size).collect();
            self.next += size;
            let events: Vec<String> = couples.iter().map(|couple| format!("answer/{couple}")).collect();
            let envelopes = couples
                .iter()
                .zip(&events)
                .map(|(couple, event)| answer("ana", *couple, self.round, event.clone(), WORDS))
                .collect();

            let began = Instant::now();
            let handled = self.runtime.block_on(self.house.hand_in_all(envelopes)).expect("nothing stops it");
            ours += began.elapsed().as_secs_f64();
            assert!(handled.iter().all(|handled| *handled == Handled::Kept));

            let wrote = self.bare.wrote(&couples, &events);
            assert!(wrote.rows() > couples.len(), "an answer is more than its event");
            let began = Instant::now();
            self.bare.write(&wrote);
            floor += began.elapsed().as_secs_f64();

            let began = Instant::now();
            self.runtime.block_on(self.plain.write(&wrote));
            plain += began.elapsed().as_secs_f64();

            self.rows += wrote.rows();
            self.bytes += wrote.bytes;
            self.answers += couples.len();
        }
        let answers = (batches * size) as f64;
        self.plainly.push((plain / answers, ours / plain));
        (ours / answers, floor / answers)
    }
}
