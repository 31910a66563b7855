//! Signing in: one answer for everything that is wrong, and not too often.

use std::net::{IpAddr, Ipv4Addr};
use std::time::{Duration, Instant};

use domain::people::{Role, UserState};
use service::{Error, SignIn};

use crate::common::{House, PASSWORD, Person, check_error, full_hash, system};

store::on_both_engines! {
    async fn whoever_knows_the_password_gets_a_session(database) {
        let house = House::new(database).await;
        let person = house.person("Ana Sá", Role::Manager, None).await;
        let secret = house.try_sign_in(" ANA.SA@People.example ", PASSWORD).await.unwrap();
        let principal = house.portal.principal(&secret).await.unwrap().unwrap();
        assert_eq!(principal.user.id, person.id);
        assert_eq!(principal.actor.role(), Some(Role::Manager));
        assert!(principal.actor.session_id().is_some());
    }

    async fn everything_that_is_wrong_gets_the_same_answer(database) {
        let house = House::new(database).await;
        let person = house.person("Ana", Role::Manager, None).await;
        let gone = house.person("Gone", Role::Manager, None).await;
        house.portal.set_user_state(&system(), gone.id, 1, UserState::Deactivated).await.unwrap();
        let new = house.newcomer("New", Role::Manager, None).await;
        for (email, password) in [
            (person.email.as_str(), "not the password"),
            (&person.email, ""),
            (&gone.email, PASSWORD),
            (&new.email, PASSWORD),
            (&new.email, "nobody has this password"),
            ("unknown@people.example", PASSWORD),
            ("not an address", PASSWORD),
            ("", ""),
        ] {
            let (events, outcome) = house.recorded(house.try_sign_in(email, password)).await;
            check_error!(outcome, BadCredentials);
            assert_eq!(events, [], "{email}");
        }
    }
}

#[tokio::test]
async fn an_unknown_address_takes_about_as_long_as_a_wrong_password() {
    let house = House::on_sqlite().await;
    let person = house.newcomer("Ana", Role::Manager, None).await;
    house.set_hash(person.id, full_hash()).await;
    let new = house.newcomer("New", Role::Manager, None).await;
    let time = async |email: &str| {
        let start = Instant::now();
        check_error!(house.try_sign_in(email, "not the password").await, BadCredentials);
        start.elapsed()
    };
    // On a busy machine single times tell nothing; the fastest of many come close to what the work takes.
    let mut fastest = [Duration::MAX; 3];
    for _ in 0..60 {
        for (fastest, email) in fastest.iter_mut().zip([&*person.email, "unknown@x.example", &new.email]) {
            *fastest = time(email).await.min(*fastest);
        }
        house.clock.advance_seconds(10);
        let [wrong, unknown, without] = fastest;
        if [unknown, without].iter().all(|other| wrong < *other * 2 && *other < wrong * 2) {
            return;
        }
    }
    panic!("a wrong password, an unknown address, nobody's password: {fastest:?}");
}

#[tokio::test]
async fn after_a_burst_of_tries_one_must_wait_and_may_then_try_again() {
    let house = House::on_sqlite().await;
    let person = house.person("Ana", Role::Manager, None).await;
    let other = house.person("Bob", Role::Manager, None).await;
    for _ in 0..10 {
        check_error!(house.try_sign_in(&person.email, "wrong").await, BadCredentials);
    }
    // The right password does not help, nor does another spelling of the address.
    for email in [person.email.clone(), person.email.to_uppercase(), format!(" {} ", person.email)] {
        match house.try_sign_in(&email, PASSWORD).await {
            Err(Error::TooMany(seconds)) => assert!((1..=11).contains(&seconds), "{seconds}"),
            other => panic!("{other:?}"),
        }
    }
    house.sign_in(&other).await;
    house.clock.advance_seconds(11);
    house.sign_in(&person).await;
    check_error!(house.try_sign_in(&person.email, "wrong").await, BadCredentials);
    check_error!(house.try_sign_in(&person.email, PASSWORD).await, TooMany(_));
    house.clock.advance_seconds(200);
    house.portal.forget_tries();
    house.sign_in(&person).await;
}

#[tokio::test]
async fn signing_in_uses_up_no_tries() {
    let house = House::on_sqlite().await;
    let [ana, bob] =
        [house.person("Ana", Role::Manager, None).await, house.person("Bob", Role::Manager, None).await];
    let network = Some(IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1)));
    let sign_in = |person: &Person, password: &str| {
        let (email, password) = (person.email.clone(), password.to_owned());
        house.portal.sign_in(SignIn { email, password, device: String::new(), network })
    };
    // More than a network may try in a minute: a site at the beginning of its shift.
    for _ in 0..130 {
        sign_in(&ana, PASSWORD).await.unwrap();
    }
    // Nor does it give back what was wrong in between.
    for _ in 0..9 {
        check_error!(sign_in(&ana, "wrong").await, BadCredentials);
        sign_in(&ana, PASSWORD).await.unwrap();
    }
    check_error!(sign_in(&ana, "wrong").await, BadCredentials);
    check_error!(sign_in(&ana, PASSWORD).await, TooMany(_));
    for number in 0..109 {
        let email = format!("nobody-{number}@people.example");
        house.portal.ask_password_reset(service::PasswordResetAsk { email, network }).await.unwrap();
    }
    // Ten were wrong, one was refused, and for the rest links were asked for.
    check_error!(sign_in(&bob, PASSWORD).await, TooMany(_));
}

#[tokio::test]
async fn many_guesses_at_once_are_no_way_round() {
    let house = House::on_sqlite().await;
    let person = house.person("Ana", Role::Manager, None).await;
    let guesses = (0..30).map(|number| {
        let (house, email) = (&house, person.email.clone());
        async move { house.try_sign_in(&email, &format!("guess {number}")).await }
    });
    let outcomes = futures::future::join_all(guesses).await;
    let refused = outcomes.iter().filter(|outcome| matches!(outcome, Err(Error::TooMany(_)))).count();
    assert_eq!(refused, 20, "{outcomes:?}");
}

#[tokio::test]
async fn one_network_may_not_try_all_addresses() {
    let house = House::on_sqlite().await;
    let person = house.person("Ana", Role::Manager, None).await;
    let try_from = |email: String, last: u8| {
        let network = Some(IpAddr::V4(Ipv4Addr::new(192, 0, 2, last)));
        house.portal.sign_in(SignIn { email, password: PASSWORD.to_owned(), device: String::new(), network })
    };
    // Asking for links counts as well, and costs no hashing.
    for number in 0..120 {
        let network = Some(IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1)));
        let email = format!("nobody-{number}@people.example");
        house.portal.ask_password_reset(service::PasswordResetAsk { email, network }).await.unwrap();
    }
    check_error!(try_from(person.email.clone(), 1).await, TooMany(_));
    try_from(person.email.clone(), 2).await.unwrap();
    house.clock.advance_seconds(1);
    try_from(person.email.clone(), 1).await.unwrap();
}

#[tokio::test]
async fn a_very_long_address_and_password_are_only_wrong() {
    let house = House::on_sqlite().await;
    let long = "é@".repeat(200_000);
    check_error!(house.try_sign_in(&long, &long).await, BadCredentials);
    check_error!(house.try_sign_in("\0", "\0").await, BadCredentials);
}
