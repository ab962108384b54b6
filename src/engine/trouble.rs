//! What the network refused for good, and a place that is gone or back.

use super::change::Change;
use super::couple::{Guard, Halt, Noted, NotedWhy, Phase};
use super::guard;
use super::input::{Readers, Refusal};
use super::look;
use super::rituals;
use super::rounds;
use super::say::{Say, line};
use super::turn::Turn;
use crate::catalog::Kind;
use crate::ids::{PartnerId, PlaceRef, RoundId, Slot};

/// After that many posts in a row that the bot may not write, it stops and says so.
const REFUSALS_BEFORE_HALT: u8 = 3;

/// A message will never be taken by the network.
pub fn undeliverable(turn: &mut Turn<'_>, slot: &Slot, to: Option<PartnerId>, why: Refusal) {
    match why {
        Refusal::PlaceGone => halt(turn, Halt::PlaceGone),
        Refusal::Forbidden => {
            let refusals = turn.couple.refusals.saturating_add(1);
            turn.change(Change::Refusals(refusals));
            if refusals >= REFUSALS_BEFORE_HALT {
                halt(turn, Halt::Forbidden);
            }
        }
        Refusal::PersonClosed => closed(turn, to),
        Refusal::Overheard => guard::overheard(turn, &slot.0),
        Refusal::MessageGone => {
            // Somebody deleted the post of a round that still takes answers: it is posted anew.
            if let Some(round) = round_of(slot).and_then(|id| turn.round(id)).filter(|round| round.is_open()).cloned() {
                let say = rounds::draw(turn, &round).guarded();
                guard::post(turn, slot.0.clone(), say, None);
            }
        }
        Refusal::TooLate => too_late(turn, slot),
        Refusal::Blocked => {
            for partner in PartnerId::BOTH {
                turn.whisper(format!("blocked/{}/{}", slot, partner.number()), partner, Say::new(line("text-blocked")));
            }
        }
        // The hub has logged it; there is nothing that either of the two could do.
        Refusal::Broken => {}
    }
}

fn halt(turn: &mut Turn<'_>, why: Halt) {
    let Phase::Paired { since } = turn.couple.phase else {
        return;
    };
    rounds::stop_clocks(turn);
    turn.change(Change::Phase(Phase::Halted { since, why }));
    rituals::rearm_all(turn);
    look::later(turn);
    let key = match why {
        Halt::PlaceGone => "halted-place",
        Halt::Forbidden => "halted-forbidden",
    };
    for partner in PartnerId::BOTH {
        turn.whisper(format!("halted/{}", partner.number()), partner, Say::new(line(key)));
    }
}

/// The bot was removed from the place, or the place is gone. Everything is kept.
pub fn place_lost(turn: &mut Turn<'_>) {
    halt(turn, Halt::PlaceGone);
}

/// The place is there again: the rituals go on.
pub fn place_back(turn: &mut Turn<'_>) {
    if turn.couple.refusals > 0 {
        turn.change(Change::Refusals(0));
    }
    if let Phase::Halted { since, .. } = turn.couple.phase {
        turn.change(Change::Phase(Phase::Paired { since }));
        rounds::start_clocks(turn);
        rituals::rearm_all(turn);
        look::later(turn);
    }
}

/// The place goes on elsewhere, and the couple with it. Who can read it there was not looked at yet.
pub fn place_moved(turn: &mut Turn<'_>, to: &PlaceRef) {
    if turn.couple.place == *to {
        return;
    }
    turn.change(Change::Place(to.clone()));
    let guard = Guard { readers: Readers::default(), ..turn.couple.guard.clone() };
    turn.change(Change::Guard(guard));
    place_back(turn);
    look::soon(turn);
}

/// Somebody takes no private messages: it is remembered, and said once in the place without a name.
fn closed(turn: &mut Turn<'_>, to: Option<PartnerId>) {
    let Some(partner) = to else { return };
    let told = PartnerId::BOTH.iter().any(|id| turn.couple.partner(*id).unreachable);
    if !turn.couple.partner(partner).unreachable {
        turn.change_partner(partner, |partner| partner.unreachable = true);
    }
    if !told {
        turn.post("unreachable", Say::new(line("unreachable").command("doctor", "doctor")));
    }
}

/// A due prompt was not taken before its time was over.
fn too_late(turn: &mut Turn<'_>, slot: &Slot) {
    let Some(round) = round_of(slot).and_then(|id| turn.round(id)).filter(|round| round.is_open()).cloned() else {
        return;
    };
    if slot.0 != rounds::slot(round.id) {
        return;
    }
    if !round.answers.is_empty() {
        // Somebody answered it without having seen it, and was told that it is in the post: that goes out, however late.
        let say = rounds::draw(turn, &round).guarded();
        return guard::post(turn, slot.0.clone(), say, None);
    }
    rounds::end(turn, &round, super::round::Standing::Withdrawn);
    super::own::put_back(turn, &round.prompt);
    if let (Some(ritual), Some(label)) = (round.ritual, round.label) {
        note(turn, ritual, label);
    }
}

fn note(turn: &mut Turn<'_>, ritual: Kind, label: jiff::civil::DateTime) {
    turn.change(Change::Noted(Noted { ritual, label, why: NotedWhy::NotDelivered }));
}

fn round_of(slot: &Slot) -> Option<RoundId> {
    let number = slot.0.strip_prefix("round/")?;
    number.parse().ok().map(RoundId)
}
