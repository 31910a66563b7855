//! The list of what is being written.

use domain::Permission;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use ui::{
    Badge, ButtonVariant, Column, DataTable, EmptyState, IconName, LinkButton, Loaded, Page, Tab, Tabs, row,
    t, view,
};

use super::api::{DraftRow, ReadDrafts};
use crate::ask;
use crate::done::Done;
use crate::knowledge::tone_of;
use crate::me::may;
use crate::moment::MomentText;

/// Which part of the list is shown: the word in the address.
const FOR_ME: &str = "";
const MINE: &str = "mine";
const ALL: &str = "all";

/// The list of what is being written.
#[component]
pub fn DraftsPage() -> impl IntoView {
    let t = t();
    let rows = ask::load(|| ReadDrafts {});
    let query = use_query_map();
    let shown = Memo::new(move |_| query.with(|query| query.get("show")).unwrap_or_default());
    let actions = move || {
        let space = may(Permission::PublishKnowledge)
            .then(|| view! { <LinkButton href="/spaces/new" label=t.space_new() icon=IconName::Plus /> });
        view! {
            {space}
            <LinkButton href="/translations" label=t.translations() icon=IconName::Languages />
            <LinkButton href="/verification" label=t.verification() icon=IconName::BadgeCheck />
            <LinkButton
                href="/drafts/new"
                label=t.draft_new_article()
                icon=IconName::Plus
                variant=ButtonVariant::Primary
            />
        }
    };
    let tabs = move || {
        let tab = |word: &'static str, label: &'static str| {
            let href = if word.is_empty() { "/drafts".to_owned() } else { format!("/drafts?show={word}") };
            Tab::new(label, href).current_if(shown.get() == word)
        };
        let items =
            vec![tab(FOR_ME, t.drafts_for_me()), tab(MINE, t.drafts_mine()), tab(ALL, t.drafts_all())];
        view! { <Tabs label=t.drafts_show() items /> }
    };
    view! {
        <Page title=t.drafts() lead=t.drafts_lead() actions>
            <Done words=vec![("archived", t.draft_archived().to_owned())] />
            {tabs}
            <Loaded value=rows let:rows>
                {move || view! { <DraftTable rows=rows.clone() shown=shown.get() /> }}
            </Loaded>
        </Page>
    }
}

#[component]
fn DraftTable(rows: Vec<DraftRow>, shown: String) -> impl IntoView {
    let t = t();
    let is_shown = |row: &DraftRow| match shown.as_str() {
        MINE => row.is_mine,
        ALL => true,
        _ => row.is_for_me,
    };
    let columns = vec![
        Column::text(t.draft_title()),
        Column::text(t.version_state()),
        Column::text(t.version_significance()),
        Column::text(t.draft_author()),
        Column::text(t.draft_begun()),
    ];
    let rows = rows.into_iter().filter(is_shown).map(draft_row).collect();
    let empty = if may(Permission::PublishKnowledge) { t.drafts_none_text() } else { t.drafts_none_author() };
    view! {
        <DataTable caption=t.drafts() columns rows empty=move || {
            view! { <EmptyState title=t.drafts_none() text=empty /> }
        } />
    }
}

fn draft_row(draft: DraftRow) -> ui::Row {
    let t = t();
    let DraftRow {
        id,
        title,
        space,
        locale,
        state,
        significance,
        author,
        begun,
        effective,
        missing,
        follows,
        ..
    } = draft;
    let lang = (locale != t.locale()).then_some(locale.as_str());
    let note = match state {
        domain::knowledge::VersionState::InReview => Some(t.draft_missing(missing)),
        _ => None,
    };
    let effective = effective.map(|at| view! { <span class="table__note"><MomentText moment=at /></span> });
    let follows = follows.map(|(source, number)| {
        let words = t.translation_follows(&number.to_string(), t.language_in_text(source));
        view! { <span class="table__note">{words}</span> }
    });
    row![
        view! {
            <a href=format!("/drafts/{id}") lang=lang>{title}</a>
            <span class="table__note">{space} " · " {t.language_name(locale)}</span>
            {follows}
        },
        view! {
            <Badge label=t.draft_state(state) tone=super::version::tone_of_state(state) />
            {note.map(|note| view! { <span class="table__note">{note}</span> })}
            {effective}
        },
        view! { <Badge label=t.significance(significance) tone=tone_of(significance) /> },
        author,
        view! { <MomentText moment=begun /> },
    ]
}
