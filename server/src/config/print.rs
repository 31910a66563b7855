//! Showing the settings in effect.

use figment::value::Value;

use super::Loaded;
use super::load::origin;
use super::secret::masked;

/// The settings in effect as TOML, secrets hidden, each with where it came from.
pub fn print(loaded: &Loaded) -> String {
    let mut text = String::new();
    let Ok(sections) = loaded.figment.extract::<figment::value::Dict>() else { return text };
    for (section, values) in &sections {
        let Value::Dict(_, values) = values else { continue };
        text.push_str(&format!("[{section}]\n"));
        for (name, value) in values {
            let key = format!("{section}.{name}");
            let (value, origin) = shown(loaded, &key, value);
            let line = format!("{name} = {value}");
            text.push_str(&format!("{line:<60} # {origin}\n"));
        }
        text.push('\n');
    }
    text.truncate(text.trim_end().len());
    text
}

/// A value as it takes effect, and where it came from.
fn shown(loaded: &Loaded, key: &str, value: &Value) -> (String, String) {
    if key == "http.public_url" && value.as_str().is_some_and(str::is_empty) {
        let url = toml::Value::String(loaded.settings.http.public_url());
        return (url.to_string(), "from http.listen".to_owned());
    }
    (literal(key, value), origin(&loaded.figment, key))
}

fn literal(key: &str, value: &Value) -> String {
    match value {
        Value::String(_, text) => toml::Value::String(masked(key, text)).to_string(),
        Value::Bool(_, flag) => flag.to_string(),
        Value::Num(_, number) => number.to_u128().map_or_else(String::new, |number| number.to_string()),
        _ => "\"\"".to_owned(),
    }
}
