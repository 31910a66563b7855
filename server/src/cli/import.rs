//! `palier import`: a folder of Markdown becomes articles.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use clap::Args;
use domain::{Locale, Slug};
use i18n::Messages;
use indicatif::{ProgressBar, ProgressStyle};
use service::{
    ContactTypesFile, Error, ImportAction, ImportAsk, ImportReport, ImportRow, ImportSource, Missing, Portal,
    SpaceFile,
};

use super::console::Console;
use super::failure::Failure;
use super::say;

/// What to import, and whereto.
#[derive(Debug, Args)]
pub(super) struct Import {
    dir: PathBuf,
    #[arg(long)]
    space: String,
    #[arg(long, value_parser = ["fr", "en"])]
    language: Option<String>,
    #[arg(long)]
    dry_run: bool,
}

/// Imports what can be read, and reports every file.
pub(super) async fn run(console: &Console, import: Import) -> Result<(), Failure> {
    let Import { dir, space, language, dry_run } = import;
    let t = console.t;
    let locale = language.as_deref().and_then(Locale::parse);
    let slug = Slug::parse(&space).map_err(|_| Failure::Said(t.cli_no_such_space(&space)))?;
    let source = open(t, &dir)?;
    let portal = if dry_run { console.portal_to_read().await? } else { console.portal_to_write().await? };
    let missing = match missing(console, &portal, &slug, &dir).await {
        Err(Failure::Refused(Error::NotFound)) => return Err(no_space(console, &portal, &space).await),
        missing => missing?,
    };
    say_missing(t, &space, &missing, dry_run);
    let bar = bar();
    let ask = ImportAsk { space: slug, locale, source, is_dry_run: dry_run };
    let operator = console.operator();
    let progress = |done, total| {
        bar.set_length(total as u64);
        bar.set_position(done as u64);
    };
    let outcome = portal.import_with(&operator, ask, missing, progress).await;
    bar.finish_and_clear();
    let report = outcome?.map_err(|refusal| Failure::Said(t.import_refusal(&refusal)))?;
    portal.store().clone().close().await;
    print(t, &report, dry_run)
}

/// A folder or a zip file.
fn open(t: Messages, path: &Path) -> Result<ImportSource, Failure> {
    let failed = |path: &Path, error| Failure::File(path.display().to_string(), error);
    let refused = |refusal| Failure::Said(t.import_refusal(&refusal));
    if path.is_file() {
        let file = std::fs::File::open(path).map_err(|error| failed(path, error))?;
        return ImportSource::of_zip(file).map_err(refused);
    }
    let source = ImportSource::of_folder(path).map_err(|(path, error)| failed(&path, error))?;
    source.map_err(refused)
}

/// What the import needs and is not there yet, as an exported folder describes it.
async fn missing(console: &Console, portal: &Portal, slug: &Slug, dir: &Path) -> Result<Missing, Failure> {
    let (t, operator) = (console.t, console.operator());
    let space = match portal.space(&operator, slug, Locale::default()).await {
        Err(Error::NotFound) => described(&dir.join(SpaceFile::NAME), SpaceFile::parse, |path, why| {
            t.cli_space_file_wrong(path, why)
        })?,
        there => there.map(|_| None)?,
    };
    let contact_types =
        described(&dir.join(ContactTypesFile::NAME), ContactTypesFile::parse, |path, why| {
            t.cli_contact_types_file_wrong(path, why)
        })?;
    Ok(portal.missing(&operator, slug, space, contact_types.unwrap_or_default()).await?)
}

/// What a file of the folder says; none where there is no such file.
fn described<T>(
    path: &Path,
    parse: impl Fn(&str) -> Result<T, String>,
    wrong: impl Fn(&str, &str) -> String,
) -> Result<Option<T>, Failure> {
    if !path.is_file() {
        return Ok(None);
    }
    let shown = path.display().to_string();
    match std::fs::read_to_string(path) {
        Ok(text) => parse(&text).map(Some).map_err(|why| Failure::Said(wrong(&shown, &why))),
        Err(error) => Err(Failure::File(shown, error)),
    }
}

fn say_missing(t: Messages, space: &str, missing: &Missing, is_dry_run: bool) {
    if is_dry_run && missing.lacks_space() {
        say::line(&t.cli_import_space_to_make(space));
    }
    let unknown = missing.unknown_vendors();
    if !unknown.is_empty() {
        say::line(&t.cli_import_unknown_vendors(&unknown.join(", ")));
    }
}

/// Seen by people only: a log gets the report.
fn bar() -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{wide_bar} {pos}/{len} {eta}");
    ProgressBar::new(0).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
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
    for ImportRow { path, action, notes } in &report.rows {
        let (word, why) = match action {
            ImportAction::New => (t.cli_import_new(), None),
            ImportAction::Changed => (t.cli_import_changed(), None),
            ImportAction::Drafted => (t.cli_import_drafted(), None),
            ImportAction::Unchanged => (t.cli_import_unchanged(), None),
            ImportAction::Problem(problem) => (t.cli_import_problem(), Some(t.import_problem(problem))),
        };
        let remarks: Vec<_> = why.into_iter().chain(notes.iter().map(|note| t.import_note(note))).collect();
        let remarks = if remarks.is_empty() { String::new() } else { format!(": {}", remarks.join("; ")) };
        say::line(&format!("{word:<12} {path}{remarks}"));
    }
    let count = |action: ImportAction| report.count(|other| *other == action) as u64;
    let problems = report.count(|action| matches!(action, ImportAction::Problem(_))) as u64;
    let [new, changed, drafts, unchanged] =
        [ImportAction::New, ImportAction::Changed, ImportAction::Drafted, ImportAction::Unchanged].map(count);
    say::line(&t.cli_import_summary(
        &new.to_string(),
        &changed.to_string(),
        &drafts.to_string(),
        &unchanged.to_string(),
        &problems.to_string(),
    ));
    if is_dry_run {
        say::line(t.cli_import_dry_run());
    }
    if problems == 0 { Ok(()) } else { Err(Failure::Reported) }
}
