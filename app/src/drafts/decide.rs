//! What can be done with a version now: hand it in, approve it, send it back, publish it, put it away.

use domain::Locale;
use domain::broadcast::Severity;
use domain::knowledge::VersionState;
use leptos::prelude::*;
use ui::{
    Alert, Button, ButtonKind, ButtonVariant, Checkbox, ConfirmButton, FieldSet, FieldWidth, FollowedFields,
    Form, HiddenField, IconName, Need, Section, TextArea, TextField, TextKind, Tone, Toolbar, t, view,
};

use super::api::{
    ApproveDraft, ArchiveVersion, DraftContent, PublishVersion, RecallVersion, RequestChanges, SubmitDraft,
    UnscheduleVersion,
};
use super::consequences::Consequences;
use super::edit::{Kept, forget_with};
use crate::ask;
use crate::broadcasts::{AudienceChooser, ItemFields, Reached, count_anew};
use crate::written::Written;

/// What can be done with a version now.
#[component]
pub(super) fn Decisions(content: DraftContent, kept: Kept) -> impl IntoView {
    let may_publish = content.may_publish;
    match content.state {
        VersionState::Draft | VersionState::ChangesRequested => view! { <HandIn content kept /> },
        VersionState::InReview if may_publish && !content.is_mine => view! { <Judge content /> },
        VersionState::InReview => view! { <Waiting content /> },
        VersionState::Approved if may_publish => view! { <Publish content /> },
        VersionState::Scheduled if may_publish => view! { <Scheduled content /> },
        VersionState::Effective if may_publish => view! { <InEffect content /> },
        _ => ().into_any(),
    }
}

#[component]
fn HandIn(content: DraftContent, kept: Kept) -> impl IntoView {
    let t = t();
    let submit = ask::action::<SubmitDraft>();
    let DraftContent { id, revision, state, consequences, .. } = content;
    let (counted, of, at_first) = (id.clone(), id.clone(), revision.to_string());
    let is_typing = Signal::derive(move || !kept.is_clean.get());
    view! {
        <Section title=t.draft_next() lead=t.draft_submit_lead()>
            <Consequences id=counted part=consequences kept />
            <Toolbar label=t.draft_next()>
                <Form action=submit id="draft" names=name_of>
                    <HiddenField name="id" value=of />
                    <input type="hidden" name="revision" value=at_first prop:value=move || kept.revision.get().to_string() />
                    <Button label=t.draft_submit() kind=ButtonKind::Submit variant=ButtonVariant::Primary icon=IconName::Send disabled=is_typing />
                </Form>
                <Archive id state />
            </Toolbar>
        </Section>
    }
}

/// Putting a version away: a draft is given up, and what was approved is archived.
#[component]
fn Archive(id: String, state: VersionState) -> impl IntoView {
    let t = t();
    let action = ask::action::<ArchiveVersion>();
    forget_with(action, &id);
    let label = if state.is_immutable() { t.archive() } else { t.draft_archive() };
    view! {
        <Form action id="archive">
            <HiddenField name="id" value=id />
            <ConfirmButton
                id="archive-version"
                label
                consequence=t.archive_text(state)
                icon=IconName::Archive
            />
        </Form>
    }
}

#[component]
fn Judge(content: DraftContent) -> impl IntoView {
    let t = t();
    let (approve, send_back) = (ask::action::<ApproveDraft>(), ask::action::<RequestChanges>());
    let reason = content.change_reason.clone();
    let changes = format!("/drafts/{}/changes", content.id);
    let (id, state, has_others) = (content.id.clone(), content.state, content.has_others());
    let (yes, no, draft_key) = (content.clone(), content.clone(), format!("note-{}", content.id));
    let part = content.consequences;
    let is_wanting = move || approve.problem().is_some_and(|problem| !problem.fields.is_empty());
    view! {
        <Section title=t.draft_judge() lead=t.draft_missing(content.missing)>
            <p>{t.draft_because()} " " <q>{reason}</q></p>
            {has_others.then(|| view! { <p><a href=changes>{t.draft_read_changes()}</a></p> })}
            <Written part />
            <Form action=approve id="draft" names=name_of>
                <Revision content=yes />
                <Button label=t.draft_approve() kind=ButtonKind::Submit variant=ButtonVariant::Primary icon=IconName::Check />
            </Form>
            {move || is_wanting().then(|| view! { <p class="form__note">{t.draft_approve_wanting()}</p> })}
            <Form action=send_back id="send-back" draft_key>
                <Revision content=no />
                <TextArea name="note" label=t.draft_note() hint=t.draft_note_hint() rows=3 />
                <Button label=t.draft_send_back() kind=ButtonKind::Submit />
            </Form>
            <Archive id state />
        </Section>
    }
}

#[component]
fn Waiting(content: DraftContent) -> impl IntoView {
    let t = t();
    let text = if content.may_publish { t.draft_own_text() } else { t.draft_waiting_text() };
    view! {
        <Alert tone=Tone::Note title=t.draft_missing(content.missing)>
            <p>{text}</p>
        </Alert>
        <Archive id=content.id state=content.state />
    }
}

#[component]
fn Publish(content: DraftContent) -> impl IntoView {
    let t = t();
    let action = ask::action::<PublishVersion>();
    let (id, of, state, told) = (content.id.clone(), content.id.clone(), content.state, content.clone());
    let draft_key = format!("publish-{id}");
    let untranslated = content.untranslated.clone();
    let part = content.consequences;
    view! {
        <Section title=t.draft_publish() lead=t.draft_publish_lead()>
            <Written part />
            <Form action id="publish" draft_key>
                // Enter in a field publishes nothing: a form whose first button is out of use is not sent by it.
                <button type="submit" disabled=true hidden=true></button>
                <HiddenField name="id" value=id />
                <WithIt content=told />
                <NotTranslated untranslated />
                <Button label=t.draft_publish() kind=ButtonKind::Submit variant=ButtonVariant::Primary icon=IconName::Send />
            </Form>
            <Archive id=of state />
        </Section>
    }
}

/// When it takes effect; where anybody is told, what is said with it, to whom, and how many they are.
#[component]
fn WithIt(content: DraftContent) -> impl IntoView {
    let time_zone = content.time_zone.clone();
    let Some(audience) = content.audience.clone() else {
        return view! { <Instants time_zone /> };
    };
    let line = RwSignal::new(audience.reach.clone());
    view! {
        <FollowedFields on_change=count_anew(line)>
            <Instants time_zone />
            <Announcement content />
            <AudienceChooser content=audience line />
            <Reached line />
        </FollowedFields>
    }
}

#[component]
fn Instants(time_zone: String) -> impl IntoView {
    let t = t();
    let (kind, width, need) = (TextKind::Date, FieldWidth::Short, Need::Optional);
    view! {
        <TextField name="day" label=t.draft_day() hint=t.draft_day_hint(&time_zone) kind width need />
        <TextField name="time" label=t.draft_time() hint=t.draft_time_hint() width need max_length=5 />
        <TextField name="end_day" label=t.draft_end_day() hint=t.draft_end_day_hint() kind width need />
    }
}

/// What is said with the change, and asked about it.
#[component]
fn Announcement(content: DraftContent) -> impl IntoView {
    let t = t();
    // Not by its weight alone: what is owed of the article may call for more.
    let items = match content.severity {
        None | Some(Severity::Info | Severity::Standard | Severity::Recall) => 0,
        Some(Severity::Major) => 3,
        Some(Severity::Critical) => 5,
    };
    let lead = if content.severity == Some(Severity::Critical) {
        t.broadcast_items_critical()
    } else {
        t.broadcast_items_major()
    };
    let items = (0 < items).then(|| {
        let items =
            (0..items).map(|index| view! { <ItemFields name="items".to_owned() index /> }).collect_view();
        view! {
            <p>{lead}</p>
            {items}
        }
    });
    view! {
        <Written part=content.owed />
        <FieldSet legend=t.broadcast_what_is_said()>
            <TextField name="title" label=t.broadcast_title() value=content.title max_length=200u32 width=FieldWidth::Full />
            <TextArea name="summary" label=t.broadcast_summary() hint=t.broadcast_summary_hint() value=content.change_reason rows=3 />
            {items}
        </FieldSet>
    }
}

/// Who would read a text from before the change, and that it is published nevertheless.
#[component]
fn NotTranslated(untranslated: Vec<(String, Vec<Locale>)>) -> impl IntoView {
    let t = t();
    if untranslated.is_empty() {
        return ().into_any();
    }
    let vendors = untranslated
        .into_iter()
        .map(|(vendor, languages)| {
            let languages: Vec<_> =
                languages.into_iter().map(|language| t.language_in_text(language)).collect();
            view! { <li>{t.untranslated_at(&vendor, &languages.join(", "))}</li> }
        })
        .collect_view();
    view! {
        <Alert tone=Tone::Wait title=t.untranslated()>
            <p>{t.untranslated_text()}</p>
            <ul>{vendors}</ul>
        </Alert>
        <Checkbox name="waiver[anyway]" label=t.waiver_anyway() hint=t.waiver_anyway_hint() />
        <TextField
            name="waiver[reason]"
            label=t.waiver_reason()
            hint=t.waiver_reason_hint()
            need=Need::Optional
            width=FieldWidth::Full
            max_length=1000u32
        />
    }
}

#[component]
fn Scheduled(content: DraftContent) -> impl IntoView {
    let t = t();
    let action = ask::action::<UnscheduleVersion>();
    let DraftContent { id, state, .. } = content;
    let of = id.clone();
    view! {
        <Toolbar label=t.draft_next()>
            <Form action id="unschedule">
                <HiddenField name="id" value=of />
                <ConfirmButton
                    id="unschedule-version"
                    label=t.draft_unschedule()
                    consequence=t.draft_unschedule_text()
                    variant=ButtonVariant::Secondary
                />
            </Form>
            <Archive id state />
        </Toolbar>
    }
}

/// Ending what is in effect: withdrawn as wrong, or put away.
#[component]
fn InEffect(content: DraftContent) -> impl IntoView {
    let t = t();
    let action = ask::action::<RecallVersion>();
    let DraftContent { id, state, .. } = content;
    let (of, draft_key) = (id.clone(), format!("recall-{id}"));
    view! {
        <Section title=t.recall() lead=t.recall_lead()>
            <Form action id="recall" draft_key>
                <HiddenField name="id" value=of />
                <TextArea name="reason" label=t.recall_reason() hint=t.recall_reason_hint() rows=2 />
                <ConfirmButton
                    id="recall-version"
                    label=t.recall()
                    consequence=t.recall_text()
                    icon=IconName::Ban
                />
            </Form>
        </Section>
        <Section title=t.archive() lead=t.archive_lead()>
            <Archive id state />
        </Section>
    }
}

/// What the fields of a draft are called, of which the forms beside it speak.
fn name_of(field: &str) -> &'static str {
    let t = t();
    if field == "change_reason" { t.draft_reason_name() } else { t.draft_source() }
}

/// Which text it is about.
#[component]
fn Revision(content: DraftContent) -> impl IntoView {
    view! {
        <HiddenField name="id" value=content.id />
        <HiddenField name="revision" value=content.revision.to_string() />
    }
}

#[cfg(feature = "ssr")]
pub(super) mod written {
    use leptos::prelude::*;
    use service::Asked;
    use ui::{Alert, Tone, t, view};

    /// That a change asks more of those who owe something than by itself, where it does.
    pub(in crate::drafts) fn owed(asked: Asked) -> AnyView {
        let t = t();
        let Asked { own, most, is_own } = asked;
        if most <= own {
            return ().into_any();
        }
        let [own, most] = [own, most].map(|severity| t.severity(severity));
        let text = if is_own { t.publish_owed_by_some(most, own) } else { t.publish_owed_by_all(most, own) };
        view! { <Alert tone=Tone::Wait title=t.publish_owed()><p>{text}</p></Alert> }
    }
}
