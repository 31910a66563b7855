//! Brotli and gzip, made once at build time instead of on every answer.

use super::Flavour;
use anyhow::Result;
use brotli::enc::BrotliEncoderParams;
use flate2::{Compression, write::GzEncoder};
use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
};

/// Writes `<file>.br` and `<file>.gz` beside the file; answers both sizes.
pub fn beside(file: &Path, flavour: Flavour) -> Result<(u64, u64)> {
    let content = fs::read(file)?;
    let brotli = brotli(&content, flavour)?;
    let gzip = gzip(&content, flavour)?;
    fs::write(with_suffix(file, "br"), &brotli)?;
    fs::write(with_suffix(file, "gz"), &gzip)?;
    Ok((brotli.len() as u64, gzip.len() as u64))
}

/// How large a block may be that is described at once, as powers of two. Which one gives the smallest file depends on
/// the content: a few words more move it by a kilobyte, so each is tried.
const BLOCKS: [i32; 2] = [17, 20];

fn brotli(content: &[u8], flavour: Flavour) -> Result<Vec<u8>> {
    let (quality, blocks) = match flavour {
        Flavour::Small => (11, BLOCKS.as_slice()),
        // Development serves from this machine: time counts, size does not.
        Flavour::Fast => (2, [0].as_slice()),
    };
    let mut smallest: Option<Vec<u8>> = None;
    for &lgblock in blocks {
        let size_hint = content.len();
        let params = BrotliEncoderParams { quality, lgwin: 24, lgblock, size_hint, ..Default::default() };
        let mut output = Vec::new();
        brotli::BrotliCompress(&mut &*content, &mut output, &params)?;
        if smallest.as_ref().is_none_or(|smallest| output.len() < smallest.len()) {
            smallest = Some(output);
        }
    }
    Ok(smallest.unwrap_or_default())
}

fn gzip(content: &[u8], flavour: Flavour) -> Result<Vec<u8>> {
    let level = match flavour {
        Flavour::Small => Compression::best(),
        Flavour::Fast => Compression::fast(),
    };
    let mut encoder = GzEncoder::new(Vec::new(), level);
    encoder.write_all(content)?;
    Ok(encoder.finish()?)
}

fn with_suffix(file: &Path, suffix: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".");
    name.push(suffix);
    PathBuf::from(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    #[test]
    fn both_encodings_give_the_content_back() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("palier.css");
        let content = "a { color: red } ".repeat(100);
        fs::write(&file, &content).unwrap();

        let (br, gz) = beside(&file, Flavour::Small).unwrap();

        let packed = fs::read(with_suffix(&file, "br")).unwrap();
        let mut unpacked = Vec::new();
        brotli::BrotliDecompress(&mut &*packed, &mut unpacked).unwrap();
        assert_eq!((unpacked.as_slice(), packed.len() as u64), (content.as_bytes(), br));
        let packed = fs::read(with_suffix(&file, "gz")).unwrap();
        let mut unpacked = String::new();
        flate2::read::GzDecoder::new(&*packed).read_to_string(&mut unpacked).unwrap();
        assert_eq!((unpacked, packed.len() as u64), (content, gz));
    }
}
