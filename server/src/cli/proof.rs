//! `palier proof`: what proves a broadcast, written into a file, and checked from one without a database.

use std::io::{self, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use domain::event::Hash;
use domain::proof::{Manifest, ProofOther};
use domain::{BroadcastId, Timestamp};
use i18n::Messages;
use service::{
    Error, Portal, ProofError, VerifiedProof, digest_beside, digest_of, line_beside, verify_proof,
};
use tempfile::NamedTempFile;

use super::console::Console;
use super::failure::Failure;
use super::say;

/// What to do with a proof.
#[derive(Debug, Subcommand)]
pub(super) enum Proof {
    Export(Export),
    Verify(Verify),
}

/// Of what, and whereto.
#[derive(Debug, Args)]
pub(super) struct Export {
    #[arg(long, value_name = "ID")]
    broadcast: String,
    file: PathBuf,
    #[arg(long)]
    force: bool,
}

/// Which, and what it has to have.
#[derive(Debug, Args)]
pub(super) struct Verify {
    file: PathBuf,
    #[arg(long, value_name = "HASH")]
    head: Option<String>,
}

/// Writes a proof, or checks one.
pub(super) async fn run(console: &Console, proof: Proof) -> Result<(), Failure> {
    match proof {
        Proof::Export(export) => write(console, export).await,
        Proof::Verify(verify) => check(console.t, &verify),
    }
}

/// Writes a pack of each broadcast by which the change was told: into the file that of the one that is named, beside it those of
/// the others.
async fn write(console: &Console, export: Export) -> Result<(), Failure> {
    let Export { broadcast, file, force } = export;
    let t = console.t;
    let is_in_the_way = |file: &Path| !force && file.exists();
    let exists = || Failure::Said(t.cli_backup_exists().to_owned());
    if is_in_the_way(&file) {
        return Err(exists());
    }
    let unknown = || Failure::Said(t.cli_proof_no_broadcast(&broadcast));
    let id: BroadcastId = broadcast.parse().map_err(|_| unknown())?;
    let portal = console.portal_to_write().await?;
    let told = match portal.told_together(&console.operator(), id).await {
        Err(Error::NotFound) => return Err(unknown()),
        told => told?,
    };
    let place = |one: BroadcastId| if one == id { file.clone() } else { file_of(&file, one) };
    let packs: Vec<_> = told.into_iter().map(|one| (one, place(one))).collect();
    if packs.iter().any(|(_, file)| is_in_the_way(file)) {
        return Err(exists());
    }
    if 1 < packs.len() {
        say::line(&t.cli_proof_several(&t.number(packs.len() as u64)));
    }
    for (one, file) in packs {
        write_pack(console, &portal, one, (file.as_path(), force)).await?;
    }
    portal.store().clone().close().await;
    Ok(())
}

/// Writes the file under a name of its own, for its owner alone, and puts it into its place once it is whole; then the
/// hash beside it.
async fn write_pack(
    console: &Console,
    portal: &Portal,
    id: BroadcastId,
    (file, force): (&Path, bool),
) -> Result<(), Failure> {
    let mut pack = partial(file).map_err(|error| failed(file, error))?;
    let manifest = portal.export_proof(&console.operator(), id, pack.as_file_mut()).await?;
    let digest = finished(&mut pack).map_err(|error| failed(file, error))?;
    let kept = if force { pack.persist(file) } else { pack.persist_noclobber(file) };
    kept.map_err(|error| failed(file, error.error))?;
    let beside = digest_beside(file);
    std::fs::write(&beside, line_beside(file, digest)).map_err(|error| failed(&beside, error))?;
    say::line(&exported(console.t, file, &beside, &manifest));
    Ok(())
}

/// Where the pack of another broadcast of the change goes: `proof.zip` becomes `proof-ID.zip`.
fn file_of(file: &Path, other: BroadcastId) -> PathBuf {
    let mut name = file.file_stem().unwrap_or_default().to_owned();
    name.push(format!("-{other}"));
    if let Some(ending) = file.extension() {
        name.push(".");
        name.push(ending);
    }
    file.with_file_name(name)
}

fn partial(file: &Path) -> io::Result<NamedTempFile> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
    let mut name = tempfile::Builder::new();
    name.prefix(".palier-").suffix(".partial");
    name.tempfile_in(folder.unwrap_or(Path::new(".")))
}

/// Sees the file safely to the disk; the hash of it.
fn finished(pack: &mut NamedTempFile) -> io::Result<Hash> {
    let file = pack.as_file_mut();
    file.sync_all()?;
    file.seek(SeekFrom::Start(0))?;
    digest_of(file)
}

fn failed(path: &Path, error: io::Error) -> Failure {
    Failure::File(path.display().to_string(), error)
}

fn exported(t: Messages, file: &Path, beside: &Path, manifest: &Manifest) -> String {
    let events = manifest.last_seq.saturating_sub(manifest.first_seq).saturating_add(1);
    let (path, beside) = (file.display().to_string(), beside.display().to_string());
    t.cli_proof_exported(&path, &beside, &number(t, events), &manifest.head.to_string())
}

/// Neither the database nor the network is asked.
fn check(t: Messages, verify: &Verify) -> Result<(), Failure> {
    let Verify { file, head } = verify;
    let head = match head {
        None => None,
        Some(text) => {
            let head = Hash::parse(text.trim());
            Some(head.ok_or_else(|| Failure::Said(t.cli_proof_bad_head(text)))?)
        }
    };
    let proof = verify_proof(file, head).map_err(|error| refused(t, file, error))?;
    report(t, &proof).iter().for_each(|line| say::line(line));
    Ok(())
}

fn refused(t: Messages, file: &Path, error: ProofError) -> Failure {
    match error {
        ProofError::File { path, error } => Failure::File(path, error),
        ProofError::Fault(fault) => {
            Failure::Said(t.cli_proof_wrong(&file.display().to_string(), &t.proof_fault(&fault)))
        }
    }
}

/// What a proof shows, line by line.
fn report(t: Messages, proof: &VerifiedProof) -> Vec<String> {
    let VerifiedProof { report, beside } = proof;
    let (manifest, broadcast) = (&report.manifest, &report.broadcast);
    let in_language = broadcast.texts.iter().find(|text| text.locale == t.locale());
    let title = in_language.or(broadcast.texts.first()).map_or("", |text| text.title.as_str());
    let by = broadcast.made_by.as_ref().map_or(t.audit_system(), |person| person.label.as_str());
    let mut lines = vec![
        t.cli_proof_right(title, &t.number(report.acknowledgements), &t.number(report.recipients)),
        t.cli_proof_sealed(&broadcast.id.to_string(), &instant(manifest.made_at), by),
    ];
    if let Some(vendor) = manifest.vendor {
        let id = vendor.to_string();
        lines.push(t.cli_proof_of_vendor(broadcast.places.get(&vendor.uuid()).unwrap_or(&id)));
    }
    if !broadcast.others.is_empty() {
        let other = |other: &ProofOther| format!("{} ({})", other.id, t.severity(other.severity));
        let others: Vec<_> = broadcast.others.iter().map(other).collect();
        lines.push(t.cli_proof_others(&others.join(", ")));
    }
    let (first, last) = (manifest.first_seq.to_string(), manifest.last_seq.to_string());
    lines.push(t.cli_proof_chain(&first, &last, &t.number(report.shown), &manifest.head.to_string()));
    lines.extend(beside.as_ref().map(|path| t.cli_proof_beside(&path.display().to_string())));
    lines.push(match report.known {
        Some(seq) => t.cli_proof_known(&seq.to_string()),
        None => t.cli_proof_compare().to_owned(),
    });
    lines
}

fn number(t: Messages, count: i64) -> String {
    t.number(u64::try_from(count).unwrap_or_default())
}

/// An instant in the world's time, whoever reads it.
fn instant(at: Timestamp) -> String {
    jiff::Timestamp::from_millisecond(at.as_millis()).map(|at| at.to_string()).unwrap_or_default()
}
