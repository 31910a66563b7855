//! `POST /preferences/language` and `…/theme`: work before and after signing in, and without scripts.

use app::{Visitor, local_path};
use axum::extract::State;
use axum::extract::rejection::FormRejection;
use axum::response::{IntoResponse, Redirect, Response};
use axum::{Extension, Form};
use domain::people::Theme;
use domain::{ErrorKind, Locale};
use http::header::SET_COOKIE;
use serde::Deserialize;
use service::{PreferencesInput, Principal};

use super::asker::Asker;
use super::problem::refusal_of;
use super::refusal::Refusal;
use super::{Web, cookies};

/// What the forms send.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Choice {
    locale: String,
    theme: String,
    next: String,
}

/// Changes the language.
pub(super) async fn language(
    State(web): State<Web>,
    Extension(visitor): Extension<Visitor>,
    Extension(asker): Extension<Asker>,
    form: Result<Form<Choice>, FormRejection>,
) -> Response {
    let Ok(Form(choice)) = form else { return asker.refuse(Refusal::Unreadable) };
    let Some(locale) = Locale::parse(&choice.locale) else { return asker.refuse(ErrorKind::Invalid.into()) };
    let word = locale.as_str();
    let set = |input: &mut PreferencesInput| word.clone_into(&mut input.locale);
    keep(&web, &visitor, &asker, (cookies::LOCALE, word), set, &choice.next).await
}

/// Changes the colours.
pub(super) async fn theme(
    State(web): State<Web>,
    Extension(visitor): Extension<Visitor>,
    Extension(asker): Extension<Asker>,
    form: Result<Form<Choice>, FormRejection>,
) -> Response {
    let Ok(Form(choice)) = form else { return asker.refuse(Refusal::Unreadable) };
    let Some(theme) = Theme::parse(&choice.theme) else { return asker.refuse(ErrorKind::Invalid.into()) };
    let word = theme.as_str();
    let set = |input: &mut PreferencesInput| word.clone_into(&mut input.theme);
    keep(&web, &visitor, &asker, (cookies::THEME, word), set, &choice.next).await
}

/// Keeps a choice with the person, and in the browser for the pages before signing in; then goes back.
async fn keep(
    web: &Web,
    visitor: &Visitor,
    asker: &Asker,
    (cookie, word): (&str, &str),
    set: impl FnOnce(&mut PreferencesInput),
    next: &str,
) -> Response {
    if let Some(principal) = &visitor.principal {
        let mut input = preferences_of(principal);
        set(&mut input);
        if let Err(error) = web.portal().set_preferences(&principal.actor, input).await {
            return asker.refuse(refusal_of(&error, &asker.reference));
        }
    }
    let mut response = Redirect::to(local_path(next)).into_response();
    if let Some(value) = cookies::choice(cookie, word, web.services().cookies.is_secure) {
        response.headers_mut().append(SET_COOKIE, value);
    }
    response
}

fn preferences_of(principal: &Principal) -> PreferencesInput {
    PreferencesInput {
        locale: principal.locale().as_str().to_owned(),
        time_zone: principal.time_zone().as_str().to_owned(),
        theme: principal.theme().as_str().to_owned(),
    }
}
