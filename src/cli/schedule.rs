//! `betwixt schedule`: when a schedule fires, for one person's question or for many requests from standard input.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};

use clap::Args;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

use super::Failure;
use crate::cadence::{Firing, Schedule, ScheduleError, Zone, ZoneError};

const LONG_ABOUT: &str = "\
Print the next firings of a schedule

One line a firing: local time, offset and UTC, separated by tabs. What the clocks skip shifts by the gap's length; what
they repeat counts once, the first time.

With - in place of the words, standard input is read: a request a line, its words or cron, its zone, the wall-clock time
from which to look and the count, separated by tabs. Each answer ends with an empty line; a request that cannot be read
is answered by one line that begins with \"error: \".";

/// Print the next firings of a schedule
#[derive(Debug, Args)]
#[command(long_about = LONG_ABOUT)]
pub(super) struct ScheduleArgs {
    /// Friendly words ("every day 20:30", "mon-fri 08:00", "sun,wed 18:00"), five-field cron, or - for standard input
    words: String,
    /// The zone, as a name like Europe/Paris or a city [default: this machine's, else UTC]
    #[arg(long)]
    zone: Option<String>,
    /// Firings strictly after this: the wall clock of the zone, or an instant with an offset or Z [default: now]
    #[arg(long, value_name = "TIME")]
    from: Option<String>,
    /// How many firings
    #[arg(long, default_value_t = 5)]
    count: u64,
}

impl ScheduleArgs {
    pub(super) fn run(self) -> Result<(), Failure> {
        let mut out = BufWriter::with_capacity(1 << 16, io::stdout().lock());
        if self.words == "-" {
            if self.zone.is_some() || self.from.is_some() {
                return Err(Failure::Usage(
                    "with - each line of standard input names its own zone and time, so leave out --zone and --from"
                        .to_owned(),
                ));
            }
            answer_all(BufReader::with_capacity(1 << 16, io::stdin().lock()), &mut out)?;
        } else {
            let schedule: Schedule =
                self.words.parse().map_err(|why: ScheduleError| Failure::Usage(why.to_string()))?;
            let zone = match &self.zone {
                Some(name) => name.parse().map_err(|why: ZoneError| Failure::Usage(why.to_string()))?,
                None => machine_zone(),
            };
            let from = match &self.from {
                Some(text) => instant(text, &zone).ok_or_else(|| Failure::Usage(FROM.to_owned()))?,
                None => Timestamp::now(),
            };
            print(&schedule, &zone, from, self.count, &mut out)?;
        }
        out.flush()?;
        Ok(())
    }
}

const FROM: &str = "I could not read the time from which to look. Write for example 2026-03-27T00:00.";

fn machine_zone() -> Zone {
    TimeZone::system().iana_name().and_then(|name| name.parse().ok()).unwrap_or_else(Zone::utc)
}

/// An instant, written with an offset or as the wall clock of the zone.
fn instant(text: &str, zone: &Zone) -> Option<Timestamp> {
    if let Ok(at) = text.parse::<Timestamp>() {
        return Some(at);
    }
    // jiff would overlook a zone in brackets here; the request has named another.
    let wall: DateTime = if text.contains('[') {
        return text.parse::<Zoned>().ok().map(|at| at.timestamp());
    } else {
        text.parse().ok()?
    };
    Some(zone.instant(wall))
}

fn print(schedule: &Schedule, zone: &Zone, from: Timestamp, count: u64, out: &mut impl Write) -> io::Result<()> {
    let mut reached = from;
    let mut line = String::with_capacity(64);
    for _ in 0..count {
        let Some(firing) = schedule.next(zone, reached) else {
            break;
        };
        reached = firing.at;
        line.clear();
        write_firing(&firing, zone, &mut line).map_err(io::Error::other)?;
        out.write_all(line.as_bytes())?;
    }
    Ok(())
}

/// `2026-03-27T08:00<TAB>+01:00<TAB>2026-03-27T07:00:00Z` and a line end; seconds locally only where an old offset has them.
fn write_firing(firing: &Firing, zone: &Zone, line: &mut String) -> std::fmt::Result {
    let offset = zone.jiff().to_offset(firing.at);
    write_minute(offset.to_datetime(firing.at), line)?;
    let seconds = offset.seconds();
    let (sign, ahead) = (if seconds < 0 { '-' } else { '+' }, seconds.unsigned_abs());
    write!(line, "\t{sign}{:02}:{:02}", ahead / 3600, ahead / 60 % 60)?;
    if ahead % 60 != 0 {
        write!(line, ":{:02}", ahead % 60)?;
    }
    line.push('\t');
    let utc = TimeZone::UTC.to_datetime(firing.at);
    write_minute(utc, line)?;
    if utc.second() == 0 {
        line.push_str(":00");
    }
    line.push_str("Z\n");
    Ok(())
}

fn write_minute(at: DateTime, line: &mut String) -> std::fmt::Result {
    write!(line, "{:04}-{:02}-{:02}T{:02}:{:02}", at.year(), at.month(), at.day(), at.hour(), at.minute())?;
    if at.second() != 0 {
        write!(line, ":{:02}", at.second())?;
    }
    Ok(())
}

/// The longest request that is read; the words have 128 characters, the rest is small.
const LONGEST_LINE: u64 = 4096;

/// Answers requests until the input ends. What is known is written out whenever the input has nothing more at hand, so that
/// a program may hold a conversation.
fn answer_all(mut requests: BufReader<impl Read>, out: &mut impl Write) -> io::Result<()> {
    let mut known = Known::default();
    let mut line = Vec::new();
    loop {
        if requests.buffer().is_empty() {
            out.flush()?;
        }
        line.clear();
        if requests.by_ref().take(LONGEST_LINE).read_until(b'\n', &mut line)? == 0 {
            return Ok(());
        }
        let whole = line.ends_with(b"\n") || (line.len() as u64) < LONGEST_LINE;
        let answered = if whole {
            known.answer(&line, out)?
        } else {
            requests.skip_until(b'\n')?;
            Err("That line is too long.")
        };
        if let Err(why) = answered {
            writeln!(out, "error: {why}")?;
        }
        out.write_all(b"\n")?;
    }
}

/// Schedules and zones that were read before, or why they could not be; forgotten all at once when there are too many.
#[derive(Default)]
struct Known {
    schedules: HashMap<String, Result<Schedule, String>>,
    zones: HashMap<String, Result<Zone, String>>,
}

const REMEMBERED: usize = 4096;

impl Known {
    /// Prints the firings that a line asks for; the inner error says to its writer what is wrong with it.
    fn answer(&mut self, line: &[u8], out: &mut impl Write) -> io::Result<Result<(), &str>> {
        let Ok(line) = std::str::from_utf8(line) else {
            return Ok(Err("That line is not UTF-8 text."));
        };
        let mut fields = line.trim_end_matches(['\n', '\r']).split('\t');
        let (Some(words), Some(zone), Some(from), Some(count), None) =
            (fields.next(), fields.next(), fields.next(), fields.next(), fields.next())
        else {
            return Ok(Err("A request is words or cron, zone, time and count, with a tab between each."));
        };
        let schedule = match remembered(&mut self.schedules, words, |why: ScheduleError| why.to_string()) {
            Ok(schedule) => schedule,
            Err(why) => return Ok(Err(why)),
        };
        let zone = match remembered(&mut self.zones, zone, |why: ZoneError| why.to_string()) {
            Ok(zone) => zone,
            Err(why) => return Ok(Err(why)),
        };
        let Some(from) = instant(from.trim(), zone) else {
            return Ok(Err(FROM));
        };
        let Ok(count) = count.trim().parse() else {
            return Ok(Err("I could not read the count. Write a whole number, such as 5."));
        };
        print(schedule, zone, from, count, out).map(Ok)
    }
}

fn remembered<'a, T: std::str::FromStr>(
    known: &'a mut HashMap<String, Result<T, String>>,
    text: &str,
    say: impl Fn(T::Err) -> String,
) -> Result<&'a T, &'a str> {
    if known.len() >= REMEMBERED && !known.contains_key(text) {
        known.clear();
    }
    let value = known.entry(text.to_owned()).or_insert_with(|| text.parse().map_err(say));
    value.as_ref().map_err(String::as_str)
}
