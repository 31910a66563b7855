//! Asking the server: what a page loads, and where its forms are sent.
//!
//! The types of questions and answers end here. Beyond, everything is an address and a text, so that the
//! machinery exists once in the browser and not once for each server function.

use std::pin::Pin;
use std::sync::Arc;

use leptos::prelude::*;
use leptos::server_fn::codec::{GetUrl, PostUrl, Postcard};
use leptos::server_fn::error::ServerFnUrlError;
use leptos::server_fn::{Http, ServerFn};
use serde::Serialize;
use serde::de::DeserializeOwned;
use ui::{Answer, FormAction, FormProblem, Load, Outcome};

use crate::error::{AppError, Refusal};

/// Asks a server function that reads, now and whenever what the question is made of changes.
pub(crate) fn load<A>(ask: impl Fn() -> A + Clone + Send + Sync + 'static) -> Load<A::Output>
where
    A: ServerFn<Protocol = Http<GetUrl, Postcard>, Error = AppError> + Serialize + 'static,
    A::Output: Serialize + DeserializeOwned + 'static,
{
    load_by::<A>(ask, |question| Box::pin(transport::get(question)), |_| None)
}

/// The same for an answer of which much is in the page already that the server writes: only the rest goes with it a
/// second time. See [`InPage`].
pub(crate) fn load_shown<A>(ask: impl Fn() -> A + Clone + Send + Sync + 'static) -> Load<A::Output>
where
    A: ServerFn<Protocol = Http<GetUrl, Postcard>, Error = AppError> + Serialize + 'static,
    A::Output: InPage + Serialize + DeserializeOwned + 'static,
{
    load_by::<A>(ask, |question| Box::pin(transport::get(question)), |found| Some(found.in_page()))
}

/// An answer that the page shows in full.
pub(crate) trait InPage: Sized {
    /// What the browser needs to take over the page that shows it: without texts that it finds there.
    fn in_page(&self) -> Self;
}

/// The same for a question that must not stand in an address, where logs and histories would keep it.
pub(crate) fn load_secretly<A>(ask: impl Fn() -> A + Clone + Send + Sync + 'static) -> Load<A::Output>
where
    A: ServerFn<Protocol = Http<PostUrl, Postcard>, Error = AppError> + Serialize + 'static,
    A::Output: Serialize + DeserializeOwned + 'static,
{
    load_by::<A>(
        ask,
        |question| {
            Box::pin(async move {
                let (address, answers) = question.split_once('?').unwrap_or((&question, ""));
                transport::post(address, answers).await
            })
        },
        |_| None,
    )
}

/// Sends a question from the browser.
type Carry = fn(String) -> Pin<Box<dyn Future<Output = Result<Vec<u8>, AppError>>>>;

fn load_by<A>(
    ask: impl Fn() -> A + Clone + Send + Sync + 'static,
    carry: Carry,
    in_page: fn(&A::Output) -> Option<A::Output>,
) -> Load<A::Output>
where
    A: ServerFn<Error = AppError> + Serialize + 'static,
    A::Output: Serialize + DeserializeOwned + 'static,
{
    let asked = ask.clone();
    let question = Arc::new(move || address(A::PATH, serde_qs::to_string(&asked()).ok()));
    #[cfg(feature = "ssr")]
    let fetch: ui::Fetch = {
        let _ = carry;
        Arc::new(move |_| {
            let question = untrack(&ask);
            Box::pin(async move {
                let found = question.run_body().await;
                let in_page = found.as_ref().ok().and_then(in_page).and_then(|found| write(&found).ok());
                written(found.and_then(|found| write(&found))).in_page(in_page)
            })
        })
    };
    #[cfg(not(feature = "ssr"))]
    let fetch: ui::Fetch = {
        let _ = in_page;
        fetch_by(carry)
    };
    Load::new(question, fetch, read)
}

/// Asks a server function that reads, once and from the browser, for what a page follows by itself. The question is written as
/// in an address.
pub(crate) async fn once<A>(question: String) -> Result<A::Output, AppError>
where
    A: ServerFn<Protocol = Http<GetUrl, Postcard>, Error = AppError>,
    A::Output: DeserializeOwned,
{
    let found = transport::get(address(A::PATH, Some(question))).await?;
    postcard::from_bytes(&found).map_err(|_| AppError::new(Refusal::Network))
}

fn address(path: &str, query: Option<String>) -> String {
    match query {
        Some(query) if !query.is_empty() => format!("{path}?{query}"),
        _ => path.to_owned(),
    }
}

#[cfg(not(feature = "ssr"))]
fn fetch_by(carry: Carry) -> ui::Fetch {
    Arc::new(move |question| {
        // The browser has one thread.
        Box::pin(send_wrapper::SendWrapper::new(async move { written(carry(question).await) }))
    })
}

/// A form that is sent to a server function that changes something.
pub(crate) fn action<A>() -> FormAction
where
    A: ServerFn<Protocol = Http<PostUrl, Postcard>, Error = AppError>,
{
    FormAction::new(A::PATH, send, refused_before(A::PATH))
}

/// What the answer to an accepted form says.
pub(crate) fn said<T: DeserializeOwned>(action: FormAction) -> Option<T> {
    postcard::from_bytes(&action.accepted()?).ok()
}

/// Follows an accepted form to the address that its answer names. The page is loaded anew, because everything on
/// it changes: the person, the language, the colours.
pub(crate) fn leave_when_done(action: FormAction) {
    Effect::new(move |_| {
        if let Some(next) = said::<String>(action) {
            drop(window().location().assign(&next));
        }
    });
}

/// Why the form was refused whose answer this page is: it was sent without scripts.
fn refused_before(path: &str) -> Option<FormProblem> {
    let refused = use_context::<leptos::server::ServerActionError>().filter(|error| error.path() == path)?;
    let error = ServerFnUrlError::<AppError>::decode_err(refused.err()).of_address();
    // A version that was typed with stays in its form.
    let typed = use_context::<ui::Typed>().filter(|typed| typed.address == path);
    let is_bound = typed.is_some_and(|typed| typed.answers.iter().any(|(name, _)| name.ends_with("version")));
    let is_stale = is_bound && error.refusal == Refusal::Stale;
    let mut problem = FormProblem::from(error);
    if is_stale {
        // Loaded anew, this page would be the same: what was typed, over the version that was read then.
        problem.message = ui::t().problem_stale_page().to_owned();
    }
    Some(problem)
}

fn send(address: &'static str, answers: String) -> Pin<Box<dyn Future<Output = Outcome>>> {
    Box::pin(async move { transport::post(address, &answers).await.map_err(FormProblem::from) })
}

/// Sends a form with a file to an address of the portal; what it answers.
pub(crate) async fn send_file(address: &str, form: web_sys::FormData) -> Result<Vec<u8>, AppError> {
    transport::post_file(address, form).await
}

/// An answer as it travels.
fn written(found: Result<Vec<u8>, AppError>) -> Answer {
    Answer::new(found.map_err(|error| error.to_bytes().to_vec()))
}

#[cfg(feature = "ssr")]
fn write<T: Serialize>(found: &T) -> Result<Vec<u8>, AppError> {
    postcard::to_allocvec(found).map_err(|_| AppError::new(Refusal::Internal))
}

fn read<T: DeserializeOwned>(answer: &Answer) -> Result<T, FormProblem> {
    match answer.found() {
        Ok(found) => postcard::from_bytes(found).map_err(|_| AppError::new(Refusal::Network).into()),
        Err(refusal) => Err(refusal_of(refusal).into()),
    }
}

fn refusal_of(bytes: &[u8]) -> AppError {
    AppError::from_bytes(bytes).unwrap_or_else(|| AppError::new(Refusal::Network))
}

/// A value that the server knows while it writes the page and hands on to the browser inside it.
pub(crate) fn shared<T: Serialize + DeserializeOwned>(value: impl FnOnce() -> T) -> Option<T> {
    let write = || Answer::new(Ok(postcard::to_allocvec(&value()).unwrap_or_default()));
    let answer = SharedValue::new_str(write).into_inner();
    postcard::from_bytes(answer.found().as_ref().ok()?).ok()
}

/// Requests from the browser.
#[cfg(not(feature = "ssr"))]
mod transport {
    use gloo_net::http::{Request, RequestBuilder, Response};
    use leptos::server_fn::redirect::{REDIRECT_HEADER, call_redirect_hook};

    use super::refusal_of;
    use crate::error::{AppError, Refusal};
    use crate::reasons;

    /// Reads.
    pub(super) async fn get(address: String) -> Result<Vec<u8>, AppError> {
        answered(for_script(Request::get(&address)).send().await).await
    }

    /// Sends the answers of a form, and goes where the answer leads.
    pub(super) async fn post(address: &str, answers: &str) -> Result<Vec<u8>, AppError> {
        let request =
            for_script(Request::post(address)).header("Content-Type", "application/x-www-form-urlencoded");
        let request = request.body(answers).map_err(|_| AppError::new(Refusal::Network))?;
        answered(request.send().await).await
    }

    /// Sends a form with a file.
    pub(super) async fn post_file(address: &str, form: web_sys::FormData) -> Result<Vec<u8>, AppError> {
        let request = for_script(Request::post(address)).body(form);
        answered(request.map_err(|_| AppError::new(Refusal::Network))?.send().await).await
    }

    fn for_script(request: RequestBuilder) -> RequestBuilder {
        request.header("Accept", "application/x-postcard")
    }

    async fn answered(response: Result<Response, gloo_net::Error>) -> Result<Vec<u8>, AppError> {
        let response = response.map_err(|_| AppError::new(Refusal::Network))?;
        let (is_ok, headers) = (response.ok(), response.headers());
        let body = response.binary().await.map_err(|_| AppError::new(Refusal::Network))?;
        if !is_ok {
            let refusal = refusal_of(&body);
            if reasons::are_needed(&refusal) {
                reasons::arrive().await;
            }
            return Err(refusal);
        }
        if let (Some(_), Some(place)) = (headers.get(REDIRECT_HEADER), headers.get("Location")) {
            call_redirect_hook(&place);
        }
        Ok(body)
    }
}

/// On the server nothing is sent: questions are answered in place, and forms are the browser's.
#[cfg(feature = "ssr")]
mod transport {
    use crate::error::{AppError, Refusal};

    pub(super) async fn get(_: String) -> Result<Vec<u8>, AppError> {
        Err(AppError::new(Refusal::Network))
    }

    pub(super) async fn post(_: &str, _: &str) -> Result<Vec<u8>, AppError> {
        Err(AppError::new(Refusal::Network))
    }

    pub(super) async fn post_file(_: &str, _: web_sys::FormData) -> Result<Vec<u8>, AppError> {
        Err(AppError::new(Refusal::Network))
    }
}
