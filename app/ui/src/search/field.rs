//! The field of the page of results.

use std::time::Duration;

use leptos::{ev, html, prelude::*};

use super::pause::Pause;
use crate::{Button, ButtonKind, ButtonVariant, Icon, IconName, Text, view};

/// How long typing must rest before the server is asked.
pub const TYPING_PAUSE: Duration = Duration::from_millis(120);
/// How long a question must stand to count as one that was meant.
pub const SETTLED_AFTER: Duration = Duration::from_millis(1_500);

/// The field on top of a page of results. It sends itself like any form; with scripts it also tells what is typed
/// while it is typed.
#[component]
pub fn SearchField(
    /// The path of the results.
    #[prop(into)]
    action: Text,
    /// What it looks for.
    #[prop(into)]
    label: Text,
    /// The words that are looked for.
    #[prop(into)]
    value: Signal<String>,
    /// Answers that are sent along: what was chosen beside.
    kept: Signal<Vec<(&'static str, String)>>,
    /// Told what is typed, once typing rests, and at once when the form is sent; then with `true`.
    on_ask: Callback<(String, bool)>,
) -> impl IntoView {
    let input = NodeRef::<html::Input>::new();
    let typed = move || input.get_untracked().map(|input| input.value()).unwrap_or_default();
    let first = value.get_untracked();
    Effect::new(move |_| {
        let value = value.get();
        // While somebody types, the address is behind what they type.
        if let Some(input) = input.get_untracked().filter(|input| !has_focus(input)) {
            input.set_value(&value);
        }
    });
    let pause = Pause::new();
    let type_on = move |_| pause.then(TYPING_PAUSE, move || on_ask.run((typed(), false)));
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        pause.stop();
        on_ask.run((typed(), true));
    };
    let hidden = move || {
        let kept = kept.get().into_iter();
        kept.map(|(name, value)| view! { <input type="hidden" name=name value=value /> }).collect_view()
    };
    view! {
        <form class="search-field" action=action on:submit=submit>
            <div class="search search-field__box">
                <Icon name=IconName::Search />
                <input
                    class="control"
                    id="search-q"
                    type="search"
                    name="q"
                    value=first
                    aria-label=label
                    autocomplete="off"
                    maxlength=200u32
                    node_ref=input
                    on:input=type_on
                />
            </div>
            {hidden}
            <Button label=crate::t().ui_search() kind=ButtonKind::Submit variant=ButtonVariant::Primary />
        </form>
    }
}

fn has_focus(input: &web_sys::HtmlInputElement) -> bool {
    document().active_element().is_some_and(|active| active.id() == input.id())
}
