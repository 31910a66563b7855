//! The browser's half as it ships, and what its first load weighs.

use super::step::{Context, Outcome};
use crate::{
    front_end::{self, Flavour, manifest::Manifest},
    say,
};
use anyhow::{Result, bail};
use std::path::Path;

/// What an empty browser may fetch at most for its first page: WebAssembly, JavaScript and style
/// sheet, as brotli.
const BUDGET: u64 = 250_000;

/// Builds it as it ships.
pub fn build(context: &mut Context) -> Result<Outcome> {
    front_end::build(context.toolchain()?, Flavour::Small)?;
    Ok(Outcome::Passed)
}

/// Fails above the budget.
pub fn size(_: &mut Context) -> Result<Outcome> {
    let manifest = Manifest::read(Path::new(front_end::SITE))?;
    let (table, total) = weigh(&manifest);
    say::plain(&table);
    if total == 0 {
        bail!("there is no front end to weigh; run the step front-end first");
    }
    if BUDGET < total {
        bail!("the first load is {}, above the budget of {}", say::kilobytes(total), say::kilobytes(BUDGET));
    }
    Ok(Outcome::Passed)
}

fn weigh(manifest: &Manifest) -> (String, u64) {
    let first: Vec<_> = manifest.files.iter().filter(|file| is_first_load(&file.name)).collect();
    let total = first.iter().map(|file| file.br).sum();
    let mut lines = vec![format!("    {:<32} {:>10} {:>10} {:>10}", "first load", "as is", "gzip", "brotli")];
    lines.extend(first.iter().map(|file| {
        let sizes = [file.size, file.gz, file.br].map(say::kilobytes);
        format!("    {:<32} {:>10} {:>10} {:>10}", file.name, sizes[0], sizes[1], sizes[2])
    }));
    lines.push(format!("    {:<32} {:>32} of {}", "together", say::kilobytes(total), say::kilobytes(BUDGET)));
    (lines.join("\n"), total)
}

fn is_first_load(name: &str) -> bool {
    ["palier.wasm", "palier.js", "palier.css"].contains(&name) || name.starts_with("snippets/")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::front_end::manifest::Asset;

    #[test]
    fn fonts_and_pictures_are_not_part_of_the_budget() {
        let asset = |name: &str| (Asset { name: name.to_owned(), size: 300, br: 100, gz: 150 }, Vec::new());
        let files =
            ["palier.js", "palier.wasm", "palier.css", "snippets/a/inline0.js", "inter.woff2"].map(asset);
        let (table, total) = weigh(&Manifest::new(files.into()));
        assert_eq!(total, 400);
        assert!(!table.contains("woff2"));
    }
}
