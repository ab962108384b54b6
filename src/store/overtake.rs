//! What was put out and then thought better of, before anybody saw it.

use std::borrow::Cow;
use std::collections::BTreeMap;

use jiff::Timestamp;

use super::couples::to_json;
use super::db::{Arg, Batch, Given, Kind};
use super::outbox::{NewRow, RowVerb, words_of};
use super::{StoreError, Tx};
use crate::body::Body;
use crate::seal::Bound;

/// By couple and slot: the row, and its text as it is sealed.
type Waiting = BTreeMap<(i64, String), (i64, Option<Vec<u8>>)>;

struct Rewritten {
    body: Body,
    words_of: i64,
    guarded: bool,
}

impl Tx<'_> {
    /// Lets edits and deletions take effect on posts that were never tried, and answers with the rows that remain to be put out.
    ///
    /// Words that were taken back would otherwise be sent first and mended afterwards: notified, and kept in the network's history.
    /// A post that may have been sent is left alone; the edit then follows it in its lane.
    pub(super) async fn overtake<'r>(
        &mut self,
        rows: Vec<(i64, &'r NewRow)>,
        now: Timestamp,
    ) -> Result<Vec<(i64, Cow<'r, NewRow>)>, StoreError> {
        let mut waiting = self.never_tried(&rows, now).await?;
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
                    waiting.remove(&slot);
                }
                (RowVerb::Edit | RowVerb::Delete, None, None)
                | (RowVerb::Post | RowVerb::React | RowVerb::ReactUnread, ..) => {
                    left.push((couple, Cow::Borrowed(row)));
                }
            }
        }
        self.rewrite(rewritten).await?;
        self.take_back(dropped, now).await?;
        Ok(left)
    }

    /// The newest post of each slot that an edit or a deletion names, with its text, where it was never tried.
    async fn never_tried(&mut self, rows: &[(i64, &NewRow)], now: Timestamp) -> Result<Waiting, StoreError> {
        static WAITING: Batch = Batch::new(
            &[("whose", Kind::Int), ("slot_name", Kind::Text)],
            "SELECT id, couple, slot, sealed FROM outbox
             WHERE (couple, slot) IN (SELECT whose, slot_name FROM given) AND NOT done AND verb = 'post' AND state = 'waiting'
                 AND attempt = 0 AND (lease IS NULL OR lease <= $2)
             ORDER BY id",
        );
        let mut given = Given::default();
        for (couple, row) in rows.iter().filter(|(_, row)| changes_a_post(row)) {
            given.push([Arg::Int(*couple), Arg::Text(row.slot.0.clone())]);
        }
        let now = vec![Arg::Int(now.as_millisecond())];
        let found = self.conn().batch_all(&WAITING, given, now).await?;
        found.iter().map(|row| Ok(((row.int(1)?, row.text(2)?), (row.int(0)?, row.opt_blob(3)?)))).collect()
    }

    async fn rewrite(&mut self, rewritten: BTreeMap<i64, Rewritten>) -> Result<(), StoreError> {
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
        self.conn().batch(&REWRITE, given, Vec::new()).await?;
        Ok(())
    }

    async fn take_back(&mut self, dropped: Given, now: Timestamp) -> Result<(), StoreError> {
        static DROP: Batch = Batch::new(
            &[("row_id", Kind::Int)],
            "UPDATE outbox SET state = 'dropped', done = true, why = 'taken back', settled = $2, sealed = NULL,
                 sealed_reply = NULL, owner = NULL, lease = NULL
             WHERE id IN (SELECT row_id FROM given)",
        );
        self.conn().batch(&DROP, dropped, vec![Arg::Int(now.as_millisecond())]).await?;
        Ok(())
    }

    fn opened_body(&self, id: i64, sealed: Option<&[u8]>) -> Option<Body> {
        let text = self.store.outbox_key().open(Bound::Body(id), sealed?).ok()?;
        serde_json::from_slice(&text).ok()
    }
}

fn changes_a_post(row: &NewRow) -> bool {
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
