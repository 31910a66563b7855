//! Names and values.

use leptos::prelude::*;

use crate::{Text, view};

/// Facts about one thing: a name and a value each.
#[component]
pub fn DescriptionList(
    /// The facts in order.
    items: Vec<Fact>,
) -> impl IntoView {
    let items = items
        .into_iter()
        .map(|Fact { name, value }| {
            view! {
                <div class="facts__item">
                    <dt class="facts__name">{name}</dt>
                    <dd class="facts__value">{value}</dd>
                </div>
            }
        })
        .collect_view();
    view! { <dl class="facts">{items}</dl> }
}

/// One fact of a [`DescriptionList`].
pub struct Fact {
    name: Text,
    value: AnyView,
}

impl Fact {
    /// A name and what stands for it: a text or any view.
    pub fn new(name: impl Into<Text>, value: impl IntoView + 'static) -> Self {
        Self { name: name.into(), value: value.into_view().into_any() }
    }
}
