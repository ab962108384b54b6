//! Two people on Discord, from `/setup` to their export, through the real adapter, hub, courier and database.

use std::sync::Arc;
use std::time::Duration;

use betwixt::catalog::Catalog;
use betwixt::clock::{Clock, Entropy, ManualClock};
use betwixt::house::{House, Parts};
use betwixt::seal::MasterKey;
use betwixt::store::{Settings, Store};
use betwixt::voice::Voice;
use serde_json::{Value, json};
use tokio::sync::watch;

use super::fake::{Fake, Fault, Home, Person, Seen, What, bits};
use super::living;
use crate::world::policy;

const CALLBACK: &str = "POST /interactions/{interaction_id}/{interaction_token}/callback";

/// A running bot, and the two.
struct Stage {
    fake: Fake,
    home: Home,
    folder: tempfile::TempDir,
    stop: watch::Sender<bool>,
    running: tokio::task::JoinHandle<()>,
    /// Everything that a bot needs to be started again.
    key: MasterKey,
    clock: Arc<ManualClock>,
}

impl Stage {
    async fn new() -> Stage {
        let clock = Arc::new(ManualClock::new("2026-03-27T12:00:00Z".parse().unwrap()));
        let fake = Fake::at({
            let clock = Arc::clone(&clock);
            move || clock.now()
        });
        fake.limits(1_000, Duration::from_secs(1));
        let home = fake.couple();
        let folder = tempfile::tempdir().unwrap();
        let key = MasterKey::throw_away().unwrap();
        let (stop, running) = start(&fake, folder.path(), &key, &clock).await;
        fake.ready().await;
        fake.until("the commands are registered", |fake| (!fake.commands().is_empty()).then_some(())).await;
        Stage { fake, home, folder, stop, running, key, clock }
    }

    /// One in which ana and ben are a couple.
    async fn paired() -> Stage {
        let stage = Stage::new().await;
        stage.pair().await;
        stage
    }

    async fn pair(&self) {
        living::pair_in(&self.home, "Europe/Paris").await;
    }

    /// A question stands in the channel; its post.
    async fn asks(&self) -> Seen {
        self.home.ana.presses("Try one now").unwrap();
        self.home.ana.finds_button("Why this?").await
    }

    /// The clock goes on to then, and somebody does something, so that the bot looks at it at once.
    async fn passes(&self, until: &str) {
        self.clock.advance_to(until.parse().unwrap());
        asked(&self.home.ben, "help", json!({})).await;
    }

    /// The bot is stopped and started again.
    async fn starts_again(&mut self) {
        self.stop.send_replace(true);
        (&mut self.running).await.unwrap();
        let (stop, running) = start(&self.fake, self.folder.path(), &self.key, &self.clock).await;
        (self.stop, self.running) = (stop, running);
        self.fake.ready().await;
    }

    /// Nobody saw anything fail, and no lock screen showed a word of theirs.
    async fn ends(self, words: &[&str]) {
        for person in [&self.home.ana, &self.home.ben] {
            assert_eq!(person.failures(), 0, "{}", person.name());
            for line in person.lock_screen() {
                assert!(!words.iter().any(|word| line.contains(word)), "a lock screen showed {line:?}");
            }
        }
        self.stop.send_replace(true);
        self.running.await.unwrap();
        self.fake.finish();
    }
}

async fn start(
    fake: &Fake,
    folder: &std::path::Path,
    key: &MasterKey,
    clock: &Arc<ManualClock>,
) -> (watch::Sender<bool>, tokio::task::JoinHandle<()>) {
    let (voice, catalog) = (Arc::new(Voice::builtin().unwrap()), Arc::new(Catalog::builtin().unwrap()));
    let clock = Arc::clone(clock) as Arc<dyn Clock>;
    let discord = living::adapter_by(&living::settings(fake), Arc::clone(&clock));
    let store = Store::open(&Settings::sqlite(folder.join("betwixt.db")), key, clock.now()).await.unwrap();
    let parts =
        Parts { store, catalog, voice, clock, entropy: Entropy::seeded(7), policy: policy(), platforms: vec![discord] };
    let (stop, stopped) = watch::channel(false);
    let running = tokio::spawn(async move {
        let house = House::new(parts);
        house.run(stopped).await.unwrap();
        house.store().close().await.unwrap();
    });
    (stop, running)
}

/// Whether it notified that person.
fn notified(seen: &Seen, person: &Person) -> bool {
    seen.pinged.contains(&person.id)
}

/// Waits until a message says something else.
async fn now_says(person: &Person, message: u64, words: &str) -> Seen {
    let look = |seen: &[Seen]| seen.iter().find(|one| one.id == message && one.text().contains(words)).cloned();
    person.until(look).await
}

/// Gives a command; what is whispered in answer.
async fn asked(person: &Person, name: &str, options: Value) -> Seen {
    let id = person.slash(name, options).unwrap();
    person.answer_to(id).await
}

#[tokio::test]
async fn two_people_pair_by_private_pages() {
    let stage = Stage::new().await;
    let (ana, ben) = (&stage.home.ana, &stage.home.ben);
    let zone = ana.completes("setup", json!({}), "zone", "pari").await.unwrap();
    assert_eq!(zone[0], ("Europe/Paris · 13:00".to_owned(), json!("Europe/Paris")));
    let page =
        asked(ana, "setup", json!({ "partner": ben.id.to_string(), "zone": zone[0].1, "evening": "20:30" })).await;
    assert!(page.is_whisper && page.text().contains("On Discord, text is not end-to-end encrypted"), "{}", page.text());
    assert!(ben.sees_here().is_empty(), "only ana sees it");
    ana.presses("I agree").unwrap();
    let invitation = ben.finds_button("Read and decide").await;
    assert!(!invitation.is_whisper && notified(&invitation, ben));
    ben.presses("Read and decide").unwrap();
    let page = ben.finds_button("I agree").await;
    assert!(page.is_whisper);
    assert!(!ana.sees().iter().any(|seen| seen.id == page.id), "only ben sees it");
    ben.presses("I agree").unwrap();
    let paired = ana.finds_button("Try one now").await;
    assert!(paired.text().contains("every day at 8:30 PM"), "{}", paired.text());
    now_says(ana, invitation.id, "Both of you have said yes.").await;
    stage.ends(&[]).await;
}

#[tokio::test]
async fn setup_names_what_is_missing() {
    let stage = Stage::new().await;
    stage.fake.forbids(stage.home.channel, bits::EMBED_LINKS | bits::ADD_REACTIONS);
    let options = json!({ "partner": stage.home.ben.id.to_string(), "zone": "Europe/Paris" });
    let said = asked(&stage.home.ana, "setup", options).await.text();
    assert!(said.contains("to embed links and to add reactions"), "{said}");
    assert!(stage.home.ben.sees_here().is_empty());
    stage.ends(&[]).await;
}

#[tokio::test]
async fn an_answer_by_form_and_one_by_reply_are_revealed_together() {
    let mut stage = Stage::paired().await;
    let post = stage.asks().await;
    // Buttons hold whatever they need: the bot may have been away.
    stage.starts_again().await;
    let (ana, ben) = (&stage.home.ana, &stage.home.ben);
    ana.presses("Answer").unwrap();
    let sent = ana.fills(&[("words", "my grandmother's *garden*")]).await.unwrap();
    let kept = ana.answer_to(sent).await;
    assert!(kept.is_whisper && kept.text().starts_with("Kept. It stays sealed"), "{}", kept.text());
    now_says(ben, post.id, "One answer is waiting.").await;

    let reply = ben.replies(post.id, "the lake house", true).unwrap();
    let reveal = ana.finds_button("Reflect back").await;
    assert!(
        reveal.text().contains("my grandmother's \\*garden\\*") && reveal.text().contains("the lake house"),
        "{}",
        reveal.text()
    );
    assert!(notified(&reveal, ana) && notified(&reveal, ben));
    ben.until(|seen| seen.iter().find(|one| one.id == reply && one.reactions.contains(&"✅".to_owned())).cloned())
        .await;

    // What ben takes back leaves a gap.
    ben.deletes(reply).unwrap();
    let gap = ana
        .until(|seen| seen.iter().find(|one| one.id == reveal.id && !one.text().contains("lake house")).cloned())
        .await;
    assert!(gap.text().contains("nothing here"), "{}", gap.text());
    stage.ends(&["garden"]).await;
}

#[tokio::test]
async fn a_reply_can_be_changed_while_the_round_is_open() {
    let stage = Stage::paired().await;
    let (ana, ben) = (&stage.home.ana, &stage.home.ben);
    let post = stage.asks().await;
    let reply = ana.replies(post.id, "the lake", true).unwrap();
    now_says(ben, post.id, "One answer is waiting.").await;
    ana.edits(reply, "the sea, at night").unwrap();
    ben.presses("Answer").unwrap();
    let edits = |fake: &Fake| {
        fake.asked_for("PUT /channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}/@me").len()
    };
    stage.fake.until("the change is heard", |fake| (edits(fake) >= 2).then_some(())).await;
    ben.fills(&[("words", "the hills")]).await.unwrap();
    let reveal = ben.finds_button("Reflect back").await.text();
    assert!(reveal.contains("the sea, at night") && !reveal.contains("the lake"), "{reveal}");
    stage.ends(&["hills"]).await;
}

#[tokio::test]
async fn a_reply_that_cannot_be_read_is_told_so() {
    let stage = Stage::paired().await;
    let ben = &stage.home.ben;
    let post = stage.asks().await;
    let reply = ben.replies(post.id, "the lake house", false).unwrap();
    ben.until(|seen| seen.iter().find(|one| one.id == reply && one.reactions.contains(&"❔".to_owned())).cloned())
        .await;
    let said = ben.reads("I saw your reply").await;
    assert!(said.is_direct, "nobody else sees it");
    let post = ben.sees_here().into_iter().find(|one| one.id == post.id).unwrap();
    assert!(!post.text().contains("One answer is waiting."));
    stage.ends(&[]).await;
}

#[tokio::test]
async fn a_check_in_by_its_page_and_by_one_press() {
    let stage = Stage::paired().await;
    let (ana, ben) = (&stage.home.ana, &stage.home.ben);
    let opened = ana.slash("checkin", json!({})).unwrap();
    let page = ana.answer_to(opened).await;
    ana.presses("4").unwrap();
    ana.finds_button("4 ✓").await;
    ana.selects("What would be good", &["a hug"]).unwrap();
    ana.reads("Chosen: 4, good · a hug").await;
    ana.presses("Add a few words").unwrap();
    ana.fills(&[("words", "slept at last")]).await.unwrap();
    let post = ben.reads("slept at last").await;
    assert_eq!(post.content.lines().next().map(|line| line.starts_with("A check-in.")), Some(true), "{}", post.content);
    assert!(post.text().contains("capacity 4 of 5 · would like a hug"), "{}", post.text());
    let confirmed = ana.reads("Thank you, both of you can read it now.").await;
    assert_eq!(confirmed.id, page.id, "the page became it");
    assert!(confirmed.selects.is_empty() && confirmed.labels() == ["Change", "Take back"], "{:?}", confirmed.labels());

    // The day's own post has the scale on it.
    stage.passes("2026-03-28T07:31:00Z").await;
    let daily = ben.finds_button("5").await;
    ben.presses("2").unwrap();
    now_says(ana, daily.id, "capacity 2 of 5").await;
    ben.reads("Thank you, it is in the post.").await;
    stage.ends(&["slept"]).await;
}

#[tokio::test]
async fn thanks_with_options_by_form_and_kept_for_later() {
    let stage = Stage::paired().await;
    let (ana, ben) = (&stage.home.ana, &stage.home.ben);
    let said = asked(ana, "gratitude", json!({ "what": "you made tea", "why": "I was cold" })).await;
    assert!(said.is_whisper && said.text().contains("has it now"), "{}", said.text());
    let note = ben.reads("you made tea").await;
    assert!(notified(&note, ben) && note.content.starts_with("A thank-you."), "{}", note.content);

    ana.slash("gratitude", json!({ "keep": "later" })).unwrap();
    ana.fills(&[("what", "you waited for me")]).await.unwrap();
    ana.reads("Kept for you alone.").await;
    assert!(!ben.sees().iter().any(|seen| seen.text().contains("you waited")));
    ana.presses("Share now").unwrap();
    ben.reads("you waited for me").await;
    stage.ends(&["tea", "cold", "waited"]).await;
}

#[tokio::test]
async fn reflecting_back_is_by_form_and_the_other_says_yes() {
    let stage = Stage::paired().await;
    let (ana, ben) = (&stage.home.ana, &stage.home.ben);
    stage.asks().await;
    for (person, words) in [(ana, "the garden"), (ben, "the lake")] {
        person.presses("Answer").unwrap();
        person.fills(&[("words", words)]).await.unwrap();
    }
    ana.finds_button("Reflect back").await;
    ana.presses("Reflect back").unwrap();
    let form = ana.form().await;
    assert_eq!(form.title, "What I heard");
    ana.fills(&[("heard", "that you miss the water")]).await.unwrap();
    let reflection = ben.finds_button("Not quite").await;
    ben.presses("Yes").unwrap();
    now_says(ana, reflection.id, "yes").await;
    let seen =
        ana.until(|seen| seen.iter().find(|one| one.id == reflection.id && one.buttons.is_empty()).cloned()).await;
    assert!(seen.text().contains("that you miss the water"), "{}", seen.text());
    stage.ends(&["garden", "lake", "water"]).await;
}

#[tokio::test]
async fn every_command_answers_whoever_gave_it() {
    let stage = Stage::paired().await;
    let (ana, ben) = (&stage.home.ana, &stage.home.ben);
    for (name, options) in [
        ("prompt", json!({})),
        ("another", json!({})),
        ("why", json!({})),
        ("skip", json!({})),
        ("setup", json!({})),
        ("journal", json!({})),
        ("settings", json!({})),
        ("settings", json!({ "what": "gratitude", "value": "21:00" })),
        ("settings", json!({ "what": "quiet", "value": "22:00-07:00" })),
        ("pause", json!({ "until": "tonight" })),
        ("resume", json!({})),
        ("resume", json!({})),
        ("privacy", json!({})),
        ("help", json!({})),
        ("help", json!({ "topic": "private" })),
        ("doctor", json!({})),
        ("prompt-add", json!({ "words": "What smells of home?" })),
        ("leave", json!({})),
    ] {
        let said = asked(ana, name, options.clone()).await;
        assert!(said.is_whisper && !said.text().is_empty(), "/{name} {options}");
        assert!(!ben.sees().iter().any(|seen| seen.id == said.id), "/{name} {options}");
        if name == "doctor" {
            assert!(said.text().contains("<t:"), "times are in each one's own: {}", said.text());
        }
    }
    stage.ends(&[]).await;
}

#[tokio::test]
async fn one_s_own_data_is_at_hand_in_the_direct_conversation() {
    let stage = Stage::paired().await;
    let ana = stage.home.ana.dm();
    asked(&stage.home.ana, "gratitude", json!({ "what": "you made tea" })).await;
    let said = asked(&ana, "journal", json!({ "search": "tea" })).await;
    assert!(said.text().contains("you made tea"), "{}", said.text());
    let said = asked(&ana, "settings", json!({ "what": "language", "value": "de" })).await;
    assert!(said.text().contains("Deutsch"), "{}", said.text());
    let said = asked(&ana, "privacy", json!({ "do": "export" })).await;
    let names: Vec<&str> = said.files.iter().map(|file| file.name.as_str()).collect();
    assert_eq!(names.len(), 2, "{names:?}");
    assert!(
        names.iter().any(|name| name.ends_with(".json")) && names.iter().any(|name| name.ends_with(".md")),
        "{names:?}"
    );
    assert!(ana.slash("checkin", json!({})).is_err(), "what is for both is given where both are");

    // Plain words there answer the open question.
    stage.asks().await;
    ana.says("somewhere by the sea").unwrap();
    ana.finds_button("Zurücknehmen").await;
    now_says(&stage.home.ben, stage.home.ben.finds_button("Answer").await.id, "One answer is waiting.").await;
    stage.ends(&["tea", "by the sea"]).await;
}

#[tokio::test]
async fn a_stranger_gets_a_private_line_and_changes_nothing() {
    let stage = Stage::paired().await;
    let post = stage.asks().await;
    let cleo = stage.fake.stranger("cleo");
    stage.fake.joins(stage.home.guild, cleo.id);
    stage.fake.overwrite(
        stage.home.channel,
        cleo.id,
        true,
        bits::VIEW_CHANNEL | bits::SEND_MESSAGES | bits::USE_COMMANDS,
        0,
    );
    let cleo = cleo.at(stage.home.channel);
    let before = post.text();
    for pressed in
        [cleo.presses_on(post.id, "Another one"), cleo.slash("skip", json!({})), cleo.slash("journal", json!({}))]
    {
        let said = cleo.answer_to(pressed.unwrap()).await;
        assert!(said.is_whisper && said.text().starts_with("This is theirs."), "{}", said.text());
    }
    cleo.presses_on(post.id, "Answer").unwrap();
    let sent = cleo.fills(&[("words", "mine too")]).await.unwrap();
    assert!(cleo.answer_to(sent).await.text().starts_with("This is theirs."));
    assert_eq!(cleo.failures(), 0);
    let ana = &stage.home.ana;
    assert!(ana.sees_here().iter().any(|seen| seen.id == post.id && seen.text() == before && !seen.is_edited));
    stage.ends(&["mine too"]).await;
}

// The database may keep a thread.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_slow_database_is_waited_for_without_a_failure() {
    let stage = Stage::paired().await;
    let ana = &stage.home.ana;
    let post = stage.asks().await;
    let database = rusqlite::Connection::open(stage.folder.path().join("betwixt.db")).unwrap();
    database.execute_batch("BEGIN IMMEDIATE").unwrap();
    let command = ana.slash("doctor", json!({})).unwrap();
    let press = ana.presses_on(post.id, "Another one").unwrap();
    assert_eq!(ana.acknowledged(command).await, 5);
    assert_eq!(ana.acknowledged(press).await, 6);
    database.execute_batch("ROLLBACK").unwrap();
    let said = ana.answer_to(command).await;
    assert!(said.text().starts_with("How things are here"), "{}", said.text());
    let changed = |seen: &[Seen]| seen.iter().find(|one| one.id == post.id && one.text() != post.text()).cloned();
    ana.until(changed).await;
    stage.ends(&[]).await;
}

#[tokio::test]
async fn an_answer_that_nobody_saw_arrive_comes_once() {
    let stage = Stage::paired().await;
    let (ana, ben) = (&stage.home.ana, &stage.home.ben);
    stage.fake.next(CALLBACK, Fault::DoneCut);
    let command = ana.slash("help", json!({})).unwrap();
    let said = ana.answer_to(command).await;
    // The next answer waits until it is clear what became of that one, by the bot's own clock.
    ana.slash("doctor", json!({})).unwrap();
    let is_answered = || ana.sees_here().iter().any(|seen| seen.text().starts_with("How things are here"));
    for _ in 0..60 {
        stage.clock.advance_to(stage.clock.now() + jiff::SignedDuration::from_secs(5));
        asked(ben, "help", json!({})).await;
        if is_answered() {
            break;
        }
    }
    assert!(is_answered());
    let helps = ana.sees_here().iter().filter(|seen| seen.text() == said.text()).count();
    assert_eq!(helps, 1);
    stage.ends(&[]).await;
}

#[tokio::test]
async fn what_is_too_long_or_too_late_is_handed_back() {
    let stage = Stage::paired().await;
    let (ana, ben) = (&stage.home.ana, &stage.home.ben);
    let long = "*".repeat(2_000);
    ana.slash("gratitude", json!({})).unwrap();
    let sent = ana.fills(&[("what", &long), ("why", &long)]).await.unwrap();
    let said = ana.answer_to(sent).await;
    assert!(said.text().starts_with("That is 4000 characters"), "{}", said.content);
    assert_eq!(said.files.len(), 1, "the whole of it is in the file");

    // A form that was open while the other closed the round.
    stage.asks().await;
    ana.presses("Answer").unwrap();
    let form = ana.form().await;
    asked(ben, "leave", json!({})).await;
    ben.presses("End the pairing").unwrap();
    ben.reads("The pairing has ended.").await;
    let sent = ana.fills_now(&form, &[("words", "too late, the lake")]).unwrap();
    let said = ana.answer_to(sent).await;
    let text = said.text();
    assert!(text.contains("This pairing has ended") && text.contains("> too late, the lake"), "{text}");
    assert!(ana.timeline().iter().all(|one| one.what != What::Failed));
    stage.ends(&["lake"]).await;
}
