//! Log lines, on standard error.

use std::io::IsTerminal;

use crate::config::{Log, LogFormat};

/// Starts logging; says what is wrong with the filter.
pub(crate) fn start(log: &Log) -> Result<(), String> {
    let lines = tracing_subscriber::fmt().with_env_filter(log.filter()?).with_writer(std::io::stderr);
    let lines = lines.with_ansi(std::io::stderr().is_terminal());
    let started = match log.format {
        LogFormat::Text => lines.try_init(),
        LogFormat::Json => lines.json().flatten_event(true).try_init(),
    };
    started.map_err(|error| error.to_string())?;
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        let what = panic.payload_as_str().unwrap_or("a panic without words");
        tracing::error!(place, what, "a defect");
    }));
    Ok(())
}
