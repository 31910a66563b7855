//! What is in files lies outside the database from now on. What is in it still waits beside the rows until it is moved: see
//! `Portal::move_files`.

use crate::step::{Act, Step};

/// See the module.
pub(crate) const STEP: Step = Step {
    name: "m0009_objects",
    up: &[
        Act::Run(KEEP),
        Act::RunWithoutColumn { table: "file", column: "size", statements: ADD_SIZE },
        Act::Run(MEASURE),
    ],
    down: &[Act::Run(DOWN)],
};

/// What is empty was moved before a way down, and lies where it was moved to.
const KEEP: &[&str] = &[
    "CREATE TABLE file_bytes (
        hash {key} PRIMARY KEY REFERENCES file (hash),
        bytes {bytes} NOT NULL
    )",
    "INSERT INTO file_bytes (hash, bytes) SELECT hash, bytes FROM file WHERE length(bytes) > 0",
];

const ADD_SIZE: &[&str] = &["ALTER TABLE file ADD COLUMN size bigint NOT NULL DEFAULT 0"];

const MEASURE: &[&str] =
    &["UPDATE file SET size = length(bytes) WHERE length(bytes) > 0", "ALTER TABLE file DROP COLUMN bytes"];

/// What was moved meanwhile stays where it is. So does its size, which nothing else knows by now; the schema of before does
/// not mind the column.
const DOWN: &[&str] = &[
    "ALTER TABLE file ADD COLUMN bytes {bytes} NOT NULL DEFAULT ''",
    "UPDATE file SET bytes = (SELECT file_bytes.bytes FROM file_bytes WHERE file_bytes.hash = file.hash)
        WHERE hash IN (SELECT hash FROM file_bytes)",
    "DROP TABLE IF EXISTS file_bytes",
];
