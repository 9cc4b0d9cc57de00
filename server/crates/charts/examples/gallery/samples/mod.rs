//! Realistic charts and odd ones, used by the gallery and by the tests. Most figures are invented.

mod over_time;
mod places;
mod rows;
mod units;

use charts::{Axis, Category, Chart, Comparator, Form, Mark, Unit};
use over_time::*;
use places::*;
use rows::*;
use units::*;

/// All charts, by name.
pub fn all() -> Vec<Chart> {
    vec![
        phases(),
        local_authorities(),
        two_years(),
        three_strands(),
        outcomes_stacked(),
        intervals(),
        completion_by_cohort(),
        two_lines(),
        four_lines(),
        withheld_lines(),
        milestones(),
        milestones_in_progress(),
        hub_areas(),
        all_withheld(),
        targets(),
        target_line(),
        target_meets_comparator(),
        dots(),
        dots_one(),
        dots_every_hub(),
        dots_withheld(),
        dots_odd(),
        funnel(),
        funnel_one(),
        funnel_equal(),
        funnel_withheld(),
        multiples(),
        multiples_many(),
        multiples_one(),
        tile_map(),
        tile_map_withheld(),
        tile_map_few(),
        nothing(),
        hostile(),
    ]
}

fn chart(id: &str, title: &str, subtitle: &str, axis: Axis, form: Form) -> Chart {
    let description = format!("{title}. {subtitle} The figures are in the table below the chart.");
    Chart {
        id: id.to_owned(),
        title: title.to_owned(),
        subtitle: subtitle.to_owned(),
        description,
        caption: vec![
            "Source: Get Information about Schools; hub engagement records for Cambridgeshire and Peterborough (EE3)."
                .to_owned(),
            "Data as of 31 August 2025. For sharing: figures below 5 are not shown and counts are rounded.".to_owned(),
        ],
        axis,
        form,
    }
}

fn axis(label: &str, unit: Unit, max: Option<f64>) -> Axis {
    Axis { label: label.to_owned(), unit, max }
}

fn percent(name: &str, part: u32, whole: u32) -> Mark {
    let value = f64::from(part) / f64::from(whole) * 100.0;
    Mark {
        value: Some(value),
        label: format!("{value:.0}%"),
        tooltip: format!("{name}: {part} of {whole} schools, {value:.0}%"),
        href: Some(format!("/schools?phase={}", name.to_lowercase().replace(' ', "-"))),
        ..Mark::default()
    }
}

fn count(name: &str, value: u32) -> Mark {
    let label = if value >= 1000 { format!("{},{:03}", value / 1000, value % 1000) } else { value.to_string() };
    Mark { value: Some(f64::from(value)), tooltip: format!("{name}: {label}"), label, ..Mark::default() }
}

fn withheld(name: &str, words: &str) -> Mark {
    Mark { label: words.to_owned(), tooltip: format!("{name}: {words}"), ..Mark::default() }
}

fn row(label: &str, marks: Vec<Mark>, england: Option<f64>) -> Category {
    let comparator = england.map(|value| Comparator { value, label: format!("{value:.0}%") });
    Category { label: label.to_owned(), href: None, marks, comparator }
}

fn bars(series: &[&str], categories: Vec<Category>, stacked: bool) -> Form {
    let series = series.iter().map(|&name| name.to_owned()).collect();
    Form::Bars { series, categories, stacked, comparator_name: Some("England".to_owned()) }
}
