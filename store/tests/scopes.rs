//! No finder returns a row of another vendor, whatever it is asked.

use domain::broadcast::BroadcastDraft;
use domain::event::Event;
use domain::knowledge::FlagState;
use domain::people::User;
use domain::{Locale, Scope, VendorId};
use store::event::EventFilter;
use store::testing::TestDatabase;
use store::{BroadcastDrafts, Cursor, Db, Flags, Store, StoreError, UserFilter, UserOrder, Users};

use crate::common::{House, author, event, flag, furniture, house, id, sealed, sent, write};

/// Two vendors with everything, and somebody of the client's.
async fn two_houses(database: &TestDatabase) -> (Store, House, House, User) {
    let store = database.open().await;
    let mine = house(&store, "Atlantique").await;
    let theirs = house(&store, "Baobab").await;
    let author = author("Camille Client");
    let row = author.clone();
    write(&store, move |tx| async move {
        Users::insert(&tx, &row, None).await?;
        tx.record(event(id()));
        Ok(())
    })
    .await
    .unwrap();
    sealed(&store, 7).await;
    (store, mine, theirs, author)
}

/// Asks every finder for everything, and for each row of `theirs` by every name it has.
async fn check_sees_nothing_of(db: &Db, scope: Scope, theirs: &House) {
    let vendor = theirs.vendor.id;
    let vendors = db.vendors(scope);
    assert_eq!(vendors.get(vendor).await.unwrap(), None);
    assert!(vendors.all().await.unwrap().iter().all(|row| row.id != vendor));
    let sites = db.sites(scope);
    assert_eq!(sites.get(theirs.site.id).await.unwrap(), None);
    assert!(sites.all().await.unwrap().iter().all(|row| row.vendor != vendor));
    assert_eq!(sites.of_vendor(vendor).await.unwrap(), []);
    let teams = db.teams(scope);
    assert_eq!(teams.get(theirs.teams[0].id).await.unwrap(), None);
    assert!(teams.all().await.unwrap().iter().all(|row| row.vendor != vendor));
    assert!(teams.with_people().await.unwrap().iter().all(|row| row.team.vendor != vendor));
    let programmes = db.programmes(scope).all().await.unwrap();
    assert!(programmes.iter().all(|row| row.vendor != vendor));
    check_sees_no_people_of(db, scope, theirs).await;
    check_sees_no_knowledge_of(db, scope, theirs).await;
    check_sees_no_events_of(db, scope, vendor).await;
}

async fn check_sees_no_people_of(db: &Db, scope: Scope, theirs: &House) {
    let users = db.users(scope);
    for agent in &theirs.agents {
        assert_eq!(users.get(agent.id).await.unwrap(), None);
        assert_eq!(users.by_email(&agent.email).await.unwrap(), None);
        assert_eq!(users.password_hash(agent.id).await.unwrap(), None);
        for cursor in [Cursor::After(agent.id), Cursor::Before(agent.id)] {
            for order in [UserOrder::Name, UserOrder::NameDescending, UserOrder::Newest, UserOrder::Oldest] {
                let page = users.list(&UserFilter::default(), order, cursor, 100).await.unwrap();
                assert_eq!(
                    (page.rows, page.previous, page.next),
                    (vec![], None, None),
                    "paging from a foreign row"
                );
            }
        }
    }
    assert_eq!(users.get_many(&theirs.agents.clone().map(|agent| agent.id)).await.unwrap(), []);
    let named = |text: &str| UserFilter { text: text.to_owned(), ..UserFilter::default() };
    for filter in [
        named("Baobab"),
        named(theirs.agents[0].email.as_str()),
        UserFilter { vendor: Some(theirs.vendor.id), ..UserFilter::default() },
        UserFilter { team: Some(theirs.teams[0].id), ..UserFilter::default() },
    ] {
        assert_eq!(users.count(&filter).await.unwrap(), 0, "{filter:?}");
        let page = users.list(&filter, UserOrder::Name, Cursor::Start, 100).await.unwrap();
        assert_eq!(page.rows, [], "{filter:?}");
    }
    let all = users.list(&UserFilter::default(), UserOrder::Name, Cursor::Start, 100).await.unwrap();
    assert!(all.rows.iter().all(|user| user.place.vendor == scope.vendor()));
    assert_eq!(users.count(&UserFilter::default()).await.unwrap(), all.rows.len() as u64);
}

async fn check_sees_no_knowledge_of(db: &Db, scope: Scope, theirs: &House) {
    let House { space, article, .. } = theirs;
    let spaces = db.spaces(scope);
    assert!(spaces.all().await.unwrap().iter().all(|row| row.id != space.id));
    assert_eq!(spaces.by_slug(&space.slug).await.unwrap(), None);
    let articles = db.articles(scope);
    assert_eq!(articles.by_slug(space.id, &article.slug).await.unwrap(), None);
    assert_eq!(articles.effective(article.id, Locale::Fr).await.unwrap(), None);
    assert_eq!(articles.contact_types(article.id).await.unwrap(), []);
    assert!(articles.spaces_of(&[article.id.uuid()]).await.unwrap().is_empty());
    for locale in Locale::ALL {
        assert_eq!(articles.cards(space, locale).await.unwrap(), []);
    }
    assert!(articles.kept_versions().await.unwrap().iter().all(|one| one.space != space.id));
}

async fn check_sees_no_events_of(db: &Db, scope: Scope, vendor: VendorId) {
    let events = db.events(scope);
    let only_mine =
        |rows: &[Event]| rows.iter().all(|row| row.vendor.is_some() && row.vendor == scope.vendor());
    let all = EventFilter::default();
    assert!(only_mine(&events.after(0, &all, 100).await.unwrap()));
    for cursor in
        [Cursor::Start, Cursor::After(5), Cursor::Before(5), Cursor::After(i64::MAX), Cursor::Before(0)]
    {
        assert!(only_mine(&events.list(&all, cursor, 100).await.unwrap().rows), "{cursor:?}");
    }
    let foreign = EventFilter { vendor: Some(vendor), ..all.clone() };
    assert_eq!(events.after(0, &foreign, 100).await.unwrap(), []);
    let by_subject = EventFilter { subject: Some(vendor.uuid()), ..all };
    assert_eq!(events.list(&by_subject, Cursor::Start, 100).await.unwrap().rows, []);
}

store::on_both_engines! {
    async fn a_vendor_sees_its_own_rows_and_no_other(database) {
        let (store, mine, theirs, author) = two_houses(&database).await;
        let (db, scope) = (store.read(), Scope::Vendor(mine.vendor.id));
        check_sees_nothing_of(&db, scope, &theirs).await;
        assert_eq!(db.vendors(scope).all().await.unwrap(), std::slice::from_ref(&mine.vendor));
        assert_eq!(db.sites(scope).all().await.unwrap(), std::slice::from_ref(&mine.site));
        assert_eq!(db.teams(scope).with_people().await.unwrap().len(), 2);
        assert_eq!(db.users(scope).count(&UserFilter::default()).await.unwrap(), 2);
        assert_eq!(db.users(scope).get(author.id).await.unwrap(), None);
        assert_eq!(db.spaces(scope).all().await.unwrap(), std::slice::from_ref(&mine.space));
        assert!(db.articles(scope).effective(mine.article.id, Locale::Fr).await.unwrap().is_some());
        assert_eq!(db.articles(scope).contact_types(mine.article.id).await.unwrap(), [mine.contact_type]);
        let spaces = db.articles(scope).spaces_of(&[mine.article.id.uuid()]).await.unwrap();
        assert_eq!(spaces.get(&mine.article.id), Some(&mine.space.id));
        assert_eq!(db.programmes(scope).all().await.unwrap().len(), 1);
        assert_eq!(db.events(scope).after(0, &EventFilter::default(), 100).await.unwrap().len(), 3);
    }

    async fn a_team_sees_its_own_people_and_no_other(database) {
        let (store, mine, theirs, _) = two_houses(&database).await;
        let (db, scope) = (store.read(), Scope::Team(mine.vendor.id, mine.teams[0].id));
        check_sees_nothing_of(&db, scope, &theirs).await;
        assert_eq!(db.teams(scope).all().await.unwrap(), &mine.teams[..1]);
        assert_eq!(db.users(scope).count(&UserFilter::default()).await.unwrap(), 1);
        assert_eq!(db.users(scope).get(mine.agents[1].id).await.unwrap(), None);
        assert_eq!(db.users(scope).by_email(&mine.agents[1].email).await.unwrap(), None);
        let other_team = UserFilter { team: Some(mine.teams[1].id), ..UserFilter::default() };
        assert_eq!(db.users(scope).count(&other_team).await.unwrap(), 0);
        assert_eq!(db.events(scope).after(0, &EventFilter::default(), 100).await.unwrap(), []);
        assert!(db.articles(scope).effective(mine.article.id, Locale::Fr).await.unwrap().is_some());
    }

    async fn a_team_of_another_vendor_in_the_scope_opens_nothing(database) {
        let (store, mine, theirs, _) = two_houses(&database).await;
        let (db, scope) = (store.read(), Scope::Team(mine.vendor.id, theirs.teams[0].id));
        check_sees_nothing_of(&db, scope, &theirs).await;
        assert_eq!(db.teams(scope).all().await.unwrap(), []);
        assert_eq!(db.users(scope).count(&UserFilter::default()).await.unwrap(), 0);
    }

    async fn the_scope_of_nothing_sees_nothing(database) {
        let (store, mine, theirs, author) = two_houses(&database).await;
        let (db, scope) = (store.read(), Scope::Nothing);
        check_sees_nothing_of(&db, scope, &theirs).await;
        check_sees_nothing_of(&db, scope, &mine).await;
        assert_eq!(db.users(scope).get(author.id).await.unwrap(), None);
        assert_eq!(db.users(scope).count(&UserFilter::default()).await.unwrap(), 0);
        assert_eq!(db.spaces(scope).all().await.unwrap(), []);
        assert_eq!(db.programmes(scope).all().await.unwrap(), []);
        assert_eq!(db.events(scope).after(0, &EventFilter::default(), 100).await.unwrap(), []);
    }

    async fn the_client_sees_all(database) {
        let (store, mine, theirs, author) = two_houses(&database).await;
        let (db, scope) = (store.read(), Scope::Everything);
        assert_eq!(db.vendors(scope).all().await.unwrap(), [mine.vendor, theirs.vendor]);
        assert_eq!(db.users(scope).get(author.id).await.unwrap(), Some(author));
        assert_eq!(db.users(scope).count(&UserFilter::default()).await.unwrap(), 5);
        assert_eq!(db.events(scope).after(0, &EventFilter::default(), 100).await.unwrap().len(), 7);
    }

    async fn a_search_limited_to_client_names_finds_nobody_by_the_name_of_a_vendors_person(database) {
        let (store, ..) = two_houses(&database).await;
        let db = store.read();
        let named = |text: &str| UserFilter { text: text.to_owned(), is_limited_to_client_names: true, ..UserFilter::default() };
        let users = db.users(Scope::Everything);
        assert_eq!(users.count(&named("agent")).await.unwrap(), 0);
        assert_eq!(users.count(&named("camille")).await.unwrap(), 1);
        assert_eq!(users.count(&named("")).await.unwrap(), 5);
    }

    async fn no_vendor_sees_what_is_being_composed_or_who_was_coached_elsewhere(database) {
        let (store, mine, theirs, _) = two_houses(&database).await;
        furniture(&store, mine.agents[0].id).await;
        sent(&store, &theirs).await;
        let db = store.read();
        let draft = db.broadcast_drafts(Scope::Everything).all().await.unwrap().remove(0);
        for house in [&mine, &theirs] {
            for scope in [Scope::Vendor(house.vendor.id), Scope::Team(house.vendor.id, house.teams[0].id), Scope::Nothing] {
                assert_eq!(db.broadcast_drafts(scope).all().await.unwrap(), []);
                assert_eq!(db.broadcast_drafts(scope).get(draft.id).await.unwrap(), None);
            }
        }
        let broadcasts = db.broadcasts(Scope::Vendor(theirs.vendor.id)).live().await.unwrap();
        let (id, agent) = (broadcasts[0].id, theirs.agents[0].id);
        let given = async |scope| {
            let found = db.coachings(scope).of_broadcasts(&[id]).await.unwrap();
            assert_eq!(found.first(), db.coachings(scope).get(id, agent).await.unwrap().as_ref(), "{scope:?}");
            found.len()
        };
        let [first, second] = theirs.teams.clone().map(|team| Scope::Team(theirs.vendor.id, team.id));
        for (scope, expected) in [
            (Scope::Everything, 1), (Scope::Vendor(theirs.vendor.id), 1), (first, 1), (second, 0),
            (Scope::Vendor(mine.vendor.id), 0), (Scope::Team(mine.vendor.id, theirs.teams[0].id), 0), (Scope::Nothing, 0),
        ] {
            assert_eq!(given(scope).await, expected, "{scope:?}");
        }
    }

    async fn a_draft_of_a_broadcast_is_saved_and_taken_away_as_it_was_read(database) {
        let store = database.open().await;
        let house = house(&store, "Atlantique").await;
        furniture(&store, house.agents[0].id).await;
        let db = store.read();
        let first = db.broadcast_drafts(Scope::Everything).all().await.unwrap().remove(0);
        let second = BroadcastDraft { title: "Tri rouvert".to_owned(), version: 2, ..first.clone() };
        for (draft, is_stale) in [(second.clone(), false), (second.clone(), true)] {
            let outcome = write(&store, move |tx| async move { BroadcastDrafts::update(&tx, &draft).await }).await;
            assert_eq!(matches!(outcome, Err(StoreError::Stale)), is_stale, "{outcome:?}");
        }
        assert_eq!(db.broadcast_drafts(Scope::Everything).get(first.id).await.unwrap(), Some(second));
        for (version, is_stale) in [(1, true), (2, false), (2, true)] {
            let outcome = write(&store, move |tx| async move { BroadcastDrafts::remove(&tx, first.id, version).await }).await;
            assert_eq!(matches!(outcome, Err(StoreError::Stale)), is_stale, "{outcome:?}");
        }
    }

    async fn a_vendor_sees_what_its_own_people_flagged(database) {
        let (store, mine, theirs, author) = two_houses(&database).await;
        let db = store.read();
        let everything = db.articles(Scope::Everything);
        let mut flags = Vec::new();
        for (house, vendor) in [(&mine, Some(mine.vendor.id)), (&theirs, Some(theirs.vendor.id)), (&mine, None)] {
            let version = everything.effective(house.article.id, Locale::Fr).await.unwrap().unwrap();
            let who = if vendor.is_some() { house.agents[0].id } else { author.id };
            flags.push(flag(&version, who, vendor));
        }
        let rows = flags.clone();
        write(&store, move |tx| async move {
            for row in &rows {
                Flags::insert(&tx, row).await?;
            }
            Ok(())
        })
        .await
        .unwrap();
        for scope in [Scope::Vendor(mine.vendor.id), Scope::Team(mine.vendor.id, mine.teams[0].id)] {
            assert_eq!(db.flags(scope).last(9).await.unwrap(), &flags[..1]);
            assert_eq!(db.flags(scope).all_in_states(&FlagState::ALL).await.unwrap(), &flags[..1]);
            assert_eq!(db.flags(scope).get(flags[1].id).await.unwrap(), None);
            assert_eq!(db.flags(scope).of_user(theirs.agents[0].id, 9).await.unwrap(), []);
            assert_eq!(db.flags(scope).of_user(author.id, 9).await.unwrap(), []);
            let finder = db.flags(scope);
            let of_theirs = finder.of_article(theirs.article.id, Locale::Fr, &FlagState::ALL).await.unwrap();
            assert_eq!(of_theirs, []);
            assert_eq!(db.articles(scope).titles(&[flags[1].version]).await.unwrap().len(), 0);
            assert_eq!(db.articles(scope).upkeep(&[theirs.article.id]).await.unwrap().len(), 0);
        }
        assert_eq!(db.flags(Scope::Nothing).last(9).await.unwrap(), []);
        assert_eq!(db.flags(Scope::Everything).in_states(&[FlagState::Open], 9).await.unwrap(), flags);
        let upkeep = everything.upkeep(&[mine.article.id]).await.unwrap();
        assert_eq!(upkeep[&mine.article.id].owner, Some(mine.agents[0].id));
        let kept = db.articles(Scope::Vendor(mine.vendor.id)).kept_versions().await.unwrap();
        let told: Vec<_> = kept.iter().map(|one| (one.article, &one.slug, one.locale, one.upkeep)).collect();
        assert_eq!(told, [(mine.article.id, &mine.article.slug, Locale::Fr, upkeep[&mine.article.id])]);
    }
}
