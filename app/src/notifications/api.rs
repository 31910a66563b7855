//! What these pages ask of the server. Their parts have no controls but plain forms, so the server writes them.

use leptos::prelude::*;
use leptos::server_fn::codec::{GetUrl, Postcard};

use crate::error::AppError;
use crate::written::Part;

#[cfg(feature = "ssr")]
use {
    super::written,
    crate::context::{asked, portal, principal},
    crate::people::parse_id,
    domain::Locale,
};

/// What the reader was told.
#[server(name = ReadNotifications, endpoint = "notifications", input = GetUrl, output = Postcard)]
pub async fn notifications() -> Result<Part, AppError> {
    let me = principal()?;
    let portal = portal();
    let told = portal.notifications(&me.actor).await?;
    let unread = portal.count_unread_notifications(&me.actor).await?;
    Ok(Part::of(|| written::told(told, unread, &me)))
}

/// Notes that the reader has read everything that they were told.
#[server(endpoint = "mark_notifications_read", output = Postcard)]
pub async fn mark_notifications_read() -> Result<(), AppError> {
    let (portal, actor) = asked()?;
    portal.mark_all_read(&actor).await?;
    leptos_axum::redirect("/notifications?done=read");
    Ok(())
}

/// What the reader has to read before their first contact.
#[server(name = ReadOnboarding, endpoint = "onboarding", input = GetUrl, output = Postcard)]
pub async fn onboarding() -> Result<Part, AppError> {
    let me = principal()?;
    let first = portal().to_read_first(&me.actor).await?;
    Ok(Part::of(|| written::to_read(first, &me)))
}

/// Notes that the reader has read an instruction that they were given to read, in the version that they were shown. When
/// another one is in effect by now, the page says so and shows that one.
#[server(endpoint = "acknowledge_onboarding", output = Postcard)]
pub async fn acknowledge_onboarding(
    article: String,
    language: String,
    version: String,
) -> Result<(), AppError> {
    let (portal, actor) = asked()?;
    let locale = Locale::parse(&language).unwrap_or(actor.locale);
    let (article, shown) = (parse_id(&article)?, parse_id(&version)?);
    match portal.acknowledge_first(&actor, article, locale, shown).await {
        Err(service::Error::Stale) => leptos_axum::redirect("/onboarding?done=replaced"),
        noted => {
            noted?;
            leptos_axum::redirect("/onboarding?done=acknowledged");
        }
    }
    Ok(())
}
