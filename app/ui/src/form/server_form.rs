//! A form that calls a server function.

use leptos::{
    context::Provider,
    form::ActionForm,
    html,
    prelude::*,
    server_fn::{Http, ServerFn, client::Client, codec::PostUrl, request::ClientReq},
};
use serde::de::DeserializeOwned;
use web_sys::FormData;

use super::draft::keep_draft;
use crate::{ErrorSummary, FormContext, FormProblem, Text, t};

/// What happens to the answers once the server has accepted them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AfterSuccess {
    /// They stay: settings, filters, or the page is left anyway.
    #[default]
    Keep,
    /// The form is emptied for the next entry.
    Clear,
}

/// A form that calls a server function: shows why it was refused, leads to the fields at fault and keeps what
/// was typed.
///
/// The error type of the function converts into [`FormProblem`].
#[component]
pub fn Form<S, O>(
    /// The action of the server function.
    action: ServerAction<S>,
    /// Sets this form apart from others on the page; the ids of its fields begin with it.
    #[prop(optional, into)]
    id: Option<Text>,
    /// Keeps what is typed in this tab under this key until the server has accepted it, so that an expired
    /// session loses nothing. Passwords are never kept.
    #[prop(optional, into)]
    draft_key: Option<Text>,
    /// What happens to the answers afterwards.
    #[prop(optional)]
    after_success: AfterSuccess,
    /// The fields and the [`crate::SubmitRow`].
    children: Children,
) -> impl IntoView
where
    S: DeserializeOwned + ServerFn<Protocol = Http<PostUrl, O>> + Clone + Send + Sync + 'static,
    <<S::Client as Client<S::Error>>::Request as ClientReq<S::Error>>::FormData: From<FormData>,
    S::Output: Send + Sync + 'static,
    S::Error: Into<FormProblem> + Clone + Send + Sync + 'static,
    S::Client: Client<S::Error>,
    O: 'static,
{
    let value = action.value();
    let problem =
        Memo::new(move |_| value.with(|value| Some(value.as_ref()?.as_ref().err()?.clone().into())));
    let accepted = Signal::derive(move || value.with(|value| matches!(value, Some(Ok(_)))));
    let version = action.version();
    let form = NodeRef::<html::Form>::new();
    let restored = RwSignal::new(false);
    follow_outcome(form, Signal::derive(move || version.get()), accepted, after_success);
    if let Some(key) = draft_key {
        keep_draft(form, key.into_owned(), accepted, restored);
    }
    let id = id.map(Text::into_owned).unwrap_or_default();
    let context = FormContext::new(id, problem.into(), action.pending().into());
    view! {
        <Provider value=context>
            <ActionForm action node_ref=form attr:class="form" attr:novalidate=true>
                <FormProblemArea problem version=Signal::derive(move || version.get()) />
                <DraftNote restored />
                {children()}
            </ActionForm>
        </Provider>
    }
}

/// The error summary, focused after every refused attempt: also when the page was drawn anew meanwhile.
#[component]
fn FormProblemArea(problem: Memo<Option<FormProblem>>, version: Signal<usize>) -> impl IntoView {
    let summary = NodeRef::<html::Div>::new();
    Effect::new(move |before: Option<usize>| {
        let version = version.get();
        if before.unwrap_or(0) != version {
            request_animation_frame(move || {
                // The form may be gone by then: an accepted one can give way to something else.
                if let Some(summary) = summary.try_get_untracked().flatten() {
                    drop(summary.focus());
                }
            });
        }
        version
    });
    move || problem.get().map(|problem| view! { <ErrorSummary problem node_ref=summary /> })
}

#[component]
fn DraftNote(restored: RwSignal<bool>) -> impl IntoView {
    view! {
        <div role="status">
            {move || restored.get().then(|| view! { <p class="form__note">{t().ui_draft_restored()}</p> })}
        </div>
    }
}

fn follow_outcome(
    form: NodeRef<html::Form>,
    version: Signal<usize>,
    accepted: Signal<bool>,
    after_success: AfterSuccess,
) {
    if matches!(after_success, AfterSuccess::Keep) {
        return;
    }
    Effect::new(move |_| {
        version.track();
        if accepted.get()
            && let Some(form) = form.get_untracked()
        {
            form.reset();
        }
    });
}
