//! A page: its title and what follows.

use leptos::{html, prelude::*};
use leptos_meta::Title;

use super::{Breadcrumbs, Crumb};
use crate::{Text, class::classes, t, view};

/// A page inside the frame: one clear title, at most one primary action, and the content.
///
/// Also sets the title of the document and, after a navigation without a reload, moves the focus to the title.
#[component]
pub fn Page(
    /// The title.
    #[prop(into)]
    title: Text,
    /// The way here, from the root; the page itself is not part of it.
    #[prop(optional)]
    breadcrumbs: Vec<Crumb>,
    /// What the page is for, in a sentence.
    #[prop(optional, into)]
    lead: Option<Text>,
    /// The actions of the page, beside the title.
    #[prop(optional, into)]
    actions: Option<ViewFnOnce>,
    /// How much of the screen the content takes.
    #[prop(optional)]
    width: PageWidth,
    /// The content.
    children: Children,
) -> impl IntoView {
    let heading = NodeRef::<html::H1>::new();
    focus_after_navigation(heading);
    let document_title = t().ui_page_title(&title);
    view! {
        <Title text=document_title />
        <div class=classes(&["page", width.class()])>
            <header class="page__header">
                {(!breadcrumbs.is_empty()).then(|| view! { <Breadcrumbs items=breadcrumbs /> })}
                <div class="page__heading">
                    <h1 class="page__title" tabindex="-1" node_ref=heading>{title}</h1>
                    {actions.map(|actions| view! { <div class="page__actions">{actions.run()}</div> })}
                </div>
                {lead.map(|lead| view! { <p class="page__lead">{lead}</p> })}
            </header>
            {children()}
        </div>
    }
}

/// How much of the screen a page takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PageWidth {
    /// Lists and boards: up to the width of a large screen.
    #[default]
    Wide,
    /// Text and forms: a comfortable measure.
    Narrow,
}

impl PageWidth {
    const fn class(self) -> &'static str {
        match self {
            Self::Wide => "",
            Self::Narrow => "page--narrow",
        }
    }
}

fn focus_after_navigation(heading: NodeRef<html::H1>) {
    let first_load = Owner::current_shared_context()
        .is_none_or(|context| !context.is_browser() || context.during_hydration());
    if first_load {
        return;
    }
    Effect::new(move |_| {
        if heading.get().is_none() {
            return;
        }
        // What came from the server is made before it stands in the page, and only then can it be focused.
        request_animation_frame(move || {
            let heading = heading.try_get_untracked().flatten().filter(|_| !is_focus_in_page());
            if let Some(heading) = heading {
                let options = web_sys::FocusOptions::new();
                options.set_prevent_scroll(true);
                drop(heading.focus_with_options(&options));
            }
        });
    });
}

/// Whether the focus stands on something in the page: the page was drawn anew around it, not left.
fn is_focus_in_page() -> bool {
    document()
        .active_element()
        .is_some_and(|element| element.closest("main *").is_ok_and(|found| found.is_some()))
}
