//! Making a space, and opening it to vendors.

use domain::{Locale, Permission};
use leptos::prelude::*;
use leptos::server_fn::codec::{GetUrl, Postcard};
use leptos_router::hooks::use_params_map;
use serde::{Deserialize, Serialize};
use ui::{
    Alert, Button, ButtonKind, Crumb, EmptyState, Extent, Form, HiddenField, Loaded, Page, PageWidth,
    Section, Select, SelectOption, SubmitRow, TextArea, TextField, t, view,
};

use crate::ask;
use crate::done::Done;
use crate::error::AppError;
use crate::live::again_with_address;
use crate::permitted::Permitted;

/// To whom a space is open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DoorsContent {
    /// The space: slug and name.
    pub space: (String, String),
    /// The names of the vendors that read it.
    pub open: Vec<String>,
    /// Those that do not: ids and names.
    pub closed: Vec<(String, String)>,
    /// What was brought there and others have to approve first.
    pub unapproved: Vec<Unapproved>,
    /// Stands for those of them that the reader may approve.
    pub for_me: String,
}

/// A text that was brought into a space and that others have to approve.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unapproved {
    /// The article's place in addresses.
    pub slug: String,
    /// Its title.
    pub title: String,
    /// Its language.
    pub locale: Locale,
    /// How many more people have to approve it.
    pub missing: u64,
    /// Whether the reader is one who may.
    pub is_for_me: bool,
}

/// To whom a space is open.
#[server(name = ReadDoors, endpoint = "space_doors", input = GetUrl, output = Postcard)]
pub async fn space_doors(space: String) -> Result<DoorsContent, AppError> {
    let me = crate::context::principal()?;
    let slug = crate::people::parse_slug(&space)?;
    let doors = crate::context::portal().space_doors(&me.actor, &slug).await?;
    Ok(DoorsContent {
        space: (doors.space.slug.to_string(), doors.space.name_in(me.locale()).to_owned()),
        open: doors.open.into_iter().map(|vendor| vendor.name.to_string()).collect(),
        closed: doors
            .closed
            .into_iter()
            .map(|vendor| (vendor.id.to_string(), vendor.name.to_string()))
            .collect(),
        unapproved: doors
            .unapproved
            .into_iter()
            .map(|text| {
                let service::UnapprovedText { slug, title, locale, missing, is_for_me } = text;
                Unapproved { slug, title, locale, missing: missing as u64, is_for_me }
            })
            .collect(),
        for_me: doors.for_me,
    })
}

/// Adds a space.
#[server(endpoint = "create_space", output = Postcard)]
pub async fn create_space(
    name_fr: String,
    name_en: String,
    about_fr: String,
    about_en: String,
) -> Result<(), AppError> {
    let (portal, actor) = crate::context::asked()?;
    let input = service::SpaceInput { name_fr, name_en, about_fr, about_en };
    let slug = portal.create_space(&actor, input).await?;
    leptos_axum::redirect(&format!("/spaces/{slug}?done=added"));
    Ok(())
}

/// Opens a space to a vendor.
#[server(endpoint = "open_space", output = Postcard)]
pub async fn open_space(space: String, vendor: String) -> Result<(), AppError> {
    let (portal, actor) = crate::context::asked()?;
    let slug = crate::people::parse_slug(&space)?;
    portal.open_space(&actor, &slug, crate::people::parse_id(&vendor)?).await?;
    leptos_axum::redirect(&format!("/spaces/{space}?done=opened"));
    Ok(())
}

/// Approves what others brought into a space, as the reader was shown it.
#[server(endpoint = "approve_brought", output = Postcard)]
pub async fn approve_brought(space: String, shown: String) -> Result<(), AppError> {
    let (portal, actor) = crate::context::asked()?;
    portal.approve_brought(&actor, &crate::people::parse_slug(&space)?, &shown).await?;
    leptos_axum::redirect(&format!("/spaces/{space}?done=approved"));
    Ok(())
}

/// Making a space.
#[component]
pub fn NewSpacePage() -> impl IntoView {
    let t = t();
    let action = ask::action::<CreateSpace>();
    view! {
        <Permitted permission=Permission::PublishKnowledge>
            <Page
                title=t.space_new()
                lead=t.space_new_lead()
                breadcrumbs=vec![Crumb::link(t.knowledge(), "/knowledge")]
                width=PageWidth::Narrow
            >
                <Form action draft_key="space-new">
                    <TextField name="name_fr" label=t.space_name_fr() max_length=100u32 />
                    <TextField name="name_en" label=t.space_name_en() max_length=100u32 />
                    <TextArea name="about_fr" label=t.space_about_fr() rows=2 max_length=500u32 />
                    <TextArea name="about_en" label=t.space_about_en() rows=2 max_length=500u32 />
                    <SubmitRow label=t.space_new() cancel="/knowledge" />
                </Form>
            </Page>
        </Permitted>
    }
}

/// To whom a space is open, and opening it.
#[component]
pub fn SpaceDoorsPage() -> impl IntoView {
    let params = use_params_map();
    let space = move || params.with(|params| params.get("space")).unwrap_or_default();
    let doors = again_with_address(ask::load(move || ReadDoors { space: space() }));
    view! {
        <Loaded value=doors extent=Extent::Page let:doors>
            <Doors doors />
        </Loaded>
    }
}

#[component]
fn Doors(doors: DoorsContent) -> impl IntoView {
    let t = t();
    let DoorsContent { space: (slug, name), open, closed, unapproved, for_me } = doors;
    let action = ask::action::<OpenSpace>();
    let crumbs = vec![
        Crumb::link(t.knowledge(), "/knowledge"),
        Crumb::link(name.clone(), format!("/knowledge/{slug}")),
    ];
    let readers = if open.is_empty() {
        view! { <EmptyState title=t.space_open_to_nobody() text=t.space_open_to_nobody_text() /> }
    } else {
        let items = open.into_iter().map(|name| view! { <li>{name}</li> }).collect_view();
        view! { <ul>{items}</ul> }
    };
    let options: Vec<_> = closed.into_iter().map(|(id, name)| SelectOption::new(id, name)).collect();
    let opening = (!options.is_empty()).then(|| {
        let how = if unapproved.is_empty() {
            view! {
                <Form action id="open">
                    <HiddenField name="space" value=slug />
                    <Select name="vendor" label=t.vendor() hint=t.space_open_hint() options />
                    <Button label=t.space_open() kind=ButtonKind::Submit />
                </Form>
            }
        } else {
            view! { <Brought space=slug texts=unapproved shown=for_me /> }
        };
        view! { <Section title=t.space_open_to()>{how}</Section> }
    });
    let done = [("added", t.space_added()), ("opened", t.space_opened()), ("approved", t.brought_approved())];
    let done = done.map(|(code, words)| (code, words.to_owned())).to_vec();
    view! {
        <Page title=t.space_doors(&name) breadcrumbs=crumbs width=PageWidth::Narrow>
            <Done words=done />
            <Section title=t.space_readers()>{readers}</Section>
            {opening}
        </Page>
    }
}

/// What was brought into a space and others have to approve before it is opened.
#[component]
fn Brought(space: String, texts: Vec<Unapproved>, shown: String) -> impl IntoView {
    let t = t();
    let action = ask::action::<ApproveBrought>();
    let mine = texts.iter().filter(|text| text.is_for_me).count() as u64;
    let items = texts.into_iter().map(|text| {
        let Unapproved { slug, title, locale, missing, is_for_me } = text;
        let href = format!("/knowledge/{space}/{slug}?language={}", locale.as_str());
        let lang = (locale != t.locale()).then_some(locale.as_str());
        let by_others = (!is_for_me).then(|| [", ", t.brought_by_you()].concat());
        view! {
            <li class="link-list__item">
                <div>
                    <a class="link-list__link" href=href lang=lang>{title}</a>
                    <p>{t.language_in_text(locale)} " · " {t.draft_missing(missing)} {by_others}</p>
                </div>
            </li>
        }
    });
    let items = items.collect_view();
    let form = (0 < mine).then(|| {
        view! {
            <Form action id="approve">
                <HiddenField name="space" value=space.clone() />
                <HiddenField name="shown" value=shown />
                <Button label=t.brought_approve(mine) kind=ButtonKind::Submit />
            </Form>
        }
    });
    view! {
        <Alert title=t.brought_title()><p>{t.brought_lead()}</p></Alert>
        <ul class="link-list">{items}</ul>
        {form}
    }
}
