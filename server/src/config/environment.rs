//! Settings from the environment: `PALIER__HTTP__LISTEN` sets `http.listen`.

use figment::providers::Env;
use figment::util::nest;
use figment::value::{Dict, Map, Num, Value};
use figment::{Error, Metadata, Profile, Provider};

/// What the name of every variable begins with.
pub(super) const PREFIX: &str = "PALIER__";

/// The variables, read in the light of the defaults: a password of digits stays a text.
pub(super) struct Environment {
    /// The value of every key by default.
    pub(super) defaults: Value,
}

impl Provider for Environment {
    fn metadata(&self) -> Metadata {
        Metadata::named("environment").interpolater(|_, keys| variable(&keys.join(".")))
    }

    fn data(&self) -> Result<Map<Profile, Dict>, Error> {
        let mut dict = Dict::new();
        for (key, text) in Env::prefixed(PREFIX).split("__").iter() {
            let value = like(self.defaults.find_ref(key.as_str()), text);
            merge(&mut dict, nest(key.as_str(), value));
        }
        Ok(Profile::Default.collect(dict))
    }
}

/// The name of the variable that sets a key.
pub(super) fn variable(key: &str) -> String {
    format!("{PREFIX}{}", key.replace('.', "__").to_uppercase())
}

/// A text as the type that the default has. One that cannot be read stays a text and is refused later.
fn like(default: Option<&Value>, text: String) -> Value {
    match default {
        Some(Value::Bool(..)) => text.parse::<bool>().map_or_else(|_| Value::from(text), Value::from),
        Some(Value::Num(_, Num::U64(_) | Num::U32(_) | Num::USize(_))) => {
            text.parse::<u64>().map_or_else(|_| Value::from(text), Value::from)
        }
        _ => Value::from(text),
    }
}

fn merge(dict: &mut Dict, value: Value) {
    let Value::Dict(_, new) = value else { return };
    for (key, value) in new {
        match dict.get_mut(&key) {
            Some(Value::Dict(_, old)) => merge(old, value),
            _ => {
                dict.insert(key, value);
            }
        }
    }
}
