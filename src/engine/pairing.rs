//! From `/setup` to two private yeses, and to the end of a pairing.

use jiff::SignedDuration;

use super::alarm::{Alarm, AlarmKey};
use super::button::Button;
use super::called::called;
use super::change::Change;
use super::couple::{Consent, Couple, Guard, Next, Ours, Partner, Partners, Phase};
use super::effect::{Audience, Effect};
use super::input::{Asker, Readers, Venue};
use super::pick::Bag;
use super::rituals;
use super::rounds;
use super::say::{Arg, Line, Say, line};
use super::turn::{Scene, Turn};
use crate::cadence::{QuietHours, Schedule, Zone, parse_time};
use crate::catalog::Kind;
use crate::command::{Args, Value};
use crate::ids::{Network, PartnerId, PlaceRef, Slot, UserRef};

/// An invitation that nobody answers expires after that (product.md, a couple's first ten minutes).
const INVITATION: SignedDuration = SignedDuration::from_hours(7 * 24);

/// Questions are offered that long after pairing.
const OFFER_AFTER: SignedDuration = SignedDuration::from_hours(7 * 24);

/// How long a sealed round waits for the second answer, unless set otherwise, in hours (product.md, *kept warm*).
const WAIT_HOURS: u32 = 48;

/// A couple that is none: where somebody asks in a place in which nobody is paired. Never stored.
pub fn vacant(scene: &Scene<'_>, by: &Asker) -> Couple {
    let place = by.place.clone().unwrap_or_else(|| PlaceRef::new(by.user.network, "-"));
    let nobody =
        |network: Network| Partner { accounts: vec![UserRef::new(network, "-")], ..person(by.user.clone(), "", None) };
    let network = by.user.network;
    Couple {
        phase: Phase::Ended { at: scene.now, was_paired: false },
        ..asking(scene, place, Partners { one: nobody(network), two: nobody(network) }, Zone::utc(), "en".to_owned())
    }
}

fn person(user: UserRef, name: &str, locale: Option<String>) -> Partner {
    Partner {
        accounts: vec![user],
        name: name.to_owned(),
        consent: Consent::Asked,
        zone: None,
        quiet: QuietHours::default(),
        locale,
        reminder: None,
        announce: true,
        topics: Default::default(),
        pause: None,
        depth: 1,
        unreachable: false,
        knows_of_unread: false,
        erased: false,
    }
}

fn asking(scene: &Scene<'_>, place: PlaceRef, partners: Partners, zone: Zone, locale: String) -> Couple {
    Couple {
        id: scene.fresh,
        place,
        phase: Phase::Asking { since: scene.now },
        partners,
        ours: Ours {
            zone,
            locale,
            wait_hours: WAIT_HOURS,
            apart: false,
            bag: Bag::default(),
            days_both: 0,
            last_both: None,
            questions_offered: false,
            own_asked: None,
            hard_day: None,
        },
        rituals: Default::default(),
        alarms: Default::default(),
        guard: Guard {
            readers: Readers::default(),
            confirmed: Default::default(),
            held_since: None,
            waiting: Default::default(),
        },
        proposals: Default::default(),
        noted: Vec::new(),
        refusals: 0,
        next: Next { round: 1, entry: 1, proposal: 1 },
        rounds: Default::default(),
        entries: Default::default(),
    }
}

/// The bot is new in a place where nobody is paired: who it is, in one message.
pub fn introduce(turn: &mut Turn<'_>) {
    let say = line("introduction").command("setup", "setup").command("help", "help");
    turn.post("introduction", Say::new(say).silent_if(true));
}

/// `/setup` where nobody is paired: begins a pairing with the initiator's own consent page.
pub fn setup(turn: &mut Turn<'_>, by: &Asker, args: &Args) {
    let refuse = |turn: &mut Turn<'_>, line: Line| turn.reply(by, Say::new(line));
    if turn.scene.policy.host.is_none() {
        return refuse(turn, line("setup-no-host"));
    }
    let Some(place) = by.place.clone().filter(|_| by.venue != Venue::Private) else {
        return refuse(turn, line("setup-in-place").command("command", "setup"));
    };
    if !turn.scene.policy.lets_pair_in(&place) {
        let host = turn.scene.policy.host.clone().unwrap_or_default();
        return refuse(turn, line("setup-elsewhere").text("host", host));
    }
    if !by.lacks.is_empty() {
        let rights = super::wording::rights(&by.lacks);
        return refuse(turn, line("setup-lacks").with("rights", rights).command("command", "setup"));
    }
    if turn.scene.taken.contains(&by.user) {
        return refuse(turn, line("setup-you-are-paired").command("leave", "leave"));
    }
    let Some(Value::Person { user, name }) = args.get("partner").cloned() else {
        return refuse(turn, line("setup-how").command("command", "setup"));
    };
    let name = called(&name, &user);
    if user == by.user {
        return refuse(turn, line("setup-with-yourself").command("command", "setup"));
    }
    if turn.scene.taken.contains(&user) {
        return refuse(turn, line("setup-not-free").text("name", name));
    }
    let Some(zone_text) = args.get("zone").and_then(Value::text) else {
        return refuse(turn, line("setup-zone-missing").command("command", "setup"));
    };
    let zone = match zone_text.parse::<Zone>() {
        Ok(zone) => zone,
        Err(error) => return refuse(turn, super::wording::zone_line(&error)),
    };
    let evening = match args.get("evening").and_then(Value::text).map(parse_time) {
        None => None,
        Some(Ok(time)) => Some(time),
        Some(Err(error)) => return refuse(turn, super::wording::time_line(&error)),
    };
    let locale = by.locale.as_deref().unwrap_or(turn.scene.policy.first_language()).to_owned();
    let partners = Partners {
        one: person(by.user.clone(), &called(&by.name, &by.user), by.locale.clone()),
        two: person(user, &name, None),
    };
    let mut couple = asking(turn.scene, place, partners, zone, locale);
    let quiet = QuietHours::default();
    let evening = evening.unwrap_or_else(|| quiet.nearest_outside(rituals::EVENING_HOUR));
    couple.rituals.insert(Kind::CheckIn, rituals::fresh(Kind::CheckIn, Some(Schedule::daily(rituals::CHECK_IN_HOUR))));
    couple.rituals.insert(Kind::Gratitude, rituals::fresh(Kind::Gratitude, Some(Schedule::daily(evening))));
    couple.rituals.insert(Kind::Question, rituals::fresh(Kind::Question, None));
    let at = turn.now() + INVITATION;
    turn.change(Change::Began(Box::new(couple)));
    turn.change(Change::AlarmSet(AlarmKey::InvitationOver, Alarm { at, label: None }));
    whisper_page(turn, PartnerId::One);
}

/// `/setup` where it was run before.
pub fn setup_again(turn: &mut Turn<'_>, by: &Asker, partner: PartnerId) {
    match turn.couple.phase {
        Phase::Asking { .. } => match (partner, turn.couple.partner(partner).consent) {
            (PartnerId::One, Consent::Agreed(_)) => {
                let say = line("setup-waiting").person("other", PartnerId::Two).command("leave", "leave");
                turn.reply(by, Say::new(say));
            }
            (PartnerId::One | PartnerId::Two, Consent::Asked | Consent::Declined(_) | Consent::Agreed(_)) => {
                read_page(turn, by, partner);
            }
        },
        Phase::Paired { .. } | Phase::Halted { .. } | Phase::Ended { .. } => {
            let say = paired_page(turn, false);
            turn.reply(by, say);
        }
    }
}

/// Somebody who was asked wants to read the page.
pub fn read_page(turn: &mut Turn<'_>, by: &Asker, partner: PartnerId) {
    match turn.couple.phase {
        Phase::Asking { .. } => {
            let one_agreed = matches!(turn.couple.partners.one.consent, Consent::Agreed(_));
            if partner == PartnerId::Two && !one_agreed {
                return turn.reply(by, Say::new(line("consent-too-early").person("other", PartnerId::One)));
            }
            let locale = by.locale.clone();
            if locale.is_some() && turn.couple.partner(partner).locale.is_none() {
                turn.change_partner(partner, |partner| partner.locale = locale);
            }
            let say = page(turn, partner);
            turn.reply(by, say);
        }
        Phase::Paired { .. } | Phase::Halted { .. } => turn.reply(by, Say::new(line("already-paired"))),
        Phase::Ended { .. } => turn.reply(by, Say::new(line("invitation-closed"))),
    }
}

fn whisper_page(turn: &mut Turn<'_>, partner: PartnerId) {
    let say = page(turn, partner);
    let slot = Slot(format!("consent/{}", partner.number()));
    turn.effect(Effect::Post { slot, to: Audience::Only(partner), say, not_before: None, by: None });
}

/// The consent page: one screen.
fn page(turn: &Turn<'_>, partner: PartnerId) -> Say {
    let couple = &turn.couple;
    let policy = turn.scene.policy;
    let network = match couple.network() {
        Network::Discord => "consent-network-discord",
        Network::Matrix => "consent-network-matrix",
        Network::Terminal => "consent-network-terminal",
    };
    let host = policy.host.clone().unwrap_or_default();
    let host = match &policy.contact {
        Some(contact) => line("consent-host-contact").text("host", host).text("contact", contact.clone()),
        None => line("consent-host").text("host", host),
    };
    let mut say = Say::new(line("consent-title").person("other", partner.other())).line(line("consent-asked"));
    for kind in [Kind::CheckIn, Kind::Gratitude] {
        if let Some(schedule) = couple.rituals.get(&kind).and_then(|ritual| ritual.schedule.clone()) {
            say = say.item(ritual_line("consent-ritual", kind, schedule, couple));
        }
    }
    say.line(line("consent-sees").person("other", partner.other()))
        .line(line("consent-private"))
        .line(host)
        .line(line(network))
        .line(line("consent-copies"))
        .line(line("consent-free").command("pause", "pause").command("leave", "leave").command("privacy", "privacy"))
        .line(line("consent-for-whom").command("help", "help private"))
        .button(Button::Agree, "button-agree")
        .button(Button::NotNow, "button-not-now")
}

fn ritual_line(key: &'static str, kind: Kind, schedule: Schedule, couple: &Couple) -> Line {
    line(key)
        .with("kind", Arg::Kind(kind))
        .with("when", Arg::When(schedule))
        .with("zone", Arg::Zone(couple.ours.zone.clone()))
}

/// A private yes.
pub fn agree(turn: &mut Turn<'_>, by: &Asker, partner: PartnerId) {
    if !matches!(turn.couple.phase, Phase::Asking { .. }) {
        return read_page(turn, by, partner);
    }
    if turn.scene.taken.contains(&by.user) {
        return turn.reply(by, Say::new(line("setup-you-are-paired").command("leave", "leave")));
    }
    let one_agreed = matches!(turn.couple.partners.one.consent, Consent::Agreed(_));
    if partner == PartnerId::Two && !one_agreed {
        return turn.reply(by, Say::new(line("consent-too-early").person("other", PartnerId::One)));
    }
    let now = turn.now();
    let locale = by.locale.clone();
    let name = called(&by.name, &by.user);
    turn.change_partner(partner, |partner| {
        partner.consent = Consent::Agreed(now);
        partner.name = name;
        partner.locale = partner.locale.take().or(locale);
    });
    match partner {
        PartnerId::One if matches!(turn.couple.partners.two.consent, Consent::Agreed(_)) => pair(turn, by),
        PartnerId::One => {
            turn.reply(by, Say::new(line("consent-thanks-one").person("other", PartnerId::Two)));
            if turn.scene.can.buttons {
                let say = Say::new(line("invitation").person("one", PartnerId::One).person("two", PartnerId::Two))
                    .mentioning([PartnerId::Two])
                    .button(Button::ReadAndDecide, "button-read");
                turn.post("invitation", say);
            } else {
                let say =
                    Say::new(line("invitation-whispered").person("one", PartnerId::One).person("two", PartnerId::Two));
                turn.post("invitation", say.mentioning([PartnerId::Two]));
                whisper_page(turn, PartnerId::Two);
            }
        }
        PartnerId::Two => pair(turn, by),
    }
}

/// Both said yes: the couple exists.
fn pair(turn: &mut Turn<'_>, by: &Asker) {
    let now = turn.now();
    turn.change(Change::Phase(Phase::Paired { since: now }));
    rounds::clear(turn, AlarmKey::InvitationOver);
    let quiet = [turn.couple.partners.one.quiet, turn.couple.partners.two.quiet];
    for kind in [Kind::CheckIn, Kind::Gratitude] {
        // Only a default moves; an hour that somebody named stays.
        let default = match kind {
            Kind::CheckIn => rituals::CHECK_IN_HOUR,
            Kind::Gratitude | Kind::Question | Kind::List | Kind::Exercise => rituals::EVENING_HOUR,
        };
        let Some(mut ritual) = turn.couple.rituals.get(&kind).cloned() else {
            continue;
        };
        if ritual.schedule == Some(Schedule::daily(default)) {
            let hour = quiet.iter().fold(default, |hour, quiet| quiet.nearest_outside(hour));
            ritual.schedule = Some(Schedule::daily(hour));
            turn.change(Change::Ritual(kind, ritual));
        }
    }
    rituals::rearm_all(turn);
    turn.change(Change::AlarmSet(AlarmKey::OfferQuestions, Alarm { at: now + OFFER_AFTER, label: None }));
    turn.reply(by, Say::new(line("consent-thanks-two")));
    turn.revise("invitation", Say::new(line("invitation-taken")));
    let say = paired_page(turn, true);
    turn.post("paired", say.guarded());
}

/// What is set: each ritual's hour, in both partners' zones where they differ.
pub fn paired_page(turn: &Turn<'_>, first: bool) -> Say {
    let couple = &turn.couple;
    let key = if first { "paired" } else { "paired-set" };
    let mut say = Say::new(line(key).person("one", PartnerId::One).person("two", PartnerId::Two));
    for kind in &rituals::RITUALS {
        let Some(schedule) = couple.rituals.get(kind).and_then(|ritual| ritual.schedule.clone()) else {
            continue;
        };
        say = say.item(ritual_line("paired-ritual", *kind, schedule.clone(), couple));
        for partner in PartnerId::BOTH {
            let zone = couple.zone_of(partner);
            let next = couple.alarms.get(&AlarmKey::Ritual(*kind)).map(|alarm| alarm.at);
            if let (true, Some(at)) = (*zone != couple.ours.zone, next) {
                let theirs =
                    line("paired-ritual-theirs").person("who", partner).with("time", Arg::TimeIn(at, zone.clone()));
                say = say.item(theirs);
            }
        }
    }
    say = say.line(line("paired-commands").command("settings", "settings").command("help", "help"));
    if first && turn.scene.can.buttons {
        say = say.line(line("paired-try")).button(Button::TryOne, "button-try-one");
    } else if first {
        say = say.line(line("paired-try-typed").command("prompt", "prompt"));
    }
    say
}

/// *Not now*: the invitation is over, and nobody is blamed.
pub fn not_now(turn: &mut Turn<'_>, by: &Asker, partner: PartnerId) {
    if !matches!(turn.couple.phase, Phase::Asking { .. }) {
        return read_page(turn, by, partner);
    }
    let now = turn.now();
    turn.change_partner(partner, |partner| partner.consent = Consent::Declined(now));
    turn.reply(by, Say::new(line("consent-not-now").command("command", "setup")));
    close_invitation(turn, partner == PartnerId::Two);
}

/// The seven days are over.
pub fn invitation_over(turn: &mut Turn<'_>) {
    if matches!(turn.couple.phase, Phase::Asking { .. }) {
        close_invitation(turn, true);
    }
}

fn close_invitation(turn: &mut Turn<'_>, tell_one: bool) {
    let now = turn.now();
    let was_posted = matches!(turn.couple.partners.one.consent, Consent::Agreed(_));
    end_all(turn, Phase::Ended { at: now, was_paired: false });
    if was_posted {
        turn.revise("invitation", Say::new(line("invitation-closed")));
    }
    if tell_one && was_posted {
        let say = Say::new(line("invitation-closed-one").command("command", "setup"));
        turn.whisper("invitation/closed", PartnerId::One, say);
    }
}

/// `/leave`: asks once, without a reason or a countdown.
pub fn leave(turn: &mut Turn<'_>, by: &Asker) {
    match turn.couple.phase {
        Phase::Asking { .. } => {
            turn.reply(by, Say::new(line("invitation-taken-back")));
            close_invitation(turn, false);
        }
        Phase::Paired { .. } | Phase::Halted { .. } => {
            let say = Say::new(line("leave-page").command("journal", "journal").command("privacy", "privacy"))
                .button(Button::LeaveNow, "button-leave")
                .button(Button::Never, "button-never-mind");
            turn.reply(by, say);
        }
        Phase::Ended { .. } => turn.reply(by, Say::new(line("pairing-is-over"))),
    }
}

/// Yes, leave.
pub fn leave_now(turn: &mut Turn<'_>, by: &Asker, partner: PartnerId) {
    if !turn.couple.is_paired() {
        return turn.reply(by, Say::new(line("pairing-is-over")));
    }
    end(turn, partner);
    turn.reply(by, Say::new(line("left").command("journal", "journal").command("privacy", "privacy")));
}

/// Ends the pairing: open rounds close unrevealed, the other gets one neutral line, each keeps journal and export.
pub fn end(turn: &mut Turn<'_>, by: PartnerId) {
    if !turn.couple.is_paired() {
        return;
    }
    let open: Vec<_> = turn.couple.rounds.keys().copied().collect();
    for round in open {
        rounds::abandon(turn, round);
    }
    let now = turn.now();
    end_all(turn, Phase::Ended { at: now, was_paired: true });
    let say = Say::new(line("pairing-ended").command("journal", "journal").command("privacy", "privacy"));
    turn.whisper("ended", by.other(), say);
}

fn end_all(turn: &mut Turn<'_>, phase: Phase) {
    let alarms: Vec<AlarmKey> = turn.couple.alarms.keys().cloned().collect();
    for key in alarms {
        turn.change(Change::AlarmCleared(key));
    }
    let kept: Vec<_> = turn.couple.entries.values().cloned().collect();
    for entry in kept {
        turn.change(Change::Entry(Box::new(super::entry::Entry { live: false, ..entry })));
    }
    turn.change(Change::Phase(phase));
}
