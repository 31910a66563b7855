//! The time zones that exist.

use std::sync::LazyLock;

/// Whether there is a zone of that name (IANA time zone database).
pub fn is_time_zone(name: &str) -> bool {
    jiff::tz::TimeZone::get(name).is_ok() && time_zones().iter().any(|zone| zone == name)
}

/// The zones that are named for a place, in order.
pub fn time_zones() -> &'static [String] {
    static ZONES: LazyLock<Vec<String>> = LazyLock::new(|| {
        const AREAS: &[&str] = &[
            "Africa/",
            "America/",
            "Antarctica/",
            "Arctic/",
            "Asia/",
            "Atlantic/",
            "Australia/",
            "Europe/",
            "Indian/",
            "Pacific/",
        ];
        let is_place = |name: &String| AREAS.iter().any(|area| name.starts_with(area));
        let mut zones: Vec<String> =
            jiff::tz::db().available().map(|name| name.to_string()).filter(is_place).collect();
        zones.push("UTC".to_owned());
        zones.sort();
        zones.dedup();
        zones
    });
    &ZONES
}
