//! Opening a database: lock, migrate, check; and closing it.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use data_encoding::HEXLOWER;
use jiff::Timestamp;
use sqlx::Connection as _;

use super::connect::{self, beside, connect};
use super::db::{Arg, Conn};
use super::error::StoreError;
use super::{Db, Shared, Store, backup, schema};
use crate::cadence::tz_version;
use crate::config::{self, Config, DatabaseUrl};
use crate::seal::{Bound, Key, MasterKey};

/// Where a database is, and what stands beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// The database.
    pub url: DatabaseUrl,
    /// The list of erasures, kept outside the database; `None`: a restored backup brings back what was erased since.
    pub erasures: Option<PathBuf>,
}

impl Settings {
    /// As configured. The list of erasures stands beside the master key's file (`master.key` → `master.erasures`), else beside the
    /// SQLite file; a Postgres database whose key comes from the environment has none.
    pub fn of(config: &Config) -> Settings {
        let url = config.database.url.clone();
        let erasures = match (&config.seal.key, &url) {
            (config::MasterKey::File(key), _) => Some(key.with_extension("erasures")),
            (config::MasterKey::Given(_), DatabaseUrl::Sqlite(path)) => Some(beside(path, ".erasures")),
            (config::MasterKey::Given(_), DatabaseUrl::Postgres(_)) => None,
        };
        Settings { url, erasures }
    }

    /// An SQLite file with its list of erasures beside it.
    pub fn sqlite(path: impl Into<PathBuf>) -> Settings {
        let path = path.into();
        Settings { erasures: Some(beside(&path, ".erasures")), url: DatabaseUrl::Sqlite(path) }
    }
}

/// The fact by which a copy that a backup made is known, with the time at which it was made.
pub(super) const BACKED_UP: &str = "backed up";

/// A file of up to so many bytes is checked before anybody is served, which takes about a second. A larger one is checked meanwhile.
const CHECKED_FIRST: i64 = 128 << 20;
/// After so many of its own steps SQLite asks whether the look at every page shall go on.
const STEPS: i32 = 100;

/// What was noticed and done when a database was opened.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Opened {
    /// How many migrations were run; all of them for a new database.
    pub migrated: usize,
    /// Whether the last process ended without [`Store::close`]; the file was then checked and is whole, or [`Opened::unchecked`].
    pub unclean: bool,
    /// Whether it was too large to be checked before anybody is served: [`Store::check_pages`] has to be called.
    pub unchecked: bool,
    /// The release of the zone data with which the alarms were computed, if it is not the one in use: recompute them.
    pub zones_were: Option<String>,
    /// How many erasures were done again, because a backup had brought back what was erased.
    pub erased_again: usize,
    /// When the backup was made that this database was restored from, until it was tidied once. What was decided since then may have
    /// been sent already: it must be looked for before it is sent.
    pub restored_from: Option<Timestamp>,
    /// When it was opened.
    pub at: Timestamp,
    /// The database's own version.
    pub library: String,
}

impl Store {
    /// Opens a database, makes it if there is none, brings its schema up to date and checks that it is sound and that `master` is
    /// its key. `now` is the wall clock.
    ///
    /// Nothing is changed when the answer is [`StoreError::InUse`], [`StoreError::Newer`] or [`StoreError::WrongKey`].
    pub async fn open(settings: &Settings, master: &MasterKey, now: Timestamp) -> Result<Store, StoreError> {
        let (db, lock) = connect(&settings.url).await?;
        let mut opened = Opened::default();
        let prepared = prepare(&db, master, now, &mut opened).await;
        let prepared = match prepared {
            Ok(prepared) => prepared,
            Err(error) => {
                db.close().await;
                return Err(error);
            }
        };
        tracing::info!(database = %opened.library, migrated = opened.migrated, "the database is open");
        let owed = AtomicBool::new(opened.unchecked);
        let store = |opened| Store {
            shared: Arc::new(Shared {
                db,
                master: master.clone(),
                outbox_key: prepared.outbox_key,
                erasures: settings.erasures.clone(),
                opened,
                owes_check: owed,
                closing: Arc::default(),
                last_row: AtomicI64::new(prepared.last_row),
                lock: Mutex::new(lock),
            }),
        };
        let mut store = store(opened);
        let again = store.reapply_erasures(now).await?;
        if again > 0 {
            tracing::warn!(erasures = again, "a restored backup had brought back what was erased; it is erased again");
            if let Some(shared) = Arc::get_mut(&mut store.shared) {
                shared.opened.erased_again = again;
            }
        }
        Ok(store)
    }

    /// Notes the clean end, folds SQLite's log into the file and closes all connections. Other clones of this store are closed too.
    pub async fn close(&self) -> Result<(), StoreError> {
        match &self.shared.db {
            Db::Sqlite { readers, .. } => {
                // Whoever looks at every page would be in the way of the log's folding, for a minute.
                self.shared.closing.store(true, Ordering::Relaxed);
                readers.close().await;
                let mut writer = self.writer().await?;
                // What was not looked at yet is looked at by the next start.
                if !self.shared.owes_check.load(Ordering::Relaxed) {
                    set(&mut writer.conn(), "running", "no").await?;
                }
            }
            #[cfg(feature = "postgres")]
            Db::Postgres(_) => {}
        }
        let folded = self.checkpoint().await;
        self.shared.db.close().await;
        let lock = self.shared.lock.lock();
        drop(lock.unwrap_or_else(PoisonError::into_inner).take());
        folded
    }

    /// Looks at every page and every index of an SQLite file, beside everything else that goes on; on Postgres that is the server's own.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] where it is damaged: then nothing more may be written to it. Any other where it could not be looked at to
    /// the end, also because the store was closed meanwhile.
    pub async fn check_pages(&self) -> Result<(), StoreError> {
        match &self.shared.db {
            Db::Sqlite { path, .. } => {
                // A connection of its own: those that wait for one to read would wait for minutes.
                let mut reader = connect::only_reading(path).await?;
                let closing = Arc::clone(&self.shared.closing);
                reader.lock_handle().await?.set_progress_handler(STEPS, move || !closing.load(Ordering::Relaxed));
                whole(&mut Conn::Sqlite(&mut reader)).await?;
                reader.close().await?;
            }
            #[cfg(feature = "postgres")]
            Db::Postgres(_) => {}
        }
        self.shared.owes_check.store(false, Ordering::Relaxed);
        Ok(())
    }

    /// Keeps the database small: forgets events and slots of answers older than 60 days and settled rows older than 7, folds SQLite's
    /// log into the file, and completes what an erasure could not. Call it when idle, about once an hour. Answers with how many rows went.
    pub async fn tidy(&self, now: Timestamp) -> Result<u64, StoreError> {
        const DAY: i64 = 24 * 60 * 60 * 1_000;
        let before = |days: i64| Arg::Int(now.as_millisecond().saturating_sub(days * DAY));
        let mut gone = 0;
        for (sql, days) in [
            ("DELETE FROM inbox WHERE at < $1", 60),
            ("DELETE FROM outbox WHERE done AND settled < $1", 7),
            (
                "DELETE FROM slot WHERE at < $1 AND name LIKE 're/%' AND NOT EXISTS (
                     SELECT 1 FROM outbox WHERE outbox.couple = slot.couple AND outbox.slot = slot.name AND NOT outbox.done)",
                60,
            ),
        ] {
            gone += self.writer().await?.conn().run(sql, vec![before(days)]).await?;
        }
        let sql = "DELETE FROM meta WHERE name = $1";
        let restored = vec![Arg::Text(BACKED_UP.to_owned())];
        self.writer().await?.conn().run(sql, restored).await?;
        self.after_erasure().await?;
        Ok(gone)
    }

    /// From now on an SQLite file grows by at most that many pages; `None`: as far as the disk goes. What a full disk does, for tests.
    #[doc(hidden)]
    pub async fn let_grow_by(&self, pages: Option<i64>) -> Result<(), StoreError> {
        const MOST: i64 = 4_294_967_294;
        let mut writer = self.writer().await?;
        let mut conn = writer.conn();
        let row = conn.one("PRAGMA page_count", Vec::new()).await?;
        let now = row.map(|row| row.int(0)).transpose()?.unwrap_or(0);
        let most = pages.map_or(MOST, |pages| now.saturating_add(pages));
        conn.script_of(format!("PRAGMA max_page_count = {most}")).await?;
        Ok(())
    }

    /// Folds SQLite's log into the file and empties it. Does nothing on Postgres. A reader in its way is waited for, shortly.
    pub(super) async fn checkpoint(&self) -> Result<(), StoreError> {
        match &self.shared.db {
            Db::Sqlite { .. } => {
                let mut writer = self.writer().await?;
                let row = writer.conn().one("PRAGMA wal_checkpoint(TRUNCATE)", Vec::new()).await?;
                match row.map(|row| row.int(0)).transpose()? {
                    Some(0) => Ok(()),
                    Some(_) | None => Err(StoreError::Busy),
                }
            }
            #[cfg(feature = "postgres")]
            Db::Postgres(_) => Ok(()),
        }
    }
}

struct Prepared {
    outbox_key: Key,
    last_row: i64,
}

async fn prepare(db: &Db, master: &MasterKey, now: Timestamp, opened: &mut Opened) -> Result<Prepared, StoreError> {
    match db {
        Db::Sqlite { writer, path, .. } => {
            let mut turn = writer.turn().await?;
            let mut conn = Conn::Sqlite(&mut turn.conn);
            prepare_on(&mut conn, Some(path), master, now, opened).await
        }
        #[cfg(feature = "postgres")]
        Db::Postgres(pool) => {
            let mut conn = pool.acquire().await?;
            let mut conn = Conn::Postgres(&mut conn);
            // Processes that start together migrate one after another. The number is ours alone: "betwixt" in ASCII.
            let (lock, unlock) =
                ("SELECT pg_advisory_lock(27695107119667316)", "SELECT pg_advisory_unlock(27695107119667316)");
            conn.script(lock).await?;
            let prepared = prepare_on(&mut conn, None, master, now, opened).await;
            conn.script(unlock).await?;
            prepared
        }
    }
}

async fn prepare_on(
    conn: &mut Conn<'_>,
    path: Option<&Path>,
    master: &MasterKey,
    now: Timestamp,
    opened: &mut Opened,
) -> Result<Prepared, StoreError> {
    opened.library = library(conn).await?;
    let version = schema::version(conn).await?;
    if version > 0 {
        check_key(conn, master).await?;
        opened.unclean = get(conn, "running").await?.as_deref() == Some("yes") && path.is_some();
        if opened.unclean {
            opened.unchecked = size(conn).await? > CHECKED_FIRST;
            if opened.unchecked {
                tracing::warn!(
                    "the last process ended without a goodbye; the database is large and is checked while it is used"
                );
            } else {
                tracing::warn!("the last process ended without a goodbye; checking the database");
                whole(conn).await?;
            }
        }
    }
    for migration in schema::MIGRATIONS.iter().filter(|migration| migration.number > version) {
        conn.script("BEGIN").await?;
        let done = schema::apply(conn, migration, now.as_millisecond()).await;
        conn.script(if done.is_ok() { "COMMIT" } else { "ROLLBACK" }).await?;
        done?;
        opened.migrated += 1;
    }
    if let Some(path) = path {
        backup::bring_keys(conn, path).await?;
    }
    opened.at = now;
    if let Some(made) = get(conn, BACKED_UP).await?.and_then(|made| made.parse().ok()) {
        opened.restored_from = Timestamp::from_millisecond(made).ok();
        let sql = "UPDATE outbox SET state = 'sending', first_try = COALESCE(first_try, created) WHERE NOT done";
        conn.run(sql, Vec::new()).await?;
    }
    let outbox_key = secrets(conn, master).await?;
    let zones = &tz_version().version;
    opened.zones_were = get(conn, "zones").await?.filter(|were| were != zones);
    if opened.zones_were.is_none() {
        set(conn, "zones", zones).await?;
    }
    if path.is_some() {
        set(conn, "running", "yes").await?;
        // One process at a time: whoever had claimed these is gone.
        conn.run("UPDATE outbox SET owner = NULL, lease = NULL WHERE NOT done AND owner IS NOT NULL", Vec::new())
            .await?;
    }
    let row = conn.one("SELECT MAX(id) FROM outbox", Vec::new()).await?;
    let last_row = row.map(|row| row.opt_int(0)).transpose()?.flatten().unwrap_or(0);
    Ok(Prepared { outbox_key, last_row })
}

impl Store {
    /// Notes that the alarms now follow the zone data in use; see [`Opened::zones_were`].
    pub async fn zones_are_current(&self) -> Result<(), StoreError> {
        let mut writer = self.writer().await?;
        set(&mut writer.conn(), "zones", &tz_version().version).await
    }
}

pub(super) async fn library(conn: &mut Conn<'_>) -> Result<String, StoreError> {
    let (name, sql) = if conn.is_sqlite() {
        ("SQLite", "SELECT sqlite_version()")
    } else {
        ("PostgreSQL", "SELECT current_setting('server_version')")
    };
    let row = conn.one(sql, Vec::new()).await?;
    let version = row.map(|row| row.text(0)).transpose()?.unwrap_or_default();
    Ok(format!("{name} {version}"))
}

/// How many bytes an SQLite database has.
async fn size(conn: &mut Conn<'_>) -> Result<i64, StoreError> {
    let sql = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size";
    let row = conn.one(sql, Vec::new()).await?;
    row.map(|row| row.int(0)).transpose().map(Option::unwrap_or_default)
}

/// Every page and every index. Does not see a flipped bit within a value; the seals do.
pub(super) async fn whole(conn: &mut Conn<'_>) -> Result<(), StoreError> {
    let rows = conn.all("PRAGMA quick_check(1)", Vec::new()).await?;
    match rows.first().map(|row| row.text(0)).transpose()? {
        Some(found) if found != "ok" => Err(StoreError::Corrupt { found }),
        Some(_) | None => Ok(()),
    }
}

/// Whether `master` sealed this database; a database without a mark was not yet used.
pub(super) async fn check_key(conn: &mut Conn<'_>, master: &MasterKey) -> Result<(), StoreError> {
    let Some(value) = get(conn, "key check").await? else {
        return Ok(());
    };
    let value = HEXLOWER.decode(value.as_bytes()).map_err(|_| StoreError::unreadable("meta"))?;
    if master.made(&value) { Ok(()) } else { Err(StoreError::WrongKey) }
}

/// The mark of the master key and the outbox's key, made at the first start.
async fn secrets(conn: &mut Conn<'_>, master: &MasterKey) -> Result<Key, StoreError> {
    if get(conn, "key check").await?.is_none() {
        set(conn, "key check", &HEXLOWER.encode(&master.check_value()?)).await?;
    }
    if let Some(wrapped) = get(conn, "outbox key").await? {
        let wrapped = HEXLOWER.decode(wrapped.as_bytes()).map_err(|_| StoreError::unreadable("meta"))?;
        return Ok(master.unwrap(Bound::OutboxKey, &wrapped)?);
    }
    let key = Key::random()?;
    let wrapped = master.wrap(Bound::OutboxKey, &key)?;
    set(conn, "outbox key", &HEXLOWER.encode(&wrapped)).await?;
    Ok(key)
}

pub(super) async fn get(conn: &mut Conn<'_>, name: &str) -> Result<Option<String>, StoreError> {
    let sql = "SELECT value FROM meta WHERE name = $1";
    let row = conn.one(sql, vec![Arg::Text(name.to_owned())]).await?;
    row.map(|row| row.text(0)).transpose()
}

pub(super) async fn set(conn: &mut Conn<'_>, name: &str, value: &str) -> Result<(), StoreError> {
    let sql = "INSERT INTO meta (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value";
    conn.run(sql, vec![Arg::Text(name.to_owned()), Arg::Text(value.to_owned())]).await?;
    Ok(())
}
