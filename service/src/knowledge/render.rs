//! Markdown into HTML: once, when it is saved.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use ammonia::Builder;
use domain::{Locale, fold};
use pulldown_cmark::{CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd, TextMergeStream, html};

use super::blocks::with_blocks;
use super::front_matter::split;
use super::links::{Links, Picture};
use super::raw_html::balanced;

/// The number of this renderer; raised when its output changes, so that stored HTML can be made anew.
pub(crate) const RENDERER: i64 = 5;

/// What became of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rendered {
    /// Sanitised HTML. Headings begin at level 2 and have ids.
    pub html: String,
    /// The text of a heading of level 1 at the very beginning, which is the title and not in the HTML.
    pub title: Option<String>,
}

/// Renders Markdown (CommonMark with GitHub's tables, task lists, footnotes, strikethrough and alerts, and
/// Palier's blocks) and lets only harmless HTML through. Links and images stay as they are written.
pub fn render(markdown: &str, locale: Locale) -> Rendered {
    render_at(markdown, None, locale, None)
}

/// Renders a source with its front matter, for an article at a place.
pub(crate) fn render_source(source: &str, locale: Locale, links: Option<Arc<dyn Links>>) -> Rendered {
    let (front, markdown) = split(source);
    let title = front.ok().and_then(|front| front.title);
    render_at(markdown, title.as_deref(), locale, links)
}

/// The same for an article at a place, from where its links lead and its images are found. A heading that says something
/// else than the `given` title stays in the text.
fn render_at(markdown: &str, given: Option<&str>, locale: Locale, links: Option<Arc<dyn Links>>) -> Rendered {
    let events = with_blocks(events(markdown).into_iter(), locale);
    let (title, events) = take_title(events, given);
    let events = with_heading_ids(events);
    let ids: Vec<String> = events.iter().filter_map(id_of).collect();
    let events = events.into_iter().map(|event| with_label(event, locale));
    let mut out = String::with_capacity(markdown.len() * 3 / 2);
    html::push_html(&mut out, events);
    // Whatever text is changed is sanitised afterwards: what looks like a tag may stand in an attribute.
    let out = with_descriptions(&one_title(&out));
    Rendered { html: sanitise_at(&out, Some(Arc::new(InPage { ids, links }))), title }
}

fn id_of(event: &Event<'_>) -> Option<String> {
    match event {
        Event::Start(Tag::Heading { id: Some(id), .. }) => Some(id.to_string()),
        _ => None,
    }
}

/// A box of a task list says what it means.
fn with_label(event: Event<'_>, locale: Locale) -> Event<'_> {
    let Event::TaskListMarker(is_done) = event else { return event };
    let t = i18n::Messages::of(locale);
    let (label, checked) = if is_done { (t.task_done(), " checked=\"\"") } else { (t.task_open(), "") };
    Event::InlineHtml(
        format!("<input disabled=\"\" type=\"checkbox\"{checked} aria-label=\"{label}\">\n").into(),
    )
}

/// The page's own title is the only heading of level 1, also when somebody writes HTML.
fn one_title(html: &str) -> String {
    html.replace("<h1", "<h2").replace("</h1>", "</h2>")
}

/// Images that nobody described are for the eye alone.
fn with_descriptions(html: &str) -> String {
    let mut parts = html.split("<img ");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let is_described = part.split_once('>').is_some_and(|(tag, _)| tag.contains("alt=\""));
        out.push_str(if is_described { "<img " } else { "<img alt=\"\" " });
        out.push_str(part);
    }
    out
}

/// Links inside the text, beside where others lead.
struct InPage {
    ids: Vec<String>,
    links: Option<Arc<dyn Links>>,
}

impl Links for InPage {
    /// A heading is found whatever a project makes of spaces, signs and accents.
    fn link(&self, url: &str) -> Option<String> {
        let Some(wanted) = url.strip_prefix('#') else { return self.links.as_ref()?.link(url) };
        if self.ids.iter().any(|id| id == wanted) {
            return None;
        }
        let bare =
            |text: &str| fold(text).chars().filter(|letter| letter.is_alphanumeric()).collect::<String>();
        let decoded = percent_encoding::percent_decode_str(wanted).decode_utf8_lossy();
        let wanted = bare(&decoded);
        self.ids.iter().find(|id| bare(id) == wanted).map(|id| format!("#{id}"))
    }

    fn image(&self, url: &str) -> Picture {
        self.links.as_ref().map_or_else(|| Picture::At(url.to_owned()), |links| links.image(url))
    }
}

/// What pulldown-cmark reads in Markdown, with raw HTML balanced.
pub(super) fn events(markdown: &str) -> Vec<Event<'_>> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_GFM;
    let events: Vec<_> = TextMergeStream::new(Parser::new_ext(markdown, options)).collect();
    balanced(events, sanitise).map(with_own_note).collect()
}

/// Footnotes have ids that no heading has.
fn with_own_note(event: Event<'_>) -> Event<'_> {
    match event {
        Event::FootnoteReference(label) => Event::FootnoteReference(format!("note-{label}").into()),
        Event::Start(Tag::FootnoteDefinition(label)) => {
            Event::Start(Tag::FootnoteDefinition(format!("note-{label}").into()))
        }
        event => event,
    }
}

/// The headings in rendered HTML: id, text and level, for the contents list.
///
/// Reads only what [`render`] writes: a heading begins with its id and holds no other heading.
pub fn headings(html: &str) -> Vec<(String, String, u8)> {
    let mut headings = Vec::new();
    for (level, open, close) in [(2, "<h2 id=\"", "</h2>"), (3, "<h3 id=\"", "</h3>")] {
        for (at, _) in html.match_indices(open) {
            let rest = html.get(at + open.len()..).unwrap_or_default();
            let Some((id, rest)) = rest.split_once("\">") else { continue };
            let Some((inner, _)) = rest.split_once(close) else { continue };
            headings.push((at, (id.to_owned(), plain_text(inner), level)));
        }
    }
    headings.sort_by_key(|(at, _)| *at);
    headings.into_iter().map(|(_, heading)| heading).collect()
}

/// The text of a piece of sanitised HTML.
pub(crate) fn plain_text(html: &str) -> String {
    let mut text = String::new();
    let mut is_tag = false;
    for letter in html.chars() {
        match letter {
            '<' => is_tag = true,
            '>' => is_tag = false,
            letter if !is_tag => text.push(letter),
            _ => {}
        }
    }
    for (entity, letter) in
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&nbsp;", "\u{a0}"), ("&amp;", "&")]
    {
        text = text.replace(entity, letter);
    }
    text
}

/// The first heading of level 1 is the title. It is taken out of the text where it stands at the very beginning and says
/// nothing else than the title that was given.
fn take_title<'a>(events: Vec<Event<'a>>, given: Option<&str>) -> (Option<String>, Vec<Event<'a>>) {
    let is_start =
        |event: &Event<'_>| matches!(event, Event::Start(Tag::Heading { level: HeadingLevel::H1, .. }));
    let Some(start) = events.iter().position(is_start) else { return (None, events) };
    let is_end = |event: &Event<'_>| *event == Event::End(TagEnd::Heading(HeadingLevel::H1));
    let Some(end) = events.iter().position(is_end) else { return (None, events) };
    let title = text_of(events.get(start..end).unwrap_or_default());
    let is_all = start == 0 && given.is_none_or(|given| fold(given).trim() == fold(&title).trim());
    let rest = if is_all { events.into_iter().skip(end + 1).collect() } else { events };
    (Some(title), rest)
}

/// Ids of the page around an article.
const RESERVED: [&str; 4] = ["main", "frame-nav", "search-q", "palette-list"];

/// Gives each heading an id made of its text, so that it can be linked to, and moves level 1 to level 2:
/// the page's own title is the only one of level 1.
fn with_heading_ids(mut events: Vec<Event<'_>>) -> Vec<Event<'_>> {
    // Each id, and the number of the last heading that wanted it.
    let mut seen: BTreeMap<String, usize> = RESERVED.iter().map(|id| ((*id).to_owned(), 1)).collect();
    for index in 0..events.len() {
        let Some(Event::Start(Tag::Heading { .. })) = events.get(index) else { continue };
        let rest = events.get(index..).unwrap_or_default();
        let length =
            rest.iter().position(|event| matches!(event, Event::End(TagEnd::Heading(_)))).unwrap_or(0);
        let name = slug(&text_of(rest.get(..length).unwrap_or_default()));
        let mut free = name.clone();
        while seen.contains_key(&free) {
            let count = seen.entry(name.clone()).or_insert(1);
            *count += 1;
            free = format!("{name}-{count}");
        }
        seen.insert(free.clone(), 1);
        if let Some(Event::Start(Tag::Heading { level, id, .. })) = events.get_mut(index) {
            *id = Some(CowStr::from(free));
            *level = lowered(*level);
        }
        if let Some(Event::End(TagEnd::Heading(level))) = events.get_mut(index + length) {
            *level = lowered(*level);
        }
    }
    events
}

const fn lowered(level: HeadingLevel) -> HeadingLevel {
    match level {
        HeadingLevel::H1 => HeadingLevel::H2,
        other => other,
    }
}

pub(super) fn slug(text: &str) -> String {
    let mut slug = String::new();
    for letter in fold(text).chars() {
        if letter.is_alphanumeric() {
            slug.push(letter);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() { "section".to_owned() } else { slug.to_owned() }
}

pub(super) fn text_of(events: &[Event<'_>]) -> String {
    let mut text = String::new();
    for event in events {
        match event {
            Event::Text(part) | Event::Code(part) => text.push_str(part),
            Event::SoftBreak | Event::HardBreak => text.push(' '),
            _ => {}
        }
    }
    text
}

/// One allow-list for everything that people write. No scripts, no styles, no forms, no frames.
pub(super) fn sanitise(html: &str) -> String {
    sanitise_at(html, None)
}

/// The same, with links and images as they are found from the place of the article.
pub(super) fn sanitise_at(html: &str, links: Option<Arc<dyn Links>>) -> String {
    let mut builder = allowed();
    builder.attribute_filter(move |element, attribute, value| match (element, attribute, &links) {
        (_, "id", _) if RESERVED.contains(&value) => None,
        ("a", "href", Some(links)) => Some(links.link(value).map_or(Cow::Borrowed(value), Cow::Owned)),
        ("img", "src", Some(links)) => match links.image(value) {
            Picture::At(address) => Some(Cow::Owned(address)),
            Picture::Nowhere => None,
        },
        _ => Some(Cow::Borrowed(value)),
    });
    builder.clean(html).to_string()
}

/// The same with the marks of a comparison let through.
#[cfg(test)]
pub(super) fn sanitise_marked(html: &str) -> String {
    let mut builder = allowed();
    builder
        .add_allowed_classes("ins", ["added"])
        .add_allowed_classes("del", ["removed"])
        .add_allowed_classes("li", ["removed"])
        .add_tag_attributes("details", ["open"]);
    builder.clean(html).to_string()
}

fn allowed() -> Builder<'static> {
    const BLOCKS: [&str; 8] =
        ["rule", "rule-must", "rule-may", "rule-never", "reply", "tone", "transfer", "flow"];
    const ALERTS: [&str; 5] = [
        "markdown-alert-note",
        "markdown-alert-tip",
        "markdown-alert-important",
        "markdown-alert-warning",
        "markdown-alert-caution",
    ];
    let mut builder = Builder::default();
    builder
        .add_tags(["section", "input"])
        .add_tag_attributes("input", ["checked", "disabled", "aria-label"])
        .set_tag_attribute_value("input", "type", "checkbox")
        .add_generic_attributes(["id"])
        .id_prefix(None)
        .add_allowed_classes("section", BLOCKS)
        .add_allowed_classes("blockquote", ALERTS)
        .add_allowed_classes("p", ["block-title"])
        .add_allowed_classes("div", ["reply-text", "footnote-definition"])
        .add_allowed_classes("span", ["variable", "free"])
        .add_allowed_classes("sup", ["footnote-reference", "footnote-definition-label"])
        .link_rel(Some("noopener noreferrer"))
        .url_relative(ammonia::UrlRelative::PassThrough);
    builder
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(markdown: &str, expected: &str) {
        assert_eq!(render(markdown, Locale::En).html.trim(), expected);
    }

    #[test]
    fn a_rule_becomes_a_section_with_its_word() {
        check(
            "> [!MUST]\n> - Give a date.\n",
            "<section class=\"rule rule-must\"><p class=\"block-title\">You must</p>\n<ul>\n<li>Give a date.</li>\n</ul>\n</section>",
        );
        check(
            "> [!NEVER]\n> Promise.\n",
            "<section class=\"rule rule-never\"><p class=\"block-title\">Never</p>\n<p>Promise.</p>\n</section>",
        );
    }

    #[test]
    fn a_reply_has_a_title_variables_and_free_parts() {
        check(
            "> [!REPLY] Late & <b>lost\n> Hello {{customer.name}}, [[adapt]].\n",
            "<section class=\"reply\" id=\"reply-late-lost\"><p class=\"block-title\">Late &amp; lost</p>\
             <div class=\"reply-text\">\n<p>Hello <span class=\"variable\">{{customer.name}}</span>, \
             <span class=\"free\">[[adapt]]</span>.</p>\n</div></section>",
        );
    }

    #[test]
    fn an_ordinary_quotation_stays_one() {
        check("> Just words.\n", "<blockquote>\n<p>Just words.</p>\n</blockquote>");
        check("> [!UNKNOWN]\n> x\n", "<blockquote>\n<p>[!UNKNOWN]\nx</p>\n</blockquote>");
    }

    #[test]
    fn scripts_styles_and_handlers_are_taken_out() {
        let html = render(
            "<script>alert(1)</script><p onclick=x style=color:red class=evil>a</p><iframe src=x></iframe>\n\n[x](javascript:alert(1))",
            Locale::En,
        )
        .html;
        for danger in ["script", "onclick", "style", "evil", "iframe", "javascript"] {
            assert!(!html.contains(danger), "{danger} in {html}");
        }
    }

    #[test]
    fn headings_get_ids_and_the_first_is_the_title() {
        let rendered = render("# Retards\n\n## Déjà vu\n\n## Déjà vu\n", Locale::Fr);
        assert_eq!(rendered.title.as_deref(), Some("Retards"));
        assert_eq!(
            rendered.html.trim(),
            "<h2 id=\"deja-vu\">Déjà vu</h2>\n<h2 id=\"deja-vu-2\">Déjà vu</h2>"
        );
    }
}
