//! Refusals that take the place of content.

use leptos::{either::EitherOf4, prelude::*};

use crate::{
    ButtonVariant, Extent, FormProblem, Icon, IconName, LinkButton, ProblemKind, SignInAgainLink,
    StaircaseArt, t, view,
};

/// What could not be shown, why, and how to try again.
#[component]
pub fn ErrorPanel(
    /// What happened.
    problem: FormProblem,
    /// Loads again in place; without it the page is loaded again.
    #[prop(optional, into)]
    on_retry: Option<Callback<()>>,
) -> impl IntoView {
    let t = t();
    let FormProblem { kind: _, message, fields, reference } = problem;
    let faults: Vec<_> =
        fields.into_iter().map(|field| view! { <p class="panel__text">{field.message}</p> }).collect();
    let retry = move |event: leptos::ev::MouseEvent| {
        if let Some(on_retry) = on_retry {
            event.prevent_default();
            on_retry.run(());
        }
    };
    view! {
        <div class="panel tone-stop" role="alert">
            <Icon name=IconName::TriangleAlert />
            <p class="panel__title">{t.ui_error_title()}</p>
            <p class="panel__text">{message}</p>
            {faults}
            {reference.map(|code| view! { <p class="panel__reference">{t.ui_error_reference(&code)}</p> })}
            <a class="button button--secondary" href="" rel="external" on:click=retry>
                <Icon name=IconName::RotateCcw />
                <span class="button__label">{t.ui_retry()}</span>
            </a>
        </div>
    }
}

/// The person may not see this.
#[component]
pub fn ForbiddenPanel(
    /// Why, when more is known than that the role does not allow it.
    #[prop(optional, into)]
    text: Option<String>,
    /// Whether it is a part of the page or all of it; then the title of the page says the same as its own.
    #[prop(optional)]
    extent: Extent,
) -> impl IntoView {
    let t = t();
    let text = text.unwrap_or_else(|| t.ui_forbidden_text().to_owned());
    view! { <DeadEnd title=t.ui_forbidden_title() text extent /> }
}

/// There is nothing at this address, or nothing for this person.
#[component]
pub fn NotFoundPanel(
    /// Why, when more is known.
    #[prop(optional, into)]
    text: Option<String>,
    /// Whether it is a part of the page or all of it; then the title of the page says the same as its own.
    #[prop(optional)]
    extent: Extent,
) -> impl IntoView {
    let t = t();
    let text = text.unwrap_or_else(|| t.ui_not_found_text().to_owned());
    view! { <DeadEnd title=t.ui_not_found_title() text extent /> }
}

/// The panel that fits a refusal.
#[component]
pub fn ProblemPanel(
    /// What happened.
    problem: FormProblem,
    /// Loads again in place.
    #[prop(optional, into)]
    on_retry: Option<Callback<()>>,
    /// Whether it is a part of the page or all of it; then the title of the page says the same as its own.
    #[prop(optional)]
    extent: Extent,
) -> impl IntoView {
    match problem.kind {
        ProblemKind::Forbidden => {
            EitherOf4::A(view! { <ForbiddenPanel nostrip:text=some_text(problem.message) extent /> })
        }
        ProblemKind::NotFound => {
            EitherOf4::B(view! { <NotFoundPanel nostrip:text=some_text(problem.message) extent /> })
        }
        ProblemKind::SignedOut => EitherOf4::C(view! { <SignedOutPanel extent /> }),
        ProblemKind::Refused | ProblemKind::Failed => {
            EitherOf4::D(view! { <ErrorPanel problem nostrip:on_retry /> })
        }
    }
}

/// Nobody is signed in any more: a page was asked for after the session had ended.
#[component]
pub fn SignedOutPanel(
    /// Whether it is a part of the page or all of it; then the title of the page says the same as its own.
    #[prop(optional)]
    extent: Extent,
) -> impl IntoView {
    let t = t();
    view! {
        <div class="panel tone-wait" role="alert">
            <Icon name=IconName::Key />
            {extent.is_part().then(|| view! { <p class="panel__title">{t.ui_signed_out_title()}</p> })}
            <p class="panel__text">{t.ui_signed_out_text()}</p>
            <SignInAgainLink />
        </div>
    }
}

#[component]
fn DeadEnd(title: &'static str, text: String, extent: Extent) -> impl IntoView {
    view! {
        <div class="panel">
            <StaircaseArt />
            {extent.is_part().then(|| view! { <h2 class="panel__title">{title}</h2> })}
            <p class="panel__text">{text}</p>
            <LinkButton href="/" label=t().ui_go_home() variant=ButtonVariant::Secondary />
        </div>
    }
}

fn some_text(message: String) -> Option<String> {
    (!message.is_empty()).then_some(message)
}
