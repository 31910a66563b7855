//! What lies over the page. The server writes it, and the script `cover.js` opens it: as a modal dialog, so that nothing below
//! it can be reached. So it weighs nothing in the browser's file of the pages.

use leptos::prelude::*;

use crate::{Button, ButtonKind, ButtonVariant, Text, view};

/// A panel over the whole page that cannot be put away: something has to be done first. Without scripts it lies over the
/// page all the same. The heading inside has the id `cover-title`.
#[component]
pub fn Covered(
    /// What it says and what can be done.
    children: Children,
) -> impl IntoView {
    view! {
        <palier-cover>
            <dialog class="cover" open role="alertdialog" aria-labelledby="cover-title">
                <div class="cover__panel">{children()}</div>
            </dialog>
        </palier-cover>
    }
}

/// A card over the page that interrupts once: it can be put off, and then stays away in this browser. Without scripts it is not
/// there. The heading inside has the id `cover-title`.
#[component]
pub fn Interrupting(
    /// What is put off with it. Of the same name it does not interrupt again.
    #[prop(into)]
    name: Text,
    /// The label of the button that puts it off.
    #[prop(into)]
    later: Text,
    /// What can be done at once; it has the focus.
    #[prop(into)]
    action: ViewFnOnce,
    /// What it says.
    children: Children,
) -> impl IntoView {
    view! {
        <palier-cover data-later=name>
            <dialog class="dialog" aria-labelledby="cover-title">
                <div class="dialog__body">
                    {children()}
                    <form class="dialog__actions" method="dialog">
                        {action.run()}
                        <Button label=later kind=ButtonKind::Submit variant=ButtonVariant::Quiet />
                    </form>
                </div>
            </dialog>
        </palier-cover>
    }
}
