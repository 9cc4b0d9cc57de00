//! All hub areas at once: the funnel, and the map.

use app::filters::{Filters, Key};
use app::links::{self, Page};
use app::reports::report::{Cell, Column, Row, Table};
use charts::{Axis, Chart, Form, Limit, Point, Reference, Tile, TileMap, Unit};
use domain::place::HubArea;
use measures::{Scale, Z95, Z998};

use super::base::{Base, cell};
use super::of_what;
use crate::present::Context;
use crate::present::draw::{Answer, mark};

/// Points of each limit's curve.
const STEPS: u32 = 40;

pub(super) fn column(id: &str, name: &str) -> Column {
    Column { id: id.into(), name: name.into() }
}

/// The page of another hub area.
pub(super) fn of_hub(filters: &Filters, hub: HubArea) -> Filters {
    filters.without(Key::Sort).with(Key::Hub, hub.code())
}

pub(super) fn unit(scale: Scale) -> Unit {
    if scale == Scale::Per100 { Unit::Per100 } else { Unit::Percent }
}

/// Headings of numerator and base.
pub(super) fn parts(base: &Base) -> (&'static str, &'static str) {
    use app::filters::GapMeasure;
    match base.hubs.measure {
        GapMeasure::Engaged => ("Engaged", "Schools in area"),
        GapMeasure::Coverage => ("Schools with a start", "Schools in area"),
        GapMeasure::Rate => ("Participants", "Teachers"),
        GapMeasure::Completion => ("Completed", "Mature starts"),
        GapMeasure::Continuation => ("Continuing", "Starts"),
    }
}

/// Every hub area by the size of its base, between the limits of chance.
pub(super) fn funnel(
    context: &Context<'_>,
    base: &Base,
    own: Option<HubArea>,
    answer: &mut Answer,
    caption: &[String],
) {
    let (Some(now), Some(funnel)) = (base.now(), &base.funnel) else { return };
    let (reached, of) = parts(base);
    let rate = |hub: HubArea| cell(base.hubs.scale, now.hubs[hub.index()]);
    let has_base = |hub: &HubArea| now.hubs[hub.index()].1.value() != Some(0);
    let mut rows: Vec<(HubArea, Row)> = HubArea::all()
        .filter(has_base)
        .map(|hub| {
            let (x, n) = now.hubs[hub.index()];
            let cells = vec![
                Cell::Judged(base.judge(hub)),
                rate(hub),
                Cell::Count(x),
                Cell::Count(n),
                Cell::Rank(base.ranks[hub.index()]),
            ];
            let filters = Some(of_hub(context.filters, hub));
            (hub, Row { code: hub.code(), name: hub.name(), filters, total: false, cells })
        })
        .collect();
    sort(&mut rows, context.filters);
    let table = Table {
        caption: format!("{}, by hub area, {}", of_what(base.hubs.measure), base.year.name()),
        rows_are: "Hub area".into(),
        columns: vec![
            column("limits", "Between the limits"),
            column("rate", of_what(base.hubs.measure)),
            column("actual", reached),
            column("base", of),
            column("rank", "Rank, 95% interval"),
        ],
        rows: rows.into_iter().map(|(_, row)| row).collect(),
        sortable: true,
    };
    let points: Vec<Point> = HubArea::all()
        .filter(has_base)
        .map(|hub| {
            let rate = rate(hub);
            let base_of = now.hubs[hub.index()].1;
            let tooltip =
                format!("{}: {} of {}, {}", hub.name(), rate.words(), base_of.words(), base.judge(hub).words());
            let href = links::page(Page::Compare, &of_hub(context.filters, hub));
            Point {
                name: hub.code(),
                base: base_of.value().map_or(0.0, f64::from),
                mark: charts::Mark { interval: None, ..mark(rate, tooltip, Some(href)) },
                own: Some(hub) == own,
            }
        })
        .collect();
    let bases: Vec<f64> = points.iter().filter(|p| p.mark.value.is_some()).map(|p| p.base).collect();
    let (least, most) = bases.iter().fold((f64::INFINITY, 0.0f64), |(a, b), n| (a.min(*n), b.max(*n)));
    if !least.is_finite() {
        return;
    }
    let limit = |name: &str, z: f64| Limit {
        name: name.into(),
        curve: (0..=STEPS)
            .map(|step| {
                let n = least + (most - least) * f64::from(step) / f64::from(STEPS);
                let limits = funnel.limits(n.round() as u32, z);
                (n, limits.lower * 100.0, limits.upper * 100.0)
            })
            .collect(),
    };
    let judged: Vec<_> = HubArea::all().map(|hub| base.judge(hub)).collect();
    use app::reports::report::Judgement::{Above, Below, FarAbove, FarBelow};
    let outside = judged.iter().filter(|j| matches!(j, Above | Below | FarAbove | FarBelow)).count();
    let title = match own {
        Some(hub) => format!("{} lies {} for its size", hub.code(), base.judge(hub).words()),
        None => format!("{outside} of {} hub areas lie outside what chance explains", base.ranked()),
    };
    let target = funnel.target * 100.0;
    let all = domain::measure::one_decimal(domain::measure::half_up(target, 1));
    let sign = if base.hubs.scale == Scale::Share { "%" } else { "" };
    let subtitle =
        format!("{}, {}, by the number of {}", of_what(base.hubs.measure), base.year.name(), of.to_lowercase());
    let chart = Chart {
        id: "funnel".into(),
        title: title.clone(),
        subtitle: subtitle.clone(),
        description: format!(
            "Funnel plot of {} hub areas around {all}{sign}: {outside} lie outside the 95% limits. {title}.",
            points.len()
        ),
        caption: caption.to_vec(),
        axis: Axis { label: of_what(base.hubs.measure).into(), unit: unit(base.hubs.scale), max: None },
        form: Form::Funnel(charts::Funnel {
            base_label: of.into(),
            points,
            limits: vec![limit("95% limits", Z95), limit("99.8% limits", Z998)],
            target: Some(Reference { value: target, label: format!("All together {all}{sign}"), target: false }),
        }),
    };
    answer.add("funnel", table, Some(chart), title, subtitle);
}

fn sort(rows: &mut [(HubArea, Row)], filters: &Filters) {
    let Some(sort) = filters.one(Key::Sort) else { return };
    let (descending, id) = sort.strip_prefix('-').map_or((false, sort), |id| (true, id));
    let at = ["limits", "rate", "actual", "base", "rank"].iter().position(|known| *known == id);
    let value = |row: &Row| at.and_then(|at| row.cells[at].sort_value());
    rows.sort_by(|(a_hub, a), (b_hub, b)| {
        let order = match (value(a), value(b)) {
            (Some(a), Some(b)) if descending => b.total_cmp(&a),
            (Some(a), Some(b)) => a.total_cmp(&b),
            (Some(_), None) => std::cmp::Ordering::Less,
            (None, Some(_)) => std::cmp::Ordering::Greater,
            (None, None) if id == "name" && descending => b_hub.cmp(a_hub),
            (None, None) => std::cmp::Ordering::Equal,
        };
        order.then(a_hub.cmp(b_hub))
    });
}

/// Every hub area as a tile, in five classes.
pub(super) fn map(context: &Context<'_>, base: &Base, own: Option<HubArea>, answer: &mut Answer, caption: &[String]) {
    let Some(now) = base.now() else { return };
    let rate = |hub: HubArea| cell(base.hubs.scale, now.hubs[hub.index()]);
    let mut values: Vec<f64> = HubArea::all().filter_map(|hub| rate(hub).sort_value()).collect();
    if values.len() < 5 {
        return;
    }
    values.sort_by(f64::total_cmp);
    let quantile = |part: usize| domain::measure::half_up(values[(values.len() * part / 5).min(values.len() - 1)], 1);
    let bounds = [quantile(1), quantile(2), quantile(3), quantile(4)];
    let whole = |rate: &Cell| match (rate.sort_value(), base.hubs.scale) {
        (Some(value), Scale::Share) => format!("{:.0}%", domain::measure::half_up(value, 0)),
        _ => rate.words(),
    };
    let tiles = HubArea::all()
        .map(|hub| {
            let (row, column) = hub.tile();
            let rate = rate(hub);
            let missing = now.hubs[hub.index()].1.value() == Some(0);
            let words = if missing { "nothing loaded".into() } else { rate.words() };
            let href = links::page(Page::Compare, &of_hub(context.filters, hub));
            let mark = charts::Mark {
                interval: None,
                label: whole(&rate),
                ..mark(rate, format!("{}: {words}", hub.name()), Some(href))
            };
            Tile { row, column, code: hub.code(), mark, missing, own: Some(hub) == own }
        })
        .collect();
    let rows = HubArea::all()
        .filter(|hub| now.hubs[hub.index()].1.value() != Some(0))
        .map(|hub| {
            let region = base.regions[hub.index()].map_or("", |region| region.name());
            Row {
                code: hub.code(),
                name: format!("{} ({region})", hub.name()),
                filters: Some(of_hub(context.filters, hub)),
                total: false,
                cells: vec![rate(hub)],
            }
        })
        .collect();
    let of = of_what(base.hubs.measure);
    let title = "Where the hub areas lie, from the lowest fifth to the highest".to_owned();
    let subtitle = format!("{of}, {}. Each tile is a hub area near where it lies", base.year.name());
    let table = Table {
        caption: subtitle.clone(),
        rows_are: "Hub area".into(),
        columns: vec![column("rate", of)],
        rows,
        sortable: false,
    };
    let chart = Chart {
        id: "map".into(),
        title: title.clone(),
        subtitle: subtitle.clone(),
        description: format!(
            "Tile map of the 87 hub areas in five classes of {}. Shown for {}; the table holds every figure.",
            of.to_lowercase(),
            values.len()
        ),
        caption: caption.to_vec(),
        axis: Axis { label: of.into(), unit: unit(base.hubs.scale), max: None },
        form: Form::TileMap(TileMap { tiles, bounds }),
    };
    answer.add("map", table, Some(chart), title, subtitle);
}
