//! Imports that are begun in the browser: a zip file is checked, shown to whoever sent it, and imported when they say
//! yes. Both stages are jobs, so that neither ends with the request, the page or the process.

use std::io::Cursor;
use std::time::Duration;

use domain::knowledge::{ImportRefusal, Space};
use domain::people::UserState;
use domain::{Actor, ActorKind, ImportId, JobId, Locale, Permission, Scope, Slug, Timestamp, UserId};
use serde::{Deserialize, Serialize};
use store::{ImportRecord, ImportState, Imports, Job, Jobs, NewJob};
use tokio::sync::watch;

use super::{ImportAsk, ImportReport, ImportSource};
use crate::error::{Error, Result};
use crate::portal::{Portal, require};

/// The kind of these jobs.
pub(crate) const KIND: &str = "knowledge_import";
/// How often the progress is noted.
const NOTE_EVERY: Duration = Duration::from_millis(400);
/// How many imports a page lists.
const LISTED: u64 = 20;
/// How long a file waits for a yes.
const KEPT_SECONDS: i64 = 24 * 3600;

/// A zip file that was sent.
#[derive(Clone, Debug)]
pub struct Upload {
    /// Whereto.
    pub space: Slug,
    /// In which language its files are; none where its folders say it.
    pub locale: Option<Locale>,
    /// What it was called.
    pub file_name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// An import as whoever began it sees it.
#[derive(Clone, Debug)]
pub struct ImportView {
    /// How far it is.
    pub record: ImportRecord,
    /// Whereto.
    pub space: Space,
    /// What it did or would do, once that is known.
    pub outcome: Option<std::result::Result<ImportReport, ImportRefusal>>,
}

/// What a job needs.
#[derive(Debug, Serialize, Deserialize)]
struct Payload {
    import: uuid::Uuid,
    is_dry_run: bool,
}

impl Portal {
    /// Takes in a zip file and has it checked; nothing is imported yet.
    pub async fn begin_import(&self, actor: &Actor, upload: Upload) -> Result<ImportId> {
        require(actor, Permission::WriteKnowledge)?;
        let user = actor.user_id().ok_or(Error::Forbidden)?;
        let Upload { space, locale, file_name, bytes } = upload;
        let space =
            self.store().read().spaces(actor.scope()).by_slug(&space).await?.ok_or(Error::NotFound)?;
        let id = ImportId::new(self.world().id());
        let file_name = file_name.chars().filter(|letter| !letter.is_control()).take(120).collect();
        let record = ImportRecord {
            id,
            space: space.id,
            user,
            locale,
            file_name,
            state: ImportState::Checking,
            done: 0,
            total: 0,
            report: String::new(),
            created_at: self.world().now(),
        };
        let job = self.import_job(id, true)?;
        self.write(actor, move |tx| async move {
            let before = Timestamp::from_millis(tx.now().as_millis() - KEPT_SECONDS * 1000);
            Imports::forget_files(&tx, before).await?;
            Imports::insert(&tx, &record, bytes).await?;
            tx.enqueue(job);
            Ok(())
        })
        .await?;
        Ok(id)
    }

    /// Says yes to an import that was checked. Saying it twice changes nothing more.
    pub async fn confirm_import(&self, actor: &Actor, id: ImportId) -> Result<()> {
        require(actor, Permission::WriteKnowledge)?;
        self.store().read().imports(actor.scope()).get(id).await?.ok_or(Error::NotFound)?;
        let job = self.import_job(id, false)?;
        self.write(actor, move |tx| async move {
            if Imports::advance(&tx, id, ImportState::Checked, ImportState::Importing).await? {
                Imports::progress(&tx, id, 0, 0).await?;
                tx.enqueue(job);
            }
            Ok(())
        })
        .await
    }

    /// Says no to an import that was checked.
    pub async fn discard_import(&self, actor: &Actor, id: ImportId) -> Result<()> {
        require(actor, Permission::WriteKnowledge)?;
        self.store().read().imports(actor.scope()).get(id).await?.ok_or(Error::NotFound)?;
        self.write(actor, move |tx| async move {
            if Imports::advance(&tx, id, ImportState::Checked, ImportState::Refused).await? {
                Imports::finish(&tx, id, ImportState::Refused, "").await?;
            }
            Ok(())
        })
        .await
    }

    /// One import.
    pub async fn import_view(&self, actor: &Actor, id: ImportId) -> Result<ImportView> {
        require(actor, Permission::WriteKnowledge)?;
        let db = self.store().read();
        let record = db.imports(actor.scope()).get(id).await?.ok_or(Error::NotFound)?;
        let spaces = db.spaces(actor.scope()).all().await?;
        let space = spaces.into_iter().find(|space| space.id == record.space).ok_or(Error::NotFound)?;
        let outcome = serde_json::from_str(&record.report).ok();
        Ok(ImportView { record, space, outcome })
    }

    /// The last imports, the newest first, each with its space.
    pub async fn imports(&self, actor: &Actor) -> Result<Vec<(Space, ImportRecord)>> {
        require(actor, Permission::WriteKnowledge)?;
        let db = self.store().read();
        let mut all = Vec::new();
        for space in db.spaces(actor.scope()).all().await? {
            let records = db.imports(actor.scope()).of_space(space.id, LISTED).await?;
            all.extend(records.into_iter().map(|record| (space.clone(), record)));
        }
        all.sort_by_key(|(_, record)| std::cmp::Reverse(record.created_at));
        all.truncate(usize::try_from(LISTED).unwrap_or(usize::MAX));
        Ok(all)
    }

    fn import_job(&self, id: ImportId, is_dry_run: bool) -> Result<NewJob> {
        let payload = Payload { import: id.uuid(), is_dry_run };
        let payload = serde_json::to_string(&payload).map_err(|error| Error::Internal(error.to_string()))?;
        Ok(NewJob {
            id: JobId::new(self.world().id()),
            kind: KIND,
            lane: store::Lane::Due,
            payload,
            run_at: self.world().now(),
        })
    }

    /// Does the job of one stage. Done again after a crash, it finds what was imported unchanged.
    pub(crate) async fn do_import(&self, job: &Job, lease_seconds: i64) -> Result<()> {
        let Payload { import, is_dry_run } =
            serde_json::from_str(&job.payload).map_err(|error| Error::Internal(error.to_string()))?;
        let id = ImportId::new(import);
        let db = self.store().read();
        let imports = db.imports(Scope::Everything);
        let (record, bytes) = (imports.get(id).await?, imports.bytes(id).await?);
        let (Some(record), Some(bytes)) = (record, bytes) else { return Ok(()) };
        let Some(actor) = self.sender(record.user).await? else {
            return self.finish_import(id, ImportState::Refused, String::new()).await;
        };
        let spaces = db.spaces(actor.scope()).all().await?;
        let space = spaces.into_iter().find(|space| space.id == record.space).ok_or(Error::NotFound)?;
        let outcome = match ImportSource::of_zip(Cursor::new(bytes)) {
            Err(refusal) => Err(refusal),
            Ok(source) => {
                let ask = ImportAsk { space: space.slug, locale: record.locale, source, is_dry_run };
                let (progress, seen) = watch::channel((0, 0));
                let work = self.import_from(&actor, ask, |done, total| {
                    progress.send_replace((done, total));
                });
                tokio::select! {
                    outcome = work => outcome?,
                    error = self.note_progress(job, id, seen, lease_seconds) => return Err(error),
                }
            }
        };
        let state = match (&outcome, is_dry_run) {
            (Err(_), _) => ImportState::Refused,
            (Ok(_), true) => ImportState::Checked,
            (Ok(_), false) => ImportState::Done,
        };
        let report = serde_json::to_string(&outcome).map_err(|error| Error::Internal(error.to_string()))?;
        self.finish_import(id, state, report).await
    }

    /// Says of an import that it failed for good.
    pub(crate) async fn give_up_import(&self, job: &Job) -> Result<()> {
        let Ok(Payload { import, .. }) = serde_json::from_str(&job.payload) else { return Ok(()) };
        self.finish_import(ImportId::new(import), ImportState::Refused, String::new()).await
    }

    /// Whoever sent the file, unless they left.
    async fn sender(&self, user: UserId) -> Result<Option<Actor>> {
        let user = self.store().read().users(Scope::Everything).get(user).await?;
        Ok(user.filter(|user| user.state == UserState::Active).map(|user| Actor {
            kind: ActorKind::User { id: user.id, role: user.role, place: user.place, session: None },
            locale: user.locale,
        }))
    }

    async fn finish_import(&self, id: ImportId, state: ImportState, report: String) -> Result<()> {
        let system = Actor::system(Locale::default());
        self.write(&system, move |tx| async move { Ok(Imports::finish(&tx, id, state, &report).await?) })
            .await
    }

    /// Notes the progress now and then, and keeps the job for as long as it takes. Ends only with an error.
    async fn note_progress(
        &self,
        job: &Job,
        id: ImportId,
        seen: watch::Receiver<(usize, usize)>,
        lease_seconds: i64,
    ) -> Error {
        let system = Actor::system(Locale::default());
        loop {
            tokio::time::sleep(NOTE_EVERY).await;
            let ((done, total), job) = (*seen.borrow(), job.clone());
            let until = self.world().now().plus_seconds(lease_seconds);
            let noted = self.write(&system, move |tx| async move {
                if !Jobs::extend(&tx, &job, until).await? {
                    // Somebody else does it by now.
                    return Err(Error::Stale);
                }
                Ok(Imports::progress(&tx, id, done as u64, total as u64).await?)
            });
            if let Err(error) = noted.await {
                return error;
            }
        }
    }
}
