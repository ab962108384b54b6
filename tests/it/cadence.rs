//! When things recur: this file is the definition. Each row is a sentence, and what the code must make of it.
//!
//! Wall-clock labels are written `2026-03-29T02:30`; an instant is written as the clock on the wall shows it then, with its
//! offset. `independent` compares every zone with a second, slow and separate reading of the same rules.

mod command;
mod independent;
mod quiet;

use betwixt::cadence::{
    CaughtUp, DEFAULT_GRACE, Fate, Fault, Field, LISTED, QuietHours, Schedule, ScheduleError, TimeError, Zone,
    catch_up, due_fate, label_text, next_after_label, parse_label, parse_time, time_text, tz_version,
};
use jiff::civil::time;
use jiff::{SignedDuration, Timestamp};

fn schedule(text: &str) -> Schedule {
    text.parse().unwrap_or_else(|why| panic!("{text}: {why}"))
}

fn zone(name: &str) -> Zone {
    name.parse().unwrap_or_else(|why| panic!("{name}: {why}"))
}

/// An instant, as the wall clock of a zone or with an offset.
fn at(text: &str, zone: &Zone) -> Timestamp {
    text.parse().unwrap_or_else(|_| zone.instant(text.parse().unwrap()))
}

/// `2026-03-29T03:30+02:00`, as the wall clock of the zone shows it.
fn shown(instant: Timestamp, zone: &Zone) -> String {
    instant.to_zoned(zone.jiff().clone()).strftime("%Y-%m-%dT%H:%M%:z").to_string()
}

#[test]
fn when_a_schedule_fires() {
    type Row = (&'static str, &'static str, &'static str, &'static str, &'static [&'static str]);
    let rows: &[Row] = &[
        (
            "A schedule follows the clock on the wall through a change of the clocks.",
            "mon-fri 08:00",
            "Europe/Paris",
            "2026-03-27T00:00",
            &["2026-03-27T08:00+01:00", "2026-03-30T08:00+02:00", "2026-03-31T08:00+02:00"],
        ),
        (
            "Firings are strictly later than the moment one looks from.",
            "every day 20:30",
            "Europe/Paris",
            "2026-05-01T20:30",
            &["2026-05-02T20:30+02:00"],
        ),
        (
            "A second earlier, today's is still ahead.",
            "every day 20:30",
            "Europe/Paris",
            "2026-05-01T20:29:59",
            &["2026-05-01T20:30+02:00"],
        ),
        (
            "What the clocks skip comes later by the length of the gap, and the next day at its own time.",
            "every day 02:30",
            "Europe/Paris",
            "2026-03-28T12:00",
            &["2026-03-29T02:30 at 2026-03-29T03:30+02:00", "2026-03-30T02:30+02:00"],
        ),
        (
            "Looked for between the gap and its shifted time, it is still ahead.",
            "every day 02:30",
            "Europe/Paris",
            "2026-03-29T03:10",
            &["2026-03-29T02:30 at 2026-03-29T03:30+02:00", "2026-03-30T02:30+02:00"],
        ),
        (
            "At the very end of the gap, too.",
            "every day 02:30",
            "Europe/Paris",
            "2026-03-29T01:00:00Z",
            &["2026-03-29T02:30 at 2026-03-29T03:30+02:00"],
        ),
        (
            "What the clocks repeat comes once, the first time.",
            "every day 02:30",
            "Europe/Paris",
            "2026-10-24T12:00",
            &["2026-10-25T02:30+02:00", "2026-10-26T02:30+01:00"],
        ),
        (
            "Looked for while the clocks repeat the hour, it has been.",
            "every day 02:30",
            "Europe/Paris",
            "2026-10-25T02:10+01:00",
            &["2026-10-26T02:30+01:00"],
        ),
        (
            "A skipped hour that meets the next hour's firing comes once with it, under the label that exists.",
            "0 2,3 * * *",
            "Europe/Paris",
            "2026-03-29T00:00",
            &["2026-03-29T03:00+02:00", "2026-03-30T02:00+02:00"],
        ),
        (
            "A two-hour gap may carry a firing past the next one; neither is lost.",
            "0 2,3 * * *",
            "Antarctica/Troll",
            "2026-03-29T00:00",
            &["2026-03-29T03:00+02:00", "2026-03-29T02:00 at 2026-03-29T04:00+02:00", "2026-03-30T02:00+02:00"],
        ),
        (
            "Lord Howe skips half an hour.",
            "every day 02:15",
            "Australia/Lord_Howe",
            "2026-10-03T12:00",
            &["2026-10-04T02:15 at 2026-10-04T02:45+11:00", "2026-10-05T02:15+11:00"],
        ),
        (
            "Lord Howe repeats half an hour.",
            "every day 01:45",
            "Australia/Lord_Howe",
            "2026-04-04T12:00",
            &["2026-04-05T01:45+11:00", "2026-04-06T01:45+10:30"],
        ),
        (
            "A midnight that the clocks skip comes at one.",
            "every day 00:00",
            "Africa/Cairo",
            "2026-04-23T12:00",
            &["2026-04-24T00:00 at 2026-04-24T01:00+03:00", "2026-04-25T00:00+03:00"],
        ),
        (
            "Apia never had 30 December 2011: a daily firing goes on with the next day, once.",
            "every day 08:00",
            "Pacific/Apia",
            "2011-12-29T00:00",
            &["2011-12-29T08:00-10:00", "2011-12-31T08:00+14:00", "2012-01-01T08:00+14:00"],
        ),
        (
            "That day's own Friday firing comes a day later.",
            "friday 08:00",
            "Pacific/Apia",
            "2011-12-29T00:00",
            &["2011-12-30T08:00 at 2011-12-31T08:00+14:00", "2012-01-06T08:00+14:00"],
        ),
        (
            "British Columbia stays on summer time from 2026 on: the zone data is recent.",
            "every day 08:00",
            "America/Vancouver",
            "2026-12-24T00:00",
            &["2026-12-24T08:00-07:00"],
        ),
        (
            "A zone without clock changes, at a quarter past the hour.",
            "every day 06:15",
            "Asia/Kathmandu",
            "2026-03-27T00:00",
            &["2026-03-27T06:15+05:45", "2026-03-28T06:15+05:45"],
        ),
        (
            "Day of month and weekday together mean either, and a day that is both counts once.",
            "0 8 13 * 5",
            "Europe/Paris",
            "2026-02-07T00:00",
            &[
                "2026-02-13T08:00+01:00",
                "2026-02-20T08:00+01:00",
                "2026-02-27T08:00+01:00",
                "2026-03-06T08:00+01:00",
                "2026-03-13T08:00+01:00",
            ],
        ),
        (
            "The thirteenth counts on a Monday as well.",
            "0 8 13 * fri",
            "Europe/Paris",
            "2026-04-10T08:00",
            &["2026-04-13T08:00+02:00", "2026-04-17T08:00+02:00"],
        ),
        (
            "With a star in either of them, both must fit, as crontab has it.",
            "0 8 */2 * 1",
            "Europe/Paris",
            "2026-06-01T08:00",
            &["2026-06-15T08:00+02:00", "2026-06-29T08:00+02:00", "2026-07-13T08:00+02:00"],
        ),
        (
            "Seven is Sunday.",
            "0 8 * * 7",
            "UTC",
            "2026-05-01T00:00",
            &["2026-05-03T08:00+00:00", "2026-05-10T08:00+00:00"],
        ),
        (
            "Nought is Sunday.",
            "0 8 * * 0",
            "UTC",
            "2026-05-01T00:00",
            &["2026-05-03T08:00+00:00", "2026-05-10T08:00+00:00"],
        ),
        (
            "A range of weekdays may pass over the weekend.",
            "0 8 * * fri-mon",
            "UTC",
            "2026-05-01T00:00",
            &[
                "2026-05-01T08:00+00:00",
                "2026-05-02T08:00+00:00",
                "2026-05-03T08:00+00:00",
                "2026-05-04T08:00+00:00",
                "2026-05-08T08:00+00:00",
            ],
        ),
        (
            "A range of hours may pass over midnight.",
            "0 22-2/2 * * *",
            "UTC",
            "2026-05-01T12:00",
            &["2026-05-01T22:00+00:00", "2026-05-02T00:00+00:00", "2026-05-02T02:00+00:00", "2026-05-02T22:00+00:00"],
        ),
        (
            "A range of months may pass over the year's end.",
            "0 12 1 nov-feb *",
            "UTC",
            "2026-10-01T00:00",
            &[
                "2026-11-01T12:00+00:00",
                "2026-12-01T12:00+00:00",
                "2027-01-01T12:00+00:00",
                "2027-02-01T12:00+00:00",
                "2027-11-01T12:00+00:00",
            ],
        ),
        (
            "Monthly on the 31st leaves out the months that have none.",
            "monthly 31 18:00",
            "UTC",
            "2026-01-31T18:00",
            &["2026-03-31T18:00+00:00", "2026-05-31T18:00+00:00", "2026-07-31T18:00+00:00"],
        ),
        (
            "A leap day comes in leap years.",
            "0 12 29 2 *",
            "UTC",
            "2026-01-01T00:00",
            &["2028-02-29T12:00+00:00", "2032-02-29T12:00+00:00"],
        ),
        (
            "After the last day of 2100 nothing comes.",
            "every day 20:30",
            "UTC",
            "2100-12-30T20:30",
            &["2100-12-31T20:30+00:00", "never again"],
        ),
        (
            "German words mean the same.",
            "so,mi 18:00",
            "Europe/Berlin",
            "2026-05-01T00:00",
            &["2026-05-03T18:00+02:00", "2026-05-06T18:00+02:00"],
        ),
        (
            "So do Spanish ones.",
            "los domingos y miércoles a las 6 de la tarde",
            "Europe/Madrid",
            "2026-05-01T00:00",
            &["2026-05-03T18:00+02:00", "2026-05-06T18:00+02:00"],
        ),
    ];
    for (sentence, words, name, from, expected) in rows {
        let zone = zone(name);
        let mut found = Vec::new();
        let mut after = at(from, &zone);
        for _ in *expected {
            let Some(firing) = schedule(words).next(&zone, after) else {
                found.push("never again".to_owned());
                break;
            };
            let label = label_text(firing.label);
            let shown = shown(firing.at, &zone);
            found.push(if shown.starts_with(&label) { shown } else { format!("{label} at {shown}") });
            after = firing.at;
        }
        assert_eq!(&found, expected, "{sentence}");
        let previewed = schedule(words).preview(&zone, at(from, &zone), expected.len());
        assert_eq!(previewed.len(), expected.iter().filter(|row| **row != "never again").count(), "{sentence}");
    }
}

#[test]
fn a_label_that_was_had_is_not_had_again() {
    // (sentence, last label, now in the zone lived in since, that zone, next)
    for (sentence, last, now, name, expected) in [
        (
            "Flying west after tonight's prompt does not bring it again.",
            Some("2026-05-01T20:00"),
            "2026-05-01T14:30",
            "America/New_York",
            "2026-05-02T20:00-04:00",
        ),
        (
            "Flying west before tonight's prompt lets it wait for the evening there.",
            Some("2026-04-30T20:00"),
            "2026-05-01T13:59",
            "America/New_York",
            "2026-05-01T20:00-04:00",
        ),
        (
            "Flying east past tonight's hour goes on tomorrow.",
            Some("2026-04-30T20:00"),
            "2026-05-01T21:00",
            "Asia/Tokyo",
            "2026-05-02T20:00+09:00",
        ),
        (
            "Flying east after tonight's prompt, into tomorrow, leaves tomorrow's.",
            Some("2026-05-01T20:00"),
            "2026-05-02T09:30",
            "Asia/Tokyo",
            "2026-05-02T20:00+09:00",
        ),
        (
            "Crossing the date line backwards, the day that is lived twice has one prompt.",
            Some("2026-05-02T20:00"),
            "2026-05-01T21:00",
            "Pacific/Honolulu",
            "2026-05-03T20:00-10:00",
        ),
        ("Whoever has had none yet gets the next.", None, "2026-05-01T12:00", "Europe/Paris", "2026-05-01T20:00+02:00"),
        (
            "Asked again at the instant of the last one, it is tomorrow's turn.",
            Some("2026-05-01T20:00"),
            "2026-05-01T20:00",
            "Europe/Paris",
            "2026-05-02T20:00+02:00",
        ),
        (
            "A clock that was set back does not bring the same evening twice.",
            Some("2026-05-01T20:00"),
            "2026-05-01T19:00",
            "Europe/Paris",
            "2026-05-02T20:00+02:00",
        ),
    ] {
        let zone = zone(name);
        let last = last.map(|label| parse_label(label).unwrap());
        let next = next_after_label(&schedule("every day 20:00"), &zone, last, at(now, &zone)).unwrap();
        assert_eq!(shown(next.at, &zone), expected, "{sentence}");
    }
}

#[test]
fn a_label_carried_past_a_later_one_is_settled_with_it() {
    let troll = zone("Antarctica/Troll");
    let had = parse_label("2026-03-29T03:00");
    let now = at("2026-03-29T03:00", &troll);
    let next = next_after_label(&schedule("0 2,3 * * *"), &troll, had, now).unwrap();
    assert_eq!(label_text(next.label), "2026-03-30T02:00");
}

#[test]
fn a_changed_hour_counts_from_the_last_label() {
    // Tonight's came at 20:00; then they choose 21:00, or 08:00. What comes next is a later label in either case.
    let paris = zone("Europe/Paris");
    let had = parse_label("2026-05-01T20:00");
    let now = at("2026-05-01T20:05", &paris);
    for (words, expected) in
        [("every day 21:00", "2026-05-01T21:00+02:00"), ("every day 08:00", "2026-05-02T08:00+02:00")]
    {
        let next = next_after_label(&schedule(words), &paris, had, now).unwrap();
        assert_eq!(shown(next.at, &paris), expected, "{words}");
    }
}

#[test]
fn how_late_is_too_late() {
    for (sentence, label, name, now, grace, expected) in [
        ("On time is posted.", "2026-05-01T20:00", "Europe/Paris", "2026-05-01T20:00", 3, Fate::Post),
        ("Not due yet is not late.", "2026-05-01T20:00", "Europe/Paris", "2026-05-01T19:00", 3, Fate::Post),
        (
            "Three hours late, to the second, is posted.",
            "2026-05-01T20:00",
            "Europe/Paris",
            "2026-05-01T23:00",
            3,
            Fate::Post,
        ),
        ("A second more is missed.", "2026-05-01T20:00", "Europe/Paris", "2026-05-01T23:00:01", 3, Fate::Missed),
        (
            "Within the grace but past midnight is missed.",
            "2026-05-01T22:30",
            "Europe/Paris",
            "2026-05-02T00:00",
            3,
            Fate::Missed,
        ),
        ("A minute before midnight is posted.", "2026-05-01T22:30", "Europe/Paris", "2026-05-01T23:59", 3, Fate::Post),
        (
            "Without grace only the moment itself is posted.",
            "2026-05-01T20:00",
            "Europe/Paris",
            "2026-05-01T20:00:01",
            0,
            Fate::Missed,
        ),
        (
            "The grace is real time, through a change of the clocks.",
            "2026-03-29T01:00",
            "Europe/Paris",
            "2026-03-29T05:00",
            3,
            Fate::Post,
        ),
        ("And no longer.", "2026-03-29T01:00", "Europe/Paris", "2026-03-29T05:01", 3, Fate::Missed),
        (
            "A prompt of a day that never existed may come on the day it shifted to.",
            "2011-12-30T08:00",
            "Pacific/Apia",
            "2011-12-31T09:00",
            3,
            Fate::Post,
        ),
    ] {
        let zone = zone(name);
        let label = parse_label(label).unwrap();
        let fate = due_fate(label, zone.instant(label), at(now, &zone), &zone, SignedDuration::from_hours(grace));
        assert_eq!(fate, expected, "{sentence}");
    }
}

#[test]
fn moving_while_a_prompt_is_due() {
    let (paris, tokyo, new_york) = (zone("Europe/Paris"), zone("Asia/Tokyo"), zone("America/New_York"));
    let label = parse_label("2026-05-01T20:00").unwrap();
    let due = paris.instant(label);
    let now = due + SignedDuration::from_mins(1);
    // Due a minute ago where they were: it is posted wherever they are now, and that evening's label is had.
    for there in [&paris, &tokyo, &new_york] {
        assert_eq!(due_fate(label, due, now, there, DEFAULT_GRACE), Fate::Post, "{there}");
        let next = next_after_label(&schedule("every day 20:00"), there, Some(label), now).unwrap();
        assert_eq!(label_text(next.label), "2026-05-02T20:00", "{there}");
    }
}

#[test]
fn a_machine_that_slept() {
    let paris = zone("Europe/Paris");
    let twice = schedule("0 8,20 * * *");
    // (sentence, since, now, what is listed)
    for (sentence, since, now, expected) in [
        ("Nothing was due.", "2026-05-01T20:00", "2026-05-02T07:59", &[][..]),
        (
            "A short nap: the one that was due is posted.",
            "2026-05-01T19:00",
            "2026-05-01T20:10",
            &["2026-05-01T20:00 post"],
        ),
        ("A night: it is missed.", "2026-05-01T19:00", "2026-05-02T07:00", &["2026-05-01T20:00 missed"]),
        (
            "Some days: each leaves a row, and only the last may be posted.",
            "2026-05-01T12:00",
            "2026-05-03T09:00",
            &["2026-05-01T20:00 missed", "2026-05-02T08:00 missed", "2026-05-02T20:00 missed", "2026-05-03T08:00 post"],
        ),
        (
            "Over a change of the clocks.",
            "2026-03-28T12:00",
            "2026-03-29T13:00",
            &["2026-03-28T20:00 missed", "2026-03-29T08:00 missed"],
        ),
    ] {
        let CaughtUp { listed, older } =
            catch_up(&twice, &paris, None, at(since, &paris), at(now, &paris), DEFAULT_GRACE);
        let said = |fate| if fate == Fate::Post { "post" } else { "missed" };
        let listed: Vec<String> =
            listed.iter().map(|(firing, fate)| format!("{} {}", firing.label_text(), said(*fate))).collect();
        assert_eq!((listed, older), (expected.iter().map(|row| (*row).to_owned()).collect(), 0), "{sentence}");
    }
}

#[test]
fn a_machine_that_slept_through_what_was_had_elsewhere() {
    let new_york = zone("America/New_York");
    let had = parse_label("2026-05-01T20:00");
    let slept = catch_up(
        &schedule("every day 20:00"),
        &new_york,
        had,
        at("2026-05-01T14:30", &new_york),
        at("2026-05-02T20:05", &new_york),
        DEFAULT_GRACE,
    );
    let labels: Vec<(String, Fate)> = slept.listed.iter().map(|(firing, fate)| (firing.label_text(), *fate)).collect();
    assert_eq!(labels, [("2026-05-02T20:00".to_owned(), Fate::Post)]);
}

#[test]
fn a_year_asleep_is_counted_and_not_listed_whole() {
    let paris = zone("Europe/Paris");
    let slept = catch_up(
        &schedule("0 * * * *"),
        &paris,
        None,
        at("2026-01-01T00:00", &paris),
        at("2027-01-01T00:00", &paris),
        DEFAULT_GRACE,
    );
    assert_eq!(slept.listed.len(), LISTED);
    // 365 days of 24 hours; the hour that the clocks skipped in March met its neighbour, and the repeated one counted once.
    assert_eq!(slept.older + LISTED as u64, 365 * 24 - 1);
    let posted: Vec<&str> = slept.listed.iter().filter(|(_, fate)| *fate == Fate::Post).map(|_| "one").collect();
    assert_eq!(posted, ["one"]);
    let (last, fate) = slept.listed.last().unwrap();
    assert_eq!((last.label_text().as_str(), *fate), ("2027-01-01T00:00", Fate::Post));
}

#[test]
fn what_is_refused_and_why() {
    let field = |field, fault| ScheduleError::Field { field, fault };
    let bounds = |low, high| Fault::OutOfRange { low, high };
    let long = format!("mon{} 08:00", ",mon".repeat(40));
    for (sentence, text, expected) in [
        ("Nothing at all.", "", ScheduleError::Empty),
        ("Nothing but space.", " \t ", ScheduleError::Empty),
        ("More than 128 characters.", long.as_str(), ScheduleError::TooLong),
        ("Days without an hour.", "every day", ScheduleError::NoTime),
        ("An hour that no clock shows.", "every day 24:00", ScheduleError::Time(TimeError::Hour)),
        ("A minute that no clock shows.", "every day 20:75", ScheduleError::Time(TimeError::Minute)),
        ("Seconds.", "every day 20:30:15", ScheduleError::Time(TimeError::NotATime)),
        ("A misspelt day.", "thursdya 18:00", ScheduleError::Days { nearest: Some("thursday") }),
        ("No day at all.", "whenever we like 18:00", ScheduleError::Days { nearest: None }),
        ("A month without its day.", "monthly 18:00", ScheduleError::MonthDay),
        ("A day that no month has.", "monthly 32 18:00", ScheduleError::MonthDay),
        ("Four fields.", "0 8 * *", ScheduleError::FieldCount { found: 4 }),
        ("Six fields: seconds are always 0.", "0 0 8 * * *", ScheduleError::FieldCount { found: 6 }),
        ("Every minute.", "* * * * *", ScheduleError::TooOften),
        ("Every half hour.", "*/30 * * * *", ScheduleError::TooOften),
        ("Twice within an hour of the day.", "0,45 8 * * *", ScheduleError::TooOften),
        ("Minute 60.", "60 8 * * *", field(Field::Minute, bounds(0, 59))),
        ("Hour 24.", "0 24 * * *", field(Field::Hour, bounds(0, 23))),
        ("Day 0.", "0 8 0 * *", field(Field::MonthDay, bounds(1, 31))),
        ("Day 32.", "0 8 32 * *", field(Field::MonthDay, bounds(1, 31))),
        ("Month 13.", "0 8 * 13 *", field(Field::Month, bounds(1, 12))),
        ("Weekday 8.", "0 8 * * 8", field(Field::Weekday, bounds(0, 7))),
        ("A number too large for anything.", "0 99999999999 * * *", field(Field::Hour, bounds(0, 23))),
        ("A weekday's name for a month.", "0 8 * mon *", field(Field::Month, Fault::Unreadable)),
        ("A name for an hour.", "0 noon * * *", field(Field::Hour, Fault::Unreadable)),
        ("An open range.", "0 8- * * *", field(Field::Hour, Fault::Unreadable)),
        ("An empty item of a list.", "0 8,,9 * * *", field(Field::Hour, Fault::Unreadable)),
        ("A step of nothing.", "0 */0 * * *", field(Field::Hour, Fault::Step)),
        ("A step without a number.", "0 */ * * *", field(Field::Hour, Fault::Step)),
        ("A day that February never has.", "0 8 30 2 *", ScheduleError::Never),
        ("A day that none of its months has.", "0 8 31 4,6,9,11 *", ScheduleError::Never),
    ] {
        assert_eq!(text.parse::<Schedule>().map(|schedule| schedule.cron()), Err(expected), "{sentence}");
        let said = expected.to_string();
        assert!(said.ends_with(['.', '?']) && said.chars().count() < 200, "{said}");
        assert!(text.trim().len() < 9 || !said.contains(text), "an error repeats what was typed: {said}");
    }
    let longest = format!("{:<123}20:30", "daily");
    assert_eq!(longest.len(), 128);
    assert_eq!(schedule(&longest).source(), "daily 20:30");
    assert_eq!(schedule("0 8 30 2 1").cron(), "0 8 30 2 1", "the weekday alone may bring it");
}

#[test]
fn a_schedule_is_stored_as_its_text_and_moved_to_another_hour() {
    for (typed, source, moved) in [
        ("  Every   DAY  20:30 ", "every day 20:30", Some("every day 09:05")),
        ("0 8 * * MON-FRI", "0 8 * * mon-fri", Some("weekdays 09:05")),
        ("sonntags und mittwochs 18 Uhr", "sonntags und mittwochs 18 uhr", Some("wed,sun 09:05")),
        ("monthly 1 18:00", "monthly 1 18:00", Some("monthly 1 09:05")),
        ("0 8,20 * * *", "0 8,20 * * *", None),
        ("0 8 13 * 5", "0 8 13 * 5", None),
        ("0 8 * 5 *", "0 8 * 5 *", None),
    ] {
        let schedule = schedule(typed);
        assert_eq!(schedule.source(), source);
        let json = serde_json::to_string(&schedule).unwrap();
        assert_eq!(json, format!("\"{source}\""));
        assert_eq!(serde_json::from_str::<Schedule>(&json).unwrap(), schedule);
        let later = schedule.at(time(9, 5, 0, 0));
        assert_eq!(later.as_ref().map(Schedule::source), moved);
        if let (Some(later), Some((days, _))) = (later, schedule.simple()) {
            assert_eq!(later.simple(), Some((days, time(9, 5, 0, 0))));
        }
        let cron: Schedule = schedule.cron().parse().unwrap();
        assert_eq!(cron.cron(), schedule.cron());
    }
    assert_eq!(Schedule::daily(time(20, 30, 59, 0)), schedule("every day 20:30"));
    assert!(serde_json::from_str::<Schedule>("\"never\"").is_err());
    let zone: Zone = serde_json::from_str("\"Europe/Paris\"").unwrap();
    assert_eq!(serde_json::to_string(&zone).unwrap(), "\"Europe/Paris\"");
}

#[test]
fn the_zone_data_tells_its_release() {
    let data = tz_version();
    assert!(data.version.as_str() >= "2026e", "{data:?}");
}

proptest::proptest! {
    /// Whatever somebody types is read or refused; what is read says the same again as its text, its cron and its words.
    #[test]
    fn nothing_that_is_typed_breaks_a_parser(
        text in "([ 0-9a-zäß:.,*/+-]{0,12} ?(every|mon|fr|so|uhr|am|pm|h|[0-9]{1,2}|[*]|-|,)? ?){0,4}",
        wild in ".{0,20}",
    ) {
        for text in [text, wild] {
            let _ = (text.parse::<Zone>(), parse_time(&text));
            if let Ok(hours) = text.parse::<QuietHours>() {
                proptest::prop_assert_eq!(hours.to_string().parse::<QuietHours>().unwrap().is_off(), hours.is_off());
            }
            if let Ok(read) = text.parse::<Schedule>() {
                proptest::prop_assert_eq!(&schedule(read.source()), &read);
                proptest::prop_assert_eq!(schedule(&read.cron()).cron(), read.cron());
                if let Some((days, at)) = read.simple() {
                    proptest::prop_assert_eq!(read.at(at).unwrap().cron(), read.cron());
                    proptest::prop_assert_eq!(schedule(&format!("{days} {}", time_text(at))).simple(), Some((days, at)));
                }
            }
        }
    }
}
