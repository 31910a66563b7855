//! From the crate `frontend` to `palier.js`, `palier.wasm` and their snippets.

use super::Flavour;
use crate::{
    process, say,
    setup::{npm, wasm as target, wasm::Toolchain},
};
use anyhow::{Context, Result};
use sha2::{Digest, Sha256};
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::Instant,
};
use wasm_bindgen_cli_support::Bindgen;

const FOLDER: &str = "target/front";
const NAME: &str = "palier";

/// Compiles, binds, optimises; answers the folder with the result.
pub fn build(toolchain: &Toolchain, flavour: Flavour) -> Result<PathBuf> {
    let compiled = compile(toolchain, flavour)?;
    let packed = Path::new(FOLDER).join("packed").join(flavour.name());
    let stamp = packed.with_extension("stamp");
    let fingerprint = fingerprint(&compiled)?;
    if fs::read_to_string(&stamp).is_ok_and(|last| last == fingerprint) && packed.exists() {
        return Ok(packed);
    }
    // An interruption must not leave a stamp that speaks of other files.
    remove_if_there(&stamp)?;
    pack(&compiled, &packed, flavour)?;
    fs::write(&stamp, fingerprint)?;
    Ok(packed)
}

/// The profile of cargo and the folder it builds into.
fn profile(flavour: Flavour) -> (&'static str, &'static str) {
    match flavour {
        Flavour::Small => ("wasm-release", "wasm-release"),
        Flavour::Fast => ("dev", "debug"),
    }
}

fn compile(toolchain: &Toolchain, flavour: Flavour) -> Result<PathBuf> {
    let (profile, folder) = profile(flavour);
    let mut cargo = toolchain.cargo();
    cargo.args(["build", "--package", "frontend", "--lib", "--target", target::TARGET]);
    cargo.args(["--profile", profile, "--target-dir", FOLDER]);
    process::run(&mut cargo).context("could not compile the front end for WebAssembly")?;
    Ok(Path::new(FOLDER).join(target::TARGET).join(folder).join("frontend.wasm"))
}

/// Changes when the compiled file or the tools that pack it do.
fn fingerprint(compiled: &Path) -> Result<String> {
    let mut hash = Sha256::new();
    for path in [compiled, Path::new("xtask/npm/package-lock.json"), Path::new("Cargo.lock")] {
        hash.update(fs::read(path).with_context(|| format!("could not read {}", path.display()))?);
    }
    Ok(super::manifest::hex(&hash.finalize()))
}

fn pack(compiled: &Path, packed: &Path, flavour: Flavour) -> Result<()> {
    let partial = packed.with_extension("partial");
    for folder in [&partial, packed] {
        if folder.exists() {
            fs::remove_dir_all(folder)?;
        }
    }
    let start = Instant::now();
    bind(compiled, &partial)?;
    say::note(&format!("bound to JavaScript in {}", say::duration(start.elapsed())));
    let bound = partial.join(format!("{NAME}_bg.wasm"));
    let wanted = partial.join(format!("{NAME}.wasm"));
    match flavour {
        Flavour::Small => optimise(&bound, &wanted)?,
        Flavour::Fast => fs::rename(&bound, &wanted)?,
    }
    fs::rename(&partial, packed)?;
    Ok(())
}

fn bind(compiled: &Path, folder: &Path) -> Result<()> {
    let mut bindgen = Bindgen::new();
    bindgen.input_path(compiled).out_name(NAME).web(true)?;
    bindgen.typescript(false).omit_default_module_path(false);
    bindgen.generate(folder).context("wasm-bindgen could not bind the front end to JavaScript")
}

/// No flags on features: wasm-opt reads from the file what the compiler used, and nothing else may
/// appear that a browser could refuse.
fn optimise(bound: &Path, wanted: &Path) -> Result<()> {
    let start = Instant::now();
    let mut wasm_opt = Command::new(npm::WASM_OPT);
    process::run(wasm_opt.arg("-Oz").arg(bound).arg("-o").arg(wanted))?;
    let (before, after) = (fs::metadata(bound)?.len(), fs::metadata(wanted)?.len());
    fs::remove_file(bound)?;
    say::note(&format!(
        "optimised from {} to {} in {}",
        say::kilobytes(before),
        say::kilobytes(after),
        say::duration(start.elapsed())
    ));
    Ok(())
}

fn remove_if_there(path: &Path) -> Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}
