//! The list of erasures: a file outside the database that tells a restored backup what was erased since.
//!
//! It holds numbers only, one erasure a line: `couple partner entry at`. The database has the same list; whichever lacks something
//! gets it from the other at every start. A line means what was written before its `at`, so the numbers of a restored couple, which
//! begin again, are never mistaken for the erased ones.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::path::Path;

use jiff::Timestamp;

use super::db::{Arg, Batch, Given, Kind};
use super::{Store, StoreError, Tx, Write, partner};
use crate::engine::change::Change;
use crate::engine::round::Round;
use crate::ids::{CoupleId, EntryId, PartnerId, RoundId};

/// One erasure. Partner 0: the entry's author, whoever that is. Entry 0: everything.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Erasure {
    couple: i64,
    partner: i64,
    entry: i64,
    at: i64,
}

impl Store {
    /// Sees that nothing erased is left in SQLite's log, and that the list outside has it.
    pub(super) async fn after_erasure(&self) -> Result<(), StoreError> {
        self.checkpoint().await?;
        self.list_erasures().await
    }

    /// Brings the list outside up to what the database knows.
    async fn list_erasures(&self) -> Result<(), StoreError> {
        let Some(path) = &self.shared.erasures else {
            return Ok(());
        };
        let listed = read(path)?;
        let sql = "SELECT couple, partner, entry, at FROM erasure ORDER BY at";
        let rows = self.reader().await?.conn().all(sql, Vec::new()).await?;
        let mut missing = Vec::new();
        for row in &rows {
            let erasure = Erasure { couple: row.int(0)?, partner: row.int(1)?, entry: row.int(2)?, at: row.int(3)? };
            if !listed.contains(&erasure) {
                missing.push(erasure);
            }
        }
        append(path, &missing)
    }

    /// Erases what the list names and the database, restored from a backup, still has; then lists what only the database knew.
    /// Answers with how many erasures were done again.
    pub(super) async fn reapply_erasures(&self, now: Timestamp) -> Result<usize, StoreError> {
        let Some(path) = &self.shared.erasures else {
            return Ok(0);
        };
        let listed = read(path)?;
        let mut again = 0;
        // One transaction for each couple: there are few, and each is whole in itself.
        let couples: BTreeSet<i64> = listed.iter().map(|erasure| erasure.couple).collect();
        for couple in couples {
            let of_couple: Vec<Erasure> = listed.iter().copied().filter(|erasure| erasure.couple == couple).collect();
            let mut tx = self.begin().await?;
            let done = tx.erase_again(CoupleId(couple), &of_couple, now).await?;
            if done > 0 {
                tx.commit().await?;
                again += done;
            }
        }
        self.list_erasures().await?;
        Ok(again)
    }
}

impl Tx<'_> {
    async fn erase_again(&mut self, couple: CoupleId, listed: &[Erasure], now: Timestamp) -> Result<usize, StoreError> {
        let known = self.known(couple).await?;
        let unknown: Vec<Erasure> = listed.iter().copied().filter(|erasure| !known.contains(erasure)).collect();
        if unknown.is_empty() {
            return Ok(0);
        }
        let Some(loaded) = self.load(&[couple]).await?.remove(&couple) else {
            return Ok(0);
        };
        let rounds = self.all_rounds(couple).await?;
        let mut mended = rounds.clone();
        let mut after = loaded.couple;
        let mut changes = Vec::new();
        for erasure in &unknown {
            if let Some(partner) = whole(erasure) {
                if self.has_newer_key(couple, partner, erasure.at).await? {
                    continue;
                }
                let mut person = after.partner(partner).clone();
                person.erased = true;
                changes.push(Change::Partner(partner, Box::new(person)));
                changes.push(Change::KeyDestroyed(partner));
                for round in mended.values_mut() {
                    round.answers.remove(&partner);
                }
            } else if let Some(entry) = self.still_there(couple, erasure).await? {
                changes.push(Change::EntryErased(entry));
                for round in mended.values_mut() {
                    round.answers.retain(|_, answer| *answer != entry);
                }
            }
        }
        let of_rounds = mended
            .into_iter()
            .filter(|(id, round)| rounds.get(id) != Some(round))
            .map(|(_, round)| Change::Round(Box::new(round)));
        changes.extend(of_rounds);
        for change in &changes {
            after.apply(change);
        }
        let write = Write { couple: after, version: Some(loaded.version), served_by: None, changes, rows: Vec::new() };
        self.save(std::slice::from_ref(&write), now).await?;
        self.record(&unknown).await?;
        Ok(unknown.len())
    }

    async fn all_rounds(&mut self, couple: CoupleId) -> Result<BTreeMap<RoundId, Round>, StoreError> {
        let sql = "SELECT state FROM round WHERE couple = $1";
        let rows = self.conn().await?.all(sql, vec![Arg::Int(couple.0)]).await?;
        rows.iter().map(|row| super::couples::round(&row.text(0)?).map(|round| (round.id, round))).collect()
    }

    /// Whether that partner got a key since: it belongs to words that were written since.
    async fn has_newer_key(&mut self, couple: CoupleId, partner: PartnerId, at: i64) -> Result<bool, StoreError> {
        let sql = "SELECT COUNT(*) FROM partner_key WHERE couple = $1 AND partner = $2 AND made > $3";
        let args = vec![Arg::Int(couple.0), Arg::Int(partner.number().into()), Arg::Int(at)];
        let row = self.conn().await?.one(sql, args).await?;
        Ok(row.map(|row| row.int(0)).transpose()?.unwrap_or(0) > 0)
    }

    /// The entry that was erased, if the database has it as it was then.
    async fn still_there(&mut self, couple: CoupleId, erasure: &Erasure) -> Result<Option<EntryId>, StoreError> {
        let sql = "SELECT COUNT(*) FROM entry WHERE couple = $1 AND id = $2 AND at <= $3";
        let args = vec![Arg::Int(couple.0), Arg::Int(erasure.entry), Arg::Int(erasure.at)];
        let row = self.conn().await?.one(sql, args).await?;
        let there = row.map(|row| row.int(0)).transpose()?.unwrap_or(0) > 0;
        Ok(u32::try_from(erasure.entry).ok().filter(|_| there).map(EntryId))
    }

    async fn known(&mut self, couple: CoupleId) -> Result<BTreeSet<Erasure>, StoreError> {
        let sql = "SELECT partner, entry, at FROM erasure WHERE couple = $1";
        let rows = self.conn().await?.all(sql, vec![Arg::Int(couple.0)]).await?;
        rows.iter()
            .map(|row| Ok(Erasure { couple: couple.0, partner: row.int(0)?, entry: row.int(1)?, at: row.int(2)? }))
            .collect()
    }

    async fn record(&mut self, erasures: &[Erasure]) -> Result<(), StoreError> {
        static RECORD: Batch = Batch::new(
            &[("couple", Kind::Int), ("partner", Kind::Int), ("entry", Kind::Int), ("at", Kind::Int)],
            "INSERT INTO erasure (couple, partner, entry, at) SELECT couple, partner, entry, MAX(at) FROM given
             GROUP BY couple, partner, entry
             ON CONFLICT (couple, partner, entry) DO UPDATE SET at = excluded.at",
        );
        let mut given = Given::default();
        for erasure in erasures {
            given.push([
                Arg::Int(erasure.couple),
                Arg::Int(erasure.partner),
                Arg::Int(erasure.entry),
                Arg::Int(erasure.at),
            ]);
        }
        self.conn().await?.batch(&RECORD, given, Vec::new()).await?;
        Ok(())
    }
}

/// Who erased everything; `None`: one entry was erased.
fn whole(erasure: &Erasure) -> Option<PartnerId> {
    partner(erasure.partner).filter(|_| erasure.entry == 0)
}

fn read(path: &Path) -> Result<BTreeSet<Erasure>, StoreError> {
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(BTreeSet::new()),
        Err(error) => return Err(StoreError::file(path)(error)),
    };
    let whole = text.rfind('\n').map_or("", |end| &text[..end]);
    let mut erasures = BTreeSet::new();
    for (index, line) in whole.lines().enumerate() {
        let bad = || StoreError::BadFile {
            path: path.to_owned(),
            line: index + 1,
            what: "this is no erasure, four numbers; bring the file back from a copy: without it a restored backup would bring back what was erased",
        };
        let numbers = line.split(' ').map(str::parse).collect::<Result<Vec<i64>, _>>().map_err(|_| bad())?;
        let [couple, number, entry, at] = numbers[..] else {
            return Err(bad());
        };
        if number != 0 && partner(number).is_none() {
            return Err(bad());
        }
        erasures.insert(Erasure { couple, partner: number, entry, at });
    }
    Ok(erasures)
}

fn append(path: &Path, erasures: &[Erasure]) -> Result<(), StoreError> {
    if erasures.is_empty() {
        return Ok(());
    }
    let mut lines = String::new();
    for Erasure { couple, partner, entry, at } in erasures {
        lines.push_str(&format!("{couple} {partner} {entry} {at}\n"));
    }
    let write = || {
        let mut options = std::fs::OpenOptions::new();
        options.create(true).append(true).read(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(path)?;
        cut_half_a_line(&mut file)?;
        file.write_all(lines.as_bytes())?;
        file.sync_all()
    };
    write().map_err(StoreError::file(path))
}

/// A line that a crash left without its end was not yet promised, and the database has it still.
fn cut_half_a_line(file: &mut std::fs::File) -> std::io::Result<()> {
    use std::io::{Read as _, Seek as _};
    let mut text = Vec::new();
    file.rewind()?;
    file.read_to_end(&mut text)?;
    let whole = text.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
    if whole < text.len() {
        file.set_len(u64::try_from(whole).unwrap_or(u64::MAX))?;
    }
    Ok(())
}
