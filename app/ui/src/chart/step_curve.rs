//! How many of all, as time goes by.

use leptos::prelude::*;

use crate::{Text, t, view};

/// The size of the drawing, in its own units.
const WIDTH: f64 = 640.0;
const HEIGHT: f64 = 200.0;
/// The room around it for words.
const EDGE: f64 = 28.0;
/// The room before it for shares, as large as they are on a phone.
const BEFORE: f64 = 88.0;
/// Behind this part of the way a name stands in front of its line: there is no room behind it.
const LATE: f64 = 0.75;
/// The shares that have a line, in percent.
const SHARES: [u32; 2] = [50, 100];

/// A point of a [`StepCurve`].
#[derive(Clone, Debug, PartialEq)]
pub struct StepPoint {
    /// Where on the way from the first to the last instant, from 0 to 1.
    pub at: f64,
    /// Which part of all, from 0 to 1.
    pub share: f64,
    /// The instant and the figure, in words.
    pub words: (Text, Text),
}

/// How many of all have done something, as time goes by: steps upwards, with a line at an instant that matters.
#[component]
pub fn StepCurve(
    /// What is counted; also the caption of the table.
    #[prop(into)]
    label: Text,
    /// The points, from the first instant to the last.
    points: Vec<StepPoint>,
    /// An instant that matters, from 0 to 1, and its name.
    #[prop(optional_no_strip)]
    mark: Option<(f64, Text)>,
    /// What the first column of the table holds.
    #[prop(into)]
    when: Text,
    /// What the second one holds.
    #[prop(into)]
    how_many: Text,
) -> impl IntoView {
    let line = path(&points);
    let area = format!("{line} L {WIDTH:.1} {HEIGHT:.1} L 0 {HEIGHT:.1} Z");
    let mark = mark.map(|(at, name)| {
        let x = format!("{:.1}", at.clamp(0.0, 1.0) * WIDTH);
        let class = if LATE < at { "curve__mark-name curve__tick--end" } else { "curve__mark-name" };
        view! {
            <line class="curve__mark" x1=x.clone() x2=x.clone() y1="0" y2=HEIGHT.to_string() />
            <text class=class x=x y="-8">{name}</text>
        }
    });
    let (first, last) = (instant_of(points.first()), instant_of(points.last()));
    let below = (HEIGHT + 18.0).to_string();
    let rows = points
        .into_iter()
        .map(|StepPoint { words: (at, figure), .. }| view! { <tr><td>{at}</td><td class="table__number">{figure}</td></tr> })
        .collect_view();
    let caption = label.clone();
    let view_box = format!("-{BEFORE} -{EDGE} {} {}", BEFORE + WIDTH + EDGE, 2.0f64.mul_add(EDGE, HEIGHT));
    view! {
        <figure class="curve">
            <svg class="curve__drawing" viewBox=view_box role="img" aria-label=label>
                {SHARES.map(share_line).collect_view()}
                <path class="curve__area" d=area />
                <path class="curve__line" d=line />
                <line class="curve__axis" x1="0" x2=WIDTH.to_string() y1=HEIGHT.to_string() y2=HEIGHT.to_string() />
                {mark}
                <text class="curve__tick" x="0" y=below.clone()>{first}</text>
                <text class="curve__tick curve__tick--end" x=WIDTH.to_string() y=below>{last}</text>
            </svg>
            <details class="curve__table">
                <summary>{t().chart_table()}</summary>
                <table class="table">
                    <caption class="visually-hidden">{caption}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{when}</th>
                            <th scope="col">{how_many}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </details>
        </figure>
    }
}

/// When a point is, in words.
fn instant_of(point: Option<&StepPoint>) -> Option<Text> {
    point.map(|point| point.words.0.clone())
}

/// The line of a share, and its name.
fn share_line(percent: u32) -> AnyView {
    let y = (1.0 - f64::from(percent) / 100.0) * HEIGHT;
    let name = t().percent(percent.into());
    view! {
        <line class="curve__share" x1="0" x2=WIDTH.to_string() y1=y.to_string() y2=y.to_string() />
        <text class="curve__tick curve__tick--end" x="-8" y=(y + 4.0).to_string()>{name}</text>
    }
}

/// Steps from point to point.
fn path(points: &[StepPoint]) -> String {
    let mut path = String::new();
    let mut height = HEIGHT;
    for point in points {
        let (x, y) = (point.at.clamp(0.0, 1.0) * WIDTH, (1.0 - point.share.clamp(0.0, 1.0)) * HEIGHT);
        if path.is_empty() {
            path = format!("M {x:.1} {y:.1}");
        } else {
            path.push_str(&format!(" L {x:.1} {height:.1} L {x:.1} {y:.1}"));
        }
        height = y;
    }
    path.push_str(&format!(" L {WIDTH:.1} {height:.1}"));
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_curve_goes_up_in_steps() {
        let point = |at, share| StepPoint { at, share, words: ("".into(), "".into()) };
        let line = path(&[point(0.0, 0.0), point(0.5, 1.0)]);
        assert_eq!(line, "M 0.0 200.0 L 320.0 200.0 L 320.0 0.0 L 640.0 0.0");
    }
}
