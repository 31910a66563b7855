//! Of two changes of the same state, the second is told that it came too late.

use std::time::Duration;

use domain::broadcast::{BroadcastEnd, Recipient};
use domain::people::UserState;
use domain::vendor::{SiteChange, Standing};
use domain::{ContactTypeId, Name, Scope};
use futures::future::join_all;
use sea_orm::ConnectionTrait;
use store::testing::TestDatabase;
use store::{
    ClearanceRow, Clearances, RecipientRow, Recipients, Sites, Store, StoreError, StoreResult, Teams, Tx,
    Users, Vendors,
};
use uuid::Uuid;

use crate::common::{House, author, change_of, house, raw, sent, write};

async fn change(tx: &Tx, house: &House, version: i64, what: usize) -> StoreResult<()> {
    let name = Name::parse("Nouveau").unwrap();
    match what {
        0 => Vendors::update(tx, house.vendor.id, version, &name, Standing::Active).await,
        1 => {
            let domain::vendor::Site { country, time_zone, transfer_regime, shifts, .. } = house.site.clone();
            let change = SiteChange { name, country, time_zone, transfer_regime, shifts };
            Sites::update(tx, house.site.id, version, &change, Standing::Closed).await
        }
        2 => Teams::update(tx, house.teams[0].id, version, &name, Standing::Closed).await,
        _ => {
            let change = domain::people::UserChange { name, ..change_of(&house.agents[0]) };
            Users::update(tx, house.agents[0].id, version, &change, UserState::Deactivated).await
        }
    }
}

async fn rename(store: &Store, house: &House, version: i64, what: usize) -> StoreResult<()> {
    let house = house.clone();
    write(store, move |tx| async move { change(&tx, &house, version, what).await }).await
}

/// Two people who owe a broadcast, the later one first.
async fn owing(store: &Store, house: &House) -> Vec<RecipientRow> {
    sent(store, house).await;
    let (db, later) = (store.read(), author("Nadia"));
    let id = db.broadcasts(Scope::Everything).live().await.unwrap()[0].id;
    let row = db.recipients(Scope::Everything).get(id, house.agents[0].id).await.unwrap().unwrap();
    let owes = |user| RecipientRow { user, recipient: Recipient::default(), ..row.clone() };
    let rows = vec![owes(later.id), owes(house.agents[1].id)];
    let added = rows.clone();
    write(store, move |tx| async move {
        Users::insert(&tx, &later, None).await?;
        Recipients::insert(&tx, &added).await
    })
    .await
    .unwrap();
    rows
}

fn clearance_of(row: &RecipientRow) -> ClearanceRow {
    ClearanceRow {
        user: row.user,
        contact_type: ContactTypeId::new(Uuid::nil()),
        channel: String::new(),
        language: String::new(),
        vendor: None,
        verdict: "{}".to_owned(),
        reasons: "[]".to_owned(),
        evaluated_at: domain::Timestamp::from_millis(2),
        valid_until: None,
        revision: 1,
    }
}

async fn change_many(tx: &Tx, rows: &[RecipientRow], what: usize) -> StoreResult<()> {
    let (id, users): (_, Vec<_>) = (rows[0].broadcast, rows.iter().map(|row| row.user).collect());
    match what {
        0 => Clearances::put(tx, &rows.iter().map(clearance_of).collect::<Vec<_>>()).await,
        1 => Recipients::remind(tx, id, &users).await,
        2 => Recipients::end_open(tx, id, BroadcastEnd::Closed).await,
        _ => Recipients::take_up(tx, rows).await,
    }
}

store::on_both_engines! {
    async fn the_second_change_of_the_same_version_is_stale(database) {
        let store = database.open().await;
        let house = house(&store, "Atlantique").await;
        for what in 0..4 {
            rename(&store, &house, 1, what).await.unwrap();
            assert!(matches!(rename(&store, &house, 1, what).await, Err(StoreError::Stale)), "{what}");
            assert!(matches!(rename(&store, &house, 3, what).await, Err(StoreError::Stale)), "{what}");
            rename(&store, &house, 2, what).await.unwrap();
        }
        let user = store.read().users(Scope::Everything).get(house.agents[0].id).await.unwrap().unwrap();
        assert_eq!((user.version, user.state, user.name.as_str()), (3, UserState::Deactivated, "Nouveau"));
    }

    async fn of_many_changes_at_once_one_wins(database) {
        let store = database.open().await;
        let house = house(&store, "Atlantique").await;
        for what in 0..4 {
            let outcomes = join_all((0..8).map(|_| rename(&store, &house, 1, what))).await;
            assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1, "{outcomes:?}");
            assert_eq!(outcomes.iter().filter(|outcome| matches!(outcome, Err(StoreError::Stale))).count(), 7);
        }
    }

    async fn a_row_that_does_not_exist_is_stale(database) {
        let store = database.open().await;
        let house = house(&store, "Atlantique").await;
        let mut gone = house.clone();
        gone.vendor.id = domain::VendorId::new(crate::common::id());
        assert!(matches!(rename(&store, &gone, 1, 0).await, Err(StoreError::Stale)));
    }

    // Each of the two holds what the other wants; PostgreSQL ends one of them, SQLite lets them follow.
    async fn changes_that_wait_for_each_other_end(database) {
        let store = database.open().await;
        let house = house(&store, "Atlantique").await;
        let crossing = [[0, 2], [2, 0]].map(|order| {
            let (store, house) = (store.clone(), house.clone());
            tokio::spawn(async move {
                write(&store, move |tx| async move {
                    for what in order {
                        change(&tx, &house, 1, what).await?;
                        tokio::time::sleep(Duration::from_millis(50)).await;
                    }
                    Ok(())
                })
                .await
            })
        });
        let outcomes: Vec<_> = join_all(crossing).await.into_iter().map(Result::unwrap).collect();
        assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1, "{outcomes:?}");
        let lost = outcomes.into_iter().find_map(Result::err).unwrap();
        let kind = domain::HasKind::kind(&lost);
        assert!([domain::ErrorKind::Conflict, domain::ErrorKind::Unavailable].contains(&kind), "{lost}");
    }

    // The later one is wanted while the earlier one is held: whoever had taken that first would never come to an end.
    async fn many_rows_are_taken_in_one_order(database) {
        let store = database.open().await;
        let house = house(&store, "Atlantique").await;
        let rows = owing(&store, &house).await;
        for what in 0..4 {
            let (one_by_one, together) = (rows.clone(), rows.clone());
            let slow = write(&store, move |tx| async move {
                for row in one_by_one.chunks(1).rev() {
                    change_many(&tx, row, 0).await?;
                    change_many(&tx, row, 1).await?;
                    tokio::time::sleep(Duration::from_millis(100)).await;
                }
                Ok(())
            });
            let at_once = async {
                tokio::time::sleep(Duration::from_millis(50)).await;
                write(&store, move |tx| async move { change_many(&tx, &together, what).await }).await
            };
            let (slow, at_once) = tokio::join!(slow, at_once);
            slow.unwrap();
            at_once.unwrap();
        }
    }

    async fn of_two_clearances_for_the_same_the_last_is_put_in(database) {
        let store = database.open().await;
        let house = house(&store, "Atlantique").await;
        let row = clearance_of(&owing(&store, &house).await[0]);
        let rows = [row.clone(), ClearanceRow { revision: 2, ..row.clone() }];
        write(&store, move |tx| async move { Clearances::put(&tx, &rows).await }).await.unwrap();
        let stored = store.read().clearances(Scope::Everything).of_user(row.user).await.unwrap();
        assert_eq!(stored, [ClearanceRow { revision: 2, ..row }]);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_may_go_well_another_time_is_known_in_every_language_of_the_database() {
    let Some(database) = TestDatabase::postgres().await else { return };
    let raw = raw(&database).await;
    for (state, is_known) in
        [("40P01", true), ("25006", true), ("53100", true), ("57P01", true), ("23514", false)]
    {
        let sql = format!("DO $$ BEGIN RAISE EXCEPTION 'interblocage' USING ERRCODE = '{state}'; END $$");
        let error = StoreError::from(raw.execute_unprepared(&sql).await.unwrap_err());
        assert_eq!(matches!(error, StoreError::Unavailable(_)), is_known, "{state}: {error}");
    }
}
