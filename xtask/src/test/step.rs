//! What a step is, and what steps share.

use crate::{
    postgres,
    setup::{self, wasm::Toolchain},
};
use anyhow::Result;

/// When a step runs. Whatever takes long on one core only has something of another kind beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lane {
    /// Before everything else: it takes no time.
    Sources,
    /// What runs on this machine.
    Native,
    /// What runs in a browser, beside it.
    FrontEnd,
    /// What needs both, in the end.
    Whole,
}

/// One line of the table.
pub struct Step {
    /// For `--only` and the table.
    pub name: &'static str,
    /// One phrase on what it shows.
    pub about: &'static str,
    /// When it runs.
    pub lane: Lane,
    /// Runs it.
    pub run: fn(&mut Context) -> Result<Outcome>,
}

/// How a step ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// All was well.
    Passed,
    /// Something was not.
    Failed,
    /// It did not run, and why.
    Skipped(&'static str),
}

/// What steps need and get only once.
#[derive(Default)]
pub struct Context {
    toolchain: Option<Toolchain>,
    postgres: Option<postgres::Running>,
}

impl Context {
    /// The compiler for the front end.
    pub fn toolchain(&mut self) -> Result<&Toolchain> {
        let toolchain = match self.toolchain.take() {
            Some(toolchain) => toolchain,
            None => setup::for_building()?,
        };
        Ok(self.toolchain.insert(toolchain))
    }

    /// The private PostgreSQL, running until the last step has ended.
    pub fn postgres(&mut self) -> Result<&postgres::Running> {
        let running = match self.postgres.take() {
            Some(running) => running,
            None => postgres::start(postgres::Place::Memory)?,
        };
        Ok(self.postgres.insert(running))
    }
}
