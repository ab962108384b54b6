//! What is to be delivered: putting rows out, within the transaction that decided them.

use std::collections::{BTreeMap, BTreeSet};

use data_encoding::BASE32_NOPAD;
use jiff::Timestamp;
use sha2::{Digest as _, Sha256};

use super::couples::{to_json, to_long_json};
use super::db::{Arg, Batch, Given, Kind};
use super::journey::Step;
use super::overtake::{Ahead, Remaining, changes_a_post};
use super::taking::{Numbered, Taker};
use super::{StoreError, Tx};
use crate::body::Body;
use crate::ids::{AccountId, CoupleId, EventKey, PartnerId, Slot, Token, UserRef};
use crate::platform::{ReplyHandle, Target};
use crate::seal::Bound;

/// Something to deliver, as the hub decides it. Its number in the lane, its revision and its token are given by the store.
#[derive(Clone, Debug)]
pub struct NewRow {
    /// Which message of the couple.
    pub slot: Slot,
    /// What to do.
    pub verb: RowVerb,
    /// Where to.
    pub target: Target,
    /// The bot account that may deliver it.
    pub account: AccountId,
    /// What it says, for a post and an edit.
    pub body: Option<Body>,
    /// The message that gets a sign, for a reaction.
    pub react_to: Option<EventKey>,
    /// The network's handle for a private answer.
    pub reply: Option<ReplyHandle>,
    /// Somebody did something and waits for it: it goes out before what only its hour called for, other than in its own lane.
    pub awaited: bool,
    /// It answers whoever did something, and who decides it may send it at once ([`Tx::takes_answers`]).
    pub at_once: bool,
    /// Not sent before then.
    pub not_before: Option<Timestamp>,
    /// Of no use after then.
    pub by: Option<Timestamp>,
    /// Whether the readers of the place are looked at just before.
    pub guarded: bool,
    /// Whose words stand in it: when one of them erases everything, the row goes too.
    pub words_of: BTreeSet<PartnerId>,
}

/// What a row does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowVerb {
    /// A new message.
    Post,
    /// The slot's last message says something else.
    Edit,
    /// The slot's last message goes away.
    Delete,
    /// A sign on somebody's message: it is kept.
    React,
    /// A sign on somebody's message: it cannot be read.
    ReactUnread,
}

impl RowVerb {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            RowVerb::Post => "post",
            RowVerb::Edit => "edit",
            RowVerb::Delete => "delete",
            RowVerb::React => "react",
            RowVerb::ReactUnread => "react-unread",
        }
    }

    pub(super) fn parse(text: &str) -> Option<RowVerb> {
        [RowVerb::Post, RowVerb::Edit, RowVerb::Delete, RowVerb::React, RowVerb::ReactUnread]
            .into_iter()
            .find(|verb| verb.as_str() == text)
    }
}

/// By couple and slot: how many revisions there were.
type Revisions = BTreeMap<(i64, Slot), i64>;

/// What was there before.
struct Seen {
    ahead: Vec<Ahead>,
    revisions: Revisions,
    /// Lanes in which something goes before what could be taken.
    in_use: BTreeSet<String>,
}

/// What travels with revision `revision` of a slot: the same decision gives the same token, in every process.
pub fn token(couple: Option<CoupleId>, slot: &Slot, revision: u32) -> Token {
    let mut hash = Sha256::new();
    hash.update(couple.map_or(0, |couple| couple.0).to_be_bytes());
    hash.update(revision.to_be_bytes());
    hash.update(slot.0.as_bytes());
    let text = BASE32_NOPAD.encode(&hash.finalize()[..15]);
    Token(text.to_ascii_lowercase())
}

impl Tx<'_> {
    /// Puts out rows that belong to no couple: answers to people who are in none.
    pub async fn put_out_to_others(&mut self, rows: &[NewRow], now: Timestamp) -> Result<(), StoreError> {
        let rows = rows.iter().map(|row| (0, row)).collect();
        self.put_out(rows, now).await
    }

    /// Each with the number of its couple, 0 for none.
    pub(super) async fn put_out(&mut self, rows: Vec<(i64, &NewRow)>, now: Timestamp) -> Result<(), StoreError> {
        if rows.is_empty() {
            return Ok(());
        }
        let Seen { ahead, mut revisions, mut in_use } = self.look_ahead(&rows, now).await?;
        let read = revisions.clone();
        let Remaining { rows, since: ahead } = self.overtake(rows, ahead, now)?;

        // An edit never runs ahead of a post that still waits for its hour, be it there already or of this batch.
        let mut waiting: BTreeMap<(i64, &Slot), i64> = BTreeMap::new();
        let mut given = Given::default();
        for (couple, row) in &rows {
            let couple = *couple;
            let revision = revisions.get_mut(&(couple, row.slot.clone())).map_or(1, |next| {
                *next += 1;
                *next
            });
            let own = row.not_before.map_or(0, Timestamp::as_millisecond);
            let since = waiting.entry((couple, &row.slot)).or_insert(0);
            if matches!(row.verb, RowVerb::Post | RowVerb::Edit | RowVerb::Delete) {
                *since = own.max(*since);
            }
            let mut not_before = own.max(*since);
            if matches!(row.verb, RowVerb::Edit | RowVerb::Delete) {
                let until = ahead.get(&(couple, row.slot.0.clone())).copied();
                not_before = until.map_or(not_before, |until| until.max(not_before));
            }
            let revision = u32::try_from(revision).map_err(|_| StoreError::unreadable("slot"))?;
            let token = token((couple != 0).then_some(CoupleId(couple)), &row.slot, revision);
            let numbered = Numbered { id: self.store.next_row_id(now), couple, revision, token, not_before };
            let taker = self.take(row, &numbered, &mut in_use, now);
            given.push(self.row(row, numbered, taker, now)?);
        }
        self.foreseen.is_used(revisions.keys().map(|(couple, _)| *couple), in_use);
        self.take_revisions(&read, &revisions, now);
        self.later(&INSERT, given, Vec::new());
        Ok(())
    }

    /// What stands in the slots of these rows: what waits there, and how many revisions there were.
    async fn look_ahead(&mut self, rows: &[(i64, &NewRow)], now: Timestamp) -> Result<Seen, StoreError> {
        static REVISIONS: Batch = Batch::new(
            &[("whose", Kind::Int), ("slot_name", Kind::Text)],
            "SELECT couple, name, revision FROM given JOIN slot ON slot.couple = given.whose AND slot.name = given.slot_name",
        );
        let mut revisions = Revisions::new();
        let mut slots = Given::default();
        for (couple, row) in rows {
            let key = (*couple, row.slot.clone());
            if revisions.contains_key(&key) {
                continue;
            }
            let foreseen = self.foreseen.revision(*couple, row);
            if foreseen.is_none() {
                slots.push([Arg::Int(*couple), Arg::Text(row.slot.0.clone())]);
            }
            revisions.insert(key, foreseen.unwrap_or(0));
        }
        let revised = Step::new(&REVISIONS, slots, Vec::new());
        let mut changed: BTreeSet<(i64, &Slot)> =
            rows.iter().filter(|(_, row)| changes_a_post(row)).map(|(couple, row)| (*couple, &row.slot)).collect();
        // What this transaction erased was taken out of the outbox too.
        let mut ahead = if self.erased { Vec::new() } else { self.foreseen.waiting(&mut changed) };
        let in_lanes = self.lanes_in_use(rows, now);
        let [waiting, taken, in_lanes] = self.ask([self.waiting(&changed, now), revised, in_lanes]).await?;
        for row in taken {
            revisions.insert((row.int(0)?, Slot(row.text(1)?)), row.int(2)?);
        }
        for row in &waiting {
            ahead.push(Ahead::of(row)?);
        }
        let mut in_use = self.foreseen.lanes_in_use();
        for row in &in_lanes {
            in_use.insert(row.text(0)?);
        }
        Ok(Seen { ahead, revisions, in_use })
    }

    /// Somebody else who took a revision of one of these slots since it was read is a [`StoreError::Conflict`].
    fn take_revisions(&mut self, read: &Revisions, taken: &Revisions, now: Timestamp) {
        static BEGIN: Batch = Batch::new(
            &[("couple", Kind::Int), ("name", Kind::Text), ("revision", Kind::Int)],
            "INSERT INTO slot (couple, name, revision, at) SELECT couple, name, revision, $2 FROM given",
        );
        static TAKE: Batch = Batch::new(
            &[("whose", Kind::Int), ("slot_name", Kind::Text), ("seen", Kind::Int), ("last", Kind::Int)],
            "UPDATE slot SET revision = given.last, at = $2 FROM given
             WHERE slot.couple = given.whose AND slot.name = given.slot_name AND slot.revision = given.seen",
        );
        let (mut begun, mut further) = (Given::default(), Given::default());
        for ((slot, last), seen) in taken.iter().zip(read.values()).filter(|((_, last), seen)| last != seen) {
            let (couple, name) = (Arg::Int(slot.0), Arg::Text(slot.1.0.clone()));
            match seen {
                0 => begun.push([couple, name, Arg::Int(*last)]),
                seen => further.push([couple, name, Arg::Int(*seen), Arg::Int(*last)]),
            }
        }
        let now = vec![Arg::Int(now.as_millisecond())];
        self.later_all(&BEGIN, begun, now.clone());
        self.later_all(&TAKE, further, now);
    }

    fn row(
        &self,
        row: &NewRow,
        numbered: Numbered,
        taker: Option<Taker>,
        now: Timestamp,
    ) -> Result<[Arg; 23], StoreError> {
        let Numbered { id, couple, revision, token, not_before } = numbered;
        let key = self.store.outbox_key();
        let sealed = |bound: Bound, json: Option<String>| -> Result<Arg, StoreError> {
            match json {
                Some(json) => Ok(Arg::Blob(key.seal(bound, json.as_bytes())?)),
                None => Ok(Arg::OptText(None)),
            }
        };
        Ok([
            Arg::Int(id),
            Arg::Text(lane(&row.target)),
            Arg::Text(row.account.0.clone()),
            Arg::Int(couple),
            Arg::Text(row.slot.0.clone()),
            Arg::Int(revision.into()),
            Arg::Text(token.0),
            Arg::Text(row.verb.as_str().to_owned()),
            Arg::Text(to_json(&row.target)?),
            Arg::OptText(row.react_to.as_ref().map(|event| event.0.clone())),
            sealed(Bound::Body(id), row.body.as_ref().map(to_long_json).transpose()?)?,
            sealed(Bound::Reply(id), row.reply.as_ref().map(to_json).transpose()?)?,
            Arg::Int(words_of(row)),
            Arg::Bool(row.guarded),
            Arg::Int(now.as_millisecond()),
            Arg::Int(not_before),
            Arg::OptInt(row.by.map(Timestamp::as_millisecond)),
            Arg::Int(if row.awaited && not_before == 0 { AWAITED } else { not_before }),
            Arg::Text(if taker.is_some() { "sending" } else { "waiting" }.to_owned()),
            Arg::Int(taker.is_some().into()),
            Arg::OptInt(taker.as_ref().map(|_| now.as_millisecond())),
            Arg::OptInt(taker.as_ref().map(|taker| taker.until.as_millisecond())),
            Arg::OptText(taker.map(|taker| taker.owner)),
        ])
    }
}

/// The first try of what somebody waits for: before that of any other row, which is 0 where it has no hour. So the one index serves both.
pub(super) const AWAITED: i64 = -1;

static INSERT: Batch = Batch::new(
    &[
        ("id", Kind::Int),
        ("lane", Kind::Text),
        ("account", Kind::Text),
        ("couple", Kind::Int),
        ("slot", Kind::Text),
        ("revision", Kind::Int),
        ("token", Kind::Text),
        ("verb", Kind::Text),
        ("target", Kind::Text),
        ("react_to", Kind::Text),
        ("sealed", Kind::Blob),
        ("sealed_reply", Kind::Blob),
        ("words_of", Kind::Int),
        ("guarded", Kind::Bool),
        ("created", Kind::Int),
        ("not_before", Kind::Int),
        ("expires", Kind::Int),
        ("next_try", Kind::Int),
        ("state", Kind::Text),
        ("attempt", Kind::Int),
        ("first_try", Kind::Int),
        ("lease", Kind::Int),
        ("owner", Kind::Text),
    ],
    "INSERT INTO outbox (id, lane, account, couple, slot, revision, token, verb, target, react_to, sealed, sealed_reply, words_of,
         guarded, created, not_before, expires, next_try, state, done, attempt, first_try, lease, owner)
     SELECT id, lane, account, couple, slot, revision, token, verb, target, react_to, sealed, sealed_reply, words_of, guarded,
         created, not_before, expires, next_try, state, false, attempt, first_try, lease, owner FROM given",
);

/// Whose words stand in a row, as a set of two: 0 nobody's, 1, 2, or 3 for both.
pub(super) fn words_of(row: &NewRow) -> i64 {
    row.words_of.iter().map(|partner| i64::from(partner.number())).sum()
}

/// The lane of a target: what goes there is delivered in order.
pub(super) fn lane(target: &Target) -> String {
    match target {
        Target::Place(place) => format!("place {place}"),
        Target::Person { user, .. } => lane_of(user),
    }
}

/// The lane of what is for one person.
pub(super) fn lane_of(user: &UserRef) -> String {
    format!("person {user}")
}
