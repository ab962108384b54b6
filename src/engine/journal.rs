//! `/journal`: what was opened, and one's own sealed things, newest first. Searching goes over the words that the asker may
//! read, and nothing else.

use std::collections::BTreeMap;

use jiff::{Timestamp, civil};

use super::entry::{Entry, EntryKind, Heard};
use super::input::Asker;
use super::own;
use super::round::{Mode, Round, Standing};
use super::say::{Arg, Line, Say, line};
use super::turn::Turn;
use super::words::Words;
use crate::catalog::{Kind, PromptId};
use crate::command::{Args, Value, parse_date};
use crate::ids::{EntryId, PartnerId, RoundId};

/// At most that many things are shown at once, and fewer where they would not fit into one message.
const MOST_SHOWN: usize = 12;

/// Roughly what a thing takes besides its words, in characters.
const AROUND: usize = 200;

/// `/journal [who] [kind] [since] [search]`. Needs [`super::Read::Everything`].
pub fn journal(turn: &mut Turn<'_>, by: &Asker, id: PartnerId, args: &Args) {
    let wanted = match Wanted::read(turn, id, args) {
        Ok(wanted) => wanted,
        Err(mistake) => return turn.reply(by, Say::new(mistake)),
    };
    let found: Vec<Item> = items(turn, id).into_iter().filter(|item| wanted.takes(turn, id, item)).collect();
    if found.is_empty() {
        let key = if wanted.is_all() { "journal-empty" } else { "journal-nothing" };
        return turn.reply(by, Say::new(line(key).command("command", "journal")));
    }
    let mut say = Say::new(line("journal-title"));
    let mut room = turn.scene.can.most_characters;
    let mut shown = 0;
    for item in found.iter().take(MOST_SHOWN) {
        let size = AROUND + item.characters(turn);
        if shown > 0 && size > room {
            break;
        }
        room = room.saturating_sub(size);
        say = item.add_to(turn, id, say);
        shown += 1;
    }
    let more = found.len() - shown;
    if more > 0 {
        let more = i64::try_from(more).unwrap_or(i64::MAX);
        let said = line("journal-more").number("count", more);
        say = say.line(said.command("command", "journal"));
    }
    turn.reply(by, say);
}

/// Every entry of this couple that `id` may read, once each, by number: what was fetched, and what is live.
pub(super) fn readable(turn: &Turn<'_>, id: PartnerId) -> BTreeMap<EntryId, Entry> {
    let fetched = turn.scene.history.iter().flat_map(|history| &history.entries);
    fetched
        .chain(turn.couple.entries.values())
        .filter(|entry| entry.couple == turn.couple.id)
        .filter_map(|entry| turn.entry(entry.id))
        .filter(|entry| entry.shown_to(id).is_some())
        .map(|entry| (entry.id, entry.clone()))
        .collect()
}

/// The entry, shown to its reader alone: when, what, whose, what was asked, and the words.
pub(super) fn add_entry(turn: &Turn<'_>, id: PartnerId, entry: &Entry, say: Say) -> Say {
    let Some(shown) = entry.shown_to(id) else {
        return say;
    };
    let key = if entry.edited.is_some() { "journal-entry-edited" } else { "journal-entry" };
    let heading = line(key)
        .number("number", entry.id.0)
        .with("date", Arg::Date(day_of(turn, id, entry.at)))
        .with("kind", kind_name(turn, entry))
        .person("who", entry.by());
    let private = shown.is_private();
    let mut say = say.line(heading);
    if let Some(prompt) = asked_of(turn, entry) {
        say = add_asked(turn, id, prompt, say);
    }
    say = say.words(shown);
    match entry.heard {
        Some(Heard::Yes) => say = say.line(line("journal-heard-yes").person("who", entry.by().other())),
        Some(Heard::NotQuite) => {
            say = say.line(line("journal-heard-not-quite").person("who", entry.by().other()));
        }
        None => {}
    }
    if private {
        say = say.line(line("journal-only-you"));
    }
    say
}

/// What an entry answers or reflects on, if it was asked.
fn asked_of<'t>(turn: &'t Turn<'_>, entry: &Entry) -> Option<&'t PromptId> {
    match entry.kind {
        // It does not answer the round that asks it.
        EntryKind::OwnPrompt => None,
        EntryKind::Answer | EntryKind::Note | EntryKind::CheckIn | EntryKind::Reflection => {
            let round = turn.round(entry.round?)?;
            Some(&round.prompt)
        }
    }
}

/// What was asked: a prompt's name, or the question that one of the two had written.
fn add_asked(turn: &Turn<'_>, id: PartnerId, prompt: &PromptId, say: Say) -> Say {
    if let Some(own) = own::entry(turn, prompt)
        && let Some(shown) = own.shown_to(id)
    {
        return say.line(line("journal-asked-own").person("who", own.by())).words(shown);
    }
    match short_prompt(turn, id, prompt) {
        text if text.is_empty() => say,
        text => say.line(line("journal-asked").text("prompt", text)),
    }
}

/// The date on which something was, on the clock of `id`.
pub(super) fn day_of(turn: &Turn<'_>, id: PartnerId, at: Timestamp) -> civil::Date {
    turn.couple.zone_of(id).local(at).date()
}

/// Something in the journal.
enum Item {
    Entry(Entry),
    /// What one of the two took back after it had been shown.
    Gap {
        who: PartnerId,
        at: Timestamp,
        kind: Kind,
        prompt: PromptId,
    },
}

/// Newest first.
fn items(turn: &Turn<'_>, id: PartnerId) -> Vec<Item> {
    let entries = readable(turn, id);
    let fetched = turn.scene.history.iter().flat_map(|history| &history.rounds);
    let rounds: BTreeMap<RoundId, &Round> = fetched
        .chain(turn.couple.rounds.values())
        .filter_map(|round| turn.round(round.id))
        .map(|round| (round.id, round))
        .collect();
    let gaps: Vec<Item> = rounds.values().flat_map(|round| gaps(round, &entries)).collect();
    let mut items: Vec<Item> = entries.into_values().map(Item::Entry).chain(gaps).collect();
    items.sort_by_key(|item| std::cmp::Reverse(item.at()));
    items
}

/// The answers of a revealed round that were taken back since. Where both were, nothing is left to leave a gap in.
fn gaps(round: &Round, entries: &BTreeMap<EntryId, Entry>) -> Vec<Item> {
    let is_there = |who: PartnerId| round.answers.get(&who).is_some_and(|id| entries.contains_key(id));
    let shown_both = round.mode == Mode::Sealed && round.standing == Standing::Revealed;
    if !shown_both || !PartnerId::BOTH.into_iter().any(is_there) {
        return Vec::new();
    }
    PartnerId::BOTH
        .into_iter()
        .filter(|who| !is_there(*who))
        .map(|who| Item::Gap {
            who,
            at: round.closed.unwrap_or(round.opened),
            kind: round.kind,
            prompt: round.prompt.clone(),
        })
        .collect()
}

impl Item {
    fn at(&self) -> (Timestamp, u32) {
        match self {
            Item::Entry(entry) => (entry.at, entry.id.0),
            Item::Gap { at, .. } => (*at, 0),
        }
    }

    fn by(&self) -> PartnerId {
        match self {
            Item::Entry(entry) => entry.by(),
            Item::Gap { who, .. } => *who,
        }
    }

    fn characters(&self, turn: &Turn<'_>) -> usize {
        let (own, prompt) = match self {
            Item::Entry(entry) => (entry.content().characters(), asked_of(turn, entry)),
            Item::Gap { prompt, .. } => (0, Some(prompt)),
        };
        let asked = prompt.and_then(|prompt| own::entry(turn, prompt));
        own + asked.map_or(0, |asked| asked.content().characters())
    }

    fn add_to(&self, turn: &Turn<'_>, id: PartnerId, say: Say) -> Say {
        match self {
            Item::Entry(entry) => add_entry(turn, id, entry, say),
            Item::Gap { who, at, kind, prompt } => {
                let gap = line("journal-gap")
                    .with("date", Arg::Date(day_of(turn, id, *at)))
                    .with("kind", Arg::Kind(*kind))
                    .person("who", *who);
                add_asked(turn, id, prompt, say.line(gap))
            }
        }
    }
}

/// What is looked for.
struct Wanted {
    who: Option<PartnerId>,
    kind: Option<Kind>,
    since: Option<Timestamp>,
    search: Option<String>,
}

impl Wanted {
    fn read(turn: &Turn<'_>, id: PartnerId, args: &Args) -> Result<Wanted, Line> {
        let text = |name: &str| args.get(name).and_then(Value::text).map(str::trim).filter(|text| !text.is_empty());
        let who = match args.get("who") {
            Some(Value::Person { user, .. }) => match turn.couple.partner_of(user) {
                Some(who) => Some(who),
                None => return Err(line("journal-somebody-else")),
            },
            Some(Value::Text(_)) | None => match text("who") {
                Some("me") => Some(id),
                Some("partner") => Some(id.other()),
                Some(_) | None => None,
            },
        };
        let kind = match text("kind") {
            Some("gratitude") => Some(Kind::Gratitude),
            Some("check-in") => Some(Kind::CheckIn),
            Some("question") => Some(Kind::Question),
            Some(_) | None => None,
        };
        let since = match text("since") {
            Some(text) => {
                let zone = turn.couple.zone_of(id);
                let named = parse_date(text, zone.local(turn.now()).date())
                    .ok_or_else(|| line("journal-date").command("command", "journal"))?;
                Some(zone.instant(named.date.to_datetime(civil::Time::midnight())))
            }
            None => None,
        };
        Ok(Wanted { who, kind, since, search: text("search").map(str::to_lowercase) })
    }

    fn is_all(&self) -> bool {
        self.who.is_none() && self.kind.is_none() && self.since.is_none() && self.search.is_none()
    }

    fn takes(&self, turn: &Turn<'_>, id: PartnerId, item: &Item) -> bool {
        let kind = match item {
            Item::Entry(entry) => kind_of(turn, entry),
            Item::Gap { kind, .. } => *kind,
        };
        self.who.is_none_or(|who| item.by() == who)
            && self.kind.is_none_or(|wanted| wanted == ritual_of(kind))
            && self.since.is_none_or(|since| item.at().0 >= since)
            && self.search.as_deref().is_none_or(|search| match item {
                Item::Entry(entry) => says(entry, id, search),
                Item::Gap { .. } => false,
            })
    }
}

/// Whether the words that `id` may read hold `search`, which is in small letters.
fn says(entry: &Entry, id: PartnerId, search: &str) -> bool {
    let shown = entry.shown_to(id);
    let content = shown.as_ref().and_then(|shown| shown.content_for(Some(id)));
    content.is_some_and(|content| {
        content.words().into_iter().map(Words::as_str).any(|words| words.to_lowercase().contains(search))
    })
}

/// What an entry is about.
fn kind_of(turn: &Turn<'_>, entry: &Entry) -> Kind {
    let asked = entry.round.and_then(|round| turn.round(round));
    match (entry.kind, asked) {
        (EntryKind::Note, _) => Kind::Gratitude,
        (EntryKind::CheckIn, _) => Kind::CheckIn,
        (EntryKind::Answer | EntryKind::Reflection, Some(round)) => round.kind,
        (EntryKind::Answer | EntryKind::Reflection, None) | (EntryKind::OwnPrompt, _) => Kind::Question,
    }
}

/// The ritual whose kind that is: lists and exercises are asked as questions.
fn ritual_of(kind: Kind) -> Kind {
    match kind {
        Kind::Gratitude | Kind::CheckIn => kind,
        Kind::Question | Kind::List | Kind::Exercise => Kind::Question,
    }
}

fn kind_name(turn: &Turn<'_>, entry: &Entry) -> Arg {
    match entry.kind {
        EntryKind::Reflection => Arg::Line(line("journal-reflection")),
        EntryKind::OwnPrompt => Arg::Line(line("journal-own")),
        EntryKind::Answer | EntryKind::Note | EntryKind::CheckIn => Arg::Kind(kind_of(turn, entry)),
    }
}

/// A prompt's name, or the beginning of its text, in the language of `id`.
fn short_prompt(turn: &Turn<'_>, id: PartnerId, prompt: &PromptId) -> String {
    const MOST: usize = 100;
    let locale = turn.couple.locale_of(id);
    let Some(text) = turn.scene.catalog.text(prompt, locale) else {
        return String::new();
    };
    let text = text.title.unwrap_or(text.text);
    if text.chars().count() <= MOST {
        return text.to_owned();
    }
    let end = text.char_indices().nth(MOST).map_or(text.len(), |(at, _)| at);
    let cut = text[..end].rfind(char::is_whitespace).unwrap_or(end);
    format!("{}…", text[..cut].trim_end_matches([',', ';', '.', ' ']))
}

#[cfg(test)]
#[path = "journal_tests.rs"]
mod tests;
