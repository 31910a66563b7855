//! A sample article.

use leptos::prelude::*;

use crate::{ArticleContents, ContentsItem, SanitisedHtml, Section, TrustedHtml, t, view};

#[component]
pub(super) fn Reading() -> impl IntoView {
    let t = t();
    // The sample is ours, not somebody's text.
    let html = SanitisedHtml::from_sanitiser(t.gallery_article_html().to_owned());
    let items = vec![
        ContentsItem { id: "limites".into(), text: t.gallery_article_limits().into(), level: 2 },
        ContentsItem { id: "repondre".into(), text: t.gallery_article_answering().into(), level: 3 },
        ContentsItem { id: "delais".into(), text: t.gallery_article_delays().into(), level: 2 },
    ];
    view! {
        <Section title=t.gallery_reading()>
            <div class="beside">
                <TrustedHtml html />
                <ArticleContents items />
            </div>
        </Section>
    }
}
