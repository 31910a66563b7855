//! The gallery is the cheapest honest check of all components at once. It also writes the pages to
//! `target/tmp/ui/`, to be looked at in a browser without a server.

#![cfg(feature = "ssr")]
#![recursion_limit = "256"]
#![expect(clippy::unwrap_used, reason = "a test that cannot write its pages has failed")]

use std::{collections::BTreeMap, fs, path::Path};

use i18n::Messages;
use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use leptos_router::{components::Router, location::RequestUrl};
use ui::{
    AppFrame, BareFrame, LanguageSwitch, NavWidth, PasswordField, SearchForm, SubmitRow, TextField, TextKind,
    Theme, ThemeSwitch,
    gallery::{Gallery, GalleryNav, GalleryUser},
};

fn messages(locale: &str) -> Messages {
    serde_json::from_value(locale.into()).map(Messages::of).unwrap()
}

fn render<V: IntoView + 'static>(locale: &str, page: impl FnOnce() -> V + Send + 'static) -> String {
    let owner = Owner::new();
    owner.with(|| {
        provide_context(messages(locale));
        provide_context(RequestUrl::new("/ui?q=x"));
        provide_meta_context();
        view! { <Router>{page()}</Router> }.to_html()
    })
}

fn framed(nav_width: NavWidth) -> impl IntoView {
    let tools = || {
        view! {
            <LanguageSwitch action="/ui" />
            <ThemeSwitch action="/ui" current=Theme::System />
            <GalleryUser />
        }
    };
    let top = || view! { <SearchForm action="/search" label=ui::t().gallery_search_hint() /> };
    view! {
        <AppFrame nav=|| view! { <GalleryNav /> } tools top nav_width context=|| "Ormevent › Atlas Contact">
            <Gallery />
        </AppFrame>
    }
}

fn sign_in() -> impl IntoView {
    let t = ui::t();
    let tools = || view! { <LanguageSwitch action="/ui" /> };
    view! {
        <BareFrame tools motto=move || t.gallery_motto()>
            <h1>{t.gallery_identity()}</h1>
            <div class="form">
                <TextField name="email" label=t.gallery_email() kind=TextKind::Email />
                <PasswordField name="password" label=t.gallery_password() />
                <SubmitRow label=t.gallery_publish() />
            </div>
        </BareFrame>
    }
}

fn write(name: &str, locale: &str, theme: &str, body: &str) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let style = root.join("style/main.css").canonicalize().unwrap();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("ui");
    fs::create_dir_all(&folder).unwrap();
    let page = format!(
        "<!DOCTYPE html><html lang=\"{locale}\" data-theme=\"{theme}\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>{name}</title>\
         <link rel=\"stylesheet\" href=\"file://{}\"></head><body>{body}</body></html>",
        style.display()
    );
    fs::write(folder.join(format!("{name}-{locale}-{theme}.html")), page).unwrap();
}

#[tokio::test]
async fn pages_to_look_at() {
    for locale in ["fr", "en"] {
        for theme in ["light", "dark"] {
            write("gallery", locale, theme, &render(locale, || view! { <main id="main"><Gallery /></main> }));
            write("frame", locale, theme, &render(locale, || framed(NavWidth::Wide)));
            write("narrow", locale, theme, &render(locale, || framed(NavWidth::Narrow)));
            write("sign-in", locale, theme, &render(locale, sign_in));
        }
    }
}

#[tokio::test]
async fn ids_are_unique_and_what_refers_to_one_finds_it() {
    let html = render("fr", || framed(NavWidth::Wide));
    let mut ids: BTreeMap<&str, usize> = BTreeMap::new();
    for id in values(&html, "id") {
        *ids.entry(id).or_default() += 1;
    }
    let doubles: Vec<_> = ids.iter().filter(|(_, count)| **count != 1).collect();
    assert!(doubles.is_empty(), "ids used twice: {doubles:?}");
    for attribute in ["for", "aria-describedby", "aria-controls", "popovertarget"] {
        for id in values(&html, attribute).flat_map(str::split_whitespace) {
            assert!(ids.contains_key(id), "{attribute} refers to the missing id {id}");
        }
    }
}

#[tokio::test]
async fn nothing_is_inline_and_nothing_is_foreign() {
    for locale in ["fr", "en"] {
        let html = render(locale, || framed(NavWidth::Wide));
        for forbidden in [" style=", "<script", "<style", "http://", "https://", "onclick="] {
            assert!(!html.contains(forbidden), "{forbidden} in the page");
        }
    }
}

#[tokio::test]
async fn the_same_page_is_written_twice_alike() {
    assert_eq!(render("en", || framed(NavWidth::Wide)), render("en", || framed(NavWidth::Wide)));
}

fn values<'a>(html: &'a str, attribute: &str) -> impl Iterator<Item = &'a str> + use<'a> {
    let needle = format!(" {attribute}=\"");
    html.match_indices(&needle)
        .map(move |(at, found)| html[at + found.len()..].split('"').next().unwrap_or_default())
        .collect::<Vec<_>>()
        .into_iter()
}
