//! Content that comes from the server.

use std::sync::Arc;

use leptos::prelude::codee::string::FromToStringCodec;
use leptos::prelude::*;

use super::{Answer, Load, ProblemPanel, Skeleton};
use crate::{FormProblem, Page, ProblemKind, t, view};

/// Shows what is loaded in its four states: loading, refused, empty, there.
///
/// ```ignore
/// <Loaded value=users empty_when=Users::is_empty empty=|| view! { <NoUsers/> } let:users>
///     <UserTable users/>
/// </Loaded>
/// ```
#[component]
pub fn Loaded<T, V, F>(
    /// What is loaded. It must be asked for in the component that shows it.
    value: Load<T>,
    /// What stands there while it loads; some lines by default.
    #[prop(optional, into)]
    skeleton: Option<ViewFnOnce>,
    /// When there is nothing to show.
    #[prop(optional)]
    empty_when: Option<fn(&T) -> bool>,
    /// What is shown then.
    #[prop(optional, into)]
    empty: ViewFn,
    /// Whether the content is a part of a page or brings the page with it.
    #[prop(optional)]
    extent: Extent,
    /// What is shown instead when it is refused; a panel that says why by default.
    #[prop(optional, into)]
    refused: Option<ViewFn>,
    /// What the parts of the question are called, so that a refusal names those at fault.
    #[prop(optional)]
    names: Option<fn(&str) -> &'static str>,
    /// The content, made from the value.
    children: F,
) -> impl IntoView
where
    T: 'static,
    V: IntoView + 'static,
    F: Fn(T) -> V + Send + Sync + 'static,
{
    let show = move |answer: &Answer, retry: Callback<()>| match value.read(answer) {
        Err(problem) => match (&refused, names) {
            (Some(refused), _) => refused.run(),
            (None, Some(names)) => refusal(problem.named(names), retry, extent),
            (None, None) => refusal(problem, retry, extent),
        },
        Ok(value) if empty_when.is_some_and(|is_empty| is_empty(&value)) => empty.run(),
        Ok(value) => children(value).into_any(),
    };
    content(value.answer(), Arc::new(show), skeleton)
}

/// Makes the view of an answer; the second argument asks again.
type Show = Arc<dyn Fn(&Answer, Callback<()>) -> AnyView + Send + Sync>;

fn content(answer: Resource<Answer, FromToStringCodec>, show: Show, skeleton: Option<ViewFnOnce>) -> AnyView {
    let skeleton = skeleton.unwrap_or_else(|| (|| view! { <Skeleton /> }).into());
    let retry = Callback::new(move |()| answer.refetch());
    let content = move || {
        let show = Arc::clone(&show);
        Suspend::new(async move { show(&answer.await, retry) })
    };
    view! { <Transition fallback=move || skeleton.run()>{content}</Transition> }
}

/// What the content of a [`Loaded`] is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Extent {
    /// A part of a page: a refusal is shown in its place.
    #[default]
    Part,
    /// A whole page with its title: a refusal is a page with a title, too.
    Page,
}

impl Extent {
    pub(super) const fn is_part(self) -> bool {
        matches!(self, Self::Part)
    }
}

fn refusal(problem: FormProblem, retry: Callback<()>, extent: Extent) -> AnyView {
    let t = t();
    let title = match problem.kind {
        ProblemKind::NotFound => t.ui_not_found_title(),
        ProblemKind::Forbidden => t.ui_forbidden_title(),
        ProblemKind::SignedOut => t.ui_signed_out_title(),
        ProblemKind::Refused | ProblemKind::Failed => t.ui_problem_title(),
    };
    let panel = view! { <ProblemPanel problem on_retry=retry extent /> };
    match extent {
        Extent::Part => panel.into_any(),
        Extent::Page => view! { <Page title>{panel}</Page> },
    }
}
