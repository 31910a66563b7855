//! A form that sends a file.

use leptos::prelude::*;

use crate::{Text, view};

/// A form that sends a file and loads what the server answers.
#[component]
pub fn UploadForm(
    /// Where it is sent.
    #[prop(into)]
    action: Text,
    /// Fields and a submit button.
    children: Children,
) -> impl IntoView {
    view! {
        <form class="form" method="post" action=action enctype="multipart/form-data">
            {children()}
        </form>
    }
}
