//! How hard a text is to read.
//!
//! The measure is LIX (C. H. Björnsson, *Läsbarhet*, Stockholm 1968): words in a sentence plus the percentage of words longer than
//! six letters. It needs no syllables, so it serves any language written in letters; 30 to 40 reads like a novel, 40 to 50 like a
//! newspaper, more like an official letter. Languages with longer words get a higher limit.

/// The hardest that may be, by language; any other gets the last.
const MOST: [(&str, f64); 3] = [("en", 45.0), ("de", 55.0), ("es", 55.0)];
const MOST_ELSEWHERE: f64 = 60.0;

/// Below that many words one long word decides everything, and the measure says nothing.
const FEWEST: usize = 15;

/// A sentence with more words than this is two.
const LONGEST_SENTENCE: usize = 26;

/// What makes this text hard to read, if anything does.
pub(super) fn hard(language: &str, text: &str, steps: &[String]) -> Vec<String> {
    let mut found = Vec::new();
    let sentences: Vec<Vec<&str>> =
        std::iter::once(text).chain(steps.iter().map(String::as_str)).flat_map(sentences).collect();
    if let Some(longest) = sentences.iter().map(Vec::len).max()
        && longest > LONGEST_SENTENCE
    {
        found.push(format!("a sentence of {longest} words; make two of it (at most {LONGEST_SENTENCE})"));
    }
    let most = MOST.iter().find(|(of, _)| *of == language);
    let most = most.map_or(MOST_ELSEWHERE, |(_, most)| *most);
    if let Some(lix) = lix(&sentences).filter(|lix| *lix > most) {
        found.push(format!("hard to read (LIX {lix:.0}, at most {most:.0}); shorter words, shorter sentences"));
    }
    found
}

/// The measure; `None` where there is too little text for one.
fn lix(sentences: &[Vec<&str>]) -> Option<f64> {
    let words: usize = sentences.iter().map(Vec::len).sum();
    if words < FEWEST {
        return None;
    }
    let is_long = |word: &&&str| word.chars().filter(|c| c.is_alphabetic()).count() > 6;
    let long = sentences.iter().flatten().filter(is_long).count();
    Some(words as f64 / sentences.len() as f64 + 100.0 * long as f64 / words as f64)
}

/// The words of each sentence. A colon or a semicolon ends one, as it does in reading aloud.
fn sentences(text: &str) -> Vec<Vec<&str>> {
    let mut all = vec![Vec::new()];
    for word in text.split_whitespace() {
        if word.contains(char::is_alphabetic)
            && let Some(last) = all.last_mut()
        {
            last.push(word);
        }
        let bare = word.trim_end_matches(['"', '\'', '”', '“', '’', '»', '«', ')']);
        if bare.ends_with(['.', '?', '!', ':', ';', '…']) {
            all.push(Vec::new());
        }
    }
    all.retain(|sentence| !sentence.is_empty());
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lix_is_words_a_sentence_plus_the_share_of_long_words() {
        let text = "One two three four, five. Six seven eight nine ten? Wonderful evenings begin here now.";
        let lix = lix(&sentences(text)).unwrap();
        assert!((lix - (5.0 + 200.0 / 15.0)).abs() < 0.01, "{lix}");
    }

    #[test]
    fn hard_texts_are_named_and_plain_ones_are_not() {
        let plain = "What was good today? Tell it in a few words, and say what your partner had to do with it.";
        assert_eq!(hard("en", plain, &[]), Vec::<String>::new());
        let official = "Considering responsibilities undertaken together, characterise circumstances necessitating \
                        improved communication regarding household administration and expectations between you both.";
        assert!(hard("en", official, &[])[0].contains("LIX"));
        let long = "word and ".repeat(14);
        assert!(hard("en", &long, &[])[0].contains("a sentence of 28 words"));
    }
}
