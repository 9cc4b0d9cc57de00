//! What DfE published, of all providers, beside the hub area: context, with its release and what sets it apart.

use app::reports::report::{Cell, Row, Table};
use charts::{Axis, Chart, Dot, Dots, Form, Mark};
use domain::place::District;
use measures::Scale;

use super::base::{Base, cell};
use super::hubs::{column, unit};
use super::{Beside, of_what};
use crate::present::Context;
use crate::present::draw::{Answer, mark};
use crate::published::DfeFigure;

pub(super) fn add(
    context: &Context<'_>,
    base: &Base,
    beside: Option<&Beside>,
    answer: &mut Answer,
    caption: &[String],
) {
    let of_measure: Vec<&DfeFigure> = (context.dfe.iter())
        .filter(|f| f.measure == base.hubs.measure && f.programme == context.filters.programme())
        .filter(|f| f.year <= base.year && is_beside(f, beside))
        .collect();
    // The year itself, else the latest that was published before it.
    let Some(year) = of_measure.iter().map(|f| f.year).max() else { return };
    let mut figures: Vec<&DfeFigure> = of_measure.into_iter().filter(|f| f.year == year).collect();
    let place = |level: &str| ["National", "Regional"].iter().position(|known| *known == level).unwrap_or(2);
    figures.sort_by(|a, b| (place(&a.level), &a.name).cmp(&(place(&b.level), &b.name)));
    let scale = base.hubs.scale;
    let line = base.hubs.years.iter().find(|line| line.year == year);
    let own = beside.zip(line).map(|(beside, line)| (beside.hub, cell(scale, line.hubs[beside.hub.index()])));
    let level = |f: &DfeFigure| match f.level.as_str() {
        "Local authority" => format!("{} (DfE; the hub area holds schools of it)", f.name),
        _ => format!("{} (DfE)", f.name),
    };
    let mut rows = Vec::new();
    let mut dots = Vec::new();
    if let Some((hub, rate)) = own {
        let filters = None;
        let name = format!("{} (loaded here)", hub.name());
        rows.push(Row {
            code: hub.code(),
            name: name.clone(),
            filters,
            total: false,
            cells: vec![Cell::Number(rate.sort_value())],
        });
        let tooltip = format!("{name}: {}", rate.words());
        dots.push(Dot { label: name, href: None, mark: mark(rate, tooltip, None), own: true });
    }
    for figure in &figures {
        let name = level(figure);
        let value = Cell::Number(Some(figure.value));
        let sign = if scale == Scale::Share { "%" } else { "" };
        let words = format!("{}{sign}", value.words());
        rows.push(Row {
            code: figure.code.clone(),
            name: name.clone(),
            filters: None,
            total: false,
            cells: vec![value],
        });
        let mark =
            Mark { value: Some(figure.value), tooltip: format!("{name}: {words}"), label: words, ..Mark::default() };
        dots.push(Dot { label: name, href: None, mark, own: false });
    }
    let release = figures.first().map_or("", |f| f.release.as_str());
    let what = of_what(base.hubs.measure);
    let title = format!("What DfE published for {}, of all providers", year.name());
    let subtitle = format!(
        "{what}, release {release}. DfE counts all providers and by its own rules, so the figures stand beside yours and are \
         not measured against them. It publishes none for hub areas: local authorities stand in and are approximate"
    );
    let table = Table {
        caption: subtitle.clone(),
        rows_are: "Place".into(),
        columns: vec![column("published", what)],
        rows,
        sortable: false,
    };
    let chart = Chart {
        id: "published".into(),
        title: title.clone(),
        subtitle: subtitle.clone(),
        description: format!("Dots of {} published figures for {}.", figures.len(), year.name()),
        caption: caption.to_vec(),
        axis: Axis { label: what.into(), unit: unit(scale), max: (scale == Scale::Share).then_some(100.0) },
        form: Form::Dots(Dots { rows: dots, references: Vec::new() }),
    };
    answer.add("published", table, Some(chart), title, subtitle);
}

/// England always; of regions and local authorities those in which the hub area lies.
fn is_beside(figure: &DfeFigure, beside: Option<&Beside>) -> bool {
    match (figure.level.as_str(), beside) {
        ("National", _) => true,
        ("Regional", Some(beside)) => beside.region.and_then(|region| region.code()) == Some(figure.code.clone()),
        ("Local authority", Some(beside)) => {
            let is_its = |district: &District| district.authority_code == figure.code;
            beside.hub.districts().any(is_its)
        }
        _ => false,
    }
}
