//! Samples of finding the way.

use leptos::prelude::*;

use super::Sample;
use crate::{
    Breadcrumbs, Button, ButtonKind, ButtonVariant, Card, Crumb, HeadingLevel, IconName, LanguageSwitch,
    LinkButton, MenuLink, NavGroup, NavLink, NavMatch, PostForm, Section, Tab, Tabs, Theme, ThemeSwitch,
    UserMenu, t, view,
};

#[component]
pub(super) fn Moving() -> impl IntoView {
    let t = t();
    view! {
        <Section title=t.gallery_moving()>
            <div class="samples">
                <Sample name=t.gallery_areas()>
                    <GalleryNav />
                </Sample>
                <Sample name=t.gallery_crumbs()>
                    <Ways />
                </Sample>
                <Sample name=t.gallery_account()>
                    <Account />
                </Sample>
                <Sample name=t.gallery_pages_words()>
                    <Parts />
                </Sample>
            </div>
        </Section>
    }
}

/// The navigation of the samples.
#[component]
pub fn GalleryNav() -> impl IntoView {
    let t = t();
    view! {
        <div class="stack">
            <NavGroup>
                <NavLink
                    href="/"
                    label=t.gallery_home()
                    icon=IconName::House
                    matching=NavMatch::Exact
                />
                <NavLink href="/ui" label=t.gallery_knowledge() icon=IconName::BookOpen />
                <NavLink
                    href="/changes"
                    label=t.gallery_changes()
                    icon=IconName::Megaphone
                    count=Signal::stored(3)
                />
                <NavLink href="/training" label=t.gallery_training() icon=IconName::GraduationCap />
            </NavGroup>
            <NavGroup label=t.gallery_manage()>
                <NavLink href="/vendors" label=t.gallery_vendors() icon=IconName::Building />
                <NavLink href="/audit" label=t.gallery_audit() icon=IconName::ScrollText />
            </NavGroup>
        </div>
    }
}

#[component]
fn Ways() -> impl IntoView {
    let t = t();
    let items = vec![
        Crumb::link(t.gallery_home(), "#main"),
        Crumb::link(t.gallery_knowledge(), "#main"),
        Crumb::here(t.gallery_returns()),
    ];
    let tabs = vec![
        Tab::new(t.gallery_tab_current(), "#main").current_if(true),
        Tab::new(t.gallery_tab_drafts(), "#main").count(4),
        Tab::new(t.gallery_tab_archive(), "#main"),
    ];
    view! {
        <Breadcrumbs items />
        <Tabs label=t.gallery_tabs() items=tabs />
    }
}

#[component]
fn Account() -> impl IntoView {
    view! {
        <div class="cluster">
            <LanguageSwitch action="/ui" />
            <ThemeSwitch action="/ui" current=Theme::System />
        </div>
        <div class="cluster">
            <GalleryUser />
        </div>
    }
}

/// The person of the samples.
#[component]
pub fn GalleryUser() -> impl IntoView {
    let t = t();
    let sign_out = move || {
        view! {
            <PostForm action="/">
                <Button
                    label=t.gallery_sign_out()
                    icon=IconName::LogOut
                    kind=ButtonKind::Submit
                    variant=ButtonVariant::Quiet
                />
            </PostForm>
        }
    };
    view! {
        <UserMenu name="Claire Fontaine" role=t.gallery_role() sign_out>
            <MenuLink href="#main" label=t.gallery_profile() icon=IconName::UserRound />
            <MenuLink href="#main" label=t.gallery_sessions() icon=IconName::Monitor />
        </UserMenu>
    }
}

#[component]
fn Parts() -> impl IntoView {
    let t = t();
    view! {
        <Section
            title=t.gallery_section()
            level=HeadingLevel::Three
            lead=t.gallery_section_lead()
            actions=move || view! { <LinkButton href="#main" label=t.gallery_edit() /> }
        >
            <Card title=t.gallery_card_title() level=HeadingLevel::Three href="#main">
                <p>{t.gallery_card_text()}</p>
            </Card>
        </Section>
    }
}
