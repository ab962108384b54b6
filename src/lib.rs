//! Betwixt: a self-hosted bot for one couple's private channel.
//!
//! # The map
//!
//! ```text
//!  Discord ─┐                         ┌────────── one transaction ──────────┐
//!  Matrix  ─┼─► Inbox ─► hub ─► load couple ─► engine::handle ─► changes ─► store
//!  Terminal─┘    ▲      (1 task)                    └► effects ─► voice ─► outbox
//!  scheduler ────┘  (what is due is an input like any other)               │
//!  Discord ◄─┬──────────── deliver(token, …) ◄── courier ◄── claims with lease ┘
//!  Matrix  ◄─┤                  └► refused for good ─► hub
//!  Terminal◄─┘
//! ```
//!
//! A pure engine decides; one transaction records; one courier delivers; adapters translate. Nothing posts but the courier, and
//! nothing writes but the hub's transaction and the courier's bookkeeping of its own rows.
//!
//! # Reading order
//!
//! 1. `tests/it/stories/first_day.story`: what it is like for the two.
//! 2. [`engine`]: `mod.rs` is the only door; then `couple.rs`, `input.rs`, `change.rs`, `effect.rs`; then `rounds.rs`, `answers.rs`,
//!    `reveal.rs` for the daily loop, `pairing.rs` for consent, `guard.rs` for who can read along, `words.rs` for what is sealed.
//! 3. [`cadence`]: when something recurs, on the wall clock of a zone. `tests/it/cadence.rs` is its definition.
//! 4. [`hub`], [`store`], [`courier`]: never lost, never twice. `tests/it/crash.rs` is the matrix of crash points.
//! 5. [`platform`]: what a network must do; [`story`] and `cli/try_it`: the terminal.
//! 6. [`command`], [`voice`], [`catalog`]: one table of commands, one voice, one library.
//!
//! # Words
//!
//! | word | meaning |
//! |---|---|
//! | couple | exactly two partners who have both consented |
//! | partner | one person, with an account on a network, an own zone, language and quiet hours |
//! | place | the channel or room where the couple's posts go |
//! | ritual | what recurs: a kind, a schedule, answers open or sealed |
//! | prompt | one item of the library |
//! | round | one asking of one prompt: open, then revealed, lapsed or withdrawn |
//! | entry | one thing that one partner wrote: an answer, a note, a check-in, a reflection; sealed or open |
//! | reveal | the one post that shows both answers |
//! | whisper | a message that only one person sees |
//! | slot | the name of a message within its couple, such as `round/7`; posting it again is a revision of it |
//! | lane | what is delivered in order: a place, or a person |
//! | label | an occurrence of a ritual on the couple's wall clock; its identity |
//!
//! # Decisions
//!
//! All of 2026-11-22, where the code takes another way than the first plan, or had to choose.
//!
//! - **Changes are upserts of a part.** "This part is so from now on"; [`engine::couple::Couple::apply`] is the only mutator, and
//!   applying one twice is harmless. The couple's document is stored whole, without people's words; rounds and entries have rows.
//! - **A closed round leaves the live state at once.** A press on a button of last year fetches it (`engine::reads`). So a couple's
//!   live state stays as small as its open rounds, and buttons work for ever.
//! - **Everything that wakes a couple is an alarm** in its document and, in step, in an index table. An alarm that was moved since
//!   is not the one that went off: the instant is compared.
//! - **What was delivered does not go through the engine.** The courier's bookkeeping knows which message a slot became; only what a
//!   network refuses for good is an input.
//! - **Every post of a round is guarded**, not only those with words: the courier looks who can read the place just before it
//!   sends. What the look forbids is dropped and kept by its slot's name, and drawn anew when the place is private again.
//! - **`Words` has a `Debug`** that says only how long it is. Without one, no input or change could be shown when a test fails.
//! - **One who left keeps reading.** The account rows say invited, joined or left; `/journal` and `/privacy` work on the last pairing.
//! - **Erasing everything runs once for each pairing of that person**, the past ones too.
//! - **Plain English shows 24-hour times**, because hours are typed that way; `en-US` shows a.m. and p.m.
//! - **A `*` in either day field of a cron text means both must fit**; otherwise the union, as crontab has it.
//! - **The zone data is the newer of the machine's and our own**; the machine's files are read outside of [`cadence`], which is pure.
//! - **The outbox is sealed by one key of the database.** Its texts live until they are delivered and are blanked by an erasure.
//! - **SQLite is held at 3.50 by the lockfile**, because the Matrix library to come links the same one; hence one writing connection,
//!   which alone checkpoints.
//! - **A restored backup reapplies erasures** from a list kept beside the master key, outside of the database.
//! - **A place is looked at again by an alarm** (`engine::look`): while words are held back or the place is lost, ever more seldom, and
//!   soon after a network said that something about it changed. The scheduler lets the network be asked before the engine hears of it.
//! - **What a network tells of an area** (a Discord server) is told once, and the hub finds the couples in it ([`ids::PlaceRef::is_area`]).
//! - **Serenity and the libraries below it log nothing**, whatever level is set: they log payloads and the bodies of requests.
//! - **On Discord a role that may read a channel counts as somebody**, since a bot without privileged intents cannot see who has it.
//! - **The bot account that hears somebody in a couple's place serves that couple** from then on; so several processes with accounts of
//!   their own share a database, and an account can be replaced.
//! - **On Matrix the library's cursor is not used.** It moves before anything is handled; ours stands in the database and moves with what
//!   was handled. The library's is even forgotten at every start, or a replay would look to it like an answer that came twice.
//! - **A message on Matrix may be two events**: a neutral line that notifies, and the words, which refer to it. The first is its name.
//! - **An answer to an interaction is marked as about to be sent by the transaction that decides it** (`store::taking`): somebody waits for it, and each
//!   further commit would have to reach the disk first. After a crash it is one that may have been sent, like any other that was marked.
//! - **On Matrix every answer to whoever wrote is taken like that, and has a head start** (`courier::head_start`): a homeserver does one thing
//!   after another, so the couple's other messages set out when the answer is there, at most half a second later.
//! - **On SQLite a transaction is three journeys to sqlx's thread** (`store::journey`): what is asked and what is written travels together,
//!   with the BEGIN and the COMMIT.
//! - **To Postgres the rows of a statement travel as an array for each column** (`store::columns`): as JSON it read every row's text once for
//!   each of its columns, which was most of what an evening cost there.
//! - **What the courier notes of its messages is noted for several at a time** (`courier::ledger`): whoever comes while something is written
//!   waits, and writes for all who have come meanwhile.
//! - **Everybody who waits in the inbox has their turn**, one event each, so that one person's flood delays nobody else. One's own events keep
//!   their order; between two people only what was handed in after the other's was kept is surely later.
//! - **A reveal that nobody can have seen is called off when one of the two takes their answer back** (`engine::reveal`): the other's is sealed
//!   again and waits. The outbox says whether its post may be there; then there is a gap.
//! - **What waits for its next try goes at once when the network is heard of again** (`courier::away`), at most once a minute: who writes after an
//!   outage is answered then, and not after the longest wait.
//! - **A prompt that was decided on its date has a quarter of an hour to arrive**, past midnight too, within its grace: one of 23:59 would have
//!   seconds, and a network that is slow for a minute would be enough to miss it.
//! - **A reply to a message of ours that is not noted yet waits** (`Hub::too_early`), while a post to that place may be there and nobody knows: else
//!   it would be talk. The network's adapter hands it in again.
//! - **A message in doubt is looked for further back after the clock was set back** (`courier::set_back`): the network has it under its own time.
//! - **On Matrix the next question to the homeserver waits for the answers to what it just told** (`platform::matrix::pace`), 300 ms at most:
//!   it would be answering that question while it should be telling the answer.
//! - **A reveal and a lapse wait until the network has told what happened meanwhile** ([`platform::Platform::is_up_to_date`]). After a start or
//!   an outage they would otherwise be decided without what people did in time: an answer, or its deletion.
//! - **A database of gigabytes is served before it is checked after an unclean end** ([`store::Store::check_pages`]): looking at every page
//!   takes a minute there, and what a crash does to SQLite was never seen to need it. If it is damaged, the program ends and says so.
//! - **An edit that would say the same is not made**: where edits can be seen, it would tell when somebody wrote.

pub mod body;
pub mod cadence;
pub mod catalog;
pub mod cli;
pub mod clock;
pub mod command;
pub mod config;
pub mod courier;
pub mod engine;
pub mod house;
pub mod hub;
pub mod ids;
pub mod logging;
pub mod platform;
mod scheduler;
pub mod seal;
pub mod store;
pub mod story;
pub mod tzdata;
pub mod voice;
pub mod year;
