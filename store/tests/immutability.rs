//! What was recorded or approved cannot be changed, whatever SQL is sent.

use domain::ArticleVersionId;
use domain::knowledge::{Approval, Flag, FlagState, VersionState};
use sea_orm::{DatabaseConnection, DbBackend};
use store::testing::TestDatabase;
use store::{Articles, Flags, Onboardings, Recipients, Store, StoreError};
use uuid::Uuid;

use crate::common::{
    House, flag, furniture, house, number, raw, refused, rows, run, sealed, sent, sql_id, version, write,
};

/// A store with three sealed events and a version in effect.
async fn furnished(database: &TestDatabase) -> (Store, House, DatabaseConnection) {
    let store = database.open().await;
    let house = house(&store, "Atlantique").await;
    sealed(&store, 3).await;
    (store, house, raw(database).await)
}

async fn add(store: &Store, house: &House, number: i64, state: VersionState) -> Uuid {
    let version = version(house.article.id, number, state);
    let id = version.id.uuid();
    write(store, move |tx| async move {
        if state == VersionState::Effective {
            return Articles::insert_effective(&tx, &version).await;
        }
        Articles::insert_version(&tx, &version).await
    })
    .await
    .unwrap();
    id
}

const VERSION_COLUMNS: &str = "id, article_id, locale, number, state, significance, title, source, content_hash, \
                               html, renderer, effective_at, created_at";

store::on_both_engines! {
    async fn a_sealed_event_is_neither_changed_nor_removed(database) {
        let (store, _, raw) = furnished(&database).await;
        for change in [
            "seq = NULL, previous = NULL, hash = NULL", "seq = 9", "at = at + 1", "kind = 'x'", "details = 'x'",
            "id = id + 100", "actor_id = subject_id", "vendor_id = NULL", "subject_id = vendor_id",
            "hash = previous", "previous = hash", "at = at",
        ] {
            refused(&raw, &format!("UPDATE event SET {change} WHERE seq = 2")).await;
        }
        refused(&raw, "DELETE FROM event WHERE seq = 3").await;
        refused(&raw, "DELETE FROM event").await;
        let columns = "at, kind, actor_id, subject_id, vendor_id, details, previous, hash";
        match raw.get_database_backend() {
            DbBackend::Postgres => {
                refused(&raw, "TRUNCATE event").await;
                refused(&raw, "TRUNCATE event CASCADE").await;
                let insert = format!("INSERT INTO event (id, seq, {columns}) SELECT id, seq, {columns} FROM event");
                refused(&raw, &format!("{insert} ON CONFLICT (id) DO UPDATE SET details = 'x'")).await;
                refused(&raw, &format!("{insert} ON CONFLICT (seq) DO UPDATE SET details = 'x'")).await;
            }
            _ => {
                let rest = columns.replace("details", "'x'");
                for replace in ["INSERT OR REPLACE", "REPLACE"] {
                    for (ids, values) in [("id, seq", "id, seq"), ("id, seq", "id, 99"), ("seq", "seq")] {
                        let sql = format!("{replace} INTO event ({ids}, {columns}) SELECT {values}, {rest} FROM event");
                        refused(&raw, &sql).await;
                    }
                }
            }
        }
        assert_eq!(rows(&raw, "event").await, 3);
        assert_eq!(crate::common::verified_subjects(&store).await.len(), 3);
    }

    async fn an_event_that_waits_can_only_be_sealed(database) {
        let (store, _, raw) = furnished(&database).await;
        store.close().await;
        run(&raw, "INSERT INTO event (id, at, kind, subject_id, details) \
                   SELECT 100, 1, 'user.created', subject_id, '' FROM event WHERE seq = 1").await;
        refused(&raw, "UPDATE event SET details = 'x' WHERE id = 100").await;
        refused(&raw, "DELETE FROM event WHERE id = 100").await;
        let hash = "(SELECT hash FROM event WHERE seq = 3)";
        for seq in [-1, 0, 3] {
            refused(&raw, &format!("UPDATE event SET seq = {seq}, hash = {hash}, previous = {hash} WHERE id = 100")).await;
        }
        refused(&raw, "UPDATE event SET seq = 4 WHERE id = 100").await;
        if raw.get_database_backend() == DbBackend::Sqlite {
            let sql = format!("UPDATE OR REPLACE event SET seq = 2, hash = {hash}, previous = {hash} WHERE id = 100");
            refused(&raw, &sql).await;
        }
        run(&raw, &format!("UPDATE event SET seq = 4, hash = {hash}, previous = {hash} WHERE id = 100")).await;
    }

    async fn an_approved_version_is_neither_changed_nor_removed(database) {
        let (store, house, raw) = furnished(&database).await;
        let states = ["approved", "scheduled", "superseded", "recalled", "expired", "archived", "effective"];
        for (number, state) in (2..).zip(states) {
            let id = add(&store, &house, number, VersionState::parse(state).unwrap()).await;
            let only = format!("WHERE id = {}", sql_id(&raw, id));
            for change in [
                "title = 'x'", "source = 'x'", "content_hash = 'x'", "locale = 'en'", "number = 99",
                "significance = 'editorial'", "created_at = 0", "html = 'x'", "html = 'x', renderer = 0",
                "revision = 9", "author_id = id", "change_reason = 'x'", "follows_version_id = id", "review_note = 'x'",
                "state = 'draft'", "state = 'in_review'", "state = 'changes_requested'", "article_id = id",
            ] {
                refused(&raw, &format!("UPDATE article_version SET {change} {only}")).await;
            }
            if !["approved", "scheduled"].contains(&state) {
                refused(&raw, &format!("UPDATE article_version SET effective_at = 0 {only}")).await;
            }
            refused(&raw, &format!("DELETE FROM article_version {only}")).await;
            if ["approved", "scheduled"].contains(&state) {
                // One of the two at a time.
                run(&raw, &format!("UPDATE article_version SET state = 'archived' {only}")).await;
            }
        }
        let rest = VERSION_COLUMNS.replace("title", "'x'");
        match raw.get_database_backend() {
            DbBackend::Postgres => {
                for table in ["article_version", "article CASCADE", "vendor CASCADE"] {
                    refused(&raw, &format!("TRUNCATE {table}")).await;
                }
            }
            _ => {
                for values in [rest.clone(), rest.replace("id, article_id", "randomblob(16), article_id")] {
                    let sql = format!("REPLACE INTO article_version ({VERSION_COLUMNS}) SELECT {values} FROM article_version");
                    refused(&raw, &sql).await;
                }
            }
        }
        assert_eq!(number(&raw, "SELECT count(*) FROM article_version WHERE title <> 'x'").await, 8);
    }

    async fn a_version_in_effect_is_not_pushed_out_by_another(database) {
        let (store, house, raw) = furnished(&database).await;
        let draft = add(&store, &house, 2, VersionState::Draft).await;
        let only = format!("WHERE id = {}", sql_id(&raw, draft));
        refused(&raw, &format!("UPDATE article_version SET state = 'effective' {only}")).await;
        refused(&raw, &format!("UPDATE article_version SET number = 1 {only}")).await;
        if raw.get_database_backend() == DbBackend::Sqlite {
            for change in ["state = 'effective'", "number = 1"] {
                refused(&raw, &format!("UPDATE OR REPLACE article_version SET {change} {only}")).await;
            }
        }
        let clash = version(house.article.id, 1, VersionState::Effective);
        let outcome = write(&store, move |tx| async move { Articles::insert_effective(&tx, &clash).await }).await;
        assert!(matches!(outcome, Err(StoreError::Taken(_))), "{outcome:?}");
        assert_eq!(number(&raw, "SELECT count(*) FROM article_version WHERE state = 'effective'").await, 1);
    }

    async fn a_coming_version_is_not_pushed_out_by_another(database) {
        let (store, house, raw) = furnished(&database).await;
        let coming = add(&store, &house, 2, VersionState::Scheduled).await;
        let draft = add(&store, &house, 3, VersionState::InReview).await;
        let (coming, only) = (sql_id(&raw, coming), format!("WHERE id = {}", sql_id(&raw, draft)));
        refused(&raw, &format!("UPDATE article_version SET state = 'approved' {only}")).await;
        if raw.get_database_backend() == DbBackend::Sqlite {
            let row = format!("rowid = (SELECT rowid FROM article_version WHERE id = {coming})");
            for change in ["state = 'approved'", row.as_str()] {
                refused(&raw, &format!("UPDATE OR REPLACE article_version SET {change} {only}")).await;
            }
            for state in ["approved", "scheduled"] {
                let new = format!("randomblob(16), article_id, locale, 9, '{state}'");
                let values = VERSION_COLUMNS.replace("id, article_id, locale, number, state", &new);
                let from = format!("FROM article_version WHERE id = {coming}");
                refused(&raw, &format!("REPLACE INTO article_version ({VERSION_COLUMNS}) SELECT {values} {from}")).await;
            }
        }
        assert_eq!(number(&raw, "SELECT number FROM article_version WHERE state = 'scheduled'").await, 2);
        assert_eq!(rows(&raw, "article_version").await, 3);
    }

    async fn a_version_in_effect_can_be_superseded_and_rendered_anew(database) {
        let (store, house, raw) = furnished(&database).await;
        run(&raw, "UPDATE article_version SET html = '<p>x</p>', renderer = renderer + 1").await;
        run(&raw, "UPDATE article_version SET state = 'superseded'").await;
        add(&store, &house, 2, VersionState::Effective).await;
        add(&store, &house, 3, VersionState::Effective).await;
        assert_eq!(number(&raw, "SELECT count(*) FROM article_version WHERE state = 'superseded'").await, 2);
        assert_eq!(number(&raw, "SELECT number FROM article_version WHERE state = 'effective'").await, 3);
    }

    async fn no_version_leaves_its_way(database) {
        let (store, house, raw) = furnished(&database).await;
        let id = add(&store, &house, 2, VersionState::Draft).await;
        let only = format!("WHERE id = {}", sql_id(&raw, id));
        let ways: [(&str, &[&str]); 5] = [
            ("draft", &["approved", "scheduled", "effective", "superseded", "recalled", "expired"]),
            ("in_review", &["draft", "scheduled", "effective", "superseded", "recalled", "expired"]),
            ("approved", &["draft", "in_review", "superseded", "recalled", "expired"]),
            ("scheduled", &["draft", "in_review", "superseded", "recalled", "expired"]),
            ("archived", &["draft", "in_review", "approved", "scheduled", "effective", "superseded"]),
        ];
        for (state, refusals) in ways {
            if state != "draft" {
                run(&raw, &format!("UPDATE article_version SET state = '{state}' {only}")).await;
            }
            for other in refusals {
                refused(&raw, &format!("UPDATE article_version SET state = '{other}' {only}")).await;
            }
        }
        refused(&raw, "UPDATE article_version SET state = 'approved' WHERE number = 1").await;
    }

    async fn an_approval_is_neither_changed_nor_removed(database) {
        let (store, house, raw) = furnished(&database).await;
        let id = ArticleVersionId::new(add(&store, &house, 2, VersionState::InReview).await);
        let (by, row) = (house.agents[0].id, Uuid::from_u128(7));
        write(&store, move |tx| async move {
            Articles::contribute(&tx, id, by).await?;
            Articles::contribute(&tx, id, by).await?;
            Articles::approve(&tx, row, id, Approval { by, revision: 1 }).await
        }).await.unwrap();
        for change in ["revision = 2", "approved_at = 0", "user_id = version_id"] {
            refused(&raw, &format!("UPDATE article_approval SET {change}")).await;
        }
        refused(&raw, "DELETE FROM article_approval").await;
        refused(&raw, "DELETE FROM article_contributor").await;
        let other = sql_id(&raw, house.agents[1].id.uuid());
        for change in [format!("user_id = {other}"), "first_at = 0".to_owned()] {
            refused(&raw, &format!("UPDATE article_contributor SET {change}")).await;
        }
        match raw.get_database_backend() {
            DbBackend::Postgres => refused(&raw, "TRUNCATE article_approval").await,
            _ => {
                let columns = "version_id, user_id, revision, approved_at";
                for new in ["id", "randomblob(16)"] {
                    let select = format!("SELECT {new}, {}", columns.replace("approved_at", "0"));
                    refused(&raw, &format!("REPLACE INTO article_approval (id, {columns}) {select} FROM article_approval")).await;
                }
                // Somebody else in the row of whoever contributed.
                let select = format!("SELECT rowid, version_id, {other}, first_at FROM article_contributor");
                refused(&raw, &format!("REPLACE INTO article_contributor (rowid, version_id, user_id, first_at) {select}")).await;
            }
        }
        let again = write(&store, move |tx| async move {
            Articles::approve(&tx, Uuid::from_u128(8), id, Approval { by, revision: 1 }).await
        });
        assert!(matches!(again.await, Err(StoreError::Taken(_))));
        assert_eq!(rows(&raw, "article_approval").await, 1);
    }

    async fn one_draft_and_one_coming_version_at_a_time(database) {
        let (store, house, raw) = furnished(&database).await;
        for (number, one, other) in
            [(2, VersionState::Draft, VersionState::InReview), (4, VersionState::Approved, VersionState::Scheduled)]
        {
            add(&store, &house, number, one).await;
            let second = version(house.article.id, number + 1, other);
            let outcome = write(&store, move |tx| async move { Articles::insert_version(&tx, &second).await }).await;
            assert!(matches!(outcome, Err(StoreError::Taken(_))), "{outcome:?}");
        }
        assert_eq!(rows(&raw, "article_version").await, 3);
    }

    async fn what_was_asked_of_an_author_can_be_said_anew_until_the_approval(database) {
        let (store, house, raw) = furnished(&database).await;
        let id = add(&store, &house, 2, VersionState::InReview).await;
        let only = format!("WHERE id = {}", sql_id(&raw, id));
        run(&raw, &format!("UPDATE article_version SET state = 'changes_requested', review_note = 'x' {only}")).await;
        run(&raw, &format!("UPDATE article_version SET state = 'in_review' {only}")).await;
        // The step that approves is the last that may say it.
        run(&raw, &format!("UPDATE article_version SET state = 'approved', review_note = 'y' {only}")).await;
        refused(&raw, &format!("UPDATE article_version SET state = 'effective', review_note = '' {only}")).await;
        refused(&raw, &format!("UPDATE article_version SET review_note = 'z' {only}")).await;
        run(&raw, &format!("UPDATE article_version SET review_note = 'y' {only}")).await;
        assert_eq!(number(&raw, "SELECT count(*) FROM article_version WHERE review_note = 'y'").await, 1);
    }

    async fn a_draft_can_be_changed_and_removed(database) {
        let (store, house, raw) = furnished(&database).await;
        let draft = add(&store, &house, 2, VersionState::Draft).await;
        let only = format!("WHERE id = {}", sql_id(&raw, draft));
        run(&raw, &format!("UPDATE article_version SET title = 'x', source = 'y', html = 'z' {only}")).await;
        run(&raw, &format!("DELETE FROM article_version {only}")).await;
        assert_eq!(rows(&raw, "article_version").await, 1);
    }

    async fn what_somebody_was_told_is_kept_and_read_once(database) {
        let (store, house, raw) = furnished(&database).await;
        furniture(&store, house.agents[0].id).await;
        for change in ["params = '{}'", "level = 'x'", "created_at = 0", "kind = 'late'"] {
            refused(&raw, &format!("UPDATE notification SET {change}")).await;
        }
        refused(&raw, "DELETE FROM notification").await;
        run(&raw, "UPDATE notification SET read_at = 7, mailed_at = 7").await;
        refused(&raw, "UPDATE notification SET read_at = 8").await;
        assert_eq!(rows(&raw, "notification").await, 1);
    }

    async fn what_a_joiner_has_read_is_kept_until_another_version_is_to_be_read(database) {
        let (store, house, raw) = furnished(&database).await;
        let (user, article, locale) = (house.agents[0].id, house.article.id, domain::Locale::Fr);
        let [one, other] = [add(&store, &house, 2, VersionState::Effective).await, add(&store, &house, 3, VersionState::Draft).await]
            .map(ArticleVersionId::new);
        write(&store, move |tx| async move {
            Onboardings::give(&tx, user, &[(article, locale, one)]).await?;
            Onboardings::acknowledge(&tx, user, article, locale, one).await
        })
        .await
        .unwrap();
        let other_id = sql_id(&raw, other.uuid());
        for change in [
            "acknowledged_at = NULL", "acknowledged_at = 0", "given_at = 0", "user_id = article_id", "locale = 'en'",
            format!("version_id = {other_id}").as_str(), format!("version_id = {other_id}, acknowledged_at = 9").as_str(),
        ] {
            refused(&raw, &format!("UPDATE onboarding SET {change}")).await;
        }
        refused(&raw, "DELETE FROM onboarding").await;
        write(&store, move |tx| async move { Onboardings::give(&tx, user, &[(article, locale, other)]).await })
            .await
            .unwrap();
        let given = store.read().onboardings().of_user(user).await.unwrap();
        assert_eq!(given.iter().map(|one| (one.version, one.acknowledged_at)).collect::<Vec<_>>(), [(other, None)]);
    }

    async fn two_versions_that_take_effect_at_once_are_one(database) {
        let (store, house, raw) = furnished(&database).await;
        let [one, two] = [0, 0].map(|_| version(house.article.id, 2, VersionState::Effective));
        let insert = |version| {
            let store = store.clone();
            tokio::spawn(async move {
                write(&store, move |tx| async move { Articles::insert_effective(&tx, &version).await }).await
            })
        };
        let (one, two) = (insert(one), insert(two));
        let outcomes = [one.await.unwrap(), two.await.unwrap()];
        assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1, "{outcomes:?}");
        assert!(outcomes.iter().any(|outcome| matches!(outcome, Err(StoreError::Taken(_)))), "{outcomes:?}");
        assert_eq!(number(&raw, "SELECT count(*) FROM article_version WHERE state = 'effective'").await, 1);
    }

    async fn what_was_sent_and_acknowledged_is_neither_changed_nor_removed(database) {
        let (store, house, raw) = furnished(&database).await;
        sent(&store, &house).await;
        for (table, changes) in [
            ("acknowledgement", vec!["record = 'x'", "acknowledged_at = 0", "user_id = id", "vendor_id = id"]),
            ("coaching", vec!["given_at = 0", "given_by = user_id", "user_id = given_by", "team_id = id"]),
            ("broadcast", vec![
                "severity = 'info'", "audience = 'x'", "published_at = 0", "effective_at = 0", "state = 'draft'",
                "state = 'scheduled'", "created_at = 0",
            ]),
            ("broadcast_text", vec!["title = 'x'", "items = '[]'"]),
            ("broadcast_binding", vec!["to_version_id = article_id"]),
            ("recipient", vec![
                "acknowledged_at = NULL", "acknowledged_at = 1", "vendor_id = user_id", "recall_answer = 'no'",
                "recall_answer = NULL", "recall_answer = 'perhaps'", "reached_since = 1",
            ]),
        ] {
            for change in changes {
                refused(&raw, &format!("UPDATE {table} SET {change}")).await;
            }
        }
        for table in ["acknowledgement", "coaching", "broadcast", "recipient"] {
            refused(&raw, &format!("DELETE FROM {table}")).await;
        }
        match raw.get_database_backend() {
            DbBackend::Postgres => {
                for table in ["acknowledgement", "coaching"] {
                    refused(&raw, &format!("TRUNCATE {table}")).await;
                }
            }
            _ => {
                let columns = "id, broadcast_id, user_id, vendor_id, record, acknowledged_at";
                let rest = columns.replace("record", "'x'");
                let from = "SELECT";
                refused(&raw, &format!("REPLACE INTO acknowledgement ({columns}) {from} {rest} FROM acknowledgement")).await;
                let other = sql_id(&raw, house.agents[1].id.uuid());
                let rest = rest.replace("id, broadcast_id, user_id", &format!("randomblob(16), broadcast_id, {other}"));
                refused(&raw, &format!("REPLACE INTO acknowledgement (rowid, {columns}) {from} rowid, {rest} FROM acknowledgement")).await;
                let columns = "id, state, severity, audience, created_at, published_at, version";
                let rest = columns.replace("severity", "'info'");
                refused(&raw, &format!("REPLACE INTO broadcast ({columns}) {from} {rest} FROM broadcast")).await;
                let columns = "id, broadcast_id, user_id, vendor_id, team_id, given_by, given_at";
                for rest in [columns.replace("given_at", "0"), columns.replace("id, broadcast_id", "randomblob(16), broadcast_id")] {
                    refused(&raw, &format!("REPLACE INTO coaching ({columns}) {from} {rest} FROM coaching")).await;
                }
            }
        }
        // It may end, once.
        run(&raw, "UPDATE broadcast SET state = 'closed', ended_at = 3").await;
        refused(&raw, "UPDATE broadcast SET state = 'recalled'").await;
        refused(&raw, "UPDATE broadcast SET ended_at = 4").await;
        assert_eq!(rows(&raw, "acknowledgement").await, 1);
    }

    async fn a_broadcast_says_what_it_said_when_it_was_sent(database) {
        let (store, house, raw) = furnished(&database).await;
        sent(&store, &house).await;
        // With another that says nothing yet and has reached nobody.
        furniture(&store, house.agents[0].id).await;
        let other = "(SELECT id FROM broadcast WHERE id NOT IN (SELECT broadcast_id FROM recipient))";
        for (table, columns) in
            [("broadcast_text", "title, summary, items"), ("broadcast_binding", "article_id, to_version_id")]
        {
            let put = |verb: &str, ids: &str, values: &str| {
                format!("{verb} INTO {table} ({ids}, {columns}) SELECT {values}, {columns} FROM {table}")
            };
            let ids = "broadcast_id, locale";
            refused(&raw, &format!("DELETE FROM {table}")).await;
            refused(&raw, &put("INSERT", ids, "broadcast_id, 'en'")).await;
            match raw.get_database_backend() {
                DbBackend::Postgres => {
                    refused(&raw, &format!("TRUNCATE {table}")).await;
                    run(&raw, &put("INSERT", ids, &format!("{other}, 'fr'"))).await;
                }
                _ => {
                    refused(&raw, &put("REPLACE", ids, ids)).await;
                    let in_its_row = format!("rowid, {other}, locale");
                    refused(&raw, &put("REPLACE", &format!("rowid, {ids}"), &in_its_row)).await;
                    run(&raw, &put("INSERT", ids, &format!("{other}, 'fr'"))).await;
                    refused(&raw, &put("REPLACE", ids, &format!("{other}, 'fr'"))).await;
                }
            }
            assert_eq!(rows(&raw, table).await, 2);
        }
    }

    async fn whoever_has_acknowledged_has_done_so_for_good(database) {
        let (store, house, raw) = furnished(&database).await;
        sent(&store, &house).await;
        let [one, other] = house.agents.each_ref().map(|agent| agent.id);
        let [of_one, of_other] = [one, other].map(|id| format!("user_id = {}", sql_id(&raw, id.uuid())));
        let team = format!("team_id = {}", sql_id(&raw, house.teams[1].id.uuid()));
        for change in [
            "state = 'pending'", "delivered_at = 1", "opened_at = 1", "read_at = 1", "check_passed_at = 1",
            "failed_checks = 1", "due_at = 1", "grace_until = 1", team.as_str(),
        ] {
            refused(&raw, &format!("UPDATE recipient SET {change}")).await;
        }
        run(&raw, "UPDATE recipient SET reminded = 1, exempt_reason = 'x'").await;
        let columns = "broadcast_id, vendor_id, site_id, team_id, user_id, state";
        let values = columns.replace("user_id, state", &format!("{}, 'read'", sql_id(&raw, other.uuid())));
        run(&raw, &format!("INSERT INTO recipient ({columns}) SELECT {values} FROM recipient")).await;
        if raw.get_database_backend() == DbBackend::Sqlite {
            for whose in [&of_one, &of_other] {
                let values = columns.replace("state", "'pending'");
                refused(&raw, &format!("REPLACE INTO recipient ({columns}) SELECT {values} FROM recipient WHERE {whose}")).await;
            }
            let row = format!("rowid = (SELECT rowid FROM recipient WHERE {of_one})");
            refused(&raw, &format!("UPDATE OR REPLACE recipient SET {row} WHERE {of_other}")).await;
        }
        let db = store.read();
        let broadcast = db.broadcasts(domain::Scope::Everything).live().await.unwrap()[0].id;
        for (user, is_over) in [(one, false), (other, false), (other, true)] {
            if is_over {
                run(&raw, &format!("UPDATE recipient SET ended_at = 5, ended_by = 'closed' WHERE {of_other}")).await;
            }
            let recipients = db.recipients(domain::Scope::Everything);
            let mut row = recipients.get(broadcast, user).await.unwrap().unwrap();
            row.recipient.ended = None;
            let outcome = write(&store, move |tx| async move { Recipients::take_up(&tx, &[row]).await }).await;
            match outcome {
                Ok(()) => assert!(is_over),
                outcome => assert!(!is_over && matches!(outcome, Err(StoreError::Stale)), "{outcome:?}"),
            }
        }
        assert_eq!(number(&raw, "SELECT count(*) FROM recipient WHERE ended_at IS NULL").await, 2);
        assert_eq!(number(&raw, "SELECT count(*) FROM recipient WHERE acknowledged_at = 2").await, 1);
    }

    async fn what_ended_for_somebody_may_be_open_again_elsewhere(database) {
        let (store, house, raw) = furnished(&database).await;
        sent(&store, &house).await;
        let elsewhere = crate::common::house(&store, "Douro").await.vendor.id.uuid();
        let (mine, elsewhere) = (sql_id(&raw, house.agents[1].id.uuid()), sql_id(&raw, elsewhere));
        let columns = "broadcast_id, vendor_id, site_id, team_id";
        let insert = format!("INSERT INTO recipient ({columns}, user_id, state)");
        run(&raw, &format!("{insert} SELECT {columns}, {mine}, 'read' FROM recipient")).await;
        let change = |set: &str| format!("UPDATE recipient SET {set} WHERE user_id = {mine}");
        let moves = format!("vendor_id = {elsewhere}");
        refused(&raw, &change(&moves)).await;
        run(&raw, &change("ended_at = 5, ended_by = 'closed'")).await;
        refused(&raw, &change("ended_at = 6")).await;
        refused(&raw, &change(&moves)).await;
        run(&raw, &change(&format!("ended_at = NULL, ended_by = NULL, {moves}"))).await;
        run(&raw, &change("ended_at = 7, ended_by = 'superseded'")).await;
        refused(&raw, &change("ended_at = NULL, ended_by = NULL")).await;
        refused(&raw, &change("ended_by = 'closed'")).await;
    }

    async fn what_was_flagged_is_kept_as_it_was_raised(database) {
        let (store, house, raw) = furnished(&database).await;
        let version = version(house.article.id, 2, VersionState::Draft);
        let open = flag(&version, house.agents[0].id, Some(house.vendor.id));
        let row = open.clone();
        write(&store, move |tx| async move {
            Articles::insert_version(&tx, &version).await?;
            Flags::insert(&tx, &row).await
        })
        .await
        .unwrap();
        for change in [
            "passage = 'x'", "note = 'x'", "kind = 'unclear'", "raised_at = raised_at + 1", "locale = 'en'",
            "raised_by = decided_by", "vendor_id = NULL", "state = 'fixed'", "id = article_id",
        ] {
            refused(&raw, &format!("UPDATE flag SET {change}")).await;
        }
        refused(&raw, "DELETE FROM flag").await;
        let declined = Flag {
            state: FlagState::Declined,
            decided_by: Some(house.agents[1].id),
            decided_at: Some(open.raised_at),
            answer: "Le délai est juste.".to_owned(),
            ..open.clone()
        };
        let (before, after) = (open.clone(), declined.clone());
        write(&store, move |tx| async move { Flags::go(&tx, &before, &after).await }).await.unwrap();
        let (before, after) = (open, declined.clone());
        let outcome = write(&store, move |tx| async move { Flags::go(&tx, &before, &after).await }).await;
        assert!(matches!(outcome, Err(StoreError::Stale)), "{outcome:?}");
        refused(&raw, "UPDATE flag SET state = 'accepted'").await;
        refused(&raw, "UPDATE flag SET answer = 'x'").await;
        let flags = store.read();
        assert_eq!(flags.flags(domain::Scope::Everything).get(declined.id).await.unwrap(), Some(declined));
    }
}
