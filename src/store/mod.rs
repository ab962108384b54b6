//! The database: SQLite by default, Postgres as well; one SQL text for both.
//!
//! # For those who use it
//! - [`Store::open`] locks, migrates and checks; [`Store`] is cheap to clone. [`Store::close`] at the end.
//! - The hub works in a [`Tx`]: [`Tx::enter`] → [`Tx::load`] (and [`Tx::history`]) → decide in memory →
//!   [`Tx::save`] → [`Tx::commit`]. Only then is anybody told. Dropping a `Tx` undoes it. [`StoreError::is_passing`] says when to begin
//!   again. `history` reads what is in the database: an input that needs it comes first in its transaction, or after a `save`.
//! - The scheduler reads [`Store::due`] and [`Store::next_alarm`].
//! - What the hub has to say to somebody who waits it takes for the courier as it is decided ([`Tx::takes_answers`]).
//! - The courier: [`Store::claim`] → [`Store::mark_sending`] → the network → [`Store::settle`], [`Store::later`], [`Store::unsure`] or
//!   [`Store::drop_row`]; [`Store::next_wake`] when nothing is left to claim.
//! - Revisions, tokens and the order within a lane are given here, by `save`: a [`NewRow`] has none of them.
//! - Instants are whole milliseconds; a clock gives no finer ones.
//!
//! # How it keeps its promises
//! - SQLite: one connection writes, and it alone checkpoints; all others are read-only (the bundled library, held back by another
//!   dependency, can lose a commit that races a checkpoint from another connection). A lock file keeps other processes out.
//! - Postgres: several processes. `couple.version` is compared at every write; claims skip each other's rows.
//! - A batch is one statement for each table, whatever the number of couples (`db::Batch`), and as many
//!   as can travel together do (`journey`).
//! - The number of a `LIMIT` is bound as `$1 + 0`. SQLite would plan a statement anew each time that a number bound there alone changes
//!   hands (it looks at how large it is), which took longer than the statement.
//! - What people wrote is sealed with a key per partner; the texts of the outbox with one key of the database. That one need not be
//!   destroyed: such a text lives until it is delivered, holds both partners' words at once, and is blanked with the rows that an
//!   erasure reaches, so a key per partner could not seal it and would protect nothing more.

mod alarms;
mod backup;
mod check;
#[cfg(feature = "postgres")]
mod columns;
mod connect;
mod couples;
mod db;
mod erasures;
mod error;
mod fold;
mod foreseen;
mod glance;
mod inbox;
mod journal;
mod journey;
mod keys;
mod lanes;
mod open;
mod outbox;
mod overtake;
mod schema;
mod taking;
mod writer;

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, Mutex};

use jiff::Timestamp;
use sqlx::{Sqlite, SqlitePool};

use crate::ids::PartnerId;
use crate::seal::{Key, MasterKey};
use db::Conn;

pub use alarms::{DueAlarm, Ear};
pub use backup::Backup;
pub use check::{Finding, backup, check};
pub use couples::{Loaded, Write};
pub use error::StoreError;
pub use fold::Standing;
pub use inbox::{Membership, Resolved, Wanted};
pub use lanes::{Claimed, RowId, Settled, Which};
pub use open::{Opened, Settings};
pub use outbox::{NewRow, RowVerb, token};
pub use schema::{MIGRATIONS, Migration};
pub use taking::Taker;

/// An open database. Cheap to clone; all clones are the same one.
#[derive(Clone)]
pub struct Store {
    shared: Arc<Shared>,
}

struct Shared {
    db: Db,
    master: MasterKey,
    outbox_key: Key,
    erasures: Option<PathBuf>,
    opened: Opened,
    /// Whether the file has not been looked at since an unclean end.
    owes_check: AtomicBool,
    /// Whether it is about to be closed.
    closing: Arc<AtomicBool>,
    last_row: AtomicI64,
    /// Held until the end; another process's attempt fails on it.
    lock: Mutex<Option<std::fs::File>>,
}

enum Db {
    Sqlite {
        path: PathBuf,
        /// The one connection that writes.
        writer: writer::Writer,
        readers: SqlitePool,
    },
    #[cfg(feature = "postgres")]
    Postgres(sqlx::PgPool),
}

/// A transaction. On SQLite it is the only one that writes. Dropped without [`Tx::commit`], it never was.
pub struct Tx<'s> {
    store: &'s Store,
    inner: Transaction,
    keys: keys::Keys,
    /// What is to be written with the next question, or before the commit.
    waiting: Vec<journey::Step>,
    foreseen: foreseen::Foreseen,
    taking: taking::Taking,
    /// Whether words were erased in it.
    erased: bool,
}

enum Transaction {
    Sqlite(writer::Turn),
    #[cfg(feature = "postgres")]
    Postgres(sqlx::Transaction<'static, sqlx::Postgres>),
}

/// A connection, for single statements.
enum Held {
    Writer(writer::Turn),
    Reader(sqlx::pool::PoolConnection<Sqlite>),
    #[cfg(feature = "postgres")]
    Postgres(sqlx::pool::PoolConnection<sqlx::Postgres>),
}

impl Store {
    /// Begins a transaction; waits for the one before it on SQLite.
    pub async fn begin(&self) -> Result<Tx<'_>, StoreError> {
        let inner = match &self.shared.db {
            // It begins with the first thing that it is asked.
            Db::Sqlite { writer, .. } => Transaction::Sqlite(writer.turn().await?),
            #[cfg(feature = "postgres")]
            Db::Postgres(pool) => Transaction::Postgres(pool.begin().await?),
        };
        Ok(Tx {
            store: self,
            inner,
            keys: keys::Keys::default(),
            waiting: Vec::new(),
            foreseen: foreseen::Foreseen::default(),
            taking: taking::Taking::default(),
            erased: false,
        })
    }

    /// What was noticed and done when it was opened.
    pub fn opened(&self) -> &Opened {
        &self.shared.opened
    }

    fn master(&self) -> &MasterKey {
        &self.shared.master
    }

    fn outbox_key(&self) -> &Key {
        &self.shared.outbox_key
    }

    /// The next number of an outbox row: later rows have larger ones, also after a restart and when the clock is set back. Another
    /// process of the same Postgres database goes by its own clock; it writes to the same couple only after it has read it anew.
    fn next_row_id(&self, now: Timestamp) -> i64 {
        const PER_MILLISECOND: i64 = 1 << 20;
        let by_clock = now.as_millisecond().saturating_mul(PER_MILLISECOND);
        let next = |last: i64| Some(by_clock.max(last.saturating_add(1)));
        match self.shared.last_row.fetch_update(Ordering::Relaxed, Ordering::Relaxed, next) {
            Ok(last) | Err(last) => by_clock.max(last.saturating_add(1)),
        }
    }

    /// The connection that writes, for a single statement.
    async fn writer(&self) -> Result<Held, StoreError> {
        Ok(match &self.shared.db {
            Db::Sqlite { writer, .. } => Held::Writer(writer.turn().await?),
            #[cfg(feature = "postgres")]
            Db::Postgres(pool) => Held::Postgres(pool.acquire().await?),
        })
    }

    /// A connection that only reads.
    async fn reader(&self) -> Result<Held, StoreError> {
        Ok(match &self.shared.db {
            Db::Sqlite { readers, .. } => Held::Reader(readers.acquire().await?),
            #[cfg(feature = "postgres")]
            Db::Postgres(pool) => Held::Postgres(pool.acquire().await?),
        })
    }
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Store")
    }
}

impl std::fmt::Debug for Tx<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Tx")
    }
}

impl Tx<'_> {
    /// Makes it so, durably. After an erasure what was erased is also gone from the files of SQLite, and in the list of erasures,
    /// when this returns; if only that fails, it is logged and done at the next start or [`Store::tidy`].
    pub async fn commit(mut self) -> Result<(), StoreError> {
        self.settle().await?;
        let Tx { store, inner, erased, .. } = self;
        match inner {
            Transaction::Sqlite(road) => drop(road),
            #[cfg(feature = "postgres")]
            Transaction::Postgres(inner) => inner.commit().await?,
        }
        if erased && let Err(error) = store.after_erasure().await {
            tracing::error!(%error, "what was erased is gone from the database, but not yet from its log or into the list of erasures");
        }
        Ok(())
    }
}

impl Held {
    fn conn(&mut self) -> Conn<'_> {
        match self {
            Held::Writer(turn) => Conn::Sqlite(&mut turn.conn),
            Held::Reader(conn) => Conn::Sqlite(conn),
            #[cfg(feature = "postgres")]
            Held::Postgres(conn) => Conn::Postgres(conn),
        }
    }
}

fn partner(number: i64) -> Option<PartnerId> {
    u8::try_from(number).ok().and_then(PartnerId::from_number)
}

fn instant(milliseconds: i64, table: &'static str) -> Result<Timestamp, StoreError> {
    Timestamp::from_millisecond(milliseconds).map_err(|_| StoreError::unreadable(table))
}
