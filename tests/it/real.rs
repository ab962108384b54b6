//! What tests of real processes need of the world: the hour, and words that are found again wherever they stand.

/// A zone in which the real clock shows between 12:00 and 13:00: the day's rituals are hours away.
pub fn where_it_is_past_noon() -> String {
    let east = 12 - jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).hour();
    // The signs of these names are turned round: Etc/GMT-3 is three hours east of Greenwich.
    if east == 0 { "Etc/GMT".to_owned() } else { format!("Etc/GMT{:+}", -east) }
}

/// Words that nobody else writes: `w-ana-7-end`.
pub fn words(of: &str, number: usize) -> String {
    format!("w-{of}-{number}-end")
}

/// All such words that stand in a text, also where a network's markup was taken out of force by backslashes.
pub fn words_in(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let text = text.replace('\\', "");
    for (at, _) in text.match_indices("w-") {
        if let Some(end) = text[at..].find("-end") {
            found.push(text[at..at + end + 4].to_owned());
        }
    }
    found
}
