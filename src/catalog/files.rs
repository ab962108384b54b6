//! Where packs come from: embedded in the binary, or a folder on disk. The only file of the catalog that reads anything.

use std::borrow::Cow;
use std::fs;
use std::path::Path;

use include_dir::{Dir, include_dir};

use super::problem::Problem;

static BUILTIN: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/prompts");

/// A folder of a library: a pack, or one of the two special ones (`evidence`, `names`).
pub(super) struct Folder {
    pub(super) name: String,
    pub(super) path: String,
    /// The `.toml` files in it, by name without the ending.
    pub(super) files: Vec<File>,
}

/// One `.toml` file.
pub(super) struct File {
    pub(super) stem: String,
    pub(super) path: String,
    /// The built-in ones are not copied.
    pub(super) text: Cow<'static, str>,
}

impl Folder {
    /// The file of that name without its ending.
    pub(super) fn file(&self, stem: &str) -> Option<&File> {
        self.files.iter().find(|file| file.stem == stem)
    }
}

/// The library in the binary.
pub(super) fn embedded(problems: &mut Vec<Problem>) -> Vec<Folder> {
    let mut folders = Vec::new();
    for dir in BUILTIN.dirs() {
        let name = name_of(dir.path());
        if skipped(&name) {
            continue;
        }
        let path = format!("prompts/{name}");
        let mut files = Vec::new();
        for file in dir.files() {
            let file_name = name_of(file.path());
            add(&mut files, problems, &path, &file_name, || {
                file.contents_utf8().map(Cow::Borrowed).ok_or_else(|| "is not UTF-8 text".to_owned())
            });
        }
        folders.push(Folder { name, path, files });
    }
    folders
}

/// The packs in `folder`, or the one pack that it is. What cannot be read is a problem, never an error.
pub(super) fn on_disk(folder: &Path, problems: &mut Vec<Problem>) -> Vec<Folder> {
    if folder.join("pack.toml").is_file() {
        let name = folder.canonicalize().map_or_else(|_| name_of(folder), |full| name_of(&full));
        return vec![one(folder, name, problems)];
    }
    let mut folders = Vec::new();
    for path in entries(folder, problems) {
        let name = name_of(&path);
        if path.is_dir() && !skipped(&name) {
            folders.push(one(&path, name, problems));
        }
    }
    if folders.is_empty() && problems.is_empty() {
        problems.push(whole(folder, "there is no pack in it; a pack is a folder with a pack.toml"));
    }
    folders
}

fn one(folder: &Path, name: String, problems: &mut Vec<Problem>) -> Folder {
    let path = folder.display().to_string();
    let mut files = Vec::new();
    for entry in entries(folder, problems) {
        add(&mut files, problems, &path, &name_of(&entry), || {
            fs::read_to_string(&entry).map(Cow::Owned).map_err(unreadable)
        });
    }
    Folder { name, path, files }
}

fn add(
    files: &mut Vec<File>,
    problems: &mut Vec<Problem>,
    folder: &str,
    name: &str,
    read: impl FnOnce() -> Result<Cow<'static, str>, String>,
) {
    let Some(stem) = name.strip_suffix(".toml") else {
        return;
    };
    if stem.starts_with('.') {
        return;
    }
    let path = format!("{folder}/{name}");
    match read() {
        Ok(text) => files.push(File { stem: stem.to_owned(), path, text }),
        Err(what) => problems.push(Problem { file: path, line: None, what }),
    }
}

/// The entries of a folder by name, so that problems come in the same order on every machine.
fn entries(folder: &Path, problems: &mut Vec<Problem>) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    match fs::read_dir(folder) {
        Ok(listing) => {
            for entry in listing {
                match entry {
                    Ok(entry) => found.push(entry.path()),
                    Err(error) => problems.push(whole(folder, &unreadable(error))),
                }
            }
        }
        Err(error) => problems.push(whole(folder, &unreadable(error))),
    }
    found.sort();
    found
}

/// `voice` belongs to the bot's own sentences; hidden folders belong to editors and version control.
fn skipped(name: &str) -> bool {
    name == "voice" || name.starts_with('.')
}

fn name_of(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

fn whole(folder: &Path, what: &str) -> Problem {
    Problem { file: folder.display().to_string(), line: None, what: what.to_owned() }
}

fn unreadable(error: std::io::Error) -> String {
    format!("cannot be read: {error}")
}
