//! Composing a broadcast that tells something of its own.

use domain::broadcast::Severity;
use domain::{Locale, Permission};
use leptos::prelude::*;
use leptos::server_fn::codec::{GetUrl, Postcard};
use serde::{Deserialize, Serialize};
use ui::{
    ButtonVariant, ConfirmButton, Crumb, FieldSet, FieldWidth, FoldedFields, FollowedFields, Form,
    FormAction, IconName, Loaded, Need, Page, RadioGroup, RadioOption, TextArea, TextField, TextKind, t,
    view,
};

use super::audience::{AudienceChooser, AudienceContent, AudienceInput, Reached, count_anew};
use super::items::{ItemFields, ItemInput};
use crate::ask;
use crate::done::query_value;
use crate::error::AppError;
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
}

/// What the form needs to know. `article` is the address of the article that is to be read with it.
#[server(name = ReadComposition, endpoint = "composition", input = GetUrl, output = Postcard)]
pub async fn composition(#[server(default)] article: String) -> Result<CompositionContent, AppError> {
    use super::audience::{ReachAsk, audience_content};
    use leptos::server_fn::ServerFn;
    let me = crate::context::principal()?;
    let ask = ReachAsk { article: article.clone(), ..ReachAsk::default() }.with_typed(SendBroadcast::PATH);
    let audience = audience_content(&me, None, &ask).await?;
    Ok(CompositionContent { time_zone: me.time_zone().as_str().to_owned(), article, audience })
}

/// Sends a broadcast that tells something of its own. Instants are days and minutes of the reader's zone; an empty one is now.
#[server(endpoint = "send_broadcast", output = Postcard)]
pub async fn send_broadcast(
    #[server(default)] severity: String,
    #[server(default)] article: String,
    #[server(default)] day: String,
    #[server(default)] time: String,
    #[server(default)] fr: WordsInput,
    #[server(default)] en: WordsInput,
    #[server(default)] audience: AudienceInput,
) -> Result<(), AppError> {
    use super::items::check_items;
    use crate::moment::instant;
    use domain::broadcast::BroadcastText;
    use domain::{Fields, Reason};
    let me = crate::context::principal()?;
    let mut fields = Fields::new();
    let effective_at = fields.read("day", instant(&day, &time, &me).ok_or(Reason::NotADate));
    let audience = audience.read(&mut fields);
    let read = fields.verdict(effective_at.zip(audience)).map_err(service::Error::from)?;
    let (effective_at, audience) = read;
    let text = |locale: Locale, words: WordsInput| {
        let WordsInput { title, summary, items } = words;
        BroadcastText { locale, title, summary, items: check_items(items) }
    };
    let texts = vec![text(Locale::Fr, fr), text(Locale::En, en)];
    let new = service::NewBroadcast { severity, texts, effective_at, audience, article };
    let id = crate::context::portal().send_broadcast(&me.actor, new).await?;
    leptos_axum::redirect(&format!("/broadcasts/{id}/board?done=sent"));
    Ok(())
}

/// Composing a broadcast that tells something of its own.
#[component]
pub fn NewBroadcastPage() -> impl IntoView {
    let t = t();
    let article = query_value("article");
    let content = ask::load(move || ReadComposition { article: article.clone() });
    let action = ask::action::<SendBroadcast>();
    view! {
        <Permitted permission=Permission::PublishKnowledge>
            <Page
                title=t.compose()
                lead=t.compose_lead()
                breadcrumbs=vec![Crumb::link(t.broadcasts(), "/broadcasts")]
            >
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
    let CompositionContent { time_zone, article, audience } = content;
    let line = RwSignal::new(audience.reach.clone());
    let severities = Severity::OF_ITS_OWN
        .map(|known| RadioOption::new(known.as_str(), t.severity(known)).hint(t.severity_about(known)))
        .to_vec();
    view! {
        <Form action id="compose" draft_key="broadcast-new">
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
            <ConfirmButton
                id="send-broadcast"
                label=t.compose_send()
                consequence=t.compose_send_text()
                variant=ButtonVariant::Primary
                icon=IconName::Send
            />
        </Form>
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
