//! Quotation marks of several keyboards.

/// What opens a quotation, and what may close it.
const MARKS: [(char, &[char]); 9] = [
    ('"', &['"', '”', '“', '„']),
    // German; keyboards close it with the mark that opens an English one, or with a straight one.
    ('„', &['“', '”', '"', '‟']),
    ('“', &['”', '"', '“']),
    ('”', &['”', '"']),
    ('«', &['»']),
    ('»', &['«', '»']),
    ('‚', &['‘', '’', '\'']),
    ('‘', &['’', '\'']),
    // An apostrophe is also a quotation mark, but only if it closes at the end of a word.
    ('\'', &['\'', '’']),
];

/// The text in the quotation at the very beginning of `rest`, and what follows it; `None` if there is none or it never ends.
///
/// A single mark ends a quotation only at the end of a word, so that an apostrophe within does not.
pub(super) fn quoted(rest: &str) -> Option<(&str, &str)> {
    let open = rest.chars().next()?;
    let (_, closing) = MARKS.iter().find(|(mark, _)| *mark == open)?;
    let inside = &rest[open.len_utf8()..];
    let single = ['\'', '‚', '‘'].contains(&open);
    inside.char_indices().find_map(|(at, sign)| {
        let after = &inside[at + sign.len_utf8()..];
        let ends = closing.contains(&sign) && (!single || after.is_empty() || after.starts_with(char::is_whitespace));
        ends.then(|| (&inside[..at], after))
    })
}

/// Whether `rest` begins with a mark that must be closed. A single mark need not: it may be an apostrophe.
pub(super) fn opens(rest: &str) -> bool {
    rest.starts_with(['"', '„', '“', '«'])
}

/// Everything up to the next white space, and what follows.
pub(super) fn unquoted_word(rest: &str) -> (&str, &str) {
    let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
    rest.split_at(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_several_keyboards() {
        for text in [
            "\"the sea\" x",
            "“the sea” x",
            "„the sea“ x",
            "„the sea” x",
            "„the sea\" x",
            "«the sea» x",
            "»the sea« x",
            "'the sea' x",
            "‘the sea’ x",
            "‚the sea‘ x",
        ] {
            assert_eq!(quoted(text), Some(("the sea", " x")), "{text}");
        }
    }

    #[test]
    fn what_is_no_quotation() {
        for text in ["", "the sea", "\"the sea", "'tis the sea", "'s sea's", "»"] {
            assert_eq!(quoted(text), None, "{text}");
        }
        assert_eq!(quoted("'it's here' x"), Some(("it's here", " x")));
        assert_eq!(quoted("\"\""), Some(("", "")));
    }
}
