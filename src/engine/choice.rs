//! What is asked: by what both are open to, where they live, how the day is, and whose turn it is.

use std::collections::BTreeSet;

use super::own;
use super::pick::Want;
use super::round::Round;
use super::turn::Turn;
use crate::catalog::{Kind, PromptId, Topic};

/// A prompt of that kind that fits what both are open to; `None` if none is left. Every now and then it is a question that one
/// of the two wrote, unless a topic or something light was asked for, or the day is hard: nobody knows how heavy theirs is.
pub fn choose(turn: &Turn<'_>, kind: Kind, topic: Option<&Topic>, light_only: bool) -> Option<PromptId> {
    let own = kind == Kind::Question && topic.is_none() && !light_only && !is_hard_day(turn);
    own.then(|| own::next(turn)).flatten().or_else(|| {
        from_library(turn, kind, topic, light_only, &Default::default(), |want| {
            turn.couple.ours.bag.pick(turn.scene.catalog, want)
        })
    })
}

/// What stands for a prompt that somebody wants to exchange: its gentler neighbour first, then others like it.
pub fn another(turn: &Turn<'_>, round: &Round) -> Option<PromptId> {
    let (bag, catalog) = (&turn.couple.ours.bag, turn.scene.catalog);
    let mut not = round.swapped.clone();
    not.insert(round.prompt.clone());
    let topic = catalog.prompt(&round.prompt).and_then(|prompt| prompt.topic.clone());
    let kind = round.ritual.unwrap_or(round.kind);
    let lighter = |want: &Want<'_>| bag.lighter(catalog, want, &round.prompt);
    from_library(turn, kind, None, false, &not, lighter)
        .or_else(|| from_library(turn, kind, topic.as_ref(), false, &not, |want| bag.pick(catalog, want)))
}

fn from_library(
    turn: &Turn<'_>,
    kind: Kind,
    topic: Option<&Topic>,
    light_only: bool,
    not: &BTreeSet<PromptId>,
    pick: impl FnOnce(&Want<'_>) -> Option<PromptId>,
) -> Option<PromptId> {
    let ours = &turn.couple.ours;
    pick(&Want {
        kind,
        locale: &ours.locale,
        max_depth: turn.couple.depth(),
        topics: &turn.couple.shared_topics(),
        only_topic: topic,
        gentle: light_only || is_hard_day(turn),
        light_only,
        apart: ours.apart,
        not,
        entropy: turn.scene.entropy,
    })
}

/// Whether a check-in of today or yesterday was a hard one.
fn is_hard_day(turn: &Turn<'_>) -> bool {
    let ours = &turn.couple.ours;
    let today = ours.zone.local(turn.now()).date();
    ours.hard_day.is_some_and(|day| day == today || day.tomorrow().is_ok_and(|next| next == today))
}
