//! Whatever stands in a button's id, and whoever presses it wherever: nobody does more with it than they may. Ids are only numbers within
//! a couple, so anybody can make one up who finds a way to send it.

use std::collections::BTreeMap;

use betwixt::command::FormKind;
use betwixt::engine::Read;
use betwixt::engine::button::Button;
use betwixt::engine::couple::Couple;
use betwixt::engine::entry::{Entry, Heard, Privacy};
use betwixt::engine::input::Venue;
use betwixt::engine::words::Words;
use betwixt::ids::{CoupleId, EntryId, PartnerId, PlaceRef, RoundId};
use betwixt::platform::{Envelope, Handled, Target};
use proptest::prelude::*;

use super::many;
use crate::world::{World, filled, person, place, said};

/// What is filled into forms.
const FORGED: &str = "forged";

fn elsewhere() -> PlaceRef {
    PlaceRef::new(place().network, "another room")
}

fn form() -> impl Strategy<Value = FormKind> {
    prop::sample::select(vec![FormKind::Words, FormKind::CheckIn, FormKind::Gratitude, FormKind::Reflection])
}

/// Every button there is, with numbers that may be somebody's.
fn button() -> impl Strategy<Value = Button> {
    let number = || prop_oneof![8 => 0_u32..9, 1 => Just(u32::MAX)];
    let round = move || number().prop_map(RoundId);
    let entry = move || number().prop_map(EntryId);
    let plain = prop::sample::select(vec![
        Button::ReadAndDecide,
        Button::Agree,
        Button::NotNow,
        Button::TryOne,
        Button::TakeQuestions,
        Button::LeaveQuestions,
        Button::LeaveNow,
        Button::ForgetAll,
        Button::Export,
        Button::Never,
        Button::Fill("skip".to_owned()),
        Button::Fill("4".to_owned()),
    ]);
    prop_oneof![
        3 => plain,
        1 => (round(), form()).prop_map(|(round, form)| Button::Answer(round, form)),
        1 => round().prop_map(Button::Another),
        1 => round().prop_map(Button::Why),
        1 => round().prop_map(Button::Skip),
        1 => (round(), 1_u8..=5).prop_map(|(round, level)| Button::Capacity(round, level)),
        1 => round().prop_map(Button::MoreLikeThis),
        1 => round().prop_map(Button::NotForUs),
        1 => round().prop_map(Button::Reflect),
        1 => (entry(), any::<bool>()).prop_map(|(entry, yes)| Button::Heard(entry, if yes { Heard::Yes } else { Heard::NotQuite })),
        1 => round().prop_map(Button::KeepAlone),
        2 => round().prop_map(Button::ShareAlone),
        2 => round().prop_map(Button::EraseAlone),
        2 => (entry(), form()).prop_map(|(entry, form)| Button::Change(entry, form)),
        2 => entry().prop_map(Button::Withdraw),
        2 => entry().prop_map(Button::Share),
        2 => entry().prop_map(Button::NotAnAnswer),
        1 => number().prop_map(Button::Accept),
        1 => number().prop_map(Button::Refuse),
        1 => number().prop_map(Button::ConfirmReaders),
        1 => any::<i32>().prop_map(Button::ForgetDay),
    ]
}

/// Somebody presses something somewhere.
#[derive(Clone, Debug)]
struct Press {
    who: &'static str,
    button: Button,
    place: Option<PlaceRef>,
}

fn press() -> impl Strategy<Value = Press> {
    let who = prop::sample::select(vec!["ana", "cleo", "eve"]);
    let place = prop::sample::select(vec![
        Some(place()),
        Some(elsewhere()),
        Some(PlaceRef::new(place().network, "nowhere")),
        None,
    ]);
    (who, button(), place).prop_map(|(who, button, place)| Press { who, button, place })
}

/// Two couples. Ben has a sealed answer, one that was revealed, a note that he kept for later and a check-in; of Ana's there is as much.
async fn two_couples() -> World {
    let mut world = World::paired().await;
    for (name, what) in [
        ("cleo", said("/setup @dan Europe/Paris 20:30")),
        ("cleo", filled(Button::Agree, &[])),
        ("dan", filled(Button::Agree, &[])),
        ("cleo", said("/checkin 3 work listen cleo's words")),
        ("dan", said("/prompt")),
    ] {
        let envelope = Envelope { place: Some(elsewhere()), ..world.event(name, Venue::Quietly, what) };
        world.happens(envelope).await;
    }
    for (name, text) in [
        ("ana", "/checkin 3 work listen ana-secret-open"),
        ("ben", "/checkin 2 sleep space ben-open"),
        ("ben", "/gratitude what:\"ben-secret-kept\" keep:later"),
        ("ana", "/gratitude what:\"ana-kept\" keep:later"),
        ("ana", "/prompt"),
    ] {
        let envelope = world.event(name, Venue::Quietly, said(text));
        world.happens(envelope).await;
    }
    world.whispers("ben", "ben-secret-sealed").await;
    world
}

/// Everything that one of them wrote, and how they have set what is theirs.
async fn theirs(world: &World, id: CoupleId, whose: PartnerId) -> (Vec<Entry>, Couple) {
    let couple = world.loaded(id).await;
    let mut tx = world.house().store().begin().await.unwrap();
    let kept = tx.history(&couple, Some(whose), Read::Everything).await.unwrap();
    (kept.entries.into_iter().filter(|entry| entry.by() == whose).collect(), couple)
}

fn sealed(entries: &[Entry]) -> impl Iterator<Item = &Entry> {
    entries.iter().filter(|entry| entry.privacy == Privacy::Sealed)
}

/// Whether the other has answered the round of that entry, too.
async fn has_answered(world: &World, id: CoupleId, whose: PartnerId, entry: &Entry) -> bool {
    let (others, _) = theirs(world, id, whose.other()).await;
    others.iter().any(|other| other.kind == entry.kind && other.round == entry.round)
}

async fn try_all(presses: &[Press]) {
    let mut world = two_couples().await;
    let [here, there] = [world.couple().await.id, world.couple_of(&elsewhere()).await.unwrap().id];
    assert_eq!(theirs(&world, here, PartnerId::Two).await.0.len(), 3, "{}", world.transcript());
    for press in presses {
        let mut before = BTreeMap::new();
        for whose in PartnerId::BOTH {
            for id in [here, there] {
                before.insert((id, whose), theirs(&world, id, whose).await);
            }
        }
        let shown = world.network.said().len();
        let fields: Vec<(&str, &str)> = match press.button.form() {
            Some(form) => {
                form.fields().iter().filter(|field| field.required).map(|field| (field.name, FORGED)).collect()
            }
            None => Vec::new(),
        };
        let venue = if press.place.is_some() { Venue::Quietly } else { Venue::Private };
        let what = filled(press.button.clone(), &fields);
        let envelope = Envelope { place: press.place.clone(), ..world.event(press.who, venue, what) };
        assert_eq!(world.hand_in(envelope).await, Ok(Handled::Kept));
        assert!(world.tick().await);
        let context = || format!("{press:?}\n{}", world.transcript());
        for ((id, whose), (entries, couple)) in &before {
            let (entries_now, couple_now) = theirs(&world, *id, *whose).await;
            let own = couple.partner(*whose).accounts.contains(&person(press.who));
            if !own {
                for (was, is) in entries.iter().zip(&entries_now) {
                    // What the presser's own answer reveals, and what they say to what the other heard.
                    let opened = was.privacy == Privacy::Sealed && is.privacy != Privacy::Sealed;
                    assert!(!opened || has_answered(&world, *id, *whose, is).await, "{is:?} {}", context());
                    let as_before = Entry { privacy: is.privacy, heard: is.heard, live: is.live, ..was.clone() };
                    assert_eq!(*is, as_before, "{}", context());
                }
                assert_eq!(entries_now.len(), entries.len(), "{}", context());
                assert_eq!(couple_now.partner(*whose), couple.partner(*whose), "{}", context());
            }
            let none_of_theirs =
                PartnerId::BOTH.iter().all(|id| !couple.partner(*id).accounts.contains(&person(press.who)));
            if none_of_theirs {
                assert_eq!(couple_now, *couple, "{}", context());
            }
        }
        let (ana, _) = theirs(&world, here, PartnerId::One).await;
        let (ben, _) = theirs(&world, here, PartnerId::Two).await;
        for (to, body) in &world.network.said()[shown..] {
            let text = body.plain('/');
            let may_not: Vec<&Entry> = match to {
                Target::Person { user, .. } if *user == person("ana") => sealed(&ben).collect(),
                Target::Person { user, .. } if *user == person("ben") => sealed(&ana).collect(),
                Target::Place(at) if *at == place() => sealed(&ana).chain(sealed(&ben)).collect(),
                Target::Person { .. } | Target::Place(_) => ana.iter().chain(&ben).collect(),
            };
            let words = may_not.iter().flat_map(|entry| entry.content().words()).map(Words::as_str);
            for secret in words.filter(|words| *words != FORGED) {
                assert!(!text.contains(secret), "{to:?} reads {secret} after {}", context());
            }
        }
        if !world.loaded(here).await.is_paired() {
            // Ana may leave; then there is nothing more to look for.
            return;
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: u32::try_from(many(6, 300)).unwrap(),
        max_shrink_iters: 100,
        ..ProptestConfig::default()
    })]

    #[test]
    fn a_forged_press_does_no_more_than_the_presser_may(presses in proptest::collection::vec(press(), 1..30)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(try_all(&presses));
    }
}
