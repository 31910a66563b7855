//! A modal dialog.

use leptos::{html, prelude::*};

use crate::{Button, ButtonVariant, IconName, LabelDisplay, Text, t, view};

/// An element that is a modal dialog while the signal says so.
pub(crate) fn shown_while(open: RwSignal<bool>) -> NodeRef<html::Dialog> {
    let dialog = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        let Some(dialog) = dialog.get() else { return };
        match (open.get(), dialog.open()) {
            (true, false) => drop(dialog.show_modal()),
            (false, true) => dialog.close(),
            _ => {}
        }
    });
    dialog
}

/// A native modal dialog: the browser keeps the focus inside, Escape closes it, focus returns.
///
/// Its content is only rendered while it is open.
#[component]
pub fn Dialog(
    /// Id, unique on the page.
    #[prop(into)]
    id: Text,
    /// What it is about; also its accessible name.
    #[prop(into)]
    title: Text,
    /// Whether it is open; closing by the person sets it to false.
    open: RwSignal<bool>,
    /// What it says.
    children: ChildrenFn,
) -> impl IntoView {
    let dialog = shown_while(open);
    let title_id = format!("{id}-title");
    let labelled_by = title_id.clone();
    let content = move || {
        open.get().then(|| {
            view! {
                <header class="dialog__header">
                    <h2 class="dialog__title" id=title_id.clone()>{title.clone()}</h2>
                    <Button
                        label=t().close()
                        icon=IconName::X
                        label_display=LabelDisplay::Hidden
                        variant=ButtonVariant::Quiet
                        on_press=move |()| open.set(false)
                    />
                </header>
                <div class="dialog__body">{children()}</div>
            }
        })
    };
    view! {
        <dialog
            class="dialog"
            id=id
            aria-labelledby=labelled_by
            node_ref=dialog
            on:close=move |_| open.set(false)
        >
            {content}
        </dialog>
    }
}
