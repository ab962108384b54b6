//! What the courier relies on.

use betwixt::engine::input::Refusal;
use betwixt::ids::{AccountId, CoupleId, Network, PartnerId, SentRef, Slot, UserRef};
use betwixt::platform::{ReplyHandle, Target};
use betwixt::store::{Claimed, NewRow, RowVerb, Settled, Store, Wanted, Which};
use jiff::{SignedDuration, Timestamp};

use super::base::{Base, account, at, began, body, change, couple, put_out, row, save};

super::base::on_both!(
    a_lane_is_delivered_in_order,
    what_waits_for_its_hour_holds_nobody_up,
    what_somebody_waits_for_goes_before_what_only_its_hour_called_for,
    a_claim_is_one_owner_s_until_its_lease_ends,
    two_owners_never_claim_the_same,
    each_revision_has_a_token_of_its_own,
    an_edit_finds_the_message_that_was_sent,
    an_edit_waits_with_its_post,
    an_edit_rewrites_a_post_that_was_never_tried,
    a_post_that_the_network_did_not_take_is_rewritten_or_dropped_too,
    what_was_not_taken_is_tried_at_once_when_the_network_is_there_again,
    a_post_taken_back_in_time_is_never_sent,
    what_is_taken_back_within_a_batch_was_never_put_out,
    a_post_that_may_have_been_sent_is_left_alone,
    a_later_try_waits_and_holds_its_lane,
    a_dropped_row_lets_the_next_one_by,
    claims_are_for_named_accounts,
    people_in_no_couple_are_answered_too,
    a_restart_frees_claims_and_keeps_what_may_have_been_sent,
    several_are_settled_at_once_each_by_its_verb,
    numbers_of_rows_grow_even_when_the_clock_does_not,
);

const LEASE: SignedDuration = SignedDuration::from_secs(60);

async fn one_couple(base: &Base) -> Store {
    let store = base.open().await;
    save(&store, vec![began(&couple(1)), began(&couple(2))]).await;
    store
}

async fn claim(store: &Store, now: Timestamp) -> Vec<Claimed> {
    store.claim("me", &[account()], now, LEASE, 100, Which::All).await.unwrap()
}

async fn slots(store: &Store, now: Timestamp) -> Vec<String> {
    claim(store, now).await.into_iter().map(|row| row.slot.0).collect()
}

async fn send(store: &Store, row: &Claimed, sent: &str, now: Timestamp) {
    let marked = store.mark_sending("me", &[row.id], now).await.unwrap();
    assert!(marked.contains(&row.id));
    store.settle(&[Settled::new(row, &SentRef(sent.to_owned()))], now).await.unwrap();
}

fn post(slot: &str) -> NewRow {
    row(1, slot, RowVerb::Post, slot)
}

async fn a_lane_is_delivered_in_order(base: Base) {
    let store = one_couple(&base).await;
    put_out(&store, 1, vec![post("a"), post("b")]).await;
    put_out(&store, 1, vec![post("c")]).await;
    put_out(&store, 2, vec![row(2, "x", RowVerb::Post, "x")]).await;
    let first = claim(&store, at(100)).await;
    assert_eq!(first.iter().map(|row| &row.slot.0).collect::<Vec<_>>(), ["a", "x"]);
    assert_eq!(first[0].body, Some(body("a")));
    assert_eq!((first[0].couple, first[0].attempt), (Some(CoupleId(1)), 0));
    assert!(!first[0].maybe_sent && !first[0].damaged);
    // While it is under way, nothing overtakes it.
    assert_eq!(slots(&store, at(101)).await, Vec::<String>::new());
    send(&store, &first[0], "1", at(101)).await;
    let second = claim(&store, at(101)).await;
    assert_eq!(second[0].slot.0, "b");
    send(&store, &second[0], "2", at(101)).await;
    assert_eq!(slots(&store, at(101)).await, ["c"]);
}

async fn what_waits_for_its_hour_holds_nobody_up(base: Base) {
    let store = one_couple(&base).await;
    let mut whisper = post("in the morning");
    whisper.not_before = Some(at(1_000));
    put_out(&store, 1, vec![whisper, post("now")]).await;
    assert_eq!(store.next_wake(&[account()], at(100)).await.unwrap(), Some(at(1_000)));
    let now = claim(&store, at(100)).await;
    assert_eq!(now[0].slot.0, "now");
    send(&store, &now[0], "1", at(100)).await;
    assert_eq!(slots(&store, at(999)).await, Vec::<String>::new());
    assert_eq!(slots(&store, at(1_000)).await, ["in the morning"]);
    // The end of the lease is the next thing that could happen.
    assert_eq!(store.next_wake(&[account()], at(1_000)).await.unwrap(), Some(at(1_060)));
    assert_eq!(store.backlog().await.unwrap(), (1, Some(at(100))));
}

async fn what_somebody_waits_for_goes_before_what_only_its_hour_called_for(base: Base) {
    let store = base.open().await;
    let couples: Vec<_> = (1..=20).collect();
    save(&store, couples.iter().map(|number| began(&couple(*number))).collect()).await;
    for number in &couples {
        put_out(&store, *number, vec![row(*number, "evening", RowVerb::Post, "evening")]).await;
    }
    let reply = |number: i64| NewRow { awaited: true, ..row(number, "reply", RowVerb::Post, "reply") };
    // To a lane that nobody else has, and to one whose evening comes first.
    let person = Target::Person { user: UserRef::new(Network::Terminal, "ana"), place: None };
    let whisper = NewRow { target: person, ..reply(20) };
    put_out(&store, 20, vec![whisper, reply(20)]).await;
    let first = store.claim("me", &[account()], at(100), LEASE, 2, Which::All).await.unwrap();
    let slots: Vec<_> = first.iter().map(|row| (row.couple.unwrap().0, row.slot.0.as_str())).collect();
    assert_eq!(slots, [(1, "evening"), (20, "reply")]);
    assert!(matches!(first[1].target, Target::Person { .. }));
    // Hands that are kept for such rows take nothing else; and the reply behind its lane's evening waits for it.
    let kept = store.claim("me", &[account()], at(100), LEASE, 9, Which::Awaited).await.unwrap();
    assert!(kept.is_empty());
    put_out(
        &store,
        1,
        vec![NewRow {
            target: Target::Person { user: UserRef::new(Network::Terminal, "ben"), place: None },
            ..reply(1)
        }],
    )
    .await;
    let kept = store.claim("me", &[account()], at(100), LEASE, 9, Which::Awaited).await.unwrap();
    assert_eq!(kept.iter().map(|row| row.slot.0.as_str()).collect::<Vec<_>>(), ["reply"]);
}

async fn a_claim_is_one_owner_s_until_its_lease_ends(base: Base) {
    let store = one_couple(&base).await;
    put_out(&store, 1, vec![post("a")]).await;
    let mine = claim(&store, at(100)).await;
    let other = async |now| store.claim("other", &[account()], now, LEASE, 100, Which::All).await.unwrap();
    assert!(other(at(159)).await.is_empty());
    assert!(store.mark_sending("other", &[mine[0].id], at(110)).await.unwrap().is_empty());
    store.mark_sending("me", &[mine[0].id], at(110)).await.unwrap();
    // I am gone; the other takes over and knows that it may have been sent.
    let theirs = other(at(160)).await;
    assert_eq!(theirs[0].id, mine[0].id);
    assert!(theirs[0].maybe_sent);
    assert_eq!((theirs[0].attempt, theirs[0].first_try), (1, Some(at(110))));
    assert_eq!(theirs[0].token, mine[0].token);
    assert!(store.mark_sending("me", &[mine[0].id], at(161)).await.unwrap().is_empty());
}

async fn two_owners_never_claim_the_same(base: Base) {
    let store = base.open().await;
    save(&store, (1..=50).map(|number| began(&couple(number))).collect()).await;
    for number in 1..=50 {
        put_out(&store, number, vec![row(number, "a", RowVerb::Post, "a")]).await;
    }
    let mut tasks = Vec::new();
    for owner in 0..5 {
        let store = store.clone();
        tasks.push(tokio::spawn(async move {
            let mut mine = Vec::new();
            loop {
                let rows =
                    store.claim(&format!("owner {owner}"), &[account()], at(100), LEASE, 7, Which::All).await.unwrap();
                if rows.is_empty() {
                    return mine;
                }
                mine.extend(rows.into_iter().map(|row| row.id));
            }
        }));
    }
    let mut all = Vec::new();
    for task in tasks {
        all.extend(task.await.unwrap());
    }
    // On Postgres a row that another is just claiming is passed over, so some may be left; none may come twice.
    all.extend(claim(&store, at(100)).await.into_iter().map(|row| row.id));
    all.sort();
    let claimed = all.len();
    all.dedup();
    assert_eq!((all.len(), claimed), (50, 50));
}

async fn each_revision_has_a_token_of_its_own(base: Base) {
    let store = one_couple(&base).await;
    put_out(&store, 1, vec![post("a"), post("a"), post("b")]).await;
    put_out(&store, 2, vec![row(2, "a", RowVerb::Post, "a")]).await;
    put_out(&store, 1, vec![post("a")]).await;
    let mut seen = Vec::new();
    for sent in ["1", "2", "3", "4", "5"] {
        let rows = claim(&store, at(100)).await;
        send(&store, &rows[0], sent, at(100)).await;
        for other in &rows[1..] {
            store.later(other.id, at(100), false).await.unwrap();
        }
        let row = &rows[0];
        seen.push((row.couple.unwrap().0, row.slot.0.clone(), row.revision, row.token.0.clone()));
    }
    let named: Vec<_> = seen.iter().map(|(couple, slot, revision, _)| (*couple, slot.as_str(), *revision)).collect();
    assert_eq!(named, [(1, "a", 1), (1, "a", 2), (1, "b", 1), (2, "a", 1), (1, "a", 3)]);
    for (couple, slot, revision, token) in &seen {
        let again = betwixt::store::token(Some(CoupleId(*couple)), &Slot(slot.clone()), *revision);
        assert_eq!((&again.0, again.0.len() <= 25), (token, true));
        assert_eq!(seen.iter().filter(|other| other.3 == *token).count(), 1);
    }
}

async fn an_edit_finds_the_message_that_was_sent(base: Base) {
    let store = one_couple(&base).await;
    put_out(&store, 1, vec![row(1, "a", RowVerb::Edit, "before any post")]).await;
    let early = claim(&store, at(100)).await;
    assert_eq!(early[0].message, None);
    store.drop_row(&early[0], None, at(100)).await.unwrap();

    put_out(&store, 1, vec![post("a")]).await;
    let sent = claim(&store, at(100)).await;
    send(&store, &sent[0], "m1", at(100)).await;
    put_out(&store, 1, vec![row(1, "a", RowVerb::Edit, "edited")]).await;
    let edit = claim(&store, at(100)).await;
    assert_eq!(edit[0].message, Some(SentRef("m1".to_owned())));
    send(&store, &edit[0], "m1", at(100)).await;
    assert_eq!(whose(&store, "m1").await, Some((CoupleId(1), Slot("a".to_owned()))));

    // Posted anew: edits go to the new message, both are known.
    put_out(&store, 1, vec![post("a")]).await;
    let anew = claim(&store, at(100)).await;
    send(&store, &anew[0], "m2", at(100)).await;
    put_out(&store, 1, vec![row(1, "a", RowVerb::Delete, "")]).await;
    let gone = claim(&store, at(100)).await;
    assert_eq!(gone[0].message, Some(SentRef("m2".to_owned())));
    assert!(whose(&store, "m1").await.is_some() && whose(&store, "m2").await.is_some());
    send(&store, &gone[0], "m2", at(100)).await;
    put_out(&store, 1, vec![row(1, "a", RowVerb::Edit, "too late")]).await;
    assert_eq!(claim(&store, at(100)).await[0].message, None);
}

async fn an_edit_waits_with_its_post(base: Base) {
    let store = one_couple(&base).await;
    let mut whisper = post("a");
    whisper.not_before = Some(at(1_000));
    put_out(&store, 1, vec![whisper]).await;
    // Tried once, so it may be there already: the edit must come after it.
    let tried = claim(&store, at(1_000)).await;
    store.mark_sending("me", &[tried[0].id], at(1_000)).await.unwrap();
    store.unsure(tried[0].id, at(2_000)).await.unwrap();
    put_out(&store, 1, vec![row(1, "a", RowVerb::Edit, "edited")]).await;
    assert_eq!(slots(&store, at(1_999)).await, Vec::<String>::new());
    let again = claim(&store, at(2_000)).await;
    assert_eq!((again.len(), again[0].verb), (1, RowVerb::Post));
    send(&store, &again[0], "m", at(2_000)).await;
    assert_eq!(claim(&store, at(2_000)).await[0].verb, RowVerb::Edit);
}

async fn an_edit_rewrites_a_post_that_was_never_tried(base: Base) {
    let store = one_couple(&base).await;
    let mut whisper = post("a");
    whisper.not_before = Some(at(1_000));
    let words = whisper.body.as_mut().unwrap();
    words.mentions = vec![UserRef::new(Network::Terminal, "ana-1")];
    words.silent = true;
    whisper.words_of = [PartnerId::One].into();
    put_out(&store, 1, vec![whisper]).await;
    let edit = row(1, "a", RowVerb::Edit, "without the words");
    put_out(&store, 1, vec![edit, row(1, "a", RowVerb::Edit, "at last")]).await;
    let sent = claim(&store, at(1_000)).await;
    assert_eq!((sent.len(), sent[0].verb), (1, RowVerb::Post));
    let mut expected = body("at last");
    expected.mentions = vec![UserRef::new(Network::Terminal, "ana-1")];
    expected.silent = true;
    assert_eq!(sent[0].body, Some(expected));
    send(&store, &sent[0], "m", at(1_000)).await;
    assert_eq!(claim(&store, at(1_000)).await.len(), 0);
}

async fn a_post_that_the_network_did_not_take_is_rewritten_or_dropped_too(base: Base) {
    let store = one_couple(&base).await;
    put_out(&store, 1, vec![post("a")]).await;
    put_out(&store, 2, vec![row(2, "b", RowVerb::Post, "b")]).await;
    for tried in claim(&store, at(100)).await {
        store.mark_sending("me", &[tried.id], at(100)).await.unwrap();
        store.later(tried.id, at(130), true).await.unwrap();
    }
    put_out(&store, 1, vec![row(1, "a", RowVerb::Edit, "without the words")]).await;
    put_out(&store, 2, vec![row(2, "b", RowVerb::Delete, "")]).await;
    let again = claim(&store, at(130)).await;
    assert_eq!((again.len(), again[0].verb, &again[0].body), (1, RowVerb::Post, &Some(body("without the words"))));
    // Not where a try may have succeeded.
    store.mark_sending("me", &[again[0].id], at(130)).await.unwrap();
    store.unsure(again[0].id, at(160)).await.unwrap();
    put_out(&store, 1, vec![row(1, "a", RowVerb::Edit, "with others")]).await;
    let again = claim(&store, at(160)).await;
    assert_eq!((again.len(), &again[0].body), (1, &Some(body("without the words"))));
}

async fn what_was_not_taken_is_tried_at_once_when_the_network_is_there_again(base: Base) {
    let store = one_couple(&base).await;
    let mut later = post("hour");
    later.not_before = Some(at(900));
    put_out(&store, 1, vec![post("waits"), later]).await;
    put_out(&store, 2, vec![row(2, "doubt", RowVerb::Post, "perhaps there")]).await;
    for tried in claim(&store, at(100)).await {
        store.mark_sending("me", &[tried.id], at(100)).await.unwrap();
        if tried.slot.0 == "doubt" {
            store.unsure(tried.id, at(700)).await.unwrap();
        } else {
            store.later(tried.id, at(700), true).await.unwrap();
        }
    }
    let account = post("waits").account;
    assert_eq!(store.try_again(&AccountId("elsewhere".to_owned()), at(200)).await.unwrap(), 0);
    assert!(claim(&store, at(200)).await.is_empty());
    assert_eq!(store.try_again(&account, at(200)).await.unwrap(), 1);
    // Not what may be there, before it is sure that no request is under way; nor what has an hour.
    assert_eq!(claim(&store, at(200)).await.iter().map(|row| row.slot.0.as_str()).collect::<Vec<_>>(), ["waits"]);
}

async fn a_post_taken_back_in_time_is_never_sent(base: Base) {
    let store = one_couple(&base).await;
    put_out(&store, 1, vec![post("a"), post("b")]).await;
    put_out(&store, 1, vec![row(1, "a", RowVerb::Delete, ""), post("a")]).await;
    let first = claim(&store, at(100)).await;
    assert_eq!(first[0].slot.0, "b");
    send(&store, &first[0], "1", at(100)).await;
    let second = claim(&store, at(100)).await;
    assert_eq!((second[0].slot.0.as_str(), second[0].verb, second[0].revision), ("a", RowVerb::Post, 2));
}

async fn what_is_taken_back_within_a_batch_was_never_put_out(base: Base) {
    let store = one_couple(&base).await;
    let edited = row(1, "b", RowVerb::Edit, "edited");
    put_out(&store, 1, vec![post("a"), row(1, "a", RowVerb::Delete, ""), post("b"), edited]).await;
    let rows = claim(&store, at(100)).await;
    assert_eq!(
        (rows[0].slot.0.as_str(), rows[0].verb, rows[0].body.clone()),
        ("b", RowVerb::Post, Some(body("edited")))
    );
    send(&store, &rows[0], "m", at(100)).await;
    assert_eq!(slots(&store, at(100)).await, Vec::<String>::new());
}

async fn a_post_that_may_have_been_sent_is_left_alone(base: Base) {
    let store = one_couple(&base).await;
    put_out(&store, 1, vec![post("a")]).await;
    let claimed = claim(&store, at(100)).await;
    // Claimed, so it may be on its way this very moment.
    put_out(&store, 1, vec![row(1, "a", RowVerb::Delete, "")]).await;
    send(&store, &claimed[0], "m", at(100)).await;
    let next = claim(&store, at(100)).await;
    assert_eq!((next[0].verb, next[0].message.clone()), (RowVerb::Delete, Some(SentRef("m".to_owned()))));
}

async fn a_later_try_waits_and_holds_its_lane(base: Base) {
    let store = one_couple(&base).await;
    put_out(&store, 1, vec![post("a"), post("b")]).await;
    let tried = claim(&store, at(100)).await;
    store.mark_sending("me", &[tried[0].id], at(100)).await.unwrap();
    store.later(tried[0].id, at(130), true).await.unwrap();
    assert_eq!(slots(&store, at(129)).await, Vec::<String>::new());
    assert_eq!(store.next_wake(&[account()], at(129)).await.unwrap(), Some(at(130)));
    let again = claim(&store, at(130)).await;
    assert_eq!((again[0].slot.0.as_str(), again[0].attempt, again[0].maybe_sent), ("a", 1, false));
    // When the network asks to wait, that is no failed try.
    store.mark_sending("me", &[again[0].id], at(130)).await.unwrap();
    store.later(again[0].id, at(140), false).await.unwrap();
    assert_eq!(claim(&store, at(140)).await[0].attempt, 1);
}

async fn a_dropped_row_lets_the_next_one_by(base: Base) {
    let store = one_couple(&base).await;
    put_out(&store, 1, vec![post("a")]).await;
    let sent = claim(&store, at(100)).await;
    send(&store, &sent[0], "m", at(100)).await;
    put_out(&store, 1, vec![row(1, "a", RowVerb::Edit, "x"), post("b")]).await;
    let edit = claim(&store, at(100)).await;
    store.drop_row(&edit[0], Some(Refusal::MessageGone), at(100)).await.unwrap();
    assert_eq!(slots(&store, at(100)).await, ["b"]);
    // Gone is gone: a further edit has nothing to change.
    put_out(&store, 2, vec![row(2, "q", RowVerb::Post, "q")]).await;
    let b = store.claim("me", &[account()], at(200), LEASE, 9, Which::All).await.unwrap();
    for row in b.iter().filter(|row| row.slot.0 == "b") {
        send(&store, row, "n", at(200)).await;
    }
    put_out(&store, 1, vec![row(1, "a", RowVerb::Edit, "y")]).await;
    let late = claim(&store, at(200)).await;
    assert_eq!((late[0].slot.0.as_str(), late[0].message.clone()), ("a", None));
}

async fn claims_are_for_named_accounts(base: Base) {
    let store = one_couple(&base).await;
    put_out(&store, 1, vec![post("a")]).await;
    let others = [AccountId("discord:1".to_owned())];
    assert!(store.claim("me", &others, at(100), LEASE, 10, Which::All).await.unwrap().is_empty());
    assert!(store.claim("me", &[], at(100), LEASE, 10, Which::All).await.unwrap().is_empty());
    assert_eq!(store.next_wake(&others, at(0)).await.unwrap(), None);
    assert_eq!(claim(&store, at(100)).await.len(), 1);
}

async fn people_in_no_couple_are_answered_too(base: Base) {
    let store = base.open().await;
    let user = UserRef::new(Network::Terminal, "zoe");
    let mut answer = post("re/t1/1");
    answer.target = Target::Person { user: user.clone(), place: None };
    answer.reply = Some(ReplyHandle("for a while".to_owned()));
    let mut tx = store.begin().await.unwrap();
    tx.put_out_to_others(&[answer], at(100)).await.unwrap();
    tx.commit().await.unwrap();
    let rows = claim(&store, at(100)).await;
    assert_eq!((rows[0].couple, rows[0].target.clone()), (None, Target::Person { user, place: None }));
    assert_eq!(rows[0].reply, Some(ReplyHandle("for a while".to_owned())));
    send(&store, &rows[0], "m", at(100)).await;
    assert_eq!(whose(&store, "m").await, Some((CoupleId(0), Slot("re/t1/1".to_owned()))));
}

async fn a_restart_frees_claims_and_keeps_what_may_have_been_sent(base: Base) {
    let store = one_couple(&base).await;
    put_out(&store, 1, vec![post("a")]).await;
    put_out(&store, 2, vec![row(2, "b", RowVerb::Post, "b")]).await;
    let claimed = claim(&store, at(100)).await;
    store.mark_sending("me", &[claimed[0].id], at(100)).await.unwrap();
    drop(store);
    let store = base.open().await;
    // On Postgres another process may be at it still, so its lease is waited for.
    let now = if matches!(base.settings.url, betwixt::config::DatabaseUrl::Sqlite(_)) { at(101) } else { at(160) };
    let rows = claim(&store, now).await;
    let maybe: Vec<_> = rows.iter().map(|row| (row.slot.0.as_str(), row.maybe_sent)).collect();
    assert_eq!(maybe, [("a", true), ("b", false)]);
    assert_eq!(rows[0].first_try, Some(at(100)));
}

async fn several_are_settled_at_once_each_by_its_verb(base: Base) {
    let store = one_couple(&base).await;
    let sent = |name: &str| SentRef(name.to_owned());
    put_out(&store, 1, vec![post("old")]).await;
    let old = claim(&store, at(100)).await.remove(0);
    send(&store, &old, "m0", at(100)).await;
    put_out(&store, 1, vec![row(1, "old", RowVerb::Delete, "old")]).await;
    put_out(&store, 2, vec![row(2, "new", RowVerb::Post, "new")]).await;
    let both = claim(&store, at(101)).await;
    assert_eq!(both.len(), 2);
    let settled: Vec<Settled> =
        both.iter().map(|row| Settled::new(row, &sent(if row.verb == RowVerb::Post { "m1" } else { "m0" }))).collect();
    // Whoever noted them may have died before anybody heard of it.
    for _ in 0..2 {
        store.settle(&settled, at(102)).await.unwrap();
    }
    assert_eq!(whose(&store, "m1").await, Some((CoupleId(2), Slot("new".to_owned()))));
    assert_eq!(store.backlog().await.unwrap(), (0, None));
    // The message that was taken away is there no more for an edit.
    put_out(&store, 1, vec![row(1, "old", RowVerb::Edit, "again")]).await;
    put_out(&store, 2, vec![row(2, "new", RowVerb::Edit, "again")]).await;
    let edits = claim(&store, at(103)).await;
    assert_eq!(edits.iter().map(|row| row.message.clone()).collect::<Vec<_>>(), [None, Some(sent("m1"))]);
}

async fn numbers_of_rows_grow_even_when_the_clock_does_not(base: Base) {
    let store = one_couple(&base).await;
    put_out(&store, 1, vec![post("a")]).await;
    store.close().await.unwrap();
    let store = base.open().await;
    let loaded = super::base::load(&store, 1).await;
    let mut early = super::base::write(loaded.couple, Some(loaded.version), Vec::new());
    early.rows = vec![post("b")];
    let mut tx = store.begin().await.unwrap();
    // The clock was set back by a day.
    tx.save(&[early], at(-86_400)).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(slots(&store, at(100)).await, ["a"]);
    change(&store, 1, Vec::new()).await;
}

async fn whose(store: &Store, sent: &str) -> Option<(CoupleId, Slot)> {
    let mut tx = store.begin().await.unwrap();
    let message = (Network::Terminal, SentRef(sent.to_owned()));
    let wanted = Wanted { messages: [message.clone()].into(), ..Wanted::default() };
    tx.resolve(&wanted).await.unwrap().messages.remove(&message)
}
