//! `GET /obsolescence/export`: the figures of each change as a table for spreadsheets.

use app::Visitor;
use axum::Extension;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use domain::ErrorKind;
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};

use super::Web;
use super::asker::Asker;
use super::problem::refusal_of;

/// The figures, as far as the reader may see them.
pub(super) async fn export(
    State(web): State<Web>,
    Extension(visitor): Extension<Visitor>,
    Extension(asker): Extension<Asker>,
) -> Response {
    let Some(reader) = visitor.principal else { return asker.refuse(ErrorKind::Unauthenticated.into()) };
    match web.portal().obsolescence_csv(&reader.actor).await {
        Ok(bytes) => {
            let headers = [
                (CONTENT_TYPE, "text/csv; charset=utf-8"),
                (CONTENT_DISPOSITION, "attachment; filename=\"palier-obsolescence.csv\""),
            ];
            (headers, bytes).into_response()
        }
        Err(error) => asker.refuse(refusal_of(&error, &asker.reference)),
    }
}
