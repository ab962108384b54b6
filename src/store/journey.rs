//! Several statements in one journey to the database.
//!
//! sqlx's SQLite lives on a thread of its own: every call is a journey there and back, which costs more than most statements. There
//! one text holds them all, and the answers come one after another. Postgres is asked statement by statement.

use std::fmt::Write as _;

use futures_util::TryStreamExt as _;
use sqlx::{Either, Executor as _, SqliteConnection};

use super::db::{Arg, Batch, Conn, Given, Row, bound};
use super::{StoreError, Tx};

/// One of the statements of a journey. Without rows given, it is left out.
pub(super) struct Step {
    batch: &'static Batch,
    given: Given,
    further: Vec<Arg>,
    /// How many rows it must change.
    must: Option<u64>,
}

impl Step {
    pub(super) fn new(batch: &'static Batch, given: Given, further: Vec<Arg>) -> Step {
        Step { batch, given, further, must: None }
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
        self.waiting.push(Step::new(batch, given, further));
    }

    /// The same; it is a [`StoreError::Conflict`] if it changes another number of rows than it is given.
    pub(super) fn later_all(&mut self, batch: &'static Batch, given: Given) {
        let must = u64::try_from(given.len()).ok();
        self.waiting.push(Step { must, ..Step::new(batch, given, Vec::new()) });
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
                for Step { batch, given, further, must } in steps {
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

async fn at_once(conn: &mut SqliteConnection, steps: Vec<Step>) -> Result<Vec<Answer>, StoreError> {
    let mut answers: Vec<Answer> = steps.iter().map(|_| Answer::default()).collect();
    let musts: Vec<Option<u64>> = steps.iter().map(|step| step.must).collect();
    let (mut text, mut args, mut asked) = (String::new(), Vec::new(), Vec::new());
    for (index, step) in steps.into_iter().enumerate().filter(|(_, step)| !step.given.is_empty()) {
        renumbered(&mut text, step.batch.on_sqlite(), args.len());
        args.push(step.given.into_arg());
        args.extend(step.further);
        asked.push(index);
    }
    if asked.is_empty() {
        return Ok(answers);
    }
    let mut asked = asked.into_iter();
    let mut current = asked.next();
    // Our own texts, with other numbers.
    let mut coming = conn.fetch_many(bound!(sqlx::AssertSqlSafe(text), args));
    while let Some(next) = coming.try_next().await? {
        let answer = current.and_then(|index| answers.get_mut(index)).ok_or_else(too_many)?;
        match next {
            Either::Right(row) => answer.rows.push(Row::Sqlite(row)),
            Either::Left(done) => {
                answer.changed = done.rows_affected();
                current = asked.next();
            }
        }
    }
    for (must, answer) in musts.into_iter().zip(&answers) {
        check(must, answer)?;
    }
    Ok(answers)
}

/// All statements of a journey have one list of arguments; those of this one come after `before` others.
fn renumbered(into: &mut String, text: &str, before: usize) {
    let mut parts = text.split('$');
    into.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let digits = part.bytes().take_while(u8::is_ascii_digit).count();
        let (number, rest) = part.split_at(digits);
        let _ = write!(into, "${}{rest}", number.parse().unwrap_or(0) + before);
    }
    into.push(';');
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
