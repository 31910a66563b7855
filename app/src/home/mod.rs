//! The page that people see first: what concerns them, in the order in which it does.

#[cfg(feature = "ssr")]
mod followed;
#[cfg(feature = "ssr")]
mod sections;
#[cfg(feature = "ssr")]
mod tasks;

use leptos::prelude::*;
use leptos::server_fn::codec::{GetUrl, Postcard};
use ui::{Page, t, view};

use crate::ask;
use crate::error::AppError;
use crate::live::again_on;
use crate::me::{Me, use_session};
use crate::written::{Part, arriving};

/// What the first page shows.
#[server(name = ReadHome, endpoint = "home", input = GetUrl, output = Postcard)]
pub async fn home() -> Result<Part, AppError> {
    let me = crate::context::principal()?;
    let home = crate::context::portal().home(&me.actor).await?;
    Ok(Part::of(|| sections::sections(home, &me)))
}

/// The page that people see first.
#[component]
pub fn HomePage() -> impl IntoView {
    let content = again_on(ask::load_shown(|| ReadHome {}), &["broadcast.", "article.", "flag."]);
    let me = use_session().me;
    let name = me.as_ref().map(|me| me.name.clone()).unwrap_or_default();
    let lead = me.map(lead);
    view! {
        <Page title=t().home_hello(&name) lead=lead.unwrap_or_default()>
            {arriving(content)}
        </Page>
    }
}

fn lead(me: Me) -> String {
    let place = me.vendor.or(me.client).unwrap_or_default();
    format!("{} · {place}", t().role(me.role))
}
