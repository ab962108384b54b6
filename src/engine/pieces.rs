//! Messages and signs that had become a piece of an entry, changed or deleted; and one that cannot be read.

use super::answers;
use super::change::Change;
use super::effect::{Effect, Sign};
use super::entry::Entry;
use super::given;
use super::input::Asker;
use super::say::{Say, line};
use super::turn::Turn;
use super::words::{Content, Words};
use crate::ids::{EntryId, PartnerId, Slot};

/// An edit of a message that had become a piece of an entry.
pub fn edited(turn: &mut Turn<'_>, by: &Asker, partner: PartnerId, id: EntryId, piece: u32, text: &Words) {
    let Some(entry) = turn.entry(id).cloned() else {
        return turn.reply(by, Say::new(line("answer-is-gone")));
    };
    if text.is_blank() {
        return deleted(turn, by, partner, id, piece);
    }
    if piece == answers::WHOLE {
        return turn.reply(by, Say::new(line("edited-command")));
    }
    let content = given::with_piece(entry.content(), piece, text);
    answers::change(turn, by, partner, id, content);
}

/// A deletion of a message that had become a piece of an entry: the piece goes, and with the last one the entry.
pub fn deleted(turn: &mut Turn<'_>, by: &Asker, partner: PartnerId, id: EntryId, piece: u32) {
    let Some(entry) = turn.entry(id).filter(|entry| entry.by() == partner).cloned() else {
        return;
    };
    if piece == answers::WHOLE {
        return answers::withdraw(turn, by, partner, id, "withdrawn");
    }
    if let Some(level) = piece.checked_sub(answers::SIGNS) {
        return sign_taken_back(turn, &entry, level);
    }
    if !took_piece(turn, &entry, piece) {
        answers::withdraw(turn, by, partner, id, "withdrawn");
    }
}

/// The same where nobody says who deleted it. On a network that keeps that to itself a message is its author's, and so is its end.
pub fn vanished(turn: &mut Turn<'_>, id: EntryId, piece: u32, privately: bool) {
    let Some(entry) = turn.entry(id).cloned() else {
        return;
    };
    if took_piece(turn, &entry, piece) {
        return;
    }
    answers::erase(turn, &entry);
    if privately {
        turn.whisper(format!("vanished/{id}"), entry.by(), Say::new(line("withdrawn")));
    }
}

/// A sign with a level is gone. One that was put on before another changes nothing.
fn sign_taken_back(turn: &mut Turn<'_>, entry: &Entry, level: u32) {
    let Content::CheckIn { capacity, tag, need, words, more } = entry.content() else {
        return;
    };
    if capacity.map(u32::from) != Some(level) {
        return;
    }
    let content = Content::CheckIn { capacity: None, tag: *tag, need: *need, words: words.clone(), more: more.clone() };
    if given::is_blank(&content) {
        return answers::erase(turn, entry);
    }
    let was = answers::face(turn, entry);
    let entry = entry.clone().saying(content);
    turn.change(Change::Entry(Box::new(entry.clone())));
    answers::redraw_unless(turn, &entry, was.as_ref());
}

/// Takes one piece out of an entry that has others; `false` where it is all there is. The place stays, so that the other messages keep
/// their numbers.
fn took_piece(turn: &mut Turn<'_>, entry: &Entry, piece: u32) -> bool {
    if piece == answers::WHOLE {
        return false;
    }
    let content = given::with_piece(entry.content(), piece, &Words::new(""));
    if given::is_blank(&content) {
        return false;
    }
    let was = answers::face(turn, entry);
    let entry = entry.clone().saying(content);
    turn.change(Change::Entry(Box::new(entry.clone())));
    answers::redraw_unless(turn, &entry, was.as_ref());
    true
}

/// A reply that the bot sees and cannot read: a sign that it was not kept, and once the way that works.
pub fn unread(turn: &mut Turn<'_>, by: &Asker, partner: PartnerId, to: Option<&Slot>) {
    if to.is_none() || !turn.couple.is_paired() {
        return;
    }
    if turn.scene.can.reactions {
        turn.effect(Effect::React { to: by.event.clone(), sign: Sign::Unread });
    }
    if !turn.couple.partner(partner).knows_of_unread {
        turn.change_partner(partner, |partner| partner.knows_of_unread = true);
        turn.reply(by, Say::new(line("reply-unread").command("answer", "answer")));
    }
}
