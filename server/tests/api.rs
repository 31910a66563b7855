//! The API for other systems: what it answers, to whom, and how it says no.

use domain::people::UserState;
use domain::{Actor, EmailAddress, Locale, Scope, TokenId};
use serde_json::{Value, json};
use service::{ApiToken, StoreError, TokenInput, VendorInput};
use store::{ApiTokens, Stamp};

use crate::support::{Answer, Browser, TestApp, palier, restore_demo, until};

const CLEARANCES: &str = "/api/v1/clearances";
const CHANGES: &str = "/api/v1/clearances/changes";
const DESCRIPTION: &str = "/api/v1/openapi.json";
/// An agent of the vendor `Atlantique Contact`.
const AGENT: &str = "lea.guillou@atlantique-contact.example";
/// How many contact types of the demo programme have none below them.
const REASONS: usize = 18;

fn system() -> Actor {
    Actor::system(Locale::En)
}

/// Another system with a token for everybody, or for the people of a vendor.
async fn caller(app: &TestApp, vendor: &str) -> Browser {
    let scopes = vec!["clearances:read".to_owned()];
    let input = TokenInput { name: "Routage".to_owned(), scopes, vendor: vendor.to_owned() };
    let (_, secret) = app.portal().create_token(&system(), input).await.unwrap();
    bearing(app, &secret)
}

/// Another system whose token is for something else.
async fn caller_without_scope(app: &TestApp) -> Browser {
    let world = app.portal().world();
    let (secret, at) = (world.secret(), world.now());
    let token = ApiToken {
        id: TokenId::new(world.id()),
        name: "Autre".to_owned(),
        scopes: "something:else".to_owned(),
        vendor: None,
        created_at: at,
        last_used_at: None,
        revoked_at: None,
    };
    let hash = secret.hash();
    let outcome: Result<(), StoreError> = app
        .portal()
        .store()
        .write(Stamp { actor: None, at }, move |tx| async move {
            ApiTokens::insert(&tx, &token, hash, None).await
        })
        .await;
    outcome.unwrap();
    bearing(app, &format!("pal_{}", secret.expose()))
}

fn bearing(app: &TestApp, token: &str) -> Browser {
    app.nobody().with("authorization", &format!("Bearer {token}")).with("accept-language", "en")
}

/// The id of a demo account.
async fn id_of(app: &TestApp, email: &str) -> String {
    let email = EmailAddress::parse(email).unwrap();
    let db = app.portal().store().read();
    db.users(Scope::Everything).by_email(&email).await.unwrap().unwrap().0.id.to_string()
}

/// Records something that has nothing to do with clearances.
async fn record(app: &TestApp, name: &str) {
    app.portal().create_vendor(&system(), VendorInput { name: name.to_owned() }).await.unwrap();
}

fn read(answer: &Answer) -> Value {
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert_eq!(answer.header("content-type"), Some("application/json"));
    serde_json::from_slice(&answer.bytes).unwrap()
}

/// What a path answers is described, with the headers by which whoever asks goes on.
fn check_described(described: &Value, path: &str, answer: &Answer) {
    let (path, status) = (path.split('?').next().unwrap(), answer.status.to_string());
    let response = &described["paths"][path]["get"]["responses"][&status];
    assert!(response["description"].is_string(), "{path} answers {status}");
    for header in ["etag", "retry-after", "www-authenticate"] {
        let is_described = response["headers"][header].is_object();
        assert_eq!(is_described, answer.header(header).is_some(), "{path} {status} {header}");
    }
    let content_type = answer.header("content-type").filter(|_| !answer.bytes.is_empty());
    let described = response["content"].as_object().map(|content| content.keys().collect::<Vec<_>>());
    assert_eq!(
        described.unwrap_or_default(),
        content_type.into_iter().collect::<Vec<_>>(),
        "{path} {status}"
    );
}

/// A refusal as problem details, without its number.
fn problem(answer: &Answer, status: u16, code: &str) -> Value {
    assert_eq!(answer.status, status, "{}", answer.text());
    assert_eq!(answer.header("content-type"), Some("application/problem+json"));
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    let mut problem: Value = serde_json::from_slice(&answer.bytes).unwrap();
    assert_eq!(problem["type"], format!("urn:palier:problem:{code}"));
    assert_eq!(problem["status"], status);
    let reference = problem.as_object_mut().unwrap().remove("reference").unwrap();
    assert_eq!(reference.as_str(), answer.header("x-request-id"));
    problem
}

store::on_both_engines! {
    async fn a_clearance_is_answered_in_words_and_instants(database) {
        let app = TestApp::start(database).await;
        let (caller, agent) = (caller(&app, "").await, id_of(&app, AGENT).await);
        let question = format!("agent={agent}&contact_type=late-parcel&channel=voice&language=fr");
        let answer = caller.get(&format!("{CLEARANCES}?{question}")).await;
        assert_eq!(answer.header("cache-control"), Some("private, no-cache"));
        let mut list = read(&answer);
        assert_eq!((&list["next"], list["clearances"].as_array().unwrap().len()), (&Value::Null, 1));
        let revision = list["revision"].as_i64().unwrap();
        assert!(0 < revision);
        let entry = list["clearances"][0].as_object_mut().unwrap();
        let evaluated_at = entry.remove("evaluated_at").unwrap();
        assert!(evaluated_at.as_str().unwrap().parse::<jiff::Timestamp>().is_ok(), "{evaluated_at}");
        let expected = json!({
            "agent": agent,
            "contact_type": "late-parcel",
            "channel": "voice",
            "language": "fr",
            "verdict": { "word": "cleared", "may_handle": true, "until": null },
            "reasons": [],
            "valid_until": null,
            "revision": revision,
        });
        assert_eq!(list["clearances"][0], expected);
        // Everything about one agent, and a page of agents.
        let one = read(&caller.get(&format!("{CLEARANCES}?agent={agent}")).await);
        assert_eq!(one["clearances"].as_array().unwrap().len(), REASONS);
        let page = read(&caller.get(&format!("{CLEARANCES}?limit=2&contact_type=delivery")).await);
        assert_eq!(page["clearances"].as_array().unwrap().len(), 8);
        let next = page["next"].as_str().unwrap();
        assert_eq!(next, page["clearances"][7]["agent"]);
        let behind = read(&caller.get(&format!("{CLEARANCES}?limit=2&after={next}")).await);
        assert!(behind["clearances"].as_array().unwrap().iter().all(|entry| entry["agent"].as_str() > Some(next)));
        app.stop().await;
    }

    async fn an_answer_that_still_holds_is_not_sent_again(database) {
        let app = TestApp::start(database).await;
        let (caller, agent) = (caller(&app, "").await, id_of(&app, AGENT).await);
        let path = format!("{CLEARANCES}?agent={agent}&contact_type=late-parcel");
        let tag_of = |answer: &Answer| answer.header("etag").unwrap().to_owned();
        // On PostgreSQL the sealing of what was recorded changes the tag once more.
        app.portal().store().settled().await;
        let tag = tag_of(&caller.get(&path).await);
        let again = caller.clone().with("if-none-match", &format!("\"x\", {tag}"));
        let kept = again.get(&path).await;
        assert_eq!((kept.status, kept.bytes.len(), tag_of(&kept)), (304, 0, tag.clone()));
        // Another question, and a token for others, have other answers.
        assert_eq!(again.get(&format!("{path}&channel=chat")).await.status, 200);
        let limited = self::caller(&app, "Atlantique Contact").await.with("if-none-match", &tag);
        assert_eq!(limited.get(&path).await.status, 200);
        record(&app, "Nouveau").await;
        let later = again.get(&path).await;
        assert_eq!(later.status, 200);
        assert_ne!(tag_of(&later), tag);
        app.stop().await;
    }

    async fn changes_are_followed_from_a_revision_on(database) {
        let app = TestApp::start(database).await;
        let (caller, agent) = (caller(&app, "").await, id_of(&app, AGENT).await);
        app.portal().store().settled().await;
        let start = read(&caller.get(&format!("{CLEARANCES}?agent={agent}")).await)["revision"].to_string();
        let nothing = read(&caller.get(&format!("{CHANGES}?after={start}")).await);
        assert_eq!(nothing, json!({ "changes": [], "next": start, "is_complete": true }));
        record(&app, "Nouveau").await;
        let user = agent.parse().unwrap();
        let version = app.portal().user(&system(), user).await.unwrap().user.version;
        app.portal().set_user_state(&system(), user, version, UserState::Deactivated).await.unwrap();
        app.portal().store().settled().await;
        let answer = caller.get(&format!("{CHANGES}?after={start}")).await;
        assert_eq!(answer.header("cache-control"), Some("private, no-cache"));
        let list = read(&answer);
        let [change] = list["changes"].as_array().unwrap().as_slice() else { panic!("{list}") };
        assert_eq!((&change["kind"], &change["agent"]), (&json!("user.deactivated"), &json!(agent)));
        assert_eq!((&change["contact_types"], &change["seq"]), (&Value::Null, &json!(start.parse::<i64>().unwrap() + 2)));
        let clearances = change["clearances"].as_array().unwrap();
        assert_eq!(clearances.len(), REASONS);
        assert_eq!(clearances[0]["verdict"], json!({ "word": "not_cleared", "may_handle": false, "until": null }));
        assert_eq!(clearances[0]["reasons"], json!([{ "reason": "not_active" }]));
        assert!(clearances[0].get("revision").is_none());
        assert_eq!(list["is_complete"], true);
        let end = list["next"].as_str().unwrap();
        let rest = read(&caller.get(&format!("{CHANGES}?after={end}")).await);
        assert_eq!(rest["changes"], json!([]));
        // A place that the log does not have: an older backup was restored.
        let ahead = caller.get(&format!("{CHANGES}?after={}", i64::MAX)).await;
        let said = problem(&ahead, 410, "no_such_place");
        assert!(said["detail"].as_str().unwrap().contains("/api/v1/clearances"), "{said}");
        // Another vendor's system hears nothing of it.
        let other = self::caller(&app, "Douro Atendimento").await;
        let theirs = read(&other.get(&format!("{CHANGES}?after={start}&limit=200")).await);
        assert_eq!(theirs["changes"], json!([]));
        app.stop().await;
    }

    async fn tokens_are_made_and_ended_on_the_command_line(database) {
        restore_demo(&database).await;
        let settings = [("PALIER__DATABASE__URL", database.options.url.as_str())];
        let run = |args: &[&str]| {
            let output = palier(&settings, args);
            let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim().to_owned();
            (output.status.code(), text(&output.stdout), text(&output.stderr))
        };
        let (code, _, said) = run(&["token", "list"]);
        assert!(code == Some(0) && said.contains("palier token create"), "{said}");
        let make = ["token", "create", "--name", "Routage", "--scope", "clearances:read", "--vendor"];
        let (code, _, said) = run(&[&make[..], &["Nulle part"]].concat());
        assert!(code == Some(1) && said.contains("--vendor: None, or several, of that name"), "{said}");
        let (code, secret, said) = run(&[&make[..], &["atlantique contact"]].concat());
        assert!(code == Some(0) && secret.starts_with("pal_") && secret.len() == 68, "{said}");
        let id = said.split_whitespace().nth(1).unwrap().to_owned();
        let (_, listed, _) = run(&["token", "list"]);
        assert!(listed.contains(&id) && listed.contains("Atlantique Contact") && !listed.contains(&secret[4..]), "{listed}");
        assert_eq!(run(&["token", "revoke", &id]).0, Some(0));
        let (code, _, said) = run(&["token", "revoke", &id]);
        assert!(code == Some(1) && said.contains("palier token list"), "{said}");
        assert_eq!(run(&["token", "revoke", "x"]).0, Some(1));
        let (code, _, said) = run(&["token", "create", "--name", "Routage", "--scope", "everything"]);
        assert!(code == Some(2) && said.contains("clearances:read"), "{said}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn only_a_token_that_works_opens_it_and_it_opens_nothing_else() {
    let app = TestApp::on_sqlite().await;
    let english = app.nobody().with("accept-language", "en");
    let unknown = format!("pal_{}", "0".repeat(64));
    let made = caller(&app, "").await;
    let tokens = app.portal().tokens(&system()).await.unwrap();
    assert_eq!(made.get(CLEARANCES).await.status, 200);
    app.portal().revoke_token(&system(), tokens[0].token.id).await.unwrap();
    let admin = app.role(domain::people::Role::Admin).await.with("accept-language", "en");
    for path in [CLEARANCES, CHANGES] {
        let bare = english.get(path).await;
        assert_eq!(bare.header("www-authenticate"), Some("Bearer realm=\"palier\""));
        let bare = problem(&bare, 401, "no_token");
        assert!(bare["detail"].as_str().unwrap().contains("palier token create"), "{bare}");
        // A session is no token, and neither is anything else that is sent.
        assert_eq!(problem(&admin.get(path).await, 401, "no_token"), bare);
        let basic = english.clone().with("authorization", "Basic cGFsOnBhbA==");
        assert_eq!(problem(&basic.get(path).await, 401, "no_token"), bare);
        for wrong in [&made, &bearing(&app, &unknown), &bearing(&app, "x"), &bearing(&app, "é")] {
            let answer = wrong.get(path).await;
            let challenge = answer.header("www-authenticate").unwrap();
            assert!(challenge.starts_with("Bearer realm=\"palier\""), "{challenge}");
            assert_eq!(problem(&answer, 401, "no_token"), bare, "nothing tells why");
        }
    }
    let works = caller(&app, "").await;
    assert_eq!(works.get("/people").await.status, 303);
    assert_eq!(works.get("/audit/export").await.status, 401);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_without_the_scope_is_told_which_it_lacks() {
    let app = TestApp::on_sqlite().await;
    let caller = caller_without_scope(&app).await;
    for path in [CLEARANCES, CHANGES, "/api/v1/clearances?channel=fax"] {
        let answer = caller.get(path).await;
        let challenge = answer.header("www-authenticate").unwrap();
        assert!(
            challenge.contains("insufficient_scope") && challenge.contains("clearances:read"),
            "{challenge}"
        );
        problem(&answer, 403, "no_scope");
    }
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_agent_of_another_vendor_is_answered_as_one_who_does_not_exist() {
    let app = TestApp::on_sqlite().await;
    let (other, agent) = (caller(&app, "Douro Atendimento").await, id_of(&app, AGENT).await);
    let foreign = problem(&other.get(&format!("{CLEARANCES}?agent={agent}")).await, 404, "not_found");
    let unknown = "01999999-9999-7999-8999-999999999999";
    let missing = problem(&other.get(&format!("{CLEARANCES}?agent={unknown}")).await, 404, "not_found");
    assert_eq!(foreign, missing);
    let all = read(&other.get(&format!("{CLEARANCES}?limit=200&contact_type=late-parcel")).await);
    assert!(!all.to_string().contains(&agent));
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_parameter_that_is_wrong_is_named_with_how_to_mend_it() {
    let app = TestApp::on_sqlite().await;
    let caller = caller(&app, "").await;
    let faults = async |path: &str| {
        let problem = problem(&caller.get(path).await, 422, "parameters");
        let errors = problem["errors"].as_array().unwrap().clone();
        let fault = |error: &Value| {
            let [parameter, detail] =
                ["parameter", "detail"].map(|key| error[key].as_str().unwrap().to_owned());
            (parameter, detail)
        };
        errors.iter().map(fault).collect::<Vec<_>>()
    };
    let wrong =
        "agent=x&contact_type=nothing&channel=fax&language=de&at=now&after=y&limit=0&agents=z&limit=1";
    let named = faults(&format!("{CLEARANCES}?{wrong}")).await;
    let names: Vec<_> = named.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(
        names,
        ["agents", "limit", "agent", "contact_type", "channel", "language", "at", "after"],
        "first how it is written, then what it says; the last word counts"
    );
    let detail = |name: &str| named.iter().find(|(known, _)| known == name).unwrap().1.clone();
    assert!(detail("channel").contains("voice, chat, email, social, back_office"));
    assert!(detail("agents").contains("agent, contact_type, channel"));
    assert!(detail("at").contains("2026-11-23T08:00:00Z"));
    for (query, name) in [
        ("agent=", "agent"),
        ("at=2026-11-23T08:00:00+01:00", "at"),
        ("limit=201", "limit"),
        ("limit=ten", "limit"),
        ("Agent=x", "Agent"),
    ] {
        let named = faults(&format!("{CLEARANCES}?{query}")).await;
        assert_eq!(named.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), [name], "{query}");
    }
    for query in ["after=x", "after=-1", "after=1.x", "agent=x", "channel=", "limit=0"] {
        assert_eq!(faults(&format!("{CHANGES}?{query}")).await.len(), 1, "{query}");
    }
    assert_eq!(caller.get(&format!("{CLEARANCES}?at=2026-11-23T08:00:00%2B01:00&limit=1")).await.status, 200);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_else_goes_wrong_is_problem_details_too() {
    let app = TestApp::on_sqlite().await;
    let caller = caller(&app, "").await;
    for path in ["/api/v1/people", "/api/v1/clearances/", "/api/v1/clearances/x", "/api/v1/", "/api/v1"] {
        problem(&caller.get(path).await, 404, "not_found");
        problem(&app.nobody().get(path).await, 404, "not_found");
    }
    for method in ["POST", "PUT", "DELETE", "PATCH"] {
        let answer = caller.ask(method, CLEARANCES, Some(b"agent=x")).await;
        assert_eq!(answer.header("allow"), Some("GET,HEAD"), "{method}");
        problem(&answer, 405, "no_such_method");
    }
    problem(&caller.get(&format!("{CLEARANCES}?agent=%FF")).await, 400, "unreadable");
    let french = app.nobody().with("accept-language", "fr").get("/api/v1/people").await;
    assert_eq!(french.header("content-language"), Some("fr"));
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn it_describes_itself_to_everybody() {
    let app = TestApp::on_sqlite().await;
    let answer = app.nobody().get(DESCRIPTION).await;
    let described = read(&answer);
    assert_eq!(described["openapi"], "3.1.0");
    let routes = server::plain_paths().filter(|path| path.starts_with("/api/v1/") && !path.contains('*'));
    for route in routes {
        let operation = &described["paths"][route]["get"];
        assert!(operation["summary"].is_string() && operation["description"].is_string(), "{route}");
        assert!(operation["responses"]["200"].is_object(), "{route}");
    }
    let list = &described["paths"][CLEARANCES]["get"];
    assert_eq!(list["security"], json!([{ "token": ["clearances:read"] }]));
    for status in ["400", "401", "403", "404", "422", "429", "500", "503", "504"] {
        let content = &list["responses"][status]["content"]["application/problem+json"];
        assert_eq!(content["schema"]["$ref"], "#/components/schemas/Problem", "{status}");
    }
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_it_answers_is_described() {
    let app = TestApp::on_sqlite().await;
    let works = caller(&app, "").await;
    let described = read(&app.nobody().get(DESCRIPTION).await);
    let check = async |browser: &Browser, path: &str, status: u16| {
        let answer = browser.get(path).await;
        assert_eq!(answer.status, status, "{path}: {}", answer.text());
        check_described(&described, path, &answer);
    };
    check(&works, DESCRIPTION, 200).await;
    check(&works, &format!("{DESCRIPTION}?x=%FF"), 400).await;
    let one = format!("{CLEARANCES}?limit=1");
    let tag = works.get(&one).await.header("etag").unwrap().to_owned();
    check(&works.clone().with("if-none-match", &tag), &one, 304).await;
    let unknown = "01999999-9999-7999-8999-999999999999";
    check(&works, &format!("{CLEARANCES}?agent={unknown}"), 404).await;
    let scopeless = caller_without_scope(&app).await;
    for path in [CLEARANCES, CHANGES] {
        check(&works, &format!("{path}?limit=1"), 200).await;
        check(&works, &format!("{path}?limit=%FF"), 400).await;
        check(&app.nobody(), path, 401).await;
        check(&scopeless, path, 403).await;
        check(&works, &format!("{path}?limit=0"), 422).await;
    }
    let wrong = bearing(&app, "x");
    check_described(&described, CLEARANCES, &until_refused(&wrong).await);
    check(&wrong, CHANGES, 429).await;
    app.database().take_away().await;
    check_described(&described, CLEARANCES, &until(&works, CLEARANCES, 503).await);
    check(&works, CHANGES, 503).await;
    app.database().give_back().await;
    app.stop().await;
}

/// Asks with a wrong token until that is too often.
async fn until_refused(wrong: &Browser) -> Answer {
    for _ in 0..500 {
        let answer = wrong.get(CLEARANCES).await;
        if answer.status == 429 {
            return answer;
        }
    }
    panic!("wrong tokens are never too many");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_words_that_are_described_are_those_that_are_read_and_answered() {
    let app = TestApp::on_sqlite().await;
    let caller = caller(&app, "").await;
    let described = read(&caller.get(DESCRIPTION).await);
    let words = |name: &str| {
        let words = described["components"]["schemas"][name]["enum"].as_array().unwrap();
        words.iter().map(|word| word.as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    for (parameter, name) in [("channel", "ChannelWord"), ("language", "LanguageWord")] {
        for path in [CLEARANCES, CHANGES] {
            let parameters = described["paths"][path]["get"]["parameters"].as_array().unwrap();
            let found = parameters.iter().find(|known| known["name"] == parameter).unwrap();
            assert_eq!(found["schema"]["$ref"], format!("#/components/schemas/{name}"), "{path}");
            let refused = caller.get(&format!("{path}?{parameter}=x")).await;
            let refused = problem(&refused, 422, "parameters");
            let detail = refused["errors"][0]["detail"].as_str().unwrap().to_owned();
            assert!(detail.contains(&words(name).join(", ")), "{path} {detail}");
        }
        for word in words(name) {
            let list = read(&caller.get(&format!("{CLEARANCES}?limit=1&{parameter}={word}")).await);
            assert_eq!(list["clearances"][0][parameter], word);
        }
        let field = described["components"]["schemas"]["Clearance"]["properties"][parameter].to_string();
        assert!(field.contains(name), "{field}");
    }
    let reasons = [
        "not_active",
        "outside_stage",
        "not_certified",
        "not_acknowledged",
        "suspended",
        "supervised",
        "in_grace",
    ];
    assert_eq!(words("ReasonWord"), reasons);
    app.stop().await;
}
