//! What stands behind the prompts: what is known about each practice, and what people call practices and topics.

use std::collections::BTreeSet;

use toml::de::DeTable;

use super::Catalog;
use super::files::{File, Folder};
use super::language::is_locale;
use super::page::{Page, is_kebab};
use super::problem::Problem;
use super::prompt::{Evidence, Finding};
use super::words::{PRACTICES, TOPICS};

const TEXT: usize = 600;
const TITLE: usize = 60;
const LINE: usize = 300;

/// Reads what is known about the practices into `catalog`.
pub(super) fn evidence(catalog: &mut Catalog, folder: &Folder, problems: &mut Vec<Problem>) {
    let mut declared = BTreeSet::new();
    if let Some(file) = folder.file("evidence") {
        let mut page = Page::new(&file.path, &file.text, problems);
        let top = page.parse().unwrap_or_default();
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
            if !is_kebab(&id) || catalog.evidence.contains_key(&id) {
                page.complain(
                    span.clone(),
                    format!("{about}: the id is taken, or not lower-case words joined by hyphens"),
                );
            }
            declared.insert(id.clone());
            match (practice, strength, source) {
                (Some(practice), Some(strength), Some(source)) => {
                    catalog.evidence.entry(id).or_insert(Evidence { practice, strength, source, at });
                }
                _ => page.complain(span, format!("{about}: practice, strength and source are all needed")),
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
                page.complain(key.span(), format!("{about}: evidence.toml has no entry of that id"));
            }
            let Some(table) = page.table(&about, key, value) else {
                continue;
            };
            page.only(&about, table, &["finding", "limit", "source"]);
            let finding = page.text(&about, table, "finding", TEXT);
            let limit = page.text(&about, table, "limit", TEXT);
            let source = page.text(&about, table, "source", LINE);
            match (finding, limit) {
                (Some(finding), Some(limit)) => {
                    let finding = Finding { finding, limit, source };
                    catalog.findings.entry(id).or_default().insert(&file.stem, finding);
                }
                _ => page.complain(key.span(), format!("{about}: finding and limit are both needed")),
            }
        }
    }
}

/// Reads what practices and topics are called into `catalog`.
pub(super) fn names(catalog: &mut Catalog, folder: &Folder, problems: &mut Vec<Problem>) {
    for file in &folder.files {
        let Some((mut page, top)) = language_file(file, problems) else {
            continue;
        };
        page.only("the file", &top, &["practice", "topic"]);
        let into = [
            ("practice", &PRACTICES[..], &mut catalog.practice_names),
            ("topic", &TOPICS[..], &mut catalog.topic_names),
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
                    names.entry((*word).to_owned()).or_default().insert(&file.stem, name);
                }
            }
        }
    }
}

/// A file named after its language, parsed; `None` where that is a fault, now noted.
pub(super) fn language_file<'a>(file: &'a File, problems: &'a mut Vec<Problem>) -> Option<(Page<'a>, DeTable<'a>)> {
    if !is_locale(&file.stem) {
        let what = "a file of texts is named after its language, such as en.toml or pt-BR.toml".to_owned();
        problems.push(Problem { file: file.path.clone(), line: None, what });
        return None;
    }
    let mut page = Page::new(&file.path, &file.text, problems);
    let top = page.parse()?;
    Some((page, top))
}
