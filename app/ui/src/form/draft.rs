//! Keeping what is typed over an expired session.
//!
//! Answers are kept in the storage of the tab: they survive signing in again and a reload, are never sent
//! anywhere, and end with the tab.

use leptos::{html, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{
    Element, HtmlFormElement, HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement, UrlSearchParams,
};

/// Keeps the answers of `form` under `key` until they are accepted, and puts them back on the first load.
pub(super) fn keep_draft(
    form: NodeRef<html::Form>,
    key: String,
    accepted: Signal<bool>,
    restored: RwSignal<bool>,
) {
    let storage_key = format!("draft:{key}");
    let stored = StoredValue::new(storage_key);
    Effect::new(move |listening: Option<bool>| {
        let Some(form) = form.get() else { return false };
        if listening != Some(true) {
            restored.set(stored.with_value(|key| restore(&form, key)));
            let source = form.clone();
            // The element may outlive the form: a page that is made anew takes it over.
            listen(&form, move || {
                let _gone = stored.try_with_value(|key| save(&source, key));
            });
        }
        true
    });
    Effect::new(move |_| {
        if accepted.get() {
            stored.with_value(|key| forget(key));
            restored.set(false);
        }
    });
}

fn listen(form: &HtmlFormElement, act: impl Fn() + 'static) {
    use leptos::wasm_bindgen::closure::Closure;
    let listener = Closure::<dyn Fn()>::new(act);
    // The listener lives as long as the element: it only reads it.
    drop(form.add_event_listener_with_callback("input", listener.as_ref().unchecked_ref()));
    listener.forget();
}

fn storage() -> Option<web_sys::Storage> {
    window().session_storage().ok().flatten()
}

fn save(form: &HtmlFormElement, key: &str) {
    let Ok(answers) = UrlSearchParams::new() else { return };
    for control in controls(form) {
        if let Some((name, value)) = control.answer() {
            answers.append(&name, &value);
        }
    }
    if let Some(storage) = storage() {
        drop(storage.set_item(key, &String::from(answers.to_string())));
    }
}

fn forget(key: &str) {
    if let Some(storage) = storage() {
        drop(storage.remove_item(key));
    }
}

/// Whether there was anything to put back.
fn restore(form: &HtmlFormElement, key: &str) -> bool {
    let Some(text) = storage().and_then(|storage| storage.get_item(key).ok().flatten()) else { return false };
    let Ok(answers) = UrlSearchParams::new_with_str(&text) else { return false };
    let mut changed = false;
    for control in controls(form) {
        changed |= control.put_back(&answers);
    }
    changed
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

    fn name(&self) -> String {
        match self {
            Self::Text(input) | Self::Box(input) => input.name(),
            Self::Area(area) => area.name(),
            Self::Select(select) => select.name(),
        }
    }

    fn answer(&self) -> Option<(String, String)> {
        let value = match self {
            Self::Text(input) => input.value(),
            Self::Box(input) => input.checked().then(|| input.value())?,
            Self::Area(area) => area.value(),
            Self::Select(select) => select.value(),
        };
        Some((self.name(), value))
    }

    fn put_back(&self, answers: &UrlSearchParams) -> bool {
        let name = self.name();
        if let Self::Box(input) = self {
            let checked = answers.get_all(&name).iter().any(|value| value.as_string() == Some(input.value()));
            let changed = input.checked() != checked;
            input.set_checked(checked);
            return changed && self.tell(input, "change");
        }
        let Some(value) = answers.get(&name) else { return false };
        match self {
            Self::Text(input) if input.value() != value => {
                input.set_value(&value);
                self.tell(input, "input")
            }
            Self::Area(area) if area.value() != value => {
                area.set_value(&value);
                self.tell(area, "input")
            }
            Self::Select(select) if select.value() != value => {
                select.set_value(&value);
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
