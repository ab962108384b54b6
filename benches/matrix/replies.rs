//! How long somebody waits who gave a command, as their own client shows it.

use std::time::{Duration, Instant};

use matrix_sdk::Room;
use matrix_sdk::ruma::api::client::room::create_room::v3::{Request as NewRoom, RoomPreset};
use matrix_sdk::ruma::{OwnedEventId, OwnedRoomId, OwnedUserId, UserId};
use tokio::runtime::Runtime;

use crate::Size;
use crate::bot::Bot;
use crate::measure::heading;
use crate::person::{Person, Seen};
use crate::server::{self, Homeserver};

/// A check-in; each has a number of its own behind it.
const WORDS: &str = "!checkin 4 us listen Slept well, and looking forward to evening";

pub fn run(size: Size) {
    let (warm, many, starts) = match size {
        Size::Quick => (1, 3, 1),
        Size::Full => (5, 60, 5),
    };
    heading(
        "replies: from a command to its answer, as a client sees it; a check-in is in the database by then",
        "a bare bot on the same library and homeserver, which answers at once and keeps nothing",
    );
    let runtime = Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let homeserver = Homeserver::start().await;
        let url = homeserver.url();
        let (bot, bare) = (server::register(&url, "bot").await, server::register(&url, "bare").await);
        let mut ours = Bot::ours(&bot);
        let mut floor = Bot::bare(&bare);
        let encrypted = Two::meet(&url, &[bot.user(), bare.user()], true).await;
        let plain = Two::meet(&url, &[bot.user(), bare.user()], false).await;
        for (what, two) in [("a check-in in a plain room", &plain), ("a check-in in an encrypted room", &encrypted)] {
            two.compare(what, warm, many, [Question::Checkin(0), Question::Checkin(1)]).await;
        }
        encrypted
            .compare("help in an encrypted room for one", warm, many, [Question::Help(0), Question::Help(1)])
            .await;

        heading(
            "restart: from the start of the process to its answer to a command given while it was down",
            "the same bare bot",
        );
        let mut times = [Vec::new(), Vec::new()];
        for _ in 0..starts {
            for (which, process) in [&mut ours, &mut floor].into_iter().enumerate() {
                process.stops();
                let asked = encrypted.gives(Question::Help(which), 0).await;
                let began = Instant::now();
                process.starts();
                encrypted.answered(Question::Help(which), &asked).await;
                times[which].push(began.elapsed());
            }
        }
        let [ours_said, floor_said] = times.map(|mut times| Said::of(&mut times));
        println!("  {:<42} {:>8.2} s   against {:>8.2} s", "median", ours_said.median / 1e3, floor_said.median / 1e3);

        heading("memory: resident, after all of this", "the same bare bot");
        let told = |bot: &Bot| bot.memory().unwrap_or(f64::NAN);
        println!("  {:<42} {:>8.1} MiB   against {:>8.1} MiB", "now", told(&ours), told(&floor));
    });
}

/// What is asked, and of which of the two bots: ours is the first.
#[derive(Clone, Copy)]
enum Question {
    /// In the two's room.
    Checkin(usize),
    /// In a room of one's own with the bot.
    Help(usize),
}

/// Two people, and each bot in a room of theirs; ours has made a couple of them.
struct Two {
    ana: Person,
    _ben: Person,
    bots: [OwnedUserId; 2],
    rooms: [OwnedRoomId; 2],
    /// Ana's with each bot alone.
    own: [OwnedRoomId; 2],
}

impl Two {
    async fn meet(url: &str, bots: &[String; 2], encrypted: bool) -> Two {
        let (ana, ben) = (Person::on(url, "ana").await, Person::on(url, "ben").await);
        let bots = [0, 1].map(|which| UserId::parse(&bots[which]).expect("a user"));
        let mut rooms = Vec::new();
        for bot in &bots {
            let room = if encrypted { ana.makes_room(&[&ben.user()]).await } else { plain_room(&ana, &ben).await };
            ben.accepts(&ana.user()).await;
            ana.meets(&room, &ben.user()).await;
            room.invite_user_by_id(bot).await.expect("it is invited");
            for person in [&ana, &ben] {
                let theirs = person.room(room.room_id()).await;
                person.meets(&theirs, bot).await;
            }
            rooms.push(room.room_id().to_owned());
        }
        let [ours, bare] = &bots;
        ana.says(&rooms[0], &format!("!setup {} Europe/Paris 20:30", ben.user())).await;
        let anas = ana.accepts(ours).await;
        ana.hears(anas.room_id(), ours, "Before anything begins").await;
        ana.says(anas.room_id(), "1").await;
        let bens = ben.accepts(ours).await;
        ben.hears(bens.room_id(), ours, "Before anything begins").await;
        ben.says(bens.room_id(), "1").await;
        ana.hears(&rooms[0], ours, "welcome.").await;
        let with_bare = ana.makes_room(&[bare]).await;
        ana.meets(&with_bare, bare).await;
        let own = [anas.room_id().to_owned(), with_bare.room_id().to_owned()];
        let rooms = rooms.try_into().expect("two");
        Two { ana, _ben: ben, bots, rooms, own }
    }

    async fn compare(&self, what: &str, warm: usize, many: usize, questions: [Question; 2]) {
        let mut times = [Vec::new(), Vec::new()];
        for round in 0..warm + many {
            for turn in 0..2 {
                // Whoever comes second finds a homeserver that is awake: each does so half of the time.
                let which = (round + turn) % 2;
                let began = Instant::now();
                let asked = self.gives(questions[which], round).await;
                self.answered(questions[which], &asked).await;
                if round >= warm {
                    times[which].push(began.elapsed());
                }
                self.is_quiet(questions[which], round).await;
            }
        }
        let [ours, floor] = times.map(|mut times| Said::of(&mut times));
        println!(
            "  {what:<42} {:>6.2} x the floor   median {:.1} ms (95th {:.1}) against {:.1} ms (95th {:.1})",
            ours.median / floor.median,
            ours.median,
            ours.late,
            floor.median,
            floor.late
        );
    }

    async fn gives(&self, question: Question, round: usize) -> OwnedEventId {
        match question {
            Question::Checkin(which) => self.ana.says(&self.rooms[which], &format!("{WORDS} {round}.")).await,
            Question::Help(which) => self.ana.says(&self.own[which], "!help").await,
        }
    }

    async fn answered(&self, question: Question, asked: &OwnedEventId) {
        let after = |fits: &dyn Fn(&Seen) -> bool| {
            let seen = self.ana.seen();
            let at = seen.iter().position(|seen| seen.id == *asked)?;
            seen[at..].iter().any(fits).then_some(())
        };
        match question {
            // The bare one's sign; from ours the words that it is kept, to her alone.
            Question::Checkin(which) => {
                let fits = |seen: &Seen| {
                    let is_sign = seen.content["m.relates_to"]["event_id"] == asked.as_str();
                    let is_word = seen.room == self.own[which] && seen.kind == "m.room.message";
                    seen.sender == self.bots[which] && (is_sign || is_word)
                };
                self.ana.until("the sign", || after(&fits)).await;
            }
            Question::Help(which) => {
                let fits = |seen: &Seen| {
                    seen.sender == self.bots[which] && seen.room == self.own[which] && seen.kind == "m.room.message"
                };
                self.ana.until("the answer", || after(&fits)).await;
            }
        }
    }

    /// Waits until ours has posted the check-in for both, which is not measured, so that nothing of it comes into the next one.
    async fn is_quiet(&self, question: Question, round: usize) {
        if let Question::Checkin(0) = question {
            let words = format!("evening {round}.");
            self.ana.hears(&self.rooms[0], &self.bots[0], &words).await;
        }
    }
}

/// A private room that is not encrypted.
async fn plain_room(ana: &Person, ben: &Person) -> Room {
    let mut request = NewRoom::new();
    request.preset = Some(RoomPreset::PrivateChat);
    request.invite = vec![ben.user()];
    let room = ana.client().create_room(request).await.expect("a room");
    ana.room(room.room_id()).await
}

/// In milliseconds.
struct Said {
    median: f64,
    late: f64,
}

impl Said {
    fn of(times: &mut [Duration]) -> Said {
        times.sort_unstable();
        let at = |share: usize| times[(times.len() * share / 100).min(times.len() - 1)].as_secs_f64() * 1e3;
        Said { median: at(50), late: at(95) }
    }
}
