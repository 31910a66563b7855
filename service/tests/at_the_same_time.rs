//! Two people at once: exactly one wins, and the other is told.

use domain::Reason;
use domain::people::{Role, UserState};
use domain::vendor::Standing;
use service::{Engine, Error, PasswordResetAsk, TeamInput, UserInput, VendorInput};

use crate::common::{
    House, Letters, OTHER_PASSWORD, check_error, check_field, site_input, system, user_input,
};

/// One of two outcomes is good; the other.
#[track_caller]
fn loser<T: std::fmt::Debug>(outcomes: (Result<T, Error>, Result<T, Error>)) -> Result<T, Error> {
    match outcomes {
        (Ok(_), refused @ Err(_)) | (refused @ Err(_), Ok(_)) => refused,
        other => panic!("one must win: {other:?}"),
    }
}

store::on_both_engines! {
    async fn two_changes_of_one_row_do_not_overwrite_each_other(database) {
        let house = House::new(database).await;
        let portal = &house.portal;
        let side = house.side("Atlantique").await;
        let id = side.agent.user_id().unwrap();
        let system = system();
        for version in 1..=5 {
            let (events, lost) = house.recorded(async {
                let input = |name: &str| user_input(name, Role::Agent, Some((side.vendor, side.team)));
                let user = tokio::join!(
                    portal.update_user(&side.referent, id, version, input("One")),
                    portal.update_user(&system, id, version, input("Two")),
                );
                let input = |name: &str| VendorInput { name: name.to_owned() };
                let vendor = tokio::join!(
                    portal.update_vendor(&system, side.vendor, version, input("One")),
                    portal.update_vendor(&system, side.vendor, version, input("Two")),
                );
                let site = tokio::join!(
                    portal.update_site(&system, side.site, version, site_input("One")),
                    portal.update_site(&system, side.site, version, site_input("Two")),
                );
                let input = |name: &str| TeamInput { name: name.to_owned() };
                let team = tokio::join!(
                    portal.update_team(&side.referent, side.team, version, input("One")),
                    portal.set_team_standing(&system, side.team, version, Standing::Active),
                );
                [user, vendor, site, team].map(loser)
            }).await;
            assert_eq!(events.len(), 4, "the losers leave no trace");
            for outcome in lost {
                check_error!(outcome, Stale);
            }
        }
    }

    async fn two_people_cannot_take_one_address_or_name(database) {
        let house = House::new(database).await;
        let portal = &house.portal;
        let (vendor, site, _) = house.vendor("Atlantique").await;
        let system = system();
        let input = |name: &str| UserInput {
            email: "one@people.example".to_owned(),
            ..user_input(name, Role::Author, None)
        };
        let users = tokio::join!(portal.create_user(&system, input("A")), portal.create_user(&system, input("B")));
        check_field(loser(users), "email", Reason::Taken);
        let input = || VendorInput { name: "Douro".to_owned() };
        let vendors = tokio::join!(portal.create_vendor(&system, input()), portal.create_vendor(&system, input()));
        check_field(loser(vendors), "name", Reason::Taken);
        let sites = tokio::join!(
            portal.create_site(&system, vendor, site_input("Brest")),
            portal.create_site(&system, vendor, site_input("BREST"))
        );
        check_field(loser(sites), "name", Reason::Taken);
        let input = || TeamInput { name: "Erdre".to_owned() };
        let teams = tokio::join!(portal.create_team(&system, site, input()), portal.create_team(&system, site, input()));
        check_field(loser(teams), "name", Reason::Taken);
    }

    async fn one_link_sets_one_password(database) {
        let house = House::new(database).await;
        let letters = Letters::of(&house);
        let person = house.person("Ana", Role::Author, None).await;
        letters.empty().await;
        let ask = PasswordResetAsk { email: person.email.clone(), network: None };
        house.portal.ask_password_reset(ask).await.unwrap();
        let link = letters.one().await.secret();
        let other = "cinq marches de moins";
        let outcomes = tokio::join!(
            house.portal.reset_password(&link, OTHER_PASSWORD, OTHER_PASSWORD),
            house.portal.reset_password(&link, other, other),
        );
        check_error!(loser(outcomes), BadLink);
    }

    async fn nobody_is_let_in_who_is_deactivated_while_signing_in(database) {
        let house = House::new(database).await;
        let person = house.person("Ana", Role::Author, None).await;
        let system = system();
        for version in (1..16).step_by(2) {
            let (signed_in, out) = tokio::join!(
                house.sign_in_or_not(&person),
                house.portal.set_user_state(&system, person.id, version, UserState::Deactivated)
            );
            out.unwrap();
            if let Some(secret) = signed_in {
                assert!(house.whose(&secret).await.is_none());
            }
            house.portal.set_user_state(&system, person.id, version + 1, UserState::Active).await.unwrap();
            if let Some(secret) = signed_in
                && house.portal.store().engine() == Engine::Sqlite
            {
                assert!(house.whose(&secret).await.is_none(), "ended, or never begun");
            }
            house.clock.advance_seconds(10);
        }
    }

    async fn a_letter_is_sent_once_by_two_workers(database) {
        let house = House::new(database).await;
        let letters = [Letters::of(&house), Letters::of(&house)];
        for number in 0..10 {
            house.newcomer(&format!("Person {number}"), Role::Author, None).await;
        }
        let (mine, others) = tokio::join!(letters[0].collect(), letters[1].collect());
        let mut to: Vec<_> = mine.into_iter().chain(others).map(|letter| letter.to).collect();
        to.sort();
        to.dedup();
        assert_eq!(to.len(), 10);
    }

    async fn many_changes_at_once_leave_an_intact_chain(database) {
        let house = House::new(database).await;
        let tasks: Vec<_> = (0..40)
            .map(|number| {
                let portal = house.portal.clone();
                tokio::spawn(async move {
                    portal.create_vendor(&system(), VendorInput { name: format!("Vendor {}", number / 2) }).await.is_ok()
                })
            })
            .collect();
        let mut made = 0;
        for task in tasks {
            made += usize::from(task.await.unwrap());
        }
        assert_eq!(made, 20);
        assert_eq!(house.events().await.len(), 20);
    }
}
