//! The design system: every piece of HTML that pages are made of.
//!
//! Invariants:
//! - Knows no domain type, only [`i18n`]; data arrives as plain values and text as [`Text`].
//! - The same markup on server and client: no clock, no chance, no hash order. Ids come from props or are
//!   derived from a required name.
//! - No inline style and no inline script: the content security policy forbids both. Looks live in `style/`,
//!   one file per component, class names are block, element, modifier.
//! - Works before and without WebAssembly: forms post, menus and drawers open, filters submit.
//!
//! Deliberately absent: anything that fetches, anything that knows a route.

#![recursion_limit = "256"]

// The macro `view!` names what it needs as `ui::…`, here too.
extern crate self as ui;

mod action;
mod alive;
mod chart;
mod class;
mod data;
mod editor;
mod feedback;
mod form;
pub mod gallery;
mod icon;
mod messages;
mod overlay;
mod page;
mod problem;
mod reading;
mod search;
mod shell;
mod view;

pub use action::*;
pub use alive::is_alive;
pub use chart::*;
pub use data::*;
pub use editor::*;
pub use feedback::*;
pub use form::*;
pub use icon::*;
pub use messages::t;
pub use overlay::*;
pub use page::*;
pub use problem::{FieldProblem, FormProblem, ProblemKind};
pub use reading::*;
pub use search::*;
pub use shell::*;
pub use ui_macros::view;
#[doc(hidden)]
pub use view::{Attribute, IntoAttribute, IntoText, attribute, erased};

/// Text of a component: a static message costs nothing, a built one is moved in.
pub type Text = leptos::oco::Oco<'static, str>;
