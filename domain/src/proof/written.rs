//! How JSON is written in a pack. There is one way, so that no byte is free to change.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::fault::ProofFault;

/// A file that is one value.
pub fn document<T: Serialize>(value: &T) -> serde_json::Result<Vec<u8>> {
    let mut bytes = serde_json::to_vec_pretty(value)?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// A value of a file that has one a line.
pub fn line<T: Serialize>(value: &T) -> serde_json::Result<Vec<u8>> {
    let mut bytes = serde_json::to_vec(value)?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// Reads a file that is one value, written as [`document`] writes it.
pub(super) fn read_document<T: Serialize + DeserializeOwned>(
    file: &str,
    bytes: &[u8],
) -> Result<T, ProofFault> {
    let unreadable = |error: serde_json::Error| unreadable(file, error.line() as u64, &error);
    let value: T = serde_json::from_slice(bytes).map_err(unreadable)?;
    let expected = document(&value).map_err(unreadable)?;
    if expected == bytes {
        return Ok(value);
    }
    let same = expected.iter().zip(bytes).take_while(|(one, other)| one == other);
    let line = same.filter(|(byte, _)| **byte == b'\n').count() as u64 + 1;
    Err(ProofFault::Spelling { file: file.to_owned(), line })
}

/// Reads a file that has a value a line, each written as [`line`] writes it; hands over each with its number, from 1.
pub(super) fn read_lines<T: Serialize>(
    file: &str,
    bytes: &[u8],
    parse: impl Fn(&[u8]) -> serde_json::Result<T>,
    mut take: impl FnMut(u64, T) -> Result<(), ProofFault>,
) -> Result<(), ProofFault> {
    for (number, written) in (1..).zip(bytes.split_inclusive(|byte| *byte == b'\n')) {
        let unreadable = |error: serde_json::Error| unreadable(file, number, &error);
        let value = parse(written.strip_suffix(b"\n").unwrap_or(written)).map_err(unreadable)?;
        if line(&value).map_err(unreadable)? != written {
            return Err(ProofFault::Spelling { file: file.to_owned(), line: number });
        }
        take(number, value)?;
    }
    Ok(())
}

fn unreadable(file: &str, line: u64, error: &serde_json::Error) -> ProofFault {
    ProofFault::Unreadable { file: file.to_owned(), line, why: error.to_string() }
}
