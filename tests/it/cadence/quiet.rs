//! When it is quiet, when that ends, and where a default hour goes that falls into it.

use betwixt::cadence::{QuietHours, Zone};
use jiff::civil::Time;

use super::{at, shown, zone};

#[test]
fn when_it_is_quiet() {
    for (hours, loud, quiet) in [
        ("22:00-07:00", &["07:00", "12:00", "21:59"][..], &["22:00", "23:59", "00:00", "06:59"][..]),
        ("13:00-15:00", &["12:59", "15:00", "00:00"], &["13:00", "14:59"]),
        ("off", &["00:00", "03:00", "12:00"], &[]),
        ("8-8", &["08:00", "00:00"], &[]),
    ] {
        let hours: QuietHours = hours.parse().unwrap();
        let time = |text: &&str| text.parse::<Time>().unwrap();
        assert!(loud.iter().map(time).all(|time| !hours.contains(time)), "{hours}");
        assert!(quiet.iter().map(time).all(|time| hours.contains(time)), "{hours}");
    }
}

#[test]
fn when_quiet_hours_end() {
    for (sentence, hours, name, now, end) in [
        ("Within: in the morning.", "22-7", "Europe/Paris", "2026-05-01T23:00", "2026-05-02T07:00+02:00"),
        ("After midnight: the same morning.", "22-7", "Europe/Paris", "2026-05-02T03:00", "2026-05-02T07:00+02:00"),
        ("Not within: at once.", "22-7", "Europe/Paris", "2026-05-01T12:00", "2026-05-01T12:00+02:00"),
        ("A night that the clocks shorten.", "22-7", "Europe/Paris", "2026-03-28T23:00", "2026-03-29T07:00+02:00"),
        ("A night that the clocks lengthen.", "22-7", "Europe/Paris", "2026-10-24T23:00", "2026-10-25T07:00+01:00"),
        (
            "An end that the clocks skip: when they have skipped it.",
            "22:00-02:30",
            "Europe/Paris",
            "2026-03-28T23:00",
            "2026-03-29T03:00+02:00",
        ),
        (
            "An end that the clocks repeat: the first time.",
            "22:00-02:30",
            "Europe/Paris",
            "2026-10-24T23:00",
            "2026-10-25T02:30+02:00",
        ),
        (
            "And in the repeated hour: the second time.",
            "22:00-02:30",
            "Europe/Paris",
            "2026-10-25T02:10+01:00",
            "2026-10-25T02:30+01:00",
        ),
        (
            "Set back out of the quiet hours: then.",
            "02:30-04:00",
            "Europe/Paris",
            "2026-10-25T02:45+02:00",
            "2026-10-25T02:00+01:00",
        ),
        (
            "A day that never existed ends at its midnight.",
            "10-11",
            "Pacific/Apia",
            "2011-12-29T10:30",
            "2011-12-29T11:00-10:00",
        ),
    ] {
        let (hours, zone): (QuietHours, Zone) = (hours.parse().unwrap(), zone(name));
        let now = at(now, &zone);
        assert_eq!(shown(hours.end_after(now, &zone), &zone), end, "{sentence}");
    }
}

#[test]
fn a_default_is_moved_out_of_the_quiet_hours() {
    for (sentence, hours, default, expected) in [
        ("A default that is not quiet stays.", "22-7", "20:30", "20:30"),
        ("A morning waits for the end.", "22-9", "08:30", "09:00"),
        ("An evening comes an hour before the beginning.", "20-7", "20:30", "19:00"),
        ("Where that is quiet as well, at the end.", "08:00-07:30", "20:30", "07:30"),
        ("An evening at the very beginning.", "20:30-7", "20:30", "19:30"),
        ("No quiet hours.", "off", "03:00", "03:00"),
    ] {
        let hours: QuietHours = hours.parse().unwrap();
        let moved = hours.nearest_outside(default.parse().unwrap());
        assert_eq!(moved, expected.parse::<Time>().unwrap(), "{sentence}");
        assert!(!hours.contains(moved), "{sentence}");
    }
}
