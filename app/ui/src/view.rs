//! Views and attributes of few types: what the macro [`view!`](crate::view!) is made of.

use std::sync::{Arc, Mutex};

use leptos::prelude::*;
use leptos::tachys::html::attribute::any_attribute::{AnyAttribute, IntoAnyAttribute};
use leptos::tachys::html::attribute::custom::custom_attribute;
use leptos::tachys::reactive_graph::SharedReactiveFunction;

use crate::Text;

/// A view, whatever it was.
#[doc(hidden)]
pub fn erased<V: RenderHtml + Send + 'static>(view: View<V>) -> AnyView {
    view.into_inner().into_any()
}

/// An attribute, whatever its name and value.
#[doc(hidden)]
pub fn attribute<M>(name: &'static str, value: impl IntoAttribute<M>) -> AnyAttribute {
    of_one_type(name, value.into_attribute())
}

#[inline(never)]
fn of_one_type(name: &'static str, value: Attribute) -> AnyAttribute {
    match value {
        Attribute::Still(value) => custom_attribute(name, value).into_any_attr(),
        Attribute::Moving(value) => custom_attribute(name, value).into_any_attr(),
    }
}

/// The value of an attribute; without one the attribute is not there.
#[doc(hidden)]
#[expect(missing_debug_implementations, reason = "it holds a function")]
pub enum Attribute {
    /// It stays as it is.
    Still(Option<Text>),
    /// It follows signals.
    Moving(SharedReactiveFunction<Option<Text>>),
}

/// Something that can be the value of an attribute. `M` tells the implementations apart.
#[doc(hidden)]
pub trait IntoAttribute<M> {
    /// Does it.
    fn into_attribute(self) -> Attribute;
}

/// A value that stays as it is.
#[doc(hidden)]
pub trait IntoText {
    /// The text, or none where the attribute is not there.
    fn into_text(self) -> Option<Text>;
}

macro_rules! into_text {
    ($($type:ty: $value:ident => $text:expr;)+) => {
        $(impl IntoText for $type {
            fn into_text(self) -> Option<Text> {
                let $value = self;
                $text
            }
        })+
    };
}

into_text! {
    &'static str: text => Some(Text::Borrowed(text));
    String: text => Some(Text::from(text));
    Text: text => Some(text);
    bool: is_there => is_there.then_some(Text::Borrowed(""));
    u32: number => Some(Text::from(number.to_string()));
    u64: number => Some(Text::from(number.to_string()));
}

impl<T: IntoText> IntoText for Option<T> {
    fn into_text(self) -> Option<Text> {
        self?.into_text()
    }
}

impl<T: IntoText> IntoAttribute<Text> for T {
    fn into_attribute(self) -> Attribute {
        Attribute::Still(self.into_text())
    }
}

impl<F, T> IntoAttribute<fn() -> Text> for F
where
    F: Fn() -> T + Send + 'static,
    T: IntoText,
{
    fn into_attribute(self) -> Attribute {
        Attribute::Moving(Arc::new(Mutex::new(move || self().into_text())))
    }
}

impl<F, T> IntoAttribute<Option<fn() -> Text>> for Option<F>
where
    F: Fn() -> T + Send + 'static,
    T: IntoText,
{
    fn into_attribute(self) -> Attribute {
        match self {
            Some(value) => value.into_attribute(),
            None => Attribute::Still(None),
        }
    }
}
