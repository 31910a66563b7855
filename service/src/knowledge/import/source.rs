//! Where the files of an import come from: a folder, a zip file, or memory. What is dangerous ends here.

use std::fs::{File, FileType};
use std::io::{self, Read, Seek};
use std::path::{Path, PathBuf};

use domain::knowledge::{ImportProblem, ImportRefusal};
use zip::ZipArchive;

use super::ImportFile;

/// The most files that one import takes.
pub const MAX_FILES: usize = 20_000;
/// The largest file that is read, in megabytes.
pub const MAX_FILE_MB: u64 = 8;
/// How much a zip file may hold, unpacked, in megabytes.
pub const MAX_TOTAL_MB: u64 = 512;

const MB: u64 = 1_000_000;

/// Where the files of an import come from.
#[derive(Debug)]
pub struct ImportSource {
    entries: Vec<Entry>,
    reader: Reader,
}

/// A file that can be imported, or why it cannot.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// Its path, with `/`.
    pub(super) path: String,
    /// Why it must not be read.
    pub(super) problem: Option<ImportProblem>,
    place: Place,
}

#[derive(Clone, Debug)]
enum Place {
    File(PathBuf),
    Archive(usize),
    Memory(usize),
}

enum Reader {
    Folder,
    Archive { archive: ZipArchive<Box<dyn ReadSeek>>, unpacked: u64 },
    Memory(Vec<Vec<u8>>),
}

impl std::fmt::Debug for Reader {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Folder => "Folder",
            Self::Archive { .. } => "Archive",
            Self::Memory(_) => "Memory",
        })
    }
}

trait ReadSeek: Read + Seek + Send {}
impl<T: Read + Seek + Send> ReadSeek for T {}

impl ImportSource {
    /// Files that are at hand.
    pub fn of_files(files: Vec<ImportFile>) -> Self {
        let (mut entries, mut contents) = (Vec::new(), Vec::new());
        for (index, ImportFile { path, bytes }) in files.into_iter().enumerate() {
            entries.push(Entry { path, problem: None, place: Place::Memory(index) });
            contents.push(bytes);
        }
        Self::new(entries, Reader::Memory(contents))
    }

    /// Everything below a folder. Symbolic links are not followed.
    pub fn of_folder(dir: &Path) -> Result<Result<Self, ImportRefusal>, (PathBuf, io::Error)> {
        let mut entries = Vec::new();
        let mut waiting = vec![dir.to_owned()];
        while let Some(folder) = waiting.pop() {
            let failed = |error| (folder.clone(), error);
            for entry in std::fs::read_dir(&folder).map_err(failed)? {
                let entry = entry.map_err(failed)?;
                let (path, kind) = (entry.path(), entry.file_type().map_err(failed)?);
                let is_hidden = entry.file_name().to_string_lossy().starts_with('.');
                if kind.is_dir() && !is_hidden {
                    waiting.push(path);
                } else if !kind.is_dir() && !is_hidden {
                    entries.push(in_folder(dir, path, kind));
                }
            }
            if MAX_FILES < count_of_pages(&entries) {
                return Ok(Err(ImportRefusal::TooManyFiles(MAX_FILES)));
            }
        }
        Ok(Ok(Self::new(entries, Reader::Folder)))
    }

    /// Everything in a zip file.
    pub fn of_zip(file: impl Read + Seek + Send + 'static) -> Result<Self, ImportRefusal> {
        let file: Box<dyn ReadSeek> = Box::new(file);
        let mut archive = ZipArchive::new(file).map_err(|_| ImportRefusal::NotAZip)?;
        let mut entries = Vec::new();
        let mut total = 0_u64;
        for index in 0..archive.len() {
            let Ok(file) = archive.by_index_raw(index) else { return Err(ImportRefusal::NotAZip) };
            if file.is_dir() {
                continue;
            }
            let (name, is_utf8) = name_of(file.name_raw());
            let path = name.replace('\\', "/");
            let problem = if !is_utf8 {
                Some(ImportProblem::NameNotUtf8)
            } else if !is_safe(&path) {
                Some(ImportProblem::UnsafePath)
            } else if file.is_symlink() {
                Some(ImportProblem::Symlink)
            } else if file.encrypted() {
                Some(ImportProblem::Encrypted)
            } else if MAX_FILE_MB * MB < file.size() {
                Some(ImportProblem::TooLarge(MAX_FILE_MB))
            } else {
                None
            };
            if problem.is_none() {
                total = total.saturating_add(file.size());
            }
            if !is_noise(&path) {
                entries.push(Entry { path, problem, place: Place::Archive(index) });
            }
        }
        if MAX_TOTAL_MB * MB < total {
            return Err(ImportRefusal::TooLargeInAll(MAX_TOTAL_MB));
        }
        if MAX_FILES < count_of_pages(&entries) {
            return Err(ImportRefusal::TooManyFiles(MAX_FILES));
        }
        strip_common_folder(&mut entries);
        Ok(Self::new(entries, Reader::Archive { archive, unpacked: 0 }))
    }

    fn new(mut entries: Vec<Entry>, reader: Reader) -> Self {
        entries.sort_by(|a, b| a.path.cmp(&b.path));
        Self { entries, reader }
    }

    /// The files, in the order of their paths.
    pub(super) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// What is in a file.
    pub(super) fn read(&mut self, entry: &Entry) -> Result<Vec<u8>, ImportProblem> {
        if let Some(problem) = entry.problem.clone() {
            return Err(problem);
        }
        let unreadable = |error: io::Error| ImportProblem::Unreadable(error.to_string());
        match (&entry.place, &mut self.reader) {
            (Place::File(path), _) => limited(File::open(path).map_err(unreadable)?),
            (Place::Memory(index), Reader::Memory(contents)) => {
                Ok(contents.get(*index).cloned().unwrap_or_default())
            }
            (Place::Archive(index), Reader::Archive { archive, unpacked }) => {
                let file = archive.by_index(*index);
                let file = file.map_err(|error| ImportProblem::Unreadable(error.to_string()))?;
                let bytes = limited(file)?;
                // What a zip file says of sizes need not be true, and files may overlap.
                *unpacked += bytes.len() as u64;
                if MAX_TOTAL_MB * MB < *unpacked {
                    return Err(ImportProblem::TooLarge(MAX_TOTAL_MB));
                }
                Ok(bytes)
            }
            _ => Err(ImportProblem::Unreadable(String::new())),
        }
    }
}

/// Reads up to the limit, whatever the size was said to be.
fn limited(file: impl Read) -> Result<Vec<u8>, ImportProblem> {
    let mut bytes = Vec::new();
    let read = file.take(MAX_FILE_MB * MB + 1).read_to_end(&mut bytes);
    read.map_err(|error| ImportProblem::Unreadable(error.to_string()))?;
    if MAX_FILE_MB * MB < bytes.len() as u64 {
        return Err(ImportProblem::TooLarge(MAX_FILE_MB));
    }
    Ok(bytes)
}

fn in_folder(dir: &Path, path: PathBuf, kind: FileType) -> Entry {
    let shown = path.strip_prefix(dir).unwrap_or(&path);
    let name = shown.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
    let problem = if kind.is_symlink() {
        Some(ImportProblem::Symlink)
    } else if !kind.is_file() {
        // Reading a pipe would wait for ever.
        Some(ImportProblem::NotAFile)
    } else if shown.to_str().is_none() {
        Some(ImportProblem::NameNotUtf8)
    } else {
        None
    };
    Entry { path: name, problem, place: Place::File(path) }
}

fn count_of_pages(entries: &[Entry]) -> usize {
    entries.iter().filter(|entry| is_page(&entry.path)).count()
}

/// Whether a file is one that becomes an article.
pub(super) fn is_page(path: &str) -> bool {
    let end = path.rsplit_once('.').map(|(_, end)| end.to_ascii_lowercase());
    matches!(end.as_deref(), Some("md" | "markdown"))
}

/// A name as text, and whether it was UTF-8.
fn name_of(raw: &[u8]) -> (String, bool) {
    match std::str::from_utf8(raw) {
        Ok(name) => (name.to_owned(), true),
        Err(_) => (String::from_utf8_lossy(raw).into_owned(), false),
    }
}

/// Whether a path stays inside the folder (“zip slip”, CWE-22).
fn is_safe(path: &str) -> bool {
    let has_drive = path.as_bytes().get(1) == Some(&b':');
    !path.starts_with('/')
        && !has_drive
        && !path.contains('\0')
        && path.split('/').all(|part| !matches!(part, ".." | "." | ""))
}

/// What systems add to zip files and nobody wrote.
fn is_noise(path: &str) -> bool {
    path.split('/').any(|part| part == "__MACOSX" || part.starts_with('.') && part != ".." && part != ".")
}

/// Without the one folder in which everything lies, as in an archive of a repository. Folders of languages stay.
fn strip_common_folder(entries: &mut [Entry]) {
    let mut folders = entries.iter().map(|entry| entry.path.split_once('/').map(|(first, _)| first));
    let Some(Some(common)) = folders.next() else { return };
    if matches!(common, "fr" | "en" | "..") || !folders.all(|folder| folder == Some(common)) {
        return;
    }
    let length = common.len() + 1;
    for entry in entries {
        entry.path.drain(..length);
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};

    use zip::write::SimpleFileOptions;
    use zip::{CompressionMethod, ZipWriter};

    use super::*;

    fn zip(files: &[(&str, &[u8])]) -> ZipWriter<Cursor<Vec<u8>>> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in files {
            zip.start_file(*name, SimpleFileOptions::default()).unwrap();
            zip.write_all(content).unwrap();
        }
        zip
    }

    fn open(zip: ZipWriter<Cursor<Vec<u8>>>) -> Result<ImportSource, ImportRefusal> {
        ImportSource::of_zip(zip.finish().unwrap())
    }

    #[track_caller]
    fn problem_of(mut source: ImportSource) -> Option<ImportProblem> {
        let entry = source.entries()[0].clone();
        source.read(&entry).err()
    }

    #[test]
    fn paths_that_lead_out_of_the_folder_are_not_read() {
        for name in ["../evil.md", "/etc/evil.md", "a/../../evil.md", "C:/evil.md", "..\\evil.md", "a//b.md"]
        {
            let source = open(zip(&[(name, b"# Evil"), ("good.md", b"")])).unwrap();
            let entry = source.entries().iter().find(|entry| entry.path != "good.md").unwrap();
            assert_eq!(entry.problem, Some(ImportProblem::UnsafePath), "{name}");
        }
    }

    #[test]
    fn a_symbolic_link_is_not_followed() {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        zip.add_symlink("a.md", "/etc/passwd", SimpleFileOptions::default()).unwrap();
        assert_eq!(problem_of(open(zip).unwrap()), Some(ImportProblem::Symlink));
    }

    #[test]
    fn a_bomb_is_read_no_further_than_its_limit() {
        let large = vec![b'a'; 9_000_000];
        let bomb = zip(&[("bomb.md", &large)]).finish().unwrap().into_inner();
        assert!(bomb.len() < 100_000, "it is small: {}", bomb.len());
        let source = ImportSource::of_zip(Cursor::new(bomb.clone())).unwrap();
        assert_eq!(problem_of(source), Some(ImportProblem::TooLarge(MAX_FILE_MB)));
        // The same with a size that lies, in the directory and before the file.
        let mut lying = bomb;
        let truth = 9_000_000_u32.to_le_bytes();
        let places: Vec<_> =
            lying.windows(4).enumerate().filter(|(_, found)| *found == truth).map(|(at, _)| at).collect();
        assert!(!places.is_empty());
        for at in places {
            lying[at..at + 4].copy_from_slice(&10_u32.to_le_bytes());
        }
        let source = ImportSource::of_zip(Cursor::new(lying)).unwrap();
        assert!(problem_of(source).is_some());
    }

    #[test]
    fn too_much_in_all_is_refused_before_anything_is_read() {
        let large = vec![0_u8; 7_000_000];
        let mut zip = zip(&[]);
        for number in 0..80 {
            let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
            zip.start_file(format!("{number}.md"), options).unwrap();
            zip.write_all(&large).unwrap();
        }
        assert_eq!(open(zip).err(), Some(ImportRefusal::TooLargeInAll(MAX_TOTAL_MB)));
    }

    #[test]
    fn too_many_files_are_refused() {
        let mut zip = zip(&[]);
        for number in 0..=MAX_FILES {
            zip.start_file(format!("{number}.md"), SimpleFileOptions::default()).unwrap();
        }
        assert_eq!(open(zip).err(), Some(ImportRefusal::TooManyFiles(MAX_FILES)));
    }

    #[test]
    fn what_is_no_zip_file_is_said() {
        let refused = ImportSource::of_zip(Cursor::new(b"hello".to_vec())).err();
        assert_eq!(refused, Some(ImportRefusal::NotAZip));
    }

    #[test]
    fn the_one_folder_around_everything_is_left_out() {
        let paths = |files: &[(&str, &[u8])]| {
            let source = open(zip(files)).unwrap();
            source.entries().iter().map(|entry| entry.path.clone()).collect::<Vec<_>>()
        };
        assert_eq!(
            paths(&[("repo/a.md", b""), ("repo/b/c.md", b""), ("__MACOSX/x", b"")]),
            ["a.md", "b/c.md"]
        );
        assert_eq!(paths(&[("fr/a.md", b""), ("fr/b.md", b"")]), ["fr/a.md", "fr/b.md"]);
        assert_eq!(paths(&[("a.md", b""), ("b/c.md", b"")]), ["a.md", "b/c.md"]);
    }
}
