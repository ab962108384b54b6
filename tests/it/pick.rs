//! What the bag promises: nothing twice before everything once, nothing heavy or deep without both having chosen it.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::LazyLock;

use betwixt::catalog::{Catalog, Kind, PromptId, Topic};
use betwixt::engine::pick::{Bag, Want};
use proptest::prelude::*;

fn builtin() -> &'static Catalog {
    static ONCE: LazyLock<Catalog> =
        LazyLock::new(|| Catalog::builtin().unwrap_or_else(|problems| panic!("{problems}")));
    &ONCE
}

/// The plainest wish for a kind: depth 1, no topic.
fn plain<'a>(kind: Kind, topics: &'a BTreeSet<Topic>, not: &'a BTreeSet<PromptId>) -> Want<'a> {
    Want {
        kind,
        max_depth: 1,
        topics,
        only_topic: None,
        gentle: false,
        light_only: false,
        apart: false,
        not,
        locale: "en",
        entropy: 0,
    }
}

/// A run of `count` prompts, each asked, with the entropy of `seed`.
fn run(catalog: &Catalog, bag: &mut Bag, want: Want<'_>, seed: u64, count: usize) -> Vec<PromptId> {
    let mut asked = Vec::new();
    for n in 0..count as u64 {
        let entropy = (seed ^ n).wrapping_mul(0x2545_f491_4f6c_dd1d);
        let id = bag.pick(catalog, &Want { entropy, ..want }).expect("the built-in library serves every kind");
        bag.asked(catalog, &id);
        asked.push(id);
    }
    asked
}

fn kinds() -> impl Strategy<Value = Kind> {
    prop::sample::select(Kind::ALL.to_vec())
}

fn some_topics() -> impl Strategy<Value = BTreeSet<Topic>> {
    prop::sample::subsequence(builtin().topics(), 0..=9).prop_map(BTreeSet::from_iter)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn no_prompt_comes_twice_before_each_came_once(
        kind in kinds(), topics in some_topics(), max_depth in 1u8..=3, seed: u64, german: bool,
    ) {
        let catalog = builtin();
        let not = BTreeSet::new();
        let locale = if german { "de" } else { "en" };
        let want = Want { max_depth, locale, ..plain(kind, &topics, &not) };
        let mut bag = Bag::default();
        let mut first = run(catalog, &mut bag, want, seed, 1);
        while first.len() == first.iter().collect::<BTreeSet<_>>().len() {
            let step = first.len() as u64;
            first.extend(run(catalog, &mut bag, want, seed.wrapping_add(step), 1));
        }
        let size = first.len() - 1;
        let mut second = vec![first.pop().unwrap()];
        second.extend(run(catalog, &mut bag, want, !seed, size - 1));
        let all: BTreeSet<_> = first.iter().collect();
        prop_assert_eq!(&second.iter().collect::<BTreeSet<_>>(), &all, "the second bag holds the same prompts");

        let both: Vec<_> = first.iter().chain(&second).collect();
        for (n, id) in both.iter().enumerate() {
            let again = both[n + 1..].iter().position(|later| later == id);
            prop_assert!(again.is_none_or(|distance| distance + 1 > size / 2), "{} comes again too soon", id.as_str());
        }
    }

    #[test]
    fn nothing_comes_that_was_not_chosen(
        kind in kinds(), topics in some_topics(), max_depth in 1u8..=3, seed: u64,
        gentle: bool, light_only: bool, steps in 1usize..60,
    ) {
        let catalog = builtin();
        let not = BTreeSet::new();
        let want = Want { max_depth, gentle, light_only, ..plain(kind, &topics, &not) };
        let mut bag = Bag::default();
        for n in 0..steps as u64 {
            let want = Want { entropy: seed.wrapping_mul(n + 1), ..want };
            let Some(id) = bag.pick(catalog, &want) else {
                prop_assert!(light_only || gentle && kind == Kind::List, "{kind} served nothing");
                break;
            };
            prop_assert_eq!(bag.pick(catalog, &want), Some(id.clone()), "the same entropy, the same prompt");
            let prompt = catalog.prompt(&id).unwrap();
            prop_assert!(prompt.depth <= max_depth);
            prop_assert!(prompt.topic.as_ref().is_none_or(|topic| topics.contains(topic)));
            prop_assert!(!gentle || prompt.depth == 1 && !prompt.heavy());
            prop_assert!(!light_only || prompt.light);
            let guest = kind == Kind::Question && matches!(prompt.kind, Kind::List | Kind::Exercise);
            prop_assert!(prompt.kind == kind || guest && !gentle);
            bag.asked(catalog, &id);
        }
    }

    #[test]
    fn a_gentle_day_in_between_brings_nothing_back_soon(seed: u64, days in prop::collection::vec(any::<bool>(), 200)) {
        let catalog = builtin();
        let (topics, not) = (BTreeSet::new(), BTreeSet::new());
        let (mut bag, mut asked) = (Bag::default(), Vec::new());
        for (n, gentle) in days.into_iter().enumerate() {
            let want = Want { max_depth: 2, gentle, ..plain(Kind::Question, &topics, &not) };
            asked.extend(run(catalog, &mut bag, want, seed.wrapping_add(n as u64), 1));
        }
        let gentle = catalog.of_kind(Kind::Question).filter(|prompt| prompt.depth == 1 && !prompt.heavy()).count();
        for window in asked.windows(gentle / 2) {
            let distinct: BTreeSet<_> = window.iter().collect();
            prop_assert_eq!(distinct.len(), window.len(), "twice within {} rounds", window.len());
        }
    }

    #[test]
    fn a_prompt_that_was_swapped_away_stays_away_for_the_round(kind in kinds(), seed: u64) {
        let catalog = builtin();
        let (topics, mut not) = (BTreeSet::new(), BTreeSet::new());
        let bag = Bag::default();
        while let Some(id) = bag.pick(catalog, &Want { entropy: seed, ..plain(kind, &topics, &not) }) {
            prop_assert!(not.insert(id), "one came again that had been swapped away");
        }
        prop_assert!(!not.is_empty());
    }
}

#[test]
fn practices_take_turns() {
    let catalog = builtin();
    let (topics, not) = (BTreeSet::new(), BTreeSet::new());
    let asked = run(catalog, &mut Bag::default(), plain(Kind::Question, &topics, &not), 7, 40);
    let practices: Vec<_> = asked.iter().map(|id| catalog.prompt(id).unwrap().practice).collect();
    assert!(practices.windows(2).all(|two| two[0] != two[1]), "{practices:?}");
    assert!(practices.iter().collect::<BTreeSet<_>>().len() >= 10, "{practices:?}");
}

#[test]
fn lists_and_exercises_come_now_and_then() {
    let catalog = builtin();
    let (topics, not) = (BTreeSet::new(), BTreeSet::new());
    let want = Want { max_depth: 2, ..plain(Kind::Question, &topics, &not) };
    let asked = run(catalog, &mut Bag::default(), want, 11, 60);
    let guests: Vec<bool> = asked.iter().map(|id| catalog.prompt(id).unwrap().kind != Kind::Question).collect();
    let count = guests.iter().filter(|guest| **guest).count();
    assert!((4..=16).contains(&count), "{count} of 60");
    assert!(!guests.windows(2).any(|two| two[0] && two[1]), "two in a row");
}

#[test]
fn a_topic_asked_for_by_name_needs_both_yeses() {
    let catalog = builtin();
    let not = BTreeSet::new();
    let money: Topic = "money".parse().unwrap();
    let nobody = BTreeSet::new();
    let both = BTreeSet::from([money.clone()]);
    let want = Want { max_depth: 3, only_topic: Some(&money), ..plain(Kind::Question, &nobody, &not) };
    assert_eq!(Bag::default().pick(catalog, &want), None);
    let want = Want { topics: &both, ..want };
    let id = Bag::default().pick(catalog, &want).unwrap();
    assert_eq!(catalog.prompt(&id).unwrap().topic.as_ref(), Some(&money));
    assert_eq!(Bag::default().pick(catalog, &Want { gentle: true, ..want }), None);
}

#[test]
fn the_couple_s_language_comes_first() {
    let french = french(8);
    let (topics, not) = (BTreeSet::new(), BTreeSet::new());
    let want = Want { locale: "fr-CA", ..plain(Kind::Gratitude, &topics, &not) };
    for id in run(&french, &mut Bag::default(), want, 3, 20) {
        assert!(french.speaks(&id, "fr"), "{id}");
    }
    let few = self::french(3);
    let count = few.of_kind(Kind::Gratitude).count();
    let asked = run(&few, &mut Bag::default(), want, 3, count);
    assert_eq!(asked.iter().collect::<BTreeSet<_>>().len(), count, "too few to live with: all come");
}

#[test]
fn a_topic_that_both_chose_comes_in_another_language_rather_than_not_at_all() {
    let french = french(8);
    let not = BTreeSet::new();
    let money: Topic = "money".parse().unwrap();
    let topics = BTreeSet::from([money.clone()]);
    let want = Want { locale: "fr", max_depth: 3, ..plain(Kind::Question, &topics, &not) };
    let asked = run(&french, &mut Bag::default(), want, 9, 140);
    let about_money = |id: &&PromptId| french.prompt(id).unwrap().topic.as_ref() == Some(&money);
    assert!(asked.iter().filter(about_money).count() >= 3);
}

/// The built-in library beside a pack with `count` gratitude prompts and as many questions, in French.
fn french(count: usize) -> Catalog {
    let folder = tempfile::tempdir().unwrap();
    let (mut pack, mut texts) = (String::new(), String::new());
    for (kind, n) in ["gratitude", "question"].iter().flat_map(|kind| (0..count).map(move |n| (kind, n))) {
        let id = format!("{kind}-{n}");
        writeln!(pack, "[[prompt]]\nid = \"{id}\"\nkind = \"{kind}\"\npractice = \"play\"\n").unwrap();
        writeln!(texts, "[{id}]\ntext = \"Numéro {n} ?\"\n").unwrap();
    }
    let ours = folder.path().join("ours");
    std::fs::create_dir(&ours).unwrap();
    std::fs::write(ours.join("pack.toml"), pack).unwrap();
    std::fs::write(ours.join("fr.toml"), texts).unwrap();
    Catalog::load(Some(folder.path())).unwrap_or_else(|problems| panic!("{problems}"))
}

#[test]
fn a_prompt_that_left_the_catalog_leaves_the_bag() {
    let catalog = builtin();
    let (topics, not) = (BTreeSet::new(), BTreeSet::new());
    let want = plain(Kind::List, &topics, &not);
    let stored = r#"{"piles":{"question":{"now":["gone-for-good","five-small-joys"]}}}"#;
    let mut bag: Bag = serde_json::from_str(stored).unwrap();
    let fitting = catalog.of_kind(Kind::List).filter(|list| list.depth <= want.max_depth).count();
    let asked = run(catalog, &mut bag, want, 5, fitting);
    assert!(asked.iter().take(asked.len() - 1).all(|id| id.as_str() != "five-small-joys"), "{asked:?}");
    let again = serde_json::to_string(&bag).unwrap();
    assert!(!again.contains("gone-for-good"), "{again}");
    assert_eq!(serde_json::from_str::<Bag>(&again).unwrap(), bag);

    let before = bag.clone();
    bag.asked(catalog, &"never-was".into());
    assert_eq!(bag, before);
}

#[test]
fn an_empty_catalog_serves_nothing() {
    let (topics, not) = (BTreeSet::new(), BTreeSet::new());
    assert_eq!(Bag::default().pick(&Catalog::default(), &plain(Kind::Question, &topics, &not)), None);
}

#[test]
fn what_was_not_for_them_never_comes_and_its_relatives_come_less() {
    let catalog = builtin();
    let (topics, not) = (BTreeSet::new(), BTreeSet::new());
    let want = plain(Kind::Question, &topics, &not);
    let relatives = |practice: &str| -> Vec<PromptId> {
        let of = catalog.of_kind(Kind::Question);
        of.filter(|prompt| prompt.practice.as_str() == practice && prompt.depth == 1 && !prompt.heavy())
            .map(|prompt| prompt.id.clone())
            .collect()
    };
    let family = relatives("curiosity");
    assert!(family.len() >= 4, "{family:?}");
    let count = |bag: &Bag| {
        let mut bag = bag.clone();
        let asked = run(catalog, &mut bag, want, 5, 600);
        let came = asked.iter().any(|id| is_unwanted(&bag, id));
        assert!(!came, "what was not for them came");
        asked.iter().filter(|id| family.contains(id)).count()
    };
    let usual = count(&Bag::default());
    let mut bag = Bag::default();
    bag.not_for_us(&family[0]);
    let less = count(&bag);
    bag.not_for_us(&family[1]);
    let least = count(&bag);
    assert!(less < usual && least < less, "{usual}, {less}, {least}");
    bag.more_like(&family[1]);
    assert_eq!(count(&bag), least, "one who does not want it is enough");
}

fn is_unwanted(bag: &Bag, id: &PromptId) -> bool {
    let state = serde_json::to_value(bag).unwrap();
    state["unwanted"].as_array().unwrap().iter().any(|one| one == id.as_str())
}

#[test]
fn what_they_want_more_of_comes_somewhat_sooner() {
    let catalog = builtin();
    let (topics, not) = (BTreeSet::new(), BTreeSet::new());
    let want = plain(Kind::Question, &topics, &not);
    let liked: Vec<PromptId> = catalog
        .of_kind(Kind::Question)
        .filter(|prompt| prompt.practice.as_str() == "play")
        .map(|prompt| prompt.id.clone())
        .collect();
    let early = |bag: &Bag| -> usize {
        let seen = |seed| {
            let mut bag = bag.clone();
            let asked = run(catalog, &mut bag, want, seed, 40);
            let play = |id: &&PromptId| catalog.prompt(id).unwrap().practice.as_str() == "play";
            asked.iter().filter(play).count()
        };
        (0..30).map(seen).sum()
    };
    let usual = early(&Bag::default());
    let mut bag = Bag::default();
    for id in liked.iter().take(4) {
        bag.more_like(id);
    }
    let more = early(&bag);
    assert!(more * 10 > usual * 12 && more < usual * 3, "{usual}, {more}");
}

#[test]
fn a_bag_of_an_earlier_version_reads_back() {
    let bag: Bag = serde_json::from_str(r#"{"piles":{"gratitude":{"now":["a"]}}}"#).unwrap();
    assert!(serde_json::to_string(&bag).unwrap().contains("\"now\":[\"a\"]"));
}
