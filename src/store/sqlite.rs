//! SQLite: its connections, and statements on them.
//!
//! A statement of a transaction runs where it stands, without a journey to another thread: it takes microseconds, and an answer needs
//! a dozen. What may wait for the disk, which is a commit and everything outside of a transaction, lets the runtime's other tasks go on.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use rusqlite::types::{ToSqlOutput, Value, ValueRef};
use rusqlite::{CachedStatement, Connection, OpenFlags, ToSql};
use tokio::runtime::{Handle, RuntimeFlavor};
use tokio::sync::{Mutex, OwnedMappedMutexGuard, OwnedMutexGuard};

use super::db::Arg;
use super::error::StoreError;

/// How long another process's lock is waited for.
const BUSY: Duration = Duration::from_secs(10);
/// How long the transaction before is waited for.
const TURN: Duration = Duration::from_secs(60);
const STATEMENTS: usize = 200;
const READERS: usize = 4;

type Slot = Arc<Mutex<Option<Connection>>>;

/// A connection in use; it goes back when this is dropped.
pub(super) type Leased = OwnedMappedMutexGuard<Option<Connection>, Connection>;

/// One connection that writes, and a few that only read, opened when they are needed.
pub(super) struct Connections {
    pub(super) path: PathBuf,
    writer: Slot,
    readers: [Slot; READERS],
    next: AtomicUsize,
    closed: AtomicBool,
}

/// A transaction. Dropped without a commit, it never was.
pub(super) struct Transaction(Leased);

impl Connections {
    /// Opens the file, which must be there, for one process.
    pub(super) fn open(path: &Path) -> Result<Connections, StoreError> {
        Ok(Connections {
            path: path.to_owned(),
            writer: Arc::new(Mutex::new(Some(waiting(|| open_writer(path))?))),
            readers: std::array::from_fn(|_| Slot::default()),
            next: AtomicUsize::new(0),
            closed: AtomicBool::new(false),
        })
    }

    /// The connection that writes; waits for whoever has it.
    pub(super) async fn writer(&self) -> Result<Leased, StoreError> {
        let turn = tokio::time::timeout(TURN, Arc::clone(&self.writer).lock_owned());
        leased(turn.await.map_err(|_| StoreError::Busy)?)
    }

    /// A connection that only reads.
    pub(super) async fn reader(&self) -> Result<Leased, StoreError> {
        let free = self.readers.iter().find_map(|slot| Arc::clone(slot).try_lock_owned().ok());
        let mut slot = match free {
            Some(slot) => slot,
            None => {
                let next = self.next.fetch_add(1, Ordering::Relaxed) % READERS;
                Arc::clone(&self.readers[next]).lock_owned().await
            }
        };
        if slot.is_none() && !self.closed.load(Ordering::Relaxed) {
            *slot = Some(waiting(|| open_reader(&self.path))?);
        }
        leased(slot)
    }

    /// Begins a transaction, the only one that writes.
    pub(super) async fn begin(&self) -> Result<Transaction, StoreError> {
        let writer = self.writer().await?;
        waiting(|| writer.execute_batch("BEGIN IMMEDIATE"))?;
        Ok(Transaction(writer))
    }

    /// Closes the connections that read, waiting for whoever has one.
    pub(super) async fn close_readers(&self) {
        self.closed.store(true, Ordering::Relaxed);
        for slot in &self.readers {
            drop(slot.lock().await.take());
        }
    }

    /// Closes all. The last one to go folds the log into the file, which a reader must not.
    pub(super) async fn close(&self) {
        self.close_readers().await;
        let writer = self.writer.lock().await.take();
        waiting(|| drop(writer));
    }
}

impl Transaction {
    pub(super) fn commit(self) -> Result<(), StoreError> {
        Ok(waiting(|| self.0.execute_batch("COMMIT"))?)
    }

    pub(super) fn connection(&mut self) -> &mut Connection {
        &mut self.0
    }
}

impl Drop for Transaction {
    fn drop(&mut self) {
        // One that was committed is over. If even undoing fails, the connection is of no use and every statement on it will say so.
        if !self.0.is_autocommit() {
            let _ = self.0.execute_batch("ROLLBACK");
        }
    }
}

fn leased(slot: OwnedMutexGuard<Option<Connection>>) -> Result<Leased, StoreError> {
    OwnedMutexGuard::try_map(slot, Option::as_mut).map_err(|_| StoreError::Other("it is closed".to_owned()))
}

fn open_writer(path: &Path) -> Result<Connection, StoreError> {
    let conn = opened(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    conn.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA journal_size_limit = 67108864",
    )?;
    Ok(conn)
}

/// A connection that only reads, also beside another process.
pub(super) fn open_reader(path: &Path) -> Result<Connection, StoreError> {
    opened(path, OpenFlags::SQLITE_OPEN_READ_ONLY)
}

/// A connection to a copy that nobody else has; it leaves no log beside it.
pub(super) fn open_copy(path: &Path) -> Result<Connection, StoreError> {
    let conn = opened(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    conn.execute_batch("PRAGMA journal_mode = DELETE; PRAGMA secure_delete = ON")?;
    Ok(conn)
}

fn opened(path: &Path, access: OpenFlags) -> Result<Connection, StoreError> {
    let conn = Connection::open_with_flags(path, access | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    conn.busy_timeout(BUSY)?;
    conn.set_prepared_statement_cache_capacity(STATEMENTS);
    conn.execute_batch("PRAGMA foreign_keys = ON")?;
    Ok(conn)
}

/// Runs `sql` once for each of `rows`, whose values are its `?` in their order; `$first` and those after it are `further`.
/// Answers with all rows that come back.
pub(super) fn all(
    conn: &Connection,
    sql: &str,
    rows: &[&[Arg]],
    first: usize,
    further: &[Arg],
) -> Result<Vec<Vec<Value>>, StoreError> {
    may_wait(conn, || {
        let mut statement = conn.prepare_cached(sql)?;
        let columns = statement.column_count();
        let mut found = Vec::new();
        for row in rows {
            bind(&mut statement, row, first, further)?;
            let mut answers = statement.raw_query();
            while let Some(answer) = answers.next()? {
                found.push((0..columns).map(|column| answer.get(column)).collect::<Result<Vec<Value>, _>>()?);
            }
        }
        Ok(found)
    })
}

/// The same; answers with how many rows were changed.
pub(super) fn run(
    conn: &Connection,
    sql: &str,
    rows: &[&[Arg]],
    first: usize,
    further: &[Arg],
) -> Result<u64, StoreError> {
    may_wait(conn, || {
        let mut statement = conn.prepare_cached(sql)?;
        let mut changed = 0;
        for row in rows {
            bind(&mut statement, row, first, further)?;
            changed += statement.raw_execute()?;
        }
        Ok(u64::try_from(changed).unwrap_or(u64::MAX))
    })
}

/// Several statements without arguments.
pub(super) fn script(conn: &Connection, sql: &str) -> Result<(), StoreError> {
    may_wait(conn, || Ok(conn.execute_batch(sql)?))
}

fn bind(statement: &mut CachedStatement<'_>, row: &[Arg], first: usize, further: &[Arg]) -> rusqlite::Result<()> {
    let mut own = row.iter();
    for index in 1..=statement.parameter_count() {
        let number = statement.parameter_name(index).map(|name| name.trim_start_matches('$').parse::<usize>().ok());
        let arg = match number {
            None => own.next(),
            Some(number) => number.and_then(|number| further.get(number.checked_sub(first)?)),
        };
        match arg {
            Some(arg) => statement.raw_bind_parameter(index, arg)?,
            None => return Err(rusqlite::Error::InvalidParameterCount(row.len() + further.len(), index)),
        }
    }
    Ok(())
}

impl ToSql for Arg {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Arg::Int(number) | Arg::OptInt(Some(number)) => ValueRef::Integer(*number),
            Arg::Text(text) | Arg::OptText(Some(text)) => ValueRef::Text(text.as_bytes()),
            Arg::Blob(bytes) => ValueRef::Blob(bytes),
            Arg::Bool(flag) => ValueRef::Integer(i64::from(*flag)),
            Arg::OptInt(None) | Arg::OptText(None) => ValueRef::Null,
        }))
    }
}

fn may_wait<T>(conn: &Connection, work: impl FnOnce() -> Result<T, StoreError>) -> Result<T, StoreError> {
    if conn.is_autocommit() { waiting(work) } else { work() }
}

/// Runs what may wait for the disk; the runtime's other tasks go on, where it has other threads.
pub(super) fn waiting<T>(work: impl FnOnce() -> T) -> T {
    match Handle::try_current().map(|runtime| runtime.runtime_flavor()) {
        Ok(RuntimeFlavor::MultiThread) => tokio::task::block_in_place(work),
        Ok(_) | Err(_) => work(),
    }
}
