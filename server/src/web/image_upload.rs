//! `POST /drafts/{draft}/images`: an image for a draft. A page that runs scripts is told the Markdown that shows it; a plain
//! form leads back to the draft, with the image at its end.

use app::{AppError, Visitor};
use axum::Extension;
use axum::extract::multipart::{Multipart, MultipartRejection};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::knowledge::{ImageFault, MAX_IMAGE_BYTES};
use domain::{ArticleVersionId, ErrorKind, Reason};
use http::header;
use service::{Error, ImageInput};

use super::Web;
use super::asker::{Asker, Shape};
use super::problem::refusal_of;

/// Where it is sent.
pub(super) const PATH: &str = "/drafts/{draft}/images";
/// The largest body. It has room for images that are too large, so that they are told beside the draft.
pub(super) const LIMIT: usize = 2 * MAX_IMAGE_BYTES;

/// What the form sends.
#[derive(Debug, Default)]
struct Sent {
    image: ImageInput,
    /// On which page the form stands.
    page: String,
}

/// Whether a path is that of [`PATH`].
pub(super) fn is_here(path: &str) -> bool {
    let draft = path.strip_prefix("/drafts/").and_then(|rest| rest.strip_suffix("/images"));
    draft.is_some_and(|draft| !draft.contains('/'))
}

/// Takes in the image.
pub(super) async fn upload(
    State(web): State<Web>,
    Path(draft): Path<String>,
    Extension(visitor): Extension<Visitor>,
    Extension(asker): Extension<Asker>,
    form: Result<Multipart, MultipartRejection>,
) -> Response {
    let Some(principal) = visitor.principal else { return asker.refuse(ErrorKind::Unauthenticated.into()) };
    let Ok(draft) = draft.parse::<ArticleVersionId>() else {
        return asker.refuse(ErrorKind::NotFound.into());
    };
    // What is no form holds no image, which those alone learn who might have sent one.
    let sent = match form {
        Ok(form) => read(form).await.unwrap_or_default(),
        Err(_) => Sent::default(),
    };
    if asker.shape == Shape::Page {
        let done = web.portal().append_image(&principal.actor, draft, sent.image).await;
        return lead_back(done, &page_of(draft, &sent.page), &asker);
    }
    match web.portal().attach_image(&principal.actor, draft, sent.image).await {
        Ok(markdown) => ([(header::CONTENT_TYPE, "text/markdown; charset=utf-8")], markdown).into_response(),
        Err(error) => tell(&error, &asker),
    }
}

async fn read(mut form: Multipart) -> Option<Sent> {
    let mut sent = Sent::default();
    while let Some(field) = form.next_field().await.ok()? {
        let name = field.name().unwrap_or_default().to_owned();
        match name.as_str() {
            "page" => sent.page = field.text().await.ok()?,
            "description" => sent.image.description = field.text().await.ok()?,
            "image" => {
                sent.image.file_name = field.file_name().unwrap_or_default().to_owned();
                sent.image.bytes = field.bytes().await.ok()?.to_vec();
            }
            _ => {}
        }
    }
    Some(sent)
}

/// The page of the draft on which the form stands: there are two.
fn page_of(draft: ArticleVersionId, page: &str) -> String {
    let own = format!("/drafts/{draft}");
    let beside = format!("{own}/translate");
    if page == beside { beside } else { own }
}

/// Leads a plain form back to its page, which says what became of the image.
fn lead_back(done: service::Result<()>, page: &str, asker: &Asker) -> Response {
    let word = match &done {
        Ok(()) => "added",
        Err(error) => match fault_of(error) {
            Some(fault) => fault.as_str(),
            None => return asker.refuse(refusal_of(error, &asker.reference)),
        },
    };
    Redirect::to(&format!("{page}?image={word}#draft-image")).into_response()
}

/// Tells a page that runs scripts why, as server functions do: it has the words.
fn tell(error: &Error, asker: &Asker) -> Response {
    let said = match error {
        Error::Invalid(invalid) => {
            AppError { fields: invalid.0.clone(), ..AppError::new(app::Refusal::Invalid) }
        }
        Error::Life(refusal) => AppError::new(app::Refusal::Life(*refusal)),
        error => return asker.refuse(refusal_of(error, &asker.reference)),
    };
    let content_type = [(header::CONTENT_TYPE, AppError::MEDIA_TYPE)];
    (app::status(said.kind()), content_type, said.to_bytes()).into_response()
}

fn fault_of(error: &Error) -> Option<ImageFault> {
    let Error::Invalid(invalid) = error else { return None };
    invalid.0.iter().find_map(|field| match field.reason {
        Reason::Image(fault) => Some(fault),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_its_own_path_may_be_large() {
        assert!(is_here("/drafts/0199/images"));
        for other in ["/drafts/0199", "/drafts/0199/images/x", "/drafts/a/b/images", "/files/0199/images"] {
            assert!(!is_here(other), "{other}");
        }
    }

    #[test]
    fn a_form_leads_back_to_a_page_of_its_draft_and_nowhere_else() {
        let draft = ArticleVersionId::new(uuid::Uuid::nil());
        let own = format!("/drafts/{draft}");
        let beside = format!("{own}/translate");
        assert_eq!(page_of(draft, &beside), beside);
        for page in ["", "//evil.example", "/people", own.as_str()] {
            assert_eq!(page_of(draft, page), own);
        }
    }
}
