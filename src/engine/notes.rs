//! What is said outside a round: a gratitude to the other, a check-in of one's own; and questions asked by hand.

use super::alarm::{Alarm, AlarmKey};
use super::answers::{self, Way};
use super::button::Button;
use super::change::Change;
use super::choice;
use super::entry::{Entry, EntryKind, Privacy};
use super::given;
use super::guard;
use super::input::{Asker, Fields};
use super::reveal;
use super::round::Mode;
use super::rounds;
use super::say::{Say, line};
use super::turn::Turn;
use super::words::{Content, Sealed, Words};
use crate::catalog::{Kind, Topic};
use crate::command::{Args, FormKind, Name, Value};
use crate::ids::{EntryId, PartnerId, RoundId};

/// `/gratitude [what] [why]`: answers today's open round, else stands alone; `keep:later` keeps it for oneself.
pub fn gratitude(turn: &mut Turn<'_>, by: &Asker, partner: PartnerId, args: &Args) {
    let content = given::from_fields(FormKind::Gratitude, &fields(args));
    if given::is_blank(&content) {
        return turn.reply(by, Say::new(line("gratitude-how").command("command", Name::Gratitude.as_str())));
    }
    if answers::is_too_long(turn, by, &content) {
        return;
    }
    let later = args.get("keep").and_then(Value::text).is_some_and(|word| word.eq_ignore_ascii_case("later"));
    match todays_round(turn, Kind::Gratitude, partner).filter(|_| !later) {
        Some(round) => answers::take(turn, by, partner, round, content, Way::Form),
        None => {
            let entry = keep(turn, by, partner, EntryKind::Note, content);
            if later {
                let say = Say::new(line("note-kept")).button(Button::Share(entry.id), "button-share-note");
                turn.reply(by, say.button(Button::Withdraw(entry.id), "button-withdraw"));
            } else {
                send(turn, by, partner, entry);
            }
        }
    }
}

/// `/checkin [capacity] [tag] [need] [words]`: answers today's open round, else stands alone.
pub fn checkin(turn: &mut Turn<'_>, by: &Asker, partner: PartnerId, args: &Args) {
    let content = given::from_fields(FormKind::CheckIn, &fields(args));
    if given::is_blank(&content) {
        return turn.reply(by, Say::new(line("checkin-how").command("command", Name::Checkin.as_str())));
    }
    if answers::is_too_long(turn, by, &content) {
        return;
    }
    match todays_round(turn, Kind::CheckIn, partner) {
        Some(round) => answers::take(turn, by, partner, round, content, Way::Form),
        None => {
            answers::note_capacity(turn, &content);
            let entry = keep(turn, by, partner, EntryKind::CheckIn, content);
            open_and_post(turn, entry.id);
            let say = Say::new(line("checkin-kept"))
                .button(Button::Change(entry.id, FormKind::CheckIn), "button-change")
                .button(Button::Withdraw(entry.id), "button-withdraw");
            turn.reply(by, say);
        }
    }
}

/// `/answer [words]`: for the open round.
pub fn answer(turn: &mut Turn<'_>, by: &Asker, partner: PartnerId, args: &Args) {
    let Some(id) = rounds::newest_open(turn, partner) else {
        let words = args.get("words").and_then(Value::text).map(Words::from).unwrap_or_else(|| Words::new(""));
        let say = Say::new(line("nothing-open").command("prompt", "prompt"));
        return answers::hand_back(turn, by, partner, Content::plain(words), say);
    };
    let Some(text) = args.get("words").and_then(Value::text) else {
        return turn.reply(by, Say::new(line("answer-how").command("command", Name::Answer.as_str())));
    };
    let content = match turn.round(id).map(|round| round.kind) {
        Some(Kind::Gratitude) => Content::Gratitude { what: Words::new(text.trim()), why: None, more: Vec::new() },
        Some(Kind::CheckIn) => {
            let words = Some(Words::new(text.trim()));
            Content::CheckIn { capacity: None, tag: None, need: None, words, more: Vec::new() }
        }
        Some(Kind::Question | Kind::List | Kind::Exercise) | None => Content::plain(Words::new(text.trim())),
    };
    answers::take(turn, by, partner, id, content, Way::Form);
}

/// `/prompt [topic]`: a question now, outside the schedule.
pub fn prompt(turn: &mut Turn<'_>, by: &Asker, args: &Args) {
    let topic = match args.get("topic").and_then(Value::text) {
        None => None,
        Some(word) => {
            let open = turn.couple.shared_topics();
            let found = open.into_iter().find(|topic| names(turn, topic, word));
            if found.is_none() {
                return turn.reply(by, Say::new(line("prompt-topic-closed").command("settings", "settings")));
            }
            found
        }
    };
    ask_now(turn, by, topic.as_ref(), false);
}

/// *Try one now*: a light question, so that the two have seen a reveal before the evening.
pub fn try_one(turn: &mut Turn<'_>, by: &Asker) {
    if ask_now(turn, by, None, true) {
        let say = super::pairing::paired_page(turn, false);
        turn.revise("paired", say);
    }
}

fn ask_now(turn: &mut Turn<'_>, by: &Asker, topic: Option<&Topic>, light_only: bool) -> bool {
    if turn.couple.guard.held_since.is_some() {
        turn.reply(by, Say::new(line("held-back")));
        return false;
    }
    let unanswered: Vec<RoundId> = turn
        .couple
        .rounds
        .values()
        .filter(|round| round.ritual.is_none() && round.is_open() && round.answers.is_empty())
        .map(|round| round.id)
        .collect();
    let Some(prompt) = choice::choose(turn, Kind::Question, topic, light_only) else {
        turn.reply(by, Say::new(line("prompt-none")));
        return false;
    };
    for round in unanswered {
        rounds::close(turn, round);
    }
    rounds::open(turn, rounds::Opening { ritual: None, mode: Mode::Sealed, prompt, label: None, by: None });
    true
}

/// Sends a note that was kept.
pub fn share(turn: &mut Turn<'_>, by: &Asker, partner: PartnerId, id: EntryId) {
    match turn.entry(id).cloned() {
        Some(entry) if entry.by() == partner && entry.kind == EntryKind::Note => match entry.privacy {
            Privacy::Open(_) => turn.reply(by, Say::new(line("note-sent-already"))),
            Privacy::Sealed if !turn.couple.is_paired() => turn.reply(by, Say::new(line("pairing-is-over"))),
            Privacy::Sealed => send(turn, by, partner, entry),
        },
        Some(_) => turn.reply(by, Say::new(line("not-yours-to-press"))),
        None => turn.reply(by, Say::new(line("answer-is-gone"))),
    }
}

/// A note goes out now, or at the end of the receiver's quiet hours.
fn send(turn: &mut Turn<'_>, by: &Asker, partner: PartnerId, entry: Entry) {
    let other = partner.other();
    let now = turn.now();
    let at = turn.couple.partner(other).quiet.end_after(now, turn.couple.zone_of(other));
    let key = if at > now {
        turn.change(Change::Entry(Box::new(Entry { live: true, ..entry.clone() })));
        turn.change(Change::AlarmSet(AlarmKey::NoteOut(entry.id), Alarm { at, label: None }));
        "note-later"
    } else {
        open_and_post(turn, entry.id);
        "note-sent"
    };
    let say = Say::new(line(key).person("other", other))
        .button(Button::Change(entry.id, FormKind::Gratitude), "button-change")
        .button(Button::Withdraw(entry.id), "button-withdraw");
    turn.reply(by, say);
}

/// The receiver's quiet hours are over: the note goes out.
pub fn out(turn: &mut Turn<'_>, id: EntryId) {
    open_and_post(turn, id);
}

fn open_and_post(turn: &mut Turn<'_>, id: EntryId) {
    let Some(entry) = turn.entry(id).cloned() else {
        return;
    };
    let entry = Entry { live: false, ..entry }.opened(turn.now());
    turn.change(Change::Entry(Box::new(entry.clone())));
    let say = draw(turn, &entry).mentioning([entry.by().other()]);
    guard::post(turn, slot(id), say, None);
}

/// The name of the post of an entry that stands alone.
pub fn slot(id: EntryId) -> String {
    format!("entry/{id}")
}

/// What the post of an entry that stands alone says now; a neutral gap once it is taken back.
pub fn draw(turn: &Turn<'_>, entry: &Entry) -> Say {
    let words = turn.entry(entry.id).and_then(Entry::shown_to_both);
    let who = entry.by();
    let (notice, heading, edited) = match entry.kind {
        EntryKind::CheckIn => ("checkin-notice", "checkin-of", "checkin-of-edited"),
        EntryKind::Note | EntryKind::Answer | EntryKind::Reflection | EntryKind::OwnPrompt => {
            ("note-notice", "note-of", "note-of-edited")
        }
    };
    match words {
        None => Say::new(line("answer-gap").person("who", who)),
        Some(words) => {
            let key = if entry.edited.is_some() { edited } else { heading };
            Say::new(line(key).person("who", who).person("other", who.other())).words(words).noticed(line(notice))
        }
    }
}

/// Lets the post of an entry that stands alone say what is so now.
pub fn redraw(turn: &mut Turn<'_>, entry: &Entry) {
    let was_posted = match entry.privacy {
        Privacy::Open(_) => true,
        Privacy::Sealed => false,
    };
    if !was_posted {
        return;
    }
    let say = match (turn.entry(entry.id).cloned(), entry.kind) {
        (Some(now), EntryKind::Reflection) => reveal::draw_reflection(turn, &now),
        (Some(now), EntryKind::Answer | EntryKind::Note | EntryKind::CheckIn | EntryKind::OwnPrompt) => {
            draw(turn, &now)
        }
        (None, _) => draw(turn, entry),
    };
    guard::revise(turn, slot(entry.id), say);
}

fn keep(turn: &mut Turn<'_>, by: &Asker, partner: PartnerId, kind: EntryKind, content: Content) -> Entry {
    let entry = Entry {
        id: EntryId(turn.couple.next.entry),
        couple: turn.couple.id,
        kind,
        round: None,
        at: turn.now(),
        edited: None,
        privacy: Privacy::Sealed,
        heard: None,
        live: false,
        sealed: Sealed::new(partner, content),
    };
    turn.change(Change::Entry(Box::new(entry.clone())));
    // Where there are no forms it is a message that gave it, which can be deleted.
    if !turn.scene.can.forms {
        turn.change(Change::Heard { event: by.event.clone(), entry: entry.id, piece: answers::WHOLE });
    }
    entry
}

/// The open round of that ritual, if it was asked today, or is still open and unanswered by them.
fn todays_round(turn: &Turn<'_>, kind: Kind, partner: PartnerId) -> Option<RoundId> {
    let today = turn.couple.ours.zone.local(turn.now()).date();
    let round = turn.couple.rounds.values().rev().find(|round| round.kind == kind && round.is_open())?;
    let asked = turn.couple.ours.zone.local(round.opened).date();
    (asked == today && !round.has(partner)).then_some(round.id)
}

fn names(turn: &Turn<'_>, topic: &Topic, word: &str) -> bool {
    let word = word.trim().to_lowercase();
    let locales = [turn.couple.ours.locale.as_str(), "en"];
    topic.as_str() == word
        || locales.iter().any(|locale| turn.scene.catalog.topic_name(topic, locale).to_lowercase() == word)
}

fn fields(args: &Args) -> Fields {
    args.iter().filter_map(|(name, value)| Some(((*name).to_owned(), Words::new(value.text()?)))).collect()
}
