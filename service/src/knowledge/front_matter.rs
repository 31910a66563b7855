//! The YAML block at the head of a Markdown file.

use std::collections::BTreeMap;

use domain::knowledge::ImportProblem;
use serde_json::Value;

/// What Palier reads of it. Other keys stay in the source and are left alone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct FrontMatter {
    /// The title.
    pub(crate) title: Option<String>,
    /// Slugs of contact types.
    pub(crate) contact_types: Vec<String>,
    /// The e-mail address of who answers for it.
    pub(crate) owner: Option<String>,
    /// How much this version changes.
    pub(crate) significance: Option<String>,
}

/// Splits a source into its front matter and the Markdown behind it. The error says what is wrong with the
/// YAML, and where.
pub(crate) fn split(source: &str) -> (Result<FrontMatter, ImportProblem>, &str) {
    let source = source.strip_prefix('\u{feff}').unwrap_or(source);
    if source.starts_with("+++\n") || source.starts_with("+++\r\n") {
        return (Err(ImportProblem::FrontMatterToml), source);
    }
    let Some(rest) = source.strip_prefix("---\n").or_else(|| source.strip_prefix("---\r\n")) else {
        return (Ok(FrontMatter::default()), source);
    };
    let mut offset = 0;
    for line in rest.split_inclusive('\n') {
        if matches!(line.trim_end(), "---" | "...") {
            let (yaml, body) = rest.split_at(offset);
            return match parse(yaml) {
                Ok(Some(front)) => (Ok(front), body.get(line.len()..).unwrap_or_default()),
                // Between two rules stands an ordinary text.
                Ok(None) => (Ok(FrontMatter::default()), source),
                Err(problem) => (Err(problem), source),
            };
        }
        offset += line.len();
    }
    (Err(ImportProblem::FrontMatterOpen), source)
}

/// None where it is YAML, but has no keys.
fn parse(yaml: &str) -> Result<Option<FrontMatter>, ImportProblem> {
    if yaml.lines().all(|line| line.trim().is_empty() || line.trim_start().starts_with('#')) {
        return Ok(Some(FrontMatter::default()));
    }
    let value: Value = serde_saphyr::from_str(yaml).map_err(|error| {
        let (line, column) = error.location().map_or((1, 1), |place| (place.line(), place.column()));
        let text = usize::try_from(line).ok().and_then(|line| yaml.lines().nth(line.saturating_sub(1)));
        let text = text.unwrap_or_default().trim().chars().take(80).collect();
        // The line of hyphens is the first.
        ImportProblem::FrontMatter { line: line + 1, column, text }
    })?;
    let Value::Object(map) = value else { return Ok(None) };
    let map: BTreeMap<String, Value> = map.into_iter().collect();
    let text = |key: &str| map.get(key).and_then(text_of);
    let contact_types = match map.get("contact_types") {
        Some(Value::Array(items)) => items.iter().filter_map(text_of).collect(),
        Some(one) => text_of(one).into_iter().collect(),
        None => Vec::new(),
    };
    Ok(Some(FrontMatter {
        title: text("title"),
        contact_types,
        owner: text("owner"),
        significance: text("significance"),
    }))
}

/// A value as the text that somebody meant; none for lists and tables, which other programs put there.
fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(is) => Some(is.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn front_matter_is_split_off_and_read() {
        let (front, body) = split("---\ntitle: Colis\ncontact_types: [a, b]\nother: 1\n---\n# Hi\n");
        let front = front.unwrap();
        assert_eq!(front.title.as_deref(), Some("Colis"));
        assert_eq!(front.contact_types, ["a", "b"]);
        assert_eq!(body, "# Hi\n");
    }

    #[test]
    fn values_of_other_kinds_are_read_as_they_were_meant() {
        let (front, _) = split("---\ntitle: 2024\ncontact_types: a\nowner: { name: x }\ntags:\n  - 1\n---\n");
        let front = front.unwrap();
        assert_eq!((front.title.as_deref(), front.owner), (Some("2024"), None));
        assert_eq!(front.contact_types, ["a"]);
    }

    #[test]
    fn a_file_without_front_matter_is_all_body() {
        assert_eq!(split("# Hi\n---\n"), (Ok(FrontMatter::default()), "# Hi\n---\n"));
        let rules = "---\nBetween two rules.\n---\nText\n";
        assert_eq!(split(rules), (Ok(FrontMatter::default()), rules));
    }

    #[test]
    fn broken_front_matter_is_said_with_its_place() {
        let (broken, _) = split("---\ntitle: a\nother: [a\n---\nx");
        let Err(ImportProblem::FrontMatter { line, .. }) = broken else { panic!("{broken:?}") };
        assert!((2..=4).contains(&line), "{line}");
        assert_eq!(split("---\ntitle: a\nx").0, Err(ImportProblem::FrontMatterOpen));
    }
}
