//! `palier import`: a folder of Markdown becomes articles.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use clap::Args;
use domain::{Locale, Slug};
use i18n::Messages;
use indicatif::{ProgressBar, ProgressStyle};
use service::{Error, ImportAction, ImportAsk, ImportReport, ImportRow, ImportSource, Portal, SpaceFile};

use super::console::Console;
use super::failure::Failure;
use super::say;

/// The file that describes a space, as an export writes it.
const SPACE_FILE: &str = "space.toml";

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
    if !dry_run {
        add_space(console, &portal, &slug, &dir).await?;
    }
    let bar = bar();
    let ask = ImportAsk { space: slug, locale, source, is_dry_run: dry_run };
    let operator = console.operator();
    let progress = |done, total| {
        bar.set_length(total as u64);
        bar.set_position(done as u64);
    };
    let outcome = portal.import_from(&operator, ask, progress).await;
    bar.finish_and_clear();
    let report = match outcome {
        Err(Error::NotFound) => return Err(no_space(console, &portal, &space).await),
        outcome => outcome?.map_err(|refusal| Failure::Said(t.import_refusal(&refusal)))?,
    };
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

/// Adds the space that an exported folder describes, unless it is there.
async fn add_space(console: &Console, portal: &Portal, slug: &Slug, dir: &Path) -> Result<(), Failure> {
    let path = dir.join(SPACE_FILE);
    if !path.is_file() {
        return Ok(());
    }
    match portal.space(&console.operator(), slug, Locale::default()).await {
        Err(Error::NotFound) => {}
        known => return Ok(known.map(drop)?),
    }
    let shown = path.display().to_string();
    let text = std::fs::read_to_string(&path).map_err(|error| Failure::File(shown.clone(), error))?;
    let wrong = |why: String| Failure::Said(console.t.cli_space_file_wrong(&shown, &why));
    let file = SpaceFile::parse(&text).map_err(wrong)?;
    let unknown = portal.add_space(&console.operator(), slug, file).await?;
    if !unknown.is_empty() {
        say::line(&console.t.cli_import_unknown_vendors(&unknown.join(", ")));
    }
    Ok(())
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
