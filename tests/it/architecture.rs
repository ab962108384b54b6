//! The rules of the house that a compiler does not know.

use std::path::{Path, PathBuf};
use std::process::Command;

/// Where decisions are made: the same input must give the same outcome, on every machine, at every time.
const PURE: [&str; 4] = ["src/engine", "src/cadence", "src/catalog", "src/command"];

/// What a decision may not touch: clocks, chance, order by chance, the machine, waiting.
const FORBIDDEN_IN_PURE: [&str; 23] = [
    "tokio",
    "sqlx",
    "serenity",
    "matrix_sdk",
    "SystemTime",
    "Instant",
    "std::time",
    "Timestamp::now",
    "Zoned::now",
    "Utc::now",
    "Local::now",
    "rand",
    "getrandom",
    "HashMap",
    "HashSet",
    "println",
    "eprintln",
    "async fn",
    ".await",
    "std::net",
    "std::process",
    "std::thread",
    "tracing",
];

/// What else they may not touch, but for one file each of the catalog and of cadence: the one that reads an operator's packs, and the
/// one that reads the system's time zones, both once, at the start.
const FORBIDDEN_BUT_FOR_ONE_READER: [&str; 2] = ["std::fs", "std::env"];
const WITH_A_READER: [&str; 2] = ["src/catalog", "src/cadence"];

const MOST_LINES: usize = 450;

#[test]
fn what_decides_touches_nothing_else() {
    let mut found = Vec::new();
    for root in PURE {
        let files = sources(&[root, &format!("{root}.rs")]);
        assert!(!files.is_empty(), "{root} has moved; this test must follow it");
        let mut readers = Vec::new();
        for file in files {
            let source = read(&file);
            let name = file.display();
            for word in words_in(&source, &FORBIDDEN_IN_PURE) {
                found.push(format!("{name} names {word}"));
            }
            if !words_in(&source, &FORBIDDEN_BUT_FOR_ONE_READER).is_empty() {
                readers.push(name.to_string());
            }
        }
        if readers.len() > usize::from(WITH_A_READER.contains(&root)) {
            found.push(format!("too many read files or the environment: {}", readers.join(", ")));
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn files_stay_short_enough_to_read() {
    let too_long = |path: &PathBuf| read(path).lines().count() > MOST_LINES;
    let found: Vec<_> = sources(&["src"]).into_iter().filter(too_long).collect();
    assert!(found.is_empty(), "over {MOST_LINES} lines: {found:?}");
}

#[test]
fn no_limit_makes_sqlite_plan_anew() {
    // `src/store/mod.rs` says why.
    let alone = |text: &str| {
        text.match_indices("LIMIT $").any(|(at, found)| {
            !text[at + found.len()..].trim_start_matches(|digit: char| digit.is_ascii_digit()).starts_with(" + 0")
        })
    };
    assert!(alone("ORDER BY id LIMIT $12\"") && !alone("ORDER BY id LIMIT $12 + 0\""));
    let found: Vec<_> = sources(&["src"]).into_iter().filter(|path| alone(&read(path))).collect();
    assert!(found.is_empty(), "a number bound to LIMIT alone: {found:?}");
}

#[test]
fn nothing_is_left_for_later() {
    let unfinished = [["to", "do!"], ["unimple", "mented!"], ["#[ig", "nore"]].map(|halves| halves.concat());
    let unfinished = unfinished.each_ref().map(String::as_str);
    let mut found = Vec::new();
    for file in sources(&["src", "tests", "benches"]) {
        for word in words_in(&read(&file), &unfinished) {
            found.push(format!("{} has {word}", file.display()));
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn no_file_names_a_place_on_somebody_s_machine() {
    let places = [["/wo", "rk/"], ["/ro", "ot/"]].map(|halves| halves.concat());
    let mut found = Vec::new();
    for file in tracked() {
        // Pictures and samples of databases are not text; a path in them is still found.
        let bytes = std::fs::read(&file).unwrap();
        let text = String::from_utf8_lossy(&bytes);
        for place in places.iter().filter(|place| text.contains(place.as_str())) {
            found.push(format!("{} names {place}", file.display()));
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn the_checker_finds_what_is_planted() {
    let planted = "
        // tokio in a comment is no use of it
        use std::collections::HashMap; // the map
        let brand = operand(\"https://example.org\");
        async   fn wait() { let now = jiff::Timestamp::now(); rand(); }
        std::fs::read(path).await
    ";
    let found = words_in(planted, &FORBIDDEN_IN_PURE);
    assert_eq!(found, ["Timestamp::now", "rand", "HashMap", "async fn", ".await"]);
    assert_eq!(words_in(planted, &FORBIDDEN_BUT_FOR_ONE_READER), ["std::fs"]);
    assert!(words_in("let branded = strand; // SystemTime", &FORBIDDEN_IN_PURE).is_empty());

    let files = sources(&["src"]);
    assert!(files.contains(&root().join("src/config/mod.rs")), "the walk misses folders");
    assert!(tracked().contains(&root().join("Cargo.toml")), "the list of tracked files misses some");
}

/// Those of `wanted` that `source` names outside of comments, as whole words, in the order of `wanted`.
fn words_in<'w>(source: &str, wanted: &[&'w str]) -> Vec<&'w str> {
    let code: Vec<String> = source
        .lines()
        .map(|line| line.split("//").next().unwrap_or_default())
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect();
    let part_of_a_word = |c: char| c.is_alphanumeric() || c == '_';
    let stands_in = |line: &String, word: &str| {
        line.match_indices(word).any(|(at, _)| {
            let joined_before = word.starts_with(part_of_a_word) && line[..at].ends_with(part_of_a_word);
            let joined_after = word.ends_with(part_of_a_word) && line[at + word.len()..].starts_with(part_of_a_word);
            !joined_before && !joined_after
        })
    };
    wanted.iter().copied().filter(|word| code.iter().any(|line| stands_in(line, word))).collect()
}

/// The Rust files among `roots` and below them; what is not there is no file.
fn sources(roots: &[&str]) -> Vec<PathBuf> {
    let mut waiting: Vec<PathBuf> = roots.iter().map(|name| root().join(name)).collect();
    let mut files = Vec::new();
    while let Some(path) = waiting.pop() {
        if path.is_dir() {
            waiting.extend(std::fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
        } else if path.is_file() && path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}

/// What git has, and what it would take.
fn tracked() -> Vec<PathBuf> {
    let mut git = Command::new("git");
    git.args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"]).current_dir(root());
    let output = git.output().expect("this test asks git for the list of files");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let names = String::from_utf8(output.stdout).unwrap();
    names.split_terminator('\0').map(|name| root().join(name)).filter(|path| path.is_file()).collect()
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap()
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
