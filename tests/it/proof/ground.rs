//! What the bot stands on gives way: a disk without room, a file that is moved, read-only or damaged, a server that goes away in the
//! middle of a transaction, a machine without zone files or file descriptors. What was acknowledged is kept, nothing counts twice, and it
//! is said what to do.

use std::path::Path;
use std::process::{Command, Output};

use betwixt::engine::Read;
use betwixt::engine::input::Venue;
use betwixt::ids::PartnerId;
use betwixt::platform::{Envelope, Handled};
use betwixt::store::StoreError;
use jiff::SignedDuration;

use super::{many, tell};
use crate::chance::Chance;
use crate::world::{World, said};

/// How often each thing that ana thanked for stands in her journal.
pub async fn thanks(world: &World, count: usize) -> Vec<usize> {
    let couple = world.couple().await;
    let mut tx = world.house().store().begin().await.unwrap();
    let read = tx.history(&couple, Some(PartnerId::One), Read::Everything).await.unwrap();
    let texts: Vec<String> =
        read.entries.iter().flat_map(|entry| entry.content().words()).map(|words| words.as_str().to_owned()).collect();
    (0..count).map(|index| texts.iter().filter(|text| **text == thanked(index)).count()).collect()
}

pub fn thanked(index: usize) -> String {
    format!("thing {index} of many")
}

pub fn thank(world: &mut World, index: usize) -> Envelope {
    world.typed("ana", &format!("/gratitude what:\"{}\"", thanked(index)))
}

/// How often each of them was posted.
pub fn posted(world: &World, count: usize) -> Vec<usize> {
    let posts = world.posts();
    let stands = |index: usize| {
        let text = thanked(index);
        posts.iter().filter(|post| post.body.plain('/').lines().any(|line| line.ends_with(&text))).count()
    };
    (0..count).map(stands).collect()
}

/// The disk is full after so many more pages, wherever that is: in an event, in a claim, in what became of a message, in a due prompt.
#[tokio::test]
async fn a_disk_that_is_full_at_any_write_loses_nothing_and_doubles_nothing() {
    const EVENTS: usize = 6;
    let mut refused = 0;
    for pages in 0..many(8, 60) as i64 {
        let mut world = World::paired().await;
        world.types("ana", "/settings gratitude off").await;
        let before = world.posts().len();
        let store = world.house().store().clone();
        store.let_grow_by(Some(pages)).await.unwrap();
        let due = world.house().next_wake().await.unwrap().unwrap();
        let mut waiting = Vec::new();
        for index in 0..EVENTS {
            if index == EVENTS / 2 {
                world.clock.advance_to(due);
            }
            // Each needs some pages.
            let at_length = format!("/gratitude what:\"{}\" why:\"{}\"", thanked(index), "and so on ".repeat(140));
            let envelope = world.typed("ana", &at_length);
            let told = world.hand_in(envelope.clone()).await.unwrap();
            let ticked = world.house().tick().await;
            if let Err(error) = &ticked {
                assert!(error.to_string().contains("Make room"), "{error}");
            }
            match told {
                Handled::Kept => assert_eq!(thanks(&world, index + 1).await[index], 1, "acknowledged and not there"),
                Handled::NotKept => waiting.push(envelope),
                Handled::SeenBefore => panic!("{index} was never handed in"),
            }
        }
        refused += waiting.len();
        store.let_grow_by(None).await.unwrap();
        for envelope in waiting {
            assert_eq!(world.hand_in(envelope).await, Ok(Handled::Kept));
        }
        world.advance(SignedDuration::from_mins(30)).await;
        assert_eq!(thanks(&world, EVENTS).await, [1; EVENTS], "{pages} pages");
        assert_eq!(posted(&world, EVENTS), [1; EVENTS], "{pages} pages\n{}", world.transcript());
        // The day's check-in, and each of the thanks.
        assert_eq!(world.posts().len(), before + 1 + EVENTS, "{pages} pages\n{}", world.transcript());
    }
    assert!(refused > 10, "the disk was hardly ever full: {refused}");
    tell(&format!("full disk: {refused} events refused and handed in again, 0 lost, 0 doubled"));
}

/// A file that is moved away under the running process would go on in its new place, with its log in the old one.
#[cfg(unix)]
#[tokio::test]
async fn a_file_that_is_moved_away_keeps_nothing_new_until_it_is_back() {
    let mut world = World::paired().await;
    let (here, there) = (world.folder().join("betwixt.db"), world.folder().join("elsewhere.db"));
    let first = thank(&mut world, 0);
    assert_eq!(world.hand_in(first).await, Ok(Handled::Kept));
    std::fs::rename(&here, &there).unwrap();
    let second = thank(&mut world, 1);
    assert_eq!(world.hand_in(second.clone()).await, Ok(Handled::NotKept));
    let error = world.house().store().begin().await.unwrap_err();
    assert!(matches!(error, StoreError::Moved { .. }), "{error}");
    let said = error.to_string();
    assert!(said.contains(&here.display().to_string()) && said.contains("Put it back"), "{said}");
    // Another file in its place is not it.
    std::fs::copy(&there, &here).unwrap();
    assert_eq!(world.hand_in(second.clone()).await, Ok(Handled::NotKept));
    std::fs::rename(&there, &here).unwrap();
    assert_eq!(world.hand_in(second).await, Ok(Handled::Kept));
    world.advance(SignedDuration::from_mins(5)).await;
    assert_eq!((thanks(&world, 2).await, posted(&world, 2)), (vec![1; 2], vec![1; 2]));
}

/// The log that a killed process left, cut or spoilt anywhere: what is there after it is a beginning of what was acknowledged, whole.
#[tokio::test]
async fn a_spoilt_log_leaves_a_beginning_of_what_was_acknowledged() {
    const EVENTS: usize = 12;
    let mut world = World::paired().await;
    world.house().store().close().await.unwrap();
    world.crash().await;
    world.open().await;
    for index in 0..EVENTS {
        let envelope = thank(&mut world, index);
        assert_eq!(world.hand_in(envelope).await, Ok(Handled::Kept));
    }
    let (file, log) = (world.folder().join("betwixt.db"), world.folder().join("betwixt.db-wal"));
    // A copy of both at one moment is what a killed process leaves.
    let (whole, left) = (std::fs::read(&file).unwrap(), std::fs::read(&log).unwrap());
    assert!(left.len() > 10 * 4_096, "nothing is in the log");
    world.house().store().close().await.unwrap();
    world.crash().await;
    let mut chance = Chance(5);
    let mut lengths = Vec::new();
    for turn in 0..many(25, 400) {
        let mut left = left.clone();
        let at = chance.index(left.len());
        match turn {
            0 => {}
            turn if turn % 2 == 0 => left.truncate(at),
            _ => left[at] ^= 1 << chance.below(8),
        }
        std::fs::write(&file, &whole).unwrap();
        std::fs::write(&log, &left).unwrap();
        let _ = std::fs::remove_file(world.folder().join("betwixt.db-shm"));
        world.open().await;
        let there = thanks(&world, EVENTS).await;
        let length = there.iter().filter(|count| **count == 1).count();
        assert!(there[..length].iter().all(|count| *count == 1), "a gap: {there:?}");
        assert!(there[length..].iter().all(|count| *count == 0), "{there:?}");
        let couple = world.couple().await;
        assert!(world.house().store().opened().unclean && couple.is_paired());
        lengths.push(length);
        world.house().store().close().await.unwrap();
        world.crash().await;
    }
    assert_eq!(lengths[0], EVENTS, "a whole log has everything");
    assert!(lengths.iter().any(|length| *length < EVENTS));
    tell(&format!("spoilt logs: {} cut or spoilt, each a clean beginning", lengths.len()));
}

/// What is no database, or only a part of one, is told so and left alone.
#[tokio::test]
async fn a_file_that_is_no_database_is_left_as_it_is() {
    let mut world = World::paired().await;
    world.house().store().close().await.unwrap();
    world.crash().await;
    let file = world.folder().join("betwixt.db");
    let whole = std::fs::read(&file).unwrap();
    let key = betwixt::seal::MasterKey::throw_away().unwrap();
    let mut spoilt = whole.clone();
    spoilt[..16].copy_from_slice(b"not a database!\0");
    for bytes in [b"something else entirely".to_vec(), spoilt, whole[..whole.len() / 2].to_vec(), whole[..100].to_vec()]
    {
        std::fs::write(&file, &bytes).unwrap();
        let settings = betwixt::store::Settings::sqlite(&file);
        let error = betwixt::store::Store::open(&settings, &key, world.now()).await.unwrap_err();
        assert!(matches!(error, StoreError::Corrupt { .. }), "{error}");
        assert!(error.to_string().contains("restore the newest backup"), "{error}");
        assert_eq!(std::fs::read(&file).unwrap(), bytes, "it was changed");
    }
    std::fs::write(&file, &whole).unwrap();
    world.open().await;
    assert!(world.couple().await.is_paired());
}

/// A row that is spoilt concerns whom it is about, and nobody else.
#[tokio::test]
async fn a_spoilt_message_or_alarm_holds_up_nobody_else() {
    let mut world = World::paired().await;
    let before = world.posts().len();
    let asked = world.event("ana", Venue::Private, said("/doctor"));
    assert_eq!(world.hand_in(asked).await, Ok(Handled::Kept));
    let due = world.house().next_wake().await.unwrap().unwrap();
    let spoil = rusqlite::Connection::open(world.folder().join("betwixt.db")).unwrap();
    assert_eq!(spoil.execute("UPDATE outbox SET target = 'nonsense' WHERE NOT done", []).unwrap(), 1);
    let envelope = thank(&mut world, 0);
    assert_eq!(world.hand_in(envelope).await, Ok(Handled::Kept));
    assert!(world.tick().await);
    assert_eq!(posted(&world, 1), [1]);
    let alarm = "INSERT INTO alarm (couple, name, at, turn) SELECT id, 'nonsense', 0, 0 FROM couple";
    assert_eq!(spoil.execute(alarm, []).unwrap(), 1);
    drop(spoil);
    world.clock.advance_to(due);
    assert!(world.tick().await);
    assert_eq!(world.posts().len(), before + 2, "{}", world.transcript());
}

/// The program itself in `folder`, under what `limits` says first.
#[cfg(unix)]
fn limited(folder: &Path, limits: &str, story: &str) -> Output {
    use std::io::Write as _;
    let mut child = Command::new("sh")
        .args(["-c", &format!("{limits} exec \"$0\" try --data us.db --script -"), env!("CARGO_BIN_EXE_betwixt")])
        .current_dir(folder)
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    // It may end before it has read everything.
    let _ = child.stdin.take().unwrap().write_all(story.as_bytes());
    child.wait_with_output().unwrap()
}

const PAIRED: &str =
    "ana: /setup @ben Europe/Paris 20:30\nana: [press I agree]\nben: [press Read and decide]\nben: [press I agree]\n";

fn many_thanks(count: usize) -> String {
    (0..count)
        .map(|index| format!("ana: /gratitude what:\"{} {}\"\n", thanked(index), "and so on ".repeat(80)))
        .collect()
}

/// The program on a machine that lets no file grow: it says so, and the next start has a beginning of what was written.
#[cfg(unix)]
#[test]
fn the_program_without_room_says_so_and_has_everything_from_before() {
    const COUNT: usize = 20;
    let mut failures = 0;
    // Half a kilobyte each.
    for blocks in [300, 700, 1_000, 1_500] {
        let folder = tempfile::tempdir().unwrap();
        let first = limited(folder.path(), "", PAIRED);
        assert!(first.status.success(), "{}", String::from_utf8_lossy(&first.stderr));
        // Without the signal: a write that fails, not a process that is killed.
        let limits = format!("trap '' XFSZ; ulimit -f {blocks};");
        let output = limited(folder.path(), &limits, &many_thanks(COUNT));
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        if !output.status.success() {
            failures += 1;
            let clear = ["disk", "could not keep", "cannot be reached"].iter().any(|words| said.contains(words));
            assert!(clear && !said.contains("panicked"), "{blocks}: {said}");
        }
        still_a_beginning(folder.path(), COUNT, output.status.success());
    }
    assert!(failures > 0, "there was always room");
}

/// Everything up to some line of the story is there, and nothing after it.
#[cfg(unix)]
fn still_a_beginning(folder: &Path, count: usize, all: bool) {
    let again = limited(folder, "", "ana: /journal\nana: /gratitude what:\"room again\"\n");
    let (said, err) = (String::from_utf8_lossy(&again.stdout), String::from_utf8_lossy(&again.stderr));
    assert!(again.status.code().is_some_and(|code| code < 2), "{err}");
    assert!(said.contains("> room again"), "it does not go on: {said}{err}");
    let conn = rusqlite::Connection::open(folder.join("us.db")).unwrap();
    let entries: usize = conn.query_row("SELECT COUNT(*) FROM entry", [], |row| row.get(0)).unwrap();
    let ids: Vec<usize> = {
        let mut ids = conn.prepare("SELECT id FROM entry ORDER BY id").unwrap();
        ids.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    };
    assert!(entries >= 1 && entries <= count + 1, "{entries}");
    assert_eq!(ids, (ids[0]..ids[0] + entries).collect::<Vec<_>>(), "one is missing");
    if all {
        assert_eq!(entries, count + 1);
    }
}

/// The program with so few file descriptors: it works, or says what is wrong, and the next start has a beginning of what was written.
#[cfg(unix)]
#[test]
fn the_program_without_file_descriptors_says_so_and_loses_nothing() {
    const COUNT: usize = 3;
    let (mut failed, mut worked) = (0, 0);
    for most in [4, 6, 8, 10, 12, 16, 24, 26, 28, 30, 32, 64] {
        let folder = tempfile::tempdir().unwrap();
        assert!(limited(folder.path(), "", PAIRED).status.success());
        let output = limited(folder.path(), &format!("ulimit -n {most};"), &many_thanks(COUNT));
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        if output.status.success() {
            worked += 1;
        } else {
            failed += 1;
            assert!(!said.trim().is_empty() && !said.contains("panicked"), "{most}: {said}");
            // With too few for anything it is the system that says so, before the program runs.
            assert!(most < 6 || said.contains("LimitNOFILE"), "{most}: {said}");
        }
        still_a_beginning(folder.path(), COUNT, output.status.success());
    }
    assert!(failed > 0 && worked > 0, "{failed} {worked}");
}

/// A database that may only be read: it says what to do, and nothing changes. Root may write everywhere, so it is somebody else then.
#[cfg(unix)]
#[test]
fn a_database_that_may_only_be_read_is_said_to_be() {
    use std::os::unix::fs::PermissionsExt as _;
    use std::os::unix::process::CommandExt as _;
    let folder = tempfile::tempdir().unwrap();
    let program = folder.path().join("betwixt");
    std::fs::copy(env!("CARGO_BIN_EXE_betwixt"), &program).unwrap();
    let data = folder.path().join("data");
    std::fs::create_dir(&data).unwrap();
    assert!(limited(&data, "", PAIRED).status.success());
    let before = std::fs::read(data.join("us.db")).unwrap();
    let may = |path: &Path, mode: u32| std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    for file in std::fs::read_dir(&data).unwrap() {
        may(&file.unwrap().path(), 0o444);
    }
    may(&data, 0o555);
    may(folder.path(), 0o755);
    let mut command = Command::new(&program);
    command.args(["try", "--data", "us.db", "--script", "/dev/null"]).current_dir(&data).env("HOME", &data);
    // Nobody's number; only root can take it, and whoever is not root needs not.
    if std::fs::metadata(&data).is_ok_and(|found| std::os::unix::fs::MetadataExt::uid(&found) == 0) {
        command.uid(65_534).gid(65_534);
    }
    let output = command.output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("us.db") && (said.contains("ermission") || said.contains("writable")), "{said}");
    may(&data, 0o755);
    assert_eq!(std::fs::read(data.join("us.db")).unwrap(), before);
}

/// Without the machine's zone files, and with an empty folder of them, the zones are the program's own.
#[test]
fn a_machine_without_zone_files_has_the_same_hours() {
    let empty = tempfile::tempdir().unwrap();
    let asked = |folder: &str| {
        let output = Command::new(env!("CARGO_BIN_EXE_betwixt"))
            .args(["schedule", "every day 02:30", "--zone", "Europe/Paris", "--from", "2026-03-27T00:00"])
            .env("TZDIR", folder)
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    let right = asked("/usr/share/zoneinfo");
    assert!(right.contains("03:30"), "the skipped hour comes later: {right}");
    assert_eq!(asked(empty.path().to_str().unwrap()), right);
    assert_eq!(asked("/nowhere"), right);
}

/// The clock is set back an hour just after a prompt: it does not come again, and tomorrow's comes at its hour.
#[tokio::test]
async fn a_clock_that_is_set_back_repeats_nothing() {
    let mut world = World::paired().await;
    let before = world.posts().len();
    let due = world.house().next_wake().await.unwrap().unwrap();
    world.clock.advance_to(due);
    assert!(world.tick().await);
    assert_eq!(world.posts().len(), before + 1);
    world.clock.set_wall(due - SignedDuration::from_hours(1));
    assert!(world.tick().await);
    world.advance(SignedDuration::from_hours(2)).await;
    assert_eq!(world.posts().len(), before + 1, "{}", world.transcript());
    world.advance(SignedDuration::from_hours(11)).await;
    let posts = world.posts().split_off(before);
    assert_eq!(posts.len(), 2, "{}", world.transcript());
    assert_eq!(posts[1].at, "2026-03-28T07:30:00Z".parse().unwrap());
}
