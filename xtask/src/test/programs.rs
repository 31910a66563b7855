//! Test programs, known as soon as each is compiled: the first are run while the last are not compiled yet.

use crate::{interrupt, process, workspace};
use anyhow::{Context as _, Result, bail};
use serde::Deserialize;
use serde_json::Value;
use std::{
    path::{Path, PathBuf},
    process::Command,
    sync::{Condvar, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

/// How often whoever waits looks whether there is still anything to wait for.
const LOOK: Duration = Duration::from_millis(200);

/// A compiled test program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TestProgram {
    /// Whose it is.
    pub package: String,
    folder: PathBuf,
    executable: PathBuf,
}

impl TestProgram {
    /// Runs it as `cargo test` would.
    pub fn command(&self) -> Command {
        let mut command = Command::new(&self.executable);
        command.current_dir(&self.folder).env("CARGO_MANIFEST_DIR", &self.folder);
        command
    }
}

/// What is compiled, for those who run it.
#[derive(Default)]
pub struct Programs {
    compiled: Mutex<Compiled>,
    changed: Condvar,
}

#[derive(Default)]
struct Compiled {
    programs: Vec<TestProgram>,
    /// Whether somebody compiles, or will.
    is_expected: bool,
    /// Whether there is nothing more to come.
    is_all: bool,
}

impl Programs {
    /// From now on others may wait for what is compiled.
    pub fn expect(&self) {
        self.compiled().is_expected = true;
    }

    /// Compiles everything, unless it is compiled already.
    pub fn compile(&self, cargo: &mut [Command]) -> Result<()> {
        if self.compiled().is_all {
            return Ok(());
        }
        for cargo in cargo {
            cargo.args(["--message-format", "json-render-diagnostics"]);
            let mut hear = |line: &str| self.hear(line);
            process::run_hearing(cargo, &mut hear).context("could not compile the tests")?;
        }
        self.compiled().is_all = true;
        self.changed.notify_all();
        Ok(())
    }

    /// The test programs of some packages: those that are compiled.
    pub fn of(&self, packages: &[&str]) -> Vec<TestProgram> {
        let compiled = self.compiled();
        compiled.programs.iter().filter(|one| packages.contains(&one.package.as_str())).cloned().collect()
    }

    /// Waits until all those of some packages are compiled, if somebody does that.
    pub fn wait_for(&self, packages: &[&str]) -> Result<()> {
        if packages.is_empty() {
            return Ok(());
        }
        let wanted = count(&workspace::metadata()?, packages);
        let is_missing = |compiled: &Compiled| {
            let there = compiled.programs.iter().filter(|one| packages.contains(&one.package.as_str()));
            compiled.is_expected && !compiled.is_all && there.count() < wanted
        };
        let mut compiled = self.compiled();
        while is_missing(&compiled) {
            interrupt::check()?;
            let (guard, _) =
                self.changed.wait_timeout(compiled, LOOK).unwrap_or_else(PoisonError::into_inner);
            compiled = guard;
        }
        Ok(())
    }

    /// Takes note of a program that a line of cargo speaks of. Whether it is a line for machines.
    fn hear(&self, line: &str) -> bool {
        let Ok(message) = serde_json::from_str::<Value>(line) else { return false };
        if let Some(program) = test_program(&message) {
            self.compiled().programs.push(program);
            self.changed.notify_all();
        }
        message.is_object()
    }

    fn compiled(&self) -> MutexGuard<'_, Compiled> {
        self.compiled.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The test program a message of cargo speaks of, if it speaks of one.
fn test_program(message: &Value) -> Option<TestProgram> {
    if !message.get("profile")?.get("test")?.as_bool()? {
        return None;
    }
    let executable = PathBuf::from(message.get("executable")?.as_str()?);
    let folder = Path::new(message.get("manifest_path")?.as_str()?).parent()?.to_path_buf();
    let package = package_name(message.get("package_id")?.as_str()?, &folder)?;
    Some(TestProgram { package, folder, executable })
}

/// `path+file:///home/me/palier/store#0.1.0` is `store`; `path+file:///…/app/ui#kit@0.1.0` is `kit`.
fn package_name(id: &str, folder: &Path) -> Option<String> {
    let (_, version) = id.rsplit_once('#')?;
    match version.split_once('@') {
        Some((name, _)) => Some(name.to_owned()),
        None => Some(folder.file_name()?.to_string_lossy().into_owned()),
    }
}

/// What `cargo metadata` tells, as far as it matters here.
#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    targets: Vec<Target>,
}

#[derive(Deserialize)]
struct Target {
    /// Whether `cargo test` makes a test program of it.
    test: bool,
}

/// How many test programs some packages have.
fn count(metadata: &Metadata, packages: &[&str]) -> usize {
    let ours = metadata.packages.iter().filter(|package| packages.contains(&package.name.as_str()));
    ours.flat_map(|package| &package.targets).filter(|target| target.test).count()
}

/// Runs test programs one after another; the first that fails ends it.
pub fn run(programs: &[TestProgram], threads: usize, variables: &[(&str, String)]) -> Result<()> {
    if programs.is_empty() {
        bail!("there is no test program to run");
    }
    for program in programs {
        let mut command = program.command();
        command.env("RUST_TEST_THREADS", threads.to_string()).envs(variables.iter().cloned());
        process::run(&mut command)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const MESSAGE: &str = r#"{"reason":"compiler-artifact","package_id":"path+file:///work/store#0.1.0",
        "manifest_path":"/work/store/Cargo.toml","profile":{"test":true},"executable":"/work/target/store-1"}"#;

    #[test]
    fn a_test_program_is_known_by_its_package() {
        let programs = Programs::default();
        assert!(programs.hear(MESSAGE));
        assert!(programs.of(&["service"]).is_empty());
        let known = programs.of(&["service", "store"]);
        assert_eq!(known[0].executable, Path::new("/work/target/store-1"));
        assert_eq!(known.len(), 1);
    }

    #[test]
    fn other_messages_of_cargo_are_passed_over_and_words_for_people_are_not() {
        let programs = Programs::default();
        assert!(programs.hear(&MESSAGE.replace("true", "false")));
        assert!(programs.hear(r#"{"reason":"build-finished","success":true}"#));
        assert!(!programs.hear("   Compiling store v0.1.0"));
        assert!(programs.of(&["store"]).is_empty());
    }

    #[test]
    fn a_package_named_unlike_its_folder_is_known_by_its_name() {
        let name = package_name("path+file:///work/app/ui#kit@0.1.0", Path::new("/work/app/ui"));
        assert_eq!(name.as_deref(), Some("kit"));
    }

    #[test]
    fn only_targets_that_are_tested_make_programs() {
        let metadata = r#"{"packages":[
            {"name":"store","targets":[{"test":true},{"test":false},{"test":true}]},
            {"name":"server","targets":[{"test":true}]}]}"#;
        assert_eq!(count(&serde_json::from_str(metadata).unwrap(), &["store", "domain"]), 2);
    }
}
