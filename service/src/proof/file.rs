//! A pack as a file, and the file beside it that has its hash.

use std::ffi::OsString;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use domain::event::Hash;
use domain::proof::ProofFault;
use sha2::{Digest, Sha256};

/// How many bytes are read at a time.
const CHUNK: usize = 64 * 1024;

/// Why a pack is not accepted.
#[derive(Debug, thiserror::Error)]
pub enum ProofError {
    /// It cannot be read.
    #[error("`{path}`: {error}")]
    File {
        /// Which.
        path: String,
        /// Why.
        error: io::Error,
    },
    /// Something is wrong with it.
    #[error("the pack is not what was sealed: {0:?}")]
    Fault(ProofFault),
}

impl ProofError {
    pub(super) fn file(path: &Path, error: io::Error) -> Self {
        Self::File { path: path.display().to_string(), error }
    }
}

/// Where the hash of a pack is written: beside it, under its name with `.sha256` behind.
pub fn digest_beside(pack: &Path) -> PathBuf {
    let mut name = OsString::from(pack);
    name.push(".sha256");
    PathBuf::from(name)
}

/// What stands there, as `sha256sum` writes and reads it.
pub fn line_beside(pack: &Path, digest: Hash) -> String {
    let name = pack.file_name().unwrap_or_default().to_string_lossy();
    format!("{digest}  {name}\n")
}

/// The hash of everything that can be read.
pub fn digest_of(mut reader: impl Read) -> io::Result<Hash> {
    let mut digest = Sha256::new();
    let mut buffer = vec![0; CHUNK];
    loop {
        match reader.read(&mut buffer)? {
            0 => return Ok(Hash::from_bytes(digest.finalize().into())),
            size => digest.update(buffer.get(..size).unwrap_or_default()),
        }
    }
}
