//! What can go wrong with the database, in words that say what to do.

use std::io;
use std::path::PathBuf;

use crate::ids::CoupleId;
use crate::seal::SealError;

/// Why the store could not do something. Holds ids and paths, never what people wrote, never a password.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Another process has the SQLite file.
    #[error(
        "{path} is in use by another betwixt; stop that one first, or give this one a database of its own (database.url)"
    )]
    InUse {
        /// The database.
        path: PathBuf,
    },
    /// A newer version of this program wrote the schema.
    #[error(
        "the database was written by a newer betwixt (its schema is {found}, this program knows {known}); nothing was changed: install the newer version, or restore a backup from before"
    )]
    Newer {
        /// The newest migration in the database.
        found: i64,
        /// The newest that this program knows.
        known: i64,
    },
    /// The schema is older than this program's, and this was opened only to look.
    #[error("the database has the schema {found} and this program needs {known}; run: betwixt migrate")]
    Older {
        /// The newest migration in the database.
        found: i64,
        /// The newest that this program knows.
        known: i64,
    },
    /// There is no database yet, and this was opened only to look.
    #[error("there is no database at {path} yet; betwixt run and betwixt migrate make one")]
    Missing {
        /// Where it was looked for.
        path: PathBuf,
    },
    /// The master key is not the one that sealed this database.
    #[error(
        "the master key is not the one that this database was sealed with; bring back that key (seal.key_file, or BETWIXT_SEAL__KEY). Nothing was changed"
    )]
    WrongKey,
    /// A backup was put in place without the file of its keys.
    #[error(
        "this database is a backup without its keys; put the file of keys that was made with it, or any newer one, at {wanted} and start again"
    )]
    KeysMissing {
        /// Where the keys are looked for.
        wanted: PathBuf,
    },
    /// A file of keys, or the list of erasures, is not what it should be.
    #[error("{path}, line {line}: {what}")]
    BadFile {
        /// Which.
        path: PathBuf,
        /// Where in it, from 1.
        line: usize,
        /// What is wrong, and what to do.
        what: &'static str,
    },
    /// The disk is full.
    #[error(
        "the disk is full: nothing new can be kept; what was acknowledged is safe. Make room, and it goes on by itself"
    )]
    Full,
    /// The file or its folder may not be written.
    #[error("the database may not be written; make the file and its folder writable for the user that runs betwixt")]
    ReadOnly,
    /// Somebody moved, removed or replaced the file that is open: what would be written now could not be found again.
    #[error(
        "{path} was moved, removed or replaced while betwixt runs, so nothing new is kept. Put it back as it was, and it goes on by itself; to use another file, stop betwixt first"
    )]
    Moved {
        /// Where it was.
        path: PathBuf,
    },
    /// The file is damaged.
    #[error("the database is damaged ({found}); stop betwixt, keep a copy of the file, and restore the newest backup")]
    Corrupt {
        /// What was noticed.
        found: String,
    },
    /// The file or the server cannot be reached.
    #[error("the database cannot be reached: {0}")]
    Unreachable(String),
    /// Somebody else wrote the same couple in between. Begin again with what is there now.
    #[error("somebody else wrote the same couple in between; to be tried again")]
    Conflict,
    /// Somebody else is writing for too long. Try again.
    #[error("the database is busy; to be tried again")]
    Busy,
    /// A couple that should be there is not.
    #[error("there is no couple {0}")]
    NoCouple(CoupleId),
    /// A row is not in the form that this program writes.
    #[error("a row of {table} cannot be read; run: betwixt check")]
    Unreadable {
        /// Where.
        table: &'static str,
    },
    /// Something did not open, or could not be sealed.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// A file beside the database could not be used.
    #[error("{path}: {source}")]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// What this database cannot do.
    #[error("{0}")]
    Unsupported(&'static str),
    /// Anything else that the database said.
    #[error("the database said: {0}")]
    Other(String),
}

impl StoreError {
    /// Whether the same thing may well succeed when it is begun again at once.
    pub fn is_passing(&self) -> bool {
        matches!(self, StoreError::Conflict | StoreError::Busy)
    }

    pub(super) fn file(path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> StoreError {
        let path = path.into();
        move |source| StoreError::File { path, source }
    }

    pub(super) fn unreadable(table: &'static str) -> StoreError {
        StoreError::Unreadable { table }
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        if let sqlx::Error::Database(database) = &error {
            if database.is_unique_violation() {
                return StoreError::Conflict;
            }
            let text = database.message().to_owned();
            return match database.code() {
                Some(code) => by_code(&code, text),
                None => StoreError::Other(text),
            };
        }
        if let sqlx::Error::Io(source) = &error {
            return StoreError::Unreachable(source.to_string());
        }
        if matches!(error, sqlx::Error::PoolTimedOut) {
            return StoreError::Busy;
        }
        StoreError::Other(error.to_string())
    }
}

/// SQLite's codes are numbers whose lowest byte is the kind; Postgres's are five characters.
fn by_code(code: &str, text: String) -> StoreError {
    if code.len() == 5 {
        return match code {
            "40001" | "40P01" => StoreError::Conflict,
            "55P03" => StoreError::Busy,
            "53100" => StoreError::Full,
            "25006" => StoreError::ReadOnly,
            "XX001" | "XX002" => StoreError::Corrupt { found: text },
            "57P01" | "57P02" | "57P03" | "3D000" | "28P01" | "28000" | "53300" => StoreError::Unreachable(text),
            _ => StoreError::Other(text),
        };
    }
    match code.parse::<u32>().map(|code| code & 0xff) {
        Ok(5 | 6) => StoreError::Busy,
        Ok(8) => StoreError::ReadOnly,
        Ok(11 | 26) => StoreError::Corrupt { found: text },
        Ok(13) => StoreError::Full,
        Ok(10 | 14) => StoreError::Unreachable(text),
        Ok(_) | Err(_) => StoreError::Other(text),
    }
}
