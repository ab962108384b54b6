//! The scheduler: lets alarms go off. What is due is an input like any other and goes through the hub.

use std::sync::atomic::Ordering;
use std::time::Duration;

use jiff::Timestamp;

use crate::cadence;
use crate::clock::{Trust, Watch};
use crate::courier;
use crate::engine::alarm::AlarmKey;
use crate::house::{HouseError, Tools};
use crate::hub::{Hub, Incoming, stopped};
use crate::platform::{Handled, Stop};
use crate::store::DueAlarm;

/// How many alarms one transaction takes.
const AT_ONCE: u32 = 64;
/// The longest sleep. The wall clock is read again after it: a sleep does not count while the machine sleeps, and the wall clock
/// can be set.
const NAP: Duration = Duration::from_secs(15);
/// How long it is waited where something is due that could not be kept or read: on a full disk it is due for a long time.
const RETRY: Duration = Duration::from_secs(5);
/// How long it sleeps at most while something waits until a network has told what happened.
const OUT_OF_TOUCH: Duration = Duration::from_secs(1);
/// How often the time is noted by which a clock that was set back is noticed after a restart.
const NOTED_EVERY: Duration = Duration::from_secs(60);

/// Lets everything go off that is due by now, in its order.
pub(crate) async fn go_off(tools: &Tools, hub: &Hub) -> Result<(), HouseError> {
    let now = tools.clock.now();
    loop {
        let due = tools.store.due(now, &tools.ears(), AT_ONCE).await?;
        if due.is_empty() {
            return renew_zones(tools, hub).await;
        }
        // Looking waits for a network, so whatever else is due goes first.
        let (looks, due): (Vec<_>, Vec<_>) = due.into_iter().partition(|alarm| alarm.key == AlarmKey::Look);
        let looked = looks.iter().map(|alarm| alarm.couple).collect::<Vec<_>>();
        let incoming =
            |alarm: DueAlarm| Incoming::Due { couple: alarm.couple, key: alarm.key, at: alarm.at, label: alarm.label };
        let inputs: Vec<Incoming> = due.into_iter().map(incoming).collect();
        let mut handled = hub.handle(&inputs).await?;
        if !looks.is_empty() {
            let seen =
                futures_util::future::try_join_all(looked.into_iter().map(|id| courier::look(tools, id))).await?;
            let inputs: Vec<Incoming> = seen.into_iter().flatten().chain(looks.into_iter().map(incoming)).collect();
            handled.extend(hub.handle(&inputs).await?);
        }
        // What could not be kept is still due: not again at once.
        if handled.contains(&Handled::NotKept) {
            return Ok(());
        }
    }
}

/// Sets all alarms anew where the zones' rules are others than those that they were set by, once after a start. What is due comes
/// first: an occurrence that is late must not be moved to tomorrow.
async fn renew_zones(tools: &Tools, hub: &Hub) -> Result<(), HouseError> {
    let Some(before) = &tools.store.opened().zones_were else {
        return Ok(());
    };
    if tools.zones_renewed.load(Ordering::Relaxed) {
        return Ok(());
    }
    tracing::info!(%before, now = cadence::tz_version().version, "the zones' rules were renewed; setting all alarms anew");
    let mut last = None;
    loop {
        let couples = tools.store.couples_after(last, AT_ONCE).await?;
        let Some(newest) = couples.last() else {
            break;
        };
        last = Some(*newest);
        let inputs: Vec<Incoming> = couples.into_iter().map(|couple| Incoming::NewZones { couple }).collect();
        if hub.handle(&inputs).await?.contains(&Handled::NotKept) {
            return Ok(());
        }
    }
    tools.store.zones_are_current().await?;
    tools.zones_renewed.store(true, Ordering::Relaxed);
    Ok(())
}

/// Lets alarms go off until `stop` says so. While the clock cannot be trusted nothing goes off.
pub(crate) async fn run(tools: &Tools, hub: &Hub, mut stop: Stop) -> Result<(), HouseError> {
    let noted = tools.store.last_seen().await?;
    let mut watch = Watch::new(&*tools.clock, noted);
    let mut trusted = Trust::Fine;
    let mut noted: Option<Duration> = None;
    while !*stop.borrow() {
        let trust = trust(tools, &mut watch).await;
        tell(trusted, trust);
        trusted = trust;
        let mut nap = NAP;
        if trust == Trust::Fine {
            let looked = tools.clock.now();
            match go_off(tools, hub).await {
                Ok(()) => {
                    let most = if tools.ears().iter().all(|ear| ear.is_up_to_date) { NAP } else { OUT_OF_TOUCH };
                    nap = until_next(tools, looked).await.min(most);
                }
                Err(HouseError::Halted(halted)) => return Err(halted.into()),
                Err(HouseError::Store(error)) => {
                    tracing::error!(%error, "what is due cannot be found out");
                }
            }
            let steady = tools.clock.steady();
            if noted.is_none_or(|noted| steady - noted >= NOTED_EVERY) {
                noted = Some(steady);
                if let Err(error) = tools.store.keep_last_seen(tools.clock.now()).await {
                    tracing::warn!(%error, "the time could not be noted");
                }
            }
        }
        tokio::select! {
            () = tools.nudges.scheduler.notified(), if trust == Trust::Fine => {}
            () = tokio::time::sleep(nap) => {}
            () = stopped(&mut stop) => {}
        }
    }
    Ok(())
}

/// Keeps the database small until `stop` says so.
pub(crate) async fn tidy(tools: &Tools, mut stop: Stop) {
    const EVERY: Duration = Duration::from_secs(60 * 60);
    while !*stop.borrow() {
        tokio::select! {
            () = tokio::time::sleep(EVERY) => {}
            () = stopped(&mut stop) => return,
        }
        if let Err(error) = tools.store.tidy(tools.clock.now()).await {
            tracing::warn!(%error, "the database could not be tidied; trying again in an hour");
        }
    }
}

/// Whether the clock can be trusted; a network is asked only when there is a doubt.
async fn trust(tools: &Tools, watch: &mut Watch) -> Trust {
    let alone = watch.look(&*tools.clock, None);
    if alone == Trust::Fine {
        return alone;
    }
    for platform in tools.platforms.values() {
        let asked = tokio::time::timeout(Duration::from_secs(10), platform.time());
        if let Ok(Some(time)) = asked.await {
            return watch.look(&*tools.clock, Some(time));
        }
    }
    alone
}

fn tell(before: Trust, now: Trust) {
    if before == now {
        return;
    }
    match now {
        Trust::Fine => tracing::info!("the clock is trusted again"),
        Trust::Behind => tracing::warn!(
            "the clock shows a time before what is in the records; nothing is posted by it until a network agrees or it has run evenly \
             for ten minutes"
        ),
        Trust::Jumped => tracing::warn!(
            "the clock was set, or the machine slept; nothing is posted by it until a network agrees or it has run evenly for ten minutes"
        ),
    }
}

async fn until_next(tools: &Tools, looked: Timestamp) -> Duration {
    match tools.store.next_alarm(&tools.ears()).await {
        Ok(next) => until(next, looked, tools.clock.now()),
        Err(error) => {
            tracing::error!(%error, "the next alarm cannot be found out");
            NAP
        }
    }
}

/// How long to sleep until `next`, after everything that was due when it was `looked` had its turn.
fn until(next: Option<Timestamp>, looked: Timestamp, now: Timestamp) -> Duration {
    match next {
        None => NAP,
        Some(at) if at <= looked => RETRY,
        Some(at) => {
            Duration::try_from(at.duration_since(now)).unwrap_or_default().clamp(Duration::from_millis(20), NAP)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stays_due_is_not_tried_without_a_pause() {
        let second = |second| Timestamp::from_second(second).unwrap();
        let (looked, now) = (second(1_000), second(1_001));
        assert_eq!(until(None, looked, now), NAP);
        assert_eq!(until(Some(second(1_000)), looked, now), RETRY);
        assert_eq!(until(Some(second(10)), looked, now), RETRY);
        // It became due meanwhile.
        assert_eq!(until(Some(second(1_001)), looked, now), Duration::from_millis(20));
        assert_eq!(until(Some(second(1_008)), looked, now), Duration::from_secs(7));
        assert_eq!(until(Some(second(9_000)), looked, now), NAP);
    }
}
