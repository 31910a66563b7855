//! Tables.

use leptos::prelude::*;

use crate::{Icon, IconName, Text, class::classes, t, view};

/// A table of data. The first cell of a row is its header. Always has a head and a body, so that the
/// browser repairs nothing and hydration finds what the server wrote.
#[component]
pub fn DataTable(
    /// What the table holds: its accessible name.
    #[prop(into)]
    caption: Text,
    /// Whether the caption is also seen.
    #[prop(optional)]
    caption_display: CaptionDisplay,
    /// The columns.
    columns: Vec<Column>,
    /// The rows.
    rows: Vec<Row>,
    /// What a narrow screen does with it.
    #[prop(optional)]
    narrow: NarrowTable,
    /// What is shown instead when there are no rows.
    #[prop(optional, into)]
    empty: ViewFnOnce,
) -> impl IntoView {
    if rows.is_empty() {
        return empty.run();
    }
    let labels: Vec<_> = columns.iter().map(|column| (column.shown_label(), column.align)).collect();
    let head = columns.into_iter().map(|column| view! { <HeadCell column /> }).collect_view();
    let body = rows.into_iter().map(|row| body_row(row, &labels)).collect_view();
    let region_label = caption.clone();
    view! {
        <div class=classes(&["table-region", narrow.class()]) role="region" aria-label=region_label tabindex="0">
            <table class="table" role="table">
                <caption class=caption_display.class()>{caption}</caption>
                <thead role="rowgroup">
                    <tr role="row">{head}</tr>
                </thead>
                <tbody role="rowgroup">{body}</tbody>
            </table>
        </div>
    }
}

/// A column of a [`DataTable`].
#[derive(Clone, Debug)]
pub struct Column {
    label: Text,
    align: ColumnAlign,
    sort: Option<(Text, Option<SortOrder>)>,
    label_hidden: bool,
}

impl Column {
    /// A column of text.
    pub fn text(label: impl Into<Text>) -> Self {
        Self { label: label.into(), align: ColumnAlign::Start, sort: None, label_hidden: false }
    }

    /// A column of figures, set flush right.
    pub fn number(label: impl Into<Text>) -> Self {
        Self { align: ColumnAlign::End, ..Self::text(label) }
    }

    /// A column of actions; its name is heard, not seen.
    pub fn actions(label: impl Into<Text>) -> Self {
        Self { align: ColumnAlign::End, label_hidden: true, ..Self::text(label) }
    }

    fn shown_label(&self) -> Option<Text> {
        (!self.label_hidden).then(|| self.label.clone())
    }

    /// The same column, sorted by following `href`; `order` is the present one.
    pub fn sorted_by(self, href: impl Into<Text>, order: Option<SortOrder>) -> Self {
        Self { sort: Some((href.into(), order)), ..self }
    }
}

/// On which side the cells of a column stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ColumnAlign {
    /// Text.
    #[default]
    Start,
    /// Figures and actions.
    End,
}

impl ColumnAlign {
    const fn class(self) -> &'static str {
        match self {
            Self::Start => "",
            Self::End => "table__cell--end",
        }
    }
}

/// The present order of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SortOrder {
    /// Smallest first.
    Ascending,
    /// Largest first.
    Descending,
}

impl SortOrder {
    const fn aria(self) -> &'static str {
        match self {
            Self::Ascending => "ascending",
            Self::Descending => "descending",
        }
    }

    const fn icon(self) -> IconName {
        match self {
            Self::Ascending => IconName::ArrowUp,
            Self::Descending => IconName::ArrowDown,
        }
    }
}

/// A row of a [`DataTable`]; see [`crate::row`].
pub struct Row {
    cells: Vec<AnyView>,
    class: &'static str,
}

impl Row {
    /// A row of these cells, the first of which names it.
    pub fn new(cells: Vec<AnyView>) -> Self {
        Self { cells, class: "" }
    }

    /// The same row, marked as the one that is meant.
    pub fn highlighted(self) -> Self {
        Self { class: "table__row--highlighted", ..self }
    }

    /// The same row, set back: revoked, archived, past.
    pub fn faded(self) -> Self {
        Self { class: "table__row--faded", ..self }
    }
}

/// A [`Row`] from views and texts: `row![name, view! { <Badge label/> }, count]`.
#[macro_export]
macro_rules! row {
    ($($cell:expr),+ $(,)?) => {
        $crate::Row::new(vec![$($crate::cell($cell)),+])
    };
}

/// A cell from a view or a text.
pub fn cell(content: impl IntoView + 'static) -> AnyView {
    content.into_view().into_any()
}

/// Whether a caption is seen or only heard.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CaptionDisplay {
    /// Heard: a heading above says the same.
    #[default]
    Hidden,
    /// Seen.
    Shown,
}

impl CaptionDisplay {
    const fn class(self) -> &'static str {
        match self {
            Self::Hidden => "visually-hidden",
            Self::Shown => "table__caption",
        }
    }
}

/// What a narrow screen does with a table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NarrowTable {
    /// Every row becomes a card with the column names beside the values.
    #[default]
    Cards,
    /// It scrolls sideways: for figures that are compared down a column.
    Scroll,
}

impl NarrowTable {
    const fn class(self) -> &'static str {
        match self {
            Self::Cards => "table-region--cards",
            Self::Scroll => "",
        }
    }
}

#[component]
fn HeadCell(column: Column) -> impl IntoView {
    let Column { label, align, sort, label_hidden } = column;
    let order = sort.as_ref().and_then(|(_, order)| *order);
    let label = match sort {
        Some((href, order)) => view! { <SortLink href label order /> },
        None if label_hidden => view! { <span class="visually-hidden">{label}</span> },
        None => label.into_any(),
    };
    view! {
        <th
            scope="col"
            role="columnheader"
            class=classes(&["table__head", align.class()])
            aria-sort=order.map(SortOrder::aria)
        >
            {label}
        </th>
    }
}

#[component]
fn SortLink(href: Text, label: Text, order: Option<SortOrder>) -> impl IntoView {
    let icon = order.map_or(IconName::ArrowUpDown, SortOrder::icon);
    view! {
        <a class="table__sort" href=href title=t().ui_sort_by()>
            {label}
            <Icon name=icon />
        </a>
    }
}

fn body_row(row: Row, labels: &[(Option<Text>, ColumnAlign)]) -> impl IntoView + use<> {
    let cells = row
        .cells
        .into_iter()
        .zip(labels.iter().cloned())
        .enumerate()
        .map(|(index, (content, (label, align)))| body_cell(index, content, label, align))
        .collect_view();
    view! { <tr role="row" class=classes(&["table__row", row.class])>{cells}</tr> }
}

fn body_cell(index: usize, content: AnyView, label: Option<Text>, align: ColumnAlign) -> AnyView {
    let class = classes(&["table__cell", align.class()]);
    if index == 0 {
        view! { <th scope="row" role="rowheader" class=class data-label=label>{content}</th> }
    } else {
        view! { <td role="cell" class=class data-label=label>{content}</td> }
    }
}
