//! What the pages about people ask of the server. Each function only translates.

use domain::SessionId;
use domain::UserId;
use leptos::prelude::*;
use leptos::server_fn::codec::{GetUrl, Postcard};

use super::view::{DemoPerson, PeopleList, PersonChoices, PersonDetail, Preferences, SessionRow};
use crate::error::AppError;

#[cfg(feature = "ssr")]
use {
    super::view::PersonRow,
    crate::context::{Services, Visitor, asked, portal, principal},
    crate::moment::Moment,
    crate::routes::local_path,
    domain::people::{Role, UserState},
    service::{PersonView, Places, UserInput, UserQuery},
};

/// Signs in; answers where to go.
#[server(endpoint = "sign_in", output = Postcard)]
pub async fn sign_in(email: String, password: String, next: Option<String>) -> Result<String, AppError> {
    let services = expect_context::<Services>();
    let visitor = Visitor::current();
    let network = visitor.as_ref().and_then(|visitor| visitor.network);
    let device = visitor.map(|visitor| visitor.device).unwrap_or_default();
    let signed_in = services.portal.sign_in(service::SignIn { email, password, device, network }).await?;
    set_cookie(&services.cookies.session(&signed_in.secret));
    Ok(go_to(local_path(next.as_deref().unwrap_or("/"))))
}

/// Signs out.
#[server(endpoint = "sign_out", output = Postcard)]
pub async fn sign_out() -> Result<String, AppError> {
    let services = expect_context::<Services>();
    if let Some(principal) = Visitor::current().and_then(|visitor| visitor.principal) {
        services.portal.sign_out(&principal.actor).await?;
    }
    set_cookie(&services.cookies.clear());
    Ok(go_to("/sign-in"))
}

/// As whom one can look around.
#[server(name = ReadDemoPeople, endpoint = "demo_people", input = GetUrl, output = Postcard)]
pub async fn demo_people() -> Result<Option<(Vec<DemoPerson>, String)>, AppError> {
    let Some(demo) = expect_context::<Services>().demo else { return Ok(None) };
    let locale = crate::context::words().locale();
    let people = demo.accounts.iter().map(|account| {
        let [fr, en] = account.about.clone();
        DemoPerson {
            email: account.email.clone(),
            name: account.name.clone(),
            role: account.role,
            vendor: account.vendor.clone(),
            about: if locale == domain::Locale::Fr { fr } else { en },
        }
    });
    Ok(Some((people.collect(), demo.password.clone())))
}

/// Mails a link to somebody who forgot their password.
#[server(endpoint = "ask_password_reset", output = Postcard)]
pub async fn ask_password_reset(email: String) -> Result<(), AppError> {
    let network = Visitor::current().and_then(|visitor| visitor.network);
    portal().ask_password_reset(service::PasswordResetAsk { email, network }).await?;
    leptos_axum::redirect("/password/forgot?done=sent");
    Ok(())
}

/// Whose password a link sets.
#[server(name = ReadPasswordResetOwner, endpoint = "password_reset_owner", output = Postcard)]
pub async fn password_reset_owner(secret: String) -> Result<String, AppError> {
    Ok(portal().password_reset_owner(&secret).await?.email.to_string())
}

/// Sets a password through a link.
#[server(endpoint = "reset_password", output = Postcard)]
pub async fn reset_password(secret: String, new: String, again: String) -> Result<(), AppError> {
    portal().reset_password(&secret, &new, &again).await?;
    leptos_axum::redirect("/sign-in?done=reset");
    Ok(())
}

/// Changes one's own password.
#[server(endpoint = "change_password", output = Postcard)]
pub async fn change_password(current: String, new: String, again: String) -> Result<(), AppError> {
    let (portal, actor) = asked()?;
    portal.change_password(&actor, service::PasswordChange { current, new, again }).await?;
    leptos_axum::redirect("/profile/password?done=changed");
    Ok(())
}

/// One's own preferences.
#[server(name = ReadPreferences, endpoint = "preferences", input = GetUrl, output = Postcard)]
pub async fn preferences() -> Result<Preferences, AppError> {
    let me = principal()?;
    Ok(Preferences {
        email: me.user.email.to_string(),
        time_zone: me.time_zone().as_str().to_owned(),
        zones: service::time_zones().to_vec(),
        mail: portal().mail_setting(&me.actor).await?,
    })
}

/// Sets which letters one wants.
#[server(endpoint = "set_mail_setting", output = Postcard)]
pub async fn set_mail_setting(mail: String, hour: String) -> Result<(), AppError> {
    let (portal, actor) = asked()?;
    portal.set_mail_setting(&actor, service::MailSettingInput { mail, hour }).await?;
    leptos_axum::redirect("/profile?done=mail");
    Ok(())
}

/// Sets one's own preferences; answers where to go.
#[server(endpoint = "set_preferences", output = Postcard)]
pub async fn set_preferences(locale: String, time_zone: String, theme: String) -> Result<String, AppError> {
    let (portal, actor) = asked()?;
    portal.set_preferences(&actor, service::PreferencesInput { locale, time_zone, theme }).await?;
    Ok(go_to("/profile?done=saved"))
}

/// One's own sessions.
#[server(name = ReadMySessions, endpoint = "my_sessions", input = GetUrl, output = Postcard)]
pub async fn my_sessions() -> Result<Vec<SessionRow>, AppError> {
    let me = principal()?;
    let sessions = portal().my_sessions(&me.actor).await?;
    let row = |view: service::SessionView| SessionRow {
        id: view.session.id,
        device: view.session.device,
        began: Moment::of(view.session.created_at, &me),
        last_seen: Moment::of(view.session.last_seen_at, &me),
        is_current: view.is_current,
    };
    Ok(sessions.into_iter().map(row).collect())
}

/// Ends one of one's own sessions.
#[server(endpoint = "end_session", output = Postcard)]
pub async fn end_session(session: SessionId) -> Result<(), AppError> {
    let (portal, actor) = asked()?;
    portal.revoke_session(&actor, session).await?;
    leptos_axum::redirect("/profile/sessions?done=ended");
    Ok(())
}

/// Ends all of one's own sessions but this one; how many.
#[server(endpoint = "end_other_sessions", output = Postcard)]
pub async fn end_other_sessions() -> Result<(), AppError> {
    let (portal, actor) = asked()?;
    let count = portal.revoke_other_sessions(&actor).await?;
    leptos_axum::redirect(&format!("/profile/sessions?done=others&count={count}"));
    Ok(())
}

/// What a list of people is asked for, as it stands in the address.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct PeopleAsk {
    /// Part of a name or address.
    pub text: String,
    /// A role.
    pub role: String,
    /// A vendor.
    pub vendor: String,
    /// A state.
    pub state: String,
    /// In what order: `name`, `-name`, `since`, `-since`.
    pub sort: String,
    /// Behind this person.
    pub after: String,
    /// In front of this person.
    pub before: String,
}

/// A page of people.
#[server(name = ReadPeople, endpoint = "people", input = GetUrl, output = Postcard)]
pub async fn people(ask: PeopleAsk) -> Result<PeopleList, AppError> {
    let me = principal()?;
    let portal = portal();
    let (page, total) = portal.users(&me.actor, query_of(&ask)).await?;
    let places = portal.places(&me.actor).await?;
    let rows: Vec<_> = page.rows.into_iter().map(|person| person_row(person, &places)).collect();
    let has_pseudonyms = rows.iter().any(|row| row.email.is_none());
    let vendors = if me.actor.scope().vendor().is_none() { places.vendors() } else { Vec::new() };
    Ok(PeopleList { rows, total, previous: page.previous, next: page.next, vendors, has_pseudonyms })
}

/// One person.
#[server(name = ReadPerson, endpoint = "person", input = GetUrl, output = Postcard)]
pub async fn person(id: String) -> Result<PersonDetail, AppError> {
    let me = principal()?;
    let portal = portal();
    let view = portal.user(&me.actor, parse_id(&id)?).await?;
    let places = portal.places(&me.actor).await?;
    let is_manageable = me.user.role.may_manage().contains(&view.user.role);
    let user = view.user.clone();
    Ok(PersonDetail {
        pseudonym: user.pseudonym,
        locale: user.locale,
        time_zone: user.time_zone.as_str().to_owned(),
        since: Moment::of(user.created_at, &me),
        is_manageable,
        version: user.version,
        vendor: user.place.vendor,
        team: user.place.team,
        row: person_row(view, &places),
    })
}

/// What a form about a person offers.
#[server(name = ReadPersonChoices, endpoint = "person_choices", input = GetUrl, output = Postcard)]
pub async fn person_choices() -> Result<PersonChoices, AppError> {
    let me = principal()?;
    if !me.actor.may(domain::Permission::WriteUsers) {
        return Err(service::Error::Forbidden.into());
    }
    let places = portal().places(&me.actor).await?;
    let is_client_side = me.actor.scope().vendor().is_none();
    Ok(PersonChoices {
        roles: me.user.role.may_manage().to_vec(),
        vendors: if is_client_side { places.vendors() } else { Vec::new() },
        teams: places.teams(&me.actor),
        zones: service::time_zones().to_vec(),
        zone: me.time_zone().as_str().to_owned(),
    })
}

/// One person and what the form about them offers.
#[server(name = ReadPersonToEdit, endpoint = "person_to_edit", input = GetUrl, output = Postcard)]
pub async fn person_to_edit(id: String) -> Result<(PersonDetail, PersonChoices), AppError> {
    let choices = person_choices().await?;
    Ok((person(id).await?, choices))
}

/// Adds a person.
#[server(endpoint = "create_person", output = Postcard)]
pub async fn create_person(
    email: String,
    name: String,
    role: String,
    #[server(default)] vendor: String,
    #[server(default)] team: String,
    locale: String,
    time_zone: String,
) -> Result<(), AppError> {
    let (portal, actor) = asked()?;
    let input = UserInput { email, name, role, vendor, team, locale, time_zone };
    let id = portal.create_user(&actor, input).await?;
    leptos_axum::redirect(&format!("/people/{id}?done=added"));
    Ok(())
}

/// Changes a person.
#[server(endpoint = "update_person", output = Postcard)]
pub async fn update_person(
    id: UserId,
    version: i64,
    email: String,
    name: String,
    role: String,
    #[server(default)] vendor: String,
    #[server(default)] team: String,
    locale: String,
    time_zone: String,
) -> Result<(), AppError> {
    let (portal, actor) = asked()?;
    let input = UserInput { email, name, role, vendor, team, locale, time_zone };
    portal.update_user(&actor, id, version, input).await?;
    leptos_axum::redirect(&format!("/people/{id}?done=changed"));
    Ok(())
}

/// Deactivates a person, or lets them in again.
#[server(endpoint = "set_person_state", output = Postcard)]
pub async fn set_person_state(id: UserId, version: i64, state: String) -> Result<(), AppError> {
    let (portal, actor) = asked()?;
    let Some(state) = UserState::parse(&state) else {
        return Err(AppError::new(crate::error::Refusal::Invalid));
    };
    portal.set_user_state(&actor, id, version, state).await?;
    let done = if state == UserState::Active { "reactivated" } else { "deactivated" };
    leptos_axum::redirect(&format!("/people/{id}?done={done}"));
    Ok(())
}

/// Mails a person a new link to set their password.
#[server(endpoint = "invite_person", output = Postcard)]
pub async fn invite_person(id: UserId) -> Result<(), AppError> {
    let (portal, actor) = asked()?;
    portal.invite_user(&actor, id).await?;
    leptos_axum::redirect(&format!("/people/{id}?done=invited"));
    Ok(())
}

#[cfg(feature = "ssr")]
pub(crate) fn parse_id<T: std::str::FromStr>(text: &str) -> Result<T, AppError> {
    text.parse().map_err(|_| service::Error::NotFound.into())
}

#[cfg(feature = "ssr")]
pub(crate) fn parse_slug(text: &str) -> Result<domain::Slug, AppError> {
    domain::Slug::parse(text).map_err(|_| service::Error::NotFound.into())
}

/// Where to go next: a plain form post is sent there at once, a script is told.
#[cfg(feature = "ssr")]
fn go_to(path: &str) -> String {
    if crate::context::is_plain() {
        leptos_axum::redirect(path);
    }
    path.to_owned()
}

#[cfg(feature = "ssr")]
fn set_cookie(cookie: &str) {
    use http::{HeaderValue, header::SET_COOKIE};
    if let (Some(response), Ok(value)) =
        (use_context::<leptos_axum::ResponseOptions>(), HeaderValue::from_str(cookie))
    {
        response.append_header(SET_COOKIE, value);
    }
}

/// How many people stand on a page.
#[cfg(feature = "ssr")]
const PAGE: usize = 25;

#[cfg(feature = "ssr")]
fn query_of(ask: &PeopleAsk) -> UserQuery {
    use service::{Cursor, UserFilter, UserOrder};
    let cursor = match (ask.after.parse(), ask.before.parse()) {
        (Ok(id), _) => Cursor::After(id),
        (_, Ok(id)) => Cursor::Before(id),
        _ => Cursor::Start,
    };
    UserQuery {
        filter: UserFilter {
            text: ask.text.chars().take(200).collect(),
            role: Role::parse(&ask.role),
            vendor: ask.vendor.parse().ok(),
            state: UserState::parse(&ask.state),
            ..UserFilter::default()
        },
        order: match ask.sort.as_str() {
            "-name" => UserOrder::NameDescending,
            "since" => UserOrder::Oldest,
            "-since" => UserOrder::Newest,
            _ => UserOrder::Name,
        },
        cursor,
        limit: PAGE,
    }
}

#[cfg(feature = "ssr")]
pub(crate) fn person_row(view: PersonView, places: &Places) -> PersonRow {
    let PersonView { user, shown_name, shown_email } = view;
    PersonRow {
        id: user.id,
        name: shown_name,
        email: shown_email,
        role: user.role,
        place: places.name(user.place),
        state: user.state,
        has_password: user.has_password,
    }
}
