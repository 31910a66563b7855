//! Filters of a list, kept in the address.

use leptos::{ev, html, prelude::*};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use web_sys::{FormData, HtmlFormElement, UrlSearchParams};

use crate::{Button, ButtonKind, ButtonVariant, IconName, LinkButton, Text, t, view};

/// The filters of a list in one row. Sends itself when one changes; the address then holds them, so that the
/// list can be shared and reopened. Fields have [`crate::Need::Unmarked`].
#[component]
pub fn FilterBar(
    /// The path of the list.
    #[prop(into)]
    action: Text,
    /// Whether any filter is set, so that "clear" is offered.
    #[prop(optional)]
    active: bool,
    /// The fields.
    children: Children,
) -> impl IntoView {
    let t = t();
    let form = NodeRef::<html::Form>::new();
    let navigate = use_navigate();
    let path = action.clone();
    let submit = move |event: ev::SubmitEvent| {
        let Some(form) = form.get_untracked() else { return };
        event.prevent_default();
        let options = NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() };
        navigate(&address(&path, &form), options);
    };
    let resubmit = move |_| {
        if let Some(form) = form.get_untracked() {
            drop(form.request_submit());
        }
    };
    let clear = active.then(|| {
        view! { <LinkButton href=action.clone() label=t.ui_clear_filters() variant=ButtonVariant::Quiet /> }
    });
    view! {
        <form
            class="filter-bar"
            method="get"
            action=action.clone()
            role="search"
            aria-label=t.ui_filters()
            node_ref=form
            on:submit=submit
            on:change=resubmit
        >
            {children()}
            <div class="filter-bar__actions">
                <Button label=t.ui_apply_filters() icon=IconName::Filter kind=ButtonKind::Submit />
                {clear}
            </div>
        </form>
    }
}

/// The path with the answers that are not empty.
fn address(path: &str, form: &HtmlFormElement) -> String {
    let query = FormData::new_with_form(form)
        .and_then(|data| UrlSearchParams::new_with_str_sequence_sequence(&data))
        .map(|answers| String::from(answers.to_string()))
        .unwrap_or_default();
    let kept: Vec<&str> = query.split('&').filter(|pair| !pair.ends_with('=') && !pair.is_empty()).collect();
    if kept.is_empty() { path.to_owned() } else { format!("{path}?{}", kept.join("&")) }
}
