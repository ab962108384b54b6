//! Reading a story; the table of lines is in [`super`].

use jiff::{SignedDuration, civil};

use super::bot_line::BotLine;
use super::moves::{Move, length};
use crate::cadence::Zone;
use crate::engine::input::Readers;
use crate::house::Point;
pub use crate::platform::terminal::Room;
use crate::platform::terminal::Slip;
use crate::platform::terminal::is_name;

/// A story, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Story {
    /// How it begins.
    pub head: Head,
    /// All its lines in order, the head's and the remarks too.
    pub lines: Vec<Line>,
}

/// How a story begins.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Head {
    /// The zone of the story's clock.
    pub zone: Option<Zone>,
    /// What the clock shows.
    pub now: Option<civil::DateTime>,
    /// Who can be mentioned; empty: everybody.
    pub people: Vec<String>,
    /// The language of everybody's client.
    pub lang: Option<String>,
    /// Who runs the bot.
    pub host: Option<String>,
}

/// A line with those that go on with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The number of its first line, from 1.
    pub number: usize,
    /// As it was written.
    pub source: String,
    /// What it means.
    pub what: What,
}

/// What a line means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// For the reader: a remark, an empty line, the head.
    Aside,
    /// Somebody does something.
    Act(Act),
    /// The clock moves; with `asleep`, nothing happens before it has.
    Clock {
        /// Where to.
        to: Move,
        /// Whether the machine sleeps meanwhile.
        asleep: bool,
    },
    /// Who else can read the place changes.
    Readers(ReadersAre),
    /// The network changes.
    Network(Weather),
    /// Something happens to the machine.
    Machine(Mishap),
    /// The bot is expected to do this.
    Expected(BotLine),
}

/// Somebody does something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Act {
    /// Who.
    pub who: String,
    /// Where they type.
    pub room: Room,
    /// What.
    pub does: Does,
}

/// What somebody does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Does {
    /// Types a line.
    Types(String),
    /// Presses the button of that label.
    Presses(String),
    /// Fills the form that stands open; `what=…; why=…`, read when it is known which form that is.
    Fills(String),
    /// Changes their last words.
    Edits(String),
    /// Deletes their last words.
    Withdraws,
    /// Puts a sign on the bot's newest post.
    Reacts(String),
    /// `[again]`: the network delivers once more what they did last.
    Again,
}

/// Who can read the place besides the two and the bot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadersAre(pub Readers);

/// How the network is from now on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Weather {
    /// `down`, `up`: it takes nothing, or everything again.
    Down(bool),
    /// `gone`, `back`: the place is.
    Gone(bool),
    /// `closed ben`, `open ben`: somebody takes no private messages, or does.
    Closed(String, bool),
    /// `unsure`, `loses`: of the next message nobody learns whether it arrived, and it did, or did not.
    Unsure(Slip),
}

/// What happens to the machine that the bot runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mishap {
    /// `dies delivered`: it dies when it next comes to that point, and the bot is started again at once. Whoever had something on the
    /// way to it hands that in again, as networks do.
    Dies(Point),
    /// `clock -60m`, `clock +2h`: its clock is set, without time passing.
    Clock(SignedDuration),
}

/// What is wrong with a story, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {problem}")]
pub struct StoryError {
    /// The line.
    pub line: usize,
    /// What is wrong, as a sentence for whoever wrote it.
    pub problem: String,
}

/// Reads a story.
pub fn parse(text: &str) -> Result<Story, StoryError> {
    let mut story = Story { head: Head::default(), lines: Vec::new() };
    let mut in_head = true;
    for (number, source) in joined(text)? {
        let what =
            one(&source, &mut story.head, &mut in_head).map_err(|problem| StoryError { line: number, problem })?;
        story.lines.push(Line { number, source, what });
    }
    Ok(story)
}

/// Reads what somebody does, as it stands behind their name: `/checkin 4`, `[press Answer]`. Never fails: what is nothing else is words.
pub fn parse_act(text: &str) -> Does {
    let text = text.trim();
    if let Some(words) = text.strip_prefix("[edit]") {
        return Does::Edits(words.trim().to_owned());
    }
    let inside = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    let Some(inside) = inside else {
        return Does::Types(text.to_owned());
    };
    let (word, rest) = inside.split_once(char::is_whitespace).unwrap_or((inside, ""));
    let rest = rest.trim().to_owned();
    match word {
        "press" => Does::Presses(rest),
        "form" => Does::Fills(rest),
        "edit" => Does::Edits(rest),
        "withdraw" if rest.is_empty() => Does::Withdraws,
        "again" if rest.is_empty() => Does::Again,
        "react" => Does::Reacts(rest),
        _ => Does::Types(text.to_owned()),
    }
}

impl Story {
    /// Whether it expects anything of the bot.
    pub fn expects(&self) -> bool {
        self.lines.iter().any(|line| matches!(line.what, What::Expected(_)))
    }
}

/// The lines, each with those that go on with it, and the number of its first.
fn joined(text: &str) -> Result<Vec<(usize, String)>, StoryError> {
    let mut lines: Vec<(usize, String)> = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let line = line.trim_end();
        if !line.starts_with('|') {
            lines.push((index + 1, line.to_owned()));
            continue;
        }
        match lines.last_mut() {
            Some((_, before)) if !before.is_empty() && !before.starts_with('#') => {
                before.push('\n');
                before.push_str(line);
            }
            Some(_) | None => {
                return Err(StoryError {
                    line: index + 1,
                    problem: "there is no line before this one that it could go on with".to_owned(),
                });
            }
        }
    }
    Ok(lines)
}

fn one(source: &str, head: &mut Head, in_head: &mut bool) -> Result<What, String> {
    if source.trim().is_empty() || source.starts_with('#') {
        return Ok(What::Aside);
    }
    if *in_head && is_head(source) {
        read_head(without_remark(source), head)?;
        return Ok(What::Aside);
    }
    *in_head = false;
    if let Some(to) = source.strip_prefix('@') {
        return clock(without_remark(to).trim());
    }
    let said = source.replace("\n| ", "\n").replace("\n|", "\n");
    let Some((speaker, text)) = said.split_once(':') else {
        return Err("this is no line of a story: I look for `ana: …`, `bot: …`, `@ 20:30` or `# …`".to_owned());
    };
    let text = text.trim();
    let (who, to) = speaker_of(speaker.trim())?;
    match (who, to) {
        ("bot", to) => Ok(What::Expected(BotLine::parse(to.map(str::to_owned), text))),
        ("readers", None) => readers(without_remark(text)).map(What::Readers),
        ("network", None) => weather(without_remark(text)).map(What::Network),
        ("machine", None) => mishap(without_remark(text)).map(What::Machine),
        (who, to) => Ok(What::Act(Act {
            who: who.to_owned(),
            room: to.map_or(Room::Place, |_| Room::Private),
            does: parse_act(text),
        })),
    }
}

/// `ana`, `ana → bot`, `bot`, `bot → ana`: who speaks, and to whom if not to all.
fn speaker_of(speaker: &str) -> Result<(&str, Option<&str>), String> {
    let (who, to) = match speaker.split_once('→').or_else(|| speaker.split_once("->")) {
        Some((who, to)) => (who.trim(), Some(to.trim())),
        None => (speaker, None),
    };
    let good = match (who, to) {
        ("bot", Some(to)) => is_name(to),
        ("bot", None) => true,
        (who, Some(to)) => is_name(who) && to == "bot",
        (who, None) => is_name(who),
    };
    if good {
        Ok((who, to))
    } else {
        Err(format!("`{speaker}` is nobody: I look for `ana:`, `ana → bot:`, `bot:` or `bot → ana:`"))
    }
}

fn is_head(source: &str) -> bool {
    let first = source.split_whitespace().next().unwrap_or_default();
    HEAD_WORDS.contains(&first)
}

const HEAD_WORDS: &[&str] = &["zone", "now", "people", "lang", "host"];

fn read_head(source: &str, head: &mut Head) -> Result<(), String> {
    let words: Vec<&str> = source.split_whitespace().collect();
    let mut at = 0;
    while let Some(key) = words.get(at) {
        let end = (at + 1..words.len()).find(|next| HEAD_WORDS.contains(&words[*next])).unwrap_or(words.len());
        let value = words[at + 1..end].join(" ");
        match *key {
            "zone" => head.zone = Some(value.parse().map_err(|error| format!("{error}"))?),
            "now" => match Move::parse(&value) {
                Some(Move::To(now)) => head.now = Some(now),
                Some(Move::Next(_) | Move::On { .. }) | None => {
                    return Err("`now` takes a date and a time, such as `now 2026-03-27 09:00`".to_owned());
                }
            },
            "people" => {
                head.people = words[at + 1..end].iter().map(|name| (*name).to_owned()).collect();
                if head.people.is_empty() || !head.people.iter().all(|name| is_name(name)) {
                    return Err("`people` takes names of one word, such as `people ana ben`".to_owned());
                }
            }
            "lang" if !value.is_empty() => head.lang = Some(value),
            "host" if !value.is_empty() => head.host = Some(value),
            key => return Err(format!("`{key}` needs something behind it here")),
        }
        at = end;
    }
    Ok(())
}

fn clock(text: &str) -> Result<What, String> {
    let (text, asleep) = match text.strip_prefix("asleep") {
        Some(rest) => (rest.trim(), true),
        None => (text, false),
    };
    match Move::parse(text) {
        Some(to) => Ok(What::Clock { to, asleep }),
        None => {
            Err("the clock goes to `@ 2026-03-29 03:30`, to `@ 20:30`, or on by `@ +1d`, `@ +2h`, `@ +90m`".to_owned())
        }
    }
}

fn readers(text: &str) -> Result<ReadersAre, String> {
    let mut readers = Readers { others: Some(0), ..Readers::default() };
    for word in text.split([',', ' ']).filter(|word| !word.is_empty()) {
        match word {
            "nobody" => {}
            "everyone" => readers.public = true,
            "unknown" => readers.others = None,
            word if is_name(word) => match word.parse() {
                Ok(count) => readers.unsure_of = Some(count),
                Err(_) => readers.others = readers.others.map(|count| count + 1),
            },
            _ => {
                return Err("`readers:` takes names, `nobody`, `everyone`, or a number of people who cannot be known"
                    .to_owned());
            }
        }
    }
    Ok(ReadersAre(readers))
}

fn weather(text: &str) -> Result<Weather, String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    match words.as_slice() {
        ["down"] => Ok(Weather::Down(true)),
        ["up"] => Ok(Weather::Down(false)),
        ["gone"] => Ok(Weather::Gone(true)),
        ["back"] => Ok(Weather::Gone(false)),
        ["closed", who] if is_name(who) => Ok(Weather::Closed((*who).to_owned(), true)),
        ["open", who] if is_name(who) => Ok(Weather::Closed((*who).to_owned(), false)),
        ["unsure"] => Ok(Weather::Unsure(Slip::Arrives)),
        ["loses"] => Ok(Weather::Unsure(Slip::Lost)),
        _ => {
            Err("the network can be `down`, `up`, `gone`, `back`, `closed ben`, `open ben`, `unsure`, `loses`"
                .to_owned())
        }
    }
}

fn mishap(text: &str) -> Result<Mishap, String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let dies = |name: &str| Point::ALL.into_iter().find(|point| format!("{point:?}").to_lowercase() == name);
    let set = match words.as_slice() {
        ["dies", name] => dies(name).map(Mishap::Dies),
        ["clock", by] => match (by.strip_prefix('-'), by.strip_prefix('+')) {
            (Some(back), _) => length(back).map(|back| Mishap::Clock(-back)),
            (None, Some(on)) => length(on).map(Mishap::Clock),
            (None, None) => None,
        },
        _ => None,
    };
    set.ok_or_else(|| {
        let points = Point::ALL.map(|point| format!("`{point:?}`").to_lowercase()).join(", ");
        format!("the machine `dies` at one of {points}, or its `clock` is set by `-60m`, `+2h`")
    })
}

/// Without `# …` at the end; for lines that hold nobody's words.
fn without_remark(line: &str) -> &str {
    line.split_once('#').map_or(line, |(line, _)| line).trim_end()
}

#[cfg(test)]
mod tests;
