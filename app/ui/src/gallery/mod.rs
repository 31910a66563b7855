//! Every component in every state, with samples from the demo programme.

mod actions;
mod data;
mod forms;
mod identity;
mod moving;
mod reading;
mod search;
mod states;

use leptos::prelude::*;

use crate::{Page, Text, t, view};

pub use moving::{GalleryNav, GalleryUser};

/// The design system on one page.
#[component]
pub fn Gallery() -> impl IntoView {
    let t = t();
    view! {
        <Page title=t.gallery_title() lead=t.gallery_lead()>
            <actions::Actions />
            <forms::Forms />
            <states::States />
            <data::Data />
            <moving::Moving />
            <reading::Reading />
            <search::Search />
            <identity::Identity />
        </Page>
    }
}

/// One component in some of its states, under its name.
#[component]
fn Sample(#[prop(into)] name: Text, children: Children) -> impl IntoView {
    view! {
        <div class="sample">
            <h3 class="sample__name">{name}</h3>
            {children()}
        </div>
    }
}
