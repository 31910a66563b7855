//! Who is signed in, as every page knows it. Rendered into the first page and handed on to the browser.

use domain::Permission;
use domain::people::{Role, Theme};
use domain::{Locale, UserId};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What every page knows of the visitor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// Their language.
    pub locale: Locale,
    /// Their colours.
    pub theme: Theme,
    /// Whether they narrowed the navigation.
    pub nav_is_narrow: bool,
    /// Who they are, if they are signed in.
    pub me: Option<Me>,
    /// Whether this is a demo.
    pub is_demo: bool,
}

/// Who is signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Me {
    /// Who.
    pub id: UserId,
    /// What they are called.
    pub name: String,
    /// What they sign in with.
    pub email: String,
    /// As what they work.
    pub role: Role,
    /// For which vendor.
    pub vendor: Option<String>,
    /// For which client.
    pub client: Option<String>,
}

impl Me {
    /// Whether to offer something. Whether it is *allowed* is decided by the use case.
    pub const fn may(&self, permission: Permission) -> bool {
        self.role.may(permission)
    }
}

/// The session of this page.
pub fn use_session() -> Session {
    expect_context::<Session>()
}

/// Whether the person of this page has a permission.
pub fn may(permission: Permission) -> bool {
    use_session().me.is_some_and(|me| me.may(permission))
}

/// Reads the session: on the server from the request, in the browser from what the server wrote.
pub(crate) fn read_session() -> Session {
    crate::ask::shared(session_of_request).unwrap_or_else(session_of_request)
}

#[cfg(feature = "ssr")]
fn session_of_request() -> Session {
    use crate::context::{Services, Visitor};

    let is_demo = use_context::<Services>().is_some_and(|services| services.demo.is_some());
    let Some(visitor) = Visitor::current() else {
        return Session {
            locale: Locale::default(),
            theme: Theme::default(),
            nav_is_narrow: false,
            me: None,
            is_demo,
        };
    };
    let me = visitor.principal.as_ref().map(|principal| Me {
        id: principal.user.id,
        name: principal.user.name.to_string(),
        email: principal.user.email.to_string(),
        role: principal.user.role,
        vendor: principal.vendor.clone(),
        client: principal.client.clone(),
    });
    Session {
        locale: visitor.locale,
        theme: visitor.theme,
        nav_is_narrow: visitor.nav_is_narrow,
        me,
        is_demo,
    }
}

#[cfg(not(feature = "ssr"))]
fn session_of_request() -> Session {
    // The browser always finds what the server wrote; this is only reached without a server.
    Session {
        locale: Locale::default(),
        theme: Theme::default(),
        nav_is_narrow: false,
        me: None,
        is_demo: false,
    }
}
