//! Files that people send: far larger than any other body. They are taken in from those alone who may send them, few at a
//! time, and on slow lines as well: the time limit of a request begins here only once its file has come.

use std::time::Duration;

use axum::Extension;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use domain::{ErrorKind, Permission};
use http::Method;
use http::request::Parts;
use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::time::timeout;

use super::asker::Asker;
use super::refusal::Refusal;
use super::{Web, body, guard, image_upload, import_upload};

/// How many files are held at once. Whoever comes later waits for a place.
const AT_ONCE: usize = 4;
/// How long one may take to come, so that nobody holds a place for ever. 64 MB at half a megabit a second take 17 minutes.
const LONGEST: Duration = Duration::from_secs(20 * 60);

/// The places of the files that are held.
#[derive(Debug)]
pub(crate) struct Places(Semaphore);

impl Places {
    pub(super) fn new() -> Self {
        Self(Semaphore::new(AT_ONCE))
    }
}

/// Marks a request whose body was taken in here.
#[derive(Clone, Copy, Debug)]
pub(super) struct Received;

/// Takes in a file, or refuses it without keeping any of it.
pub(super) async fn receive(
    State(web): State<Web>,
    Extension(mut asker): Extension<Asker>,
    request: Request,
    next: Next,
) -> Response {
    let Some((limit, too_large)) = limit_of(&request) else { return next.run(request).await };
    let (mut parts, body) = request.into_parts();
    let patience = web.http().request_timeout();
    let admitted = match timeout(patience, admit(&web, &parts, &mut asker)).await {
        Ok(Ok(())) => place(&web).await,
        Ok(Err(refusal)) => Err(refusal),
        Err(_late) => Err(Refusal::TooSlow),
    };
    let _place = match admitted {
        Ok(place) => place,
        Err(refusal) => {
            let _thrown_away = timeout(patience, body::collect(body, 0, patience)).await;
            return asker.refuse(refusal);
        }
    };
    // For as long as a request may take nothing of the file may come.
    let received = timeout(LONGEST, body::collect(body, limit, patience)).await;
    match received.unwrap_or(Err(Refusal::TooSlow)) {
        Ok(Some(bytes)) => {
            parts.extensions.insert(Received);
            next.run(Request::from_parts(parts, Body::from(bytes))).await
        }
        Ok(None) => asker.refuse(too_large),
        Err(refusal) => asker.refuse(refusal),
    }
}

/// How large a file may be that is sent there, and what is said of one that is larger; none where no files are sent.
fn limit_of(request: &Request) -> Option<(usize, Refusal)> {
    if *request.method() != Method::POST {
        return None;
    }
    match request.uri().path() {
        import_upload::PATH => Some((import_upload::LIMIT, ErrorKind::TooLarge.into())),
        path if image_upload::is_here(path) => Some((image_upload::LIMIT, Refusal::LargeImage)),
        _ => None,
    }
}

/// Lets in those who may send files. To which space or draft is decided by the use cases. Who asks is looked up once more when
/// the file is there: until then they may have been signed out, or let out.
async fn admit(web: &Web, parts: &Parts, asker: &mut Asker) -> Result<(), Refusal> {
    let principal = guard::who(web, parts, &asker.reference).await?;
    let principal = principal.ok_or(ErrorKind::Unauthenticated)?;
    asker.locale = principal.locale();
    if !principal.actor.may(Permission::WriteKnowledge) {
        return Err(ErrorKind::Forbidden.into());
    }
    Ok(())
}

/// A place, once there is one: nobody holds one for longer than [`LONGEST`].
async fn place(web: &Web) -> Result<SemaphorePermit<'_>, Refusal> {
    match timeout(LONGEST, web.places().0.acquire()).await {
        Ok(Ok(place)) => Ok(place),
        Ok(Err(_closed)) => Err(ErrorKind::Unavailable.into()),
        Err(_late) => Err(Refusal::TooSlow),
    }
}
