//! Placeholder until the asides land; replaced as a whole.
#![allow(missing_docs)]

use super::input::Asker;
use super::say::{Say, line};
use super::turn::Turn;
use crate::command::Args;
use crate::ids::PartnerId;

pub fn privacy(turn: &mut Turn<'_>, by: &Asker, _partner: PartnerId, _args: &Args) {
    turn.reply(
        by,
        Say::new(line("not-paired-yet").command("command", "setup")),
    );
}

pub fn export(turn: &mut Turn<'_>, by: &Asker, _partner: PartnerId) {
    turn.reply(
        by,
        Say::new(line("not-paired-yet").command("command", "setup")),
    );
}

pub fn forget_all(turn: &mut Turn<'_>, by: &Asker, _partner: PartnerId) {
    turn.reply(
        by,
        Say::new(line("not-paired-yet").command("command", "setup")),
    );
}

pub fn forget_day(turn: &mut Turn<'_>, by: &Asker, _partner: PartnerId, _day: i32) {
    turn.reply(
        by,
        Say::new(line("not-paired-yet").command("command", "setup")),
    );
}
