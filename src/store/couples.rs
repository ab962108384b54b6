//! Couples: loading a batch of them, and writing what was decided.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::db::{Arg, Batch, Given, Kind, Row};
use super::fold::{Folded, held_place, standing, turn};
use super::inbox::Wanted;
use super::journal::{LIVE_ENTRIES, LIVE_ENTRIES_OF_PEOPLE};
use super::journey::Step;
use super::outbox::NewRow;
use super::{StoreError, Tx};
use crate::engine::alarm::Alarm;
use crate::engine::change::Change;
use crate::engine::couple::Couple;
use crate::engine::round::Round;
use crate::ids::{AccountId, CoupleId, EntryId, PartnerId};

/// A couple as it is in the database.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The couple, with its live rounds and live entries, unsealed.
    pub couple: Couple,
    /// Which version of it this is; goes back into [`Write::version`].
    pub version: i64,
    /// The bot account that serves it; `None`: none is known.
    pub served_by: Option<AccountId>,
    /// Live entries that do not open: left out of the couple, logged, and reported by `betwixt check`.
    pub damaged: Vec<EntryId>,
}

/// What was decided about one couple in one batch.
#[derive(Debug)]
pub struct Write {
    /// The couple with all of `changes` applied.
    pub couple: Couple,
    /// The version that was loaded; `None`: the couple began in this batch.
    pub version: Option<i64>,
    /// The bot account that serves it from now on; `None`: the one that did.
    pub served_by: Option<AccountId>,
    /// All changes, in the order in which they were decided.
    pub changes: Vec<Change>,
    /// What is to be delivered, in order.
    pub rows: Vec<NewRow>,
}

/// Stands between documents; within one there is no such character.
const SEPARATOR: char = '\u{1e}';

macro_rules! whole_couples {
    () => {
        "SELECT couple.id, couple.version, couple.state, couple.served_by,
             (SELECT string_agg(round.state, $2) FROM round WHERE round.couple = couple.id AND round.live),
             (SELECT sealed FROM partner_key WHERE partner_key.couple = couple.id AND partner_key.partner = 1),
             (SELECT sealed FROM partner_key WHERE partner_key.couple = couple.id AND partner_key.partner = 2),
             (SELECT string_agg(slot.name || ' ' || slot.revision, $2) FROM round JOIN slot ON slot.couple = round.couple
                  AND slot.name >= 'round/' || round.id AND slot.name < 'round/' || round.id || '0'
              WHERE round.couple = couple.id AND round.live)
         FROM "
    };
}

/// Asks for the couples in `wanted`, their live entries, the couples that its people joined, and the live entries of those.
pub(super) fn loading(wanted: &Wanted) -> [Step; 4] {
    static COUPLES: Batch = Batch::new(
        &[("wanted", Kind::Int)],
        concat!(whole_couples!(), "given JOIN couple ON couple.id = given.wanted"),
    );
    static JOINED: Batch = Batch::new(
        &[("wanted", Kind::Text)],
        concat!(
            whole_couples!(),
            "given JOIN account ON account.person = given.wanted AND account.standing = 'joined'
                 JOIN couple ON couple.id = account.couple"
        ),
    );
    let (mut couples, mut people) = (Given::default(), Given::default());
    for couple in &wanted.couples {
        couples.push([Arg::Int(couple.0)]);
    }
    for person in &wanted.people {
        people.push([Arg::Text(person.to_string())]);
    }
    let separator = vec![Arg::Text(SEPARATOR.to_string())];
    [
        Step::new(&COUPLES, couples.clone(), separator.clone()).with(read),
        Step::new(&LIVE_ENTRIES, couples, Vec::new()),
        Step::new(&JOINED, people.clone(), separator).with(read),
        Step::new(&LIVE_ENTRIES_OF_PEOPLE, people, Vec::new()),
    ]
}

/// The couple of a row, with its live rounds.
fn document(row: &Row) -> Result<Couple, StoreError> {
    let mut couple: Couple = serde_json::from_str(&row.text(2)?).map_err(|_| StoreError::unreadable("couple"))?;
    for json in row.opt_text(4)?.iter().flat_map(|rounds| rounds.split(SEPARATOR)) {
        let round = round(json)?;
        couple.rounds.insert(round.id, round);
    }
    Ok(couple)
}

fn read(row: Row) -> Result<Row, StoreError> {
    let couple = document(&row)?;
    Ok(match row {
        Row::Sqlite(row) => Row::Read(Box::new((row, couple))),
        read @ Row::Read(_) => read,
        #[cfg(feature = "postgres")]
        other @ Row::Postgres(_) => other,
    })
}

impl Tx<'_> {
    /// Loads couples with their live rounds and entries. Those that do not exist are not in the answer.
    pub async fn load(&mut self, ids: &[CoupleId]) -> Result<BTreeMap<CoupleId, Loaded>, StoreError> {
        let mut found = BTreeMap::new();
        let mut wanted = Wanted::default();
        for id in ids {
            match self.foreseen.couples.remove(id) {
                Some(loaded) => drop(found.insert(*id, loaded)),
                None => drop(wanted.couples.insert(*id)),
            }
        }
        if !wanted.couples.is_empty() {
            let [couples, entries, ..] = loading(&wanted);
            let [couples, entries] = self.ask([couples, entries]).await?;
            found.append(&mut self.loaded(couples, entries).await?);
        }
        Ok(found)
    }

    pub(super) async fn loaded(
        &mut self,
        couples: impl IntoIterator<Item = Row>,
        entries: impl IntoIterator<Item = Row>,
    ) -> Result<BTreeMap<CoupleId, Loaded>, StoreError> {
        let mut loaded = BTreeMap::new();
        for row in couples {
            let (id, version) = (CoupleId(row.int(0)?), row.int(1)?);
            if loaded.contains_key(&id) {
                continue;
            }
            let served_by = row.opt_text(3)?.map(AccountId);
            let (slots, keys) = (row.opt_text(7)?, [row.opt_blob(5)?, row.opt_blob(6)?]);
            let couple = match row {
                Row::Read(read) => read.1,
                Row::Sqlite(_) => document(&row)?,
                #[cfg(feature = "postgres")]
                Row::Postgres(_) => document(&row)?,
            };
            self.foreseen.knows_slots(&couple, slots.iter().flat_map(|slots| slots.split(SEPARATOR)));
            for (partner, sealed) in PartnerId::BOTH.into_iter().zip(keys) {
                self.keys.found(id, partner, sealed);
            }
            loaded.insert(id, Loaded { couple, version, served_by, damaged: Vec::new() });
        }
        let entries: Vec<Row> = entries.into_iter().collect();
        let live = self.open_rows(&entries).await?;
        for entry in live.entries {
            if let Some(loaded) = loaded.get_mut(&entry.couple) {
                loaded.couple.entries.insert(entry.id, entry);
            }
        }
        for (couple, entry) in live.damaged {
            if let Some(loaded) = loaded.get_mut(&couple)
                && !loaded.damaged.contains(&entry)
            {
                loaded.damaged.push(entry);
            }
        }
        Ok(loaded)
    }

    /// Writes a batch of decisions, each couple at most once, in a number of statements that does not grow with the batch.
    ///
    /// [`StoreError::Conflict`] if somebody else wrote one of the couples, took its place or joined one of its people in between:
    /// drop this transaction and begin again from [`Tx::load`].
    pub async fn save(&mut self, writes: &[Write], now: Timestamp) -> Result<(), StoreError> {
        self.foreseen.couples = BTreeMap::new();
        let folded: Vec<(&Write, Folded<'_>)> =
            writes.iter().map(|write| (write, Folded::of(&write.changes))).collect();
        self.save_documents(writes)?;
        self.save_accounts(&folded);
        self.save_rounds(&folded)?;
        self.save_entries(&folded, now).await?;
        self.save_alarms(&folded)?;
        let mut rows = Vec::new();
        for write in writes {
            rows.extend(write.rows.iter().map(|row| (write.couple.id.0, row)));
        }
        self.put_out(rows, now).await
    }

    fn save_documents(&mut self, writes: &[Write]) -> Result<(), StoreError> {
        static UPDATE: Batch = Batch::new(
            &[
                ("couple_id", Kind::Int),
                ("read", Kind::Int),
                ("held", Kind::Text),
                ("bot", Kind::Text),
                ("document", Kind::Text),
            ],
            "UPDATE couple SET version = version + 1, place = given.held, state = given.document,
                    served_by = COALESCE(given.bot, couple.served_by)
             FROM given WHERE couple.id = given.couple_id AND couple.version = given.read",
        );
        static INSERT: Batch = Batch::new(
            &[("couple_id", Kind::Int), ("held", Kind::Text), ("bot", Kind::Text), ("document", Kind::Text)],
            "INSERT INTO couple (id, version, place, served_by, state)
             SELECT couple_id, 1, held, bot, document FROM given",
        );
        let (mut updates, mut inserts) = (Given::default(), Given::default());
        for write in writes {
            // A couple that only says something is not written; nobody else needs to hear of a new version.
            if write.changes.is_empty() && write.served_by.is_none() {
                continue;
            }
            let id = Arg::Int(write.couple.id.0);
            let held = Arg::OptText(held_place(&write.couple));
            let bot = Arg::OptText(write.served_by.as_ref().map(|account| account.0.clone()));
            let document = Arg::Text(to_long_json(&write.couple)?);
            match write.version {
                Some(version) => updates.push([id, Arg::Int(version), held, bot, document]),
                None => inserts.push([id, held, bot, document]),
            }
        }
        self.later_all(&UPDATE, updates, Vec::new());
        self.later(&INSERT, inserts, Vec::new());
        Ok(())
    }

    fn save_accounts(&mut self, folded: &[(&Write, Folded<'_>)]) {
        static DELETE: Batch =
            Batch::new(&[("wanted", Kind::Int)], "DELETE FROM account WHERE couple IN (SELECT wanted FROM given)");
        static INSERT: Batch = Batch::new(
            &[
                ("couple", Kind::Int),
                ("person", Kind::Text),
                ("partner", Kind::Int),
                ("standing", Kind::Text),
                ("since", Kind::Int),
            ],
            "INSERT INTO account (couple, person, partner, standing, since)
             SELECT couple, person, partner, standing, since FROM given",
        );
        let (mut couples, mut accounts) = (Given::default(), Given::default());
        for (write, _) in folded.iter().filter(|(_, folded)| folded.belongs) {
            let couple = &write.couple;
            couples.push([Arg::Int(couple.id.0)]);
            for partner in PartnerId::BOTH {
                let Some((standing, since)) = standing(couple, partner) else {
                    continue;
                };
                for person in &couple.partner(partner).accounts {
                    accounts.push([
                        Arg::Int(couple.id.0),
                        Arg::Text(person.to_string()),
                        Arg::Int(partner.number().into()),
                        Arg::Text(standing.as_str().to_owned()),
                        Arg::Int(since),
                    ]);
                }
            }
        }
        // All go before any comes: in one batch somebody may leave one couple and join another.
        self.later(&DELETE, couples, Vec::new());
        self.later(&INSERT, accounts, Vec::new());
    }

    fn save_rounds(&mut self, folded: &[(&Write, Folded<'_>)]) -> Result<(), StoreError> {
        static UPSERT: Batch = Batch::new(
            &[("couple", Kind::Int), ("id", Kind::Int), ("live", Kind::Bool), ("state", Kind::Text)],
            "INSERT INTO round (couple, id, live, state) SELECT couple, id, live, state FROM given WHERE true
             ON CONFLICT (couple, id) DO UPDATE SET live = excluded.live, state = excluded.state",
        );
        let mut given = Given::default();
        for (write, folded) in folded {
            for round in folded.rounds.values() {
                given.push([
                    Arg::Int(write.couple.id.0),
                    Arg::Int(round.id.0.into()),
                    Arg::Bool(round.live),
                    Arg::Text(to_json(round)?),
                ]);
            }
        }
        self.later(&UPSERT, given, Vec::new());
        Ok(())
    }

    fn save_alarms(&mut self, folded: &[(&Write, Folded<'_>)]) -> Result<(), StoreError> {
        static UPSERT: Batch = Batch::new(
            &[
                ("couple", Kind::Int),
                ("name", Kind::Text),
                ("at", Kind::Int),
                ("turn", Kind::Int),
                ("label", Kind::Text),
            ],
            "INSERT INTO alarm (couple, name, at, turn, label) SELECT couple, name, at, turn, label FROM given WHERE true
             ON CONFLICT (couple, name) DO UPDATE SET at = excluded.at, label = excluded.label",
        );
        static DELETE: Batch = Batch::new(
            &[("couple", Kind::Int), ("name", Kind::Text)],
            "DELETE FROM alarm WHERE (couple, name) IN (SELECT couple, name FROM given)",
        );
        let (mut set, mut cleared) = (Given::default(), Given::default());
        for (write, folded) in folded {
            for (key, alarm) in &folded.alarms {
                let (couple, name) = (Arg::Int(write.couple.id.0), Arg::Text(key.to_string()));
                match alarm {
                    Some(alarm) => {
                        let label = alarm.label.map(|label| label.to_string());
                        let at = Arg::Int(whole_milliseconds(alarm)?);
                        set.push([couple, name, at, Arg::Int(turn(key)), Arg::OptText(label)]);
                    }
                    None => cleared.push([couple, name]),
                }
            }
        }
        self.later(&UPSERT, set, Vec::new());
        self.later(&DELETE, cleared, Vec::new());
        Ok(())
    }
}

/// An alarm that the index table cannot tell exactly would never be the one that the couple waits for.
fn whole_milliseconds(alarm: &Alarm) -> Result<i64, StoreError> {
    let at = alarm.at.as_millisecond();
    match Timestamp::from_millisecond(at) {
        Ok(whole) if whole == alarm.at => Ok(at),
        Ok(_) | Err(_) => Err(StoreError::Unsupported(
            "an alarm must be set for a whole millisecond; the clock gives no finer instants",
        )),
    }
}

pub(super) fn round(json: &str) -> Result<Round, StoreError> {
    serde_json::from_str(json).map_err(|_| StoreError::unreadable("round"))
}

pub(super) fn to_json(value: &impl serde::Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|_| StoreError::unreadable("couple"))
}

/// The same for what has a thousand characters and more: room that grows step by step is copied at each of them.
pub(super) fn to_long_json(value: &impl serde::Serialize) -> Result<String, StoreError> {
    let mut json = Vec::with_capacity(2_048);
    serde_json::to_writer(&mut json, value).map_err(|_| StoreError::unreadable("couple"))?;
    String::from_utf8(json).map_err(|_| StoreError::unreadable("couple"))
}
