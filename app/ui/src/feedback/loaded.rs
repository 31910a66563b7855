//! Content that comes from the server.

use leptos::{either::EitherOf3, prelude::*};
use serde::{Serialize, de::DeserializeOwned};

use super::{ProblemPanel, Skeleton};
use crate::{FormProblem, Page, ProblemKind, t};

/// Shows a resource in its four states: loading, refused, empty, there.
///
/// ```ignore
/// <Loaded value=users empty_when=Users::is_empty empty=|| view! { <NoUsers/> } let:users>
///     <UserTable users/>
/// </Loaded>
/// ```
#[component]
pub fn Loaded<T, E, V, F>(
    /// The resource. It must be made in the component that shows it.
    value: Resource<Result<T, E>>,
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
    /// The content, made from the value.
    children: F,
) -> impl IntoView
where
    T: Serialize + DeserializeOwned + Clone + Send + Sync + 'static,
    E: Serialize + DeserializeOwned + Into<FormProblem> + Clone + Send + Sync + 'static,
    V: IntoView + 'static,
    F: Fn(T) -> V + Clone + Send + Sync + 'static,
{
    let skeleton = skeleton.unwrap_or_else(|| (|| view! { <Skeleton /> }).into());
    let retry = Callback::new(move |()| value.refetch());
    let show = move |loaded: Result<T, E>, empty: ViewFn, children: F| match loaded {
        Err(error) => EitherOf3::A(refused(error.into(), retry, extent)),
        Ok(value) if empty_when.is_some_and(|is_empty| is_empty(&value)) => EitherOf3::B(empty.run()),
        Ok(value) => EitherOf3::C(children(value)),
    };
    let content = move || {
        let (empty, children) = (empty.clone(), children.clone());
        Suspend::new(async move { show(value.await, empty, children) })
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

fn refused(problem: FormProblem, retry: Callback<()>, extent: Extent) -> AnyView {
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
        Extent::Page => view! { <Page title>{panel}</Page> }.into_any(),
    }
}
