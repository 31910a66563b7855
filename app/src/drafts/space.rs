//! Making a space, and opening it to vendors.

use domain::Permission;
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
    /// Whether the reader brought texts there that nobody has approved: then somebody else opens it.
    pub has_own_texts: bool,
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
        has_own_texts: doors.has_own_texts,
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
    let DoorsContent { space: (slug, name), open, closed, has_own_texts } = doors;
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
        let how = if has_own_texts {
            view! { <Alert title=t.space_open_by_other()><p>{t.problem_own_texts()}</p></Alert> }
        } else {
            view! {
                <Form action id="open">
                    <HiddenField name="space" value=slug />
                    <Select name="vendor" label=t.vendor() hint=t.space_open_hint() options />
                    <Button label=t.space_open() kind=ButtonKind::Submit />
                </Form>
            }
        };
        view! { <Section title=t.space_open_to()>{how}</Section> }
    });
    let done = vec![("added", t.space_added().to_owned()), ("opened", t.space_opened().to_owned())];
    view! {
        <Page title=t.space_doors(&name) breadcrumbs=crumbs width=PageWidth::Narrow>
            <Done words=done />
            <Section title=t.space_readers()>{readers}</Section>
            {opening}
        </Page>
    }
}
