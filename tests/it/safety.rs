//! SAFETY.md says what is protected, and names the test that shows it: those tests are there.

use std::collections::BTreeSet;
use std::path::Path;

#[test]
fn each_claim_is_shown_by_a_test_that_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(root.join("SAFETY.md")).unwrap();
    let table: Vec<&str> = text
        .lines()
        .skip_while(|line| !line.starts_with("## Threats"))
        .take_while(|line| !line.starts_with("What you can do"))
        .filter(|line| line.starts_with("| ") && !line.starts_with("| who |"))
        .collect();
    assert!(table.len() > 10, "the table of threats is there");
    let tests = tests();
    let mut named = 0;
    for line in &table {
        let cell = line.trim_end_matches('|').rsplit('|').next().unwrap();
        for name in cell.split(',').map(|name| name.trim().trim_matches('`')).filter(|name| !name.is_empty()) {
            assert!(tests.contains(name), "SAFETY.md names a test {name}, which is not there");
            named += 1;
        }
    }
    assert!(named > 15, "{named} tests are named");
}

/// The names of all functions in files with tests.
fn tests() -> BTreeSet<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut names = BTreeSet::new();
    let mut folders = vec![root.join("src"), root.join("tests/it")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                let functions = text.split("fn ").skip(1).filter_map(|rest| rest.split(['(', '<']).next());
                names.extend(functions.map(str::to_owned));
            }
        }
    }
    names
}
