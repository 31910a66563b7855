//! What says on every page that there is something unread.

use std::time::Duration;

use leptos::prelude::*;
use leptos::server_fn::codec::{GetUrl, Postcard};

use crate::ask;
use crate::error::AppError;
use crate::live::{again_on, on_change};
use crate::written::{Part, arriving_quietly};

/// How much the reader was told and has not read: a link to it, or nothing.
#[server(name = ReadUnread, endpoint = "unread", input = GetUrl, output = Postcard)]
pub async fn unread() -> Result<Part, AppError> {
    let me = crate::context::principal()?;
    let unread = crate::context::portal().count_unread_notifications(&me.actor).await?;
    Ok(Part::of(|| super::written::bell(unread)))
}

/// How long after a broadcast is sent those whom it reaches are told of it: a job does that, some people at a time, so it is
/// asked once more.
const ANNOUNCED: [Duration; 2] = [Duration::from_secs(5), Duration::from_secs(30)];

/// What the reader does with what they were told, of which nobody is told.
#[derive(Clone, Copy)]
pub(crate) struct Read(RwSignal<u32>);

impl Read {
    /// Nothing yet.
    pub(crate) fn nothing() -> Self {
        Self(RwSignal::new(0))
    }

    /// They have read something.
    pub(crate) fn something(self) {
        let _ = self.0.try_update(|times| *times = times.wrapping_add(1));
    }
}

/// How much is unread; it follows what happens.
#[component]
pub(crate) fn Bell() -> impl IntoView {
    let unread = again_on(ask::load_shown(|| ReadUnread {}), super::KINDS);
    let read = expect_context::<Read>();
    on_change(move |kind, _| {
        if kind == "broadcast.sent" {
            for told in ANNOUNCED {
                set_timeout(move || read.something(), told);
            }
        }
    });
    arriving_quietly(unread.again_when(read.0.into()))
}
