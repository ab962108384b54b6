//! Placeholder until the asides land; replaced as a whole.
#![allow(missing_docs)]

use super::input::Asker;
use super::say::{Say, line};
use super::turn::Turn;
use crate::ids::{PartnerId, RoundId};

pub fn why(turn: &mut Turn<'_>, by: &Asker, _partner: PartnerId) {
    turn.reply(
        by,
        Say::new(line("not-paired-yet").command("command", "setup")),
    );
}

pub fn why_round(turn: &mut Turn<'_>, by: &Asker, _round: RoundId) {
    turn.reply(
        by,
        Say::new(line("not-paired-yet").command("command", "setup")),
    );
}
