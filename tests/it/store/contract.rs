//! What the hub and the scheduler rely on.

use std::collections::{BTreeMap, BTreeSet};

use betwixt::engine::Read;
use betwixt::engine::change::Change;
use betwixt::engine::couple::{Consent, Phase};
use betwixt::engine::entry::Privacy;
use betwixt::engine::words::{Content, Sealed, Words};
use betwixt::ids::{AccountId, CoupleId, EntryId, EventKey, PartnerId, RoundId};
use betwixt::store::{Standing, StoreError, Wanted, Write};

use super::base::{
    self, Base, asking, at, began, change, couple, entry, load, place, round, save, try_save, user, write,
};

super::base::on_both!(
    an_event_counts_once,
    a_dropped_transaction_never_was,
    a_couple_comes_back_as_it_was,
    a_batch_of_couples_is_written_together,
    two_writers_of_one_couple_conflict,
    a_place_and_a_person_belong_to_one_couple,
    who_belongs_where_follows_the_phase,
    an_ended_pairing_frees_its_place_in_the_same_batch,
    only_live_rounds_and_entries_are_loaded,
    the_past_shows_what_the_reader_may_read,
    the_past_has_older_pairings,
    answering_and_withdrawing_in_one_batch_leaves_nothing,
    a_message_finds_its_piece_until_it_is_erased,
    cursors_move_with_their_batch,
    a_couple_remembers_the_bot_account_that_serves_it,
);

async fn an_event_counts_once(base: Base) {
    let store = base.open().await;
    let keys = |names: &[&str]| names.iter().map(|name| EventKey((*name).to_owned())).collect::<Vec<_>>();
    let mut tx = store.begin().await.unwrap();
    let new = tx.insert_keys(&keys(&["a", "b", "a"]), at(0)).await.unwrap();
    assert_eq!(new, keys(&["a", "b"]).into_iter().collect());
    tx.commit().await.unwrap();
    let mut tx = store.begin().await.unwrap();
    let new = tx.insert_keys(&keys(&["b", "c", "a"]), at(1)).await.unwrap();
    assert_eq!(new, keys(&["c"]).into_iter().collect());
    assert!(tx.insert_keys(&[], at(1)).await.unwrap().is_empty());
}

async fn a_dropped_transaction_never_was(base: Base) {
    let store = base.open().await;
    let key = [EventKey("a".to_owned())];
    let mut tx = store.begin().await.unwrap();
    tx.insert_keys(&key, at(0)).await.unwrap();
    tx.save(&[began(&couple(1))], at(0)).await.unwrap();
    drop(tx);
    let mut tx = store.begin().await.unwrap();
    assert_eq!(tx.insert_keys(&key, at(0)).await.unwrap().len(), 1);
    assert!(tx.load(&[CoupleId(1)]).await.unwrap().is_empty());
}

async fn a_couple_comes_back_as_it_was(base: Base) {
    let store = base.open().await;
    save(&store, vec![began(&couple(1))]).await;
    let mut checkin = entry(1, 2, PartnerId::Two, "");
    checkin.sealed = Sealed::new(
        PartnerId::Two,
        Content::CheckIn {
            capacity: Some(4),
            tag: None,
            need: None,
            words: Some(Words::from("tired, \u{0} \"quoted\" and 😀")),
            more: vec![Words::from("and more")],
        },
    );
    checkin.privacy = Privacy::Open(at(9));
    checkin.edited = Some(at(10));
    checkin.round = None;
    let mut asked = round(1);
    asked.answers.insert(PartnerId::One, EntryId(1));
    let changes = vec![
        Change::Round(Box::new(asked)),
        Change::Entry(Box::new(entry(1, 1, PartnerId::One, "a cup of tea"))),
        Change::Entry(Box::new(checkin)),
        Change::Refusals(3),
    ];
    change(&store, 1, changes.clone()).await;

    let mut expected = couple(1);
    for change in &changes {
        expected.apply(change);
    }
    let loaded = load(&store, 1).await;
    assert_eq!(loaded.couple, expected);
    assert!(loaded.damaged.is_empty());

    store.close().await.unwrap();
    let again = load(&base.open().await, 1).await;
    assert_eq!((again.couple, again.version), (expected, loaded.version));
}

async fn a_batch_of_couples_is_written_together(base: Base) {
    let store = base.open().await;
    save(&store, (1..=64).map(|number| began(&couple(number))).collect()).await;
    let mut tx = store.begin().await.unwrap();
    let ids: Vec<CoupleId> = (0..=64).map(CoupleId).collect();
    let loaded = tx.load(&ids).await.unwrap();
    assert_eq!(loaded.len(), 64);
    let answers = loaded
        .into_values()
        .map(|loaded| {
            let number = loaded.couple.id.0;
            let answer = entry(number, 1, PartnerId::One, &format!("tea {number}"));
            write(loaded.couple, Some(loaded.version), vec![Change::Entry(Box::new(answer))])
        })
        .collect::<Vec<_>>();
    tx.save(&answers, at(5)).await.unwrap();
    tx.commit().await.unwrap();
    for write in answers {
        let loaded = load(&store, write.couple.id.0).await;
        assert_eq!((&loaded.couple, loaded.version), (&write.couple, 2));
    }
}

async fn two_writers_of_one_couple_conflict(base: Base) {
    let store = base.open().await;
    save(&store, vec![began(&couple(1))]).await;
    let read = load(&store, 1).await;
    let mine = || write(read.couple.clone(), Some(read.version), vec![Change::Refusals(1)]);
    save(&store, vec![mine()]).await;
    let second = try_save(&store, vec![mine()]).await.unwrap_err();
    assert!(matches!(second, StoreError::Conflict), "{second}");
    assert!(second.is_passing());
    // A couple that only says something is not written, and conflicts with nobody.
    save(&store, vec![write(read.couple.clone(), Some(read.version), Vec::new())]).await;
    assert_eq!(load(&store, 1).await.version, 2);
    let twice = try_save(&store, vec![began(&couple(1))]).await.unwrap_err();
    assert!(matches!(twice, StoreError::Conflict), "{twice}");
}

async fn a_place_and_a_person_belong_to_one_couple(base: Base) {
    let store = base.open().await;
    save(&store, vec![began(&couple(1))]).await;
    let mut squatter = couple(2);
    squatter.place = place(1);
    let refused = try_save(&store, vec![began(&squatter)]).await.unwrap_err();
    assert!(matches!(refused, StoreError::Conflict), "{refused}");
    let mut bigamist = couple(2);
    bigamist.partners.one.accounts = vec![user("ana-1")];
    let refused = try_save(&store, vec![began(&bigamist)]).await.unwrap_err();
    assert!(matches!(refused, StoreError::Conflict), "{refused}");
    // Being asked is not belonging: two may invite the same person.
    for number in [3, 4] {
        let mut asking = asking(number);
        asking.partners.two.accounts = vec![user("ben-1")];
        save(&store, vec![began(&asking)]).await;
    }
    assert_eq!(
        standings(&store, "ben-1").await,
        [(1, Standing::Joined), (3, Standing::Invited), (4, Standing::Invited)]
    );
}

async fn who_belongs_where_follows_the_phase(base: Base) {
    let store = base.open().await;
    save(&store, vec![began(&asking(1)), began(&asking(2))]).await;
    assert_eq!(standings(&store, "ana-1").await, [(1, Standing::Joined)]);
    assert_eq!(standings(&store, "ben-1").await, [(1, Standing::Invited)]);

    let mut ben = asking(1).partners.two;
    ben.consent = Consent::Agreed(at(1));
    let paired = vec![Change::Partner(PartnerId::Two, Box::new(ben)), Change::Phase(Phase::Paired { since: at(1) })];
    change(&store, 1, paired).await;
    assert_eq!(standings(&store, "ben-1").await, [(1, Standing::Joined)]);

    // One left: both keep the journal. One declined: nothing remains.
    let ended = |was_paired| vec![Change::Phase(Phase::Ended { at: at(2), was_paired })];
    change(&store, 1, ended(true)).await;
    change(&store, 2, ended(false)).await;
    for name in ["ana-1", "ben-1"] {
        assert_eq!(standings(&store, name).await, [(1, Standing::Left)]);
    }
    for name in ["ana-2", "ben-2"] {
        assert_eq!(standings(&store, name).await, []);
    }
    let mut tx = store.begin().await.unwrap();
    let places = BTreeSet::from([place(1), place(2)]);
    let wanted = Wanted { places, ..Wanted::default() };
    assert_eq!(tx.resolve(&wanted).await.unwrap().places, BTreeMap::new());
}

async fn an_ended_pairing_frees_its_place_in_the_same_batch(base: Base) {
    let store = base.open().await;
    save(&store, vec![began(&couple(1))]).await;
    let loaded = load(&store, 1).await;
    let over = Phase::Ended { at: at(1), was_paired: true };
    let end = write(loaded.couple, Some(loaded.version), vec![Change::Phase(over)]);
    let mut next = couple(2);
    next.place = place(1);
    next.partners.one.accounts = vec![user("ana-1")];
    save(&store, vec![end, began(&next)]).await;
    let mut tx = store.begin().await.unwrap();
    let wanted = Wanted { places: [place(1)].into(), people: [user("ana-1")].into(), ..Wanted::default() };
    let resolved = tx.resolve(&wanted).await.unwrap();
    assert_eq!(resolved.places[&place(1)], CoupleId(2));
    assert_eq!(resolved.joined(&user("ana-1")).unwrap().couple, CoupleId(2));
    let all: Vec<_> = resolved.people[&user("ana-1")].iter().map(|one| one.standing).collect();
    assert_eq!(all, [Standing::Joined, Standing::Left]);
}

async fn only_live_rounds_and_entries_are_loaded(base: Base) {
    let store = base.open().await;
    save(&store, vec![began(&couple(1)), began(&couple(2))]).await;
    change(
        &store,
        1,
        vec![
            Change::Round(Box::new(round(1))),
            Change::Round(Box::new(round(2))),
            Change::Entry(Box::new(entry(1, 1, PartnerId::One, "tea"))),
            Change::Entry(Box::new(entry(1, 2, PartnerId::Two, "coffee"))),
        ],
    )
    .await;
    let (mut over, mut past) = (round(1), entry(1, 1, PartnerId::One, "tea"));
    (over.live, past.live) = (false, false);
    change(&store, 1, vec![Change::Round(Box::new(over)), Change::Entry(Box::new(past))]).await;
    let loaded = load(&store, 1).await.couple;
    assert_eq!(loaded.rounds.keys().collect::<Vec<_>>(), [&RoundId(2)]);
    assert_eq!(loaded.entries.keys().collect::<Vec<_>>(), [&EntryId(2)]);
    let other = load(&store, 2).await.couple;
    assert!(other.rounds.is_empty() && other.entries.is_empty());
}

async fn the_past_shows_what_the_reader_may_read(base: Base) {
    let store = base.open().await;
    save(&store, vec![began(&couple(1))]).await;
    let mut shown = entry(1, 2, PartnerId::Two, "open");
    shown.privacy = Privacy::Open(at(3));
    let mut note = entry(1, 4, PartnerId::Two, "a note");
    (note.round, note.privacy) = (None, Privacy::Open(at(4)));
    let mut elsewhere = entry(1, 5, PartnerId::One, "elsewhere");
    elsewhere.round = Some(RoundId(2));
    let changes = vec![
        Change::Round(Box::new(round(1))),
        Change::Round(Box::new(round(2))),
        Change::Entry(Box::new(entry(1, 1, PartnerId::One, "mine"))),
        Change::Entry(Box::new(shown)),
        Change::Entry(Box::new(entry(1, 3, PartnerId::Two, "theirs, sealed"))),
        Change::Entry(Box::new(note)),
        Change::Entry(Box::new(elsewhere)),
    ];
    change(&store, 1, changes).await;
    let of = async |reader, read| {
        let mut tx = store.begin().await.unwrap();
        let history = tx.history(&couple(1), reader, read).await.unwrap();
        let entries = history.entries.iter().map(|entry| entry.id.0).collect::<Vec<_>>();
        let rounds = history.rounds.iter().map(|round| round.id.0).collect::<Vec<_>>();
        (entries, rounds)
    };
    let (one, two) = (Some(PartnerId::One), Some(PartnerId::Two));
    assert_eq!(of(one, Read::Nothing).await, (vec![], vec![]));
    assert_eq!(of(one, Read::Round(RoundId(1))).await, (vec![1, 2], vec![1]));
    assert_eq!(of(two, Read::Round(RoundId(1))).await, (vec![2, 3], vec![1]));
    assert_eq!(of(None, Read::Round(RoundId(1))).await, (vec![2], vec![1]));
    assert_eq!(of(two, Read::Entry(EntryId(2))).await, (vec![2, 3], vec![1]));
    assert_eq!(of(one, Read::Entry(EntryId(4))).await, (vec![4], vec![]));
    assert_eq!(of(one, Read::Entry(EntryId(99))).await, (vec![], vec![]));
    assert_eq!(of(one, Read::Everything).await, (vec![1, 2, 4, 5], vec![1, 2]));
    assert_eq!(of(two, Read::Everything).await, (vec![2, 3, 4], vec![1, 2]));
    assert_eq!(of(None, Read::Everything).await, (vec![2, 4], vec![1, 2]));
}

async fn the_past_has_older_pairings(base: Base) {
    let store = base.open().await;
    save(&store, vec![began(&couple(1))]).await;
    let mut open = entry(1, 3, PartnerId::Two, "once, open");
    open.privacy = Privacy::Open(at(3));
    let changes = vec![
        Change::Round(Box::new(round(1))),
        Change::Entry(Box::new(entry(1, 1, PartnerId::One, "once, mine"))),
        Change::Entry(Box::new(entry(1, 2, PartnerId::Two, "once, theirs"))),
        Change::Entry(Box::new(open)),
        Change::Phase(Phase::Ended { at: at(5), was_paired: true }),
    ];
    change(&store, 1, changes).await;
    let mut next = couple(2);
    // In the new couple Ana is the second partner.
    next.partners.two.accounts = vec![user("ana-1")];
    save(&store, vec![began(&next)]).await;
    let mut tx = store.begin().await.unwrap();
    let hers = tx.history(&next, Some(PartnerId::Two), Read::Everything).await.unwrap();
    assert!(hers.entries.is_empty());
    let [past] = &hers.past[..] else {
        panic!("{} pairings", hers.past.len());
    };
    assert_eq!(past.reader, PartnerId::One);
    assert_eq!(past.names[&PartnerId::Two], "ben");
    assert_eq!(past.entries.iter().map(|entry| entry.id.0).collect::<Vec<_>>(), [1, 3]);
    assert_eq!(past.rounds.len(), 1);
    let others = tx.history(&next, Some(PartnerId::One), Read::Everything).await.unwrap();
    assert!(others.past.is_empty());
}

async fn answering_and_withdrawing_in_one_batch_leaves_nothing(base: Base) {
    let store = base.open().await;
    save(&store, vec![began(&couple(1))]).await;
    let event = EventKey("message".to_owned());
    let changes = vec![
        Change::Entry(Box::new(entry(1, 1, PartnerId::One, "tea"))),
        Change::Heard { event: event.clone(), entry: EntryId(1), piece: 0 },
        Change::EntryErased(EntryId(1)),
    ];
    change(&store, 1, changes).await;
    assert!(load(&store, 1).await.couple.entries.is_empty());
    let mut tx = store.begin().await.unwrap();
    let heard = BTreeSet::from([event]);
    let wanted = Wanted { heard, ..Wanted::default() };
    assert!(tx.resolve(&wanted).await.unwrap().heard.is_empty());
}

async fn a_message_finds_its_piece_until_it_is_erased(base: Base) {
    let store = base.open().await;
    save(&store, vec![began(&couple(1))]).await;
    let event = EventKey("message".to_owned());
    let wanted = Wanted { heard: [event.clone()].into(), ..Wanted::default() };
    let heard = Change::Heard { event: event.clone(), entry: EntryId(1), piece: 2 };
    change(&store, 1, vec![Change::Entry(Box::new(entry(1, 1, PartnerId::One, "tea"))), heard]).await;
    let resolve = async || {
        let mut tx = store.begin().await.unwrap();
        tx.resolve(&wanted).await.unwrap().heard
    };
    assert_eq!(resolve().await[&event], (CoupleId(1), EntryId(1), 2));
    change(&store, 1, vec![Change::EntryErased(EntryId(1))]).await;
    assert!(resolve().await.is_empty());
}

async fn cursors_move_with_their_batch(base: Base) {
    let store = base.open().await;
    let (mine, other) = (base::account(), AccountId("matrix:@bot".to_owned()));
    let mut tx = store.begin().await.unwrap();
    assert_eq!(tx.cursor(&mine).await.unwrap(), None);
    tx.set_cursor(&mine, "s1").await.unwrap();
    tx.commit().await.unwrap();
    let mut tx = store.begin().await.unwrap();
    tx.set_cursor(&mine, "s2").await.unwrap();
    drop(tx);
    let mut tx = store.begin().await.unwrap();
    assert_eq!(tx.cursor(&mine).await.unwrap().as_deref(), Some("s1"));
    assert_eq!(tx.cursor(&other).await.unwrap(), None);
}

async fn a_couple_remembers_the_bot_account_that_serves_it(base: Base) {
    let store = base.open().await;
    let (one, two) = (AccountId("matrix:@one:x".to_owned()), AccountId("matrix:@two:x".to_owned()));
    let began = Write { served_by: Some(one.clone()), ..began(&couple(1)) };
    save(&store, vec![began]).await;
    assert_eq!(load(&store, 1).await.served_by, Some(one.clone()));
    // What says nothing of it leaves it as it is, and a new one is written even where nothing else changed.
    change(&store, 1, vec![Change::Refusals(1)]).await;
    let loaded = load(&store, 1).await;
    assert_eq!(loaded.served_by, Some(one));
    let moved = write(loaded.couple, Some(loaded.version), Vec::new());
    save(&store, vec![Write { served_by: Some(two.clone()), ..moved }]).await;
    let again = load(&store, 1).await;
    assert_eq!((again.served_by, again.version), (Some(two), loaded.version + 1));
}

async fn standings(store: &betwixt::store::Store, name: &str) -> Vec<(i64, Standing)> {
    let mut tx = store.begin().await.unwrap();
    let people = BTreeSet::from([user(name)]);
    let resolved = tx.resolve(&Wanted { people, ..Wanted::default() }).await.unwrap();
    let memberships = resolved.people.get(&user(name)).into_iter().flatten();
    memberships.map(|one| (one.couple.0, one.standing)).collect()
}
