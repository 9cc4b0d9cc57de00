//! Charts from groups and years: the same figures as the table beside them.

use app::filters::{Breakdown, Filters};
use app::links::{self, Page};
use app::reports::report::{Cell, Drawing, Report, Section, Table};
use charts::{Axis, Category, Chart, Comparator, Form, Layout, Line, Mark, Step, Unit};
use domain::measure::Rate;

use super::table::narrowed;
use crate::disclosure::ShownGroup;

/// A report with its charts as descriptions, so that pictures are drawn from the same answer as the page.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Answer {
    /// The page.
    pub report: Report,
    /// Charts by the word of their section.
    pub charts: Vec<(String, Chart)>,
}

impl Answer {
    /// An answer without charts.
    pub fn new(report: Report) -> Answer {
        Answer { report, charts: Vec::new() }
    }

    /// Adds a section; its chart is drawn for the page and kept for pictures.
    pub fn add(&mut self, id: &str, table: Table, chart: Option<Chart>, title: String, subtitle: String) {
        let drawing = chart.as_ref().map(drawing);
        self.charts.extend(chart.map(|chart| (id.to_owned(), chart)));
        self.report.sections.push(Section {
            id: id.to_owned(),
            title,
            subtitle,
            chart: drawing,
            table,
            leads_to: None,
        });
    }
}

/// A chart as the page shows it.
pub fn drawing(chart: &Chart) -> Drawing {
    Drawing {
        wide: charts::inline_svg(chart, Layout::Wide),
        narrow: charts::inline_svg(chart, Layout::Narrow),
        description: chart.description.clone(),
    }
}

/// What a chart says around its marks.
pub struct Frame<'a> {
    /// Section's word.
    pub id: &'a str,
    /// The finding.
    pub title: &'a str,
    /// What is measured, of whom, when.
    pub subtitle: &'a str,
    /// Axis label.
    pub axis: &'a str,
    /// Source, audience, data as of: for files.
    pub caption: Vec<String>,
}

/// The captions of every picture of a report.
pub fn caption(report: &Report) -> Vec<String> {
    let audience = match report.audience {
        app::filters::Audience::Exact => "Exact figures: not for sharing.",
        app::filters::Audience::Sharing => "Sharing figures: counts rounded to 5, fewer than 5 not shown.",
    };
    let mut kinds: Vec<&str> = report.sources.iter().map(|s| s.kind.as_str()).collect();
    kinds.sort_unstable();
    kinds.dedup();
    vec![
        format!(
            "Source: {}. Data as of {}.",
            if kinds.is_empty() { "no file".into() } else { kinds.join(", ") },
            report.as_of
        ),
        audience.to_owned(),
    ]
}

/// A figure as a mark: value where shown, words always.
pub fn mark(cell: Cell, tooltip: String, href: Option<String>) -> Mark {
    // The interval of a rate per 100 on a very small base would leave no room for anything else; the table has it.
    let too_wide = matches!(cell, Cell::Per100(Rate::Shown { unreliable: true, .. }));
    Mark {
        value: cell.sort_value(),
        label: cell.words(),
        tooltip,
        href,
        interval: cell.interval().filter(|_| !too_wide).map(|i| (i.lower, i.upper)),
        immature: matches!(cell, Cell::Percent(Rate::Immature)),
    }
}

fn unit(cell: Option<Cell>) -> (Unit, Option<f64>) {
    match cell {
        Some(Cell::Percent(_)) => (Unit::Percent, Some(100.0)),
        Some(Cell::Per100(_)) => (Unit::Per100, None),
        _ => (Unit::Count, None),
    }
}

/// Bars, one for each group, with a comparator where there is one. Each mark leads to the page narrowed to it, where there is one.
pub fn bars(
    frame: Frame<'_>,
    groups: &[ShownGroup],
    link: Option<(Page, Breakdown, &Filters)>,
    figure: impl Fn(&ShownGroup) -> Cell,
    comparator: impl Fn(&ShownGroup) -> Option<Cell>,
    comparator_name: &str,
) -> Chart {
    let mut any_comparator = false;
    let categories: Vec<Category> = groups
        .iter()
        .map(|group| {
            let cell = figure(group);
            let href = link.map(|(page, by, filters)| links::page(page, &narrowed(by, filters, &group.name.code)));
            let compared =
                comparator(group).and_then(|c| Some(Comparator { value: c.sort_value()?, label: c.words() }));
            any_comparator |= compared.is_some();
            let beside = compared.as_ref().map_or(String::new(), |c| format!("; {comparator_name}: {}", c.label));
            let tooltip = format!("{}: {}{beside}", group.name.name, cell.words());
            Category {
                label: group.name.name.clone(),
                href: None,
                marks: vec![mark(cell, tooltip, href)],
                comparator: compared,
            }
        })
        .collect();
    let (unit, max) = unit(groups.first().map(&figure));
    let mut description = describe(&categories, frame.axis);
    if any_comparator {
        description.push_str(&compared(&categories, comparator_name));
    }
    Chart {
        id: frame.id.to_owned(),
        title: frame.title.to_owned(),
        subtitle: frame.subtitle.to_owned(),
        description,
        caption: frame.caption,
        axis: Axis { label: frame.axis.to_owned(), unit, max },
        form: Form::Bars {
            series: vec![frame.axis.to_owned()],
            categories,
            stacked: false,
            comparator_name: any_comparator.then(|| comparator_name.to_owned()),
        },
    }
}

/// Bars of several series for each group.
pub fn series_bars(
    frame: Frame<'_>,
    groups: &[ShownGroup],
    series: &[&str],
    stacked: bool,
    figures: impl Fn(&ShownGroup) -> Vec<Cell>,
) -> Chart {
    let categories: Vec<Category> = groups
        .iter()
        .map(|group| Category {
            label: group.name.name.clone(),
            href: None,
            marks: (figures(group).into_iter().zip(series))
                .map(|(cell, name)| mark(cell, format!("{}, {name}: {}", group.name.name, cell.words()), None))
                .collect(),
            comparator: None,
        })
        .collect();
    let description = describe(&categories, frame.axis);
    Chart {
        id: frame.id.to_owned(),
        title: frame.title.to_owned(),
        subtitle: frame.subtitle.to_owned(),
        description,
        caption: frame.caption,
        axis: Axis { label: frame.axis.to_owned(), unit: Unit::Count, max: None },
        form: Form::Bars {
            series: series.iter().map(|s| (*s).to_owned()).collect(),
            categories,
            stacked,
            comparator_name: None,
        },
    }
}

/// Lines over years.
pub fn lines(frame: Frame<'_>, periods: Vec<String>, series: Vec<(String, Vec<(Cell, bool)>)>) -> Chart {
    let (unit, max) = unit(series.first().and_then(|(_, points)| points.first()).map(|(cell, _)| *cell));
    let mut words = Vec::new();
    let series: Vec<Line> = series
        .into_iter()
        .map(|(name, points)| {
            let points: Vec<Mark> = (points.into_iter().zip(&periods))
                .map(|((cell, immature), period)| {
                    let late = if immature { ", not yet complete" } else { "" };
                    Mark { immature, ..mark(cell, format!("{name}, {period}: {}{late}", cell.words()), None) }
                })
                .collect();
            let shown: Vec<String> =
                points.iter().zip(&periods).map(|(point, period)| format!("{} in {period}", point.label)).collect();
            words.push(format!("{name}: {}{}", shown.join(", "), trend(&points, &periods)));
            Line { name, points }
        })
        .collect();
    Chart {
        id: frame.id.to_owned(),
        title: frame.title.to_owned(),
        subtitle: frame.subtitle.to_owned(),
        description: format!("Line chart of {}. {}.", frame.axis.to_lowercase(), words.join(". ")),
        caption: frame.caption,
        axis: Axis { label: frame.axis.to_owned(), unit, max },
        form: Form::Lines { periods, series },
    }
}

/// The milestone funnel.
pub fn steps(frame: Frame<'_>, steps: Vec<(String, Cell, String, bool)>) -> Chart {
    let words: Vec<String> = steps.iter().map(|(label, cell, ..)| format!("{label} {}", cell.words())).collect();
    Chart {
        id: frame.id.to_owned(),
        title: frame.title.to_owned(),
        subtitle: frame.subtitle.to_owned(),
        description: format!("Funnel of milestones: {}.", words.join(", ")),
        caption: frame.caption,
        axis: Axis { label: frame.axis.to_owned(), unit: Unit::Count, max: None },
        form: Form::Steps {
            steps: steps
                .into_iter()
                .map(|(label, cell, note, missing)| Step {
                    mark: mark(
                        cell,
                        format!(
                            "{label}: {}{}",
                            cell.words(),
                            if note.is_empty() { String::new() } else { format!(", {note}") }
                        ),
                        None,
                    ),
                    label,
                    note,
                    missing,
                })
                .collect(),
        },
    }
}

/// What a chart of bars shows, in words: how many, the largest, the smallest, how many are not shown.
fn describe(categories: &[Category], axis: &str) -> String {
    let mut shown: Vec<(&str, &Mark, f64)> =
        categories.iter().filter_map(|c| c.marks.first().and_then(|m| Some((c.label.as_str(), m, m.value?)))).collect();
    shown.sort_by(|a, b| b.2.total_cmp(&a.2));
    let hidden = categories.len() - shown.len();
    let mut words = format!("Bar chart of {} for {} groups.", axis.to_lowercase(), categories.len());
    if let (Some(most), Some(least)) = (shown.first(), shown.last()) {
        words.push_str(&format!(" Largest: {}, {}.", most.0, most.1.label));
        if shown.len() > 1 {
            words.push_str(&format!(" Smallest: {}, {}.", least.0, least.1.label));
        }
    }
    if hidden > 0 {
        words.push_str(&format!(" Not shown for {hidden}."));
    }
    words
}

/// How many groups stand above what they are compared with, and how many below.
fn compared(categories: &[Category], with: &str) -> String {
    let pairs = categories.iter().filter_map(|category| {
        let value = category.marks.first()?.value?;
        Some(value.total_cmp(&category.comparator.as_ref()?.value))
    });
    let (mut above, mut below, mut all) = (0, 0, 0);
    for order in pairs {
        above += usize::from(order.is_gt());
        below += usize::from(order.is_lt());
        all += 1;
    }
    if all == 0 {
        return String::new();
    }
    format!(" Compared with {with}: {above} of {all} above, {below} below.")
}

/// Where a line leads from its first to its last point that is shown and complete.
fn trend(points: &[Mark], periods: &[String]) -> String {
    let mut shown = points.iter().zip(periods).filter(|(point, _)| point.value.is_some() && !point.immature);
    let (Some((first, from)), Some((last, to))) = (shown.next(), shown.next_back()) else {
        return String::new();
    };
    let word = match (first.value, last.value) {
        (Some(a), Some(b)) if b > a => "up",
        (Some(a), Some(b)) if b < a => "down",
        _ => "level",
    };
    format!("; {word} from {} in {from} to {} in {to}", first.label, last.label)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(value: Option<f64>) -> Mark {
        let label = value.map_or_else(|| "fewer than 5".to_owned(), |v| v.to_string());
        Mark { value, label, ..Mark::default() }
    }

    #[test]
    fn words_for_a_chart_name_what_is_largest_and_how_it_compares() {
        let category = |label: &str, value, beside: Option<f64>| Category {
            label: label.into(),
            marks: vec![mark(value)],
            comparator: beside.map(|value| Comparator { value, label: value.to_string() }),
            ..Category::default()
        };
        let categories = [
            category("North", Some(10.0), Some(12.0)),
            category("South", Some(20.0), Some(12.0)),
            category("West", None, Some(12.0)),
        ];
        let words = describe(&categories, "Starts");
        assert_eq!(
            words,
            "Bar chart of starts for 3 groups. Largest: South, 20. Smallest: North, 10. Not shown for 1."
        );
        assert_eq!(compared(&categories, "last year"), " Compared with last year: 1 of 2 above, 1 below.");
    }

    #[test]
    fn a_trend_speaks_of_whole_periods_that_are_shown() {
        let periods = ["2021/22", "2022/23", "2023/24", "2024/25"].map(str::to_owned);
        let late = Mark { immature: true, ..mark(Some(1.0)) };
        let points = [mark(None), mark(Some(5.0)), mark(Some(15.0)), late];
        assert_eq!(trend(&points, &periods), "; up from 5 in 2022/23 to 15 in 2023/24");
        assert_eq!(trend(&points[..2], &periods), "", "one point is no trend");
    }
}
