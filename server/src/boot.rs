//! Starting and stopping.

use std::net::SocketAddr;
use std::time::Duration;

use service::{JobRunner, Portal, Store};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::cli::{StartFailure, portal};
use crate::config::Settings;
use crate::listen;
use crate::web::{self, Health, Web};

/// How long requests and jobs under way may take to end.
const PATIENCE: Duration = Duration::from_secs(20);

/// A portal that answers.
#[derive(Debug)]
pub struct Running {
    address: SocketAddr,
    metrics_address: Option<SocketAddr>,
    portal: Portal,
    stop: watch::Sender<bool>,
    /// Ended by `stop`, and waited for.
    orderly: Vec<JoinHandle<()>>,
    /// Ended at once.
    background: Vec<JoinHandle<()>>,
}

/// Starts a portal and returns when it answers.
pub async fn start(settings: &Settings) -> Result<Running, StartFailure> {
    let listen = settings.http.listen;
    let listener = TcpListener::bind(listen).await;
    let listener = listener.map_err(|error| StartFailure::File(listen.to_string(), error))?;
    let address = listener.local_addr().map_err(|error| StartFailure::File(listen.to_string(), error))?;
    let mut settings = settings.clone();
    // The system chose the port, so links and origins follow it.
    settings.http.listen = address;
    let mailer = settings.mail.mailer()?;
    let portal = portal(Store::open(&settings.writing()).await?, &settings);
    let (stop, stopped) = watch::channel(false);
    let health = Health::new();
    let mut background = vec![
        tokio::spawn(portal.clone().follow()),
        tokio::spawn(portal.clone().follow_for_search()),
        tokio::spawn(portal.clone().move_files()),
        tokio::spawn(health.clone().follow(portal.store().clone())),
        tokio::spawn(crate::memory::give_back()),
    ];
    let metrics_address = start_metrics(&settings, &portal, &health, &stopped, &mut background).await;
    let web = Web::new(&settings, portal.clone(), health, stopped.clone())?;
    let idle = settings.http.idle_timeout();
    let serving = listen::serve(listener, web::router(web), idle, stopped.clone());
    let mut orderly = vec![tokio::spawn(serving)];
    if settings.jobs.inline {
        orderly.push(tokio::spawn(JobRunner::new(portal.clone(), mailer).run(stopped)));
    }
    Ok(Running { address, metrics_address, portal, stop, orderly, background })
}

impl Running {
    /// Where it listens.
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Where figures are read, if anywhere.
    pub const fn metrics_address(&self) -> Option<SocketAddr> {
        self.metrics_address
    }

    /// The use cases.
    pub const fn portal(&self) -> &Portal {
        &self.portal
    }

    /// Ends it: requests and the job under way are finished first, then the database is closed.
    pub async fn stop(self) {
        let Self { portal, stop, orderly, background, .. } = self;
        tracing::info!("stopping");
        stop.send_replace(true);
        for task in orderly {
            let ended = tokio::time::timeout(PATIENCE, task).await;
            if ended.is_err() {
                tracing::warn!("something under way did not end in time");
            }
        }
        // What pages were told, or showed, last. Behind the requests, because they tell.
        if tokio::time::timeout(PATIENCE, portal.settle()).await.is_err() {
            tracing::warn!("not everything that pages were told or showed is noted");
        }
        for task in background {
            task.abort();
        }
        portal.store().clone().close().await;
        tracing::info!("stopped");
    }
}

/// Figures have a listener of their own, so that nobody outside reads them. A taken port costs the figures,
/// not the portal.
async fn start_metrics(
    settings: &Settings,
    portal: &Portal,
    health: &Health,
    stopped: &watch::Receiver<bool>,
    background: &mut Vec<JoinHandle<()>>,
) -> Option<SocketAddr> {
    let metrics = &settings.metrics;
    if !metrics.enabled {
        return None;
    }
    let listener = match TcpListener::bind(metrics.listen).await {
        Ok(listener) => listener,
        Err(error) => {
            tracing::warn!(%error, listen = %metrics.listen, "no metrics: cannot listen");
            return None;
        }
    };
    let address = listener.local_addr().ok();
    let router = web::metrics_router(portal.clone(), health.clone())?;
    background.push(tokio::spawn(web::metrics_upkeep()));
    let idle = settings.http.idle_timeout();
    background.push(tokio::spawn(listen::serve(listener, router, idle, stopped.clone())));
    address
}

/// Completes when the process is asked to end.
pub fn stop_signal() -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}
