//! Answers that are sent at once by whoever decides them: claimed, and marked as about to be tried, in the very transaction that puts
//! them out. Somebody waits for each of them, and every further transaction would have to reach the disk before they are answered.

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::Tx;
use super::db::{Arg, Batch, Given, Kind};
use super::journey::Step;
use super::lanes::{Claimed, RowId};
use super::outbox::{NewRow, RowVerb, lane};
use crate::ids::{AccountId, CoupleId, Token};

/// Who takes answers.
#[derive(Clone, Debug)]
pub struct Taker {
    /// The one that claims them.
    pub owner: String,
    /// The bot accounts whose rows it delivers.
    pub accounts: BTreeSet<AccountId>,
    /// Until when they are its own.
    pub until: Timestamp,
}

/// What a transaction takes.
#[derive(Default)]
pub(super) struct Taking {
    taker: Option<Taker>,
    taken: Vec<Claimed>,
}

/// The numbers that a row is given.
pub(super) struct Numbered {
    pub(super) id: i64,
    pub(super) couple: i64,
    pub(super) revision: u32,
    pub(super) token: Token,
    /// Milliseconds; 0 where it has no hour.
    pub(super) not_before: i64,
}

impl Tx<'_> {
    /// From now on this transaction takes those of the rows it puts out that may be sent at once, if nothing is ahead of them in their
    /// lane and no readers are looked at before they are sent.
    pub fn takes_answers(&mut self, taker: Taker) {
        self.taking.taker = Some(taker);
    }

    /// What it took since this was last asked. Theirs whom it was taken for once it is committed; whatever becomes of them then, the rows
    /// stand there as claimed, and as about to be tried.
    pub fn taken(&mut self) -> Vec<Claimed> {
        std::mem::take(&mut self.taking.taken)
    }

    /// Asks which lanes of rows that could be taken have something in them that goes first.
    pub(super) fn lanes_in_use(&self, rows: &[(i64, &NewRow)], now: Timestamp) -> Step {
        let answers = rows.iter().filter(|(_, row)| self.taking.could_take(row));
        let lanes: BTreeSet<String> = answers.map(|(_, row)| lane(&row.target)).collect();
        in_use(lanes.into_iter().filter(|lane| !self.foreseen.knows_lane(lane)), now)
    }

    /// Whether it takes anything.
    pub(super) fn takes(&self) -> bool {
        self.taking.taker.is_some()
    }

    /// Takes the row if it can be taken; `in_use` are the lanes in which something goes first, and this row's is one of them from now on.
    pub(super) fn take(
        &mut self,
        row: &NewRow,
        numbered: &Numbered,
        in_use: &mut BTreeSet<String>,
        now: Timestamp,
    ) -> Option<Taker> {
        let is_first = in_use.insert(lane(&row.target));
        let taker = self.taking.taker.clone().filter(|_| self.taking.could_take(row))?;
        if !is_first || numbered.not_before != 0 {
            return None;
        }
        self.taking.taken.push(Claimed {
            id: RowId(numbered.id),
            couple: (numbered.couple != 0).then_some(CoupleId(numbered.couple)),
            slot: row.slot.clone(),
            revision: numbered.revision,
            token: numbered.token.clone(),
            verb: row.verb,
            target: row.target.clone(),
            account: row.account.clone(),
            body: row.body.clone(),
            damaged: false,
            reply: row.reply.clone(),
            react_to: None,
            message: None,
            by: row.by,
            guarded: false,
            attempt: 0,
            first_try: None,
            maybe_sent: false,
            marked_until: Some(taker.until),
            created: now,
        });
        Some(taker)
    }
}

/// Asks which of those lanes have something in them that goes first.
pub(super) fn in_use(lanes: impl Iterator<Item = String>, now: Timestamp) -> Step {
    static IN_USE: Batch = Batch::new(
        &[("wanted", Kind::Text)],
        "SELECT wanted FROM given WHERE EXISTS (
             SELECT 1 FROM outbox WHERE outbox.lane = given.wanted AND NOT outbox.done AND outbox.not_before <= $2)",
    );
    let mut given = Given::default();
    for lane in lanes {
        given.push([Arg::Text(lane)]);
    }
    Step::new(&IN_USE, given, vec![Arg::Int(now.as_millisecond())])
}

impl Taking {
    fn could_take(&self, row: &NewRow) -> bool {
        let here = self.taker.as_ref().is_some_and(|taker| taker.accounts.contains(&row.account));
        here && row.verb == RowVerb::Post && row.at_once && !row.guarded && row.not_before.is_none()
    }
}
