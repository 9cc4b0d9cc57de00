//! One hub area and its similar ones over the years, and how it stood against its targets.

use app::filters::Audience;
use app::links::{self, Page};
use app::reports::report::{Cell, Judgement, Row, Table};
use charts::{Axis, Chart, Comparator, Form, Multiples, Panel};
use domain::measure::Rate;
use domain::place::HubArea;
use measures::{Scale, bands};

use super::base::{Base, cell};
use super::hubs::{column, of_hub, unit};
use super::{Beside, of_what};
use crate::kept::targets::in_words;
use crate::present::Context;
use crate::present::draw::{Answer, mark};
use crate::present::targets::{self, Line, NEAR, judged};

pub(super) fn add(context: &Context<'_>, base: &Base, beside: &Beside, answer: &mut Answer, caption: &[String]) {
    let years = &base.hubs.years;
    if years.len() < 2 {
        return;
    }
    multiples(context, base, beside, answer, caption);
    against_targets(context, base, beside, answer, caption);
}

fn multiples(context: &Context<'_>, base: &Base, beside: &Beside, answer: &mut Answer, caption: &[String]) {
    let years = &base.hubs.years;
    let scale = base.hubs.scale;
    let periods: Vec<String> = years
        .iter()
        .map(|line| if line.unfinished { format!("{} so far", line.year.name()) } else { line.year.name() })
        .collect();
    let hubs: Vec<HubArea> = std::iter::once(beside.hub).chain(beside.similar.iter().map(|(hub, _)| *hub)).collect();
    let panels = hubs
        .iter()
        .map(|hub| Panel {
            title: hub.name(),
            href: Some(links::page(Page::Compare, &of_hub(context.filters, *hub))),
            points: (years.iter().zip(&periods))
                .map(|(line, period)| {
                    let rate = cell(scale, line.hubs[hub.index()]);
                    let tooltip = format!("{}, {period}: {}", hub.code(), rate.words());
                    charts::Mark { immature: line.unfinished, ..mark(rate, tooltip, None) }
                })
                .collect(),
            comparators: years
                .iter()
                .map(|line| {
                    let all = cell(scale, line.total);
                    Some(Comparator { value: all.sort_value()?, label: all.words() })
                })
                .collect(),
        })
        .collect();
    let row = |code: String, name: String, hub: Option<HubArea>| Row {
        code,
        name,
        filters: hub.map(|hub| of_hub(context.filters, hub)),
        total: false,
        cells: years.iter().map(|line| cell(scale, hub.map_or(line.total, |hub| line.hubs[hub.index()]))).collect(),
    };
    let mut rows: Vec<Row> = hubs.iter().map(|hub| row(hub.code(), hub.name(), Some(*hub))).collect();
    rows.push(row("all".into(), "All areas loaded".into(), None));
    let what = of_what(base.hubs.measure);
    let first = cell(scale, years[0].hubs[beside.hub.index()]);
    let last = cell(scale, years[years.len() - 1].hubs[beside.hub.index()]);
    let title = match (first, last) {
        (Cell::Percent(Rate::Shown { .. }) | Cell::Per100(Rate::Shown { .. }), _) if last.sort_value().is_some() => {
            format!(
                "{} went from {} in {} to {} in {}",
                beside.hub.code(),
                first.words(),
                years[0].year.name(),
                last.words(),
                periods[periods.len() - 1]
            )
        }
        _ => format!("{} and similar hub areas over the years", beside.hub.code()),
    };
    let subtitle = format!("{what}, each hub area beside all areas loaded");
    let table = Table {
        caption: subtitle.clone(),
        rows_are: "Hub area".into(),
        columns: years.iter().zip(&periods).map(|(line, name)| column(&line.year.to_string(), name)).collect(),
        rows,
        sortable: false,
    };
    let chart = Chart {
        id: "years".into(),
        title: title.clone(),
        subtitle: subtitle.clone(),
        description: format!("Small panels of lines for {} hub areas over {} years. {title}.", hubs.len(), years.len()),
        caption: caption.to_vec(),
        axis: Axis { label: what.into(), unit: unit(scale), max: (scale == Scale::Share).then_some(100.0) },
        form: Form::Multiples(Multiples {
            periods,
            own_name: "The hub area".into(),
            comparator_name: "All areas loaded".into(),
            panels,
        }),
    };
    answer.add("years", table, Some(chart), title, subtitle);
}

/// Each year beside its target, where one is set. Targets are kept beside exact figures.
fn against_targets(context: &Context<'_>, base: &Base, beside: &Beside, answer: &mut Answer, caption: &[String]) {
    let measure = base.hubs.measure;
    let target_of = |year| context.kept.target(beside.hub, year, (measure, context.filters.programme()));
    let lines: Vec<_> = base.hubs.years.iter().filter_map(|line| Some((line, target_of(line.year)?))).collect();
    if lines.is_empty() || base.hubs.audience != Audience::Exact {
        return;
    }
    let scale = base.hubs.scale;
    let rate = |line: &crate::disclosure::compare::PublishedYear| cell(scale, line.hubs[beside.hub.index()]);
    let verdict = |line, target: f64| match rate(line).sort_value() {
        Some(value) => judged(bands::against_target(value, target, NEAR)),
        None => Judgement::NotJudged,
    };
    let what = of_what(measure);
    let met = lines.iter().filter(|(line, target)| verdict(line, *target) == Judgement::Met).count();
    let title = format!("{} met {met} of {} targets", beside.hub.code(), lines.len());
    let subtitle = format!("{what}, and the targets that were set here. A miss of up to 5 is nearly met");
    let columns = vec![column("rate", what), column("target", "Target")];
    let lines = lines
        .iter()
        .map(|(line, target)| Line {
            code: line.year.to_string(),
            name: line.year.name(),
            figure: rate(line),
            target: (*target, in_words(measure, *target)),
            verdict: verdict(line, *target),
            unfinished: line.unfinished,
            cells: vec![rate(line), Cell::Number(Some(*target))],
        })
        .collect();
    let axis = Axis { label: what.into(), unit: unit(scale), max: (scale == Scale::Share).then_some(100.0) };
    targets::add(answer, lines, columns, (title, subtitle), (axis, caption.to_vec()));
}
