//! What the scheduler relies on: which alarms go off, when, in which order and for whom.

use betwixt::catalog::Kind;
use betwixt::engine::alarm::{Alarm, AlarmKey};
use betwixt::engine::change::Change;
use betwixt::ids::{AccountId, PartnerId, RoundId};
use betwixt::store::{Ear, StoreError, Write};
use jiff::SignedDuration;

use super::base::{self, Base, at, began, change, couple, load, save, try_save, write};

super::base::on_both!(
    due_alarms_come_in_order,
    alarms_follow_the_couple,
    what_ends_the_wait_for_answers_is_for_the_bot_account_that_heard_them_all,
    a_look_at_a_place_is_for_the_bot_account_that_is_there,
);

async fn due_alarms_come_in_order(base: Base) {
    let store = base.open().await;
    let mut writes = Vec::new();
    for number in 1..=3 {
        let mut couple = couple(number);
        couple.alarms.clear();
        let ritual = Alarm { at: at(60), label: Some("2026-03-02T13:01:00".parse().unwrap()) };
        let lapse = Alarm { at: at(60), label: None };
        couple.alarms.insert(AlarmKey::Ritual(Kind::Gratitude), ritual);
        couple.alarms.insert(AlarmKey::Settle(RoundId(7)), lapse.clone());
        couple.alarms.insert(AlarmKey::Lapse(RoundId(7)), lapse);
        let early = Alarm { at: at(10 * number), label: None };
        couple.alarms.insert(AlarmKey::PauseOver(PartnerId::One), early);
        writes.push(began(&couple));
    }
    assert_eq!(store.next_alarm(&[]).await.unwrap(), None);
    save(&store, writes).await;
    assert_eq!(store.next_alarm(&[]).await.unwrap(), Some(at(10)));
    assert_eq!(store.due(at(9), &[], 100).await.unwrap(), []);
    let names = async |now, limit| {
        let due = store.due(now, &[ear(&base::account(), true)], limit).await.unwrap();
        due.iter().map(|due| format!("{} {}", due.couple.0, due.key)).collect::<Vec<_>>()
    };
    assert_eq!(names(at(20), 100).await, ["1 pause-over/1", "2 pause-over/1"]);
    let all = names(at(60), 100).await;
    assert_eq!(all[3..6], ["1 lapse/7", "2 lapse/7", "3 lapse/7"]);
    assert_eq!(all[6..9], ["1 settle/7", "2 settle/7", "3 settle/7"]);
    assert_eq!(all[9..], ["1 ritual/gratitude", "2 ritual/gratitude", "3 ritual/gratitude"]);
    assert_eq!(names(at(60), 4).await, all[..4]);
    let due = store.due(at(60), &[ear(&base::account(), true)], 100).await.unwrap();
    assert_eq!(due[11].label, Some("2026-03-02T13:01:00".parse().unwrap()));
    assert_eq!(due[11].at, at(60));
}

async fn alarms_follow_the_couple(base: Base) {
    let store = base.open().await;
    let mut quiet = couple(1);
    quiet.alarms.clear();
    save(&store, vec![began(&quiet)]).await;
    let key = || AlarmKey::InvitationOver;
    let set = |seconds| Change::AlarmSet(key(), Alarm { at: at(seconds), label: None });
    change(&store, 1, vec![set(5)]).await;
    change(&store, 1, vec![set(50)]).await;
    assert_eq!(store.next_alarm(&[]).await.unwrap(), Some(at(50)));
    change(&store, 1, vec![Change::AlarmCleared(key())]).await;
    assert_eq!(store.next_alarm(&[]).await.unwrap(), None);
    // What is set and cleared in one batch was never there.
    change(&store, 1, vec![set(5), Change::AlarmCleared(key())]).await;
    assert_eq!(store.next_alarm(&[]).await.unwrap(), None);
    // The scheduler could not name an instant within a millisecond, so it is refused rather than never met.
    let between = Alarm { at: at(5) + SignedDuration::from_micros(1), label: None };
    let loaded = load(&store, 1).await;
    let fine = write(loaded.couple, Some(loaded.version), vec![Change::AlarmSet(key(), between)]);
    assert!(matches!(try_save(&store, vec![fine]).await, Err(StoreError::Unsupported(_))));
}

async fn what_ends_the_wait_for_answers_is_for_the_bot_account_that_heard_them_all(base: Base) {
    let store = base.open().await;
    let (one, two) = (AccountId("matrix:@one:x".to_owned()), AccountId("matrix:@two:x".to_owned()));
    for (number, served_by) in [(1, Some(&one)), (2, Some(&two)), (3, None)] {
        let mut couple = couple(number);
        couple.alarms.clear();
        couple.alarms.insert(AlarmKey::Settle(RoundId(7)), Alarm { at: at(10 + number), label: None });
        couple.alarms.insert(AlarmKey::Lapse(RoundId(7)), Alarm { at: at(20 + number), label: None });
        couple.alarms.insert(AlarmKey::PauseOver(PartnerId::One), Alarm { at: at(30 + number), label: None });
        save(&store, vec![Write { served_by: served_by.cloned(), ..began(&couple) }]).await;
    }
    let names = async |ears: &[Ear]| {
        let due = store.due(at(60), ears, 100).await.unwrap();
        due.iter().map(|due| format!("{} {}", due.couple.0, due.key)).collect::<Vec<_>>()
    };
    let of_all = ["1 pause-over/1", "2 pause-over/1", "3 pause-over/1"];
    assert_eq!(names(&[]).await, of_all);
    let heard = ["2 settle/7", "3 settle/7", "2 lapse/7", "3 lapse/7"];
    assert_eq!(names(&[ear(&one, false), ear(&two, true)]).await, [&heard[..], &of_all].concat());
    assert_eq!(names(&[ear(&one, true), ear(&two, true)]).await.len(), 9);
    assert_eq!(store.next_alarm(&[ear(&one, false)]).await.unwrap(), Some(at(31)));
    assert_eq!(store.next_alarm(&[ear(&one, true)]).await.unwrap(), Some(at(11)));
}

async fn a_look_at_a_place_is_for_the_bot_account_that_is_there(base: Base) {
    let store = base.open().await;
    let (one, two) = (AccountId("matrix:@one:x".to_owned()), AccountId("matrix:@two:x".to_owned()));
    for (number, served_by) in [(1, Some(&one)), (2, Some(&two)), (3, None)] {
        let mut couple = couple(number);
        couple.alarms.clear();
        couple.alarms.insert(AlarmKey::Look, Alarm { at: at(10 + number), label: None });
        couple.alarms.insert(AlarmKey::PauseOver(PartnerId::One), Alarm { at: at(20 + number), label: None });
        save(&store, vec![Write { served_by: served_by.cloned(), ..began(&couple) }]).await;
    }
    let names = async |ears: &[Ear]| {
        let due = store.due(at(60), ears, 100).await.unwrap();
        due.iter().map(|due| format!("{} {}", due.couple.0, due.key)).collect::<Vec<_>>()
    };
    let of_all = ["1 pause-over/1", "2 pause-over/1", "3 pause-over/1"];
    // Where nobody is known to serve them, whoever comes first looks.
    assert_eq!(names(&[ear(&two, true)]).await, [&["2 look", "3 look"][..], &of_all].concat());
    assert_eq!(names(&[]).await, [&["3 look"][..], &of_all].concat());
    assert_eq!(names(&[ear(&two, true), ear(&one, false)]).await.len(), 6);
    assert_eq!(store.next_alarm(&[ear(&two, true)]).await.unwrap(), Some(at(12)));
    assert_eq!(store.next_alarm(&[ear(&one, false)]).await.unwrap(), Some(at(11)));
    assert_eq!(store.next_alarm(&[]).await.unwrap(), Some(at(13)));
}

fn ear(account: &AccountId, is_up_to_date: bool) -> Ear {
    Ear { account: account.clone(), is_up_to_date }
}
