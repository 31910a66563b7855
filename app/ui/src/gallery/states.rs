//! Samples of what the page says about itself.

use leptos::prelude::*;

use super::Sample;
use crate::{
    Alert, Badge, EmptyState, Flash, ForbiddenPanel, FormProblem, IconName, LinkButton, NotFoundPanel,
    ProblemKind, ProblemPanel, Progress, Section, SignedOutPanel, Skeleton, SkeletonShape, Stairs, Step,
    StepState, Tone, t, view,
};

#[component]
pub(super) fn States() -> impl IntoView {
    let t = t();
    view! {
        <Section title=t.gallery_states()>
            <Sample name=t.gallery_staircase()>
                <Flights />
            </Sample>
            <div class="samples">
                <Sample name=t.gallery_tones()>
                    <Badges />
                </Sample>
                <Sample name=t.gallery_flash()>
                    <Flash message=RwSignal::new(Some(t.gallery_flash_text().to_owned())) />
                    <Progress
                        label=t.gallery_progress()
                        value=38
                        max=60
                        text=Signal::stored(t.gallery_progress_text().to_owned())
                    />
                </Sample>
                <Sample name=t.gallery_waiting()>
                    <Skeleton />
                    <Skeleton shape=SkeletonShape::Table(4) />
                </Sample>
                <Sample name=t.gallery_alerts()>
                    <Alerts />
                </Sample>
                <Sample name=t.gallery_nothing()>
                    <EmptyState
                        title=t.gallery_empty_title()
                        text=t.gallery_empty_text()
                        action=move || view! { <LinkButton href="#main" label=t.gallery_empty_action() /> }
                    />
                </Sample>
                <Sample name=t.gallery_refusals()>
                    <Refusals />
                </Sample>
            </div>
        </Section>
    }
}

#[component]
fn Flights() -> impl IntoView {
    let t = t();
    let steps = |third| {
        vec![
            Step::new(t.gallery_step_preparation(), StepState::Done).note(t.gallery_step_preparation_note()),
            Step::new(t.gallery_step_pilot(), StepState::Done)
                .note(t.gallery_step_pilot_note())
                .href("#main"),
            Step::new(t.gallery_step_quarter(), third).note(t.gallery_step_quarter_note()).href("#main"),
            Step::new(t.gallery_step_half(), StepState::Todo).note(t.gallery_step_half_note()),
            Step::new(t.gallery_step_three_quarters(), StepState::Todo)
                .note(t.gallery_step_three_quarters_note()),
            Step::new(t.gallery_step_full(), StepState::Todo).note(t.gallery_step_full_note()),
        ]
    };
    view! {
        <Stairs steps=steps(StepState::Current) />
        <Stairs steps=steps(StepState::Holding) />
    }
}

#[component]
fn Badges() -> impl IntoView {
    let t = t();
    view! {
        <div class="cluster">
            <Badge label=t.gallery_draft() icon=IconName::Pencil />
            <Badge label=t.gallery_open() tone=Tone::Go />
            <Badge label=t.gallery_due() tone=Tone::Wait />
            <Badge label=t.gallery_overdue() tone=Tone::Stop />
            <Badge label=t.gallery_new() tone=Tone::Note />
        </div>
    }
}

#[component]
fn Alerts() -> impl IntoView {
    let t = t();
    Tone::ALL
        .map(|tone| view! { <Alert tone title=t.gallery_alert_title()>{t.gallery_alert_text()}</Alert> })
        .collect_view()
}

#[component]
fn Refusals() -> impl IntoView {
    let t = t();
    let problem = FormProblem {
        kind: ProblemKind::Failed,
        reference: Some("7F3K-22".to_owned()),
        ..FormProblem::new(t.gallery_failed())
    };
    view! {
        <ProblemPanel problem />
        <ForbiddenPanel />
        <NotFoundPanel />
        <SignedOutPanel />
    }
}
