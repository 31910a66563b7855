//! A form that is sent to the server in place.

use leptos::{context::Provider, ev::SubmitEvent, form::form_data_from_event, html, prelude::*};
use web_sys::UrlSearchParams;

use super::draft::keep_draft;
use super::form_action::FormAction;
use crate::{ErrorSummary, FormContext, FormProblem, Text, Typed, t, view};

/// What happens to the answers once the server has accepted them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AfterSuccess {
    /// They stay: settings, filters, or the page is left anyway.
    #[default]
    Keep,
    /// The form is emptied for the next entry.
    Clear,
}

/// Whose typing is kept, as context: what one person typed is not shown to the next at the same machine.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DraftOwner(pub String);

/// A form that is sent to the server: shows why it was refused, leads to the fields at fault and keeps what was
/// typed. Without scripts the browser posts it.
#[component]
pub fn Form(
    /// Where it is sent.
    action: FormAction,
    /// Sets this form apart from others on the page; the ids of its fields begin with it.
    #[prop(optional, into)]
    id: Option<Text>,
    /// Keeps what is typed in this tab under this key until the server has accepted it or the person gives it up,
    /// so that an expired session loses nothing. Passwords are never kept.
    #[prop(optional, into)]
    draft_key: Option<Text>,
    /// What happens to the answers afterwards.
    #[prop(optional)]
    after_success: AfterSuccess,
    /// What the fields are called that stand in another form of the same id, so that a refusal names those at fault.
    #[prop(optional)]
    names: Option<fn(&str) -> &'static str>,
    /// The fields and the [`crate::SubmitRow`].
    children: Children,
) -> impl IntoView {
    let problem = Memo::new(move |_| match (action.problem(), names) {
        (Some(problem), Some(names)) => Some(problem.named(names)),
        (problem, _) => problem,
    });
    let accepted = Signal::derive(move || action.accepted().is_some());
    let form = NodeRef::<html::Form>::new();
    let typed = use_context::<Typed>().filter(|typed| typed.address == action.address());
    let is_restored = typed.is_some() && problem.get_untracked().is_none();
    let note = RwSignal::new(if is_restored { t().ui_draft_restored().to_owned() } else { String::new() });
    follow_outcome(form, action.tries(), accepted, after_success);
    if let Some(key) = draft_key {
        let DraftOwner(owner) = use_context().unwrap_or_default();
        keep_draft(form, format!("{owner}:{key}"), accepted, note);
    }
    let id = id.map(Text::into_owned).unwrap_or_default();
    let context = FormContext::new(id, problem.into(), action.busy()).with_typed(typed);
    view! {
        <Provider value=context>
            <form
                class="form"
                action=action.address()
                method="post"
                novalidate=true
                node_ref=form
                on:submit=move |event| submit(&event, action)
            >
                <FormProblemArea problem version=action.tries() />
                <DraftNote note />
                {children()}
            </form>
        </Provider>
    }
}

/// Sends the form in place; leaves it to the browser where its answers cannot be read.
fn submit(event: &SubmitEvent, action: FormAction) {
    if event.default_prevented() {
        return;
    }
    let answers = form_data_from_event(event)
        .ok()
        .and_then(|answers| UrlSearchParams::new_with_str_sequence_sequence(&answers).ok());
    if let Some(answers) = answers {
        event.prevent_default();
        action.dispatch(String::from(answers.to_string()));
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
fn DraftNote(note: RwSignal<String>) -> impl IntoView {
    // The same elements in any case: what the server puts back, the browser does not know of when it takes the page over.
    view! {
        <div role="status" hidden=move || note.with(String::is_empty)>
            <p class="form__note">{move || note.get()}</p>
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
