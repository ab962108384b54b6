//! From folders to a catalog: what belongs together is joined, what does not fit is named.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use toml::de::DeTable;

use super::Catalog;
use super::files::{File, Folder};
use super::language::is_locale;
use super::page::{Page, is_kebab};
use super::problem::{Problem, Problems};
use super::prompt::{Evidence, Finding, Prompt, Text};
use super::words::{Kind, PRACTICES, Practice, PromptId, Setting, TOPICS, Topic};

const TEXT: usize = 600;
const TITLE: usize = 60;
const LINE: usize = 300;
const MOST_STEPS: usize = 9;

const PROMPT_KEYS: [&str; 11] = [
    "id", "kind", "practice", "depth", "topic", "minutes", "setting", "tags", "evidence", "light",
    "items",
];
const TEXT_KEYS: [&str; 5] = ["title", "text", "steps", "safety", "needs"];

/// Joins the folders into one catalog. Whatever has a fault is left out of it and named; the rest serves.
pub(super) fn assemble(folders: &[Folder], mut problems: Vec<Problem>) -> (Catalog, Problems) {
    let mut library = Library {
        catalog: Catalog::default(),
        seen: BTreeMap::new(),
        worded: BTreeSet::new(),
    };
    for folder in folders {
        match folder.name.as_str() {
            "evidence" => library.evidence(folder, &mut problems),
            "names" => library.names(folder, &mut problems),
            _ => library.pack(folder, &mut problems),
        }
    }
    for folder in folders {
        if folder.name != "evidence" && folder.name != "names" {
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
    /// Every id that some language file names.
    worded: BTreeSet<PromptId>,
}

impl Library {
    fn pack(&mut self, folder: &Folder, problems: &mut Vec<Problem>) {
        if !is_kebab(&folder.name) {
            let what = format!(
                "the folder's name \"{}\" is not lower-case words joined by hyphens",
                folder.name
            );
            problems.push(Problem {
                file: folder.path.clone(),
                line: None,
                what,
            });
        }
        let Some(file) = folder.file("pack") else {
            let what = "there is no pack.toml in it; a pack needs one".to_owned();
            problems.push(Problem {
                file: folder.path.clone(),
                line: None,
                what,
            });
            return;
        };
        let mut page = Page::new(&file.path, &file.text, problems);
        let top = page.parse();
        page.only("the file", &top, &["prompt"]);
        for (span, table) in page.tables(&top, "prompt") {
            if let Some(prompt) = self.prompt(&mut page, folder, span, table) {
                self.catalog.prompts.insert(prompt.id.clone(), prompt);
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
                format!(
                    "{about}: an id is lower-case words joined by hyphens, at most 60 characters"
                ),
            );
            return None;
        }
        let id = PromptId(id);
        let declared = self.seen.entry(id.clone()).or_default();
        declared.push(folder.path.clone());
        if declared.len() > 1 {
            let first = &declared[0];
            page.complain(
                id_span,
                format!("{about}: {first} has one of that id already; give this one another"),
            );
            return None;
        }

        page.only(&about, table, &PROMPT_KEYS);
        let clean_before = table
            .keys()
            .all(|key| PROMPT_KEYS.contains(&key.get_ref().as_ref()));
        let kind = page.word::<Kind>(&about, table, "kind");
        let practice = page.word::<Practice>(&about, table, "practice");
        for key in ["kind", "practice"] {
            if !table.contains_key(key) {
                page.complain(
                    span.clone(),
                    format!("{about}: {key} is missing; add a line {key} = \"…\""),
                );
            }
        }
        // An optional field that is there but wrong takes the whole prompt out: a wrong depth or topic must not become a default.
        let mut right = clean_before;
        let mut keep = |there: bool, read: bool| right &= read || !there;
        let depth = page.number(&about, table, "depth", 1..=3);
        keep(table.contains_key("depth"), depth.is_some());
        let topic = page.word::<Topic>(&about, table, "topic");
        keep(table.contains_key("topic"), topic.is_some());
        let minutes = page.number(&about, table, "minutes", 1..=240);
        keep(table.contains_key("minutes"), minutes.is_some());
        let setting = page.word::<Setting>(&about, table, "setting");
        keep(table.contains_key("setting"), setting.is_some());
        let evidence = page.text(&about, table, "evidence", TITLE);
        keep(table.contains_key("evidence"), evidence.is_some());
        let items = page.number(&about, table, "items", 2..=20);
        keep(table.contains_key("items"), items.is_some());
        let light = page.flag(&about, table, "light");
        let tags = page.texts(&about, table, "tags", TITLE);
        let counted = table.contains_key("items");
        if kind == Some(Kind::List) && !counted {
            page.complain(
                span.clone(),
                format!("{about}: a list says how many things it asks for; add items = 10"),
            );
            right = false;
        }
        if kind.is_some_and(|kind| kind != Kind::List) && counted {
            page.complain(
                span.clone(),
                format!("{about}: items is for kind = \"list\" only; take it out"),
            );
            right = false;
        }
        if light && (topic.is_some() || depth.unwrap_or(1) > 1) {
            page.complain(
                span.clone(),
                format!("{about}: a light prompt has depth 1 and no topic; take light out"),
            );
            right = false;
        }
        let (kind, practice) = (kind?, practice?);
        right.then(|| Prompt {
            id,
            pack: folder.name.clone(),
            kind,
            practice,
            depth: depth.unwrap_or(1),
            topic,
            minutes: minutes.unwrap_or(2),
            setting: setting.unwrap_or(Setting::Either),
            tags,
            evidence,
            light,
            items,
            at: page.at(span),
        })
    }

    fn texts(&mut self, folder: &Folder, problems: &mut Vec<Problem>) {
        for file in folder.files.iter().filter(|file| file.stem != "pack") {
            let Some((mut page, top)) = language_file(file, problems) else {
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
                page.only(&about, table, &TEXT_KEYS);
                if !table.contains_key("text") {
                    page.complain(
                        key.span(),
                        format!("{about}: text is missing; add a line text = \"…\""),
                    );
                }
                let steps = page.texts(&about, table, "steps", LINE);
                let exercise = self
                    .catalog
                    .prompts
                    .get(&id)
                    .map(|prompt| prompt.kind == Kind::Exercise);
                let fits = match exercise {
                    Some(true) if steps.is_empty() => {
                        Err("an exercise needs steps; add steps = [\"…\", \"…\"]".to_owned())
                    }
                    Some(false) if !steps.is_empty() => {
                        Err("steps are for kind = \"exercise\" only".to_owned())
                    }
                    _ if steps.len() > MOST_STEPS => Err(format!(
                        "{} steps are too many; at most {MOST_STEPS}",
                        steps.len()
                    )),
                    _ => Ok(()),
                };
                if let Err(what) = &fits {
                    page.complain(key.span(), format!("{about}: {what}"));
                }
                let title = page.text(&about, table, "title", TITLE);
                let safety = page.text(&about, table, "safety", LINE);
                let needs = page.text(&about, table, "needs", LINE);
                let at = page.at(key.span());
                if let (Some(text), Ok(())) = (page.text(&about, table, "text", TEXT), fits) {
                    let text = Text {
                        title,
                        text,
                        steps,
                        safety,
                        needs,
                        at,
                    };
                    self.catalog
                        .texts
                        .entry(id)
                        .or_default()
                        .insert(file.stem.clone(), text);
                }
            }
        }
    }

    fn evidence(&mut self, folder: &Folder, problems: &mut Vec<Problem>) {
        let mut declared = BTreeSet::new();
        if let Some(file) = folder.file("evidence") {
            let mut page = Page::new(&file.path, &file.text, problems);
            let top = page.parse();
            page.only("the file", &top, &["evidence"]);
            for (span, table) in page.tables(&top, "evidence") {
                let Some(id) = page.text("an evidence entry", table, "id", TITLE) else {
                    page.complain(span, "an evidence entry needs an id");
                    continue;
                };
                let about = format!("evidence \"{id}\"");
                page.only(&about, table, &["id", "practice", "strength", "source"]);
                let practice = page.word(&about, table, "practice");
                let strength = page.word(&about, table, "strength");
                let source = page.text(&about, table, "source", LINE);
                let at = page.at(span.clone());
                if !is_kebab(&id) || self.catalog.evidence.contains_key(&id) {
                    page.complain(
                        span.clone(),
                        format!(
                            "{about}: the id is taken, or not lower-case words joined by hyphens"
                        ),
                    );
                }
                declared.insert(id.clone());
                match (practice, strength, source) {
                    (Some(practice), Some(strength), Some(source)) => {
                        self.catalog.evidence.entry(id).or_insert(Evidence {
                            practice,
                            strength,
                            source,
                            at,
                        });
                    }
                    _ => page.complain(
                        span,
                        format!("{about}: practice, strength and source are all needed"),
                    ),
                }
            }
        }
        for file in folder.files.iter().filter(|file| file.stem != "evidence") {
            let Some((mut page, top)) = language_file(file, problems) else {
                continue;
            };
            for (key, value) in &top {
                let id = key.get_ref().to_string();
                let about = format!("evidence \"{id}\"");
                if !declared.contains(&id) {
                    page.complain(
                        key.span(),
                        format!("{about}: evidence.toml has no entry of that id"),
                    );
                }
                let Some(table) = page.table(&about, key, value) else {
                    continue;
                };
                page.only(&about, table, &["finding", "limit"]);
                let finding = page.text(&about, table, "finding", TEXT);
                let limit = page.text(&about, table, "limit", TEXT);
                match (finding, limit) {
                    (Some(finding), Some(limit)) => {
                        let finding = Finding { finding, limit };
                        self.catalog
                            .findings
                            .entry(id)
                            .or_default()
                            .insert(file.stem.clone(), finding);
                    }
                    _ => page.complain(
                        key.span(),
                        format!("{about}: finding and limit are both needed"),
                    ),
                }
            }
        }
    }

    fn names(&mut self, folder: &Folder, problems: &mut Vec<Problem>) {
        for file in &folder.files {
            let Some((mut page, top)) = language_file(file, problems) else {
                continue;
            };
            page.only("the file", &top, &["practice", "topic"]);
            let into = [
                ("practice", &PRACTICES[..], &mut self.catalog.practice_names),
                ("topic", &TOPICS[..], &mut self.catalog.topic_names),
            ];
            for (key, known, names) in into {
                let Some((key, value)) = top.get_key_value(key) else {
                    continue;
                };
                let Some(table) = page.table("the file", key, value) else {
                    continue;
                };
                page.only(key.get_ref(), table, known);
                for word in known {
                    if let Some(name) = page.text(key.get_ref(), table, word, TITLE) {
                        names
                            .entry((*word).to_owned())
                            .or_default()
                            .insert(file.stem.clone(), name);
                    }
                }
            }
        }
    }

    /// What can be judged only when everything is read.
    fn settle(&mut self, problems: &mut Vec<Problem>) {
        let catalog = &mut self.catalog;
        for (id, evidence) in &catalog.evidence {
            if !catalog.findings.contains_key(id) {
                let what = format!(
                    "evidence \"{id}\": no language file beside this one says what was found"
                );
                problems.push(evidence.at.problem(what));
            }
        }
        catalog
            .evidence
            .retain(|id, _| catalog.findings.contains_key(id));
        let mut out = BTreeSet::new();
        for (id, prompt) in &catalog.prompts {
            let practice = prompt.practice.as_str();
            let mut wrong = |what: String| {
                problems.push(prompt.at.problem(format!("prompt \"{id}\": {what}")));
                out.insert(id.clone());
            };
            if !self.worded.contains(id) {
                wrong("there is no text for it; add one to a language file beside pack.toml, such as en.toml".to_owned());
            } else if !catalog.texts.contains_key(id) {
                // Its text is there and faulty, which has been said.
                out.insert(id.clone());
                continue;
            }
            if let Some(evidence) = &prompt.evidence
                && !catalog.evidence.contains_key(evidence)
            {
                wrong(format!(
                    "there is no evidence \"{evidence}\"; without that line its practice's own is shown"
                ));
            }
            if !catalog.evidence.contains_key(practice) {
                wrong(format!(
                    "its practice \"{practice}\" has no evidence of its own; add an entry with that id"
                ));
            }
            if !catalog.practice_names.contains_key(practice) {
                wrong(format!(
                    "its practice \"{practice}\" has no name in the folder names"
                ));
            }
            if let Some(topic) = prompt
                .topic
                .as_ref()
                .filter(|topic| !catalog.topic_names.contains_key(topic.as_str()))
            {
                wrong(format!(
                    "its topic \"{topic}\" has no name in the folder names"
                ));
            }
        }
        catalog.prompts.retain(|id, _| !out.contains(id));
        catalog
            .texts
            .retain(|id, _| catalog.prompts.contains_key(id));
    }
}

/// A file named after its language, parsed.
fn language_file<'a>(
    file: &'a File,
    problems: &'a mut Vec<Problem>,
) -> Option<(Page<'a>, DeTable<'a>)> {
    if !is_locale(&file.stem) {
        let what =
            "a file of texts is named after its language, such as en.toml or pt-BR.toml".to_owned();
        problems.push(Problem {
            file: file.path.clone(),
            line: None,
            what,
        });
        return None;
    }
    let mut page = Page::new(&file.path, &file.text, problems);
    let top = page.parse();
    Some((page, top))
}
