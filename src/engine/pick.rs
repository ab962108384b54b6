//! Which prompt comes next: a shuffled bag, drawn from without looking, refilled when it is empty.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::catalog::{Catalog, Kind, Prompt, PromptId, Setting, Topic};

/// With fewer prompts than this in the couple's own language, and fewer than half, those in other languages join them.
const FEW: usize = 7;

/// At most one question in this many gives way to a list or an exercise.
const GUEST_EVERY: usize = 6;

/// How likely a prompt is that nobody said anything about, against others: see [`Weights::of`].
const USUAL: u32 = 4;

/// What a round asks of the library.
#[derive(Clone, Copy, Debug)]
pub struct Want<'a> {
    /// The ritual's kind. `Question` is also served, now and then, by a list or an exercise; every other kind only by itself.
    pub kind: Kind,
    /// The deepest that both chose, 1 to 3.
    pub max_depth: u8,
    /// The topics that both said yes to.
    pub topics: &'a BTreeSet<Topic>,
    /// Only prompts of this topic; none at all if it is not among `topics`.
    pub only_topic: Option<&'a Topic>,
    /// After a hard check-in: depth 1, no opt-in topic, nothing that takes longer than a question.
    pub gentle: bool,
    /// For two people's first try: only prompts marked as light.
    pub light_only: bool,
    /// Whether the two live apart: then nothing that needs one place; otherwise nothing that needs a distance.
    pub apart: bool,
    /// Swapped away in this round.
    pub not: &'a BTreeSet<PromptId>,
    /// The language of the couple's posts. Where enough prompts of a kind, depth and topic have words in it, only those come.
    pub locale: &'a str,
    /// Decides among what is left; the same entropy picks the same prompt.
    pub entropy: u64,
}

/// Which prompts a couple has had, and what was said of them: part of its stored state. Holds ids only, and nowhere which of the
/// two said something.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bag {
    piles: BTreeMap<Kind, Pile>,
    /// *More like this* was said of them.
    #[serde(default)]
    liked: BTreeSet<PromptId>,
    /// *Not for us* was said of them, by one or by both; they never come again.
    #[serde(default)]
    unwanted: BTreeSet<PromptId>,
}

/// What was drawn from the bag of one kind. Every id is in one of the two lists once.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Pile {
    /// Drawn since the bag was last full, oldest first.
    now: Vec<PromptId>,
    /// Drawn before that, oldest first.
    #[serde(default)]
    before: Vec<PromptId>,
}

impl Bag {
    /// The next prompt, or `None` if none fits. Changes nothing: tell the bag with [`Bag::asked`] once it is really asked.
    ///
    /// Among the prompts that fit, none comes twice before each has come once; after that, the half that came last waits. An
    /// opt-in topic comes only if it is in `topics`, a depth only up to `max_depth`. Where there is a choice, no practice comes
    /// twice in a row, nor two heavy prompts. What was not for them never comes again, its nearest relatives come less, and
    /// what they want more of comes somewhat sooner.
    pub fn pick(&self, catalog: &Catalog, want: &Want<'_>) -> Option<PromptId> {
        let nothing = Pile::default();
        let pile = self.piles.get(&want.kind.family()).unwrap_or(&nothing);
        let mut fitting = fitting(catalog, want);
        fitting.retain(|prompt| !self.unwanted.contains(&prompt.id));
        let weights = self.weights(catalog);
        let drawn: BTreeSet<&PromptId> = pile.now.iter().collect();
        let resting = pile.latest(&fitting, fitting.len() / 2);
        // The bag is as good as empty when only relatives of what was not for them are left in it.
        let left_over =
            fitting.iter().filter(|prompt| !drawn.contains(&prompt.id)).all(|prompt| weights.of(prompt) < USUAL)
                && fitting.iter().any(|prompt| weights.of(prompt) >= USUAL);

        let mut left: Vec<&Prompt> = fitting.into_iter().filter(|prompt| !want.not.contains(&prompt.id)).collect();
        if !left_over {
            prefer(&mut left, |prompt| !drawn.contains(&prompt.id));
        }
        prefer(&mut left, |prompt| !resting.contains(&prompt.id));
        let last = pile.last().and_then(|id| catalog.prompt(id));
        if last.is_some_and(Prompt::heavy) {
            prefer(&mut left, |prompt| !prompt.heavy());
        }
        if want.kind == Kind::Question {
            let guest_due = last.is_none_or(|last| last.kind == Kind::Question) && guest_due(&left, want.entropy);
            prefer(&mut left, |prompt| (prompt.kind != Kind::Question) == guest_due);
        }
        if let Some(last) = last {
            prefer(&mut left, |prompt| prompt.practice != last.practice);
        }
        let total: u32 = left.iter().map(|prompt| weights.of(prompt)).sum();
        let mut ticket = draw(want.entropy, 2, usize::try_from(total).unwrap_or(0));
        let drawn = left.iter().find(|prompt| {
            let own = usize::try_from(weights.of(prompt)).unwrap_or(1);
            let is_it = ticket < own;
            ticket = ticket.saturating_sub(own);
            is_it
        });
        drawn.map(|prompt| prompt.id.clone())
    }

    /// The gentler neighbour of a prompt, if it has one that may be asked.
    pub fn lighter(&self, catalog: &Catalog, want: &Want<'_>, than: &PromptId) -> Option<PromptId> {
        let id = catalog.prompt(than)?.lighter.as_ref()?;
        let lighter = catalog.prompt(id)?;
        let may = may_be_asked(lighter, want) && !want.not.contains(id) && !self.unwanted.contains(id);
        may.then(|| id.clone())
    }

    /// Notes that somebody wants more like this. Nothing happens where it was not for the other: one is enough.
    pub fn more_like(&mut self, id: &PromptId) {
        if !self.unwanted.contains(id) {
            self.liked.insert(id.clone());
        }
    }

    /// Notes that a prompt was not for one of them: it never comes again.
    pub fn not_for_us(&mut self, id: &PromptId) {
        self.liked.remove(id);
        self.unwanted.insert(id.clone());
    }

    fn weights(&self, catalog: &Catalog) -> Weights {
        let count = |ids: &BTreeSet<PromptId>| {
            let mut counts = BTreeMap::new();
            for prompt in ids.iter().filter_map(|id| catalog.prompt(id)) {
                *counts.entry((prompt.practice.as_str(), prompt.kind)).or_default() += 1;
            }
            counts
        };
        Weights { liked: count(&self.liked), unwanted: count(&self.unwanted) }
    }

    /// Notes that a prompt was asked. One that had been asked since the bag was last full shows that it was refilled: a new
    /// bag begins with it. An id that the catalog does not have is not noted.
    pub fn asked(&mut self, catalog: &Catalog, id: &PromptId) {
        let Some(prompt) = catalog.prompt(id) else {
            return;
        };
        let pile = self.piles.entry(prompt.kind.family()).or_default();
        if pile.now.contains(id) {
            pile.before.append(&mut pile.now);
            pile.before.retain(|had| catalog.prompt(had).is_some());
        }
        pile.before.retain(|had| had != id);
        pile.now.push(id.clone());
    }
}

/// How often something was said of each practice, by kind.
struct Weights {
    liked: BTreeMap<(&'static str, Kind), u32>,
    unwanted: BTreeMap<(&'static str, Kind), u32>,
}

impl Weights {
    /// A practice of which more was wanted, in any kind, comes up to twice as likely; the same practice in the same kind as
    /// something that was not for them half as likely each time, down to a quarter.
    fn of(&self, prompt: &Prompt) -> u32 {
        if self.liked.is_empty() && self.unwanted.is_empty() {
            return USUAL;
        }
        let practice = prompt.practice.as_str();
        let unwanted = self.unwanted.get(&(practice, prompt.kind)).copied();
        let liked: u32 = Kind::ALL.iter().filter_map(|kind| self.liked.get(&(practice, *kind))).sum();
        match unwanted.unwrap_or(0) {
            0 => USUAL + liked.min(USUAL),
            times => (USUAL >> times.min(2)).max(1),
        }
    }
}

impl Pile {
    fn last(&self) -> Option<&PromptId> {
        self.now.last().or(self.before.last())
    }

    /// The `count` of these prompts that were asked last.
    fn latest(&self, of: &[&Prompt], count: usize) -> BTreeSet<&PromptId> {
        let fits: BTreeSet<&PromptId> = of.iter().map(|prompt| &prompt.id).collect();
        let newest_first = self.now.iter().rev().chain(self.before.iter().rev());
        newest_first.filter(|id| fits.contains(id)).take(count).collect()
    }
}

/// Whatever may be asked at all, drawn before or not; in the couple's language where there is enough in it.
fn fitting<'a>(catalog: &'a Catalog, want: &Want<'_>) -> Vec<&'a Prompt> {
    let all: Vec<(&Prompt, bool)> =
        catalog.of_family(want.kind, want.locale).filter(|(prompt, _)| may_be_asked(prompt, want)).collect();
    if all.iter().all(|(_, speaks)| *speaks) {
        return all.into_iter().map(|(prompt, _)| prompt).collect();
    }
    let mut shelves: BTreeMap<_, (usize, usize)> = BTreeMap::new();
    for (prompt, speaks) in &all {
        let (own, any) = shelves.entry(shelf(prompt)).or_default();
        *own += usize::from(*speaks);
        *any += 1;
    }
    let serves = |(prompt, speaks): &(&Prompt, bool)| {
        let (own, any) = shelves.get(&shelf(prompt)).copied().unwrap_or_default();
        *speaks || own < FEW && own * 2 < any
    };
    all.into_iter().filter(serves).map(|(prompt, _)| prompt).collect()
}

/// Whether a prompt fits what both chose.
fn may_be_asked(prompt: &Prompt, want: &Want<'_>) -> bool {
    let guests = want.kind == Kind::Question && !want.gentle;
    let kind = prompt.kind == want.kind || guests && prompt.kind.family() == Kind::Question;
    let depth = prompt.depth <= if want.gentle { 1 } else { want.max_depth };
    let opted = prompt.topic.as_ref().is_none_or(|topic| want.topics.contains(topic) && !want.gentle);
    let topic = want.only_topic.is_none_or(|only| prompt.topic.as_ref() == Some(only));
    let here = match prompt.setting {
        Setting::Either => true,
        Setting::Together => !want.apart,
        Setting::Apart => want.apart,
    };
    kind && depth && opted && topic && here && (prompt.light || !want.light_only)
}

/// Prompts that can stand in for each other. The couple's language comes first among these alone, so that a topic or a depth
/// that both chose is still served where it is not translated.
fn shelf(prompt: &Prompt) -> (Kind, u8, Option<&Topic>) {
    (prompt.kind, prompt.depth, prompt.topic.as_ref())
}

/// Whether a list or an exercise comes instead of a question: as often as its share of what is left, but rarely.
fn guest_due(left: &[&Prompt], entropy: u64) -> bool {
    let guests = left.iter().filter(|prompt| prompt.kind != Kind::Question).count();
    draw(entropy, 1, left.len()) < guests.min((left.len() / GUEST_EVERY).max(1))
}

/// Keeps those that satisfy `wish`, unless none does.
fn prefer(left: &mut Vec<&Prompt>, wish: impl Fn(&Prompt) -> bool) {
    if left.iter().any(|prompt| wish(prompt)) {
        left.retain(|prompt| wish(prompt));
    }
}

/// A number below `below` (0 if that is 0), even over all entropies; `purpose` keeps two draws of one decision apart.
fn draw(entropy: u64, purpose: u64, below: usize) -> usize {
    let mut z = entropy.wrapping_add(purpose.wrapping_mul(0x9e37_79b9_7f4a_7c15));
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^= z >> 31;
    let scaled = (u128::from(z) * below as u128) >> 64;
    usize::try_from(scaled).unwrap_or(0)
}
