//! From folders to a catalog: what belongs together is joined, what does not fit is named.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use toml::de::DeTable;

use super::files::Folder;
use super::language::{ByLanguage, is_locale};
use super::page::{Page, is_kebab};
use super::problem::{Problem, Problems};
use super::prompt::{Prompt, Text};
use super::words::{Kind, Practice, PromptId, Setting, Topic};
use super::{Catalog, OnShelf, background};

const TEXT: usize = 600;
const TITLE: usize = 60;
const LINE: usize = 300;
const MOST_STEPS: usize = 9;

const PROMPT_KEYS: [&str; 12] =
    ["id", "kind", "practice", "depth", "topic", "minutes", "setting", "tags", "evidence", "light", "lighter", "items"];
const TEXT_KEYS: [&str; 5] = ["title", "text", "steps", "safety", "needs"];

/// Joins the folders into one catalog. Whatever has a fault is left out of it and named; the rest serves.
pub(super) fn assemble(folders: &[Folder], mut problems: Vec<Problem>) -> (Catalog, Problems) {
    let mut library = Library {
        catalog: Catalog::default(),
        seen: BTreeMap::new(),
        worded: BTreeSet::new(),
        unread: BTreeSet::new(),
    };
    for folder in folders {
        match folder.name.as_str() {
            "evidence" => background::evidence(&mut library.catalog, folder, &mut problems),
            "names" => background::names(&mut library.catalog, folder, &mut problems),
            _ => library.pack(folder, &mut problems),
        }
    }
    for folder in folders {
        let special = folder.name == "evidence" || folder.name == "names";
        if !special && !library.unread.contains(&folder.path) {
            library.texts(folder, &mut problems);
        }
    }
    library.settle(&mut problems);
    problems.sort();
    problems.dedup();
    (library.catalog, Problems(problems))
}

struct Library {
    catalog: Catalog,
    /// Every id that some pack declares, faulty ones too, with the packs' paths, the first one first: a fault in a prompt is no
    /// reason to complain about its texts as well.
    seen: BTreeMap<PromptId, Vec<String>>,
    /// Every id that some language file names, or might: that of a pack with a file that cannot be read.
    worded: BTreeSet<PromptId>,
    /// Packs without a pack.toml that can be read; their texts belong to nothing.
    unread: BTreeSet<String>,
}

impl Library {
    fn pack(&mut self, folder: &Folder, problems: &mut Vec<Problem>) {
        if !is_kebab(&folder.name) {
            let what = format!("the folder's name \"{}\" is not lower-case words joined by hyphens", folder.name);
            problems.push(Problem { file: folder.path.clone(), line: None, what });
        }
        let Some(file) = folder.file("pack") else {
            let what = "there is no pack.toml in it; a pack needs one".to_owned();
            problems.push(Problem { file: folder.path.clone(), line: None, what });
            self.unread.insert(folder.path.clone());
            return;
        };
        let mut page = Page::new(&file.path, &file.text, problems);
        let Some(top) = page.parse() else {
            self.unread.insert(folder.path.clone());
            return;
        };
        page.only("the file", &top, &["prompt"]);
        for (span, table) in page.tables(&top, "prompt") {
            if let Some(prompt) = self.prompt(&mut page, folder, span, table) {
                self.catalog.prompts.insert(prompt.id.clone(), Arc::new(prompt));
            }
        }
    }

    fn prompt<'a>(
        &mut self,
        page: &mut Page<'a>,
        folder: &Folder,
        span: Range<usize>,
        table: &DeTable<'a>,
    ) -> Option<Prompt> {
        let Some(id) = page.text("a prompt", table, "id", TEXT) else {
            if !table.contains_key("id") {
                page.complain(span, "a prompt has no id; add a line id = \"…\"");
            }
            return None;
        };
        let about = format!("prompt \"{id}\"");
        let id_span = table.get("id").map_or(span.clone(), |value| value.span());
        if !is_kebab(&id) {
            page.complain(
                id_span,
                format!("{about}: an id is lower-case words joined by hyphens, at most 60 characters"),
            );
            return None;
        }
        let id = PromptId(id);
        let declared = self.seen.entry(id.clone()).or_default();
        declared.push(folder.path.clone());
        if declared.len() > 1 {
            let first = &declared[0];
            page.complain(id_span, format!("{about}: {first} has one of that id already; give this one another"));
            return None;
        }

        // A field that is there but wrong takes the whole prompt out: a misspelt topic must not make it an everyday one.
        let faults = page.faults();
        page.only(&about, table, &PROMPT_KEYS);
        for key in ["kind", "practice"] {
            if !table.contains_key(key) {
                page.complain(span.clone(), format!("{about}: {key} is missing; add a line {key} = \"…\""));
            }
        }
        let kind = page.word::<Kind>(&about, table, "kind");
        let practice = page.word::<Practice>(&about, table, "practice");
        let depth = page.number(&about, table, "depth", 1..=3).unwrap_or(1);
        let topic = page.word::<Topic>(&about, table, "topic");
        let minutes = page.number(&about, table, "minutes", 1..=240).unwrap_or(2);
        let setting = page.word::<Setting>(&about, table, "setting").unwrap_or(Setting::Either);
        let tags = page.texts(&about, table, "tags", TITLE);
        let evidence = page.text(&about, table, "evidence", TITLE);
        let light = page.flag(&about, table, "light");
        let lighter = page.text(&about, table, "lighter", TITLE).map(PromptId);
        let items = page.number(&about, table, "items", 2..=20);
        let counted = table.contains_key("items");
        if kind == Some(Kind::List) && !counted {
            page.complain(span.clone(), format!("{about}: a list says how many things it asks for; add items = 10"));
        }
        if kind.is_some_and(|kind| kind != Kind::List) && counted {
            page.complain(span.clone(), format!("{about}: items is for kind = \"list\" only; take it out"));
        }
        if light && (topic.is_some() || depth > 1) {
            page.complain(span.clone(), format!("{about}: a light prompt has depth 1 and no topic; take light out"));
        }
        let (kind, practice) = (kind?, practice?);
        (page.faults() == faults).then(|| Prompt {
            id,
            pack: folder.name.clone(),
            kind,
            practice,
            depth,
            topic,
            minutes,
            setting,
            tags,
            evidence,
            light,
            lighter,
            items,
            at: page.at(span),
        })
    }

    fn texts(&mut self, folder: &Folder, problems: &mut Vec<Problem>) {
        for file in folder.files.iter().filter(|file| file.stem != "pack") {
            let Some((mut page, top)) = background::language_file(file, problems) else {
                if is_locale(&file.stem) {
                    let ours = self.seen.iter().filter(|(_, owners)| owners.first() == Some(&folder.path));
                    self.worded.extend(ours.map(|(id, _)| id.clone()));
                }
                continue;
            };
            for (key, value) in &top {
                let id = PromptId(key.get_ref().to_string());
                let about = format!("prompt \"{id}\"");
                let owners = self.seen.get(&id).map(Vec::as_slice).unwrap_or_default();
                if !owners.contains(&folder.path) {
                    let what = format!(
                        "{about}: pack.toml beside this file has no prompt of that id; add it or take this out"
                    );
                    page.complain(key.span(), what);
                    continue;
                }
                if owners.first() != Some(&folder.path) {
                    continue;
                }
                self.worded.insert(id.clone());
                let Some(table) = page.table(&about, key, value) else {
                    continue;
                };
                let kind = self.catalog.prompts.get(&id).map(|prompt| prompt.kind);
                if let Some(text) = one_text(&mut page, &about, key.span(), table, kind) {
                    self.catalog.texts.entry(id).or_default().insert(&file.stem, text);
                }
            }
        }
    }

    /// What can be judged only when everything is read.
    fn settle(&mut self, problems: &mut Vec<Problem>) {
        let catalog = &mut self.catalog;
        for (id, evidence) in &catalog.evidence {
            if !catalog.findings.contains_key(id) {
                let what = format!("evidence \"{id}\": no language file beside this one says what was found");
                problems.push(evidence.at.problem(what));
            }
        }
        catalog.evidence.retain(|id, _| catalog.findings.contains_key(id));
        for (id, texts) in &mut catalog.texts {
            if texts.values().all(|text| text.safety.is_none()) {
                continue;
            }
            for text in texts.values().filter(|text| text.safety.is_none()) {
                let what = "another language has a line safety; this one needs it too";
                problems.push(text.at.problem(format!("prompt \"{id}\": {what}")));
            }
            texts.retain(|text| text.safety.is_some());
        }
        let mut out = BTreeSet::new();
        for (id, prompt) in &catalog.prompts {
            let practice = prompt.practice.as_str();
            let mut wrong = |what: String| {
                problems.push(prompt.at.problem(format!("prompt \"{id}\": {what}")));
                out.insert(id.clone());
            };
            if !self.worded.contains(id) {
                wrong(
                    "there is no text for it; add one to a language file beside pack.toml, such as en.toml".to_owned(),
                );
            } else if !catalog.texts.contains_key(id) {
                // Its text is there and faulty, which has been said.
                out.insert(id.clone());
                continue;
            }
            if let Some(evidence) = &prompt.evidence
                && !catalog.evidence.contains_key(evidence)
            {
                wrong(format!("there is no evidence \"{evidence}\"; without that line its practice's own is shown"));
            }
            if !catalog.evidence.contains_key(practice) {
                wrong(format!("its practice \"{practice}\" has no evidence of its own; add an entry with that id"));
            }
            if !catalog.practice_names.contains_key(practice) {
                wrong(format!("its practice \"{practice}\" has no name in the folder names"));
            }
            match &prompt.lighter {
                Some(lighter) => {
                    if let Some(what) = not_lighter(prompt, lighter, catalog.prompt(lighter)) {
                        wrong(what);
                    }
                }
                None if prompt.heavy() => wrong(
                    "a prompt with a topic names a gentler one of its kind, for whoever asks for another; add lighter = \"…\""
                        .to_owned(),
                ),
                None => {}
            }
            if let Some(topic) = prompt.topic.as_ref().filter(|topic| !catalog.topic_names.contains_key(topic.as_str()))
            {
                wrong(format!("its topic \"{topic}\" has no name in the folder names"));
            }
        }
        catalog.prompts.retain(|id, _| !out.contains(id));
        catalog.texts.retain(|id, _| catalog.prompts.contains_key(id));
        for (id, prompt) in &catalog.prompts {
            let languages = catalog.texts.get(id).map(ByLanguage::languages).unwrap_or_default();
            let on_shelf = OnShelf { prompt: Arc::clone(prompt), languages };
            catalog.shelves.entry(prompt.kind.family()).or_default().push(on_shelf);
        }
    }
}

/// Why a prompt cannot be the lighter neighbour of another; `None` where it can.
fn not_lighter(prompt: &Prompt, id: &PromptId, lighter: Option<&Prompt>) -> Option<String> {
    let Some(lighter) = lighter else {
        return Some(format!("lighter \"{id}\": there is no prompt of that id"));
    };
    if lighter.kind != prompt.kind {
        return Some(format!(
            "lighter \"{id}\" is of kind {}; it needs to be of kind {}, too",
            lighter.kind, prompt.kind
        ));
    }
    let eases = !lighter.heavy() || lighter.depth < prompt.depth;
    (!eases).then(|| format!("lighter \"{id}\" is no lighter: it needs to have no topic, or a lower depth"))
}

/// A prompt's words in one language. Any fault leaves all of them out: an exercise must not lose its safety line.
fn one_text<'a>(
    page: &mut Page<'a>,
    about: &str,
    span: Range<usize>,
    table: &DeTable<'a>,
    kind: Option<Kind>,
) -> Option<Text> {
    let faults = page.faults();
    page.only(about, table, &TEXT_KEYS);
    if !table.contains_key("text") {
        page.complain(span.clone(), format!("{about}: text is missing; add a line text = \"…\""));
    }
    let title = page.text(about, table, "title", TITLE);
    let text = page.text(about, table, "text", TEXT);
    let steps = page.texts(about, table, "steps", LINE);
    let safety = page.text(about, table, "safety", LINE);
    let needs = page.text(about, table, "needs", LINE);
    if kind == Some(Kind::Exercise) && !table.contains_key("steps") {
        let what = format!("{about}: an exercise needs steps; add steps = [\"…\", \"…\"]");
        page.complain(span.clone(), what);
    }
    if kind.is_some_and(|kind| kind != Kind::Exercise) && !steps.is_empty() {
        page.complain(span.clone(), format!("{about}: steps are for kind = \"exercise\" only"));
    }
    if steps.len() > MOST_STEPS {
        page.complain(span.clone(), format!("{about}: {} steps are too many; at most {MOST_STEPS}", steps.len()));
    }
    let at = page.at(span);
    let text = text.filter(|_| page.faults() == faults)?;
    Some(Text { title, text, steps, safety, needs, at })
}
