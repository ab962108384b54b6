//! Whatever two people and a stranger do, in whatever order: the couple stays in order, the database says the same as memory,
//! nothing sealed is shown to anybody but its author, and nothing counts twice.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use betwixt::engine;
use betwixt::engine::Read;
use betwixt::engine::alarm::AlarmKey;
use betwixt::engine::button::Button;
use betwixt::engine::couple::{Consent, Couple, Phase};
use betwixt::engine::entry::Privacy;
use betwixt::engine::input::{Input, Readers, Venue};
use betwixt::engine::round::Mode;
use betwixt::engine::turn::{Outcome, Scene};
use betwixt::house::Trial;
use betwixt::ids::{CoupleId, EventKey, PartnerId};
use betwixt::platform::{Envelope, Handled, Happening, Target};
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;

use crate::network::Visible;
use crate::world::{Database, World, filled, person, replied, said};

thread_local! {
    /// Couples as the last decision about each left them in memory.
    static MEMORY: RefCell<BTreeMap<CoupleId, Couple>> = const { RefCell::new(BTreeMap::new()) };
}

/// The engine, remembering what it decided.
fn remembering(couple: Option<&Couple>, input: &Input, scene: &Scene<'_>) -> Outcome {
    let outcome = engine::handle(couple, input, scene);
    let mut after = couple.cloned();
    for change in &outcome.changes {
        match (&mut after, change) {
            (Some(couple), change) => couple.apply(change),
            (None, engine::change::Change::Began(began)) => after = Some((**began).clone()),
            (None, _) => break,
        }
    }
    if let Some(couple) = after {
        MEMORY.with_borrow_mut(|memory| memory.insert(couple.id, couple));
    }
    outcome
}

fn trial() -> Trial {
    Trial { decide: remembering, ..Trial::default() }
}

/// One thing that happens.
#[derive(Clone, Debug)]
enum Step {
    /// Somebody gives the command of that number, publicly or not.
    Command(usize, usize, bool),
    /// Somebody presses the button of that number among those that they can see, and fills in what it asks.
    Press(usize, usize),
    /// Somebody writes to the bot privately.
    Whisper(usize),
    /// Somebody replies to a message of the bot in the place.
    Reply(usize, usize),
    /// Somebody changes a message of theirs.
    Edit(usize),
    /// Somebody deletes a message of theirs.
    Delete(usize),
    /// Time passes, in minutes.
    Wait(i64),
    /// So many others can read the place.
    Readers(u32),
    /// The bot is removed from the place, or is back.
    Place(bool),
    /// The process ends and starts again.
    Restart,
}

const PEOPLE: [&str; 3] = ["ana", "ben", "cleo"];

/// `WORDS` stands for words that are told apart from all others.
const COMMANDS: [&str; 26] = [
    "/prompt",
    "/checkin 2 work listen WORDS",
    "/checkin WORDS",
    "/gratitude what:\"WORDS\" why:\"WORDS\"",
    "/gratitude what:\"WORDS\" keep:later",
    "/answer WORDS",
    "/skip",
    "/another",
    "/why",
    "/journal",
    "/journal search:WORDS",
    "/pause",
    "/pause tonight",
    "/resume",
    "/settings",
    "/settings question every day 18:00",
    "/settings zone Asia/Kathmandu",
    "/settings couple-zone America/New_York",
    "/settings reminder 30",
    "/settings open-question",
    "/settings announce off",
    "/privacy show",
    "/privacy export",
    "/privacy forget everything",
    "/leave",
    "/setup @ben Europe/Paris 20:30",
];

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => (0..PEOPLE.len(), 0..COMMANDS.len(), any::<bool>())
            .prop_map(|(who, what, open)| Step::Command(who, what, open)),
        10 => (0..2_usize, 0..100_usize).prop_map(|(who, which)| Step::Press(who, which)),
        3 => (0..PEOPLE.len()).prop_map(Step::Whisper),
        3 => (0..PEOPLE.len(), 0..100_usize).prop_map(|(who, which)| Step::Reply(who, which)),
        2 => (0..100_usize).prop_map(Step::Edit),
        2 => (0..100_usize).prop_map(Step::Delete),
        4 => prop_oneof![1..10_i64, 60..900_i64, 1_440..4_500_i64].prop_map(Step::Wait),
        1 => (0..2_u32).prop_map(Step::Readers),
        1 => any::<bool>().prop_map(Step::Place),
        1 => Just(Step::Restart),
    ]
}

/// What was written so far: each text once, by whom, with which message.
#[derive(Default)]
struct Written {
    count: usize,
    messages: Vec<(usize, EventKey)>,
    /// Texts that both may read.
    opened: BTreeSet<String>,
    checked: usize,
}

impl Written {
    fn word(&mut self, who: usize) -> String {
        self.count += 1;
        format!("canary{}q{}q", PEOPLE[who], self.count)
    }

    fn text(&mut self, who: usize, command: &str) -> String {
        let mut text = command.to_owned();
        while text.contains("WORDS") {
            text = text.replacen("WORDS", &self.word(who), 1);
        }
        text
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        // PROPTEST_CASES asks for more.
        cases: if std::env::var_os("PROPTEST_CASES").is_some() { ProptestConfig::default().cases } else { 16 },
        max_shrink_iters: 200,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn any_order_of_what_people_do_keeps_the_promises(steps in proptest::collection::vec(step(), 10..45)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(live(&steps));
    }
}

async fn live(steps: &[Step]) {
    MEMORY.with_borrow_mut(BTreeMap::clear);
    let mut world = World::with(Database::Sqlite, trial).await;
    world.pair().await;
    let mut written = Written::default();
    for step in steps {
        let event = take(&mut world, &mut written, step).await;
        if let Some(envelope) = event {
            once(&mut world, &mut written, envelope).await;
        }
        check(&world, &mut written, step).await;
    }
}

/// Does one step; what a person does comes back as an event to be handed in.
async fn take(world: &mut World, written: &mut Written, step: &Step) -> Option<Envelope> {
    match step {
        Step::Command(who, what, open) => {
            let text = written.text(*who, COMMANDS[*what]);
            let venue = if *open { Venue::Place } else { Venue::Private };
            Some(world.event(PEOPLE[*who], venue, said(&text)))
        }
        Step::Press(who, which) => {
            let button = visible_button(world, *who, *which)?;
            let words = [written.word(*who), written.word(*who)];
            let fields: Vec<(&str, &str)> = match button.form() {
                Some(form) => form
                    .fields()
                    .iter()
                    .filter(|field| matches!(field.name, "words" | "what" | "why" | "heard"))
                    .zip(&words)
                    .map(|(field, word)| (field.name, word.as_str()))
                    .collect(),
                None => Vec::new(),
            };
            let what = filled(button, &fields);
            Some(world.event(PEOPLE[*who], Venue::Quietly, what))
        }
        Step::Whisper(who) => {
            let text = written.word(*who);
            let event = world.event(PEOPLE[*who], Venue::Private, said(&text));
            written.messages.push((*who, event.key.clone()));
            Some(event)
        }
        Step::Reply(who, which) => {
            let posts = world.posts();
            let post = &posts[which % posts.len()];
            let text = written.word(*who);
            let event = world.event(PEOPLE[*who], Venue::Place, replied(&text, &post.sent));
            written.messages.push((*who, event.key.clone()));
            Some(event)
        }
        Step::Edit(which) => {
            let (who, original) = nth(&written.messages, *which)?;
            let text = written.word(who).into();
            Some(world.event(PEOPLE[who], Venue::Private, Happening::Edit { original, text }))
        }
        Step::Delete(which) => {
            let (who, original) = nth(&written.messages, *which)?;
            Some(world.event(PEOPLE[who], Venue::Private, Happening::Delete { original }))
        }
        Step::Wait(minutes) => {
            world.advance(SignedDuration::from_mins(*minutes)).await;
            None
        }
        Step::Readers(others) => {
            let readers = Readers { others: Some(*others), ..Readers::default() };
            world.network.set_readers(readers.clone());
            Some(of_nobody(world, Happening::Readers(readers)))
        }
        Step::Place(back) => {
            let what = if *back { Happening::PlaceBack } else { Happening::PlaceLost };
            Some(of_nobody(world, what))
        }
        Step::Restart => {
            world.crash().await;
            world.open().await;
            None
        }
    }
}

fn of_nobody(world: &mut World, what: Happening) -> Envelope {
    let mut envelope = world.event("ana", Venue::Place, what);
    envelope.from = None;
    envelope
}

fn nth(messages: &[(usize, EventKey)], which: usize) -> Option<(usize, EventKey)> {
    messages.get(which % messages.len().max(1)).cloned()
}

/// A button that somebody can see, the newest messages first.
fn visible_button(world: &World, who: usize, which: usize) -> Option<Button> {
    let mut messages: Vec<Visible> = world.posts();
    messages.extend(world.network.seen_by(Some(&person(PEOPLE[who]))));
    let buttons: Vec<Button> = messages
        .iter()
        .rev()
        .flat_map(|message| &message.body.buttons)
        .map(|button| button.id.parse().expect("a button's id can be read"))
        .take(12)
        .collect();
    buttons.get(which % buttons.len().max(1)).cloned()
}

/// Hands an event in twice: the second time changes nothing and says nothing.
async fn once(world: &mut World, written: &mut Written, envelope: Envelope) {
    assert_eq!(world.hand_in(envelope.clone()).await, Ok(Handled::Kept));
    // What may be read by both right now counts also if the same event takes it back.
    note_opened(world, written).await;
    assert!(world.tick().await);
    let (before, said) = (memory(), world.network.said().len());
    assert_eq!(world.hand_in(envelope).await, Ok(Handled::SeenBefore));
    assert!(world.tick().await);
    assert_eq!(memory(), before);
    assert_eq!(world.network.said().len(), said, "{}", world.transcript());
}

fn memory() -> BTreeMap<CoupleId, Couple> {
    MEMORY.with_borrow(Clone::clone)
}

async fn check(world: &World, written: &mut Written, step: &Step) {
    for (id, couple) in memory() {
        let stored = world.loaded(id).await;
        assert_eq!(stored, couple, "memory and database differ after {step:?}");
        if let Err(fault) = valid(&stored, world.now()) {
            panic!("after {step:?}: {fault}\n{}", world.transcript());
        }
    }
    note_opened(world, written).await;
    let all = world.network.said();
    for (target, body) in &all[written.checked..] {
        let text = serde_json::to_string(body).unwrap();
        for canary in canaries(&text) {
            let own = match target {
                Target::Person { user, .. } => canary.starts_with(&format!("canary{}q", user.id)),
                Target::Place(_) => false,
            };
            let stranger = matches!(target, Target::Person { user, .. } if user.id == "cleo");
            let may = own || written.opened.contains(&canary) && !stranger;
            assert!(may, "{canary} went to {target:?} after {step:?}\n{text}");
        }
    }
    written.checked = all.len();
}

/// Adds what both may read by now.
async fn note_opened(world: &World, written: &mut Written) {
    for couple in memory().into_values() {
        let mut tx = world.house().store().begin().await.unwrap();
        for partner in PartnerId::BOTH {
            let read = tx.history(&couple, Some(partner), Read::Everything).await;
            for entry in read.unwrap().entries {
                if matches!(entry.privacy, Privacy::Open(_)) {
                    let words = entry.content().words();
                    written.opened.extend(words.iter().flat_map(|words| canaries(words.as_str())));
                }
            }
        }
    }
}

fn canaries(text: &str) -> Vec<String> {
    text.match_indices("canary")
        .filter_map(|(at, _)| {
            let rest = &text[at..];
            let end = rest.match_indices('q').nth(1)?.0;
            Some(rest[..=end].to_owned())
        })
        .collect()
}

/// What is true of every couple at every time.
fn valid(couple: &Couple, now: Timestamp) -> Result<(), String> {
    let must = |holds: bool, what: String| if holds { Ok(()) } else { Err(what) };
    for (id, round) in &couple.rounds {
        must(round.id == *id && round.live, format!("round {id} is not itself"))?;
        must(id.0 < couple.next.round, format!("round {id} is ahead of its number"))?;
        for (partner, entry) in &round.answers {
            let entry = couple.entries.get(entry);
            let theirs = entry.is_some_and(|entry| entry.by() == *partner && entry.round == Some(round.id));
            must(theirs, format!("an answer to round {id} is not there"))?;
        }
        if round.mode == Mode::Sealed && round.is_open() && !round.has_both() {
            let sealed = round.answers.iter().all(|(partner, entry)| {
                round.in_the_open.contains(partner) || couple.entries[entry].privacy == Privacy::Sealed
            });
            must(sealed, format!("round {id} shows an answer too early"))?;
        }
    }
    for (id, entry) in &couple.entries {
        let itself = entry.id == *id && entry.couple == couple.id && entry.live;
        must(itself, format!("entry {id} is not itself"))?;
        must(id.0 < couple.next.entry, format!("entry {id} is ahead of its number"))?;
    }
    for (key, alarm) in &couple.alarms {
        must(alarm.at > now, format!("{key} should have gone off"))?;
        let about = match key {
            AlarmKey::Lapse(round) | AlarmKey::Settle(round) | AlarmKey::Reminder(round, _) => {
                couple.rounds.contains_key(round)
            }
            AlarmKey::NoteOut(entry) => couple.entries.contains_key(entry),
            AlarmKey::PauseOver(partner) => {
                couple.partner(*partner).pause.is_some_and(|pause| pause.until == Some(alarm.at))
            }
            AlarmKey::Ritual(kind) => {
                let label = alarm.label.map(|label| couple.ours.zone.instant(label));
                couple.rituals[kind].schedule.is_some() && label == Some(alarm.at)
            }
            AlarmKey::InvitationOver | AlarmKey::OfferQuestions | AlarmKey::Look => true,
        };
        must(about, format!("{key} is about nothing"))?;
    }
    let open = couple.rounds.values().filter(|round| round.is_open()).count();
    match couple.phase {
        Phase::Paired { .. } | Phase::Halted { .. } => {
            let both = PartnerId::BOTH.iter().all(|id| matches!(couple.partner(*id).consent, Consent::Agreed(_)));
            must(both, "paired without two yeses".to_owned())?;
        }
        Phase::Ended { .. } => {
            must(open == 0, "an ended couple has open rounds".to_owned())?;
            must(couple.alarms.is_empty(), "an ended couple has alarms".to_owned())?;
        }
        Phase::Asking { .. } => must(open == 0, "asked before both said yes".to_owned())?,
    }
    if let Phase::Paired { .. } = couple.phase {
        for (kind, ritual) in &couple.rituals {
            let runs = ritual.schedule.is_some() && !ritual.resting;
            let set = couple.alarms.contains_key(&AlarmKey::Ritual(*kind));
            must(runs == set, format!("{kind:?} runs: {runs}, its alarm is set: {set}"))?;
        }
    }
    Ok(())
}
