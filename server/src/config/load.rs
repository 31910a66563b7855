//! Reading settings from all their sources.

use std::path::{Path, PathBuf};

use figment::providers::{Format, Serialized, Toml};
use figment::value::{Dict, Value};
use figment::{Figment, Metadata};

use super::Settings;
use super::environment::{Environment, variable};

/// The file that is read when none is named.
const FILE: &str = "palier.toml";

/// Settings, and where each came from.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The settings.
    pub settings: Settings,
    /// Where each came from.
    pub(super) figment: Figment,
}

/// Why settings were refused: one line per thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.join("\n"))]
pub struct Refused(pub Vec<String>);

/// Reads the settings. A file that is named must be there; `palier.toml` need not.
pub fn load(file: Option<&Path>) -> Result<Loaded, Refused> {
    let path = file.map_or_else(|| PathBuf::from(FILE), Path::to_owned);
    if file.is_some() && !path.is_file() {
        return Err(Refused(vec![format!("`{}`: no such file", path.display())]));
    }
    let defaults = Figment::from(Serialized::defaults(Settings::default()));
    let known = whole(&defaults)?;
    let with_file = if path.is_file() { defaults.merge(Toml::file_exact(&path)) } else { defaults };
    let figment = with_file.merge(Environment { defaults: known.clone() });
    let values = whole(&figment)?;
    let mut refused = Vec::new();
    unknown_keys(&figment, &known, &values, "", &mut refused);
    if !refused.is_empty() {
        return Err(Refused(refused));
    }
    let settings: Settings = figment.extract().map_err(refusal)?;
    if let Err(problem) = settings.http.origin() {
        return Err(Refused(vec![format!(
            "http.public_url: {problem} ({})",
            origin(&figment, "http.public_url")
        )]));
    }
    Ok(Loaded { settings, figment })
}

fn whole(figment: &Figment) -> Result<Value, Refused> {
    figment.extract::<Dict>().map(Value::from).map_err(refusal)
}

/// Notes every key that no setting reads, with its source.
fn unknown_keys(figment: &Figment, known: &Value, values: &Value, path: &str, refused: &mut Vec<String>) {
    let (Value::Dict(_, known), Value::Dict(_, values)) = (known, values) else { return };
    for (name, value) in values {
        let key = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
        match known.get(name) {
            Some(default) => unknown_keys(figment, default, value, &key, refused),
            None => refused.push(format!(
                "{key}: there is no such setting ({})",
                origin(figment, &first_leaf(key.clone(), value))
            )),
        }
    }
}

/// The first key inside that has a value of its own: only those remember where they came from.
fn first_leaf(key: String, value: &Value) -> String {
    match value {
        Value::Dict(_, inner) => match inner.iter().next() {
            Some((name, value)) => first_leaf(format!("{key}.{name}"), value),
            None => key,
        },
        _ => key,
    }
}

/// Where a key's value came from, in words.
pub(super) fn origin(figment: &Figment, key: &str) -> String {
    figment.find_metadata(key).map_or_else(|| "default".to_owned(), |metadata| source(metadata, key))
}

fn source(metadata: &Metadata, key: &str) -> String {
    match (metadata.name.as_ref(), metadata.source.as_ref().and_then(|source| source.file_path())) {
        ("environment", _) => variable(key),
        (_, Some(path)) => path.display().to_string(),
        _ => "default".to_owned(),
    }
}

#[expect(clippy::needless_pass_by_value, reason = "as `map_err` gives it")]
fn refusal(errors: figment::Error) -> Refused {
    Refused(errors.clone().into_iter().map(|error| line(&error)).collect())
}

fn line(error: &figment::Error) -> String {
    let key = error.path.join(".");
    let place = error.metadata.as_ref().map(|metadata| format!(" ({})", source(metadata, &key)));
    let key = if key.is_empty() { String::new() } else { format!("{key}: ") };
    format!("{key}{}{}", error.kind, place.unwrap_or_default())
}
