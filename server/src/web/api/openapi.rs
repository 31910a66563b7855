//! `GET /api/v1/openapi.json`: the API describes itself, from the types and handlers that answer. Open to everybody: it
//! says how to ask, and nothing of what is answered.

use std::sync::LazyLock;

use axum::Extension;
use axum::response::{IntoResponse, Response};
use domain::ErrorKind;
use http::header;
use utoipa::openapi::path::Operation;
use utoipa::openapi::schema::Type;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{Content, Header, HeaderBuilder, ObjectBuilder, Ref, RefOr, ResponseBuilder};
use utoipa::{Modify, OpenApi, ToSchema};

use super::super::asker::Asker;
use super::super::problem::Problem;
use super::super::refusal::Refusal;
use super::clearances;
use super::words::words_of;

/// What the layers around the API refuse, whatever is asked; and what is said of it.
const EVERYWHERE: [(Refusal, &str); 3] = [
    (Refusal::Unreadable, "The address or a cookie is not text in UTF-8."),
    (Refusal::Kind(ErrorKind::Internal), "A defect of the portal, whose log knows it by `reference`."),
    (Refusal::TooSlow, "It took too long. See `Retry-After`."),
];

/// Made once: it is the same for as long as the process lives.
static DOCUMENT: LazyLock<Option<String>> = LazyLock::new(|| {
    let json = Description::openapi().to_json();
    json.inspect_err(|error| tracing::error!(%error, "the API cannot be described")).ok()
});

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Palier",
        version = "1",
        description = "Palier tells routing platforms which agent may be sent which contact, and how that changes. Ask \
            with a token: an administrator makes one with `palier token create`. All instants are RFC 3339 in UTC. Every \
            failure is told as problem details (RFC 9457), in the language that `Accept-Language` asks for."
    ),
    paths(clearances::list, clearances::changes, document),
    modifiers(&Finish)
)]
struct Description;

/// What the attributes cannot say.
struct Finish;

impl Modify for Finish {
    fn modify(&self, openapi: &mut utoipa::openapi::OpenApi) {
        let token = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .bearer_format("pal_ and 64 hexadecimal digits")
            .description(Some("A token with the scope that the operation names."))
            .build();
        let components = openapi.components.get_or_insert_default();
        components.add_security_scheme("token", SecurityScheme::Http(token));
        // That of the program, which is none for the API.
        openapi.info.license = None;
        openapi.paths.paths.values_mut().filter_map(|path| path.get.as_mut()).for_each(finish);
    }
}

/// Adds to an operation what holds for all of them: the words of parameters, the refusals of the layers, and the headers of
/// refusals.
fn finish(operation: &mut Operation) {
    for parameter in operation.parameters.iter_mut().flatten() {
        if let RefOr::T(parameter) = parameter
            && let Some(words) = words_of(&parameter.name)
        {
            parameter.schema = Some(Ref::from_schema_name(words).into());
        }
    }
    let responses = &mut operation.responses.responses;
    for (refusal, description) in EVERYWHERE {
        let status = refusal.status().as_str().to_owned();
        responses.entry(status).or_insert_with(|| problem(description));
    }
    for (status, response) in responses.iter_mut() {
        if let RefOr::T(response) = response
            && let Some((name, header)) = header_of(status)
        {
            response.headers.insert(name.to_owned(), RefOr::T(header));
        }
    }
}

fn problem(description: &str) -> RefOr<utoipa::openapi::Response> {
    let content = Content::new(Some(Ref::from_schema_name(Problem::name())));
    ResponseBuilder::new().description(description).content("application/problem+json", content).into()
}

/// What a refusal of some status carries beside its problem details.
fn header_of(status: &str) -> Option<(&'static str, Header)> {
    let (name, is, description) = match status {
        "401" | "403" => ("www-authenticate", Type::String, "Which token to send (RFC 6750)."),
        "429" | "503" | "504" => ("retry-after", Type::Integer, "After how many seconds to ask again."),
        _ => return None,
    };
    let schema = ObjectBuilder::new().schema_type(is);
    Some((name, HeaderBuilder::new().schema(Some(schema)).description(Some(description)).build()))
}

/// Answers with the description.
#[utoipa::path(
    get,
    path = "/api/v1/openapi.json",
    operation_id = "describe",
    tag = "description",
    summary = "This description",
    description = "In OpenAPI 3.1. No token is needed.",
    responses((status = 200, description = "The description.", content_type = "application/json")),
    security(())
)]
pub(super) async fn document(Extension(asker): Extension<Asker>) -> Response {
    match DOCUMENT.as_deref() {
        Some(json) => {
            let headers =
                [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "public, max-age=300")];
            (headers, json).into_response()
        }
        None => asker.refuse(ErrorKind::Internal.into()),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::Value;

    use super::super::routes;
    use super::*;

    fn described() -> Value {
        serde_json::from_str(DOCUMENT.as_deref().unwrap()).unwrap()
    }

    #[test]
    fn it_names_exactly_what_there_is() {
        let described = described();
        assert_eq!(described["openapi"], "3.1.0");
        let paths: BTreeSet<_> = described["paths"].as_object().unwrap().keys().cloned().collect();
        let routes = routes().into_iter().map(|(path, _)| path.to_owned());
        let routes: BTreeSet<_> = routes.filter(|path| !path.contains('*')).collect();
        assert_eq!(paths, routes);
    }

    #[test]
    fn it_names_exactly_the_parameters_that_are_read() {
        for (path, read) in [
            ("/api/v1/clearances", clearances::LIST.as_slice()),
            ("/api/v1/clearances/changes", clearances::CHANGES.as_slice()),
        ] {
            let described = described();
            let parameters = described["paths"][path]["get"]["parameters"].as_array().unwrap();
            let in_query = parameters.iter().filter(|parameter| parameter["in"] == "query");
            let named: Vec<_> = in_query.map(|parameter| parameter["name"].as_str().unwrap()).collect();
            assert_eq!(named, read, "{path}");
        }
    }

    #[test]
    fn it_says_when_to_ask_again_as_refusals_do() {
        let described = described();
        for refusal in [
            Refusal::NoToken,
            Refusal::NoScope,
            Refusal::Parameters,
            Refusal::Kind(ErrorKind::TooMany),
            Refusal::Kind(ErrorKind::Unavailable),
        ]
        .into_iter()
        .chain(EVERYWHERE.map(|(refusal, _)| refusal))
        {
            for path in ["/api/v1/clearances", "/api/v1/clearances/changes"] {
                let response = &described["paths"][path]["get"]["responses"][refusal.status().as_str()];
                let content = &response["content"]["application/problem+json"];
                assert_eq!(content["schema"]["$ref"], "#/components/schemas/Problem", "{path} {refusal:?}");
                let has_header = response["headers"]["retry-after"].is_object();
                assert_eq!(has_header, refusal.retry_after().is_some(), "{path} {refusal:?}");
            }
        }
    }

    #[test]
    fn whatever_it_points_to_is_there() {
        let described = described();
        let text = described.to_string();
        let mut pointers = text.split("\"$ref\":\"#/components/schemas/").skip(1).peekable();
        assert!(pointers.peek().is_some());
        for pointer in pointers {
            let name = pointer.split('"').next().unwrap();
            assert!(described["components"]["schemas"][name].is_object(), "{name}");
        }
        assert_eq!(described["components"]["securitySchemes"]["token"]["scheme"], "bearer");
        assert_eq!(described["info"].get("license"), None);
    }
}
