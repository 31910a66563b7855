//! The flags, for those who judge them.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use ui::{Page, t, view};

use super::api::ReadFlags;
use crate::ask;
use crate::done::Done;
use crate::live::again_on;
use crate::written::arriving;

/// The flags, for those who judge them.
#[component]
pub fn FlagsPage() -> impl IntoView {
    let t = t();
    let query = use_query_map();
    let flags = ask::load_shown(move || ReadFlags {
        show: query.with(|query| query.get("show")).unwrap_or_default(),
    });
    let flags = again_on(flags, &["flag."]);
    let words = vec![
        ("accepted", t.flag_done_accepted().to_owned()),
        ("declined", t.flag_done_declined().to_owned()),
    ];
    view! {
        <Page title=t.flags() lead=t.flags_lead()>
            <Done words />
            {arriving(flags)}
        </Page>
    }
}
