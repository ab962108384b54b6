//! A year in a few lines.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::{Asked, DAYS, Year};
use crate::catalog::{Catalog, Kind, Prompt, PromptId, Setting};

/// The practices that are named, those asked most and those asked least.
const NAMED: usize = 4;

impl Year {
    /// The rounds whose prompt came from that ritual's bag.
    pub fn of(&self, ritual: Kind) -> impl Iterator<Item = &Asked> {
        self.asked.iter().filter(move |asked| asked.ritual == ritual)
    }

    /// After how many days a prompt of that ritual first came a second time; `None`: none did.
    pub fn first_again(&self, ritual: Kind) -> Option<u16> {
        let mut seen = BTreeSet::new();
        self.of(ritual).find(|asked| !seen.insert(&asked.prompt)).map(|asked| asked.day)
    }

    /// The fewest days between two times of the same prompt.
    pub fn soonest_again(&self, ritual: Kind) -> Option<u16> {
        let mut last: BTreeMap<&PromptId, u16> = BTreeMap::new();
        self.of(ritual)
            .filter_map(|asked| {
                let before = last.insert(&asked.prompt, asked.day)?;
                Some(asked.day - before)
            })
            .min()
    }

    /// How often each practice was asked, by its id.
    pub fn practices<'c>(&self, catalog: &'c Catalog) -> BTreeMap<&'c str, usize> {
        let mut counts = BTreeMap::new();
        for asked in &self.asked {
            if let Some(prompt) = catalog.prompt(&asked.prompt) {
                *counts.entry(prompt.practice.as_str()).or_default() += 1;
            }
        }
        counts
    }

    /// The rounds that should not have been: deeper than both had chosen, of a topic that not both had chosen, heavy on the day of
    /// a hard check-in or the day after, or in need of a place that they do not share. Empty in every year.
    pub fn misplaced(&self, catalog: &Catalog) -> Vec<&Asked> {
        let wrong = |asked: &&Asked| {
            let Some(prompt) = catalog.prompt(&asked.prompt) else {
                return true;
            };
            let hard = self.hard.contains(&asked.day) || asked.day > 0 && self.hard.contains(&(asked.day - 1));
            // A check-in comes before it is known how that day is.
            let hard = hard && asked.ritual != Kind::CheckIn;
            let closed = prompt.topic.as_ref().is_some_and(|topic| !asked.topics.contains(topic));
            let elsewhere = match prompt.setting {
                Setting::Either => false,
                Setting::Together => self.life.apart,
                Setting::Apart => !self.life.apart,
            };
            prompt.depth > asked.chosen || closed || elsewhere || hard && (prompt.heavy() || prompt.depth > 1)
        };
        self.asked.iter().filter(wrong).collect()
    }

    /// The year in a few lines of plain English.
    pub fn report(&self, catalog: &Catalog) -> String {
        let mut out = format!("A year of two people, {}\n", self.life.name);
        for (ritual, name) in
            [(Kind::CheckIn, "check-in"), (Kind::Gratitude, "gratitude"), (Kind::Question, "questions")]
        {
            let _ = writeln!(out, "  {name:<10} {}", self.kind_line(catalog, ritual));
        }
        let _ = writeln!(out, "  practices  {}", self.practices_line(catalog));
        let _ = writeln!(out, "  depth      {}", self.depth_line(catalog));
        let _ = writeln!(out, "  heavy      {}", self.heavy_line(catalog));
        let wrong = self.misplaced(catalog).len();
        let _ = writeln!(
            out,
            "  in all     {} asked on {DAYS} days, {wrong} in the wrong place, {} hours without a post",
            self.asked.len(),
            self.without,
        );
        out
    }

    fn kind_line(&self, catalog: &Catalog, ritual: Kind) -> String {
        let all = self.of(ritual).count();
        let different: BTreeSet<_> = self.of(ritual).map(|asked| &asked.prompt).collect();
        let mut said = format!("{all} asked, {} different", different.len());
        match (self.first_again(ritual), self.soonest_again(ritual)) {
            (Some(first), Some(soonest)) => {
                let _ = write!(said, "; the first again after {first} days, none sooner than {soonest}");
            }
            _ => said.push_str("; none twice"),
        }
        let of = |kind: Kind| {
            self.asked
                .iter()
                .filter_map(|asked| catalog.prompt(&asked.prompt))
                .filter(|prompt| prompt.kind == kind)
                .count()
        };
        if ritual == Kind::Question {
            let (lists, exercises) = (of(Kind::List), of(Kind::Exercise));
            let _ = write!(said, "; {lists} lists and {exercises} exercises among them");
        }
        said
    }

    fn practices_line(&self, catalog: &Catalog) -> String {
        let mut counts: Vec<(&str, usize)> = self.practices(catalog).into_iter().collect();
        counts.sort_by_key(|(name, count)| (std::cmp::Reverse(*count), *name));
        let few = |some: &[(&str, usize)]| {
            let names: Vec<String> = some.iter().map(|(name, count)| format!("{name} {count}")).collect();
            names.join(", ")
        };
        let most = &counts[..counts.len().min(NAMED)];
        let least = &counts[counts.len().saturating_sub(NAMED)..];
        format!("{} of them: {} … {}", counts.len(), few(most), few(least))
    }

    /// Questions by depth, month by month, as `1: 5 2: 3`, with what both had chosen by its end.
    fn depth_line(&self, catalog: &Catalog) -> String {
        let mut months: Vec<(i8, u8, [usize; 3])> = Vec::new();
        for asked in self.of(Kind::Question) {
            let depth = catalog.prompt(&asked.prompt).map_or(1, |prompt| prompt.depth);
            if months.last().is_none_or(|(month, ..)| *month != asked.month) {
                months.push((asked.month, 1, [0; 3]));
            }
            if let Some((_, chosen, counts)) = months.last_mut() {
                *chosen = asked.chosen;
                counts[usize::from(depth.clamp(1, 3)) - 1] += 1;
            }
        }
        let said: Vec<String> = months
            .iter()
            .map(|(month, chosen, counts)| {
                let counts: Vec<String> = counts.iter().take(usize::from(*chosen)).map(usize::to_string).collect();
                format!("{month}: {}", counts.join("+"))
            })
            .collect();
        format!("questions of depth 1+2+3 by month, as far as both chose: {}", said.join(", "))
    }

    fn heavy_line(&self, catalog: &Catalog) -> String {
        let heavy = |asked: &&Asked| catalog.prompt(&asked.prompt).is_some_and(Prompt::heavy);
        let asked: Vec<&Asked> = self.asked.iter().filter(heavy).collect();
        let mut topics: BTreeMap<&str, usize> = BTreeMap::new();
        for asked in &asked {
            let topic = catalog.prompt(&asked.prompt).and_then(|p| p.topic.as_ref());
            if let Some(topic) = topic {
                *topics.entry(topic.as_str()).or_default() += 1;
            }
        }
        let names: Vec<String> = topics.iter().map(|(topic, count)| format!("{topic} {count}")).collect();
        let of_what = if names.is_empty() { String::new() } else { format!(" ({})", names.join(", ")) };
        format!("{}{of_what}; {} days with a hard check-in", asked.len(), self.hard.len())
    }
}
