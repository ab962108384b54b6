//! The README tells the truth: its conversation comes true. That its commands exist is tested beside them, in `src/cli`.

use std::fs;
use std::path::Path;

use betwixt::catalog::Catalog;
use betwixt::story::{self, Furnishing, Opening, Theatre};

const BEFORE: &str = "\
zone Europe/Paris   now 2026-03-27 19:00
ana: /setup @ben Europe/Paris 20:30
bot → ana: …
ana: [press I agree]
bot → ana: …
bot: …
ben: [press Read and decide]
bot → ben: …
ben: [press I agree]
bot → ben: …
bot: [edit] …
bot: …
";

fn readme() -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap()
}

/// The blocks of that language, in order.
fn blocks(text: &str, language: &str) -> Vec<String> {
    text.split("```")
        .skip(1)
        .step_by(2)
        .filter_map(|block| block.strip_prefix(&format!("{language}\n")))
        .map(str::to_owned)
        .collect()
}

#[tokio::test]
async fn the_conversation_comes_true() {
    let block = blocks(&readme(), "text").remove(0);
    let catalog = Catalog::builtin().unwrap();
    // Which prompt comes is chance; that it is one of ours is not.
    let ours = |line: &str| {
        let text = line.strip_prefix("| ").unwrap_or_default();
        catalog.prompts().any(|prompt| catalog.text(&prompt.id, "en").is_some_and(|found| found.text == text))
    };
    let prompts = block.lines().filter(|line| ours(line)).count();
    assert_eq!(prompts, 6, "a prompt of the README is not in the library any more");
    let lines: Vec<&str> = block.lines().map(|line| if ours(line) { "| …" } else { line }).collect();
    comes_true(&format!("{BEFORE}{}\n", lines.join("\n"))).await;
}

#[tokio::test]
async fn the_pairing_comes_true() {
    let block = blocks(&readme(), "text").remove(1);
    comes_true(&format!("zone Europe/Paris   now 2026-03-27 19:00\n{block}")).await;
}

/// Plays a story; a line that does not come fails.
async fn comes_true(text: &str) {
    let story = story::parse(text).unwrap_or_else(|error| panic!("{error}"));
    let furnishing = Furnishing { seed: Some(1), ..Furnishing::default() };
    let mut theatre = Theatre::open(&Opening::of(&story.head), furnishing).await.unwrap();
    let played = story::play(&story, &mut theatre.stage).await.unwrap();
    theatre.close().await.unwrap();
    let told: Vec<String> = played.differences.iter().map(ToString::to_string).collect();
    assert!(told.is_empty(), "{}", told.join("\n"));
}
