//! Entries and rounds: what is live, what is past, and who may read it.

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::couples::{Write, round};
use super::db::{Arg, Batch, Given, Kind, Row};
use super::fold::Folded;
use super::keys::Keys;
use super::{StoreError, Tx, instant, partner};
use crate::engine::Read;
use crate::engine::couple::Couple;
use crate::engine::entry::{Entry, EntryKind, Heard, Privacy};
use crate::engine::round::Round;
use crate::engine::turn::{History, Past};
use crate::engine::words::{Content, Sealed};
use crate::ids::{CoupleId, EntryId, PartnerId, RoundId};
use crate::seal::Bound;

/// Entries that opened, and those that did not.
#[derive(Default)]
pub(super) struct Opened {
    pub(super) entries: Vec<Entry>,
    pub(super) damaged: Vec<(CoupleId, EntryId)>,
}

/// The columns that [`Tx::open_rows`] reads, in its order.
macro_rules! entry_columns {
    () => {
        "couple, id, partner, kind, round, at, edited, opened, heard, live, sealed"
    };
}

/// The live entries of couples.
pub(super) static LIVE_ENTRIES: Batch = Batch::new(
    &[("wanted", Kind::Int)],
    concat!("SELECT ", entry_columns!(), " FROM given JOIN entry ON entry.couple = given.wanted AND entry.live"),
);

/// The live entries of the couples that people joined.
pub(super) static LIVE_ENTRIES_OF_PEOPLE: Batch = Batch::new(
    &[("wanted", Kind::Text)],
    concat!(
        "SELECT ",
        entry_columns!(),
        " FROM entry WHERE entry.live AND entry.couple IN (
             SELECT account.couple FROM given JOIN account ON account.person = given.wanted AND account.standing = 'joined')"
    ),
);

impl Tx<'_> {
    /// What `reader` may read of the past: their own entries and what was opened to both, oldest first. `None` reads what is open.
    ///
    /// [`Read::Everything`] has the reader's older pairings too, each by itself. Entries that do not open are left out and logged.
    pub async fn history(
        &mut self,
        couple: &Couple,
        reader: Option<PartnerId>,
        what: Read,
    ) -> Result<History, StoreError> {
        let id = couple.id;
        match what {
            Read::Nothing => Ok(History::default()),
            Read::Round(round) => self.of_round(id, round, reader).await,
            Read::Entry(entry) => match self.round_of(id, entry).await? {
                Some(round) => self.of_round(id, round, reader).await,
                None => {
                    let sql = concat!(
                        "SELECT ",
                        entry_columns!(),
                        " FROM entry
                         WHERE couple = $1 AND id = $2 AND (partner = $3 OR opened IS NOT NULL)"
                    );
                    let args = vec![Arg::Int(id.0), Arg::Int(entry.0.into()), reader_arg(reader)];
                    self.entries_of(sql, args).await
                }
            },
            Read::Everything => {
                let mut history = self.all_of(id, reader).await?;
                if let Some(reader) = reader {
                    history.past = self.past(couple, reader).await?;
                }
                Ok(history)
            }
        }
    }

    async fn of_round(
        &mut self,
        couple: CoupleId,
        round: RoundId,
        reader: Option<PartnerId>,
    ) -> Result<History, StoreError> {
        let sql = concat!(
            "SELECT ",
            entry_columns!(),
            " FROM entry
             WHERE couple = $1 AND round = $2 AND (partner = $3 OR opened IS NOT NULL)"
        );
        let key = [Arg::Int(couple.0), Arg::Int(round.0.into())];
        let mut args = key.to_vec();
        args.push(reader_arg(reader));
        let mut history = self.entries_of(sql, args).await?;
        let sql = "SELECT state FROM round WHERE couple = $1 AND id = $2";
        history.rounds = self.rounds(sql, key.to_vec()).await?;
        Ok(history)
    }

    async fn round_of(&mut self, couple: CoupleId, entry: EntryId) -> Result<Option<RoundId>, StoreError> {
        let sql = "SELECT round FROM entry WHERE couple = $1 AND id = $2";
        let row = self.conn().await?.one(sql, vec![Arg::Int(couple.0), Arg::Int(entry.0.into())]).await?;
        let Some(round) = row.map(|row| row.opt_int(0)).transpose()?.flatten() else {
            return Ok(None);
        };
        Ok(Some(RoundId(number(round)?)))
    }

    /// What they may read of the pairings that they left, the oldest first.
    async fn past(&mut self, couple: &Couple, reader: PartnerId) -> Result<Vec<Past>, StoreError> {
        static PAIRINGS: Batch = Batch::new(
            &[("reader", Kind::Text)],
            "SELECT couple.state, account.partner FROM account JOIN couple ON couple.id = account.couple
             WHERE account.person IN (SELECT reader FROM given) AND account.standing = 'left' AND account.couple <> $2
             ORDER BY account.since, account.couple",
        );
        let mut given = Given::default();
        for person in &couple.partner(reader).accounts {
            given.push([Arg::Text(person.to_string())]);
        }
        let other = vec![Arg::Int(couple.id.0)];
        let mut past: Vec<Past> = Vec::new();
        let mut seen = BTreeSet::new();
        for row in self.conn().await?.batch_all(&PAIRINGS, given, other).await? {
            let pairing: Couple = serde_json::from_str(&row.text(0)?).map_err(|_| StoreError::unreadable("couple"))?;
            let reader = partner(row.int(1)?).ok_or_else(|| StoreError::unreadable("account"))?;
            // Somebody with two accounts was there twice, but is one reader.
            if seen.insert(pairing.id) {
                let all = self.all_of(pairing.id, Some(reader)).await?;
                past.push(Past {
                    reader,
                    names: PartnerId::BOTH.into_iter().map(|id| (id, pairing.partner(id).name.clone())).collect(),
                    entries: all.entries,
                    rounds: all.rounds,
                });
            }
        }
        Ok(past)
    }

    async fn all_of(&mut self, couple: CoupleId, reader: Option<PartnerId>) -> Result<History, StoreError> {
        let sql = concat!(
            "SELECT ",
            entry_columns!(),
            " FROM entry
             WHERE couple = $1 AND (partner = $2 OR opened IS NOT NULL)"
        );
        let args = vec![Arg::Int(couple.0), reader_arg(reader)];
        let mut history = self.entries_of(sql, args).await?;
        let sql = "SELECT state FROM round WHERE couple = $1 ORDER BY id";
        history.rounds = self.rounds(sql, vec![Arg::Int(couple.0)]).await?;
        Ok(history)
    }

    async fn entries_of(&mut self, sql: &'static str, args: Vec<Arg>) -> Result<History, StoreError> {
        let rows = self.conn().await?.all(sql, args).await?;
        let mut entries = self.open_rows(&rows).await?.entries;
        entries.sort_by_key(|entry| (entry.at, entry.id));
        Ok(History { entries, ..History::default() })
    }

    async fn rounds(&mut self, sql: &'static str, args: Vec<Arg>) -> Result<Vec<Round>, StoreError> {
        let rows = self.conn().await?.all(sql, args).await?;
        rows.iter().map(|row| round(&row.text(0)?)).collect()
    }

    pub(super) async fn open_rows(&mut self, rows: &[Row]) -> Result<Opened, StoreError> {
        let mut needed = BTreeSet::new();
        for row in rows {
            let couple = CoupleId(row.int(0)?);
            let author = partner(row.int(2)?).ok_or_else(unreadable)?;
            if self.keys.get(&(couple, author)).is_none() {
                needed.insert((couple, author));
            }
        }
        self.fetch_keys(&needed).await?;
        let mut opened = Opened::default();
        for row in rows {
            let (couple, id) = (CoupleId(row.int(0)?), EntryId(number(row.int(1)?)?));
            match entry(row, &self.keys)? {
                Some(entry) => opened.entries.push(entry),
                None => {
                    tracing::error!(%couple, entry = %id, "an entry does not open: the database was changed from outside, or is damaged");
                    opened.damaged.push((couple, id));
                }
            }
        }
        Ok(opened)
    }

    pub(super) async fn save_entries(
        &mut self,
        folded: &[(&Write, Folded<'_>)],
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let mut destroyed = BTreeSet::new();
        let mut authors = BTreeSet::new();
        let mut erased = Given::default();
        for (write, folded) in folded {
            let couple = write.couple.id;
            destroyed.extend(folded.destroyed.iter().map(|partner| (couple, *partner)));
            for (id, entry) in &folded.entries {
                match entry {
                    Some(entry) => {
                        authors.insert((couple, entry.by()));
                    }
                    None => erased.push([Arg::Int(couple.0), Arg::Int(id.0.into())]),
                }
            }
        }
        self.destroy_keys(&destroyed, now);
        self.erase_entries(erased, now);
        self.need_keys(&authors, now).await?;
        self.upsert_entries(folded)?;
        self.remember_heard(folded);
        Ok(())
    }

    fn erase_entries(&mut self, erased: Given, now: Timestamp) {
        // Without the record of an erasure, an older backup would bring the words back.
        static RECORD: Batch = Batch::new(
            &[("couple", Kind::Int), ("entry", Kind::Int)],
            "INSERT INTO erasure (couple, partner, entry, at) SELECT couple, 0, entry, $2 FROM given WHERE true
             ON CONFLICT (couple, partner, entry) DO UPDATE SET at = excluded.at",
        );
        static DELETE: Batch = Batch::new(
            &[("couple", Kind::Int), ("entry", Kind::Int)],
            "DELETE FROM entry WHERE (couple, id) IN (SELECT couple, entry FROM given)",
        );
        self.erased |= !erased.is_empty();
        self.later(&RECORD, erased.clone(), vec![Arg::Int(now.as_millisecond())]);
        self.later(&DELETE, erased, Vec::new());
    }

    fn upsert_entries(&mut self, folded: &[(&Write, Folded<'_>)]) -> Result<(), StoreError> {
        static UPSERT: Batch = Batch::new(
            &[
                ("couple", Kind::Int),
                ("id", Kind::Int),
                ("partner", Kind::Int),
                ("kind", Kind::Text),
                ("round", Kind::Int),
                ("at", Kind::Int),
                ("edited", Kind::Int),
                ("opened", Kind::Int),
                ("heard", Kind::Text),
                ("live", Kind::Bool),
                ("sealed", Kind::Blob),
            ],
            "INSERT INTO entry (couple, id, partner, kind, round, at, edited, opened, heard, live, sealed)
             SELECT couple, id, partner, kind, round, at, edited, opened, heard, live, sealed FROM given WHERE true
             ON CONFLICT (couple, id) DO UPDATE SET partner = excluded.partner, kind = excluded.kind, round = excluded.round,
                 at = excluded.at, edited = excluded.edited, opened = excluded.opened, heard = excluded.heard,
                 live = excluded.live, sealed = excluded.sealed",
        );
        let mut given = Given::default();
        for (write, folded) in folded {
            let couple = write.couple.id;
            for entry in folded.entries.values().flatten() {
                let opened = match entry.privacy {
                    Privacy::Sealed => None,
                    Privacy::Open(at) => Some(at.as_millisecond()),
                };
                given.push([
                    Arg::Int(couple.0),
                    Arg::Int(entry.id.0.into()),
                    Arg::Int(entry.by().number().into()),
                    Arg::Text(word(&entry.kind)?),
                    Arg::OptInt(entry.round.map(|round| round.0.into())),
                    Arg::Int(entry.at.as_millisecond()),
                    Arg::OptInt(entry.edited.map(Timestamp::as_millisecond)),
                    Arg::OptInt(opened),
                    Arg::OptText(entry.heard.as_ref().map(word).transpose()?),
                    Arg::Bool(entry.live),
                    Arg::Blob(self.sealed(couple, entry)?),
                ]);
            }
        }
        self.later(&UPSERT, given, Vec::new());
        Ok(())
    }

    fn sealed(&self, couple: CoupleId, entry: &Entry) -> Result<Vec<u8>, StoreError> {
        let key = self.keys.get(&(couple, entry.by())).ok_or_else(|| StoreError::unreadable("partner_key"))?;
        let bound =
            Bound::Entry { couple, partner: entry.by(), entry: entry.id, open: entry.privacy != Privacy::Sealed };
        let text = serde_json::to_vec(entry.content()).map(zeroize::Zeroizing::new);
        let text = text.map_err(|_| unreadable())?;
        Ok(key.seal(bound, &text)?)
    }

    fn remember_heard(&mut self, folded: &[(&Write, Folded<'_>)]) {
        // An entry that was erased in the same batch is not there any more: nothing to remember then.
        static UPSERT: Batch = Batch::new(
            &[("event", Kind::Text), ("couple", Kind::Int), ("entry", Kind::Int), ("piece", Kind::Int)],
            "INSERT INTO heard (event, couple, entry, piece)
             SELECT given.event, given.couple, given.entry, given.piece FROM given
             JOIN entry ON entry.couple = given.couple AND entry.id = given.entry WHERE true
             ON CONFLICT (event) DO UPDATE SET couple = excluded.couple, entry = excluded.entry, piece = excluded.piece",
        );
        let mut given = Given::default();
        for (write, folded) in folded {
            for (event, (entry, piece)) in &folded.heard {
                given.push([
                    Arg::Text(event.0.clone()),
                    Arg::Int(write.couple.id.0),
                    Arg::Int(entry.0.into()),
                    Arg::Int((*piece).into()),
                ]);
            }
        }
        self.later(&UPSERT, given, Vec::new());
    }
}

/// The entry of a row; `None` if it does not open.
fn entry(row: &Row, keys: &Keys) -> Result<Option<Entry>, StoreError> {
    let (couple, id) = (CoupleId(row.int(0)?), EntryId(number(row.int(1)?)?));
    let by = partner(row.int(2)?).ok_or_else(unreadable)?;
    let opened = row.opt_int(7)?;
    let bound = Bound::Entry { couple, partner: by, entry: id, open: opened.is_some() };
    let text = keys.get(&(couple, by)).and_then(|key| key.open(bound, &row.blob(10).ok()?).ok());
    let Some(content) = text.and_then(|text| serde_json::from_slice::<Content>(&text).ok()) else {
        return Ok(None);
    };
    let at = |milliseconds| instant(milliseconds, "entry");
    Ok(Some(Entry {
        id,
        couple,
        kind: parsed::<EntryKind>(&row.text(3)?)?,
        round: row.opt_int(4)?.map(number).transpose()?.map(RoundId),
        at: at(row.int(5)?)?,
        edited: row.opt_int(6)?.map(at).transpose()?,
        privacy: opened.map(at).transpose()?.map_or(Privacy::Sealed, Privacy::Open),
        heard: row.opt_text(8)?.as_deref().map(parsed::<Heard>).transpose()?,
        live: row.flag(9)?,
        sealed: Sealed::new(by, content),
    }))
}

/// A reader that is nobody has the number that nobody has.
fn reader_arg(reader: Option<PartnerId>) -> Arg {
    Arg::Int(reader.map_or(0, |reader| reader.number().into()))
}

/// A plain enum as the word that it serialises to.
pub(super) fn word(value: &impl serde::Serialize) -> Result<String, StoreError> {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => Ok(word),
        Ok(_) | Err(_) => Err(unreadable()),
    }
}

pub(super) fn parsed<T: serde::de::DeserializeOwned>(word: &str) -> Result<T, StoreError> {
    serde_json::from_value(serde_json::Value::String(word.to_owned())).map_err(|_| unreadable())
}

fn number(number: i64) -> Result<u32, StoreError> {
    u32::try_from(number).map_err(|_| unreadable())
}

fn unreadable() -> StoreError {
    StoreError::unreadable("entry")
}
