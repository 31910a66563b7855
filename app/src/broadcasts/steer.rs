//! Steering a broadcast: withdrawing or closing it, exempting somebody.

use domain::broadcast::Severity;
use leptos::prelude::*;
use ui::{
    Button, ButtonKind, ConfirmButton, FieldWidth, Form, HiddenField, Need, Section, Select, SelectOption,
    TextArea, TextField, TextKind, t, view,
};

use super::board_api::{CloseBroadcast, ExemptAgent, RecallBroadcast};
use crate::ask;

/// Withdrawing and closing.
#[component]
pub(super) fn Steer(id: String, severity: Severity) -> impl IntoView {
    let t = t();
    let close = ask::action::<CloseBroadcast>();
    let (closed, draft_key) = (id.clone(), format!("close-{id}"));
    // What withdraws a version stays: the version does as well.
    let withdraw = (severity != Severity::Recall).then(|| view! { <Withdraw id /> });
    view! {
        <Section title=t.board_steer()>
            {withdraw}
            <Form action=close id="close" draft_key>
                <HiddenField name="id" value=closed />
                <TextArea name="reason" label=t.board_close_reason() hint=t.board_reason_hint() rows=2 />
                <ConfirmButton id="close-broadcast" label=t.board_close() consequence=t.board_close_text() />
            </Form>
        </Section>
    }
}

#[component]
fn Withdraw(id: String) -> impl IntoView {
    let t = t();
    let recall = ask::action::<RecallBroadcast>();
    let draft_key = format!("withdraw-{id}");
    view! {
        <Form action=recall id="recall" draft_key>
            <HiddenField name="id" value=id />
            <TextArea name="reason" label=t.board_recall_reason() hint=t.board_reason_hint() rows=2 />
            <ConfirmButton id="recall-broadcast" label=t.board_recall() consequence=t.board_recall_text() />
        </Form>
    }
}

/// Exempting somebody.
#[component]
pub(super) fn Exempt(id: String, people: Vec<(String, String)>) -> impl IntoView {
    let t = t();
    let action = ask::action::<ExemptAgent>();
    let draft_key = format!("exempt-{id}");
    let options = people.into_iter().map(|(id, name)| SelectOption::new(id, name)).collect();
    view! {
        <Section title=t.board_exempt_somebody() level=ui::HeadingLevel::Three>
            <Form action id="exempt" draft_key>
                <HiddenField name="id" value=id />
                <Select name="agent" label=t.board_person() options />
                <TextArea name="reason" label=t.board_exempt_reason() hint=t.board_reason_hint() rows=2 />
                <TextField
                    name="until"
                    label=t.board_exempt_until()
                    hint=t.board_exempt_until_hint()
                    kind=TextKind::Date
                    width=FieldWidth::Short
                    need=Need::Optional
                />
                <Button label=t.board_exempt_do() kind=ButtonKind::Submit />
            </Form>
        </Section>
    }
}
