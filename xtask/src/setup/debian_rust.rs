//! Debian's compiler, for machines where rustup can fetch nothing: a recent one with the sources of its library.

use super::{apt, wasm};
use crate::process;
use anyhow::{Result, bail};

const PACKAGES: [&str; 3] = ["rustc-web", "cargo-web", "rust-web-src"];
const CLIPPY: &str = "rust-web-clippy";

/// Installs Debian's compiler, the sources of its library, and a linker for WebAssembly.
pub fn ensure() -> Result<()> {
    apt::update();
    let lld = wasm::newest_numbered("lld-", apt::names("^lld-[0-9]+$")).unwrap_or_else(|| "lld".to_owned());
    let mut packages = PACKAGES.to_vec();
    packages.push(&lld);
    apt::install(&packages, "a compiler with the sources of its library, and a linker for WebAssembly")?;
    check_version()
}

/// Installs the lints that belong to Debian's compiler.
pub fn install_clippy() -> Result<()> {
    apt::update();
    apt::install(&[CLIPPY], "clippy for Debian's compiler")
}

/// Says early what the compiler would say late: that it is too old.
fn check_version() -> Result<()> {
    let version = process::answer(wasm::debian_rustc().arg("--version"))?;
    let wanted = env!("CARGO_PKG_RUST_VERSION");
    if release(&version) < release(wanted) {
        bail!(
            "Debian's compiler is `{version}`, but {wanted} or newer is needed; install the package rustc-web \
             from Debian's security archive, or let rustup add the component rust-src"
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_release_is_read_from_what_a_compiler_says() {
        assert_eq!(release("rustc 1.96.0 (ac68faa20 2026-05-25)"), Some((1, 96)));
        assert_eq!(release("1.95"), Some((1, 95)));
    }
}
