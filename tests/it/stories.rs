//! Every story in `stories/` comes true; `stories/README.md` says how they are written.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use betwixt::story::{self, Furnishing, Opening, Played, Theatre};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/stories")
}

fn stories() -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "story"))
        .collect();
    found.sort();
    found
}

/// Who does something in a story, in that order.
#[cfg(any(feature = "discord", feature = "matrix"))]
pub fn who_acts(story: &story::Story) -> impl Iterator<Item = &str> {
    story.lines.iter().filter_map(|line| match &line.what {
        story::What::Act(act) => Some(act.who.as_str()),
        story::What::Aside
        | story::What::Clock { .. }
        | story::What::Readers(_)
        | story::What::Network(_)
        | story::What::Machine(_)
        | story::What::Expected(_) => None,
    })
}

/// Whether two texts say the same, where `…` in either stands for anything, and white space counts little.
#[cfg(any(feature = "discord", feature = "matrix"))]
pub fn agree(one: &str, other: &str) -> bool {
    let tidy = |text: &str| -> Vec<char> {
        let lines: Vec<String> =
            text.lines().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect();
        lines.join("\n").chars().collect()
    };
    let (one, other) = (tidy(one), tidy(other));
    // reach[j]: whether the part of `one` so far agrees with the first j of `other`.
    let mut reach = vec![false; other.len() + 1];
    reach[0] = true;
    for at in 0..other.len() {
        reach[at + 1] = reach[at] && other[at] == '…';
    }
    for &a in &one {
        let mut next = vec![false; other.len() + 1];
        next[0] = reach[0] && a == '…';
        for (at, &b) in other.iter().enumerate() {
            next[at + 1] = match (a, b) {
                ('…', _) | (_, '…') => reach[at + 1] || next[at] || reach[at],
                _ => reach[at] && a == b,
            };
        }
        reach = next;
    }
    reach[other.len()]
}

async fn play(text: &str, seed: u64) -> Played {
    let story = story::parse(text).unwrap_or_else(|error| panic!("{error}"));
    let opening = Opening::of(&story.head);
    let furnishing = Furnishing { seed: Some(seed), ..Furnishing::default() };
    let mut theatre = Theatre::open(&opening, furnishing).await.unwrap();
    let played = story::play(&story, &mut theatre.stage).await.unwrap();
    theatre.close().await.unwrap();
    played
}

#[tokio::test]
async fn stories_come_true() {
    let bless = std::env::var_os("BLESS").is_some_and(|set| set == "1");
    let mut wrong = String::new();
    let paths = stories();
    assert!(paths.len() >= 16, "where are the stories?");
    for path in paths {
        let text = fs::read_to_string(&path).unwrap();
        let played = play(&text, 1).await;
        let stuck = played.differences.iter().any(|one| matches!(one, story::Difference::Stuck { .. }));
        if bless && !stuck {
            fs::write(&path, &played.mended).unwrap();
            continue;
        }
        assert!(text.contains("bot"), "{} expects nothing", path.display());
        for difference in &played.differences {
            wrong.push_str(&format!("\n{}\n{difference}", path.display()));
        }
    }
    assert!(wrong.is_empty(), "{wrong}\nBLESS=1 mends the stories, if that is how it should be.");
}

#[tokio::test]
async fn a_transcript_is_a_story_that_comes_true_again() {
    let text = fs::read_to_string(folder().join("first_day.story")).unwrap();
    let first = play(&text, 7).await.transcript;
    let again = play(&first, 7).await;
    assert_eq!(again.differences, []);
    assert_eq!(again.transcript, first);
    assert_ne!(play(&text, 8).await.transcript, first, "another seed chooses other prompts");
}

/// Runs `betwixt try` with `text` on standard input.
pub fn try_it(args: &[&str], text: &str) -> (Option<i32>, String, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_betwixt"))
        .arg("try")
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

const SETUP: &str = "zone Europe/Paris now 2026-03-27 09:00\nana: /setup @ben Europe/Paris 20:30\n";

/// Nobody waits for the next try of what was left over, once the network is there again.
#[test]
fn after_an_outage_the_first_word_brings_all_that_waited() {
    let begin = format!("{SETUP}ana: [press I agree]\nben: [press Read and decide]\nben: [press I agree]\n");
    let outage = "network: down\nana: /checkin 3 words:\"before\"\n@ +3h\nnetwork: up\n";
    let asks = "ana: /checkin 4 words:\"after\"\n";
    let (status, seen, err) = try_it(&["--script", "-"], &format!("{begin}{outage}{asks}"));
    assert_eq!((status, err.as_str()), (Some(0), ""));
    let since = seen.split("network: up").nth(1).unwrap();
    let thanked = since.matches("bot → ana: Thank you, both of you can read it now.").count();
    assert!(thanked == 2 && since.contains("> before") && since.contains("> after"), "{since}");
}

#[test]
fn a_script_that_comes_true_is_printed() {
    let story = format!("{SETUP}bot → ana: …\n| [I agree] [Not now]\n");
    let (status, out, err) = try_it(&["--script", "-"], &story);
    assert_eq!((status, err.as_str()), (Some(0), ""), "{out}");
    assert!(out.starts_with(SETUP) && out.contains("| [I agree] [Not now]\n"), "{out}");
    assert_eq!(try_it(&["--script", "-"], &out), (Some(0), out.clone(), String::new()), "it is a story itself");
}

#[test]
fn a_script_that_does_not_is_told_where() {
    let story = format!("{SETUP}bot → ana: Hello.\n");
    let (status, out, err) = try_it(&["--script", "-"], &story);
    assert_eq!(status, Some(1));
    assert!(out.contains("[I agree] [Not now]"), "what came is printed all the same: {out}");
    assert!(
        err.contains("line 3: this was expected\n    bot → ana: Hello.\n  and this came\n    bot → ana: "),
        "{err}"
    );
}

#[test]
fn a_script_that_cannot_be_read_is_bad_usage() {
    let (status, out, err) = try_it(&["--script", "-"], "ana says hello\n");
    assert_eq!((status, out.as_str()), (Some(2), ""));
    assert!(err.contains("standard input:1: "), "{err}");
    assert_eq!(try_it(&["--script", "/nowhere.story"], "").0, Some(2));
}

#[test]
fn the_same_seed_gives_the_same_and_another_gives_another() {
    let story = fs::read_to_string(folder().join("another_skip_why.story")).unwrap();
    let played = |seed: &str| try_it(&["--seed", seed], &story).1;
    assert_eq!(played("5"), played("5"));
    assert_ne!(played("5"), played("6"));
}

#[test]
fn what_is_no_terminal_is_read_as_a_script_and_not_checked() {
    let (status, out, err) = try_it(&[], "ana: /help\nbot: something else\n");
    assert_eq!(status, Some(0), "{err}");
    assert!(out.contains("bot → ana: ") && out.contains("/gratitude"), "{out}");
    assert!(err.contains("read as a script"), "{err}");
}

#[test]
fn a_database_that_is_kept_is_there_the_next_time() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("us.db");
    let data = ["--data", file.to_str().unwrap()];
    let first = "ana: /setup @ben Europe/Paris 20:30\nana: [press I agree]\nben: [press Read and decide]\nben: [press I agree]\nana: /prompt\nana → bot: A canary sang\n@ 2026-04-01 12:00\n";
    assert_eq!(try_it(&data, first).0, Some(0));
    let (status, out, err) = try_it(&data, "ana: /journal\n");
    assert_eq!(status, Some(0), "{err}");
    assert!(out.contains("> A canary sang"), "{out}");
    let bytes = fs::read(&file).unwrap();
    assert!(!bytes.windows(6).any(|window| window == b"canary"), "words are sealed in the file");
}
