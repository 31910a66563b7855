//! Adding and changing people: who may, whom, and what is refused.

use domain::people::{Place, Role, UserState};
use domain::{Reason, UserId};
use service::{UserInput, UserQuery};

use crate::common::{
    ClientSide, House, Side, check_error, check_field, email_of, fields, nobody, system, user_input,
};

async fn cast(house: &House) -> (ClientSide, Side, Side) {
    (house.client_side().await, house.side("Atlantique").await, house.side("Douro").await)
}

store::on_both_engines! {
    async fn a_vendor_referent_adds_agents_and_team_leads_of_their_own_vendor(database) {
        let house = House::new(database).await;
        let (_, a, b) = cast(&house).await;
        for (number, role) in [Role::Agent, Role::TeamLead].into_iter().enumerate() {
            let name = format!("New {number}");
            // The vendor that is typed does not matter: it is theirs.
            let input = user_input(&name, role, Some((b.vendor, a.team)));
            let id = house.portal.create_user(&a.referent, input).await.unwrap();
            let user = house.portal.user(&a.referent, id).await.unwrap().user;
            assert_eq!(user.place, Place { vendor: Some(a.vendor), site: Some(a.site), team: Some(a.team) });
            assert_eq!(user.role, role);
        }
    }

    async fn a_vendor_referent_cannot_reach_into_another_vendor(database) {
        let house = House::new(database).await;
        let (client, a, b) = cast(&house).await;
        let before = house.events().await.len();
        for vendor in [a.vendor, b.vendor] {
            let input = user_input("New", Role::Agent, Some((vendor, b.team)));
            let refused = house.portal.create_user(&a.referent, input).await;
            check_field(refused, "team", Reason::NeededForRole);
        }
        for role in Role::ALL.into_iter().filter(|role| !role.is_in_a_team()) {
            let input = user_input("New", role, Some((a.vendor, a.team)));
            check_field(house.portal.create_user(&a.referent, input).await, "role", Reason::NotAChoice);
        }
        for stranger in [&b.agent, &b.lead, &b.referent, &client.admin, &client.manager] {
            let id = stranger.user_id().unwrap();
            let input = user_input("New", Role::Agent, Some((a.vendor, a.team)));
            check_error!(house.portal.update_user(&a.referent, id, 1, input).await, NotFound);
            let out = UserState::Deactivated;
            check_error!(house.portal.set_user_state(&a.referent, id, 1, out).await, NotFound);
            check_error!(house.portal.invite_user(&a.referent, id).await, NotFound);
        }
        assert_eq!(house.events().await.len(), before);
    }

    async fn nobody_makes_themselves_more_than_they_are(database) {
        let house = House::new(database).await;
        let (client, a, _) = cast(&house).await;
        let me = a.referent.user_id().unwrap();
        let input = user_input("Me", Role::Agent, Some((a.vendor, a.team)));
        check_error!(house.portal.update_user(&a.referent, me, 1, input).await, Forbidden);
        check_error!(house.portal.set_user_state(&a.referent, me, 1, UserState::Deactivated).await, Forbidden);
        let agent = a.agent.user_id().unwrap();
        let promoted = user_input("Agent", Role::VendorReferent, Some((a.vendor, a.team)));
        check_field(house.portal.update_user(&a.referent, agent, 1, promoted).await, "role", Reason::NotAChoice);

        let me = client.admin.user_id().unwrap();
        let other = user_input("client admin", Role::Manager, None);
        check_error!(house.portal.update_user(&client.admin, me, 1, other).await, OwnAccess);
        let out = UserState::Deactivated;
        check_error!(house.portal.set_user_state(&client.admin, me, 1, out).await, OwnAccess);
        let named = UserInput { name: "Me".to_owned(), ..user_input("client admin", Role::Admin, None) };
        house.portal.update_user(&client.admin, me, 1, named).await.unwrap();
    }

    async fn an_administrator_adds_people_of_every_role(database) {
        let house = House::new(database).await;
        let (client, a, _) = cast(&house).await;
        for role in Role::ALL {
            let input = user_input(&format!("New {}", role.as_str()), role, Some((a.vendor, a.team)));
            let id = house.portal.create_user(&client.admin, input).await.unwrap();
            let place = house.portal.user(&client.admin, id).await.unwrap().user.place;
            let vendor = (!role.is_client_side()).then_some(a.vendor);
            let (site, team) = if role.is_in_a_team() { (Some(a.site), Some(a.team)) } else { (None, None) };
            assert_eq!(place, Place { vendor, site, team }, "{role:?}");
        }
    }

    async fn nobody_else_administers_people(database) {
        let house = House::new(database).await;
        let (client, a, _) = cast(&house).await;
        let agent = a.agent.user_id().unwrap();
        for actor in [&client.manager, &client.referent, &client.author, &a.lead, &a.agent] {
            let input = user_input("New", Role::Agent, Some((a.vendor, a.team)));
            check_error!(house.portal.create_user(actor, input.clone()).await, Forbidden);
            check_error!(house.portal.update_user(actor, agent, 1, input).await, Forbidden);
            let out = UserState::Deactivated;
            check_error!(house.portal.set_user_state(actor, agent, 1, out).await, Forbidden);
            check_error!(house.portal.invite_user(actor, agent).await, Forbidden);
        }
    }

    async fn a_place_must_fit_the_role(database) {
        let house = House::new(database).await;
        let (client, a, b) = cast(&house).await;
        let mixed = user_input("New", Role::Agent, Some((a.vendor, b.team)));
        check_field(house.portal.create_user(&client.admin, mixed).await, "team", Reason::DoesNotBelong);
        let nowhere = user_input("New", Role::TeamLead, None);
        assert_eq!(fields(house.portal.create_user(&client.admin, nowhere).await), [
            ("vendor".to_owned(), Reason::NeededForRole),
            ("team".to_owned(), Reason::NeededForRole),
        ]);
        for text in ["nonsense", &nobody().to_string()] {
            let input = UserInput { vendor: text.to_owned(), ..user_input("New", Role::VendorReferent, None) };
            check_field(house.portal.create_user(&client.admin, input).await, "vendor", Reason::NeededForRole);
        }
    }

    async fn an_address_belongs_to_one_person(database) {
        let house = House::new(database).await;
        let (client, a, b) = cast(&house).await;
        let agent = a.agent.user_id().unwrap();
        for (actor, owner, reason) in [
            (&a.referent, &a.lead, Reason::Taken),
            // Who works for a rival, or for the client, is not said.
            (&a.referent, &b.agent, Reason::AddressNotUsable),
            (&a.referent, &client.manager, Reason::AddressNotUsable),
            (&client.admin, &b.agent, Reason::Taken),
        ] {
            let taken = house.portal.user(&client.admin, owner.user_id().unwrap()).await.unwrap().user.email;
            let email = taken.as_str().to_uppercase();
            let input = UserInput { email, ..user_input("New", Role::Agent, Some((a.vendor, a.team))) };
            let (events, refused) = house.recorded(house.portal.create_user(actor, input.clone())).await;
            check_field(refused, "email", reason.clone());
            assert_eq!(events, []);
            check_field(house.portal.update_user(actor, agent, 1, input).await, "email", reason);
        }
        assert_eq!(house.portal.store().read().jobs().counts().await.unwrap().1, 0);
    }

    async fn a_stale_version_changes_nothing(database) {
        let house = House::new(database).await;
        let (client, a, _) = cast(&house).await;
        let id = a.agent.user_id().unwrap();
        let input = user_input("Renamed", Role::Agent, Some((a.vendor, a.team)));
        house.portal.update_user(&client.admin, id, 1, input.clone()).await.unwrap();
        let before = house.portal.user(&client.admin, id).await.unwrap();
        for version in [0, 1, 3, i64::MAX - 1] {
            let again = UserInput { name: "Again".to_owned(), ..input.clone() };
            let (events, outcome) =
                house.recorded(house.portal.update_user(&client.admin, id, version, again)).await;
            check_error!(outcome, Stale);
            assert_eq!(events, []);
            let out = UserState::Deactivated;
            check_error!(house.portal.set_user_state(&client.admin, id, version, out).await, Stale);
        }
        assert_eq!(house.portal.user(&client.admin, id).await.unwrap(), before);
        assert_eq!(before.user.version, 2);
    }

    async fn all_wrong_fields_are_said_at_once(database) {
        let house = House::new(database).await;
        let input = UserInput {
            email: "a@b".to_owned(),
            name: "a\u{202e}b".to_owned(),
            role: "king".to_owned(),
            vendor: "x".to_owned(),
            team: "\0".to_owned(),
            locale: "xx".to_owned(),
            time_zone: "Europe/Atlantis".to_owned(),
        };
        let wrong = fields(house.portal.create_user(&system(), input).await);
        let names: Vec<_> = wrong.iter().map(|(field, _)| field.as_str()).collect();
        assert_eq!(names, ["email", "name", "role", "locale", "time_zone"]);
        let empty = fields(house.portal.create_user(&system(), UserInput::default()).await);
        assert_eq!(empty.len(), 5, "{empty:?}");
    }
}

#[tokio::test]
async fn somebody_who_does_not_exist_is_not_found() {
    let house = House::on_sqlite().await;
    let id = UserId::new(nobody());
    check_error!(house.portal.user(&system(), id).await, NotFound);
    check_error!(house.portal.invite_user(&system(), id).await, NotFound);
    let input = user_input("New", Role::Admin, None);
    check_error!(house.portal.update_user(&system(), id, 1, input).await, NotFound);
}

#[tokio::test]
async fn the_list_is_paged_without_loss_in_every_order() {
    use service::{Cursor, UserFilter, UserOrder};
    let house = House::on_sqlite().await;
    let side = house.side("Atlantique").await;
    for number in 0..20 {
        // Names that fold to the same key, and pairs that were added at the same instant.
        let name = if number % 2 == 0 { "Élise" } else { "Elise" };
        let input = UserInput {
            email: email_of(&format!("elise {number}")),
            ..user_input(name, Role::Agent, Some((side.vendor, side.team)))
        };
        house.portal.create_user(&side.referent, input).await.unwrap();
        house.clock.advance_seconds(number % 2);
    }
    for order in [UserOrder::Name, UserOrder::NameDescending, UserOrder::Newest, UserOrder::Oldest] {
        let query = |cursor| UserQuery { filter: UserFilter::default(), order, cursor, limit: 7 };
        let mut forwards = Vec::new();
        let mut cursor = Cursor::Start;
        loop {
            let (page, total) = house.portal.users(&side.referent, query(cursor)).await.unwrap();
            assert_eq!(total, 23);
            forwards.extend(page.rows.iter().map(|view| view.user.id));
            match page.next {
                Some(id) => cursor = Cursor::After(id),
                None => break,
            }
        }
        assert_eq!(forwards.len(), 23, "{order:?}");
        let mut backwards = vec![*forwards.last().unwrap()];
        let mut cursor = Cursor::Before(*forwards.last().unwrap());
        loop {
            let (page, _) = house.portal.users(&side.referent, query(cursor)).await.unwrap();
            backwards.splice(0..0, page.rows.iter().map(|view| view.user.id));
            match page.previous {
                Some(id) => cursor = Cursor::Before(id),
                None => break,
            }
        }
        assert_eq!(backwards, forwards, "{order:?}");
    }
}
