//! From starting the process to the first time it says that it is ready.

use super::{noise::Watch, report::Row, subject};
use anyhow::Result;
use std::time::Instant;

const TIMES: usize = 5;
/// In seconds.
const AIM: f64 = 1.0;

/// Starts it on a database that is there, several times, and takes the middle.
pub fn measure() -> Result<Vec<Row>> {
    let settings = subject::settings()?;
    let watch = Watch::start([]);
    let mut times = [0.0; TIMES];
    for time in &mut times {
        let start = Instant::now();
        let server = subject::start(&settings)?;
        *time = start.elapsed().as_secs_f64();
        drop(server);
    }
    times.sort_by(f64::total_cmp);
    let [first, .., last] = times;
    let middle = times[TIMES / 2];
    let noise = watch.in_words();
    let separator = if noise.is_empty() { "" } else { ", " };
    let note = format!("{first:.2} to {last:.2} s{separator}{noise}");
    Ok(vec![Row::new("start to ready", middle, "s").at_most(AIM).note(note)])
}
