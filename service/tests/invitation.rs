//! Inviting people: they set their first password through a mailed link.

use domain::people::{Role, UserState};
use service::{PasswordResetAsk, UserInput};

use crate::common::{House, Letters, OTHER_PASSWORD, check_error, system, user_input};

store::on_both_engines! {
    async fn a_new_person_is_invited_and_sets_their_first_password(database) {
        let house = House::new(database).await;
        let letters = Letters::of(&house);
        let person = house.newcomer("Zoé Le Goff", Role::Author, None).await;
        let letter = letters.one().await;
        assert_eq!(letter.to, person.email);
        assert!(letter.subject.contains("Palier"), "{}", letter.subject);
        assert!(letter.body.contains("Bonjour Zoé Le Goff,"), "{}", letter.body);
        assert!(!house.portal.user(&system(), person.id).await.unwrap().user.has_password);
        house.clock.advance_seconds(7 * 24 * 3600 - 1);
        house.portal.reset_password(&letter.secret(), OTHER_PASSWORD, OTHER_PASSWORD).await.unwrap();
        assert!(house.portal.user(&system(), person.id).await.unwrap().user.has_password);
        house.try_sign_in(&person.email, OTHER_PASSWORD).await.unwrap();
    }

    async fn an_invitation_ends_after_a_week_and_can_be_renewed(database) {
        let house = House::new(database).await;
        let letters = Letters::of(&house);
        let side = house.side("Atlantique").await;
        letters.empty().await;
        let input = user_input("Léa", Role::Agent, Some((side.vendor, side.team)));
        let id = house.portal.create_user(&side.referent, input).await.unwrap();
        let first = letters.one().await.secret();
        house.clock.advance_seconds(7 * 24 * 3600);
        check_error!(house.portal.password_reset_owner(&first).await, BadLink);
        house.portal.invite_user(&side.referent, id).await.unwrap();
        let second = letters.one().await.secret();
        house.portal.reset_password(&second, OTHER_PASSWORD, OTHER_PASSWORD).await.unwrap();
    }

    async fn an_invitation_is_not_voided_by_whoever_asks_for_a_link(database) {
        let house = House::new(database).await;
        let letters = Letters::of(&house);
        let person = house.newcomer("Ana", Role::Author, None).await;
        let invitation = letters.one().await.secret();
        let ask = PasswordResetAsk { email: person.email, network: None };
        house.portal.ask_password_reset(ask).await.unwrap();
        letters.one().await;
        house.clock.advance_seconds(7 * 24 * 3600 - 1);
        house.portal.reset_password(&invitation, OTHER_PASSWORD, OTHER_PASSWORD).await.unwrap();
    }
}

#[tokio::test]
async fn nobody_is_written_to_who_was_deactivated_meanwhile() {
    let house = House::on_sqlite().await;
    let letters = Letters::of(&house);
    let person = house.newcomer("Ana", Role::Author, None).await;
    house.portal.set_user_state(&system(), person.id, 1, UserState::Deactivated).await.unwrap();
    assert_eq!(letters.collect().await.len(), 0);
    assert_eq!(house.portal.store().read().jobs().counts().await.unwrap(), (0, 0));
}

#[tokio::test]
async fn an_invitation_goes_to_the_address_as_it_was_corrected() {
    let house = House::on_sqlite().await;
    let letters = Letters::of(&house);
    let person = house.newcomer("Ana", Role::Author, None).await;
    let input =
        UserInput { email: "right@people.example".to_owned(), ..user_input("Ana", Role::Author, None) };
    house.portal.update_user(&system(), person.id, 1, input).await.unwrap();
    assert_eq!(letters.one().await.to, "right@people.example");
}

#[tokio::test]
async fn every_address_that_is_accepted_can_be_written_to() {
    let house = House::on_sqlite().await;
    let letters = Letters::of(&house);
    for (number, email) in [
        "o'neil+tag@a-b.co",
        "a!#$%&'*+-/=?^_`{|}~b@x.example",
        "a@1.2",
        "zoé@exämple.example",
        &format!("{}@{}.example", "l".repeat(64), "d".repeat(63)),
        "a@x--y.z",
    ]
    .into_iter()
    .enumerate()
    {
        let input =
            UserInput { email: email.to_owned(), ..user_input(&format!("P {number}"), Role::Author, None) };
        match house.portal.create_user(&system(), input).await {
            Ok(_) => assert_eq!(letters.one().await.body.matches("https://").count(), 1, "{email}"),
            Err(error) => assert!(matches!(error, service::Error::Invalid(_)), "{email}: {error}"),
        }
    }
}
