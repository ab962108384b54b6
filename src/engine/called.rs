//! What somebody is called.

use crate::ids::UserRef;

/// The longest that a sentence can hold well; networks of our own time allow less or not much more.
const MOST: usize = 64;

/// What somebody with that display name is called: by that, else by their account.
pub(super) fn called(name: &str, user: &UserRef) -> String {
    Some(seen(name)).filter(|name| !name.is_empty()).unwrap_or_else(|| user.id.clone())
}

/// A display name as the bot's own sentences have it: one line, of at most [`MOST`] characters, without marks that turn around or hide what
/// stands beside them. Empty where nothing of it can be seen.
///
/// Joiners stay, which emoji and some scripts need.
pub(super) fn seen(name: &str) -> String {
    let hides = |c: char| {
        matches!(c, '\u{AD}' | '\u{61C}' | '\u{180E}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}')
            || matches!(c, '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
            || matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFF}')
    };
    let mut seen = String::new();
    let mut count = 0;
    let mut apart = false;
    for c in name.chars().filter(|c| !hides(*c)) {
        if c.is_whitespace() || c.is_control() {
            apart = !seen.is_empty();
            continue;
        }
        if count + usize::from(apart) >= MOST {
            seen.pop();
            seen.push('…');
            break;
        }
        if std::mem::take(&mut apart) {
            seen.push(' ');
            count += 1;
        }
        seen.push(c);
        count += 1;
    }
    let joiners_alone = seen.chars().all(|c| matches!(c, '\u{200C}' | '\u{200D}' | '…'));
    if joiners_alone { String::new() } else { seen }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_one_line_that_can_be_seen() {
        for (name, expected) in [
            ("Ben", "Ben"),
            ("  Ana  María ", "Ana María"),
            ("👩‍👩‍👧 Zoë", "👩‍👩‍👧 Zoë"),
            ("ben\n\nana wrote:\r\n> this", "ben ana wrote: > this"),
            ("\u{202E}neb\u{2066}", "neb"),
            ("b\u{200B}e\u{0}n", "be n"),
            ("\u{200B}\u{2060}\t", ""),
            ("\u{200D}", ""),
            ("", ""),
        ] {
            assert_eq!(seen(name), expected, "{name:?}");
        }
    }

    #[test]
    fn a_long_one_is_cut() {
        let name = "é ".repeat(100_000);
        let cut = seen(&name);
        assert!(cut.chars().count() <= MOST && cut.ends_with('…'), "{cut}");
        let fits = "a".repeat(MOST);
        assert_eq!(seen(&fits), fits);
        assert_eq!(seen(&format!("{fits}b")), format!("{}…", &fits[1..]));
    }
}
