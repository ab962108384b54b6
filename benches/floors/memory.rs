//! How much memory the bot takes while it runs: what the operator of a small server asks.

use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use betwixt::clock::Clock;
use jiff::{SignedDuration, Timestamp};
use tokio::runtime::Runtime;

use crate::Size;
use crate::measure::{grouped, heading, median};
use crate::town::{Net, Town};

/// The argument by which this program, started again, is the one that is measured.
pub const CHILD: &str = "--run-and-tell-memory";

/// A second before the hour of the due ones: gratitude at 18:00 in Paris.
const NEARLY: &str = "2026-03-02T16:59:59Z";

pub fn run(size: Size) {
    let (rounds, due, all) = match size {
        Size::Quick => (1, 100, 2_000),
        Size::Full => (3, 1_000, 100_000),
    };
    const FEW: i64 = 100;
    heading(
        "memory: the most that `run` takes, from start to stop, through a minute in which prompts are due and delivered",
        &format!("the same with {FEW} couples, all of them due"),
    );
    let runtime = Runtime::new().expect("a runtime");
    let now: Timestamp = "2026-03-02T10:00:00Z".parse().expect("an instant");
    let mut peaks = [Vec::new(), Vec::new()];
    for _ in 0..rounds {
        for (peaks, (all, due)) in peaks.iter_mut().zip([(all, due), (FEW, FEW)]) {
            let town = runtime.block_on(async {
                let town = Town::new().await;
                let mould = town.mould(now, "setup @ben~0 Europe/Paris 18:00", false).await;
                town.cast(&mould, 1, due);
                let others = town.mould(now, "setup @ben~0 Asia/Tokyo 18:00", false).await;
                town.cast(&others, due + 1, all - due);
                town
            });
            let Some(peak) = of_a_process(&town, due) else {
                println!("  not measured: this system does not tell a process's peak as Linux does");
                return;
            };
            peaks.push(peak);
        }
    }
    let [ours, floor] = peaks.map(|peaks| median(peaks.into_iter()));
    println!(
        "  {:<42} {:>6.2} x the floor   {:>8.1} MB against {:>8.1} MB",
        format!("{} due among {}", grouped(due as f64), grouped(all as f64)),
        ours / floor,
        ours / 1024.0,
        floor / 1024.0
    );
}

/// Kilobytes, at most, of a process that runs in that town until all who are due were asked.
fn of_a_process(town: &Town, due: i64) -> Option<f64> {
    let output = Command::new(std::env::current_exe().expect("this program"))
        .arg(CHILD)
        .arg(town.folder())
        .arg(due.to_string())
        .stderr(std::process::Stdio::inherit())
        .output()
        .expect("it runs");
    assert!(output.status.success(), "the measured process failed");
    String::from_utf8(output.stdout).expect("text").trim().parse().ok()
}

/// The measured process: `run`, with a network that takes everything, until `due` messages were taken; then prints its peak.
pub fn child(folder: &Path, due: usize) {
    let runtime = Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let net = Arc::new(Net::default());
        let clock = Arc::new(Shifted::to(NEARLY.parse().expect("an instant")));
        let town = Town::at(folder);
        let house = town.house(clock, vec![Arc::clone(&net) as _]).await;
        let (tell, stop) = tokio::sync::watch::channel(false);
        let until = async {
            let began = Instant::now();
            while net.taken.load(Ordering::Relaxed) < due {
                assert!(began.elapsed() < Duration::from_secs(300), "they are not asked");
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
            tell.send_replace(true);
        };
        let (ran, ()) = tokio::join!(house.run(stop), until);
        ran.expect("it runs");
        house.store().close().await.expect("it closes");
    });
    println!("{}", of_this_process("VmHWM:").unwrap_or_default());
}

/// What `/proc/self/status` says under that name, in kilobytes.
pub fn of_this_process(name: &str) -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with(name))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

/// The machine's clock, by so much in another time.
pub struct Shifted {
    began: Instant,
    shown: Timestamp,
}

impl Shifted {
    /// A clock that shows that now.
    pub fn to(shown: Timestamp) -> Shifted {
        Shifted { began: Instant::now(), shown }
    }
}

impl Clock for Shifted {
    fn now(&self) -> Timestamp {
        let passed = SignedDuration::from_millis(i64::try_from(self.began.elapsed().as_millis()).expect("not long"));
        self.shown + passed
    }

    fn steady(&self) -> Duration {
        self.began.elapsed()
    }
}
