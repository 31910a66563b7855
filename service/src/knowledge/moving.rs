//! Moving what is in files out of the database, where an earlier version kept it.

use std::time::Duration;

use domain::{Actor, Locale};
use store::Files;

use crate::error::Result;
use crate::portal::Portal;

/// How long to wait when the storage does not answer.
const PAUSE: Duration = Duration::from_secs(30);

impl Portal {
    /// Moves what is in files out of the database, one after another, and ends when all are moved. What breaks off is gone on
    /// with at the next start; two that do it at once move the same to the same place.
    pub async fn move_files(self) {
        loop {
            match self.move_next_file().await {
                Ok(true) => {}
                Ok(false) => return,
                Err(error) => {
                    tracing::warn!(%error, "a file is not moved out of the database yet");
                    tokio::time::sleep(PAUSE).await;
                }
            }
        }
    }

    /// Moves one; false when none is left.
    async fn move_next_file(&self) -> Result<bool> {
        let Some(file) = Files::next_waiting(&self.store().read()).await? else { return Ok(false) };
        let kept = self.store().objects().put(&file).await?;
        let system = Actor::system(Locale::default());
        self.write(&system, move |tx| async move { Ok(Files::moved(&tx, &kept).await?) }).await?;
        Ok(true)
    }
}
