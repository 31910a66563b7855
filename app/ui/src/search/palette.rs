//! The palette: search over whatever page is open.

use leptos::{ev, html, prelude::*};
use wasm_bindgen::JsCast;

use super::field::TYPING_PAUSE;
use super::pause::Pause;
use super::results::{MarkedText, ResultPassage, ResultPlace, SearchResult};
use crate::{Icon, IconName, Kbd, Text, t, view};

/// The id of the list; those of its options begin with it.
const LIST: &str = "palette-list";

/// A palette: a field and below it what was found, over the page. A native modal dialog with the pattern of a combobox
/// whose list is always there: arrows choose, Enter opens, Escape closes. It is drawn while it is open.
#[component]
pub fn SearchPalette(
    /// Whether it is open; closing by the person sets it to false.
    open: RwSignal<bool>,
    /// What is typed.
    text: RwSignal<String>,
    /// Told what is typed once typing rests.
    on_rest: Callback<String>,
    /// The path of all results, which is opened when nothing is chosen.
    #[prop(into)]
    action: Text,
    /// What it looks for; also the accessible name.
    #[prop(into)]
    label: Text,
    /// Told what was typed, to show all results.
    on_all: Callback<String>,
    /// Which of the options is chosen; [`PaletteResults`] sets it.
    chosen: RwSignal<Option<usize>>,
    /// [`PaletteResults`], or why there are none.
    children: ChildrenFn,
) -> impl IntoView {
    let dialog = crate::overlay::shown_while(open);
    let heard = label.clone();
    let content = move || {
        open.get().then(|| {
            view! {
                <PaletteField open text on_rest action=action.clone() label=label.clone() on_all chosen />
                <div class="palette__found" on:click=move |event| close_on_link(&event, open)>
                    {children()}
                </div>
                <PaletteKeys />
            }
        })
    };
    view! {
        <dialog
            class="palette"
            aria-label=heard
            node_ref=dialog
            on:close=move |_| open.set(false)
            on:click=move |event| close_outside(&event, open)
        >
            {content}
        </dialog>
    }
}

#[component]
fn PaletteField(
    open: RwSignal<bool>,
    text: RwSignal<String>,
    on_rest: Callback<String>,
    action: Text,
    label: Text,
    on_all: Callback<String>,
    chosen: RwSignal<Option<usize>>,
) -> impl IntoView {
    let input = NodeRef::<html::Input>::new();
    Effect::new(move |_| {
        if let Some(input) = input.get() {
            // What was typed before it opened goes on where it ended.
            input.set_value(&text.get_untracked());
            drop(input.focus());
        }
    });
    // What is typed into the page's own field until this one has the focus.
    Effect::new(move |_| {
        let now = text.get();
        if let Some(input) = input.get_untracked().filter(|input| input.value() != now) {
            input.set_value(&now);
            on_rest.run(now);
        }
    });
    let pause = Pause::new();
    let type_on = move |event: ev::Event| {
        chosen.set(None);
        let typed = event_target_value(&event);
        text.set(typed.clone());
        pause.then(TYPING_PAUSE, move || on_rest.run(typed));
    };
    let press = move |event: ev::KeyboardEvent| match event.key().as_str() {
        "ArrowDown" | "ArrowUp" => {
            event.prevent_default();
            chosen.update(|chosen| *chosen = beside(*chosen, event.key() == "ArrowDown"));
            show(chosen.get_untracked());
        }
        "Enter" if !event.is_composing() => {
            event.prevent_default();
            match chosen.get_untracked().and_then(option) {
                Some(option) => option.click(),
                None => {
                    open.set(false);
                    on_all.run(text.get_untracked());
                }
            }
        }
        _ => {}
    };
    let active = move || chosen.get().map(|index| format!("{LIST}-{index}"));
    view! {
        <form class="palette__form" action=action>
            <Icon name=IconName::Search />
            <input
                class="palette__input"
                type="text"
                enterkeyhint="search"
                name="q"
                role="combobox"
                aria-label=label
                aria-autocomplete="list"
                aria-expanded="true"
                aria-controls=LIST
                aria-activedescendant=active
                autocomplete="off"
                maxlength=200u32
                node_ref=input
                on:input=type_on
                on:keydown=press
            />
            <button
                type="button"
                class="button button--quiet button--icon"
                aria-label=t().close()
                on:click=move |_| open.set(false)
            >
                <Icon name=IconName::X />
            </button>
        </form>
    }
}

#[component]
fn PaletteKeys() -> impl IntoView {
    let t = t();
    view! {
        <p class="palette__keys" aria-hidden="true">
            <span><Kbd key="↑" /> <Kbd key="↓" /> {t.ui_palette_choose()}</span>
            <span><Kbd key="↵" /> {t.ui_palette_open()}</span>
            <span><Kbd key="Esc" /> {t.ui_palette_close()}</span>
        </p>
    }
}

/// What was found, as options of a [`SearchPalette`].
#[component]
pub fn PaletteResults(
    /// What the list is.
    #[prop(into)]
    label: Text,
    /// What was found, the best first.
    results: Vec<SearchResult>,
    /// Whether the first is chosen at once.
    first_is_chosen: bool,
    /// Which is chosen.
    chosen: RwSignal<Option<usize>>,
) -> impl IntoView {
    let any = !results.is_empty();
    Effect::new(move |_| chosen.set((first_is_chosen && any).then_some(0)));
    let options = results.into_iter().enumerate().map(|(index, result)| {
        let SearchResult { href, title, place, passage, lang } = result;
        let is_chosen = move || if chosen.get() == Some(index) { "true" } else { "false" };
        view! {
            <li
                class="palette__option"
                id=format!("{LIST}-{index}")
                role="option"
                aria-selected=is_chosen
                lang=lang
            >
                <a class="palette__link" href=href tabindex="-1">
                    <span class="palette__title">
                        <MarkedText runs=title />
                    </span>
                    <ResultPlace place />
                    <ResultPassage passage />
                </a>
            </li>
        }
    });
    view! { <ul class="palette__list" id=LIST role="listbox" aria-label=label>{options.collect_view()}</ul> }
}

/// The option beside the chosen one, round and round.
fn beside(chosen: Option<usize>, is_next: bool) -> Option<usize> {
    let count = options().map_or(0, |options| options.length() as usize);
    match (chosen, is_next) {
        _ if count == 0 => None,
        (None, true) => Some(0),
        (None, false) => Some(count - 1),
        (Some(index), true) => Some((index + 1) % count),
        (Some(index), false) => Some((index + count - 1) % count),
    }
}

fn options() -> Option<web_sys::NodeList> {
    document().query_selector_all(".palette__link").ok()
}

fn option(index: usize) -> Option<web_sys::HtmlElement> {
    options()?.item(u32::try_from(index).ok()?)?.dyn_into().ok()
}

fn show(chosen: Option<usize>) {
    let Some(option) = chosen.and_then(option) else { return };
    let nearest = web_sys::ScrollIntoViewOptions::new();
    nearest.set_block(web_sys::ScrollLogicalPosition::Nearest);
    option.scroll_into_view_with_scroll_into_view_options(&nearest);
}

/// A press on a link leaves the palette, unless it opens elsewhere.
fn close_on_link(event: &ev::MouseEvent, open: RwSignal<bool>) {
    if crate::action::leaves(event) {
        open.set(false);
    }
}

/// A press on the page behind closes, as it does with a menu.
fn close_outside(event: &ev::MouseEvent, open: RwSignal<bool>) {
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    if target.is_some_and(|target| target.tag_name() == "DIALOG") {
        open.set(false);
    }
}
