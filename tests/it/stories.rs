//! Every story in `stories/` comes true; `stories/README.md` says how they are written.

use std::fs;
use std::path::{Path, PathBuf};

use betwixt::story::{self, Furnishing, Opening, Played, Theatre};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/stories")
}

fn stories() -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "story")
        })
        .collect();
    found.sort();
    found
}

async fn play(text: &str, seed: u64) -> Played {
    let story = story::parse(text).unwrap_or_else(|error| panic!("{error}"));
    let opening = Opening::of(&story.head);
    let furnishing = Furnishing {
        seed: Some(seed),
        ..Furnishing::default()
    };
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
    assert!(paths.len() >= 14, "where are the stories?");
    for path in paths {
        let text = fs::read_to_string(&path).unwrap();
        let played = play(&text, 1).await;
        let stuck = played
            .differences
            .iter()
            .any(|one| matches!(one, story::Difference::Stuck { .. }));
        if bless && !stuck {
            fs::write(&path, &played.mended).unwrap();
            continue;
        }
        assert!(text.contains("bot"), "{} expects nothing", path.display());
        for difference in &played.differences {
            wrong.push_str(&format!("\n{}\n{difference}", path.display()));
        }
    }
    assert!(
        wrong.is_empty(),
        "{wrong}\nBLESS=1 mends the stories, if that is how it should be."
    );
}

#[tokio::test]
async fn a_transcript_is_a_story_that_comes_true_again() {
    let text = fs::read_to_string(folder().join("first_day.story")).unwrap();
    let first = play(&text, 7).await.transcript;
    let again = play(&first, 7).await;
    assert_eq!(again.differences, []);
    assert_eq!(again.transcript, first);
    assert_ne!(
        play(&text, 8).await.transcript,
        first,
        "another seed chooses other prompts"
    );
}
