//! Which of the languages at hand serves a reader best.

/// The same thing in several languages, sorted by them. It takes no more room than they need: there are thousands, with three in most.
#[derive(Clone, Debug)]
pub(super) struct ByLanguage<T>(Vec<(Box<str>, T)>);

impl<T> Default for ByLanguage<T> {
    fn default() -> Self {
        ByLanguage(Vec::new())
    }
}

impl<T> ByLanguage<T> {
    /// Puts in what it is in `locale`, in place of what was there.
    pub(super) fn insert(&mut self, locale: &str, one: T) {
        match self.0.binary_search_by(|(have, _)| have.as_ref().cmp(locale)) {
            Ok(at) => self.0[at].1 = one,
            Err(at) => {
                self.0.reserve_exact(1);
                self.0.insert(at, (locale.into(), one));
            }
        }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &T)> {
        self.0.iter().map(|(locale, one)| (locale.as_ref(), one))
    }

    pub(super) fn locales(&self) -> impl Iterator<Item = &str> {
        self.iter().map(|(locale, _)| locale)
    }

    /// The languages alone.
    pub(super) fn languages(&self) -> ByLanguage<()> {
        ByLanguage(self.locales().map(|locale| (locale.into(), ())).collect())
    }

    pub(super) fn values(&self) -> impl Iterator<Item = &T> {
        self.iter().map(|(_, one)| one)
    }

    pub(super) fn retain(&mut self, is_kept: impl Fn(&T) -> bool) {
        self.0.retain(|(_, one)| is_kept(one));
    }
}

/// The entry in `locale`; else in its language, in any of its regions; else in English; else any. With the language found.
pub(super) fn best<'a, T>(of: &'a ByLanguage<T>, locale: &str) -> Option<(&'a str, &'a T)> {
    let english = || of.iter().find(|(have, _)| same_language(have, "en"));
    own(of, locale).or_else(english).or_else(|| of.iter().next())
}

/// The entry in `locale`, or in its language, without falling back to another.
pub(super) fn own<'a, T>(of: &'a ByLanguage<T>, locale: &str) -> Option<(&'a str, &'a T)> {
    if let Some(as_written) = of.iter().find(|(have, _)| *have == locale) {
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
