//! What the reader was told.

use leptos::prelude::*;
use ui::{Crumb, Page, t, view};

use super::api::ReadNotifications;
use crate::ask;
use crate::done::Done;
use crate::live::again_on;
use crate::written::arriving;

/// What the reader was told, what they have not read first; it follows what happens.
#[component]
pub fn NotificationsPage() -> impl IntoView {
    let t = t();
    let told = again_on(ask::load_shown(|| ReadNotifications {}), super::KINDS);
    view! {
        <Page
            title=t.notifications()
            lead=t.notifications_lead()
            breadcrumbs=vec![Crumb::link(t.home(), "/")]
        >
            <Done words=vec![("read", t.notifications_marked().to_owned())] />
            {arriving(told)}
        </Page>
    }
}
