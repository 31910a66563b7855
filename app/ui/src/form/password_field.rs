//! A secret.

use leptos::prelude::*;

use crate::{Field, FieldTies, LiveRegion, Need, Text, t, view};

/// A password with a button that shows it.
#[component]
pub fn PasswordField(
    /// Name in the form; the id follows from it.
    #[prop(into)]
    name: Text,
    /// The question.
    #[prop(into)]
    label: Text,
    /// The rules it must follow, when it is a new one.
    #[prop(optional, into)]
    hint: Option<Text>,
    /// `current-password` or `new-password`.
    #[prop(into, default = Text::from("current-password"))]
    autocomplete: Text,
) -> impl IntoView {
    let t = t();
    let ties = FieldTies::of(&name, hint.as_ref());
    let (described_by, invalid, id) = (ties.described_by(), ties.invalid(), ties.id.clone());
    let shown = RwSignal::new(None::<bool>);
    let is_shown = move || shown.get() == Some(true);
    let said = move || match shown.get() {
        None => String::new(),
        Some(true) => t.ui_password_shown().to_owned(),
        Some(false) => t.ui_password_hidden().to_owned(),
    };
    view! {
        <Field ties label hint need=Need::Required>
            <div class="password">
                <input
                    class="control"
                    type=move || if is_shown() { "text" } else { "password" }
                    id=id.clone()
                    name=name
                    required
                    autocomplete=autocomplete
                    autocapitalize="none"
                    spellcheck="false"
                    aria-describedby=described_by
                    aria-invalid=invalid
                />
                <button
                    type="button"
                    class="button button--secondary password__toggle"
                    aria-controls=id
                    on:click=move |_| shown.update(|shown| *shown = Some(*shown != Some(true)))
                >
                    {move || if is_shown() { t.ui_hide_password() } else { t.ui_show_password() }}
                </button>
                <LiveRegion message=Signal::derive(said) />
            </div>
        </Field>
    }
}
