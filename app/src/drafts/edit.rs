//! Writing a draft. What is typed is saved by itself, merged with what others type, and never lost.

use std::time::Duration;

use domain::knowledge::Significance;
use leptos::prelude::*;
use ui::{
    Alert, Button, ButtonKind, Form, FormAction, HiddenField, MarkdownEditor, Need, RadioGroup, RadioOption,
    SanitisedHtml, TextArea, Tone, Toolbar, TrustedHtml, t, view,
};

use super::api::{DraftContent, PreviewDraft, SaveDraft, SavedContent};
use super::snippets::snippets;
use crate::ask;

/// How long typing rests before the preview follows.
const PREVIEW_PAUSE: Duration = Duration::from_millis(400);
/// How long typing rests before it is saved.
const SAVE_PAUSE: Duration = Duration::from_secs(2);

/// The text as the server has it, from which the author goes on.
#[derive(Clone, Copy)]
struct Base {
    revision: RwSignal<i64>,
    text: RwSignal<String>,
}

/// Writing a draft.
#[component]
pub(super) fn DraftEditor(content: DraftContent) -> impl IntoView {
    let t = t();
    let action = ask::action::<SaveDraft>();
    let source = RwSignal::new(content.source.clone());
    let base =
        Base { revision: RwSignal::new(content.revision), text: RwSignal::new(content.source.clone()) };
    let significance = RwSignal::new(content.significance.as_str().to_owned());
    let reason = RwSignal::new(content.change_reason.clone());
    let clash = RwSignal::new(None::<(i64, String)>);
    let id = StoredValue::new(content.id.clone());
    let answers = move || Answers {
        id: id.get_value(),
        revision: base.revision.get_untracked(),
        base: base.text.get_untracked(),
        source: source.get_untracked(),
        significance: significance.get_untracked(),
        change_reason: reason.get_untracked(),
    };
    let sent = RwSignal::new(String::new());
    let is_clean = Memo::new(move |_| {
        source.get() == base.text.get()
            && reason.get() == content.change_reason
            && significance.get() == content.significance.as_str()
    });
    save_by_itself(action, sent, clash, (source, significance, reason), answers);
    take_over(action, base, source, sent, clash);
    let preview = preview(id, source, content.html.clone());
    let choices = Significance::ALL
        .map(|known| {
            RadioOption::new(known.as_str(), t.significance(known)).hint(t.significance_about(known))
        })
        .to_vec();
    let state = move || save_state(action, is_clean.get(), clash.get().is_some());
    view! {
        {move || clash.get().map(|(revision, theirs)| view! { <Clash revision theirs base clash /> })}
        <Form action id="draft">
            <HiddenField name="id" value=content.id.clone() />
            <input type="hidden" name="revision" value=content.revision.to_string() prop:value=move || base.revision.get().to_string() />
            <input type="hidden" name="base" value=content.source.clone() prop:value=move || base.text.get() />
            <MarkdownEditor
                name="source"
                label=t.draft_source()
                bind=source
                snippets=snippets()
            >
                <Preview html=preview />
            </MarkdownEditor>
            <RadioGroup
                name="significance"
                legend=t.version_significance()
                hint=t.draft_significance_hint()
                options=choices
                bind=significance
            />
            <TextArea
                name="change_reason"
                label=t.draft_reason()
                hint=t.draft_reason_hint()
                bind=reason
                rows=3
                need=Need::Optional
            />
            <Toolbar label=t.draft_save()>
                <Button label=t.draft_save() kind=ButtonKind::Submit />
                <span class="save-state" role="status">{state}</span>
            </Toolbar>
        </Form>
    }
}

/// What the form sends.
struct Answers {
    id: String,
    revision: i64,
    base: String,
    source: String,
    significance: String,
    change_reason: String,
}

impl Answers {
    fn written(&self) -> String {
        let Self { id, revision, base, source, significance, change_reason } = self;
        let fields = SaveDraft {
            id: id.clone(),
            revision: *revision,
            base: base.clone(),
            source: source.clone(),
            significance: significance.clone(),
            change_reason: change_reason.clone(),
        };
        serde_qs::to_string(&fields).unwrap_or_default()
    }
}

/// Saves a while after the last key.
fn save_by_itself(
    action: FormAction,
    sent: RwSignal<String>,
    clash: RwSignal<Option<(i64, String)>>,
    (source, significance, reason): (RwSignal<String>, RwSignal<String>, RwSignal<String>),
    answers: impl Fn() -> Answers + Copy + 'static,
) {
    let timer = StoredValue::new(None::<TimeoutHandle>);
    let rest = move || {
        if let Some(timer) = timer.get_value() {
            timer.clear();
        }
    };
    Effect::new(move |is_later: Option<bool>| {
        source.track();
        significance.track();
        reason.track();
        if is_later != Some(true) {
            return true;
        }
        rest();
        let save = move || {
            if action.busy().get_untracked() || clash.get_untracked().is_some() {
                return;
            }
            sent.set(source.get_untracked());
            action.dispatch(answers().written());
        };
        timer.set_value(set_timeout_with_handle(save, SAVE_PAUSE).ok());
        true
    });
    on_cleanup(rest);
}

/// Goes on from what the server answered.
fn take_over(
    action: FormAction,
    base: Base,
    source: RwSignal<String>,
    sent: RwSignal<String>,
    clash: RwSignal<Option<(i64, String)>>,
) {
    Effect::new(move |_| {
        if action.tries().get() == 0 {
            return;
        }
        let Some(saved) = ask::said::<SavedContent>(action) else { return };
        let was_sent = sent.get_untracked();
        let was_sent = if was_sent.is_empty() { source.get_untracked() } else { was_sent };
        match saved {
            SavedContent::AsItIs(revision) => {
                base.revision.set(revision);
                base.text.set(was_sent);
            }
            SavedContent::Merged(revision, merged) if source.get_untracked() == was_sent => {
                base.revision.set(revision);
                base.text.set(merged.clone());
                source.set(merged);
            }
            // More was typed meanwhile: the next save puts it in with theirs.
            SavedContent::Merged(..) => base.text.set(was_sent),
            SavedContent::Clash(revision, theirs) => clash.set(Some((revision, theirs))),
        }
    });
}

fn save_state(action: FormAction, is_clean: bool, is_clash: bool) -> &'static str {
    let t = t();
    if is_clash {
        t.draft_not_saved()
    } else if action.busy().get() {
        t.draft_saving()
    } else if action.problem().is_some() {
        t.draft_not_saved()
    } else if is_clean || action.accepted().is_some() {
        t.draft_saved()
    } else {
        t.draft_unsaved()
    }
}

/// Both texts, and what can be done.
#[component]
fn Clash(revision: i64, theirs: String, base: Base, clash: RwSignal<Option<(i64, String)>>) -> impl IntoView {
    let t = t();
    let shown = theirs.clone();
    let go_on = move |()| {
        // What is in the field now is written in view of theirs, and so takes its place.
        base.revision.set(revision);
        base.text.set(theirs.clone());
        clash.set(None);
    };
    view! {
        <Alert tone=Tone::Stop title=t.draft_clash()>
            <p>{t.draft_clash_text()}</p>
            <pre class="draft-theirs" tabindex="0">{shown}</pre>
            <Button label=t.draft_clash_resolved() on_press=go_on />
        </Alert>
    }
}

/// What a text looks like, a while after the last key. Not a part that is loaded: it stands inside one.
fn preview(id: StoredValue<String>, source: RwSignal<String>, at_first: String) -> Signal<String> {
    let asked = ask::action::<PreviewDraft>();
    let timer = StoredValue::new(None::<TimeoutHandle>);
    Effect::new(move |is_later: Option<bool>| {
        let text = source.get();
        if is_later == Some(true) {
            if let Some(timer) = timer.get_value() {
                timer.clear();
            }
            let ask = move || {
                let question = PreviewDraft { id: id.get_value(), source: text };
                asked.dispatch(serde_qs::to_string(&question).unwrap_or_default());
            };
            timer.set_value(set_timeout_with_handle(ask, PREVIEW_PAUSE).ok());
        }
        true
    });
    Signal::derive(move || ask::said::<String>(asked).unwrap_or_else(|| at_first.clone()))
}

#[component]
fn Preview(html: Signal<String>) -> impl IntoView {
    move || view! { <TrustedHtml html=SanitisedHtml::from_sanitiser(html.get()) /> }
}
