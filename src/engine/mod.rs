//! The engine: decides, and does nothing else. No runtime, database, network, clock or randomness in here.
//!
//! [`handle`] is the only door. It is total: a person's mistake is a message to them, never an error.

pub mod alarm;
mod answers;
pub mod button;
mod called;
pub mod change;
mod choice;
pub mod couple;
pub mod dialogue;
mod doctor;
pub mod effect;
pub mod entry;
mod feedback;
mod given;
pub mod guard;
mod help;
mod helplines;
pub mod input;
mod journal;
mod look;
mod notes;
mod own;
mod pairing;
mod pause;
pub mod pick;
mod pieces;
mod privacy;
mod reads;
mod reveal;
mod rituals;
pub mod round;
mod rounds;
pub mod say;
pub mod settings;
#[cfg(test)]
mod testing;
mod trouble;
pub mod turn;
mod why;
mod wording;
pub mod words;

pub use reads::{Read, reads};
pub use reveal::slot as slot_of_reveal;

use alarm::AlarmKey;
use button::Button;
use couple::{Couple, Halt, Partner, Phase};

use input::{Asker, Fields, Input, Venue};
use reveal::Alone;
use say::{Say, line};
use turn::{Outcome, Scene, Turn};
use words::Content;

use crate::command::{Args, Ask, Name};
use crate::ids::PartnerId;

/// Decides what one input changes and what is to be said. `couple` is `None` where nobody is paired yet.
///
/// The same couple, input and scene always decide the same. Without a couple, nothing but a first [`change::Change::Began`]
/// is to be kept.
pub fn handle(couple: Option<&Couple>, input: &Input, scene: &Scene<'_>) -> Outcome {
    match (couple, input.by()) {
        (Some(couple), None) => {
            let mut turn = Turn::new(couple.clone(), scene);
            happened(&mut turn, input);
            turn.done()
        }
        (Some(couple), Some(by)) => {
            let mut turn = Turn::new(couple.clone(), scene);
            match by.partner {
                Some(partner) => {
                    note_name(&mut turn, by, partner);
                    by_partner(&mut turn, by, partner, input);
                }
                None => by_stranger(&mut turn, by, input),
            }
            turn.done()
        }
        (None, Some(by)) => {
            let mut turn = Turn::new(pairing::vacant(scene, by), scene);
            where_nobody_is_paired(&mut turn, by, input);
            turn.done()
        }
        (None, None) => Outcome::default(),
    }
}

/// Whoever is shown under another name by now is called by that one.
fn note_name(turn: &mut Turn<'_>, by: &Asker, partner: PartnerId) {
    let theirs = turn.couple.partner(partner);
    let name = called::seen(&by.name);
    if name.is_empty() || name == theirs.name || !turn.couple.is_paired() {
        return;
    }
    let renamed = Partner { name, ..theirs.clone() };
    turn.change(change::Change::Partner(partner, Box::new(renamed)));
}

/// What nobody did.
fn happened(turn: &mut Turn<'_>, input: &Input) {
    match input {
        Input::Due { key, at, label } => {
            // An alarm that was moved or cleared since is not this one.
            if turn.couple.alarms.get(key).is_none_or(|alarm| alarm.at != *at) {
                return;
            }
            turn.change(change::Change::AlarmCleared(key.clone()));
            match key {
                AlarmKey::Ritual(kind) => {
                    // A second try goes off later than the occurrence that it is about.
                    let of_label = label.map(|label| turn.couple.ours.zone.instant(label));
                    let since = of_label.map_or(*at, |of_label| of_label.min(*at));
                    rituals::due(turn, *kind, since);
                }
                AlarmKey::Lapse(round) => rounds::lapse(turn, *round),
                AlarmKey::Settle(round) => answers::settled(turn, *round),
                AlarmKey::Reminder(round, partner) => rounds::remind(turn, *round, *partner),
                AlarmKey::PauseOver(partner) => pause::over(turn, *partner),
                AlarmKey::InvitationOver => pairing::invitation_over(turn),
                AlarmKey::OfferQuestions => rituals::offer_questions(turn),
                AlarmKey::NoteOut(entry) => notes::out(turn, *entry),
                AlarmKey::Look => look::later(turn),
            }
        }
        Input::Undeliverable { slot, to, why } => trouble::undeliverable(turn, slot, *to, *why),
        Input::ReadersChanged(readers) => guard::readers_changed(turn, readers),
        Input::PlaceLost => trouble::place_lost(turn),
        Input::PlaceBack => trouble::place_back(turn),
        Input::PlaceChanged => look::soon(turn),
        Input::PlaceMoved(to) => trouble::place_moved(turn, to),
        Input::NewZones => rituals::rearm_all(turn),
        Input::Vanished { entry, piece, privately } => pieces::vanished(turn, *entry, *piece, *privately),
        Input::Asked { .. }
        | Input::Pressed { .. }
        | Input::Said { .. }
        | Input::Told { .. }
        | Input::Welcomed { .. }
        | Input::Unread { .. }
        | Input::Undecrypted { .. }
        | Input::Edited { .. }
        | Input::Deleted { .. } => {}
    }
}

/// Somebody who is not one of the two: "this is theirs", and nothing changes.
fn by_stranger(turn: &mut Turn<'_>, by: &Asker, input: &Input) {
    match input {
        Input::Asked { ask: Ask::Command { name: Name::Help, args }, .. } => help::help(turn, by, args),
        // Plain talk of others in a room is none of the bot's business.
        Input::Said { .. } | Input::Edited { .. } | Input::Deleted { .. } if by.venue == Venue::Place => {}
        Input::Unread { .. } | Input::Undecrypted { .. } => {}
        Input::Welcomed { .. } => trouble::place_back(turn),
        Input::Asked { .. }
        | Input::Pressed { .. }
        | Input::Said { .. }
        | Input::Told { .. }
        | Input::Edited { .. }
        | Input::Deleted { .. } => {
            turn.reply(by, Say::new(line("this-is-theirs")));
        }
        Input::Vanished { .. }
        | Input::Due { .. }
        | Input::Undeliverable { .. }
        | Input::ReadersChanged(_)
        | Input::PlaceLost
        | Input::PlaceBack
        | Input::PlaceChanged
        | Input::PlaceMoved(_)
        | Input::NewZones => {}
    }
}

fn where_nobody_is_paired(turn: &mut Turn<'_>, by: &Asker, input: &Input) {
    match input {
        Input::Asked { ask: Ask::Command { name: Name::Setup, args }, .. } => pairing::setup(turn, by, args),
        Input::Asked { ask: Ask::Command { name: Name::Help, args }, .. } => help::help(turn, by, args),
        Input::Asked { ask: Ask::Unknown { nearest }, .. } => help::unknown(turn, by, nearest),
        Input::Asked { ask: Ask::Malformed { name, problem }, .. } => help::malformed(turn, by, *name, problem),
        Input::Said { .. } | Input::Edited { .. } | Input::Deleted { .. } if by.venue == Venue::Place => {}
        Input::Undecrypted { .. } if by.venue == Venue::Private => turn.reply(by, Say::new(line("reply-undecrypted"))),
        Input::Unread { .. } | Input::Undecrypted { .. } => {}
        Input::Welcomed { .. } => pairing::introduce(turn),
        Input::Asked { .. }
        | Input::Pressed { .. }
        | Input::Said { .. }
        | Input::Told { .. }
        | Input::Edited { .. }
        | Input::Deleted { .. } => {
            turn.reply(by, Say::new(line("nobody-paired").command("command", "setup")));
        }
        Input::Vanished { .. }
        | Input::Due { .. }
        | Input::Undeliverable { .. }
        | Input::ReadersChanged(_)
        | Input::PlaceLost
        | Input::PlaceBack
        | Input::PlaceChanged
        | Input::PlaceMoved(_)
        | Input::NewZones => {}
    }
}

fn by_partner(turn: &mut Turn<'_>, by: &Asker, partner: PartnerId, input: &Input) {
    // Somebody is heard in the place again: the bot may write there, as far as it can know.
    if let (Phase::Halted { why: Halt::Forbidden, .. }, Venue::Place | Venue::Quietly) = (&turn.couple.phase, by.venue)
        && by.lacks.is_empty()
    {
        trouble::place_back(turn);
    }
    // Whoever is heard there may just have changed what was wrong.
    if matches!(by.venue, Venue::Place | Venue::Quietly) {
        look::soon_if_troubled(turn);
    }
    match input {
        Input::Asked { ask, .. } => match ask {
            Ask::Command { name, args } => {
                command(turn, by, partner, *name, args);
                if by.waits && !turn.has_told(partner) {
                    turn.reply(by, Say::new(line("command-done")));
                }
            }
            Ask::Unknown { nearest } => help::unknown(turn, by, nearest),
            Ask::Malformed { name, problem } => help::malformed(turn, by, *name, problem),
        },
        Input::Pressed { button, fields, .. } => pressed(turn, by, partner, button, fields),
        Input::Told { step, text, .. } => told(turn, by, partner, step, text),
        Input::Said { text, to, .. } if turn.couple.is_paired() => {
            answers::said(turn, by, partner, text, to.as_ref());
        }
        Input::Said { .. } if by.venue == Venue::Place => {}
        Input::Said { .. } => not_paired(turn, by),
        Input::Unread { to, .. } => pieces::unread(turn, by, partner, to.as_ref()),
        // Whatever it was, and wherever: only its author hears of it.
        Input::Undecrypted { .. } => turn.reply(by, Say::new(line("reply-undecrypted"))),
        Input::Welcomed { .. } => trouble::place_back(turn),
        Input::Edited { entry, piece, text, .. } => pieces::edited(turn, by, partner, *entry, *piece, text),
        Input::Deleted { entry, piece, .. } => pieces::deleted(turn, by, partner, *entry, *piece),
        Input::Vanished { .. }
        | Input::Due { .. }
        | Input::Undeliverable { .. }
        | Input::ReadersChanged(_)
        | Input::PlaceLost
        | Input::PlaceBack
        | Input::PlaceChanged
        | Input::PlaceMoved(_)
        | Input::NewZones => {}
    }
}

/// What somebody said to a question of a conversation; at its end it is what the form or the command would have been.
fn told(turn: &mut Turn<'_>, by: &Asker, partner: PartnerId, step: &str, text: &words::Words) {
    let Some(step) = dialogue::Step::from_text(step) else {
        return turn.reply(by, Say::new(line("answer-is-gone")));
    };
    if !turn.couple.is_paired() {
        return not_paired(turn, by);
    }
    match dialogue::told(turn, by, partner, step, text) {
        Some(dialogue::Filled::Button(button, fields)) => pressed(turn, by, partner, &button, &fields),
        Some(dialogue::Filled::Command(name, args)) => command(turn, by, partner, name, &args),
        None => {}
    }
}

fn not_paired(turn: &mut Turn<'_>, by: &Asker) {
    let say = over_or_not_yet(turn);
    turn.reply(by, say);
}

fn over_or_not_yet(turn: &Turn<'_>) -> Say {
    let key = match turn.couple.phase {
        Phase::Ended { was_paired: true, .. } => "pairing-is-over",
        Phase::Asking { .. } | Phase::Ended { .. } | Phase::Paired { .. } | Phase::Halted { .. } => "not-paired-yet",
    };
    Say::new(line(key).command("command", "setup"))
}

fn command(turn: &mut Turn<'_>, by: &Asker, partner: PartnerId, name: Name, args: &Args) {
    // These work at any time, after the end too: what is mine stays mine.
    match name {
        Name::Setup => return pairing::setup_again(turn, by, partner),
        Name::Help => return help::help(turn, by, args),
        Name::Leave => return pairing::leave(turn, by),
        Name::Privacy => return privacy::privacy(turn, by, partner, args),
        Name::Journal => return journal::journal(turn, by, partner, args),
        Name::Doctor => return doctor::doctor(turn, by, partner),
        Name::Checkin
        | Name::Gratitude
        | Name::Prompt
        | Name::PromptAdd
        | Name::Answer
        | Name::Skip
        | Name::Another
        | Name::Why
        | Name::Pause
        | Name::Resume
        | Name::Settings => {}
    }
    if !turn.couple.is_paired() {
        return not_paired(turn, by);
    }
    if dialogue::begin_command(turn, by, partner, name, args) {
        return;
    }
    match name {
        Name::Checkin => notes::checkin(turn, by, partner, args),
        Name::Gratitude => notes::gratitude(turn, by, partner, args),
        Name::Prompt => notes::prompt(turn, by, args),
        Name::PromptAdd => own::add(turn, by, partner, args),
        Name::Answer => notes::answer(turn, by, partner, args),
        Name::Skip => {
            let round = rounds::newest_open(turn, partner);
            rounds::skip(turn, by, partner, round);
        }
        Name::Another => {
            let round = rounds::newest_open(turn, partner);
            rounds::another(turn, by, round);
        }
        Name::Why => why::why(turn, by, partner),
        Name::Pause => pause::pause(turn, by, partner, args),
        Name::Resume => pause::resume(turn, by, partner),
        Name::Settings => settings::settings(turn, by, partner, args),
        Name::Setup | Name::Help | Name::Leave | Name::Privacy | Name::Journal | Name::Doctor => {}
    }
}

fn pressed(turn: &mut Turn<'_>, by: &Asker, partner: PartnerId, button: &Button, fields: &Fields) {
    if fields.is_empty() && turn.couple.is_paired() && dialogue::begin(turn, by, partner, button) {
        return;
    }
    match button {
        Button::ReadAndDecide => pairing::read_page(turn, by, partner),
        Button::Agree => pairing::agree(turn, by, partner),
        Button::NotNow => pairing::not_now(turn, by, partner),
        Button::LeaveNow => pairing::leave_now(turn, by, partner),
        Button::Never => turn.reply(by, Say::new(line("never-mind"))),
        // It means something only together with its question.
        Button::Fill(_) => turn.reply(by, Say::new(line("answer-is-gone"))),
        Button::Export => privacy::export(turn, by, partner),
        Button::ForgetAll => privacy::forget_all(turn, by, partner),
        Button::ForgetDay(day) => privacy::forget_day(turn, by, partner, *day),
        Button::Withdraw(entry) => answers::withdraw(turn, by, partner, *entry, "withdrawn"),
        Button::NotAnAnswer(entry) => answers::withdraw(turn, by, partner, *entry, "not-an-answer-then"),
        Button::KeepAlone(round) => reveal::alone(turn, by, partner, *round, Alone::Keep),
        Button::ShareAlone(round) => reveal::alone(turn, by, partner, *round, Alone::Share),
        Button::EraseAlone(round) => reveal::alone(turn, by, partner, *round, Alone::Erase),
        Button::Why(round) => why::why_round(turn, by, *round),
        Button::TryOne
        | Button::Answer(..)
        | Button::Another(_)
        | Button::Skip(_)
        | Button::Capacity(..)
        | Button::Reflect(_)
        | Button::MoreLikeThis(_)
        | Button::NotForUs(_)
        | Button::Heard(..)
        | Button::Change(..)
        | Button::Share(_)
        | Button::Accept(_)
        | Button::Refuse(_)
        | Button::ConfirmReaders(_)
        | Button::TakeQuestions
        | Button::LeaveQuestions
            if !turn.couple.is_paired() =>
        {
            let say = over_or_not_yet(turn);
            match button.form() {
                // A form may have stood open while the pairing ended.
                Some(form) => answers::hand_back(turn, by, partner, given::from_fields(form, fields), say),
                None => turn.reply(by, say),
            }
        }
        Button::TryOne => notes::try_one(turn, by),
        Button::Answer(round, form) => {
            answers::take(turn, by, partner, *round, given::from_fields(*form, fields), answers::Way::Form);
        }
        Button::Another(round) => rounds::another(turn, by, Some(*round)),
        Button::Skip(round) => rounds::skip(turn, by, partner, Some(*round)),
        Button::Capacity(round, level) => {
            let content =
                Content::CheckIn { capacity: Some(*level), tag: None, need: None, words: None, more: Vec::new() };
            let way = if by.venue == Venue::Place { answers::Way::Sign(*level) } else { answers::Way::Form };
            answers::take(turn, by, partner, *round, content, way);
        }
        Button::Reflect(round) => reveal::reflect(turn, by, partner, *round, fields),
        Button::MoreLikeThis(round) => feedback::more(turn, by, *round),
        Button::NotForUs(round) => feedback::not_for_us(turn, by, *round),
        Button::Heard(entry, what) => reveal::heard(turn, by, partner, *entry, *what),
        Button::Change(entry, form) => {
            answers::change(turn, by, partner, *entry, given::from_fields(*form, fields));
        }
        Button::Share(entry) => notes::share(turn, by, partner, *entry),
        Button::Accept(number) => settings::accept(turn, by, partner, *number),
        Button::Refuse(number) => settings::refuse(turn, by, partner, *number),
        Button::ConfirmReaders(count) => guard::confirm(turn, by, partner, *count),
        Button::TakeQuestions => rituals::answer_offer(turn, partner, true),
        Button::LeaveQuestions => rituals::answer_offer(turn, partner, false),
    }
}
