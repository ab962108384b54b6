//! One SQL text on two databases: arguments, rows, and [`Batch`], the statement that takes many rows at once.

use std::fmt::Write as _;
use std::sync::OnceLock;

use data_encoding::HEXLOWER;
use rusqlite::types::Value as SqliteValue;
use serde_json::Value;

use super::error::StoreError;
use super::sqlite;

/// One of the two databases, with a connection to it.
pub(super) enum Conn<'c> {
    Sqlite(&'c mut rusqlite::Connection),
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
    Sqlite(Vec<SqliteValue>),
    #[cfg(feature = "postgres")]
    Postgres(sqlx::postgres::PgRow),
}

/// A statement over many rows, which it finds as the table `given`.
///
/// On Postgres they travel as one JSON array of arrays: one statement, one journey, whatever their number. SQLite is no journey
/// away, and takes them one after another, each bound as it is. Around that the text is the same.
pub(super) struct Batch {
    columns: &'static [(&'static str, Kind)],
    then: &'static str,
    together: bool,
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
    /// `then` begins with INSERT, UPDATE, DELETE or SELECT, and means the same whether its rows come together or one after another.
    /// `$1` is taken by the rows, further arguments begin at `$2`. Outside of a transaction, use [`Batch::together`].
    pub(super) const fn new(columns: &'static [(&'static str, Kind)], then: &'static str) -> Batch {
        Batch::with(columns, then, false)
    }

    /// One whose rows must come together: it counts, orders or limits over all of them, or is a transaction of its own.
    pub(super) const fn together(columns: &'static [(&'static str, Kind)], then: &'static str) -> Batch {
        Batch::with(columns, then, true)
    }

    const fn with(columns: &'static [(&'static str, Kind)], then: &'static str, together: bool) -> Batch {
        Batch {
            columns,
            then,
            together,
            sqlite: OnceLock::new(),
            #[cfg(feature = "postgres")]
            postgres: OnceLock::new(),
        }
    }

    fn on_sqlite(&'static self) -> &'static str {
        self.sqlite.get_or_init(|| {
            if self.together {
                // Listed first: taken straight from `json_each`, a row's text would be written anew for each of its columns.
                let listed = "listed AS MATERIALIZED (SELECT value FROM json_each($1)), ";
                return self.written(listed, "unhex(value->>", ")", "listed");
            }
            let columns: Vec<String> = self.columns.iter().map(|(name, _)| format!("? AS {name}")).collect();
            format!("WITH given AS (SELECT {}) {}", columns.join(", "), self.then)
        })
    }

    #[cfg(feature = "postgres")]
    fn on_postgres(&'static self) -> &'static str {
        self.postgres
            .get_or_init(|| self.written("", "decode(value->>", ",'hex')", "json_array_elements(CAST($1 AS json))"))
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

/// The rows of a batch.
#[derive(Clone, Default)]
pub(super) struct Given(Vec<Vec<Arg>>);

impl Given {
    pub(super) fn push(&mut self, row: impl IntoIterator<Item = Arg>) {
        self.0.push(row.into_iter().collect());
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// As they travel together.
    fn json(&self) -> Arg {
        let value = |arg: &Arg| match arg {
            Arg::Int(number) | Arg::OptInt(Some(number)) => Value::from(*number),
            Arg::Text(text) | Arg::OptText(Some(text)) => Value::from(text.as_str()),
            Arg::Blob(bytes) => Value::from(HEXLOWER.encode(bytes)),
            Arg::Bool(flag) => Value::from(i64::from(*flag)),
            Arg::OptInt(None) | Arg::OptText(None) => Value::Null,
        };
        let rows = self.0.iter().map(|row| Value::Array(row.iter().map(value).collect()));
        Arg::Text(Value::Array(rows.collect()).to_string())
    }
}

#[cfg(feature = "postgres")]
fn bound(
    sql: &'static str,
    args: Vec<Arg>,
) -> sqlx::query::Query<'static, sqlx::Postgres, sqlx::postgres::PgArguments> {
    args.into_iter().fold(sqlx::query(sql), |query, arg| match arg {
        Arg::Int(number) => query.bind(number),
        Arg::OptInt(number) => query.bind(number),
        Arg::Text(text) => query.bind(text),
        Arg::OptText(text) => query.bind(text),
        Arg::Blob(bytes) => query.bind(bytes),
        Arg::Bool(flag) => query.bind(flag),
    })
}

impl Conn<'_> {
    pub(super) async fn all(&mut self, sql: &'static str, args: Vec<Arg>) -> Result<Vec<Row>, StoreError> {
        match self {
            Conn::Sqlite(conn) => {
                let rows = sqlite::all(conn, sql, &[&[]], 1, &args)?;
                Ok(rows.into_iter().map(Row::Sqlite).collect())
            }
            #[cfg(feature = "postgres")]
            Conn::Postgres(conn) => {
                let rows = bound(sql, args).fetch_all(&mut **conn).await?;
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
            Conn::Sqlite(conn) => sqlite::run(conn, sql, &[&[]], 1, &args),
            #[cfg(feature = "postgres")]
            Conn::Postgres(conn) => Ok(bound(sql, args).execute(&mut **conn).await?.rows_affected()),
        }
    }

    /// Runs `batch` over `given`; does nothing without rows. Answers with how many rows it changed.
    pub(super) async fn batch(
        &mut self,
        batch: &'static Batch,
        given: Given,
        further: Vec<Arg>,
    ) -> Result<u64, StoreError> {
        if given.is_empty() {
            return Ok(0);
        }
        match self {
            Conn::Sqlite(conn) if !batch.together => {
                let rows: Vec<&[Arg]> = given.0.iter().map(Vec::as_slice).collect();
                sqlite::run(conn, batch.on_sqlite(), &rows, 2, &further)
            }
            Conn::Sqlite(_) => self.run(batch.on_sqlite(), with_rows(&given, further)).await,
            #[cfg(feature = "postgres")]
            Conn::Postgres(_) => self.run(batch.on_postgres(), with_rows(&given, further)).await,
        }
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
        match self {
            Conn::Sqlite(conn) if !batch.together => {
                let rows: Vec<&[Arg]> = given.0.iter().map(Vec::as_slice).collect();
                let found = sqlite::all(conn, batch.on_sqlite(), &rows, 2, &further)?;
                Ok(found.into_iter().map(Row::Sqlite).collect())
            }
            Conn::Sqlite(_) => self.all(batch.on_sqlite(), with_rows(&given, further)).await,
            #[cfg(feature = "postgres")]
            Conn::Postgres(_) => self.all(batch.on_postgres(), with_rows(&given, further)).await,
        }
    }

    /// Several statements without arguments, put together by us; nothing that came from outside may be in them.
    pub(super) async fn script(&mut self, sql: &str) -> Result<(), StoreError> {
        match self {
            Conn::Sqlite(conn) => sqlite::script(conn, sql),
            #[cfg(feature = "postgres")]
            Conn::Postgres(conn) => {
                let sql = sqlx::raw_sql(sqlx::AssertSqlSafe(sql.to_owned()));
                sqlx::Executor::execute(&mut **conn, sql).await?;
                Ok(())
            }
        }
    }

    pub(super) fn is_sqlite(&self) -> bool {
        match self {
            Conn::Sqlite(_) => true,
            #[cfg(feature = "postgres")]
            Conn::Postgres(_) => false,
        }
    }
}

fn with_rows(given: &Given, further: Vec<Arg>) -> Vec<Arg> {
    let mut args = Vec::with_capacity(1 + further.len());
    args.push(given.json());
    args.extend(further);
    args
}

/// A value as SQLite gave it: types belong to values there, the declared ones are not looked at.
trait OfSqlite: Sized {
    fn of(value: &SqliteValue) -> Option<Self>;
}

impl OfSqlite for i64 {
    fn of(value: &SqliteValue) -> Option<i64> {
        if let SqliteValue::Integer(number) = value { Some(*number) } else { None }
    }
}

impl OfSqlite for bool {
    fn of(value: &SqliteValue) -> Option<bool> {
        i64::of(value).map(|number| number != 0)
    }
}

impl OfSqlite for String {
    fn of(value: &SqliteValue) -> Option<String> {
        if let SqliteValue::Text(text) = value { Some(text.clone()) } else { None }
    }
}

impl OfSqlite for Vec<u8> {
    fn of(value: &SqliteValue) -> Option<Vec<u8>> {
        if let SqliteValue::Blob(bytes) = value { Some(bytes.clone()) } else { None }
    }
}

impl<T: OfSqlite> OfSqlite for Option<T> {
    fn of(value: &SqliteValue) -> Option<Option<T>> {
        if *value == SqliteValue::Null { Some(None) } else { T::of(value).map(Some) }
    }
}

/// One getter on both databases.
macro_rules! getter {
    ($name:ident, $kind:ty) => {
        pub(super) fn $name(&self, column: usize) -> Result<$kind, StoreError> {
            match self {
                Row::Sqlite(row) => row
                    .get(column)
                    .and_then(OfSqlite::of)
                    .ok_or_else(|| StoreError::Other(format!("column {column} of an answer is of another kind"))),
                #[cfg(feature = "postgres")]
                Row::Postgres(row) => Ok(sqlx::Row::try_get(row, column)?),
            }
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
