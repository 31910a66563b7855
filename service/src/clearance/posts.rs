//! Where somebody was an agent, as the log tells it: each event that adds or changes a person says as what they work from then
//! on, and is the business of the vendor for which they do. What was so before it, the one before it says; so no event has to
//! name two vendors, of which one would read of the other.

use domain::event::EventKind;
use domain::people::Role;
use domain::{Scope, VendorId};
use serde::Deserialize;

/// The kinds of events that say it.
pub(super) const KINDS: [EventKind; 2] = [EventKind::UserCreated, EventKind::UserChanged];

/// Where somebody is an agent from an event on: at a vendor, or nowhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Post(Option<VendorId>);

/// What is read of an event's details.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Details {
    role: Option<Role>,
}

impl Post {
    /// What an event says, by whose business it is and its details.
    pub(super) fn of(vendor: Option<VendorId>, details: &str) -> Self {
        let Details { role } = serde_json::from_str(details).unwrap_or_default();
        Self(vendor.filter(|_| role == Some(Role::Agent)))
    }

    /// Whether that is in a scope.
    pub(super) fn is_in(self, scope: Scope) -> bool {
        self.0.is_some_and(|vendor| scope == Scope::Everything || scope.vendor() == Some(vendor))
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn only_an_agent_has_a_post_and_it_is_in_the_scope_of_their_vendor_and_of_all() {
        let [mine, other] = [1, 2].map(|id| VendorId::new(Uuid::from_u128(id)));
        let agent = Post::of(Some(mine), r#"{"fields":["role"],"role":"agent"}"#);
        assert!(agent.is_in(Scope::Everything) && agent.is_in(Scope::Vendor(mine)));
        assert!(!agent.is_in(Scope::Vendor(other)) && !agent.is_in(Scope::Nothing));
        for (vendor, details) in [
            (Some(mine), r#"{"role":"team_lead"}"#),
            // Who leaves for the client's side: the business of the vendor that they leave.
            (Some(mine), r#"{"fields":["role","place"],"role":"author"}"#),
            (None, r#"{"role":"agent"}"#),
            (Some(mine), ""),
        ] {
            assert!(!Post::of(vendor, details).is_in(Scope::Everything), "{details}");
        }
    }
}
