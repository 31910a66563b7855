//! The demo programme as a backup, made once per build, because hashing eighty passwords takes seconds. Without what happened
//! there, so that tests count what they did themselves.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::UNIX_EPOCH;

use store::Store;
use store::testing::TestDatabase;

/// Where the real program is.
const PROGRAM: &str = env!("CARGO_BIN_EXE_palier");

/// The real program, without any setting of whoever runs the tests.
pub(crate) fn palier(settings: &[(&str, &str)], args: &[&str]) -> Output {
    command(settings, args).output().expect("palier starts")
}

/// The same, not started yet.
pub(crate) fn command(settings: &[(&str, &str)], args: &[&str]) -> Command {
    prepared(Command::new(PROGRAM), settings, args)
}

/// The same, for whom the modes of files hold even when root runs the tests, and whom a file that must not grow does not
/// end: it is told so, as on a disk that is full.
pub(crate) fn confined(settings: &[(&str, &str)], args: &[&str]) -> Command {
    let mut command = Command::new("sh");
    command.args(["-c", "trap '' XFSZ; exec \"$@\"", "sh"]);
    if rustix::process::geteuid().is_root() {
        command.args(["setpriv", "--bounding-set=-dac_override,-dac_read_search"]);
    }
    command.arg(PROGRAM);
    prepared(command, settings, args)
}

fn prepared(mut command: Command, settings: &[(&str, &str)], args: &[&str]) -> Command {
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("PALIER__")) {
        command.env_remove(name);
    }
    command.env("LANG", "en_GB.UTF-8").env_remove("LC_ALL").env_remove("LC_MESSAGES");
    command.current_dir(env!("CARGO_TARGET_TMPDIR")).envs(settings.iter().copied()).args(args);
    command
}

/// Fills a database with the demo programme.
pub(crate) async fn restore_demo(database: &TestDatabase) {
    let backup = tokio::task::spawn_blocking(demo_backup).await.unwrap();
    let store = Store::open(&database.options).await.unwrap();
    store.restore(&backup).await.unwrap();
    store.close().await;
}

fn demo_backup() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let lock = File::create(folder.join("demo.lock")).unwrap();
    lock.lock().unwrap();
    let backup = folder.join(format!("demo-{}.zip", built_at()));
    if !backup.exists() {
        for entry in std::fs::read_dir(folder).unwrap().flatten() {
            if entry.file_name().to_string_lossy().starts_with("demo-") {
                std::fs::remove_file(entry.path()).unwrap();
            }
        }
        make(&backup);
    }
    backup
}

fn make(backup: &Path) {
    let home = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", home.path().join("palier.sqlite").display());
    let settings = [("PALIER__DATABASE__URL", url.as_str())];
    for args in [vec!["seed", "--programme-only"], vec!["backup", backup.to_str().unwrap()]] {
        let output = palier(&settings, &args);
        assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    }
}

/// When the program was built: another build may have another programme or other tables.
fn built_at() -> u128 {
    let built = std::fs::metadata(PROGRAM).and_then(|metadata| metadata.modified());
    built.unwrap().duration_since(UNIX_EPOCH).unwrap().as_millis()
}
