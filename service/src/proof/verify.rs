//! Checking a pack that lies in a file: without a database, without the network.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use domain::event::Hash;
use domain::proof::{ProofFault, ProofReport, verify};

use super::file::{ProofError, digest_beside};

/// The largest file that can be a pack.
const MAX_BYTES: u64 = u32::MAX as u64;

/// What a pack shows, and what lay beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifiedProof {
    /// What it shows.
    pub report: ProofReport,
    /// The file beside it that has its hash, if there is one.
    pub beside: Option<PathBuf>,
}

/// Checks a pack, and the hash beside it if there is one. `head` is a hash of the log that was kept elsewhere.
///
/// # Errors
///
/// The first thing that is wrong, or that the file cannot be read.
pub fn verify_proof(path: &Path, head: Option<Hash>) -> Result<VerifiedProof, ProofError> {
    let failed = |error| ProofError::file(path, error);
    if MAX_BYTES < std::fs::metadata(path).map_err(failed)?.len() {
        return Err(ProofError::Fault(ProofFault::NotAPack));
    }
    let pack = std::fs::read(path).map_err(failed)?;
    let report = verify(&pack, head).map_err(ProofError::Fault)?;
    Ok(VerifiedProof { report, beside: check_beside(path, &pack)? })
}

fn check_beside(path: &Path, pack: &[u8]) -> Result<Option<PathBuf>, ProofError> {
    let beside = digest_beside(path);
    let text = match std::fs::read_to_string(&beside) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(ProofError::file(&beside, error)),
    };
    let expected = text.split_whitespace().next().unwrap_or_default().to_owned();
    let found = Hash::of(pack);
    if Hash::parse(&expected) == Some(found) {
        return Ok(Some(beside));
    }
    let file = beside.display().to_string();
    Err(ProofError::Fault(ProofFault::Beside { file, expected, found }))
}
