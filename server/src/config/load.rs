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

/// Why settings were refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused(pub Vec<Fault>);

/// One thing that is wrong with the settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The file that was named is not there.
    NoFile(PathBuf),
    /// Nobody reads this key; and where it stands.
    Unknown {
        /// The key.
        key: String,
        /// Where it stands.
        origin: String,
    },
    /// What stands there cannot be read.
    Wrong {
        /// The key; empty when the whole file cannot be read.
        key: String,
        /// Where it stands.
        origin: String,
        /// What is wrong with it, in English.
        why: String,
    },
}

/// Reads the settings. A file that is named must be there; `palier.toml` need not.
pub fn load(file: Option<&Path>) -> Result<Loaded, Refused> {
    let path = file.map_or_else(|| PathBuf::from(FILE), Path::to_owned);
    if file.is_some() && !path.is_file() {
        return Err(Refused(vec![Fault::NoFile(path)]));
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
    let refused = wrong_values(&figment, &settings);
    if refused.is_empty() { Ok(Loaded { settings, figment }) } else { Err(Refused(refused)) }
}

/// What is a text, as it should be, and still cannot be used.
fn wrong_values(figment: &Figment, settings: &Settings) -> Vec<Fault> {
    let looked_at = [
        ("database.url", settings.database.check()),
        ("http.public_url", settings.http.origin().map(drop)),
        ("log.filter", settings.log.filter().map(drop)),
    ];
    let fault = |(key, outcome): (&str, Result<(), String>)| {
        let why = outcome.err()?;
        Some(Fault::Wrong { key: key.to_owned(), origin: origin(figment, key), why })
    };
    looked_at.into_iter().filter_map(fault).collect()
}

fn whole(figment: &Figment) -> Result<Value, Refused> {
    figment.extract::<Dict>().map(Value::from).map_err(refusal)
}

/// Notes every key that no setting reads, with its source.
fn unknown_keys(figment: &Figment, known: &Value, values: &Value, path: &str, refused: &mut Vec<Fault>) {
    let (Value::Dict(_, known), Value::Dict(_, values)) = (known, values) else { return };
    for (name, value) in values {
        let key = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
        match known.get(name) {
            Some(default) => unknown_keys(figment, default, value, &key, refused),
            None => {
                let origin = origin(figment, &first_leaf(key.clone(), value));
                refused.push(Fault::Unknown { key, origin });
            }
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
    Refused(errors.clone().into_iter().map(|error| fault(&error)).collect())
}

fn fault(error: &figment::Error) -> Fault {
    let key = error.path.join(".");
    let origin = error.metadata.as_ref().map(|metadata| source(metadata, &key)).unwrap_or_default();
    Fault::Wrong { key, origin, why: error.kind.to_string() }
}
