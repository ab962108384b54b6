//! Looking whether all is well, beside a running process and without changing anything.

use std::collections::BTreeMap;
use std::path::Path;

use jiff::Timestamp;
use sqlx::Connection as _;

use super::backup::{self, Backup, read_only};
use super::db::{Arg, Batch, Conn, Given, Kind};
use super::error::StoreError;
use super::open::{check_key, library, whole};
use super::{Settings, instant, partner, schema};
use crate::config::DatabaseUrl;
use crate::engine::couple::Couple;
use crate::ids::{CoupleId, PartnerId};
use crate::seal::{Bound, Key, MasterKey};

/// Something that `betwixt check` says about the database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Whether a person must look at it.
    pub bad: bool,
    /// What it is, for the operator; never what people wrote.
    pub text: String,
}

impl Finding {
    fn good(text: impl Into<String>) -> Finding {
        Finding { bad: false, text: text.into() }
    }

    fn bad(text: impl Into<String>) -> Finding {
        Finding { bad: true, text: text.into() }
    }
}

/// Looks through the database, read-only, also while betwixt runs: schema, file, key, every seal, every alarm, what waits.
///
/// Nothing is migrated or made. Without `master` the seals are not looked at. Seals are tried and nothing of what was in them is
/// kept or shown. An error means that it could not be looked at to the end.
pub async fn check(settings: &Settings, master: Option<&MasterKey>) -> Result<Vec<Finding>, StoreError> {
    match &settings.url {
        DatabaseUrl::Sqlite(path) => {
            let mut conn = read_only(path).await?;
            let found = look(&mut Conn::Sqlite(&mut conn), master).await;
            conn.close().await?;
            found
        }
        #[cfg(feature = "postgres")]
        DatabaseUrl::Postgres(url) => {
            let mut conn = sqlx::PgConnection::connect(url.reveal()).await?;
            let found = look(&mut Conn::Postgres(&mut conn), master).await;
            conn.close().await?;
            found
        }
        #[cfg(not(feature = "postgres"))]
        DatabaseUrl::Postgres(_) => {
            Err(StoreError::Unsupported("this program was built without Postgres; build it with its default features"))
        }
    }
}

/// Backs up the database that the settings name, also while betwixt runs. `now` is noted in both files.
pub async fn backup(settings: &Settings, file: &Path, now: Timestamp) -> Result<Backup, StoreError> {
    match &settings.url {
        DatabaseUrl::Sqlite(path) => backup::beside_a_running_one(path, file, now).await,
        DatabaseUrl::Postgres(_) => Err(StoreError::Unsupported(backup::NOT_POSTGRES)),
    }
}

async fn look(conn: &mut Conn<'_>, master: Option<&MasterKey>) -> Result<Vec<Finding>, StoreError> {
    let mut findings = vec![Finding::good(library(conn).await?)];
    let version = schema::version(conn).await?;
    if version == 0 {
        findings.push(Finding::good("the database is empty; betwixt run or betwixt migrate fills it"));
        return Ok(findings);
    }
    if version < schema::newest() {
        return Err(StoreError::Older { found: version, known: schema::newest() });
    }
    findings.push(Finding::good(format!("schema {version}, up to date")));
    if conn.is_sqlite() {
        match whole(conn).await {
            Ok(()) => findings.push(Finding::good("every page and every index is whole")),
            Err(StoreError::Corrupt { found }) => {
                findings.push(Finding::bad(StoreError::Corrupt { found }.to_string()));
                return Ok(findings);
            }
            Err(error) => return Err(error),
        }
    }
    let master = match master {
        None => {
            findings.push(Finding::bad("there is no master key to look at the seals with"));
            None
        }
        Some(master) => match check_key(conn, master).await {
            Ok(()) => Some(master),
            Err(StoreError::WrongKey) => {
                findings.push(Finding::bad(StoreError::WrongKey.to_string()));
                None
            }
            Err(error) => return Err(error),
        },
    };
    look_at_couples(conn, master, &mut findings).await?;
    look_at_outbox(conn, &mut findings).await?;
    Ok(findings)
}

#[derive(Default)]
struct Counted {
    couples: u64,
    entries: u64,
}

async fn look_at_couples(
    conn: &mut Conn<'_>,
    master: Option<&MasterKey>,
    findings: &mut Vec<Finding>,
) -> Result<(), StoreError> {
    const PAGE: i64 = 500;
    let mut counted = Counted::default();
    let mut last = i64::MIN;
    loop {
        let sql = "SELECT id, state FROM couple WHERE id > $1 ORDER BY id LIMIT $2 + 0";
        let rows = conn.all(sql, vec![Arg::Int(last), Arg::Int(PAGE)]).await?;
        if rows.is_empty() {
            break;
        }
        let mut page = BTreeMap::new();
        for row in &rows {
            last = row.int(0)?;
            match serde_json::from_str::<Couple>(&row.text(1)?) {
                Ok(couple) => {
                    page.insert(last, couple);
                }
                Err(_) => findings.push(Finding::bad(format!(
                    "couple {}: its state cannot be read; restore the newest backup",
                    CoupleId(last)
                ))),
            }
        }
        counted.couples += u64::try_from(rows.len()).unwrap_or(u64::MAX);
        look_at_alarms(conn, &page, findings).await?;
        if let Some(master) = master {
            counted.entries += look_at_seals(conn, &page, master, findings).await?;
        }
    }
    let Counted { couples, entries } = counted;
    findings.push(Finding::good(match master {
        Some(_) => format!("couples looked at: {couples}; sealed entries: {entries}"),
        None => format!("couples looked at: {couples}"),
    }));
    Ok(())
}

/// The index that wakes couples and their own idea of it must be the same.
async fn look_at_alarms(
    conn: &mut Conn<'_>,
    page: &BTreeMap<i64, Couple>,
    findings: &mut Vec<Finding>,
) -> Result<(), StoreError> {
    static ALARMS: Batch = Batch::new(
        &[("wanted", Kind::Int)],
        "SELECT couple, name, at, label FROM alarm WHERE couple IN (SELECT wanted FROM given)",
    );
    let mut rows: BTreeMap<i64, BTreeMap<String, (i64, Option<String>)>> = BTreeMap::new();
    for row in conn.batch_all(&ALARMS, ids(page), Vec::new()).await? {
        let alarm = (row.int(2)?, row.opt_text(3)?);
        rows.entry(row.int(0)?).or_default().insert(row.text(1)?, alarm);
    }
    for (id, couple) in page {
        let own: BTreeMap<String, (i64, Option<String>)> = couple
            .alarms
            .iter()
            .map(|(key, alarm)| {
                let label = alarm.label.map(|label| label.to_string());
                (key.to_string(), (alarm.at.as_millisecond(), label))
            })
            .collect();
        if own != rows.remove(id).unwrap_or_default() {
            findings.push(Finding::bad(format!(
                "couple {}: what wakes it is not what it waits for; restore the newest backup",
                CoupleId(*id)
            )));
        }
    }
    Ok(())
}

/// Answers with how many entries were tried.
async fn look_at_seals(
    conn: &mut Conn<'_>,
    page: &BTreeMap<i64, Couple>,
    master: &MasterKey,
    findings: &mut Vec<Finding>,
) -> Result<u64, StoreError> {
    static KEYS: Batch = Batch::new(
        &[("wanted", Kind::Int)],
        "SELECT couple, partner, sealed FROM partner_key WHERE couple IN (SELECT wanted FROM given)",
    );
    static ENTRIES: Batch = Batch::new(
        &[("wanted", Kind::Int)],
        "SELECT couple, partner, id, opened, sealed FROM entry WHERE couple IN (SELECT wanted FROM given)",
    );
    let unreadable = || StoreError::unreadable("entry");
    let mut keys: BTreeMap<(CoupleId, PartnerId), Key> = BTreeMap::new();
    for row in conn.batch_all(&KEYS, ids(page), Vec::new()).await? {
        let couple = CoupleId(row.int(0)?);
        let partner = partner(row.int(1)?).ok_or_else(unreadable)?;
        let key = row.opt_blob(2)?.and_then(|sealed| master.unwrap(Bound::PartnerKey(couple, partner), &sealed).ok());
        match key {
            Some(key) => {
                keys.insert((couple, partner), key);
            }
            None => findings.push(Finding::bad(format!(
                "couple {couple}: the key of partner {} does not open; restore the newest backup with its keys",
                partner.number()
            ))),
        }
    }
    let mut tried = 0;
    for row in conn.batch_all(&ENTRIES, ids(page), Vec::new()).await? {
        let couple = CoupleId(row.int(0)?);
        let partner = partner(row.int(1)?).ok_or_else(unreadable)?;
        let entry = u32::try_from(row.int(2)?).map_err(|_| unreadable())?;
        let bound =
            Bound::Entry { couple, partner, entry: crate::ids::EntryId(entry), open: row.opt_int(3)?.is_some() };
        tried += 1;
        // Without a key it was reported above, once for all.
        if let Some(key) = keys.get(&(couple, partner))
            && key.open(bound, &row.blob(4)?).is_err()
        {
            findings.push(Finding::bad(format!(
                "couple {couple}: entry {entry} does not open: it was changed from outside, or is damaged; restore the newest backup"
            )));
        }
    }
    Ok(tried)
}

async fn look_at_outbox(conn: &mut Conn<'_>, findings: &mut Vec<Finding>) -> Result<(), StoreError> {
    let sql = "SELECT COUNT(*), MIN(created) FROM outbox WHERE NOT done";
    let Some(row) = conn.one(sql, Vec::new()).await? else {
        return Ok(());
    };
    let text = match (row.int(0)?, row.opt_int(1)?) {
        (0, _) | (_, None) => "nothing waits to be delivered".to_owned(),
        (many, Some(oldest)) => {
            format!("waiting to be delivered: {many}, the oldest since {}", instant(oldest, "outbox")?)
        }
    };
    findings.push(Finding::good(text));
    Ok(())
}

fn ids(page: &BTreeMap<i64, Couple>) -> Given {
    let mut given = Given::default();
    for id in page.keys() {
        given.push([Arg::Int(*id)]);
    }
    given
}
