//! The key of each partner: made with their first entry, destroyed when they erase everything.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::db::{Arg, Batch, Given, Kind};
use super::journey::Step;
use super::{StoreError, Tx, partner};
use crate::ids::{CoupleId, PartnerId};
use crate::seal::{Bound, Key};

/// Keys that a transaction knows. Gone with it.
#[derive(Default)]
pub(super) struct Keys {
    open: BTreeMap<(CoupleId, PartnerId), Key>,
    /// As they are in the database; `None`: there is none. Most of them are never needed, and unwrapping one takes its time.
    wrapped: BTreeMap<(CoupleId, PartnerId), Option<Vec<u8>>>,
}

impl Keys {
    /// What there is in the database.
    pub(super) fn found(&mut self, couple: CoupleId, partner: PartnerId, sealed: Option<Vec<u8>>) {
        self.wrapped.insert((couple, partner), sealed);
    }

    pub(super) fn get(&self, of: &(CoupleId, PartnerId)) -> Option<&Key> {
        self.open.get(of)
    }

    fn forget(&mut self, of: &(CoupleId, PartnerId)) {
        self.open.remove(of);
        self.wrapped.insert(*of, None);
    }
}

impl Tx<'_> {
    /// Unwraps the keys of those partners, as far as they have one.
    pub(super) async fn fetch_keys(&mut self, of: &BTreeSet<(CoupleId, PartnerId)>) -> Result<(), StoreError> {
        static KEYS: Batch = Batch::new(
            &[("whose", Kind::Int), ("who", Kind::Int)],
            "SELECT couple, partner, sealed FROM given
             JOIN partner_key ON partner_key.couple = given.whose AND partner_key.partner = given.who",
        );
        let mut given = Given::default();
        for (couple, partner) in of {
            let author = (*couple, *partner);
            if !self.keys.wrapped.contains_key(&author) && !self.keys.open.contains_key(&author) {
                given.push([Arg::Int(couple.0), Arg::Int(partner.number().into())]);
                self.keys.wrapped.insert(author, None);
            }
        }
        let [rows] = self.ask([Step::new(&KEYS, given, Vec::new())]).await?;
        for row in &rows {
            let partner = partner(row.int(1)?).ok_or_else(|| StoreError::unreadable("partner_key"))?;
            self.keys.found(CoupleId(row.int(0)?), partner, row.opt_blob(2)?);
        }
        for author in of {
            // One without its content is missing from a backup; what it sealed is then reported as damaged.
            if let (false, Some(Some(sealed))) = (self.keys.open.contains_key(author), self.keys.wrapped.get(author)) {
                let key = self.store.master().unwrap(Bound::PartnerKey(author.0, author.1), sealed)?;
                self.keys.open.insert(*author, key);
            }
        }
        Ok(())
    }

    /// Sees that each of `authors` has a key in this transaction; makes those that there are not.
    pub(super) async fn need_keys(
        &mut self,
        authors: &BTreeSet<(CoupleId, PartnerId)>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        static INSERT: Batch = Batch::new(
            &[("couple", Kind::Int), ("partner", Kind::Int), ("sealed", Kind::Blob)],
            "INSERT INTO partner_key (couple, partner, sealed, made) SELECT couple, partner, sealed, $2 FROM given",
        );
        self.fetch_keys(authors).await?;
        let mut given = Given::default();
        for (couple, partner) in authors {
            if self.keys.open.contains_key(&(*couple, *partner)) {
                continue;
            }
            let key = Key::random()?;
            let sealed = self.store.master().wrap(Bound::PartnerKey(*couple, *partner), &key)?;
            given.push([Arg::Int(couple.0), Arg::Int(partner.number().into()), Arg::Blob(sealed)]);
            self.keys.open.insert((*couple, *partner), key);
        }
        self.later(&INSERT, given, vec![Arg::Int(now.as_millisecond())]);
        Ok(())
    }

    /// Destroys keys, with everything that they sealed and every copy of those partners' words in the outbox.
    pub(super) fn destroy_keys(&mut self, destroyed: &BTreeSet<(CoupleId, PartnerId)>, now: Timestamp) {
        static ENTRIES: Batch = Batch::new(
            &[("couple", Kind::Int), ("partner", Kind::Int)],
            "DELETE FROM entry WHERE (couple, partner) IN (SELECT couple, partner FROM given)",
        );
        static KEYS: Batch = Batch::new(
            &[("couple", Kind::Int), ("partner", Kind::Int)],
            "DELETE FROM partner_key WHERE (couple, partner) IN (SELECT couple, partner FROM given)",
        );
        // `words_of` is a set of two: 3 holds both.
        static COPIES: Batch = Batch::new(
            &[("couple", Kind::Int), ("partner", Kind::Int)],
            "UPDATE outbox SET state = 'dropped', done = true, why = 'erased', settled = $2, sealed = NULL, sealed_reply = NULL,
                 owner = NULL, lease = NULL
             WHERE NOT done AND words_of <> 0 AND EXISTS (
                 SELECT 1 FROM given WHERE given.couple = outbox.couple AND outbox.words_of IN (given.partner, 3))",
        );
        static RECORD: Batch = Batch::new(
            &[("couple", Kind::Int), ("partner", Kind::Int)],
            "INSERT INTO erasure (couple, partner, entry, at) SELECT couple, partner, 0, $2 FROM given WHERE true
             ON CONFLICT (couple, partner, entry) DO UPDATE SET at = excluded.at",
        );
        let given = || {
            let mut given = Given::default();
            for (couple, partner) in destroyed {
                given.push([Arg::Int(couple.0), Arg::Int(partner.number().into())]);
            }
            given
        };
        let now = Arg::Int(now.as_millisecond());
        self.later(&ENTRIES, given(), Vec::new());
        self.later(&KEYS, given(), Vec::new());
        self.later(&COPIES, given(), vec![now.clone()]);
        self.later(&RECORD, given(), vec![now]);
        for author in destroyed {
            self.keys.forget(author);
        }
        self.erased |= !destroyed.is_empty();
    }
}
