//! What was measured, as a table for people and as JSON for machines.

use serde_json::{Value, json};

/// One line of the table.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    what: String,
    measured: f64,
    unit: &'static str,
    aim: Option<Aim>,
    note: String,
}

/// What was promised.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Aim {
    AtLeast(f64),
    AtMost(f64),
}

impl Row {
    /// A figure by itself: a yardstick for others, or a detail.
    pub fn new(what: impl Into<String>, measured: f64, unit: &'static str) -> Self {
        Self { what: what.into(), measured, unit, aim: None, note: String::new() }
    }

    /// It should not be less.
    pub fn at_least(self, aim: f64) -> Self {
        Self { aim: Some(Aim::AtLeast(aim)), ..self }
    }

    /// It should not be more.
    pub fn at_most(self, aim: f64) -> Self {
        Self { aim: Some(Aim::AtMost(aim)), ..self }
    }

    /// Adds a remark.
    pub fn note(self, note: impl Into<String>) -> Self {
        Self { note: note.into(), ..self }
    }

    fn is_met(&self) -> Option<bool> {
        self.aim.map(|aim| match aim {
            Aim::AtLeast(least) => least <= self.measured,
            Aim::AtMost(most) => self.measured <= most,
        })
    }

    fn cells(&self) -> [String; 5] {
        let Self { what, measured, unit, aim, note } = self;
        let aim = match aim {
            Some(Aim::AtLeast(least)) => format!("≥ {}", number(*least)),
            Some(Aim::AtMost(most)) => format!("≤ {}", number(*most)),
            None => String::new(),
        };
        let verdict = match self.is_met() {
            Some(true) => "met",
            Some(false) => "MISSED",
            None => "",
        };
        [what.clone(), aim, format!("{} {unit}", number(*measured)), verdict.to_owned(), note.clone()]
    }

    fn json(&self) -> Value {
        let Self { what, measured, unit, aim, note } = self;
        let (at_least, at_most) = match aim {
            Some(Aim::AtLeast(least)) => (Some(*least), None),
            Some(Aim::AtMost(most)) => (None, Some(*most)),
            None => (None, None),
        };
        json!({
            "what": what, "measured": measured, "unit": unit, "at_least": at_least, "at_most": at_most,
            "met": self.is_met(), "note": note,
        })
    }
}

/// All rows under each other, with a line that counts what was missed.
pub fn table(rows: &[Row]) -> String {
    let heads = ["what", "aim", "measured", "", ""].map(str::to_owned);
    let lines: Vec<_> = std::iter::once(heads).chain(rows.iter().map(Row::cells)).collect();
    let widths = lines.iter().fold([0; 4], |[a, b, c, d], [what, aim, measured, verdict, _]| {
        let length = |cell: &String| cell.chars().count();
        [a.max(length(what)), b.max(length(aim)), c.max(length(measured)), d.max(length(verdict))]
    });
    let mut text: Vec<String> = lines.iter().map(|cells| line(cells, widths)).collect();
    text.insert(1, "-".repeat(widths.iter().sum::<usize>() + 8));
    let missed = rows.iter().filter(|row| row.is_met() == Some(false)).count();
    let promised = rows.iter().filter(|row| row.is_met().is_some()).count();
    text.push(format!("\n{} of {promised} aims met, {missed} missed", promised - missed));
    text.join("\n")
}

/// The same for machines.
pub fn json(rows: &[Row], machine: Value) -> Value {
    json!({ "machine": machine, "figures": rows.iter().map(Row::json).collect::<Vec<_>>() })
}

fn line([what, aim, measured, verdict, note]: &[String; 5], widths: [usize; 4]) -> String {
    let [a, b, c, d] = widths;
    format!("{what:<a$}  {aim:>b$}  {measured:>c$}  {verdict:<d$}  {note}").trim_end().to_owned()
}

/// As many digits as say something, thousands apart.
fn number(value: f64) -> String {
    let decimals = match value.abs() {
        0.0..1.0 => 3,
        1.0..10.0 => 2,
        10.0..100.0 => 1,
        _ => 0,
    };
    let text = format!("{value:.decimals$}");
    let (whole, rest) = text.split_at(text.find('.').unwrap_or(text.len()));
    let mut grouped = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if 0 < index && (whole.len() - index).is_multiple_of(3) {
            grouped.push(' ');
        }
        grouped.push(digit);
    }
    let rest = if rest.contains('.') { rest.trim_end_matches('0').trim_end_matches('.') } else { rest };
    grouped + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_the_digits_that_matter() {
        let texts = [0.1234, 4.5, 43.21, 5000.4, 1_234_567.0, 1.0, 100.0].map(number);
        assert_eq!(texts, ["0.123", "4.5", "43.2", "5 000", "1 234 567", "1", "100"]);
    }

    #[test]
    fn the_table_tells_what_was_missed() {
        let rows = [
            Row::new("page", 6000.0, "requests/s").at_least(5000.0).note("0.4 of /livez"),
            Row::new("page, p99", 25.0, "ms").at_most(20.0),
            Row::new("/livez", 15000.0, "requests/s"),
        ];
        let expected = "\
what           aim           measured
-----------------------------------------------
page       ≥ 5 000   6 000 requests/s  met     0.4 of /livez
page, p99     ≤ 20              25 ms  MISSED
/livez              15 000 requests/s

1 of 2 aims met, 1 missed";
        assert_eq!(table(&rows), expected);
    }

    #[test]
    fn machines_read_the_same() {
        let rows = [Row::new("page, p99", 25.0, "ms").at_most(20.0)];
        let figure = &json(&rows, json!({ "cores": 2 }))["figures"][0];
        assert_eq!(figure["met"], false);
        assert_eq!(figure["at_most"], 20.0);
        assert_eq!(figure["at_least"], Value::Null);
    }
}
