//! One message, from its claim to its end.

use std::panic::AssertUnwindSafe;
use std::time::Duration;

use futures_util::FutureExt as _;
use jiff::{SignedDuration, Timestamp};

use super::Courier;
use super::look::partners_of;
use crate::engine::effect::Sign;
use crate::engine::guard;
use crate::engine::input::Refusal;
use crate::house::{HouseError, Point};
use crate::hub::Incoming;
use crate::ids::SentRef;
use crate::platform::{Delivery, DeliveryError, Handled, Platform, Target, Verb};
use crate::store::{Claimed, RowVerb, Settled};

/// How long it may take to answer a question.
pub(super) const QUESTION: Duration = Duration::from_secs(10);
/// A message that nobody could take for so long is of no use any more, if nothing else was said.
const STALE: SignedDuration = SignedDuration::from_hours(7 * 24);
/// How long after its time a message that may be there is still looked for, where the network cannot say.
const LOOKED_FOR: SignedDuration = SignedDuration::from_hours(12);
/// How often a message is tried that makes the adapter fail inside.
const TRIES_OF_BROKEN: u32 = 3;

/// What is to be done with a message before it is sent.
enum Next {
    /// Off it goes; the place had refused the one before, if `refused_before`.
    Send {
        refused_before: bool,
    },
    /// It is there already.
    Found(SentRef),
    /// Not now: after that long.
    Wait(Duration),
    GiveUp(Refusal),
}

/// What a network did with a message.
enum Outcome {
    Taken(SentRef),
    Refused(DeliveryError),
    /// The adapter failed inside, before or after the network was called.
    Broken,
}

impl Courier {
    /// Sees one message through to where it is settled, dropped, or waits for its next try.
    pub(super) async fn carry(&self, row: &Claimed) -> Result<(), HouseError> {
        let tools = &*self.tools;
        let Some(platform) = tools.platforms.get(&row.account) else {
            // Claims name our accounts, so this is a claim of somebody else's.
            return Ok(());
        };
        let platform = &**platform;
        let Some(delivery) = delivery(row) else {
            // An edit of what was never sent, or is gone: nothing to do.
            return self.drop_it(row, None).await;
        };
        if row.damaged {
            return self.give_up(row, Refusal::Broken).await;
        }
        let refused_before = match self.consider(row, platform).await? {
            Next::Send { refused_before } => refused_before,
            Next::Found(sent) => return self.settle(row, &sent).await,
            Next::Wait(wait) => return self.wait(row, wait).await,
            Next::GiveUp(why) => return self.give_up(row, why).await,
        };
        if self.habits.marks_first && !self.mark(row).await? {
            // The lease ran out and another process has it.
            return Ok(());
        }
        let outcome = send(platform, &delivery, self.habits.patience).await;
        if matches!(outcome, Outcome::Taken(_)) {
            tools.pass(Point::Delivered)?;
        }
        if !self.habits.marks_first {
            self.mark(row).await?;
        }
        match outcome {
            Outcome::Taken(sent) => {
                self.settle(row, &sent).await?;
                tools.heard_from(&row.account).await;
                if let Some(couple) = row.couple.filter(|_| refused_before) {
                    self.hub.handle(&[Incoming::PlaceFine { couple }]).await?;
                }
                Ok(())
            }
            Outcome::Refused(DeliveryError::Later { after }) => {
                if after.is_none() {
                    tools.away.is_lost(&row.account);
                }
                let wait = after.unwrap_or_else(|| self.back_off(row));
                self.later(row, wait, after.is_none()).await
            }
            Outcome::Refused(DeliveryError::Never(why)) => {
                self.refusals.count(tools.clock.steady());
                self.give_up(row, why).await
            }
            Outcome::Refused(DeliveryError::Unsure) => {
                tools.away.is_lost(&row.account);
                tracing::warn!(token = %row.token, attempt = row.attempt, "a message may or may not have arrived");
                self.doubt(row).await
            }
            Outcome::Broken if row.attempt + 1 >= TRIES_OF_BROKEN => self.give_up(row, Refusal::Broken).await,
            Outcome::Broken => self.doubt(row).await,
        }
    }

    /// What is to be done with a message, before anything is sent.
    async fn consider(&self, row: &Claimed, platform: &dyn Platform) -> Result<Next, HouseError> {
        let now = self.tools.clock.now();
        let late = row.by.unwrap_or(row.created + STALE) < now;
        if let Some(since) = self.in_doubt_since(row) {
            let window = i64::from(platform.capabilities().resend_window_seconds);
            let margin = SignedDuration::try_from(self.habits.patience).unwrap_or_default();
            let sure = now + margin <= since + SignedDuration::from_secs(window);
            if (!sure || late || row.guarded) && self.habits.looks_first {
                match look(row, platform, since).await {
                    Ok(Some(sent)) => return Ok(Next::Found(sent)),
                    Ok(None) => {}
                    Err(DeliveryError::Never(why)) => return Ok(Next::GiveUp(why)),
                    // Nobody can say whether it arrived, and its time was over long ago: rather missed than double.
                    Err(DeliveryError::Later { .. } | DeliveryError::Unsure) if late && self.was_looked_for(row) => {
                        return Ok(Next::GiveUp(Refusal::TooLate));
                    }
                    Err(DeliveryError::Later { after }) => {
                        return Ok(Next::Wait(after.unwrap_or_else(|| self.look_again(row))));
                    }
                    Err(DeliveryError::Unsure) => return Ok(Next::Wait(self.look_again(row))),
                }
            }
        }
        if late {
            return Ok(Next::GiveUp(Refusal::TooLate));
        }
        if row.guarded {
            return self.overheard(row, platform).await;
        }
        Ok(Next::Send { refused_before: false })
    }

    /// Whether it was looked for as long as that is of use. Somebody may have answered it meanwhile, by a command: where it is there, their
    /// words belong to it, and where it is given up, to a post of their own.
    fn was_looked_for(&self, row: &Claimed) -> bool {
        row.by.is_none_or(|by| by + LOOKED_FOR < self.tools.clock.now())
    }

    /// Since when a message may be there already. Doing it twice shows only with a new message: the same edit, deletion or sign
    /// is one.
    fn in_doubt_since(&self, row: &Claimed) -> Option<Timestamp> {
        if row.verb != RowVerb::Post {
            return None;
        }
        // A restored database decides again what was decided after the backup, and with the same tokens.
        let opened = self.tools.store.opened();
        let restored = opened.restored_from.filter(|_| row.created < opened.at + SignedDuration::from_hours(1));
        let tried = row.first_try.filter(|_| row.maybe_sent);
        tried.map(|tried| self.set_back.earliest(&*self.tools.clock, tried)).or(restored)
    }

    /// Looks who can read the place, tells the engine what is new about that, and asks its rule.
    async fn overheard(&self, row: &Claimed, platform: &dyn Platform) -> Result<Next, HouseError> {
        let (Target::Place(place), Some(id)) = (&row.target, row.couple) else {
            return Ok(Next::Send { refused_before: false });
        };
        let Some(couple) = self.tools.store.couple(id).await? else {
            return Ok(Next::GiveUp(Refusal::PlaceGone));
        };
        let partners = partners_of(&couple);
        let looked = AssertUnwindSafe(platform.readers(place, &partners)).catch_unwind();
        let readers = match tokio::time::timeout(QUESTION, looked).await {
            Ok(Ok(Ok(readers))) => readers,
            Ok(Ok(Err(DeliveryError::Never(why)))) => return Ok(Next::GiveUp(why)),
            Ok(Ok(Err(DeliveryError::Later { after }))) => {
                return Ok(Next::Wait(after.unwrap_or_else(|| self.look_again(row))));
            }
            Ok(Ok(Err(DeliveryError::Unsure)) | Err(_)) | Err(_) => {
                return Ok(Next::Wait(self.look_again(row)));
            }
        };
        let mut guard = couple.guard.clone();
        if guard.readers != readers {
            let told = Incoming::Readers { couple: id, readers: readers.clone() };
            if self.hub.handle(&[told]).await? != [Handled::Kept] {
                return Ok(Next::Wait(self.look_again(row)));
            }
            match self.tools.store.couple(id).await? {
                Some(couple) => guard = couple.guard,
                None => return Ok(Next::GiveUp(Refusal::PlaceGone)),
            }
        }
        if guard::allows(&readers, &guard, &self.tools.policy) {
            Ok(Next::Send { refused_before: couple.refusals > 0 })
        } else {
            Ok(Next::GiveUp(Refusal::Overheard))
        }
    }

    /// Notes that it is about to be sent; whether this process still may.
    async fn mark(&self, row: &Claimed) -> Result<bool, HouseError> {
        let now = self.tools.clock.now();
        let may = match row.marked_until {
            Some(until) if now < until => true,
            Some(_) | None => self.ledger.mark(&self.tools, row.id).await?,
        };
        self.tools.pass(Point::Marked)?;
        Ok(may)
    }

    async fn settle(&self, row: &Claimed, sent: &SentRef) -> Result<(), HouseError> {
        self.ledger.settle(&self.tools, Settled::new(row, sent)).await?;
        self.tools.pass(Point::Settled)?;
        Ok(())
    }

    /// It stays in doubt, and waits until the request that may still be under way has run out.
    async fn doubt(&self, row: &Claimed) -> Result<(), HouseError> {
        let wait = Duration::from_secs(5) + self.back_off(row);
        let at = self.tools.clock.now() + at_least(wait);
        Ok(self.tools.store.unsure(row.id, at).await?)
    }

    /// It waits without having been tried.
    async fn wait(&self, row: &Claimed, wait: Duration) -> Result<(), HouseError> {
        self.later(row, wait, true).await
    }

    /// It was not sent this time. One that was in doubt before stays so.
    async fn later(&self, row: &Claimed, wait: Duration, counted: bool) -> Result<(), HouseError> {
        let now = self.tools.clock.now();
        let at = now + at_least(wait);
        // Its time may be over before: then it is looked at again to be given up.
        let at = row.by.filter(|by| now <= *by).map_or(at, |by| at.min(by + SignedDuration::from_millis(1)));
        if row.maybe_sent {
            self.tools.store.unsure(row.id, at).await?;
        } else {
            self.tools.store.later(row.id, at, counted).await?;
        }
        Ok(())
    }

    /// The engine hears it first and the message goes after that: a crash in between only tells the engine again, which counts
    /// once.
    async fn give_up(&self, row: &Claimed, why: Refusal) -> Result<(), HouseError> {
        tracing::info!(token = %row.token, slot = %row.slot, ?why, "a message will not be delivered");
        if let Some(couple) = row.couple.filter(|_| concerns_the_engine(row.verb, why)) {
            let told = Incoming::Undeliverable {
                couple,
                slot: row.slot.clone(),
                to: row.target.clone(),
                token: row.token.clone(),
                why,
            };
            if self.hub.handle(&[told]).await? == [Handled::NotKept] {
                return self.wait(row, self.back_off(row)).await;
            }
        }
        self.drop_it(row, Some(why)).await
    }

    async fn drop_it(&self, row: &Claimed, why: Option<Refusal>) -> Result<(), HouseError> {
        let now = self.tools.clock.now();
        Ok(self.tools.store.drop_row(row, why, now).await?)
    }

    /// How long until a look that failed is tried again. It is no try of the message, so not tries but the time that has passed make
    /// the waits longer: a breakdown of hours must not be asked about every second.
    fn look_again(&self, row: &Claimed) -> Duration {
        self.tools.away.is_lost(&row.account);
        let passed = self.tools.clock.now().duration_since(row.created);
        let most = Duration::try_from(passed).unwrap_or_default() / 2;
        self.tools.entropy.up_to(most.clamp(Duration::from_secs(2), Self::LONGEST_WAIT))
    }

    /// Full jitter: anything up to a bound that doubles with every try, so that many messages do not come back at once.
    fn back_off(&self, row: &Claimed) -> Duration {
        let most = Duration::from_secs(2 << row.attempt.min(9)).min(Self::LONGEST_WAIT);
        self.tools.entropy.up_to(most)
    }
}

/// Whether the engine must know: always of a post; of an edit where it tells something about the place or the message.
fn concerns_the_engine(verb: RowVerb, why: Refusal) -> bool {
    match (verb, why) {
        (RowVerb::Post, _)
        | (
            RowVerb::Edit | RowVerb::Delete,
            Refusal::PlaceGone | Refusal::Forbidden | Refusal::Overheard | Refusal::MessageGone,
        ) => true,
        (
            RowVerb::Edit | RowVerb::Delete,
            Refusal::PersonClosed | Refusal::Blocked | Refusal::TooLate | Refusal::Broken,
        )
        | (RowVerb::React | RowVerb::ReactUnread, _) => false,
    }
}

/// What the adapter is asked to do; `None` where there is nothing to do it to.
fn delivery(row: &Claimed) -> Option<Delivery> {
    let verb = match row.verb {
        RowVerb::Post => Verb::Post(row.body.clone()?),
        RowVerb::Edit => Verb::Edit(row.message.clone()?, row.body.clone()?),
        RowVerb::Delete => Verb::Delete(row.message.clone()?),
        RowVerb::React => Verb::React(row.react_to.clone()?, Sign::Kept),
        RowVerb::ReactUnread => Verb::React(row.react_to.clone()?, Sign::Unread),
    };
    Some(Delivery { token: row.token.clone(), target: row.target.clone(), verb, reply: row.reply.clone() })
}

async fn send(platform: &dyn Platform, delivery: &Delivery, patience: Duration) -> Outcome {
    let sending = AssertUnwindSafe(platform.deliver(delivery)).catch_unwind();
    match tokio::time::timeout(patience, sending).await {
        Ok(Ok(Ok(sent))) => Outcome::Taken(sent),
        Ok(Ok(Err(error))) => Outcome::Refused(error),
        Ok(Err(_)) => Outcome::Broken,
        Err(_) => Outcome::Refused(DeliveryError::Unsure),
    }
}

async fn look(row: &Claimed, platform: &dyn Platform, since: Timestamp) -> Result<Option<SentRef>, DeliveryError> {
    // The clocks of two machines differ a little.
    let since = since - SignedDuration::from_mins(2);
    let looking = AssertUnwindSafe(platform.find(&row.token, &row.target, since)).catch_unwind();
    match tokio::time::timeout(QUESTION, looking).await {
        Ok(Ok(found)) => found,
        Ok(Err(_)) | Err(_) => Err(DeliveryError::Unsure),
    }
}

/// A wait of nothing would let a network that says "now" and means "never" keep us busy for ever.
fn at_least(wait: Duration) -> SignedDuration {
    SignedDuration::try_from(wait.max(Duration::from_secs(1))).unwrap_or(SignedDuration::from_hours(1))
}
