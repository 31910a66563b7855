//! Sessions: how long they last, and what ends them.

use std::time::Duration;

use domain::event::EventKind;
use domain::knowledge::Significance;
use domain::people::{Role, Session, Theme, UserState};
use domain::{Actor, SessionId};
use service::{
    Error, Heard, PasswordChange, PasswordResetAsk, Portal, PreferencesInput, Secret, UserInput, VendorInput,
};

use crate::common::{
    Floor, House, Letters, OTHER_PASSWORD, PASSWORD, Person, check_error, nobody, system, user_input,
};

async fn two_sessions(house: &House) -> (Person, [(Secret, Actor); 2]) {
    let person = house.person("Ana", Role::Manager, None).await;
    let mut sessions = Vec::new();
    for _ in 0..2 {
        let secret = house.sign_in(&person).await;
        sessions.push((secret, house.whose(&secret).await.unwrap()));
    }
    (person, sessions.try_into().unwrap())
}

/// A change of what one process knows of a session is soon known to another, which remembers what was before: no time passes.
async fn check_seen(
    house: &House,
    neighbour: &Portal,
    secret: &Secret,
    change: impl Future<Output = Result<(), Error>>,
) {
    let before = neighbour.principal(secret).await.unwrap();
    assert!(before.is_some());
    change.await.unwrap();
    let after = house.portal.principal(secret).await.unwrap();
    assert_ne!(after, before);
    let seen = async {
        while neighbour.principal(secret).await.unwrap() != after {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), seen).await.unwrap();
}

store::on_both_engines! {
    async fn a_session_that_is_not_used_for_a_shift_ends(database) {
        let house = House::new(database).await;
        let (_, [(secret, _), (other, _)]) = two_sessions(&house).await;
        house.clock.advance_seconds(Session::IDLE_SECONDS - 1);
        assert!(house.whose(&secret).await.is_some());
        house.clock.advance_seconds(Session::IDLE_SECONDS - 1);
        assert!(house.whose(&secret).await.is_some(), "use keeps it alive");
        assert!(house.whose(&other).await.is_none(), "the other was not used");
        house.clock.advance_seconds(Session::IDLE_SECONDS);
        assert!(house.whose(&secret).await.is_none());
    }

    async fn what_a_browser_asks_by_itself_keeps_no_session_alive(database) {
        let house = House::new(database).await;
        let (_, [(secret, actor), _]) = two_sessions(&house).await;
        house.clock.advance_seconds(Session::IDLE_SECONDS - 1);
        let asked = house.portal.principal_of_browser(&secret).await.unwrap();
        assert_eq!(asked.map(|principal| principal.actor.clone()), Some(actor));
        house.clock.advance_seconds(10);
        assert!(house.portal.principal_of_browser(&secret).await.unwrap().is_none());
        assert!(house.whose(&secret).await.is_none());
    }

    async fn no_session_lives_longer_than_a_week(database) {
        let house = House::new(database).await;
        let (_, [(secret, actor), _]) = two_sessions(&house).await;
        let step = Session::IDLE_SECONDS / 2;
        let mut age = 0;
        while age + step < Session::MAX_SECONDS {
            house.clock.advance_seconds(step);
            age += step;
            assert!(house.whose(&secret).await.is_some(), "{age}");
        }
        house.clock.advance_seconds(Session::MAX_SECONDS - age);
        assert!(house.whose(&secret).await.is_none());
        assert_eq!(house.portal.my_sessions(&actor).await.unwrap(), []);
    }

    async fn one_of_my_sessions_can_be_ended_from_another(database) {
        let house = House::new(database).await;
        let (_, [(here, actor), (there, other)]) = two_sessions(&house).await;
        let listed = house.portal.my_sessions(&actor).await.unwrap();
        assert_eq!(listed.len(), 2);
        let current: Vec<_> = listed.iter().filter(|view| view.is_current).collect();
        assert_eq!(current.len(), 1);
        assert_eq!(Some(current[0].session.id), actor.session_id());
        house.portal.revoke_session(&actor, other.session_id().unwrap()).await.unwrap();
        assert!(house.whose(&there).await.is_none(), "at once, although it was cached");
        assert!(house.whose(&here).await.is_some());
        check_error!(house.portal.revoke_session(&actor, other.session_id().unwrap()).await, NotFound);
    }

    async fn a_session_of_somebody_else_is_not_found(database) {
        let house = House::new(database).await;
        let (_, [(secret, actor), _]) = two_sessions(&house).await;
        let stranger = house.actor(&house.person("Bob", Role::Admin, None).await).await;
        check_error!(house.portal.revoke_session(&stranger, actor.session_id().unwrap()).await, NotFound);
        check_error!(house.portal.revoke_session(&stranger, SessionId::new(nobody())).await, NotFound);
        assert!(house.whose(&secret).await.is_some());
    }

    async fn all_my_other_sessions_can_be_ended(database) {
        let house = House::new(database).await;
        let (person, [(here, actor), (there, _)]) = two_sessions(&house).await;
        let third = house.sign_in(&person).await;
        assert_eq!(house.portal.revoke_other_sessions(&actor).await.unwrap(), 2);
        assert!(house.whose(&here).await.is_some());
        assert!(house.whose(&there).await.is_none());
        assert!(house.whose(&third).await.is_none());
        let (events, again) = house.recorded(house.portal.revoke_other_sessions(&actor)).await;
        assert_eq!(again.unwrap(), 0);
        assert_eq!(events, [], "nothing happened");
    }

    async fn signing_out_ends_this_session_alone(database) {
        let house = House::new(database).await;
        let (_, [(here, actor), (there, _)]) = two_sessions(&house).await;
        house.portal.sign_out(&actor).await.unwrap();
        assert!(house.whose(&here).await.is_none());
        assert!(house.whose(&there).await.is_some());
    }

    async fn deactivation_ends_all_sessions_at_once_although_cached(database) {
        let house = House::new(database).await;
        let (person, [(here, _), (there, _)]) = two_sessions(&house).await;
        house.portal.set_user_state(&system(), person.id, 1, UserState::Deactivated).await.unwrap();
        assert!(house.whose(&here).await.is_none());
        assert!(house.whose(&there).await.is_none());
        house.portal.set_user_state(&system(), person.id, 2, UserState::Active).await.unwrap();
        assert!(house.whose(&here).await.is_none(), "it stays ended");
        house.sign_in(&person).await;
    }

    async fn another_role_or_place_ends_all_sessions_at_once(database) {
        let house = House::new(database).await;
        let (vendor, site, team) = house.vendor("Atlantique").await;
        let elsewhere = service::TeamInput { name: "Erdre".to_owned() };
        let elsewhere = house.portal.create_team(&system(), site, elsewhere).await.unwrap();
        let person = house.person("Léa", Role::Agent, Some((vendor, team))).await;
        let steps = [
            (user_input("Léa", Role::TeamLead, Some((vendor, team))), true),
            (user_input("Léa", Role::TeamLead, Some((vendor, elsewhere))), true),
            (user_input("Léa", Role::VendorReferent, Some((vendor, elsewhere))), true),
            (user_input("Léa", Role::Author, None), true),
            (service::UserInput { name: "Léo".to_owned(), ..user_input("Léa", Role::Author, None) }, false),
        ];
        for (version, (input, ends)) in (1..).zip(steps) {
            let secret = house.sign_in(&person).await;
            assert!(house.whose(&secret).await.is_some());
            house.portal.update_user(&system(), person.id, version, input.clone()).await.unwrap();
            assert_eq!(house.whose(&secret).await.is_none(), ends, "{input:?}");
            house.clock.advance_seconds(10);
        }
    }

    async fn what_another_process_ends_is_soon_ended_here(database) {
        let house = House::new(database).await;
        let (_, [(secret, actor), _]) = two_sessions(&house).await;
        let neighbour = house.neighbour().await;
        let following = tokio::spawn(neighbour.clone().follow());
        assert!(neighbour.principal(&secret).await.unwrap().is_some());
        house.portal.sign_out(&actor).await.unwrap();
        let ended = async {
            while neighbour.principal(&secret).await.unwrap().is_some() {
                tokio::time::sleep(std::time::Duration::from_millis(5)).await;
            }
        };
        tokio::time::timeout(std::time::Duration::from_secs(20), ended).await.unwrap();
        following.abort();
    }

    async fn what_changes_of_a_person_is_soon_seen_by_another_process(database) {
        let house = House::new(database).await;
        let (portal, neighbour) = (&house.portal, house.neighbour().await);
        let following = tokio::spawn(neighbour.clone().follow());
        let (vendor, _, team) = house.vendor("Atlantique").await;
        let person = house.person("Léa", Role::Agent, Some((vendor, team))).await;
        let secret = house.sign_in(&person).await;
        let actor = house.whose(&secret).await.unwrap();
        let admin = system();
        let version = async || portal.user(&admin, person.id).await.unwrap().user.version;

        let renamed = UserInput { name: "Léo".to_owned(), ..user_input("Léa", Role::Agent, Some((vendor, team))) };
        let renames = portal.update_user(&admin, person.id, version().await, renamed);
        check_seen(&house, &neighbour, &secret, renames).await;
        let [locale, time_zone, theme] = ["en", "Europe/Lisbon", "dark"].map(str::to_owned);
        let prefers = portal.set_preferences(&actor, PreferencesInput { locale, time_zone, theme });
        check_seen(&house, &neighbour, &secret, prefers).await;
        let renames = portal.update_vendor(&admin, vendor, 1, VendorInput { name: "Pacifique".to_owned() });
        check_seen(&house, &neighbour, &secret, renames).await;
        let leads = user_input("Léa", Role::TeamLead, Some((vendor, team)));
        let leads = portal.update_user(&admin, person.id, version().await, leads);
        check_seen(&house, &neighbour, &secret, leads).await;

        let secret = house.sign_in(&person).await;
        let leaves = portal.set_user_state(&admin, person.id, version().await, UserState::Deactivated);
        check_seen(&house, &neighbour, &secret, leaves).await;
        portal.set_user_state(&admin, person.id, version().await, UserState::Active).await.unwrap();
        following.abort();
    }

    async fn what_ends_a_session_is_soon_seen_by_another_process(database) {
        let house = House::new(database).await;
        let letters = Letters::of(&house);
        let (portal, neighbour) = (&house.portal, house.neighbour().await);
        let following = tokio::spawn(neighbour.clone().follow());
        let (person, [(_, here), (there, other)]) = two_sessions(&house).await;
        let ends = portal.revoke_session(&here, other.session_id().unwrap());
        check_seen(&house, &neighbour, &there, ends).await;

        let there = house.sign_in(&person).await;
        let ends = async { portal.revoke_other_sessions(&here).await.map(|_count| ()) };
        check_seen(&house, &neighbour, &there, ends).await;

        let there = house.sign_in(&person).await;
        let [current, new, again] = [PASSWORD, OTHER_PASSWORD, OTHER_PASSWORD].map(str::to_owned);
        let changes = portal.change_password(&here, PasswordChange { current, new, again });
        check_seen(&house, &neighbour, &there, changes).await;

        let there = house.try_sign_in(&person.email, OTHER_PASSWORD).await.unwrap();
        letters.empty().await;
        let ask = PasswordResetAsk { email: person.email.clone(), network: None };
        portal.ask_password_reset(ask).await.unwrap();
        let link = letters.one().await.secret();
        let resets = portal.reset_password(&link, PASSWORD, PASSWORD);
        check_seen(&house, &neighbour, &there, resets).await;
        following.abort();
    }

    async fn an_acknowledgement_leaves_what_is_remembered_of_sessions(database) {
        let floor = Floor::new(database).await;
        let house = &floor.house;
        let id = floor.changed_to(10, Significance::Major).await;
        let person = house.person("Ana", Role::Manager, None).await;
        let (secret, other) = (house.sign_in(&person).await, house.actor(&person).await);
        let neighbour = house.neighbour().await;
        let following = tokio::spawn(neighbour.clone().follow());
        let head = house.events().await.last().map(|event| event.seq);
        let mut stream = neighbour.listen(other.clone(), head);
        assert!(matches!(stream.next().await, Heard::Begun(_)));
        let theme = async || neighbour.principal(&secret).await.unwrap().unwrap().theme();
        assert_eq!(theme().await, Theme::System);
        // Nobody is told of this, so it is seen by whoever does not remember.
        house.tamper("UPDATE user_account SET theme = 'dark'").await;
        floor.acknowledge(&floor.side.agent, id).await;
        let told = async {
            loop {
                match stream.next().await {
                    Heard::Envelope(it) if it.kind == EventKind::BroadcastAcknowledged => return,
                    Heard::Envelope(_) => {}
                    other => panic!("{other:?}"),
                }
            }
        };
        tokio::time::timeout(Duration::from_secs(20), told).await.unwrap();
        assert_eq!(theme().await, Theme::System);
        house.portal.sign_out(&other).await.unwrap();
        let forgotten = async {
            while theme().await == Theme::System {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(20), forgotten).await.unwrap();
        following.abort();
    }

    async fn old_sessions_are_forgotten_and_young_ones_kept(database) {
        let house = House::new(database).await;
        two_sessions(&house).await;
        assert_eq!(house.portal.tidy_sessions().await.unwrap(), 0);
        house.clock.advance_seconds(91 * 24 * 3600);
        assert_eq!(house.portal.tidy_sessions().await.unwrap(), 2);
    }
}

#[tokio::test]
async fn a_secret_that_nobody_has_opens_nothing() {
    let house = House::on_sqlite().await;
    assert!(house.whose(&house.portal.world().secret()).await.is_none());
    for text in ["", "zz", &"+f".repeat(32), &"é".repeat(32)] {
        assert!(Secret::parse(text).is_none(), "{text}");
    }
}

#[tokio::test]
async fn the_command_line_has_no_sessions() {
    let house = House::on_sqlite().await;
    check_error!(house.portal.my_sessions(&system()).await, Unauthenticated);
    check_error!(house.portal.revoke_other_sessions(&system()).await, Unauthenticated);
    check_error!(house.portal.sign_out(&system()).await, Unauthenticated);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_session_that_is_looked_up_while_it_ends_is_not_remembered() {
    let house = House::on_sqlite().await;
    let person = house.person("Ana", Role::Manager, None).await;
    for _ in 0..30 {
        house.clock.advance_seconds(20);
        let secret = house.sign_in(&person).await;
        let actor = house.whose(&secret).await.unwrap();
        house.portal.revoke_other_sessions(&actor).await.unwrap();
        let readers: Vec<_> = (0..4)
            .map(|_| {
                let portal = house.portal.clone();
                tokio::spawn(async move {
                    while portal.principal(&secret).await.unwrap().is_some() {
                        tokio::task::yield_now().await;
                    }
                })
            })
            .collect();
        house.portal.sign_out(&actor).await.unwrap();
        for reader in readers {
            tokio::time::timeout(std::time::Duration::from_secs(20), reader).await.unwrap().unwrap();
        }
        assert!(house.whose(&secret).await.is_none());
    }
}
