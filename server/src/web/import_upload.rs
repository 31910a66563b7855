//! `POST /import/upload`: a zip file of Markdown. It is kept and checked; the answer leads to the page that says how far.

use app::{MAX_UPLOAD_MB, Visitor};
use axum::Extension;
use axum::extract::State;
use axum::extract::multipart::{Multipart, MultipartRejection};
use axum::response::{IntoResponse, Redirect, Response};
use domain::{ErrorKind, Locale, Slug};
use service::Upload;

use super::Web;
use super::asker::Asker;
use super::problem::refusal_of;
use super::refusal::Refusal;

/// Where it is sent.
pub(super) const PATH: &str = "/import/upload";
/// The largest body: the file, and the words around it.
pub(super) const LIMIT: usize = MAX_UPLOAD_MB as usize * 1_000_000 + 10_000;

/// What the form sends.
#[derive(Debug, Default)]
struct Sent {
    space: String,
    language: String,
    file_name: String,
    bytes: Vec<u8>,
}

/// Takes in the file.
pub(super) async fn upload(
    State(web): State<Web>,
    Extension(visitor): Extension<Visitor>,
    Extension(asker): Extension<Asker>,
    form: Result<Multipart, MultipartRejection>,
) -> Response {
    let Some(principal) = visitor.principal else { return asker.refuse(ErrorKind::Unauthenticated.into()) };
    let Ok(form) = form else { return asker.refuse(Refusal::Unreadable) };
    let Some(sent) = read(form).await else { return asker.refuse(Refusal::Unreadable) };
    let Sent { space, language, file_name, bytes } = sent;
    let Ok(space) = Slug::parse(&space) else { return asker.refuse(ErrorKind::NotFound.into()) };
    if bytes.is_empty() {
        return Redirect::to(&format!("/import?problem=file&space={space}")).into_response();
    }
    let upload = Upload { space, locale: Locale::parse(&language), file_name, bytes };
    match web.portal().begin_import(&principal.actor, upload).await {
        Ok(id) => Redirect::to(&format!("/import/{id}")).into_response(),
        Err(error) => asker.refuse(refusal_of(&error, &asker.reference)),
    }
}

async fn read(mut form: Multipart) -> Option<Sent> {
    let mut sent = Sent::default();
    while let Some(field) = form.next_field().await.ok()? {
        let name = field.name().unwrap_or_default().to_owned();
        match name.as_str() {
            "space" => sent.space = field.text().await.ok()?,
            "language" => sent.language = field.text().await.ok()?,
            "file" => {
                sent.file_name = field.file_name().unwrap_or_default().to_owned();
                sent.bytes = field.bytes().await.ok()?.to_vec();
            }
            _ => {}
        }
    }
    Some(sent)
}
