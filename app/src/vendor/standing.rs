//! Closing and opening again.

use domain::vendor::Standing;
use leptos::prelude::*;
use ui::{Badge, ButtonVariant, ConfirmButton, HiddenField, Tone, VersionField, t, view};

/// Whether a vendor, site or team is in use.
#[component]
pub fn StandingBadge(standing: Standing) -> impl IntoView {
    let tone = match standing {
        Standing::Active => Tone::Go,
        Standing::Closed => Tone::Neutral,
    };
    view! { <Badge label=t().standing_of(standing) tone /> }
}

/// Whether it can be closed or opened again: nothing is opened below something closed.
pub(super) fn may_change(standing: Standing, above: Standing) -> bool {
    standing == Standing::Active || above == Standing::Active
}

/// The words for closing something and for opening it again.
#[derive(Clone, Copy, Debug)]
pub struct StandingWords {
    /// The verb and the consequence of closing.
    pub close: (&'static str, &'static str),
    /// The verb and the consequence of opening again.
    pub reopen: (&'static str, &'static str),
}

/// The fields of a form that closes something or opens it again.
#[component]
pub fn StandingFields(id: String, version: i64, standing: Standing, words: StandingWords) -> impl IntoView {
    let (next, (label, consequence), variant) = match standing {
        Standing::Active => (Standing::Closed, words.close, ButtonVariant::Danger),
        Standing::Closed => (Standing::Active, words.reopen, ButtonVariant::Secondary),
    };
    view! {
        <HiddenField name="id" value=id />
        <VersionField version />
        <HiddenField name="standing" value=next.as_str() />
        <ConfirmButton id="standing-dialog" label consequence variant />
    }
}
