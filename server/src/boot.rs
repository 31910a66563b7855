//! Starting and stopping.

use std::net::SocketAddr;
use std::time::Duration;

use service::{JobRunner, Portal, Store};
use tokio::net::TcpListener;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::cli::{StartFailure, portal};
use crate::config::Settings;
use crate::listen;
use crate::web::{self, Health, Web};

/// How long requests and jobs under way may take to end.
const PATIENCE: Duration = Duration::from_secs(20);
/// How often those are forgotten who have not tried to sign in for long.
const FORGET_TRIES_EVERY: Duration = Duration::from_secs(5 * 60);

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
        tokio::spawn(forget_tries(portal.clone())),
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
            end_of(task).await;
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

/// Keeps the memory of tries flat, also where jobs are done elsewhere.
async fn forget_tries(portal: Portal) {
    loop {
        tokio::time::sleep(FORGET_TRIES_EVERY).await;
        portal.forget_tries();
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

/// Waits for the end of something that was told to end, and ends it if that takes too long.
pub(crate) async fn end_of(mut task: JoinHandle<()>) {
    match tokio::time::timeout(PATIENCE, &mut task).await {
        Ok(Ok(())) => {}
        Ok(Err(error)) => tracing::error!(%error, "something under way ended badly"),
        Err(_) => {
            tracing::warn!("something under way did not end in time");
            task.abort();
        }
    }
}

/// How the process is asked to end: by SIGTERM or Ctrl-C.
#[derive(Debug)]
pub(crate) struct StopSignal {
    terminate: Signal,
    interrupt: Signal,
}

impl StopSignal {
    /// From now on the process ends only when somebody listens.
    pub(crate) fn listen() -> std::io::Result<Self> {
        let (terminate, interrupt) = (SignalKind::terminate(), SignalKind::interrupt());
        Ok(Self { terminate: signal(terminate)?, interrupt: signal(interrupt)? })
    }

    /// Completes when the process is asked to end.
    pub(crate) async fn heard(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }

    /// Waits for something to begin; none when the process is asked to end before.
    pub(crate) async fn unless_heard<T>(&mut self, beginning: impl Future<Output = T>) -> Option<T> {
        tokio::select! {
            begun = beginning => Some(begun),
            () = self.heard() => None,
        }
    }

    /// Waits for everything to end. Whoever asks once more does not want to wait.
    pub(crate) async fn unless_heard_again(&mut self, ending: impl Future<Output = ()>) {
        if self.unless_heard(ending).await.is_none() {
            tracing::warn!("asked to end once more: what is under way is cut off");
            std::process::exit(1);
        }
    }
}
