//! Our Rust sources as tokens with line numbers.

use anyhow::{Context, Result, anyhow};
use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// One source file.
pub struct Source {
    /// Relative to the root.
    pub path: PathBuf,
    /// Its text.
    pub text: String,
    /// Its tokens, without modules that exist only in tests.
    pub tokens: Vec<TokenTree>,
}

impl Source {
    /// Reads a file.
    pub fn read(path: &Path) -> Result<Self> {
        let text = fs::read_to_string(path).with_context(|| format!("could not read {}", path.display()))?;
        Self::parse(path, text)
    }

    /// Takes a text apart.
    pub fn parse(path: &Path, text: String) -> Result<Self> {
        let tokens: TokenStream =
            text.parse().map_err(|error| anyhow!("{} is not Rust: {error}", path.display()))?;
        Ok(Self { path: path.to_path_buf(), tokens: without_tests(tokens), text })
    }

    /// A line by its number, counted from 1.
    pub fn line(&self, number: usize) -> &str {
        self.text.lines().nth(number.saturating_sub(1)).unwrap_or_default()
    }
}

/// All Rust files below the folders, in order of their path.
pub fn below(folders: &[&str]) -> Result<Vec<Source>> {
    let mut waiting: Vec<PathBuf> =
        folders.iter().map(PathBuf::from).filter(|folder| folder.exists()).collect();
    let mut files = Vec::new();
    while let Some(path) = waiting.pop() {
        if path.is_dir() {
            for entry in fs::read_dir(&path)? {
                waiting.push(entry?.path());
            }
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files.iter().map(|path| Source::read(path)).collect()
}

/// The group a token is, if it is one with this delimiter.
pub fn group(token: Option<&TokenTree>, delimiter: Delimiter) -> Option<&Group> {
    match token {
        Some(TokenTree::Group(group)) if group.delimiter() == delimiter => Some(group),
        _ => None,
    }
}

/// Whether the token is this word.
pub fn is_word(token: Option<&TokenTree>, word: &str) -> bool {
    matches!(token, Some(TokenTree::Ident(ident)) if ident == word)
}

/// Whether the token is this sign.
pub fn is_sign(token: Option<&TokenTree>, sign: char) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == sign)
}

/// Leaves out every `#[cfg(test)] mod … { … }`.
fn without_tests(tokens: TokenStream) -> Vec<TokenTree> {
    let mut kept = Vec::new();
    let mut only_in_tests = false;
    for token in tokens {
        if group(Some(&token), Delimiter::Bracket).is_some_and(is_test_condition) {
            only_in_tests = true;
        }
        let ends_item = is_sign(Some(&token), ';') || group(Some(&token), Delimiter::Brace).is_some();
        if only_in_tests && ends_item {
            only_in_tests = false;
            continue;
        }
        kept.push(token);
    }
    kept
}

fn is_test_condition(group: &Group) -> bool {
    let attribute: String = group.stream().to_string().chars().filter(|sign| !sign.is_whitespace()).collect();
    attribute == "cfg(test)"
}
