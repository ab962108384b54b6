//! Placeholder until the asides land; replaced as a whole.
#![allow(missing_docs)]

use super::input::Asker;
use super::say::{Say, line};
use super::turn::Turn;
use crate::command::Args;
use crate::ids::PartnerId;

pub fn journal(turn: &mut Turn<'_>, by: &Asker, _partner: PartnerId, _args: &Args) {
    turn.reply(
        by,
        Say::new(line("not-paired-yet").command("command", "setup")),
    );
}
