//! The ledger of events, and whom they concern.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::couples::loading;
use super::db::{Arg, Batch, Given, Kind, Row};
use super::fold::Standing;
use super::journey::Step;
use super::{StoreError, Tx, partner};
use crate::ids::{AccountId, CoupleId, EntryId, EventKey, Network, PartnerId, PlaceRef, SentRef, Slot, UserRef};

/// What a batch of events names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Places.
    pub places: BTreeSet<PlaceRef>,
    /// Areas, each of all places in it.
    pub areas: BTreeSet<PlaceRef>,
    /// People.
    pub people: BTreeSet<UserRef>,
    /// Messages of ours, wherever they are.
    pub messages: BTreeSet<(Network, SentRef)>,
    /// Events that may have become a piece of an entry.
    pub heard: BTreeSet<EventKey>,
    /// Couples that are known already.
    pub couples: BTreeSet<CoupleId>,
}

/// Whom it concerns. What is unknown is not in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Resolved {
    /// The couple that holds the place now, paired or still being asked.
    pub places: BTreeMap<PlaceRef, CoupleId>,
    /// The couples that hold a place in the area now.
    pub areas: BTreeMap<PlaceRef, Vec<CoupleId>>,
    /// The couples of each person; the one they joined first, then those they are invited to, then those they left, newest first.
    pub people: BTreeMap<UserRef, Vec<Membership>>,
    /// Which message of which couple; [`CoupleId`] 0 is nobody's.
    pub messages: BTreeMap<(Network, SentRef), (CoupleId, Slot)>,
    /// Which piece of which entry.
    pub heard: BTreeMap<EventKey, (CoupleId, EntryId, u32)>,
}

/// How a person belongs to a couple.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Membership {
    /// The couple.
    pub couple: CoupleId,
    /// Which of the two they are.
    pub partner: PartnerId,
    /// How.
    pub standing: Standing,
    /// Since when.
    pub since: Timestamp,
}

impl Resolved {
    /// The couple that this person joined, if any.
    pub fn joined(&self, person: &UserRef) -> Option<&Membership> {
        self.people.get(person)?.iter().find(|membership| membership.standing == Standing::Joined)
    }
}

impl Tx<'_> {
    /// Enters events into the ledger and answers with those that were not in it yet. The same key twice in `keys` is one.
    pub async fn insert_keys(&mut self, keys: &[EventKey], now: Timestamp) -> Result<BTreeSet<EventKey>, StoreError> {
        Ok(self.enter(keys, &Wanted::default(), now).await?.0)
    }

    /// The same, together with [`Tx::resolve`], and with what [`Tx::load`] will most likely be asked for: the couples in `wanted` and those
    /// that its people joined. Not all of it is written when this returns, but with what comes next.
    pub async fn enter(
        &mut self,
        keys: &[EventKey],
        wanted: &Wanted,
        now: Timestamp,
    ) -> Result<(BTreeSet<EventKey>, Resolved), StoreError> {
        static SEEN: Batch =
            Batch::new(&[("key", Kind::Text)], "SELECT event FROM given JOIN inbox ON inbox.event = given.key");
        // Another process of the same Postgres database may be in the middle of the same event: then this one begins again.
        static INSERT: Batch = Batch::new(
            &[("event", Kind::Text)],
            "INSERT INTO inbox (event, at) SELECT event, $2 FROM given WHERE true ON CONFLICT (event) DO NOTHING",
        );
        let mut fresh: BTreeSet<EventKey> = keys.iter().cloned().collect();
        let seen = Step::new(&SEEN, texts(fresh.iter().map(|key| key.0.clone())), Vec::new());
        let [places, areas, people, messages, heard] = questions(wanted);
        let [couples, entries, joined, theirs] = loading(wanted);
        let [waits, they_wait, lanes] = self.foreseeing(wanted, now);
        let questions =
            [seen, places, areas, people, messages, heard, couples, entries, joined, theirs, waits, they_wait, lanes];
        let [seen, places, areas, people, messages, heard, couples, entries, joined, theirs, waits, they_wait, lanes] =
            self.ask(questions).await?;
        self.foreseen.couples =
            self.loaded(couples.into_iter().chain(joined), entries.into_iter().chain(theirs)).await?;
        self.foresee(wanted, waits.iter().chain(&they_wait), &lanes)?;
        for row in &seen {
            fresh.remove(&EventKey(row.text(0)?));
        }
        let given = texts(fresh.iter().map(|key| key.0.clone()));
        self.later_all(&INSERT, given, vec![Arg::Int(now.as_millisecond())]);
        Ok((fresh, resolved([places, areas, people, messages, heard])?))
    }

    /// Looks up whom a batch of events concerns: at most one query for each kind of name, all in one journey.
    pub async fn resolve(&mut self, wanted: &Wanted) -> Result<Resolved, StoreError> {
        resolved(self.ask(questions(wanted)).await?)
    }

    /// Where that bot account stopped listening.
    pub async fn cursor(&mut self, account: &AccountId) -> Result<Option<String>, StoreError> {
        let sql = "SELECT position FROM listening WHERE account = $1";
        let row = self.conn().await?.one(sql, vec![Arg::Text(account.0.clone())]).await?;
        row.map(|row| row.text(0)).transpose()
    }

    /// Moves it, with what was heard up to there in the same transaction.
    pub async fn set_cursor(&mut self, account: &AccountId, cursor: &str) -> Result<(), StoreError> {
        static MOVE: Batch = Batch::new(
            &[("account", Kind::Text), ("position", Kind::Text)],
            "INSERT INTO listening (account, position) SELECT account, position FROM given WHERE true
             ON CONFLICT (account) DO UPDATE SET position = excluded.position",
        );
        let mut given = Given::default();
        given.push([Arg::Text(account.0.clone()), Arg::Text(cursor.to_owned())]);
        self.later(&MOVE, given, Vec::new());
        Ok(())
    }
}

fn questions(wanted: &Wanted) -> [Step; 5] {
    [
        Step::new(&PLACES, texts(wanted.places.iter().map(PlaceRef::to_string)), Vec::new()),
        Step::new(&AREAS, texts(wanted.areas.iter().map(PlaceRef::to_string)), Vec::new()),
        Step::new(&PEOPLE, texts(wanted.people.iter().map(UserRef::to_string)), Vec::new()),
        Step::new(&MESSAGES, sent(&wanted.messages), Vec::new()),
        Step::new(&HEARD, texts(wanted.heard.iter().map(|event| event.0.clone())), Vec::new()),
    ]
}

fn resolved([in_places, in_areas, of_people, of_messages, were_heard]: [Vec<Row>; 5]) -> Result<Resolved, StoreError> {
    Ok(Resolved {
        places: places(&in_places)?,
        areas: areas(&in_areas)?,
        people: people(&of_people)?,
        messages: messages(&of_messages)?,
        heard: heard(&were_heard)?,
    })
}

static PLACES: Batch = Batch::new(
    &[("wanted", Kind::Text)],
    "SELECT couple.place, couple.id FROM given JOIN couple ON couple.place = given.wanted",
);

/// Looks through all couples: it is asked rarely, and an index for it would be the databases' own.
static AREAS: Batch = Batch::new(
    &[("area", Kind::Text)],
    "SELECT given.area, couple.id FROM given JOIN couple ON substr(couple.place, 1, length(given.area)) = given.area
     ORDER BY couple.id",
);

static PEOPLE: Batch = Batch::new(
    &[("wanted", Kind::Text)],
    "SELECT person, couple, partner, standing, since FROM given JOIN account ON account.person = given.wanted",
);

static MESSAGES: Batch = Batch::new(
    &[("network", Kind::Text), ("sent", Kind::Text)],
    "SELECT network, sent, couple, slot FROM post
     WHERE (network, sent) IN (SELECT network, sent FROM given)",
);

static HEARD: Batch = Batch::new(
    &[("event", Kind::Text)],
    "SELECT event, couple, entry, piece FROM heard WHERE event IN (SELECT event FROM given)",
);

fn texts(texts: impl Iterator<Item = String>) -> Given {
    let mut given = Given::default();
    for text in texts {
        given.push([Arg::Text(text)]);
    }
    given
}

fn sent(messages: &BTreeSet<(Network, SentRef)>) -> Given {
    let mut given = Given::default();
    for (network, sent) in messages {
        given.push([Arg::Text(network.to_string()), Arg::Text(sent.0.clone())]);
    }
    given
}

fn places(rows: &[Row]) -> Result<BTreeMap<PlaceRef, CoupleId>, StoreError> {
    rows.iter()
        .map(|row| {
            let place = row.text(0)?.parse().map_err(|_| StoreError::unreadable("couple"))?;
            Ok((place, CoupleId(row.int(1)?)))
        })
        .collect()
}

fn areas(rows: &[Row]) -> Result<BTreeMap<PlaceRef, Vec<CoupleId>>, StoreError> {
    let mut areas: BTreeMap<PlaceRef, Vec<CoupleId>> = BTreeMap::new();
    for row in rows {
        let area = row.text(0)?.parse().map_err(|_| StoreError::unreadable("couple"))?;
        areas.entry(area).or_default().push(CoupleId(row.int(1)?));
    }
    Ok(areas)
}

fn people(rows: &[Row]) -> Result<BTreeMap<UserRef, Vec<Membership>>, StoreError> {
    let unreadable = || StoreError::unreadable("account");
    let mut people: BTreeMap<UserRef, Vec<Membership>> = BTreeMap::new();
    for row in rows {
        let person = row.text(0)?.parse().map_err(|_| unreadable())?;
        people.entry(person).or_default().push(Membership {
            couple: CoupleId(row.int(1)?),
            partner: partner(row.int(2)?).ok_or_else(unreadable)?,
            standing: Standing::parse(&row.text(3)?).ok_or_else(unreadable)?,
            since: Timestamp::from_millisecond(row.int(4)?).map_err(|_| unreadable())?,
        });
    }
    for memberships in people.values_mut() {
        memberships.sort_by_key(|membership| {
            let order = match membership.standing {
                Standing::Joined => 0,
                Standing::Invited => 1,
                Standing::Left => 2,
            };
            (order, std::cmp::Reverse(membership.since), membership.couple)
        });
    }
    Ok(people)
}

type Messages = BTreeMap<(Network, SentRef), (CoupleId, Slot)>;

fn messages(rows: &[Row]) -> Result<Messages, StoreError> {
    rows.iter()
        .map(|row| {
            let network = row.text(0)?.parse().map_err(|_| StoreError::unreadable("post"))?;
            let message = (network, SentRef(row.text(1)?));
            Ok((message, (CoupleId(row.int(2)?), Slot(row.text(3)?))))
        })
        .collect()
}

fn heard(rows: &[Row]) -> Result<BTreeMap<EventKey, (CoupleId, EntryId, u32)>, StoreError> {
    let unreadable = |_| StoreError::unreadable("heard");
    rows.iter()
        .map(|row| {
            let entry = EntryId(u32::try_from(row.int(2)?).map_err(unreadable)?);
            let piece = u32::try_from(row.int(3)?).map_err(unreadable)?;
            Ok((EventKey(row.text(0)?), (CoupleId(row.int(1)?), entry, piece)))
        })
        .collect()
}
