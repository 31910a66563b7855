//! Proof: a pack that shows who acknowledged a broadcast, and that anybody can check without Palier's database.
//!
//! A pack is a zip file. The shapes of what is in it are here, and everything that checks it. Writing one needs the
//! database and is the business of `service`.

mod chain_line;
mod check;
mod container;
mod fault;
mod pack;
mod record;
#[cfg(test)]
mod sample;
mod shown;
mod walk;
mod written;

pub use chain_line::ChainLine;
pub use check::{ProofReport, verify};
pub use fault::{Place, ProofFault};
pub use pack::{
    ACKNOWLEDGEMENTS, BROADCAST, CHAIN, FORMAT, MANIFEST, Manifest, ManifestFile, PRODUCT,
    ProofAcknowledgement, ProofBroadcast, ProofItem, ProofOther, ProofPerson, ProofRecipient, ProofSeal,
    ProofText, ProofVersion, README, RECIPIENTS, version_file,
};
pub use shown::Shown;
pub use written::{document, line};
