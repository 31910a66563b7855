//! The answers of a form as they stand in an address.

/// The answers to fields whose names begin in one of some ways; these are given as they stand in an address, with the `=` where
/// the whole name is meant.
pub fn answers_to(names: &[&str], answers: &str) -> String {
    let is_asked = |pair: &&str| names.iter().any(|name| pair.starts_with(name));
    answers.split('&').filter(is_asked).collect::<Vec<_>>().join("&")
}

/// How many words were typed into the field of a name, which ends with its `=`.
pub fn words_typed(name: &str, answers: &str) -> usize {
    answers.split('&').filter_map(|pair| pair.strip_prefix(name)).map(words_in).sum()
}

fn words_in(text: &str) -> usize {
    let text = text.replace("%0D", "+").replace("%0A", "+");
    text.split('+').filter(|word| !word.is_empty()).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANSWERS: &str = "severity=major&fr%5Btitle%5D=Un+deux&fr%5Bsummary%5D=trois%0D%0Aquatre+&end_day=x\
                           &audience%5Bsites%5D%5B%5D=a&audience%5Bsites%5D%5B%5D=b&en%5Btitle%5D=One";

    #[test]
    fn only_what_is_asked_is_kept() {
        let asked = "severity=major&audience%5Bsites%5D%5B%5D=a&audience%5Bsites%5D%5B%5D=b";
        assert_eq!(answers_to(&["severity=", "day=", "audience%5B"], ANSWERS), asked);
        assert_eq!(answers_to(&["severity="], ""), "");
    }

    #[test]
    fn words_are_counted_over_lines_and_spaces() {
        assert_eq!(words_typed("fr%5Bsummary%5D=", ANSWERS), 2);
        assert_eq!(words_typed("fr%5Btitle%5D=", ANSWERS), 2);
        assert_eq!(words_typed("de%5Btitle%5D=", ANSWERS), 0);
    }
}
