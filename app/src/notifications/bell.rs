//! What says on every page that there is something unread.

use leptos::prelude::*;
use leptos::server_fn::codec::{GetUrl, Postcard};

use crate::ask;
use crate::error::AppError;
use crate::live::again_on;
use crate::written::{Part, arriving_quietly};

/// How much the reader was told and has not read: a link to it, or nothing.
#[server(name = ReadUnread, endpoint = "unread", input = GetUrl, output = Postcard)]
pub async fn unread() -> Result<Part, AppError> {
    let me = crate::context::principal()?;
    let unread = crate::context::portal().count_unread_notifications(&me.actor).await?;
    Ok(Part::of(|| super::written::bell(unread)))
}

/// How much is unread; it follows what happens.
#[component]
pub(crate) fn Bell() -> impl IntoView {
    arriving_quietly(again_on(ask::load_shown(|| ReadUnread {}), super::KINDS))
}
