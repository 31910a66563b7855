//! What stands around the text of an article, and the list of spaces. The server alone writes it.

use domain::knowledge::{Rhythm, VerificationStatus, VersionState};
use domain::{Locale, Permission};
use leptos::prelude::*;
use service::{ArticleUpkeep, Coming, OwnerChoice, Principal};
use ui::{
    Alert, Badge, Button, ButtonKind, ButtonSize, Card, EmptyState, HiddenField, Icon, IconName, LinkButton,
    Need, PostForm, Section, Select, SelectOption, Tone, t, view,
};

use super::api::{ArticleContent, ArticleLink, FlowStart, LeftBehind, SpaceCard};
use super::article::VersionLine;
use super::spaces::ArticleList;
use crate::moment::{Moment, MomentText};

/// The spaces that are open to somebody.
pub(super) fn spaces(spaces: Vec<SpaceCard>) -> AnyView {
    let t = t();
    if spaces.is_empty() {
        return view! { <EmptyState title=t.knowledge_empty() text=t.knowledge_empty_text() /> };
    }
    let tile = |space: SpaceCard| {
        let SpaceCard { slug, name, about, articles } = space;
        view! {
            <Card title=name href=format!("/knowledge/{slug}")>
                <p>{about}</p>
                <p class="table__note">{t.articles_count(articles)}</p>
            </Card>
        }
    };
    view! { <div class="columns">{spaces.into_iter().map(tile).collect_view()}</div> }
}

/// What can be done with the article, beside its title.
pub(super) fn actions(content: &ArticleContent, me: &Principal) -> impl IntoView {
    let edit = me.actor.may(Permission::WriteKnowledge).then(|| edit_button(content));
    let (translations, flag) = (translation_links(content), flag_link(content));
    view! { {edit} {flag} {translations} }
}

/// What stands above the text.
pub(super) fn head(
    content: &ArticleContent,
    upkeep: Option<&ArticleUpkeep>,
    coming: Option<Coming>,
    me: &Principal,
) -> impl IntoView {
    let coming = coming.map(|coming| announced(content, coming, me));
    let is_foreign = content.locale != t().locale();
    let stand_in =
        (is_foreign && !content.translations.contains(&t().locale())).then(|| stand_in(content.locale));
    let behind = content.left_behind.map(|found| left_behind(content, found));
    let dead_links = (!content.dead_links.is_empty()).then(|| dead_links(&content.dead_links));
    let flows = (!content.flows.is_empty()).then(|| flow_starts(content));
    let verified = upkeep.map(|upkeep| verification(content, upkeep, me));
    view! {
        <VersionLine content=content.clone() />
        {verified}
        {coming}
        {stand_in}
        {behind}
        {dead_links}
        {flows}
    }
}

/// What stands below the text.
pub(super) fn rest(content: &ArticleContent, upkeep: Option<&ArticleUpkeep>) -> impl IntoView {
    let related = (!content.related.is_empty()).then(|| related(content.related.clone()));
    let forms = upkeep.and_then(|upkeep| upkeep_forms(content, upkeep));
    view! { {related} {forms} }
}

/// Who answers for it, and when somebody has to look again: for those who may say so.
fn upkeep_forms(content: &ArticleContent, upkeep: &ArticleUpkeep) -> Option<AnyView> {
    let t = t();
    let owner = upkeep.owners.as_ref().map(|owners| owner(content, owners));
    let rhythm = upkeep.may_verify.then(|| rhythm(content, upkeep.rhythm));
    (owner.is_some() || rhythm.is_some()).then(|| {
        view! {
            <Section title=t.article_rhythm() lead=t.article_rhythm_lead()>
                <div class="stack">{owner} {rhythm}</div>
            </Section>
        }
    })
}

/// Saying who answers for it.
fn owner(content: &ArticleContent, owners: &OwnerChoice) -> AnyView {
    let t = t();
    let nobody = SelectOption::new("", t.verification_nobody());
    let people = owners.people.iter().map(|(id, name)| SelectOption::new(id.to_string(), name.clone()));
    let options: Vec<_> = std::iter::once(nobody).chain(people).collect();
    let value = owners.present.map(|id| id.to_string()).unwrap_or_default();
    let place = which(content);
    view! {
        <PostForm action="/api/choose_owner">
            {place}
            <div class="stack">
                <Select
                    name="owner"
                    label=t.verification_owner()
                    hint=t.article_owner_hint()
                    options
                    value
                    need=Need::Unmarked
                />
                <div class="cluster">
                    <Button label=t.article_owner_choose() kind=ButtonKind::Submit />
                </div>
            </div>
        </PostForm>
    }
}

/// Says that another version will take its place, and where to read beforehand what changes.
fn announced(content: &ArticleContent, coming: Coming, me: &Principal) -> AnyView {
    let t = t();
    let (space, slug, language) = (&content.space.0, &content.slug, content.locale.as_str());
    let (from, to) = (content.number, coming.number);
    let href = format!("/knowledge/{space}/{slug}/compare?language={language}&from={from}&to={to}");
    let at = Moment::of(coming.effective_at, me);
    view! {
        <Alert tone=Tone::Note title=t.version_coming(&to.to_string())>
            <p>{t.version_coming_on()} " " <MomentText moment=at /></p>
            <p>{t.version_coming_until()} " " <a href=href>{t.draft_read_changes()}</a></p>
        </Alert>
    }
}

/// Whether somebody has verified it, who answers for it, and a word from whoever may say so.
fn verification(content: &ArticleContent, upkeep: &ArticleUpkeep, me: &Principal) -> AnyView {
    let t = t();
    let by = Moment::day(upkeep.verification.by, me);
    let status = match upkeep.verification.status {
        VerificationStatus::Verified => view! { <span>{t.article_verified(&by)}</span> },
        VerificationStatus::Due => view! { <Badge label=t.article_verify_due(&by) tone=Tone::Note /> },
        VerificationStatus::Overdue => view! { <Badge label=t.article_verify_past(&by) tone=Tone::Wait /> },
        VerificationStatus::Disputed => view! { <Badge label=t.article_disputed() tone=Tone::Stop /> },
    };
    let owner = upkeep.owner.as_ref().map(|owner| view! { <span>{t.flag_owner(owner)}</span> });
    let last = upkeep.verified.as_ref().map(|(at, by)| {
        let by = by.as_ref().map(|by| t.flag_by(by));
        view! { <span>{t.article_verified_last()} " " <MomentText moment=Moment::of(*at, me) /> " " {by}</span> }
    });
    let word = upkeep.may_verify.then(|| {
        let rhythm = upkeep.rhythm.stored().map(|days| days.to_string()).unwrap_or_default();
        let place = which(content);
        view! {
            <PostForm action="/api/verify_article">
                {place}
                <HiddenField name="rhythm" value=rhythm />
                <Button
                    label=t.article_verify()
                    icon=IconName::BadgeCheck
                    kind=ButtonKind::Submit
                    size=ButtonSize::Small
                />
            </PostForm>
        }
    });
    view! { <div class="version-line">{status} {last} {owner} {word}</div> }
}

/// Saying that it is right, and when somebody has to look again.
fn rhythm(content: &ArticleContent, present: Rhythm) -> AnyView {
    let t = t();
    let days = [30, 60, 90, 180, 365]
        .map(|days: u64| SelectOption::new(days.to_string(), t.article_rhythm_days(days)));
    let usual = SelectOption::new("", t.article_rhythm_usual());
    let mut options: Vec<_> = std::iter::once(usual).chain(days).collect();
    let value = present.stored().map(|days| days.to_string()).unwrap_or_default();
    if options.iter().all(|option| *option.value != *value) {
        let days = present.stored().and_then(|days| u64::try_from(days).ok()).unwrap_or_default();
        options.push(SelectOption::new(value.clone(), t.article_rhythm_days(days)));
    }
    let place = which(content);
    view! {
        <PostForm action="/api/verify_article">
            {place}
            <div class="stack">
                <Select name="rhythm" label=t.article_rhythm_label() options value need=Need::Unmarked />
                <div class="cluster">
                    <Button label=t.article_verify_so() kind=ButtonKind::Submit />
                </div>
            </div>
        </PostForm>
    }
}

/// Which article a form is about.
fn which(content: &ArticleContent) -> AnyView {
    place(&content.space.0, &content.slug, content.locale)
}

fn place(space: &str, slug: &str, locale: Locale) -> AnyView {
    view! {
        <HiddenField name="space" value=space.to_owned() />
        <HiddenField name="slug" value=slug.to_owned() />
        <HiddenField name="language" value=locale.as_str() />
    }
}

/// To where a passage is flagged; `select.js` takes the selected one along.
fn flag_link(content: &ArticleContent) -> AnyView {
    let (space, slug, language) = (&content.space.0, &content.slug, content.locale.as_str());
    let href = format!("/knowledge/{space}/{slug}/flag?language={language}&version={}", content.number);
    view! { <LinkButton href label=t().flag_raise() icon=IconName::Flag /> }
}

/// Begins a draft, or opens the one that there is.
fn edit_button(content: &ArticleContent) -> AnyView {
    begin(which(content), t().draft_edit())
}

/// The same where nothing is in effect any more: it goes on from what was last.
pub(crate) fn next_button(space: &str, slug: &str, locale: Locale) -> AnyView {
    begin(place(space, slug, locale), t().draft_go_on())
}

/// The same where a passage is to be mended.
pub(crate) fn mend_button(space: &str, slug: &str, locale: Locale) -> AnyView {
    begin(place(space, slug, locale), t().flag_mend())
}

fn begin(place: AnyView, label: &'static str) -> AnyView {
    view! {
        <PostForm action="/api/begin_draft">
            {place}
            <Button label icon=IconName::Pencil kind=ButtonKind::Submit />
        </PostForm>
    }
}

/// In place of the text, for those who may write the next one: says that it is not in effect any more, and where it is kept.
pub(super) fn ended(content: &ArticleContent, state: VersionState, why: Option<String>) -> AnyView {
    let t = t();
    let (space, slug, language) = (&content.space.0, &content.slug, content.locale.as_str());
    let number = content.number.to_string();
    let href = format!("/knowledge/{space}/{slug}/versions/{number}?language={language}");
    let title = match state {
        VersionState::Recalled => t.version_recalled(&number),
        _ => t.article_ended().to_owned(),
    };
    let why = why.map(|why| view! { <p>{t.version_recalled_why()} " " <q>{why}</q></p> });
    view! {
        <Alert tone=Tone::Stop title>
            {why}
            <p>{t.article_ended_text(&number)} " " <a href=href>{t.article_ended_read()}</a></p>
        </Alert>
    }
}

/// What else there is about the same.
fn related(articles: Vec<ArticleLink>) -> AnyView {
    view! {
        <Section title=t().article_related()>
            <ArticleList articles />
        </Section>
    }
}

fn stand_in(found: Locale) -> impl IntoView {
    let t = t();
    let language = match found {
        Locale::Fr => t.article_in_fr(),
        Locale::En => t.article_in_en(),
    };
    view! { <Alert tone=Tone::Note title=t.article_only_in(language) /> }
}

/// Says that the source has changed since, and where to read what; or that it was withdrawn.
fn left_behind(content: &ArticleContent, found: LeftBehind) -> AnyView {
    let t = t();
    let LeftBehind { source, follows, now, is_withdrawn } = found;
    let words = t.language_in_text(source);
    if is_withdrawn {
        let title = t.translation_withdrawn(words);
        return view! { <Alert tone=Tone::Stop title><p>{t.version_not_in_effect_text()}</p></Alert> };
    }
    let title = match follows {
        Some(number) => t.translation_behind(&number.to_string(), words),
        None => t.translation_behind_all(words),
    };
    let base = format!("/knowledge/{}/{}", content.space.0, content.slug);
    let language = source.as_str();
    let changes = follows.zip(now).map(|(from, to)| {
        let href = format!("{base}/compare?language={language}&from={from}&to={to}");
        view! { <a href=href>{t.article_see_changes()}</a> }
    });
    let read = match source {
        Locale::Fr => t.article_read_in_fr(),
        Locale::En => t.article_read_in_en(),
    };
    let href = format!("{base}?language={language}");
    view! {
        <Alert tone=Tone::Wait title>
            <p>{changes} " " <a href=href>{read}</a></p>
        </Alert>
    }
}

fn dead_links(links: &[String]) -> AnyView {
    let title = t().article_dead_links(links.len() as u64);
    let links = links.join(", ");
    view! { <Alert tone=Tone::Wait title><p>{links}</p></Alert> }
}

fn translation_links(content: &ArticleContent) -> Vec<AnyView> {
    let (space, slug) = (&content.space.0, &content.slug);
    let link = |locale: &Locale| {
        let label = match locale {
            Locale::Fr => t().article_read_in_fr(),
            Locale::En => t().article_read_in_en(),
        };
        let href = format!("/knowledge/{space}/{slug}?language={}", locale.as_str());
        view! { <LinkButton href label icon=IconName::Languages /> }
    };
    content.translations.iter().map(link).collect()
}

fn flow_starts(content: &ArticleContent) -> AnyView {
    let t = t();
    let lang = (content.locale != t.locale()).then_some(content.locale.as_str());
    let base = format!("/knowledge/{}/{}/flow", content.space.0, content.slug);
    let language = content.locale.as_str();
    let links = content
        .flows
        .iter()
        .map(|FlowStart { slug, title, steps }| {
            view! {
                <a class="flow-starts__link" href=format!("{base}/{slug}?language={language}")>
                    <Icon name=IconName::Split />
                    <span lang=lang>{title.clone()}</span>
                    <span class="flow-starts__note">{t.flow_questions(*steps)}</span>
                </a>
            }
        })
        .collect_view();
    view! { <nav class="flow-starts" aria-label=t.article_flows()>{links}</nav> }
}
