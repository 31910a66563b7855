//! What is put into the index: which fields, and what of an article goes into each.

use domain::{ArticleId, ContactTypeId, Locale, Slug, SpaceId, Timestamp};
use store::PublishedArticle;
use tantivy::TantivyDocument;
use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, SchemaBuilder, TextFieldIndexing, TextOptions,
};
use tantivy::tokenizer::{PreTokenizedString, Token};

use super::passage::{Passage, passages};
use super::words::Lexicon;
use crate::knowledge::up_to_date;

/// The number of the document that stands for a whole page, in place of a passage's.
pub(super) const WHOLE: u64 = 0xffff;

/// An article in effect in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct IndexedPage {
    pub(super) article: ArticleId,
    pub(super) space: SpaceId,
    pub(super) slug: Slug,
    pub(super) locale: Locale,
    pub(super) title: String,
    pub(super) number: i64,
    pub(super) effective_at: Option<Timestamp>,
    pub(super) contact_types: Vec<ContactTypeId>,
    pub(super) passages: Vec<Passage>,
}

/// The fields of the index.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fields {
    pub(super) page: Field,
    place: Field,
    fr: TextFields,
    en: TextFields,
}

/// The fields of one language. Each language has its own, so that its words are counted among its own.
#[derive(Clone, Copy, Debug)]
pub(super) struct TextFields {
    /// The title of the article, with each of its passages.
    pub(super) title: Field,
    /// The heading of a passage.
    pub(super) heading: Field,
    /// The text of a passage.
    pub(super) body: Field,
    /// Everything in an article: for questions whose words stand in different passages, and as the list of all words.
    pub(super) whole: Field,
}

/// The name of the field that says which page a document belongs to, and which passage it is.
pub(super) const PLACE: &str = "place";

impl Fields {
    pub(super) const fn of(&self, locale: Locale) -> TextFields {
        match locale {
            Locale::Fr => self.fr,
            Locale::En => self.en,
        }
    }

    pub(super) fn declare(schema: &mut SchemaBuilder) -> Self {
        let page = schema.add_u64_field("page", INDEXED);
        let place = schema.add_u64_field(PLACE, FAST);
        let counted = TextFieldIndexing::default().set_index_option(IndexRecordOption::WithFreqs);
        let options = TextOptions::default().set_indexing_options(counted);
        let mut text = |name: &str| schema.add_text_field(name, options.clone());
        let [fr, en] = ["fr", "en"].map(|locale| TextFields {
            title: text(&format!("title_{locale}")),
            heading: text(&format!("heading_{locale}")),
            body: text(&format!("body_{locale}")),
            whole: text(&format!("whole_{locale}")),
        });
        Self { page, place, fr, en }
    }
}

/// What is in effect of an article, each language a page of its own.
pub(super) fn pages_of(published: PublishedArticle) -> Vec<IndexedPage> {
    let PublishedArticle { article, contact_types, versions } = published;
    let page = |version| {
        let version = up_to_date(version);
        let mut passages = passages(&version.html);
        passages.truncate(WHOLE as usize);
        if passages.is_empty() {
            passages.push(Passage::default());
        }
        IndexedPage {
            article: article.id,
            space: article.space,
            slug: article.slug.clone(),
            locale: version.locale,
            title: version.title,
            number: version.number,
            effective_at: version.effective_at,
            contact_types: contact_types.clone(),
            passages,
        }
    };
    versions.into_iter().map(page).collect()
}

/// One document for each passage, and one for all of them together.
pub(super) fn documents(
    page: &IndexedPage,
    number: u64,
    text: &mut Texts,
    fields: Fields,
) -> Vec<TantivyDocument> {
    let (names, lexicon) = (fields.of(page.locale), text.of(page.locale));
    let title = tokens(lexicon, &page.title);
    let mut whole = title.clone();
    let document = |place: u64| {
        let mut document = TantivyDocument::new();
        document.add_u64(fields.page, number);
        document.add_u64(fields.place, (number << 16) | place);
        document
    };
    let mut documents = Vec::with_capacity(page.passages.len() + 1);
    for (place, passage) in page.passages.iter().enumerate() {
        let (heading, body) = (tokens(lexicon, &passage.heading), tokens(lexicon, &passage.text));
        whole.extend(heading.iter().chain(&body).cloned());
        let mut document = document(place as u64);
        add(&mut document, names.title, title.clone());
        add(&mut document, names.heading, heading);
        add(&mut document, names.body, body);
        documents.push(document);
    }
    let mut document = document(WHOLE);
    add(&mut document, names.whole, whole);
    documents.push(document);
    documents
}

/// The words of each language while many texts are read.
pub(super) struct Texts {
    fr: Lexicon,
    en: Lexicon,
}

impl Texts {
    pub(super) fn new() -> Self {
        Self { fr: Lexicon::of(Locale::Fr), en: Lexicon::of(Locale::En) }
    }

    const fn of(&mut self, locale: Locale) -> &mut Lexicon {
        match locale {
            Locale::Fr => &mut self.fr,
            Locale::En => &mut self.en,
        }
    }
}

fn add(document: &mut TantivyDocument, field: Field, tokens: Vec<Token>) {
    document.add_pre_tokenized_text(field, PreTokenizedString { text: String::new(), tokens });
}

fn tokens(lexicon: &mut Lexicon, text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    lexicon.terms(text, |position, term| {
        tokens.push(Token { position, text: term.to_owned(), ..Token::default() });
    });
    tokens
}
