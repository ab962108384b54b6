//! What must be true of a week: which hours have a post, by the second reading; and every promise, during it and at its end.

use super::*;

impl Week {
    /// What should become of every occurrence up to `target`.
    pub(super) fn foresee(&mut self, couple: &Couple, target: Timestamp, at_once: bool) {
        // The third round in a row that nobody answered: the hour at which it is closed has no post.
        let rests = |kind: Kind| {
            let mut open = couple.rounds.values().filter(|round| round.ritual == Some(kind) && round.is_open());
            couple.rituals[&kind].empty_rounds >= 2 && open.any(|round| round.answers.is_empty())
        };
        // By name, where two are due at once.
        loop {
            let due = |ritual: &Ritual| ritual.rule.occurrences(&self.wall, ritual.after, ritual.had, target);
            let all = self.rituals.each_ref().map(due);
            let next = (0..2).filter(|index| !all[*index].is_empty()).min_by_key(|index| (all[*index][0].0, *index));
            let Some(index) = next else { return };
            let now = if at_once { target } else { all[index][0].0 };
            let due: Vec<_> = all[index].iter().filter(|(at, _)| *at <= now).copied().collect();
            for (place, (at, label)) in due.iter().enumerate() {
                let late = now.duration_since(*at);
                let today = self.wall.shows(now).date() <= label.date().max(self.wall.shows(*at).date());
                let in_time = place + 1 == due.len() && late <= GRACE && today;
                let had_one = self.rituals[1 - index].opened.is_some_and(|at| now.duration_since(at) <= LATE);
                let fate = match (in_time, self.paused) {
                    (false, _) => Fate::Missed,
                    (true, true) => Fate::Paused,
                    (true, false) if late > LATE && had_one => Fate::Missed,
                    (true, false) => Fate::Posted(now),
                };
                let ritual = &mut self.rituals[index];
                ritual.had = ritual.had.max(Some(*label));
                ritual.after = ritual.after.max(now);
                if matches!(fate, Fate::Posted(_)) {
                    if rests(ritual.kind) {
                        continue;
                    }
                    ritual.opened = Some(now);
                }
                self.expected.insert((ritual.kind, *label), (*at, fate));
            }
        }
    }

    /// Nobody but its author reads a sealed answer before the other's is in.
    pub(super) fn secrets(&self, seen: &Seen) -> Result<(), String> {
        let text = serde_json::to_string(&seen.body).unwrap();
        for (word, wrote) in self.wrote.iter().filter(|(word, _)| text.contains(word.as_str())) {
            let own = seen.to.as_deref() == Some(PEOPLE[wrote.who]);
            let Some(round) = wrote.sealed.filter(|_| !own) else { continue };
            let both = self.wrote.values().any(|other| other.sealed == Some(round) && other.who != wrote.who);
            // Plain words may have answered it, too.
            let plain =
                self.wrote.values().any(|other| other.who != wrote.who && other.sealed.is_none() && !other.must);
            if !both && !plain {
                return Err(format!("{word} was sealed and shown"));
            }
        }
        Ok(())
    }

    /// Every promise, at the end.
    pub(super) async fn ends(&self) -> Result<(), String> {
        let couple = self.couple().await;
        let rounds = self.rounds();
        self.every_occurrence(&couple, &rounds)?;
        self.every_post(&couple, &rounds)?;
        self.every_word(&couple).await
    }

    /// All rounds, as they lie in the database.
    pub(super) fn rounds(&self) -> Vec<Round> {
        let database =
            rusqlite::Connection::open_with_flags(&self.path, rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap();
        let mut rounds = database.prepare("SELECT state FROM round ORDER BY id").unwrap();
        let states = rounds.query_map([], |row| row.get::<_, String>(0)).unwrap();
        states.map(|state| serde_json::from_str(&state.unwrap()).unwrap()).collect()
    }

    /// Each occurrence was posted or noted, once, as the second reading has it; and nothing else was.
    pub(super) fn every_occurrence(&self, couple: &Couple, rounds: &[Round]) -> Result<(), String> {
        let mut found: BTreeMap<(Kind, DateTime), Fate> = BTreeMap::new();
        let mut one = |key: (Kind, DateTime), fate| match found.insert(key, fate) {
            None => Ok(()),
            Some(before) => Err(format!("{key:?} came twice: {before:?}, {fate:?}")),
        };
        for round in rounds {
            if let (Some(kind), Some(label)) = (round.ritual, round.label) {
                one((kind, label), Fate::Posted(round.opened))?;
            }
        }
        for noted in &couple.noted {
            let fate = match noted.why {
                NotedWhy::Missed => Fate::Missed,
                NotedWhy::Paused => Fate::Paused,
                // The round was opened, and its post came too late: looked at with the posts.
                NotedWhy::NotDelivered => continue,
                NotedWhy::Held | NotedWhy::Guarded | NotedWhy::NoPrompt => {
                    return Err(format!("{:?} {} was noted as {:?}", noted.ritual, noted.label, noted.why));
                }
            };
            one((noted.ritual, noted.label), fate)?;
        }
        let expected: BTreeMap<_, _> = self.expected.iter().map(|(key, (_, fate))| (*key, *fate)).collect();
        let of_both = expected.keys().chain(found.keys());
        match of_both.into_iter().find(|key| expected.get(key) != found.get(key)) {
            None => Ok(()),
            Some(key) => Err(format!("{key:?} should be {:?} and is {:?}", expected.get(key), found.get(key))),
        }
    }

    /// Each round was posted once and in time, or its post was noted as not delivered while the network was away, or
    /// the machine slept; each sealed round that
    /// both answered was revealed once.
    pub(super) fn every_post(&self, couple: &Couple, rounds: &[Round]) -> Result<(), String> {
        let posts_of = |slot: String| {
            let slot = Slot(slot);
            let names: Vec<String> = (0..40).map(|revision| token(Some(couple.id), &slot, revision).0).collect();
            self.seen.iter().filter(|seen| seen.posted && names.contains(&seen.name)).collect::<Vec<_>>()
        };
        for round in rounds {
            let posts = posts_of(format!("round/{}", round.id));
            let undelivered = couple.noted.iter().any(|noted| {
                noted.why == NotedWhy::NotDelivered
                    && Some(noted.label) == round.label
                    && Some(noted.ritual) == round.ritual
            });
            // What waited meanwhile is tried again within so long, and what was decided then goes after it.
            let in_grace = |from: &Timestamp| *from <= round.opened + GRACE;
            let away =
                self.down.iter().any(|(from, until)| in_grace(from) && *until + Courier::LONGEST_WAIT >= round.opened)
                    || self.slept.iter().any(|(from, until)| in_grace(from) && *until > round.opened);
            match posts.as_slice() {
                [] if undelivered && away => {}
                [post] if !undelivered => {
                    let due = round.ritual.zip(round.label).and_then(|key| self.expected.get(&key));
                    let late = due.is_some_and(|(at, _)| post.at.duration_since(*at) > GRACE);
                    // One that somebody has answered unseen carries their words, however late.
                    let carries_words = !round.answers.is_empty() || post.body.plain('/').contains("canary");
                    if late && !(away && carries_words) {
                        return Err(format!("round {} was posted past its grace, at {}", round.id, post.at));
                    }
                }
                posts => {
                    let count = posts.len();
                    return Err(format!("round {} has {count} posts; noted as not delivered: {undelivered}", round.id));
                }
            }
            let reveals = posts_of(format!("round/{}/reveal", round.id)).len();
            let revealed = round.mode == Mode::Sealed && round.standing == Standing::Revealed;
            if reveals != usize::from(revealed) {
                return Err(format!("round {} is {:?} and has {reveals} reveals", round.id, round.standing));
            }
            if round.mode == Mode::Sealed && round.is_open() && round.has_both() {
                return Err(format!("round {} has both answers and was not revealed", round.id));
            }
        }
        Ok(())
    }

    /// Each word that was acknowledged is there, once; what was taken back is not; what is not open was not shown.
    pub(super) async fn every_word(&self, couple: &Couple) -> Result<(), String> {
        let mut count: BTreeMap<&str, usize> = BTreeMap::new();
        for partner in PartnerId::BOTH {
            let mut tx = self.store.begin().await.unwrap();
            let read = tx.history(couple, Some(partner), Read::Everything).await.unwrap();
            for entry in read.entries.iter().filter(|entry| entry.by() == partner) {
                let words = entry.content().words();
                let inside = |word: &str| words.iter().any(|words| words.as_str().contains(word));
                for (word, wrote) in self.wrote.iter().filter(|(word, _)| inside(word)) {
                    *count.entry(word).or_default() += 1;
                    let others = |seen: &&Seen| seen.to.as_deref() != Some(PEOPLE[wrote.who]);
                    let shown =
                        self.seen.iter().filter(others).any(|seen| seen.body.plain('/').contains(word.as_str()));
                    if shown && !matches!(entry.privacy, Privacy::Open(_)) {
                        return Err(format!("{word} is sealed and was shown"));
                    }
                }
            }
        }
        for (word, wrote) in &self.wrote {
            let count = count.get(word.as_str()).copied().unwrap_or(0);
            let fine = match (wrote.gone, wrote.must) {
                (true, _) => count == 0,
                (false, true) => count == 1,
                (false, false) => count <= 1,
            };
            if !fine {
                return Err(format!("{word} is there {count} times; taken back: {}", wrote.gone));
            }
        }
        Ok(())
    }
}
