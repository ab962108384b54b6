//! `/privacy`: what is stored about somebody, taking it along, and erasing it. Works after the pairing has ended, too.

use std::collections::BTreeSet;

use jiff::civil::{self, Date};

use super::alarm::AlarmKey;
use super::answers;
use super::button::Button;
use super::change::Change;
use super::couple::{Consent, Phase};
use super::entry::{Entry, EntryKind, Privacy};
use super::input::Asker;
use super::journal::{add_entry, day_of, readable};
use super::own;
use super::pairing;
use super::round::Mode;
use super::rounds;
use super::say::{Arg, Exported, File, FileOf, Say, line};
use super::turn::Turn;
use crate::cadence::QuietHours;
use crate::command::{Args, Value, parse_date};
use crate::ids::{EntryId, Network, PartnerId, RoundId};

/// `/privacy show|export|forget [number|date|everything]`. Needs [`super::Read::Everything`].
pub fn privacy(turn: &mut Turn<'_>, by: &Asker, id: PartnerId, args: &Args) {
    let text = |name: &str| args.get(name).and_then(Value::text).map(str::trim).filter(|text| !text.is_empty());
    match (text("do"), text("what")) {
        (Some("export"), _) => export(turn, by, id),
        (Some("forget"), Some(what)) => ask_to_forget(turn, by, id, what),
        (Some("forget"), None) => turn.reply(by, how_to_forget()),
        (Some(_) | None, _) => show(turn, by, id),
    }
}

/// What is stored, in plain words.
fn show(turn: &mut Turn<'_>, by: &Asker, id: PartnerId) {
    let readable = readable(turn, id);
    let mine: Vec<&Entry> = readable.values().filter(|entry| entry.by() == id).collect();
    let of = |kind: EntryKind| count(mine.iter().filter(|entry| entry.kind == kind).count());
    let sealed = mine.iter().filter(|entry| entry.privacy == Privacy::Sealed).count();
    let me = turn.couple.partner(id);
    let network = match turn.couple.network() {
        Network::Discord => "Discord",
        Network::Matrix => "Matrix",
        Network::Terminal => "Terminal",
    };
    let mut say = Say::new(line("privacy-title"))
        .item(line("privacy-account").text("network", network).text("name", me.name.clone()))
        .item(line("privacy-settings").command("settings", "settings"));
    if let Consent::Agreed(at) = me.consent {
        say = say.item(line("privacy-consent").with("at", Arg::Moment(at)));
    }
    say = say
        .item(
            line("privacy-entries")
                .number("answers", of(EntryKind::Answer))
                .number("notes", of(EntryKind::Note))
                .number("checkins", of(EntryKind::CheckIn))
                .number("reflections", of(EntryKind::Reflection)),
        )
        .item(line("privacy-sealed").number("count", count(sealed)))
        .item(line("privacy-theirs").person("other", id.other()).number("count", count(readable.len() - mine.len())))
        .item(line("privacy-rounds"));
    let own = of(EntryKind::OwnPrompt);
    if own > 0 {
        say = say.item(line("privacy-own").number("count", own));
    }
    let past: usize = turn.scene.history.iter().flat_map(|history| &history.past).map(|past| past.entries.len()).sum();
    if past > 0 {
        say = say.item(line("privacy-past").number("count", count(past)));
    }
    say = say
        .line(line("privacy-how-kept"))
        .line(line("privacy-how-to-forget").command("command", "privacy"))
        .button(Button::Export, "button-export");
    turn.reply(by, say);
}

/// Sends what is one's own and what was opened to one, of earlier pairings too, as JSON and as Markdown.
pub fn export(turn: &mut Turn<'_>, by: &Asker, id: PartnerId) {
    let mut exported = Vec::new();
    for past in turn.scene.history.iter().flat_map(|history| &history.past) {
        for entry in &past.entries {
            let round = past
                .rounds
                .iter()
                .find(|round| Some(round.id) == entry.round)
                .filter(|_| entry.kind != EntryKind::OwnPrompt);
            exported.push(Exported {
                entry: entry.clone(),
                prompt: round.map(|round| round.prompt.clone()),
                own: round.and_then(|round| own::among(&past.entries, &round.prompt)).cloned(),
                reader: past.reader,
                author: past.names.get(&entry.by()).cloned().unwrap_or_default(),
            });
        }
    }
    for entry in readable(turn, id).into_values() {
        let round = entry.round.and_then(|round| turn.round(round));
        let round = round.filter(|_| entry.kind != EntryKind::OwnPrompt);
        exported.push(Exported {
            prompt: round.map(|round| round.prompt.clone()),
            own: round.and_then(|round| own::entry(turn, &round.prompt)).cloned(),
            reader: id,
            author: turn.couple.partner(entry.by()).name.clone(),
            entry,
        });
    }
    exported.retain(|one| one.entry.shown_to(one.reader).is_some());
    if exported.is_empty() {
        return turn.reply(by, Say::new(line("privacy-export-empty")));
    }
    let say = Say::new(line("privacy-export").number("count", count(exported.len())))
        .file(File {
            name: "betwixt-export.json".to_owned(),
            media_type: "application/json",
            of: FileOf::ExportJson(exported.clone()),
        })
        .file(File {
            name: "betwixt-export.md".to_owned(),
            media_type: "text/markdown",
            of: FileOf::ExportMarkdown(exported),
        });
    turn.reply(by, say);
}

/// Asks once, by a button, before anything is erased.
fn ask_to_forget(turn: &mut Turn<'_>, by: &Asker, id: PartnerId, what: &str) {
    let what = what.to_lowercase();
    if ["everything", "all", "alles", "todo"].contains(&what.as_str()) {
        return ask_to_forget_all(turn, by, id);
    }
    let number = ["entry", "number", "nr.", "nr", "no.", "#"]
        .iter()
        .find_map(|word| what.strip_prefix(word))
        .unwrap_or(&what)
        .trim();
    if let Ok(number) = number.parse::<u32>() {
        return ask_to_forget_one(turn, by, id, EntryId(number));
    }
    let today = day_of(turn, id, turn.now());
    match parse_date(&what, today) {
        Some(named) if named.one_day => ask_to_forget_day(turn, by, id, named.date),
        Some(_) | None => turn.reply(by, how_to_forget()),
    }
}

fn how_to_forget() -> Say {
    Say::new(line("privacy-forget-how").command("command", "privacy"))
        .line(line("privacy-forget-numbers").command("journal", "journal"))
}

fn ask_to_forget_all(turn: &mut Turn<'_>, by: &Asker, id: PartnerId) {
    let mut say = Say::new(line("privacy-forget-all"));
    if turn.couple.is_paired() {
        say = say.line(line("privacy-forget-all-ends").person("other", id.other()));
    }
    let say = say
        .line(line("privacy-forget-limits"))
        .button(Button::Export, "button-export")
        .button(Button::ForgetAll, "button-forget-all")
        .button(Button::Never, "button-never-mind");
    turn.reply(by, say);
}

fn ask_to_forget_one(turn: &mut Turn<'_>, by: &Asker, id: PartnerId, entry: EntryId) {
    // Whose it is, or that it is there at all, is told to its author only.
    let mine = turn.entry(entry).filter(|entry| entry.by() == id).cloned();
    let Some(entry) = mine else {
        let say = Say::new(line("privacy-not-yours").command("journal", "journal"));
        return turn.reply(by, say);
    };
    let say = add_entry(turn, id, &entry, Say::new(line("privacy-forget-one")))
        .line(line("privacy-forget-limits"))
        .button(Button::Withdraw(entry.id), "button-forget-one")
        .button(Button::Never, "button-never-mind");
    turn.reply(by, say);
}

fn ask_to_forget_day(turn: &mut Turn<'_>, by: &Asker, id: PartnerId, date: Date) {
    let found = of_day(turn, id, date).len();
    if found == 0 {
        let say = Say::new(line("privacy-day-empty").with("date", Arg::Date(date)));
        return turn.reply(by, say);
    }
    let asks = line("privacy-forget-day").with("date", Arg::Date(date)).number("count", count(found));
    let say = Say::new(asks)
        .line(line("privacy-forget-limits"))
        .button(Button::ForgetDay(day_number(date)), "button-forget-day")
        .button(Button::Never, "button-never-mind");
    turn.reply(by, say);
}

/// Erases what `id` wrote on that day of theirs (days since 1970-01-01); the bot's posts show a gap. Asked for before.
pub fn forget_day(turn: &mut Turn<'_>, by: &Asker, id: PartnerId, day: i32) {
    let found = date_of(day).map_or_else(Vec::new, |date| of_day(turn, id, date));
    for entry in &found {
        answers::erase(turn, entry);
    }
    let said = line("privacy-forgot").number("count", count(found.len()));
    turn.reply(by, Say::new(said));
}

/// Destroys the key of `id` and with it all they wrote, ends the pairing, and lets the bot's posts show gaps. Asked for before.
/// Erasing what is erased says the same again.
pub fn forget_all(turn: &mut Turn<'_>, by: &Asker, id: PartnerId) {
    let entries: Vec<Entry> = readable(turn, id).into_values().filter(|entry| entry.by() == id).collect();
    turn.change(Change::KeyDestroyed(id));
    let answered: BTreeSet<RoundId> =
        entries.iter().filter(|entry| entry.kind == EntryKind::Answer).filter_map(|entry| entry.round).collect();
    let live: BTreeSet<RoundId> = turn.couple.rounds.keys().copied().collect();
    for round in &answered {
        turn.change_round(*round, |round| {
            round.answers.remove(&id);
            round.in_the_open.remove(&id);
            if round.mode == Mode::Open {
                round.gaps.insert(id);
            }
        });
    }
    for entry in &entries {
        rounds::clear(turn, AlarmKey::NoteOut(entry.id));
    }
    match turn.couple.phase {
        Phase::Paired { .. } | Phase::Halted { .. } => pairing::end(turn, id),
        Phase::Asking { .. } => pairing::leave(turn, by),
        Phase::Ended { .. } => {}
    }
    // What was live, the end of the pairing has drawn already.
    for round in answered.difference(&live) {
        rounds::redraw(turn, *round);
    }
    for entry in entries.iter().filter(|entry| entry.kind != EntryKind::Answer) {
        answers::redraw(turn, entry);
    }
    turn.change_partner(id, |me| {
        me.zone = None;
        me.quiet = QuietHours::default();
        me.locale = None;
        me.reminder = None;
        me.announce = true;
        me.topics.clear();
        me.pause = None;
        me.depth = 1;
        me.erased = true;
    });
    turn.reply(by, Say::new(line("privacy-forgot-all")));
}

/// What `id` wrote on that day of their own clock.
fn of_day(turn: &Turn<'_>, id: PartnerId, date: Date) -> Vec<Entry> {
    readable(turn, id).into_values().filter(|entry| entry.by() == id && day_of(turn, id, entry.at) == date).collect()
}

const EPOCH: Date = civil::date(1970, 1, 1);

fn day_number(date: Date) -> i32 {
    (date - EPOCH).get_days()
}

fn date_of(day: i32) -> Option<Date> {
    EPOCH.checked_add(jiff::SignedDuration::from_hours(24 * i64::from(day))).ok()
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

#[cfg(test)]
#[path = "privacy_tests.rs"]
mod tests;
