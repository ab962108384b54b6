//! The table and the plot.

use super::Line;
use crate::measure::grouped;

/// What each column says.
const COLUMNS: [&str; 12] = [
    "database",
    "couples",
    "ready",
    "after a kill",
    "memory",
    "due",
    "planned",
    "× floor",
    "at most",
    "answers/s",
    "kept (p99)",
    "told (p99)",
];

/// One size, as soon as it is known.
pub fn line(line: &Line) {
    let cells = COLUMNS.iter().zip(cells(line)).map(|(name, cell)| format!("{name} {cell}"));
    println!("  {}", cells.collect::<Vec<_>>().join(", "));
}

fn cells(line: &Line) -> [String; 12] {
    let told = &line.told;
    let wait = |[middle, slowest]: [f64; 2]| format!("{middle:.1} ms ({slowest:.0})");
    [
        line.database.to_owned(),
        grouped(line.couples as f64),
        format!("{:.2} s", told.ready),
        format!("{:.2} s", line.again),
        format!("{:.1} MB", mb(told.memory)),
        grouped(line.due as f64),
        format!("{:.1} s", told.planned),
        format!("{:.2}", ratio(line)),
        format!("{:.1} MB", mb(told.peak)),
        grouped(told.answers as f64 / told.planned),
        wait(told.kept),
        wait(told.told),
    ]
}

/// As Markdown, for tests/PROOF.md; then the plots.
pub fn table(lines: &[Line]) {
    println!("\n| {} |", COLUMNS.join(" | "));
    println!("|---|{}", "--:|".repeat(COLUMNS.len() - 1));
    for line in lines {
        println!("| {} |", cells(line).join(" | "));
    }
    println!("\n  microseconds to plan one that is due");
    plot(lines, |line| 1e6 * line.told.planned / line.due as f64);
    println!("\n  memory at most, MB");
    plot(lines, |line| mb(line.told.peak));
}

/// A bar a line: how a cost grows is seen by its length.
fn plot(lines: &[Line], value: impl Fn(&Line) -> f64) {
    const WIDTH: f64 = 60.0;
    let most = lines.iter().map(&value).fold(f64::MIN_POSITIVE, f64::max);
    for line in lines {
        let bar = "#".repeat((WIDTH * value(line) / most).round() as usize);
        println!("  {:<8} {:>9} {bar} {:.0}", line.database, grouped(line.couples as f64), value(line));
    }
}

fn ratio(line: &Line) -> f64 {
    line.told.planned / line.due as f64 / line.floor
}

fn mb(kilobytes: u64) -> f64 {
    kilobytes as f64 / 1024.0
}
