//! Which languages are still missing in a library that is to be whole.

use std::collections::BTreeSet;

use super::super::problem::Problem;
use super::super::prompt::Prompt;
use super::super::words::Kind;
use super::super::{Catalog, language};

/// The daily prompts have words in all of these; everything else at least in the first.
const DAILY: [&str; 3] = ["en", "de", "es"];

/// What is missing.
pub(super) fn missing(catalog: &Catalog) -> Vec<Problem> {
    let mut found = Vec::new();
    let mut nameless = BTreeSet::new();
    for prompt in catalog.prompts.values() {
        let needed = if is_daily(prompt) { &DAILY[..] } else { &DAILY[..1] };
        let id = &prompt.id;
        let lacking = |has: &dyn Fn(&str) -> bool| {
            let lacks: Vec<&str> = needed.iter().copied().filter(|of| !has(of)).collect();
            (!lacks.is_empty()).then(|| lacks.join(", "))
        };
        if let Some(lacks) = lacking(&|locale| catalog.speaks(id, locale)) {
            let what = format!("prompt \"{id}\": no text in {lacks}");
            found.push(prompt.at.problem(what));
        }
        let practice = prompt.practice.as_str();
        let entry = prompt.evidence.as_deref().unwrap_or(practice);
        let findings = catalog.findings.get(entry);
        let says = |locale: &str| findings.is_some_and(|found| language::own(found, locale).is_some());
        if let (Some(lacks), Some(evidence)) = (lacking(&says), catalog.evidence.get(entry)) {
            let what = format!("evidence \"{entry}\": no finding in {lacks}");
            found.push(evidence.at.problem(what));
        }
        let names = catalog.practice_names.get(practice);
        let named = |locale: &str| names.is_some_and(|names| language::own(names, locale).is_some());
        if let Some(lacks) = lacking(&named)
            && nameless.insert(practice)
        {
            let what = format!("practice \"{practice}\": no name in {lacks} (folder names)");
            found.push(prompt.at.problem(what));
        }
    }
    found
}

/// Whether it is of the packs that people meet day by day.
fn is_daily(prompt: &Prompt) -> bool {
    let kind = match prompt.kind {
        Kind::Gratitude | Kind::CheckIn => true,
        Kind::Question => prompt.depth == 1,
        Kind::List | Kind::Exercise => false,
    };
    kind && !prompt.heavy()
}
