//! Lists of people: every page in every order, forwards and backwards.

use std::collections::BTreeSet;

use domain::people::{User, UserState};
use domain::{EmailAddress, Scope, Timestamp, UserId};
use futures::future::join_all;
use store::{Cursor, Db, MailSettings, Store, StoreError, UserFilter, UserOrder, Users};

use crate::common::{author, change_of, house, person, place_of, site, team, write};

const ORDERS: [UserOrder; 4] =
    [UserOrder::Name, UserOrder::NameDescending, UserOrder::Newest, UserOrder::Oldest];

async fn insert(store: &Store, users: Vec<User>) -> Result<(), StoreError> {
    write(store, move |tx| async move {
        for user in &users {
            Users::insert(&tx, user, None).await?;
        }
        Ok(())
    })
    .await
}

/// The ids page by page from one end to the other.
async fn walk(db: &Db, order: UserOrder, is_backward: bool, mut cursor: Cursor<UserId>) -> Vec<UserId> {
    let mut ids = Vec::new();
    loop {
        let page = db.users(Scope::Everything).list(&UserFilter::default(), order, cursor, 97).await.unwrap();
        let mut rows: Vec<UserId> = page.rows.iter().map(|user| user.id).collect();
        if is_backward {
            rows.reverse();
        }
        ids.extend(rows);
        cursor = match (is_backward, page.previous, page.next) {
            (false, _, Some(last)) => Cursor::After(last),
            (true, Some(first), _) => Cursor::Before(first),
            _ => return ids,
        };
    }
}

fn expected(users: &[User], order: UserOrder) -> Vec<UserId> {
    let mut users: Vec<&User> = users.iter().collect();
    match order {
        UserOrder::Name | UserOrder::NameDescending => users.sort_by_key(|user| (user.name.key(), user.id)),
        UserOrder::Oldest | UserOrder::Newest => users.sort_by_key(|user| (user.created_at, user.id)),
    }
    if matches!(order, UserOrder::NameDescending | UserOrder::Newest) {
        users.reverse();
    }
    users.into_iter().map(|user| user.id).collect()
}

/// 1,000 people, most of one name and of one instant, in no order of ids.
fn crowd() -> Vec<User> {
    let names =
        ["Élodie Petit", "elodie petit", "Zoé", "Ça-va", "Ca va", "O'Neil", "Œdipe", "Łukasz", "山田"];
    let mut users: Vec<User> = (0..1000_usize)
        .map(|n| {
            let name = names.get(n % 40).copied().unwrap_or("Jean Martin");
            let mut user = author(name);
            if n % 3 == 0 {
                user.created_at = Timestamp::from_millis(1_000_000 + (n % 7) as i64);
            }
            user
        })
        .collect();
    users.sort_by_key(|user| user.id.uuid().as_u128().wrapping_mul(0x9E37_79B9_7F4A_7C15) as u64);
    users
}

store::on_both_engines! {
    async fn paging_gives_each_of_1000_people_once_in_every_order_and_direction(database) {
        let store = database.open().await;
        let users = crowd();
        insert(&store, users.clone()).await.unwrap();
        let db = store.read();
        for order in ORDERS {
            let mut ids = expected(&users, order);
            assert!(walk(&db, order, false, Cursor::Start).await == ids, "{order:?} forwards");
            let last = ids.pop().unwrap();
            ids.reverse();
            assert!(walk(&db, order, true, Cursor::Before(last)).await == ids, "{order:?} backwards");
        }
    }

    async fn people_are_walked_in_the_order_of_their_ids(database) {
        let store = database.open().await;
        let users = crowd();
        insert(&store, users.clone()).await.unwrap();
        let (db, mut after, mut ids) = (store.read(), None, Vec::new());
        loop {
            let page = db.users(Scope::Everything).behind(&UserFilter::default(), after, 97).await.unwrap();
            let Some(last) = page.last() else { break };
            after = Some(last.id);
            ids.extend(page.iter().map(|user| user.id));
        }
        let mut expected: Vec<UserId> = users.iter().map(|user| user.id).collect();
        expected.sort_unstable();
        assert!(ids == expected);
    }

    async fn the_page_before_the_first_row_and_the_page_behind_the_last_are_empty(database) {
        let store = database.open().await;
        let users = vec![author("Anne"), author("Bruno"), author("Chloé")];
        insert(&store, users.clone()).await.unwrap();
        let db = store.read();
        let list = async |cursor, limit| {
            let page = db.users(Scope::Everything).list(&UserFilter::default(), UserOrder::Name, cursor, limit).await.unwrap();
            let names: Vec<_> = page.rows.iter().map(|user| user.name.as_str().to_owned()).collect();
            (names.join(" "), page.previous.is_some(), page.next.is_some())
        };
        let [anne, bruno, chloe] = [0, 1, 2].map(|n| users[n].id);
        assert_eq!(list(Cursor::Start, 3).await, ("Anne Bruno Chloé".to_owned(), false, false));
        assert_eq!(list(Cursor::Start, 2).await, ("Anne Bruno".to_owned(), false, true));
        assert_eq!(list(Cursor::After(bruno), 2).await, ("Chloé".to_owned(), true, false));
        assert_eq!(list(Cursor::Before(chloe), 2).await, ("Anne Bruno".to_owned(), false, true));
        assert_eq!(list(Cursor::Before(chloe), 1).await, ("Bruno".to_owned(), true, true));
        assert_eq!(list(Cursor::Before(anne), 2).await, (String::new(), false, false));
        assert_eq!(list(Cursor::After(chloe), 2).await, (String::new(), false, false));
    }

    async fn the_day_of_a_daily_letter_is_noted_by_one_of_several(database) {
        let store = database.open().await;
        let users = vec![author("Anne"), author("Bruno")];
        let ids: BTreeSet<UserId> = users.iter().map(|user| user.id).collect();
        insert(&store, users).await.unwrap();
        let note = |day: &'static str, last: &'static str| {
            let (store, ids) = (store.clone(), ids.iter().copied().collect::<Vec<_>>());
            async move {
                let noted = write(&store, move |tx| async move {
                    MailSettings::note_day(&tx, (day, last), &ids).await
                });
                noted.await.unwrap()
            }
        };
        let noted = join_all((0..8).map(|_| note("2026-11-23", "2026-11-25"))).await;
        assert_eq!(noted.iter().filter(|noted| **noted == ids).count(), 1, "{noted:?}");
        assert_eq!(noted.iter().filter(|noted| noted.is_empty()).count(), 7, "{noted:?}");
        assert_eq!(note("2026-11-24", "2026-11-26").await, ids);
        // That day again, and two on which the day is still to come: one more and it is too far away.
        for (day, last) in [("2026-11-24", "2026-11-26"), ("2026-11-23", "2026-11-25"), ("2026-11-22", "2026-11-24")] {
            assert_eq!(note(day, last).await, BTreeSet::new(), "{day}");
        }
        assert_eq!(note("2026-11-21", "2026-11-23").await, ids);
        assert_eq!(note("2026-11-24", "2026-11-26").await, ids);
        let all: Vec<_> = ids.iter().copied().collect();
        let rows = store.read().mail_settings().of_users(&all).await.unwrap();
        assert!(rows.values().all(|row| row.day.as_deref() == Some("2026-11-24")));
    }

    async fn many_people_are_got_at_once_and_unknown_ones_are_left_out(database) {
        let store = database.open().await;
        let users = crowd();
        insert(&store, users.clone()).await.unwrap();
        let mut ids: Vec<UserId> = users.iter().map(|user| user.id).collect();
        ids.push(UserId::new(crate::common::id()));
        let got = store.read().users(Scope::Everything).get_many(&ids).await.unwrap();
        assert_eq!(got.len(), 1000);
    }

    async fn an_address_belongs_to_one_person(database) {
        let store = database.open().await;
        let [mut first, mut second, third] = ["Anne", "Bruno", "Chloé"].map(author);
        first.email = EmailAddress::parse("Anne@Example.org").unwrap();
        second.email = EmailAddress::parse("anne@example.ORG").unwrap();
        insert(&store, vec![first.clone(), third.clone()]).await.unwrap();
        let outcome = insert(&store, vec![second]).await;
        assert!(matches!(outcome, Err(StoreError::Taken(_))), "{outcome:?}");
        let mut change = change_of(&third);
        change.email = first.email;
        let outcome = write(&store, move |tx| async move {
            Users::update(&tx, third.id, 1, &change, UserState::Active).await
        });
        assert!(matches!(outcome.await, Err(StoreError::Taken(_))));
    }

    async fn a_person_comes_back_as_they_were_put_in(database) {
        let store = database.open().await;
        let house = house(&store, "Atlantique").await;
        let mut user = house.agents[0].clone();
        user.has_password = true;
        let db = store.read();
        let users = db.users(Scope::Everything);
        assert_eq!(users.get(user.id).await.unwrap(), Some(user.clone()));
        assert_eq!(users.by_email(&user.email).await.unwrap(), Some((user, Some("hash".to_owned()))));
    }

    async fn nobody_is_put_into_a_team_of_another_vendor_or_site(database) {
        let store = database.open().await;
        let mine = house(&store, "Atlantique").await;
        let theirs = house(&store, "Baobab").await;
        let [place, foreign] = [place_of(&mine.teams[0]), place_of(&theirs.teams[0])];
        let wrong = [
            domain::people::Place { team: foreign.team, ..place },
            domain::people::Place { site: foreign.site, ..place },
            domain::people::Place { vendor: foreign.vendor, ..place },
            domain::people::Place { team: None, ..place },
            domain::people::Place { vendor: None, ..place },
            domain::people::Place { site: None, ..place },
        ];
        for place in wrong {
            let agent = person("Anne", domain::people::Role::Agent, place);
            let outcome = insert(&store, vec![agent]).await;
            assert!(matches!(outcome, Err(StoreError::Refused(_))), "{place:?} {outcome:?}");
            let (agent, mut change) = (mine.agents[0].id, change_of(&mine.agents[0]));
            change.place = place;
            let outcome = write(&store, move |tx| async move {
                Users::update(&tx, agent, 1, &change, UserState::Active).await
            });
            assert!(matches!(outcome.await, Err(StoreError::Refused(_))), "{place:?}");
        }
        let outcome = insert(&store, vec![person("Anne", domain::people::Role::Author, place)]).await;
        assert!(matches!(outcome, Err(StoreError::Refused(_))), "an author at a vendor: {outcome:?}");
    }

    async fn no_team_is_put_at_a_site_of_another_vendor(database) {
        let store = database.open().await;
        let mine = house(&store, "Atlantique").await;
        let theirs = house(&store, "Baobab").await;
        let mut wrong = team(&site(mine.vendor.id, "Ailleurs"), "Nord");
        wrong.site = theirs.site.id;
        let outcome = write(&store, move |tx| async move {
            store::Teams::insert(&tx, &wrong, crate::common::BEFORE).await
        });
        assert!(matches!(outcome.await, Err(StoreError::Refused(_))));
    }
}
