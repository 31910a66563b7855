//! Whoever works for one vendor never learns that there is another.

use domain::people::UserState;
use domain::vendor::Standing;
use domain::{Actor, Locale, Slug};
use service::{
    AuditExport, AuditQuery, Cursor, ImportFile, Page, Portal, TeamInput, UserFilter, UserOrder, UserQuery,
    VendorInput,
};
use store::event::EventFilter;

use crate::common::{House, Side, check_error, nobody, site_input, system};

/// Vendor A with a space of its own that has an article, and vendor B.
async fn two_vendors(house: &House) -> (Side, Side, Slug) {
    let (a, b) = (house.side("Atlantique").await, house.side("Douro").await);
    let slug = house.space("secrets", &[a.vendor]).await;
    house.space("shared", &[a.vendor, b.vendor]).await;
    let file = ImportFile { path: "plan.md".to_owned(), bytes: b"# The plan\n\nText.\n".to_vec() };
    house.portal.import(&system(), &slug, Locale::Fr, vec![file], false).await.unwrap();
    house.events().await;
    (a, b, slug)
}

async fn audit(portal: &Portal, actor: &Actor, filter: EventFilter) -> Page<service::AuditEntry, i64> {
    portal.audit_log(actor, AuditQuery { filter, cursor: Cursor::Start, limit: 200 }).await.unwrap()
}

store::on_both_engines! {
    async fn what_belongs_to_another_vendor_is_not_found(database) {
        let house = House::new(database).await;
        let (a, b, _) = two_vendors(&house).await;
        let (portal, agent) = (&house.portal, a.agent.user_id().unwrap());
        let me = &b.referent;
        check_error!(portal.vendor(me, a.vendor).await, NotFound);
        check_error!(portal.site(me, a.site).await, NotFound);
        check_error!(portal.team(me, a.team).await, NotFound);
        check_error!(portal.user(me, agent).await, NotFound);
        check_error!(portal.invite_user(me, agent).await, NotFound);
        check_error!(portal.set_user_state(me, agent, 1, UserState::Deactivated).await, NotFound);
        let input = || TeamInput { name: "New".to_owned() };
        check_error!(portal.create_team(me, a.site, input()).await, NotFound);
        check_error!(portal.update_team(me, a.team, 1, input()).await, NotFound);
        check_error!(portal.set_team_standing(me, a.team, 1, Standing::Closed).await, NotFound);
        check_error!(portal.revoke_session(me, a.agent.session_id().unwrap()).await, NotFound);
        for actor in [&b.lead, &b.agent] {
            check_error!(portal.vendor(actor, a.vendor).await, Forbidden);
            check_error!(portal.site(actor, a.site).await, Forbidden);
        }
        check_error!(portal.team(&b.lead, a.team).await, NotFound);
        check_error!(portal.user(&b.lead, agent).await, NotFound);
        check_error!(portal.team(&b.agent, b.team).await, Forbidden);
        check_error!(portal.user(&b.agent, agent).await, Forbidden);
    }

    async fn no_vendor_changes_vendors_or_sites(database) {
        let house = House::new(database).await;
        let (a, b, _) = two_vendors(&house).await;
        let portal = &house.portal;
        for actor in [&b.referent, &b.lead, &b.agent] {
            for (vendor, site) in [(a.vendor, a.site), (b.vendor, b.site)] {
                let input = || VendorInput { name: "New".to_owned() };
                check_error!(portal.create_vendor(actor, input()).await, Forbidden);
                check_error!(portal.update_vendor(actor, vendor, 1, input()).await, Forbidden);
                check_error!(portal.set_vendor_standing(actor, vendor, 1, Standing::Closed).await, Forbidden);
                check_error!(portal.create_site(actor, vendor, site_input("New")).await, Forbidden);
                check_error!(portal.update_site(actor, site, 1, site_input("New")).await, Forbidden);
                check_error!(portal.set_site_standing(actor, site, 1, Standing::Closed).await, Forbidden);
            }
        }
    }

    async fn lists_and_counts_hold_only_ones_own(database) {
        let house = House::new(database).await;
        let (a, b, _) = two_vendors(&house).await;
        let portal = &house.portal;
        let vendors = portal.vendors(&b.referent).await.unwrap();
        assert_eq!(vendors.len(), 1);
        assert_eq!((vendors[0].vendor.id, vendors[0].sites.len(), vendors[0].people), (b.vendor, 1, 3));
        for (filter, expected) in [
            (UserFilter::default(), 3),
            (UserFilter { vendor: Some(a.vendor), ..UserFilter::default() }, 0),
            (UserFilter { team: Some(a.team), ..UserFilter::default() }, 0),
            (UserFilter { text: "atlantique".to_owned(), ..UserFilter::default() }, 0),
            (UserFilter { text: "client".to_owned(), ..UserFilter::default() }, 0),
        ] {
            let query = |cursor| {
                UserQuery { filter: filter.clone(), order: UserOrder::Name, cursor, limit: 200 }
            };
            let (page, total) = portal.users(&b.referent, query(Cursor::Start)).await.unwrap();
            assert_eq!((page.rows.len(), total), (expected, expected as u64), "{filter:?}");
            // A cursor at somebody else's row tells nothing of where that row stands.
            for cursor in [Cursor::After(a.agent.user_id().unwrap()), Cursor::Before(a.lead.user_id().unwrap())] {
                let (page, _) = portal.users(&b.referent, query(cursor)).await.unwrap();
                assert_eq!((page.rows.len(), page.previous, page.next), (0, None, None));
            }
        }
        let (page, total) = portal
            .users(&b.lead, UserQuery { limit: 200, ..UserQuery::default() })
            .await
            .unwrap();
        assert_eq!((page.rows.len(), total), (2, 2));
        check_error!(portal.users(&b.agent, UserQuery::default()).await, Forbidden);
        check_error!(portal.vendors(&b.lead).await, Forbidden);
    }

    async fn the_log_holds_only_ones_own(database) {
        let house = House::new(database).await;
        let (a, b, _) = two_vendors(&house).await;
        let portal = &house.portal;
        let mine = audit(portal, &b.referent, EventFilter::default()).await.rows;
        assert!(!mine.is_empty());
        assert!(mine.iter().all(|entry| entry.event.vendor == Some(b.vendor)));
        assert!(mine.iter().all(|entry| !format!("{entry:?}").contains("Atlantique")));
        for filter in [
            EventFilter { vendor: Some(a.vendor), ..EventFilter::default() },
            EventFilter { subject: Some(a.vendor.uuid()), ..EventFilter::default() },
            EventFilter { subject: Some(a.team.uuid()), ..EventFilter::default() },
            EventFilter { actor: a.agent.user_id(), ..EventFilter::default() },
        ] {
            let page = audit(portal, &b.referent, filter.clone()).await;
            assert_eq!((page.rows.len(), page.previous, page.next), (0, None, None));
            for shape in [AuditExport::Csv, AuditExport::JsonLines] {
                let piece = portal.audit_export_piece(&b.referent, &filter, shape, 0).await.unwrap();
                assert_eq!(piece, None);
            }
        }
        let (bytes, _) = portal
            .audit_export_piece(&b.referent, &EventFilter::default(), AuditExport::JsonLines, 0)
            .await
            .unwrap()
            .unwrap();
        assert!(!String::from_utf8(bytes).unwrap().contains(&a.vendor.to_string()));
        for actor in [&b.lead, &b.agent] {
            check_error!(portal.audit_log(actor, AuditQuery::default()).await, Forbidden);
            check_error!(portal.verify_audit_log(actor).await, Forbidden);
            check_error!(portal.begin_audit_export(actor).await, Forbidden);
            let all = EventFilter::default();
            check_error!(portal.audit_export_piece(actor, &all, AuditExport::Csv, 0).await, Forbidden);
        }
    }

    async fn a_space_that_is_not_open_does_not_exist(database) {
        let house = House::new(database).await;
        let (a, b, slug) = two_vendors(&house).await;
        let (portal, article) = (&house.portal, Slug::parse("plan").unwrap());
        for actor in [&b.referent, &b.lead, &b.agent] {
            let spaces = portal.spaces(actor, Locale::Fr).await.unwrap();
            assert_eq!(spaces.iter().map(|view| view.space.slug.as_str()).collect::<Vec<_>>(), ["shared"]);
            check_error!(portal.space(actor, &slug, Locale::Fr).await, NotFound);
            check_error!(portal.article(actor, &slug, &article, Locale::Fr).await, NotFound);
            check_error!(portal.export(actor, &slug, Locale::Fr).await, NotFound);
            check_error!(portal.import(actor, &slug, Locale::Fr, vec![], false).await, Forbidden);
            let shared = Slug::parse("shared").unwrap();
            check_error!(portal.article(actor, &shared, &article, Locale::Fr).await, NotFound);
        }
        for actor in [&a.referent, &a.lead, &a.agent] {
            assert_eq!(portal.spaces(actor, Locale::Fr).await.unwrap().len(), 2);
            let view = portal.article(actor, &slug, &article, Locale::En).await.unwrap();
            assert_eq!((view.version.title.as_str(), view.version.locale), ("The plan", Locale::Fr));
        }
    }

    async fn the_first_page_shows_only_ones_own(database) {
        let house = House::new(database).await;
        let (a, b, _) = two_vendors(&house).await;
        for actor in [&b.referent, &b.lead, &b.agent] {
            let home = house.portal.home(actor).await.unwrap();
            assert_eq!(home.recent, []);
            assert!(home.vendors.iter().all(|summary| summary.vendor.id == b.vendor));
            assert!(home.teams.iter().all(|row| row.team.id == b.team));
            assert_eq!(home.jobs, None);
            assert!(!format!("{home:?}").contains("Atlantique"));
        }
        assert_eq!(house.portal.home(&b.referent).await.unwrap().people, Some((3, 0)));
        assert_eq!(house.portal.home(&a.agent).await.unwrap().recent.len(), 1);
        assert_eq!(house.portal.home(&b.agent).await.unwrap().people, None);
    }
}

#[tokio::test]
async fn an_administrator_reads_no_instructions() {
    let house = House::on_sqlite().await;
    let (_, _, slug) = two_vendors(&house).await;
    let admin = house.client_side().await.admin;
    check_error!(house.portal.spaces(&admin, Locale::Fr).await, Forbidden);
    check_error!(house.portal.space(&admin, &slug, Locale::Fr).await, Forbidden);
    check_error!(house.portal.export(&admin, &slug, Locale::Fr).await, Forbidden);
    check_error!(house.portal.import(&admin, &slug, Locale::Fr, vec![], true).await, Forbidden);
    assert_eq!(house.portal.home(&admin).await.unwrap().recent, []);
}

#[tokio::test]
async fn somebody_whose_vendor_is_not_known_sees_nothing() {
    let house = House::on_sqlite().await;
    two_vendors(&house).await;
    let place = domain::people::Place::default();
    let kind = domain::ActorKind::User {
        id: domain::UserId::new(nobody()),
        role: domain::people::Role::VendorReferent,
        place,
        session: None,
    };
    let actor = Actor { kind, locale: Locale::Fr };
    assert_eq!(house.portal.vendors(&actor).await.unwrap(), []);
    assert_eq!(house.portal.spaces(&actor, Locale::Fr).await.unwrap(), []);
    assert_eq!(audit(&house.portal, &actor, EventFilter::default()).await.rows, []);
    let (page, total) = house.portal.users(&actor, UserQuery::default()).await.unwrap();
    assert_eq!((page.rows.len(), total), (0, 0));
    let home = house.portal.home(&actor).await.unwrap();
    assert_eq!((home.programmes.len(), home.recent.len(), home.teams.len()), (0, 0, 0));
}
