//! Why a form was refused.

use leptos::{html, prelude::*};

use crate::{FormContext, FormProblem, Icon, IconName, ProblemKind, SignInAgainLink, t, view};

/// What must be mended, with links to the fields. [`crate::Form`] shows it by itself.
#[component]
pub fn ErrorSummary(
    /// Why the form was refused.
    problem: FormProblem,
    /// Receives the element, to move the focus to it.
    #[prop(optional)]
    node_ref: NodeRef<html::Div>,
) -> impl IntoView {
    let t = t();
    let FormProblem { kind, message, fields, reference } = problem;
    let form = use_context::<FormContext>();
    let links = fields
        .into_iter()
        .map(|field| {
            let id = form
                .map_or_else(|| super::context::field_id("", &field.name), |form| form.field_id(&field.name));
            view! { <li><a href=format!("#{id}") rel="external">{field.message}</a></li> }
        })
        .collect::<Vec<_>>();
    let links = (!links.is_empty()).then(|| view! { <ul class="error-summary__list">{links}</ul> });
    let message = (!message.is_empty()).then(|| view! { <p>{message}</p> });
    let reference =
        reference.map(|code| view! { <p class="error-summary__reference">{t.ui_error_reference(&code)}</p> });
    let sign_in = matches!(kind, ProblemKind::SignedOut).then(|| view! { <SignInAgainLink /> });
    view! {
        <div class="error-summary tone-stop" role="alert" tabindex="-1" node_ref=node_ref>
            <h2 class="error-summary__title">
                <Icon name=IconName::OctagonX />
                {t.ui_problem_title()}
            </h2>
            {message}
            {links}
            {reference}
            {sign_in}
        </div>
    }
}
