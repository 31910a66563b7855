//! Files that are brought to a text: chosen with a button of the toolbar, pasted, or dropped.

use leptos::prelude::*;
use wasm_bindgen::JsValue;
use web_sys::{DataTransfer, File};

use crate::{Icon, IconName, Text, view};

/// How a text takes files in.
#[derive(Clone)]
pub struct FileIntake {
    /// What the button is called.
    pub label: Text,
    /// What can be chosen, as in the attribute `accept` of HTML.
    pub accept: Text,
    /// What is done with a file.
    pub take: Callback<File>,
}

/// The button that asks for a file.
#[component]
pub(super) fn FileButton(intake: FileIntake) -> impl IntoView {
    let FileIntake { label, accept, take } = intake;
    // The control lies over the picture unseen, so that keys and pointers reach it as they reach any other.
    view! {
        <span class="button button--quiet editor__tool editor__file">
            <Icon name=IconName::Image />
            <input
                class="editor__chooser"
                type="file"
                title=label.clone()
                aria-label=label
                accept=accept
                on:change:target=move |event| {
                    let input = event.target();
                    let file = input.files().and_then(|files| files.get(0));
                    // So that the same file can be chosen once more.
                    input.set_value("");
                    if let Some(file) = file {
                        take.run(file);
                    }
                }
            />
        </span>
    }
}

/// Whether what is pasted or dragged is a file. What is a text as well, such as cells of a spreadsheet, is that text.
pub(super) fn brings_file(data: &DataTransfer) -> bool {
    let kinds = data.types();
    let has = |kind: &str| kinds.includes(&JsValue::from_str(kind), 0);
    has("Files") && !has("text/plain")
}

/// The file that is pasted or dropped, if it is one.
pub(super) fn file_of(data: Option<DataTransfer>) -> Option<File> {
    data.filter(brings_file)?.files()?.get(0)
}
