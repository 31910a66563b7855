//! What is measured: the server as it ships, with its usual settings, on the demo programme.

use crate::{
    dist, front_end, network, process,
    server::{Server, Settings},
    setup,
};
use anyhow::{Context, Result};
use std::{fs, path::Path};

/// Where the measured databases and logs lie.
pub const FOLDER: &str = "target/bench";

const BINARY: &str = "target/release/palier";

/// Builds it as it ships.
pub fn build() -> Result<()> {
    let toolchain = setup::for_building()?;
    front_end::build(&toolchain, front_end::Flavour::Small)?;
    dist::build_server()
}

/// Empties the folder.
pub fn clear() -> Result<()> {
    let folder = Path::new(FOLDER);
    if folder.exists() {
        fs::remove_dir_all(folder).with_context(|| format!("could not empty {FOLDER}"))?;
    }
    fs::create_dir_all(folder).with_context(|| format!("could not create {FOLDER}"))
}

/// Settings for a server on a database that has the demo programme.
pub fn settings() -> Result<Settings> {
    settings_in(Path::new(FOLDER))
}

/// The same in a folder of its own.
pub fn settings_in(folder: &Path) -> Result<Settings> {
    let settings = empty_in(folder)?;
    // Quietly: who looks at figures does not look for accounts.
    process::answer(&mut settings.command("migrate"))?;
    // What happened in the demo programme grows with it; what is measured stays the same.
    process::answer(settings.command("seed").arg("--programme-only"))?;
    Ok(settings)
}

/// Settings for a server in a folder of its own, without any database yet.
pub fn empty_in(folder: &Path) -> Result<Settings> {
    let folder = std::path::absolute(folder)?.to_string_lossy().into_owned();
    fs::create_dir_all(&folder)?;
    Ok(Settings { binary: BINARY.to_owned(), folder, port: network::free_port()? })
}

/// Starts it. Its lines go where a service manager would put them: into a file.
pub fn start(settings: &Settings) -> Result<Server> {
    settings.start_logging_to(&Path::new(FOLDER).join("server.log"))
}
