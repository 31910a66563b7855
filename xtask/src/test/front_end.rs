//! The browser's half as it ships, and what its first load weighs.

use super::step::{Context, Outcome};
use crate::{
    front_end::{
        self, Flavour,
        manifest::{Asset, Manifest},
        parts::{self, Areas},
    },
    say,
};
use anyhow::{Result, bail};
use std::path::Path;

/// What an empty browser may fetch at most for the first page of an agent: WebAssembly, JavaScript and style sheet, as
/// brotli. The page itself, its icon and the headers of all answers come to it, and 250 kB are promised.
const BUDGET: u64 = 240_000;
/// What one part that is loaded later may weigh at most, as brotli.
const PART_BUDGET: u64 = 80_000;

/// Builds it as it ships.
pub fn build(context: &mut Context) -> Result<Outcome> {
    front_end::build(context.toolchain()?, Flavour::Small)?;
    Ok(Outcome::Passed)
}

/// Fails when it is above its budget.
pub fn size(_: &mut Context) -> Result<Outcome> {
    let site = Path::new(front_end::SITE);
    let weight = Weight::of(&Manifest::read(site)?, &parts::read_areas(site)?);
    say::plain(&weight.table.join("\n"));
    if weight.first_load == 0 {
        bail!("there is no front end to weigh; run the step front-end first");
    }
    let [first, budget] = [weight.first_load, BUDGET].map(say::kilobytes);
    if BUDGET < weight.first_load {
        bail!("the first load of an agent is {first}, above the budget of {budget}");
    }
    if let Some(part) = weight.too_heavy.first() {
        bail!("the part {part} is above the budget of {}", say::kilobytes(PART_BUDGET));
    }
    Ok(Outcome::Passed)
}

/// What was weighed, as numbers and as a table.
struct Weight {
    /// The first load of an agent, whose pages are all in the main part.
    first_load: u64,
    /// The names of parts above their budget.
    too_heavy: Vec<String>,
    table: Vec<String>,
}

impl Weight {
    fn of(manifest: &Manifest, areas: &Areas) -> Self {
        let mut table =
            vec![format!("    {:<32} {:>10} {:>10} {:>10}", "every page", "as is", "gzip", "brotli")];
        let always: Vec<_> = manifest.files.iter().filter(|file| is_always_loaded(&file.name)).collect();
        table.extend(always.iter().map(|file| line(file)));
        let always = sum(always.into_iter());
        let later: Vec<_> = manifest.files.iter().filter(|file| is_part(&file.name)).collect();
        table
            .push(format!("    {:<32} {:>10} {:>10} {:>10}", "when first needed", "as is", "gzip", "brotli"));
        table.extend(later.iter().map(|file| line(file)));
        table.push(format!("    {:<32} {:>32}", "an agent's pages", say::kilobytes(always)));
        for (area, parts) in areas {
            let total = always + sum(later.iter().copied().filter(|file| parts.contains(&file.name)));
            table.push(format!("    {area:<32} {:>32}", say::kilobytes(total)));
        }
        let [first, budget] = [always, BUDGET].map(say::kilobytes);
        table.push(format!("    {:<32} {first:>32} of {budget}", "an agent at most"));
        let too_heavy = later.iter().filter(|file| PART_BUDGET < file.br).map(|file| file.name.clone());
        Self { first_load: always, too_heavy: too_heavy.collect(), table }
    }
}

fn line(file: &Asset) -> String {
    let sizes = [file.size, file.gz, file.br].map(say::kilobytes);
    format!("    {:<32} {:>10} {:>10} {:>10}", file.name, sizes[0], sizes[1], sizes[2])
}

fn sum<'a>(files: impl Iterator<Item = &'a Asset>) -> u64 {
    files.map(|file| file.br).sum()
}

fn is_always_loaded(name: &str) -> bool {
    let names =
        ["palier.wasm", "palier.js", "palier-parts.js", "live.js", "select.js", "cover.js", "palier.css"];
    names.contains(&name) || name.starts_with("snippets/")
}

fn is_part(name: &str) -> bool {
    name.ends_with(".wasm") && !is_always_loaded(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn weigh(files: &[(&str, u64)], areas: &[(&str, &[&str])]) -> Weight {
        let asset = |(name, br): &(&str, u64)| {
            (Asset { name: (*name).to_owned(), size: br * 3, br: *br, gz: br * 2 }, Vec::new())
        };
        let owned = |(area, parts): &(&str, &[&str])| {
            ((*area).to_owned(), parts.iter().map(|part| (*part).to_owned()).collect())
        };
        Weight::of(
            &Manifest::new(files.iter().map(asset).collect()),
            &areas.iter().map(owned).collect::<Areas>(),
        )
    }

    #[test]
    fn fonts_and_pictures_are_not_part_of_the_budget() {
        let names = ["palier.js", "palier.wasm", "palier.css", "snippets/a/inline0.js", "inter.woff2"];
        let weight = weigh(&names.map(|name| (name, 100)), &[]);
        assert_eq!(weight.first_load, 400);
        assert!(!weight.table.join("").contains("woff2"));
    }

    #[test]
    fn what_is_loaded_later_counts_for_its_area_and_not_for_agents() {
        let files = [("palier.wasm", 1000), ("chunk_0.wasm", 5), ("split_steering.wasm", 400)];
        let weight = weigh(&files, &[("steering", &["chunk_0.wasm", "split_steering.wasm"])]);
        assert_eq!(weight.first_load, 1000);
        assert!(weight.table.join("\n").contains("1.4 kB"));
        assert!(weight.too_heavy.is_empty());
    }

    #[test]
    fn a_part_above_its_budget_is_named() {
        let weight = weigh(&[("palier.wasm", 1000), ("split_vendors.wasm", PART_BUDGET + 1)], &[]);
        assert_eq!(weight.too_heavy, ["split_vendors.wasm"]);
    }
}
