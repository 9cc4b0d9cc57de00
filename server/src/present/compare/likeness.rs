//! One hub area beside similar ones, and why those are similar.

use app::filters::{Audience, Key};
use app::links::{self, Page};
use app::reports::report::{Cell, PostButton, Row, Table, WordList};
use charts::{Axis, Chart, Dot, Dots, Form, Reference};
use domain::measure::Count;
use domain::place::HubArea;
use measures::Scale;

use super::base::{Base, cell, less, sum};
use super::hubs::{column, of_hub, parts, unit};
use super::{Beside, of_what};
use crate::disclosure::compare::Pair;
use crate::kept::targets::in_words;
use crate::present::Context;
use crate::present::draw::{Answer, mark};

/// The hub area and its similar ones as dots, with lines for region, all and target.
pub(super) fn add(context: &Context<'_>, base: &Base, beside: &Beside, answer: &mut Answer, caption: &[String]) {
    let Some(now) = base.now() else { return };
    let scale = base.hubs.scale;
    let own = now.hubs[beside.hub.index()];
    let no_question = Cell::Count(Count::NotApplicable);
    // Sums and differences of rounded counts are no counts that were published.
    let shared = base.hubs.audience == Audience::Sharing;
    let counts = |hub: Option<HubArea>, n: Count| if shared && hub.is_none() { no_question } else { Cell::Count(n) };
    let row = |code: String, name: String, hub: Option<HubArea>, pair: Pair, distance: Option<f64>| Row {
        code,
        name,
        filters: hub.map(|hub| of_hub(context.filters, hub)),
        total: false,
        cells: vec![
            cell(scale, pair),
            counts(hub, pair.0),
            counts(hub, pair.1),
            match hub == Some(beside.hub) {
                true => no_question,
                false => Cell::Estimate(base.difference(beside, pair)),
            },
            hub.map_or(no_question, |hub| Cell::Rank(base.ranks[hub.index()])),
            distance.map_or(no_question, |distance| Cell::Number(Some(distance))),
        ],
    };
    let mut rows = vec![row(beside.hub.code(), beside.hub.name(), Some(beside.hub), own, None)];
    for (hub, distance) in &beside.similar {
        rows.push(row(hub.code(), hub.name(), Some(*hub), now.hubs[hub.index()], Some(*distance)));
    }
    let similar = sum(beside.similar_pairs(&now.hubs));
    let region = sum(beside.region_pairs(&now.hubs));
    let rest = less(now.total, own);
    rows.push(row("similar".into(), "Similar hub areas together".into(), None, similar, None));
    rows.push(row("region".into(), format!("Rest of {}", beside.region_words()), None, region, None));
    rows.push(row("rest".into(), "All other areas loaded".into(), None, rest, None));
    let (reached, of) = parts(base);
    let what = of_what(base.hubs.measure);
    let subtitle = format!("{what}, {}, beside the hub areas most like it", base.year.name());
    let difference = if scale == Scale::Per100 { "Own less this, per 100" } else { "Own less this, points" };
    let table = Table {
        caption: subtitle.clone(),
        rows_are: "Hub area".into(),
        columns: vec![
            column("rate", what),
            column("actual", reached),
            column("base", of),
            column("difference", difference),
            column("rank", "Rank, 95% interval"),
            column("distance", "Distance"),
        ],
        rows,
        sortable: false,
    };
    let dots: Vec<Dot> = std::iter::once(beside.hub)
        .chain(beside.similar.iter().map(|(hub, _)| *hub))
        .map(|hub| {
            let rate = cell(scale, now.hubs[hub.index()]);
            let tooltip = format!("{}: {}", hub.name(), rate.words());
            let href = links::page(Page::Compare, &of_hub(context.filters, hub));
            Dot { label: hub.name(), href: None, mark: mark(rate, tooltip, Some(href)), own: hub == beside.hub }
        })
        .collect();
    let mut references: Vec<Reference> = [("Similar", similar), ("Region", region), ("All other areas", rest)]
        .into_iter()
        .filter_map(|(name, pair)| {
            let rate = cell(scale, pair);
            Some(Reference { value: rate.sort_value()?, label: format!("{name} {}", rate.words()), target: false })
        })
        .collect();
    let target = context.kept.target(beside.hub, base.year, (base.hubs.measure, context.filters.programme()));
    if let (Some(target), Audience::Exact) = (target, base.hubs.audience) {
        let label = format!("Target {}", in_words(base.hubs.measure, target));
        references.push(Reference { value: target, label, target: true });
    }
    let (better, worse) = beside.similar.iter().fold((0, 0), |(better, worse), (hub, _)| {
        match base.difference(beside, now.hubs[hub.index()]) {
            Some(d) if d.lower > 0.0 => (better + 1, worse),
            Some(d) if d.upper < 0.0 => (better, worse + 1),
            _ => (better, worse),
        }
    });
    let n = beside.similar.len();
    let is_compared = |hub: &HubArea| base.difference(beside, now.hubs[hub.index()]).is_some();
    let title = match (better, worse) {
        (0, 0) if !beside.similar.iter().any(|(hub, _)| is_compared(hub)) => {
            format!("{} is not compared with its similar hub areas", beside.hub.code())
        }
        (0, 0) => format!("{} cannot be told apart from any of {n} similar hub areas", beside.hub.code()),
        _ => format!("{} is clearly ahead of {better} and behind {worse} of {n} similar hub areas", beside.hub.code()),
    };
    let chart = Chart {
        id: "similar".into(),
        title: title.clone(),
        subtitle: subtitle.clone(),
        description: format!("Dots with 95% intervals for {} and {n} similar hub areas. {title}.", beside.hub.code()),
        caption: caption.to_vec(),
        axis: Axis { label: what.into(), unit: unit(scale), max: (scale == Scale::Share).then_some(100.0) },
        form: Form::Dots(Dots { rows: dots, references }),
    };
    answer.add("similar", table, Some(chart), title, subtitle);
}

/// Why the similar hub areas are similar: their shares side by side, and words for each.
pub(super) fn explain(context: &Context<'_>, base: &Base, beside: &Beside, answer: &mut Answer) {
    let likeness = &base.likeness;
    let share = |hub: HubArea, feature: usize| likeness.shares[hub.index()][feature].map(|share| share * 100.0);
    let hubs: Vec<HubArea> = std::iter::once(beside.hub).chain(beside.similar.iter().map(|(hub, _)| *hub)).collect();
    let columns: Vec<_> = hubs.iter().map(|hub| column(&hub.code(), &hub.code())).collect();
    let rows = (likeness.features.iter().enumerate())
        .filter(|(feature, _)| hubs.iter().any(|hub| share(*hub, *feature).is_some_and(|s| s > 0.0)))
        .map(|(feature, about)| Row {
            code: format!("{}-{feature}", about.group),
            name: crate::present::words::capital(&about.name),
            filters: None,
            total: false,
            cells: hubs.iter().map(|hub| Cell::Number(share(*hub, feature))).collect(),
        })
        .collect();
    let title = "What makes hub areas similar".to_owned();
    let subtitle = format!(
        "Schools in area on the first day of {}, each kind in percent of all. Every group (phase, type, size, rurality, \
         priority lists) weighs the same; shares are divided by their spread over all hub areas",
        base.year.name()
    );
    let table =
        Table { caption: subtitle.clone(), rows_are: "Share of schools, %".into(), columns, rows, sortable: false };
    answer.add("likeness", table, None, title, subtitle);
    // A kept set may hold hub areas that are no longer the nearest.
    let all = likeness.nearest(beside.hub, HubArea::COUNT);
    let items = beside.similar.iter().filter_map(|(hub, distance)| {
        let (_, neighbour) = all.iter().find(|(other, _)| other == hub)?;
        Some((format!("{}, distance {distance:.2}", hub.name()), likeness.words(neighbour)))
    });
    let items = items.collect();
    let (intro, word, words) = match &beside.kept {
        Some(day) => (
            format!(
                "This set was kept on {day} for {}: it does not change when schools open, close or grow.",
                base.year.name()
            ),
            "let-go",
            format!("Let the sets kept for {} go", base.year.name()),
        ),
        None => (
            "The set is worked out from the register as it is loaded now. Keep it, and next year\u{2019}s comparison is with \
             the same hub areas."
                .to_owned(),
            "keep",
            format!("Keep the sets of all hub areas for {}", base.year.name()),
        ),
    };
    let back = links::page(Page::Compare, context.filters);
    let button = (base.hubs.audience == Audience::Exact).then(|| PostButton {
        address: links::keep_similar(),
        values: vec![("year".into(), base.year.to_string()), ("what".into(), word.into()), ("back".into(), back)],
        words,
    });
    let targets = context.filters.with(Key::Audience, Audience::Exact);
    let links = match base.hubs.audience {
        Audience::Exact => {
            vec![("Set or change targets".to_owned(), links::page(Page::Targets, &targets))]
        }
        Audience::Sharing => Vec::new(),
    };
    answer.report.lists.push(WordList {
        id: "similar-why".into(),
        title: "Why these hub areas".into(),
        intro,
        items,
        links,
        button,
    });
}
