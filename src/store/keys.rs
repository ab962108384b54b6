//! The key of each partner: made with their first entry, destroyed when they erase everything.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::db::{Arg, Batch, Given, Kind};
use super::journey::Step;
use super::{StoreError, Tx, partner};
use crate::ids::{CoupleId, PartnerId};
use crate::seal::{Bound, Key};

/// Keys that a transaction has unwrapped. Gone with it.
pub(super) type Keys = BTreeMap<(CoupleId, PartnerId), Key>;

impl Tx<'_> {
    /// Unwraps the keys of those partners.
    pub(super) async fn fetch_keys(&mut self, of: &BTreeSet<(CoupleId, PartnerId)>) -> Result<(), StoreError> {
        static KEYS: Batch = Batch::new(
            &[("whose", Kind::Int), ("who", Kind::Int)],
            "SELECT couple, partner, sealed FROM given
             JOIN partner_key ON partner_key.couple = given.whose AND partner_key.partner = given.who",
        );
        let mut given = Given::default();
        for (couple, partner) in of {
            given.push([Arg::Int(couple.0), Arg::Int(partner.number().into())]);
        }
        let [rows] = self.ask([Step::new(&KEYS, given, Vec::new())]).await?;
        for row in &rows {
            let couple = CoupleId(row.int(0)?);
            let partner = partner(row.int(1)?).ok_or_else(|| StoreError::unreadable("partner_key"))?;
            // One without its content is missing from a backup; what it sealed is then reported as damaged.
            let Some(sealed) = row.opt_blob(2)? else {
                continue;
            };
            let key = self.store.master().unwrap(Bound::PartnerKey(couple, partner), &sealed)?;
            self.keys.insert((couple, partner), key);
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
        let missing = |keys: &Keys| -> BTreeSet<(CoupleId, PartnerId)> {
            authors.iter().copied().filter(|author| !keys.contains_key(author)).collect()
        };
        let unknown = missing(&self.keys);
        if unknown.is_empty() {
            return Ok(());
        }
        self.fetch_keys(&unknown).await?;

        let mut given = Given::default();
        let mut made = Keys::new();
        for (couple, partner) in missing(&self.keys) {
            let key = Key::random()?;
            let sealed = self.store.master().wrap(Bound::PartnerKey(couple, partner), &key)?;
            given.push([Arg::Int(couple.0), Arg::Int(partner.number().into()), Arg::Blob(sealed)]);
            made.insert((couple, partner), key);
        }
        self.later(&INSERT, given, vec![Arg::Int(now.as_millisecond())]);
        self.keys.append(&mut made);
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
            self.keys.remove(author);
        }
        self.erased |= !destroyed.is_empty();
    }
}
