//! A portal with the demo programme, and somebody who asks.

mod app;
mod belongings;
mod broadcast;
mod browser;
mod change;
mod fixture;
mod live;
mod serving;
mod wire;

pub(crate) use app::{PASSWORD, TestApp, account};
pub(crate) use belongings::{PNG, belongings};
pub(crate) use broadcast::{AGENT, acknowledge, actor, broadcast, broadcast_apart};
pub(crate) use browser::{Browser, until};
pub(crate) use change::{change as change_article, publish_draft};
pub(crate) use fixture::{command, confined, palier, restore_demo};
pub(crate) use live::{Live, Told};
pub(crate) use serving::{Server, ask_to_end};
pub(crate) use wire::{Answer, begin, exchange, send_slowly};
