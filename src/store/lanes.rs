//! The courier's bookkeeping: claiming the head of each lane, and what came of it.

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::db::{Arg, Batch, Given, Kind, Row};
use super::journal::word;
use super::outbox::{AWAITED, RowVerb};
use super::{Store, StoreError, Tx, instant};
use crate::body::Body;
use crate::engine::input::Refusal;
use crate::ids::{AccountId, CoupleId, EventKey, SentRef, Slot, Token};
use crate::platform::{ReplyHandle, Target};
use crate::seal::Bound;

/// A row of the outbox.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RowId(pub i64);

/// A row that this process may deliver until its lease ends.
#[derive(Clone, Debug)]
pub struct Claimed {
    /// The row.
    pub id: RowId,
    /// Whose; `None`: an answer to somebody in no couple.
    pub couple: Option<CoupleId>,
    /// Which message.
    pub slot: Slot,
    /// Which revision of it.
    pub revision: u32,
    /// What travels with it.
    pub token: Token,
    /// What to do.
    pub verb: RowVerb,
    /// Where to.
    pub target: Target,
    /// The bot account that delivers it.
    pub account: AccountId,
    /// What it says.
    pub body: Option<Body>,
    /// Whether what it says, or its reply handle, does not open: it can never be sent.
    pub damaged: bool,
    /// The network's handle for a private answer.
    pub reply: Option<ReplyHandle>,
    /// The message that gets a sign.
    pub react_to: Option<EventKey>,
    /// The slot's last message that was sent and is not gone: what an edit changes and a deletion takes away.
    pub message: Option<SentRef>,
    /// Of no use after then.
    pub by: Option<Timestamp>,
    /// Whether the readers of the place are looked at just before.
    pub guarded: bool,
    /// How often it was tried.
    pub attempt: u32,
    /// When it was first tried; looking for it begins there.
    pub first_try: Option<Timestamp>,
    /// Whether it may have been sent already: a try began, and nobody knows how it ended.
    pub maybe_sent: bool,
    /// Until when the claim itself has noted that it is about to be tried; without it, [`Store::mark_sending`] does.
    pub marked_until: Option<Timestamp>,
    /// When it was put out.
    pub created: Timestamp,
}

/// A row that the network has taken, and its name for what came of it.
#[derive(Clone, Debug)]
pub struct Settled {
    id: RowId,
    couple: Option<CoupleId>,
    slot: Slot,
    revision: u32,
    verb: RowVerb,
    target: Target,
    sent: SentRef,
}

impl Settled {
    /// That `row` is there as `sent`.
    pub fn new(row: &Claimed, sent: &SentRef) -> Settled {
        Settled {
            id: row.id,
            couple: row.couple,
            slot: row.slot.clone(),
            revision: row.revision,
            verb: row.verb,
            target: row.target.clone(),
            sent: sent.clone(),
        }
    }
}

/// Which rows are claimed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// Any whose time has come; those that somebody waits for first.
    All,
    /// Only those that somebody waits for ([`super::NewRow::awaited`]) and that were not tried yet.
    Awaited,
}

impl Store {
    /// Claims up to `limit` rows for `owner` until `now + lease`: the head of each lane, of those whose time has come.
    ///
    /// A row that waits for its hour does not hold up its lane; one that waits for its next try does. A row whose owner let the lease
    /// run out is claimed like any other, with [`Claimed::maybe_sent`] if a try had begun.
    pub async fn claim(
        &self,
        owner: &str,
        accounts: &[AccountId],
        now: Timestamp,
        lease: jiff::SignedDuration,
        limit: u32,
        which: Which,
    ) -> Result<Vec<Claimed>, StoreError> {
        macro_rules! claim {
            ($lock:literal) => {
                Batch::new(
                    &[("may", Kind::Text)],
                    concat!(
                        "UPDATE outbox SET owner = $3, lease = $4 WHERE id IN (
                             SELECT head.id FROM outbox AS head
                             WHERE NOT head.done AND head.next_try <= $6 AND (head.lease IS NULL OR head.lease <= $2)
                                 AND head.account IN (SELECT may FROM given)
                                 AND NOT EXISTS (SELECT 1 FROM outbox AS ahead WHERE ahead.lane = head.lane AND NOT ahead.done
                                     AND ahead.id < head.id AND ahead.not_before <= $2)
                             ORDER BY head.next_try, head.id LIMIT $5 + 0 ", $lock, ")
                         RETURNING id, couple, slot, revision, token, verb, target, account, sealed, sealed_reply, react_to,
                             (SELECT post.sent FROM post WHERE post.couple = outbox.couple AND post.slot = outbox.slot
                                 AND NOT post.gone ORDER BY post.revision DESC LIMIT 1),
                             expires, guarded, attempt, first_try, state, created"
                    ),
                )
            };
        }
        static ON_SQLITE: Batch = claim!("");
        // Another process's claim in flight is passed over rather than waited for.
        static ON_POSTGRES: Batch = claim!("FOR UPDATE OF head SKIP LOCKED");

        let mut given = Given::default();
        for account in accounts {
            given.push([Arg::Text(account.0.clone())]);
        }
        let ends = now.as_millisecond().saturating_add(clamp(lease.as_millis()));
        let until = match which {
            Which::All => now.as_millisecond(),
            Which::Awaited => AWAITED,
        };
        let further = vec![
            Arg::Int(now.as_millisecond()),
            Arg::Text(owner.to_owned()),
            Arg::Int(ends),
            Arg::Int(limit.into()),
            Arg::Int(until),
        ];
        let mut writer = self.writer().await?;
        let mut conn = writer.conn();
        let claim = if conn.is_sqlite() { &ON_SQLITE } else { &ON_POSTGRES };
        loop {
            let rows = conn.batch_all(claim, given.clone(), further.clone()).await?;
            let mut claimed: Vec<Claimed> = rows.iter().filter_map(|row| self.claimed_if_readable(row)).collect();
            // Where none can be read, others may wait behind them.
            if rows.is_empty() || !claimed.is_empty() {
                claimed.sort_by_key(|claimed| claimed.id);
                return Ok(claimed);
            }
        }
    }

    /// A row that is spoilt holds up its own lane, and nobody else's.
    fn claimed_if_readable(&self, row: &Row) -> Option<Claimed> {
        self.claimed(row)
            .inspect_err(
                |error| tracing::error!(row = row.int(0).unwrap_or_default(), %error, "a message cannot be sent"),
            )
            .ok()
    }

    fn claimed(&self, row: &Row) -> Result<Claimed, StoreError> {
        let id = row.int(0)?;
        let couple = row.int(1)?;
        let (body, body_damaged) = self.unsealed(Bound::Body(id), row.opt_blob(8)?);
        let (reply, reply_damaged) = self.unsealed(Bound::Reply(id), row.opt_blob(9)?);
        let at = |milliseconds| instant(milliseconds, "outbox");
        Ok(Claimed {
            id: RowId(id),
            couple: (couple != 0).then_some(CoupleId(couple)),
            slot: Slot(row.text(2)?),
            revision: u32::try_from(row.int(3)?).map_err(|_| unreadable())?,
            token: Token(row.text(4)?),
            verb: RowVerb::parse(&row.text(5)?).ok_or_else(unreadable)?,
            target: serde_json::from_str(&row.text(6)?).map_err(|_| unreadable())?,
            account: AccountId(row.text(7)?),
            body,
            damaged: body_damaged || reply_damaged,
            reply,
            react_to: row.opt_text(10)?.map(EventKey),
            message: row.opt_text(11)?.map(SentRef),
            by: row.opt_int(12)?.map(at).transpose()?,
            guarded: row.flag(13)?,
            attempt: u32::try_from(row.int(14)?).map_err(|_| unreadable())?,
            first_try: row.opt_int(15)?.map(at).transpose()?,
            maybe_sent: row.text(16)? == "sending",
            marked_until: None,
            created: at(row.int(17)?)?,
        })
    }

    fn unsealed<T: serde::de::DeserializeOwned>(&self, bound: Bound, sealed: Option<Vec<u8>>) -> (Option<T>, bool) {
        let Some(sealed) = sealed else {
            return (None, false);
        };
        let opened = self.outbox_key().open(bound, &sealed).ok().and_then(|text| serde_json::from_slice(&text).ok());
        let damaged = opened.is_none();
        (opened, damaged)
    }

    /// Notes, durably, that those rows are about to be tried; call it before the network. Answers with those that `owner` still has:
    /// no other may be sent.
    pub async fn mark_sending(
        &self,
        owner: &str,
        rows: &[RowId],
        now: Timestamp,
    ) -> Result<BTreeSet<RowId>, StoreError> {
        static MARK: Batch = Batch::new(
            &[("row_id", Kind::Int)],
            "UPDATE outbox SET state = 'sending', attempt = attempt + 1, first_try = COALESCE(first_try, $2)
             WHERE id IN (SELECT row_id FROM given) AND NOT done AND owner = $3 AND lease > $2 RETURNING id",
        );
        let mut given = Given::default();
        for row in rows {
            given.push([Arg::Int(row.0)]);
        }
        let further = vec![Arg::Int(now.as_millisecond()), Arg::Text(owner.to_owned())];
        let mut writer = self.writer().await?;
        let marked = writer.conn().batch_all(&MARK, given, further).await?;
        marked.iter().map(|row| row.int(0).map(RowId)).collect()
    }

    /// The network has these. A post is remembered under its network's name for it; a deletion takes the slot's messages away. The texts
    /// are blanked. Repeating it is harmless.
    pub async fn settle(&self, sent: &[Settled], now: Timestamp) -> Result<(), StoreError> {
        static TAKEN: Batch = Batch::new(
            &[
                ("network", Kind::Text),
                ("sent", Kind::Text),
                ("couple", Kind::Int),
                ("slot", Kind::Text),
                ("revision", Kind::Int),
                ("target", Kind::Text),
            ],
            "INSERT INTO post (network, sent, couple, slot, revision, target, gone)
             SELECT network, sent, couple, slot, revision, target, false FROM given WHERE true
             ON CONFLICT (network, sent) DO NOTHING",
        );
        static SENT: Batch = Batch::new(
            &[("row_id", Kind::Int)],
            "UPDATE outbox SET state = 'sent', done = true, settled = $2, sealed = NULL, sealed_reply = NULL, owner = NULL, lease = NULL
             WHERE id IN (SELECT row_id FROM given)",
        );
        let mut tx = self.begin().await?;
        let (mut posts, mut rows) = (Given::default(), Given::default());
        for Settled { id, couple, slot, revision, verb, target, sent } in sent {
            rows.push([Arg::Int(id.0)]);
            match verb {
                RowVerb::Post => {
                    let network = match target {
                        Target::Place(place) => place.network,
                        Target::Person { user, .. } => user.network,
                    };
                    posts.push([
                        Arg::Text(network.to_string()),
                        Arg::Text(sent.0.clone()),
                        Arg::Int(couple.map_or(0, |couple| couple.0)),
                        Arg::Text(slot.0.clone()),
                        Arg::Int((*revision).into()),
                        Arg::Text(super::couples::to_json(target)?),
                    ]);
                }
                RowVerb::Delete => gone(&mut tx, *couple, slot),
                RowVerb::Edit | RowVerb::React | RowVerb::ReactUnread => {}
            }
        }
        tx.later(&TAKEN, posts, Vec::new());
        tx.later(&SENT, rows, vec![Arg::Int(now.as_millisecond())]);
        tx.commit().await
    }

    /// It was certainly not sent, and is tried again at `next_try`. `counted` off: the network asked to wait, which is no failed try.
    pub async fn later(&self, row: RowId, next_try: Timestamp, counted: bool) -> Result<(), StoreError> {
        let sql = "UPDATE outbox SET state = 'waiting', next_try = $2, attempt = CASE WHEN $3 = 1 AND attempt > 0 THEN attempt - 1 ELSE attempt END, owner = NULL, lease = NULL
                   WHERE id = $1 AND NOT done";
        let args = vec![Arg::Int(row.0), Arg::Int(next_try.as_millisecond()), Arg::Int(i64::from(!counted))];
        self.writer().await?.conn().run(sql, args).await?;
        Ok(())
    }

    /// Those of an account that were certainly not sent and wait for their next try are tried at once; how many. One's own hour stays.
    pub async fn try_again(&self, account: &AccountId, now: Timestamp) -> Result<u64, StoreError> {
        let sql = "UPDATE outbox SET next_try = $2
                   WHERE NOT done AND next_try > $2 AND not_before <= $2 AND state = 'waiting' AND owner IS NULL AND account = $1";
        let args = vec![Arg::Text(account.0.clone()), Arg::Int(now.as_millisecond())];
        self.writer().await?.conn().run(sql, args).await
    }

    /// Nobody knows whether it was sent. It stays [`Claimed::maybe_sent`] and is looked at again at `next_look`.
    pub async fn unsure(&self, row: RowId, next_look: Timestamp) -> Result<(), StoreError> {
        let sql =
            "UPDATE outbox SET state = 'sending', next_try = $2, owner = NULL, lease = NULL WHERE id = $1 AND NOT done";
        let args = vec![Arg::Int(row.0), Arg::Int(next_look.as_millisecond())];
        self.writer().await?.conn().run(sql, args).await?;
        Ok(())
    }

    /// It will not be sent; its text is blanked. `why` is `None` for an edit of what was never sent. With [`Refusal::MessageGone`]
    /// the slot's messages count as gone.
    pub async fn drop_row(&self, row: &Claimed, why: Option<Refusal>, now: Timestamp) -> Result<(), StoreError> {
        static DROP: Batch = Batch::new(
            &[("row_id", Kind::Int)],
            "UPDATE outbox SET state = 'dropped', done = true, why = $3, settled = $2, sealed = NULL, sealed_reply = NULL,
                 owner = NULL, lease = NULL
             WHERE id IN (SELECT row_id FROM given) AND NOT done",
        );
        let mut tx = self.begin().await?;
        if why == Some(Refusal::MessageGone) {
            gone(&mut tx, row.couple, &row.slot);
        }
        let mut given = Given::default();
        given.push([Arg::Int(row.id.0)]);
        let why = Arg::OptText(why.as_ref().map(word).transpose()?);
        tx.later(&DROP, given, vec![Arg::Int(now.as_millisecond()), why]);
        tx.commit().await
    }

    /// When the courier has something to do next, later than `now`: a row's hour, its next try, or the end of a lease. What is due
    /// at `now` is claimed first; what then remains due waits behind the head of its lane.
    pub async fn next_wake(&self, accounts: &[AccountId], now: Timestamp) -> Result<Option<Timestamp>, StoreError> {
        // Each by an index of its own: it is asked after every claim, and a hundred thousand may be waiting.
        static NEXT: Batch = Batch::new(
            &[("may", Kind::Text)],
            "SELECT MIN(wake) FROM (
                 SELECT * FROM (SELECT next_try AS wake FROM outbox
                     WHERE NOT done AND next_try > $2 AND account IN (SELECT may FROM given) ORDER BY next_try LIMIT 1) AS tries
                 UNION ALL
                 SELECT * FROM (SELECT lease AS wake FROM outbox
                     WHERE NOT done AND lease > $2 AND account IN (SELECT may FROM given) ORDER BY lease LIMIT 1) AS leases) AS waiting",
        );
        let mut given = Given::default();
        for account in accounts {
            given.push([Arg::Text(account.0.clone())]);
        }
        let mut reader = self.reader().await?;
        let now = vec![Arg::Int(now.as_millisecond())];
        let rows = reader.conn().batch_all(&NEXT, given, now).await?;
        let Some(at) = rows.first().map(|row| row.opt_int(0)).transpose()?.flatten() else {
            return Ok(None);
        };
        instant(at, "outbox").map(Some)
    }

    /// How many rows wait to be delivered, and since when the oldest: for `/doctor` and `betwixt check`.
    pub async fn backlog(&self) -> Result<(u64, Option<Timestamp>), StoreError> {
        let sql = "SELECT COUNT(*), MIN(created) FROM outbox WHERE NOT done";
        let row = self.reader().await?.conn().one(sql, Vec::new()).await?;
        let row = row.ok_or_else(unreadable)?;
        let since = row.opt_int(1)?.map(|at| instant(at, "outbox")).transpose()?;
        Ok((row.int(0)?.unsigned_abs(), since))
    }
}

fn gone(tx: &mut Tx<'_>, couple: Option<CoupleId>, slot: &Slot) {
    static GONE: Batch = Batch::new(
        &[("whose", Kind::Int), ("slot_name", Kind::Text)],
        "UPDATE post SET gone = true WHERE (couple, slot) IN (SELECT whose, slot_name FROM given)",
    );
    let mut given = Given::default();
    given.push([Arg::Int(couple.map_or(0, |couple| couple.0)), Arg::Text(slot.0.clone())]);
    tx.later(&GONE, given, Vec::new());
}

fn clamp(milliseconds: i128) -> i64 {
    i64::try_from(milliseconds).unwrap_or(i64::MAX)
}

fn unreadable() -> StoreError {
    StoreError::unreadable("outbox")
}
