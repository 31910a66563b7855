//! A number that is another one whenever it changes whom a broadcast may reach.

use crate::step::{Act, Step};

/// See the module.
pub(crate) const STEP: Step = Step { name: "m0022_population", up: &[Act::Run(UP)], down: &[Act::Run(DOWN)] };

const UP: &[&str] = &[
    "CREATE TABLE population (
        id bigint PRIMARY KEY CHECK (id = 1),
        version bigint NOT NULL
    )",
    "INSERT INTO population (id, version) VALUES (1, 1)",
];

const DOWN: &[&str] = &["DROP TABLE IF EXISTS population"];
