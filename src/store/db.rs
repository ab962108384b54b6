//! One SQL text on two databases: arguments, rows, and [`Batch`], the statement that takes many rows at once.

use std::fmt::Write as _;
use std::sync::OnceLock;

use data_encoding::HEXLOWER;
use serde_json::Value;
use sqlx::{Row as _, SqliteConnection};

use super::error::StoreError;

/// One of the two databases, with a connection to it.
pub(super) enum Conn<'c> {
    Sqlite(&'c mut SqliteConnection),
    #[cfg(feature = "postgres")]
    Postgres(&'c mut sqlx::PgConnection),
}

/// An argument of a statement.
#[derive(Clone)]
pub(super) enum Arg {
    Int(i64),
    OptInt(Option<i64>),
    Text(String),
    OptText(Option<String>),
    Blob(Vec<u8>),
    Bool(bool),
}

/// A row that came back.
pub(super) enum Row {
    Sqlite(sqlx::sqlite::SqliteRow),
    #[cfg(feature = "postgres")]
    Postgres(sqlx::postgres::PgRow),
}

/// A statement over many rows, which it finds as the table `given`.
///
/// They travel as one JSON array of arrays: one statement, one journey, whatever their number. SQLite takes it apart with
/// `json_each`, Postgres with `json_array_elements`; the rest of the text is the same.
pub(super) struct Batch {
    columns: &'static [(&'static str, Kind)],
    then: &'static str,
    sqlite: OnceLock<String>,
    #[cfg(feature = "postgres")]
    postgres: OnceLock<String>,
}

/// What a column of `given` holds.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    Int,
    Text,
    Blob,
    Bool,
}

impl Batch {
    /// `then` begins with INSERT, UPDATE, DELETE or SELECT; `$1` is taken by the rows, further arguments begin at `$2`.
    pub(super) const fn new(columns: &'static [(&'static str, Kind)], then: &'static str) -> Batch {
        Batch {
            columns,
            then,
            sqlite: OnceLock::new(),
            #[cfg(feature = "postgres")]
            postgres: OnceLock::new(),
        }
    }

    fn text(&'static self, conn: &Conn<'_>) -> &'static str {
        match conn {
            Conn::Sqlite(_) => self.on_sqlite(),
            #[cfg(feature = "postgres")]
            Conn::Postgres(_) => self.postgres.get_or_init(|| {
                self.written("", "decode(value->>", ",'hex')", "json_array_elements(CAST($1 AS json))")
            }),
        }
    }

    pub(super) fn on_sqlite(&'static self) -> &'static str {
        // Listed first: taken straight from `json_each`, a row's text would be written anew for each of its columns.
        self.sqlite.get_or_init(|| {
            let listed = "listed AS MATERIALIZED (SELECT value FROM json_each($1)), ";
            self.written(listed, "unhex(value->>", ")", "listed")
        })
    }

    fn written(&self, before: &str, blob: &str, blob_end: &str, source: &str) -> String {
        let mut text = format!("WITH {before}given AS (SELECT ");
        for (index, (name, kind)) in self.columns.iter().enumerate() {
            let comma = if index == 0 { "" } else { ", " };
            let _ = match kind {
                Kind::Int => write!(text, "{comma}CAST(value->>{index} AS BIGINT) AS {name}"),
                Kind::Text => write!(text, "{comma}value->>{index} AS {name}"),
                Kind::Blob => write!(text, "{comma}{blob}{index}{blob_end} AS {name}"),
                Kind::Bool => write!(text, "{comma}CAST(value->>{index} AS BIGINT) <> 0 AS {name}"),
            };
        }
        let _ = write!(text, " FROM {source}) {}", self.then);
        text
    }
}

/// The rows of a batch, as they travel: written as JSON at once.
#[derive(Clone, Default)]
pub(super) struct Given {
    json: String,
    rows: usize,
}

impl Given {
    pub(super) fn push(&mut self, row: impl IntoIterator<Item = Arg>) {
        self.json.push_str(if self.rows == 0 { "[[" } else { ",[" });
        self.rows += 1;
        for (index, arg) in row.into_iter().enumerate() {
            if index > 0 {
                self.json.push(',');
            }
            match arg {
                Arg::Int(number) | Arg::OptInt(Some(number)) => {
                    let _ = write!(self.json, "{number}");
                }
                Arg::Text(text) | Arg::OptText(Some(text)) => {
                    let _ = write!(self.json, "{}", Value::from(text));
                }
                Arg::Blob(bytes) => {
                    self.json.push('"');
                    HEXLOWER.encode_append(&bytes, &mut self.json);
                    self.json.push('"');
                }
                Arg::Bool(flag) => self.json.push(if flag { '1' } else { '0' }),
                Arg::OptInt(None) | Arg::OptText(None) => self.json.push_str("null"),
            }
        }
        self.json.push(']');
    }

    pub(super) fn is_empty(&self) -> bool {
        self.rows == 0
    }

    pub(super) fn len(&self) -> usize {
        self.rows
    }

    pub(super) fn into_arg(mut self) -> Arg {
        self.json.push_str(if self.rows == 0 { "[]" } else { "]" });
        Arg::Text(self.json)
    }
}

/// The same binding for both databases, whose queries are different types.
macro_rules! bound {
    ($sql:expr, $args:expr) => {{
        let mut query = sqlx::query($sql);
        for arg in $args {
            query = match arg {
                Arg::Int(number) => query.bind(number),
                Arg::OptInt(number) => query.bind(number),
                Arg::Text(text) => query.bind(text),
                Arg::OptText(text) => query.bind(text),
                Arg::Blob(bytes) => query.bind(bytes),
                Arg::Bool(flag) => query.bind(flag),
            };
        }
        query
    }};
}
pub(super) use bound;

impl Conn<'_> {
    pub(super) async fn all(&mut self, sql: &'static str, args: Vec<Arg>) -> Result<Vec<Row>, StoreError> {
        match self {
            Conn::Sqlite(conn) => {
                let rows = bound!(sql, args).fetch_all(&mut **conn).await?;
                Ok(rows.into_iter().map(Row::Sqlite).collect())
            }
            #[cfg(feature = "postgres")]
            Conn::Postgres(conn) => {
                let rows = bound!(sql, args).fetch_all(&mut **conn).await?;
                Ok(rows.into_iter().map(Row::Postgres).collect())
            }
        }
    }

    pub(super) async fn one(&mut self, sql: &'static str, args: Vec<Arg>) -> Result<Option<Row>, StoreError> {
        Ok(self.all(sql, args).await?.into_iter().next())
    }

    /// How many rows it changed.
    pub(super) async fn run(&mut self, sql: &'static str, args: Vec<Arg>) -> Result<u64, StoreError> {
        match self {
            Conn::Sqlite(conn) => Ok(bound!(sql, args).execute(&mut **conn).await?.rows_affected()),
            #[cfg(feature = "postgres")]
            Conn::Postgres(conn) => Ok(bound!(sql, args).execute(&mut **conn).await?.rows_affected()),
        }
    }

    /// Runs `batch` over `given`; does nothing without rows.
    pub(super) async fn batch(
        &mut self,
        batch: &'static Batch,
        given: Given,
        further: Vec<Arg>,
    ) -> Result<u64, StoreError> {
        if given.is_empty() {
            return Ok(0);
        }
        let sql = batch.text(self);
        self.run(sql, with_rows(given, further)).await
    }

    /// Runs `batch` over `given` and answers with what it returns; does nothing without rows.
    pub(super) async fn batch_all(
        &mut self,
        batch: &'static Batch,
        given: Given,
        further: Vec<Arg>,
    ) -> Result<Vec<Row>, StoreError> {
        if given.is_empty() {
            return Ok(Vec::new());
        }
        let sql = batch.text(self);
        self.all(sql, with_rows(given, further)).await
    }

    /// Several statements without arguments, as a migration has them.
    pub(super) async fn script(&mut self, sql: &'static str) -> Result<(), StoreError> {
        self.script_of(sql.to_owned()).await
    }

    /// The same, put together by us; nothing that came from outside may be in it.
    pub(super) async fn script_of(&mut self, sql: String) -> Result<(), StoreError> {
        let sql = sqlx::raw_sql(sqlx::AssertSqlSafe(sql));
        match self {
            Conn::Sqlite(conn) => {
                sql.execute(&mut **conn).await?;
            }
            #[cfg(feature = "postgres")]
            Conn::Postgres(conn) => {
                sql.execute(&mut **conn).await?;
            }
        }
        Ok(())
    }

    pub(super) fn is_sqlite(&self) -> bool {
        match self {
            Conn::Sqlite(_) => true,
            #[cfg(feature = "postgres")]
            Conn::Postgres(_) => false,
        }
    }
}

fn with_rows(given: Given, further: Vec<Arg>) -> Vec<Arg> {
    let mut args = Vec::with_capacity(1 + further.len());
    args.push(given.into_arg());
    args.extend(further);
    args
}

/// One getter on both databases. SQLite's types belong to values, so the declared ones are not looked at.
macro_rules! getter {
    ($name:ident, $kind:ty) => {
        pub(super) fn $name(&self, column: usize) -> Result<$kind, StoreError> {
            Ok(match self {
                Row::Sqlite(row) => row.try_get_unchecked(column)?,
                #[cfg(feature = "postgres")]
                Row::Postgres(row) => row.try_get(column)?,
            })
        }
    };
}

impl Row {
    getter!(int, i64);
    getter!(opt_int, Option<i64>);
    getter!(text, String);
    getter!(opt_text, Option<String>);
    getter!(blob, Vec<u8>);
    getter!(opt_blob, Option<Vec<u8>>);
    getter!(flag, bool);
}
