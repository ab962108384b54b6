//! Words typed in every way are found nowhere but sealed: not in the database, its log, its backup, nor in anything logged.

use std::io::Write;
use std::path::Path;
use std::sync::Mutex;

use betwixt::command::FormKind;
use betwixt::engine;
use betwixt::engine::button::Button;
use betwixt::engine::couple::Couple;
use betwixt::engine::input::{Input, Refusal, Venue};
use betwixt::engine::turn::{Outcome, Scene};
use betwixt::house::{Trial, keep_panics_quiet};
use betwixt::platform::Happening;
use jiff::SignedDuration;
use tracing_subscriber::fmt::MakeWriter;

use crate::network::Fault;
use crate::world::{Database, World, filled, replied, said};

/// No word of any language, nor part of an id or a hash.
const CANARY: &str = "zwitscherling";

static LOG: Mutex<Vec<u8>> = Mutex::new(Vec::new());

/// Everything logged in this process.
#[derive(Clone, Copy)]
struct Log;

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        LOG.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Log {
    type Writer = Log;

    fn make_writer(&self) -> Log {
        Log
    }
}

/// Panics with the words in its message, as a careless `unwrap` or a slice of a text would.
fn careless(couple: Option<&Couple>, input: &Input, scene: &Scene<'_>) -> Outcome {
    if let Input::Said { text, .. } = input {
        assert!(!text.as_str().contains("break"), "{}", text.as_str());
    }
    engine::handle(couple, input, scene)
}

fn trial() -> Trial {
    Trial { decide: careless, ..Trial::default() }
}

#[tokio::test]
async fn words_are_found_nowhere() {
    tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_writer(Log).init();
    keep_panics_quiet();
    let mut world = World::with(Database::Sqlite, trial).await;
    world.pair().await;
    let mut typed = 0;
    let mut word = || {
        typed += 1;
        format!("{CANARY}{typed}")
    };

    world.presses("ana", Button::TryOne).await;
    let round = *world.couple().await.rounds.keys().next_back().unwrap();
    let answer = Button::Answer(round, FormKind::Words);
    world.fills("ana", answer.clone(), &[("words", &word())]).await;
    for command in [
        "/checkin 2 work listen WORDS",
        "/gratitude what:\"WORDS\" why:\"WORDS\"",
        "/gratitude what:\"WORDS\" keep:later",
        "/answer WORDS",
        "/journal search:WORDS",
        "/journal since:WORDS",
        "/settings zone WORDS",
        "/settings WORDS WORDS",
        "/setup WORDS WORDS",
        "/pause WORDS",
        "/WORDS",
        "/checkin capacity:WORDS",
        "/gratitude \"WORDS",
    ] {
        for (name, venue) in [("ana", Venue::Place), ("ben", Venue::Private), ("cleo", Venue::Private)] {
            let event = world.event(name, venue, said(&command.replace("WORDS", &word())));
            world.happens(event).await;
        }
    }
    grep(&world, "commands");

    // Plain words, edited, deleted, in the place, by a stranger; and what breaks the engine.
    let first = world.whispers("ana", &word()).await;
    let edit = Happening::Edit { original: first.clone(), text: word().into() };
    let edit = world.event("ana", Venue::Private, edit);
    world.happens(edit).await;
    let delete = world.event("ana", Venue::Private, Happening::Delete { original: first });
    world.happens(delete).await;
    world.whispers("cleo", &word()).await;
    world.whispers("ben", &format!("break {}", word())).await;
    let post = world.posts().pop().unwrap().sent;
    let reply = world.event("ben", Venue::Place, replied(&word(), &post));
    world.happens(reply).await;
    let too_long = format!("{} {}", word(), "x".repeat(3_000));
    world.whispers("ben", &too_long).await;

    // The reveal, while the network fails in every way: what waits in the outbox is sealed too.
    world.network.fail([Fault::Later(None), Fault::Panic, Fault::UnsureNotDelivered, Fault::Never(Refusal::Blocked)]);
    let event = world.event("ben", Venue::Quietly, filled(answer, &[("words", &word())]));
    world.happens(event).await;
    grep(&world, "the outbox");
    world.advance(SignedDuration::from_hours(40)).await;
    for command in ["/privacy export", "/journal", "/privacy show"] {
        world.whispers("ana", command).await;
    }
    assert!(
        world.network.said().iter().any(|(_, body)| serde_json::to_string(body).unwrap().contains(CANARY)),
        "the words did reach the two"
    );
    grep(&world, "a day and a half");

    let backup = world.folder().join("backup.db");
    world.house().store().backup_to(&backup, world.now()).await.unwrap();
    grep(&world, "the backup");
    world.house().store().close().await.unwrap();
    grep(&world, "the end");

    let log = String::from_utf8_lossy(&LOG.lock().unwrap()).into_owned();
    assert!(log.contains("the engine could not handle this"), "the log was not heard");
    let line = log.lines().find(|line| line.contains(CANARY));
    assert_eq!(line, None);
}

/// Looks through every file of the world's folder.
fn grep(world: &World, when: &str) {
    let mut files = 0;
    let mut folders = vec![world.folder().to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            files += 1;
            assert!(!holds(&path), "{} holds words, after {when}", path.display());
        }
    }
    assert!(files > 0);
}

fn holds(path: &Path) -> bool {
    let bytes = std::fs::read(path).unwrap();
    let found = |wanted: &[u8]| bytes.windows(wanted.len()).any(|window| window == wanted);
    let wide: Vec<u8> = CANARY.encode_utf16().flat_map(u16::to_le_bytes).collect();
    found(CANARY.as_bytes()) || found(&wide)
}
