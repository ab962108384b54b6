//! What was put out and then thought better of, before anybody saw it.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::couples::to_json;
use super::db::{Arg, Batch, Given, Kind};
use super::outbox::{NewRow, RowVerb};
use super::{StoreError, Tx};
use crate::body::Body;
use crate::seal::Bound;

impl Tx<'_> {
    /// Lets edits and deletions take effect on posts that were never tried, and answers with the rows that remain to be put out.
    ///
    /// Words that were taken back would otherwise be sent first and mended afterwards: notified, and kept in the network's history.
    /// A post that may have been sent is left alone; the edit then follows it in its lane.
    pub(super) async fn overtake<'r>(
        &mut self,
        rows: Vec<(i64, &'r NewRow)>,
        now: Timestamp,
    ) -> Result<Vec<(i64, &'r NewRow)>, StoreError> {
        static WAITING: Batch = Batch::new(
            &[("of", Kind::Int), ("name", Kind::Text)],
            "SELECT id, couple, slot, sealed FROM outbox
             WHERE (couple, slot) IN (SELECT of, name FROM given) AND NOT done AND verb = 'post' AND state = 'waiting'
                 AND attempt = 0 AND (lease IS NULL OR lease <= $2)
             ORDER BY id",
        );
        let mut given = Given::default();
        for (couple, row) in rows.iter().filter(|(_, row)| changes_a_post(row)) {
            given.push([Arg::Int(*couple), Arg::Text(row.slot.0.clone())]);
        }
        let now = Arg::Int(now.as_millisecond());
        let found = self
            .conn()
            .batch_all(&WAITING, given, vec![now.clone()])
            .await?;
        let mut waiting = BTreeMap::new();
        for row in &found {
            // The last one posted in a slot is the one that an edit means.
            waiting.insert((row.int(1)?, row.text(2)?), (row.int(0)?, row.opt_blob(3)?));
        }
        if waiting.is_empty() {
            return Ok(rows);
        }

        let mut left = Vec::with_capacity(rows.len());
        let mut rewritten: BTreeMap<i64, (Body, i64, bool)> = BTreeMap::new();
        let mut dropped = Given::default();
        for (couple, row) in rows {
            let slot = (couple, row.slot.0.clone());
            match (row.verb, &row.body, waiting.get(&slot)) {
                (RowVerb::Edit, Some(body), Some((id, sealed))) => {
                    let before = match rewritten.remove(id) {
                        Some((before, ..)) => Some(before),
                        None => self.opened_body(*id, sealed.as_deref()),
                    };
                    let words = row
                        .words_of
                        .iter()
                        .map(|partner| i64::from(partner.number()))
                        .sum();
                    rewritten.insert(*id, (as_posted(body, before), words, row.guarded));
                }
                (RowVerb::Delete, _, Some((id, _))) => {
                    rewritten.remove(id);
                    dropped.push([Arg::Int(*id)]);
                    waiting.remove(&slot);
                }
                (RowVerb::Post, ..) => {
                    // From here on the slot's message is a new one.
                    waiting.remove(&slot);
                    left.push((couple, row));
                }
                (RowVerb::Edit | RowVerb::Delete | RowVerb::React, ..) => left.push((couple, row)),
            }
        }
        self.rewrite(rewritten).await?;
        self.take_back(dropped, now).await?;
        Ok(left)
    }

    async fn rewrite(
        &mut self,
        rewritten: BTreeMap<i64, (Body, i64, bool)>,
    ) -> Result<(), StoreError> {
        static REWRITE: Batch = Batch::new(
            &[("row_id", Kind::Int), ("text", Kind::Blob), ("whose", Kind::Int), ("guard", Kind::Bool)],
            "UPDATE outbox SET sealed = given.text, words_of = given.whose, guarded = given.guard FROM given
             WHERE outbox.id = given.row_id",
        );
        let mut given = Given::default();
        for (id, (body, words, guarded)) in rewritten {
            let sealed = self
                .store
                .outbox_key()
                .seal(Bound::Body(id), to_json(&body)?.as_bytes())?;
            given.push([
                Arg::Int(id),
                Arg::Blob(sealed),
                Arg::Int(words),
                Arg::Bool(guarded),
            ]);
        }
        self.conn().batch(&REWRITE, given, Vec::new()).await?;
        Ok(())
    }

    async fn take_back(&mut self, dropped: Given, now: Arg) -> Result<(), StoreError> {
        static DROP: Batch = Batch::new(
            &[("row_id", Kind::Int)],
            "UPDATE outbox SET state = 'dropped', done = true, why = 'taken back', settled = $2, sealed = NULL,
                 sealed_reply = NULL, owner = NULL, lease = NULL
             WHERE id IN (SELECT row_id FROM given)",
        );
        self.conn().batch(&DROP, dropped, vec![now]).await?;
        Ok(())
    }

    fn opened_body(&self, id: i64, sealed: Option<&[u8]>) -> Option<Body> {
        let text = self
            .store
            .outbox_key()
            .open(Bound::Body(id), sealed?)
            .ok()?;
        serde_json::from_slice(&text).ok()
    }
}

fn changes_a_post(row: &NewRow) -> bool {
    match row.verb {
        RowVerb::Edit | RowVerb::Delete => true,
        RowVerb::Post | RowVerb::React => false,
    }
}

/// What an edit says, sent as the post that it would have changed: it notifies as that one would have.
fn as_posted(edit: &Body, post: Option<Body>) -> Body {
    let mut body = edit.clone();
    if let Some(post) = post {
        body.silent = post.silent;
        body.mentions = post.mentions;
        body.files = if body.files.is_empty() {
            post.files
        } else {
            body.files
        };
        body.notice = body.notice.or(post.notice);
    }
    body
}
