//! Questions that one of the two writes for both: kept sealed, so that the other cannot read ahead, and asked now and then with
//! their writer's name. Each is asked once; it is a round like any other.

use super::change::Change;
use super::couple::OwnAsked;
use super::entry::{Entry, EntryKind, Privacy};
use super::input::Asker;
use super::round::Round;
use super::rounds;
use super::say::{Choice, Say, line};
use super::turn::Turn;
use super::words::{Content, MOST_OF_A_QUESTION, Sealed, Words};
use super::{answers, button::Button};
use crate::catalog::{Kind, PromptId};
use crate::command::{Args, Value};
use crate::ids::{EntryId, PartnerId, RoundId};

/// As many questions of one partner can wait: a list of them fits on a screen, with a button for each.
const MOST_WAITING: usize = 10;

/// So many questions of the library come between two of their own.
const BETWEEN: u8 = 1;

/// What a prompt's id begins with when it names an entry. No pack can have such an id: it holds a slash.
const PREFIX: &str = "own/";

/// `/prompt-add words` keeps a question; without words it lists one's own.
pub fn add(turn: &mut Turn<'_>, by: &Asker, partner: PartnerId, args: &Args) {
    let words = args.get("words").and_then(Value::text).map(Words::from);
    let Some(words) = words.filter(|words| !words.is_blank()) else {
        return list(turn, by, partner);
    };
    let words = words.trimmed();
    let content = Content::plain(words);
    if is_too_long(turn, by, partner, &content) {
        return;
    }
    if waiting(turn, partner).len() >= MOST_WAITING {
        let say = line("own-are-many").number("most", count(MOST_WAITING)).command("command", "prompt-add");
        return answers::hand_back(turn, by, partner, content, Say::new(say));
    }
    let entry = Entry {
        id: EntryId(turn.couple.next.entry),
        couple: turn.couple.id,
        kind: EntryKind::OwnPrompt,
        round: None,
        at: turn.now(),
        edited: None,
        privacy: Privacy::Sealed,
        heard: None,
        live: true,
        sealed: Sealed::new(partner, content),
    };
    turn.change(Change::Entry(Box::new(entry.clone())));
    let say = Say::new(line("own-kept").person("other", partner.other()).command("prompt", "prompt"));
    turn.reply(by, say.button(Button::Withdraw(entry.id), "button-withdraw"));
}

/// Says so, and answers `true`, where a question has more characters than fit; what was written is handed back.
pub fn is_too_long(turn: &mut Turn<'_>, by: &Asker, partner: PartnerId, content: &Content) -> bool {
    let characters = content.characters();
    if characters <= MOST_OF_A_QUESTION {
        return false;
    }
    let say = line("own-is-long").number("characters", count(characters)).number("most", count(MOST_OF_A_QUESTION));
    answers::hand_back(turn, by, partner, content.clone(), Say::new(say));
    true
}

fn list(turn: &mut Turn<'_>, by: &Asker, partner: PartnerId) {
    let mine = waiting(turn, partner);
    if mine.is_empty() {
        let said = line("own-how").command("command", "prompt-add");
        return turn.reply(by, Say::new(said));
    }
    let mut say = Say::new(line("own-list").person("other", partner.other()));
    for entry in &mine {
        let number = entry.id.0;
        say = say.line(line("own-number").number("number", number)).words(entry.sealed.to_author());
        say.buttons.push(Choice {
            button: Button::Withdraw(entry.id),
            label: line("button-withdraw-number").number("number", number),
        });
    }
    let say = say.line(line("own-more").command("command", "prompt-add"));
    turn.reply(by, say);
}

/// The questions of one partner that were not asked yet, oldest first.
fn waiting(turn: &Turn<'_>, partner: PartnerId) -> Vec<Entry> {
    let theirs = |entry: &&Entry| {
        entry.kind == EntryKind::OwnPrompt && entry.by() == partner && entry.privacy == Privacy::Sealed
    };
    turn.couple.entries.values().filter(theirs).cloned().collect()
}

/// The question of their own whose turn it is, if one comes now: the oldest of whoever was not asked for one last.
pub fn next(turn: &Turn<'_>) -> Option<PromptId> {
    let last = turn.couple.ours.own_asked;
    if last.is_some_and(|last| last.since < BETWEEN) {
        return None;
    }
    let first = last.map_or(PartnerId::One, |last| last.by.other());
    let of = |partner: PartnerId| waiting(turn, partner).into_iter().next();
    let entry = match last {
        Some(_) => of(first).or_else(|| of(first.other())),
        // At the very first, whoever wrote first.
        None => PartnerId::BOTH.into_iter().filter_map(of).min_by_key(|entry| entry.id),
    };
    entry.map(|entry| id_of(entry.id))
}

/// A round asks this prompt now: a question of their own is opened to both, and the turns are counted.
pub fn note_asked(turn: &mut Turn<'_>, round: RoundId, kind: Kind, prompt: &PromptId) {
    let own = entry_of(prompt).and_then(|id| turn.entry(id)).cloned();
    if let Some(entry) = own {
        let now = turn.now();
        let by = entry.by();
        let entry = Entry { round: Some(round), ..entry };
        turn.change(Change::Entry(Box::new(entry.opened(now))));
        turn.change_ours(|ours| ours.own_asked = Some(OwnAsked { by, since: 0 }));
    } else if let (Some(last), Kind::Question | Kind::List | Kind::Exercise) = (turn.couple.ours.own_asked, kind)
        && last.since < BETWEEN
    {
        let since = last.since + 1;
        turn.change_ours(|ours| ours.own_asked = Some(OwnAsked { since, ..last }));
    }
}

/// The round is over, or asks something else: the question stays in the journal only.
pub fn note_over(turn: &mut Turn<'_>, prompt: &PromptId) {
    let own = entry_of(prompt).and_then(|id| turn.couple.entries.get(&id));
    if let Some(entry) = own.cloned() {
        let entry = Entry { live: false, ..entry };
        turn.change(Change::Entry(Box::new(entry)));
    }
}

/// The round's post never came: the question is sealed again and waits for another turn.
pub fn put_back(turn: &mut Turn<'_>, prompt: &PromptId) {
    let own = entry_of(prompt).and_then(|id| turn.entry(id));
    if let Some(entry) = own.cloned() {
        let entry = Entry { live: true, round: None, privacy: Privacy::Sealed, ..entry };
        turn.change(Change::Entry(Box::new(entry)));
    }
}

/// Adds what a round asks: a prompt of the library, or a question of their own with its writer's name; a neutral line where
/// that was taken back.
pub fn asked(turn: &Turn<'_>, prompt: &PromptId, say: Say) -> Say {
    let Some(id) = entry_of(prompt) else {
        return say.prompt(prompt.clone());
    };
    let shown = turn.entry(id).and_then(|entry| Some((entry.by(), entry.shown_to_both()?)));
    match shown {
        Some((who, words)) => say.line(line("own-asks").person("who", who)).words(words),
        None => say.line(line("own-gone")),
    }
}

/// The entry that a prompt's id names, if it is a question of their own, and still there.
pub fn entry<'t>(turn: &'t Turn<'_>, prompt: &PromptId) -> Option<&'t Entry> {
    turn.entry(entry_of(prompt)?)
}

/// The same among entries that were fetched, such as those of a pairing that is over.
pub fn among<'e>(entries: &'e [Entry], prompt: &PromptId) -> Option<&'e Entry> {
    let id = entry_of(prompt)?;
    entries.iter().find(|entry| entry.id == id)
}

/// Whether a prompt's id names a question of their own.
pub fn is_own(prompt: &PromptId) -> bool {
    entry_of(prompt).is_some()
}

/// Lets the round that asked a question say what is so now, after it was changed or erased.
pub fn redraw(turn: &mut Turn<'_>, entry: &Entry) {
    let asks = |round: &&Round| round.prompt == id_of(entry.id);
    let id = entry.round.and_then(|id| turn.round(id)).filter(asks).map(|round| round.id);
    if let Some(id) = id {
        rounds::redraw(turn, id);
    }
}

fn id_of(entry: EntryId) -> PromptId {
    PromptId(format!("{PREFIX}{entry}"))
}

fn entry_of(prompt: &PromptId) -> Option<EntryId> {
    let number = prompt.as_str().strip_prefix(PREFIX)?;
    number.parse().ok().map(EntryId)
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
