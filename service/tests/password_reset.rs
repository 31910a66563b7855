//! Setting a forgotten password through a mailed link.

use domain::people::{Role, UserState};
use domain::{Actor, Locale, Reason};
use service::{PasswordResetAsk, StoreError, UserInput};
use store::Jobs;

use crate::common::{
    House, Letters, OTHER_PASSWORD, PASSWORD, Person, check_error, check_field, system, user_input,
};

async fn ask(house: &House, email: &str) {
    let ask = PasswordResetAsk { email: email.to_owned(), network: None };
    house.portal.ask_password_reset(ask).await.unwrap();
}

/// Somebody who forgot their password, and a letter box without older letters.
async fn forgetful(house: &House) -> (Person, Letters) {
    let letters = Letters::of(house);
    let person = house.person("Ana", Role::Manager, None).await;
    letters.empty().await;
    (person, letters)
}

store::on_both_engines! {
    async fn the_link_sets_a_password_once_and_ends_all_sessions(database) {
        let house = House::new(database).await;
        let (person, letters) = forgetful(&house).await;
        let session = house.sign_in(&person).await;
        assert!(house.whose(&session).await.is_some());
        ask(&house, &person.email.to_uppercase()).await;
        let letter = letters.one().await;
        assert_eq!(letter.to, person.email);
        let link = letter.secret();
        assert_eq!(house.portal.password_reset_owner(&link).await.unwrap().id, person.id);

        check_field(house.portal.reset_password(&link, "short", "short").await, "new", Reason::TooShort(12));
        let differs = house.portal.reset_password(&link, OTHER_PASSWORD, PASSWORD).await;
        check_field(differs, "again", Reason::DoesNotMatch);
        house.portal.reset_password(&link, OTHER_PASSWORD, OTHER_PASSWORD).await.unwrap();

        assert!(house.whose(&session).await.is_none());
        check_error!(house.portal.password_reset_owner(&link).await, BadLink);
        check_error!(house.portal.reset_password(&link, OTHER_PASSWORD, OTHER_PASSWORD).await, BadLink);
        check_error!(house.try_sign_in(&person.email, PASSWORD).await, BadCredentials);
        house.try_sign_in(&person.email, OTHER_PASSWORD).await.unwrap();
    }

    async fn the_link_works_for_an_hour(database) {
        let house = House::new(database).await;
        let (person, letters) = forgetful(&house).await;
        ask(&house, &person.email).await;
        let link = letters.one().await.secret();
        house.clock.advance_seconds(3599);
        house.portal.password_reset_owner(&link).await.unwrap();
        house.clock.advance_seconds(1);
        check_error!(house.portal.password_reset_owner(&link).await, BadLink);
        check_error!(house.portal.reset_password(&link, OTHER_PASSWORD, OTHER_PASSWORD).await, BadLink);
    }

    async fn a_newer_link_leaves_the_older_and_one_that_is_used_voids_both(database) {
        let house = House::new(database).await;
        let (person, letters) = forgetful(&house).await;
        ask(&house, &person.email).await;
        let older = letters.one().await.secret();
        ask(&house, &person.email).await;
        let newer = letters.one().await.secret();
        assert_ne!(older, newer);
        house.portal.password_reset_owner(&newer).await.unwrap();
        house.portal.reset_password(&older, OTHER_PASSWORD, OTHER_PASSWORD).await.unwrap();
        check_error!(house.portal.password_reset_owner(&newer).await, BadLink);
        check_error!(house.portal.reset_password(&newer, PASSWORD, PASSWORD).await, BadLink);
    }

    async fn an_unknown_address_gets_the_same_answer_and_no_letter(database) {
        let house = House::new(database).await;
        let (person, letters) = forgetful(&house).await;
        house.portal.set_user_state(&system(), person.id, 1, UserState::Deactivated).await.unwrap();
        for email in ["unknown@people.example", &person.email] {
            let (events, ()) = house.recorded(ask(&house, email)).await;
            assert_eq!(events, []);
        }
        assert_eq!(letters.collect().await.len(), 0);
        assert_eq!(house.portal.store().read().jobs().counts().await.unwrap(), (0, 0));
    }

    async fn no_secret_and_no_address_waits_in_the_queue(database) {
        let house = House::new(database).await;
        let (person, letters) = forgetful(&house).await;
        ask(&house, &person.email).await;
        let until = house.clock.now().plus_seconds(60);
        let payloads: Result<Vec<String>, StoreError> = house
            .portal
            .store()
            .write(house.stamp(), move |tx| async move {
                let jobs = Jobs::claim(&tx, None, 100, until).await?;
                Ok(jobs.into_iter().map(|job| job.payload).collect())
            })
            .await;
        let payload = payloads.unwrap().concat();
        assert_eq!(payload, format!(r#"{{"letter":"password_reset","user":"{}"}}"#, person.id));
        house.clock.advance_seconds(61);
        letters.one().await;
    }

    async fn a_new_address_voids_the_links_that_went_to_the_old(database) {
        let house = House::new(database).await;
        let (person, letters) = forgetful(&house).await;
        ask(&house, &person.email).await;
        let link = letters.one().await.secret();
        let input = UserInput { email: "new@people.example".to_owned(), ..user_input("Ana", Role::Manager, None) };
        house.portal.update_user(&system(), person.id, 1, input).await.unwrap();
        check_error!(house.portal.password_reset_owner(&link).await, BadLink);
    }

    async fn a_link_does_not_outlive_a_deactivation(database) {
        let house = House::new(database).await;
        let (person, letters) = forgetful(&house).await;
        ask(&house, &person.email).await;
        let link = letters.one().await.secret();
        house.portal.set_user_state(&system(), person.id, 1, UserState::Deactivated).await.unwrap();
        check_error!(house.portal.reset_password(&link, OTHER_PASSWORD, OTHER_PASSWORD).await, BadLink);
        house.portal.set_user_state(&system(), person.id, 2, UserState::Active).await.unwrap();
        check_error!(house.portal.reset_password(&link, OTHER_PASSWORD, OTHER_PASSWORD).await, BadLink);
    }
}

#[tokio::test]
async fn the_letter_speaks_the_language_of_its_reader() {
    let house = House::on_sqlite().await;
    let letters = Letters::of(&house);
    for (name, locale, subject, words) in [
        ("Éloïse Ménard", Locale::Fr, "Choisir un nouveau mot de passe", "Bonjour Éloïse Ménard,"),
        ("John Smith", Locale::En, "Choose a new password", "Hello John Smith,"),
    ] {
        let input = UserInput { locale: locale.as_str().to_owned(), ..user_input(name, Role::Author, None) };
        let email = input.email.clone();
        house.portal.create_user(&system(), input).await.unwrap();
        letters.empty().await;
        ask(&house, &email).await;
        let letter = letters.one().await;
        assert_eq!(letter.subject, subject);
        assert!(letter.body.starts_with(words), "{}", letter.body);
    }
}

#[tokio::test]
async fn what_is_no_address_is_said_to_be_none() {
    let house = House::on_sqlite().await;
    let ask = PasswordResetAsk { email: "nobody".to_owned(), network: None };
    check_field(house.portal.ask_password_reset(ask).await, "email", Reason::NotAnEmailAddress);
}

#[tokio::test]
async fn what_is_no_link_is_a_bad_link() {
    let house = House::on_sqlite().await;
    for secret in ["", "x", &"0".repeat(64), &"+0".repeat(32), &"é".repeat(32)] {
        check_error!(house.portal.password_reset_owner(secret).await, BadLink);
        check_error!(house.portal.reset_password(secret, OTHER_PASSWORD, OTHER_PASSWORD).await, BadLink);
    }
}

#[tokio::test]
async fn letters_may_not_be_asked_for_without_end() {
    let house = House::on_sqlite().await;
    let (person, letters) = forgetful(&house).await;
    for email in [&*person.email, "unknown@people.example"] {
        // Also those that bring no letter any more.
        for _ in 0..10 {
            ask(&house, email).await;
        }
        let ask = PasswordResetAsk { email: email.to_owned(), network: None };
        check_error!(house.portal.ask_password_reset(ask).await, TooMany(_));
    }
    assert_eq!(letters.collect().await.len(), 3);
    house.clock.advance_seconds(20 * 60);
    for email in [person.email.to_uppercase(), format!(" {}", person.email)] {
        ask(&house, &email).await;
    }
    assert_eq!(letters.collect().await.len(), 1);
}

#[tokio::test]
async fn a_letter_that_cannot_be_sent_is_tried_again_later() {
    let house = House::on_sqlite().await;
    let (person, letters) = forgetful(&house).await;
    let file = tempfile::NamedTempFile::new().unwrap();
    let nowhere = service::MailTransport::Folder(file.path().join("letters"));
    let mailer = service::Mailer::new("Palier <palier@client.example>", nowhere).unwrap();
    assert!(mailer.check().await.is_err());
    let broken = service::JobRunner::new(house.portal.clone(), mailer);
    ask(&house, &person.email).await;
    assert_eq!(broken.round().await.unwrap(), 1);
    assert_eq!(house.portal.store().read().jobs().counts().await.unwrap(), (1, 0));
    assert_eq!(letters.collect().await.len(), 0, "not yet");
    house.clock.advance_seconds(60);
    let link = letters.one().await.secret();
    house.portal.password_reset_owner(&link).await.unwrap();
    // Given up after eight tries.
    ask(&house, &person.email).await;
    for _ in 0..8 {
        assert_eq!(broken.round().await.unwrap(), 1);
        house.clock.advance_seconds(10_000);
    }
    assert_eq!(broken.round().await.unwrap(), 0);
    assert_eq!(house.portal.store().read().jobs().counts().await.unwrap(), (0, 1));
    let system_of_another_language = Actor::system(Locale::En);
    assert_eq!(house.portal.home(&system_of_another_language).await.unwrap().jobs, Some((0, 1)));
}
