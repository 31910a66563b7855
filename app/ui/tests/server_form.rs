//! A form and a resource over a real server function, as pages use them.

#![cfg(feature = "ssr")]
#![recursion_limit = "256"]

use leptos::prelude::*;
use leptos::server_fn::{codec::JsonEncoding, error::FromServerFnError, error::ServerFnErrorErr};
use serde::{Deserialize, Serialize};
use ui::{
    AfterSuccess, ConfirmButton, EmptyState, FieldProblem, Form, FormProblem, HiddenField, Loaded, SubmitRow,
    TextArea, TextField,
};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
enum Refusal {
    TooShort,
}

impl From<Refusal> for FormProblem {
    fn from(Refusal::TooShort: Refusal) -> Self {
        let field = FieldProblem { name: "reason".to_owned(), message: "too short".to_owned() };
        Self { fields: vec![field], ..Self::new("refused") }
    }
}

impl FromServerFnError for Refusal {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(_: ServerFnErrorErr) -> Self {
        Self::TooShort
    }
}

#[server]
async fn save(reason: String) -> Result<(), Refusal> {
    if reason.len() < 10 { Err(Refusal::TooShort) } else { Ok(()) }
}

#[component]
fn Reason(action: ServerAction<Save>) -> impl IntoView {
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
    let html = render(|| view! { <Reason action=ServerAction::new() /> });
    assert!(html.contains("method=\"post\""));
    assert!(html.contains("&lt;/textarea&gt;&lt;b&gt;</textarea>"));
    assert!(html.contains("id=\"reason-title\""));
}

#[tokio::test]
async fn a_refused_form_says_so_at_its_top_and_beside_the_field() {
    let html = render(|| {
        let action = ServerAction::<Save>::new();
        action.value().set(Some(Err(Refusal::TooShort)));
        view! { <Reason action /> }
    });
    assert!(html.contains("href=\"#reason-reason\""));
    assert!(html.contains("aria-describedby=\"reason-reason-error\""));
    assert!(html.contains("aria-invalid=\"true\""));
}

#[tokio::test]
async fn a_resource_is_shown_as_loading_at_first() {
    _ = any_spawner::Executor::init_tokio();
    let html = render(|| {
        let names = Resource::new(|| (), |()| async { Ok::<Vec<String>, Refusal>(vec![]) });
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
