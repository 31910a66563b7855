//! The YAML block at the head of a Markdown file.

use serde::Deserialize;

/// What Palier reads of it. Other keys stay in the source and are left alone.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
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
pub(crate) fn split(source: &str) -> (Result<FrontMatter, String>, &str) {
    let source = source.strip_prefix('\u{feff}').unwrap_or(source);
    let Some(rest) = source.strip_prefix("---\n").or_else(|| source.strip_prefix("---\r\n")) else {
        return (Ok(FrontMatter::default()), source);
    };
    let mut offset = 0;
    for line in rest.split_inclusive('\n') {
        if matches!(line.trim_end(), "---" | "...") {
            let (yaml, body) = rest.split_at(offset);
            return (parse(yaml), body.get(line.len()..).unwrap_or_default());
        }
        offset += line.len();
    }
    (Err("the front matter is not closed by a line of three hyphens".to_owned()), source)
}

fn parse(yaml: &str) -> Result<FrontMatter, String> {
    if yaml.trim().is_empty() {
        return Ok(FrontMatter::default());
    }
    serde_saphyr::from_str(yaml).map_err(|error| error.to_string())
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
    fn a_file_without_front_matter_is_all_body() {
        assert_eq!(split("# Hi\n---\n"), (Ok(FrontMatter::default()), "# Hi\n---\n"));
    }

    #[test]
    fn broken_front_matter_is_said() {
        assert!(split("---\ntitle: [a\n---\nx").0.is_err());
        assert!(split("---\ntitle: a\nx").0.is_err());
    }
}
