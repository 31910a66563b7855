//! Judging a flag.

use domain::knowledge::FlagState;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use ui::{
    Crumb, Extent, Form, HiddenField, Loaded, Need, Page, PageWidth, RadioGroup, RadioOption, Section,
    SubmitRow, TextArea, t, view,
};

use super::api::{DecideFlag, FlagContent, ReadFlag};
use crate::ask;
use crate::written::Written;

/// Judging a flag.
#[component]
pub fn FlagPage() -> impl IntoView {
    let params = use_params_map();
    let content = ask::load_shown(move || ReadFlag {
        id: params.with(|params| params.get("flag")).unwrap_or_default(),
    });
    view! {
        <Loaded value=content extent=Extent::Page let:content>
            <Judge content />
        </Loaded>
    }
}

#[component]
fn Judge(content: FlagContent) -> impl IntoView {
    let t = t();
    let FlagContent { id, title, state, facts } = content;
    let crumbs = vec![Crumb::link(t.flags(), "/flags")];
    let answer = (!state.is_closed()).then(|| view! { <Answer id state /> });
    view! {
        <Page title breadcrumbs=crumbs width=PageWidth::Narrow>
            <Written part=facts />
            {answer}
        </Page>
    }
}

#[component]
fn Answer(id: String, state: FlagState) -> impl IntoView {
    let t = t();
    let action = ask::action::<DecideFlag>();
    let draft_key = format!("flag-answer-{id}");
    let accept = (state == FlagState::Open)
        .then(|| RadioOption::new("accept", t.flag_accept()).hint(t.flag_accept_about()));
    let decline = RadioOption::new("decline", t.flag_decline()).hint(t.flag_decline_about());
    let options: Vec<_> = accept.into_iter().chain([decline]).collect();
    view! {
        <Section title=t.flag_judge()>
            <Form action id="decide" draft_key>
                <HiddenField name="id" value=id />
                <RadioGroup name="decision" legend=t.flag_decision() options />
                <TextArea
                    name="answer"
                    label=t.flag_answer_label()
                    hint=t.flag_answer_hint()
                    need=Need::Optional
                    rows=4
                    max_length=1000
                />
                <SubmitRow label=t.flag_decide() cancel="/flags" />
            </Form>
        </Section>
    }
}
