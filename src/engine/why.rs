//! `/why`: the practice behind a prompt, what was found, how well that is known, and what it does not show.

use super::feedback;
use super::input::{Asker, Venue};
use super::own;
use super::round::Round;
use super::say::{Say, line};
use super::turn::Turn;
use crate::ids::{PartnerId, RoundId};

/// `/why`: for the open round, else the newest. Where it was asked in the place, the place is told, without a sound.
pub fn why(turn: &mut Turn<'_>, by: &Asker, id: PartnerId) {
    let fetched = turn.scene.history.iter().flat_map(|history| &history.rounds);
    let newest = fetched.chain(turn.couple.rounds.values()).max_by_key(|round| round.id).map(|round| round.id);
    let wanted = super::rounds::newest_open(turn, id).or(newest);
    match wanted.and_then(|round| turn.round(round)) {
        Some(round) => {
            let mut say = page(turn, round);
            if !turn.scene.can.buttons && by.venue != Venue::Place {
                say = feedback::added(round, say);
            }
            tell(turn, by, say);
        }
        None => turn.reply(by, Say::new(line("why-nothing").command("prompt", "prompt"))),
    }
}

/// *Why this?* under a post: told to whoever pressed it.
pub fn why_round(turn: &mut Turn<'_>, by: &Asker, round: RoundId) {
    let say = match turn.round(round) {
        Some(round) => page(turn, round),
        None => Say::new(line("why-gone")),
    };
    turn.reply(by, say);
}

fn page(turn: &Turn<'_>, round: &Round) -> Say {
    if own::is_own(&round.prompt) {
        return match own::entry(turn, &round.prompt) {
            Some(entry) => Say::new(line("why-own").person("who", entry.by())),
            None => Say::new(line("own-gone")),
        };
    }
    Say::new(line("why-title")).why(round.prompt.clone()).line(line("why-modest"))
}

fn tell(turn: &mut Turn<'_>, by: &Asker, say: Say) {
    match by.venue {
        Venue::Place => {
            let slot = format!("why/{}", turn.scene.turn);
            turn.post(slot, say.silent_if(true));
        }
        Venue::Quietly | Venue::Private => turn.reply(by, say),
    }
}

#[cfg(test)]
mod tests {
    use super::super::round::Mode;
    use super::super::testing::{ANA, Stage, asker, posts, whispers};
    use super::*;
    use crate::catalog::Kind;

    #[test]
    fn the_open_round_else_the_newest() {
        let mut stage = Stage::paired();
        let outcome = stage.decide(|turn| why(turn, &asker(ANA, Venue::Place), ANA));
        assert_eq!(whispers(&outcome, ANA), ["why-nothing /prompt"]);

        stage.past_round(1, Kind::Gratitude, Mode::Open);
        stage.past_round(2, Kind::Question, Mode::Sealed);
        let prompt = stage.history.rounds[1].prompt.clone();
        let outcome = stage.decide(|turn| why(turn, &asker(ANA, Venue::Place), ANA));
        assert_eq!(posts(&outcome), [format!("why-title · why {prompt} · why-modest")]);
        assert_eq!(whispers(&outcome, ANA), Vec::<String>::new());
        let outcome = stage.decide(|turn| why(turn, &asker(ANA, Venue::Private), ANA));
        assert_eq!(posts(&outcome), Vec::<String>::new());
        assert_eq!(whispers(&outcome, ANA).len(), 1);
    }

    #[test]
    fn a_press_is_answered_to_whoever_pressed() {
        let mut stage = Stage::paired();
        let round = stage.past_round(7, Kind::Gratitude, Mode::Open);
        let by = asker(ANA, Venue::Quietly);
        let outcome = stage.decide(|turn| why_round(turn, &by, round));
        assert!(whispers(&outcome, ANA)[0].starts_with("why-title · why "));
        let outcome = stage.decide(|turn| why_round(turn, &by, RoundId(99)));
        assert_eq!(whispers(&outcome, ANA), ["why-gone"]);
    }
}
