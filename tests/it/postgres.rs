//! The Postgres server that `tests/run` provides.

use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _};

const VARIABLE: &str = "BETWIXT_TEST_POSTGRES";

/// The URL of a new, empty database of the test server. Panics where there is no server: a test that needs one is never skipped.
pub async fn fresh_database() -> String {
    let server = std::env::var(VARIABLE).unwrap_or_else(|_| {
        panic!("{VARIABLE} is not set. ./tests/run starts a server and sets it; without Postgres, use --no-default-features")
    });
    let name = format!("t{:032x}", u128::from_le_bytes(random()));
    let mut connection = connect(&server).await;
    sqlx::query(AssertSqlSafe(format!("CREATE DATABASE {name}"))).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    let (host, _) = server.rsplit_once('/').expect("the URL of the test server names a database");
    format!("{host}/{name}")
}

async fn connect(url: &str) -> PgConnection {
    let options: PgConnectOptions = url.parse().unwrap();
    options.connect().await.unwrap_or_else(|error| panic!("the server of {VARIABLE} does not answer: {error}"))
}

/// Ends every connection to that database from the server's side.
pub async fn end_connections(url: &str) {
    let mut connection = connect(url).await;
    let sql = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()";
    sqlx::query(sql).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
}

fn random() -> [u8; 16] {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).unwrap();
    bytes
}

#[tokio::test]
async fn a_fresh_database_is_empty_and_ones_own() {
    let (one, two) = (fresh_database().await, fresh_database().await);
    assert_ne!(one, two);
    let mut connection = connect(&one).await;
    sqlx::query("CREATE TABLE mine (id BIGINT)").execute(&mut connection).await.unwrap();
    let tables = "SELECT count(*) FROM information_schema.tables WHERE table_name = 'mine'";
    let count = |url: String| async move {
        sqlx::query_scalar::<_, i64>(tables).fetch_one(&mut connect(&url).await).await.unwrap()
    };
    assert_eq!((count(one).await, count(two).await), (1, 0));
}
