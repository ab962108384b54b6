//! What a story may say, and what is said about one that cannot be read.

use super::*;

#[test]
fn reads_every_kind_of_line() {
    let story = parse(
        "# A remark\nzone Europe/Paris   now 2026-03-27 09:00  # morning\npeople ana ben lang de host Mira's cellar\n\n\
         ana: /setup @ben Europe/Paris 20:30\nbot → ana: …\n| [I agree] [Not now]\nana → bot: two\n| lines: here\n\
         ben -> bot: [withdraw]\n@ asleep +8h\nreaders: carla, dan\nnetwork: closed ben\nbot: [delete]\n",
    )
    .unwrap();
    assert_eq!(story.head.zone.as_ref().unwrap().name(), "Europe/Paris");
    assert_eq!(story.head.people, ["ana", "ben"]);
    assert_eq!(story.head.host.as_deref(), Some("Mira's cellar"));
    let whats: Vec<&What> = story.lines.iter().map(|line| &line.what).filter(|what| **what != What::Aside).collect();
    assert_eq!(whats.len(), 8);
    assert_eq!(
        *whats[2],
        What::Act(Act { who: "ana".to_owned(), room: Room::Private, does: Does::Types("two\nlines: here".to_owned()) })
    );
    assert_eq!(*whats[1], What::Expected(BotLine::parse(Some("ana".to_owned()), "…\n[I agree] [Not now]")));
    assert!(matches!(whats[3], What::Act(Act { does: Does::Withdraws, .. })));
    assert!(matches!(whats[4], What::Clock { asleep: true, .. }));
    assert!(matches!(whats[5], What::Readers(ReadersAre(Readers { others: Some(2), .. }))));
    assert_eq!(*whats[6], What::Network(Weather::Closed("ben".to_owned(), true)));
    assert_eq!(story.lines[5].number, 6);
    assert_eq!(story.lines[6].number, 8, "a line that goes on counts as the lines that it is");
}

#[test]
fn reads_what_goes_wrong() {
    let rows = [
        ("network: unsure", What::Network(Weather::Unsure(Slip::Arrives))),
        ("network: loses", What::Network(Weather::Unsure(Slip::Lost))),
        ("machine: dies delivered", What::Machine(Mishap::Dies(Point::Delivered))),
        ("machine: clock -90m # wrong", What::Machine(Mishap::Clock(SignedDuration::from_mins(-90)))),
        ("machine: clock +2h", What::Machine(Mishap::Clock(SignedDuration::from_hours(2)))),
    ];
    for (text, what) in rows {
        assert_eq!(parse(text).unwrap().lines[0].what, what, "{text}");
    }
}

#[test]
fn reads_what_somebody_does() {
    let rows = [
        ("[press Another one]", Does::Presses("Another one".to_owned())),
        ("[form what=tea; why=cold]", Does::Fills("what=tea; why=cold".to_owned())),
        ("[edit the sea]", Does::Edits("the sea".to_owned())),
        ("[edit] the sea", Does::Edits("the sea".to_owned())),
        ("[withdraw]", Does::Withdraws),
        ("[react ✅]", Does::Reacts("✅".to_owned())),
        ("[again]", Does::Again),
        ("[laughs]", Does::Types("[laughs]".to_owned())),
        ("  /checkin 4 ", Does::Types("/checkin 4".to_owned())),
    ];
    for (text, does) in rows {
        assert_eq!(parse_act(text), does, "{text}");
    }
}

#[test]
fn says_where_a_story_cannot_be_read() {
    let rows = [
        ("| alone", 1, "no line before"),
        ("# remark\n| more", 2, "no line before"),
        ("ana: hello\nwhat is this", 2, "no line of a story"),
        ("ana and ben: hello", 1, "is nobody"),
        ("ana → ben: hello", 1, "is nobody"),
        ("@ yesterday", 1, "the clock goes"),
        ("zone Atlantis", 1, "time zone"),
        ("now tomorrow", 1, "a date and a time"),
        ("network: slow", 1, "can be"),
        ("machine: dies twice", 1, "`delivered`"),
        ("machine: clock 20:30", 1, "`-60m`"),
    ];
    for (text, line, problem) in rows {
        let error = parse(text).unwrap_err();
        assert_eq!(error.line, line, "{text}");
        assert!(error.problem.contains(problem), "{text}: {}", error.problem);
    }
}
