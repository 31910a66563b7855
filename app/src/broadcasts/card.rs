//! One broadcast as an agent reads it: what changes, from when, why; the difference; the check; the acknowledgement.

use domain::Locale;
use domain::broadcast::{BroadcastEnd, Severity};
use domain::knowledge::{Change, DiffBlock};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};
use ui::{
    Alert, Badge, Button, ButtonKind, ButtonVariant, Crumb, Extent, Fate, FieldSet, Form, FormAction,
    HiddenField, IconName, LinkButton, Loaded, Page, RenderedBlock, RenderedDiff, SanitisedHtml, Section,
    Text, Tone, t, view,
};

use super::api::{Acknowledge, CardChange, CardContent, CardItem, NoteBroadcast, OpenBroadcast, ReadCard};
use super::waiting::tone_of;
use crate::ask;
use crate::live::{again_on, again_with_address};
use crate::moment::MomentText;
use crate::notifications::Read;

/// One broadcast as an agent reads it.
#[component]
pub fn BroadcastPage() -> impl IntoView {
    let params = use_params_map();
    let id = move || params.with(|params| params.get("broadcast")).unwrap_or_default();
    let card = again_with_address(ask::load(move || ReadCard { id: id() }));
    let card = again_on(card, &["broadcast.superseded", "broadcast.recalled", "broadcast.closed"]);
    let action = ask::action::<Acknowledge>();
    note_opened(id);
    view! {
        <Loaded value=card extent=Extent::Page let:card>
            <Card card action />
        </Loaded>
    }
}

/// Tells the server that it is being read, once the page is alive.
fn note_opened(id: impl Fn() -> String + Copy + 'static) {
    let (note, read) = (ask::action::<NoteBroadcast>(), expect_context::<Read>());
    Effect::new(move |_| {
        if 0 < note.tries().get() {
            read.something();
        }
    });
    Effect::new(move |_| {
        let fields = NoteBroadcast { id: id(), state: "opened".to_owned() };
        note.dispatch(serde_qs::to_string(&fields).unwrap_or_default());
    });
}

#[component]
fn Card(card: CardContent, action: FormAction) -> impl IntoView {
    let t = t();
    let CardContent { broadcast, changes, items, awaits_coaching, shown_at } = card;
    let crumbs = vec![Crumb::link(t.broadcasts(), "/broadcasts")];
    let lang: Option<Text> = (broadcast.locale != t.locale()).then(|| broadcast.locale.as_str().into());
    let summary_lang = lang.clone();
    let summary = broadcast.summary.clone();
    let changes = changes.into_iter().map(|change| view! { <ChangeView change /> }).collect_view();
    let next = next_step(broadcast.clone(), items, awaits_coaching, shown_at, action, lang);
    view! {
        <Page title=broadcast.title.clone() breadcrumbs=crumbs>
            <Facts broadcast />
            <p class="card-summary" lang=summary_lang>{summary}</p>
            {changes}
            {next}
        </Page>
    }
}

#[component]
fn Facts(broadcast: OpenBroadcast) -> impl IntoView {
    let t = t();
    let OpenBroadcast { severity, effective, is_effective, due, is_late, exempt, .. } = broadcast;
    let effective = effective.map(|at| {
        let label = if is_effective { t.article_effective() } else { t.draft_from() };
        view! { <span>{label} " " <MomentText moment=at /></span> }
    });
    let due = due.map(|at| {
        let label = if is_late { t.broadcast_was_due() } else { t.broadcast_due() };
        view! { <span>{label} " " <MomentText moment=at /></span> }
    });
    let exempt = exempt.map(|(until, reason)| {
        view! { <Badge label=until tone=Tone::Note /> <span>{reason}</span> }
    });
    view! {
        <p class="version-line">
            <Badge label=t.severity(severity) tone=tone_of(severity) />
            {effective}
            {due}
            {exempt}
        </p>
    }
}

#[component]
fn ChangeView(change: CardChange) -> impl IntoView {
    let t = t();
    let CardChange { href, title, locale, from, to, is_withdrawn, blocks } = change;
    let lang: Option<Text> = (locale != t.locale()).then(|| locale.as_str().into());
    if is_withdrawn {
        return view! {
            <Section title=t.broadcast_what_changes() lead=t.broadcast_withdrawn(&to.to_string())>
                <p lang=lang>{title}</p>
            </Section>
        };
    }
    let lead = match from {
        Some(from) => t.broadcast_since(&from.to_string(), &to.to_string()),
        None => t.broadcast_in_full().to_owned(),
    };
    let block = |DiffBlock { change, html }| RenderedBlock {
        fate: match change {
            None => Fate::Changed,
            Some(Change::Same) => Fate::Kept,
            Some(Change::Removed) => Fate::Removed,
            Some(Change::Added) => Fate::Added,
        },
        html: SanitisedHtml::from_sanitiser(html),
    };
    let blocks = blocks.into_iter().map(block).collect();
    view! {
        <Section title=t.broadcast_what_changes() lead>
            <p><a href=href>{title}</a></p>
            <RenderedDiff blocks lang />
        </Section>
    }
}

/// What is to be done: the check and the word, or why nothing is.
fn next_step(
    broadcast: OpenBroadcast,
    items: Vec<CardItem>,
    awaits_coaching: bool,
    shown_at: i64,
    action: FormAction,
    lang: Option<Text>,
) -> AnyView {
    let t = t();
    if let Some(at) = broadcast.acknowledged {
        return view! {
            <Alert tone=Tone::Go title=t.broadcast_acknowledged()>
                <p>{t.broadcast_acknowledged_at()} " " <MomentText moment=at /></p>
                <LinkButton href="/" label=t.broadcast_back_home() icon=IconName::ArrowRight />
            </Alert>
        };
    }
    if let Some(end) = broadcast.ended {
        let title = match end {
            BroadcastEnd::Superseded => t.broadcast_ended_superseded(),
            BroadcastEnd::Recalled => t.broadcast_ended_recalled(),
            BroadcastEnd::Closed => t.broadcast_ended_closed(),
        };
        return view! {
            <Alert tone=Tone::Note title>
                <LinkButton href="/broadcasts" label=t.broadcasts() />
            </Alert>
        };
    }
    if !broadcast.severity.needs_acknowledgement() {
        return ().into_any();
    }
    // What is asked about what is withdrawn is in the reader's own language.
    let (word, lang) = if broadcast.severity == Severity::Recall {
        (t.broadcast_acknowledge_recall(), None)
    } else {
        (t.broadcast_acknowledge(), lang)
    };
    let (id, locale) = (broadcast.id, broadcast.locale);
    view! { <Check id locale items word awaits_coaching shown_at action nostrip:lang /> }
}

#[component]
fn Check(
    id: String,
    locale: Locale,
    items: Vec<CardItem>,
    word: &'static str,
    awaits_coaching: bool,
    shown_at: i64,
    action: FormAction,
    #[prop(optional_no_strip)] lang: Option<Text>,
) -> impl IntoView {
    let t = t();
    let (wrong, language) =
        use_query_map().with_untracked(|query| (query.get("wrong"), query.get("language")));
    let wrong: Vec<usize> =
        wrong.iter().flat_map(|wrong| wrong.split('.')).filter_map(|index| index.parse().ok()).collect();
    // In another language other questions are asked.
    let is_of_these = language.as_deref().and_then(Locale::parse).is_none_or(|language| language == locale);
    let failed = (!wrong.is_empty()).then(|| {
        view! {
            <Alert tone=Tone::Stop title=t.broadcast_wrong_answers(wrong.len() as u64)>
                <p>{t.broadcast_read_again()}</p>
            </Alert>
        }
    });
    let coaching = awaits_coaching.then(|| view! { <p>{t.broadcast_coaching()}</p> });
    let title = if items.is_empty() { t.broadcast_your_word() } else { t.broadcast_check() };
    let questions = items
        .into_iter()
        .enumerate()
        .map(|(index, item)| {
            let is_wrong = is_of_these && wrong.contains(&index);
            view! { <Question index item is_wrong nostrip:lang=lang.clone() /> }
        })
        .collect_view();
    view! {
        <Section title>
            {failed}
            {coaching}
            <Form action id="acknowledge">
                <HiddenField name="id" value=id />
                <HiddenField name="shown_at" value=shown_at.to_string() />
                <HiddenField name="language" value=locale.as_str() />
                {questions}
                <Button
                    label=word
                    kind=ButtonKind::Submit
                    variant=ButtonVariant::Primary
                    icon=IconName::CircleCheck
                />
            </Form>
        </Section>
    }
}

#[component]
fn Question(
    index: usize,
    item: CardItem,
    is_wrong: bool,
    #[prop(optional_no_strip)] lang: Option<Text>,
) -> impl IntoView {
    let t = t();
    let CardItem { prompt, options, is_multiple, passage } = item;
    let kind = if is_multiple { "checkbox" } else { "radio" };
    let passage = passage.filter(|_| is_wrong).map(|passage| {
        view! { <p class="field__error"><span>{t.broadcast_passage_again()} " " <q>{passage}</q></span></p> }
    });
    let options = options
        .into_iter()
        .map(|(option, label)| {
            let id = format!("answer-{index}-{option}");
            view! {
                <div class="choice">
                    <input
                        class="choice__control"
                        type=kind
                        id=id.clone()
                        name=format!("answers[{index}][]")
                        value=option.to_string()
                    />
                    <label class="choice__label" for=id>{label}</label>
                </div>
            }
        })
        .collect_view();
    view! {
        <div lang=lang id=format!("acknowledge-answers-{index}-")>
            <FieldSet legend=prompt>{passage} {options}</FieldSet>
        </div>
    }
}
