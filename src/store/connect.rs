//! Connections: which there are, and how each of the two databases is set up.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::Duration;

use sqlx::ConnectOptions as _;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};

use super::Db;
use super::error::StoreError;
use super::writer::Writer;
use crate::config::DatabaseUrl;

impl Db {
    pub(super) async fn close(&self) {
        match self {
            Db::Sqlite { writer, readers, .. } => {
                // The last one to go folds the log into the file, which a reader must not.
                readers.close().await;
                writer.close().await;
            }
            #[cfg(feature = "postgres")]
            Db::Postgres(pool) => pool.close().await,
        }
    }
}

pub(super) async fn connect(url: &DatabaseUrl) -> Result<(Db, Option<File>), StoreError> {
    match url {
        DatabaseUrl::Sqlite(path) => {
            let lock = lock(path)?;
            Ok((sqlite(path).await?, Some(lock)))
        }
        #[cfg(feature = "postgres")]
        DatabaseUrl::Postgres(url) => {
            let options: sqlx::postgres::PgConnectOptions = url
                .reveal()
                .parse()
                .map_err(|_| StoreError::Unreachable("the URL is not a whole Postgres URL".to_owned()))?;
            let pool = sqlx::postgres::PgPoolOptions::new()
                .max_connections(8)
                .acquire_timeout(Duration::from_secs(30))
                .connect_with(options)
                .await?;
            Ok((Db::Postgres(pool), None))
        }
        #[cfg(not(feature = "postgres"))]
        DatabaseUrl::Postgres(_) => Err(StoreError::Unsupported(
            "this program was built without Postgres; use sqlite:betwixt.db or build with the default features",
        )),
    }
}

/// Which file stood in a place when it was opened.
#[derive(Debug)]
pub(super) struct Identity {
    path: PathBuf,
    #[cfg(unix)]
    device_and_number: (u64, u64),
}

impl Identity {
    /// Of the file that is there now.
    pub(super) fn of(path: &Path) -> Result<Identity, StoreError> {
        #[cfg(unix)]
        let device_and_number = Identity::look(path).map_err(StoreError::file(path))?;
        Ok(Identity {
            path: path.to_owned(),
            #[cfg(unix)]
            device_and_number,
        })
    }

    /// Whether it still stands there. Elsewhere than on Unix an open file cannot be moved, and this asks nothing.
    pub(super) fn holds(&self) -> Result<(), StoreError> {
        #[cfg(unix)]
        if Identity::look(&self.path).ok() != Some(self.device_and_number) {
            return Err(StoreError::Moved { path: self.path.clone() });
        }
        Ok(())
    }

    #[cfg(unix)]
    fn look(path: &Path) -> std::io::Result<(u64, u64)> {
        use std::os::unix::fs::MetadataExt as _;
        let found = std::fs::metadata(path)?;
        Ok((found.dev(), found.ino()))
    }
}

/// One process for each file, from before the first look into it until the end.
fn lock(path: &Path) -> Result<File, StoreError> {
    let lock_path = beside(path, ".lock");
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder).map_err(StoreError::file(folder))?;
    }
    let mut options = std::fs::OpenOptions::new();
    options.create(true).truncate(false).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(&lock_path).map_err(StoreError::file(&lock_path))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(std::fs::TryLockError::WouldBlock) => Err(StoreError::InUse { path: path.to_owned() }),
        Err(std::fs::TryLockError::Error(error)) => Err(StoreError::file(&lock_path)(error)),
    }
}

async fn sqlite(path: &Path) -> Result<Db, StoreError> {
    // Made here, so that nobody but the owner may read it; the log and its index take the file's permissions.
    let mut options = std::fs::OpenOptions::new();
    options.create(true).truncate(false).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map_err(StoreError::file(path))?;

    let options = SqliteConnectOptions::new()
        .filename(path)
        .foreign_keys(true)
        .busy_timeout(Duration::from_secs(10))
        .statement_cache_capacity(200)
        // What a statement may have to undo would be written to a file otherwise.
        .pragma("temp_store", "MEMORY")
        // All that a transaction asks for comes without a pause.
        .row_buffer_size(512);
    let writing = options
        .clone()
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .pragma("secure_delete", "ON")
        .pragma("journal_size_limit", "67108864");
    let writer = Writer::connect(writing).await?;
    let readers = SqlitePoolOptions::new()
        .max_connections(4)
        .test_before_acquire(false)
        .connect_lazy_with(options.read_only(true));
    Ok(Db::Sqlite { path: path.to_owned(), writer, readers })
}

/// One more connection to an SQLite file, which changes nothing.
pub(super) async fn only_reading(path: &Path) -> Result<SqliteConnection, StoreError> {
    Ok(SqliteConnectOptions::new().filename(path).read_only(true).connect().await?)
}

/// `betwixt.db` → `betwixt.db.lock`.
pub(super) fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}
