//! Translations: in which language an article is written first, and which version of it each translation follows.

use crate::dialect::Guard;
use crate::step::{Act, Step};

/// See the module.
pub(crate) const STEP: Step = Step {
    name: "m0008_translations",
    up: &[Act::Run(UP), Act::Guard(GUARDS)],
    down: &[Act::Unguard(GUARDS), Act::Run(DOWN)],
};

const UP: &[&str] = &[
    "ALTER TABLE article ADD COLUMN source_locale text CHECK (source_locale IN ('fr', 'en'))",
    // A backup is put back in any order, so what is followed may come later.
    "ALTER TABLE article_version ADD COLUMN follows_version_id {uuid}
        REFERENCES article_version (id) DEFERRABLE INITIALLY IMMEDIATE",
    // Of files that came together, the French one is taken for the source.
    "UPDATE article SET source_locale = (
        SELECT oldest.locale FROM article_version AS oldest
        WHERE oldest.article_id = article.id
        ORDER BY oldest.created_at, CASE oldest.locale WHEN 'fr' THEN 0 ELSE 1 END
        LIMIT 1
    )",
    // What was in effect of the source when a translation was made.
    "UPDATE article_version SET follows_version_id = (
        SELECT origin.id FROM article_version AS origin
        JOIN article ON article.id = origin.article_id AND article.source_locale = origin.locale
        WHERE origin.article_id = article_version.article_id
            AND origin.locale <> article_version.locale
            AND origin.state IN ('effective', 'superseded', 'recalled', 'expired', 'archived')
            AND origin.effective_at <= article_version.created_at
        ORDER BY origin.effective_at DESC, origin.number DESC
        LIMIT 1
    )",
];

const DOWN: &[&str] = &[
    "ALTER TABLE article_version DROP COLUMN follows_version_id",
    "ALTER TABLE article DROP COLUMN source_locale",
];

const GUARDS: &[Guard] = &[Guard {
    name: "article_version_keeps_what_it_follows",
    table: "article_version",
    on: "UPDATE",
    when: "OLD.state NOT IN ('draft', 'in_review', 'changes_requested') \
           AND NEW.follows_version_id {differs} OLD.follows_version_id",
    says: "an approved version is immutable",
}];
