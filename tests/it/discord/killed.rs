//! The program itself, killed by SIGKILL at each point between an event and its message: what people see is one message, and what was
//! acknowledged is kept.
//!
//! The points are the same as where the house is stopped from inside ([`Point`]). Nothing in the program helps: the database is held
//! from outside (its lock, or a trigger that takes for ever), or the fake Discord keeps back its answer.

use betwixt::house::Point;
use rusqlite::Connection;
use serde_json::json;

use super::fake::{DEADLINE, Fake, Fault, Home, Id};
use super::living::pair;
use super::process::Process;

const POST: &str = "POST /channels/{channel_id}/messages";
const WORDS: &str = "marmalade on Sunday";
/// A post in the couple's place, in the outbox.
const THE_POST: &str = "FROM outbox WHERE verb = 'post' AND lane LIKE 'place %' AND id > ?1";

/// Whether Discord still knows the nonce when the message is sent again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Memory {
    Remembered,
    Forgotten,
}

macro_rules! killed {
    ($($name:ident: $point:ident, $memory:ident;)*) => {
        $(
            #[tokio::test]
            async fn $name() {
                check_in(Point::$point, Memory::$memory).await;
            }
        )*

        #[test]
        fn every_point_is_tried() {
            let tried = [$(Point::$point),*];
            assert!(Point::ALL.iter().all(|point| tried.contains(point)));
        }
    };
}

killed! {
    with_an_event_in_hand: Received, Remembered;
    within_the_transaction: Decided, Remembered;
    after_the_transaction: Committed, Remembered;
    with_a_message_claimed: Claimed, Remembered;
    with_a_message_on_its_way: Marked, Remembered;
    with_a_message_on_its_way_and_forgotten: Marked, Forgotten;
    with_a_message_delivered: Delivered, Remembered;
    with_a_message_delivered_and_forgotten: Delivered, Forgotten;
    with_all_of_it_recorded: Settled, Remembered;
}

/// Ana says how she is, and the program is killed at `point`.
async fn check_in(point: Point, memory: Memory) {
    let fake = Fake::new();
    let home = fake.couple();
    let mut process = Process::new();
    process.starts(&fake).await;
    pair(&home).await;
    let ground = Ground::of(&process);
    ground.is_quiet().await;
    let before = ground.newest();

    let answers_before = answers(&home);
    ground.arm(point, &fake);
    let asked = says_how_she_is(&home);
    reaches(point, &ground, &fake, &home, asked, before).await;
    process.dies(&fake).await;
    let was_told = answers(&home) > answers_before;
    ground.disarm();
    fake.well();
    if memory == Memory::Forgotten {
        fake.forgets_nonces();
    }

    process.starts(&fake).await;
    ground.is_quiet().await;
    match point {
        // Nothing was kept, so nothing may have been confirmed: she says it again.
        Point::Received | Point::Decided => {
            assert!(!was_told);
            assert_eq!(posts(&fake, &home), 0);
            let again = says_how_she_is(&home);
            assert!(home.ana.answer_to(again).await.is_whisper);
            ground.is_quiet().await;
        }
        Point::Committed | Point::Claimed | Point::Marked | Point::Delivered | Point::Settled => {}
    }
    fake.until("it is posted", |fake| (posts(fake, &home) > 0).then_some(())).await;
    assert_eq!(posts(&fake, &home), 1, "{point:?} {memory:?}");
    let journal = home.ana.slash("journal", json!({})).unwrap();
    let journal = home.ana.answer_to(journal).await.text();
    assert_eq!(journal.matches(WORDS).count(), 1, "{journal}");
    ground.is_quiet().await;
    assert_eq!(posts(&fake, &home), 1, "{point:?} {memory:?}");
    process.dies(&fake).await;
    fake.finish();
}

fn says_how_she_is(home: &Home) -> Id {
    home.ana.slash("checkin", json!({"capacity": 4, "words": WORDS})).unwrap()
}

/// How many posts in the couple's channel show her words.
fn posts(fake: &Fake, home: &Home) -> usize {
    let bot = fake.bot_id();
    let shows = |one: &&super::fake::Seen| one.author == bot && !one.is_whisper && one.text().contains(WORDS);
    home.ben.sees_here().iter().filter(shows).count()
}

/// How many private answers stand in front of ana.
fn answers(home: &Home) -> usize {
    home.ana.sees().iter().filter(|one| one.is_whisper && !one.is_loading).count()
}

/// Waits until the process stands at `point`.
async fn reaches(point: Point, ground: &Ground, fake: &Fake, home: &Home, asked: Id, before: i64) {
    match point {
        // It has the event, and says that it takes longer.
        Point::Received | Point::Decided => assert_eq!(home.ana.acknowledged(asked).await, 5),
        Point::Committed => {
            ground.until("it is in the outbox", &format!("SELECT COUNT(*) {THE_POST} AND owner IS NULL"), before).await;
        }
        Point::Claimed => {
            let sql = format!("SELECT COUNT(*) {THE_POST} AND owner IS NOT NULL AND state = 'waiting'");
            ground.until("it is claimed", &sql, before).await;
        }
        Point::Marked | Point::Delivered => {
            fake.until("it is sent", |fake| (fake.asked_for(POST).last()?.status == 0).then_some(())).await;
            assert_eq!(posts(fake, home), usize::from(point == Point::Delivered));
        }
        Point::Settled => {
            ground.until("it is recorded", &format!("SELECT COUNT(*) {THE_POST} AND state = 'sent'"), before).await;
        }
    }
}

/// The database, from outside.
struct Ground {
    connection: Connection,
}

impl Ground {
    fn of(process: &Process) -> Ground {
        let connection = Connection::open(process.database()).unwrap();
        connection.busy_timeout(DEADLINE).unwrap();
        Ground { connection }
    }

    /// From now on the process cannot get past `point`.
    fn arm(&self, point: Point, fake: &Fake) {
        // Counting takes for ever, in the midst of a transaction.
        const AGES: &str = "CREATE VIEW ages AS WITH RECURSIVE count(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM count) SELECT n FROM count;";
        let slow = |when: &str| {
            let sql = format!("{AGES} CREATE TRIGGER slow {when} BEGIN SELECT MAX(n) FROM ages; END;");
            self.connection.execute_batch(&sql).unwrap();
        };
        match point {
            Point::Received => self.connection.execute_batch("BEGIN IMMEDIATE").unwrap(),
            Point::Decided => slow("AFTER INSERT ON outbox"),
            Point::Committed => slow("BEFORE UPDATE OF owner ON outbox WHEN NEW.owner IS NOT NULL"),
            Point::Claimed => slow("BEFORE UPDATE OF state ON outbox WHEN NEW.state = 'sending'"),
            Point::Marked => fake.always(POST, Fault::Silent),
            Point::Delivered => fake.always(POST, Fault::DoneSilent),
            Point::Settled => {}
        }
    }

    fn disarm(&self) {
        if !self.connection.is_autocommit() {
            self.connection.execute_batch("ROLLBACK").unwrap();
        }
        self.connection.execute_batch("DROP TRIGGER IF EXISTS slow; DROP VIEW IF EXISTS ages").unwrap();
    }

    /// The newest row of the outbox.
    fn newest(&self) -> i64 {
        self.connection.query_row("SELECT COALESCE(MAX(id), 0) FROM outbox", [], |row| row.get(0)).unwrap()
    }

    /// Waits until nothing is left to be sent now.
    async fn is_quiet(&self) {
        let waits = "SELECT COUNT(*) FROM outbox WHERE NOT done AND next_try <= unixepoch() * 1000 AND id > ?1";
        self.look("nothing is left to be sent", || self.count(waits, 0) == 0).await;
    }

    /// Waits until `sql` counts something among the rows after `since`.
    async fn until(&self, what: &str, sql: &str, since: i64) {
        self.look(what, || self.count(sql, since) > 0).await;
    }

    async fn look(&self, what: &str, is: impl Fn() -> bool) {
        let looking = async {
            let mut again = tokio::time::interval(std::time::Duration::from_millis(2));
            while !is() {
                again.tick().await;
            }
        };
        tokio::time::timeout(DEADLINE, looking).await.unwrap_or_else(|_| panic!("it never came that {what}"));
    }

    fn count(&self, sql: &str, since: i64) -> i64 {
        self.connection.prepare_cached(sql).unwrap().query_row([since], |row| row.get(0)).unwrap()
    }
}
