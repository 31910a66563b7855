//! How often the disk keeps a promise: the yardstick for durable writes.

use anyhow::{Context, Result};
use std::{
    fs::{self, File},
    io::Write,
    path::Path,
    time::{Duration, Instant},
};

/// A page of a database.
const PAGE: [u8; 4096] = [b'p'; 4096];

/// Appends pages to a file, each flushed to the disk before the next; how many per second.
pub fn flushes_per_second(folder: &Path, time: Duration) -> Result<f64> {
    let path = folder.join("flushes");
    let mut file = File::create(&path).with_context(|| format!("could not create {}", path.display()))?;
    let start = Instant::now();
    let mut count = 0_u32;
    while count == 0 || start.elapsed() < time {
        file.write_all(&PAGE)?;
        file.sync_data()?;
        count += 1;
    }
    let rate = f64::from(count) / start.elapsed().as_secs_f64();
    fs::remove_file(&path)?;
    Ok(rate)
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_disk_flushes_and_nothing_is_left() {
        let folder = tempfile::tempdir().unwrap();
        let rate = super::flushes_per_second(folder.path(), std::time::Duration::from_millis(20)).unwrap();
        assert!(0.0 < rate);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
