//! The bare minimum of keeping rows: the same rows, written by SQLite itself with the same durability, and nothing around it.

use std::path::Path;

use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags, params_from_iter};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqliteSynchronous};
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _};

/// What a transaction wrote: rows that are new, and rows that are not as they were.
#[derive(Default)]
pub struct Wrote {
    new: Vec<(&'static Table, Vec<Value>)>,
    changed: Vec<(&'static Table, Vec<Value>)>,
    /// Bytes in all of their columns.
    pub bytes: usize,
}

impl Wrote {
    /// How many rows.
    pub fn rows(&self) -> usize {
        self.new.len() + self.changed.len()
    }
}

struct Table {
    name: &'static str,
    /// The column that says which couple's it is; `inbox` has none, and is looked at by its keys.
    couple: &'static str,
    /// Places of the primary key's columns.
    key: &'static [usize],
}

static ALL: [Table; 9] = [
    Table { name: "couple", couple: "id", key: &[0] },
    Table { name: "partner_key", couple: "couple", key: &[0, 1] },
    Table { name: "round", couple: "couple", key: &[0, 1] },
    Table { name: "entry", couple: "couple", key: &[0, 1] },
    Table { name: "heard", couple: "couple", key: &[0] },
    Table { name: "alarm", couple: "couple", key: &[0, 1] },
    Table { name: "slot", couple: "couple", key: &[0, 1] },
    Table { name: "post", couple: "couple", key: &[0, 1] },
    Table { name: "outbox", couple: "couple", key: &[0] },
];
static INBOX: Table = Table { name: "inbox", couple: "", key: &[0] };

/// The floor's own database, which begins as a copy of ours.
pub struct Bare {
    db: Connection,
    /// Looks at the same file, so that the one that writes finds no warmer cache than ours does.
    look: Connection,
    ours: Connection,
}

impl Bare {
    /// `copy` was made of `ours` before anything was measured.
    pub fn new(copy: &Path, ours: &Path) -> Bare {
        let db = Connection::open(copy).expect("the copy");
        // As the store opens it.
        db.execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON;
             PRAGMA temp_store = MEMORY; PRAGMA journal_size_limit = 67108864",
        )
        .expect("pragmas");
        db.set_prepared_statement_cache_capacity(200);
        let look = read_only(copy);
        let ours = read_only(ours);
        Bare { db, look, ours }
    }

    /// What ours has of these couples and events that the floor does not have yet.
    pub fn wrote(&self, couples: &[i64], events: &[String]) -> Wrote {
        let mut wrote = Wrote::default();
        for couple in couples {
            for table in &ALL {
                let open = if table.name == "outbox" { " AND NOT done" } else { "" };
                let sql = format!("SELECT * FROM {} WHERE {} = ?1{open}", table.name, table.couple);
                let was = rows(&self.look, &sql, &Value::Integer(*couple));
                for row in rows(&self.ours, &sql, &Value::Integer(*couple)) {
                    wrote.take(table, row, &was);
                }
            }
        }
        for event in events {
            let sql = "SELECT * FROM inbox WHERE event = ?1";
            for row in rows(&self.ours, sql, &Value::Text(event.clone())) {
                wrote.take(&INBOX, row, &[]);
            }
        }
        wrote
    }

    /// Writes it in one transaction.
    pub fn write(&mut self, wrote: &Wrote) {
        let tx = self.db.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate).expect("a transaction");
        for (table, row) in &wrote.new {
            let holes = vec!["?"; row.len()].join(", ");
            tx.prepare_cached(&format!("INSERT INTO {} VALUES ({holes})", table.name))
                .and_then(|mut insert| insert.execute(params_from_iter(row)))
                .expect("a row");
        }
        for (table, row) in &wrote.changed {
            tx.prepare_cached(&table.update(&tx, row.len()))
                .and_then(|mut update| update.execute(params_from_iter(row)))
                .expect("a row");
        }
        tx.commit().expect("it is kept");
    }
}

impl Wrote {
    fn take(&mut self, table: &'static Table, row: Vec<Value>, was: &[Vec<Value>]) {
        let same_key = |other: &&Vec<Value>| table.key.iter().all(|column| other[*column] == row[*column]);
        let size: usize = row.iter().map(bytes).sum();
        match was.iter().find(same_key) {
            Some(before) if *before == row => return,
            Some(_) => self.changed.push((table, row)),
            None => self.new.push((table, row)),
        }
        self.bytes += size;
    }
}

impl Table {
    /// Sets every column but the key's; each is bound by its place in the row.
    fn update(&self, db: &Connection, columns: usize) -> String {
        let names: Vec<String> = db
            .prepare_cached(&format!("SELECT * FROM {}", self.name))
            .expect("a query")
            .column_names()
            .into_iter()
            .map(str::to_owned)
            .collect();
        let pair = |column: &usize| format!("{} = ?{}", names[*column], column + 1);
        let set: Vec<String> =
            (0..columns).filter(|column| !self.key.contains(column)).map(|column| pair(&column)).collect();
        let key: Vec<String> = self.key.iter().map(pair).collect();
        format!("UPDATE {} SET {} WHERE {}", self.name, set.join(", "), key.join(" AND "))
    }
}

/// The same rows as bare as the library that the store uses can write them: a statement a row, and nothing around it.
pub struct Plain {
    db: SqliteConnection,
    /// For the names of columns.
    look: Connection,
}

impl Plain {
    /// `copy` was made before anything was measured.
    pub async fn new(copy: &Path) -> Plain {
        let options = SqliteConnectOptions::new()
            .filename(copy)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .pragma("secure_delete", "ON")
            .pragma("temp_store", "MEMORY")
            .pragma("journal_size_limit", "67108864")
            .statement_cache_capacity(200);
        Plain { db: options.connect().await.expect("the copy"), look: read_only(copy) }
    }

    /// Writes it in one transaction.
    pub async fn write(&mut self, wrote: &Wrote) {
        let mut tx = self.db.begin_with("BEGIN IMMEDIATE").await.expect("a transaction");
        let new = wrote.new.iter().map(|(table, row)| {
            let holes = vec!["?"; row.len()].join(", ");
            (format!("INSERT INTO {} VALUES ({holes})", table.name), row)
        });
        let changed = wrote.changed.iter().map(|(table, row)| (table.update(&self.look, row.len()), row));
        for (sql, row) in new.chain(changed) {
            let mut query = sqlx::query(AssertSqlSafe(sql));
            for value in row {
                query = match value {
                    Value::Null => query.bind(None::<i64>),
                    Value::Integer(number) => query.bind(*number),
                    Value::Real(number) => query.bind(*number),
                    Value::Text(text) => query.bind(text.as_str()),
                    Value::Blob(bytes) => query.bind(bytes.as_slice()),
                };
            }
            query.execute(&mut *tx).await.expect("a row");
        }
        tx.commit().await.expect("it is kept");
    }
}

fn read_only(file: &Path) -> Connection {
    let db = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY).expect("the database");
    db.set_prepared_statement_cache_capacity(200);
    db
}

fn rows(db: &Connection, sql: &str, of: &Value) -> Vec<Vec<Value>> {
    let mut select = db.prepare_cached(sql).expect("a query");
    let columns = select.column_count();
    select
        .query_map([of], |row| (0..columns).map(|column| row.get(column)).collect())
        .expect("rows")
        .map(|row| row.expect("a row"))
        .collect()
}

fn bytes(value: &Value) -> usize {
    match value {
        Value::Null => 0,
        Value::Integer(_) | Value::Real(_) => 8,
        Value::Text(text) => text.len(),
        Value::Blob(blob) => blob.len(),
    }
}
