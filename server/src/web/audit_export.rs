//! `GET /audit/export`: the audit log as a file, piece by piece.

use app::{AppError, AuditAsk, Visitor, audit_query};
use axum::Extension;
use axum::body::{Body, Bytes};
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use domain::{Actor, ErrorKind, FieldError};
use futures::{Stream, StreamExt, stream};
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use i18n::Messages;
use serde::Deserialize;
use service::{AuditExport, EventFilter, Portal};

use super::Web;
use super::asker::Asker;
use super::problem::refusal_of;
use super::refusal::Refusal;

/// In what shape.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Shape {
    format: String,
}

/// The log, as the filters of its page limit it.
pub(super) async fn export(
    State(web): State<Web>,
    Extension(visitor): Extension<Visitor>,
    Extension(asker): Extension<Asker>,
    shape: Result<Query<Shape>, QueryRejection>,
    ask: Result<Query<AuditAsk>, QueryRejection>,
) -> Response {
    let (Ok(Query(Shape { format })), Ok(Query(ask))) = (shape, ask) else {
        return asker.refuse(Refusal::Unreadable);
    };
    let Some(reader) = visitor.principal else { return asker.refuse(ErrorKind::Unauthenticated.into()) };
    let (shape, end, content_type) = match format.as_str() {
        "jsonl" => (AuditExport::JsonLines, "jsonl", "application/jsonl"),
        "csv" | "" => (AuditExport::Csv, "csv", "text/csv; charset=utf-8"),
        _ => return asker.refuse(ErrorKind::Invalid.into()),
    };
    let filter = match audit_query(&ask, &reader) {
        Ok(query) => query.filter,
        Err(error) => return refuse(&asker, &error),
    };
    let portal = web.portal().clone();
    if let Err(error) = portal.begin_audit_export(&reader.actor).await {
        return asker.refuse(refusal_of(&error, &asker.reference));
    }
    let disposition = format!("attachment; filename=\"{}\"", file_name(&portal, end));
    let body = Body::from_stream(pieces(portal, reader.actor.clone(), filter, shape));
    ([(CONTENT_TYPE, content_type.to_owned()), (CONTENT_DISPOSITION, disposition)], body).into_response()
}

/// Names what is wrong as the page does.
fn refuse(asker: &Asker, error: &AppError) -> Response {
    let t = Messages::of(asker.locale);
    let fault =
        |FieldError { field, reason }: &FieldError| t.field_fault(t.audit_filter(field), &t.reason(reason));
    asker.refuse_naming(error.kind().into(), error.fields.iter().map(fault).collect())
}

/// Ends early, so that the browser reports a broken download, when a piece cannot be read.
fn pieces(
    portal: Portal,
    actor: Actor,
    filter: EventFilter,
    shape: AuditExport,
) -> impl Stream<Item = service::Result<Bytes>> {
    let head = stream::iter([Ok(Bytes::from_static(shape.head()))]);
    let rest = stream::try_unfold(0, move |after| {
        let (portal, actor, filter) = (portal.clone(), actor.clone(), filter.clone());
        async move {
            let piece = portal.audit_export_piece(&actor, &filter, shape, after).await;
            let piece = piece.inspect_err(|error| tracing::error!(%error, "an export ended early"))?;
            Ok(piece.map(|(bytes, last)| (Bytes::from(bytes), last)))
        }
    });
    head.chain(rest)
}

fn file_name(portal: &Portal, end: &str) -> String {
    let now = portal.world().now().as_millis();
    let day = jiff::Timestamp::from_millisecond(now).map(|now| now.strftime("%Y-%m-%d").to_string());
    format!("palier-audit-{}.{end}", day.unwrap_or_default())
}
