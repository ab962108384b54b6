//! Several statements in one journey to the database.
//!
//! sqlx's SQLite lives on a thread of its own: every call is a journey there and back, which costs more than most statements. There
//! one text holds them all, and the answers come one after another. A statement with many rows travels alone: its journey costs little
//! beside them, and there would be no end of different texts. Postgres is asked statement by statement.

use futures_util::TryStreamExt as _;
use sqlx::{AssertSqlSafe, Either, Executor as _, SqliteConnection};

use super::db::{Arg, Batch, Conn, Given, Row, bound};
use super::{StoreError, Tx};

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

/// What one of them came to.
#[derive(Default)]
struct Answer {
    rows: Vec<Row>,
    changed: u64,
}

impl Tx<'_> {
    /// Has `batch` run before the next [`Tx::ask`], with it, or by [`Tx::settle`].
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
        let mut answers = self.conn().journey(steps).await?.into_iter().skip(before);
        Ok(std::array::from_fn(|_| answers.next().map(|answer| answer.rows).unwrap_or_default()))
    }

    /// Runs what waits.
    pub(super) async fn settle(&mut self) -> Result<(), StoreError> {
        self.ask([]).await.map(|[]| ())
    }
}

impl Conn<'_> {
    async fn journey(&mut self, steps: Vec<Step>) -> Result<Vec<Answer>, StoreError> {
        match self {
            Conn::Sqlite(conn) => at_once(conn, steps).await,
            #[cfg(feature = "postgres")]
            Conn::Postgres(_) => {
                let mut answers = Vec::with_capacity(steps.len());
                for Step { batch, given, further, must, .. } in steps {
                    let mut answer = Answer::default();
                    match must {
                        Some(_) => answer.changed = self.batch(batch, given, further).await?,
                        None => answer.rows = self.batch_all(batch, given, further).await?,
                    }
                    check(must, &answer)?;
                    answers.push(answer);
                }
                Ok(answers)
            }
        }
    }
}

/// Statements with at most so many rows travel together.
const FEW: usize = 8;

async fn at_once(conn: &mut SqliteConnection, steps: Vec<Step>) -> Result<Vec<Answer>, StoreError> {
    let mut answers: Vec<Answer> = steps.iter().map(|_| Answer::default()).collect();
    let musts: Vec<Option<u64>> = steps.iter().map(|step| step.must).collect();
    let mut together = Text::default();
    for (index, Step { batch, given, further, writes, .. }) in steps.into_iter().enumerate() {
        if given.len() <= FEW {
            if !given.is_empty() {
                together.add(index, batch, given, &further);
            }
            continue;
        }
        std::mem::take(&mut together).ask(conn, &mut answers).await?;
        if writes {
            for part in given.in_parts() {
                let mut alone = Text::default();
                alone.add(index, batch, part, &further);
                alone.ask(conn, &mut answers).await?;
            }
        } else if let Some(answer) = answers.get_mut(index) {
            answer.rows = Conn::Sqlite(conn).batch_all(batch, given, further).await?;
        }
    }
    together.ask(conn, &mut answers).await?;
    for (must, answer) in musts.into_iter().zip(&answers) {
        check(must, answer)?;
    }
    Ok(answers)
}

/// Statements that travel together.
#[derive(Default)]
struct Text {
    text: String,
    args: Vec<Arg>,
    /// Whose answer each of them is.
    asked: Vec<usize>,
}

impl Text {
    fn add(&mut self, index: usize, batch: &Batch, given: Given, further: &[Arg]) {
        batch.listed(given, further, &mut self.text, &mut self.args);
        self.asked.push(index);
    }

    async fn ask(self, conn: &mut SqliteConnection, answers: &mut [Answer]) -> Result<(), StoreError> {
        if self.asked.is_empty() {
            return Ok(());
        }
        let mut asked = self.asked.into_iter();
        let mut current = asked.next();
        // Our own texts, one behind the other.
        let mut coming = conn.fetch_many(bound!(AssertSqlSafe(self.text), self.args));
        while let Some(next) = coming.try_next().await? {
            let answer = current.and_then(|index| answers.get_mut(index)).ok_or_else(too_many)?;
            match next {
                Either::Right(row) => answer.rows.push(Row::Sqlite(row)),
                Either::Left(done) => {
                    answer.changed += done.rows_affected();
                    current = asked.next();
                }
            }
        }
        Ok(())
    }
}

fn check(must: Option<u64>, answer: &Answer) -> Result<(), StoreError> {
    match must {
        Some(must) if must != answer.changed => Err(StoreError::Conflict),
        Some(_) | None => Ok(()),
    }
}

fn too_many() -> StoreError {
    StoreError::Other("more answers than statements".to_owned())
}
