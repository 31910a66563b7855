//! `cargo xtask run`: from nothing to a running Palier with the demo programme.

use crate::{front_end, interrupt, network, say, server, server::Settings, setup};
use anyhow::{Result, bail};
use clap::Args;

/// How to run it.
#[derive(Args)]
pub struct Options {
    /// Where to listen on 127.0.0.1; the next free port if it is taken.
    #[arg(long, default_value_t = 3000, value_parser = clap::value_parser!(u16).range(1..))]
    port: u16,
    /// Build as it ships.
    #[arg(long)]
    release: bool,
}

/// Sets up, builds, loads the demo programme and serves until Ctrl-C.
pub fn run(options: &Options) -> Result<()> {
    let toolchain = setup::for_building()?;
    front_end::build(&toolchain, front_end::Flavour::Small)?;
    let binary = build_server(options)?;
    let settings = Settings { binary, folder: "data".to_owned(), port: port_from(options.port)? };
    settings.prepare()?;
    serve(&settings)
}

/// The wanted port, or another one with a word about it.
pub fn port_from(wanted: u16) -> Result<u16> {
    let port = network::free_port_from(wanted)?;
    if port != wanted {
        say::note(&format!("port {wanted} is taken; using {port}"));
    }
    Ok(port)
}

fn build_server(options: &Options) -> Result<String> {
    if options.release {
        crate::dist::build_server()?;
        return Ok("target/release/palier".to_owned());
    }
    server::build()?;
    Ok(crate::workspace::DEV_BINARY.to_owned())
}

fn serve(settings: &Settings) -> Result<()> {
    let mut server = settings.start()?;
    say::doing(&format!("Palier is ready: {}   (Ctrl-C ends it)", settings.address()));
    let status = server.wait()?;
    if interrupt::check().is_err() {
        say::doing("ended");
        return Ok(());
    }
    bail!("the server ended by itself, with {status}")
}
