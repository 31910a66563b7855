//! A translation that is being written, beside the source that it follows.

use domain::Locale;
use domain::knowledge::DiffBlock;
use leptos::prelude::*;
use leptos::server_fn::codec::{GetUrl, Postcard};
use leptos_router::hooks::use_params_map;
use serde::{Deserialize, Serialize};
use ui::{
    Alert, Button, ButtonKind, Crumb, EmptyState, Extent, HiddenField, IconName, LinkButton, Loaded, Page,
    PostForm, SanitisedHtml, Section, Text, Tone, TrustedHtml, t, view,
};

use super::api::DraftContent;
use super::edit::{DraftEditor, Kept, LeftOver};
use crate::ask;
use crate::done::Done;
use crate::error::AppError;
use crate::knowledge::rendered_difference;

/// A translation beside its source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TranslationContent {
    /// The translation.
    pub draft: DraftContent,
    /// The version of the source that it follows.
    pub source: Option<SourceText>,
    /// What changed in the source since the translation in effect: since which version, and what.
    pub changes: Option<(i64, Vec<DiffBlock>)>,
    /// The number of a newer version of the source.
    pub newer: Option<i64>,
}

/// A version of the source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceText {
    /// Its number.
    pub number: i64,
    /// Its title.
    pub title: String,
    /// Sanitised HTML, without ids.
    pub html: String,
}

/// A translation beside its source.
#[server(name = ReadTranslation, endpoint = "translation", input = GetUrl, output = Postcard)]
pub async fn translation(id: String) -> Result<TranslationContent, AppError> {
    let me = crate::context::principal()?;
    let view = crate::context::portal().translation(&me.actor, crate::people::parse_id(&id)?).await?;
    let service::TranslationView { draft, source, changes, newer } = view;
    let source =
        source.map(|version| SourceText { number: version.number, title: version.title, html: version.html });
    Ok(TranslationContent { draft: super::api::content_of(draft, &me).await?, source, changes, newer })
}

/// Says of a translation that it follows the newest version of its source.
#[server(endpoint = "follow_source", output = Postcard)]
pub async fn follow_source(id: String) -> Result<(), AppError> {
    let (portal, actor) = crate::context::asked()?;
    portal.follow_source(&actor, crate::people::parse_id(&id)?).await?;
    leptos_axum::redirect(&format!("/drafts/{id}/translate?done=followed"));
    Ok(())
}

/// A translation that is being written, beside its source.
#[component]
pub fn TranslatePage() -> impl IntoView {
    let params = use_params_map();
    let id = move || params.with(|params| params.get("draft")).unwrap_or_default();
    let content = ask::load(move || ReadTranslation { id: id() });
    view! {
        <Loaded value=content extent=Extent::Page let:content>
            <Translate content />
        </Loaded>
    }
}

#[component]
fn Translate(content: TranslationContent) -> impl IntoView {
    let t = t();
    let TranslationContent { draft, source, changes, newer } = content;
    let page = format!("/drafts/{}", draft.id);
    let crumbs = vec![Crumb::link(t.drafts(), "/drafts"), Crumb::link(draft.title.clone(), page.clone())];
    let is_writable = !draft.state.is_immutable();
    let newer = newer.filter(|_| is_writable).map(|number| {
        let id = draft.id.clone();
        view! { <Newer id number /> }
    });
    let (title, origin, locale) = (t.translate_title(&draft.title), draft.source_locale, draft.locale);
    let actions = move || {
        view! { <LinkButton href=page label=t.translate_draft() icon=IconName::ListChecks /> }
    };
    let work = if is_writable {
        let kept = Kept::new(draft.revision);
        view! { <DraftEditor content=draft kept /> }
    } else {
        let html = SanitisedHtml::from_sanitiser(draft.html);
        let lang = lang_of(locale);
        view! {
            <LeftOver id=draft.id source=draft.source />
            <TrustedHtml html nostrip:lang />
        }
    };
    view! {
        <Page title lead=t.translate_lead() breadcrumbs=crumbs actions>
            <Done words=vec![("followed", t.translate_followed().to_owned())] />
            {newer}
            <div class="translate">
                <div class="translate__source">
                    <SourceSide locale=origin source changes />
                </div>
                <div class="translate__text">
                    <Section title=t.translate_text(t.language_in_text(locale))>{work}</Section>
                </div>
            </div>
        </Page>
    }
}

/// The language of a text, where it is not the page's.
fn lang_of(locale: Locale) -> Option<Text> {
    (locale != t().locale()).then(|| locale.as_str().into())
}

/// What changed in the source, and the source.
#[component]
fn SourceSide(
    locale: Locale,
    source: Option<SourceText>,
    changes: Option<(i64, Vec<DiffBlock>)>,
) -> impl IntoView {
    let t = t();
    let Some(SourceText { number, title, html }) = source else {
        return view! { <EmptyState title=t.translate_no_source() text=t.translate_no_source_text() /> };
    };
    let lang = lang_of(locale);
    let changes = changes.map(|(since, blocks)| {
        let found = rendered_difference(blocks, lang.clone());
        view! { <Section title=t.translate_changes(&since.to_string())>{found}</Section> }
    });
    let heading = t.translate_source(t.language_in_text(locale), &number.to_string());
    let html = SanitisedHtml::from_sanitiser(html);
    view! {
        {changes}
        <Section title=heading>
            <p class="translate__title" lang=lang.clone()>{title}</p>
            <TrustedHtml html nostrip:lang />
        </Section>
    }
}

/// The source has moved on: to follow it is said here, and shows what changed.
#[component]
fn Newer(id: String, number: i64) -> impl IntoView {
    let t = t();
    let number = number.to_string();
    view! {
        <Alert tone=Tone::Wait title=t.translate_newer(&number)>
            <p>{t.translate_newer_text()}</p>
            <PostForm action="/api/follow_source">
                <HiddenField name="id" value=id />
                <Button label=t.translate_follow(&number) kind=ButtonKind::Submit />
            </PostForm>
        </Alert>
    }
}
