//! Samples of searching.

use leptos::prelude::*;

use super::Sample;
use crate::{
    Button, FacetChoice, FacetGroup, Facets, IconName, PaletteResults, SearchField, SearchPalette,
    SearchResult, SearchResults, Section, Text, t, view,
};

#[component]
pub(super) fn Search() -> impl IntoView {
    let t = t();
    view! {
        <Section title=t.gallery_searching()>
            <Sample name=t.gallery_search_field()>
                <SearchField
                    action="/ui"
                    label=t.gallery_search()
                    value=Signal::stored(t.gallery_search_typed().to_owned())
                    kept=Signal::stored(Vec::new())
                    on_ask=Callback::new(|_| ())
                />
            </Sample>
            <div class="samples">
                <Sample name=t.gallery_search_results()>
                    <SearchResults results=results() />
                </Sample>
                <Sample name=t.gallery_facets()>
                    <Facets groups=groups() />
                </Sample>
            </div>
            <Sample name=t.gallery_palette()>
                <Palette />
            </Sample>
        </Section>
    }
}

/// One of each kind: marked, without a passage, in the other language.
fn results() -> Vec<SearchResult> {
    let t = t();
    let result = |title: &[(&'static str, bool)], passage: &[(&'static str, bool)]| {
        let runs = |runs: &[(&'static str, bool)]| {
            runs.iter().map(|(text, is_marked)| ((*text).to_owned(), *is_marked)).collect()
        };
        SearchResult {
            href: "#main".into(),
            title: runs(title),
            place: vec![
                runs(&[(t.gallery_knowledge(), false)]),
                runs(&[(t.gallery_article_delays(), false)]),
            ],
            passage: runs(passage),
            lang: None,
        }
    };
    let other = SearchResult {
        lang: Some(t.gallery_search_other_lang().into()),
        ..result(&[(t.gallery_search_other(), false)], &[])
    };
    let marked = t.gallery_search_marked();
    vec![
        result(
            &[(marked, true), (t.gallery_search_title(), false)],
            &[(t.gallery_search_before(), false), (marked, true), (t.gallery_search_behind(), false)],
        ),
        result(&[(t.gallery_returns(), false)], &[]),
        other,
    ]
}

fn groups() -> Vec<FacetGroup> {
    let t = t();
    let choice = |label: Text, count: Option<u64>, is_chosen: bool| FacetChoice {
        label,
        count,
        href: "#main".into(),
        is_chosen,
    };
    let channels = [t.gallery_channel_voice(), t.gallery_channel_chat(), t.gallery_channel_email()];
    let mut choices = vec![choice(t.gallery_channel_all().into(), None, true)];
    choices.extend(
        channels
            .into_iter()
            .zip([1204, 12, 0])
            .map(|(label, count)| choice(label.into(), Some(count), false)),
    );
    vec![FacetGroup { label: t.gallery_channel().into(), choices }]
}

#[component]
fn Palette() -> impl IntoView {
    let t = t();
    let (open, text) = (RwSignal::new(false), RwSignal::new(String::new()));
    let chosen = RwSignal::new(None);
    let show = move |()| {
        text.set(t.gallery_search_typed().to_owned());
        open.set(true);
    };
    view! {
        <div class="cluster">
            <Button label=t.gallery_palette_open() icon=IconName::Search on_press=show />
        </div>
        <SearchPalette
            open
            text
            on_rest=Callback::new(|_| ())
            action="/ui"
            label=t.gallery_search()
            on_all=Callback::new(|_| ())
            chosen
        >
            <PaletteResults label=t.gallery_search_results() results=results() first_is_chosen=true chosen />
        </SearchPalette>
    }
}
