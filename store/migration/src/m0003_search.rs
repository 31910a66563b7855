//! What people looked for and did not find.

use crate::step::{Act, Step};

/// See the module.
pub(crate) const STEP: Step = Step { name: "m0003_search", up: &[Act::Run(UP)], down: &[Act::Run(DOWN)] };

const UP: &[&str] = &[
    // Not who looked for it: that is nobody's business.
    "CREATE TABLE search_miss (
        query {key} NOT NULL,
        locale text NOT NULL CHECK (locale IN ('fr', 'en')),
        times bigint NOT NULL CHECK (1 <= times),
        first_at bigint NOT NULL,
        last_at bigint NOT NULL,
        PRIMARY KEY (query, locale)
    )",
    "CREATE INDEX search_miss_last ON search_miss (last_at)",
    // What took effect last, on everybody's first page.
    "CREATE INDEX article_version_recent ON article_version (locale, state, effective_at)",
];

const DOWN: &[&str] = &["DROP INDEX IF EXISTS article_version_recent", "DROP TABLE IF EXISTS search_miss"];
