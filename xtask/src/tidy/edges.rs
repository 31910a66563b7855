//! Who may depend on whom.

use crate::workspace;
use anyhow::Result;
use serde::Deserialize;

/// Our own crates and the ones of ours they may use.
const OURS: [(&str, &[&str]); 11] = [
    ("frontend", &["app"]),
    ("app", &["ui", "i18n", "domain", "service"]),
    ("ui", &["i18n", "ui_macros"]),
    ("ui_macros", &[]),
    ("i18n", &["domain"]),
    ("service", &["store", "domain", "i18n"]),
    ("store", &["domain", "migration"]),
    ("server", &["app", "service", "store", "domain", "i18n"]),
    ("domain", &[]),
    ("migration", &[]),
    ("xtask", &[]),
];

/// Families of foreign crates, and which of ours may use them.
const FOREIGN: [(&str, &[&str]); 4] = [
    ("sea-orm", &["store", "migration"]),
    ("object_store", &["store"]),
    ("axum", &["server"]),
    ("leptos", &["app", "ui", "frontend", "server"]),
];

/// Edges that must not exist in the browser, so they hang on the feature `ssr`.
const OPTIONAL: [(&str, &str); 3] = [("app", "service"), ("app", "http"), ("app", "leptos_axum")];

/// What `cargo metadata` tells, as far as it matters here.
#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    dependencies: Vec<Dependency>,
}

#[derive(Deserialize)]
struct Dependency {
    name: String,
    /// Nothing for a normal dependency, else `dev` or `build`.
    kind: Option<String>,
    optional: bool,
}

/// Every edge that should not be.
pub fn check() -> Result<Vec<String>> {
    Ok(findings(&workspace::metadata()?))
}

fn findings(metadata: &Metadata) -> Vec<String> {
    let mut findings = Vec::new();
    for package in &metadata.packages {
        for dependency in package.dependencies.iter().filter(|dependency| dependency.kind.is_none()) {
            findings.extend(objection(&package.name, dependency, metadata));
        }
    }
    findings
}

fn objection(package: &str, dependency: &Dependency, metadata: &Metadata) -> Option<String> {
    let name = dependency.name.as_str();
    let is_ours = metadata.packages.iter().any(|package| package.name == name);
    if is_ours && !allowed_of_ours(package).contains(&name) {
        return Some(format!(
            "{package}/Cargo.toml: `{package}` must not depend on `{name}` (tidy/edges.rs)"
        ));
    }
    if let Some((family, users)) = FOREIGN.iter().find(|(family, _)| belongs(name, family))
        && !users.contains(&package)
    {
        return Some(format!(
            "`{package}` must not depend on `{name}`: only {} use {family}",
            users.join(", ")
        ));
    }
    let must_be_optional = OPTIONAL.contains(&(package, name));
    (must_be_optional && !dependency.optional)
        .then(|| format!("`{package}` may depend on `{name}` only as an option, for the server's half"))
}

fn allowed_of_ours(package: &str) -> &'static [&'static str] {
    OURS.iter().find(|(name, _)| *name == package).map(|(_, allowed)| *allowed).unwrap_or_default()
}

/// `sea-orm-migration` belongs to `sea-orm`, `leptos_router` to `leptos`; `axumatic` to nobody.
fn belongs(name: &str, family: &str) -> bool {
    name.strip_prefix(family).is_some_and(|rest| rest.is_empty() || rest.starts_with(['-', '_']))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn check_edge(package: &str, dependency: serde_json::Value, expected: usize) {
        let metadata = json!({ "packages": [
            { "name": package, "dependencies": [dependency] },
            { "name": "store", "dependencies": [] },
            { "name": "service", "dependencies": [] },
        ]});
        let found = findings(&serde_json::from_value(metadata).unwrap());
        assert_eq!(found.len(), expected, "{found:?}");
    }

    fn edge(name: &str) -> serde_json::Value {
        json!({ "name": name, "kind": null, "optional": false })
    }

    #[test]
    fn dependencies_point_inwards() {
        check_edge("server", edge("store"), 0);
        check_edge("domain", edge("store"), 1);
        check_edge("xtask", edge("store"), 1);
    }

    #[test]
    fn a_crate_that_nobody_listed_may_use_none_of_ours() {
        check_edge("newcomer", edge("store"), 1);
    }

    #[test]
    fn only_the_store_names_the_database_library() {
        check_edge("service", edge("sea-orm"), 1);
        check_edge("migration", edge("sea-orm-migration"), 0);
    }

    #[test]
    fn the_pages_reach_the_use_cases_only_on_the_server() {
        check_edge("app", edge("service"), 1);
        check_edge("app", json!({ "name": "service", "kind": null, "optional": true }), 0);
    }

    #[test]
    fn tests_may_use_what_they_like() {
        check_edge("domain", json!({ "name": "store", "kind": "dev", "optional": false }), 0);
    }

    #[test]
    fn families_do_not_swallow_strangers() {
        assert!(belongs("leptos_router", "leptos"));
        assert!(!belongs("axumatic", "axum"));
    }
}
