//! The one connection that writes to SQLite, and whose turn it is.
//!
//! A pool of one would do, but it takes a connection back by a task of its own, and the next transaction would wait for that.

use std::sync::Arc;
use std::time::Duration;

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{Connection as _, Executor as _, SqliteConnection};
use tokio::sync::{Mutex, OwnedMappedMutexGuard, OwnedMutexGuard};

use super::connect::Identity;
use super::error::StoreError;

/// How long anybody waits for their turn.
const PATIENCE: Duration = Duration::from_secs(60);

pub(super) struct Writer {
    /// `None` once it is closed.
    line: Arc<Mutex<Option<Line>>>,
}

/// Whoever holds it is the only one who writes.
pub(super) type Turn = OwnedMappedMutexGuard<Option<Line>, Line>;

pub(super) struct Line {
    options: SqliteConnectOptions,
    pub(super) conn: SqliteConnection,
    /// Which file is open, and where it should be.
    file: Identity,
    /// Whether a transaction may be under way. Where nobody ended it, whoever has the next turn undoes it.
    pub(super) begun: bool,
}

impl Writer {
    pub(super) async fn connect(options: SqliteConnectOptions) -> Result<Writer, StoreError> {
        let conn = SqliteConnection::connect_with(&options).await?;
        let file = Identity::of(options.get_filename())?;
        let line = Line { options, conn, file, begun: false };
        Ok(Writer { line: Arc::new(Mutex::new(Some(line))) })
    }

    /// Waits for a turn. Nothing of an earlier one is left.
    ///
    /// # Errors
    /// Also where the file is not in its place any more: SQLite would go on writing to wherever it is now, and to a log in the old
    /// place, and after a crash the two would not be found together.
    pub(super) async fn turn(&self) -> Result<Turn, StoreError> {
        let line = Arc::clone(&self.line).lock_owned();
        let line = tokio::time::timeout(PATIENCE, line).await.map_err(|_| StoreError::Busy)?;
        let mut turn = OwnedMutexGuard::try_map(line, Option::as_mut)
            .map_err(|_| StoreError::Unreachable("it is closed".to_owned()))?;
        turn.file.holds()?;
        if turn.begun {
            turn.undo().await?;
        }
        Ok(turn)
    }

    /// Closes it, and with the last connection the log is folded into the file.
    pub(super) async fn close(&self) {
        let line = self.line.lock().await.take();
        if let Some(Line { conn, .. }) = line
            && let Err(error) = conn.close().await
        {
            tracing::error!(%error, "the database could not be closed well");
        }
    }
}

impl Line {
    async fn undo(&mut self) -> Result<(), StoreError> {
        match self.conn.execute("ROLLBACK").await {
            // Some errors end a transaction by themselves, so that there is none to undo.
            Ok(_) | Err(sqlx::Error::Database(_)) => {}
            // The thread behind the connection has ended, and its transaction with it.
            Err(_) => self.conn = SqliteConnection::connect_with(&self.options).await?,
        }
        self.begun = false;
        Ok(())
    }
}
