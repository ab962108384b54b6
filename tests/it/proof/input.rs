//! Bad and hostile input: whatever is typed, pasted or configured is read or refused, at once and without a panic, and nothing of it steers
//! what it is shown on. Cases that once failed stand in `tests/proptest-regressions`.

use std::path::Path;

use betwixt::cadence::{QuietHours, Schedule, ScheduleError, Zone};
use betwixt::catalog::Catalog;
use betwixt::command::{self, Ask, Context, Value};
use betwixt::config::{Config, Environment};
use betwixt::engine::button::Button;
use betwixt::ids::{Network, UserRef};
use betwixt::platform::terminal::harmless;
use betwixt::story;
use jiff::Timestamp;
use proptest::prelude::*;

use super::many;

/// Everybody is here.
struct Mentions;

impl Context for Mentions {
    fn person(&self, word: &str) -> Option<(UserRef, String)> {
        let name = word.strip_prefix('@')?;
        Some((UserRef::new(Network::Terminal, name), name.to_owned()))
    }
}

/// Pieces of what is understood, of what steers a screen or a network, and of anything.
fn text() -> impl Strategy<Value = String> {
    let known = prop_oneof![
        Just("/checkin"),
        Just("gratitude what:"),
        Just("words:\""),
        Just("\""),
        Just("\\"),
        Just("every day"),
        Just("mon-fri"),
        Just("20:30"),
        Just("25:99"),
        Just("monthly 31"),
        Just("* * * * *"),
        Just("0 2 30 2 *"),
        Just("*/0"),
        Just("1-"),
        Just(","),
        Just("9999999999999999999999"),
        Just("-1"),
        Just("Europe/Paris"),
        Just("+02:00"),
        Just("@ben"),
        Just("@everyone"),
        Just("<@1>"),
        Just("[press "),
        Just("bot → ana:"),
        Just("@ +1d"),
        Just("machine: dies"),
        Just("| "),
        Just("\n"),
        Just("[a]\nb = "),
        Just("= \"\"\""),
        Just("\u{202E}"),
        Just("\u{2066}"),
        Just("\u{200B}"),
        Just("\u{1b}[2J"),
        Just("\u{0}"),
        Just("{ $who }"),
        Just("**"),
        Just("```"),
        Just("é\u{301}"),
        Just("👩‍👩‍👧"),
    ]
    .prop_map(str::to_owned);
    let any = prop_oneof![4 => known, 2 => any::<String>(), 1 => "[ -~]{0,12}"];
    proptest::collection::vec(any, 0..12).prop_map(|pieces| pieces.concat())
}

fn config() -> ProptestConfig {
    ProptestConfig { cases: u32::try_from(many(300, 30_000)).unwrap(), ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(config())]

    /// Nothing that a person types is more than a command, a question back, or a mistake that is named.
    #[test]
    fn a_command_is_read_or_refused(text in text()) {
        if let Ask::Command { args, .. } = command::parse(&text, &Mentions) {
            for (_, value) in args.iter() {
                if let Value::Text(words) = value {
                    prop_assert!(words.as_str().len() <= text.len());
                }
            }
        }
        let _ = text.parse::<Button>();
    }

    /// A schedule that is read says itself again, and comes at most once an hour and not before it is asked for.
    #[test]
    fn a_schedule_is_read_or_refused(text in text(), at in 0_i64..4_000_000_000) {
        match text.parse::<Schedule>() {
            Ok(schedule) => {
                let again: Result<Schedule, ScheduleError> = schedule.source().parse();
                prop_assert_eq!(again.as_ref(), Ok(&schedule));
                let now = Timestamp::from_second(at).unwrap();
                for pair in schedule.preview(&Zone::utc(), now, 4).windows(2) {
                    prop_assert!(pair[1].at.duration_since(pair[0].at).as_secs() >= 3_600);
                }
            }
            // What was typed does not come back in the message.
            Err(error) => prop_assert!(error.to_string().len() < 300),
        }
        let _ = (text.parse::<Zone>(), text.parse::<QuietHours>());
    }

    /// A configuration is read, or it is said where it is wrong.
    #[test]
    fn a_configuration_is_read_or_refused(text in text()) {
        let home: Environment = [("HOME".into(), "/home/ana".into())].into_iter().collect();
        if let Err(error) = Config::read(Some((Path::new("b.toml"), &text)), &home) {
            prop_assert!(error.to_string().contains("b.toml"), "{}", error);
        }
    }

    /// A story is read, or it is said in which line it is wrong.
    #[test]
    fn a_story_is_read_or_refused(text in text()) {
        if let Err(error) = story::parse(&text) {
            prop_assert!(error.line >= 1 && error.line <= text.lines().count().max(1));
        }
        let _ = story::parse_act(&text);
    }

    /// Whatever was written, what stands on the screen does not steer it and does not turn its direction.
    #[test]
    fn what_is_shown_steers_nothing(text in text()) {
        let shown = harmless(&text);
        let steers = |c: char| c.is_control() && c != '\n' || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
        prop_assert!(!shown.contains(steers), "{shown:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: u32::try_from(many(40, 5_000)).unwrap(), ..ProptestConfig::default() })]

    /// A pack of prompts that somebody wrote is used, or it is said what is wrong with it.
    #[test]
    fn a_pack_is_used_or_refused(pack in text(), words in text()) {
        let folder = tempfile::tempdir().unwrap();
        let own = folder.path().join("own");
        std::fs::create_dir(&own).unwrap();
        std::fs::write(own.join("pack.toml"), pack).unwrap();
        std::fs::write(own.join("en.toml"), words).unwrap();
        let (_, problems) = Catalog::load_alone_lenient(folder.path());
        prop_assert!(problems.is_empty() || !problems.to_string().is_empty());
    }
}

/// So much that nobody types it: it is refused or cut at once, in time that grows with its length and no more.
#[test]
fn what_is_far_too_long_is_refused_at_once() {
    let began = std::time::Instant::now();
    for piece in ["a", "\u{202E}", "/checkin ", "* ", "\"", "\\", "@ben ", "[press ", "mon,", "🏳️‍🌈", "9"] {
        let long = piece.repeat(100_000);
        let _ = command::parse(&long, &Mentions);
        assert!(long.parse::<Schedule>().is_err());
        assert!(long.parse::<Zone>().is_err());
        let _ = story::parse(&long);
        assert!(harmless(&long).len() <= long.len());
    }
    assert!(began.elapsed().as_secs() < 60, "{:?}", began.elapsed());
}
