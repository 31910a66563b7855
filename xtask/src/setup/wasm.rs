//! A compiler for the front end: one that has the sources of its standard library.
//!
//! The library is built together with the front end, so that it is optimised for size and a panic ends the
//! program without a word: nobody reads that word in a browser, and it weighs 25 kB. Cargo takes this as an
//! unstable feature, which `RUSTC_BOOTSTRAP` allows with a stable compiler.

use super::{components, debian_rust};
use crate::{process, say, workspace};
use anyhow::{Context, Result};
use std::{
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

/// The target of the front end.
pub const TARGET: &str = "wasm32-unknown-unknown";

const DEBIAN_RUSTC: &str = "/usr/bin/rustc";
const DEBIAN_CARGO: &str = "/usr/bin/cargo";
const DEBIAN_CLIPPY: &str = "/usr/bin/cargo-clippy";
const RUSTUP_LIMIT: Duration = Duration::from_secs(180);

/// A compiler that can build the front end.
#[derive(Debug)]
pub struct Toolchain {
    compiler: Compiler,
    linker: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Compiler {
    /// Whatever `cargo` means here.
    Active,
    /// The one Debian packages, for machines where rustup can fetch nothing.
    Debian,
}

impl Toolchain {
    /// A cargo command of this toolchain that builds the standard library, too.
    pub fn cargo(&self, subcommand: &str) -> Command {
        let mut command = match self.compiler {
            Compiler::Active => workspace::cargo(),
            Compiler::Debian => debian_cargo(),
        };
        command.env("RUSTC_BOOTSTRAP", "1");
        command.args([subcommand, "-Zbuild-std=std,panic_abort", "--target", TARGET]);
        if let Some(linker) = &self.linker {
            command.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker);
        }
        command
    }

    /// Makes sure that this toolchain has clippy.
    pub fn ensure_clippy(&self) -> Result<()> {
        match self.compiler {
            Compiler::Active => components::ensure(),
            // Asking cargo would not do: it might answer with rustup's clippy, which is of another version.
            Compiler::Debian if Path::new(DEBIAN_CLIPPY).exists() => Ok(()),
            Compiler::Debian => debian_rust::install_clippy(),
        }
    }

    fn new(compiler: Compiler) -> Self {
        let linker = if has_own_linker(compiler) { None } else { newest_lld() };
        Self { compiler, linker }
    }
}

/// The toolchain to use; gets the sources of the library if no compiler has them yet.
pub fn ensure() -> Result<Toolchain> {
    if let Some(toolchain) = find() {
        return Ok(toolchain);
    }
    say::doing("WebAssembly: no compiler has the sources of its library yet");
    if added_by_rustup() {
        return Ok(Toolchain::new(Compiler::Active));
    }
    debian_rust::ensure()?;
    find().context("Debian's compiler was installed, yet the sources of its library are not where it looks")
}

/// Cargo with Debian's compiler, free of what rustup and an outer cargo have set.
pub fn debian_cargo() -> Command {
    let mut command = Command::new(DEBIAN_CARGO);
    workspace::without_outer_cargo(&mut command);
    for name in ["RUSTUP_TOOLCHAIN", "LD_LIBRARY_PATH", "RUSTFLAGS"] {
        command.env_remove(name);
    }
    // Plugins such as cargo-clippy are looked for along PATH: Debian's must come first.
    let path = std::env::var("PATH").unwrap_or_default();
    command.env("PATH", format!("/usr/bin:{path}")).env("RUSTC", DEBIAN_RUSTC);
    command.env("CARGO_TERM_COLOR", if say::on_terminal() { "always" } else { "never" });
    command
}

/// Debian's compiler itself.
pub fn debian_rustc() -> Command {
    let mut command = Command::new(DEBIAN_RUSTC);
    command.env_remove("LD_LIBRARY_PATH");
    command
}

/// Whether Debian's compiler and cargo are installed.
pub fn debian_is_installed() -> bool {
    Path::new(DEBIAN_RUSTC).exists() && Path::new(DEBIAN_CARGO).exists()
}

/// The newest `lld` of the machine, such as `lld-22`.
pub fn newest_lld() -> Option<String> {
    let names = std::fs::read_dir("/usr/bin").ok()?;
    let names = names.flatten().filter_map(|entry| entry.file_name().into_string().ok());
    newest_numbered("lld-", names)
}

/// The name with the highest number after the prefix.
pub fn newest_numbered(prefix: &str, names: impl IntoIterator<Item = String>) -> Option<String> {
    let numbered = names.into_iter().filter_map(|name| {
        let number: u32 = name.strip_prefix(prefix)?.parse().ok()?;
        Some((number, name))
    });
    numbered.max().map(|(_, name)| name)
}

fn find() -> Option<Toolchain> {
    let compilers = [Compiler::Active, Compiler::Debian];
    let toolchain = compilers.into_iter().find(|compiler| has_sources(*compiler)).map(Toolchain::new)?;
    let can_link = toolchain.linker.is_some() || has_own_linker(toolchain.compiler);
    can_link.then_some(toolchain)
}

fn has_sources(compiler: Compiler) -> bool {
    if compiler == Compiler::Debian && !debian_is_installed() {
        return false;
    }
    let sysroot = process::answer(rustc(compiler).args(["--print", "sysroot"]));
    sysroot.is_ok_and(|root| Path::new(&root).join("lib/rustlib/src/rust/library/std").exists())
}

fn rustc(compiler: Compiler) -> Command {
    match compiler {
        Compiler::Active => Command::new("rustc"),
        Compiler::Debian => debian_rustc(),
    }
}

fn has_own_linker(compiler: Compiler) -> bool {
    let answer = process::answer(rustc(compiler).args(["--print", "target-libdir"]));
    answer.is_ok_and(|libraries| PathBuf::from(libraries).with_file_name("bin").join("rust-lld").exists())
}

fn added_by_rustup() -> bool {
    say::note("asking rustup for them (rustup component add rust-src)");
    let mut command = Command::new("rustup");
    command.args(["component", "add", "rust-src"]);
    match process::run_within(RUSTUP_LIMIT, &mut command) {
        Ok(()) if has_sources(Compiler::Active) => true,
        Ok(()) => {
            say::note("rustup added them for a compiler that is not the active one");
            false
        }
        Err(error) => {
            say::note(&format!("rustup cannot: {error:#}; taking Debian's compiler instead"));
            false
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_newest(names: &[&str], expected: Option<&str>) {
        let names = names.iter().map(|name| (*name).to_owned());
        assert_eq!(newest_numbered("lld-", names).as_deref(), expected);
    }

    #[test]
    fn the_newest_linker_is_chosen_by_number_not_by_letters() {
        check_newest(&["lld-9", "lld-22", "lld-14"], Some("lld-22"));
    }

    #[test]
    fn names_without_a_plain_number_do_not_count() {
        check_newest(&["lld-link-22", "lld", "ld.lld-22"], None);
    }
}
