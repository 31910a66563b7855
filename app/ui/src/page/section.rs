//! A part of a page with its own heading.

use leptos::{either::Either, prelude::*};

use crate::{Text, view};

/// A part of a page under a heading.
#[component]
pub fn Section(
    /// The heading.
    #[prop(into)]
    title: Text,
    /// Its level.
    #[prop(optional)]
    level: HeadingLevel,
    /// The id of the heading, to link to it.
    #[prop(optional, into)]
    id: Option<Text>,
    /// What the section is about, in a sentence.
    #[prop(optional, into)]
    lead: Option<Text>,
    /// Actions beside the heading.
    #[prop(optional, into)]
    actions: Option<ViewFnOnce>,
    /// The content.
    children: Children,
) -> impl IntoView {
    let heading = match level {
        HeadingLevel::Two => Either::Left(view! { <h2 class="section__title" id=id>{title}</h2> }),
        HeadingLevel::Three => Either::Right(view! { <h3 class="section__title" id=id>{title}</h3> }),
    };
    view! {
        <section class="section">
            <div class="section__heading">
                {heading}
                {actions.map(|actions| view! { <div class="section__actions">{actions.run()}</div> })}
            </div>
            {lead.map(|lead| view! { <p class="section__lead">{lead}</p> })}
            {children()}
        </section>
    }
}

/// The level of a heading below the title of the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum HeadingLevel {
    /// Directly below the title.
    #[default]
    Two,
    /// Below a section.
    Three,
}
