//! `betwixt try`: two people, one terminal, the real bot.

mod complete;
mod editor;
mod form;
mod guide;
mod screen;
mod session;

use std::collections::BTreeSet;
use std::io::{self, IsTerminal as _, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use jiff::Timestamp;

use super::{Failure, Global, block_on};
use crate::cadence::Zone;
use crate::engine::say::line;
use crate::platform::terminal::is_name;
use crate::story::{self, Difference, Furnishing, Opening, Story, StoryError, Theatre};
use editor::{Lines, Typed};
use screen::{Screen, Tongue};
use session::{Next, Session};

/// Try the bot here: two people in one terminal, no account, a clock that you can move
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  betwixt try
  betwixt try --data us.db
  betwixt try --script tests/it/stories/first_day.story
  printf 'ana: /help\\n' | betwixt try

What a script looks like: tests/it/stories/README.md")]
pub(super) struct TryIt {
    /// Keep the database in FILE for the next time (without it, nothing is kept)
    #[arg(long, value_name = "FILE")]
    data: Option<PathBuf>,
    /// Play the story in FILE (- for standard input) and print what happens; exit status 1 where the bot does not do what it says
    #[arg(long, value_name = "FILE")]
    script: Option<PathBuf>,
    /// Makes ids and choices the same each time [default with a script: 1]
    #[arg(long, value_name = "NUMBER")]
    seed: Option<u64>,
    /// The language of the two, such as de
    #[arg(long, value_name = "LANGUAGE")]
    lang: Option<String>,
    /// The zone of the clock [default: this machine's; in a script Europe/Paris]
    #[arg(long, value_name = "ZONE")]
    zone: Option<Zone>,
    /// What the two are called
    #[arg(long, value_names = ["ONE", "TWO"], num_args = 2, default_values = ["ana", "ben"], value_parser = name)]
    names: Vec<String>,
}

/// Wide enough for what cannot say how wide it is.
const USUAL_WIDTH: usize = 80;

fn name(text: &str) -> Result<String, String> {
    if is_name(text) { Ok(text.to_owned()) } else { Err("a name is one word of letters, and not `bot`".to_owned()) }
}

impl TryIt {
    pub(super) fn run(self, global: &Global) -> Result<(), Failure> {
        global.log_only("error")?;
        match self.script.clone() {
            Some(file) if file.as_os_str() == "-" => {
                let story = read_story("standard input", &standard_input()?)?;
                block_on(self.plays(story, true))
            }
            Some(file) => {
                let text = std::fs::read_to_string(&file)
                    .map_err(|error| Failure::Usage(format!("{}: {error}", file.display())))?;
                let story = read_story(&file.display().to_string(), &text)?;
                block_on(self.plays(story, true))
            }
            None if !io::stdin().is_terminal() => {
                let story = read_story("standard input", &standard_input()?)?;
                block_on(self.plays(story, false))
            }
            None => self.talks(),
        }
    }

    /// Plays a story and prints what happened.
    async fn plays(self, story: Story, checked: bool) -> Result<(), Failure> {
        let mut opening = Opening::of(&story.head);
        if let (None, Some(zone)) = (&story.head.zone, &self.zone) {
            opening.zone = zone.clone();
        }
        opening.lang = opening.lang.or_else(|| self.lang.clone());
        let mut theatre = Theatre::open(&opening, self.furnishing(Some(1))).await?;
        if !checked {
            let tongue = tongue(&theatre, &opening);
            writeln!(io::stderr(), "betwixt: {}", tongue.say(&line("terminal-script"), opening.now))?;
        }
        let played = story::play(&story, &mut theatre.stage).await;
        theatre.close().await?;
        let played = played?;
        io::stdout().write_all(played.transcript.as_bytes())?;
        let stuck = |difference: &&Difference| matches!(difference, Difference::Stuck { .. });
        let told: Vec<&Difference> = played.differences.iter().filter(|one| checked || stuck(one)).collect();
        if told.is_empty() {
            return Ok(());
        }
        let mut err = io::stderr().lock();
        for difference in told {
            writeln!(err, "\n{}", difference.to_string().trim_end())?;
        }
        Err(Failure::Reported)
    }

    /// Lets two people talk with the bot.
    fn talks(self) -> Result<(), Failure> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let opening = self.opening();
        let guided = self.data.as_ref().is_none_or(|file| !file.exists());
        let mut theatre = runtime.block_on(Theatre::open(&opening, self.furnishing(None)))?;
        #[cfg(unix)]
        tidy_when_ended(theatre.scratch().map(Path::to_owned))?;
        let done = self.converses(&runtime, &mut theatre, &opening, guided);
        runtime.block_on(theatre.close())?;
        done
    }

    fn converses(
        &self,
        runtime: &tokio::runtime::Runtime,
        theatre: &mut Theatre,
        opening: &Opening,
        guided: bool,
    ) -> Result<(), Failure> {
        let colour = std::env::var_os("NO_COLOR").is_none_or(|set| set.is_empty())
            && std::env::var_os("TERM").is_none_or(|term| term != "dumb")
            && io::stdout().is_terminal();
        let tongue = Arc::new(tongue(theatre, opening));
        let mut lines = Lines::new(colour).map_err(anyhow::Error::from)?;
        let mut screen = Screen::new(io::stdout(), tongue.clone(), USUAL_WIDTH, colour);
        let mut session = Session::new(&mut theatre.stage, tongue, self.names.clone(), guided);
        screen.resize(lines.width().unwrap_or(USUAL_WIDTH));
        runtime.block_on(session.opens(&mut screen))?;
        loop {
            screen.flush()?;
            let typed = lines
                .read(&session.prompt(), session.completion(), session.suggestion())
                .map_err(anyhow::Error::from)?;
            screen.resize(lines.width().unwrap_or(USUAL_WIDTH));
            match typed {
                Typed::Line(line) => match runtime.block_on(session.line(&line, &mut screen))? {
                    Next::More => {}
                    Next::End => break,
                },
                Typed::Interrupted => session.interrupted(&mut screen)?,
                Typed::End => break,
            }
        }
        session.ends(self.data.is_some(), &mut screen)?;
        screen.flush()?;
        Ok(())
    }

    fn opening(&self) -> Opening {
        Opening {
            zone: self.zone.clone().unwrap_or_else(here),
            now: Timestamp::now(),
            people: Some(self.names.iter().cloned().collect::<BTreeSet<String>>()),
            lang: Some(self.lang.clone().unwrap_or_else(language)),
            host: None,
        }
    }

    fn furnishing(&self, seed: Option<u64>) -> Furnishing {
        Furnishing { data: self.data.clone(), seed: self.seed.or(seed) }
    }
}

fn tongue(theatre: &Theatre, opening: &Opening) -> Tongue {
    Tongue {
        voice: theatre.voice.clone(),
        catalog: theatre.catalog.clone(),
        locale: opening.lang.clone().unwrap_or_else(|| "en".to_owned()),
        zone: opening.zone.clone(),
    }
}

/// Removes `folder` when this process is told to end, which the editor of the line would never hear of.
#[cfg(unix)]
fn tidy_when_ended(folder: Option<PathBuf>) -> Result<(), Failure> {
    use tokio::signal::unix::{SignalKind, signal};
    let Some(folder) = folder else {
        return Ok(());
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    std::thread::spawn(move || {
        let told = runtime.block_on(async {
            let mut ends = signal(SignalKind::terminate())?;
            let mut hangs_up = signal(SignalKind::hangup())?;
            tokio::select! {
                _ = ends.recv() => {}
                _ = hangs_up.recv() => {}
            }
            Ok::<(), io::Error>(())
        });
        if told.is_ok() {
            // What cannot be removed now is sealed with a key that ends with this process.
            let _ = std::fs::remove_dir_all(&folder);
            std::process::exit(0);
        }
    });
    Ok(())
}

fn standard_input() -> Result<String, Failure> {
    let mut text = String::new();
    io::stdin().read_to_string(&mut text).map_err(|error| Failure::Usage(format!("standard input: {error}")))?;
    Ok(text)
}

fn read_story(name: &str, text: &str) -> Result<Story, Failure> {
    story::parse(text).map_err(|StoryError { line, problem }| Failure::Usage(format!("{name}:{line}: {problem}")))
}

/// The zone of this machine.
fn here() -> Zone {
    let system = jiff::tz::TimeZone::system();
    system.iana_name().and_then(|name| name.parse().ok()).unwrap_or_else(Zone::utc)
}

/// The language of this machine, from the usual variables.
fn language() -> String {
    let set = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(|name| {
        let value = std::env::var(name).ok()?;
        let language = value.split(['.', '@']).next().unwrap_or_default().replace('_', "-");
        (language.len() >= 2 && language != "POSIX").then_some(language)
    });
    set.unwrap_or_else(|| "en".to_owned())
}

#[cfg(test)]
mod tests;
