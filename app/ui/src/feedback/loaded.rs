//! Content that comes from the server.

use leptos::{either::EitherOf3, prelude::*};
use serde::{Serialize, de::DeserializeOwned};

use super::{ProblemPanel, Skeleton};
use crate::FormProblem;

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
        Err(error) => EitherOf3::A(view! { <ProblemPanel problem=error.into() on_retry=retry /> }),
        Ok(value) if empty_when.is_some_and(|is_empty| is_empty(&value)) => EitherOf3::B(empty.run()),
        Ok(value) => EitherOf3::C(children(value)),
    };
    let content = move || {
        let (empty, children) = (empty.clone(), children.clone());
        Suspend::new(async move { show(value.await, empty, children) })
    };
    view! { <Transition fallback=move || skeleton.run()>{content}</Transition> }
}
