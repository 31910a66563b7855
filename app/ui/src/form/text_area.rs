//! Several lines of text.

use leptos::{html, prelude::*};

use super::bind::keep_in_step;
use crate::{Field, FieldTies, FieldWidth, LabelDisplay, Need, Text, class::classes, view};

/// A question answered with several lines. The only place that writes a `<textarea>`, because Leptos does not
/// escape what is inside one.
#[component]
pub fn TextArea(
    /// Name in the form; the id follows from it.
    #[prop(into)]
    name: Text,
    /// The question.
    #[prop(into)]
    label: Text,
    /// Whether the label is seen or only heard.
    #[prop(optional)]
    label_display: LabelDisplay,
    /// What helps to answer it.
    #[prop(optional, into)]
    hint: Option<Text>,
    /// The answer to start with.
    #[prop(optional, into)]
    value: Option<Text>,
    /// A signal that follows what is typed, and the other way round.
    #[prop(optional, into)]
    bind: Option<RwSignal<String>>,
    /// Whether it must be answered.
    #[prop(optional)]
    need: Need,
    /// How many lines are seen at first.
    #[prop(default = 5)]
    rows: u32,
    /// The longest answer, in characters.
    #[prop(optional)]
    max_length: Option<u32>,
    /// How wide the control is.
    #[prop(default = FieldWidth::Full)]
    width: FieldWidth,
) -> impl IntoView {
    let ties = FieldTies::of(&name, hint.as_ref());
    let area = NodeRef::<html::Textarea>::new();
    keep_in_step(
        bind,
        move || area.get().map(|area| area.value()),
        move |value| {
            if let Some(area) = area.get_untracked() {
                area.set_value(value);
            }
        },
    );
    let control = view! {
        <textarea
            class=classes(&["control", "control--area", width.class()])
            id=ties.id.clone()
            name=name
            rows=rows
            required=matches!(need, Need::Required)
            maxlength=max_length
            aria-describedby=ties.described_by()
            aria-invalid=ties.invalid()
            node_ref=area
            on:input:target=move |event| {
                if let Some(bind) = bind {
                    bind.set(event.target().value());
                }
            }
            inner_html=escaped(&ties.initial(value, bind))
        ></textarea>
    };
    view! { <Field ties label label_display hint need>{control}</Field> }
}

/// The text as the content of a `<textarea>`. The parser drops a first line break, so one more is written
/// where a page is parsed; setting the content by script drops none.
fn escaped(text: &str) -> String {
    let mut html = String::with_capacity(text.len() + 8);
    if cfg!(feature = "ssr") && text.starts_with('\n') {
        html.push('\n');
    }
    for c in text.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            _ => html.push(c),
        }
    }
    html
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_cannot_leave_the_textarea() {
        assert_eq!(escaped("</textarea><script>&"), "&lt;/textarea&gt;&lt;script&gt;&amp;");
    }
}
