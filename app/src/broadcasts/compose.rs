//! Composing a broadcast that tells something of its own.

use domain::broadcast::Severity;
use domain::{Locale, Permission};
use leptos::prelude::*;
use leptos::server_fn::codec::{GetUrl, Postcard};
use leptos_router::hooks::use_params_map;
use serde::{Deserialize, Serialize};
use ui::{
    Button, ButtonKind, ButtonVariant, ConfirmButton, Crumb, FieldSet, FieldWidth, FoldedFields,
    FollowedFields, Form, FormAction, FormContext, HiddenField, IconName, Loaded, Need, Page, RadioGroup,
    RadioOption, TextArea, TextField, TextKind, Toolbar, VersionField, t, view,
};

use super::audience::{AudienceChooser, AudienceContent, AudienceInput, Reached, count_anew};
use super::draft::{Discard, DraftInput, KeptDraft};
use super::items::{ItemFields, ItemInput};
use crate::ask;
use crate::done::{Done, query_value};
use crate::error::AppError;
use crate::live::again_with_address;
use crate::permitted::Permitted;

/// How many questions the form has in each language.
const ITEMS: usize = 3;

/// What is told in one language, as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct WordsInput {
    /// What it is about.
    pub title: String,
    /// What has to be known.
    pub summary: String,
    /// What is asked.
    pub items: Vec<ItemInput>,
}

/// What the form needs to know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CompositionContent {
    /// The zone in which the reader types instants.
    pub time_zone: String,
    /// The article that is to be read with it: its address.
    pub article: String,
    /// What can be chosen.
    pub audience: AudienceContent,
    /// The draft that it goes on with, if it does with one.
    pub draft: Option<KeptDraft>,
}

/// What the form needs to know. `article` is the address of the article that is to be read with it; `draft` the draft that it
/// goes on with.
#[server(name = ReadComposition, endpoint = "composition", input = GetUrl, output = Postcard)]
pub async fn composition(
    #[server(default)] article: String,
    #[server(default)] draft: String,
) -> Result<CompositionContent, AppError> {
    use super::audience::{ReachAsk, audience_content};
    use crate::context::{portal, principal};
    use crate::people::parse_id;
    use leptos::server_fn::ServerFn;
    let me = principal()?;
    let draft = match draft.as_str() {
        "" => None,
        id => Some(portal().broadcast_draft(&me.actor, parse_id(id)?).await?),
    };
    let ask = match &draft {
        Some(draft) => ReachAsk::of(&draft.answers),
        None => ReachAsk { article: article.clone(), ..ReachAsk::default() },
    };
    let audience = audience_content(&me, None, &ask.with_typed(SendBroadcast::PATH)).await?;
    let time_zone = me.time_zone().as_str().to_owned();
    Ok(CompositionContent { time_zone, article, audience, draft: draft.map(KeptDraft::of) })
}

/// Sends a broadcast that tells something of its own, or keeps it as a draft. Instants are days and minutes of the reader's
/// zone; an empty one is now.
#[server(endpoint = "send_broadcast", output = Postcard)]
pub async fn send_broadcast(
    #[server(default)] severity: String,
    #[server(default)] article: String,
    #[server(default)] day: String,
    #[server(default)] time: String,
    #[server(default)] fr: WordsInput,
    #[server(default)] en: WordsInput,
    #[server(default)] audience: AudienceInput,
    #[server(default)] draft: DraftInput,
) -> Result<(), AppError> {
    let me = crate::context::principal()?;
    let typed = super::draft::Typed { severity, article, day, time, fr, en, audience };
    let read = draft.read()?;
    let next = if draft.keep { typed.keep(read, &me).await? } else { typed.send(read, &me).await? };
    leptos_axum::redirect(&next);
    Ok(())
}

/// Composing a broadcast that tells something of its own, from its beginning or from a draft.
#[component]
pub fn NewBroadcastPage() -> impl IntoView {
    let t = t();
    let article = query_value("article");
    // Once it is sent the address names what was sent.
    let draft = use_params_map().with_untracked(|params| params.get("broadcast")).unwrap_or_default();
    let content = again_with_address(ask::load(move || ReadComposition {
        article: article.clone(),
        draft: draft.clone(),
    }));
    let action = ask::action::<SendBroadcast>();
    view! {
        <Permitted permission=Permission::PublishKnowledge>
            <Page
                title=t.compose()
                lead=t.compose_lead()
                breadcrumbs=vec![Crumb::link(t.broadcasts(), "/broadcasts")]
            >
                <Done words=vec![("saved", t.compose_saved().to_owned())] />
                <Loaded value=content let:content>
                    <Composition content action />
                </Loaded>
            </Page>
        </Permitted>
    }
}

#[component]
fn Composition(content: CompositionContent, action: FormAction) -> impl IntoView {
    let t = t();
    let draft = content.draft.clone();
    let kept = draft.as_ref().map_or("new", |draft| draft.id.as_str());
    let draft_key = format!("broadcast-{kept}");
    let discard = draft.map(|draft| view! { <Discard draft /> });
    view! {
        <Form action id="compose" draft_key>
            <Composed content />
            <Toolbar label=t.compose()>
                // In front of the other, so that a press on Enter sends nothing.
                <Button name="draft[keep]" value="true" label=t.compose_save() kind=ButtonKind::Submit />
                <ConfirmButton
                    id="send-broadcast"
                    label=t.compose_send()
                    consequence=t.compose_send_text()
                    variant=ButtonVariant::Primary
                    icon=IconName::Send
                />
            </Toolbar>
        </Form>
        {discard}
    }
}

/// What is composed. The fields start with what the draft says.
#[component]
fn Composed(content: CompositionContent) -> impl IntoView {
    let t = t();
    let CompositionContent { time_zone, article, audience, draft } = content;
    let draft = draft.map(|KeptDraft { id, version, answers }| {
        expect_context::<FormContext>().start_with(answers);
        view! {
            <HiddenField name="draft[id]" value=id />
            <VersionField name="draft[version]" version />
        }
    });
    let line = RwSignal::new(audience.reach.clone());
    let severities = Severity::OF_ITS_OWN
        .map(|known| RadioOption::new(known.as_str(), t.severity(known)).hint(t.severity_about(known)))
        .to_vec();
    view! {
        {draft}
        <FollowedFields on_change=count_anew(line)>
            <RadioGroup name="severity" legend=t.broadcast_severity() options=severities />
            <WordsFields language=Locale::Fr />
            <WordsFields language=Locale::En />
            <TextField
                name="article"
                label=t.compose_article()
                hint=t.compose_article_hint()
                value=article
                need=Need::Optional
                width=FieldWidth::Full
                max_length=500u32
            />
            <Instant time_zone />
            <AudienceChooser content=audience line />
            <Reached line />
        </FollowedFields>
    }
}

/// When what is said takes effect.
#[component]
fn Instant(time_zone: String) -> impl IntoView {
    let t = t();
    let (need, width) = (Need::Optional, FieldWidth::Short);
    view! {
        <TextField name="day" label=t.draft_day() hint=t.draft_day_hint(&time_zone) kind=TextKind::Date width need />
        <TextField name="time" label=t.draft_time() hint=t.draft_time_hint() width need max_length=5u32 />
    }
}

/// What is told and asked in one language.
#[component]
fn WordsFields(language: Locale) -> impl IntoView {
    let t = t();
    let name = move |part: &str| format!("{}[{part}]", language.as_str());
    let items = (0..ITEMS).map(|index| view! { <ItemFields name=name("items") index /> }).collect_view();
    let need = Need::Optional;
    view! {
        <FieldSet legend=t.language_name(language) hint=t.compose_language_hint()>
            <TextField name=name("title") label=t.broadcast_title() need width=FieldWidth::Full max_length=200u32 />
            <TextArea name=name("summary") label=t.compose_summary() need rows=4 max_length=2000u32 />
            <FoldedFields
                name=name("items")
                label=t.compose_items()
                answer=Signal::stored(t.compose_items_answer().to_owned())
            >
                <p class="field__hint">{t.compose_items_lead()}</p>
                {items}
            </FoldedFields>
        </FieldSet>
    }
}
