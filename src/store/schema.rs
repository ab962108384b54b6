//! Migrations: they only add, are never renumbered, and each runs in a transaction of its own.

use super::db::{Arg, Conn};
use super::error::StoreError;

/// One step of the schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Migration {
    /// Its number, from 1, without gaps.
    pub number: i64,
    /// Its name.
    pub name: &'static str,
    /// What it does, on both databases.
    pub sql: &'static str,
}

/// All steps, in order.
pub const MIGRATIONS: &[Migration] =
    &[Migration { number: 1, name: "couples", sql: include_str!("../../migrations/0001_couples.sql") }];

/// The newest step that this program knows.
pub fn newest() -> i64 {
    MIGRATIONS.last().map_or(0, |migration| migration.number)
}

/// The newest step that the database has; 0 for an empty one. [`StoreError::Newer`] if this program does not know it. Changes nothing.
pub(super) async fn version(conn: &mut Conn<'_>) -> Result<i64, StoreError> {
    let exists = if conn.is_sqlite() {
        "SELECT COUNT(*) FROM sqlite_schema WHERE type = 'table' AND name = 'migration'"
    } else {
        "SELECT COUNT(*) FROM information_schema.tables WHERE table_name = 'migration' AND table_schema = current_schema()"
    };
    let row = conn.one(exists, Vec::new()).await?;
    if row.map(|row| row.int(0)).transpose()?.unwrap_or(0) == 0 {
        return Ok(0);
    }
    let row = conn.one("SELECT MAX(number) FROM migration", Vec::new()).await?;
    let found = row.map(|row| row.opt_int(0)).transpose()?.flatten().unwrap_or(0);
    if found > newest() {
        return Err(StoreError::Newer { found, known: newest() });
    }
    Ok(found)
}

/// Runs one step, within a transaction that the caller began and commits.
pub(super) async fn apply(conn: &mut Conn<'_>, migration: &Migration, now: i64) -> Result<(), StoreError> {
    conn.script(
        "CREATE TABLE IF NOT EXISTS migration (number BIGINT PRIMARY KEY, name TEXT NOT NULL, at BIGINT NOT NULL)",
    )
    .await?;
    conn.script(migration.sql).await?;
    let args = vec![Arg::Int(migration.number), Arg::Text(migration.name.to_owned()), Arg::Int(now)];
    conn.run("INSERT INTO migration (number, name, at) VALUES ($1, $2, $3)", args).await?;
    Ok(())
}
