//! From the crate `frontend` to `palier.js`, `palier.wasm`, the parts loaded later, and their snippets.

use super::{Flavour, cut, names, parts};
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

/// Instead of the flags in `.cargo/config.toml`, of which the first two are a copy: panics end the program at
/// once and know nothing of where they are; functions keep their names, by which some are cut.
const SMALL: [&str; 6] = [
    "--cfg",
    "erase_components",
    "-Zunstable-options",
    "-Cpanic=immediate-abort",
    "-Zlocation-detail=none",
    "-Zmerge-functions=disabled",
];

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
    let mut cargo = toolchain.cargo("build");
    cargo.args(["--package", "frontend", "--lib", "--profile", profile, "--target-dir", FOLDER]);
    if flavour == Flavour::Small {
        cargo.arg("--config").arg(format!("target.{}.rustflags={SMALL:?}", target::TARGET));
    }
    process::run(&mut cargo).context("could not compile the front end for WebAssembly")?;
    Ok(Path::new(FOLDER).join(target::TARGET).join(folder).join("frontend.wasm"))
}

/// Changes when the compiled file or the tools that pack it do.
fn fingerprint(compiled: &Path) -> Result<String> {
    let mut hash = Sha256::new();
    // This program packs, so it is one of the tools.
    let own = std::env::current_exe().context("this program does not know where it is")?;
    for path in [compiled, Path::new(npm::OPTIMISER), Path::new("xtask/npm/package-lock.json"), &own] {
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
    let main = compiled.with_file_name(format!("{NAME}-main.wasm"));
    let parts = parts::split(compiled, &main, &partial, NAME)?;
    bind(&main, &partial)?;
    let files = parts.len() + 1;
    say::note(&format!(
        "split into {files} files, bound to JavaScript in {}",
        say::duration(start.elapsed())
    ));
    let bound = partial.join(format!("{NAME}.wasm"));
    fs::rename(partial.join(format!("{NAME}_bg.wasm")), &bound)?;
    if flavour == Flavour::Small {
        cut::unused(std::iter::once(&bound).chain(&parts))?;
        names::shorten(&bound, &partial.join(format!("{NAME}.js")))?;
        optimise(std::iter::once(&bound).chain(&parts))?;
        minify(&partial)?;
    }
    fs::rename(&partial, packed)?;
    Ok(())
}

fn bind(main: &Path, folder: &Path) -> Result<()> {
    let mut bindgen = Bindgen::new();
    bindgen.input_path(main).out_name(NAME).web(true)?;
    // The other parts import from the main one by names that must stay as the linker wrote them.
    bindgen.keep_lld_exports(true).demangle(false);
    bindgen.typescript(false).omit_default_module_path(false);
    bindgen.generate(folder).context("wasm-bindgen could not bind the front end to JavaScript")
}

/// Makes every part as small as it gets, in its place.
fn optimise<'a>(parts: impl Iterator<Item = &'a PathBuf> + Clone) -> Result<()> {
    let start = Instant::now();
    let before = weight(parts.clone())?;
    process::run(Command::new("node").arg(npm::OPTIMISER).args(parts.clone()))?;
    say::note(&format!(
        "optimised from {} to {} in {}",
        say::kilobytes(before),
        say::kilobytes(weight(parts)?),
        say::duration(start.elapsed())
    ));
    Ok(())
}

fn weight<'a>(mut files: impl Iterator<Item = &'a PathBuf>) -> Result<u64> {
    files.try_fold(0, |sum, file| Ok(sum + fs::metadata(file)?.len()))
}

/// Makes the scripts short, each in its place.
fn minify(folder: &Path) -> Result<()> {
    for name in [format!("{NAME}.js"), format!("{NAME}-parts.js")] {
        let script = folder.join(name);
        let mut esbuild = Command::new(npm::ESBUILD);
        // wasm-bindgen names one script several times in an object, of which esbuild warns.
        esbuild.args(["--minify", "--format=esm", "--log-level=error", "--allow-overwrite"]);
        let out = format!("--outfile={}", script.display());
        process::run(esbuild.arg(&script).arg(out))?;
    }
    Ok(())
}

fn remove_if_there(path: &Path) -> Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}
