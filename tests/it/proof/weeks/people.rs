//! What two people do in a week, and what goes wrong meanwhile.

use super::*;

impl Week {
    /// Something goes wrong, or will at the next occasion.
    pub(super) async fn fault(&mut self) -> Result<(), String> {
        let (name, line) = match self.chance.index(9) {
            0 | 1 => ("dies", format!("machine: dies {}", self.chance.of(&POINTS))),
            2 => ("unsure and there", "network: unsure".to_owned()),
            3 => ("unsure and lost", "network: loses".to_owned()),
            4 => ("repeated", format!("{}: [again]", self.chance.of(&PEOPLE))),
            5 if self.is_down.is_none() => {
                self.is_down = Some(self.stage.now());
                ("down", "network: down".to_owned())
            }
            6 => {
                let by = 10 + self.chance.index(100) as i64;
                let back = self.chance.percent(50);
                let line = format!("machine: clock {}{by}m", if back { "-" } else { "+" });
                let by = SignedDuration::from_mins(if back { -by } else { by });
                *self.faults.entry("clock set").or_default() += 1;
                return self.goes(&line, by, true).await;
            }
            7 if self.chance.percent(30) => return self.moves_house().await,
            _ => return Ok(()),
        };
        *self.faults.entry(name).or_default() += 1;
        self.line(&line).await
    }

    /// The couple lives in another zone from now on.
    pub(super) async fn moves_house(&mut self) -> Result<(), String> {
        let zone: Zone = self.chance.of(&ZONES).parse().unwrap();
        let now = self.stage.now();
        self.wall =
            Wall::of(&zone, now - SignedDuration::from_hours(24 * 9), now + SignedDuration::from_hours(24 * 20));
        // To where they are already: that is no move, and what they had today comes no second time.
        if zone != self.zone {
            for ritual in &mut self.rituals {
                ritual.after = now;
            }
            self.zone = zone.clone();
        }
        *self.faults.entry("moves house").or_default() += 1;
        self.line(&format!("ana: /settings couple-zone {zone}")).await
    }

    pub(super) async fn up(&mut self) -> Result<(), String> {
        let since = self.is_down.take().unwrap();
        self.down.push((since, self.stage.now()));
        self.line("network: up").await
    }

    /// The clock goes on. A network that is down comes back before a prompt's grace is over, mostly.
    pub(super) async fn time(&mut self) -> Result<(), String> {
        if self.is_down.is_some() {
            let by = 1 + self.chance.index(200) as i64;
            self.goes(&format!("@ +{by}m"), SignedDuration::from_mins(by), false).await?;
            return self.up().await;
        }
        let asleep = self.chance.percent(12);
        let most = if asleep { 20 * 60 } else { 14 * 60 };
        let by = 1 + self.chance.index(most) as i64;
        if asleep {
            *self.faults.entry("asleep").or_default() += 1;
        }
        let line = format!("@ {}+{by}m", if asleep { "asleep " } else { "" });
        self.goes(&line, SignedDuration::from_mins(by), asleep).await
    }

    /// Mostly somebody answers.
    pub(super) async fn answers(&mut self) -> Result<(), String> {
        let who = self.chance.index(2);
        if self.chance.percent(80) {
            let word = self.word(who, true);
            self.line(&format!("{}: /checkin 3 words:\"{word}\"", PEOPLE[who])).await?;
        }
        if self.chance.percent(80) {
            let word = self.word(who, true);
            self.line(&format!("{}: /gratitude what:\"{word}\"", PEOPLE[who])).await?;
        }
        Ok(())
    }

    /// Somebody does something.
    pub(super) async fn person(&mut self) -> Result<(), String> {
        let who = self.chance.index(2);
        let name = PEOPLE[who];
        match self.chance.index(9) {
            0 => self.line(&format!("{name}: /prompt")).await,
            1 | 2 => self.seals(who).await,
            3 => {
                let word = self.word(who, false);
                self.plain[who].push(word.clone());
                self.line(&format!("{name} → bot: {word}")).await
            }
            4 if !self.plain[who].is_empty() => {
                let word = self.word(who, false);
                self.plain[who].pop();
                self.plain[who].push(word.clone());
                self.line(&format!("{name}: [edit] {word}")).await
            }
            5 if !self.plain[who].is_empty() => {
                let word = self.plain[who].pop().unwrap();
                self.wrote.get_mut(&word).unwrap().gone = true;
                self.line(&format!("{name}: [withdraw]")).await
            }
            6 if self.chance.percent(30) => {
                let line = if self.paused { "ana: /resume" } else { "ana: /pause" };
                self.paused = !self.paused;
                self.line(line).await
            }
            7 => self.line(&format!("{name}: /journal")).await,
            8 => self.line(&format!("{name}: /skip")).await,
            _ => Ok(()),
        }
    }

    /// Answers a sealed question that is in front of them, if one is.
    pub(super) async fn seals(&mut self, who: usize) -> Result<(), String> {
        let name = PEOPLE[who];
        let sealed = |button: &Button| {
            if let Button::Answer(round, FormKind::Words) = button { Some(*round) } else { None }
        };
        let offers = self.stage.offers(name);
        // What the label leads to: the newest of that name.
        let Some(round) = offers.iter().find(|offer| offer.label == "Answer").and_then(|offer| sealed(&offer.button))
        else {
            return Ok(());
        };
        self.line(&format!("{name}: [press Answer]")).await?;
        let word = self.word(who, false);
        self.wrote.get_mut(&word).unwrap().sealed = Some(round);
        self.line(&format!("{name}: [form words={word}]")).await
    }

    /// A text that is told apart from all others.
    pub(super) fn word(&mut self, who: usize, must: bool) -> String {
        let word = format!("canary{}q{}q", PEOPLE[who], self.wrote.len());
        self.wrote.insert(word.clone(), Wrote { who, must, sealed: None, gone: false });
        word
    }
}
