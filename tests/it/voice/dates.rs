//! Times, dates, zones and schedules as people of a language write them.

use betwixt::cadence::Zone;
use betwixt::engine::say::Arg;
use jiff::{SignedDuration, Timestamp, civil::date, civil::time};

use super::Desk;

#[test]
fn times_are_written_as_people_of_the_language_write_them() {
    let desk = Desk::new();
    let evening: Timestamp = "2026-03-27T19:30:00Z".parse().unwrap();
    for (locale, text) in [
        ("de", "Freitag, 27. März, 20:30"),
        ("de-AT", "Freitag, 27. März, 20:30"),
        ("es", "viernes, 27 de marzo, 20:30"),
        ("es-ES", "viernes, 27 de marzo, 20:30"),
        ("es-MX", "viernes, 27 de marzo, 08:30 p.m."),
        ("es-419", "viernes, 27 de marzo, 8:30 p.m."),
        ("en", "Friday 27 March, 20:30"),
        ("en-GB", "Friday 27 March, 20:30"),
        ("en-US", "Friday, March 27, 8:30 PM"),
        ("en_US", "Friday, March 27, 8:30 PM"),
        ("fr", "Friday 27 March, 20:30"),
        ("not a locale", "Friday 27 March, 20:30"),
        ("", "Friday 27 March, 20:30"),
    ] {
        assert_eq!(desk.says(locale, Arg::Moment(evening)), text, "{locale}");
    }
    for (locale, arg, text) in [
        ("de", Arg::Date(date(2025, 12, 31)), "Mittwoch, 31. Dezember 2025"),
        ("en", Arg::Date(date(2025, 12, 31)), "Wednesday, 31 December 2025"),
        ("en", Arg::TimeOf(evening), "20:30"),
        ("en-US", Arg::Clock(time(8, 5, 0, 0)), "8:05 AM"),
        ("de", Arg::Clock(time(8, 5, 0, 0)), "08:05"),
        ("es", Arg::Date(date(2025, 12, 31)), "miércoles, 31 de diciembre de 2025"),
        ("es", Arg::Zone("America/Mexico_City".parse().unwrap()), "hora de Ciudad de México"),
        ("es", Arg::Length(SignedDuration::from_mins(61)), "1 hora y 1 minuto"),
        ("es", Arg::When("lun-vie 08:00".parse().unwrap()), "de lunes a viernes a las 08:00"),
        ("es", Arg::When("mon-fri 01:00".parse().unwrap()), "de lunes a viernes a la 01:00"),
        ("es-MX", Arg::When("mon-fri 13:15".parse().unwrap()), "de lunes a viernes a la 01:15 p.m."),
        ("es", Arg::When("mon-fri 13:15".parse().unwrap()), "de lunes a viernes a las 13:15"),
        ("es", Arg::When("sun,wed 18:00".parse().unwrap()), "cada miércoles y domingo a las 18:00"),
        ("es", Arg::When("monthly 1 18:00".parse().unwrap()), "el día 1 de cada mes a las 18:00"),
        ("de", Arg::Zone("Europe/Vienna".parse().unwrap()), "Ortszeit Wien"),
        ("en", Arg::Zone("Europe/Vienna".parse().unwrap()), "Vienna time"),
        ("en", Arg::Zone("America/Argentina/Buenos_Aires".parse().unwrap()), "Buenos Aires time"),
        ("en", Arg::Zone(Zone::utc()), "universal time (UTC)"),
        ("en", Arg::TimeIn(evening, "Asia/Tokyo".parse().unwrap()), "04:30"),
        ("en", Arg::Length(SignedDuration::from_hours(48)), "48 hours"),
        ("de", Arg::Length(SignedDuration::from_hours(7 * 24)), "7 Tage"),
        ("en", Arg::Length(SignedDuration::from_mins(61)), "1 hour and 1 minute"),
        ("en", Arg::Length(SignedDuration::from_secs(20)), "a moment"),
        ("de", Arg::When("mon-fri 08:00".parse().unwrap()), "Montag bis Freitag um 08:00"),
        ("en", Arg::When("every day 20:30".parse().unwrap()), "every day at 20:30"),
        ("en", Arg::When("sun,wed 18:00".parse().unwrap()), "Wednesday and Sunday at 18:00"),
        ("de", Arg::When("sonntags 18:00".parse().unwrap()), "jeden Sonntag um 18:00"),
        ("de", Arg::When("monthly 1 18:00".parse().unwrap()), "am 1. jedes Monats um 18:00"),
        (
            "en",
            Arg::When("0 9-11 * * *".parse().unwrap()),
            "by the pattern 0 9-11 * * *, next on Friday 27 March, 10:00",
        ),
    ] {
        let named = format!("{arg:?}");
        assert_eq!(desk.says(locale, arg), text, "{locale} {named}");
    }
}
