//! The table and the plot.

use super::Line;
use crate::measure::grouped;

/// One size, as soon as it is known.
pub fn line(line: &Line) {
    let told = &line.told;
    println!(
        "  {:<8} {:>9} couples: ready in {:.2} s ({:.2} s after a kill) with {:.1} MB; {} due, planned in {:.1} s ({:.2} x the floor), {:.1} MB \
         at most; meanwhile {}/s answers, kept in {:.1} ms (p99 {:.1}), told in {:.1} ms (p99 {:.1})",
        line.database,
        grouped(line.couples as f64),
        told.ready,
        line.again,
        mb(told.memory),
        grouped(line.due as f64),
        told.planned,
        ratio(line),
        mb(told.peak),
        grouped(told.answers as f64 / told.planned),
        told.kept[0],
        told.kept[1],
        told.told[0],
        told.told[1],
    );
}

/// As Markdown, for tests/PROOF.md.
pub fn table(lines: &[Line]) {
    println!(
        "\n| database | couples | ready | after a kill | memory | due | planned | × floor | at most | answers/s | kept (p99) | told (p99) |"
    );
    println!("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
    for line in lines {
        let told = &line.told;
        println!(
            "| {} | {} | {:.2} s | {:.2} s | {:.1} MB | {} | {:.1} s | {:.2} | {:.1} MB | {} | {:.1} ms ({:.0}) | {:.1} ms ({:.0}) |",
            line.database,
            grouped(line.couples as f64),
            told.ready,
            line.again,
            mb(told.memory),
            grouped(line.due as f64),
            told.planned,
            ratio(line),
            mb(told.peak),
            grouped(told.answers as f64 / told.planned),
            told.kept[0],
            told.kept[1],
            told.told[0],
            told.told[1],
        );
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
