//! What the reader flagged, and what became of it.

use domain::Permission;
use leptos::prelude::*;
use ui::{Page, t, view};

use super::api::ReadMyFlags;
use crate::ask;
use crate::live::again_on;
use crate::me::use_session;
use crate::written::arriving;

/// What the reader flagged; for those who follow people of a vendor, what these flagged as well.
#[component]
pub fn MyFlagsPage() -> impl IntoView {
    let t = t();
    let mine = again_on(ask::load_shown(|| ReadMyFlags {}), &["flag."]);
    let follows = use_session().me.is_some_and(|me| me.vendor.is_some() && me.may(Permission::ReadUsers));
    let lead = if follows { t.flags_vendor_lead() } else { t.flags_mine_lead() };
    view! {
        <Page title=t.flags_mine() lead>
            {arriving(mine)}
        </Page>
    }
}
