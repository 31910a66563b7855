//! Folders of a space: articles keep the places that their files had.

/// A folder in a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folder {
    /// Its path in the space, with `/`.
    pub path: String,
    /// The last part of that.
    pub name: String,
    /// How many articles lie in it, or below.
    pub articles: u64,
}

impl Folder {
    /// What lies in a folder: the folders by name, and the items, in their order. The folder of everything is the empty
    /// path.
    pub fn open<T>(items: Vec<T>, path_of: impl Fn(&T) -> &str, folder: &str) -> (Vec<Self>, Vec<T>) {
        let mut folders: std::collections::BTreeMap<String, u64> = std::collections::BTreeMap::new();
        let mut inside = Vec::new();
        for item in items {
            let path = path_of(&item);
            let below = if folder.is_empty() { Some(path) } else { below(path, folder) };
            match below.map(|below| below.split_once('/').map(|(name, _)| name.to_owned())) {
                Some(Some(name)) => *folders.entry(name).or_default() += 1,
                Some(None) => inside.push(item),
                None => {}
            }
        }
        let folder = |(name, articles): (String, u64)| Self { path: joined(folder, &name), name, articles };
        (folders.into_iter().map(folder).collect(), inside)
    }

    /// The folders on the way to the one in which a file lies: paths and names.
    pub fn way(path: &str) -> Vec<(String, String)> {
        let mut way: Vec<(String, String)> = Vec::new();
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        for name in folder.split('/').filter(|name| !name.is_empty()) {
            let above = way.last().map_or("", |(path, _)| path.as_str());
            way.push((joined(above, name), name.to_owned()));
        }
        way
    }
}

fn below<'a>(path: &'a str, folder: &str) -> Option<&'a str> {
    path.strip_prefix(folder)?.strip_prefix('/')
}

fn joined(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(folder: &str, folders: &[(&str, u64)], inside: &[&str]) {
        let paths = vec!["a.md", "b/c.md", "b/d/e.md", "b/d/f.md", "bb/g.md"];
        let (found, left) = Folder::open(paths, |path| path, folder);
        let found: Vec<_> = found.iter().map(|found| (found.path.as_str(), found.articles)).collect();
        assert_eq!((found.as_slice(), left.as_slice()), (folders, inside));
    }

    #[test]
    fn a_folder_holds_what_lies_in_it_and_counts_what_lies_below() {
        check("", &[("b", 3), ("bb", 1)], &["a.md"]);
        check("b", &[("b/d", 2)], &["b/c.md"]);
        check("b/d", &[], &["b/d/e.md", "b/d/f.md"]);
        check("c", &[], &[]);
    }

    #[test]
    fn the_way_to_a_file_names_each_folder() {
        let own = |path: &str, name: &str| (path.to_owned(), name.to_owned());
        assert_eq!(Folder::way("b/d/e.md"), [own("b", "b"), own("b/d", "d")]);
        assert_eq!(Folder::way("a.md"), []);
    }
}
