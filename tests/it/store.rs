//! The store: one contract, held by SQLite and Postgres alike; and what is particular to each.

mod alarms;
mod base;
mod contract;
mod erasing;
mod files;
mod lanes;
mod migrations;
mod plans;
mod several;
mod taking;
