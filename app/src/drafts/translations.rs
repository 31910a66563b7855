//! The translations that are missing, or that their source has left behind; and all of them on request.

use domain::Locale;
use leptos::prelude::*;
use leptos::server_fn::codec::{GetUrl, Postcard};
use leptos_router::hooks::use_query_map;
use leptos_router::params::ParamsMap;
use serde::{Deserialize, Serialize};
use ui::{
    Badge, Button, ButtonKind, ButtonSize, Column, Crumb, DataTable, EmptyState, FilterBar, HiddenField,
    IconName, LinkButton, Loaded, Need, Page, PostForm, Select, SelectOption, Tab, Tabs, Tone, row, t, view,
};

use crate::ask;
use crate::error::AppError;

/// Which part of the list is shown: the word in the address.
const TO_DO: &str = "";
const ALL: &str = "all";
const OUTDATED: &str = "outdated";
const MISSING: &str = "missing";

/// The translations, and those of them that somebody has to work on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TranslationsContent {
    /// The space that was asked for; empty for all.
    pub space: String,
    /// The spaces to choose from: slugs and names.
    pub spaces: Vec<(String, String)>,
    /// The translations.
    pub rows: Vec<TranslationRow>,
}

/// How a translation stands to its source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Standing {
    /// There is none yet.
    Missing,
    /// The source has changed since.
    Outdated,
    /// It says what the source says.
    Current,
}

/// A translation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TranslationRow {
    /// The title of the source.
    pub title: String,
    /// Its space: slug and name.
    pub space: (String, String),
    /// Its place in addresses.
    pub slug: String,
    /// The language of the source.
    pub source: Locale,
    /// The language of the translation.
    pub locale: Locale,
    /// How it stands.
    pub standing: Standing,
    /// The version of the source that it follows, and the one in effect.
    pub changes: Option<(i64, i64)>,
    /// Whether what it says was withdrawn as wrong.
    pub is_withdrawn: bool,
    /// The draft of it that somebody has begun.
    pub draft: Option<String>,
}

/// The translations of a space, or of all.
#[server(name = ReadTranslations, endpoint = "translations", input = GetUrl, output = Postcard)]
pub async fn translations(space: String) -> Result<TranslationsContent, AppError> {
    let (portal, me) = (crate::context::portal(), crate::context::principal()?);
    let wanted = if space.is_empty() { None } else { Some(crate::people::parse_slug(&space)?) };
    let lines = portal.translation_states(&me.actor, wanted.as_ref()).await?;
    let spaces = portal.open_spaces(&me.actor).await?;
    let spaces = spaces.into_iter().map(|(space, _)| place_of(&space, me.locale())).collect();
    let rows = lines.into_iter().filter_map(|line| row_of(line, me.locale())).collect();
    Ok(TranslationsContent { space, spaces, rows })
}

#[cfg(feature = "ssr")]
fn place_of(space: &domain::knowledge::Space, locale: Locale) -> (String, String) {
    (space.slug.to_string(), space.name_in(locale).to_owned())
}

/// None for the source itself.
#[cfg(feature = "ssr")]
fn row_of(line: service::TranslationLine, reader: Locale) -> Option<TranslationRow> {
    use domain::knowledge::Translation;
    let service::TranslationLine { space, article, title, locale, following, draft } = line;
    let service::Following { source, standing, follows, now, is_withdrawn } = following;
    let standing = match standing {
        Translation::Missing => Standing::Missing,
        Translation::Outdated { .. } => Standing::Outdated,
        Translation::Current => Standing::Current,
        Translation::Source => return None,
    };
    Some(TranslationRow {
        title,
        space: place_of(&space, reader),
        slug: article.slug.to_string(),
        source,
        locale,
        standing,
        changes: follows.zip(now),
        is_withdrawn,
        draft: draft.map(|id| id.to_string()),
    })
}

/// The translations, first of all those that are missing or outdated.
#[component]
pub fn TranslationsPage() -> impl IntoView {
    let t = t();
    let query = use_query_map();
    let asked = move |key: &str| query.with(|query| query.get(key)).unwrap_or_default();
    let content = ask::load(move || ReadTranslations { space: asked("space") });
    let show = Memo::new(move |_| asked("show"));
    view! {
        <Page
            title=t.translations()
            lead=t.translations_lead()
            breadcrumbs=vec![Crumb::link(t.drafts(), "/drafts")]
        >
            <Loaded value=content let:content>
                {move || view! { <TranslationList content=content.clone() show=show.get() /> }}
            </Loaded>
        </Page>
    }
}

#[component]
fn TranslationList(content: TranslationsContent, show: String) -> impl IntoView {
    let t = t();
    let TranslationsContent { space, spaces, rows } = content;
    let count = |standing: Standing| rows.iter().filter(|row| row.standing == standing).count();
    let (missing, outdated) = (count(Standing::Missing), count(Standing::Outdated));
    let tab = |word: &'static str, label: &'static str, count: usize| {
        let tab = Tab::new(label, address(word, &space)).count(count as u64);
        tab.current_if(show == word)
    };
    let tabs = vec![
        tab(TO_DO, t.translations_to_do(), missing + outdated),
        tab(OUTDATED, t.translations_outdated(), outdated),
        tab(MISSING, t.translations_missing(), missing),
        tab(ALL, t.translations_all(), rows.len()),
    ];
    let is_shown = |row: &TranslationRow| match show.as_str() {
        OUTDATED => row.standing == Standing::Outdated,
        MISSING => row.standing == Standing::Missing,
        ALL => true,
        _ => row.standing != Standing::Current,
    };
    let rows = rows.into_iter().filter(is_shown).collect();
    view! {
        <Filters space spaces show />
        <Tabs label=t.translations_show() items=tabs />
        <TranslationTable rows />
    }
}

/// The address of a part of the list.
fn address(show: &str, space: &str) -> String {
    let mut query = ParamsMap::new();
    for (key, value) in [("space", space), ("show", show)] {
        if !value.is_empty() {
            query.insert(key, value.to_owned());
        }
    }
    format!("/translations{}", query.to_query_string())
}

#[component]
fn Filters(space: String, spaces: Vec<(String, String)>, show: String) -> impl IntoView {
    let t = t();
    let is_active = !space.is_empty();
    let mut options = vec![SelectOption::new("", t.search_any_space())];
    options.extend(spaces.into_iter().map(|(slug, name)| SelectOption::new(slug, name)));
    view! {
        <FilterBar action="/translations" active=is_active>
            <Select name="space" label=t.import_space() options value=space need=Need::Unmarked />
            <HiddenField name="show" value=show />
        </FilterBar>
    }
}

#[component]
fn TranslationTable(rows: Vec<TranslationRow>) -> impl IntoView {
    let t = t();
    let columns = vec![
        Column::text(t.draft_title()),
        Column::text(t.translation()),
        Column::text(t.translation_since()),
        Column::actions(t.translation_work()),
    ];
    let rows = rows.into_iter().map(translation_row).collect();
    let empty = move || view! { <EmptyState title=t.translations_none() text=t.translations_none_text() /> };
    view! { <DataTable caption=t.translations() columns rows empty /> }
}

fn translation_row(line: TranslationRow) -> ui::Row {
    let t = t();
    let TranslationRow { title, space, slug, source, locale, standing, changes, is_withdrawn, draft } = line;
    let base = format!("/knowledge/{}/{slug}", space.0);
    let lang = (source != t.locale()).then_some(source.as_str());
    let changed = changes.filter(|_| standing == Standing::Outdated).map(|(from, to)| {
        let href = format!("{base}/compare?language={}&from={from}&to={to}", source.as_str());
        let words = t.compare_lead(&from.to_string(), &to.to_string());
        view! { <a href=href>{words}</a> }
    });
    let changed = if is_withdrawn {
        let href = format!("{base}?language={}", locale.as_str());
        Some(view! { <a href=href>{t.translation_source_withdrawn().to_owned()}</a> })
    } else {
        changed
    };
    let (state, tone) = match standing {
        Standing::Missing => (t.translation_missing(), Tone::Note),
        Standing::Outdated => (t.translation_outdated(), Tone::Wait),
        Standing::Current => (t.translation_current(), Tone::Go),
    };
    let work = match draft {
        Some(draft) => Some(go_on(&draft)),
        None if standing == Standing::Current => None,
        None => Some(begin(&title, space.0, slug, locale)),
    };
    row![
        view! {
            <a href=format!("{base}?language={}", source.as_str()) lang=lang>{title}</a>
            <span class="table__note">{space.1} " · " {t.language_name(source)}</span>
        },
        view! {
            <Badge label=state tone />
            <span class="table__note">{t.language_name(locale)}</span>
        },
        changed,
        work,
    ]
}

fn go_on(draft: &str) -> AnyView {
    let href = format!("/drafts/{draft}/translate");
    view! { <LinkButton href label=t().translation_go_on() size=ButtonSize::Small icon=IconName::Pencil /> }
}

/// Begins a draft of the translation.
fn begin(title: &str, space: String, slug: String, locale: Locale) -> AnyView {
    let t = t();
    let accessible_label = t.translate_title(title);
    view! {
        <PostForm action="/api/begin_draft">
            <HiddenField name="space" value=space />
            <HiddenField name="slug" value=slug />
            <HiddenField name="language" value=locale.as_str() />
            <Button
                label=t.translation_work()
                accessible_label
                size=ButtonSize::Small
                icon=IconName::Languages
                kind=ButtonKind::Submit
            />
        </PostForm>
    }
}
