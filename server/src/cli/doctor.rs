//! `palier doctor`: one line per thing that must be right, and how to mend it.

use std::time::Duration;

use i18n::Messages;
use service::{Engine, Inspection, Portal, Store, is_time_zone, time_zones};

use super::console::{Console, portal};
use super::failure::{Failure, database_why};
use super::say;
use crate::config::Settings;
use crate::web::Site;

/// How long a mail server may take to answer.
const PATIENCE: Duration = Duration::from_secs(20);

/// What one look found.
enum Finding {
    Ok(String),
    Warn(String),
    Fail(String),
}

/// Looks at everything; fails if something must be mended.
pub(super) async fn run(console: &Console) -> Result<(), Failure> {
    let (t, settings) = (console.t, console.settings());
    let mut findings = vec![Finding::Ok(t.cli_doctor_settings().to_owned())];
    findings.extend(exposure(t, settings));
    findings.extend(database(console).await);
    findings.push(assets(t));
    findings.push(mail(t, settings).await);
    findings.push(time_zone_data(t));
    let mut is_ill = false;
    for finding in &findings {
        let (mark, text) = match finding {
            Finding::Ok(text) => ("ok  ", text),
            Finding::Warn(text) => ("warn", text),
            Finding::Fail(text) => ("FAIL", text),
        };
        is_ill |= matches!(finding, Finding::Fail(_));
        say::line(&format!("{mark}  {text}"));
    }
    if is_ill { Err(Failure::Reported) } else { Ok(()) }
}

/// Settings that are fine for trying out on this machine and nowhere else.
fn exposure(t: Messages, settings: &Settings) -> Vec<Finding> {
    let mut findings = Vec::new();
    if !settings.http.is_open_to_others() {
        return findings;
    }
    if !settings.http.has_secure_cookies() {
        findings.push(Finding::Warn(t.cli_doctor_no_https(&settings.http.public_url())));
    }
    if settings.demo.enabled {
        findings.push(Finding::Warn(t.cli_doctor_demo().to_owned()));
    }
    findings
}

async fn database(console: &Console) -> Vec<Finding> {
    let t = console.t;
    let options = console.settings().writing();
    let inspection = match Store::inspect(&options).await {
        Ok(inspection) => inspection,
        Err(error) => return vec![Finding::Fail(t.cli_doctor_database_away(&database_why(t, &error)))],
    };
    let mut findings = reachable(t, &inspection);
    if inspection.pending.is_empty() {
        findings.push(Finding::Ok(t.cli_doctor_migrated().to_owned()));
        findings.push(chain(console).await);
        findings.push(files(console).await);
    } else {
        findings.push(Finding::Fail(t.cli_doctor_pending(&inspection.pending.join(", "))));
    }
    findings
}

fn reachable(t: Messages, inspection: &Inspection) -> Vec<Finding> {
    let Inspection { engine, is_held, refusal, pending: _ } = inspection;
    let name = match engine {
        Engine::Sqlite => "SQLite",
        Engine::Postgres => "PostgreSQL",
    };
    let mut findings = vec![Finding::Ok(t.cli_doctor_reachable(name))];
    findings.push(match (refusal, is_held) {
        (Some(why), _) => Finding::Fail(t.cli_doctor_not_writable(why)),
        (None, true) => Finding::Ok(t.cli_doctor_held().to_owned()),
        (None, false) => Finding::Ok(t.cli_doctor_writable().to_owned()),
    });
    findings
}

async fn chain(console: &Console) -> Finding {
    let t = console.t;
    let options = console.settings().reading();
    let report = match Store::open(&options).await {
        Ok(store) => {
            let portal: Portal = portal(store, console.settings());
            portal.verify_audit_log(&console.operator()).await
        }
        Err(error) => return Finding::Fail(t.cli_doctor_database_away(&database_why(t, &error))),
    };
    match report {
        Ok(report) => match report.broken {
            None => Finding::Ok(t.cli_doctor_chain(
                &t.number(u64::try_from(report.verified).unwrap_or_default()),
                &report.head.to_string(),
            )),
            Some(broken) => Finding::Fail(t.cli_doctor_chain_broken(&broken.to_string())),
        },
        Err(error) => Finding::Fail(t.cli_doctor_database_away(&error.to_string())),
    }
}

/// Whether images can be written, and whether every node sees them.
async fn files(console: &Console) -> Finding {
    let t = console.t;
    let store = match Store::open(&console.settings().reading()).await {
        Ok(store) => store,
        Err(error) => return Finding::Fail(t.cli_doctor_files_failed(&database_why(t, &error))),
    };
    let (place, engine) = (store.objects().shown(), store.engine());
    match store.objects().check().await {
        Ok(()) if engine == Engine::Postgres && store.objects().is_local() => {
            Finding::Warn(t.cli_doctor_files_local(&place))
        }
        Ok(()) => Finding::Ok(t.cli_doctor_files(&place)),
        Err(error) => Finding::Fail(t.cli_doctor_files_failed(&database_why(t, &error))),
    }
}

fn assets(t: Messages) -> Finding {
    match Site::load() {
        Some(site) => Finding::Ok(t.cli_doctor_assets(site.build_id())),
        None => Finding::Fail(t.cli_doctor_no_assets().to_owned()),
    }
}

async fn mail(t: Messages, settings: &Settings) -> Finding {
    let check = async { settings.mail.mailer()?.check().await };
    match tokio::time::timeout(PATIENCE, check).await {
        Ok(Ok(())) => Finding::Ok(match settings.mail.transport {
            crate::config::Transport::Folder => {
                t.cli_doctor_mail_folder(&settings.mail.folder.display().to_string())
            }
            crate::config::Transport::Smtp => t.cli_doctor_mail_smtp().to_owned(),
        }),
        Ok(Err(error)) => Finding::Fail(t.cli_doctor_mail_failed(&error.to_string())),
        Err(_) => Finding::Fail(t.cli_doctor_mail_failed(t.cli_doctor_no_answer())),
    }
}

fn time_zone_data(t: Messages) -> Finding {
    if is_time_zone("Europe/Paris") {
        Finding::Ok(t.cli_doctor_zones(&t.number(time_zones().len() as u64)))
    } else {
        Finding::Fail(t.cli_doctor_no_zones().to_owned())
    }
}
