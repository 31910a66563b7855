//! Tables for spreadsheets.

use std::borrow::Cow;

/// What a formula begins with for some spreadsheet (OWASP, “CSV injection”).
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// A cell of a text that somebody typed. Where a spreadsheet would take it for a formula and run it, it has an apostrophe in
/// front, which makes it a text.
pub(crate) fn text_cell(text: &str) -> Cow<'_, str> {
    if text.starts_with(FORMULA) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_be_a_formula_is_a_text() {
        for text in ["=1+1", "+33 1", "-1", "@SUM(A1)", "\t=1", "\r=1"] {
            assert_eq!(text_cell(text), format!("'{text}"));
        }
        for text in ["", "Colis = 2", "1-1", "'=1", " =1"] {
            assert_eq!(text_cell(text), text);
        }
    }
}
