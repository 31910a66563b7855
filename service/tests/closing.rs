//! Closing vendors, sites and teams: only empty ones, and nobody comes into a closed one.

use domain::people::{Role, UserState};
use domain::vendor::Standing;
use domain::{Reason, UserId};
use service::{NewPerson, TeamInput, UserInput};

use crate::common::{House, Side, check_error, check_field, site_input, system, user_input};

/// Deactivates everybody at a vendor.
async fn empty(house: &House, side: &Side) -> Vec<UserId> {
    let mut people = Vec::new();
    for actor in [&side.agent, &side.lead, &side.referent] {
        let id = actor.user_id().unwrap();
        house.portal.set_user_state(&system(), id, 1, UserState::Deactivated).await.unwrap();
        people.push(id);
    }
    people
}

/// What stands where, and that a version from before is refused.
async fn check_standing(house: &House, side: &Side, version: i64, standing: Standing) {
    let portal = &house.portal;
    let view = portal.team(&system(), side.team).await.unwrap();
    assert_eq!([view.team.standing, view.site.standing, view.vendor.standing], [standing; 3]);
    check_error!(portal.set_team_standing(&system(), side.team, version, Standing::Closed).await, Stale);
    check_error!(portal.set_site_standing(&system(), side.site, version, Standing::Closed).await, Stale);
    check_error!(portal.set_vendor_standing(&system(), side.vendor, version, Standing::Closed).await, Stale);
}

/// An agent whose place is named, as on the command line.
fn named_agent(vendor: &str, team: &str) -> NewPerson {
    let UserInput { email, name, role, locale, time_zone, .. } = user_input("Linked", Role::Agent, None);
    let (vendor, site, team) = (vendor.to_owned(), String::new(), team.to_owned());
    NewPerson { email, name, role, vendor, site, team, locale, time_zone }
}

store::on_both_engines! {
    async fn what_is_in_use_cannot_be_closed(database) {
        let house = House::new(database).await;
        let side = house.side("Atlantique").await;
        let portal = &house.portal;
        let (events, ()) = house.recorded(async {
            check_error!(portal.set_team_standing(&system(), side.team, 1, Standing::Closed).await, InUse);
            check_error!(portal.set_site_standing(&system(), side.site, 1, Standing::Closed).await, InUse);
            check_error!(portal.set_vendor_standing(&system(), side.vendor, 1, Standing::Closed).await, InUse);
        }).await;
        assert_eq!(events, []);
        for actor in [&side.agent, &side.lead] {
            let id = actor.user_id().unwrap();
            portal.set_user_state(&system(), id, 1, UserState::Deactivated).await.unwrap();
        }
        // The referent has no team, but works for the vendor.
        portal.set_team_standing(&system(), side.team, 1, Standing::Closed).await.unwrap();
        portal.set_site_standing(&system(), side.site, 1, Standing::Closed).await.unwrap();
        check_error!(portal.set_vendor_standing(&system(), side.vendor, 1, Standing::Closed).await, InUse);
    }

    async fn what_was_closed_can_be_opened_again(database) {
        let house = House::new(database).await;
        let side = house.side("Atlantique").await;
        let portal = &house.portal;
        empty(&house, &side).await;
        portal.set_team_standing(&system(), side.team, 1, Standing::Closed).await.unwrap();
        portal.set_site_standing(&system(), side.site, 1, Standing::Closed).await.unwrap();
        portal.set_vendor_standing(&system(), side.vendor, 1, Standing::Closed).await.unwrap();
        check_standing(&house, &side, 1, Standing::Closed).await;
        // Whatever is below something closed waits for it.
        portal.set_vendor_standing(&system(), side.vendor, 2, Standing::Active).await.unwrap();
        portal.set_site_standing(&system(), side.site, 2, Standing::Active).await.unwrap();
        portal.set_team_standing(&system(), side.team, 2, Standing::Active).await.unwrap();
        check_standing(&house, &side, 2, Standing::Active).await;
    }

    async fn nothing_is_added_or_opened_below_what_is_closed(database) {
        let house = House::new(database).await;
        let side = house.side("Atlantique").await;
        let portal = &house.portal;
        empty(&house, &side).await;
        let team = || TeamInput { name: "Erdre".to_owned() };
        portal.set_team_standing(&system(), side.team, 1, Standing::Closed).await.unwrap();
        portal.set_site_standing(&system(), side.site, 1, Standing::Closed).await.unwrap();
        check_error!(portal.create_team(&system(), side.site, team()).await, Closed);
        check_error!(portal.set_team_standing(&system(), side.team, 2, Standing::Active).await, Closed);
        portal.set_vendor_standing(&system(), side.vendor, 1, Standing::Closed).await.unwrap();
        check_error!(portal.create_site(&system(), side.vendor, site_input("Brest")).await, Closed);
        check_error!(portal.set_site_standing(&system(), side.site, 2, Standing::Active).await, Closed);
        // What is closed can still be renamed.
        portal.update_team(&system(), side.team, 2, team()).await.unwrap();
    }

    async fn nobody_comes_into_what_is_closed(database) {
        let house = House::new(database).await;
        let (side, other) = (house.side("Atlantique").await, house.side("Douro").await);
        let portal = &house.portal;
        let people = empty(&house, &side).await;
        let elsewhere = other.agent.user_id().unwrap();
        for closed in ["team", "site", "vendor"] {
            let stand = async |version, standing| match closed {
                "team" => portal.set_team_standing(&system(), side.team, version, standing).await,
                "site" => portal.set_site_standing(&system(), side.site, version, standing).await,
                _ => portal.set_vendor_standing(&system(), side.vendor, version, standing).await,
            };
            let field = if closed == "vendor" { "vendor" } else { "team" };
            stand(1, Standing::Closed).await.unwrap();
            let at = Some((side.vendor, side.team));
            let new = portal.create_user(&system(), user_input("New", Role::Agent, at)).await;
            check_field(new, field, Reason::NotAChoice);
            let linked = portal.create_user_with_link(&system(), named_agent("Atlantique", "Loire")).await;
            check_field(linked, field, Reason::NotAChoice);
            let moved = portal.update_user(&system(), elsewhere, 1, user_input("Moved", Role::Agent, at)).await;
            check_field(moved, field, Reason::NotAChoice);
            check_error!(portal.set_user_state(&system(), people[0], 2, UserState::Active).await, Closed);
            stand(2, Standing::Active).await.unwrap();
        }
        // Whoever left a closed team can still be renamed.
        portal.set_team_standing(&system(), side.team, 3, Standing::Closed).await.unwrap();
        let renamed = user_input("Renamed", Role::Agent, Some((side.vendor, side.team)));
        portal.update_user(&system(), people[0], 2, renamed).await.unwrap();
        portal.set_team_standing(&system(), side.team, 4, Standing::Active).await.unwrap();
        portal.set_user_state(&system(), people[0], 3, UserState::Active).await.unwrap();
    }
}

#[tokio::test]
async fn closing_a_team_while_somebody_joins_it_leaves_nobody_in_a_closed_team() {
    let house = House::on_sqlite().await;
    for number in 0..10 {
        let (vendor, _, team) = house.vendor(&format!("Vendor {number}")).await;
        let name = format!("Person {number}");
        let input = user_input(&name, Role::Agent, Some((vendor, team)));
        let system = system();
        let (closed, joined) = tokio::join!(
            house.portal.set_team_standing(&system, team, 1, Standing::Closed),
            house.portal.create_user(&system, input)
        );
        assert!(closed.is_ok() != joined.is_ok(), "{closed:?} {joined:?}");
    }
}
