//! Cuts the compiled front end into the part that every page needs and those loaded when first needed.

use anyhow::{Context, Result, anyhow};
use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

/// Names, for every area of pages, the parts that it needs besides the main one.
pub const AREAS: &str = "areas.json";

/// The areas and the files of their parts.
pub type Areas = BTreeMap<String, Vec<String>>;

/// Writes the main part to a place of its own, for wasm-bindgen to work on, and the others, with the script
/// that loads them, into a folder; answers the others.
pub fn split(compiled: &Path, main: &Path, folder: &Path, name: &str) -> Result<Vec<PathBuf>> {
    let input = fs::read(compiled).with_context(|| format!("could not read {}", compiled.display()))?;
    let main_module = format!("./{name}.js");
    let link_name = format!("./{name}-parts.js");
    let mut options = wasm_split_cli_support::Options::new(&input);
    options.output_dir = folder;
    options.main_out_path = main;
    options.main_module = &main_module;
    options.link_name = &link_name;
    let split = wasm_split_cli_support::transform(options)
        .map_err(|error| anyhow!("could not split the front end: {error:#}"))?;
    let areas = split.prefetch_map.into_iter().map(|(area, parts)| {
        let mut parts: Vec<_> = parts.iter().map(|part| format!("{part}.wasm")).collect();
        parts.sort();
        (area, parts)
    });
    write_areas(folder, &areas.collect())?;
    Ok(split.split_modules)
}

/// The areas of a site; none where the front end was not split.
pub fn read_areas(site: &Path) -> Result<Areas> {
    let path = site.join(AREAS);
    if !path.exists() {
        return Ok(Areas::new());
    }
    serde_json::from_slice(&fs::read(&path)?).with_context(|| format!("{} is damaged", path.display()))
}

fn write_areas(folder: &Path, areas: &Areas) -> Result<()> {
    Ok(fs::write(folder.join(AREAS), serde_json::to_string(areas)?)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn areas_are_read_as_they_were_written() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(read_areas(folder.path()).unwrap(), Areas::new());
        let areas = Areas::from([("people".to_owned(), vec!["split_people.wasm".to_owned()])]);
        write_areas(folder.path(), &areas).unwrap();
        assert_eq!(read_areas(folder.path()).unwrap(), areas);
    }
}
