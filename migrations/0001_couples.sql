-- What betwixt keeps. This file is read by SQLite and by Postgres alike; its comments are the schema's documentation.
--
-- Instants are milliseconds since 1970 in UTC. References are `network:id`. Whoever is a partner is 1 or 2. What people wrote stands
-- only in columns named `sealed`, encrypted; no column that is not sealed ever holds a word of it.

-- Facts about the database as a whole, such as the value by which a wrong master key is noticed. `sealed` where the fact is a secret.
CREATE TABLE meta (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
);

-- A couple, from the first /setup on. Never deleted: its journal stays with the two after its end.
CREATE TABLE couple (
    id BIGINT PRIMARY KEY,
    version BIGINT NOT NULL,      -- one more at every write; whoever writes says which one was read
    place TEXT UNIQUE,            -- where its posts go, while it holds that place; an ended couple holds none
    served_by TEXT,               -- the bot account that delivers to it: the one that heard somebody in its place last
    state TEXT NOT NULL           -- the live state without rounds and entries, as JSON; never looked into by a query
);

-- Which person is part of which couple. Follows from `couple.state`; here so that a person's couples can be found.
CREATE TABLE account (
    couple BIGINT NOT NULL REFERENCES couple (id),
    person TEXT NOT NULL,
    partner BIGINT NOT NULL,
    standing TEXT NOT NULL,       -- invited, joined or left
    since BIGINT NOT NULL,
    PRIMARY KEY (couple, person)
);
CREATE INDEX account_person ON account (person);
-- A person may be invited by several, and have left several, but is in one couple at a time.
CREATE UNIQUE INDEX account_joined ON account (person) WHERE standing = 'joined';

-- The key that seals a partner's entries, itself sealed by the master key. Destroying it destroys the words in every copy of this
-- database that does not have the key.
CREATE TABLE partner_key (
    couple BIGINT NOT NULL REFERENCES couple (id),
    partner BIGINT NOT NULL,
    sealed BYTEA,                 -- NULL in a backup, whose keys stand in a file of their own
    made BIGINT NOT NULL,
    PRIMARY KEY (couple, partner)
);

-- What was erased, so that a restored backup can be told. No words, only numbers.
CREATE TABLE erasure (
    couple BIGINT NOT NULL,
    partner BIGINT NOT NULL,      -- 0: of whom does not matter, `entry` names it
    entry BIGINT NOT NULL,        -- 0: everything of that partner
    at BIGINT NOT NULL,           -- nothing written after it is meant
    PRIMARY KEY (couple, partner, entry)
);
CREATE INDEX erasure_at ON erasure (at);

-- One asking of one prompt.
CREATE TABLE round (
    couple BIGINT NOT NULL REFERENCES couple (id),
    id BIGINT NOT NULL,
    live BOOLEAN NOT NULL,        -- loaded with the couple
    state TEXT NOT NULL,          -- JSON, no words
    PRIMARY KEY (couple, id)
);
CREATE INDEX round_live ON round (couple) WHERE live;

-- One thing that one partner wrote.
CREATE TABLE entry (
    couple BIGINT NOT NULL REFERENCES couple (id),
    id BIGINT NOT NULL,
    partner BIGINT NOT NULL,
    kind TEXT NOT NULL,
    round BIGINT,
    at BIGINT NOT NULL,
    edited BIGINT,
    opened BIGINT,                -- since when both may read it; NULL: its author only
    heard TEXT,
    live BOOLEAN NOT NULL,        -- loaded with the couple
    sealed BYTEA NOT NULL,        -- what it says, by the author's key, bound to couple, partner, id and whether it is open
    PRIMARY KEY (couple, id)
);
CREATE INDEX entry_live ON entry (couple) WHERE live;
CREATE INDEX entry_round ON entry (couple, round) WHERE round IS NOT NULL;

-- Which message of a person became which piece of an entry, so that its edit or deletion finds it.
CREATE TABLE heard (
    event TEXT PRIMARY KEY,
    couple BIGINT NOT NULL,
    entry BIGINT NOT NULL,
    piece BIGINT NOT NULL,
    FOREIGN KEY (couple, entry) REFERENCES entry (couple, id) ON DELETE CASCADE
);
CREATE INDEX heard_entry ON heard (couple, entry);

-- What wakes a couple. The same as in `couple.state`; here so that what is due is found whatever the number of couples.
CREATE TABLE alarm (
    couple BIGINT NOT NULL REFERENCES couple (id),
    name TEXT NOT NULL,           -- lapse/7, ritual/gratitude
    at BIGINT NOT NULL,
    turn BIGINT NOT NULL,         -- among what is due at the same instant: a lapse runs before a ritual
    label TEXT,                   -- the occurrence on the couple's wall clock, for a ritual
    PRIMARY KEY (couple, name)
);
-- Holds all that the scheduler asks for, so that it never looks into the table.
CREATE INDEX alarm_due ON alarm (at, turn, couple, name, label);

-- Events that were handled: a ledger of keys without content. What is in it counts no second time.
CREATE TABLE inbox (
    event TEXT PRIMARY KEY,
    at BIGINT NOT NULL
);
CREATE INDEX inbox_at ON inbox (at);

-- Where a bot account stopped listening, in its network's own form.
CREATE TABLE listening (
    account TEXT PRIMARY KEY,
    position TEXT NOT NULL
);

-- A message of ours within its couple: how many revisions it had. Couple 0: a person who is in none.
CREATE TABLE slot (
    couple BIGINT NOT NULL,
    name TEXT NOT NULL,           -- round/7, re/…
    revision BIGINT NOT NULL,
    at BIGINT NOT NULL,           -- of the last revision
    PRIMARY KEY (couple, name)
);
CREATE INDEX slot_at ON slot (at);

-- A message of ours that a network has taken.
CREATE TABLE post (
    network TEXT NOT NULL,
    sent TEXT NOT NULL,           -- the network's own name of it
    couple BIGINT NOT NULL,
    slot TEXT NOT NULL,
    revision BIGINT NOT NULL,
    target TEXT NOT NULL,         -- JSON: the place or the person
    gone BOOLEAN NOT NULL,
    PRIMARY KEY (network, sent)
);
CREATE INDEX post_slot ON post (couple, slot, revision);

-- What is to be delivered, and what came of it. One lane (a place, or a person) is delivered in the order of ids.
CREATE TABLE outbox (
    id BIGINT PRIMARY KEY,
    lane TEXT NOT NULL,
    account TEXT NOT NULL,        -- the bot account that may deliver it
    couple BIGINT NOT NULL,       -- 0: none
    slot TEXT NOT NULL,
    revision BIGINT NOT NULL,
    token TEXT NOT NULL,          -- what travels with it, the same at every attempt
    verb TEXT NOT NULL,           -- post, edit, delete or react
    target TEXT NOT NULL,         -- JSON
    react_to TEXT,                -- the event that gets a sign
    sealed BYTEA,                 -- the text, by the outbox's key; NULL once done
    sealed_reply BYTEA,           -- the network's handle for a private answer; NULL once done
    words_of BIGINT NOT NULL,     -- whose words stand in it: 0 nobody's, 1, 2, or 3 for both
    guarded BOOLEAN NOT NULL,     -- the readers of the place are looked at first
    created BIGINT NOT NULL,
    not_before BIGINT NOT NULL,
    expires BIGINT,               -- of no use after then
    next_try BIGINT NOT NULL,     -- 0 at first where it has no hour, and -1 where somebody waits for it: that goes before all
    state TEXT NOT NULL,          -- waiting, sending (it may have been sent), sent or dropped
    done BOOLEAN NOT NULL,        -- sent or dropped
    attempt BIGINT NOT NULL,
    first_try BIGINT,
    owner TEXT,                   -- the process that has claimed it
    lease BIGINT,                 -- until then
    settled BIGINT,
    why TEXT                      -- why it was dropped
);
CREATE INDEX outbox_due ON outbox (next_try, id) WHERE NOT done;
CREATE INDEX outbox_lease ON outbox (lease) WHERE NOT done AND lease IS NOT NULL;
CREATE INDEX outbox_lane ON outbox (lane, id) WHERE NOT done;
CREATE INDEX outbox_slot ON outbox (couple, slot) WHERE NOT done;
CREATE INDEX outbox_settled ON outbox (settled) WHERE done;
