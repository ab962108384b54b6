//! How much memory `betwixt run` takes with as many servers as one shard may have.

use std::time::{Duration, Instant};

use serde_json::json;
use tokio::runtime::Runtime;

use crate::Size;
use crate::bot::Bot;
use crate::fake::{Fake, bits};
use crate::measure::{grouped, heading};

/// A shard has at most so many.
const SERVERS: usize = 2_500;
/// Beside those that every server has.
const CHANNELS: usize = 12;
const ROLES: usize = 6;
/// It is settled when it did not grow nor shrink for so long.
const QUIET: Duration = Duration::from_secs(5);
/// An answer that takes longer than that will not come.
const PATIENCE: Duration = Duration::from_secs(4);
/// How long anything may take, on a machine that does much else.
const LONGEST: Duration = Duration::from_secs(180);

pub fn run(size: Size) {
    let many = match size {
        Size::Quick => 100,
        Size::Full => SERVERS,
    };
    heading("memory: `betwixt run` with one shard of servers, after it heard of each", "the same with one server");
    let runtime = Runtime::new().expect("a runtime");
    let (few, _) = runtime.block_on(measured(1));
    let (rss, peak) = runtime.block_on(measured(many));
    println!(
        "  {:<42} {:>6.1} MiB settled, {:>6.1} MiB at most   against {:>6.1} MiB settled",
        format!("{} servers", grouped(many as f64)),
        mib(rss),
        mib(peak),
        mib(few)
    );
}

/// Kilobytes: settled, and at most.
async fn measured(servers: usize) -> (u64, u64) {
    let fake = Fake::new();
    fake.limits(1_000_000, Duration::from_secs(1));
    fake.checks_requests(false);
    let home = fake.couple();
    let owner = fake.stranger("somebody");
    for number in 1..servers {
        let guild = fake.guild(&format!("A server with a name, {number}"), owner.id);
        for role in 0..ROLES {
            fake.role(guild, &format!("role {role}"), bits::USUAL, &[owner.id]);
        }
        for channel in 0..CHANNELS {
            fake.channel(guild, &format!("channel-{channel}"));
        }
        fake.installs(guild, bits::MINIMAL);
    }
    let bot = Bot::start(&fake);
    soon("the bot is connected", || !fake.shards().is_empty() && !fake.commands().is_empty()).await;
    // It hears of the servers in order, so whoever is answered was heard after the last of them. The first ones may not be, in time.
    loop {
        let asked = home.ana.slash("help", json!({})).expect("it is offered");
        let began = Instant::now();
        soon("somebody is answered", || home.ana.took(asked).is_some() || began.elapsed() > PATIENCE).await;
        if home.ana.took(asked).is_some() {
            break;
        }
    }
    let settled = settled(bot.number()).await;
    let peak = of(bot.number(), "VmHWM:");
    drop(bot);
    fake.finish();
    (settled, peak)
}

/// Waits until it is so.
async fn soon(what: &str, is_so: impl Fn() -> bool) {
    let began = Instant::now();
    while !is_so() {
        assert!(began.elapsed() < LONGEST, "it never came that {what}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

async fn settled(process: u32) -> u64 {
    let began = Instant::now();
    let (mut last, mut since) = (of(process, "VmRSS:"), Instant::now());
    while since.elapsed() < QUIET {
        assert!(began.elapsed() < LONGEST, "its memory does not settle");
        tokio::time::sleep(Duration::from_millis(100)).await;
        let now = of(process, "VmRSS:");
        if now.abs_diff(last) > 256 {
            (last, since) = (now, Instant::now());
        }
    }
    of(process, "VmRSS:")
}

/// A line of `/proc/…/status`, in kilobytes.
fn of(process: u32, name: &str) -> u64 {
    let status =
        std::fs::read_to_string(format!("/proc/{process}/status")).expect("Linux tells of a process that runs");
    let line = status.lines().find(|line| line.starts_with(name)).expect("such a line");
    line.split_whitespace().nth(1).and_then(|number| number.parse().ok()).expect("kilobytes")
}

fn mib(kilobytes: u64) -> f64 {
    kilobytes as f64 / 1024.0
}
