//! The binary `palier`; see the library of this crate.

use std::process::ExitCode;

fn main() -> ExitCode {
    server::main()
}
