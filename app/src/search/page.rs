//! The page of results.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};
use leptos_router::params::ParamsMap;
use ui::{
    EmptyState, FacetChoice, FacetGroup, Facets, LinkButton, LiveRegion, Loaded, Page, Pagination,
    SearchField, SearchResults, Text, t, view,
};

use super::api::{Found, FoundKind, ReadSearch, SearchQuery};
use super::shown::{Remarks, results, when_settled};
use crate::ask;

/// The path of the results.
pub(super) const RESULTS: &str = "/search";

/// The page of results.
#[component]
pub fn SearchPage() -> impl IntoView {
    let t = t();
    let query = use_query_map();
    // An address that was opened is meant as it stands; what is typed here only when it has come to rest.
    let meant = RwSignal::new(query.with_untracked(query_of).q);
    let asked = Memo::new(move |_| {
        let asked = query.with(query_of);
        SearchQuery { is_final: meant.with(|meant| *meant == asked.q), ..asked }
    });
    let found = ask::load(move || ReadSearch { ask: asked.get() });
    let navigate = use_navigate();
    let on_ask = Callback::new(move |(typed, is_meant): (String, bool)| {
        let now = asked.get_untracked();
        if is_meant {
            meant.set(typed.clone());
        }
        if now.q != typed {
            let address = address(&SearchQuery { q: typed, page: String::new(), ..now });
            navigate(
                &address,
                NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() },
            );
        }
    });
    let kept = Signal::derive(move || {
        let SearchQuery { space, contact_type, language, .. } = asked.get();
        let kept = [("space", space), ("contact_type", contact_type), ("language", language)];
        kept.into_iter().filter(|(_, value)| !value.is_empty()).collect::<Vec<_>>()
    });
    let said = RwSignal::new(String::new());
    view! {
        <Page title=t.search()>
            <SearchField
                action=RESULTS
                label=t.search_instructions()
                value=Signal::derive(move || asked.get().q)
                kept
                on_ask
            />
            <LiveRegion message=said />
            <Loaded value=found let:found>
                <Answer found asked=asked.get_untracked() meant said />
            </Loaded>
        </Page>
    }
}

fn query_of(query: &ParamsMap) -> SearchQuery {
    let get = |key| query.get(key).unwrap_or_default();
    SearchQuery {
        q: get("q"),
        space: get("space"),
        contact_type: get("contact_type"),
        language: get("language"),
        page: get("page"),
        ..SearchQuery::default()
    }
}

/// The address of a search.
pub(super) fn address(ask: &SearchQuery) -> String {
    let SearchQuery { q, space, contact_type, language, page, is_final: _, is_short: _ } = ask.clone();
    let mut query = ParamsMap::new();
    for (key, value) in
        [("q", q), ("space", space), ("contact_type", contact_type), ("language", language), ("page", page)]
    {
        if !value.is_empty() {
            query.insert(key, value);
        }
    }
    format!("{RESULTS}{}", query.to_query_string())
}

#[component]
fn Answer(
    found: Found,
    asked: SearchQuery,
    meant: RwSignal<String>,
    said: RwSignal<String>,
) -> impl IntoView {
    let t = t();
    let q = asked.q.clone();
    when_settled(&found, asked.is_final, move || meant.set(q.clone()));
    let count = t.search_found(found.total);
    let heard = if found.kind == FoundKind::NothingAsked { String::new() } else { count.clone() };
    Effect::new(move |_| said.set(heard.clone()));
    let Found { text, is_cut, kind, total, page, pages, items, spaces, contact_types } = found;
    if total == 0 {
        return view! {
            <Remarks kind is_cut />
            <Nothing text kind asked />
        };
    }
    let paging = (1 < pages).then(|| view! { <Pages asked=asked.clone() page pages /> });
    let of_pages = (1 < page).then(|| t.search_page_of(&t.number(page), &t.number(pages)));
    view! {
        <div class="search-page">
            <Facets groups=facets(&asked, spaces, contact_types) />
            <div class="search-page__found">
                <Remarks kind is_cut />
                <p class="search-page__count">
                    {count} {of_pages.map(|of_pages| view! { <span>{of_pages}</span> })}
                </p>
                <SearchResults results=results(items) />
                {paging}
            </div>
        </div>
    }
}

#[component]
fn Pages(asked: SearchQuery, page: u64, pages: u64) -> impl IntoView {
    let to = |page: u64| Text::from(address(&SearchQuery { page: page.to_string(), ..asked.clone() }));
    let previous = (1 < page).then(|| to(page - 1));
    let next = (page < pages).then(|| to(page + 1));
    view! { <Pagination nostrip:previous nostrip:next /> }
}

#[component]
fn Nothing(text: String, kind: FoundKind, asked: SearchQuery) -> impl IntoView {
    let t = t();
    let unfiltered = SearchQuery { q: asked.q.clone(), ..SearchQuery::default() };
    let is_filtered = !(asked.space.is_empty() && asked.contact_type.is_empty() && asked.language.is_empty());
    match kind {
        FoundKind::NothingAsked => {
            view! { <EmptyState title=t.search_begin() text=t.search_begin_text() /> }
        }
        FoundKind::NoWords => {
            view! { <EmptyState title=t.search_no_words() text=t.search_no_words_text() /> }
        }
        _ if is_filtered => {
            let href = address(&unfiltered);
            let action = move || view! { <LinkButton href label=t.search_without_filters() /> };
            view! { <EmptyState title=t.search_nothing(&text) text=t.search_nothing_filtered_text() action /> }
        }
        _ => view! { <EmptyState title=t.search_nothing(&text) text=t.search_nothing_text() /> },
    }
}

/// The filters, each with what it would show.
fn facets(
    asked: &SearchQuery,
    spaces: Vec<(String, String, u64)>,
    contact_types: Vec<(String, String, u64)>,
) -> Vec<FacetGroup> {
    let t = t();
    let first = SearchQuery { page: String::new(), ..asked.clone() };
    let choice = |label: Text, count, ask: SearchQuery, is_chosen| FacetChoice {
        label,
        count,
        href: address(&ask).into(),
        is_chosen,
    };
    let group = |label: &'static str,
                 any: &'static str,
                 chosen: &str,
                 rows: Vec<(String, String, u64)>,
                 with: fn(SearchQuery, String) -> SearchQuery| {
        let all = choice(any.into(), None, with(first.clone(), String::new()), chosen.is_empty());
        let rows = rows.into_iter().filter(|(slug, _, count)| 0 < *count || *slug == chosen);
        let rows = rows.map(|(slug, name, count)| {
            let is_chosen = slug == chosen;
            choice(name.into(), Some(count), with(first.clone(), slug), is_chosen)
        });
        FacetGroup { label: label.into(), choices: std::iter::once(all).chain(rows).collect() }
    };
    let languages = [("", t.search_own_language()), ("fr", t.search_in_fr()), ("en", t.search_in_en())];
    let languages = languages.into_iter().map(|(language, label)| {
        let ask = SearchQuery { language: language.to_owned(), ..first.clone() };
        choice(label.into(), None, ask, asked.language == language)
    });
    vec![
        group(t.search_space(), t.search_any_space(), &asked.space, spaces, |ask, space| SearchQuery {
            space,
            ..ask
        }),
        group(
            t.search_contact_type(),
            t.search_any_contact_type(),
            &asked.contact_type,
            contact_types,
            |ask, contact_type| SearchQuery { contact_type, ..ask },
        ),
        FacetGroup { label: t.search_language().into(), choices: languages.collect() },
    ]
}
