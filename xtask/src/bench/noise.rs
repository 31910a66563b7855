//! How much of the machine others used while something was measured (`proc_stat(5)`). A figure that was
//! measured beside a compiler says little.

use std::{collections::BTreeSet, fs};

/// The name of PostgreSQL's processes.
const POSTGRES: &str = "postgres";

/// The processors' time until now, in ticks.
#[derive(Debug, Clone, Copy)]
struct Ticks {
    /// Of everybody.
    busy: u64,
    /// With what nobody used.
    all: u64,
    /// Of those who are measured, and who measure.
    ours: u64,
}

/// Watches from now on.
#[derive(Debug)]
pub struct Watch {
    ours: BTreeSet<u32>,
    start: Option<Ticks>,
}

impl Watch {
    /// What this process, its former children and `ours` do is part of the measurement. PostgreSQL's
    /// processes are, too.
    pub fn start(ours: impl IntoIterator<Item = u32>) -> Self {
        let ours: BTreeSet<_> = ours.into_iter().chain([std::process::id()]).collect();
        let start = now(&ours);
        Self { ours, start }
    }

    /// The part of all cores that others used since, from 0 to 1, where the system tells.
    pub fn others(&self) -> Option<f64> {
        Some(others_between(self.start?, now(&self.ours)?))
    }

    /// The same in words.
    pub fn in_words(&self) -> String {
        match self.others() {
            Some(part) if part < 0.03 => String::new(),
            Some(part) => format!("others used {:.0} % of the machine", part * 100.0),
            None => "nobody knows what else ran".to_owned(),
        }
    }
}

/// The processors' time that a process has used until now, in seconds.
pub fn seconds_of(process: u32) -> Option<f64> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    Some(of_process(&stat)?.1 as f64 / rustix::param::clock_ticks_per_second() as f64)
}

fn others_between(from: Ticks, to: Ticks) -> f64 {
    let busy = to.busy.saturating_sub(from.busy);
    let ours = to.ours.saturating_sub(from.ours);
    let all = to.all.saturating_sub(from.all).max(1);
    // Time that was waited for the disk may be counted back (`proc_stat(5)`), and then all is less than what is busy.
    (busy.saturating_sub(ours) as f64 / all as f64).min(1.0)
}

fn now(ours: &BTreeSet<u32>) -> Option<Ticks> {
    let (busy, all) = of_machine(&fs::read_to_string("/proc/stat").ok()?)?;
    let processes = fs::read_dir("/proc").ok()?.flatten();
    let ids = processes.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
    let stats =
        ids.filter_map(|id| fs::read_to_string(format!("/proc/{id}/stat")).ok().map(|stat| (id, stat)));
    let of_ours = stats.filter_map(|(id, stat)| {
        let (name, ticks) = of_process(&stat)?;
        (ours.contains(&id) || name == POSTGRES).then_some(ticks)
    });
    Some(Ticks { busy, all, ours: of_ours.sum() })
}

/// Busy and all ticks, from `/proc/stat`: user, nice, system, idle, iowait, irq, softirq, steal.
fn of_machine(stat: &str) -> Option<(u64, u64)> {
    let line = stat.lines().next()?.strip_prefix("cpu ")?;
    let ticks: Vec<u64> = line.split_whitespace().take(8).filter_map(|word| word.parse().ok()).collect();
    let all: u64 = ticks.iter().sum();
    let idle: u64 = ticks.get(3..5)?.iter().sum();
    Some((all - idle, all))
}

/// Name and ticks of a process and its former children, from `/proc/<id>/stat`.
fn of_process(stat: &str) -> Option<(&str, u64)> {
    let (name, rest) = stat.split_once('(')?.1.rsplit_once(')')?;
    let ticks = rest.split_whitespace().skip(11).take(4).filter_map(|word| word.parse::<u64>().ok());
    Some((name, ticks.sum()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn idle_time_and_waiting_for_disks_are_not_work() {
        assert_eq!(of_machine("cpu  10 1 5 80 3 0 1 0 0 0\ncpu0 1 1 1"), Some((17, 100)));
        assert_eq!(of_machine("cpu0 1"), None);
    }

    #[test]
    fn a_process_may_have_any_name() {
        let stat = "42 (a) (b) S 1 2 3 4 5 6 7 8 9 10 100 20 3 4 20 0";
        assert_eq!(of_process(stat), Some(("a) (b", 127)));
    }

    #[test]
    fn what_is_not_ours_is_the_others() {
        let from = Ticks { busy: 100, all: 1000, ours: 50 };
        let to = Ticks { busy: 300, all: 1400, ours: 150 };
        assert!((others_between(from, to) - 0.25).abs() < 1e-9);
        let rounded = Ticks { ours: 800, ..to };
        assert!(others_between(from, rounded).abs() < 1e-9);
    }

    #[test]
    fn this_machine_tells() {
        assert!(seconds_of(std::process::id()).is_some());
        let watch = Watch::start([]);
        assert!(watch.others().is_some_and(|part| part <= 1.0));
    }
}
