//! The demo programme: one believable client with its vendors, people and instructions.

mod programme;
mod seed;

pub use seed::{DemoAccount, DemoFiles, DemoSpace, SeedReport};
