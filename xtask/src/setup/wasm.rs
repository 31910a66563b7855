//! A compiler for the front end: one whose WebAssembly standard library works.

use super::{components, wasm_std};
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
    /// A cargo command of this toolchain; `--target` is up to the caller.
    pub fn cargo(&self) -> Command {
        let mut command = match self.compiler {
            Compiler::Active => workspace::cargo(),
            Compiler::Debian => debian_cargo(),
        };
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
            Compiler::Debian => wasm_std::install_debian_clippy(),
        }
    }

    fn new(compiler: Compiler) -> Self {
        let linker = if has_own_linker(compiler) { None } else { newest_lld() };
        Self { compiler, linker }
    }
}

/// The toolchain to use; gets the standard library if no compiler has it yet.
pub fn ensure() -> Result<Toolchain> {
    if let Some(toolchain) = find() {
        return Ok(toolchain);
    }
    say::doing("WebAssembly: no standard library for it yet");
    if added_by_rustup() {
        return Ok(Toolchain::new(Compiler::Active));
    }
    wasm_std::ensure_debian_compiler()?;
    if !works(Compiler::Debian) {
        wasm_std::build_and_install()?;
    }
    find().context("the WebAssembly standard library was installed, yet the compiler does not find it")
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
    let toolchain = compilers.into_iter().find(|compiler| works(*compiler)).map(Toolchain::new)?;
    let can_link = toolchain.linker.is_some() || has_own_linker(toolchain.compiler);
    can_link.then_some(toolchain)
}

/// The honest question: does it compile something that uses the standard library?
fn works(compiler: Compiler) -> bool {
    if compiler == Compiler::Debian && !debian_is_installed() {
        return false;
    }
    let probe = Path::new(workspace::TARGET).join("wasm-probe");
    if std::fs::create_dir_all(&probe).is_err() {
        return false;
    }
    let source = probe.join("probe.rs");
    let program = "pub fn probe() -> String { std::string::String::new() }";
    std::fs::write(&source, program).is_ok() && process::succeeds(&mut probe_command(compiler, &source))
}

fn probe_command(compiler: Compiler, source: &Path) -> Command {
    let mut command = rustc(compiler);
    command.args(["--edition=2024", "--crate-type=lib", "--emit=metadata", "--target", TARGET, "--out-dir"]);
    command.arg(source.with_file_name("out")).arg(source);
    command
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
    say::note("asking rustup for it (rustup target add)");
    let mut command = Command::new("rustup");
    command.args(["target", "add", TARGET]);
    match process::run_within(RUSTUP_LIMIT, &mut command) {
        Ok(()) if works(Compiler::Active) => true,
        Ok(()) => {
            say::note("rustup added it for a compiler that is not the active one");
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
