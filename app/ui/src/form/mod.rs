//! Forms and their fields.
//!
//! A form posts without scripts; with them it is sent in place, refusals are shown at its top and beside the
//! fields, and what was typed stays.

mod answers;
mod bind;
mod checkbox;
mod checkbox_group;
mod context;
mod draft;
mod error_summary;
mod field;
mod field_set;
mod file_field;
mod filter_bar;
mod folded_fields;
mod followed_fields;
mod form_action;
mod hidden_field;
mod password_field;
mod post_form;
mod radio_group;
mod select;
mod server_form;
mod submit_row;
mod text_area;
mod text_field;
mod upload_form;
mod username_hint;

pub use answers::*;
pub use checkbox::*;
pub use checkbox_group::*;
pub use context::*;
pub use error_summary::*;
pub use field::*;
pub use field_set::*;
pub use file_field::*;
pub use filter_bar::*;
pub use folded_fields::*;
pub use followed_fields::*;
pub use form_action::*;
pub use hidden_field::*;
pub use password_field::*;
pub use post_form::*;
pub use radio_group::*;
pub use select::*;
pub use server_form::*;
pub use submit_row::*;
pub use text_area::*;
pub use text_field::*;
pub use upload_form::*;
pub use username_hint::*;
