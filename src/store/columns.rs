//! How the rows of a [`Batch`] travel to Postgres: an array for each column, which `unnest` makes rows of again. As JSON it would read every
//! row's text once for each of its columns, and bytes would travel as digits.

use std::fmt::Write as _;

use sqlx::postgres::{PgArguments, Postgres};
use sqlx::query::Query;

use super::StoreError;
use super::db::{Arg, Batch, Given, Kind, bind_all};

/// A column of `given`.
enum Column {
    Ints(Vec<Option<i64>>),
    Texts(Vec<Option<String>>),
    Blobs(Vec<Option<Vec<u8>>>),
    Bools(Vec<Option<bool>>),
}

/// The statement with its rows and other arguments.
///
/// # Errors
/// Where a row holds something else than its column says, which is a mistake of ours.
pub(super) fn query(
    batch: &'static Batch,
    given: Given,
    further: Vec<Arg>,
) -> Result<Query<'static, Postgres, PgArguments>, StoreError> {
    let text = batch.postgres.get_or_init(|| written(batch, further.len()));
    let mut columns = columns(batch, given)?.into_iter();
    let mut query = sqlx::query(text.as_str());
    // `$1`, and further arguments begin at `$2`: the other columns come after those.
    if let Some(first) = columns.next() {
        query = first.bound(query);
    }
    query = bind_all!(query, further);
    Ok(columns.fold(query, |query, column| column.bound(query)))
}

fn written(batch: &Batch, further: usize) -> String {
    let (mut arrays, mut names) = (String::new(), String::new());
    for (index, (name, kind)) in batch.columns.iter().enumerate() {
        let comma = if index == 0 { "" } else { ", " };
        let number = if index == 0 { 1 } else { 1 + further + index };
        let kind = match kind {
            Kind::Int => "BIGINT",
            Kind::Text => "TEXT",
            Kind::Blob => "BYTEA",
            Kind::Bool => "BOOLEAN",
        };
        let _ = write!(arrays, "{comma}CAST(${number} AS {kind}[])");
        let _ = write!(names, "{comma}{name}");
    }
    format!("WITH given AS (SELECT * FROM unnest({arrays}) AS given({names})) {}", batch.then)
}

fn columns(batch: &Batch, given: Given) -> Result<Vec<Column>, StoreError> {
    let rows = given.len();
    let empty = |(_, kind): &(&str, Kind)| match kind {
        Kind::Int => Column::Ints(Vec::with_capacity(rows)),
        Kind::Text => Column::Texts(Vec::with_capacity(rows)),
        Kind::Blob => Column::Blobs(Vec::with_capacity(rows)),
        Kind::Bool => Column::Bools(Vec::with_capacity(rows)),
    };
    let mut columns: Vec<Column> = batch.columns.iter().map(empty).collect();
    let width = columns.len();
    for (index, arg) in given.args.into_iter().enumerate() {
        columns.get_mut(index % width.max(1)).ok_or_else(mistaken)?.push(arg)?;
    }
    Ok(columns)
}

impl Column {
    fn push(&mut self, arg: Arg) -> Result<(), StoreError> {
        match (self, arg) {
            (Column::Ints(all), Arg::Int(number)) => all.push(Some(number)),
            (Column::Texts(all), Arg::Text(text)) => all.push(Some(text)),
            (Column::Blobs(all), Arg::Blob(bytes)) => all.push(Some(bytes)),
            (Column::Bools(all), Arg::Bool(flag)) => all.push(Some(flag)),
            (Column::Ints(all), Arg::OptInt(number)) => all.push(number),
            (Column::Texts(all), Arg::OptText(text)) => all.push(text),
            // Nothing has no type.
            (Column::Ints(all), Arg::OptText(None)) => all.push(None),
            (Column::Texts(all), Arg::OptInt(None)) => all.push(None),
            (Column::Blobs(all), Arg::OptText(None) | Arg::OptInt(None)) => all.push(None),
            (Column::Bools(all), Arg::OptText(None) | Arg::OptInt(None)) => all.push(None),
            (Column::Ints(_) | Column::Texts(_) | Column::Blobs(_) | Column::Bools(_), _) => return Err(mistaken()),
        }
        Ok(())
    }

    fn bound(self, query: Query<'static, Postgres, PgArguments>) -> Query<'static, Postgres, PgArguments> {
        match self {
            Column::Ints(all) => query.bind(all),
            Column::Texts(all) => query.bind(all),
            Column::Blobs(all) => query.bind(all),
            Column::Bools(all) => query.bind(all),
        }
    }
}

fn mistaken() -> StoreError {
    StoreError::unreadable("given")
}
