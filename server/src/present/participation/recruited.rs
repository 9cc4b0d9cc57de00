//! Starts of a hub area beside the targets that were set for them, judged in words. For exact figures only.

use app::filters::{Audience, Key};
use app::reports::report::{Cell, Column, Judgement, Row, Table};
use charts::{Axis, Category, Chart, Comparator, Form, Mark, Targets, Unit};
use domain::measure::{Count, half_up, one_decimal, thousands};
use domain::place::HubArea;
use domain::programme::Programme;
use measures::bands;

use crate::analytics::Measure;
use crate::disclosure::{Published, ShownYear};
use crate::present::draw::{Answer, mark};
use crate::present::{Context, kpi, words};

/// Short of a target by up to so many percent of it, where no bands judge it, is nearly met.
const NEAR: f64 = 5.0;

/// The one hub area that is asked about, where nothing else narrows the question.
fn hub(context: &Context<'_>) -> Option<HubArea> {
    let mut narrowing = context.filters.narrowing();
    let (Some((Key::Hub, code)), None) = (narrowing.next(), narrowing.next()) else { return None };
    code.parse().ok()
}

/// A year with its target.
struct Line<'a> {
    year: &'a ShownYear,
    target: f64,
    /// Percent of the target.
    reached: f64,
    verdict: Judgement,
}

/// The section, where a target is set for any year.
pub(super) fn add(context: &Context<'_>, published: &Published, answer: &mut Answer, caption: Vec<String>) {
    let programme = context.filters.programme();
    let Some(hub) = hub(context).filter(|_| published.audience == Audience::Exact) else { return };
    // The bands are of early career training: NPQs are judged by the target alone.
    let bands = kpi::bands_of("recruitment").filter(|_| programme == Programme::Ecf);
    let lines: Vec<Line<'_>> = (published.years.iter())
        .filter_map(|year| {
            let target = context.kept.target_of_starts(hub, year.year, programme)?;
            let reached = f64::from(year.own[Measure::Starts].value()?) / target * 100.0;
            let verdict = match &bands {
                Some(bands) => kpi::judgement(bands::judge(reached, bands)),
                None => match bands::against_target(reached, 100.0, NEAR) {
                    bands::Progress::Met => Judgement::Met,
                    bands::Progress::Within(_) => Judgement::Near,
                    bands::Progress::Missed(_) => Judgement::Missed,
                },
            };
            // A year that goes on can reach its target, and has not missed it yet.
            let is_reached = matches!(verdict, Judgement::Good | Judgement::Met);
            let verdict = if year.unfinished && !is_reached { Judgement::NotJudged } else { verdict };
            Some(Line { year, target, reached, verdict })
        })
        .collect();
    let of_year = lines.iter().find(|line| published.year == Some(line.year.year));
    let Some(said) = of_year.or(lines.last()) else { return };
    let noun = words::starts(programme);
    let of = |line: &Line<'_>| format!("{} of {}", line.year.own[Measure::Starts].words(), words_of(line.target));
    let so_far = if said.year.unfinished { " so far" } else { "" };
    let title = format!(
        "{} reached {}% of its target of {} {noun} for {}{so_far}",
        hub.code(),
        one_decimal(half_up(said.reached, 1)),
        words_of(said.target),
        said.year.year.name()
    );
    let judged_by = bands.as_ref().map_or_else(
        || "short of it by up to 5% is nearly met".to_owned(),
        |bands| format!("judged {}", kpi::whose(bands)),
    );
    let subtitle = format!("{} by academic year and the targets that were set here; {judged_by}", words::capital(noun));
    let column = |id: &str, name: &str| Column { id: id.into(), name: name.into() };
    let row = |line: &Line<'_>| Row {
        code: line.year.year.to_string(),
        name: named(line),
        filters: None,
        total: false,
        cells: vec![
            Cell::Judged(line.verdict),
            Cell::Count(line.year.own[Measure::Starts]),
            Cell::Count(Count::Exact(line.target.round() as u32)),
            Cell::Number(Some(half_up(line.reached, 1))),
        ],
    };
    let table = Table {
        caption: subtitle.clone(),
        rows_are: "Academic year".into(),
        columns: vec![
            column("verdict", "Against the target"),
            column("starts", "Starts"),
            column("target", "Target"),
            column("reached", "% of the target"),
        ],
        rows: lines.iter().map(row).collect(),
        sortable: false,
    };
    let categories = lines
        .iter()
        .map(|line| {
            let tooltip = format!("{}: {}, {}", named(line), of(line), line.verdict.words());
            let count = Cell::Count(line.year.own[Measure::Starts]);
            Category {
                label: named(line),
                href: None,
                marks: vec![Mark { immature: line.year.unfinished, ..mark(count, tooltip, None) }],
                comparator: None,
            }
        })
        .collect();
    let of_rows =
        lines.iter().map(|line| Some(Comparator { value: line.target, label: words_of(line.target) })).collect();
    let chart = Chart {
        id: "targets".into(),
        title: title.clone(),
        subtitle: subtitle.clone(),
        description: format!("Bars of {noun} by academic year with a marker for each target. {title}."),
        caption,
        axis: Axis { label: "Starts".into(), unit: Unit::Count, max: None },
        form: Form::TargetBars {
            series: vec!["Starts".into()],
            categories,
            comparator_name: None,
            targets: Targets { name: "Target".into(), whole: None, rows: of_rows },
        },
    };
    answer.add("targets", table, Some(chart), title, subtitle);
}

fn named(line: &Line<'_>) -> String {
    let name = line.year.year.name();
    if line.year.unfinished { format!("{name} so far") } else { name }
}

fn words_of(target: f64) -> String {
    thousands(target.round() as u64)
}
