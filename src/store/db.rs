//! One SQL text on two databases: arguments, rows, and [`Batch`], the statement that takes many rows at once.

use std::fmt::Write as _;
use std::sync::OnceLock;

use data_encoding::HEXLOWER;
use serde_json::Value;
use sqlx::{AssertSqlSafe, Row as _, SqlSafeStr, SqlStr, SqliteConnection};

use super::error::StoreError;
use crate::engine::couple::Couple;

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
    /// With the couple that it holds, which was read as soon as the row came, while the database looked for the next one.
    Read(Box<(sqlx::sqlite::SqliteRow, Couple)>),
    #[cfg(feature = "postgres")]
    Postgres(sqlx::postgres::PgRow),
}

/// A statement over many rows, which it finds as the table `given`.
///
/// SQLite has few of them bound one by one, and [`Given::MOST_LISTED`] are few; more travel as one JSON array of arrays, which it takes
/// apart with `json_each`. To Postgres each column travels as an array ([`super::columns`]). The rest of the text is the same.
pub(super) struct Batch {
    pub(super) columns: &'static [(&'static str, Kind)],
    pub(super) then: &'static str,
    sqlite: OnceLock<String>,
    #[cfg(feature = "postgres")]
    pub(super) postgres: OnceLock<String>,
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

    /// The statement for SQLite and all of its arguments.
    fn on_sqlite(&'static self, given: Given, further: &[Arg]) -> (SqlStr, Vec<Arg>) {
        if given.len() <= Given::MOST_LISTED {
            let (mut text, mut args) = (String::new(), Vec::new());
            self.listed(given, further, &mut text, &mut args);
            return (AssertSqlSafe(text).into_sql_str(), args);
        }
        (SqlStr::from_static(self.sqlite.get_or_init(|| self.written())), given.as_json(further))
    }

    /// Adds it for SQLite, with its rows and other arguments bound one by one in the order in which they stand there: so several
    /// statements can follow one another in one text.
    pub(super) fn listed(&self, given: Given, further: &[Arg], text: &mut String, args: &mut Vec<Arg>) {
        text.push_str("WITH given(");
        for (index, (name, _)) in self.columns.iter().enumerate() {
            text.push_str(if index == 0 { "" } else { ", " });
            text.push_str(name);
        }
        text.push_str(") AS (VALUES ");
        for row in 0..given.len() {
            text.push_str(if row == 0 { "(?" } else { ", (?" });
            for _ in 1..self.columns.len() {
                text.push_str(",?");
            }
            text.push(')');
        }
        text.push_str(") ");
        args.extend(given.args);
        let mut parts = self.then.split('$');
        text.push_str(parts.next().unwrap_or_default());
        for part in parts {
            let digits = part.bytes().take_while(u8::is_ascii_digit).count();
            let (number, rest) = part.split_at(digits);
            // The first of them is `$2`.
            let arg = number.parse::<usize>().ok().and_then(|number| further.get(number.checked_sub(2)?));
            args.extend(arg.cloned());
            text.push('?');
            text.push_str(rest);
        }
        text.push(';');
    }

    /// With its rows in one JSON array.
    fn written(&self) -> String {
        // Listed first: taken straight from `json_each`, a row's text would be written anew for each of its columns.
        let mut text = "WITH listed AS MATERIALIZED (SELECT value FROM json_each($1)), given AS (SELECT ".to_owned();
        for (index, (name, kind)) in self.columns.iter().enumerate() {
            let comma = if index == 0 { "" } else { ", " };
            let _ = match kind {
                Kind::Int => write!(text, "{comma}CAST(value->>{index} AS BIGINT) AS {name}"),
                Kind::Text => write!(text, "{comma}value->>{index} AS {name}"),
                Kind::Blob => write!(text, "{comma}unhex(value->>{index}) AS {name}"),
                Kind::Bool => write!(text, "{comma}CAST(value->>{index} AS BIGINT) <> 0 AS {name}"),
            };
        }
        let _ = write!(text, " FROM listed) {}", self.then);
        text
    }
}

/// The rows of a batch.
#[derive(Clone, Default)]
pub(super) struct Given {
    pub(super) args: Vec<Arg>,
    rows: usize,
}

impl Given {
    /// As many rows are bound one by one at most.
    pub(super) const MOST_LISTED: usize = 64;

    pub(super) fn push(&mut self, row: impl IntoIterator<Item = Arg>) {
        self.args.extend(row);
        self.rows += 1;
    }

    pub(super) fn is_empty(&self) -> bool {
        self.rows == 0
    }

    pub(super) fn len(&self) -> usize {
        self.rows
    }

    /// For a question: filled up with rows of NULL, which match nothing, to a size that is a power of two, so that there are few texts.
    pub(super) fn filled_up(mut self) -> Given {
        let (size, width) = (self.rows.next_power_of_two(), self.args.len().checked_div(self.rows).unwrap_or(0));
        if size <= Self::MOST_LISTED {
            self.args.resize(size * width, Arg::OptInt(None));
            self.rows = size;
        }
        self
    }

    /// In parts whose sizes are powers of two, at most [`Given::MOST_LISTED`]: so there are few texts, and the database has them prepared.
    pub(super) fn in_parts(self) -> Vec<Given> {
        let Some(width) = self.args.len().checked_div(self.rows) else {
            return Vec::new();
        };
        if self.rows <= Self::MOST_LISTED && self.rows.is_power_of_two() {
            return vec![self];
        }
        let (mut args, mut left, mut parts) = (self.args.into_iter(), self.rows, Vec::new());
        while left > 0 {
            let rows = Self::MOST_LISTED.min(1 << left.ilog2());
            parts.push(Given { args: args.by_ref().take(rows * width).collect(), rows });
            left -= rows;
        }
        parts
    }

    /// All rows as JSON, then the other arguments.
    fn as_json(&self, further: &[Arg]) -> Vec<Arg> {
        let mut json = String::from("[");
        let width = self.args.len().checked_div(self.rows).unwrap_or(0);
        for (index, arg) in self.args.iter().enumerate() {
            json.push_str(match (index, index % width) {
                (0, _) => "[",
                (_, 0) => "],[",
                (_, _) => ",",
            });
            match arg {
                Arg::Int(number) | Arg::OptInt(Some(number)) => {
                    let _ = write!(json, "{number}");
                }
                Arg::Text(text) | Arg::OptText(Some(text)) => {
                    let _ = write!(json, "{}", Value::from(text.as_str()));
                }
                Arg::Blob(bytes) => {
                    json.push('"');
                    HEXLOWER.encode_append(bytes, &mut json);
                    json.push('"');
                }
                Arg::Bool(flag) => json.push(if *flag { '1' } else { '0' }),
                Arg::OptInt(None) | Arg::OptText(None) => json.push_str("null"),
            }
        }
        json.push_str(if self.is_empty() { "]" } else { "]]" });
        [Arg::Text(json)].into_iter().chain(further.iter().cloned()).collect()
    }
}

/// The same binding for both databases, whose queries are different types.
macro_rules! bind_all {
    ($query:expr, $args:expr) => {{
        let mut query = $query;
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

/// A query with its arguments.
macro_rules! bound {
    ($sql:expr, $args:expr) => {
        $crate::store::db::bind_all!(sqlx::query($sql), $args)
    };
}
pub(super) use bind_all;
pub(super) use bound;

impl Conn<'_> {
    pub(super) async fn all(&mut self, sql: impl SqlSafeStr, args: Vec<Arg>) -> Result<Vec<Row>, StoreError> {
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
    pub(super) async fn run(&mut self, sql: impl SqlSafeStr, args: Vec<Arg>) -> Result<u64, StoreError> {
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
        match self {
            Conn::Sqlite(_) => {
                let (sql, args) = batch.on_sqlite(given, &further);
                self.run(sql, args).await
            }
            #[cfg(feature = "postgres")]
            Conn::Postgres(conn) => {
                Ok(super::columns::query(batch, given, further)?.execute(&mut **conn).await?.rows_affected())
            }
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
            Conn::Sqlite(_) => {
                let (sql, args) = batch.on_sqlite(given, &further);
                self.all(sql, args).await
            }
            #[cfg(feature = "postgres")]
            Conn::Postgres(conn) => {
                let rows = super::columns::query(batch, given, further)?.fetch_all(&mut **conn).await?;
                Ok(rows.into_iter().map(Row::Postgres).collect())
            }
        }
    }

    /// Several statements without arguments, as a migration has them.
    pub(super) async fn script(&mut self, sql: &'static str) -> Result<(), StoreError> {
        self.script_of(sql.to_owned()).await
    }

    /// The same, put together by us; nothing that came from outside may be in it.
    pub(super) async fn script_of(&mut self, sql: String) -> Result<(), StoreError> {
        let sql = sqlx::raw_sql(AssertSqlSafe(sql));
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

/// One getter on both databases. SQLite's types belong to values, so the declared ones are not looked at.
macro_rules! getter {
    ($name:ident, $kind:ty) => {
        pub(super) fn $name(&self, column: usize) -> Result<$kind, StoreError> {
            Ok(match self {
                Row::Sqlite(row) => row.try_get_unchecked(column)?,
                Row::Read(read) => read.0.try_get_unchecked(column)?,
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
