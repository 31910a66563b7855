//! One style sheet from `style/main.css` and everything it imports.

use anyhow::{Result, anyhow};
use lightningcss::{
    bundler::{Bundler, FileProvider},
    stylesheet::{MinifyOptions, ParserOptions, PrinterOptions},
    targets::{Browsers, Targets},
};
use std::path::Path;

/// Browsers of the last two years. They all know layers, nesting and `light-dark()`, so these stay
/// as written.
const BROWSERS: Browsers = Browsers {
    android: Some(version(131, 0)),
    chrome: Some(version(131, 0)),
    edge: Some(version(131, 0)),
    firefox: Some(version(132, 0)),
    ie: None,
    ios_saf: Some(version(18, 1)),
    opera: Some(version(116, 0)),
    safari: Some(version(18, 1)),
    samsung: Some(version(27, 0)),
};

/// Bundles and minifies; an error names the file and the line.
pub fn bundle(entry: &Path) -> Result<String> {
    let files = FileProvider::new();
    let mut bundler = Bundler::new(&files, None, ParserOptions::default());
    let mut sheet = bundler.bundle(entry).map_err(|error| anyhow!("style sheet: {error}"))?;
    let targets = Targets::from(BROWSERS);
    sheet
        .minify(MinifyOptions { targets, ..MinifyOptions::default() })
        .map_err(|error| anyhow!("style sheet: {error}"))?;
    let options = PrinterOptions { minify: true, targets, ..PrinterOptions::default() };
    let printed = sheet.to_css(options).map_err(|error| anyhow!("style sheet: {error}"))?;
    Ok(printed.code)
}

const fn version(major: u32, minor: u32) -> u32 {
    major << 16 | minor << 8
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_bundle(main: &str, imported: &str, expected: &str) {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("main.css"), main).unwrap();
        std::fs::write(folder.path().join("base.css"), imported).unwrap();
        assert_eq!(bundle(&folder.path().join("main.css")).unwrap(), expected);
    }

    #[test]
    fn imports_become_layers_in_the_declared_order() {
        check_bundle(
            "@layer reset, base, components;\n@import \"base.css\" layer(base);",
            "a { color: red }",
            "@layer reset;@layer base{a{color:red}}@layer components;",
        );
    }

    #[test]
    fn modern_features_stay_as_written() {
        check_bundle(
            "@import \"base.css\";",
            ":root { color-scheme: light dark; --ink: light-dark(#111, #eee) } a { &:hover { color: var(--ink) } } p { color: light-dark(#000, #fff) }",
            ":root{color-scheme:light dark;--ink:light-dark(#111,#eee)}a:hover{color:var(--ink)}p{color:light-dark(#000,#fff)}",
        );
    }

    #[test]
    fn a_missing_import_is_named() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("main.css"), "@import \"gone.css\";").unwrap();
        let error = bundle(&folder.path().join("main.css")).unwrap_err().to_string();
        assert!(error.contains("main.css"), "{error}");
    }
}
