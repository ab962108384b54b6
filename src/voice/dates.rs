//! Times, dates and zones as people of a language write them.
//!
//! Plain `en` is written with the 24 hours of `en-GB`, because that is how times are typed to the bot ("20:30"); a reader
//! whose language is set to `en-US` gets theirs.

use icu_datetime::fieldsets::{E, MDE, T, YMDE, zone::ExemplarCity};
use icu_datetime::{DateTimeFormatter, NoCalendarFormatter};
use icu_locale_core::Locale;
use jiff::civil::{Date, DateTime, Time, Weekday};
use jiff_icu::ConvertFrom as _;

use super::{RenderError, Speaker};
use crate::cadence::{Zone, time_text};
use crate::engine::say::Arg;

impl Speaker<'_> {
    /// A day and a time: "Freitag, 27. März, 20:30".
    pub(super) fn moment(&self, at: DateTime) -> Result<String, RenderError> {
        let args = vec![("date", Arg::Text(self.date(at.date()))), ("time", Arg::Text(self.time(at.time())))];
        self.plain("moment", args)
    }

    /// A day: "Freitag, 27. März"; with the year if it is not this one.
    pub(super) fn date(&self, date: Date) -> String {
        let this_year = self.reading.zone.local(self.reading.now).year();
        let icu = icu_datetime::input::Date::convert_from(date);
        let locale = self.conventions();
        let text = if date.year() == this_year {
            DateTimeFormatter::try_new(locale.into(), MDE::long()).map(|formatter| formatter.format(&icu).to_string())
        } else {
            DateTimeFormatter::try_new(locale.into(), YMDE::long()).map(|formatter| formatter.format(&icu).to_string())
        };
        text.map_or_else(|_| date.to_string(), plain_spaces)
    }

    /// A time of day to the minute.
    pub(super) fn time(&self, time: Time) -> String {
        let icu = icu_datetime::input::Time::convert_from(time);
        NoCalendarFormatter::try_new(self.conventions().into(), T::hm())
            .map(|formatter| formatter.format(&icu).to_string())
            .map_or_else(|_| time_text(time), plain_spaces)
    }

    /// A day of the week by its name.
    pub(super) fn weekday(&self, day: Weekday) -> String {
        // Any week serves; this one began on a Monday.
        let date = Date::constant(2024, 1, 1).saturating_add(jiff::Span::new().days(day.to_monday_zero_offset()));
        let icu = icu_datetime::input::Date::convert_from(date);
        DateTimeFormatter::try_new(self.conventions().into(), E::long())
            .map_or_else(|_| format!("{day:?}"), |formatter| formatter.format(&icu).to_string())
    }

    /// A zone by its city: "Berlin time".
    pub(super) fn zone(&self, zone: &Zone) -> Result<String, RenderError> {
        let Some(city) = self.city(zone) else {
            return self.plain("zone-universal", vec![]);
        };
        self.plain("zone-city", vec![("city", Arg::Text(city))])
    }

    /// The city of a zone, in the reader's language where that differs; `None` for one that is no city's.
    fn city(&self, zone: &Zone) -> Option<String> {
        let (area, city) = zone.name().rsplit_once('/')?;
        if area.starts_with("Etc") {
            return None;
        }
        let typed = city.replace('_', " ");
        let icu = icu_datetime::input::TimeZone::convert_from(zone.jiff());
        if icu.is_unknown() {
            return Some(typed);
        }
        let formatter = NoCalendarFormatter::try_new(self.conventions().into(), ExemplarCity).ok()?;
        Some(formatter.format(&icu.without_offset()).to_string())
    }

    /// Whose conventions times and dates follow: the reader's own region, in the language that the voice speaks to them.
    fn conventions(&self) -> Locale {
        let parse = |text: &str| Locale::try_from_str(&text.replace('_', "-")).ok();
        let wanted = parse(self.reading.locale).filter(|wanted| {
            wanted.id.language.as_str().eq_ignore_ascii_case(self.language.split('-').next().unwrap_or_default())
        });
        match wanted.or_else(|| parse(self.language)) {
            Some(locale) if locale.id.language.as_str() != "en" || locale.id.region.is_some() => locale,
            Some(_) | None => parse("en-GB").unwrap_or(Locale::UNKNOWN),
        }
    }
}

/// Narrow and unbreakable spaces reach some screens as odd characters.
fn plain_spaces(text: String) -> String {
    text.replace(['\u{202F}', '\u{00A0}', '\u{2009}'], " ")
}
