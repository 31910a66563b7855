//! The demo programme, carried in the binary.

use domain::Locale;
use include_dir::{Dir, include_dir};
use service::{DemoFiles, DemoSpace, ImportFile};

static CONTENT: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/../content/demo");

/// The files of the demo programme.
pub fn files() -> DemoFiles {
    let folder = CONTENT.get_dir("knowledge");
    let spaces = folder.map(|folder| folder.dirs().map(space).collect()).unwrap_or_default();
    let fortnight = Some(text(&CONTENT, "fortnight.toml"));
    DemoFiles { programme: text(&CONTENT, "programme.toml"), spaces, fortnight }
}

fn space(folder: &'static Dir<'static>) -> DemoSpace {
    let slug = folder.path().file_name().map(|name| name.to_string_lossy().into_owned());
    let files = Locale::ALL.into_iter().map(|locale| (locale, articles(folder, locale))).collect();
    DemoSpace { slug: slug.unwrap_or_default(), about: text(folder, "space.toml"), files }
}

fn articles(folder: &'static Dir<'static>, locale: Locale) -> Vec<ImportFile> {
    let mut files = Vec::new();
    let Some(root) = folder.get_dir(folder.path().join(locale.as_str())) else { return files };
    let mut waiting = vec![root];
    while let Some(next) = waiting.pop() {
        waiting.extend(next.dirs());
        for file in next.files().filter(|file| file.path().extension().is_some_and(|end| end == "md")) {
            let path = file.path().strip_prefix(root.path()).unwrap_or_else(|_| file.path());
            files.push(ImportFile {
                path: path.to_string_lossy().into_owned(),
                bytes: file.contents().to_vec(),
            });
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

fn text(folder: &Dir<'_>, name: &str) -> String {
    let file = folder.get_file(folder.path().join(name));
    file.and_then(|file| file.contents_utf8()).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_demo_programme_is_carried_whole() {
        let files = files();
        assert!(files.accounts().unwrap().len() > 4);
        assert!(files.fortnight.unwrap().contains("[[change]]"));
        for space in &files.spaces {
            assert!(space.about.contains("name_fr"), "{}", space.slug);
            let [(_, fr), (_, en)] = space.files.as_slice() else { panic!("two languages") };
            assert!(!fr.is_empty());
            assert_eq!(
                fr.iter().map(|file| &file.path).collect::<Vec<_>>(),
                en.iter().map(|file| &file.path).collect::<Vec<_>>()
            );
        }
    }
}
