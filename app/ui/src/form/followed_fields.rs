//! Fields whose answers are followed while somebody fills them in.

use std::time::Duration;

use leptos::{html, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{Element, FormData, HtmlFormElement, UrlSearchParams};

use crate::view;

/// How long the answers rest before somebody is told.
const PAUSE: Duration = Duration::from_millis(300);

/// A part of a form whose answers are followed: a moment after one of them changed, and once when the page is alive,
/// because the browser may have put back what was typed before.
#[component]
pub fn FollowedFields(
    /// Is told the answers of the whole form, as in an address.
    on_change: Callback<String>,
    /// The fields.
    children: Children,
) -> impl IntoView {
    let fields = NodeRef::<html::Div>::new();
    let timer = StoredValue::new(None::<TimeoutHandle>);
    let rest = move || {
        if let Some(timer) = timer.get_value() {
            timer.clear();
        }
    };
    let tell_soon = move || {
        rest();
        let tell = move || {
            if let Some(answers) = fields.get_untracked().and_then(|fields| answers_around(&fields)) {
                on_change.run(answers);
            }
        };
        timer.set_value(set_timeout_with_handle(tell, PAUSE).ok());
    };
    Effect::new(move |_| {
        if fields.get().is_some() {
            tell_soon();
        }
    });
    on_cleanup(rest);
    view! {
        <div class="form__part" node_ref=fields on:change=move |_| tell_soon()>
            {children()}
        </div>
    }
}

/// The answers of the form around an element.
fn answers_around(element: &Element) -> Option<String> {
    let form = element.closest("form").ok().flatten()?.dyn_into::<HtmlFormElement>().ok()?;
    let answers = FormData::new_with_form(&form).ok()?;
    let answers = UrlSearchParams::new_with_str_sequence_sequence(&answers).ok()?;
    Some(String::from(answers.to_string()))
}
