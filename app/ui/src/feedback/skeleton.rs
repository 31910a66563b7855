//! The shape of what is being loaded.

use leptos::prelude::*;

use crate::{t, view};

/// The shape of what is coming, of about the same height so that nothing jumps.
#[component]
pub fn Skeleton(
    /// Which shape.
    #[prop(optional)]
    shape: SkeletonShape,
) -> impl IntoView {
    let (class, count) = match shape {
        SkeletonShape::Lines(lines) => ("skeleton skeleton--lines", lines),
        SkeletonShape::Table(rows) => ("skeleton skeleton--table", rows),
    };
    let bars = (0..count).map(|_| view! { <span class="skeleton__bar"></span> }).collect_view();
    view! {
        <div class=class role="status">
            <span class="visually-hidden">{t().ui_loading()}</span>
            {bars}
        </div>
    }
}

/// What is being loaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SkeletonShape {
    /// So many lines of text.
    Lines(usize),
    /// A table of so many rows.
    Table(usize),
}

impl Default for SkeletonShape {
    fn default() -> Self {
        Self::Lines(4)
    }
}
