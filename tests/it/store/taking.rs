//! Answers that are claimed and marked by the transaction that puts them out.

use std::collections::BTreeSet;

use betwixt::ids::{AccountId, Network, UserRef};
use betwixt::platform::{ReplyHandle, Target};
use betwixt::store::{Claimed, NewRow, RowVerb, Store, Taker};
use jiff::SignedDuration;

use super::base::{Base, account, at, began, body, couple, load, put_out, row, save, write};

super::base::on_both!(
    an_answer_is_taken_by_the_transaction_that_puts_it_out,
    only_an_answer_that_can_go_at_once_is_taken,
    what_a_dropped_transaction_took_never_was,
);

/// An answer to a press of Ana's, or of another one's.
fn answer(slot: &str, to: &str) -> NewRow {
    NewRow {
        target: Target::Person { user: UserRef::new(Network::Terminal, to), place: None },
        reply: Some(ReplyHandle("a handle".to_owned())),
        at_once: true,
        ..row(1, slot, RowVerb::Post, slot)
    }
}

/// Puts them out at 100 for one who takes until 160; what was taken, committed or not.
async fn taken(store: &Store, rows: Vec<NewRow>, commit: bool) -> Vec<Claimed> {
    let couple = load(store, 1).await;
    let mut tx = store.begin().await.unwrap();
    tx.takes_answers(Taker { owner: "hub".to_owned(), accounts: BTreeSet::from([account()]), until: at(160) });
    let mut write = write(couple.couple, Some(couple.version), Vec::new());
    write.rows = rows;
    tx.save(&[write], at(100)).await.unwrap();
    let taken = tx.taken();
    if commit {
        tx.commit().await.unwrap();
    }
    taken
}

async fn one_couple(base: &Base) -> Store {
    let store = base.open().await;
    save(&store, vec![began(&couple(1))]).await;
    store
}

async fn claim(store: &Store, seconds: i64) -> Vec<Claimed> {
    store
        .claim("me", &[account()], at(seconds), SignedDuration::from_secs(60), 100, betwixt::store::Which::All)
        .await
        .unwrap()
}

async fn an_answer_is_taken_by_the_transaction_that_puts_it_out(base: Base) {
    let store = one_couple(&base).await;
    let taken = taken(&store, vec![answer("a", "ana")], true).await;
    let [mine] = taken.as_slice() else { panic!("one: {taken:?}") };
    assert_eq!((mine.slot.0.as_str(), &mine.body, mine.attempt), ("a", &Some(body("a")), 0));
    assert_eq!((mine.marked_until, mine.maybe_sent, mine.first_try), (Some(at(160)), false, None));
    // It is nobody else's meanwhile. Then, whoever took it has gone, it may have been sent.
    assert!(claim(&store, 159).await.is_empty());
    let later = claim(&store, 160).await;
    let [theirs] = later.as_slice() else { panic!("one: {later:?}") };
    assert_eq!((theirs.id, &theirs.token, theirs.attempt), (mine.id, &mine.token, 1));
    assert_eq!((theirs.maybe_sent, theirs.first_try, theirs.marked_until), (true, Some(at(100)), None));
    assert_eq!(theirs.reply, Some(ReplyHandle("a handle".to_owned())));
}

async fn only_an_answer_that_can_go_at_once_is_taken(base: Base) {
    let store = one_couple(&base).await;
    let for_ben = NewRow { at_once: false, ..answer("before", "ben") };
    put_out(&store, 1, vec![for_ben]).await;
    let rows = vec![
        answer("goes", "ana"),
        answer("second in its lane", "ana"),
        answer("behind another", "ben"),
        NewRow { at_once: false, ..answer("answers nobody", "cleo") },
        NewRow { guarded: true, ..answer("looked at first", "dora") },
        NewRow { not_before: Some(at(120)), ..answer("in the morning", "emil") },
        NewRow { account: AccountId("terminal:other".to_owned()), ..answer("another bot's", "fay") },
    ];
    let taken = taken(&store, rows, true).await;
    assert_eq!(taken.iter().map(|row| row.slot.0.as_str()).collect::<Vec<_>>(), ["goes"]);
    let waiting: Vec<_> = claim(&store, 101).await.into_iter().map(|row| (row.slot.0, row.maybe_sent)).collect();
    let waits = |slot: &str| (slot.to_owned(), false);
    assert_eq!(waiting, [waits("before"), waits("answers nobody"), waits("looked at first")]);
}

async fn what_a_dropped_transaction_took_never_was(base: Base) {
    let store = one_couple(&base).await;
    assert_eq!(taken(&store, vec![answer("a", "ana")], false).await.len(), 1);
    assert!(claim(&store, 1_000).await.is_empty());
}
