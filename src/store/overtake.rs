//! What was put out and then thought better of, before anybody saw it.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::couples::to_json;
use super::db::{Arg, Batch, Given, Kind, Row};
use super::journey::Step;
use super::outbox::{NewRow, RowVerb, words_of};
use super::{StoreError, Tx};
use crate::body::Body;
use crate::ids::{CoupleId, Slot};
use crate::seal::Bound;

/// By couple and slot: the row of a post that is not there, and its text as it is sealed.
type Waiting = BTreeMap<(i64, String), (i64, Option<Vec<u8>>)>;

/// What stands in the outbox in a slot that is to be edited or emptied.
pub(super) struct Ahead {
    pub(super) id: i64,
    pub(super) slot: (i64, String),
    sealed: Option<Vec<u8>>,
    not_before: i64,
    /// A post that is certainly not there, nor any part of it: never tried, or not taken.
    missing: bool,
}

/// What remains to be put out, and for each slot the hour that an edit of it has to wait for.
pub(super) struct Remaining<'r> {
    pub(super) rows: Vec<(i64, Cow<'r, NewRow>)>,
    pub(super) since: BTreeMap<(i64, String), i64>,
}

struct Rewritten {
    body: Body,
    words_of: i64,
    guarded: bool,
}

impl Tx<'_> {
    /// Lets edits and deletions take effect on posts that are not there yet, and answers with the rows that remain to be put out.
    ///
    /// Words that were taken back would otherwise be sent first and mended afterwards: notified, and kept in the network's history.
    /// A post that may have been sent is left alone; the edit then follows it in its lane.
    pub(super) fn overtake<'r>(
        &mut self,
        rows: Vec<(i64, &'r NewRow)>,
        mut ahead: Vec<Ahead>,
        now: Timestamp,
    ) -> Result<Remaining<'r>, StoreError> {
        ahead.sort_by_key(|row| row.id);
        let missing = ahead.iter().filter(|row| row.missing);
        let mut waiting: Waiting = missing.map(|row| (row.slot.clone(), (row.id, row.sealed.clone()))).collect();
        let mut left: Vec<(i64, Cow<'r, NewRow>)> = Vec::with_capacity(rows.len());
        let mut rewritten = BTreeMap::new();
        let mut dropped = Given::default();
        for (couple, row) in rows {
            // The last one posted in a slot is the one that is meant; one of this batch comes after all that wait.
            let slot = (couple, row.slot.0.clone());
            let in_batch = left.iter().rposition(|(other, before)| {
                *other == couple && before.slot == row.slot && before.verb == RowVerb::Post
            });
            match (row.verb, in_batch, waiting.get(&slot)) {
                (RowVerb::Edit, Some(post), _) => {
                    let post = left[post].1.to_mut();
                    post.body = row.body.as_ref().map(|body| as_posted(body, post.body.take()));
                    post.words_of.clone_from(&row.words_of);
                    post.guarded |= row.guarded;
                }
                (RowVerb::Delete, Some(post), _) => {
                    left.remove(post);
                }
                (RowVerb::Edit, None, Some((id, sealed))) => {
                    let before = match rewritten.remove(id) {
                        Some(Rewritten { body, .. }) => Some(body),
                        None => self.opened_body(*id, sealed.as_deref()),
                    };
                    if let Some(body) = &row.body {
                        rewritten.insert(
                            *id,
                            Rewritten { body: as_posted(body, before), words_of: words_of(row), guarded: row.guarded },
                        );
                    }
                }
                (RowVerb::Delete, None, Some((id, _))) => {
                    rewritten.remove(id);
                    dropped.push([Arg::Int(*id)]);
                    ahead.retain(|row| row.id != *id);
                    waiting.remove(&slot);
                }
                (RowVerb::Edit | RowVerb::Delete, None, None)
                | (RowVerb::Post | RowVerb::React | RowVerb::ReactUnread, ..) => {
                    left.push((couple, Cow::Borrowed(row)));
                }
            }
        }
        self.rewrite(rewritten)?;
        self.take_back(dropped, now);
        let mut since = BTreeMap::new();
        for row in ahead {
            let until = since.entry(row.slot).or_insert(0);
            *until = row.not_before.max(*until);
        }
        Ok(Remaining { rows: left, since })
    }

    fn rewrite(&mut self, rewritten: BTreeMap<i64, Rewritten>) -> Result<(), StoreError> {
        static REWRITE: Batch = Batch::new(
            &[("row_id", Kind::Int), ("text", Kind::Blob), ("whose", Kind::Int), ("guard", Kind::Bool)],
            "UPDATE outbox SET sealed = given.text, words_of = given.whose, guarded = outbox.guarded OR given.guard FROM given
             WHERE outbox.id = given.row_id",
        );
        let mut given = Given::default();
        for (id, rewritten) in rewritten {
            let Rewritten { body, words_of, guarded } = rewritten;
            let sealed = self.store.outbox_key().seal(Bound::Body(id), to_json(&body)?.as_bytes())?;
            given.push([Arg::Int(id), Arg::Blob(sealed), Arg::Int(words_of), Arg::Bool(guarded)]);
        }
        self.later(&REWRITE, given, Vec::new());
        Ok(())
    }

    fn take_back(&mut self, dropped: Given, now: Timestamp) {
        static DROP: Batch = Batch::new(
            &[("row_id", Kind::Int)],
            "UPDATE outbox SET state = 'dropped', done = true, why = 'taken back', settled = $2, sealed = NULL,
                 sealed_reply = NULL, owner = NULL, lease = NULL
             WHERE id IN (SELECT row_id FROM given)",
        );
        self.later(&DROP, dropped, vec![Arg::Int(now.as_millisecond())]);
    }

    fn opened_body(&self, id: i64, sealed: Option<&[u8]>) -> Option<Body> {
        let text = self.store.outbox_key().open(Bound::Body(id), sealed?).ok()?;
        serde_json::from_slice(&text).ok()
    }
}

/// What [`Ahead::of`] reads.
macro_rules! ahead_columns {
    () => {
        "outbox.id, outbox.couple, outbox.slot, outbox.sealed, outbox.not_before, outbox.verb = 'post' AND outbox.state = 'waiting'
             AND (outbox.lease IS NULL OR outbox.lease <= $2)"
    };
}
pub(super) use ahead_columns;

impl Tx<'_> {
    /// Asks what was not delivered yet in each slot that an edit or a deletion names. Nobody takes it meanwhile: what is decided about it
    /// holds when it is written.
    pub(super) fn waiting(&self, slots: &BTreeSet<(i64, &Slot)>, now: Timestamp) -> Step {
        macro_rules! ahead {
            ($lock:literal) => {
                Batch::new(
                    &[("whose", Kind::Int), ("slot_name", Kind::Text)],
                    concat!(
                        "SELECT ",
                        ahead_columns!(),
                        " FROM given JOIN outbox ON outbox.couple = given.whose AND outbox.slot = given.slot_name AND NOT outbox.done",
                        $lock
                    ),
                )
            };
        }
        static ON_SQLITE: Batch = ahead!("");
        // A claim passes over what is locked, and what is being claimed is waited for.
        static ON_POSTGRES: Batch = ahead!(" FOR UPDATE OF outbox");
        let mut given = Given::default();
        for (couple, slot) in slots {
            given.push([Arg::Int(*couple), Arg::Text(slot.0.clone())]);
        }
        let ahead = if self.is_alone() { &ON_SQLITE } else { &ON_POSTGRES };
        Step::new(ahead, given, vec![Arg::Int(now.as_millisecond())])
    }

    /// Whether a post waits in that slot of a couple's that is certainly not there, so that nobody can have seen it. It stays so until this
    /// ends.
    pub async fn is_missing(&mut self, couple: CoupleId, slot: &Slot, now: Timestamp) -> Result<bool, StoreError> {
        let waiting = self.waiting(&BTreeSet::from([(couple.0, slot)]), now);
        let [rows] = self.ask([waiting]).await?;
        let ahead = rows.iter().map(Ahead::of).collect::<Result<Vec<_>, _>>()?;
        Ok(ahead.iter().any(|row| row.missing))
    }
}

impl Ahead {
    /// Of a row that [`Tx::waiting`] found.
    pub(super) fn of(row: &Row) -> Result<Ahead, StoreError> {
        Ok(Ahead {
            id: row.int(0)?,
            slot: (row.int(1)?, row.text(2)?),
            sealed: row.opt_blob(3)?,
            not_before: row.int(4)?,
            missing: row.flag(5)?,
        })
    }
}

pub(super) fn changes_a_post(row: &NewRow) -> bool {
    match row.verb {
        RowVerb::Edit | RowVerb::Delete => true,
        RowVerb::Post | RowVerb::React | RowVerb::ReactUnread => false,
    }
}

/// What an edit says, sent as the post that it would have changed: it notifies as that one would have.
fn as_posted(edit: &Body, post: Option<Body>) -> Body {
    let mut body = edit.clone();
    if let Some(post) = post {
        body.silent = post.silent;
        body.mentions = post.mentions;
        body.files = if body.files.is_empty() { post.files } else { body.files };
        body.notice = body.notice.or(post.notice);
    }
    body
}
