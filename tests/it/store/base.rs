//! A database of a test's own, and couples to put into it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::LazyLock;

use betwixt::body::{Block, Body, Span};
use betwixt::catalog::Kind;
use betwixt::engine::change::Change;
use betwixt::engine::couple::{Consent, Couple};
use betwixt::engine::entry::{Entry, EntryKind, Privacy};
use betwixt::engine::round::{Mode, Round, Standing};
use betwixt::engine::words::{Content, Sealed, Words};
use betwixt::ids::{AccountId, CoupleId, EntryId, Network, PartnerId, PlaceRef, RoundId, Slot, UserRef};
use betwixt::platform::Target;
use betwixt::seal::MasterKey;
use betwixt::store::{NewRow, RowVerb, Settings, Store, StoreError, Write};
use jiff::{SignedDuration, Timestamp};

use crate::engine::play::Play;

/// A database that nobody else uses, and the key it is sealed with.
pub(crate) struct Base {
    pub(crate) settings: Settings,
    pub(crate) master: MasterKey,
    pub(crate) folder: tempfile::TempDir,
}

impl Base {
    pub(crate) async fn sqlite() -> Base {
        let folder = tempfile::tempdir().unwrap();
        Base {
            settings: Settings::sqlite(folder.path().join("betwixt.db")),
            master: MasterKey::throw_away().unwrap(),
            folder,
        }
    }

    #[cfg(feature = "postgres")]
    pub(crate) async fn postgres() -> Base {
        let folder = tempfile::tempdir().unwrap();
        let url = crate::postgres::fresh_database().await;
        Base {
            settings: Settings {
                url: betwixt::config::DatabaseUrl::Postgres(betwixt::config::Secret::new(url)),
                erasures: Some(folder.path().join("erasures")),
            },
            master: MasterKey::throw_away().unwrap(),
            folder,
        }
    }

    pub(crate) async fn open(&self) -> Store {
        self.try_open().await.unwrap()
    }

    pub(crate) async fn try_open(&self) -> Result<Store, StoreError> {
        Store::open(&self.settings, &self.master, at(0)).await
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }
}

/// Each test once, on both databases.
macro_rules! on_both {
    ($($test:ident),+ $(,)?) => {
        mod on_sqlite {
            $(#[tokio::test]
            async fn $test() {
                super::$test(crate::store::base::Base::sqlite().await).await;
            })+
        }
        #[cfg(feature = "postgres")]
        mod on_postgres {
            $(#[tokio::test]
            async fn $test() {
                super::$test(crate::store::base::Base::postgres().await).await;
            })+
        }
    };
}
pub(crate) use on_both;

/// That many seconds after noon of a day.
pub(crate) fn at(seconds: i64) -> Timestamp {
    "2026-03-02T12:00:00Z".parse::<Timestamp>().unwrap() + SignedDuration::from_secs(seconds)
}

pub(crate) fn account() -> AccountId {
    AccountId("terminal:bot".to_owned())
}

pub(crate) fn user(name: &str) -> UserRef {
    UserRef::new(Network::Terminal, name)
}

pub(crate) fn place(number: i64) -> PlaceRef {
    PlaceRef::new(Network::Terminal, format!("room-{number}"))
}

/// Ana and Ben number `number`, paired, in a place of their own.
pub(crate) fn couple(number: i64) -> Couple {
    // Pairing them reads the whole library of prompts.
    static PAIRED: LazyLock<Couple> = LazyLock::new(|| Play::paired().couple().clone());
    let mut couple = PAIRED.clone();
    couple.id = CoupleId(number);
    couple.place = place(number);
    couple.partners.one.accounts = vec![user(&format!("ana-{number}"))];
    couple.partners.two.accounts = vec![user(&format!("ben-{number}"))];
    couple
}

/// The same two before both have said yes.
pub(crate) fn asking(number: i64) -> Couple {
    let mut couple = couple(number);
    couple.phase = betwixt::engine::couple::Phase::Asking { since: at(0) };
    couple.partners.one.consent = Consent::Agreed(at(0));
    couple.partners.two.consent = Consent::Asked;
    couple.alarms = BTreeMap::new();
    couple
}

pub(crate) fn round(id: u32) -> Round {
    Round {
        id: RoundId(id),
        ritual: Some(Kind::Gratitude),
        kind: Kind::Gratitude,
        prompt: betwixt::catalog::PromptId::from("a-prompt"),
        swapped: BTreeSet::new(),
        mode: Mode::Sealed,
        label: None,
        opened: at(0),
        standing: Standing::Open,
        closed: None,
        answers: BTreeMap::new(),
        in_the_open: BTreeSet::new(),
        gaps: Default::default(),
        skipped: BTreeSet::new(),
        lapses: None,
        lapse_left_ms: None,
        asked_alone: None,
        live: true,
    }
}

pub(crate) fn entry(couple: i64, id: u32, by: PartnerId, words: &str) -> Entry {
    Entry {
        id: EntryId(id),
        couple: CoupleId(couple),
        kind: EntryKind::Answer,
        round: Some(RoundId(1)),
        at: at(id.into()),
        edited: None,
        privacy: Privacy::Sealed,
        heard: None,
        live: true,
        sealed: Sealed::new(by, Content::plain(Words::from(words))),
    }
}

/// The changes made to a couple of that version, applied.
pub(crate) fn write(mut couple: Couple, version: Option<i64>, changes: Vec<Change>) -> Write {
    for change in &changes {
        couple.apply(change);
    }
    Write { couple, version, served_by: None, changes, rows: Vec::new() }
}

pub(crate) fn began(couple: &Couple) -> Write {
    write(couple.clone(), None, vec![Change::Began(Box::new(couple.clone()))])
}

/// Writes all of `writes` in one transaction.
pub(crate) async fn save(store: &Store, writes: Vec<Write>) {
    try_save(store, writes).await.unwrap();
}

pub(crate) async fn try_save(store: &Store, writes: Vec<Write>) -> Result<(), StoreError> {
    let mut tx = store.begin().await?;
    tx.save(&writes, at(100)).await?;
    tx.commit().await
}

/// Loads the couple and changes it.
pub(crate) async fn change(store: &Store, couple: i64, changes: Vec<Change>) {
    let loaded = load(store, couple).await;
    save(store, vec![write(loaded.couple, Some(loaded.version), changes)]).await;
}

pub(crate) async fn load(store: &Store, couple: i64) -> betwixt::store::Loaded {
    let mut tx = store.begin().await.unwrap();
    tx.load(&[CoupleId(couple)]).await.unwrap().remove(&CoupleId(couple)).unwrap()
}

pub(crate) fn body(words: &str) -> Body {
    Body { blocks: vec![Block::Paragraph(vec![Span::Words(words.to_owned())])], ..Body::default() }
}

pub(crate) fn row(number: i64, slot: &str, verb: RowVerb, words: &str) -> NewRow {
    NewRow {
        slot: Slot(slot.to_owned()),
        verb,
        target: Target::Place(place(number)),
        account: account(),
        body: match verb {
            RowVerb::Post | RowVerb::Edit => Some(body(words)),
            RowVerb::Delete | RowVerb::React | RowVerb::ReactUnread => None,
        },
        react_to: None,
        reply: None,
        not_before: None,
        by: None,
        guarded: false,
        words_of: BTreeSet::new(),
        awaited: false,
        at_once: false,
    }
}

/// A decision that only says something.
pub(crate) async fn put_out(store: &Store, number: i64, rows: Vec<NewRow>) {
    let loaded = load(store, number).await;
    let mut write = write(loaded.couple, Some(loaded.version), Vec::new());
    write.rows = rows;
    save(store, vec![write]).await;
}
