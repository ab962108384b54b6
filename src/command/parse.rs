//! Plain text into an [`Ask`].
//!
//! What follows a command is read as people type it: by position, leaving out what they leave out, or as `name:value`.
//! Their own words win: where it is unclear whether a word is an option or the beginning of what somebody wants to say,
//! nothing is taken from the words.

use jiff::civil::{Date, date};

use super::quoted::{quoted, unquoted_word};
use super::{Args, Ask, Name, Opt, Problem, Takes, Value, parse_date};
use crate::cadence::{Zone, parse_time};
use crate::engine::words::{MOST_CHARACTERS, MOST_OF_A_QUESTION, Words};
use crate::ids::UserRef;

/// What the parser must know of the network: how a mention looks.
pub trait Context {
    /// The account that a word mentions (`@ben`, `@ben:example.org`), with its display name; `None`: not a mention, or nobody.
    fn person(&self, word: &str) -> Option<(UserRef, String)>;
}

/// Reads what follows the prefix (`/`, `!`): `checkin 4 work listen long day`, `journal kind:gratitude search:"the sea"`.
///
/// Never fails: what cannot be read is an [`Ask`] that says so. It looks at nothing but the text and the context.
pub fn parse(text: &str, context: &dyn Context) -> Ask {
    let text = text.trim();
    let (word, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    let Some(name) = Name::find(word)
        .or_else(|| Name::find(&word.replace('_', "-")))
        .or_else(|| Name::find(&word.replace(['-', '_'], "")))
    else {
        return Ask::Unknown { nearest: nearest(word) };
    };
    let reader = Reader { options: name.spec().options, context, args: Args::new() };
    match reader.read(rest.trim()) {
        Ok(args) => Ask::Command { name, args },
        Err(problem) => Ask::Malformed { name, problem },
    }
}

/// The commands whose names are nearest to a word, best first, at most three.
fn nearest(word: &str) -> Vec<Name> {
    if word.chars().nth(32).is_some() {
        return Vec::new();
    }
    let word = word.to_lowercase();
    let mut scored: Vec<(f64, Name)> = super::TABLE
        .iter()
        .map(|spec| (strsim::jaro_winkler(&word, spec.name.as_str()), spec.name))
        .filter(|(score, _)| *score >= 0.75)
        .collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0));
    scored.into_iter().take(3).map(|(_, name)| name).collect()
}

struct Reader<'c> {
    options: &'static [Opt],
    context: &'c dyn Context,
    args: Args,
}

impl Reader<'_> {
    fn read(mut self, mut rest: &str) -> Result<Args, Problem> {
        while !rest.is_empty() {
            rest = match self.named_at(rest) {
                Some((option, after)) => self.take_named(option, after)?,
                None => self.take_positional(rest)?,
            }
            .trim_start();
        }
        match self.options.iter().find(|option| option.required && !self.args.contains_key(option.name)) {
            Some(missing) => Err(Problem::Missing(missing.name)),
            None => Ok(self.args),
        }
    }

    /// The option that is named at the very beginning of `rest`, and what follows the sign after its name.
    fn named_at<'t>(&self, rest: &'t str) -> Option<(&'static Opt, &'t str)> {
        self.options.iter().find_map(|option| {
            let after = strip_name(rest, option.name)?;
            let after = after.strip_prefix([':', '='])?;
            (!self.args.contains_key(option.name)).then_some((option, after.trim_start()))
        })
    }

    fn take_named<'t>(&mut self, option: &'static Opt, rest: &'t str) -> Result<&'t str, Problem> {
        if rest.is_empty() {
            return Ok(rest);
        }
        if let Takes::Rest(_) = option.takes {
            return Ok(self.take_words(option, rest));
        }
        if let Some((value, after)) = self.fitting(option, rest) {
            self.args.insert(option.name, value);
            return Ok(after);
        }
        let (text, after) = word_or_quoted(rest)?;
        self.insert_unfitting(option, text)?;
        Ok(after)
    }

    fn take_positional<'t>(&mut self, rest: &'t str) -> Result<&'t str, Problem> {
        let free: Vec<&'static Opt> =
            self.options.iter().filter(|option| !self.args.contains_key(option.name)).collect();
        let first = *free.first().ok_or(Problem::TooMuch)?;
        let last_words = free.iter().find(|option| is_words(option.takes));
        let skipping_is_safe = match last_words {
            Some(words) if holds_what_people_say(words.takes) => self.all_fit(&free, rest),
            Some(_) | None => true,
        };
        for (place, option) in free.iter().enumerate() {
            if is_words(option.takes) {
                if let Some(problem) = self.mistyped_name(option, rest).or_else(|| self.no_level(&free, rest)) {
                    return Err(problem);
                }
                return if option.takes == Takes::Word && free.len() > 1 {
                    let (text, after) = word_or_quoted(rest)?;
                    self.insert_unfitting(option, text)?;
                    Ok(after)
                } else {
                    Ok(self.take_words(option, rest))
                };
            }
            if (place == 0 || skipping_is_safe)
                && let Some((value, after)) = self.fitting(option, rest)
            {
                self.args.insert(option.name, value);
                return Ok(after);
            }
        }
        let (text, after) = word_or_quoted(rest)?;
        // A mistyped hour is an hour, although a zone might have come first.
        let with_figures = |option: &&&'static Opt| match option.takes {
            Takes::Time | Takes::Date | Takes::Level => true,
            Takes::Person | Takes::Zone | Takes::Choice(_) | Takes::Word | Takes::Rest(_) => false,
        };
        let figures = text.starts_with(|sign: char| sign.is_ascii_digit());
        let meant = free.iter().find(with_figures).filter(|_| figures);
        self.insert_unfitting(meant.copied().unwrap_or(first), text)?;
        Ok(after)
    }

    /// A number with nothing but options after it was meant as the level that is still free, but is none. With words after
    /// it, it belongs to them.
    fn no_level(&self, free: &[&'static Opt], rest: &str) -> Option<Problem> {
        let level = free.iter().find(|option| option.takes == Takes::Level)?;
        let (word, after) = unquoted_word(rest);
        bare_number(word).parse::<i64>().ok()?;
        let after = after.trim_start();
        let alone = after.is_empty() || self.named_at(after).is_some() || self.all_fit(free, after);
        alone.then_some(Problem::NotOneOf(level.name, LEVELS))
    }

    /// Whether everything in `rest` is a value of some option that is not words, so that no word of theirs is lost.
    fn all_fit(&self, free: &[&'static Opt], rest: &str) -> bool {
        let mut free = free.to_vec();
        let mut rest = rest;
        while !rest.is_empty() {
            let found = free.iter().enumerate().find_map(|(place, option)| {
                let (_, after) = self.fitting(option, rest)?;
                Some((place, after))
            });
            let Some((place, after)) = found else {
                // A further option by its name ends what stands by position.
                return self.named_at(rest).is_some();
            };
            free.remove(place);
            rest = after.trim_start();
        }
        true
    }

    /// The words of `option`, up to the next option that is given by its name.
    fn take_words<'t>(&mut self, option: &'static Opt, rest: &'t str) -> &'t str {
        let (text, after) = match quoted(rest) {
            Some((inside, after)) if self.ends_a_value(after) => (inside, after),
            Some(_) | None => {
                let end = self.next_named(option, rest).unwrap_or(rest.len());
                (rest[..end].trim_end(), &rest[end..])
            }
        };
        self.args.insert(option.name, Value::Text(Words::new(text.trim())));
        after
    }

    /// Whether a quotation that ends before `after` was the whole value, rather than words that begin with a quotation.
    fn ends_a_value(&self, after: &str) -> bool {
        let next = after.trim_start();
        next.is_empty() || (next.len() < after.len() && (quoted(next).is_some() || self.named_at(next).is_some()))
    }

    /// Where, within the words of `option`, another one begins that is given by its name. One that takes certain values
    /// counts only with such a value, so that "what I need: sleep" stays what somebody said.
    fn next_named(&self, option: &Opt, rest: &str) -> Option<usize> {
        rest.char_indices().filter(|(_, sign)| sign.is_whitespace()).find_map(|(at, sign)| {
            let begins = at + sign.len_utf8();
            let (named, value) = self.named_at(&rest[begins..])?;
            let fits = is_words(named.takes) || self.fitting(named, value).is_some();
            (named.name != option.name && fits).then_some(begins)
        })
    }

    /// A value at the beginning of `rest` that `option` takes, and what follows it; `None` if it is not one. Words fit
    /// everything and are not asked here.
    fn fitting<'t>(&self, option: &Opt, rest: &'t str) -> Option<(Value, &'t str)> {
        let text = |text: &str| Value::Text(Words::new(text));
        match option.takes {
            Takes::Person => self.person(rest),
            Takes::Zone => longest(rest, |part| part.parse::<Zone>().is_ok()).map(|(part, after)| (text(part), after)),
            Takes::Time => longest(rest, |part| parse_time(part).is_ok()).map(|(part, after)| (text(part), after)),
            Takes::Date => {
                longest(rest, |part| parse_date(part, SOME_DAY).is_some()).map(|(part, after)| (text(part), after))
            }
            Takes::Level => {
                let (part, after) = word_or_quoted(rest).ok()?;
                LEVELS.contains(&bare_number(part)).then(|| (text(bare_number(part)), after))
            }
            Takes::Choice(words) => choice(words, rest).map(|(word, after)| (text(word), after)).or_else(|| {
                // "partner" is also said by their name.
                words.contains(&"partner").then(|| self.person(rest)).flatten()
            }),
            Takes::Word | Takes::Rest(_) => None,
        }
    }

    /// A mention, of one word or several: `@ben`, `@Ben Miller`, `@"Ben Miller"`, `"@Ben Miller"`.
    fn person<'t>(&self, rest: &'t str) -> Option<(Value, &'t str)> {
        let value = |(user, name)| Value::Person { user, name };
        let (mark, inner) = match rest.strip_prefix('@') {
            Some(inner) => ("@", inner),
            None => ("", rest),
        };
        if let Some((inside, after)) = quoted(inner) {
            let found = self.context.person(&format!("{mark}{inside}")).or_else(|| self.context.person(inside))?;
            return Some((value(found), after));
        }
        leading_words(rest, 4).into_iter().find_map(|(part, after)| {
            let found = self.context.person(part)?;
            Some((value(found), after))
        })
    }

    fn insert_unfitting(&mut self, option: &'static Opt, text: &str) -> Result<(), Problem> {
        let value = match option.takes {
            Takes::Person => return Err(Problem::NoSuchPerson(option.name)),
            Takes::Choice(words) => return Err(Problem::NotOneOf(option.name, words)),
            Takes::Level => return Err(Problem::NotOneOf(option.name, LEVELS)),
            Takes::Zone | Takes::Time | Takes::Date | Takes::Word | Takes::Rest(_) => Value::Text(Words::new(text)),
        };
        self.args.insert(option.name, value);
        Ok(())
    }

    /// `kin:gratitude`: a name that is nearly an option's. Where people's own words go it is taken for words.
    fn mistyped_name(&self, option: &Opt, rest: &str) -> Option<Problem> {
        if holds_what_people_say(option.takes) {
            return None;
        }
        let (name, value) = unquoted_word(rest).0.split_once([':', '='])?;
        let near = !value.is_empty()
            && self.options.iter().any(|option| {
                strsim::jaro_winkler(&name.to_lowercase(), option.name) >= 0.85 && !self.args.contains_key(option.name)
            });
        near.then_some(Problem::NoSuchOption)
    }
}

/// What a level can be.
const LEVELS: &[&str] = &["1", "2", "3", "4", "5"];

/// `4,` and `4/5` as `4`.
fn bare_number(word: &str) -> &str {
    word.trim_end_matches([',', '.']).strip_suffix("/5").unwrap_or(word.trim_end_matches([',', '.']))
}

/// Only the form of a date is looked at here; which day it is, the engine says.
const SOME_DAY: Date = date(2026, 6, 15);

fn is_words(takes: Takes) -> bool {
    match takes {
        Takes::Word | Takes::Rest(_) => true,
        Takes::Person | Takes::Zone | Takes::Time | Takes::Date | Takes::Level | Takes::Choice(_) => false,
    }
}

/// What goes to the other or into the journal, as opposed to what is looked for or set.
fn holds_what_people_say(takes: Takes) -> bool {
    takes == Takes::Rest(MOST_CHARACTERS) || takes == Takes::Rest(MOST_OF_A_QUESTION)
}

/// What follows `name` at the beginning of `text`, in any case.
fn strip_name<'t>(text: &'t str, name: &str) -> Option<&'t str> {
    let start = text.get(..name.len())?;
    start.eq_ignore_ascii_case(name).then(|| &text[name.len()..])
}

fn word_or_quoted(rest: &str) -> Result<(&str, &str), Problem> {
    match quoted(rest) {
        Some(found) => Ok(found),
        None if super::quoted::opens(rest) => Err(Problem::OpenQuote),
        None => Ok(unquoted_word(rest)),
    }
}

/// The first one, two … `most` words of `rest`, shortest first, each with what follows.
fn leading_words(rest: &str, most: usize) -> Vec<(&str, &str)> {
    let mut ends = Vec::new();
    let mut in_word = false;
    for (at, sign) in rest.char_indices() {
        if in_word && sign.is_whitespace() {
            ends.push(at);
            if ends.len() == most {
                break;
            }
        }
        in_word = !sign.is_whitespace();
    }
    if ends.len() < most && in_word {
        ends.push(rest.len());
    }
    ends.into_iter().map(|end| (&rest[..end], &rest[end..])).collect()
}

/// A quoted text that fits, or the longest run of at most three words that does.
fn longest(rest: &str, fits: impl Fn(&str) -> bool) -> Option<(&str, &str)> {
    if let Some((inside, after)) = quoted(rest) {
        return fits(inside).then_some((inside, after));
    }
    leading_words(rest, 3).into_iter().rev().find(|(part, _)| fits(part))
}

/// One of `words` at the beginning of `rest`, in any case, with or without its hyphen, "a" before it or a comma after it.
fn choice<'t>(words: &[&'static str], rest: &'t str) -> Option<(&'static str, &'t str)> {
    let plain = |text: &str| text.to_lowercase().trim_end_matches([',', ';', '.']).replace(['-', ' '], "");
    let find = |text: &str| {
        let text = plain(text);
        words.iter().copied().find(|word| plain(word) == text)
    };
    if let Some((inside, after)) = quoted(rest) {
        return find(inside).map(|word| (word, after));
    }
    leading_words(rest, 2).into_iter().rev().find_map(|(part, after)| {
        let bare = match part.split_once(char::is_whitespace) {
            Some((article, word)) if article.eq_ignore_ascii_case("a") => word,
            Some(_) if !words.iter().any(|word| word.contains('-')) => return None,
            Some(_) | None => part,
        };
        find(bare).map(|word| (word, after))
    })
}

#[cfg(test)]
#[path = "parse_tests.rs"]
mod tests;
