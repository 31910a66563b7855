//! Every component in every state, in demo mode.

use leptos::either::Either;
use leptos::prelude::*;
use ui::gallery::Gallery;
use ui::{Extent, NotFoundPanel, Page, t, view};

use crate::me::use_session;

/// Every component in every state.
#[component]
pub fn GalleryPage() -> impl IntoView {
    if use_session().is_demo {
        return Either::Left(view! { <Gallery /> });
    }
    #[cfg(feature = "ssr")]
    if let Some(response) = use_context::<leptos_axum::ResponseOptions>() {
        response.set_status(http::StatusCode::NOT_FOUND);
    }
    Either::Right(view! {
        <Page title=t().not_found_title()>
            <NotFoundPanel extent=Extent::Page />
        </Page>
    })
}
