//! Pages that not everybody is offered.

use domain::Permission;
use leptos::prelude::*;
use ui::{Extent, ForbiddenPanel, Page, t, view};

use crate::me::may;

/// A page for those who have a permission; the others read that it is not theirs. Use it where the page asks
/// the server for nothing that would be refused: an empty form, or a form about what one may only read.
#[component]
pub fn Permitted(
    /// What it takes.
    permission: Permission,
    /// The page.
    children: Children,
) -> impl IntoView {
    if may(permission) {
        return children();
    }
    #[cfg(feature = "ssr")]
    if let Some(response) = use_context::<leptos_axum::ResponseOptions>() {
        response.set_status(http::StatusCode::FORBIDDEN);
    }
    view! {
        <Page title=t().ui_forbidden_title()>
            <ForbiddenPanel extent=Extent::Page />
        </Page>
    }
}
