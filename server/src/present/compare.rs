//! How do we stand beside others? One hub area in one measure beside similar ones, its region and all that is loaded, with
//! what chance alone could do. Everything is worked out from what may be shown.

mod base;
mod context;
mod hubs;
mod likeness;
mod years;

use app::filters::{Audience, GapMeasure, Key};
use app::links::Page;
use app::reports::report::{Cell, Judgement, Ranked, Tile};
use domain::measure::{one_decimal, thousands};
use domain::place::{HubArea, Region};
use domain::programme::Programme;
use measures::bands;

pub use self::base::Base;
use self::base::{cell, sum};
use super::draw::{self, Answer};
use super::targets::NEAR;
use super::{Context, definitions, kpi};
use crate::disclosure::compare::Pair;
use crate::kept::targets::in_words;

/// What one hub area is compared with.
struct Beside {
    hub: HubArea,
    /// Where most of its schools lie.
    region: Option<Region>,
    /// The other hub areas of that region.
    of_region: Vec<HubArea>,
    /// Similar ones with their distance, the nearest first.
    similar: Vec<(HubArea, f64)>,
    /// When the set was kept, in words; it is worked out anew each time where it was not.
    kept: Option<String>,
}

/// Writes the report. The year must be said.
pub fn write(context: Context<'_>, base: &Base) -> Answer {
    let filters = context.filters;
    let mut report = context.report(Page::Compare, base.hubs.audience);
    let measure = base.hubs.measure;
    let period = base.year.name();
    report.kicker = format!("Compare, {}, {period}", subject(measure, filters.programme()));
    report.definitions = definitions::compare();
    report.notes.extend(notes(base));
    let Some(now) = base.now() else {
        report.headline = "There is nothing to compare".into();
        report.empty = Some("Nothing is loaded for this measure and year. Choose another.".into());
        return Answer::new(report);
    };
    let hub = filters.one_parsed::<HubArea>(Key::Hub);
    let beside = hub.map(|hub| beside(&context, base, hub));
    match &beside {
        Some(beside) => {
            (report.headline, report.summary) = headline(base, beside, &period);
            report.tiles = tiles(&context, base, beside, now.total);
        }
        None => (report.headline, report.summary) = all_headline(base, &period),
    }
    let caption = draw::caption(&report);
    let mut answer = Answer::new(report);
    if let Some(beside) = &beside {
        likeness::add(&context, base, beside, &mut answer, &caption);
    }
    hubs::funnel(&context, base, hub, &mut answer, &caption);
    if let Some(beside) = &beside {
        years::add(&context, base, beside, &mut answer, &caption);
    }
    hubs::map(&context, base, hub, &mut answer, &caption);
    self::context::add(&context, base, beside.as_ref(), &mut answer, &caption);
    if let Some(beside) = &beside {
        likeness::explain(&context, base, beside, &mut answer);
    }
    answer
}

/// The measure with its programme where it has one.
fn subject(measure: GapMeasure, programme: Programme) -> String {
    match measure {
        GapMeasure::Coverage | GapMeasure::Rate => format!("{}, {}", measure.name(), programme.name()),
        _ => measure.name().to_owned(),
    }
}

/// What a rate of the measure is of: `of schools in area are engaged`.
fn of_what(measure: GapMeasure) -> &'static str {
    match measure {
        GapMeasure::Engaged => "% of schools in area engaged",
        GapMeasure::Coverage => "% of schools in area with a start",
        GapMeasure::Rate => "Participants per 100 teachers",
        GapMeasure::Completion => "% of mature starts completed",
        GapMeasure::Continuation => "% of starts active or completed",
    }
}

/// `73.2% of schools are engaged`.
fn finding(measure: GapMeasure, rate: Cell) -> String {
    let words = rate.words();
    match measure {
        GapMeasure::Engaged => format!("{words} of schools are engaged"),
        GapMeasure::Coverage => format!("{words} of schools have a start"),
        GapMeasure::Rate => format!("{words} participants per 100 teachers"),
        GapMeasure::Completion => format!("{words} of mature starts are completed"),
        GapMeasure::Continuation => format!("{words} of starts are active or completed"),
    }
}

fn beside(context: &Context<'_>, base: &Base, hub: HubArea) -> Beside {
    let region = base.regions[hub.index()];
    let of_region =
        HubArea::all().filter(|other| *other != hub && region.is_some() && base.regions[other.index()] == region);
    let (similar, kept) = match context.kept.similar_to(hub, base.year) {
        Some((similar, kept_at)) => (similar, Some(super::words::iso_day(kept_at))),
        None => {
            let near = base.likeness.nearest(hub, crate::kept::targets::NEIGHBOURS);
            (near.into_iter().map(|(other, neighbour)| (other, neighbour.distance)).collect(), None)
        }
    };
    Beside { hub, region, of_region: of_region.collect(), similar, kept }
}

impl Beside {
    fn similar_pairs<'a>(&'a self, hubs: &'a [Pair]) -> impl Iterator<Item = Pair> + 'a {
        self.similar.iter().map(|(hub, _)| hubs[hub.index()])
    }

    fn region_pairs<'a>(&'a self, hubs: &'a [Pair]) -> impl Iterator<Item = Pair> + 'a {
        self.of_region.iter().map(|hub| hubs[hub.index()])
    }

    fn region_words(&self) -> String {
        self.region.map_or("the region".into(), |region| region.name().to_owned())
    }
}

fn rank_words(ranked: Option<Ranked>, of: usize) -> String {
    match ranked {
        Some(Ranked { best, worst, .. }) => format!(
            "Among {of} hub areas chance leaves it anywhere from place {best} to place {worst}, 1 being the highest."
        ),
        None => "It is not ranked: it has too few, or they are not shown.".into(),
    }
}

fn headline(base: &Base, beside: &Beside, period: &str) -> (String, Vec<String>) {
    let measure = base.hubs.measure;
    let Some(now) = base.now() else { return (String::new(), Vec::new()) };
    let own = cell(base.hubs.scale, now.hubs[beside.hub.index()]);
    let similar = cell(base.hubs.scale, sum(beside.similar_pairs(&now.hubs)));
    let code = beside.hub.code();
    let headline = match (own.sort_value(), base.difference(beside, sum(beside.similar_pairs(&now.hubs)))) {
        (Some(_), Some(difference)) => {
            let how = match (difference.lower > 0.0, difference.upper < 0.0) {
                (true, _) => "more than in",
                (_, true) => "less than in",
                _ => "about the same as in",
            };
            format!("{code}: {} in {period}, {how} similar hub areas ({})", finding(measure, own), similar.words())
        }
        (Some(_), None) => format!("{code}: {} in {period}", finding(measure, own)),
        (None, _) => format!("{code} has too few in {period} to be compared, or they are not shown"),
    };
    (headline, vec![rank_words(base.ranks[beside.hub.index()], base.ranked())])
}

fn all_headline(base: &Base, period: &str) -> (String, Vec<String>) {
    let judged: Vec<Judgement> = HubArea::all().map(|hub| base.judge(hub)).collect();
    let count = |of: &[Judgement]| judged.iter().filter(|judgement| of.contains(judgement)).count();
    let above = count(&[Judgement::Above, Judgement::FarAbove]);
    let below = count(&[Judgement::Below, Judgement::FarBelow]);
    let (beyond, n) = (count(&[Judgement::FarAbove, Judgement::FarBelow]), base.ranked());
    let headline = match (above, below) {
        (0, 0) => format!("No hub area stands out in {period} by more than chance"),
        _ => format!(
            "{} above and {} below what chance explains in {period}",
            super::words::counted(above as u64, "hub areas"),
            thousands(below as u64)
        ),
    };
    let mut summary = vec![format!(
        "{} hub areas have enough to be compared; {beyond} lie beyond the 99.8% limits.",
        thousands(n as u64)
    )];
    summary.push("Choose a hub area to see it beside similar ones.".into());
    (headline, summary)
}

fn tiles(context: &Context<'_>, base: &Base, beside: &Beside, total: Pair) -> Vec<Tile> {
    let scale = base.hubs.scale;
    let measure = base.hubs.measure;
    let Some(now) = base.now() else { return Vec::new() };
    let tile = |id: &str, label: String, value: String, note: String| Tile {
        id: id.into(),
        label,
        page: Page::Compare,
        filters: context.filters.clone(),
        value,
        note,
        change: None,
        comparator: None,
    };
    let rate = |pair: Pair| cell(scale, pair);
    let interval = |cell: Cell| {
        cell.interval()
            .map_or(String::new(), |i| format!("95% interval {} to {}", one_decimal(i.lower), one_decimal(i.upper)))
    };
    let own = rate(now.hubs[beside.hub.index()]);
    let mut tiles = vec![tile("own", beside.hub.code(), own.words(), interval(own))];
    let compared = [
        ("similar", "Similar hub areas".to_owned(), sum(beside.similar_pairs(&now.hubs)), beside.similar.len()),
        (
            "region",
            format!("Rest of {}", beside.region_words()),
            sum(beside.region_pairs(&now.hubs)),
            beside.of_region.len(),
        ),
    ];
    for (id, label, pair, n) in compared {
        let value = rate(pair);
        tiles.push(tile(id, label, value.words(), format!("{n} hub areas together")));
    }
    let rest = base::less(total, now.hubs[beside.hub.index()]);
    tiles.push(tile("all", "All other areas loaded".into(), rate(rest).words(), "what this instance holds".into()));
    if let Some(rank) = base.ranks[beside.hub.index()] {
        let value = format!("{} to {}", rank.best, rank.worst);
        tiles.push(tile("rank", "Rank".into(), value, format!("of {}, 1 the highest; 95% interval", base.ranked())));
    }
    let target = context.kept.target(beside.hub, base.year, (measure, context.filters.programme()));
    if let (Some(target), Some(value), Audience::Exact) = (target, own.sort_value(), base.hubs.audience) {
        let progress = bands::against_target(value, target, NEAR);
        let unit = if measure == GapMeasure::Rate { "per 100" } else { "points" };
        tiles.push(tile("target", "Target".into(), in_words(measure, target), progress.words(unit)));
    }
    if let (GapMeasure::Continuation, Some(value), Some(retention)) =
        (measure, own.sort_value(), kpi::bands_of("retention"))
    {
        let condition = match kpi::is_own() {
            false => "; theirs are for September starters at the end of year 2".to_owned(),
            true if retention.condition.is_empty() => String::new(),
            true => format!("; {}", retention.condition),
        };
        let note = format!("{}{condition}", kpi::whose(&retention));
        tiles.push(tile("band", "Band".into(), bands::judge(value, &retention).to_string(), note));
    }
    tiles
}

fn notes(base: &Base) -> Vec<String> {
    let mut notes = vec![
        "England, region and similar hub areas mean what is loaded here, the hub area itself left out. DfE\u{2019}s published \
         figures, of all providers, stand apart as context."
            .to_owned(),
        "A rank is never exact: its interval is where 10,000 drawn rankings place the hub area 95 times of 100. Limits of the \
         funnel are wider where hub areas differ by more than chance alone explains."
            .to_owned(),
    ];
    if base.hubs.audience == Audience::Sharing {
        notes.push(
            "Sums of several hub areas are those of their published counts; a hub area whose count is not shown is in \
             none of them."
                .to_owned(),
        );
    }
    notes
}
