//! A text field for Markdown.

use leptos::{ev, prelude::*};

use super::Snippet;
use super::caret::{Caret, put_snippet, put_text};
use super::intake::{FileButton, FileIntake, brings_file, file_of};
use super::slash_menu::{Pressed, SlashMenu};
use crate::{FieldTies, Icon, LiveRegion, Text, TextArea, Toolbar, is_alive, t, view};

/// A text field for Markdown with a toolbar and a menu of blocks. Beside it stands what it will look like. Without scripts it
/// is a text field.
#[component]
pub fn MarkdownEditor(
    /// Name in the form; the id follows from it.
    #[prop(into)]
    name: Text,
    /// The question.
    #[prop(into)]
    label: Text,
    /// The text: follows what is typed, and the other way round.
    bind: RwSignal<String>,
    /// What the toolbar and the slash menu offer.
    snippets: Vec<Snippet>,
    /// How it takes files in. Where no scripts run it takes none.
    #[prop(optional)]
    files: Option<FileIntake>,
    /// A text to put in where the caret stands, as soon as there is one: an image that was sent, for example.
    #[prop(optional, into)]
    put: Option<Signal<Option<String>>>,
    /// What it will look like.
    children: Children,
) -> impl IntoView {
    let id = FieldTies::of(&name, None).id;
    let id = StoredValue::new(id);
    let area = move || id.with_value(|id| area_of(id));
    let menu = SlashMenu::new(snippets.clone());
    let is_alive = is_alive();
    Effect::new(move |_| {
        if let Some(text) = put.and_then(|put| put.get())
            && let Some(area) = area()
        {
            put_text(&area, &text);
        }
    });
    let follow = move || {
        if let Some(area) = area() {
            menu.follow(Caret::of(&area).command());
        }
    };
    let put_in = move |snippet: &Snippet, command: Option<&str>| {
        if let Some(area) = area() {
            put_snippet(&area, snippet, command);
        }
    };
    let choose = Callback::new(move |(snippet, command): (Snippet, String)| {
        put_in(&snippet, Some(&command));
    });
    let press = move |event: ev::KeyboardEvent| match menu.press(&event.key()) {
        Pressed::Nothing => {}
        Pressed::Done => event.prevent_default(),
        Pressed::Chosen(snippet, command) => {
            event.prevent_default();
            put_in(&snippet, Some(&command));
        }
    };
    let take = files.as_ref().map(|files| files.take);
    let take_in = move |data: Option<web_sys::DataTransfer>| match (take, file_of(data)) {
        (Some(take), Some(file)) => {
            take.run(file);
            true
        }
        _ => false,
    };
    let paste = move |event: ev::ClipboardEvent| {
        if take_in(event.clipboard_data()) {
            event.prevent_default();
        }
    };
    let drop_in = move |event: ev::DragEvent| {
        if take_in(event.data_transfer()) {
            event.prevent_default();
        }
    };
    let drag_over = move |event: ev::DragEvent| {
        if take.is_some() && event.data_transfer().as_ref().is_some_and(brings_file) {
            event.prevent_default();
        }
    };
    let choose_file = move || {
        let intake = files.clone().filter(|_| is_alive.get())?;
        Some(view! { <FileButton intake /> })
    };
    let list = format!("{name}-blocks");
    let said = {
        let list = list.clone();
        move || menu.active_id(&list).map(|_| t().editor_menu_open().to_owned()).unwrap_or_default()
    };
    let buttons = move || {
        is_alive.get().then(|| {
            snippets
                .iter()
                .filter_map(|snippet| Some((snippet.icon?, snippet.clone())))
                .map(|(icon, snippet)| {
                    let label = snippet.label.clone();
                    view! {
                        <button
                            class="button button--quiet editor__tool"
                            type="button"
                            title=label.clone()
                            aria-label=label
                            on:click=move |_| put_in(&snippet, None)
                        >
                            <Icon name=icon />
                        </button>
                    }
                })
                .collect_view()
        })
    };
    view! {
        <div class="editor">
            <div
                class="editor__source"
                on:input=move |_| follow()
                on:click=move |_| follow()
                on:keydown=press
                on:paste=paste
                on:dragover=drag_over
                on:drop=drop_in
            >
                <Toolbar label=t().editor_tools()>
                    {buttons}
                    {choose_file}
                </Toolbar>
                <TextArea name label bind rows=24 hint=t().editor_hint() />
                {menu.list(list, choose)}
                <LiveRegion message=Signal::derive(said) />
            </div>
            <section class="editor__preview" aria-label=t().editor_preview()>
                {children()}
            </section>
        </div>
    }
}

fn area_of(id: &str) -> Option<web_sys::HtmlTextAreaElement> {
    use wasm_bindgen::JsCast;
    document().get_element_by_id(id)?.dyn_into().ok()
}
