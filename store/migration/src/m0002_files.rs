//! Files: where articles lie in folders of Markdown, the images beside them, and imports under way.

use crate::step::{Act, Step};

/// See the module.
pub(crate) const STEP: Step = Step { name: "m0002_files", up: &[Act::Run(UP)], down: &[Act::Run(DOWN)] };

const UP: &[&str] = &[
    "ALTER TABLE article ADD COLUMN path text NOT NULL DEFAULT ''",
    "UPDATE article SET path = slug || '.md'",
    "CREATE TABLE file (
        hash {key} PRIMARY KEY,
        media_type text NOT NULL,
        bytes {bytes} NOT NULL,
        created_at bigint NOT NULL
    )",
    "CREATE TABLE space_file (
        space_id {uuid} NOT NULL REFERENCES space (id),
        path text NOT NULL,
        hash {key} NOT NULL REFERENCES file (hash),
        added_at bigint NOT NULL,
        PRIMARY KEY (space_id, path, hash)
    )",
    "CREATE INDEX space_file_hash ON space_file (hash, space_id)",
    "CREATE TABLE knowledge_import (
        id {uuid} PRIMARY KEY,
        space_id {uuid} NOT NULL REFERENCES space (id),
        user_id {uuid} NOT NULL REFERENCES user_account (id),
        locale text CHECK (locale IN ('fr', 'en')),
        file_name text NOT NULL,
        bytes {bytes},
        state text NOT NULL CHECK (state IN ('checking', 'checked', 'importing', 'done', 'refused')),
        done bigint NOT NULL,
        total bigint NOT NULL,
        report text NOT NULL,
        created_at bigint NOT NULL,
        version bigint NOT NULL
    )",
    "CREATE INDEX knowledge_import_space ON knowledge_import (space_id, created_at)",
];

const DOWN: &[&str] = &[
    "DROP TABLE IF EXISTS knowledge_import",
    "DROP TABLE IF EXISTS space_file",
    "DROP TABLE IF EXISTS file",
    "ALTER TABLE article DROP COLUMN path",
];
