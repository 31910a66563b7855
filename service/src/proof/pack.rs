//! Writing the files of a pack, one behind the other, none of them held in memory.

use std::fmt::Display;
use std::io::{BufWriter, Seek, Write};

use domain::event::Hash;
use domain::proof::{ManifestFile, document, line};
use serde::Serialize;
use sha2::{Digest, Sha256};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, System, ZipWriter};

use crate::error::{Error, Result};

/// The largest pack: beyond it a zip file is written in another way, which is not checked.
const MAX_BYTES: u64 = u32::MAX as u64;

/// A pack that is being written.
pub(super) struct Pack<W: Write + Seek> {
    zip: ZipWriter<BufWriter<W>>,
    /// What is in it already.
    files: Vec<ManifestFile>,
    open: Option<Open>,
}

/// The file that is being written.
struct Open {
    name: String,
    size: u64,
    digest: Sha256,
}

impl<W: Write + Seek> Pack<W> {
    pub(super) fn new(writer: W) -> Self {
        Self { zip: ZipWriter::new(BufWriter::new(writer)), files: Vec::new(), open: None }
    }

    /// A whole file.
    pub(super) fn file(&mut self, name: &str, bytes: &[u8]) -> Result<()> {
        self.begin(name)?;
        self.put(bytes)?;
        self.end();
        Ok(())
    }

    /// A file that is one value.
    pub(super) fn document<T: Serialize>(&mut self, name: &str, value: &T) -> Result<()> {
        self.file(name, &document(value).map_err(failed)?)
    }

    /// Begins a file; what is put from now on is in it. Stored as it is, so that each byte of the pack is one of a file:
    /// of a file that is compressed some bits mean nothing, and could be changed.
    pub(super) fn begin(&mut self, name: &str) -> Result<()> {
        self.end();
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Stored)
            .last_modified_time(DateTime::DEFAULT)
            .unix_permissions(0o644)
            .system(System::Unix);
        self.zip.start_file(name, options).map_err(failed)?;
        self.open = Some(Open { name: name.to_owned(), size: 0, digest: Sha256::new() });
        Ok(())
    }

    /// A value of a file that has one a line.
    pub(super) fn line<T: Serialize>(&mut self, value: &T) -> Result<()> {
        self.put(&line(value).map_err(failed)?)
    }

    /// Ends the file that is being written.
    pub(super) fn end(&mut self) {
        if let Some(Open { name, size, digest }) = self.open.take() {
            self.files.push(ManifestFile { name, size, sha256: hash_of(digest) });
        }
    }

    /// The files that are whole, in their order.
    pub(super) fn files(&self) -> &[ManifestFile] {
        &self.files
    }

    /// The hash of what is in the open file so far.
    pub(super) fn so_far(&self) -> Hash {
        self.open.as_ref().map_or_else(|| Hash::of(&[]), |open| hash_of(open.digest.clone()))
    }

    /// Writes the end.
    pub(super) fn finish(mut self) -> Result<()> {
        self.end();
        let mut writer = self.zip.finish().map_err(failed)?;
        writer.flush().map_err(failed)?;
        match writer.stream_position().map_err(failed)? {
            size if MAX_BYTES < size => Err(failed("it is larger than 4 GB")),
            _ => Ok(()),
        }
    }

    fn put(&mut self, bytes: &[u8]) -> Result<()> {
        self.zip.write_all(bytes).map_err(failed)?;
        if let Some(open) = &mut self.open {
            open.size += bytes.len() as u64;
            open.digest.update(bytes);
        }
        Ok(())
    }
}

fn hash_of(digest: Sha256) -> Hash {
    Hash::from_bytes(digest.finalize().into())
}

fn failed(error: impl Display) -> Error {
    Error::Internal(format!("a pack could not be written: {error}"))
}
