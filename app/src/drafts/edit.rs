//! Writing a draft. What is typed is saved by itself, merged with what others type, and never lost: until the server has
//! accepted it, the browser keeps it; where the draft is none any more, it is shown until its author lets it go.

use std::time::Duration;

use domain::knowledge::{Significance, Theirs};
use leptos::prelude::*;
use ui::{
    Alert, Button, ButtonKind, DraftOwner, Form, FormAction, HiddenField, MarkdownEditor, Need, RadioGroup,
    RadioOption, SanitisedHtml, TextArea, Tone, Toolbar, TrustedHtml, is_alive, t, view,
};
use web_sys::UrlSearchParams;

use super::api::{DraftContent, PreviewDraft, SaveDraft, SavedContent, TypedDraft, Written};
use super::image::{ImageForm, ImageNews, Sending};
use super::snippets::snippets;
use crate::ask;

/// How long typing rests before the preview follows.
const PREVIEW_PAUSE: Duration = Duration::from_millis(400);
/// How long typing rests before it is saved.
const SAVE_PAUSE: Duration = Duration::from_secs(2);
/// How long it may go on before what was typed first is saved.
const SAVE_LATEST: Duration = Duration::from_secs(10);

/// Something that is done later, unless it is put off again.
#[derive(Clone, Copy)]
struct Timer(StoredValue<Option<TimeoutHandle>>);

impl Timer {
    /// One that ends with the page.
    fn new() -> Self {
        let timer = Self(StoredValue::new(None));
        on_cleanup(move || timer.stop());
        timer
    }

    fn start(self, act: impl FnOnce() + 'static, after: Duration) {
        self.stop();
        self.0.set_value(set_timeout_with_handle(act, after).ok());
    }

    fn stop(self) {
        if let Some(handle) = self.0.try_update_value(Option::take).flatten() {
            handle.clear();
        }
    }

    fn is_running(self) -> bool {
        self.0.with_value(Option::is_some)
    }
}

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

    fn set(self, written: Written) {
        let Written { source, significance, change_reason } = written;
        self.source.set(source);
        self.significance.set(significance);
        self.change_reason.set(change_reason);
    }
}

/// A draft between the fields and the server.
#[derive(Clone, Copy)]
struct Saving {
    action: FormAction,
    fields: Fields,
    kept: Kept,
    /// From what the author goes on: what the server has, or had.
    base: RwSignal<Written>,
    /// What is under way to it.
    sent: RwSignal<Written>,
    /// What somebody else wrote in the same places.
    clash: RwSignal<Option<Theirs>>,
    /// Under what the browser keeps what is typed: by whom, and in which draft.
    key: StoredValue<String>,
    id: StoredValue<String>,
}

/// Writing a draft.
#[component]
pub(super) fn DraftEditor(content: DraftContent, kept: Kept) -> impl IntoView {
    let t = t();
    let action = ask::action::<SaveDraft>();
    let written = content.written();
    let (fields, sent) = (Fields::new(written.clone()), RwSignal::new(written.clone()));
    let (base, theirs) = match content.typed.clone() {
        Some(TypedDraft { revision, base, theirs }) => {
            kept.revision.set(revision);
            (base, theirs)
        }
        None => (written, None),
    };
    let (base, clash, id) =
        (RwSignal::new(base), RwSignal::new(theirs), StoredValue::new(content.id.clone()));
    let key = StoredValue::new(key_of(&content.id));
    let saving = Saving { action, fields, kept, base, sent, clash, key, id };
    let put_back = saving.put_back();
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
    let hidden = move |name: &'static str, part: fn(Written) -> String| {
        view! { <input type="hidden" name=name value=part(base.get_untracked()) prop:value=move || part(base.get()) /> }
    };
    // Before the page is alive nobody watches what is typed, and nothing is known of it.
    let is_alive = is_alive();
    let state =
        move || is_alive.get().then(|| save_state(action, kept.is_clean.get(), clash.get().is_some()));
    view! {
        <div role="status">
            {move || put_back.get().then(|| view! { <p class="form__note">{t.ui_draft_restored()}</p> })}
        </div>
        {move || clash.get().map(|theirs| view! { <Clash theirs saving /> })}
        <Form action id="draft">
            <HiddenField name="id" value=content.id.clone() />
            <input type="hidden" name="revision" value=kept.revision.get_untracked().to_string() prop:value=move || kept.revision.get().to_string() />
            {hidden("base", |base| base.source)}
            {hidden("base_significance", |base| base.significance)}
            {hidden("base_change_reason", |base| base.change_reason)}
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

    /// Saves a while after the last key and not much later than the first, and once more when something was typed while it was
    /// saved. What was refused is not sent again before the next key.
    fn save_by_itself(self) {
        let Self { action, fields, kept, base, clash, .. } = self;
        let (pause, latest) = (Timer::new(), Timer::new());
        let save = move || {
            pause.stop();
            latest.stop();
            if !action.busy().get_untracked() && clash.get_untracked().is_none() {
                self.save();
            }
        };
        Effect::new(move |before: Option<Written>| {
            let now = fields.get();
            let is_clean = now == base.get();
            action.tries().track();
            kept.is_clean.set(is_clean);
            self.keep_here(is_clean);
            let is_key = before.is_some_and(|before| before != now);
            let is_refused = untrack(|| action.problem()).is_some();
            if !is_clean && (is_key || !is_refused) {
                pause.start(save, SAVE_PAUSE);
                if !latest.is_running() {
                    latest.start(save, SAVE_LATEST);
                }
            }
            now
        });
    }

    fn save(self) {
        if untrack(|| self.fields.get() != self.base.get()) {
            self.action.dispatch(self.answers());
        }
    }

    /// What the form sends.
    fn answers(self) -> String {
        let (now, base) = untrack(|| (self.fields.get(), self.base.get()));
        let form = SaveDraft {
            id: self.id.get_value(),
            revision: self.kept.revision.get_untracked(),
            base: base.source,
            source: now.source,
            significance: now.significance,
            change_reason: now.change_reason,
            base_significance: base.significance,
            base_change_reason: base.change_reason,
        };
        serde_qs::to_string(&form).unwrap_or_default()
    }

    /// Keeps in this browser what the server has not accepted yet, as the form would send it: for this person and this draft,
    /// also when the page is closed.
    fn keep_here(self, is_clean: bool) {
        let Some(store) = store() else { return };
        let key = self.key.get_value();
        drop(if is_clean { store.remove_item(&key) } else { store.set_item(&key, &self.answers()) });
    }

    /// Puts back what was kept when the page was left, as if it were typed now in view of what was read then; whether there was
    /// any. The fields follow once they stand in the page.
    fn put_back(self) -> RwSignal<bool> {
        let (is_put_back, timer) = (RwSignal::new(false), Timer::new());
        Effect::new(move |_| {
            let found = store().and_then(|store| store.get_item(&self.key.get_value()).ok().flatten());
            let Some(found) = found.and_then(|found| UrlSearchParams::new_with_str(&found).ok()) else {
                return;
            };
            let act = move || is_put_back.set(self.go_on_from(&found));
            timer.start(act, Duration::ZERO);
        });
        is_put_back
    }

    /// Takes over a form as it was kept; whether it differs from what is there.
    fn go_on_from(self, form: &UrlSearchParams) -> bool {
        let one = |name: &str| form.get(name).unwrap_or_default();
        let [source, significance, change_reason] = ["source", "significance", "change_reason"].map(one);
        let written = Written { source, significance, change_reason };
        let is_new = untrack(|| self.fields.get()) != written;
        if is_new {
            let [source, significance, change_reason] =
                ["base", "base_significance", "base_change_reason"].map(one);
            self.kept.revision.set(one("revision").parse().unwrap_or_default());
            self.base.set(Written { source, significance, change_reason });
            self.fields.set(written);
        }
        is_new
    }

    /// Goes on from what the server answered.
    fn take_over(self) {
        let Self { action, fields, kept, base, sent, clash, .. } = self;
        Effect::new(move |_| {
            if action.tries().get() == 0 {
                return;
            }
            let Some(saved) = ask::said::<SavedContent>(action) else { return };
            let was_sent = sent.get_untracked();
            clash.set(None);
            match saved {
                SavedContent::AsItIs(revision) => {
                    kept.revision.set(revision);
                    base.set(was_sent);
                }
                SavedContent::Merged(revision, merged) if untrack(|| fields.get()) == was_sent => {
                    kept.revision.set(revision);
                    base.set(merged.clone());
                    fields.set(merged);
                }
                // More was typed meanwhile: the next save puts it in with theirs.
                SavedContent::Merged(..) => base.set(was_sent),
                SavedContent::Clash(theirs) => clash.set(Some(theirs)),
            }
        });
    }
}

/// What the browser still keeps of a draft that can no longer be written: shown until its author lets it go.
#[component]
pub(super) fn LeftOver(id: String, source: String) -> impl IntoView {
    let (key, text) = (StoredValue::new(key_of(&id)), RwSignal::new(None::<String>));
    Effect::new(move |_| {
        let kept = store().and_then(|store| store.get_item(&key.get_value()).ok().flatten());
        let kept = kept.and_then(|kept| UrlSearchParams::new_with_str(&kept).ok()?.get("source"));
        // What the version itself says is not lost.
        match kept.filter(|kept| *kept != source) {
            Some(kept) => text.set(Some(kept)),
            None => forget(&key.get_value()),
        }
    });
    let let_go = move |()| {
        forget(&key.get_value());
        text.set(None);
    };
    let t = t();
    move || {
        let left = text.get().map(|text| {
            view! {
                <Alert tone=Tone::Wait title=t.draft_left_over()>
                    <p>{t.draft_left_over_text()}</p>
                    <pre class="draft-theirs" tabindex="0">{text}</pre>
                    <Button label=t.draft_left_over_forget() on_press=let_go />
                </Alert>
            }
        });
        view! { <div role="status">{left}</div> }
    }
}

/// Forgets what the browser keeps of a draft once it is given up: at the answer, or as the page is left for it.
pub(super) fn forget_with(action: FormAction, id: &str) {
    let key = StoredValue::new(key_of(id));
    let forget_if_done = move || {
        if action.accepted().is_some() {
            forget(&key.get_value());
        }
    };
    Effect::new(move |_| forget_if_done());
    on_cleanup(move || untrack(forget_if_done));
}

/// Forgets what is kept under a key.
fn forget(key: &str) {
    if let Some(store) = store() {
        drop(store.remove_item(key));
    }
}

/// Under what the browser keeps what is typed: by whom, and in which draft.
fn key_of(id: &str) -> String {
    let DraftOwner(owner) = use_context().unwrap_or_default();
    format!("draft:{owner}:{id}")
}

/// Where the browser keeps what is typed.
fn store() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten()
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

/// What the other one wrote, and what can be done. Without scripts the form is sent again as it stands.
#[component]
fn Clash(theirs: Theirs, saving: Saving) -> impl IntoView {
    let t = t();
    let is_alive = is_alive();
    let shown = [(t.draft_source(), theirs.source.clone()), (t.draft_reason(), theirs.change_reason.clone())];
    let shown = shown.map(|(label, theirs)| {
        theirs.map(|theirs| view! { <p>{label}</p> <pre class="draft-theirs" tabindex="0">{theirs}</pre> })
    });
    let theirs = StoredValue::new(theirs);
    let go_on = move |()| {
        // What is in the fields now is written in view of theirs, and so takes its place.
        saving.base.update(|base| *base = base.clone().in_view_of(theirs.get_value()));
        saving.clash.set(None);
        saving.save();
    };
    let button =
        move || is_alive.get().then(|| view! { <Button label=t.draft_clash_resolved() on_press=go_on /> });
    view! {
        <Alert tone=Tone::Stop title=t.draft_clash()>
            <p>{t.draft_clash_text()}</p>
            {shown.into_iter().flatten().collect_view()}
            {button}
        </Alert>
    }
}

/// What a text looks like, a while after the last key. Not a part that is loaded: it stands inside one.
fn preview(id: StoredValue<String>, source: RwSignal<String>, at_first: String) -> Signal<String> {
    let asked = ask::action::<PreviewDraft>();
    let timer = Timer::new();
    Effect::new(move |is_later: Option<bool>| {
        let text = source.get();
        if is_later == Some(true) {
            let ask = move || {
                let question = PreviewDraft { id: id.get_value(), source: text };
                asked.dispatch(serde_qs::to_string(&question).unwrap_or_default());
            };
            timer.start(ask, PREVIEW_PAUSE);
        }
        true
    });
    Signal::derive(move || ask::said::<String>(asked).unwrap_or_else(|| at_first.clone()))
}

#[component]
fn Preview(html: Signal<String>) -> impl IntoView {
    move || view! { <TrustedHtml html=SanitisedHtml::from_sanitiser(html.get()) /> }
}
