//! The document around every page, and the router.

use i18n::Messages;
use leptos::prelude::*;
#[cfg(feature = "ssr")]
use leptos_meta::MetaTags;
use leptos_meta::provide_meta_context;
use leptos_router::components::{ParentRoute, Route, Router, Routes};
use leptos_router::{SsrMode, path};

use crate::area::{Audit, Entry, Gallery, Knowledge, People, Profile, Vendors};
use crate::frame::{FrameLayout, NotFound};
use crate::home::HomePage;
use crate::me::read_session;

/// The HTML document.
#[cfg(feature = "ssr")]
pub fn shell(options: LeptosOptions) -> impl IntoView {
    let visitor = crate::context::Visitor::current();
    let (locale, theme) = visitor.map_or_else(Default::default, |visitor| (visitor.locale, visitor.theme));
    let theme = ui_theme(theme).data_theme();
    let css = format!("/{}/palier.css", options.site_pkg_dir);
    let icon = format!("/{}/icon.svg", options.site_pkg_dir);
    view! {
        <!DOCTYPE html>
        <html lang=locale.as_str() data-theme=theme>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                <link rel="stylesheet" href=css />
                <link rel="icon" type="image/svg+xml" href=icon />
                <HydrationScripts options root="" />
                <MetaTags />
            </head>
            <body>
                <App />
            </body>
        </html>
    }
}

/// Every page.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    let session = read_session();
    provide_context(Messages::of(session.locale));
    provide_context(session);
    provide_context(ui::SignInPath("/sign-in"));
    #[cfg(feature = "ssr")]
    security_policy();
    view! {
        <Router>
            <Routes fallback=NotFound>
                <Route path=path!("/sign-in") view=Entry::SignIn ssr=SsrMode::Async />
                <Route path=path!("/password/forgot") view=Entry::ForgotPassword ssr=SsrMode::Async />
                <Route path=path!("/password/reset/:secret") view=Entry::ResetPassword ssr=SsrMode::Async />
                <ParentRoute path=path!("") view=FrameLayout ssr=SsrMode::Async>
                    <Route path=path!("/") view=HomePage ssr=SsrMode::Async />
                    <Route path=path!("/profile") view=Profile::Profile ssr=SsrMode::Async />
                    <Route path=path!("/profile/password") view=Entry::Password ssr=SsrMode::Async />
                    <Route path=path!("/profile/sessions") view=Profile::Sessions ssr=SsrMode::Async />
                    <Route path=path!("/knowledge") view=Knowledge::Spaces ssr=SsrMode::Async />
                    <Route path=path!("/knowledge/:space") view=Knowledge::Space ssr=SsrMode::Async />
                    <Route path=path!("/knowledge/:space/:article") view=Knowledge::Article ssr=SsrMode::Async />
                    <Route path=path!("/vendors") view=Vendors::List ssr=SsrMode::Async />
                    <Route path=path!("/vendors/new") view=Vendors::New ssr=SsrMode::Async />
                    <Route path=path!("/vendors/:vendor") view=Vendors::Vendor ssr=SsrMode::Async />
                    <Route path=path!("/vendors/:vendor/edit") view=Vendors::Edit ssr=SsrMode::Async />
                    <Route path=path!("/vendors/:vendor/sites/new") view=Vendors::NewSite ssr=SsrMode::Async />
                    <Route path=path!("/sites/:site") view=Vendors::Site ssr=SsrMode::Async />
                    <Route path=path!("/sites/:site/edit") view=Vendors::SiteEdit ssr=SsrMode::Async />
                    <Route path=path!("/sites/:site/teams/new") view=Vendors::NewTeam ssr=SsrMode::Async />
                    <Route path=path!("/teams/:team") view=Vendors::Team ssr=SsrMode::Async />
                    <Route path=path!("/teams/:team/edit") view=Vendors::TeamEdit ssr=SsrMode::Async />
                    <Route path=path!("/people") view=People::List ssr=SsrMode::Async />
                    <Route path=path!("/people/new") view=People::New ssr=SsrMode::Async />
                    <Route path=path!("/people/:person") view=People::Person ssr=SsrMode::Async />
                    <Route path=path!("/people/:person/edit") view=People::Edit ssr=SsrMode::Async />
                    <Route path=path!("/audit") view=Audit::Log ssr=SsrMode::Async />
                    <Route path=path!("/ui") view=Gallery::Gallery ssr=SsrMode::Async />
                </ParentRoute>
            </Routes>
        </Router>
    }
}

/// The kit's word for a theme; the kit knows no domain.
pub(crate) const fn ui_theme(theme: domain::people::Theme) -> ui::Theme {
    match theme {
        domain::people::Theme::System => ui::Theme::System,
        domain::people::Theme::Light => ui::Theme::Light,
        domain::people::Theme::Dark => ui::Theme::Dark,
    }
}

/// Lets only this page's own scripts run.
#[cfg(feature = "ssr")]
fn security_policy() {
    use axum::http::{HeaderValue, header::CONTENT_SECURITY_POLICY};
    use leptos::nonce::use_nonce;

    let Some(nonce) = use_nonce() else { return };
    let policy = format!(
        "default-src 'self'; script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'; style-src 'self'; \
         img-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; \
         frame-ancestors 'none'"
    );
    if let (Some(response), Ok(value)) =
        (use_context::<leptos_axum::ResponseOptions>(), HeaderValue::from_str(&policy))
    {
        response.insert_header(CONTENT_SECURITY_POLICY, value);
    }
}
