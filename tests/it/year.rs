//! What a year with the library is like (issue 6, 4).

use std::collections::{BTreeMap, BTreeSet};

use betwixt::catalog::{Catalog, Kind, Prompt, Setting};
use betwixt::year::{DAYS, LIVES, Life, Year};

/// How many prompts of that ritual fit these two on their first day: none comes twice before each of them has come.
fn bag(catalog: &Catalog, life: &Life, ritual: Kind) -> usize {
    let fits = |prompt: &&Prompt| {
        let here = match prompt.setting {
            Setting::Either => true,
            Setting::Together => !life.apart,
            Setting::Apart => life.apart,
        };
        prompt.kind == ritual && prompt.depth == 1 && !prompt.heavy() && here
    };
    catalog.prompts().filter(fits).count()
}

/// How many different ones were asked before one came again.
fn before_the_first_again(year: &Year, ritual: Kind) -> usize {
    let mut seen = BTreeSet::new();
    year.of(ritual).take_while(|asked| seen.insert(&asked.prompt)).count()
}

#[test]
fn a_year_has_no_question_twice_and_no_daily_prompt_before_its_bag_is_empty() {
    let catalog = Catalog::builtin().unwrap();
    for (life, seed) in LIVES.into_iter().flat_map(|life| [(life, 1), (life, 20_260)]) {
        let year = Year::play(&catalog, life, seed);
        let report = year.report(&catalog);
        assert_eq!(year.without, 0, "{report}");

        let questions = year.of(Kind::Question).count();
        assert!(questions >= 90, "{questions} questions\n{report}");
        assert_eq!(year.first_again(Kind::Question), None, "{report}");

        for (ritual, at_least) in [(Kind::Gratitude, 180), (Kind::CheckIn, 90)] {
            let days = usize::from(DAYS);
            assert!(year.of(ritual).count() >= days - 1, "{report}");
            let bag = bag(&catalog, &life, ritual);
            let before = before_the_first_again(&year, ritual);
            assert!(before >= bag.min(days - 1), "{ritual}: {before} of {bag}\n{report}");
            assert!(bag >= at_least, "{bag} prompts of kind {ritual}");
            let soonest = year.soonest_again(ritual).map_or(days, usize::from);
            assert!(soonest >= bag / 2, "{ritual}: again after {soonest}\n{report}");
        }
    }
}

#[test]
fn nothing_comes_where_it_should_not() {
    let catalog = Catalog::builtin().unwrap();
    for (life, seed) in LIVES.into_iter().flat_map(|life| [(life, 2), (life, 77)]) {
        let year = Year::play(&catalog, life, seed);
        let report = year.report(&catalog);
        let misplaced: Vec<_> =
            year.misplaced(&catalog).iter().map(|asked| (asked.day, asked.prompt.as_str().to_owned())).collect();
        assert_eq!(misplaced, [], "{report}");
        assert!(year.hard.len() > 20, "{report}");
        let heavy = year.asked.iter().filter(|asked| catalog.prompt(&asked.prompt).is_some_and(Prompt::heavy)).count();
        let both_open = life.open.len() == 2;
        assert_eq!(heavy > 0, both_open, "{heavy} heavy ones\n{report}");
        let deepest =
            year.of(Kind::Question).filter_map(|asked| catalog.prompt(&asked.prompt)).map(|prompt| prompt.depth).max();
        let chosen = year.asked.last().map(|asked| asked.chosen);
        assert_eq!(deepest, chosen, "as deep as both chose\n{report}");
    }
}

#[test]
fn practices_get_their_fair_share() {
    let catalog = Catalog::builtin().unwrap();
    for life in LIVES {
        let year = Year::play(&catalog, life, 3);
        let report = year.report(&catalog);
        let mut asked: BTreeMap<&str, usize> = BTreeMap::new();
        let mut fits: BTreeMap<&str, usize> = BTreeMap::new();
        let questions: Vec<&Prompt> =
            year.of(Kind::Question).filter_map(|asked| catalog.prompt(&asked.prompt)).collect();
        for prompt in &questions {
            *asked.entry(prompt.practice.as_str()).or_default() += 1;
        }
        for prompt in catalog.of_kind(Kind::Question).filter(|p| p.depth == 1) {
            *fits.entry(prompt.practice.as_str()).or_default() += 1;
        }
        let most = asked.values().max().unwrap();
        assert!(most * 5 <= questions.len(), "one practice takes over: {report}");
        let many = fits.values().filter(|count| **count >= 5).count();
        let met = fits.iter().filter(|(name, count)| **count >= 5 && asked.contains_key(*name)).count();
        assert!(met * 10 >= many * 9, "{met} of {many} practices\n{report}");
        let twice = questions.windows(2).filter(|two| two[0].practice == two[1].practice).count();
        assert_eq!(twice, 0, "no practice twice in a row\n{report}");
    }
}

#[test]
fn the_report_is_the_same_for_the_same_seed() {
    let catalog = Catalog::builtin().unwrap();
    let report = |seed| Year::play(&catalog, LIVES[0], seed).report(&catalog);
    let one = report(1);
    assert_eq!(one, report(1));
    assert_ne!(one, report(2));
    for part in ["check-in ", "gratitude ", "questions ", "practices ", "depth ", "heavy "] {
        assert!(one.contains(part), "{part} in\n{one}");
    }
    assert!(one.lines().count() < 12, "{one}");
}
