//! Flagging a passage.

use domain::knowledge::FlagKind;
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};
use ui::{
    Alert, Crumb, Extent, Form, HiddenField, IconName, LinkButton, Loaded, Need, Page, PageWidth, RadioGroup,
    RadioOption, SubmitRow, TextArea, Tone, t, view,
};

use super::api::{FlagForm, RaiseFlag, ReadFlagForm};
use crate::ask;
use crate::done::query_value;

/// Flagging a passage of an article.
#[component]
pub fn RaiseFlagPage() -> impl IntoView {
    let (params, query) = (use_params_map(), use_query_map());
    let content = ask::load(move || {
        let get = |key| params.with(|params| params.get(key)).unwrap_or_default();
        let asked = |key| query.with(|query| query.get(key)).unwrap_or_default();
        ReadFlagForm {
            space: get("space"),
            slug: get("article"),
            language: asked("language"),
            version: asked("version"),
        }
    });
    let is_raised = Memo::new(move |_| query.with(|query| query.get("done")).is_some());
    view! {
        <Loaded value=content extent=Extent::Page let:content>
            <Raising content is_raised />
        </Loaded>
    }
}

#[component]
fn Raising(content: FlagForm, is_raised: Memo<bool>) -> impl IntoView {
    let t = t();
    let (space, name) = content.space.clone();
    let back = format!("/knowledge/{space}/{}?language={}", content.slug, content.locale.as_str());
    let crumbs = vec![
        Crumb::link(t.knowledge(), "/knowledge"),
        Crumb::link(name, format!("/knowledge/{space}")),
        Crumb::link(content.title.clone(), back.clone()),
    ];
    let lead = t.flag_raise_lead(&content.title, &content.number.to_string());
    let shown = move || {
        let (content, back) = (content.clone(), back.clone());
        if is_raised.get() {
            view! { <Raised back /> }
        } else {
            view! { <Question content back /> }
        }
    };
    view! {
        <Page title=t.flag_raise() lead breadcrumbs=crumbs width=PageWidth::Narrow>
            {shown}
        </Page>
    }
}

#[component]
fn Question(content: FlagForm, back: String) -> impl IntoView {
    let t = t();
    let action = ask::action::<RaiseFlag>();
    let FlagForm { space, slug, title: _, locale, number } = content;
    let passage = query_value("passage");
    // What is typed about one passage is not put beside another.
    let draft_key = format!("flag-{}-{slug}-{}-{number}-{passage}", space.0, locale.as_str());
    let kinds = FlagKind::ALL
        .map(|kind| RadioOption::new(kind.as_str(), t.flag_kind(kind)).hint(t.flag_kind_about(kind)));
    view! {
        <Form action draft_key>
            <HiddenField name="space" value=space.0 />
            <HiddenField name="slug" value=slug />
            <HiddenField name="language" value=locale.as_str() />
            <HiddenField name="version" value=number.to_string() />
            <RadioGroup name="kind" legend=t.flag_what() options=kinds.to_vec() />
            <TextArea name="passage" label=t.flag_passage() hint=t.flag_passage_hint() value=passage rows=3 />
            <TextArea
                name="note"
                label=t.flag_note()
                hint=t.flag_note_hint()
                need=Need::Optional
                rows=4
                max_length=1000
            />
            <SubmitRow label=t.flag_send() icon=IconName::Flag cancel=back />
        </Form>
    }
}

/// What happens next.
#[component]
fn Raised(back: String) -> impl IntoView {
    let t = t();
    view! {
        <div class="stack" role="status">
            <Alert tone=Tone::Go title=t.flag_sent()>
                <p>{t.flag_sent_text()}</p>
            </Alert>
            <div class="cluster">
                <LinkButton href=back label=t.flag_back() icon=IconName::BookOpen />
                <LinkButton href="/flags/mine" label=t.flags_mine() icon=IconName::Flag />
            </div>
        </div>
    }
}
