//! Something that stands by itself.

use leptos::{either::Either, prelude::*};

use crate::{HeadingLevel, Text, view};

/// A box around something that stands by itself.
#[component]
pub fn Card(
    /// Its heading.
    #[prop(optional, into)]
    title: Option<Text>,
    /// The level of the heading.
    #[prop(optional)]
    level: HeadingLevel,
    /// Makes the heading a link that the whole card answers to.
    #[prop(optional, into)]
    href: Option<Text>,
    /// Actions at its foot.
    #[prop(optional, into)]
    actions: Option<ViewFnOnce>,
    /// The content.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let class = if href.is_some() { "card card--link" } else { "card" };
    let heading = title.map(|title| {
        let title = match href {
            Some(href) => Either::Left(view! { <a class="card__link" href=href>{title}</a> }),
            None => Either::Right(title),
        };
        match level {
            HeadingLevel::Two => Either::Left(view! { <h2 class="card__title">{title}</h2> }),
            HeadingLevel::Three => Either::Right(view! { <h3 class="card__title">{title}</h3> }),
        }
    });
    view! {
        <div class=class>
            {heading}
            {children.map(|children| view! { <div class="card__body">{children()}</div> })}
            {actions.map(|actions| view! { <div class="card__actions">{actions.run()}</div> })}
        </div>
    }
}
