//! One article.

use domain::Locale;
use domain::knowledge::Significance;
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};
use ui::{
    Alert, ArticleContents, Badge, ContentsItem, Crumb, Extent, FormAction, Loaded, Page, SanitisedHtml,
    Tone, TrustedHtml, t, view,
};

use super::api::{ArticleContent, ArticleShown, NoteStaleView, ReadArticle};
use super::place::Place;
use crate::ask;
use crate::live::on_change;
use crate::moment::{Moment, MomentText};
use crate::written::Written;

/// One article.
#[component]
pub fn ArticlePage() -> impl IntoView {
    let (params, query) = (use_params_map(), use_query_map());
    let content = ask::load_shown(move || {
        let get = |key| params.with(|params| params.get(key)).unwrap_or_default();
        let language = query.with(|query| query.get("language")).unwrap_or_default();
        ReadArticle { space: get("space"), slug: get("article"), language }
    });
    let shown = Shown::new();
    let content = content.again_when(shown.follow());
    view! {
        <Loaded value=content extent=Extent::Page let:content>
            <Article content shown />
        </Loaded>
    }
}

/// What the reader has before them, and had when they came.
#[derive(Clone, Copy)]
struct Shown {
    /// What is shown.
    present: StoredValue<Option<Present>>,
    /// The number that was replaced under the reader's eyes.
    replaced: StoredValue<Option<i64>>,
    place: StoredValue<Option<Place>>,
    /// Notes that a version was open when it was no longer in effect.
    note: FormAction,
}

/// A version of an article that is shown.
#[derive(Clone)]
struct Present {
    article: String,
    locale: Locale,
    version: String,
    number: i64,
}

impl Shown {
    fn new() -> Self {
        Self {
            present: StoredValue::new(None),
            replaced: StoredValue::new(None),
            place: StoredValue::new(None),
            note: ask::action::<NoteStaleView>(),
        }
    }

    /// Counts what makes the page ask anew: what happens to this article, and news that may have been missed.
    fn follow(self) -> Signal<u32> {
        // Nothing is shown any more after these.
        const ENDS: [&str; 3] = ["article.recalled", "article.expired", "article.archived"];
        let pulse = RwSignal::new(0_u32);
        on_change(move |kind, subject| {
            let present = self.present.get_value();
            let Some(Present { article, version, .. }) = present else { return };
            let is_mine = article == subject;
            let is_end = is_mine && ENDS.contains(&kind);
            if is_end {
                self.note_stale(version);
            }
            // One that is scheduled is announced above the text, and one that is unscheduled no longer.
            let is_news = kind == "article.version_effective" || kind.ends_with("scheduled");
            if is_end || is_mine && is_news || kind.is_empty() {
                self.place.set_value(Place::now());
                pulse.update(|count| *count = count.wrapping_add(1));
            }
        });
        pulse.into()
    }

    fn note_stale(self, version: String) {
        self.note.dispatch(serde_qs::to_string(&NoteStaleView { version }).unwrap_or_default());
    }

    /// Takes in what is shown now; the number of the version that it replaced under the reader's eyes.
    fn show(self, content: &ArticleShown) -> Option<i64> {
        let now = Present {
            article: content.id.clone(),
            locale: content.locale,
            version: content.version.clone(),
            number: content.number,
        };
        let before = self.present.get_value();
        self.present.set_value(Some(now));
        let is_same = |before: &Present| before.article == content.id && before.locale == content.locale;
        match before.filter(is_same) {
            Some(Present { version, number, .. }) if number != content.number => {
                // Whether the page heard of it at once or when its connection came back.
                self.note_stale(version);
                self.replaced.set_value(Some(number));
                let place = self.place.get_value();
                Effect::new(move |_| {
                    let place = place.clone();
                    request_animation_frame(move || place.iter().for_each(Place::restore));
                });
            }
            Some(_) => {}
            None => self.replaced.set_value(None),
        }
        self.replaced.get_value()
    }
}

/// Says that the text was replaced.
fn replaced(content: &ArticleShown, before: i64) -> AnyView {
    let t = t();
    let href = format!("{}&from={before}&to={}", content.compare, content.number);
    view! {
        <div class="flip" role="status">
            <Alert tone=Tone::Wait title=t.article_changed_here()>
                <p>{t.article_changed_here_text()} " " <a href=href>{t.article_see_changes()}</a></p>
            </Alert>
        </div>
    }
}

/// Goes to the passage that the address names: it was not there yet when the address was opened.
fn go_to_passage() {
    Effect::new(|_| {
        request_animation_frame(|| {
            let hash = window().location().hash().unwrap_or_default();
            if let Some(passage) = hash.get(1..).and_then(|id| document().get_element_by_id(id)) {
                passage.scroll_into_view();
            }
        });
    });
}

#[component]
fn Article(content: ArticleShown, shown: Shown) -> impl IntoView {
    let changed = shown.show(&content).map(|before| replaced(&content, before));
    if changed.is_none() {
        go_to_passage();
    }
    let ArticleShown { title, crumbs, locale, html, headings, actions, head, rest, .. } = content;
    let breadcrumbs = crumbs.into_iter().map(|(label, href)| Crumb::link(label, href)).collect::<Vec<_>>();
    view! {
        <Page title breadcrumbs actions=move || view! { <Written part=actions /> }>
            {changed}
            <Written part=head />
            <ArticleText locale html headings />
            <Written part=rest />
        </Page>
    }
}

/// The text of an article with its contents list.
#[component]
pub(super) fn ArticleText(
    locale: Locale,
    html: String,
    headings: Vec<(String, String, u8)>,
) -> impl IntoView {
    let lang: Option<ui::Text> = (locale != t().locale()).then(|| locale.as_str().into());
    let headings = headings.into_iter().map(|(id, text, level)| ContentsItem {
        id: id.into(),
        text: text.into(),
        level,
    });
    let headings: Vec<_> = headings.collect();
    let html = SanitisedHtml::from_sanitiser(html);
    view! {
        <div class="beside">
            <TrustedHtml html nostrip:lang />
            <ArticleContents items=headings />
        </div>
    }
}

/// What stands under the title: which version, since when, how much it changed, what it is about.
#[component]
pub(super) fn VersionLine(content: ArticleContent) -> impl IntoView {
    let t = t();
    let ArticleContent { space, slug, locale, number, significance, effective, until, contact_types, .. } =
        content;
    let (base, language) = (format!("/knowledge/{}/{slug}", space.0), locale.as_str());
    let history = format!("{base}/versions?language={language}");
    let changes = (1 < number).then(|| {
        let href = format!("{base}/compare?language={language}&from={}&to={number}", number - 1);
        view! { <a href=href>{t.version_changes()}</a> }
    });
    let about = contact_types.into_iter().map(|(slug, name)| {
        view! { <a href=format!("/contact-types/{slug}")>{name}</a> }
    });
    view! {
        <p class="version-line">
            <a href=history>{t.article_version(&number.to_string())}</a>
            {in_effect(effective, until)}
            <Badge label=t.significance(significance) tone=tone_of(significance) />
            {changes}
            {about.collect_view()}
        </p>
    }
}

/// Since when, or from when to when.
fn in_effect(since: Option<Moment>, until: Option<Moment>) -> Option<AnyView> {
    let t = t();
    let since = since?;
    Some(match until {
        None => view! { <span>{t.article_effective()} " " <MomentText moment=since /></span> },
        Some(until) => view! {
            <span>
                {t.version_from_to()} " " <MomentText moment=since /> " " {t.version_to()} " "
                <MomentText moment=until />
            </span>
        },
    })
}

/// How a significance is coloured.
pub(crate) const fn tone_of(significance: Significance) -> Tone {
    match significance {
        Significance::Critical => Tone::Stop,
        Significance::Major => Tone::Wait,
        Significance::Moderate => Tone::Note,
        Significance::Editorial => Tone::Neutral,
    }
}
