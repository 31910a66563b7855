//! Rendered Markdown.

use leptos::{html, prelude::*, task::spawn_local};
use wasm_bindgen::JsCast;

use crate::{Text, t, view};

/// HTML that the sanitiser of the server has passed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SanitisedHtml(String);

impl SanitisedHtml {
    /// Declares that the sanitiser made this text. Nothing else may call it.
    pub fn from_sanitiser(html: String) -> Self {
        Self(html)
    }

    /// Hands the text to the components that put it into a page.
    pub(super) fn into_text(self) -> String {
        self.0
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.0.trim().is_empty()
    }
}

/// Puts HTML into a page, as only this family of components may. Canned replies in it get a button that copies them.
#[component]
pub fn TrustedHtml(
    /// The HTML.
    html: SanitisedHtml,
    /// The language of the text, when it is not the page's.
    #[prop(optional, into)]
    lang: Option<Text>,
) -> impl IntoView {
    let prose = NodeRef::<html::Div>::new();
    let (copy, copied) = (t().ui_copy_reply(), t().ui_copied());
    Effect::new(move |_| {
        if let Some(prose) = prose.get() {
            add_copy_buttons(&prose, copy);
            open_tables_to_keys(&prose);
        }
    });
    let on_click = move |event: leptos::ev::MouseEvent| {
        let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        if let Some(button) = target.and_then(|target| target.closest("[data-copy-reply]").ok().flatten()) {
            copy_reply(button, copied);
        }
    };
    view! { <div class="prose" lang=lang node_ref=prose on:click=on_click inner_html=html.0></div> }
}

/// Replies come from the sanitiser without buttons, so they are added once the page is alive.
fn add_copy_buttons(prose: &web_sys::Element, label: &str) {
    let Ok(replies) = prose.query_selector_all(".reply") else { return };
    for index in 0..replies.length() {
        let reply = replies.item(index).and_then(|node| node.dyn_into::<web_sys::Element>().ok());
        let (Some(reply), Ok(button)) = (reply, document().create_element("button")) else { continue };
        button.set_class_name("button button--secondary button--small reply__copy");
        for (name, value) in [("type", "button"), ("data-copy-reply", "")] {
            drop(button.set_attribute(name, value));
        }
        button.set_text_content(Some(label));
        drop(reply.append_child(&button));
    }
}

/// A table that is wider than the screen scrolls; keys can only scroll what can have the focus.
fn open_tables_to_keys(prose: &web_sys::Element) {
    let Ok(tables) = prose.query_selector_all("table") else { return };
    for index in 0..tables.length() {
        let table = tables.item(index).and_then(|node| node.dyn_into::<web_sys::Element>().ok());
        if let Some(table) = table.filter(|table| table.client_width() < table.scroll_width()) {
            drop(table.set_attribute("tabindex", "0"));
        }
    }
}

fn copy_reply(button: web_sys::Element, copied: &'static str) {
    let Some(reply) = button.parent_element() else { return };
    let text = reply_text(&reply);
    spawn_local(async move {
        if crate::action::copy(&text).await {
            button.set_text_content(Some(copied));
            drop(button.set_attribute("aria-live", "polite"));
        }
    });
}

/// The paragraphs of a reply, without its title and without the button.
fn reply_text(reply: &web_sys::Element) -> String {
    let parts = reply.children();
    let paragraphs: Vec<String> = (0..parts.length())
        .filter_map(|index| parts.item(index))
        .filter(|part| !part.matches(".block-title, [data-copy-reply]").unwrap_or_default())
        .filter_map(|part| part.dyn_into::<web_sys::HtmlElement>().ok())
        .map(|part| part.inner_text())
        .collect();
    paragraphs.join("\n\n")
}
