//! Words that must not appear in files under version control.

use crate::process;
use anyhow::Result;
use std::process::Command;

/// The words, and what to write instead. None so far.
const FORBIDDEN: &[(&str, &str)] = &[];

/// Every line with a forbidden word.
pub fn check() -> Result<Vec<String>> {
    let mut findings = Vec::new();
    for (word, instead) in FORBIDDEN {
        findings.extend(lines_with(word).iter().map(|line| format!("{line} — write: {instead}")));
    }
    Ok(findings)
}

fn lines_with(word: &str) -> Vec<String> {
    let mut git = Command::new("git");
    git.args(["grep", "--line-number", "--ignore-case", "--word-regexp", "--fixed-strings", word]);
    git.args(["--", ".", ":!xtask/src/tidy/words.rs"]);
    // git answers with a failure when it finds nothing.
    process::answer(&mut git).unwrap_or_default().lines().map(str::to_owned).collect()
}
