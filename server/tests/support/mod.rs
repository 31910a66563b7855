//! A portal with the demo programme, and somebody who asks.

mod app;
mod broadcast;
mod browser;
mod change;
mod fixture;
mod live;
mod wire;

pub(crate) use app::{PASSWORD, TestApp, account};
pub(crate) use broadcast::{AGENT, acknowledge, broadcast};
pub(crate) use browser::Browser;
pub(crate) use change::{change as change_article, publish_draft};
pub(crate) use fixture::{command, palier, restore_demo};
pub(crate) use live::{Live, Told};
pub(crate) use wire::{Answer, exchange};
