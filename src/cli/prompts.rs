//! `betwixt prompts`: for whoever writes prompts, or wonders what will be asked.

use std::io::{self, Write};
use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::Failure;
use crate::catalog::{Catalog, Kind, Practice, Prompt, PromptId, Setting};
use crate::year::LIVES;

/// Look at prompt packs, and check your own
#[derive(Debug, Args)]
pub(super) struct Prompts {
    #[command(subcommand)]
    command: What,
}

#[derive(Debug, Subcommand)]
enum What {
    Lint(Lint),
    Show(Show),
    Year(Year),
}

/// Check packs: what is wrong (exit status 1), and what could read better
#[derive(Debug, Args)]
struct Lint {
    /// Your own packs, or one of them; without it, the packs in the binary
    folder: Option<PathBuf>,
    /// Of a whole library: name every prompt that lacks a language in which it is to be complete
    #[arg(long)]
    languages: bool,
}

/// Show prompts as the two would see them
#[derive(Debug, Args)]
struct Show {
    /// A prompt's id; without it, a list of ids
    id: Option<String>,
    /// Only this kind: gratitude, check-in, question, list, exercise
    #[arg(long)]
    kind: Option<Kind>,
    /// Only this practice, such as listening
    #[arg(long)]
    practice: Option<Practice>,
    /// In this language, such as de; where there is none, in English, and that is said
    #[arg(long, default_value = "en", value_name = "LOCALE")]
    language: String,
    /// Every prompt in full
    #[arg(long)]
    all: bool,
    /// Your own packs, shown beside those in the binary
    #[arg(long, value_name = "FOLDER")]
    packs: Option<PathBuf>,
}

/// Let simulated couples live a year with the prompts, and report what they are asked
#[derive(Debug, Args)]
struct Year {
    /// Decides every choice; the same seed gives the same year
    #[arg(long, default_value_t = 1, value_name = "N")]
    seed: u64,
    /// Your own packs, used beside those in the binary
    #[arg(long, value_name = "FOLDER")]
    packs: Option<PathBuf>,
}

impl Prompts {
    pub(super) fn run(self) -> Result<(), Failure> {
        let mut out = io::stdout().lock();
        match self.command {
            What::Lint(lint) => lint.run(&mut out)?,
            What::Show(show) => show.run(&mut out)?,
            What::Year(year) => year.run(&mut out)?,
        }
        out.flush()?;
        Ok(())
    }
}

impl Lint {
    fn run(self, out: &mut impl Write) -> Result<(), Failure> {
        // A folder with `names` in it is a library of its own, such as the one in our sources.
        let alone = self.folder.as_ref().filter(|folder| folder.join("names").is_dir());
        let (catalog, problems) = match alone {
            Some(folder) => Catalog::load_alone_lenient(folder),
            None => Catalog::load_lenient(self.folder.as_deref()),
        };
        for problem in problems.iter() {
            writeln!(out, "{problem}")?;
        }
        let mut warnings = catalog.warnings().0;
        if let Some(folder) = &self.folder {
            let own = folder.display().to_string();
            warnings.retain(|warning| warning.file.starts_with(&own));
        }
        for warning in &warnings {
            writeln!(out, "{}: warning: {}", warning.place(), warning.what)?;
        }
        let languages = catalog.languages().join(", ");
        let mut said = format!(
            "{} prompts in {languages}; {} wrong, {} worth a second look",
            catalog.len(),
            problems.len(),
            warnings.len()
        );
        // An operator's own packs may be in one language; a library is to be whole.
        if alone.is_some() || self.folder.is_none() {
            let untranslated = catalog.untranslated();
            if self.languages {
                for missing in untranslated.iter() {
                    writeln!(out, "{}: not yet: {}", missing.place(), missing.what)?;
                }
            }
            if !untranslated.is_empty() {
                said.push_str(&format!(", {} not translated yet (--languages names them)", untranslated.len()));
            }
        }
        writeln!(out, "{said}")?;
        out.flush()?;
        if problems.is_empty() { Ok(()) } else { Err(Failure::Reported) }
    }
}

impl Year {
    fn run(self, out: &mut impl Write) -> Result<(), Failure> {
        let catalog =
            Catalog::load(self.packs.as_deref()).map_err(|problems| Failure::Wrong(anyhow::Error::new(problems)))?;
        for (n, life) in LIVES.into_iter().enumerate() {
            if n > 0 {
                writeln!(out)?;
            }
            let year = crate::year::Year::play(&catalog, life, self.seed);
            write!(out, "{}", year.report(&catalog))?;
        }
        Ok(())
    }
}

impl Show {
    fn run(self, out: &mut impl Write) -> Result<(), Failure> {
        let (catalog, problems) = Catalog::load_lenient(self.packs.as_deref());
        if let Some(id) = &self.id {
            let id = PromptId(id.clone());
            return match catalog.prompt(&id) {
                Some(prompt) => Ok(self.in_full(out, &catalog, prompt)?),
                None if problems.is_empty() => Err(Failure::Usage(unknown(&catalog, &id))),
                None => Err(Failure::Usage(format!("{}\n{problems}", unknown(&catalog, &id)))),
            };
        }
        let wanted = |prompt: &&Prompt| {
            self.kind.is_none_or(|kind| prompt.kind == kind)
                && self.practice.is_none_or(|practice| prompt.practice == practice)
        };
        for (n, prompt) in catalog.prompts().filter(wanted).enumerate() {
            if self.all {
                if n > 0 {
                    writeln!(out)?;
                }
                self.in_full(out, &catalog, prompt)?;
            } else {
                let text = catalog.text(&prompt.id, &self.language).map(|text| text.text).unwrap_or_default();
                writeln!(out, "{}\t{}\t{}\t{text}", prompt.id, prompt.kind, prompt.practice)?;
            }
        }
        if problems.is_empty() {
            return Ok(());
        }
        out.flush()?;
        Err(Failure::Wrong(anyhow::Error::new(problems).context("some packs are left out")))
    }

    /// The prompt with everything that is said about it.
    fn in_full(&self, out: &mut impl Write, catalog: &Catalog, prompt: &Prompt) -> io::Result<()> {
        let language = &self.language;
        writeln!(out, "{} ({}, pack {})", prompt.id, prompt.kind, prompt.pack)?;
        if let Some(text) = catalog.text(&prompt.id, language) {
            if !catalog.speaks(&prompt.id, language) {
                writeln!(out, "  (not in {language} yet; this is {})", text.locale)?;
            }
            if let Some(title) = text.title {
                writeln!(out, "  {title}")?;
            }
            writeln!(out, "  {}", text.text)?;
            if let Some(needs) = text.needs {
                writeln!(out, "  Needed: {needs}")?;
            }
            for (n, step) in text.steps.iter().enumerate() {
                writeln!(out, "  {}. {step}", n + 1)?;
            }
            if let Some(safety) = text.safety {
                writeln!(out, "  Take care: {safety}")?;
            }
        }
        writeln!(out, "  {}", facts(catalog, prompt, language))?;
        if let Some(why) = catalog.why(&prompt.id, language) {
            writeln!(out, "  Why: {}. {}", why.practice_name, why.finding)?;
            writeln!(out, "  What it does not show: {}", why.limit)?;
            writeln!(out, "  {} ({}): {}", why.strength.word(), why.strength, why.source)?;
        }
        Ok(())
    }
}

fn facts(catalog: &Catalog, prompt: &Prompt, language: &str) -> String {
    let minutes = if prompt.minutes == 1 { "1 minute".to_owned() } else { format!("{} minutes", prompt.minutes) };
    let mut facts = vec![format!("about {minutes}"), format!("depth {}", prompt.depth)];
    match prompt.setting {
        Setting::Together => facts.push("in one place".to_owned()),
        Setting::Apart => facts.push("apart".to_owned()),
        Setting::Either => {}
    }
    if let Some(items) = prompt.items {
        facts.push(format!("{items} things"));
    }
    if let Some(topic) = &prompt.topic {
        facts.push(format!("only if both said yes to: {}", catalog.topic_name(topic, language)));
    }
    if prompt.light {
        facts.push("fit for a first try".to_owned());
    }
    if let Some(lighter) = &prompt.lighter {
        facts.push(format!("lighter: {lighter}"));
    }
    facts.join(", ")
}

fn unknown(catalog: &Catalog, id: &PromptId) -> String {
    let distance = |prompt: &Prompt| strsim::damerau_levenshtein(prompt.id.as_str(), id.as_str());
    match catalog.prompts().min_by_key(|prompt| distance(prompt)) {
        Some(near) => format!("there is no prompt \"{id}\"; the nearest is \"{}\"", near.id),
        None => format!("there is no prompt \"{id}\""),
    }
}
