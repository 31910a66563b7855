//! What the pages about flags ask of the server.

use domain::Locale;
use domain::knowledge::FlagState;
use leptos::prelude::*;
use leptos::server_fn::codec::{GetUrl, Postcard};
use serde::{Deserialize, Serialize};

use crate::ask::InPage;
use crate::error::AppError;
use crate::written::Part;

#[cfg(feature = "ssr")]
use {
    super::shown,
    crate::context::{asked, portal, principal},
    crate::people::{parse_id, parse_slug},
    service::{FlagDecision, FlagInput, FlagShelf},
};

/// A version of which a passage can be flagged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FlagForm {
    /// The space: its slug and name.
    pub space: (String, String),
    /// The article's place in addresses.
    pub slug: String,
    /// The title of the version.
    pub title: String,
    /// Its language.
    pub locale: Locale,
    /// Its number.
    pub number: i64,
}

/// One flag, for those who judge it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FlagContent {
    /// Which.
    pub id: String,
    /// The title of what was flagged.
    pub title: String,
    /// Where it is in its life.
    pub state: FlagState,
    /// What was flagged, by whom, what was answered, and the way to mend what was accepted.
    pub facts: Part,
}

impl InPage for FlagContent {
    /// The facts stand in the page.
    fn in_page(&self) -> Self {
        Self { facts: Part::default(), ..self.clone() }
    }
}

/// What the form about a version asks for; without a number, the version in effect.
#[server(name = ReadFlagForm, endpoint = "flag_form", input = GetUrl, output = Postcard)]
pub async fn flag_form(
    space: String,
    slug: String,
    language: String,
    version: String,
) -> Result<FlagForm, AppError> {
    let me = principal()?;
    let locale = Locale::parse(&language).unwrap_or(me.locale());
    let (space, slug) = (parse_slug(&space)?, parse_slug(&slug)?);
    let target = portal().flag_target(&me.actor, &space, &slug, locale, number_of(&version)).await?;
    let service::FlagTarget { space, article, version } = target;
    Ok(FlagForm {
        space: (space.slug.to_string(), space.name_in(me.locale()).to_owned()),
        slug: article.slug.to_string(),
        title: version.title,
        locale: version.locale,
        number: version.number,
    })
}

/// Flags a passage.
#[server(endpoint = "raise_flag", output = Postcard)]
pub async fn raise_flag(
    space: String,
    slug: String,
    language: String,
    version: String,
    #[server(default)] kind: String,
    passage: String,
    note: String,
) -> Result<(), AppError> {
    let (portal, actor) = asked()?;
    let locale = Locale::parse(&language).unwrap_or(actor.locale);
    let (space, slug, number) = (parse_slug(&space)?, parse_slug(&slug)?, number_of(&version));
    let input = FlagInput { kind, passage, note };
    portal.raise_flag(&actor, &space, &slug, locale, number, input).await?;
    let number = number.map(|number| number.to_string()).unwrap_or_default();
    let language = locale.as_str();
    leptos_axum::redirect(&format!(
        "/knowledge/{space}/{slug}/flag?language={language}&version={number}&done=raised"
    ));
    Ok(())
}

/// The flags, for those who judge them: `accepted`, `closed`, or anything else for those that are open.
#[server(name = ReadFlags, endpoint = "flags", input = GetUrl, output = Postcard)]
pub async fn flags(show: String) -> Result<Part, AppError> {
    let me = principal()?;
    let shelf = match show.as_str() {
        "accepted" => FlagShelf::Accepted,
        "closed" => FlagShelf::Closed,
        _ => FlagShelf::Open,
    };
    let list = portal().flags(&me.actor, shelf).await?;
    Ok(Part::of(|| shown::shelf(list, shelf, &me)))
}

/// One flag, for those who judge it.
#[server(name = ReadFlag, endpoint = "flag", input = GetUrl, output = Postcard)]
pub async fn flag(id: String) -> Result<FlagContent, AppError> {
    let me = principal()?;
    let view = portal().flag(&me.actor, parse_id(&id)?).await?;
    let title = view.place.as_ref().map(|place| place.title.clone());
    Ok(FlagContent {
        id: view.flag.id.to_string(),
        title: title.unwrap_or_else(|| crate::context::words().flag_no_place().to_owned()),
        state: view.flag.state,
        facts: Part::of(|| shown::judging(&view, &me)),
    })
}

/// Judges a flag: `accept` or `decline`, with an answer to whoever raised it.
#[server(endpoint = "decide_flag", output = Postcard)]
pub async fn decide_flag(
    id: String,
    #[server(default)] decision: String,
    #[server(default)] answer: String,
) -> Result<(), AppError> {
    use domain::{Fields, Reason};
    let (portal, actor) = asked()?;
    let mut fields = Fields::new();
    let unknown = if decision.is_empty() { Reason::Missing } else { Reason::NotAChoice };
    let decision = fields.read("decision", FlagDecision::parse(&decision).ok_or(unknown));
    let decision = fields.verdict(decision).map_err(service::Error::from)?;
    portal.decide_flag(&actor, parse_id(&id)?, decision, &answer).await?;
    leptos_axum::redirect(match decision {
        FlagDecision::Accept => "/flags?done=accepted",
        FlagDecision::Decline => "/flags?done=declined",
    });
    Ok(())
}

/// What the reader flagged, and what became of it.
#[server(name = ReadMyFlags, endpoint = "my_flags", input = GetUrl, output = Postcard)]
pub async fn my_flags() -> Result<Part, AppError> {
    let me = principal()?;
    let mine = portal().my_flags(&me.actor).await?;
    Ok(Part::of(|| shown::mine(mine, &me)))
}

/// The number of a version; none for the one in effect. No version has the number 0.
#[cfg(feature = "ssr")]
fn number_of(text: &str) -> Option<i64> {
    if text.is_empty() { None } else { Some(text.parse().unwrap_or(0)) }
}
