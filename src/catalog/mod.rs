//! Prompt packs: read, validate, look up.
//!
//! A pack is a folder of data files (`prompts/README.md` has the format). Reading happens once, in the functions that make a
//! [`Catalog`]; every look-up after that is pure. `words.rs` has the vocabularies, `prompt.rs` what a catalog holds,
//! `library.rs` how folders become one (`background.rs`: evidence and names), `lint/` what is allowed and still worth a second look.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

mod background;
mod files;
mod language;
mod library;
mod lint;
mod page;
mod problem;
mod prompt;
mod words;

pub use problem::{Problem, Problems};
pub use prompt::{Prompt, PromptText, Why};
pub use words::{Kind, PRACTICES, Practice, PromptId, Setting, Strength, TOPICS, Topic, UnknownWord};

use language::ByLanguage;
use prompt::{Evidence, Finding, Text};

/// Every prompt that may be asked, with its words and what is known about it.
#[derive(Clone, Debug, Default)]
pub struct Catalog {
    prompts: BTreeMap<PromptId, Arc<Prompt>>,
    /// The same prompts by family, each family's by id: what a choice looks through.
    shelves: BTreeMap<Kind, Vec<OnShelf>>,
    texts: BTreeMap<PromptId, ByLanguage<Text>>,
    evidence: BTreeMap<String, Evidence>,
    findings: BTreeMap<String, ByLanguage<Finding>>,
    practice_names: BTreeMap<String, ByLanguage<String>>,
    topic_names: BTreeMap<String, ByLanguage<String>>,
}

/// A prompt, and the languages that it has words in.
#[derive(Clone, Debug)]
struct OnShelf {
    prompt: Arc<Prompt>,
    languages: ByLanguage<()>,
}

impl Catalog {
    /// The packs in the binary. Reads no file.
    ///
    /// # Errors
    /// Every fault in them; a released binary has none, a test sees to it.
    pub fn builtin() -> Result<Catalog, Problems> {
        Self::load(None)
    }

    /// The packs in the binary and, beside them, those in the operator's own folder.
    ///
    /// # Errors
    /// Every fault in any of them, a clash of ids included.
    pub fn load(own_folder: Option<&Path>) -> Result<Catalog, Problems> {
        whole(Self::load_lenient(own_folder))
    }

    /// Like [`Catalog::load`], but what is sound serves and what is not is named: a damaged pack of the operator's takes none of
    /// the others down. Of two prompts with one id the built-in one stays.
    pub fn load_lenient(own_folder: Option<&Path>) -> (Catalog, Problems) {
        let mut problems = Vec::new();
        let mut folders = files::embedded(&mut problems);
        if let Some(own) = own_folder {
            folders.extend(files::on_disk(own, &mut problems));
        }
        library::assemble(&folders, problems)
    }

    /// A folder that is a whole library in itself, with `evidence` and `names`, without the packs in the binary: for whoever
    /// works on those.
    ///
    /// # Errors
    /// Every fault in it.
    pub fn load_alone(folder: &Path) -> Result<Catalog, Problems> {
        whole(Self::load_alone_lenient(folder))
    }

    /// Like [`Catalog::load_alone`], but what is sound serves and what is not is named.
    pub fn load_alone_lenient(folder: &Path) -> (Catalog, Problems) {
        let mut problems = Vec::new();
        let folders = files::on_disk(folder, &mut problems);
        library::assemble(&folders, problems)
    }

    /// The prompt of that id.
    pub fn prompt(&self, id: &PromptId) -> Option<&Prompt> {
        self.prompts.get(id).map(Arc::as_ref)
    }

    /// All prompts, by id.
    pub fn prompts(&self) -> impl Iterator<Item = &Prompt> {
        self.prompts.values().map(Arc::as_ref)
    }

    /// All prompts of one kind, by id.
    pub fn of_kind(&self, kind: Kind) -> impl Iterator<Item = &Prompt> {
        self.prompts().filter(move |prompt| prompt.kind == kind)
    }

    /// All prompts of the family of `kind` ([`Kind::family`]), by id, each with whether it [speaks](Catalog::speaks) that language.
    pub fn of_family(&self, kind: Kind, locale: &str) -> impl Iterator<Item = (&Prompt, bool)> {
        let shelf = self.shelves.get(&kind.family()).map(Vec::as_slice).unwrap_or_default();
        shelf.iter().map(move |on| (&*on.prompt, language::own(&on.languages, locale).is_some()))
    }

    /// A prompt's words in `locale`, else in its language, else in English, else in any; [`PromptText::locale`] says which.
    pub fn text(&self, id: &PromptId, locale: &str) -> Option<PromptText<'_>> {
        let (locale, text) = language::best(self.texts.get(id)?, locale)?;
        Some(text.as_prompt_text(locale))
    }

    /// Whether a prompt has words in the language of `locale`, without falling back.
    pub fn speaks(&self, id: &PromptId, locale: &str) -> bool {
        self.texts.get(id).is_some_and(|texts| language::own(texts, locale).is_some())
    }

    /// What is known about a prompt: its own evidence entry, else its practice's; with the words in `locale` or what
    /// [`Catalog::text`] would fall back to. `None` only for an id that is not here.
    pub fn why(&self, id: &PromptId, locale: &str) -> Option<Why<'_>> {
        let prompt = self.prompts.get(id)?;
        let entry = prompt.evidence.as_deref().unwrap_or(prompt.practice.as_str());
        let evidence = self.evidence.get(entry)?;
        let (found, words) = language::best(self.findings.get(entry)?, locale)?;
        Some(Why {
            practice_name: self.practice_name(evidence.practice, locale),
            finding: &words.finding,
            strength: evidence.strength,
            limit: &words.limit,
            source: words.source.as_deref().unwrap_or(&evidence.source),
            locale: found,
        })
    }

    /// The topics that at least one prompt has, in the order of [`TOPICS`].
    pub fn topics(&self) -> Vec<Topic> {
        let has = |topic: &Topic| self.prompts.values().any(|prompt| prompt.topic.as_ref() == Some(topic));
        TOPICS.iter().filter_map(|word| word.parse().ok()).filter(has).collect()
    }

    /// A topic as people call it; its id when it has no name.
    pub fn topic_name<'a>(&'a self, topic: &'a Topic, locale: &str) -> &'a str {
        name(&self.topic_names, topic.as_str(), locale)
    }

    /// A practice as people call it; its id when it has no name.
    pub fn practice_name(&self, practice: Practice, locale: &str) -> &str {
        name(&self.practice_names, practice.as_str(), locale)
    }

    /// Every language that some prompt has words in, sorted.
    pub fn languages(&self) -> Vec<&str> {
        let mut found: Vec<&str> = self.texts.values().flat_map(ByLanguage::locales).collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// How many prompts there are.
    pub fn len(&self) -> usize {
        self.prompts.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.prompts.is_empty()
    }
}

fn whole((catalog, problems): (Catalog, Problems)) -> Result<Catalog, Problems> {
    if problems.is_empty() { Ok(catalog) } else { Err(problems) }
}

fn name<'a>(names: &'a BTreeMap<String, ByLanguage<String>>, id: &'a str, locale: &str) -> &'a str {
    names.get(id).and_then(|names| language::best(names, locale)).map_or(id, |(_, name)| name.as_str())
}
