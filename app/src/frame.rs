//! The frame around the pages of somebody who is signed in.

use domain::Permission;
use domain::people::Role;
use leptos::prelude::*;
use leptos_router::components::Outlet;
use ui::{
    AppFrame, BareFrame, Button, ButtonKind, ButtonVariant, Extent, IconName, LanguageSwitch, MenuLink,
    NavGroup, NavLink, NavMatch, NavWidth, NotFoundPanel, Page, PostForm, ThemeSwitch, UserMenu, t, view,
};

use crate::broadcasts::WaitingCards;
use crate::document::ui_theme;
use crate::me::{Me, Session, use_session};
use crate::notifications::Bell;
use crate::search::HeaderSearch;

/// Where the choice of a language is sent.
pub(crate) const LANGUAGE_ACTION: &str = "/preferences/language";
/// Where the choice of colours is sent.
pub(crate) const THEME_ACTION: &str = "/preferences/theme";

/// The frame; without a session only the page itself.
#[component]
pub fn FrameLayout() -> impl IntoView {
    match use_session().me {
        Some(me) => view! { <Frame me><Outlet /></Frame> },
        None => view! { <PublicFrame><Outlet /></PublicFrame> },
    }
}

#[component]
fn Frame(me: Me, children: Children) -> impl IntoView {
    let session = use_session();
    let nav_width = if session.nav_is_narrow { NavWidth::Narrow } else { NavWidth::Wide };
    let context = context_line(&me);
    let nav_me = me.clone();
    let searches = me.may(Permission::ReadKnowledge);
    let is_agent = me.role == Role::Agent;
    view! {
        <AppFrame
            context=move || context
            nav=move || view! { <Areas me=nav_me is_demo=session.is_demo /> }
            top=move || searches.then(|| view! { <HeaderSearch /> })
            tools=move || view! { <Tools me /> }
            nav_width
        >
            {is_agent.then(|| view! { <WaitingCards /> })}
            {children()}
        </AppFrame>
    }
}

/// Which client and which vendor: always in sight for those who could confuse them.
fn context_line(me: &Me) -> String {
    let parts = [me.client.as_deref(), me.vendor.as_deref()];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

#[component]
fn Areas(me: Me, is_demo: bool) -> impl IntoView {
    let t = t();
    let role = me.role;
    let reads = move |permission| role.may(permission);
    view! {
        <NavGroup>
            <NavLink href="/" label=t.home() icon=IconName::House matching=NavMatch::Exact />
            {reads(Permission::ReadKnowledge)
                .then(|| {
                    view! {
                        <NavLink href="/knowledge" label=t.nav_knowledge() icon=IconName::BookOpen />
                        <NavLink href="/contact-types" label=t.contact_types() icon=IconName::Tag />
                        <NavLink href="/broadcasts" label=t.broadcasts() icon=IconName::Megaphone />
                    }
                })}
            {(role == Role::Agent)
                .then(|| view! { <NavLink href="/clearance" label=t.clearance() icon=IconName::BadgeCheck /> })}
            {reads(Permission::WriteKnowledge)
                .then(|| {
                    view! {
                        <NavLink href="/drafts" label=t.drafts() icon=IconName::Pencil />
                        <NavLink href="/flags" label=t.flags() icon=IconName::Flag />
                        <NavLink href="/import" label=t.import() icon=IconName::Download />
                        <NavLink href="/search/misses" label=t.search_misses() icon=IconName::Search />
                    }
                })}
        </NavGroup>
        {(reads(Permission::ReadVendors) || reads(Permission::ReadUsers))
            .then(|| {
                view! {
                    <NavGroup label=t.nav_follow()>
                        {reads(Permission::ReadVendors)
                            .then(|| view! { <NavLink href="/vendors" label=t.vendors() icon=IconName::Building /> })}
                        {reads(Permission::FollowBroadcasts)
                            .then(|| view! { <NavLink href="/obsolescence" label=t.obsolescence() icon=IconName::ChartColumn /> })}
                        {reads(Permission::ReadUsers)
                            .then(|| view! { <NavLink href="/people" label=t.people() icon=IconName::Users /> })}
                    </NavGroup>
                }
            })}
        {(reads(Permission::ReadAudit) || is_demo)
            .then(|| {
                view! {
                    <NavGroup label=t.nav_administer()>
                        {reads(Permission::ReadAudit)
                            .then(|| view! { <NavLink href="/audit" label=t.audit() icon=IconName::ScrollText /> })}
                        {is_demo
                            .then(|| view! { <NavLink href="/ui" label=t.nav_gallery() icon=IconName::ListChecks /> })}
                    </NavGroup>
                }
            })}
    }
}

#[component]
fn Tools(me: Me) -> impl IntoView {
    let t = t();
    let Session { theme, .. } = use_session();
    let place = me.vendor.clone().or(me.client.clone());
    let role = match place {
        Some(place) => format!("{} · {place}", t.role(me.role)),
        None => t.role(me.role).to_owned(),
    };
    view! {
        <LanguageSwitch action=LANGUAGE_ACTION />
        <ThemeSwitch action=THEME_ACTION current=ui_theme(theme) />
        <Bell />
        <UserMenu name=me.name role sign_out=|| view! { <SignOut /> }>
            <MenuLink href="/notifications" label=t.notifications() icon=IconName::Bell />
            <MenuLink href="/profile" label=t.profile() icon=IconName::UserRound />
            <MenuLink href="/profile/password" label=t.change_password() icon=IconName::Key />
            <MenuLink href="/profile/sessions" label=t.sessions() icon=IconName::Monitor />
        </UserMenu>
    }
}

#[component]
fn SignOut() -> impl IntoView {
    view! {
        <PostForm action="/api/sign_out">
            <Button
                label=t().sign_out()
                icon=IconName::LogOut
                kind=ButtonKind::Submit
                variant=ButtonVariant::Quiet
            />
        </PostForm>
    }
}

/// The frame of pages for those who are not signed in.
#[component]
pub fn PublicFrame(children: Children) -> impl IntoView {
    let t = t();
    let Session { theme, .. } = use_session();
    view! {
        <BareFrame
            tools=move || {
                view! {
                    <LanguageSwitch action=LANGUAGE_ACTION />
                    <ThemeSwitch action=THEME_ACTION current=ui_theme(theme) />
                }
            }
            motto=move || t.sign_in_motto()
        >
            {children()}
        </BareFrame>
    }
}

/// The page for addresses that lead nowhere.
#[component]
pub fn NotFound() -> impl IntoView {
    #[cfg(feature = "ssr")]
    if let Some(response) = use_context::<leptos_axum::ResponseOptions>() {
        response.set_status(http::StatusCode::NOT_FOUND);
    }
    view! {
        <Page title=t().not_found_title()>
            <NotFoundPanel extent=Extent::Page />
        </Page>
    }
}
