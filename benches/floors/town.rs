//! Databases full of couples. A few are made by the real thing, the others are cast from them row by row: the rows of any couple
//! are those of any other but for its number, its people and its place.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use betwixt::catalog::Catalog;
use betwixt::clock::{Clock, Entropy};
use betwixt::config;
use betwixt::engine::button::Button;
use betwixt::engine::input::{Fields, Readers, Venue};
use betwixt::engine::turn::Capabilities;
use betwixt::engine::words::Words;
use betwixt::house::{House, Parts};
use betwixt::ids::{AccountId, CoupleId, EventKey, Network, PartnerId, PlaceRef, SentRef, Token, UserRef};
use betwixt::platform::{
    Delivery, DeliveryError, Envelope, Happening, Inbox, Person, Platform, PlatformError, ReplyHandle, Stop, Target,
};
use betwixt::seal::{Bound, Key, MasterKey};
use betwixt::store::{Settings, Store};
use betwixt::voice::Voice;
use data_encoding::HEXLOWER;
use jiff::Timestamp;
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension as _};
use tempfile::TempDir;

use crate::couples::{CAN, command, policy, user};

/// A folder with a database of couples, gone at the end.
pub struct Town {
    folder: Folder,
    key: MasterKey,
}

enum Folder {
    Own(TempDir),
    /// Another process's, who removes it.
    Others(PathBuf),
}

/// A couple's rows, to cast others from.
pub struct Mould {
    id: i64,
    rows: Vec<(&'static str, Vec<Value>)>,
    /// The columns of each table.
    #[cfg_attr(not(feature = "postgres"), allow(dead_code))]
    columns: BTreeMap<&'static str, Vec<String>>,
}

/// A network that takes everything at once and forgets it.
#[derive(Default)]
pub struct Net {
    /// How many messages it took.
    pub taken: AtomicUsize,
}

/// The bot account of every network here.
pub const ACCOUNT: &str = "terminal:bench";
/// Stands in the names of a mould's people and place, where the number of each cast comes.
const MARK: &str = "~0";
/// Tables with rows of a couple, parents first.
const TABLES: [(&str, &str); 7] = [
    ("couple", "id"),
    ("account", "couple"),
    ("partner_key", "couple"),
    ("round", "couple"),
    ("alarm", "couple"),
    ("slot", "couple"),
    ("post", "couple"),
];

/// On the disk where things are built, since a temporary folder is often kept in memory, where being durable costs nothing.
fn on_disk() -> Folder {
    Folder::Own(tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder"))
}

fn key_in(folder: &Path) -> MasterKey {
    let key = config::MasterKey::File(folder.join("master.key"));
    MasterKey::of(&config::Seal { key }).expect("a key").0
}

impl Town {
    /// Nobody lives there yet.
    pub async fn new() -> Town {
        let folder = on_disk();
        let key = key_in(folder.path());
        let town = Town { folder, key };
        town.store(Timestamp::UNIX_EPOCH).await.close().await.expect("an empty database");
        town
    }

    /// A town that another process made.
    pub fn at(folder: &Path) -> Town {
        Town { folder: Folder::Others(folder.to_owned()), key: key_in(folder) }
    }

    /// The database.
    pub fn file(&self) -> PathBuf {
        self.folder.path().join("betwixt.db")
    }

    /// The open database.
    pub async fn store(&self, now: Timestamp) -> Store {
        self.open_store(&Settings::sqlite(self.file()), now).await
    }

    /// Another database, with this one's key.
    pub async fn open_store(&self, settings: &Settings, now: Timestamp) -> Store {
        Store::open(settings, &self.key, now).await.expect("the database opens")
    }

    /// A house that runs on it.
    pub async fn house(&self, clock: Arc<dyn Clock>, platforms: Vec<Arc<dyn Platform>>) -> House {
        let store = self.store(clock.now()).await;
        Self::house_of(store, clock, platforms)
    }

    /// A house that runs on that database.
    pub fn house_of(store: Store, clock: Arc<dyn Clock>, platforms: Vec<Arc<dyn Platform>>) -> House {
        House::new(Parts {
            store,
            catalog: Arc::new(Catalog::builtin().expect("the built-in prompts")),
            voice: Arc::new(Voice::builtin().expect("the built-in voice")),
            clock,
            entropy: Entropy::seeded(7),
            policy: policy(),
            platforms,
        })
    }

    /// A couple with that `/setup`, made by the real thing in a town of its own. `ask`: with a question open.
    pub async fn mould(&self, now: Timestamp, setup: &str, ask: bool) -> Mould {
        let scratch = Town { folder: on_disk(), key: self.key.clone() };
        let clock = Arc::new(betwixt::clock::ManualClock::new(now));
        let house = scratch.house(clock, vec![Arc::new(Net::default())]).await;
        let mut events = 0;
        let mut happens = |name: &str, what: Happening| {
            events += 1;
            event(name, 0, format!("made/{events}"), what)
        };
        let press = |button| Happening::Press { button, fields: Fields::new() };
        let mut steps = vec![
            happens("ana", Happening::Command(command(setup))),
            happens("ana", press(Button::Agree)),
            happens("ben", press(Button::ReadAndDecide)),
            happens("ben", press(Button::Agree)),
        ];
        if ask {
            steps.push(happens("ana", Happening::Command(command("prompt"))));
        }
        for step in steps {
            house.hand_in(step).await.expect("it is kept");
            house.tick().await.expect("everything is delivered");
        }
        house.store().close().await.expect("it closes");
        Mould::of(&scratch.file())
    }

    /// Casts `many` couples, numbered from `first`.
    pub fn cast(&self, mould: &Mould, first: i64, many: i64) {
        let mut db = Connection::open(self.file()).expect("the database");
        // Nothing of this has to be durable; what is measured later has a connection of its own.
        db.execute_batch("PRAGMA synchronous = OFF; PRAGMA cache_size = -200000").expect("a pragma");
        let tx = db.transaction().expect("a transaction");
        for number in first..first + many {
            mould.cast(&tx, number, &self.key);
        }
        tx.commit().expect("it is written");
        db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).expect("a checkpoint");
        // Gigabytes that are still to be written would be charged to whoever syncs first.
        std::fs::File::open(self.file()).and_then(|file| file.sync_all()).expect("it is written");
    }

    /// A copy of the database as it is now, for a floor.
    pub fn copy(&self, name: &str) -> PathBuf {
        let copy = self.folder.path().join(name);
        std::fs::copy(self.file(), &copy).expect("a copy");
        copy
    }

    /// Where it is, for another process.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }
}

impl Folder {
    fn path(&self) -> &Path {
        match self {
            Folder::Own(folder) => folder.path(),
            Folder::Others(path) => path,
        }
    }
}

impl Mould {
    fn of(file: &Path) -> Mould {
        let db = Connection::open(file).expect("the database");
        let id: i64 = db.query_row("SELECT id FROM couple", [], |row| row.get(0)).expect("one couple");
        let mut rows = Vec::new();
        let mut names = BTreeMap::new();
        for (table, column) in TABLES {
            let mut select = db.prepare(&format!("SELECT * FROM {table} WHERE {column} = ?1")).expect("a query");
            names.insert(table, select.column_names().into_iter().map(str::to_owned).collect());
            let columns = select.column_count();
            let found =
                select.query_map([id], |row| (0..columns).map(|column| row.get(column)).collect()).expect("rows");
            rows.extend(found.map(|row| (table, row.expect("a row"))));
        }
        Mould { id, rows, columns: names }
    }

    /// The number of the couple that it was made of.
    #[cfg_attr(not(feature = "postgres"), allow(dead_code))]
    pub fn id(&self) -> i64 {
        self.id
    }

    /// The rows as JSON, for Postgres, but for keys, which only the master key's owner can make.
    #[cfg_attr(not(feature = "postgres"), allow(dead_code))]
    pub fn as_json(&self) -> Vec<(&'static str, String)> {
        let json = |value: &Value| match value {
            Value::Null => serde_json::Value::Null,
            Value::Integer(number) => (*number).into(),
            Value::Real(number) => (*number).into(),
            Value::Text(text) => text.clone().into(),
            Value::Blob(bytes) => format!("\\x{}", HEXLOWER.encode(bytes)).into(),
        };
        let rows = self.rows.iter().filter(|(table, _)| *table != "partner_key");
        rows.map(|(table, row)| {
            let names = self.columns[table].iter().cloned();
            let row: serde_json::Map<_, _> = names.zip(row.iter().map(json)).collect();
            (*table, serde_json::Value::Object(row).to_string())
        })
        .collect()
    }

    fn cast(&self, db: &Connection, number: i64, key: &MasterKey) {
        let (old, new) = (self.id.to_string(), number.to_string());
        let mark = format!("~{number}");
        for (table, row) in &self.rows {
            let row: Vec<Value> = row
                .iter()
                .map(|value| match value {
                    Value::Integer(id) if *id == self.id => Value::Integer(number),
                    Value::Text(text) => Value::Text(text.replace(MARK, &mark).replace(&old, &new)),
                    Value::Null | Value::Integer(_) | Value::Real(_) | Value::Blob(_) => value.clone(),
                })
                .collect();
            let holes = vec!["?"; row.len()].join(", ");
            db.prepare_cached(&format!("INSERT INTO {table} VALUES ({holes})"))
                .and_then(|mut insert| insert.execute(rusqlite::params_from_iter(row)))
                .expect("a row");
        }
        // A key per partner, as after their first answer.
        for partner in PartnerId::BOTH {
            let bound = Bound::PartnerKey(CoupleId(number), partner);
            let sealed = key.wrap(bound, &Key::random().expect("randomness")).expect("a sealed key");
            db.prepare_cached("INSERT INTO partner_key (couple, partner, sealed, made) VALUES (?1, ?2, ?3, 0)")
                .and_then(|mut insert| insert.execute((number, partner.number(), sealed)))
                .expect("a key");
        }
    }
}

/// The number of the newest round of a couple.
pub fn newest_round(file: &Path, couple: i64) -> i64 {
    let db = Connection::open(file).expect("the database");
    db.query_row("SELECT MAX(id) FROM round WHERE couple = ?1", [couple], |row| row.get(0))
        .optional()
        .expect("a query")
        .expect("a round")
}

/// Something that one of the two of that number does in their place.
pub fn event(name: &str, number: i64, key: String, what: Happening) -> Envelope {
    let user = user(&format!("{name}~{number}"));
    Envelope {
        key: EventKey(key),
        account: AccountId(ACCOUNT.to_owned()),
        place: Some(PlaceRef::new(Network::Terminal, format!("room~{number}"))),
        from: Some(Person { user, name: name.to_owned(), locale: None }),
        venue: Venue::Quietly,
        lacks: Vec::new(),
        // As Discord gives one with each interaction.
        reply: Some(ReplyHandle("a handle".to_owned())),
        cursor: None,
        what,
    }
}

/// An answer by the form that the button opened.
pub fn answer(name: &str, number: i64, round: i64, key: String, words: &str) -> Envelope {
    let what = Happening::Press {
        button: format!("answer/{round}/words").parse().expect("a button"),
        fields: Fields::from([("words".to_owned(), Words::from(words))]),
    };
    event(name, number, key, what)
}

#[async_trait::async_trait]
impl Platform for Net {
    fn account(&self) -> AccountId {
        AccountId(ACCOUNT.to_owned())
    }

    fn capabilities(&self) -> Capabilities {
        CAN
    }

    async fn listen(&self, _: Inbox, mut stop: Stop) -> Result<(), PlatformError> {
        let _ = stop.wait_for(|stop| *stop).await;
        Ok(())
    }

    async fn deliver(&self, delivery: &Delivery) -> Result<SentRef, DeliveryError> {
        self.taken.fetch_add(1, Ordering::Relaxed);
        Ok(SentRef(format!("{}{MARK}", delivery.token)))
    }

    async fn find(&self, _: &Token, _: &Target, _: Timestamp) -> Result<Option<SentRef>, DeliveryError> {
        Ok(None)
    }

    async fn readers(&self, _: &PlaceRef, _: &[UserRef]) -> Result<Readers, DeliveryError> {
        Ok(Readers { others: Some(0), ..Readers::default() })
    }
}
