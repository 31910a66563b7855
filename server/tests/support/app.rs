//! A portal with the demo programme, in this process.

use std::net::SocketAddr;

use domain::people::Role;
use server::boot::{self, Running};
use server::config::Settings;
use service::{DemoAccount, Portal};
use store::testing::TestDatabase;
use tempfile::TempDir;

use super::{Browser, restore_demo};

/// The password of every demo account.
pub(crate) const PASSWORD: &str = "escalier-en-demo";

/// A portal with the demo programme.
pub(crate) struct TestApp {
    /// Where it listens.
    pub(crate) address: SocketAddr,
    /// Its settings.
    pub(crate) settings: Settings,
    running: Running,
    mail: TempDir,
    database: TestDatabase,
}

impl TestApp {
    /// With the settings of a demo.
    pub(crate) async fn start(database: TestDatabase) -> Self {
        Self::start_with(database, |settings| settings.demo.enabled = true).await
    }

    /// On SQLite, for what does not depend on the engine.
    pub(crate) async fn on_sqlite() -> Self {
        Self::start(TestDatabase::sqlite()).await
    }

    /// With other settings.
    pub(crate) async fn start_with(database: TestDatabase, change: impl FnOnce(&mut Settings)) -> Self {
        restore_demo(&database).await;
        let mail = tempfile::tempdir().unwrap();
        let mut settings = Settings::default();
        settings.database.url.clone_from(&database.options.url);
        settings.files.url.clone_from(&database.options.files.url);
        settings.database.max_connections = 8;
        // A machine that stands still for a moment is no database that is away.
        settings.database.acquire_timeout_seconds = 20;
        settings.http.listen = SocketAddr::from(([127, 0, 0, 1], 0));
        settings.metrics.listen = SocketAddr::from(([127, 0, 0, 1], 0));
        settings.mail.folder = mail.path().to_owned();
        change(&mut settings);
        let running = boot::start(&settings).await.unwrap();
        Self { address: running.address(), settings, running, mail, database }
    }

    /// The use cases, to look behind the pages.
    pub(crate) fn portal(&self) -> &Portal {
        self.running.portal()
    }

    /// Where figures are read.
    pub(crate) fn metrics_address(&self) -> SocketAddr {
        self.running.metrics_address().unwrap()
    }

    /// Where letters are laid.
    pub(crate) fn mail(&self) -> &std::path::Path {
        self.mail.path()
    }

    /// Somebody who is not signed in.
    pub(crate) fn nobody(&self) -> Browser {
        Browser::new(self.address)
    }

    /// Somebody who is.
    pub(crate) async fn signed_in(&self, email: &str) -> Browser {
        self.nobody().sign_in(email).await
    }

    /// Some demo account of a role.
    pub(crate) async fn role(&self, role: Role) -> Browser {
        self.signed_in(&account(role).email).await
    }

    /// Ends it and gives the database back.
    pub(crate) async fn stop(self) -> TestDatabase {
        self.running.stop().await;
        self.database
    }

    /// The database below.
    pub(crate) const fn database(&self) -> &TestDatabase {
        &self.database
    }
}

/// The first demo account of a role.
pub(crate) fn account(role: Role) -> DemoAccount {
    let accounts = server::demo_files().accounts().unwrap();
    accounts.into_iter().find(|account| account.role == role).unwrap()
}
