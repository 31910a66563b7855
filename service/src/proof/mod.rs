//! Proof: a pack for each broadcast that shows who acknowledged what, and that is checked without Palier's database.
//!
//! What a pack holds and how it is checked is in [`domain::proof`]; here it is written, and read from a file.

mod about;
mod export;
mod file;
mod pack;
mod verify;

pub use file::{ProofError, digest_beside, digest_of, line_beside};
pub use verify::{VerifiedProof, verify_proof};
