//! `palier import`: a folder of Markdown becomes articles.

use std::path::{Path, PathBuf};

use clap::Args;
use domain::{Locale, Slug};
use i18n::Messages;
use service::{Error, ImportAction, ImportFile, ImportReport, ImportRow, Portal};

use super::console::Console;
use super::failure::Failure;
use super::say;

/// The largest file that is read.
const MAX_BYTES: u64 = 2 * 1024 * 1024;

/// What to import, and whereto.
#[derive(Debug, Args)]
pub(super) struct Import {
    dir: PathBuf,
    #[arg(long)]
    space: String,
    #[arg(long, value_parser = ["fr", "en"])]
    language: String,
    #[arg(long)]
    dry_run: bool,
}

/// Imports what can be read, and reports every file.
pub(super) async fn run(console: &Console, import: Import) -> Result<(), Failure> {
    let Import { dir, space, language, dry_run } = import;
    let locale = Locale::parse(&language).unwrap_or_default();
    let (files, mut rows) = read_folder(console.t, &dir)?;
    let portal = if dry_run { console.portal_to_read().await? } else { console.portal_to_write().await? };
    let slug = Slug::parse(&space).map_err(|_| Failure::Said(console.t.cli_no_such_space(&space)))?;
    let report = portal.import(&console.operator(), &slug, locale, files, dry_run).await;
    let report = match report {
        Err(Error::NotFound) => return Err(no_space(console, &portal, &space).await),
        report => report?,
    };
    rows.extend(report.rows);
    rows.sort_by(|a, b| a.path.cmp(&b.path));
    portal.store().clone().close().await;
    print(console.t, &ImportReport { rows }, dry_run)
}

/// Reads every `*.md` below a folder. What cannot be read becomes a row of the report.
fn read_folder(t: Messages, dir: &Path) -> Result<(Vec<ImportFile>, Vec<ImportRow>), Failure> {
    let (mut files, mut refused) = (Vec::new(), Vec::new());
    let mut waiting = vec![dir.to_owned()];
    while let Some(folder) = waiting.pop() {
        let failed = |error| Failure::File(folder.display().to_string(), error);
        for entry in std::fs::read_dir(&folder).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            let path = entry.path();
            let kind = entry.file_type().map_err(failed)?;
            let is_markdown = path.extension().is_some_and(|end| end.eq_ignore_ascii_case("md"));
            if kind.is_dir() {
                waiting.push(path);
            } else if kind.is_symlink() || is_markdown {
                match read_file(t, dir, &path, kind.is_symlink()) {
                    Ok(file) => files.push(file),
                    Err(row) => refused.push(row),
                }
            }
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok((files, refused))
}

fn read_file(t: Messages, dir: &Path, path: &Path, is_symlink: bool) -> Result<ImportFile, ImportRow> {
    let shown = path.strip_prefix(dir).unwrap_or(path);
    let name = shown.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
    let problem = |why: String| ImportRow { path: name.clone(), action: ImportAction::Problem(why) };
    if is_symlink {
        return Err(problem(t.cli_import_symlink().to_owned()));
    }
    if shown.to_str().is_none() {
        return Err(problem(t.cli_import_name_not_utf8().to_owned()));
    }
    let size = path.metadata().map_err(|error| problem(error.to_string()))?.len();
    if MAX_BYTES < size {
        return Err(problem(t.cli_import_too_large().to_owned()));
    }
    let bytes = std::fs::read(path).map_err(|error| problem(error.to_string()))?;
    Ok(ImportFile { path: name, bytes })
}

async fn no_space(console: &Console, portal: &Portal, space: &str) -> Failure {
    let known = portal.spaces(&console.operator(), console.t.locale()).await.unwrap_or_default();
    let names: Vec<_> = known.iter().map(|view| view.space.slug.as_str()).collect();
    match names.as_slice() {
        [] => Failure::Said(console.t.cli_no_such_space(space)),
        names => Failure::Said(console.t.cli_no_such_space_but(space, &names.join(", "))),
    }
}

fn print(t: Messages, report: &ImportReport, is_dry_run: bool) -> Result<(), Failure> {
    for ImportRow { path, action } in &report.rows {
        say::line(&match action {
            ImportAction::New => format!("{:<12} {path}", t.cli_import_new()),
            ImportAction::Changed => format!("{:<12} {path}", t.cli_import_changed()),
            ImportAction::Unchanged => format!("{:<12} {path}", t.cli_import_unchanged()),
            ImportAction::Problem(why) => format!("{:<12} {path}: {why}", t.cli_import_problem()),
        });
    }
    let count = |action: ImportAction| report.count(|other| *other == action) as u64;
    let problems = report.count(|action| matches!(action, ImportAction::Problem(_))) as u64;
    let [new, changed, unchanged] =
        [ImportAction::New, ImportAction::Changed, ImportAction::Unchanged].map(count);
    say::line(&t.cli_import_summary(
        &new.to_string(),
        &changed.to_string(),
        &unchanged.to_string(),
        &problems.to_string(),
    ));
    if is_dry_run {
        say::line(t.cli_import_dry_run());
    }
    if problems == 0 { Ok(()) } else { Err(Failure::Reported) }
}
