//! A form and something loaded, as pages use them.

#![cfg(feature = "ssr")]
#![recursion_limit = "256"]

use std::sync::Arc;

use leptos::prelude::*;
use ui::{
    AfterSuccess, Answer, ConfirmButton, EmptyState, FieldProblem, Form, FormAction, FormProblem,
    HiddenField, Load, Loaded, SubmitRow, TextArea, TextField,
};

/// As after a plain form post, refused or not sent yet.
fn action(refused: Option<FormProblem>) -> FormAction {
    FormAction::new("/api/save", |_, _| Box::pin(async { Ok(Vec::new()) }), refused)
}

fn too_short() -> FormProblem {
    let field = FieldProblem { name: "reason".to_owned(), message: "too short".to_owned() };
    FormProblem { fields: vec![field], ..FormProblem::new("refused") }
}

#[component]
fn Reason(action: FormAction) -> impl IntoView {
    view! {
        <Form action id="reason" draft_key="reason" after_success=AfterSuccess::Clear>
            <HiddenField name="id" value="1" />
            <TextField name="title" label="Title" />
            <TextArea name="reason" label="Reason" value="</textarea><b>" />
            <SubmitRow label="Save">
                <ConfirmButton id="reason-confirm" label="Withdraw" consequence="It goes." />
            </SubmitRow>
        </Form>
    }
}

fn render<V: IntoView + 'static>(page: impl FnOnce() -> V) -> String {
    Owner::new().with(|| page().into_view().to_html())
}

#[tokio::test]
async fn a_form_posts_to_its_server_function_and_keeps_text_inside_its_field() {
    let html = render(|| view! { <Reason action=action(None) /> });
    assert!(html.contains("method=\"post\""));
    assert!(html.contains("action=\"/api/save\""));
    assert!(html.contains("&lt;/textarea&gt;&lt;b&gt;</textarea>"));
    assert!(html.contains("id=\"reason-title\""));
}

#[tokio::test]
async fn a_refused_form_says_so_at_its_top_and_beside_the_field() {
    let html = render(|| {
        view! { <Reason action=action(Some(too_short())) /> }
    });
    assert!(html.contains("href=\"#reason-reason\""));
    assert!(html.contains("aria-describedby=\"reason-reason-error\""));
    assert!(html.contains("aria-invalid=\"true\""));
}

#[tokio::test]
async fn a_resource_is_shown_as_loading_at_first() {
    _ = any_spawner::Executor::init_tokio();
    let html = render(|| {
        let names = Load::new(
            Arc::new(|| "/api/names".to_owned()),
            Arc::new(|_| Box::pin(async { Answer::new(Ok(Vec::new())) })),
            |_| Ok(Vec::<String>::new()),
        );
        view! {
            <Loaded
                value=names
                empty_when=Vec::is_empty
                empty=|| view! { <EmptyState title="Nobody" /> }
                let:names
            >
                {names.join(", ")}
            </Loaded>
        }
    });
    assert!(html.contains("skeleton"));
}
