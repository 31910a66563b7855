//! What a step is, and what steps share.

use super::programs::Programs;
use crate::{
    postgres,
    setup::{self, wasm::Toolchain},
};
use anyhow::Result;
use std::sync::Arc;

/// When a step runs. Whatever takes long on one core only has something of another kind beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lane {
    /// Before everything else: it takes no time.
    Sources,
    /// Compiling what runs on this machine.
    Native,
    /// What runs in a browser, beside it.
    FrontEnd,
    /// The tests of what is compiled already, beside both.
    Tests,
    /// What needs everything, in the end.
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
    /// The packages of which the tests have to be compiled before.
    pub needs: &'static [&'static str],
    /// Runs it.
    pub run: fn(&mut Context) -> Result<Outcome>,
}

impl Step {
    /// The same, once the tests of some packages are compiled.
    pub const fn needing(self, packages: &'static [&'static str]) -> Self {
        Self { needs: packages, ..self }
    }
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
    /// What of the tests is compiled.
    pub programs: Arc<Programs>,
    toolchain: Option<Toolchain>,
    postgres: Option<postgres::Running>,
}

impl Context {
    /// For steps in a lane beside the others.
    pub fn beside(other: &Self) -> Self {
        Self { programs: Arc::clone(&other.programs), ..Self::default() }
    }

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
