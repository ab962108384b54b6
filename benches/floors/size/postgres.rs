//! The same town on a Postgres server, cast by the server itself.

use std::collections::BTreeSet;
use std::time::Instant;

use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _, Executor as _};

use super::floor::{BATCH, SAMPLE, TABLES};
use crate::town::Mould;

/// A database of a server, removed at the end.
pub struct Postgres {
    server: String,
    name: String,
    url: String,
    db: Option<PgConnection>,
}

/// By table: rows as JSON.
pub type Rows = Vec<BTreeSet<String>>;

impl Postgres {
    pub async fn new(server: &str) -> Postgres {
        let name = format!("size{}", std::process::id());
        let mut db = connect(server).await;
        for sql in [format!("DROP DATABASE IF EXISTS {name}"), format!("CREATE DATABASE {name}")] {
            db.execute(AssertSqlSafe(sql)).await.expect("a database");
        }
        db.close().await.expect("it closes");
        let (host, _) = server.rsplit_once('/').expect("the URL names a database");
        let url = format!("{host}/{name}");
        Postgres { server: server.to_owned(), name, url, db: None }
    }

    pub fn url(&self) -> &str {
        &self.url
    }

    async fn db(&mut self) -> &mut PgConnection {
        if self.db.is_none() {
            self.db = Some(connect(&self.url).await);
        }
        self.db.as_mut().expect("it was just made")
    }

    /// Casts `many` couples, numbered from `first`. Keys are left out: an answer makes its author's.
    pub async fn cast(&mut self, mould: &Mould, first: i64, many: i64) {
        let db = self.db().await;
        db.execute("SET synchronous_commit = off").await.expect("a setting");
        for (table, row) in mould.as_json() {
            let sql = format!(
                "INSERT INTO {table} SELECT made.* FROM generate_series($1::bigint, $2::bigint) AS number,
                 LATERAL json_populate_record(NULL::{table},
                     replace(replace($3, '~0', '~' || number), $4, number::text)::json) AS made"
            );
            sqlx::query(AssertSqlSafe(sql))
                .bind(first)
                .bind(first + many - 1)
                .bind(row)
                .bind(mould.id().to_string())
                .execute(&mut *db)
                .await
                .expect("rows");
        }
        db.execute("SET synchronous_commit = on").await.expect("a setting");
    }

    /// As a server that has been up for a day: with statistics, and nothing left to write.
    pub async fn settle(&mut self) {
        let db = self.db().await;
        db.execute("VACUUM ANALYZE").await.expect("statistics");
        db.execute("CHECKPOINT").await.expect("a checkpoint");
    }

    pub async fn newest_round(&mut self, couple: i64) -> i64 {
        let sql = "SELECT MAX(id) FROM round WHERE couple = $1";
        sqlx::query_scalar(sql).bind(couple).fetch_one(self.db().await).await.expect("a round")
    }

    /// What stands in the database of the first ones among those due, by batches of couples.
    pub async fn rows(&mut self, due: i64) -> Vec<Rows> {
        let couples: Vec<i64> = (1..=due.min(SAMPLE)).collect();
        let mut all = Vec::new();
        for batch in couples.chunks(BATCH) {
            let mut rows = Rows::new();
            for (table, column) in TABLES {
                let sql = format!("SELECT row_to_json(it)::text FROM {table} AS it WHERE {column} = ANY($1)");
                let found: Vec<String> =
                    sqlx::query_scalar(AssertSqlSafe(sql)).bind(batch).fetch_all(self.db().await).await.expect("rows");
                rows.push(found.into_iter().collect());
            }
            all.push(rows);
        }
        all
    }

    /// Seconds for each that was due, where the server alone writes what is there now and was not `before` into empty tables.
    pub async fn floor(&mut self, due: i64, before: &[Rows]) -> f64 {
        let after = self.rows(due).await;
        let db = self.db().await;
        db.execute("CREATE SCHEMA floor").await.expect("a schema");
        let tables: Vec<&str> = TABLES.iter().map(|(table, _)| *table).chain(["inbox"]).collect();
        for table in &tables {
            let sql = format!("CREATE TABLE floor.{table} (LIKE public.{table} INCLUDING ALL)");
            db.execute(AssertSqlSafe(sql)).await.expect("a table");
        }
        let mut took = 0.0;
        for (index, (before, after)) in before.iter().zip(&after).enumerate() {
            let mut new: Vec<String> = after
                .iter()
                .zip(before)
                .map(|(now, was)| format!("[{}]", now.difference(was).cloned().collect::<Vec<_>>().join(",")))
                .collect();
            let keys =
                (0..BATCH).map(|number| format!(r#"{{"event": "due/{index}/{number}/ritual/gratitude", "at": 0}}"#));
            new.push(format!("[{}]", keys.collect::<Vec<_>>().join(",")));
            let began = Instant::now();
            let mut tx = db.begin().await.expect("a transaction");
            for (table, rows) in tables.iter().zip(new) {
                let sql = format!(
                    "INSERT INTO floor.{table} SELECT * FROM json_populate_recordset(NULL::public.{table}, $1::json)"
                );
                sqlx::query(AssertSqlSafe(sql)).bind(rows).execute(&mut *tx).await.expect("rows");
            }
            tx.commit().await.expect("it is kept");
            took += began.elapsed().as_secs_f64();
        }
        took / due.min(SAMPLE) as f64
    }

    pub async fn remove(mut self) {
        if let Some(db) = self.db.take() {
            db.close().await.expect("it closes");
        }
        let mut db = connect(&self.server).await;
        db.execute(AssertSqlSafe(format!("DROP DATABASE {} WITH (FORCE)", self.name))).await.expect("it goes");
        db.close().await.expect("it closes");
    }
}

async fn connect(url: &str) -> PgConnection {
    let options: PgConnectOptions = url.parse().expect("a Postgres URL");
    options.connect().await.unwrap_or_else(|error| panic!("the Postgres server does not answer: {error}"))
}
