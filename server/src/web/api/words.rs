//! The words that questions and answers are made of, as the description tells them: the lists by which questions are read.

use std::borrow::Cow;

use domain::Locale;
use domain::knowledge::Channel;
use utoipa::openapi::schema::Type;
use utoipa::openapi::{ObjectBuilder, RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

/// A channel in a word.
#[derive(Debug)]
pub(super) struct ChannelWord;

/// A language in a word.
#[derive(Debug)]
pub(super) struct LanguageWord;

impl PartialSchema for ChannelWord {
    fn schema() -> RefOr<Schema> {
        one_of("A channel in a word.", Channel::ALL.map(Channel::as_str))
    }
}

impl ToSchema for ChannelWord {}

impl PartialSchema for LanguageWord {
    fn schema() -> RefOr<Schema> {
        one_of("A language in a word.", Locale::ALL.map(Locale::as_str))
    }
}

impl ToSchema for LanguageWord {}

/// The name of the words of which a parameter is one.
pub(super) fn words_of(parameter: &str) -> Option<Cow<'static, str>> {
    match parameter {
        "channel" => Some(ChannelWord::name()),
        "language" => Some(LanguageWord::name()),
        _ => None,
    }
}

fn one_of<const N: usize>(description: &str, words: [&'static str; N]) -> RefOr<Schema> {
    ObjectBuilder::new()
        .schema_type(Type::String)
        .description(Some(description))
        .enum_values(Some(words))
        .into()
}
