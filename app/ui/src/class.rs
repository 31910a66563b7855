//! Joining class names.

/// The names that are not empty, with a space between.
pub(crate) fn classes(names: &[&str]) -> String {
    let mut joined = String::with_capacity(names.iter().map(|name| name.len() + 1).sum());
    for name in names.iter().filter(|name| !name.is_empty()) {
        if !joined.is_empty() {
            joined.push(' ');
        }
        joined.push_str(name);
    }
    joined
}
