//! Changing one's own password.

use domain::people::Role;
use domain::{Actor, Reason};
use service::{PasswordChange, PasswordResetAsk, PreferencesInput};

use crate::common::{House, Letters, OTHER_PASSWORD, PASSWORD, check_error, check_field, fields, system};

fn change(current: &str, new: &str, again: &str) -> PasswordChange {
    PasswordChange { current: current.to_owned(), new: new.to_owned(), again: again.to_owned() }
}

async fn check(house: &House, actor: &Actor, change: PasswordChange, field: &str, reason: Reason) {
    let (events, outcome) = house.recorded(house.portal.change_password(actor, change)).await;
    check_field(outcome, field, reason);
    assert_eq!(events, []);
}

#[tokio::test]
async fn a_bad_password_is_refused_with_its_reason() {
    let house = House::on_sqlite().await;
    let actor = house.actor(&house.person("Amélie Roux", Role::Manager, None).await).await;
    for (new, reason) in [
        ("", Reason::Missing),
        ("onze carac.", Reason::TooShort(12)),
        (&"x y".repeat(67), Reason::TooLong(200)),
        ("aaaaaaaaaaaaaaa", Reason::TooCommon),
        ("Motdepasse2026!", Reason::TooCommon),
        ("Amelie-2026!!", Reason::ContainsIdentity),
    ] {
        check(&house, &actor, change(PASSWORD, new, new), "new", reason).await;
    }
    check(&house, &actor, change(PASSWORD, OTHER_PASSWORD, "other"), "again", Reason::DoesNotMatch).await;
    check(&house, &actor, change(PASSWORD, PASSWORD, PASSWORD), "new", Reason::SameAsBefore).await;
    let wrong = change("wrong", OTHER_PASSWORD, OTHER_PASSWORD);
    check(&house, &actor, wrong, "current", Reason::WrongPassword).await;
    let all = fields(house.portal.change_password(&actor, change(PASSWORD, "short", "other")).await);
    assert_eq!(all, [("new".to_owned(), Reason::TooShort(12)), ("again".to_owned(), Reason::DoesNotMatch)]);
}

#[tokio::test]
async fn the_present_password_cannot_be_guessed_in_a_stolen_session() {
    let house = House::on_sqlite().await;
    let actor = house.actor(&house.person("Ana", Role::Manager, None).await).await;
    for _ in 0..10 {
        let guess = house.portal.change_password(&actor, change("guess", OTHER_PASSWORD, OTHER_PASSWORD));
        check_field(guess.await, "current", Reason::WrongPassword);
    }
    let guess = house.portal.change_password(&actor, change(PASSWORD, OTHER_PASSWORD, OTHER_PASSWORD));
    check_error!(guess.await, TooMany(_));
}

store::on_both_engines! {
    async fn a_new_password_ends_the_other_sessions_and_voids_mailed_links(database) {
        let house = House::new(database).await;
        let letters = Letters::of(&house);
        let person = house.person("Ana", Role::Manager, None).await;
        let (here, there) = (house.sign_in(&person).await, house.sign_in(&person).await);
        assert!(house.whose(&there).await.is_some());
        letters.empty().await;
        let ask = PasswordResetAsk { email: person.email.clone(), network: None };
        house.portal.ask_password_reset(ask).await.unwrap();
        let link = letters.one().await.secret();
        house.portal.password_reset_owner(&link).await.unwrap();

        let actor = house.whose(&here).await.unwrap();
        let done = change(PASSWORD, OTHER_PASSWORD, OTHER_PASSWORD);
        house.portal.change_password(&actor, done).await.unwrap();

        assert!(house.whose(&here).await.is_some());
        assert!(house.whose(&there).await.is_none());
        check_error!(house.portal.password_reset_owner(&link).await, BadLink);
        check_error!(house.try_sign_in(&person.email, PASSWORD).await, BadCredentials);
        house.try_sign_in(&person.email, OTHER_PASSWORD).await.unwrap();
    }
}

#[tokio::test]
async fn whoever_signs_in_with_the_old_password_while_it_changes_is_not_let_in() {
    let house = House::on_sqlite().await;
    let person = house.person("Ana", Role::Manager, None).await;
    let actor = house.actor(&person).await;
    let done = change(PASSWORD, OTHER_PASSWORD, OTHER_PASSWORD);
    let (changed, signed_in) =
        tokio::join!(house.portal.change_password(&actor, done), house.try_sign_in(&person.email, PASSWORD));
    changed.unwrap();
    if let Ok(secret) = signed_in {
        assert!(house.whose(&secret).await.is_none());
    }
}

#[tokio::test]
async fn the_command_line_has_no_password() {
    let house = House::on_sqlite().await;
    let done = change(PASSWORD, OTHER_PASSWORD, OTHER_PASSWORD);
    check_error!(house.portal.change_password(&system(), done).await, Unauthenticated);
}

#[tokio::test]
async fn preferences_are_checked_and_seen_at_once() {
    let house = House::on_sqlite().await;
    let person = house.person("Ana", Role::Manager, None).await;
    let secret = house.sign_in(&person).await;
    let actor = house.whose(&secret).await.unwrap();
    let input = |locale: &str, time_zone: &str, theme: &str| PreferencesInput {
        locale: locale.to_owned(),
        time_zone: time_zone.to_owned(),
        theme: theme.to_owned(),
    };
    let wrong = fields(house.portal.set_preferences(&actor, input("de", "Mars/Olympus", "pink")).await);
    assert_eq!(
        wrong,
        [
            ("locale".to_owned(), Reason::NotAChoice),
            ("time_zone".to_owned(), Reason::NotATimeZone),
            ("theme".to_owned(), Reason::NotAChoice),
        ]
    );
    house.portal.set_preferences(&actor, input("en", "Indian/Antananarivo", "dark")).await.unwrap();
    let principal = house.portal.principal(&secret).await.unwrap().unwrap();
    assert_eq!(principal.locale(), domain::Locale::En);
    assert_eq!(principal.time_zone().as_str(), "Indian/Antananarivo");
    assert_eq!(principal.theme(), domain::people::Theme::Dark);
    assert_eq!(principal.actor.locale, domain::Locale::En);
}
