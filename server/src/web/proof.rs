//! `GET /broadcasts/{broadcast}/proof`: what proves a broadcast, as a file.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};

use app::Visitor;
use axum::Extension;
use axum::body::{Body, Bytes};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use domain::proof::Manifest;
use domain::{Actor, BroadcastId, ErrorKind};
use futures::{Stream, stream};
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use i18n::Messages;
use service::{Error, Portal};

use super::Web;
use super::asker::Asker;
use super::problem::refusal_of;

/// How many bytes are read at a time.
const CHUNK: usize = 64 * 1024;

/// The pack, as far as the reader may have it. It is written to the disk first, so that nothing leaves before the log has
/// it, and a fault is told as one.
pub(super) async fn export(
    State(web): State<Web>,
    Path(broadcast): Path<String>,
    Extension(visitor): Extension<Visitor>,
    Extension(asker): Extension<Asker>,
) -> Response {
    let Some(reader) = visitor.principal else { return asker.refuse(ErrorKind::Unauthenticated.into()) };
    let Ok(id) = broadcast.parse::<BroadcastId>() else { return asker.refuse(ErrorKind::NotFound.into()) };
    let (file, manifest) = match written(web.portal(), &reader.actor, id).await {
        Ok(written) => written,
        Err(error @ Error::OldChain) => {
            let why = Messages::of(asker.locale).problem_old_chain().to_owned();
            return asker.refuse_naming(refusal_of(&error, &asker.reference), vec![why]);
        }
        Err(error) => return asker.refuse(refusal_of(&error, &asker.reference)),
    };
    let disposition = format!("attachment; filename=\"{}\"", file_name(&manifest));
    let headers = [(CONTENT_TYPE, "application/zip".to_owned()), (CONTENT_DISPOSITION, disposition)];
    (headers, Body::from_stream(pieces(file))).into_response()
}

async fn written(portal: &Portal, actor: &Actor, id: BroadcastId) -> service::Result<(File, Manifest)> {
    let failed = |error: std::io::Error| Error::Internal(format!("a proof could not be written: {error}"));
    // Without a name: it is gone when the answer is.
    let mut file = tempfile::tempfile().map_err(failed)?;
    let manifest = portal.export_proof(actor, id, &mut file).await?;
    file.seek(SeekFrom::Start(0)).map_err(failed)?;
    Ok((file, manifest))
}

/// Ends early, so that the browser reports a broken download, when a piece cannot be read.
fn pieces(file: File) -> impl Stream<Item = std::io::Result<Bytes>> {
    stream::try_unfold(file, |mut file| async move {
        let read = tokio::task::spawn_blocking(move || {
            let mut piece = Vec::with_capacity(CHUNK);
            let size = file.by_ref().take(CHUNK as u64).read_to_end(&mut piece)?;
            Ok::<_, std::io::Error>((0 < size).then_some((Bytes::from(piece), file)))
        });
        let piece = read.await.map_err(std::io::Error::other).flatten();
        piece.inspect_err(|error| tracing::error!(%error, "a proof ended early"))
    })
}

fn file_name(manifest: &Manifest) -> String {
    let at = jiff::Timestamp::from_millisecond(manifest.made_at.as_millis());
    let day = at.map(|at| at.strftime("%Y-%m-%d").to_string()).unwrap_or_default();
    format!("palier-proof-{}-{day}.zip", manifest.broadcast)
}
