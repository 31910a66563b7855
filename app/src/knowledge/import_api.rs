//! What the pages about imports ask of the server.

use leptos::prelude::*;
use leptos::server_fn::codec::{GetUrl, Postcard};
use serde::{Deserialize, Serialize};

use crate::error::AppError;
use crate::moment::Moment;

#[cfg(feature = "ssr")]
use {
    crate::context::{asked, portal, principal, words},
    crate::people::parse_id,
    service::{ImportAction, ImportReport, ImportState, ImportView},
};

/// How many rows of a report are shown.
#[cfg(feature = "ssr")]
const SHOWN: usize = 500;

/// What the page for imports shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportsContent {
    /// Spaces to import into: slug and name.
    pub spaces: Vec<(String, String)>,
    /// How large the file may be, in megabytes.
    pub max_mb: u64,
    /// The last imports.
    pub last: Vec<ImportLine>,
}

/// An import in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportLine {
    /// Which.
    pub id: String,
    /// What the file was called.
    pub file_name: String,
    /// The space.
    pub space: String,
    /// When it was begun.
    pub began: Moment,
    /// How far it is.
    pub stage: Stage,
}

/// How far an import is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stage {
    /// Its files are read.
    Checking,
    /// It waits for a yes.
    Checked,
    /// It is under way.
    Importing,
    /// It is done.
    Done,
    /// Nothing was imported.
    Refused,
}

impl Stage {
    /// Whether it goes on by itself.
    pub const fn is_under_way(self) -> bool {
        matches!(self, Self::Checking | Self::Importing)
    }
}

/// An import.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportContent {
    /// Which.
    pub id: String,
    /// What the file was called.
    pub file_name: String,
    /// The space: slug and name.
    pub space: (String, String),
    /// How far it is.
    pub stage: Stage,
    /// How many files are done, and of how many.
    pub progress: (u64, u64),
    /// Why nothing is imported.
    pub refusal: Option<String>,
    /// How many files are new, changed, drafts, unchanged, problems.
    pub counts: [u64; 5],
    /// Files: the problems first, then those with remarks, then the others.
    pub rows: Vec<ReportRow>,
    /// How many more there are.
    pub rest: u64,
}

/// A file in a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportRow {
    /// The file.
    pub path: String,
    /// What becomes of it.
    pub fate: Fate,
    /// What is wrong or remarkable, in the reader's words.
    pub remarks: Vec<String>,
}

/// What becomes of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Fate {
    /// It is left out.
    Problem,
    /// It is new.
    New,
    /// It is a next version.
    Changed,
    /// It waits as a draft for approval.
    Drafted,
    /// It is in effect already.
    Unchanged,
}

/// The last imports, and what the form needs.
#[server(name = ReadImports, endpoint = "imports", input = GetUrl, output = Postcard)]
pub async fn imports() -> Result<ImportsContent, AppError> {
    let me = principal()?;
    let last = portal().imports(&me.actor).await?;
    let spaces = portal().spaces(&me.actor, me.locale()).await?;
    let line = |(space, record): (domain::knowledge::Space, service::ImportRecord)| ImportLine {
        id: record.id.to_string(),
        file_name: record.file_name,
        space: space.name_in(me.locale()).to_owned(),
        began: Moment::of(record.created_at, &me),
        stage: stage_of(record.state),
    };
    Ok(ImportsContent {
        spaces: spaces
            .into_iter()
            .map(|view| (view.space.slug.to_string(), view.space.name_in(me.locale()).to_owned()))
            .collect(),
        max_mb: MAX_UPLOAD_MB,
        last: last.into_iter().map(line).collect(),
    })
}

/// One import.
#[server(name = ReadImport, endpoint = "import", input = GetUrl, output = Postcard)]
pub async fn import(id: String) -> Result<ImportContent, AppError> {
    let me = principal()?;
    let ImportView { record, space, outcome } = portal().import_view(&me.actor, parse_id(&id)?).await?;
    let t = words();
    let (report, refusal) = match outcome {
        Some(Ok(report)) => (report, None),
        Some(Err(refusal)) => (ImportReport::default(), Some(t.import_refusal(&refusal))),
        None => (ImportReport::default(), None),
    };
    let mut rows: Vec<ReportRow> = report.rows.into_iter().map(row_of).collect();
    let count = |fate: Fate| rows.iter().filter(|row| row.fate == fate).count() as u64;
    let counts = [Fate::New, Fate::Changed, Fate::Drafted, Fate::Unchanged, Fate::Problem].map(count);
    rows.sort_by_key(|row| (row.fate != Fate::Problem, row.remarks.is_empty(), row.fate));
    let rest = rows.len().saturating_sub(SHOWN) as u64;
    rows.truncate(SHOWN);
    Ok(ImportContent {
        id: record.id.to_string(),
        file_name: record.file_name,
        space: (space.slug.to_string(), space.name_in(me.locale()).to_owned()),
        stage: stage_of(record.state),
        progress: (record.done, record.total),
        refusal,
        counts,
        rows,
        rest,
    })
}

/// Says yes to an import that was checked.
#[server(endpoint = "confirm_import", output = Postcard)]
pub async fn confirm_import(id: String) -> Result<(), AppError> {
    let (portal, actor) = asked()?;
    portal.confirm_import(&actor, parse_id(&id)?).await?;
    leptos_axum::redirect(&format!("/import/{id}"));
    Ok(())
}

/// Says no to it.
#[server(endpoint = "discard_import", output = Postcard)]
pub async fn discard_import(id: String) -> Result<(), AppError> {
    let (portal, actor) = asked()?;
    portal.discard_import(&actor, parse_id(&id)?).await?;
    leptos_axum::redirect("/import");
    Ok(())
}

/// How large a zip file may be, in megabytes.
#[cfg(feature = "ssr")]
pub const MAX_UPLOAD_MB: u64 = 64;

#[cfg(feature = "ssr")]
const fn stage_of(state: ImportState) -> Stage {
    match state {
        ImportState::Checking => Stage::Checking,
        ImportState::Checked => Stage::Checked,
        ImportState::Importing => Stage::Importing,
        ImportState::Done => Stage::Done,
        ImportState::Refused => Stage::Refused,
    }
}

#[cfg(feature = "ssr")]
fn row_of(row: service::ImportRow) -> ReportRow {
    let t = words();
    let (fate, problem) = match row.action {
        ImportAction::New => (Fate::New, None),
        ImportAction::Changed => (Fate::Changed, None),
        ImportAction::Drafted => (Fate::Drafted, None),
        ImportAction::Unchanged => (Fate::Unchanged, None),
        ImportAction::Problem(problem) => (Fate::Problem, Some(t.import_problem(&problem))),
    };
    let notes = row.notes.iter().map(|note| t.import_note(note));
    ReportRow { path: row.path, fate, remarks: problem.into_iter().chain(notes).collect() }
}
