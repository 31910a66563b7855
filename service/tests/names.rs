//! Names: the client's side sees agents and team leads by pseudonym, and cannot find out more.

use domain::people::{Role, UserState};
use domain::{Actor, UserId};
use service::{Cursor, UserFilter, UserOrder, UserQuery};

use crate::common::{House, Side, email_of, user_input};

/// Agents in an order of adding that is neither that of their names nor its reverse.
const AGENTS: [&str; 5] = ["Mireille Kerr", "Zoé Adam", "Albane Zola", "Théo Bord", "Éloïse Martin"];

async fn agents(house: &House) -> (Side, Vec<UserId>) {
    let side = house.side("Atlantique").await;
    let mut ids = Vec::new();
    for name in AGENTS {
        let input = user_input(name, Role::Agent, Some((side.vendor, side.team)));
        ids.push(house.portal.create_user(&side.referent, input).await.unwrap());
        house.clock.advance_seconds(1);
    }
    (side, ids)
}

async fn found(house: &House, actor: &Actor, filter: UserFilter, order: UserOrder) -> (Vec<UserId>, u64) {
    let query = UserQuery { filter, order, cursor: Cursor::Start, limit: 200 };
    let (page, total) = house.portal.users(actor, query).await.unwrap();
    (page.rows.iter().map(|view| view.user.id).collect(), total)
}

fn text(text: &str) -> UserFilter {
    UserFilter { text: text.to_owned(), ..UserFilter::default() }
}

store::on_both_engines! {
    async fn a_manager_sees_pseudonyms_of_agents_and_team_leads(database) {
        let house = House::new(database).await;
        let (side, ids) = agents(&house).await;
        let manager = house.client_side().await.manager;
        for id in ids.iter().copied().chain([side.lead.user_id().unwrap(), side.agent.user_id().unwrap()]) {
            let view = house.portal.user(&manager, id).await.unwrap();
            assert_eq!(view.shown_name, view.user.pseudonym);
            assert_eq!(view.shown_email, None);
        }
        let referent = house.portal.user(&manager, side.referent.user_id().unwrap()).await.unwrap();
        assert_eq!(referent.shown_name, "Atlantique vendor_referent");
        let team = house.portal.team(&manager, side.team).await.unwrap();
        assert_eq!(team.people.len(), 7);
        for person in team.people {
            assert_eq!(person.shown_name, person.user.pseudonym);
            assert_eq!(person.shown_email, None);
        }
    }

    async fn a_manager_cannot_find_anybody_by_what_is_hidden(database) {
        let house = House::new(database).await;
        let (side, _) = agents(&house).await;
        let client = house.client_side().await;
        for hidden in ["mireille", "Zola", "ÉLOÏSE", "people.example", "theo.bord", "%", "_", "\\"] {
            let (rows, total) = found(&house, &client.manager, text(hidden), UserOrder::Name).await;
            assert!(rows.iter().all(|id| {
                [&client.admin, &client.manager, &client.referent, &client.author].iter().any(|c| c.user_id() == Some(*id))
            }), "{hidden}");
            assert_eq!(total, rows.len() as u64);
        }
        // A filter cannot be told to look wider.
        let wider = UserFilter { is_limited_to_client_names: false, vendor: Some(side.vendor), ..text("zola") };
        assert_eq!(found(&house, &client.manager, wider, UserOrder::Name).await, (vec![], 0));
        assert_eq!(found(&house, &client.admin, text("zola"), UserOrder::Name).await.1, 1);
        assert_eq!(found(&house, &side.referent, text("ELOISE mar"), UserOrder::Name).await.1, 1);
    }

    async fn the_order_that_a_manager_sees_does_not_tell_the_names(database) {
        let house = House::new(database).await;
        let (side, ids) = agents(&house).await;
        let client = house.client_side().await;
        let theirs = UserFilter { role: Some(Role::Agent), ..UserFilter::default() };
        let mut added = vec![side.agent.user_id().unwrap()];
        added.extend(&ids);
        let seen = found(&house, &client.manager, theirs.clone(), UserOrder::Name).await.0;
        assert_eq!(seen, added);
        added.reverse();
        let seen = found(&house, &client.manager, theirs.clone(), UserOrder::NameDescending).await.0;
        assert_eq!(seen, added);
        let by_name = found(&house, &side.referent, theirs, UserOrder::Name).await.0;
        assert_eq!(by_name, [ids[2], side.agent.user_id().unwrap(), ids[4], ids[0], ids[3], ids[1]]);
    }

    async fn the_vendor_sees_its_people_by_name(database) {
        let house = House::new(database).await;
        let (side, ids) = agents(&house).await;
        for actor in [&side.referent, &side.lead] {
            let view = house.portal.user(actor, ids[1]).await.unwrap();
            assert_eq!(view.shown_name, "Zoé Adam");
            assert_eq!(view.shown_email, Some(email_of("Zoé Adam")));
        }
        let (rows, total) = found(&house, &side.lead, UserFilter::default(), UserOrder::Name).await;
        assert_eq!((rows.len(), total), (7, 7), "the team, without the referent");
    }
}

#[tokio::test]
async fn filters_join() {
    let house = House::on_sqlite().await;
    let (side, ids) = agents(&house).await;
    house.portal.set_user_state(&side.referent, ids[0], 1, UserState::Deactivated).await.unwrap();
    let gone = UserFilter { state: Some(UserState::Deactivated), ..UserFilter::default() };
    assert_eq!(found(&house, &side.referent, gone.clone(), UserOrder::Newest).await.0, [ids[0]]);
    let none = UserFilter { role: Some(Role::TeamLead), ..gone };
    assert_eq!(found(&house, &side.referent, none, UserOrder::Newest).await.1, 0);
    for odd in ["\0", &"x".repeat(100_000), "'; DROP TABLE user_account; --"] {
        assert_eq!(found(&house, &side.referent, text(odd), UserOrder::Name).await.1, 0);
    }
}
