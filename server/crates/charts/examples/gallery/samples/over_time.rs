//! Charts over time and milestones.

use charts::{Chart, Form, Line, Mark, Step, Unit};

use super::{axis, chart, count, withheld};

const YEARS: [&str; 5] = ["2020/21", "2021/22", "2022/23", "2023/24", "2024/25"];

fn line(name: &str, values: &[Option<f64>], immature_from: usize) -> Line {
    let point = |(index, value): (usize, &Option<f64>)| match value {
        Some(value) => Mark {
            value: Some(*value),
            label: format!("{value:.0}%"),
            tooltip: format!("{name}, {}: {value:.1}%", YEARS.get(index).copied().unwrap_or("later")),
            immature: index >= immature_from,
            ..Mark::default()
        },
        None => withheld(name, "fewer than 5"),
    };
    Line { name: name.to_owned(), points: values.iter().enumerate().map(point).collect() }
}

fn lines(series: Vec<Line>) -> Form {
    Form::Lines { periods: YEARS.iter().map(|&year| year.to_owned()).collect(), series }
}

pub fn completion_by_cohort() -> Chart {
    let mut single = line("Our area", &[Some(86.0), Some(84.6), Some(81.7), Some(39.7), Some(3.0)], 3);
    single.points[1].interval = Some((80.0, 88.0));
    chart(
        "completion",
        "Completion held above 80% for the cohorts that have had time",
        "NPQ completion rate by year of start.",
        axis("Percentage of starts", Unit::Percent, Some(100.0)),
        lines(vec![single]),
    )
}

pub fn two_lines() -> Chart {
    let ours = line("Our area", &[Some(58.0), Some(64.0), Some(66.0), Some(69.0), Some(73.2)], 9);
    let england = line("England", &[Some(60.0), Some(63.0), Some(65.0), Some(68.0), Some(69.0)], 9);
    chart(
        "two-lines",
        "We overtook England in 2021/22 and keep pulling ahead",
        "Schools engaged in any strand.",
        axis("Percentage of schools", Unit::Percent, Some(100.0)),
        lines(vec![ours, england]),
    )
}

pub fn four_lines() -> Chart {
    chart(
        "four-lines",
        "All four areas end within three points of each other",
        "Schools engaged in any strand, by area.",
        axis("Percentage of schools", Unit::Percent, None),
        lines(vec![
            line("Cambridgeshire and Peterborough", &[Some(50.0), Some(55.0), Some(66.0), Some(70.0), Some(73.0)], 4),
            line("Norfolk", &[Some(61.0), Some(64.0), Some(66.0), Some(70.0), Some(72.0)], 4),
            line("North East Essex and Suffolk", &[Some(41.0), Some(52.0), Some(59.0), Some(67.0), Some(71.0)], 4),
            line("England", &[Some(60.0), Some(63.0), Some(65.0), Some(68.0), Some(70.0)], 4),
        ]),
    )
}

pub fn withheld_lines() -> Chart {
    chart(
        "withheld-lines",
        "Special schools joined in 2022/23",
        "Schools engaged in NPQs, by phase.",
        axis("Percentage of schools", Unit::Percent, None),
        lines(vec![
            line("Primary", &[Some(20.0), Some(25.0), Some(31.0), Some(30.0), Some(33.0)], 9),
            line("Special", &[None, None, Some(22.0), None, Some(26.0)], 9),
            line("Alternative provision", &[None, None, None, None, None], 9),
        ]),
    )
}

fn step(label: &str, value: u32, note: &str) -> Step {
    let mark = count(label, value);
    let tooltip = if note.is_empty() { mark.tooltip.clone() } else { format!("{}, {note}", mark.tooltip) };
    Step { label: label.to_owned(), mark: Mark { tooltip, ..mark }, note: note.to_owned(), missing: false }
}

pub fn milestones() -> Chart {
    let steps = vec![
        step("Started", 31_661, ""),
        step("Retained 1", 30_020, "94.8% of starts"),
        step("Retained 2", 28_400, "89.7% of starts"),
        step("Completed", 26_783, "84.6% of starts"),
        step("Passed", 26_432, "98.7% of completions"),
    ];
    chart(
        "milestones",
        "85 in every 100 who started have completed",
        "NPQ participants, cohorts of 2021/22, England.",
        axis("Participants", Unit::Count, None),
        Form::Steps { steps },
    )
}

pub fn milestones_in_progress() -> Chart {
    let mut steps = vec![
        step("Started", 310, ""),
        step("Retained 1", 288, "92.9% of starts"),
        step("Retained 2", 0, ""),
        step("Completed", 31, "10.0% of starts so far"),
        step("Passed", 0, ""),
    ];
    steps[2].missing = true;
    steps[2].mark = withheld("Retained 2", "not collected for this course");
    steps[3].mark.immature = true;
    steps[4].mark = withheld("Passed", "fewer than 5");
    chart(
        "milestones-now",
        "This year's cohort has begun to complete",
        "NPQ participants, cohorts of 2024/25, our area.",
        axis("Participants", Unit::Count, None),
        Form::Steps { steps },
    )
}
