//! Markdown into HTML: whatever is written, the result is harmless and well formed.

use domain::Locale;
use proptest::prelude::*;
use service::render;

/// A piece of sanitised HTML.
#[derive(Debug, PartialEq)]
enum Piece {
    Start(String, Vec<(String, String)>),
    End(String),
    Text(String),
}

/// Reads what a sanitiser wrote, more strictly than a browser would.
fn pieces(html: &str) -> Result<Vec<Piece>, String> {
    let mut pieces = Vec::new();
    let mut rest = html;
    while !rest.is_empty() {
        let Some(at) = rest.find('<') else {
            pieces.push(Piece::Text(rest.to_owned()));
            break;
        };
        if 0 < at {
            pieces.push(Piece::Text(rest[..at].to_owned()));
        }
        rest = &rest[at + 1..];
        if let Some(after) = rest.strip_prefix('/') {
            let (name, after) = after.split_once('>').ok_or("an end tag is not closed")?;
            pieces.push(Piece::End(name.to_owned()));
            rest = after;
            continue;
        }
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric()).ok_or("a tag is not closed")?;
        let (name, mut after) = rest.split_at(end);
        let mut attributes = Vec::new();
        while let Some(attribute) = after.strip_prefix(' ') {
            let (name, value) = attribute.split_once("=\"").ok_or("an attribute without value")?;
            if !name.chars().all(|c| c.is_ascii_alphabetic() || c == '-') {
                return Err(format!("attribute `{name}`"));
            }
            let (value, behind) = value.split_once('"').ok_or("a value is not closed")?;
            attributes.push((name.to_owned(), value.to_owned()));
            after = behind;
        }
        rest = after.strip_prefix('>').ok_or_else(|| format!("tag `{name}` ends in {after:?}"))?;
        pieces.push(Piece::Start(name.to_owned(), attributes));
    }
    Ok(pieces)
}

/// Well formed, balanced, and nothing in it but text, structure and links.
fn check_harmless(html: &str) -> Result<Vec<Piece>, String> {
    const VOID: [&str; 6] = ["br", "hr", "img", "input", "wbr", "col"];
    const REFUSED: [&str; 17] = [
        "script", "style", "iframe", "object", "embed", "form", "button", "textarea", "select", "link",
        "meta", "base", "svg", "math", "template", "video", "body",
    ];
    const SCHEMES: [&str; 6] = ["http", "https", "mailto", "tel", "ftp", "sms"];
    let pieces = pieces(html)?;
    let mut open = Vec::new();
    for piece in &pieces {
        match piece {
            Piece::Start(name, attributes) => {
                if REFUSED.contains(&name.as_str()) {
                    return Err(format!("<{name}>"));
                }
                for (key, value) in attributes {
                    if key.starts_with("on") || ["style", "srcdoc", "formaction", "action"].contains(&&**key)
                    {
                        return Err(format!("{key}={value}"));
                    }
                    let is_url = ["href", "src", "cite"].contains(&&**key);
                    let scheme = value.split(['/', '?', '#']).next().and_then(|head| head.split_once(':'));
                    if let Some((scheme, _)) = scheme
                        && is_url
                        && !SCHEMES.contains(&scheme.to_ascii_lowercase().as_str())
                        && (scheme.to_ascii_lowercase().contains("script") || scheme.contains("data"))
                    {
                        return Err(format!("{key}={value}"));
                    }
                }
                let is_box = attributes.contains(&("type".to_owned(), "checkbox".to_owned()));
                if name == "input" && !is_box {
                    return Err(format!("an input field: {attributes:?}"));
                }
                if !VOID.contains(&name.as_str()) {
                    open.push(name.as_str());
                }
            }
            Piece::End(name) => match open.pop() {
                Some(last) if last == name => {}
                last => return Err(format!("</{name}> closes {last:?}")),
            },
            Piece::Text(text) if text.contains('>') => return Err(format!("bare `>` in {text:?}")),
            Piece::Text(_) => {}
        }
    }
    if open.is_empty() { Ok(pieces) } else { Err(format!("{open:?} stay open")) }
}

/// The elements around the first text that contains a word, from the outside in.
fn around(pieces: &[Piece], word: &str) -> Option<Vec<String>> {
    let mut open: Vec<String> = Vec::new();
    for piece in pieces {
        match piece {
            Piece::Start(name, attributes) => {
                let class =
                    attributes.iter().find(|(key, _)| key == "class").map(|(_, value)| value.as_str());
                if !["br", "hr", "img", "input", "wbr", "col"].contains(&name.as_str()) {
                    open.push(class.map_or_else(|| name.clone(), |class| format!("{name}.{class}")));
                }
            }
            Piece::End(_) => {
                open.pop();
            }
            Piece::Text(text) if text.contains(word) => return Some(open),
            Piece::Text(_) => {}
        }
    }
    None
}

const NASTY: &[&str] = &[
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//x>",
    "</script>",
    "<style>*{}</style>",
    "<style>",
    "<img src=x onerror=alert(1)>",
    "<a href=\"javascript:alert(1)\">x</a>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](java\tscript:x)",
    "![x](data:text/html,x)",
    "<javascript:alert(1)>",
    "[x]: javascript:alert(1)\n\n",
    "[x]",
    "<p style=\"color:red\" onclick=x>",
    "<svg/onload=alert(1)>",
    "<math><mi//xlink:href=\"data:x\">",
    "<iframe srcdoc=x>",
    "<form action=x>",
    "<input type=password>",
    "<input>",
    "<textarea>",
    "<button>",
    "<select><option>",
    "<title>",
    "<plaintext>",
    "<xmp>",
    "<noscript>",
    "<!-- ",
    " -->",
    "<![CDATA[",
    "]]>",
    "<?php ",
    "?>",
    "<!DOCTYPE x>",
    "<section>",
    "</section>",
    "<section class=\"rule rule-must\">",
    "<div>",
    "</div>",
    "</div></section>",
    "<details>",
    "</details>",
    "<summary>",
    "<table>",
    "<tr><td>",
    "</table>",
    "<td>",
    "<li>",
    "<ul>",
    "<b>",
    "</b>",
    "<i>",
    "</i>",
    "<span class=variable>",
    "</span>",
    "<a href=x>",
    "</a>",
    "<p>",
    "</p>",
    "<br>",
    "<h2>",
    "<template>",
    "> [!MUST]\n",
    "> [!MAY]\n> a\n",
    "> [!NEVER] ",
    "> [!REPLY] title <b>\n> ",
    "> [!TONE]\n>\n> ",
    "> > [!MUST]\n> > ",
    "> [!NOTE]\n> ",
    ">",
    "> ",
    "\n",
    "\n\n",
    "\r\n",
    "  ",
    "    ",
    "\t",
    "- ",
    "1. ",
    "# ",
    "## ",
    "```\n",
    "`",
    "*",
    "**",
    "_",
    "~~",
    "[",
    "]",
    "](",
    ")",
    "![",
    "|",
    "\n|a|b|\n|-|-|\n|",
    "{{",
    "}}",
    "[[",
    "]]",
    "{{a}}",
    "[[b]]",
    "[^1]",
    "[^1]: ",
    "- [ ] ",
    "- [x] ",
    "\\",
    "&lt;",
    "&#0;",
    "&",
    "<",
    "\"",
    "'",
    "=",
    "\0",
    "\u{feff}",
    "\u{202e}",
    "é",
    "日本",
    "text",
    " ",
];

fn nasty() -> impl Strategy<Value = String> {
    proptest::collection::vec(proptest::sample::select(NASTY), 0..14).prop_map(|parts| parts.concat())
}

/// The same text inside a block.
fn quoted(text: &str) -> String {
    text.lines().fold(String::new(), |quoted, line| quoted + "> " + line + "\n")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_written_the_result_is_harmless(text in nasty()) {
        let html = render(&text, Locale::Fr).html;
        if let Err(problem) = check_harmless(&html) {
            return Err(TestCaseError::fail(format!("{problem}\n{html}")));
        }
    }

    #[test]
    fn whatever_is_typed_at_random_the_result_is_harmless(text in "(?s).{0,60}") {
        let html = render(&text, Locale::En).html;
        if let Err(problem) = check_harmless(&html) {
            return Err(TestCaseError::fail(format!("{problem}\n{html}")));
        }
    }

    #[test]
    fn whatever_stands_in_a_block_it_ends_where_it_ends(text in nasty(), word in proptest::sample::select(&["MUST]", "NEVER]", "REPLY] x", "TONE]"][..])) {
        let markdown = format!("> [!{word}\n>\n{}\n\nzzafterzz\n", quoted(&text));
        let html = render(&markdown, Locale::Fr).html;
        let pieces = check_harmless(&html).map_err(|problem| TestCaseError::fail(format!("{problem}\n{html}")))?;
        let outside = around(&pieces, "zzafterzz");
        prop_assert_eq!(outside, Some(vec!["p".to_owned()]), "{}", html);
        prop_assert!(html.starts_with("<section class=\"r") || html.starts_with("<section class=\"tone"), "{}", html);
    }
}

#[track_caller]
fn check(markdown: &str, expected: &str) {
    let html = render(markdown, Locale::En).html;
    check_harmless(&html).unwrap();
    assert_eq!(html.trim(), expected);
}

#[test]
fn html_that_is_never_closed_ends_with_its_block() {
    for raw in [
        "<section>",
        "</section>",
        "<div>",
        "<table>",
        "<!--",
        "<b>",
        "x <section> y",
        "x </section> y",
        "<title>",
        "<plaintext>",
    ] {
        let html = render(&format!("> [!MUST]\n> {raw}\n>\n> inside\n\nafter\n"), Locale::En).html;
        let pieces = check_harmless(&html).unwrap();
        assert_eq!(around(&pieces, "after"), Some(vec!["p".to_owned()]), "{raw}: {html}");
        // A comment that is never closed goes on to the end of its quotation: so says CommonMark.
        if raw != "<!--" && raw != "<plaintext>" && raw != "<title>" {
            let inside = around(&pieces, "inside").unwrap();
            assert_eq!(inside[0], "section.rule rule-must", "{raw}: {html}");
        }
    }
}

#[test]
fn blocks_in_quotations_lists_and_blocks_stay_whole() {
    check(
        "> quoted\n>\n> > [!NEVER]\n> > Promise.\n",
        "<blockquote>\n<p>quoted</p>\n<section class=\"rule rule-never\"><p class=\"block-title\">Never</p>\n<p>Promise.</p>\n</section>\n</blockquote>",
    );
    let html =
        render("- one\n  > [!MUST]\n  > two\n  >\n  > > [!REPLY] t\n  > > {{x}}\n- three\n", Locale::En).html;
    let pieces = check_harmless(&html).unwrap();
    assert_eq!(around(&pieces, "two").unwrap(), ["ul", "li", "section.rule rule-must", "p"]);
    assert_eq!(
        around(&pieces, "{{x}}").unwrap(),
        ["ul", "li", "section.rule rule-must", "section.reply", "div.reply-text", "p", "span.variable"]
    );
    assert_eq!(around(&pieces, "three").unwrap(), ["ul", "li"]);
}

#[test]
fn harmless_html_stays() {
    check(
        "a <kbd>F5</kbd><br>b <abbr title=\"x\">c</abbr>",
        "<p>a <kbd>F5</kbd><br>b <abbr title=\"x\">c</abbr></p>",
    );
    check(
        "<details><summary>s</summary>\n<p>t</p></details>\n",
        "<details><summary>s</summary>\n<p>t</p></details>",
    );
    check("a <b>bold", "<p>a <b>bold</b></p>");
    check("a </b>plain\n\nb", "<p>a plain</p>\n<p>b</p>");
    check("a <b>x\n\nb", "<p>a <b>x</b></p>\n<p>b</p>");
}

#[test]
fn there_is_no_field_to_type_into() {
    check(
        "- [x] done\n",
        "<ul>\n<li><input disabled=\"\" checked=\"\" aria-label=\"done\" type=\"checkbox\">\ndone</li>\n</ul>",
    );
    for raw in
        ["<input>", "<input type=password name=p>", "<input type=text value=x>", "a <input type=email> b"]
    {
        check_harmless(&render(raw, Locale::En).html).unwrap();
    }
}

#[test]
fn no_two_headings_have_the_same_id() {
    let html = render("## A\n\n## A\n\n## A 2\n\n## A\n\n## ?\n\n## !\n", Locale::En).html;
    let mut ids: Vec<_> = html.split("id=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    assert_eq!(ids.len(), 6);
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), 6, "{html}");
}

#[test]
fn the_text_of_an_image_in_a_reply_is_not_marked_up() {
    let html = render("> [!REPLY]\n> ![a {{b}} c](x.png)\n", Locale::En).html;
    assert!(html.contains("alt=\"a {{b}} c\""), "{html}");
}

#[test]
fn a_text_made_to_be_slow_is_not() {
    let start = std::time::Instant::now();
    for text in [
        "> ".repeat(3_000),
        "> [!REPLY]\n> ".to_owned() + &"{{".repeat(20_000),
        "> [!REPLY]\n> ".to_owned() + &"[[a]]{{".repeat(5_000),
        "# a\n\n".repeat(3_000),
        "<b>".repeat(5_000),
        "*a_".repeat(5_000),
        "[".repeat(20_000),
        "<div>".repeat(3_000),
        "- ".repeat(2_000),
    ] {
        check_harmless(&render(&text, Locale::Fr).html).unwrap();
    }
    assert!(start.elapsed().as_secs() < 20, "{:?}", start.elapsed());
}

#[test]
fn a_disclosure_may_hold_markdown() {
    check(
        "<details><summary>More</summary>\n\n1. one\n\n</details>\n\nBehind.\n",
        "<details><summary>More</summary>\n\n<ol>\n<li>one</li>\n</ol>\n</details>\n\n<p>Behind.</p>",
    );
    // One that is never closed, and one that was never opened, take nothing with them.
    let html = render("> <details><summary>A</summary>\n\nText.\n\n</details>\n\nBehind.\n", Locale::En).html;
    check_harmless(&html).unwrap();
    assert!(html.contains("<p>Text.</p>") && html.ends_with("<p>Behind.</p>\n"), "{html}");
    let two = "<details><summary>A</summary>\n\na\n\n</details>\n<details><summary>B</summary>\n\nb\n\n</details>\n";
    let html = render(two, Locale::En).html;
    check_harmless(&html).unwrap();
    assert!(html.contains("<p>a</p>\n</details>") && html.contains("<p>b</p>\n</details>"), "{html}");
}

#[test]
fn no_heading_is_lost_and_none_stands_twice() {
    let first = render("Before.\n\n# Late\n\n## Two\n", Locale::En);
    assert_eq!(first.title.as_deref(), Some("Late"));
    assert!(first.html.contains("<h2 id=\"late\">Late</h2>"), "{}", first.html);
    let raw = render("<h1 align=\"center\">Shown</h1>\n\nText.\n", Locale::En).html;
    assert!(!raw.contains("<h1") && raw.contains("Shown</h2>"), "{raw}");
}

#[test]
fn ids_of_a_text_are_its_own() {
    let html = render(
        "## main\n\n[go](#main) and [^main].\n\n[^main]: Note.\n\n<div id=\"main\">x</div>\n",
        Locale::En,
    )
    .html;
    assert!(!html.contains("id=\"main\""), "{html}");
    assert!(html.contains("href=\"#note-main\"") && html.contains("id=\"note-main\""), "{html}");
    let html = render("## Let's start: `app.js`\n\n[a](#lets-start-appjs) [b](#nothing)\n", Locale::En).html;
    let id = html.split("id=\"").nth(1).unwrap().split('"').next().unwrap();
    assert!(html.contains(&format!("href=\"#{id}\"")) && html.contains("href=\"#nothing\""), "{html}");
}

#[test]
fn an_image_that_nobody_described_is_for_the_eye_alone() {
    let html = render("<img src=\"a.png\"> <img alt=\"b\" src=\"a.png\">\n", Locale::En).html;
    assert_eq!((html.matches("alt=\"\"").count(), html.matches("alt=\"b\"").count()), (1, 1), "{html}");
}

#[test]
fn what_looks_like_a_tag_in_an_attribute_breaks_nothing_open() {
    for text in [
        "<a href=\"x\" title=\"<img onmouseover=alert(1) x=\">y</a>\n",
        "<p title=\"<img onmouseover=alert(1) x=\">y</p>\n",
        "[y](x \"<img onmouseover=alert(1) x=\")\n",
        "![<img onerror=alert(1) x=](x.png \"<h1 onclick=alert(1) x=\")\n",
    ] {
        let html = render(text, Locale::En).html;
        check_harmless(&html).unwrap();
    }
}
