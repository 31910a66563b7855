//! The text of a file, whatever its encoding.

use domain::knowledge::{ImportNote, ImportProblem};
use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

/// The text with lines that end in `\n`, and what was remarkable about it.
///
/// UTF-8, or UTF-16 where a byte order mark says so (WHATWG Encoding, section 6.1); what is neither is taken for
/// Windows-1252, which includes Latin-1, unless it has characters that no text has.
pub(super) fn decode(bytes: &[u8]) -> Result<(String, Vec<ImportNote>), ImportProblem> {
    let mut notes = Vec::new();
    let text = match Encoding::for_bom(bytes) {
        Some((encoding, length)) => {
            notes.push(if encoding == UTF_8 { ImportNote::ByteOrderMark } else { ImportNote::Utf16 });
            encoding.decode_without_bom_handling(bytes.get(length..).unwrap_or_default()).0.into_owned()
        }
        None => match std::str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            Err(_) => {
                notes.push(ImportNote::Latin1);
                WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned()
            }
        },
    };
    let is_legacy = notes.contains(&ImportNote::Latin1);
    let is_foreign = |letter: char| match letter {
        '\0' => true,
        '\t' | '\n' | '\r' | '\u{c}' => false,
        letter => is_legacy && letter.is_control(),
    };
    if let Some(at) = text.chars().position(is_foreign) {
        return Err(ImportProblem::NotText(at + 1));
    }
    if !text.contains('\r') {
        return Ok((text, notes));
    }
    notes.push(ImportNote::WindowsLines);
    Ok((text.replace("\r\n", "\n").replace('\r', "\n"), notes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bytes: &[u8], text: &str, notes: &[ImportNote]) {
        assert_eq!(decode(bytes), Ok((text.to_owned(), notes.to_vec())));
    }

    #[test]
    fn texts_are_read_whatever_their_encoding_and_it_is_said() {
        check("Été\n".as_bytes(), "Été\n", &[]);
        check(b"\xef\xbb\xbfa\r\nb", "a\nb", &[ImportNote::ByteOrderMark, ImportNote::WindowsLines]);
        check(b"Caf\xe9 \x80", "Café €", &[ImportNote::Latin1]);
        check(b"\xff\xfea\0\xe9\0", "aé", &[ImportNote::Utf16]);
        check(b"old\rmac", "old\nmac", &[ImportNote::WindowsLines]);
    }

    #[test]
    fn what_is_no_text_is_said() {
        assert_eq!(decode(b"a\0b"), Err(ImportProblem::NotText(2)));
        assert_eq!(decode(b"\x89PNG\x01\x02\xff"), Err(ImportProblem::NotText(5)));
    }
}
