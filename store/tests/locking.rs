//! Of two changes of the same state, the second is told that it came too late.

use domain::people::UserState;
use domain::vendor::{SiteChange, Standing};
use domain::{Name, Scope};
use futures::future::join_all;
use store::{Sites, Store, StoreError, StoreResult, Teams, Tx, Users, Vendors};

use crate::common::{House, change_of, house, write};

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
                        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
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
}
