//! The demo programme: one believable client with its vendors, people and instructions, and a fortnight of what happened
//! there.

mod days;
mod fortnight;
mod pace;
mod programme;
mod seed;
mod stage;
mod story;

pub use seed::{DemoAccount, DemoFiles, DemoSpace, SeedReport};
