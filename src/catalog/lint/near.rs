//! Texts of one language that say the same, or nearly.
//!
//! What two texts have in common counts by how rare it is: that both say "your partner" means nothing, that both say "ordinary"
//! does. Words are compared by their first letters, so that an ending makes no difference; no list of words is needed for it.

use std::collections::{BTreeMap, BTreeSet};

use super::super::problem::{At, Problem};
use super::super::prompt::Text;
use super::super::words::PromptId;

/// From here on two texts say nearly the same: the cosine between their rare words, 0 to 1. The nearest that readers still found
/// different in the library had 0.72.
const NEAR: f64 = 0.78;

/// Or, with half of the rare words in common, that share of letter pairs (Sørensen–Dice) …
const NEAR_LETTERS: f64 = 0.85;

/// … or of runs of three words.
const NEAR_RUNS: f64 = 0.6;

/// What is not even looked at.
const FAR: f64 = 0.5;

/// Letters by which a word is known.
const STEM: usize = 6;

/// Names every text that says nearly the same as one before it.
pub(super) fn repetitions(texts: &[(&PromptId, &Text)], found: &mut Vec<Problem>) {
    let said: Vec<Said> = texts.iter().map(|(_, text)| Said::new(text)).collect();
    let mut texts_with: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (n, said) in said.iter().enumerate() {
        for stem in &said.stems {
            texts_with.entry(stem).or_default().push(n);
        }
    }
    let weight = |stem: &str| {
        let with = texts_with.get(stem).map_or(1, Vec::len);
        (1.0 + texts.len() as f64 / with as f64).ln().powi(2)
    };
    let length = |said: &Said| said.stems.iter().map(|stem| weight(stem)).sum::<f64>();
    let lengths: Vec<f64> = said.iter().map(length).collect();
    for (n, (id, text)) in texts.iter().enumerate() {
        let mut common = vec![0.0; n];
        for stem in &said[n].stems {
            let with = texts_with.get(stem.as_str()).into_iter().flatten();
            for m in with.take_while(|m| **m < n) {
                common[*m] += weight(stem);
            }
        }
        for (m, common) in common.into_iter().enumerate() {
            let near = common / (lengths[n] * lengths[m]).sqrt().max(f64::MIN_POSITIVE);
            if near < FAR {
                continue;
            }
            let (earlier, other) = texts[m];
            let how = if said[n].words == said[m].words {
                "says the same as"
            } else if near >= NEAR || said[n].is_worded_like(&said[m]) {
                "says nearly the same as"
            } else {
                continue;
            };
            let At { file, line } = &other.at;
            let what = format!("prompt \"{id}\": {how} \"{earlier}\" ({file}:{line}); keep one, or make them differ");
            found.push(text.at.problem(what));
        }
    }
}

/// A text taken apart.
struct Said {
    text: String,
    words: Vec<String>,
    stems: BTreeSet<String>,
}

impl Said {
    fn new(text: &Text) -> Said {
        let whole = std::iter::once(&text.text).chain(&text.steps);
        let whole = whole.cloned().collect::<Vec<_>>().join(" ").to_lowercase();
        let words: Vec<String> =
            whole.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect();
        Said { stems: words.iter().map(|word| word.chars().take(STEM).collect()).collect(), text: whole, words }
    }

    fn is_worded_like(&self, other: &Said) -> bool {
        if strsim::sorensen_dice(&self.text, &other.text) >= NEAR_LETTERS {
            return true;
        }
        let (own, others) = (self.runs(), other.runs());
        let common = own.intersection(&others).count();
        let either = own.union(&others).count();
        either > 2 && common as f64 / either as f64 >= NEAR_RUNS
    }

    fn runs(&self) -> BTreeSet<&[String]> {
        self.words.windows(3).collect()
    }
}
