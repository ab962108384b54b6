//! Several statements in one journey to the database.
//!
//! sqlx's SQLite lives on a thread of its own: every call is a journey there and back, which costs more than most statements. There
//! one text holds them all, with the BEGIN and the COMMIT, and the answers come one after another. A statement with many rows travels alone: its journey costs little
//! beside them, and there would be no end of different texts. Postgres is asked statement by statement.

use futures_util::TryStreamExt as _;
use sqlx::{AssertSqlSafe, Either, Executor as _, SqliteConnection};

use super::db::{Arg, Batch, Conn, Given, Row, bound};
use super::writer::Line;
use super::{StoreError, Transaction, Tx};

/// One of the statements of a journey. Without rows given, it is left out.
pub(super) struct Step {
    batch: &'static Batch,
    given: Given,
    further: Vec<Arg>,
    /// Whether each row is written by itself, so that they need not be in one statement.
    writes: bool,
    /// How many rows it must change.
    must: Option<u64>,
}

impl Step {
    pub(super) fn new(batch: &'static Batch, given: Given, further: Vec<Arg>) -> Step {
        Step { batch, given, further, writes: false, must: None }
    }
}

impl Tx<'_> {
    /// Has `batch` run before the next [`Tx::ask`], with it, or at the commit.
    pub(super) fn later(&mut self, batch: &'static Batch, given: Given, further: Vec<Arg>) {
        self.waiting.push(Step { writes: true, ..Step::new(batch, given, further) });
    }

    /// The same; it is a [`StoreError::Conflict`] if it changes another number of rows than it is given.
    pub(super) fn later_all(&mut self, batch: &'static Batch, given: Given, further: Vec<Arg>) {
        let must = u64::try_from(given.len()).ok();
        self.waiting.push(Step { writes: true, must, ..Step::new(batch, given, further) });
    }

    /// Runs what waits, then `questions`, and answers with what each of these returns.
    pub(super) async fn ask<const N: usize>(&mut self, questions: [Step; N]) -> Result<[Vec<Row>; N], StoreError> {
        let mut steps = std::mem::take(&mut self.waiting);
        let before = steps.len();
        steps.extend(questions);
        let mut answers = self.travel(steps, Then::GoesOn).await?.into_iter().skip(before);
        Ok(std::array::from_fn(|_| answers.next().unwrap_or_default()))
    }

    /// Runs what waits, and makes all of it so.
    pub(super) async fn settle(&mut self) -> Result<(), StoreError> {
        let steps = std::mem::take(&mut self.waiting);
        self.travel(steps, Then::Commits).await.map(drop)
    }

    /// The connection, for single statements; what waits is run first.
    pub(super) async fn conn(&mut self) -> Result<Conn<'_>, StoreError> {
        self.ask([]).await.map(|[]| ())?;
        match &mut self.inner {
            Transaction::Sqlite(turn) => {
                if !turn.begun {
                    Text::beginning(turn).ask(&mut turn.conn, &mut []).await?;
                }
                Ok(Conn::Sqlite(&mut turn.conn))
            }
            #[cfg(feature = "postgres")]
            Transaction::Postgres(inner) => Ok(Conn::Postgres(inner)),
        }
    }

    async fn travel(&mut self, steps: Vec<Step>, then: Then) -> Result<Vec<Vec<Row>>, StoreError> {
        match &mut self.inner {
            Transaction::Sqlite(turn) => at_once(turn, steps, then).await,
            #[cfg(feature = "postgres")]
            Transaction::Postgres(inner) => {
                let mut conn = Conn::Postgres(inner);
                let mut answers = Vec::with_capacity(steps.len());
                for Step { batch, given, further, must, .. } in steps {
                    match must {
                        Some(must) => {
                            changed_all(must, conn.batch(batch, given, further).await?)?;
                            answers.push(Vec::new());
                        }
                        None => answers.push(conn.batch_all(batch, given, further).await?),
                    }
                }
                Ok(answers)
            }
        }
    }
}

/// What comes after the statements of a journey. On Postgres the commit is a journey of its own.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Then {
    GoesOn,
    Commits,
}

/// Statements with at most so many rows travel together.
const FEW: usize = 8;

async fn at_once(line: &mut Line, steps: Vec<Step>, then: Then) -> Result<Vec<Vec<Row>>, StoreError> {
    let mut answers: Vec<Vec<Row>> = steps.iter().map(|_| Vec::new()).collect();
    let mut together = Text::default();
    for (index, Step { batch, given, further, writes, must }) in steps.into_iter().enumerate() {
        if given.is_empty() {
            continue;
        }
        if !line.begun {
            together = Text::beginning(line);
        }
        if given.len() <= FEW {
            together.add(index, batch, given, &further);
            if let Some(must) = must {
                together.add_check(must);
            }
            continue;
        }
        std::mem::take(&mut together).ask(&mut line.conn, &mut answers).await?;
        if writes {
            let mut changed = 0;
            for part in given.in_parts() {
                let mut alone = Text::default();
                alone.add(index, batch, part, &further);
                changed += alone.ask(&mut line.conn, &mut answers).await?;
            }
            changed_all(must.unwrap_or(changed), changed)?;
        } else if let Some(answer) = answers.get_mut(index) {
            *answer = Conn::Sqlite(&mut line.conn).batch_all(batch, given, further).await?;
        }
    }
    if line.begun && then == Then::Commits {
        together.add_plain("COMMIT;");
        together.ask(&mut line.conn, &mut answers).await?;
        line.begun = false;
        return Ok(answers);
    }
    together.ask(&mut line.conn, &mut answers).await?;
    Ok(answers)
}

/// Statements that travel together.
#[derive(Default)]
struct Text {
    text: String,
    args: Vec<Arg>,
    /// Whose answer each of them is; `None`: nobody's.
    asked: Vec<Option<usize>>,
}

impl Text {
    /// One that begins the transaction.
    fn beginning(line: &mut Line) -> Text {
        // Noted before it is asked, since whoever asks may go away meanwhile.
        line.begun = true;
        let mut text = Text::default();
        text.add_plain("BEGIN IMMEDIATE;");
        text
    }

    fn add(&mut self, index: usize, batch: &Batch, given: Given, further: &[Arg]) {
        batch.listed(given, further, &mut self.text, &mut self.args);
        self.asked.push(Some(index));
    }

    fn add_plain(&mut self, sql: &str) {
        self.text.push_str(sql);
        self.asked.push(None);
    }

    /// Goes no further, with [`OVERFLOW`], if the statement before changed another number of rows.
    fn add_check(&mut self, must: u64) {
        self.add_plain("SELECT CASE changes() WHEN ? THEN 0 ELSE abs(changes() * 0 - 9223372036854775807 - 1) END;");
        self.args.push(Arg::Int(must.cast_signed()));
    }

    /// How many rows were changed.
    async fn ask(self, conn: &mut SqliteConnection, answers: &mut [Vec<Row>]) -> Result<u64, StoreError> {
        let mut changed = 0;
        if self.asked.is_empty() {
            return Ok(changed);
        }
        let mut asked = self.asked.into_iter();
        let mut current = asked.next().flatten();
        // Our own texts, one behind the other.
        let mut coming = conn.fetch_many(bound!(AssertSqlSafe(self.text), self.args));
        while let Some(next) = coming.try_next().await.map_err(conflict)? {
            match next {
                Either::Right(row) => {
                    if let Some(answer) = current.and_then(|index| answers.get_mut(index)) {
                        answer.push(Row::Sqlite(row));
                    }
                }
                Either::Left(done) => {
                    changed += done.rows_affected();
                    current = asked.next().flatten();
                }
            }
        }
        Ok(changed)
    }
}

/// What SQLite says of a number that it cannot hold. No other statement of ours comes to that.
const OVERFLOW: &str = "integer overflow";

fn conflict(error: sqlx::Error) -> StoreError {
    let said = error.as_database_error().map(|said| said.message());
    if said == Some(OVERFLOW) { StoreError::Conflict } else { error.into() }
}

fn changed_all(must: u64, changed: u64) -> Result<(), StoreError> {
    if must == changed { Ok(()) } else { Err(StoreError::Conflict) }
}
