//! The document around every page, and the router.

#[cfg(feature = "ssr")]
use domain::people::Role;
use i18n::Messages;
use leptos::prelude::*;
#[cfg(feature = "ssr")]
use leptos_meta::MetaTags;
use leptos_meta::provide_meta_context;
use leptos_router::components::{ParentRoute, Route, Router, Routes};
use leptos_router::{SsrMode, path};

use crate::area::{Account, Changes, Gallery, Reference, Search, Steering, Writing};
use crate::frame::{FrameLayout, NotFound};
use crate::home::HomePage;
use crate::knowledge::{ArticlePage, KnowledgePage};
use crate::me::read_session;
use crate::people::SignInPage;

/// The HTML document.
#[cfg(feature = "ssr")]
pub fn shell(options: LeptosOptions) -> impl IntoView {
    let visitor = crate::context::Visitor::current();
    let principal = visitor.as_ref().and_then(|visitor| visitor.principal.as_ref());
    let is_signed_in = principal.is_some();
    let is_agent = principal.is_some_and(|me| me.actor.role() == Some(Role::Agent));
    let (locale, theme) = visitor.map_or_else(Default::default, |visitor| (visitor.locale, visitor.theme));
    let theme = ui_theme(theme).data_theme();
    let css = format!("/{}/palier.css", options.site_pkg_dir);
    let icon = format!("/{}/icon.svg", options.site_pkg_dir);
    let live = is_signed_in.then(|| live_script(&options.site_pkg_dir));
    let select = is_signed_in.then(|| script(&options.site_pkg_dir, "select.js"));
    let cover = is_agent.then(|| script(&options.site_pkg_dir, "cover.js"));
    view! {
        <!DOCTYPE html>
        <html lang=locale.as_str() data-theme=theme>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                <link rel="stylesheet" href=css />
                <link rel="icon" type="image/svg+xml" href=icon />
                {live}
                {select}
                {cover}
                <HydrationScripts options root="" />
                <MetaTags />
            </head>
            <body>
                <App />
            </body>
        </html>
    }
}

/// Listens to what happens, from behind what this page knows: nothing of it is read before this.
#[cfg(feature = "ssr")]
fn live_script(folder: &str) -> impl IntoView + use<> {
    let services = use_context::<crate::context::Services>();
    let cursor = services.map(|services| services.portal.head().to_string());
    let source = format!("/{folder}/live.js");
    view! { <script type="module" src=source data-cursor=cursor></script> }
}

/// A script beside the pages: `select.js` takes a selected passage along to where it is flagged, `cover.js` opens what lies over
/// the page.
#[cfg(feature = "ssr")]
fn script(folder: &str, name: &str) -> impl IntoView + use<> {
    let source = format!("/{folder}/{name}");
    view! { <script type="module" src=source></script> }
}

/// Every page.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    let session = read_session();
    provide_context(Messages::of(session.locale));
    provide_context(ui::DraftOwner(session.me.as_ref().map(|me| me.id.to_string()).unwrap_or_default()));
    provide_context(session);
    provide_context(crate::notifications::Read::nothing());
    provide_context(ui::SignInPath("/sign-in"));
    #[cfg(feature = "ssr")]
    security_policy();
    view! {
        <Router>
            <Routes fallback=|| ()>
                <Route path=path!("/sign-in") view=SignInPage ssr=SsrMode::Async />
                <Route path=path!("/password/forgot") view=Account::ForgotPassword ssr=SsrMode::Async />
                <Route path=path!("/password/reset/:secret") view=Account::ResetPassword ssr=SsrMode::Async />
                <ParentRoute path=path!("") view=FrameLayout ssr=SsrMode::Async>
                    <Route path=path!("/") view=HomePage ssr=SsrMode::Async />
                    <Route path=path!("/profile") view=Account::Profile ssr=SsrMode::Async />
                    <Route path=path!("/profile/password") view=Account::Password ssr=SsrMode::Async />
                    <Route path=path!("/profile/sessions") view=Account::Sessions ssr=SsrMode::Async />
                    <Route path=path!("/notifications") view=Account::Notifications ssr=SsrMode::Async />
                    <Route path=path!("/onboarding") view=Changes::Onboarding ssr=SsrMode::Async />
                    <Route path=path!("/knowledge") view=KnowledgePage ssr=SsrMode::Async />
                    <Route path=path!("/knowledge/:space") view=Reference::Space ssr=SsrMode::Async />
                    <Route path=path!("/knowledge/:space/:article") view=ArticlePage ssr=SsrMode::Async />
                    <Route path=path!("/knowledge/:space/:article/flow/:flow") view=Reference::Flow ssr=SsrMode::Async />
                    <Route path=path!("/import") view=Steering::Imports ssr=SsrMode::Async />
                    <Route path=path!("/import/:import") view=Steering::Import ssr=SsrMode::Async />
                    <Route path=path!("/knowledge/:space/:article/versions") view=Reference::History ssr=SsrMode::Async />
                    <Route path=path!("/knowledge/:space/:article/versions/:number") view=Reference::Version ssr=SsrMode::Async />
                    <Route path=path!("/knowledge/:space/:article/compare") view=Reference::Compare ssr=SsrMode::Async />
                    <Route path=path!("/drafts") view=Writing::Drafts ssr=SsrMode::Async />
                    <Route path=path!("/drafts/new") view=Writing::NewArticle ssr=SsrMode::Async />
                    <Route path=path!("/drafts/:draft") view=Writing::Draft ssr=SsrMode::Async />
                    <Route path=path!("/drafts/:draft/changes") view=Writing::DraftChanges ssr=SsrMode::Async />
                    <Route path=path!("/drafts/:draft/translate") view=Writing::Translate ssr=SsrMode::Async />
                    <Route path=path!("/translations") view=Steering::Translations ssr=SsrMode::Async />
                    <Route path=path!("/verification") view=Steering::Verification ssr=SsrMode::Async />
                    <Route path=path!("/spaces/new") view=Steering::NewSpace ssr=SsrMode::Async />
                    <Route path=path!("/spaces/:space") view=Steering::SpaceDoors ssr=SsrMode::Async />
                    <Route path=path!("/knowledge/:space/:article/flag") view=Changes::RaiseFlag ssr=SsrMode::Async />
                    <Route path=path!("/flags") view=Changes::Flags ssr=SsrMode::Async />
                    <Route path=path!("/flags/mine") view=Changes::MyFlags ssr=SsrMode::Async />
                    <Route path=path!("/flags/:flag") view=Changes::Flag ssr=SsrMode::Async />
                    <Route path=path!("/broadcasts") view=Changes::Broadcasts ssr=SsrMode::Async />
                    <Route path=path!("/broadcasts/new") view=Steering::NewBroadcast ssr=SsrMode::Async />
                    <Route path=path!("/broadcasts/:broadcast/edit") view=Steering::NewBroadcast ssr=SsrMode::Async />
                    <Route path=path!("/broadcasts/:broadcast") view=Changes::Broadcast ssr=SsrMode::Async />
                    <Route path=path!("/broadcasts/:broadcast/board") view=Changes::Board ssr=SsrMode::Async />
                    <Route path=path!("/obsolescence") view=Changes::Obsolescence ssr=SsrMode::Async />
                    <Route path=path!("/clearance") view=Changes::Clearance ssr=SsrMode::Async />
                    <Route path=path!("/contact-types") view=Reference::ContactTypes ssr=SsrMode::Async />
                    <Route path=path!("/contact-types/:slug") view=Reference::ContactType ssr=SsrMode::Async />
                    <Route path=path!("/search") view=Search::Results ssr=SsrMode::Async />
                    <Route path=path!("/search/misses") view=Search::Misses ssr=SsrMode::Async />
                    <Route path=path!("/vendors") view=Steering::Vendors ssr=SsrMode::Async />
                    <Route path=path!("/vendors/new") view=Steering::NewVendor ssr=SsrMode::Async />
                    <Route path=path!("/vendors/:vendor") view=Steering::Vendor ssr=SsrMode::Async />
                    <Route path=path!("/vendors/:vendor/edit") view=Steering::VendorEdit ssr=SsrMode::Async />
                    <Route path=path!("/vendors/:vendor/sites/new") view=Steering::NewSite ssr=SsrMode::Async />
                    <Route path=path!("/sites/:site") view=Steering::Site ssr=SsrMode::Async />
                    <Route path=path!("/sites/:site/edit") view=Steering::SiteEdit ssr=SsrMode::Async />
                    <Route path=path!("/sites/:site/teams/new") view=Steering::NewTeam ssr=SsrMode::Async />
                    <Route path=path!("/teams/:team") view=Steering::Team ssr=SsrMode::Async />
                    <Route path=path!("/teams/:team/edit") view=Steering::TeamEdit ssr=SsrMode::Async />
                    <Route path=path!("/people") view=Steering::People ssr=SsrMode::Async />
                    <Route path=path!("/people/new") view=Steering::NewPerson ssr=SsrMode::Async />
                    <Route path=path!("/people/:person") view=Steering::Person ssr=SsrMode::Async />
                    <Route path=path!("/people/:person/edit") view=Steering::PersonEdit ssr=SsrMode::Async />
                    <Route path=path!("/audit") view=Steering::Audit ssr=SsrMode::Async />
                    <Route path=path!("/ui") view=Gallery::Gallery ssr=SsrMode::Async />
                    <Route path=path!("/*address") view=NotFound ssr=SsrMode::Async />
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
    use http::{HeaderValue, header::CONTENT_SECURITY_POLICY};
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
