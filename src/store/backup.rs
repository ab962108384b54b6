//! A consistent copy while running; and what a restored one needs.
//!
//! A backup is two files: the database without its partners' keys, and the keys. Whoever keeps only the newest file of keys makes
//! every older backup forget what was erased since: its words stay sealed for ever. To restore, both are put in place of the database
//! (`betwixt.db` and `betwixt.db.keys`, without the old `betwixt.db-wal`) and betwixt is started: it takes the keys in, and the list of
//! erasures beside the master key is gone through again.

use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use data_encoding::HEXLOWER;
use jiff::Timestamp;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions as _, Connection as _};

use super::connect::beside;
use super::db::{Arg, Batch, Conn, Given, Kind};
use super::error::StoreError;
use super::open::whole;
use super::{Db, Store};

/// A finished backup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Backup {
    /// The database, without the partners' keys.
    pub file: PathBuf,
    /// The keys, sealed by the master key.
    pub keys: PathBuf,
    /// How many couples are in it.
    pub couples: u64,
}

impl Store {
    /// Writes a copy of everything committed so far to `file`, and the keys beside it as `file.keys`. Both are whole when this
    /// returns, and neither is there if it fails. An older backup of that name is replaced. `now` is noted in both.
    pub async fn backup_to(&self, file: &Path, now: Timestamp) -> Result<Backup, StoreError> {
        match &self.shared.db {
            Db::Sqlite { path, .. } => {
                let mut reader = self.reader().await?;
                copy(&mut reader.conn(), path, file, now).await
            }
            #[cfg(feature = "postgres")]
            Db::Postgres(_) => Err(StoreError::Unsupported(NOT_POSTGRES)),
        }
    }
}

pub(super) const NOT_POSTGRES: &str = "betwixt backs up SQLite alone; for Postgres use pg_dump, and keep the master key and the list of erasures beside it apart";

/// The first line of a file of keys, before the time at which it was made.
const HEADER: &str = "betwixt keys ";

/// Copies the SQLite database at `path`, which another process may be writing. Opens it read-only.
pub(super) async fn beside_a_running_one(path: &Path, file: &Path, now: Timestamp) -> Result<Backup, StoreError> {
    let mut conn = read_only(path).await?;
    super::schema::version(&mut Conn::Sqlite(&mut conn)).await?;
    let done = copy(&mut Conn::Sqlite(&mut conn), path, file, now).await;
    conn.close().await?;
    done
}

pub(super) async fn read_only(path: &Path) -> Result<sqlx::SqliteConnection, StoreError> {
    if !path.exists() {
        return Err(StoreError::Missing { path: path.to_owned() });
    }
    let options =
        SqliteConnectOptions::new().filename(path).read_only(true).busy_timeout(std::time::Duration::from_secs(10));
    Ok(options.connect().await?)
}

async fn copy(conn: &mut Conn<'_>, from: &Path, file: &Path, now: Timestamp) -> Result<Backup, StoreError> {
    if same_file(from, file) {
        return Err(StoreError::Unsupported("the backup would replace the database itself; name another file"));
    }
    let (unfinished, keys) = (beside(file, ".unfinished"), beside(file, ".keys"));
    let unfinished_keys = beside(file, ".keys.unfinished");
    let _unfinished = [Passing(unfinished.clone()), Passing(unfinished_keys.clone())];
    for path in [&unfinished, &unfinished_keys] {
        // Made here, so that nobody but the owner may read it; SQLite accepts an empty file.
        drop(own_file(path)?);
    }
    let name = unfinished.to_str().ok_or(StoreError::Unsupported("the name of a backup must be Unicode"))?;
    conn.run("VACUUM INTO $1", vec![Arg::Text(name.to_owned())]).await?;
    let (couples, lines) = take_keys_out(&unfinished, now).await?;

    let mut out = own_file(&unfinished_keys)?;
    out.write_all(lines.as_bytes()).and_then(|()| out.sync_all()).map_err(StoreError::file(&unfinished_keys))?;
    File::open(&unfinished).and_then(|copy| copy.sync_all()).map_err(StoreError::file(&unfinished))?;
    // The keys first: a copy without its keys could not be read, keys without their copy harm nothing.
    std::fs::rename(&unfinished_keys, &keys).map_err(StoreError::file(&keys))?;
    std::fs::rename(&unfinished, file).map_err(StoreError::file(file))?;
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(StoreError::file(folder))?;
    Ok(Backup { file: file.to_owned(), keys, couples })
}

/// Moves the partners' keys out of a copy, leaving nothing of them in its free pages, and checks the copy.
async fn take_keys_out(copy: &Path, now: Timestamp) -> Result<(u64, String), StoreError> {
    let options = SqliteConnectOptions::new()
        .filename(copy)
        .journal_mode(sqlx::sqlite::SqliteJournalMode::Delete)
        .pragma("secure_delete", "ON");
    let mut open = options.connect().await?;
    let mut conn = Conn::Sqlite(&mut open);
    whole(&mut conn).await?;
    let mut lines = format!("{HEADER}{}\n", now.as_millisecond());
    for row in conn
        .all(
            "SELECT couple, partner, sealed FROM partner_key WHERE sealed IS NOT NULL ORDER BY couple, partner",
            Vec::new(),
        )
        .await?
    {
        let sealed = HEXLOWER.encode(&row.blob(2)?);
        lines.push_str(&format!("{} {} {sealed}\n", row.int(0)?, row.int(1)?));
    }
    conn.run("UPDATE partner_key SET sealed = NULL", Vec::new()).await?;
    // A copy is no running process.
    super::open::set(&mut conn, "running", "no").await?;
    super::open::set(&mut conn, super::open::BACKED_UP, &now.as_millisecond().to_string()).await?;
    let row = conn.one("SELECT COUNT(*) FROM couple", Vec::new()).await?;
    let couples = row.map(|row| row.int(0)).transpose()?.unwrap_or(0).unsigned_abs();
    open.close().await?;
    Ok((couples, lines))
}

/// Takes the keys of a restored backup in, and removes their file: the database has them again.
pub(super) async fn bring_keys(conn: &mut Conn<'_>, path: &Path) -> Result<(), StoreError> {
    static BRING: Batch = Batch::new(
        &[("of_couple", Kind::Int), ("of_partner", Kind::Int), ("brought", Kind::Blob)],
        "UPDATE partner_key SET sealed = given.brought FROM given
         WHERE couple = given.of_couple AND partner = given.of_partner AND sealed IS NULL",
    );
    let missing = "SELECT COUNT(*) FROM partner_key WHERE sealed IS NULL";
    let row = conn.one(missing, Vec::new()).await?;
    if row.map(|row| row.int(0)).transpose()?.unwrap_or(0) == 0 {
        return Ok(());
    }
    let keys = beside(path, ".keys");
    let text = match std::fs::read_to_string(&keys) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return Err(StoreError::KeysMissing { wanted: keys });
        }
        Err(error) => return Err(StoreError::file(&keys)(error)),
    };
    let bad = |line, what| StoreError::BadFile { path: keys.clone(), line, what };
    // The end of a line is the last thing written; half a file would erase those whose keys it lacks.
    let mut lines = text.ends_with('\n').then(|| text.lines()).into_iter().flatten();
    let made: i64 = lines
        .next()
        .and_then(|line| line.strip_prefix(HEADER)?.parse().ok())
        .ok_or_else(|| bad(1, "this is no file of keys, as `betwixt backup` writes them"))?;
    let copied = super::open::get(conn, super::open::BACKED_UP).await?;
    if copied.and_then(|at| at.parse().ok()).is_some_and(|copied: i64| made < copied) {
        return Err(bad(
            1,
            "these keys are older than the backup; use those that were made with it, or any newer ones",
        ));
    }
    let mut given = Given::default();
    for (index, line) in lines.enumerate() {
        given.push(key_line(line).ok_or_else(|| {
            bad(index + 2, "this is no key; use the file that was made with the backup, or any newer one")
        })?);
    }
    conn.batch(&BRING, given, Vec::new()).await?;
    // Whose key is in no newer file erased everything since: the key is gone for good, and so are the words.
    conn.run(
        "DELETE FROM entry WHERE EXISTS (SELECT 1 FROM partner_key WHERE partner_key.couple = entry.couple
             AND partner_key.partner = entry.partner AND partner_key.sealed IS NULL)",
        Vec::new(),
    )
    .await?;
    conn.run("DELETE FROM partner_key WHERE sealed IS NULL", Vec::new()).await?;
    std::fs::remove_file(&keys).map_err(StoreError::file(&keys))
}

fn key_line(line: &str) -> Option<[Arg; 3]> {
    let mut parts = line.split(' ');
    let couple = parts.next()?.parse().ok()?;
    let partner: i64 = parts.next()?.parse().ok()?;
    let sealed = HEXLOWER.decode(parts.next()?.as_bytes()).ok()?;
    let whole = parts.next().is_none() && super::partner(partner).is_some();
    whole.then_some([Arg::Int(couple), Arg::Int(partner), Arg::Blob(sealed)])
}

fn own_file(path: &Path) -> Result<File, StoreError> {
    let mut options = std::fs::OpenOptions::new();
    options.create(true).truncate(true).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map_err(StoreError::file(path))
}

fn same_file(one: &Path, other: &Path) -> bool {
    match (one.canonicalize(), other.canonicalize()) {
        (Ok(one), Ok(other)) => one == other,
        (Ok(_) | Err(_), _) => false,
    }
}

/// Removed when it goes out of scope, if it is still there.
struct Passing(PathBuf);

impl Drop for Passing {
    fn drop(&mut self) {
        // Renamed away in the good case; in a bad one, what cannot be removed is empty or unfinished and named so.
        let _ = std::fs::remove_file(&self.0);
    }
}
