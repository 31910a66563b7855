//! Keeping what is typed over an expired session.
//!
//! Answers are kept in the storage of the tab: they survive signing in again and a reload, are never sent
//! anywhere, and end with the tab. Beside each is kept what the server had written there: only what the person
//! changed is put back, so that sending the form again undoes nothing that somebody else changed meanwhile.

use leptos::{html, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{
    Element, Event, HtmlFormElement, HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement,
    UrlSearchParams,
};

use crate::t;

/// Keeps the answers of `form` under `key` until they are accepted or given up, and puts them back on the first
/// load; `note` says so.
pub(super) fn keep_draft(
    form: NodeRef<html::Form>,
    key: String,
    accepted: Signal<bool>,
    note: RwSignal<String>,
) {
    let t = t();
    let storage_key = format!("draft:{key}");
    let stored = StoredValue::new(storage_key);
    Effect::new(move |listening: Option<bool>| {
        let Some(form) = form.get() else { return false };
        if listening != Some(true) {
            let words = match stored.with_value(|key| restore(&form, key)) {
                Restored::Nothing => "",
                Restored::Undisputed => t.ui_draft_restored(),
                Restored::Clashing => t.ui_draft_clash(),
            };
            note.set(words.to_owned());
            let source = form.clone();
            // The element may outlive the form: a page that is made anew takes it over.
            listen(&form, move |event| {
                let _gone = stored.try_with_value(|key| follow(&event, &source, key));
            });
        }
        true
    });
    Effect::new(move |_| {
        if accepted.get() {
            stored.with_value(|key| forget(key));
            note.set(String::new());
        }
    });
}

fn listen(form: &HtmlFormElement, act: impl Fn(Event) + 'static) {
    use leptos::wasm_bindgen::closure::Closure;
    let listener = Closure::<dyn Fn(Event)>::new(act);
    // The listener lives as long as the element: it only reads it.
    for event in ["input", "click"] {
        drop(form.add_event_listener_with_callback(event, listener.as_ref().unchecked_ref()));
    }
    listener.forget();
}

fn follow(event: &Event, form: &HtmlFormElement, key: &str) {
    if event.type_() == "input" {
        save(form, key);
    } else if gives_up(event) {
        forget(key);
    }
}

/// Whether it is a press on "Cancel", the link beside the button that sends the form.
fn gives_up(event: &Event) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    target.is_some_and(|target| matches!(target.closest(".submit-row a"), Ok(Some(_))))
}

fn storage() -> Option<web_sys::Storage> {
    window().session_storage().ok().flatten()
}

fn save(form: &HtmlFormElement, key: &str) {
    let both = answers(form, Control::written).zip(answers(form, Control::typed));
    if let (Some(storage), Some((written, typed))) = (storage(), both) {
        // Neither holds a line break: it would stand there as `%0A`.
        let text = |answers: UrlSearchParams| String::from(answers.to_string());
        drop(storage.set_item(key, &format!("{}\n{}", text(written), text(typed))));
    }
}

/// What [`save`] kept: what the server had written, and what was typed.
fn kept(key: &str) -> Option<(UrlSearchParams, UrlSearchParams)> {
    let text = storage()?.get_item(key).ok()??;
    let (written, typed) = text.split_once('\n')?;
    let read = |answers: &str| UrlSearchParams::new_with_str(answers).ok();
    read(written).zip(read(typed))
}

fn forget(key: &str) {
    if let Some(storage) = storage() {
        drop(storage.remove_item(key));
    }
}

/// What was put back.
enum Restored {
    /// Nothing: nothing was changed, or it stands there already.
    Nothing,
    /// What nobody else has changed.
    Undisputed,
    /// Also what somebody else has changed meanwhile.
    Clashing,
}

/// Puts back what the person had changed.
fn restore(form: &HtmlFormElement, key: &str) -> Restored {
    let mut restored = Restored::Nothing;
    let Some(((written, typed), now)) = kept(key).zip(answers(form, Control::written)) else {
        return restored;
    };
    for control in controls(form) {
        let name = control.name();
        let (before, typed) = (written.get(&name), typed.get(&name));
        if typed == before || !control.put_back(typed.as_deref()) {
            continue;
        }
        if now.get(&name) != before {
            restored = Restored::Clashing;
        } else if matches!(restored, Restored::Nothing) {
            restored = Restored::Undisputed;
        }
    }
    restored
}

/// What a form says, control by control.
fn answers(form: &HtmlFormElement, of: fn(&Control) -> Option<String>) -> Option<UrlSearchParams> {
    let answers = UrlSearchParams::new().ok()?;
    for control in controls(form) {
        if let Some(value) = of(&control) {
            answers.append(&control.name(), &value);
        }
    }
    Some(answers)
}

/// A control whose answer is kept.
enum Control {
    Text(HtmlInputElement),
    Box(HtmlInputElement),
    Area(HtmlTextAreaElement),
    Select(HtmlSelectElement),
}

impl Control {
    fn of(element: Element) -> Option<Self> {
        let element = match element.dyn_into::<HtmlTextAreaElement>() {
            Ok(area) => return Some(Self::Area(area)),
            Err(element) => element,
        };
        let element = match element.dyn_into::<HtmlSelectElement>() {
            Ok(select) => return Some(Self::Select(select)),
            Err(element) => element,
        };
        let input = element.dyn_into::<HtmlInputElement>().ok()?;
        match input.type_().as_str() {
            "checkbox" | "radio" => Some(Self::Box(input)),
            "text" | "email" | "search" | "date" | "number" | "tel" | "url" if !is_secret(&input) => {
                Some(Self::Text(input))
            }
            _ => None,
        }
    }

    /// The name of what is asked: one of several radios has one with the others, each checkbox its own.
    fn name(&self) -> String {
        match self {
            Self::Box(input) if input.type_() == "checkbox" => format!("{}={}", input.name(), input.value()),
            Self::Text(input) | Self::Box(input) => input.name(),
            Self::Area(area) => area.name(),
            Self::Select(select) => select.name(),
        }
    }

    /// The answer as it stands there now.
    fn typed(&self) -> Option<String> {
        match self {
            Self::Text(input) => Some(input.value()),
            Self::Box(input) => input.checked().then(|| input.value()),
            Self::Area(area) => Some(area.value()),
            Self::Select(select) => Some(select.value()),
        }
    }

    /// The answer as the server wrote it; none where it chose nothing from a list, and the browser did.
    fn written(&self) -> Option<String> {
        match self {
            Self::Text(input) => Some(input.default_value()),
            Self::Box(input) => input.default_checked().then(|| input.value()),
            Self::Area(area) => area.default_value().ok(),
            Self::Select(select) => select.query_selector("option[selected]").ok()??.get_attribute("value"),
        }
    }

    /// Answers as it was typed; whether something else stood there.
    fn put_back(&self, typed: Option<&str>) -> bool {
        if let Self::Box(input) = self {
            let checked = typed == Some(input.value().as_str());
            let changed = input.checked() != checked;
            input.set_checked(checked);
            return changed && self.tell(input, "change");
        }
        let Some(value) = typed else { return false };
        match self {
            Self::Text(input) if input.value() != value => {
                input.set_value(value);
                self.tell(input, "input")
            }
            Self::Area(area) if area.value() != value => {
                area.set_value(value);
                self.tell(area, "input")
            }
            Self::Select(select) if select.value() != value => {
                select.set_value(value);
                self.tell(select, "change")
            }
            _ => false,
        }
    }

    /// Tells listeners of the control, so that bound signals follow.
    fn tell(&self, element: &Element, event: &str) -> bool {
        if let Ok(event) = web_sys::Event::new(event) {
            drop(element.dispatch_event(&event));
        }
        true
    }
}

/// Whether the control holds a password, also one that is being shown.
fn is_secret(input: &HtmlInputElement) -> bool {
    input.get_attribute("autocomplete").is_some_and(|purpose| purpose.ends_with("password"))
}

fn controls(form: &HtmlFormElement) -> Vec<Control> {
    let elements = form.elements();
    (0..elements.length()).filter_map(|index| elements.item(index)).filter_map(Control::of).collect()
}
