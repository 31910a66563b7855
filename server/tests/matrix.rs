//! Every page, every plain route and every server function, as everybody.
//!
//! `matrix.txt` says what each answers. A page, route or function that is not in it fails the test, and so
//! does a line whose page, route or function is gone, and a method that no line names and that something answers. What was
//! answered is written to `target/tmp/matrix.txt`, in the same shape: compare, think, copy.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use domain::people::Role;
use domain::{EmailAddress, Scope};

use crate::support::{AGENT, Browser, TestApp, account, belongings};

const TABLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/matrix.txt");
/// The head of the vendor that must not see them.
const STRANGER: &str = "rui.tavares@douro-atendimento.example";

/// A request of the table, and what it answers to each visitor.
struct Line {
    /// `GET /people`, `POST /preferences/theme`, `CALL create_team`.
    what: String,
    /// Its arguments, as a form writes them.
    arguments: String,
    expected: Vec<String>,
}

impl Line {
    fn parse(line: &str) -> Option<Self> {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            return None;
        }
        let (request, expected) = line.split_once('|').unwrap_or_else(|| panic!("no bar in {line:?}"));
        let mut words = request.split_whitespace();
        let what = [words.next().unwrap(), words.next().unwrap()].join(" ");
        let arguments = words.next().unwrap_or_default().to_owned();
        Some(Self { what, arguments, expected: expected.split_whitespace().map(str::to_owned).collect() })
    }

    fn print(&self, answers: &[String]) -> String {
        let request = [self.what.as_str(), self.arguments.as_str()].join(" ");
        format!("{request:<100} | {}", answers.join(" "))
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_answers_everybody_as_the_table_says() {
    let app = TestApp::on_sqlite().await;
    let text = std::fs::read_to_string(TABLE).unwrap();
    let lines: Vec<Line> = text.lines().filter_map(Line::parse).collect();
    assert_complete(&lines);
    let (names, visitors) = (names(&app).await, visitors(&app).await);
    let unnamed = unnamed_methods(&app.role(Role::Admin).await, &lines, &names).await;
    assert!(unnamed.is_empty(), "answered, and not in tests/matrix.txt:\n{}", unnamed.join("\n"));
    let methods = function_methods();
    let (mut actual, mut wrong) = (Vec::new(), Vec::new());
    for line in &lines {
        let mut answers = Vec::new();
        for visitor in &visitors {
            answers.push(ask(visitor, line, &names, &methods).await.to_string());
        }
        actual.push(line.print(&answers));
        if answers != line.expected {
            wrong.push(format!("{}\n  expected {}", line.print(&answers), line.expected.join(" ")));
        }
    }
    std::fs::write(Path::new(env!("CARGO_TARGET_TMPDIR")).join("matrix.txt"), actual.join("\n")).unwrap();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    app.stop().await;
}

#[test]
fn the_router_has_exactly_the_pages_of_the_access_table() {
    let routed: BTreeSet<String> = server::page_paths().map(str::to_owned).collect();
    let known: BTreeSet<String> = app::PAGES.iter().map(|(pattern, _)| (*pattern).to_owned()).collect();
    assert_eq!(routed, known);
}

/// Everything that exists is in the table, and nothing else.
fn assert_complete(lines: &[Line]) {
    let mut existing: BTreeSet<String> =
        app::PAGES.iter().map(|(pattern, _)| format!("GET {pattern}")).collect();
    existing.extend(function_methods().keys().map(|name| format!("CALL {name}")));
    let listed: BTreeSet<String> = lines.iter().map(|line| line.what.clone()).collect();
    let mut unlisted: Vec<String> = existing.difference(&listed).cloned().collect();
    unlisted.extend(
        server::plain_paths()
            .filter(|path| !lines.iter().any(|line| line.what.split(' ').nth(1) == Some(path)))
            .map(str::to_owned),
    );
    assert!(unlisted.is_empty(), "not in tests/matrix.txt:\n{}", unlisted.join("\n"));
    let gone = |what: &&String| {
        let path = what.split(' ').nth(1).unwrap();
        !existing.contains(*what) && !server::plain_paths().any(|plain| plain == path)
    };
    let gone: Vec<_> = listed.iter().filter(gone).collect();
    assert!(gone.is_empty(), "only in tests/matrix.txt: {gone:?}");
}

/// The name of every server function, its path, and whether it is asked by GET.
fn function_methods() -> BTreeMap<String, (String, http::Method)> {
    let name = |path: &str| {
        path.trim_start_matches("/api/").trim_end_matches(|c: char| c.is_ascii_digit()).to_owned()
    };
    leptos::server_fn::axum::server_fn_paths()
        .map(|(path, method)| (name(path), (path.to_owned(), method)))
        .collect()
}

/// In the order of the columns.
async fn visitors(app: &TestApp) -> Vec<Browser> {
    let mut visitors = vec![app.nobody(), app.signed_in(AGENT).await];
    for role in Role::ALL.into_iter().skip(1) {
        assert!(role.is_client_side() || account(role).email.contains("atlantique"));
        visitors.push(app.role(role).await);
    }
    visitors.push(app.signed_in(STRANGER).await);
    visitors
}

/// What stands for the names in braces.
async fn names(app: &TestApp) -> Vec<(&'static str, String)> {
    let db = app.portal().store().read();
    let email = EmailAddress::parse(AGENT).unwrap();
    let (person, _) = db.users(Scope::Everything).by_email(&email).await.unwrap().unwrap();
    let mut names = vec![
        ("{vendor}", person.place.vendor.unwrap().to_string()),
        ("{site}", person.place.site.unwrap().to_string()),
        ("{team}", person.place.team.unwrap().to_string()),
        ("{person}", person.id.to_string()),
        // Opened to this vendor alone.
        ("{space}", "retours-pro".to_owned()),
        ("{article}", "business-return".to_owned()),
        ("{number}", "1".to_owned()),
        ("{slug}", "late-parcel".to_owned()),
        ("{flow}", "ce-retour-est-il-accepte".to_owned()),
        ("{secret}", "0".repeat(64)),
        ("{*rest}", "nothing".to_owned()),
        ("{build}", "none".to_owned()),
        ("{*file}", "palier.css".to_owned()),
        ("{unknown}", "01999999-9999-7999-8999-999999999999".to_owned()),
    ];
    names.extend(belongings(app).await);
    names
}

/// A text with what stands for its names in braces.
fn fill(text: &str, names: &[(&'static str, String)]) -> String {
    names.iter().fold(text.to_owned(), |text, (name, value)| text.replace(name, value))
}

/// The methods of pages and plain routes that something answers although no line names them.
async fn unnamed_methods(visitor: &Browser, lines: &[Line], names: &[(&'static str, String)]) -> Vec<String> {
    let named: BTreeSet<&str> = lines.iter().map(|line| line.what.as_str()).collect();
    let paths: BTreeSet<&str> = named
        .iter()
        .filter_map(|what| what.split_once(' '))
        .filter(|(verb, _)| *verb != "CALL")
        .map(|(_, path)| path)
        .collect();
    let mut answered = Vec::new();
    for path in paths {
        for method in ["GET", "POST", "PUT", "PATCH", "DELETE"] {
            let what = format!("{method} {path}");
            if named.contains(what.as_str()) {
                continue;
            }
            let status = visitor.ask(method, &fill(path, names), None).await.status;
            if ![404, 405].contains(&status) {
                answered.push(format!("{what}: {status}"));
            }
        }
    }
    answered
}

async fn ask(
    visitor: &Browser,
    line: &Line,
    names: &[(&'static str, String)],
    methods: &BTreeMap<String, (String, http::Method)>,
) -> u16 {
    let (verb, what) = line.what.split_once(' ').unwrap();
    let arguments = fill(&line.arguments, names);
    let (path, is_get) = match verb {
        "CALL" => {
            let (path, method) = &methods[what];
            (path.clone(), *method == http::Method::GET)
        }
        verb => (fill(what, names), verb == "GET"),
    };
    let visitor = if verb == "CALL" { visitor.clone().scripted() } else { visitor.clone() };
    let answer = if is_get {
        let path = if arguments.is_empty() { path } else { format!("{path}?{arguments}") };
        visitor.get(&path).await
    } else {
        visitor.ask("POST", &path, Some(arguments.as_bytes())).await
    };
    answer.status
}
