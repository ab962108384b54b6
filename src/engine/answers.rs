//! Taking an answer, changing it, taking it back: by form, button, command or plain words.

use jiff::SignedDuration;

use super::alarm::{Alarm, AlarmKey};
use super::button::Button;
use super::change::Change;
use super::effect::{Effect, Sign};
use super::entry::{Entry, EntryKind, Privacy};
use super::given;
use super::input::{Asker, Venue};
use super::notes;
use super::own;
use super::reveal;
use super::round::{Mode, Round};
use super::rounds;
use super::say::{Say, line};
use super::turn::Turn;
use super::words::{Content, MOST_CHARACTERS, Sealed, Words};
use crate::catalog::Kind;
use crate::ids::{EntryId, PartnerId, RoundId, Slot};

/// How long a sealed answer in plain words may still be added to before a reveal (product.md, the daily loop, 3).
const SETTLE: SignedDuration = SignedDuration::from_mins(2);

/// Pieces of an entry from this number on are signs, each with its level added.
pub const SIGNS: u32 = 1_000_000;

/// The piece that is an entry whole: of the message that gave it by a command.
pub const WHOLE: u32 = u32::MAX;

/// How an answer came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// By a form, a button or a command: it replaces an earlier answer.
    Form,
    /// By plain words: they are added to an earlier answer that is still open.
    PlainWords,
    /// By a sign on the post that all can see, with that level. Taking the sign back takes the level back.
    Sign(u8),
}

/// Takes an answer to a round.
pub fn take(turn: &mut Turn<'_>, by: &Asker, partner: PartnerId, id: RoundId, content: Content, way: Way) {
    let Some(round) = turn.round(id).cloned() else {
        return hand_back(turn, by, partner, content, Say::new(line("round-is-over")));
    };
    if given::is_blank(&content) {
        return turn.reply(by, Say::new(line("answer-is-blank")));
    }
    if is_too_long(turn, by, &content) {
        return;
    }
    if !round.is_open() {
        return hand_back(turn, by, partner, content, Say::new(line("round-is-over")));
    }
    let before = round.answers.get(&partner).and_then(|id| turn.entry(*id)).cloned();
    let was = rounds::draw(turn, &round);
    let Some(entry) = answer(turn, by, partner, &round, before, content, way) else {
        return;
    };
    turn.change(Change::Entry(Box::new(entry.clone())));
    let piece = match way {
        Way::PlainWords => Some(given::newest_piece(entry.content())),
        Way::Sign(level) => Some(SIGNS + u32::from(level)),
        // Where there are no forms it is a message that gave it, which can be changed or deleted.
        Way::Form if !turn.scene.can.forms => match entry.content() {
            Content::Plain(_) => Some(0),
            Content::CheckIn { .. } | Content::Gratitude { .. } => Some(WHOLE),
        },
        Way::Form => None,
    };
    if let Some(piece) = piece {
        turn.change(Change::Heard { event: by.event.clone(), entry: entry.id, piece });
    }
    let in_place = by.venue == Venue::Place;
    let adds = way == Way::PlainWords && round.has(partner);
    let first_both = !round.has_both();
    turn.change_round(id, |round| {
        round.answers.insert(partner, entry.id);
        round.skipped.remove(&partner);
        round.gaps.remove(&partner);
        if in_place {
            round.in_the_open.insert(partner);
        }
    });
    rounds::clear(turn, AlarmKey::Reminder(id, partner));
    note_capacity(turn, entry.content());
    if first_both && turn.round(id).is_some_and(Round::has_both) {
        count_day(turn);
    }
    if round.mode == Mode::Sealed && way == Way::PlainWords && !in_place {
        let at = turn.now() + SETTLE;
        turn.change(Change::AlarmSet(AlarmKey::Settle(id), Alarm { at, label: None }));
    }
    confirm(turn, by, partner, &round, &entry, way, adds);
    rounds::redraw_unless(turn, id, Some(&was));
    reveal::if_ready(turn, id);
}

/// The entry as it is with this answer; `None` if it would become too long.
fn answer(
    turn: &mut Turn<'_>,
    by: &Asker,
    partner: PartnerId,
    round: &Round,
    before: Option<Entry>,
    content: Content,
    way: Way,
) -> Option<Entry> {
    let now = turn.now();
    let open = round.mode == Mode::Open || by.venue == Venue::Place;
    let content = match (&before, way) {
        (Some(entry), Way::PlainWords) => {
            let more = given::added(entry.content(), &content);
            if is_too_long(turn, by, &more) {
                return None;
            }
            more
        }
        (Some(entry), Way::Form | Way::Sign(_)) => given::completed(entry.content(), content),
        (None, Way::Form | Way::PlainWords | Way::Sign(_)) => content,
    };
    Some(match before {
        Some(entry) => {
            let edited = match entry.privacy {
                Privacy::Open(_) => Some(now),
                Privacy::Sealed => None,
            };
            let entry = Entry { edited, ..entry }.saying(content);
            if open { entry.opened(now) } else { entry }
        }
        None => Entry {
            id: EntryId(turn.couple.next.entry),
            couple: turn.couple.id,
            kind: EntryKind::Answer,
            round: Some(round.id),
            at: now,
            edited: None,
            privacy: if open { Privacy::Open(now) } else { Privacy::Sealed },
            heard: None,
            live: true,
            sealed: Sealed::new(partner, content),
        },
    })
}

fn confirm(turn: &mut Turn<'_>, by: &Asker, partner: PartnerId, round: &Round, entry: &Entry, way: Way, adds: bool) {
    let typed = turn.scene.can.reactions && !turn.scene.can.buttons;
    match (by.venue, way) {
        // The post shows it, or that an answer waits.
        (_, Way::Sign(_)) => {}
        // What was said of the first message holds for those that follow it.
        (Venue::Private, Way::PlainWords) if typed && adds => {
            turn.effect(Effect::React { to: by.event.clone(), sign: Sign::Kept });
        }
        (Venue::Place, Way::Form) if typed => {
            turn.effect(Effect::React { to: by.event.clone(), sign: Sign::Kept });
        }
        (Venue::Place, Way::PlainWords) if turn.scene.can.reactions => {
            turn.effect(Effect::React { to: by.event.clone(), sign: Sign::Kept });
        }
        (Venue::Place | Venue::Quietly | Venue::Private, Way::Form | Way::PlainWords) => {
            let plain_private = way == Way::PlainWords && by.venue == Venue::Private;
            let key = match round.mode {
                Mode::Open => "answer-kept-open",
                Mode::Sealed if round.has(partner.other()) && plain_private => "answer-kept-settling",
                Mode::Sealed if round.has(partner.other()) => "answer-kept-both",
                Mode::Sealed => "answer-kept-sealed",
            };
            let mut say = Say::new(line(key).person("other", partner.other()));
            if plain_private {
                say = own::asked(turn, &round.prompt, say.line(line("answer-names-round")));
                say = say.button(Button::NotAnAnswer(entry.id), "button-not-an-answer");
            }
            // Where there are no buttons, the message itself is changed or deleted.
            say = match plain_private && !turn.scene.can.buttons {
                true => say.line(line("answer-kept-how")),
                false => say
                    .button(Button::Change(entry.id, rounds::form(round.kind)), "button-change")
                    .button(Button::Withdraw(entry.id), "button-withdraw"),
            };
            turn.reply(by, say);
        }
    }
}

/// Plain words to the bot: privately, or as a reply to a message of its own in the place.
pub fn said(turn: &mut Turn<'_>, by: &Asker, partner: PartnerId, text: &Words, to: Option<&Slot>) {
    let named = to.and_then(round_of).filter(|id| turn.round(*id).is_some());
    // Where the bot sees all that is said, a reply to a thank-you or a reveal is the two talking with each other.
    let is_talk = to.is_some_and(|to| named.is_none() || to.0.ends_with("/reveal"));
    if by.venue == Venue::Place && is_talk && !turn.scene.can.forms {
        return;
    }
    let adding = || {
        turn.couple.rounds.values().rev().find(|round| {
            round.is_open() && round.has(partner) && turn.couple.alarms.contains_key(&AlarmKey::Settle(round.id))
        })
    };
    // Words to a post whose round is over are not an answer to another one, shown where nobody meant it.
    let over = to.and_then(round_of).filter(|id| to.is_some_and(|to| to.0 == rounds::slot(*id)));
    let id = match (named.or(over), by.venue) {
        (Some(id), _) => Some(id),
        (None, Venue::Private) => adding().map(|round| round.id).or_else(|| rounds::newest_open(turn, partner)),
        (None, Venue::Place | Venue::Quietly) => rounds::newest_open(turn, partner),
    };
    let Some(id) = id else {
        let say =
            Say::new(line("nothing-open-for-words").command("prompt", "prompt").command("gratitude", "gratitude"));
        return turn.reply(by, say);
    };
    let kind = turn.round(id).map_or(Kind::Question, |round| round.kind);
    take(turn, by, partner, id, given::plain(kind, text), Way::PlainWords);
}

/// Changes an entry of one's own: unmarked while it is sealed, marked once the other could read it.
pub fn change(turn: &mut Turn<'_>, by: &Asker, partner: PartnerId, id: EntryId, content: Content) {
    let Some(entry) = own(turn, by, partner, id) else {
        return;
    };
    let round = entry.round.and_then(|round| turn.round(round)).cloned();
    if given::is_blank(&content) {
        return turn.reply(by, Say::new(line("answer-is-blank")));
    }
    if is_too_long(turn, by, &content) {
        return;
    }
    if entry.kind == EntryKind::OwnPrompt && own::is_too_long(turn, by, partner, &content) {
        return;
    }
    let over = round.as_ref().is_some_and(|round| !round.is_open());
    if over && entry.shown_to(partner.other()).is_some() {
        return hand_back(turn, by, partner, content, Say::new(line("change-too-late")));
    }
    let was = face(turn, &entry);
    let edited = entry.shown_to(partner.other()).map(|_| turn.now());
    let entry = Entry { edited, ..entry }.saying(content);
    note_capacity(turn, entry.content());
    turn.change(Change::Entry(Box::new(entry.clone())));
    redraw_unless(turn, &entry, was.as_ref());
    match by.venue {
        Venue::Place if turn.scene.can.reactions => {
            turn.effect(Effect::React { to: by.event.clone(), sign: Sign::Kept });
        }
        Venue::Place | Venue::Quietly | Venue::Private => turn.reply(by, Say::new(line("changed"))),
    }
}

/// Takes an entry back, at any time. After a reveal it leaves a neutral gap, in the post too.
pub fn withdraw(turn: &mut Turn<'_>, by: &Asker, partner: PartnerId, id: EntryId, done: &'static str) {
    let Some(entry) = own(turn, by, partner, id) else {
        return;
    };
    erase(turn, &entry);
    let _ = turn.scene.can;
    match by.venue {
        Venue::Place => {}
        Venue::Quietly | Venue::Private => turn.reply(by, Say::new(line(done))),
    }
}

/// Erases an entry and lets the bot's messages show a neutral gap.
pub fn erase(turn: &mut Turn<'_>, entry: &Entry) {
    let was = face(turn, entry);
    turn.change(Change::EntryErased(entry.id));
    rounds::clear(turn, AlarmKey::NoteOut(entry.id));
    if let (EntryKind::Answer, Some(id)) = (entry.kind, entry.round) {
        let author = entry.by();
        let gone = entry.id;
        if turn.round(id).is_some_and(|round| round.answers.get(&author) == Some(&gone)) {
            reveal::call_off(turn, id);
            turn.change_round(id, |round| {
                round.answers.remove(&author);
                round.in_the_open.remove(&author);
                if round.mode == Mode::Open {
                    round.gaps.insert(author);
                }
            });
            // Whoever else is still adding to theirs has their two minutes.
            if turn.round(id).is_some_and(|round| round.answers.is_empty()) {
                rounds::clear(turn, AlarmKey::Settle(id));
            }
        }
    }
    redraw_unless(turn, entry, was.as_ref());
}

/// What the post says to which this entry is an answer.
pub fn face(turn: &Turn<'_>, entry: &Entry) -> Option<Say> {
    let round = entry.round.and_then(|round| turn.round(round))?;
    Some(rounds::draw(turn, round))
}

/// Lets every message that carries this entry say what is so now.
pub fn redraw(turn: &mut Turn<'_>, entry: &Entry) {
    redraw_unless(turn, entry, None);
}

/// The same, where the post of its round said `was` before; if it says so still it is left alone.
pub fn redraw_unless(turn: &mut Turn<'_>, entry: &Entry, was: Option<&Say>) {
    match (entry.kind, entry.round) {
        (EntryKind::Answer, Some(round)) => rounds::redraw_unless(turn, round, was),
        (EntryKind::OwnPrompt, _) => own::redraw(turn, entry),
        (EntryKind::Answer | EntryKind::Note | EntryKind::CheckIn | EntryKind::Reflection, _) => {
            notes::redraw(turn, entry);
        }
    }
}

/// The two quiet minutes are over.
pub fn settled(turn: &mut Turn<'_>, id: RoundId) {
    reveal::if_ready(turn, id);
}

/// Says so, and answers `true`, where there are more characters than fit; what was written is handed back.
pub fn is_too_long(turn: &mut Turn<'_>, by: &Asker, content: &Content) -> bool {
    let characters = content.characters();
    if characters <= MOST_CHARACTERS {
        return false;
    }
    let characters = i64::try_from(characters).unwrap_or(i64::MAX);
    let most = i64::try_from(MOST_CHARACTERS).unwrap_or(i64::MAX);
    let say = Say::new(line("answer-is-long").number("characters", characters).number("most", most));
    match by.partner {
        Some(partner) => hand_back(turn, by, partner, content.clone(), say),
        None => turn.reply(by, say),
    }
    true
}

/// Says why, and gives back what was typed, so that nothing is lost.
pub fn hand_back(turn: &mut Turn<'_>, by: &Asker, partner: PartnerId, content: Content, why: Say) {
    // Privately typed words are only handed back privately; a reply is always a whisper.
    let say = if given::is_blank(&content) {
        why
    } else {
        why.line(line("handed-back")).words(Sealed::new(partner, content).to_author())
    };
    turn.reply(by, say);
}

fn own(turn: &mut Turn<'_>, by: &Asker, partner: PartnerId, id: EntryId) -> Option<Entry> {
    match turn.entry(id).cloned() {
        Some(entry) if entry.by() == partner => Some(entry),
        Some(_) => {
            turn.reply(by, Say::new(line("not-yours-to-press")));
            None
        }
        None => {
            turn.reply(by, Say::new(line("answer-is-gone")));
            None
        }
    }
}

/// After a hard check-in nothing heavy is asked.
pub fn note_capacity(turn: &mut Turn<'_>, content: &Content) {
    let Content::CheckIn { capacity: Some(1 | 2), .. } = content else {
        return;
    };
    let today = turn.couple.ours.zone.local(turn.now()).date();
    if turn.couple.ours.hard_day != Some(today) {
        turn.change_ours(|ours| ours.hard_day = Some(today));
    }
}

/// A day on which both showed up.
fn count_day(turn: &mut Turn<'_>) {
    let today = turn.couple.ours.zone.local(turn.now()).date();
    if turn.couple.ours.last_both != Some(today) {
        turn.change_ours(|ours| {
            ours.last_both = Some(today);
            ours.days_both = ours.days_both.saturating_add(1);
        });
    }
}

/// The round that a slot of the bot's messages belongs to.
fn round_of(slot: &Slot) -> Option<RoundId> {
    let mut parts = slot.0.split('/');
    match (parts.next(), parts.next()) {
        (Some("round" | "reminder" | "lapse"), Some(number)) => number.parse().ok().map(RoundId),
        _ => None,
    }
}
