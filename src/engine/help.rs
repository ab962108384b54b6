//! Placeholder until the asides land; replaced as a whole.
#![allow(missing_docs)]

use super::input::Asker;
use super::say::{Say, line};
use super::turn::Turn;
use crate::command::{Args, Name, Problem};

pub fn help(turn: &mut Turn<'_>, by: &Asker, _args: &Args) {
    turn.reply(
        by,
        Say::new(line("not-paired-yet").command("command", "setup")),
    );
}

pub fn malformed(turn: &mut Turn<'_>, by: &Asker, _name: Name, _problem: &Problem) {
    turn.reply(
        by,
        Say::new(line("not-paired-yet").command("command", "setup")),
    );
}

pub fn unknown(turn: &mut Turn<'_>, by: &Asker, _nearest: &[Name]) {
    turn.reply(
        by,
        Say::new(line("not-paired-yet").command("command", "setup")),
    );
}
