//! The schema goes up, down, and up again.

use migration::{Migrator, MigratorTrait};
use sea_orm::{DatabaseConnection, DbBackend};
use store::testing::TestDatabase;
use store::{Store, StoreError, StoreOptions};

use crate::common::{furniture, house, number, raw, refused, run, sealed, verified_subjects};

/// How many tables there are, besides the migrator's own.
async fn tables(raw: &DatabaseConnection) -> i64 {
    let sql = match raw.get_database_backend() {
        DbBackend::Postgres => {
            "SELECT count(*) FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'seaql_migrations'"
        }
        _ => {
            "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name <> 'seaql_migrations'"
        }
    };
    number(raw, sql).await
}

/// Takes the schema back to what it was before a migration.
async fn go_back_before(raw: &DatabaseConnection, step: &str) {
    let steps = Migrator::migrations();
    let place = steps.iter().position(|one| one.name() == step).unwrap();
    Migrator::down(raw, u32::try_from(steps.len() - place).ok()).await.unwrap();
}

store::on_both_engines! {
    async fn a_full_database_goes_down_to_nothing_and_up_again(database) {
        for _ in 0..2 {
            let store = database.open().await;
            let house = house(&store, "Atlantique").await;
            furniture(&store, house.agents[0].id).await;
            sealed(&store, 3).await;
            assert_eq!(verified_subjects(&store).await.len(), 3);
            store.close().await;
            let raw = raw(&database).await;
            assert_eq!(tables(&raw).await, 40);
            Migrator::down(&raw, None).await.unwrap();
            assert_eq!(tables(&raw).await, 0);
            if raw.get_database_backend() == DbBackend::Postgres {
                let sql = "SELECT count(*) FROM pg_proc JOIN pg_namespace ON pronamespace = pg_namespace.oid WHERE nspname = 'public'";
                assert_eq!(number(&raw, sql).await, 0);
            }
            raw.close().await.unwrap();
        }
    }

    async fn opening_again_changes_nothing(database) {
        let store = database.open().await;
        house(&store, "Atlantique").await;
        sealed(&store, 3).await;
        store.close().await;
        let store = database.open().await;
        sealed(&store, 3).await;
        let steps = number(&raw(&database).await, "SELECT count(*) FROM seaql_migrations").await;
        assert_eq!(steps, Migrator::migrations().len() as i64);
    }

    async fn what_people_were_told_outlives_a_new_kind_of_notice(database) {
        let store = database.open().await;
        let house = house(&store, "Atlantique").await;
        furniture(&store, house.agents[0].id).await;
        store.close().await;
        let raw = raw(&database).await;
        let columns = "id, user_id, kind, subject_id, level, broadcast_id, severity, title, params, created_at";
        let values = columns.replace("id, user_id, kind", "subject_id, user_id, 'coaching'");
        let tell = format!("INSERT INTO notification ({columns}) SELECT {values} FROM notification");
        for step in ["m0013_flag_fix", "m0012_coaching"] {
            run(&raw, &tell).await;
            go_back_before(&raw, step).await;
            assert_eq!(number(&raw, "SELECT count(*) FROM notification").await, 1);
            refused(&raw, &tell).await;
            refused(&raw, "DELETE FROM notification").await;
            Migrator::up(&raw, None).await.unwrap();
            assert_eq!(number(&raw, "SELECT count(*) FROM notification WHERE kind = 'recalled'").await, 1);
            refused(&raw, "UPDATE notification SET kind = 'coaching'").await;
        }
    }

    async fn what_people_were_told_of_drafts_has_no_place_in_the_schema_of_before(database) {
        let store = database.open().await;
        let house = house(&store, "Atlantique").await;
        furniture(&store, house.agents[0].id).await;
        store.close().await;
        let raw = raw(&database).await;
        let columns = "id, user_id, kind, subject_id, level, title, params, created_at";
        let values = columns.replace("id, user_id, kind", "subject_id, user_id, 'draft_submitted'");
        let tell = format!("INSERT INTO notification ({columns}) SELECT {values} FROM notification");
        // Of a broadcast it would say of which.
        refused(&raw, &tell.replace("draft_submitted", "announced")).await;
        run(&raw, &tell).await;
        go_back_before(&raw, "m0017_announced").await;
        assert_eq!(number(&raw, "SELECT count(*) FROM notification").await, 1);
        refused(&raw, &tell).await;
        refused(&raw, "DELETE FROM notification").await;
        Migrator::up(&raw, None).await.unwrap();
        assert_eq!(number(&raw, "SELECT count(*) FROM notification WHERE kind = 'recalled'").await, 1);
        run(&raw, &tell).await;
    }

    async fn whoever_only_reads_wants_the_tables_up_to_date(database) {
        database.open().await.close().await;
        let raw = raw(&database).await;
        Migrator::down(&raw, Some(1)).await.unwrap();
        raw.close().await.unwrap();
        let reading = StoreOptions { is_read_only: true, ..database.options.clone() };
        let outcome = Store::open(&reading).await;
        assert!(matches!(outcome, Err(StoreError::Outdated(_))), "{outcome:?}");
        database.open().await.close().await;
        Store::open(&reading).await.unwrap().close().await;
    }

    async fn a_migration_that_fails_leaves_nothing_half_made(database) {
        let raw = raw(&database).await;
        Migrator::down(&raw, None).await.unwrap();
        // The last table stands in the way.
        run(&raw, "CREATE TABLE job (id bigint)").await;
        let outcome = Store::open(&database.options).await;
        assert!(matches!(outcome, Err(StoreError::Migration(_))), "{outcome:?}");
        assert_eq!(tables(&raw).await, 1);
        run(&raw, "DROP TABLE job").await;
        database.open().await.check().await.unwrap();
        assert_eq!(tables(&raw).await, 40);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn keys_are_sorted_by_their_bytes_whatever_the_language_of_the_database() {
    let Some(database) = TestDatabase::postgres().await else { return };
    let raw = raw(&database).await;
    let sql = "SELECT count(*) FROM information_schema.columns WHERE table_schema = 'public' AND collation_name = 'C' \
               AND (column_name IN ('name_key', 'slug', 'email') OR (table_name, column_name) = ('programme', 'name'))";
    assert_eq!(number(&raw, sql).await, 9);
    let others = "SELECT count(*) FROM information_schema.columns WHERE table_schema = 'public' \
                  AND column_name IN ('name_key', 'slug', 'email') AND collation_name IS DISTINCT FROM 'C'";
    assert_eq!(number(&raw, others).await, 0);
}
