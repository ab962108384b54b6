//! Two things measured in turns, and what is said about them.

use std::time::{Duration, Instant};

/// What something took for each of its pieces, beside what the floor took for each of its own.
#[derive(Clone, Copy, Debug)]
pub struct Measured {
    /// Seconds a piece, the median of all rounds.
    pub ours: f64,
    /// The same of the floor.
    pub floor: f64,
    /// The median of the rounds' ratios: both halves of a ratio were measured in the same moment.
    pub ratio: f64,
}

/// Measures both `rounds` times, in turns; each function does its work and answers with the seconds a piece.
pub fn in_turns(rounds: usize, mut ours: impl FnMut() -> f64, mut floor: impl FnMut() -> f64) -> Measured {
    let mut all = Vec::with_capacity(rounds);
    for round in 0..rounds {
        // Whoever comes second finds warmer caches: each does so half of the time.
        let (ours, floor) = if round % 2 == 0 {
            let ours = ours();
            (ours, floor())
        } else {
            let floor = floor();
            (ours(), floor)
        };
        all.push((ours, floor));
    }
    medians(&all)
}

/// The same where the floor can only follow; `one` answers with the seconds a piece of ours and of the floor.
pub fn in_turns_after(rounds: usize, one: impl FnMut() -> (f64, f64)) -> Measured {
    let all: Vec<(f64, f64)> = std::iter::repeat_with(one).take(rounds).collect();
    medians(&all)
}

fn medians(all: &[(f64, f64)]) -> Measured {
    Measured {
        ours: median(all.iter().map(|(ours, _)| *ours)),
        floor: median(all.iter().map(|(_, floor)| *floor)),
        ratio: median(all.iter().map(|(ours, floor)| ours / floor)),
    }
}

/// Seconds a piece of `work`, repeated until `least` is over.
pub fn repeated(least: Duration, mut work: impl FnMut()) -> f64 {
    let began = Instant::now();
    let mut done = 0_u32;
    loop {
        for _ in 0..16 {
            work();
        }
        done += 16;
        let took = began.elapsed();
        if took >= least {
            return took.as_secs_f64() / f64::from(done);
        }
    }
}

/// The middle one.
pub fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// The heading of a bench, with what its floor is.
pub fn heading(name: &str, floor: &str) {
    println!("\n{name}\n  floor: {floor}");
}

/// One line: what, the ratio, and both speeds.
pub fn line(what: &str, measured: Measured) {
    println!(
        "  {what:<42} {:>6.2} x the floor   {:>10} against {:>10}",
        measured.ratio,
        speed(measured.ours),
        speed(measured.floor)
    );
}

/// `12,345/s` for so many seconds a piece.
pub fn speed(seconds: f64) -> String {
    format!("{}/s", grouped(1.0 / seconds))
}

/// `12,345`.
pub fn grouped(number: f64) -> String {
    let digits = format!("{number:.0}");
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
