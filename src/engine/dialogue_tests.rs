use super::super::effect::Effect;
use super::super::input::Venue;
use super::super::testing::{ANA, BEN, Stage, asker, outline, whispers};
use super::super::turn::Outcome;
use super::*;
use crate::ids::RoundId;

fn typed() -> Stage {
    let mut stage = Stage::paired();
    stage.can.buttons = false;
    stage.can.forms = false;
    stage
}

/// The question that was asked, and where the conversation is, from its text form as it comes back.
fn asked(outcome: &Outcome) -> (String, Step) {
    let asked = outcome.effects.iter().find_map(|effect| match effect {
        Effect::Post { say, .. } => say.asks.clone().map(|step| (outline(say), step)),
        Effect::Revise { .. } | Effect::Retract { .. } | Effect::React { .. } => None,
    });
    let (question, step) = asked.unwrap();
    (question, Step::from_text(&step.to_text().unwrap()).unwrap())
}

fn says(stage: &mut Stage, step: Step, text: &str) -> (Outcome, Option<Filled>) {
    let by = asker(ANA, Venue::Private);
    let mut filled = None;
    let outcome = stage.decide(|turn| filled = told(turn, &by, ANA, step, &Words::new(text)));
    (outcome, filled)
}

fn begun(stage: &mut Stage, name: Name) -> (String, Step) {
    let by = asker(ANA, Venue::Place);
    let outcome = stage.decide(|turn| assert!(begin_command(turn, &by, ANA, name, &Args::new())));
    asked(&outcome)
}

#[test]
fn a_check_in_is_asked_for_one_thing_at_a_time() {
    let mut stage = typed();
    let (question, step) = begun(&mut stage, Name::Checkin);
    assert!(question.starts_with("field-capacity · dialogue-hint · [fill/1]"), "{question}");
    assert!(question.ends_with("[fill/5] · [fill/skip] · [fill/stop]"), "{question}");

    let (question, step) = asked(&says(&mut stage, step, "9").0);
    assert!(question.starts_with("dialogue-choose · field-capacity"), "{question}");
    let (question, step) = asked(&says(&mut stage, step, " 4. ").0);
    assert!(question.starts_with("field-tag · dialogue-hint · [fill/work]"), "{question}");
    let (question, step) = asked(&says(&mut stage, step, "skip").0);
    assert!(question.starts_with("field-need"), "{question}");
    let (question, step) = asked(&says(&mut stage, step, "HUG").0);
    assert_eq!(question, "field-words · dialogue-hint · [fill/skip] · [fill/stop]");
    let (outcome, filled) = says(&mut stage, step, "a long day");
    assert_eq!(outcome.effects, []);
    let text = |text: &str| Value::Text(Words::new(text));
    let args = Args::from([("capacity", text("4")), ("need", text("hug")), ("words", text("a long day"))]);
    assert_eq!(filled, Some(Filled::Command(Name::Checkin, args)));
}

#[test]
fn a_step_outlasts_the_night_and_can_be_answered_again() {
    let mut stage = typed();
    let (_, first) = begun(&mut stage, Name::Gratitude);
    let (_, second) = asked(&says(&mut stage, first.clone(), "tea").0);
    // Another answer to the earlier question begins from there.
    let (_, other) = asked(&says(&mut stage, first, "soup").0);
    for (step, what) in [(second, "tea"), (other, "soup")] {
        let (_, filled) = says(&mut stage, step, "SKIP");
        let args = Args::from([("what", Value::Text(Words::new(what)))]);
        assert_eq!(filled, Some(Filled::Command(Name::Gratitude, args)));
    }
}

#[test]
fn stop_ends_it_and_what_is_needed_is_not_left_out() {
    let mut stage = typed();
    let (question, step) = begun(&mut stage, Name::Gratitude);
    assert_eq!(question, "field-what · dialogue-hint-needed · [fill/stop]");
    let (question, step) = asked(&says(&mut stage, step, "skip").0);
    assert!(question.starts_with("dialogue-needed · field-what"), "{question}");
    let (question, step) = asked(&says(&mut stage, step, " \u{200B} ").0);
    assert!(question.starts_with("dialogue-needed"), "{question}");
    let (question, step) = asked(&says(&mut stage, step, &"x".repeat(2_001)).0);
    assert!(question.starts_with("answer-is-long 2001 2000 · field-what"), "{question}");
    let (outcome, filled) = says(&mut stage, step, "Stop");
    assert_eq!((whispers(&outcome, ANA), filled), (vec!["dialogue-stopped".to_owned()], None));
}

#[test]
fn nothing_given_is_nothing_kept() {
    let mut stage = typed();
    let (_, mut step) = begun(&mut stage, Name::Checkin);
    for _ in 0..3 {
        step = asked(&says(&mut stage, step, "skip").0).1;
    }
    let (outcome, filled) = says(&mut stage, step, "skip");
    assert_eq!((whispers(&outcome, ANA), filled), (vec!["answer-is-blank".to_owned()], None));
}

#[test]
fn nobody_answers_for_the_other_and_a_foreign_step_is_none() {
    let mut stage = typed();
    let (_, step) = begun(&mut stage, Name::Gratitude);
    let by = asker(BEN, Venue::Private);
    let outcome = stage.decide(|turn| assert_eq!(told(turn, &by, BEN, step, &Words::new("tea")), None));
    assert_eq!(whispers(&outcome, BEN), ["answer-is-gone"]);
    for text in ["", "{}", "[]", r#"{"by":"one","of":{"command":"checkin"}}"#] {
        assert_eq!(Step::from_text(text), None, "{text}");
    }
    let odd = r#"{"by":"one","of":{"button":"leave-now"},"field":"words","given":{}}"#;
    let (outcome, filled) = says(&mut stage, Step::from_text(odd).unwrap(), "yes");
    assert_eq!((whispers(&outcome, ANA), filled), (vec!["answer-is-gone".to_owned()], None));
}

#[test]
fn where_forms_open_or_nothing_is_due_none_begins() {
    let mut stage = typed();
    let by = asker(ANA, Venue::Private);
    let button = Button::Answer(RoundId(99), FormKind::Words);
    stage.decide(|turn| assert!(!begin(turn, &by, ANA, &button)));
    stage.decide(|turn| assert!(!begin(turn, &by, ANA, &Button::Reflect(RoundId(99)))));
    stage.decide(|turn| assert!(!begin_command(turn, &by, ANA, Name::Answer, &Args::new())));
    stage.can.forms = true;
    stage.decide(|turn| assert!(!begin_command(turn, &by, ANA, Name::Checkin, &Args::new())));
}

#[test]
fn a_reflection_by_conversation() {
    use super::super::round::Mode;
    use crate::catalog::Kind;
    let mut stage = typed();
    let round = stage.past_round(7, Kind::Question, Mode::Sealed);
    stage.wrote(BEN, Some(round), "the sea", true);
    let by = asker(ANA, Venue::Place);
    let outcome = stage.decide(|turn| assert!(begin(turn, &by, ANA, &Button::Reflect(round))));
    let (question, step) = asked(&outcome);
    assert_eq!(question, "field-heard · dialogue-hint-needed · [fill/stop]");
    assert_eq!(step.button(), Some(Button::Reflect(round)));
    let (_, filled) = says(&mut stage, step, "you miss the sea");
    let fields = Fields::from([("heard".to_owned(), Words::new("you miss the sea"))]);
    assert_eq!(filled, Some(Filled::Button(Button::Reflect(round), fields)));
}
