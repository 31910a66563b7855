//! Writing a draft. What is typed is saved by itself, merged with what others type, and never lost.

use std::time::Duration;

use domain::knowledge::Significance;
use leptos::prelude::*;
use ui::{
    Alert, Button, ButtonKind, Form, FormAction, HiddenField, MarkdownEditor, Need, RadioGroup, RadioOption,
    SanitisedHtml, TextArea, Tone, Toolbar, TrustedHtml, t, view,
};

use super::api::{DraftContent, PreviewDraft, SaveDraft, SavedContent};
use super::image::{ImageForm, ImageNews, Sending};
use super::snippets::snippets;
use crate::ask;

/// How long typing rests before the preview follows.
const PREVIEW_PAUSE: Duration = Duration::from_millis(400);
/// How long typing rests before it is saved.
const SAVE_PAUSE: Duration = Duration::from_secs(2);

/// How far the draft of a page is kept, for what stands beside its text.
#[derive(Clone, Copy)]
pub(super) struct Kept {
    /// The revision that the server has.
    pub(super) revision: RwSignal<i64>,
    /// Whether nothing was typed since.
    pub(super) is_clean: RwSignal<bool>,
}

impl Kept {
    pub(super) fn new(revision: i64) -> Self {
        Self { revision: RwSignal::new(revision), is_clean: RwSignal::new(true) }
    }
}

/// What an author writes.
#[derive(Clone, PartialEq, Eq)]
struct Written {
    source: String,
    significance: String,
    change_reason: String,
}

/// The fields in which they write it.
#[derive(Clone, Copy)]
struct Fields {
    source: RwSignal<String>,
    significance: RwSignal<String>,
    change_reason: RwSignal<String>,
}

impl Fields {
    fn new(written: Written) -> Self {
        let Written { source, significance, change_reason } = written;
        Self {
            source: RwSignal::new(source),
            significance: RwSignal::new(significance),
            change_reason: RwSignal::new(change_reason),
        }
    }

    fn get(self) -> Written {
        Written {
            source: self.source.get(),
            significance: self.significance.get(),
            change_reason: self.change_reason.get(),
        }
    }
}

/// A draft between the fields and the server.
#[derive(Clone, Copy)]
struct Saving {
    action: FormAction,
    fields: Fields,
    kept: Kept,
    /// The text from which the author goes on.
    base: RwSignal<String>,
    /// What the server has.
    settled: RwSignal<Written>,
    /// What is under way to it.
    sent: RwSignal<Written>,
    /// What somebody else wrote in the same lines, and its revision.
    clash: RwSignal<Option<(i64, String)>>,
    id: StoredValue<String>,
}

/// Writing a draft.
#[component]
pub(super) fn DraftEditor(content: DraftContent, kept: Kept) -> impl IntoView {
    let t = t();
    let written = Written {
        source: content.source.clone(),
        significance: content.significance.as_str().to_owned(),
        change_reason: content.change_reason.clone(),
    };
    let action = ask::action::<SaveDraft>();
    let fields = Fields::new(written.clone());
    let (id, base) = (StoredValue::new(content.id.clone()), RwSignal::new(content.source.clone()));
    let (settled, sent) = (RwSignal::new(written.clone()), RwSignal::new(written));
    let clash = RwSignal::new(None);
    let saving = Saving { action, fields, kept, base, settled, sent, clash, id };
    saving.note_what_is_sent();
    saving.take_over();
    saving.save_by_itself();
    let Fields { source, significance, change_reason } = fields;
    let preview = preview(id, source, content.html.clone());
    let (image, draft) = (Sending::new(content.id.clone()), content.id.clone());
    let choices = Significance::ALL
        .map(|known| {
            RadioOption::new(known.as_str(), t.significance(known)).hint(t.significance_about(known))
        })
        .to_vec();
    let state = move || save_state(action, kept.is_clean.get(), clash.get().is_some());
    view! {
        {move || clash.get().map(|(revision, theirs)| view! { <Clash revision theirs saving /> })}
        <Form action id="draft">
            <HiddenField name="id" value=content.id.clone() />
            <input type="hidden" name="revision" value=content.revision.to_string() prop:value=move || kept.revision.get().to_string() />
            <input type="hidden" name="base" value=content.source.clone() prop:value=move || base.get() />
            <ImageNews sending=image />
            <MarkdownEditor
                name="source"
                label=t.draft_source()
                bind=source
                snippets=snippets()
                files=image.intake()
                put=image.markdown()
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
                bind=change_reason
                rows=3
                need=Need::Optional
            />
            <Toolbar label=t.draft_save()>
                <Button label=t.draft_save() kind=ButtonKind::Submit />
                <span class="save-state" role="status">{state}</span>
            </Toolbar>
        </Form>
        <ImageForm id=draft />
    }
}

impl Saving {
    /// Whatever sends it, a pause or a press.
    fn note_what_is_sent(self) {
        let Self { action, fields, sent, .. } = self;
        Effect::new(move |_| {
            if action.busy().get() {
                sent.set(untrack(|| fields.get()));
            }
        });
    }

    /// Saves a while after the last key, and once more when something was typed while it was saved. What was
    /// refused is not sent again before the next key.
    fn save_by_itself(self) {
        let Self { action, fields, kept, settled, clash, .. } = self;
        let timer = StoredValue::new(None::<TimeoutHandle>);
        let rest = move || {
            if let Some(timer) = timer.get_value() {
                timer.clear();
            }
        };
        Effect::new(move |before: Option<Written>| {
            let (now, settled) = (fields.get(), settled.get());
            action.tries().track();
            kept.is_clean.set(now == settled);
            let is_key = before.is_some_and(|before| before != now);
            let is_refused = untrack(|| action.problem()).is_some();
            if now != settled && (is_key || !is_refused) {
                rest();
                let save = move || {
                    if !action.busy().get_untracked() && clash.get_untracked().is_none() {
                        self.save();
                    }
                };
                timer.set_value(set_timeout_with_handle(save, SAVE_PAUSE).ok());
            }
            now
        });
        on_cleanup(rest);
    }

    fn save(self) {
        let now = untrack(|| self.fields.get());
        if self.settled.with_untracked(|settled| *settled == now) {
            return;
        }
        let Written { source, significance, change_reason } = now;
        let fields = SaveDraft {
            id: self.id.get_value(),
            revision: self.kept.revision.get_untracked(),
            base: self.base.get_untracked(),
            source,
            significance,
            change_reason,
        };
        self.action.dispatch(serde_qs::to_string(&fields).unwrap_or_default());
    }

    /// Goes on from what the server answered.
    fn take_over(self) {
        let Self { action, fields, kept, base, settled, sent, clash, .. } = self;
        Effect::new(move |_| {
            if action.tries().get() == 0 {
                return;
            }
            let Some(saved) = ask::said::<SavedContent>(action) else { return };
            let was_sent = sent.get_untracked();
            match saved {
                SavedContent::AsItIs(revision) => {
                    kept.revision.set(revision);
                    base.set(was_sent.source.clone());
                    settled.set(was_sent);
                }
                SavedContent::Merged(revision, merged)
                    if fields.source.get_untracked() == was_sent.source =>
                {
                    kept.revision.set(revision);
                    base.set(merged.clone());
                    settled.set(Written { source: merged.clone(), ..was_sent });
                    fields.source.set(merged);
                }
                // More was typed meanwhile: the next save puts it in with theirs.
                SavedContent::Merged(..) => base.set(was_sent.source),
                SavedContent::Clash(revision, theirs) => clash.set(Some((revision, theirs))),
            }
        });
    }
}

fn save_state(action: FormAction, is_clean: bool, is_clash: bool) -> &'static str {
    let t = t();
    if is_clash {
        t.draft_not_saved()
    } else if action.busy().get() {
        t.draft_saving()
    } else if is_clean {
        t.draft_saved()
    } else if action.problem().is_some() {
        t.draft_not_saved()
    } else {
        t.draft_unsaved()
    }
}

/// Both texts, and what can be done.
#[component]
fn Clash(revision: i64, theirs: String, saving: Saving) -> impl IntoView {
    let t = t();
    let shown = theirs.clone();
    let go_on = move |()| {
        // What is in the field now is written in view of theirs, and so takes its place.
        saving.kept.revision.set(revision);
        saving.base.set(theirs.clone());
        saving.clash.set(None);
        saving.save();
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
