//! The use cases on a real database with a standing clock: what people may do, and what they must not.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests say what failed by panicking"
)]

mod common;

mod administering_people;
mod announcing;
mod at_the_same_time;
mod audit_log;
mod broadcast_drafts;
mod broadcasts;
mod carrying;
mod clearance;
mod closing;
mod coaching;
mod composing;
mod contact_types;
mod demo_programme;
mod figures;
mod flags;
mod home;
mod images;
mod importing;
mod invitation;
mod isolation;
mod jobs;
mod life;
mod live;
mod names;
mod owners;
mod password_change;
mod password_reset;
mod proof;
mod recording;
mod reminders;
mod rendering;
mod searching;
mod sessions;
mod signing_in;
mod tokens;
mod translations;
mod vendors;
mod versions;

/// A file that is not named above would never run.
#[test]
fn every_file_of_this_folder_is_compiled() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests");
    for entry in std::fs::read_dir(folder).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let Some(name) = name.strip_suffix(".rs").filter(|name| *name != "main") else { continue };
        assert!(include_str!("main.rs").contains(&format!("\nmod {name};\n")), "{name}");
    }
}
