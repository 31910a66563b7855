//! The zip file around a pack, read so strictly that no byte of it is free: files stored as they are, one behind the
//! other from the first byte on, then the directory, then the end (APPNOTE 6.3.10, sections 4.3.7, 4.3.12, 4.3.16).
//!
//! Everything but names, sizes, places and checksums has one value only. What it is follows from how `zip` writes files
//! that are stored, without dates and for Unix.

use super::fault::{Place, ProofFault};

const HEADER_MARK: [u8; 4] = *b"PK\x03\x04";
const DIRECTORY_MARK: [u8; 4] = *b"PK\x01\x02";
const END_MARK: [u8; 4] = *b"PK\x05\x06";
/// Version 1.0 is needed, no flags, stored, 1980-01-01T00:00:00.
const COMMON: [u8; 10] = [10, 0, 0, 0, 0, 0, 0, 0, 0x21, 0];
/// Made on Unix, by version 1.0.
const MADE_BY: [u8; 2] = [10, 3];
/// A regular file, `rw-r--r--`.
const ATTRIBUTES: u32 = 0o100_644 << 16;
/// The size of the end.
const END: usize = 22;
/// The size of what the directory says of a file, without its name.
const DIRECTORY: usize = 46;

/// A file of a pack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct File<'pack> {
    /// What it is called.
    pub(super) name: String,
    /// The checksum that the zip file has of it.
    pub(super) crc32: u32,
    /// What is in it.
    pub(super) body: &'pack [u8],
}

/// What the directory says of a file.
struct Entry {
    name: String,
    crc32: u32,
    size: u32,
    offset: u32,
}

/// Reads the files, in their order. Their checksums are not looked at.
pub(super) fn read(pack: &[u8]) -> Result<Vec<File<'_>>, ProofFault> {
    let (before_end, end) = pack.split_last_chunk::<END>().ok_or(ProofFault::NotAPack)?;
    if !end.starts_with(&END_MARK) {
        return Err(without_end(pack, end));
    }
    let (count, size, offset) = (u16_at(end, 10), u32_at(end, 12), u32_at(end, 16));
    same(before_end.len(), Place::End, &end_of(count, size, offset), end)?;
    // What was put in before the directory or taken out makes these differ.
    layout(Place::End, before_end.len(), u64::from(offset) + u64::from(size))?;
    let (before, directory) = before_end.split_at_checked(offset as usize).ok_or(ProofFault::NotAPack)?;
    let entries = read_directory(before.len(), directory)?;
    layout(Place::End, entries.len(), u64::from(count))?;
    read_files(before, &entries)
}

/// Names what stands where the end should be.
fn without_end(pack: &[u8], end: &[u8; END]) -> ProofFault {
    let at = (pack.len() - END) as u64;
    let differing: Vec<_> = (at..).zip(END_MARK.iter().zip(end)).filter(|(_, (a, b))| a != b).collect();
    if let [(at, (expected, found))] = differing.as_slice() {
        return ProofFault::Byte { at: *at, place: Place::End, expected: **expected, found: **found };
    }
    let marks = pack.windows(END_MARK.len());
    match marks.clone().rposition(|bytes| bytes == END_MARK) {
        Some(mark) if mark + END < pack.len() => {
            ProofFault::Trailing { at: (mark + END) as u64, count: (pack.len() - mark - END) as u64 }
        }
        None if !pack.starts_with(&HEADER_MARK) => ProofFault::NotAPack,
        _ => ProofFault::CutOff { size: pack.len() as u64 },
    }
}

fn read_directory(mut at: usize, mut directory: &[u8]) -> Result<Vec<Entry>, ProofFault> {
    let mut entries: Vec<Entry> = Vec::new();
    while !directory.is_empty() {
        let last = || entries.last().map(|entry| entry.name.clone()).unwrap_or_default();
        let too_short = || ProofFault::Layout {
            place: Place::Directory(last()),
            expected: DIRECTORY as u64,
            found: directory.len() as u64,
        };
        let head = directory.first_chunk::<DIRECTORY>().ok_or_else(too_short)?;
        let size = DIRECTORY + usize::from(u16_at(head, 28));
        let (written, rest) = directory.split_at_checked(size).ok_or_else(too_short)?;
        let name = written.get(DIRECTORY..).unwrap_or_default();
        let entry = Entry {
            name: String::from_utf8_lossy(name).into_owned(),
            crc32: u32_at(head, 16),
            size: u32_at(head, 24),
            offset: u32_at(head, 42),
        };
        same(at, Place::Directory(entry.name.clone()), &directory_of(&entry), written)?;
        if entries.iter().any(|other| other.name == entry.name) {
            return Err(ProofFault::FileTwice { file: entry.name });
        }
        entries.push(entry);
        at += size;
        directory = rest;
    }
    Ok(entries)
}

fn read_files<'pack>(mut files: &'pack [u8], entries: &[Entry]) -> Result<Vec<File<'pack>>, ProofFault> {
    let whole = files.len();
    let mut found = Vec::with_capacity(entries.len());
    for entry in entries {
        let at = whole - files.len();
        layout(Place::Directory(entry.name.clone()), at, u64::from(entry.offset))?;
        let header = header_of(entry);
        let size = header.len() + entry.size as usize;
        let (written, rest) = files.split_at_checked(size).ok_or(ProofFault::Layout {
            place: Place::Directory(entry.name.clone()),
            expected: files.len() as u64,
            found: size as u64,
        })?;
        let (written, body) = written.split_at_checked(header.len()).unwrap_or_default();
        same(at, Place::Header(entry.name.clone()), &header, written)?;
        found.push(File { name: entry.name.clone(), crc32: entry.crc32, body });
        files = rest;
    }
    // Between the last file and the directory stands nothing.
    layout(Place::End, whole - files.len(), whole as u64)?;
    Ok(found)
}

fn header_of(entry: &Entry) -> Vec<u8> {
    let Entry { name, crc32, size, offset: _ } = entry;
    let mut bytes = HEADER_MARK.to_vec();
    bytes.extend(COMMON);
    put_sizes(&mut bytes, *crc32, *size, name);
    bytes.extend(0_u16.to_le_bytes());
    bytes.extend(name.as_bytes());
    bytes
}

fn directory_of(entry: &Entry) -> Vec<u8> {
    let Entry { name, crc32, size, offset } = entry;
    let mut bytes = DIRECTORY_MARK.to_vec();
    bytes.extend(MADE_BY);
    bytes.extend(COMMON);
    put_sizes(&mut bytes, *crc32, *size, name);
    // No more fields, no comment, on the first disk, of no kind.
    bytes.extend([0; 8]);
    bytes.extend(ATTRIBUTES.to_le_bytes());
    bytes.extend(offset.to_le_bytes());
    bytes.extend(name.as_bytes());
    bytes
}

/// Checksum, size, size again because it is stored, length of the name.
fn put_sizes(bytes: &mut Vec<u8>, crc32: u32, size: u32, name: &str) {
    bytes.extend(crc32.to_le_bytes());
    bytes.extend(size.to_le_bytes());
    bytes.extend(size.to_le_bytes());
    bytes.extend(u16::try_from(name.len()).unwrap_or(u16::MAX).to_le_bytes());
}

fn end_of(count: u16, size: u32, offset: u32) -> Vec<u8> {
    let mut bytes = END_MARK.to_vec();
    bytes.extend([0; 4]);
    bytes.extend(count.to_le_bytes());
    bytes.extend(count.to_le_bytes());
    bytes.extend(size.to_le_bytes());
    bytes.extend(offset.to_le_bytes());
    // No comment.
    bytes.extend([0; 2]);
    bytes
}

/// Names the first byte that differs. `at` is where the part begins.
fn same(at: usize, place: Place, expected: &[u8], found: &[u8]) -> Result<(), ProofFault> {
    let mut both = (at as u64..).zip(expected.iter().zip(found));
    match both.find(|(_, (expected, found))| expected != found) {
        Some((at, (expected, found))) => {
            Err(ProofFault::Byte { at, place, expected: *expected, found: *found })
        }
        None => layout(place, expected.len(), found.len() as u64),
    }
}

fn layout(place: Place, expected: usize, found: u64) -> Result<(), ProofFault> {
    let expected = expected as u64;
    if expected == found { Ok(()) } else { Err(ProofFault::Layout { place, expected, found }) }
}

fn u16_at(bytes: &[u8], at: usize) -> u16 {
    let two = bytes.get(at..).and_then(<[u8]>::first_chunk);
    two.map_or(0, |two| u16::from_le_bytes(*two))
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    let four = bytes.get(at..).and_then(<[u8]>::first_chunk);
    four.map_or(0, |four| u32::from_le_bytes(*four))
}

/// A pack of some files, for tests.
#[cfg(test)]
pub(super) fn pack_of(files: &[(String, Vec<u8>)]) -> Vec<u8> {
    let (mut bytes, mut directory) = (Vec::new(), Vec::new());
    for (name, body) in files {
        let entry = Entry {
            name: name.clone(),
            crc32: crc32fast::hash(body),
            size: u32::try_from(body.len()).unwrap(),
            offset: u32::try_from(bytes.len()).unwrap(),
        };
        bytes.extend(header_of(&entry));
        bytes.extend(body);
        directory.extend(directory_of(&entry));
    }
    let (count, size) = (u16::try_from(files.len()).unwrap(), u32::try_from(directory.len()).unwrap());
    let offset = u32::try_from(bytes.len()).unwrap();
    bytes.extend(directory);
    bytes.extend(end_of(count, size, offset));
    bytes
}
