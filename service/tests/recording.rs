//! The log: each use case records exactly what it did, by whom, and whose business it is.

use domain::event::Event;
use domain::people::{Role, UserState};
use domain::vendor::Standing;
use domain::{Actor, Locale, VendorId};
use service::{
    ImportFile, PasswordChange, PasswordResetAsk, PreferencesInput, TeamInput, UserInput, VendorInput,
};
use uuid::Uuid;

use crate::common::{House, Letters, OTHER_PASSWORD, PASSWORD, site_input, system, user_input};

/// Exactly one event: its kind, who, to what, whose.
#[track_caller]
fn check(events: &[Event], kind: &str, actor: &Actor, subject: Uuid, vendor: Option<VendorId>) {
    let [event] = events else { panic!("{kind}: {events:?}") };
    let Event { kind: recorded, actor: who, subject: what, vendor: whose, .. } = event;
    assert_eq!((recorded.as_str(), *who, *what, *whose), (kind, actor.user_id(), subject, vendor));
}

store::on_both_engines! {
    async fn vendors_sites_and_teams(database) {
        let house = House::new(database).await;
        let (portal, me) = (&house.portal, house.client_side().await.manager);
        let input = || VendorInput { name: "Atlantique".to_owned() };
        let (events, id) = house.recorded(portal.create_vendor(&me, input())).await;
        let vendor = id.unwrap();
        let whose = Some(vendor);
        check(&events, "vendor.created", &me, vendor.uuid(), whose);
        let (events, id) = house.recorded(portal.create_site(&me, vendor, site_input("Nantes"))).await;
        let site = id.unwrap();
        check(&events, "site.created", &me, site.uuid(), whose);
        let team_input = || TeamInput { name: "Loire".to_owned() };
        let (events, id) = house.recorded(portal.create_team(&me, site, team_input())).await;
        let team = id.unwrap();
        check(&events, "team.created", &me, team.uuid(), whose);

        let (events, done) = house.recorded(portal.update_vendor(&me, vendor, 1, input())).await;
        done.unwrap();
        check(&events, "vendor.changed", &me, vendor.uuid(), whose);
        let (events, done) = house.recorded(portal.update_site(&me, site, 1, site_input("Brest"))).await;
        done.unwrap();
        check(&events, "site.changed", &me, site.uuid(), whose);
        assert_eq!(events[0].details, r#"{"country":"FR","fields":["name"],"transfer_regime":"eu"}"#);
        let (events, done) = house.recorded(portal.update_team(&me, team, 1, team_input())).await;
        done.unwrap();
        check(&events, "team.changed", &me, team.uuid(), whose);

        // What is below something closed is not opened: up from the team to close, and down again to open.
        let (closed, active) = (Standing::Closed, Standing::Active);
        let (events, done) = house.recorded(portal.set_team_standing(&me, team, 2, closed)).await;
        done.unwrap();
        check(&events, "team.closed", &me, team.uuid(), whose);
        let (events, done) = house.recorded(portal.set_site_standing(&me, site, 2, closed)).await;
        done.unwrap();
        check(&events, "site.closed", &me, site.uuid(), whose);
        let (events, done) = house.recorded(portal.set_vendor_standing(&me, vendor, 2, closed)).await;
        done.unwrap();
        check(&events, "vendor.closed", &me, vendor.uuid(), whose);
        let (events, done) = house.recorded(portal.set_vendor_standing(&me, vendor, 3, active)).await;
        done.unwrap();
        check(&events, "vendor.reopened", &me, vendor.uuid(), whose);
        let (events, done) = house.recorded(portal.set_site_standing(&me, site, 3, active)).await;
        done.unwrap();
        check(&events, "site.reopened", &me, site.uuid(), whose);
        let (events, done) = house.recorded(portal.set_team_standing(&me, team, 3, active)).await;
        done.unwrap();
        check(&events, "team.reopened", &me, team.uuid(), whose);
    }

    async fn people(database) {
        let house = House::new(database).await;
        let side = house.side("Atlantique").await;
        let (portal, me, whose) = (&house.portal, &side.referent, Some(side.vendor));
        let input = user_input("Léa", Role::Agent, Some((side.vendor, side.team)));
        let (events, id) = house.recorded(portal.create_user(me, input.clone())).await;
        let id = id.unwrap();
        check(&events, "user.created", me, id.uuid(), whose);
        let changed = UserInput { name: "Léo".to_owned(), email: "leo@people.example".to_owned(), ..input };
        let (events, done) = house.recorded(portal.update_user(me, id, 1, changed)).await;
        done.unwrap();
        check(&events, "user.changed", me, id.uuid(), whose);
        assert_eq!(events[0].details, r#"{"fields":["email","name"],"role":"agent"}"#);
        let (events, done) = house.recorded(portal.invite_user(me, id)).await;
        done.unwrap();
        check(&events, "user.password_reset_requested", me, id.uuid(), whose);
        for (version, state, kind) in
            [(2, UserState::Deactivated, "user.deactivated"), (3, UserState::Active, "user.reactivated")]
        {
            let (events, done) = house.recorded(portal.set_user_state(me, id, version, state)).await;
            done.unwrap();
            check(&events, kind, me, id.uuid(), whose);
        }
    }

    async fn sessions_and_passwords(database) {
        let house = House::new(database).await;
        let (vendor, _, team) = house.vendor("Atlantique").await;
        let (portal, whose) = (&house.portal, Some(vendor));
        let letters = Letters::of(&house);
        let person = house.person("Léa", Role::Agent, Some((vendor, team))).await;
        letters.empty().await;
        let (events, secret) = house.recorded(house.sign_in(&person)).await;
        let me = house.whose(&secret).await.unwrap();
        check(&events, "session.started", &me, me.session_id().unwrap().uuid(), whose);
        let other = house.actor(&person).await;
        let session = other.session_id().unwrap();
        let (events, done) = house.recorded(portal.revoke_session(&me, session)).await;
        done.unwrap();
        check(&events, "session.revoked", &me, session.uuid(), whose);
        house.actor(&person).await;
        let (events, done) = house.recorded(portal.revoke_other_sessions(&me)).await;
        done.unwrap();
        check(&events, "session.revoked", &me, person.id.uuid(), whose);

        let input = PreferencesInput {
            locale: "en".to_owned(),
            time_zone: "UTC".to_owned(),
            theme: "dark".to_owned(),
        };
        let (events, done) = house.recorded(portal.set_preferences(&me, input)).await;
        done.unwrap();
        check(&events, "user.preferences_changed", &me, person.id.uuid(), whose);
        let change = PasswordChange {
            current: PASSWORD.to_owned(),
            new: OTHER_PASSWORD.to_owned(),
            again: OTHER_PASSWORD.to_owned(),
        };
        let (events, done) = house.recorded(portal.change_password(&me, change)).await;
        done.unwrap();
        check(&events, "user.password_changed", &me, person.id.uuid(), whose);

        let ask = PasswordResetAsk { email: person.email.clone(), network: None };
        let (events, done) = house.recorded(portal.ask_password_reset(ask)).await;
        done.unwrap();
        check(&events, "user.password_reset_requested", &system(), person.id.uuid(), whose);
        let (events, letter) = house.recorded(letters.one()).await;
        assert_eq!(events, [], "a letter is no event of its own");
        let (events, done) =
            house.recorded(portal.reset_password(&letter.secret(), PASSWORD, PASSWORD)).await;
        done.unwrap();
        check(&events, "user.password_reset", &system(), person.id.uuid(), whose);
        let me = house.actor(&person).await;
        let (events, done) = house.recorded(portal.sign_out(&me)).await;
        done.unwrap();
        check(&events, "session.ended", &me, me.session_id().unwrap().uuid(), whose);
    }

    async fn articles_and_the_log_itself(database) {
        let house = House::new(database).await;
        let client = house.client_side().await;
        let slug = house.space("service", &[]).await;
        let file = |text: &str| vec![ImportFile { path: "a.md".to_owned(), bytes: text.into() }];
        let import = house.portal.import(&client.author, &slug, Locale::Fr, file("# A\n"), false);
        let (events, done) = house.recorded(import).await;
        done.unwrap();
        let kinds: Vec<_> = events.iter().map(|event| event.kind.as_str()).collect();
        assert_eq!(kinds, ["article.created", "article.version_effective"]);
        assert!(events.iter().all(|event| event.actor == client.author.user_id() && event.vendor.is_none()));
        let article = events[0].subject;
        let import = house.portal.import(&client.author, &slug, Locale::Fr, file("# B\n"), false);
        let (events, done) = house.recorded(import).await;
        done.unwrap();
        check(&events, "article.version_effective", &client.author, article, None);
        let admin = &client.admin;
        let (events, done) = house.recorded(house.portal.begin_audit_export(admin)).await;
        done.unwrap();
        check(&events, "portal.audit_exported", admin, admin.user_id().unwrap().uuid(), None);
    }

    async fn no_name_and_no_address_is_recorded(database) {
        let house = House::new(database).await;
        let side = house.side("Atlantique").await;
        let input = user_input("Xavière Unique", Role::Agent, Some((side.vendor, side.team)));
        let id = house.portal.create_user(&side.referent, input.clone()).await.unwrap();
        let changed = UserInput { name: "Yolande Seule".to_owned(), ..input };
        house.portal.update_user(&side.referent, id, 1, changed).await.unwrap();
        let log = format!("{:?}", house.events().await).to_lowercase();
        for personal in ["unique", "seule", "@people", "xavi"] {
            assert!(!log.contains(personal), "{personal}");
        }
    }
}
