//! What SQLite does with the questions that are asked all the time: each finds its rows by an index, whatever else is there.

use super::base::{Base, began, couple, save};

/// The question, and what its plan must name. No plan may scan a table.
const QUESTIONS: [(&str, &str); 8] = [
    (
        "SELECT couple, name, at, label FROM alarm WHERE at <= 5 AND (turn > 1 AND name <> 'look' OR NOT EXISTS (SELECT 1 FROM couple
             WHERE couple.id = alarm.couple AND couple.served_by NOT IN (SELECT 'me' WHERE 1 OR alarm.turn > 1)))
         ORDER BY at, turn, couple, name LIMIT 10",
        "COVERING INDEX alarm_due",
    ),
    (
        "SELECT at FROM alarm WHERE (turn > 1 AND name <> 'look' OR NOT EXISTS (SELECT 1 FROM couple
             WHERE couple.id = alarm.couple AND couple.served_by NOT IN (SELECT 'me' WHERE 1 OR alarm.turn > 1)))
         ORDER BY at LIMIT 1",
        "COVERING INDEX alarm_due",
    ),
    ("SELECT state FROM round WHERE couple IN (SELECT 1) AND live", "INDEX round_live"),
    ("SELECT sealed FROM entry WHERE couple IN (SELECT 1) AND live", "INDEX entry_live"),
    (
        "SELECT sealed FROM entry WHERE couple = 1 AND round = 2 AND (partner = 1 OR opened IS NOT NULL)",
        "INDEX entry_round",
    ),
    (
        "SELECT head.id FROM outbox AS head
         WHERE NOT head.done AND head.next_try <= 5 AND (head.lease IS NULL OR head.lease <= 5)
             AND NOT EXISTS (SELECT 1 FROM outbox AS ahead WHERE ahead.lane = head.lane AND NOT ahead.done
                 AND ahead.id < head.id AND ahead.not_before <= 5)
         ORDER BY head.next_try, head.id LIMIT 10",
        "INDEX outbox_due",
    ),
    (
        "SELECT next_try FROM outbox WHERE NOT done AND next_try > 5 AND account IN (SELECT 'me') ORDER BY next_try LIMIT 1",
        "INDEX outbox_due",
    ),
    (
        "SELECT lease FROM outbox WHERE NOT done AND lease > 5 AND account IN (SELECT 'me') ORDER BY lease LIMIT 1",
        "INDEX outbox_lease",
    ),
];

#[tokio::test]
async fn what_is_asked_all_the_time_is_found_by_an_index() {
    let base = Base::sqlite().await;
    let store = base.open().await;
    save(&store, vec![began(&couple(1))]).await;
    store.close().await.unwrap();
    let conn = rusqlite::Connection::open(base.path("betwixt.db")).unwrap();
    for (question, index) in QUESTIONS {
        let mut statement = conn.prepare(&format!("EXPLAIN QUERY PLAN {question}")).unwrap();
        let steps = statement.query_map([], |row| row.get::<_, String>(3)).unwrap();
        let plan = steps.map(Result::unwrap).collect::<Vec<_>>().join("; ");
        assert!(plan.contains(index), "{question}: {plan}");
        let scans = plan
            .split("; ")
            .filter(|step| step.starts_with("SCAN") && !step.contains("INDEX") && !step.contains("CONSTANT"));
        assert_eq!(scans.collect::<Vec<_>>(), Vec::<&str>::new(), "{question}");
        assert!(!plan.contains("TEMP B-TREE"), "{question}: {plan}");
    }
}
