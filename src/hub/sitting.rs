//! One transaction of the hub: couples in hand, inputs decided one after another, everything saved together.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use jiff::{SignedDuration, Timestamp};

use super::Failed;
use super::address::{Incoming, Return};
use super::decide::{Decided, Decision};
use super::inputs::{self, Addressed};
use super::who;
use crate::engine::alarm::Alarm;
use crate::engine::change::Change;
use crate::engine::couple::Couple;
use crate::engine::input::Input;
use crate::engine::turn::{History, Scene};
use crate::engine::{self, Read};
use crate::house::Tools;
use crate::ids::{AccountId, CoupleId, Network, PartnerId};
use crate::platform::Happening;
use crate::store::{NewRow, Resolved, Tx, Wanted, Write};

/// How long an alarm waits that the engine could not handle.
const POSTPONED: SignedDuration = SignedDuration::from_hours(1);

/// Couples in hand within one transaction.
pub(super) struct Sitting<'a> {
    tools: &'a Tools,
    tx: Tx<'a>,
    now: Timestamp,
    hand: BTreeMap<CoupleId, InHand>,
    strangers: Vec<NewRow>,
    cursors: BTreeMap<AccountId, String>,
}

/// A couple as decided so far, and what of that is not saved yet.
struct InHand {
    couple: Couple,
    /// `None`: it began in this transaction.
    version: Option<i64>,
    account: AccountId,
    /// Whether that is news to the database.
    served_anew: bool,
    changes: Vec<Change>,
    rows: Vec<NewRow>,
}

/// What an input altered of that which was looked up for the whole batch.
#[derive(Default)]
struct Altered {
    /// Who belongs to which couple and place.
    belonging: bool,
    /// Which message became a piece of which entry.
    heard: bool,
}

impl Altered {
    /// Whether `next` must be looked up again.
    fn matters_to(&self, next: &Incoming) -> bool {
        let touches_a_message = || {
            next.envelope()
                .is_some_and(|envelope| matches!(envelope.what, Happening::Edit { .. } | Happening::Delete { .. }))
        };
        self.belonging || self.heard && touches_a_message()
    }
}

impl<'a> Sitting<'a> {
    pub fn new(tools: &'a Tools, tx: Tx<'a>, now: Timestamp) -> Self {
        Self { tools, tx, now, hand: BTreeMap::new(), strangers: Vec::new(), cursors: BTreeMap::new() }
    }

    /// The cursor to keep with what was handled.
    pub fn cursor(&mut self, account: &AccountId, cursor: &str) {
        self.cursors.insert(account.clone(), cursor.to_owned());
    }

    /// Saves everything and hands the transaction back to be committed.
    pub async fn end(mut self) -> Result<Tx<'a>, Failed> {
        self.save().await?;
        for (account, cursor) in &self.cursors {
            self.tx.set_cursor(account, cursor).await?;
        }
        Ok(self.tx)
    }

    /// Decides the inputs in their order; `resolved` is what they name.
    pub async fn handle(&mut self, inputs: &[&Incoming], mut resolved: Resolved) -> Result<(), Failed> {
        let mut waiting: VecDeque<&Incoming> = inputs.iter().copied().collect();
        while !waiting.is_empty() {
            self.load_for(&waiting, &resolved).await?;
            while let Some(incoming) = waiting.pop_front() {
                let altered = self.one(incoming, &resolved).await?;
                if waiting.iter().any(|next| altered.matters_to(next)) {
                    self.save().await?;
                    resolved = self.look_up(&waiting).await?;
                    break;
                }
            }
        }
        Ok(())
    }

    /// Looks up who and what the inputs are about.
    async fn look_up(&mut self, inputs: &VecDeque<&Incoming>) -> Result<Resolved, Failed> {
        let mut wanted = Wanted::default();
        for incoming in inputs {
            incoming.wants(&mut wanted);
        }
        Ok(self.tx.resolve(&wanted).await?)
    }

    async fn load_for(&mut self, inputs: &VecDeque<&Incoming>, resolved: &Resolved) -> Result<(), Failed> {
        let mut ids = BTreeSet::new();
        for incoming in inputs {
            ids.extend(incoming.couple());
            if let Some(envelope) = incoming.envelope() {
                ids.extend(who::couples_of(envelope, resolved));
            }
        }
        self.load(ids).await
    }

    async fn load(&mut self, ids: BTreeSet<CoupleId>) -> Result<(), Failed> {
        let missing: Vec<CoupleId> = ids.into_iter().filter(|id| !self.hand.contains_key(id)).collect();
        if missing.is_empty() {
            return Ok(());
        }
        for (id, loaded) in self.tx.load(&missing).await? {
            let account = loaded.served_by.unwrap_or_else(|| self.tools.account_for(&loaded.couple));
            let in_hand = InHand {
                couple: loaded.couple,
                version: Some(loaded.version),
                account,
                served_anew: false,
                changes: Vec::new(),
                rows: Vec::new(),
            };
            self.hand.insert(id, in_hand);
        }
        Ok(())
    }

    /// Turns off alarms that are set though they went off before. The engine moves or clears an alarm when it goes off, so this
    /// is never needed; if it ever is, the scheduler must not run in a circle.
    pub async fn clear(&mut self, gone_off: &[&Incoming]) -> Result<(), Failed> {
        for incoming in gone_off {
            let Incoming::Due { couple, key, at, .. } = incoming else {
                continue;
            };
            self.load(BTreeSet::from([*couple])).await?;
            if let Some(hand) = self.hand.get_mut(couple)
                && hand.couple.alarms.get(key).is_some_and(|alarm| alarm.at == *at)
            {
                tracing::error!(%couple, alarm = %key, "an alarm went off before and is still set; it was turned off");
                let change = Change::AlarmCleared(key.clone());
                hand.couple.apply(&change);
                hand.changes.push(change);
            }
        }
        Ok(())
    }

    /// Decides one input; what it altered that was looked up.
    async fn one(&mut self, incoming: &Incoming, resolved: &Resolved) -> Result<Altered, Failed> {
        let turn = incoming.turn(self.tools.entropy.draw());
        let mut altered = Altered::default();
        let inputs = {
            let known = |id| self.hand.get(&id).map(|hand: &InHand| &hand.couple);
            inputs::of(incoming, resolved, &turn, &known)
        };
        for addressed in inputs {
            let more = self.decide(incoming, addressed, resolved).await?;
            altered.belonging |= more.belonging;
            altered.heard |= more.heard;
        }
        Ok(altered)
    }

    async fn decide(
        &mut self,
        incoming: &Incoming,
        addressed: Addressed,
        resolved: &Resolved,
    ) -> Result<Altered, Failed> {
        let Addressed { couple: id, input, turn, echo } = addressed;
        let history = match id {
            Some(id) => self.history(id, &input).await?,
            None => None,
        };
        let tools = self.tools;
        self.note_who_serves(id, incoming);
        let in_hand = id.and_then(|id| self.hand.get(&id));
        if id.is_some() && in_hand.is_none() {
            // No couple is ever removed, so this cannot be; if it is, it must be seen.
            tracing::error!(couple = %id.map_or_else(String::new, |id| id.to_string()), "a couple is not there; nothing was done for it");
            return Ok(Altered::default());
        }
        let couple = in_hand.map(|hand| &hand.couple);
        let heard_by = incoming.envelope().map(|envelope| &envelope.account);
        let account = match (in_hand, heard_by) {
            (Some(hand), _) => hand.account.clone(),
            (None, Some(account)) => account.clone(),
            (None, None) => return Ok(Altered::default()),
        };
        let taken = who::taken(incoming, id, resolved);
        let network = couple.map(Couple::network).or_else(|| super::network_of(&account)).unwrap_or(Network::Terminal);
        let scene = Scene {
            now: self.now,
            entropy: tools.entropy.draw(),
            fresh: CoupleId(i64::from_le_bytes((tools.entropy.draw() >> 1).to_le_bytes())),
            turn: &turn,
            catalog: &tools.catalog,
            can: tools.capabilities(network),
            policy: &tools.policy,
            taken: &taken,
            history: history.as_ref(),
        };
        let back = input
            .by()
            .map(|asker| Return { asker, reply: incoming.envelope().and_then(|envelope| envelope.reply.as_ref()) });
        let decision = Decision { tools, scene, couple, input: &input, back, account: &account };
        let mut decided = match decision.make() {
            Ok(decided) => decided,
            Err(_) => {
                tracing::error!(
                    couple = %id.map_or_else(String::new, |id| id.to_string()),
                    event = %super::name(incoming),
                    "the engine could not handle this; it was left out"
                );
                self.left_out(&decision)
            }
        };
        if let (Input::Due { key, at, .. }, Some(couple)) = (&input, &mut decided.after)
            && couple.alarms.get(key).is_some_and(|alarm| alarm.at == *at)
        {
            // It went off: where the engine has no more use for it, it must not go off again.
            let change = Change::AlarmCleared(key.clone());
            couple.apply(&change);
            decided.changes.push(change);
        }
        if incoming.envelope().is_some() {
            decided.rows.iter_mut().for_each(|row| row.awaited = true);
        }
        if echo {
            // It was answered for the first couple.
            decided.rows.retain(|row| !row.slot.0.starts_with("re/"));
        }
        Ok(self.take(id, decided, account))
    }

    /// The bot account that hears somebody in a couple's place is the one that is there, so it serves them from now on.
    fn note_who_serves(&mut self, id: Option<CoupleId>, incoming: &Incoming) {
        let Some((hand, envelope)) = id.and_then(|id| self.hand.get_mut(&id)).zip(incoming.envelope()) else {
            return;
        };
        let in_their_place = envelope.place.as_ref() == Some(&hand.couple.place);
        if in_their_place && envelope.from.is_some() && hand.account != envelope.account {
            hand.account = envelope.account.clone();
            hand.served_anew = true;
        }
    }

    /// What of the journal the decision needs. What is decided and not saved yet is saved first, so that it is in there.
    async fn history(&mut self, id: CoupleId, input: &Input) -> Result<Option<History>, Failed> {
        let Some(hand) = self.hand.get(&id) else {
            return Ok(None);
        };
        let read = engine::reads(&hand.couple, input);
        if read == Read::Nothing {
            return Ok(None);
        }
        if !hand.changes.is_empty() {
            // Saving lets go of all of them, and inputs that are still to come are about the others.
            let in_hand: BTreeSet<CoupleId> = self.hand.keys().copied().collect();
            self.save().await?;
            self.load(in_hand).await?;
        }
        let Some(hand) = self.hand.get(&id) else {
            return Ok(None);
        };
        if let Input::Vanished { entry, .. } = input {
            // Nobody asks, so it is read as its author would: the deletion does what theirs does.
            for reader in PartnerId::BOTH {
                let history = self.tx.history(&hand.couple, Some(reader), read).await?;
                if history.entries.iter().any(|kept| kept.id == *entry) {
                    return Ok(Some(self.with_unseen(id, read, history).await?));
                }
            }
            return Ok(None);
        }
        let reader: Option<PartnerId> = input.by().and_then(|asker| asker.partner);
        let history = self.tx.history(&hand.couple, reader, read).await?;
        Ok(Some(self.with_unseen(id, read, history).await?))
    }

    /// The same, with what the outbox says of the reveal of that entry's round.
    async fn with_unseen(&mut self, id: CoupleId, read: Read, history: History) -> Result<History, Failed> {
        let unseen = match (read, history.rounds.first()) {
            (Read::Entry(_), Some(round)) => {
                self.tx.is_missing(id, &engine::slot_of_reveal(round.id), self.now).await?
            }
            (Read::Entry(_), None) | (Read::Nothing | Read::Round(_) | Read::Everything, _) => false,
        };
        Ok(History { unseen, ..history })
    }

    /// What is done about an input that the engine cannot handle: nothing is changed, and whoever asked is told. An alarm is
    /// moved a little, since one that stays would go off at once and for ever.
    fn left_out(&self, decision: &Decision<'_>) -> Decided {
        let mut changes = Vec::new();
        let mut after = decision.couple.cloned();
        if let (Input::Due { key, at, label }, Some(couple)) = (decision.input, &mut after)
            && couple.alarms.get(key).is_some_and(|alarm| alarm.at == *at)
        {
            let at = self.now + POSTPONED;
            let change = Change::AlarmSet(key.clone(), Alarm { at, label: *label });
            couple.apply(&change);
            changes.push(change);
        }
        Decided { after, changes, rows: decision.apology().into_iter().collect() }
    }

    /// Takes what was decided in hand.
    fn take(&mut self, before: Option<CoupleId>, decided: Decided, account: AccountId) -> Altered {
        let Decided { after, changes, rows } = decided;
        let Some(after) = after else {
            self.strangers.extend(rows);
            return Altered::default();
        };
        let id = after.id;
        let altered = Altered {
            belonging: before != Some(id) || changes.iter().any(moves),
            heard: changes.iter().any(|change| matches!(change, Change::Heard { .. })),
        };
        let hand = self.hand.entry(id).or_insert_with(|| InHand {
            couple: after.clone(),
            version: None,
            account,
            served_anew: true,
            changes: Vec::new(),
            rows: Vec::new(),
        });
        hand.couple = after;
        hand.changes.extend(changes);
        hand.rows.extend(rows);
        altered
    }

    /// Saves what is in hand, and lets go of it.
    async fn save(&mut self) -> Result<(), Failed> {
        let mut writes = Vec::new();
        for (_, hand) in std::mem::take(&mut self.hand) {
            if hand.changes.is_empty() && hand.rows.is_empty() && !hand.served_anew {
                continue;
            }
            let InHand { couple, version, account, served_anew, changes, rows } = hand;
            writes.push(Write { couple, version, served_by: served_anew.then_some(account), changes, rows });
        }
        let strangers = std::mem::take(&mut self.strangers);
        if !writes.is_empty() {
            self.tx.save(&writes, self.now).await?;
        }
        if !strangers.is_empty() {
            self.tx.put_out_to_others(&strangers, self.now).await?;
        }
        Ok(())
    }
}

/// Whether a change can alter who belongs where.
fn moves(change: &Change) -> bool {
    match change {
        Change::Began(_) | Change::Phase(_) | Change::Place(_) => true,
        Change::Partner(..)
        | Change::Ours(_)
        | Change::Ritual(..)
        | Change::AlarmSet(..)
        | Change::AlarmCleared(_)
        | Change::Guard(_)
        | Change::Proposal(..)
        | Change::Noted(_)
        | Change::Refusals(_)
        | Change::Round(_)
        | Change::Entry(_)
        | Change::EntryErased(_)
        | Change::Heard { .. }
        | Change::KeyDestroyed(_) => false,
    }
}
