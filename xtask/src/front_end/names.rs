//! Shortens the names by which the main part and its script know each other.

use anyhow::{Context, Result, ensure};
use std::{collections::BTreeMap, fs, path::Path};
use walrus::Module;

/// Gives every function that the main part imports from its script a name of a few letters. wasm-bindgen's own names
/// carry a hash each, of which nothing can be compressed, and stand in both files.
pub fn shorten(main: &Path, script: &Path) -> Result<()> {
    let mut module = Module::from_file(main)
        .map_err(|error| error.context(format!("{} is not WebAssembly", main.display())))?;
    let text = fs::read_to_string(script).with_context(|| format!("could not read {}", script.display()))?;
    let mut short = BTreeMap::new();
    for import in module.imports.iter_mut().filter(|import| import.name.starts_with("__wb")) {
        let name = short_name(short.len());
        short.insert(std::mem::replace(&mut import.name, name.clone()), name);
    }
    let (text, found) = replaced(&text, &short);
    ensure!(
        found == short.len(),
        "{} names {found} of the {} functions that WebAssembly asks of it",
        script.display(),
        short.len()
    );
    fs::write(main, module.emit_wasm())?;
    fs::write(script, text)?;
    Ok(())
}

/// `a0`, `b0`, … `z0`, `a1` …: names in JavaScript, none of them a word of the language.
fn short_name(number: usize) -> String {
    let letter = char::from(b'a' + u8::try_from(number % 26).unwrap_or_default());
    format!("{letter}{}", number / 26)
}

/// A script with other names, and how many were found in it.
fn replaced(script: &str, names: &BTreeMap<String, String>) -> (String, usize) {
    let is_part = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '$');
    let (mut out, mut rest, mut found) = (String::with_capacity(script.len()), script, 0);
    while !rest.is_empty() {
        let (word, after) = rest.split_at(rest.find(|letter| !is_part(letter)).unwrap_or(rest.len()));
        let known = names.get(word);
        found += usize::from(known.is_some());
        out.push_str(known.map_or(word, String::as_str));
        let (between, next) = after.split_at(after.find(is_part).unwrap_or(after.len()));
        out.push_str(between);
        rest = next;
    }
    (out, found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_names_differ() {
        let names: Vec<_> = (0..100).map(short_name).collect();
        assert_eq!(names[0], "a0");
        assert_eq!(names[27], "b1");
        assert_eq!(names.iter().collect::<std::collections::BTreeSet<_>>().len(), 100);
    }

    #[test]
    fn whole_names_are_replaced_and_nothing_else() {
        let names = BTreeMap::from([("__wbg_a_1".to_owned(), "a0".to_owned())]);
        let (script, found) = replaced("é{__wbg_a_1: f, __wbg_a_12: g, x.__wbg_a_1}", &names);
        assert_eq!(script, "é{a0: f, __wbg_a_12: g, x.a0}");
        assert_eq!(found, 2);
        assert_eq!(replaced("", &names), (String::new(), 0));
    }
}
