//! What the peak wrote, written once more by SQLite itself into a file of the same tables with nothing in them.

use std::path::{Path, PathBuf};
use std::time::Instant;

use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags, TransactionBehavior, params_from_iter};

/// Tables that a due ritual writes, and the column that says which couple's a row is.
pub const TABLES: [(&str, &str); 5] =
    [("couple", "id"), ("round", "couple"), ("alarm", "couple"), ("slot", "couple"), ("outbox", "couple")];
/// As many couples as the scheduler takes in one transaction.
pub const BATCH: usize = 64;
/// So many couples' rows are written once more.
pub const SAMPLE: i64 = 3_200;

/// The rows of some couples before the evening, to be told from those after it.
pub struct Floor {
    file: PathBuf,
    couples: Vec<i64>,
    before: Vec<Vec<Row>>,
}

type Row = (usize, Vec<Value>);

impl Floor {
    /// Of the first ones among those due.
    pub fn sqlite(file: &Path, due: i64) -> Floor {
        let couples: Vec<i64> = (1..=due.min(SAMPLE)).collect();
        let before = rows(file, &couples);
        Floor { file: file.to_owned(), couples, before }
    }

    /// Seconds for each that was due.
    pub fn measure(&mut self) -> f64 {
        let after = rows(&self.file, &self.couples);
        let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder");
        let mut db = empty_copy(&self.file, &folder.path().join("floor.db"));
        let mut took = 0.0;
        for (before, after) in self.before.chunks(BATCH).zip(after.chunks(BATCH)) {
            let new: Vec<&Row> =
                after.iter().zip(before).flat_map(|(now, was)| now.iter().filter(|row| !was.contains(row))).collect();
            assert!(new.len() > 4 * before.len(), "who is due gets a round, an alarm, a slot and a message");
            let keys: Vec<String> =
                (0..before.len()).map(|number| format!("due/{took}/{number}/ritual/gratitude")).collect();
            let began = Instant::now();
            let tx = db.transaction_with_behavior(TransactionBehavior::Immediate).expect("a transaction");
            for (table, row) in new {
                let holes = vec!["?"; row.len()].join(", ");
                tx.prepare_cached(&format!("INSERT INTO {} VALUES ({holes})", TABLES[*table].0))
                    .and_then(|mut insert| insert.execute(params_from_iter(row)))
                    .expect("a row");
            }
            for key in keys {
                tx.prepare_cached("INSERT INTO inbox VALUES (?, 0)")
                    .and_then(|mut insert| insert.execute([key]))
                    .expect("a row");
            }
            tx.commit().expect("it is kept");
            took += began.elapsed().as_secs_f64();
        }
        took / self.couples.len() as f64
    }
}

/// The rows of each couple.
fn rows(file: &Path, couples: &[i64]) -> Vec<Vec<Row>> {
    let db = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY).expect("the database");
    let of = |couple: &i64| {
        let mut all = Vec::new();
        for (index, (table, column)) in TABLES.iter().enumerate() {
            // What was delivered meanwhile was blanked: it is not what the peak wrote.
            let sql = format!("SELECT * FROM {table} WHERE {column} = ?1");
            let mut select = db.prepare_cached(&sql).expect("a query");
            let columns = select.column_count();
            let found =
                select.query_map([couple], |row| (0..columns).map(|column| row.get(column)).collect()).expect("rows");
            all.extend(found.map(|row| (index, row.expect("a row"))));
        }
        all
    };
    couples.iter().map(of).collect()
}

/// The same tables and indices, empty, opened as the store opens its own.
fn empty_copy(ours: &Path, file: &Path) -> Connection {
    let schema: Vec<String> = {
        let db = Connection::open_with_flags(ours, OpenFlags::SQLITE_OPEN_READ_ONLY).expect("the database");
        let sql = "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY type DESC";
        let mut select = db.prepare(sql).expect("a query");
        let found = select.query_map([], |row| row.get(0)).expect("tables");
        found.map(|sql| sql.expect("text")).collect()
    };
    let db = Connection::open(file).expect("a file");
    // The rows of a couple come before it here, and nobody looks after references in a floor.
    db.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA foreign_keys = OFF",
    )
    .expect("pragmas");
    for sql in schema {
        db.execute_batch(&sql).expect("a table");
    }
    db.set_prepared_statement_cache_capacity(200);
    db
}
