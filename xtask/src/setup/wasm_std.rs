//! The WebAssembly standard library where rustup can fetch nothing: Debian packages a recent
//! compiler and the sources of its standard library, so it is built once and put into its place.

use super::{apt, wasm};
use crate::{process, say, workspace};
use anyhow::{Context, Result, bail};
use std::{
    fs,
    path::{Path, PathBuf},
};

const PACKAGES: [&str; 3] = ["rustc-web", "cargo-web", "rust-web-src"];
const CLIPPY: &str = "rust-web-clippy";
const CRATE: &str = "palier-empty";

/// Installs Debian's compiler, the sources of its library, and a linker for WebAssembly.
pub fn ensure_debian_compiler() -> Result<()> {
    if wasm::debian_is_installed() && wasm::newest_lld().is_some() && has_library_sources() {
        return Ok(());
    }
    apt::update();
    let lld = wasm::newest_numbered("lld-", apt::names("^lld-[0-9]+$")).unwrap_or_else(|| "lld".to_owned());
    let mut packages = PACKAGES.to_vec();
    packages.push(&lld);
    apt::install(&packages, "a compiler with a WebAssembly standard library")
}

/// Installs the lints that belong to Debian's compiler.
pub fn install_debian_clippy() -> Result<()> {
    apt::update();
    apt::install(&[CLIPPY], "clippy for Debian's compiler")
}

/// Builds the library with Debian's compiler and installs it into that compiler's folders.
pub fn build_and_install() -> Result<()> {
    check_version()?;
    let folder = Path::new(workspace::TARGET).join("wasm-std");
    say::doing("WebAssembly: building the standard library once (about a minute)");
    write_empty_crate(&folder)?;
    build(&folder)?;
    let built = folder.join("target").join(wasm::TARGET).join("release/deps");
    install(&built)
}

fn has_library_sources() -> bool {
    let sysroot = process::answer(wasm::debian_rustc().args(["--print", "sysroot"]));
    sysroot.is_ok_and(|root| Path::new(&root).join("lib/rustlib/src/rust/library/std").exists())
}

/// Says early what the compiler would say late: that it is too old.
fn check_version() -> Result<()> {
    let version = process::answer(wasm::debian_rustc().arg("--version"))?;
    let wanted = env!("CARGO_PKG_RUST_VERSION");
    if release(&version) < release(wanted) {
        bail!(
            "Debian's compiler is `{version}`, but {wanted} or newer is needed; install the package rustc-web \
             from Debian's security archive, or let rustup add the target {}",
            wasm::TARGET
        );
    }
    Ok(())
}

/// Major and minor number of the first word that looks like a version.
fn release(text: &str) -> Option<(u32, u32)> {
    text.split_whitespace().find_map(|word| {
        let mut numbers = word.split('.');
        Some((numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?))
    })
}

fn write_empty_crate(folder: &Path) -> Result<()> {
    let manifest = format!(
        "[package]\nname = \"{CRATE}\"\nedition = \"2024\"\n\n[workspace]\n\n[profile.release]\nlto = \"off\"\n"
    );
    fs::create_dir_all(folder.join("src"))?;
    fs::write(folder.join("Cargo.toml"), manifest)?;
    fs::write(folder.join("src/lib.rs"), "#![no_std]\n")?;
    Ok(())
}

fn build(folder: &Path) -> Result<()> {
    let mut cargo = wasm::debian_cargo();
    // The library is kept as bitcode as well, so that the front end can be optimised as a whole.
    cargo.env("RUSTC_BOOTSTRAP", "1").env("RUSTFLAGS", "-Cembed-bitcode=yes").current_dir(folder);
    cargo.args(["build", "--release", "-Zbuild-std=std,panic_abort", "--target-dir", "target", "--target"]);
    process::run(cargo.arg(wasm::TARGET)).context("could not build the WebAssembly standard library")
}

fn install(built: &Path) -> Result<()> {
    let print = ["--print", "target-libdir", "--target", wasm::TARGET];
    let place = PathBuf::from(process::answer(wasm::debian_rustc().args(print))?);
    let partial = place.with_file_name("lib.partial");
    say::note(&format!("installing it into {}", place.display()));
    as_root("rm", &["-rf"], &[&partial])?;
    as_root("mkdir", &["-p"], &[&partial])?;
    let libraries = libraries(built)?;
    let mut files: Vec<&Path> = libraries.iter().map(PathBuf::as_path).collect();
    files.push(&partial);
    as_root("cp", &[], &files)?;
    as_root("rm", &["-rf"], &[&place])?;
    as_root("mv", &[], &[&partial, &place])
}

fn libraries(built: &Path) -> Result<Vec<PathBuf>> {
    let ours = format!("lib{}-", CRATE.replace('-', "_"));
    let entries = fs::read_dir(built).with_context(|| format!("nothing was built in {}", built.display()))?;
    let names = entries.flatten().map(|entry| entry.path());
    Ok(names.filter(|path| is_library(path, &ours)).collect())
}

fn is_library(path: &Path, ours: &str) -> bool {
    let is_ours = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(ours));
    path.extension().is_some_and(|extension| extension == "rlib") && !is_ours
}

fn as_root(program: &str, options: &[&str], paths: &[&Path]) -> Result<()> {
    process::run_interactively(apt::as_root().arg(program).args(options).args(paths)).context(
        "the compiler's folders could not be written; run this command once as root, or with sudo set up",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_release_is_read_from_what_a_compiler_says() {
        assert_eq!(release("rustc 1.96.0 (ac68faa20 2026-05-25)"), Some((1, 96)));
        assert_eq!(release("1.95"), Some((1, 95)));
    }

    #[test]
    fn libraries_of_the_empty_crate_stay_behind() {
        assert!(is_library(Path::new("deps/libstd-1.rlib"), "libpalier_empty-"));
        assert!(!is_library(Path::new("deps/libpalier_empty-1.rlib"), "libpalier_empty-"));
        assert!(!is_library(Path::new("deps/libstd-1.rmeta"), "libpalier_empty-"));
    }
}
