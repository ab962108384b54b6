//! The databases of the loop, looked into from outside.

use betwixt::engine::round::Round;
use sqlx::{AssertSqlSafe, Connection as _};

use super::super::process::Process;

/// A database that processes share, or have to themselves.
#[derive(Clone, Debug)]
pub enum Ground {
    /// In the process's own folder.
    Sqlite,
    /// At that URL.
    #[cfg(feature = "postgres")]
    Postgres(String),
}

/// A message that is noted as posted: where in the network, of whom, which.
pub struct Posted {
    pub sent: String,
    pub couple: i64,
    pub slot: String,
    pub revision: i64,
}

/// Reads rows of a query on either database.
macro_rules! rows {
    ($ground:expr, $process:expr, $sql:expr) => {
        match $ground {
            Ground::Sqlite => {
                let options = sqlx::sqlite::SqliteConnectOptions::new()
                    .filename($process.database())
                    .busy_timeout(std::time::Duration::from_secs(20));
                let mut connection = sqlx::SqliteConnection::connect_with(&options).await.unwrap();
                let rows = sqlx::query_as(AssertSqlSafe($sql)).fetch_all(&mut connection).await.unwrap();
                connection.close().await.unwrap();
                rows
            }
            #[cfg(feature = "postgres")]
            Ground::Postgres(url) => {
                let mut connection = sqlx::PgConnection::connect(url).await.unwrap();
                let rows = sqlx::query_as(AssertSqlSafe($sql)).fetch_all(&mut connection).await.unwrap();
                connection.close().await.unwrap();
                rows
            }
        }
    };
}

impl Ground {
    /// How the program is told where it is.
    pub fn settings(&self) -> Vec<(&'static str, String)> {
        match self {
            Ground::Sqlite => Vec::new(),
            #[cfg(feature = "postgres")]
            Ground::Postgres(url) => {
                vec![("BETWIXT_DATABASE__URL", url.clone()), ("BETWIXT_SEAL__KEY", "ab".repeat(32))]
            }
        }
    }

    /// How many messages wait to be sent.
    pub async fn waiting(&self, process: &Process) -> i64 {
        let rows: Vec<(i64,)> = rows!(self, process, "SELECT COUNT(*) FROM outbox WHERE NOT done".to_owned());
        rows[0].0
    }

    /// Messages that were given up: which, and why.
    pub async fn dropped(&self, process: &Process) -> Vec<(String, String)> {
        let sql = "SELECT slot, COALESCE(why, '') FROM outbox WHERE state = 'dropped' AND verb = 'post'";
        rows!(self, process, sql.to_owned())
    }

    /// From now on the database notes who sent something.
    #[cfg(feature = "postgres")]
    pub async fn watches_work(&self) {
        self.runs(
            "CREATE TABLE worked (owner TEXT);
             CREATE FUNCTION note_work() RETURNS trigger LANGUAGE plpgsql AS
                 'BEGIN INSERT INTO worked VALUES (OLD.owner); RETURN NEW; END';
             CREATE TRIGGER note_work BEFORE UPDATE ON outbox FOR EACH ROW
                 WHEN (NEW.done AND NOT OLD.done AND OLD.owner IS NOT NULL) EXECUTE FUNCTION note_work()",
        )
        .await;
    }

    /// What was noted of that is forgotten.
    #[cfg(feature = "postgres")]
    pub async fn forgets_work(&self) {
        self.runs("DELETE FROM worked").await;
    }

    #[cfg(feature = "postgres")]
    async fn runs(&self, sql: &'static str) {
        let Ground::Postgres(url) = self else { panic!("only on Postgres") };
        let mut connection = sqlx::PgConnection::connect(url).await.unwrap();
        sqlx::raw_sql(sql).execute(&mut connection).await.unwrap();
        connection.close().await.unwrap();
    }

    /// How many couriers have sent something since.
    #[cfg(feature = "postgres")]
    pub async fn workers(&self, process: &Process) -> i64 {
        let rows: Vec<(i64,)> = rows!(self, process, "SELECT COUNT(DISTINCT owner) FROM worked".to_owned());
        rows[0].0
    }

    /// The place of each couple, with its live state as JSON.
    pub async fn couples(&self, process: &Process) -> Vec<(i64, String, serde_json::Value)> {
        let rows: Vec<(i64, String, String)> =
            rows!(self, process, "SELECT id, place, state FROM couple WHERE place IS NOT NULL".to_owned());
        rows.into_iter().map(|(id, place, state)| (id, place, serde_json::from_str(&state).unwrap())).collect()
    }

    /// All rounds of a couple.
    pub async fn rounds(&self, process: &Process, couple: i64) -> Vec<Round> {
        let sql = format!("SELECT state FROM round WHERE couple = {couple} ORDER BY id");
        let rows: Vec<(String,)> = rows!(self, process, sql);
        rows.into_iter().map(|(state,)| serde_json::from_str(&state).unwrap()).collect()
    }

    /// All messages that are noted as posted.
    pub async fn posted(&self, process: &Process) -> Vec<Posted> {
        let rows: Vec<(String, i64, String, i64)> =
            rows!(self, process, "SELECT sent, couple, slot, revision FROM post".to_owned());
        rows.into_iter().map(|(sent, couple, slot, revision)| Posted { sent, couple, slot, revision }).collect()
    }
}
