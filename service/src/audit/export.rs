//! Exporting the log, piece by piece, so that memory stays flat however long it is.

use domain::event::{Event, EventKind, NewEvent};
use domain::{Actor, Permission};
use store::event::EventFilter;

use crate::error::{Error, Result};
use crate::portal::{Portal, require};
use crate::table::text_cell;

/// How many events are read at a time.
const CHUNK: usize = 1000;

/// In what shape to export.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AuditExport {
    /// A table for spreadsheets (RFC 4180), with a byte order mark so that they read it as UTF-8.
    Csv,
    /// One JSON object a line, with everything that the hashes are made of.
    JsonLines,
}

impl Portal {
    /// Records that the log is exported. Call it once, before the first piece.
    pub async fn begin_audit_export(&self, actor: &Actor) -> Result<()> {
        require(actor, Permission::ReadAudit)?;
        let subject = actor.user_id().map_or_else(uuid::Uuid::nil, domain::UserId::uuid);
        let vendor = actor.scope().vendor();
        self.write(actor, move |tx| async move {
            tx.record(NewEvent::new(EventKind::PortalAuditExported, subject).of_vendor(vendor));
            Ok(())
        })
        .await
    }

    /// The piece of the export behind event `after`, and the number of its last event; `None` at the end.
    pub async fn audit_export_piece(
        &self,
        actor: &Actor,
        filter: &EventFilter,
        shape: AuditExport,
        after: i64,
    ) -> Result<Option<(Vec<u8>, i64)>> {
        require(actor, Permission::ReadAudit)?;
        let events = self.store().read().events(actor.scope()).after(after, filter, CHUNK).await?;
        let Some(last) = events.last().map(|event| event.seq) else { return Ok(None) };
        let bytes = match shape {
            AuditExport::Csv => csv_rows(&events)?,
            AuditExport::JsonLines => json_lines(&events)?,
        };
        Ok(Some((bytes, last)))
    }
}

impl AuditExport {
    /// What stands before the first piece.
    pub const fn head(self) -> &'static [u8] {
        match self {
            Self::Csv => b"\xef\xbb\xbfseq,at,kind,actor,subject,vendor,details,previous,hash\r\n",
            Self::JsonLines => b"",
        }
    }
}

fn csv_rows(events: &[Event]) -> Result<Vec<u8>> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    for event in events {
        let Event { seq, at, kind, actor, subject, vendor, details, previous, hash } = event;
        let row = [
            seq.to_string(),
            instant(*at),
            text_cell(kind).into_owned(),
            actor.map(|id| id.to_string()).unwrap_or_default(),
            subject.to_string(),
            vendor.map(|id| id.to_string()).unwrap_or_default(),
            text_cell(details).into_owned(),
            previous.to_string(),
            hash.to_string(),
        ];
        writer.write_record(row).map_err(internal)?;
    }
    writer.into_inner().map_err(internal)
}

fn json_lines(events: &[Event]) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    for event in events {
        serde_json::to_writer(&mut bytes, event).map_err(internal)?;
        bytes.push(b'\n');
    }
    Ok(bytes)
}

fn instant(at: domain::Timestamp) -> String {
    jiff::Timestamp::from_millisecond(at.as_millis()).map(|at| at.to_string()).unwrap_or_default()
}

fn internal(error: impl std::fmt::Display) -> Error {
    Error::Internal(error.to_string())
}
