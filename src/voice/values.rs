//! Arguments of texts, as they are said.

use fluent_bundle::FluentValue;
use jiff::{SignedDuration, Timestamp, civil};

use super::markup::clean;
use super::{RenderError, Speaker};
use crate::body::Span;
use crate::cadence::{Days, QuietHours, Schedule, Zone};
use crate::engine::say::{Arg, line};
use crate::ids::PartnerId;

/// Most characters of a display name; networks allow less, a hostile one more.
const LONGEST_NAME: usize = 80;

/// An argument, ready for a text.
#[derive(Clone)]
pub(super) struct Spoken {
    /// What stands in the text.
    pub(super) spans: Vec<Span>,
    /// What a choice in the text looks at: a number, or a word such as `question`, `you`, `off`.
    pub(super) is: FluentValue<'static>,
}

impl Spoken {
    /// A text as it is.
    pub(super) fn text(text: &str) -> Spoken {
        Spoken::known(clean(text), text.to_owned())
    }

    /// A text of ours that stands for `word`.
    fn known(text: String, word: impl Into<String>) -> Spoken {
        Spoken { spans: vec![Span::Text(text)], is: FluentValue::from(word.into()) }
    }
}

impl Speaker<'_> {
    /// An argument in the reader's language, zone and view.
    pub(super) fn spoken(&self, arg: &Arg) -> Result<Spoken, RenderError> {
        Ok(match arg {
            Arg::Text(text) => Spoken::text(text),
            Arg::Number(number) => {
                Spoken { spans: vec![Span::Text(number.to_string())], is: FluentValue::from(*number) }
            }
            Arg::Person(partner) => self.person(*partner)?,
            Arg::Moment(at) => self.instant(*at, self.moment(self.local(*at))?, false),
            Arg::TimeOf(at) => self.instant(*at, self.time(self.local(*at).time()), true),
            Arg::TimeIn(at, zone) => Spoken::text(&self.time(zone.local(*at).time())),
            Arg::Date(date) => Spoken::text(&self.date(*date)),
            Arg::Clock(time) => clock(self.time(*time)),
            Arg::Label(label) => Spoken::text(&self.moment(*label)?),
            Arg::Length(length) => Spoken::text(&self.length(*length)?),
            Arg::Zone(zone) => Spoken::known(self.zone(zone)?, zone.name()),
            Arg::When(schedule) => Spoken::text(&self.when(schedule)?),
            Arg::Quiet(hours) => self.quiet(hours)?,
            Arg::Command(name) => {
                Spoken { spans: vec![Span::Command((*name).to_owned())], is: FluentValue::from(*name) }
            }
            Arg::Kind(kind) => Spoken::known(self.plain(kind_key(*kind), vec![])?, kind.as_str()),
            Arg::Topic(topic) => {
                let name = self.reading.catalog.topic_name(topic, self.language);
                Spoken::known(clean(name), topic.as_str())
            }
            Arg::Language(code) => Spoken::known(self.language_name(code), code.as_str()),
            Arg::Line(line) => Spoken { spans: self.inline(line)?, is: FluentValue::from(line.key) },
            Arg::List(args) => self.list(args)?,
        })
    }

    fn person(&self, partner: PartnerId) -> Result<Spoken, RenderError> {
        let is = match self.reading.only {
            None => "one",
            Some(reader) if reader == partner => "you",
            Some(_) => "other",
        };
        let name = self.reading.couple.map(|couple| name(&couple.partner(partner).name));
        let name = match name.filter(|name| !name.is_empty()) {
            Some(name) => name,
            None => self.plain("person-without-name", vec![])?,
        };
        let span = match self.account(partner) {
            Some(user) => Span::Person { user: user.clone(), name },
            None => Span::Text(name),
        };
        Ok(Spoken { spans: vec![span], is: FluentValue::from(is) })
    }

    fn instant(&self, at: Timestamp, text: String, clock_only: bool) -> Spoken {
        Spoken { spans: vec![Span::Time { at, text, clock_only }], is: FluentValue::from(at.to_string()) }
    }

    /// Several as one: "a, b and c".
    fn list(&self, args: &[Arg]) -> Result<Spoken, RenderError> {
        let mut list = Spoken { spans: Vec::new(), is: FluentValue::from(args.len()) };
        for (at, arg) in args.iter().enumerate() {
            let next = self.spoken(arg)?;
            if at == 0 {
                list.spans = next.spans;
                continue;
            }
            let last = at + 1 == args.len();
            let key = if last { "list-last" } else { "list-middle" };
            let both = [("before", list.clone()), ("after", next)];
            list.spans = self.voice.said(self.language, key, &both)?.inline();
        }
        Ok(list)
    }

    fn length(&self, length: SignedDuration) -> Result<String, RenderError> {
        let minutes = length.unsigned_abs().as_secs() / 60;
        let (days, hours, minutes) =
            if minutes >= 72 * 60 { (minutes / 1440, minutes / 60 % 24, 0) } else { (0, minutes / 60, minutes % 60) };
        let parts: Vec<Arg> = [("length-days", days), ("length-hours", hours), ("length-minutes", minutes)]
            .into_iter()
            .filter(|(_, count)| *count > 0)
            .map(|(key, count)| {
                let count = i64::try_from(count).unwrap_or(i64::MAX);
                Arg::Line(line(key).number("count", count))
            })
            .collect();
        if parts.is_empty() {
            return self.plain("length-moment", vec![]);
        }
        Ok(crate::body::spans(&self.list(&parts)?.spans, '/'))
    }

    fn quiet(&self, hours: &QuietHours) -> Result<Spoken, RenderError> {
        if hours.is_off() {
            return Ok(Spoken::known(self.plain("quiet-off", vec![])?, "off"));
        }
        let ends = vec![("from", Arg::Clock(hours.from)), ("until", Arg::Clock(hours.until))];
        Ok(Spoken::known(self.plain("quiet-range", ends)?, "on"))
    }

    fn when(&self, schedule: &Schedule) -> Result<String, RenderError> {
        let Some((days, time)) = schedule.simple() else {
            return self.pattern(schedule);
        };
        let time = ("time", Arg::Clock(time));
        match days {
            Days::Every => self.plain("when-every-day", vec![time]),
            Days::Weekdays => self.plain("when-weekdays", vec![time]),
            Days::Weekends => self.plain("when-weekends", vec![time]),
            Days::On(days) if days.len() == 1 => {
                let name = self.weekday(days[0]);
                self.plain("when-on-day", vec![("day", Arg::Text(name)), time])
            }
            Days::On(days) => {
                let names = days.into_iter().map(|day| Arg::Text(self.weekday(day))).collect();
                self.plain("when-on-days", vec![("days", Arg::List(names)), time])
            }
            Days::Monthly(day) => {
                let day = ("day", Arg::Number(i64::from(day)));
                self.plain("when-monthly", vec![day, time])
            }
        }
    }

    /// A schedule that words cannot say: its pattern, and the next time that it means.
    fn pattern(&self, schedule: &Schedule) -> Result<String, RenderError> {
        let couple = self.reading.couple;
        let zone: &Zone = couple.map_or(self.reading.zone, |couple| &couple.ours.zone);
        let cron = ("cron", Arg::Text(schedule.cron()));
        match schedule.next(zone, self.reading.now) {
            Some(next) => {
                let next = ("next", Arg::Label(next.label));
                self.plain("when-pattern", vec![cron, next])
            }
            None => self.plain("when-pattern-over", vec![cron]),
        }
    }

    /// A language by its own name, if the voice speaks it; else its code.
    fn language_name(&self, code: &str) -> String {
        let own = self.voice.best(code);
        let bare = code.split(['-', '_']).next().unwrap_or_default();
        if !own.eq_ignore_ascii_case(bare) && !own.eq_ignore_ascii_case(code) {
            return clean(code);
        }
        self.voice.text(own, "language-name", &[]).unwrap_or_else(|_| clean(code))
    }

    fn local(&self, at: Timestamp) -> civil::DateTime {
        self.reading.zone.local(at)
    }
}

/// A time of day. A choice looks at the hour that it shows, since some languages say one o'clock in the singular.
fn clock(text: String) -> Spoken {
    let hour: String = text.chars().take_while(char::is_ascii_digit).collect();
    let is = hour.parse::<i64>().map_or_else(|_| FluentValue::from(text.clone()), FluentValue::from);
    Spoken { spans: vec![Span::Text(clean(&text))], is }
}

/// The key of a kind's name.
pub(super) fn kind_key(kind: crate::catalog::Kind) -> &'static str {
    use crate::catalog::Kind;
    match kind {
        Kind::Gratitude => "kind-gratitude",
        Kind::CheckIn => "kind-check-in",
        Kind::Question => "kind-question",
        Kind::List => "kind-list",
        Kind::Exercise => "kind-exercise",
    }
}

/// A display name on one line, of a bearable length, without what could disturb the text around it.
fn name(name: &str) -> String {
    let plain = clean(name).replace('\n', " ");
    let plain = plain.trim();
    if plain.chars().nth(LONGEST_NAME).is_none() {
        return plain.to_owned();
    }
    plain.chars().take(LONGEST_NAME).chain(std::iter::once('…')).collect()
}
