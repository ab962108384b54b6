//! Placeholder until the asides land; replaced as a whole.
#![allow(missing_docs)]

use super::input::Asker;
use super::say::{Say, line};
use super::turn::Turn;
use crate::command::Args;
use crate::ids::PartnerId;

pub fn settings(turn: &mut Turn<'_>, by: &Asker, _partner: PartnerId, _args: &Args) {
    turn.reply(
        by,
        Say::new(line("not-paired-yet").command("command", "setup")),
    );
}

pub fn accept(turn: &mut Turn<'_>, by: &Asker, _partner: PartnerId, _number: u32) {
    turn.reply(
        by,
        Say::new(line("not-paired-yet").command("command", "setup")),
    );
}

pub fn refuse(turn: &mut Turn<'_>, by: &Asker, _partner: PartnerId, _number: u32) {
    turn.reply(
        by,
        Say::new(line("not-paired-yet").command("command", "setup")),
    );
}
