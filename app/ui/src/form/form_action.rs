//! Where a form is sent, and what came of it.

use std::future::Future;
use std::pin::Pin;

use leptos::{prelude::*, task::spawn_local};

use crate::FormProblem;

/// The body of the answer, or why the form was refused.
pub type Outcome = Result<Vec<u8>, FormProblem>;

/// Sends answers, written as in an address (`a=1&b=2`), to an address of the portal.
pub type SendForm = fn(&'static str, String) -> Pin<Box<dyn Future<Output = Outcome>>>;

/// Where a form is sent, and what came of it. The same type for all forms: one for each would be most of the
/// weight of a page. Copy it freely.
#[derive(Clone, Copy, Debug)]
pub struct FormAction {
    address: &'static str,
    send: SendForm,
    outcome: RwSignal<Option<Outcome>>,
    busy: RwSignal<bool>,
    tries: RwSignal<usize>,
}

impl FormAction {
    /// A form that is sent to `address`. `refused` is what came of it when the page is the answer to a form that
    /// was sent without scripts.
    pub fn new(address: &'static str, send: SendForm, refused: Option<FormProblem>) -> Self {
        Self {
            address,
            send,
            outcome: RwSignal::new(refused.map(Err)),
            busy: RwSignal::new(false),
            tries: RwSignal::new(0),
        }
    }

    /// Where it is sent.
    pub const fn address(self) -> &'static str {
        self.address
    }

    /// Whether it is under way.
    pub fn busy(self) -> Signal<bool> {
        self.busy.into()
    }

    /// How many times it was answered.
    pub fn tries(self) -> Signal<usize> {
        self.tries.into()
    }

    /// Why the last try was refused.
    pub fn problem(self) -> Option<FormProblem> {
        self.outcome.with(|outcome| outcome.as_ref()?.as_ref().err().cloned())
    }

    /// The body of the answer, if the last try was accepted.
    pub fn accepted(self) -> Option<Vec<u8>> {
        self.outcome.with(|outcome| outcome.as_ref()?.as_ref().ok().cloned())
    }

    /// Sends answers.
    pub fn dispatch(self, answers: String) {
        let sent = (self.send)(self.address, answers);
        self.busy.set(true);
        spawn_local(async move {
            let outcome = sent.await;
            // The page may have been left meanwhile, and its signals with it.
            drop(self.outcome.try_set(Some(outcome)));
            let _ = self.busy.try_set(false);
            let _ = self.tries.try_update(|tries| *tries += 1);
        });
    }
}
