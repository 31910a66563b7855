//! Keeps the linker's notes in the result, by which it can be taken apart into areas.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let is_wasm = std::env::var("CARGO_CFG_TARGET_FAMILY").is_ok_and(|family| family == "wasm");
    if is_wasm {
        println!("cargo::rustc-link-arg-cdylib=--emit-relocs");
    }
}
