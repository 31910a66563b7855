//! Moving what is in files out of the database, where an earlier version kept it.

use std::time::Duration;

use domain::{Actor, Locale};
use store::{Engine, File, Files};

use crate::error::{Error, Result};
use crate::portal::Portal;

/// How long to wait when the storage does not answer.
const PAUSE: Duration = Duration::from_secs(30);

impl Portal {
    /// Moves what is in files out of the database, one after another, and ends when all are moved. What breaks off is gone on
    /// with at the next start; two that do it at once move the same to the same place.
    ///
    /// Nothing leaves a database that several share for a folder that nobody chose: the others would not see it.
    pub async fn move_files(self) {
        let store = self.store();
        let is_shared = store.engine() == Engine::Postgres && !store.objects().is_chosen();
        let mut after = String::new();
        loop {
            match self.next_file(&after).await {
                Ok(Some(_)) if is_shared => {
                    tracing::warn!(
                        "images stay in the database, because `files.url` is not set: name a bucket, or a folder that all \
                         nodes share"
                    );
                    return;
                }
                Ok(Some(file)) => match self.move_file(file).await {
                    Ok(hash) => after = hash,
                    Err(error) => wait(&error).await,
                },
                Ok(None) => return,
                Err(error) => wait(&error).await,
            }
        }
    }

    async fn next_file(&self, after: &str) -> Result<Option<File>> {
        Ok(Files::next_waiting(&self.store().read(), after).await?)
    }

    /// Moves one; its hash. What is not what its hash says takes nobody's place, and stays where it is.
    async fn move_file(&self, waiting: File) -> Result<String> {
        let File { hash, media_type, bytes } = waiting;
        let file = File::new(&media_type, bytes);
        if file.hash != hash {
            tracing::error!(file.hash = hash, "a file in the database is not what it was: it is not moved");
            return Ok(hash);
        }
        let kept = self.store().objects().put(&file).await?;
        let system = Actor::system(Locale::default());
        self.write(&system, move |tx| async move { Ok(Files::moved(&tx, &kept).await?) }).await?;
        Ok(hash)
    }
}

async fn wait(error: &Error) {
    tracing::warn!(%error, "a file is not moved out of the database yet");
    tokio::time::sleep(PAUSE).await;
}
