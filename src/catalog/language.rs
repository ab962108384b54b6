//! Which of the languages at hand serves a reader best.

use std::collections::BTreeMap;

/// The entry in `locale`; else in its language, in any of its regions; else in English; else any. With the language found.
pub(super) fn best<'a, T>(of: &'a BTreeMap<String, T>, locale: &str) -> Option<(&'a str, &'a T)> {
    let english = || of.iter().find(|(have, _)| same_language(have, "en"));
    let found = own(of, locale).or_else(english).or_else(|| of.iter().next());
    found.map(|(locale, one)| (locale.as_str(), one))
}

/// The entry in `locale`, or in its language, without falling back to another.
pub(super) fn own<'a, T>(of: &'a BTreeMap<String, T>, locale: &str) -> Option<(&'a String, &'a T)> {
    if let Some(as_written) = of.get_key_value(locale) {
        return Some(as_written);
    }
    let written = locale.replace('_', "-");
    let exact = of.iter().find(|(have, _)| have.eq_ignore_ascii_case(&written));
    let bare = || of.iter().find(|(have, _)| have.eq_ignore_ascii_case(language(locale)));
    let region = || of.iter().find(|(have, _)| same_language(have, locale));
    exact.or_else(bare).or_else(region)
}

/// Whether `name` looks like a language with an optional region: `en`, `pt-BR`.
pub(super) fn is_locale(name: &str) -> bool {
    let mut parts = name.split('-');
    let language = parts.next().unwrap_or_default();
    let plain = |part: &str| (2..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric());
    (2..=3).contains(&language.len()) && language.bytes().all(|b| b.is_ascii_lowercase()) && parts.all(plain)
}

fn same_language(one: &str, other: &str) -> bool {
    language(one).eq_ignore_ascii_case(language(other))
}

fn language(locale: &str) -> &str {
    locale.split(['-', '_']).next().unwrap_or_default()
}
