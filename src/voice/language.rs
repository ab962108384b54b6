//! One language: its Fluent file, read once and checked.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::resolver::ResolverError;
use fluent_bundle::resolver::errors::ReferenceKind;
use fluent_bundle::{FluentArgs, FluentError, FluentResource, FluentValue};
use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement, Resource};
use fluent_syntax::{parser, serializer};
use unic_langid::LanguageIdentifier;

use super::markup::{self, Text};
use super::values::Spoken;
use super::{RenderError, VoiceProblem};

/// What a selector asks an argument, beside what the argument says: `{ $count -> … }` looks at `$count-is`.
const IS: &str = "-is";

/// The texts of one language.
pub(super) struct Language {
    bundle: FluentBundle<FluentResource>,
    texts: BTreeMap<String, About>,
}

/// What is known of a text.
#[derive(Default)]
struct About {
    /// The arguments that it uses: a sorted list, as a set would take room for eleven.
    arguments: Box<[String]>,
    /// Most texts take none, and are the same each time: made when they are first said.
    made: OnceLock<Text>,
}

/// The file of a language, as people find it.
pub(super) fn file_name(locale: &str) -> String {
    format!("prompts/voice/{locale}.ftl")
}

impl Language {
    /// Reads a file. What is wrong in it is added to `problems`; the rest is still there.
    pub(super) fn read(locale: &str, source: &str, problems: &mut Vec<VoiceProblem>) -> Language {
        let mut page = Page { file: file_name(locale), source, problems };
        let language: LanguageIdentifier = locale.parse().unwrap_or_else(|_| {
            page.complain(1, "the name of the file is not a language, such as de");
            LanguageIdentifier::default()
        });
        let mut resource = page.parse();
        let texts = page.check(&resource);
        resource.body.iter_mut().for_each(look_at_what_it_is);

        let mut bundle = FluentBundle::new_concurrent(vec![language]);
        // The marks would reach screens that show them as odd characters; adapters neutralise direction marks in names.
        bundle.set_use_isolating(false);
        let resource = match FluentResource::try_new(serializer::serialize(&resource)) {
            Ok(resource) | Err((resource, _)) => resource,
        };
        // A key that is there twice is a problem already, with its line.
        bundle.add_resource_overriding(resource);
        Language { bundle, texts }
    }

    /// Whether it has that text.
    pub(super) fn has(&self, key: &str) -> bool {
        self.texts.contains_key(key)
    }

    /// Its keys, with the arguments of each.
    pub(super) fn texts(&self) -> BTreeMap<&str, BTreeSet<&str>> {
        let arguments = self.texts.values().map(|about| about.arguments.iter().map(String::as_str).collect());
        self.texts.keys().map(String::as_str).zip(arguments).collect()
    }

    /// A text with its arguments.
    pub(super) fn say(&self, key: &str, args: &[(&str, Spoken)]) -> Result<Text, RenderError> {
        let Some(about) = self.texts.get(key).filter(|about| about.arguments.is_empty()) else {
            return self.made(key, args);
        };
        if let Some(made) = about.made.get() {
            return Ok(made.clone());
        }
        let made = self.made(key, &[])?;
        Ok(about.made.get_or_init(|| made).clone())
    }

    fn made(&self, key: &str, args: &[(&str, Spoken)]) -> Result<Text, RenderError> {
        let pattern = self
            .bundle
            .get_message(key)
            .and_then(|message| message.value())
            .ok_or_else(|| RenderError::NoText(key.to_owned()))?;
        let mut values = FluentArgs::new();
        let mut holes = Vec::with_capacity(args.len());
        for (name, spoken) in args {
            values.set(*name, FluentValue::from(markup::hole(holes.len())));
            values.set(format!("{name}{IS}"), spoken.is.clone());
            holes.push(spoken.spans.clone());
        }
        let mut errors = Vec::new();
        let text = self.bundle.format_pattern(pattern, Some(&values), &mut errors);
        match errors.first() {
            None => Ok(Text::new(&text, holes)),
            Some(error) => Err(RenderError::NoArgument { key: key.to_owned(), argument: lacking(error) }),
        }
    }
}

/// The argument that an error of the bundle is about.
fn lacking(error: &FluentError) -> String {
    if let FluentError::ResolverError(ResolverError::Reference(ReferenceKind::Variable { id })) = error {
        id.strip_suffix(IS).unwrap_or(id).to_owned()
    } else {
        error.to_string()
    }
}

/// A file under reading.
struct Page<'a> {
    file: String,
    source: &'a str,
    problems: &'a mut Vec<VoiceProblem>,
}

impl Page<'_> {
    fn complain(&mut self, line: usize, what: impl Into<String>) {
        self.problems.push(VoiceProblem { file: self.file.clone(), line, what: what.into() });
    }

    fn parse(&mut self) -> Resource<String> {
        match parser::parse(self.source.to_owned()) {
            Ok(resource) => resource,
            Err((resource, errors)) => {
                for error in errors {
                    let line = self.line_at(error.pos.start);
                    self.complain(line, format!("not Fluent: {}", error.kind));
                }
                resource
            }
        }
    }

    /// Looks at every text; gives the keys with their arguments.
    fn check(&mut self, resource: &Resource<String>) -> BTreeMap<String, About> {
        let mut texts = BTreeMap::new();
        for entry in &resource.body {
            let Entry::Message(message) = entry else {
                if let Entry::Term(term) = entry {
                    let line = self.line_of(&format!("-{}", term.id.name), 1);
                    self.complain(line, "terms are not used here; write the words out");
                }
                continue;
            };
            let key = &message.id.name;
            let line = self.line_of(key, 1);
            if !message.attributes.is_empty() {
                self.complain(line, format!("{key}: attributes are not used here"));
            }
            let Some(pattern) = &message.value else {
                self.complain(line, format!("{key}: there is no text"));
                continue;
            };
            let mut found = Found::default();
            found.look(pattern);
            for fault in found.faults {
                self.complain(line, format!("{key}: {fault}"));
            }
            let about = About { arguments: found.arguments.into_iter().collect(), ..About::default() };
            if texts.insert(key.clone(), about).is_some() {
                let line = self.line_of(key, 2);
                self.complain(line, format!("{key}: is there already"));
            }
        }
        texts
    }

    fn line_at(&self, position: usize) -> usize {
        let before = self.source.bytes().take(position);
        1 + before.filter(|byte| *byte == b'\n').count()
    }

    /// The line on which a key stands for the `nth` time.
    fn line_of(&self, key: &str, nth: usize) -> usize {
        let is = |line: &str| line.strip_prefix(key).is_some_and(|rest| rest.trim_start().starts_with('='));
        let lines = self.source.lines().enumerate();
        let mut places = lines.filter(|(_, line)| is(line)).map(|(at, _)| at + 1);
        places.nth(nth - 1).unwrap_or(1)
    }
}

/// What is in a text.
#[derive(Default)]
struct Found {
    arguments: BTreeSet<String>,
    faults: BTreeSet<String>,
}

impl Found {
    fn look(&mut self, pattern: &Pattern<String>) {
        let mut own = String::new();
        for element in &pattern.elements {
            match element {
                PatternElement::TextElement { value } => own.push_str(value),
                PatternElement::Placeable { expression: Expression::Inline(inline) } => self.inline(inline, &mut own),
                PatternElement::Placeable { expression: Expression::Select { selector, variants } } => {
                    self.inline(selector, &mut String::new());
                    for variant in variants {
                        self.look(&variant.value);
                    }
                }
            }
        }
        if let Some(fault) = markup::fault(&own) {
            self.faults.insert(fault.to_owned());
        }
    }

    fn inline(&mut self, expression: &InlineExpression<String>, own: &mut String) {
        match expression {
            InlineExpression::StringLiteral { value } => {
                if value.contains('\\') {
                    let fault = "write the character itself, not its number";
                    self.faults.insert(fault.to_owned());
                }
                own.push_str(value);
            }
            InlineExpression::VariableReference { id } => {
                self.arguments.insert(id.name.clone());
            }
            InlineExpression::NumberLiteral { .. }
            | InlineExpression::FunctionReference { .. }
            | InlineExpression::MessageReference { .. }
            | InlineExpression::TermReference { .. }
            | InlineExpression::Placeable { .. } => {
                self.faults.insert("only arguments, quoted texts and choices go into { }".to_owned());
            }
        }
    }
}

/// Turns `{ $x -> … }` into a choice by what the argument is, since `$x` itself only marks where it goes.
fn look_at_what_it_is(entry: &mut Entry<String>) {
    if let Entry::Message(message) = entry
        && let Some(pattern) = &mut message.value
    {
        rewrite(pattern);
    }
}

fn rewrite(pattern: &mut Pattern<String>) {
    for element in &mut pattern.elements {
        if let PatternElement::Placeable { expression: Expression::Select { selector, variants } } = element {
            if let InlineExpression::VariableReference { id } = selector {
                id.name.push_str(IS);
            }
            variants.iter_mut().for_each(|variant| rewrite(&mut variant.value));
        }
    }
}
