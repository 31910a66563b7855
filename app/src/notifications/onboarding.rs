//! What joiners read before their first contact.

use leptos::prelude::*;
use ui::{Crumb, Page, t, view};

use super::api::ReadOnboarding;
use crate::ask;
use crate::done::Done;
use crate::live::again_on;
use crate::written::arriving;

/// What the reader has to read before their first contact.
#[component]
pub fn OnboardingPage() -> impl IntoView {
    let t = t();
    let first = again_on(ask::load_shown(|| ReadOnboarding {}), &["article."]);
    view! {
        <Page title=t.onboarding() lead=t.onboarding_lead() breadcrumbs=vec![Crumb::link(t.home(), "/")]>
            <Done words=vec![
                ("acknowledged", t.onboarding_acknowledged().to_owned()),
                ("replaced", t.onboarding_replaced().to_owned()),
            ] />
            {arriving(first)}
        </Page>
    }
}
