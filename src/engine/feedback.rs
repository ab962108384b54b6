//! *More like this* and *Not for us*: no score, no name. It moves the couple's bag, and whoever pressed hears that alone.

use super::button::Button;
use super::input::Asker;
use super::own;
use super::round::Round;
use super::say::{Say, line};
use super::turn::Turn;
use crate::ids::RoundId;

/// The two quiet buttons under a round that is over. A question of their own is asked once, so there is nothing to say of it.
/// Where a press could be seen by the other, they stand under `/why` instead, which can be asked in private.
pub fn offered(turn: &Turn<'_>, round: &Round, say: Say) -> Say {
    if !turn.scene.can.buttons {
        return say;
    }
    added(round, say)
}

/// The same two, under what only one person reads.
pub fn added(round: &Round, say: Say) -> Say {
    if round.is_open() || own::is_own(&round.prompt) {
        return say;
    }
    say.button(Button::MoreLikeThis(round.id), "button-more-like-this")
        .button(Button::NotForUs(round.id), "button-not-for-us")
}

/// Somebody wants more like this.
pub fn more(turn: &mut Turn<'_>, by: &Asker, id: RoundId) {
    let Some(round) = over(turn, by, id) else {
        return;
    };
    keep(turn, |bag| bag.more_like(&round.prompt));
    turn.reply(by, Say::new(line("feedback-more")));
}

/// It was not for one of them. One is enough, whatever the other said.
pub fn not_for_us(turn: &mut Turn<'_>, by: &Asker, id: RoundId) {
    let Some(round) = over(turn, by, id) else {
        return;
    };
    keep(turn, |bag| bag.not_for_us(&round.prompt));
    turn.reply(by, Say::new(line("feedback-less")));
}

/// The round, if there is something to say of it by now.
fn over(turn: &mut Turn<'_>, by: &Asker, id: RoundId) -> Option<Round> {
    let is_over = |round: &&Round| !round.is_open() && !own::is_own(&round.prompt);
    let round = turn.round(id).filter(is_over).cloned();
    if round.is_none() {
        turn.reply(by, Say::new(line("feedback-early")));
    }
    round
}

/// Nothing is written where nothing changes, so that not even the number of changes tells that the other had said it before.
fn keep(turn: &mut Turn<'_>, said: impl FnOnce(&mut super::pick::Bag)) {
    let mut bag = turn.couple.ours.bag.clone();
    said(&mut bag);
    if bag != turn.couple.ours.bag {
        turn.change_ours(|ours| ours.bag = bag);
    }
}
