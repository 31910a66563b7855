//! Tools from npm, exactly as their lock files say.

use super::apt;
use crate::{process, say};
use anyhow::{Context, Result};
use serde_json::Value;
use std::{fs, path::Path, process::Command};

const BUILD_TOOLS: &str = "xtask/npm";
const BROWSER_TESTS: &str = "end2end";

/// Makes WebAssembly small, with the library of wasm-opt from the package binaryen (Debian's is too old).
pub const OPTIMISER: &str = "xtask/npm/optimise.mjs";

/// Makes JavaScript short.
pub const ESBUILD: &str = "xtask/npm/node_modules/.bin/esbuild";

/// Installs binaryen and esbuild.
pub fn ensure_build_tools() -> Result<()> {
    ensure(Path::new(BUILD_TOOLS), "binaryen and esbuild")
}

/// Installs Playwright and axe, unless there are no browser tests yet.
pub fn ensure_browser_tests() -> Result<()> {
    if !has_browser_tests() {
        say::note("no browser tests yet: end2end/package-lock.json does not exist");
        return Ok(());
    }
    ensure(Path::new(BROWSER_TESTS), "the browser tests' tools")
}

/// Whether there are browser tests to run.
pub fn has_browser_tests() -> bool {
    Path::new(BROWSER_TESTS).join("package-lock.json").exists()
}

fn ensure(folder: &Path, what: &str) -> Result<()> {
    if is_installed(folder) {
        return Ok(());
    }
    ensure_npm()?;
    say::doing(&format!("npm: installing {what} into {}/node_modules", folder.display()));
    let mut npm = Command::new("npm");
    npm.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]).current_dir(folder);
    process::run(&mut npm).with_context(|| {
        format!(
            "{what} could not be installed; with access to an npm registry, run `npm ci` in {}",
            folder.display()
        )
    })
}

fn ensure_npm() -> Result<()> {
    let has = |program: &str| process::succeeds(Command::new(program).arg("--version"));
    if has("node") && has("npm") {
        return Ok(());
    }
    say::doing("Node: not found");
    apt::update();
    apt::install(&["nodejs", "npm"], "Node with npm")
}

/// npm writes its hidden lock file last, so an installation that broke off does not count.
fn is_installed(folder: &Path) -> bool {
    let read =
        |name: &str| -> Option<Value> { serde_json::from_slice(&fs::read(folder.join(name)).ok()?).ok() };
    match (read("package-lock.json"), read("node_modules/.package-lock.json")) {
        (Some(wanted), Some(installed)) => covers(&installed, &wanted),
        _ => false,
    }
}

/// Whether every package that is wanted everywhere is installed in the wanted version.
fn covers(installed: &Value, wanted: &Value) -> bool {
    let Some(packages) = wanted.get("packages").and_then(Value::as_object) else { return false };
    packages.iter().filter(|(path, package)| !path.is_empty() && !is_optional(package)).all(
        |(path, package)| {
            let found = installed.get("packages").and_then(|packages| packages.get(path));
            found.and_then(|found| found.get("version")) == package.get("version")
        },
    )
}

fn is_optional(package: &Value) -> bool {
    package.get("optional").and_then(Value::as_bool).unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn check_covers(installed: Value, expected: bool) {
        let wanted = json!({ "packages": {
            "": { "name": "tools" },
            "node_modules/a": { "version": "1.0.0" },
            "node_modules/b": { "version": "2.0.0", "optional": true },
        }});
        assert_eq!(covers(&json!({ "packages": installed }), &wanted), expected);
    }

    #[test]
    fn the_wanted_version_is_enough() {
        check_covers(json!({ "node_modules/a": { "version": "1.0.0" } }), true);
    }

    #[test]
    fn another_version_or_none_is_not() {
        check_covers(json!({ "node_modules/a": { "version": "1.0.1" } }), false);
        check_covers(json!({}), false);
    }
}
