//! Translations: in which language an article is written first, and which version of it each translation follows.

use sea_orm_migration::prelude::*;

use crate::dialect::{Guard, run};

/// See the module.
#[derive(Debug)]
pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m0008_translations"
    }
}

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

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, UP).await?;
        for guard in GUARDS {
            guard.create(manager).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for guard in GUARDS {
            guard.drop_from_kept_table(manager).await?;
        }
        run(manager, DOWN).await
    }
}
