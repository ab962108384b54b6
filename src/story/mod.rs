//! Stories: a conversation with the bot as a text that a person can read, that a program can play, and that a test can hold
//! the bot to.
//!
//! ```text
//! zone Europe/Paris   now 2026-03-27 09:00
//! ana: /setup @ben Europe/Paris 20:30
//! bot → ana: …
//! | [I agree] [Not now]
//! ana: [press I agree]
//! bot: …
//! @ 2026-03-29 03:30          # move the clock; everything due on the way happens
//! ```
//!
//! | line | means |
//! |---|---|
//! | `zone … now … people … lang … host …` | the head, before anything else; every part may be left out |
//! | `# …` | a remark, for the reader |
//! | `ana: /checkin 4` | a command; with `/` only the bot sees it, with `!` it stands in the place for all |
//! | `ana: a long walk` | plain words in the place, as a reply to the bot's newest post |
//! | `ana → bot: …` | the same, typed privately to the bot (`->` does too) |
//! | `ana: [press Answer]` | the newest button of that label that ana sees |
//! | `ana: [form what=tea; why=I was tired]` | fills the form that ana just opened |
//! | `ana: [edit …]`, `ana: [withdraw]` | changes, deletes the last words that ana wrote to the bot |
//! | `ana: [again]` | the network delivers once more what ana did last |
//! | `ana: [react ✅]` | puts a sign on the bot's newest post; it means nothing where there are buttons |
//! | `@ 2026-03-29 03:30`, `@ 20:30`, `@ +1d`, `@ +90m` | moves the clock, never back; what is due on the way happens in order |
//! | `@ asleep +8h` | the machine sleeps so long: what was due comes late |
//! | `readers: carla`, `readers: nobody` | who else can read the place from now on |
//! | `machine: dies delivered`, `machine: clock -60m` | it dies at that point and starts again; its clock is set; see [`Mishap`] |
//! | `network: down`, `network: up` | the network takes nothing for a while; see [`Weather`] |
//! | `bot: …` | expected: a post; a line of buttons `[Answer] [Another one]` ends it, `(silently)` if it does not notify |
//! | `bot → ana: …` | expected: a whisper that only ana sees |
//! | `bot: [edit] …`, `bot: [delete]`, `bot: [react ✅]` | expected: a message now says this, is gone, is marked |
//! | `\| …` | goes on with the line before |
//!
//! In what is expected `…` stands for anything, also within a line and over several. Everything that the bot does must be listed, in its order:
//! what is missing and what is too much are both told, with the number of the line. A story that expects nothing is only played.
//! What [`play`] prints is itself a story.

mod bot_line;
mod difference;
mod grammar;
mod machine;
mod moves;
mod play;
mod stage;
mod theatre;

pub use bot_line::{BotLine, BotVerb};
pub use difference::Difference;
pub use grammar::{
    Act, Does, Head, Line, Mishap, ReadersAre, Room, Story, StoryError, Weather, What, parse, parse_act,
};
pub use machine::{Furnish, Machine};
pub use moves::{BackInTime, Move};
pub use play::{Played, play};
pub use stage::{Bot, Opening, Stage, StageError, read_fields};
pub use theatre::{Furnishing, Theatre};
