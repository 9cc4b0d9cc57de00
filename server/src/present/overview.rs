//! How are we doing? A tile for each measure that is loaded, against last year and the comparator, and where to look.

use std::sync::Arc;

use app::filters::{Breakdown, Filters, Key};
use app::links::Page;
use app::reports::report::{Cell, Change, Report, Row, Table, Tile};
use domain::measure::Count;
use domain::programme::{AcademicYear, Programme};

use super::draw::{self, Answer, Frame};
use super::participation::{coverage, finding, rate};
use super::table::{column, table};
use super::{Context, definitions, outcomes, words};
use crate::analytics::Measure;
use crate::disclosure::{Published, ShownGroup, ShownYear};

/// The measures that the page uses of both programmes.
pub const MEASURES: [Measure; 13] = [
    Measure::Starts,
    Measure::People,
    Measure::PeopleInRate,
    Measure::Teachers,
    Measure::SchoolsReached,
    Measure::SchoolsInArea,
    Measure::LastYear,
    Measure::Completed,
    Measure::Passed,
    Measure::Active,
    Measure::Withdrawn,
    Measure::Deferred,
    Measure::Mature,
];

/// Answers of other pages to the same question.
#[derive(Debug, Default)]
pub struct Beside {
    /// Which schools do we reach?
    pub engagement: Option<Arc<Answer>>,
    /// Where should CPD go?
    pub gaps: Option<Arc<Answer>>,
}

/// Gaps shown.
const GAPS: usize = 3;

/// Writes the report from the answers for NPQ, by region or phase, and for early career training, by course.
pub fn write(context: Context<'_>, npq: &Published, ecf: &Published, beside: &Beside) -> Answer {
    let filters = context.filters;
    let mut report = context.report(Page::Overview, npq.audience);
    let period = words::period(filters, npq.year);
    report.kicker = format!("Overview, academic year {period}");
    report.definitions = definitions::all();
    // A hidden count of starts may be none at all: only years tell that something is loaded.
    let loaded = |p: &Published| !p.years.is_empty();
    if !loaded(npq) && !loaded(ecf) {
        report.headline = "Nothing is loaded yet".into();
        report.empty = Some(
            "Import the school register and the files of your lead provider: golden-thread import FILE. The data page lists \
             what is loaded, and help says which files are understood."
                .into(),
        );
        return Answer::new(report);
    }
    let compare = filters.one(Key::Compare) != Some("none");
    report.tiles.extend(beside.engagement.as_deref().and_then(|answer| engaged_tile(&answer.report, compare)));
    if loaded(npq) {
        report.tiles.extend(reach_tile(npq, filters, compare));
        report.tiles.push(starts_tile(&context, npq, filters, compare));
    }
    if loaded(ecf) {
        report.tiles.extend(training_tiles(ecf, filters));
    }
    report.tiles.extend(mature_tiles(npq, filters, compare));
    (report.headline, report.summary) = headline(npq, ecf, &period);
    if npq.unfinished {
        report.notes.push(format!(
            "{period} is unfinished: starts are compared with what was declared by the same date of the year before."
        ));
    }
    let caption = draw::caption(&report);
    let mut answer = Answer::new(report);
    if npq.total.own[Measure::Starts] != Count::Exact(0) {
        section(&context, npq, &mut answer, caption, &period);
    }
    if let Some(gaps) = &beside.gaps {
        largest_gaps(gaps, &mut answer);
    }
    answer
}

/// The share of schools engaged, as the engagement page has it.
fn engaged_tile(engagement: &Report, compare: bool) -> Option<Tile> {
    let by_year = engagement.sections.iter().find(|section| section.id == "years");
    let year = engagement.filters.one(Key::Year)?;
    let breakdown = engagement.sections.iter().find(|section| section.id == "breakdown")?;
    let total = breakdown.table.rows.iter().find(|row| row.total)?;
    let cell = |table: &Table, row: &Row, id: &str| {
        let at = table.columns.iter().position(|column| column.id == id)?;
        row.cells.get(at).copied()
    };
    let share = cell(&breakdown.table, total, "engaged_share")?;
    let (engaged, of) = (cell(&breakdown.table, total, "engaged")?, cell(&breakdown.table, total, "schools_in_area")?);
    let value = if share.sort_value().is_some() { share.words() } else { engaged.words() };
    let note = format!(
        "{} of {} schools in any strand, {}",
        engaged.words(),
        of.words(),
        year.parse::<AcademicYear>().map_or(String::new(), |year| year.name())
    );
    let mut tile =
        tile("engaged", "Schools engaged", Page::Engagement, engagement.filters.without(Key::By), value, note);
    if let (Some(years), Ok(year)) = (by_year, year.parse::<AcademicYear>()) {
        let of_year = |year: AcademicYear| years.table.rows.iter().find(|row| row.code == year.to_string());
        let before = AcademicYear(year.0 - 1);
        let running = of_year(year).is_some_and(|row| row.name != year.name());
        let then = of_year(before).and_then(|row| cell(&years.table, row, "engaged_share"));
        if let (Cell::Percent(now), Some(Cell::Percent(then)), false) = (share, then, running) {
            tile.change = words::points(now, then, &before.name());
        }
    }
    tile.comparator = elsewhere(cell(&breakdown.table, total, "elsewhere_share"), compare);
    Some(tile)
}

/// The surest gaps, as the gaps page has them.
fn largest_gaps(gaps: &Answer, answer: &mut Answer) {
    let Some(found) = gaps.report.sections.iter().find(|section| section.id == "gaps") else { return };
    // A gap that is part of another stands with it there, and not beside it here.
    let whole = found.table.rows.iter().filter(|row| !row.name.contains(" in common with "));
    let rows: Vec<Row> = whole.take(GAPS).cloned().collect();
    let Some(first) = rows.first() else { return };
    let title = match rows.len() {
        1 => format!("The surest gap: {}", first.name),
        n => format!("The {n} surest gaps, beginning with {}", first.name),
    };
    let subtitle = found.subtitle.clone();
    let mut table = Table { rows, caption: subtitle.clone(), ..found.table.clone() };
    table.sortable = false;
    answer.add("gaps", table, None, title, subtitle);
    if let Some(section) = answer.report.sections.last_mut() {
        section.leads_to = Some(Page::Gaps);
    }
}

fn page_filters(filters: &Filters, programme: Programme) -> Filters {
    filters.without(Key::By).with(Key::Programme, programme)
}

fn headline(npq: &Published, ecf: &Published, period: &str) -> (String, Vec<String>) {
    let starts = npq.total.own[Measure::Starts];
    let (reached, in_area) = (npq.total.own[Measure::SchoolsReached], npq.total.own[Measure::SchoolsInArea]);
    let headline = match (reached.value(), in_area.value()) {
        (Some(reached), Some(in_area)) if in_area > 0 => {
            let share = coverage(&npq.total.own);
            let share = share.sort_value().map_or(String::new(), |_| format!(" ({})", share.words()));
            format!(
                "NPQs reached {} of {} schools{share} in {period}",
                domain::measure::thousands(u64::from(reached)),
                domain::measure::thousands(u64::from(in_area))
            )
        }
        _ => words::how_many(starts, "NPQ starts", period),
    };
    let mut summary = vec![both(starts, ecf.total.own[Measure::Starts])];
    let year = mature_year(npq);
    if let Some(line) = year {
        let rate = outcomes::completion(&line.own, true);
        if rate.sort_value().is_some() {
            summary.push(format!(
                "Of the NPQ starts of {}, the latest mature year, {} were completed.",
                line.year.name(),
                rate.words()
            ));
        }
    }
    (headline, summary)
}

/// How many started, of both programmes.
fn both(npq: Count, ecf: Count) -> String {
    const EARLY: &str = "early career teachers and mentors starting";
    let [npqs, early] = [npq, ecf].map(|count| words::capital(&count.words()));
    match (npq, ecf) {
        (Count::Withheld, Count::Withheld) => format!("NPQ starts and {EARLY} are not shown."),
        (Count::Withheld, _) => format!("{early} {EARLY}; NPQ starts are not shown."),
        (_, Count::Withheld) => format!("{npqs} NPQ starts; {EARLY} are not shown."),
        _ => format!("{npqs} NPQ starts and {} {EARLY}.", ecf.words()),
    }
}

fn tile(id: &str, label: &str, page: Page, filters: Filters, value: String, note: String) -> Tile {
    Tile { id: id.into(), label: label.into(), page, filters, value, note, change: None, comparator: None }
}

fn year_of(published: &Published, year: Option<AcademicYear>) -> Option<&ShownYear> {
    published.years.iter().find(|y| Some(y.year) == year)
}

fn before(published: &Published) -> Option<&ShownYear> {
    year_of(published, published.year.map(|y| AcademicYear(y.0 - 1)))
}

fn elsewhere(cell: Option<Cell>, compare: bool) -> Option<String> {
    let cell = cell.filter(|c| compare && c.sort_value().is_some())?;
    Some(format!("All other areas loaded: {}", cell.words()))
}

fn reach_tile(npq: &Published, filters: &Filters, compare: bool) -> Option<Tile> {
    let own = &npq.total.own;
    let in_area = own[Measure::SchoolsInArea].value().filter(|n| *n > 0)?;
    let share = coverage(own);
    let value = if share.sort_value().is_some() { share.words() } else { own[Measure::SchoolsReached].words() };
    let note = format!(
        "{} of {} schools with an NPQ start",
        own[Measure::SchoolsReached].words(),
        domain::measure::thousands(u64::from(in_area))
    );
    let question = page_filters(filters, Programme::Npq).with(Key::Measure, "coverage").with(Key::By, Breakdown::Phase);
    let mut tile = tile("schools", "Schools reached by NPQs", Page::Participation, question, value, note);
    // A year that is still running is not compared with a whole one.
    if !npq.unfinished
        && let (Cell::Percent(now), Some(Cell::Percent(then)), Some(line)) =
            (share, before(npq).map(|y| coverage(&y.own)), before(npq))
    {
        tile.change = words::points(now, then, &line.year.name());
    }
    tile.comparator = elsewhere(npq.total.rest.as_ref().map(coverage), compare);
    Some(tile)
}

fn starts_tile(context: &Context<'_>, npq: &Published, filters: &Filters, compare: bool) -> Tile {
    let own = &npq.total.own;
    let per_100 = rate(own);
    let note = match per_100.sort_value() {
        Some(_) => format!("{} participants per 100 teachers", per_100.words()),
        None => format!("{} people", own[Measure::People].words()),
    };
    let question = page_filters(filters, Programme::Npq);
    let mut tile = tile("npq-starts", "NPQ starts", Page::Participation, question, own[Measure::Starts].words(), note);
    tile.change = npq.year.and_then(|year| {
        let name = AcademicYear(year.0 - 1).name();
        let than = if npq.unfinished { format!("by {} in {name}", short_date(context)) } else { name };
        words::change(own[Measure::Starts], own[Measure::LastYear], &than)
    });
    tile.comparator = elsewhere(npq.total.rest.as_ref().map(rate), compare).map(|w| format!("{w} per 100 teachers"));
    tile
}

fn short_date(context: &Context<'_>) -> String {
    use chrono::Datelike;
    let words = words::day(context.dataset.as_of);
    words.trim_end_matches(&format!(" {}", context.dataset.as_of.year())).to_owned()
}

fn training_tiles(ecf: &Published, filters: &Filters) -> Vec<Tile> {
    [("ECT", "ects", "Early career teachers starting", "ect"), ("MENTOR", "mentors", "Mentors starting", "mentor")]
        .into_iter()
        .filter_map(|(code, id, label, role)| {
            let group = ecf.groups.iter().find(|g| g.name.code == code)?;
            let question = page_filters(filters, Programme::Ecf).with(Key::Role, role);
            let note = format!("{} in training now", group.own[Measure::Active].words());
            let mut tile = tile(id, label, Page::Participation, question, group.own[Measure::Starts].words(), note);
            tile.change = ecf.year.and_then(|year| {
                words::change(
                    group.own[Measure::Starts],
                    group.own[Measure::LastYear],
                    &AcademicYear(year.0 - 1).name(),
                )
            });
            Some(tile)
        })
        .collect()
}

/// The latest year in which every start is of a mature cohort.
fn mature_year(npq: &Published) -> Option<&ShownYear> {
    npq.years.iter().rev().find(|y| y.mature)
}

fn mature_tiles(npq: &Published, filters: &Filters, compare: bool) -> Vec<Tile> {
    let Some(line) = mature_year(npq) else {
        return Vec::new();
    };
    let earlier = npq.years.iter().rev().find(|y| y.mature && y.year < line.year);
    let question = page_filters(filters, Programme::Npq).with(Key::Year, line.year);
    let note = |of: &str| format!("of {of} in {}, the latest mature year", line.year.name());
    let change = |now: Cell, then: Option<Cell>| -> Option<Change> {
        match (now, then, earlier) {
            (Cell::Percent(now), Some(Cell::Percent(then)), Some(earlier)) => {
                words::points(now, then, &earlier.year.name())
            }
            _ => None,
        }
    };
    let completion = outcomes::completion(&line.own, true);
    let pass = outcomes::pass(&line.own, true);
    let mut completed =
        tile("completion", "NPQ completion", Page::Outcomes, question.clone(), completion.words(), note("starts"));
    completed.change = change(completion, earlier.map(|y| outcomes::completion(&y.own, true)));
    completed.comparator = elsewhere(line.rest.as_ref().map(|r| outcomes::completion(r, true)), compare);
    let mut passed = tile("pass", "NPQ pass rate", Page::Outcomes, question, pass.words(), note("completed starts"));
    passed.change = change(pass, earlier.map(|y| outcomes::pass(&y.own, true)));
    passed.comparator = elsewhere(line.rest.as_ref().map(|r| outcomes::pass(r, true)), compare);
    vec![completed, passed]
}

fn section(context: &Context<'_>, npq: &Published, answer: &mut Answer, caption: Vec<String>, period: &str) {
    let (filters, by) = (context.filters, npq.by);
    let what = "Participants per 100 teachers";
    let by_rate = rate(&npq.total.own).sort_value().is_some();
    let (what, figure): (&str, fn(&ShownGroup) -> Cell) =
        if by_rate { (what, |g| rate(&g.own)) } else { ("Starts", |g| Cell::Count(g.own[Measure::Starts])) };
    let comparator = |g: &ShownGroup| {
        let rest = g.rest.as_ref().filter(|_| filters.one(Key::Compare) != Some("none"))?;
        by_rate.then(|| rate(rest))
    };
    let title = finding(&npq.groups, &figure, by, what);
    let subtitle = format!("{what}, NPQ, by {}, {period}", by.name().to_lowercase());
    let count = |measure: Measure| move |g: &ShownGroup| Cell::Count(g.own[measure]);
    let specs = [
        column("starts", "Starts", count(Measure::Starts)),
        column("participants", "Participants", count(Measure::People)),
        column("rate", "Per 100 teachers", |g: &ShownGroup| rate(&g.own)),
        column("schools_reached", "Schools reached", count(Measure::SchoolsReached)),
        column("schools_in_area", "Schools in area", count(Measure::SchoolsInArea)),
        column("coverage", "Coverage", |g: &ShownGroup| coverage(&g.own)),
    ];
    let question = page_filters(filters, Programme::Npq).with(Key::By, by);
    let table = table(subtitle.clone(), by.name(), &specs, &npq.groups, Some(&npq.total), Some((by, &question)));
    let frame = Frame { id: "breakdown", title: &title, subtitle: &subtitle, axis: what, caption };
    let chart = draw::bars(
        frame,
        &npq.groups,
        Some((Page::Participation, by, &question)),
        figure,
        comparator,
        "All other areas loaded",
    );
    let mut table = table;
    table.sortable = false;
    answer.add("breakdown", table, Some(chart), title, subtitle);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_withheld_is_said_to_be_not_shown() {
        let early = "early career teachers and mentors starting";
        for (npq, ecf, said) in [
            (Count::Rounded(1_235), Count::FewerThanFive, format!("1,235 NPQ starts and fewer than 5 {early}.")),
            (Count::Withheld, Count::FewerThanFive, format!("Fewer than 5 {early}; NPQ starts are not shown.")),
            (Count::Exact(7), Count::Withheld, format!("7 NPQ starts; {early} are not shown.")),
            (Count::Withheld, Count::Withheld, format!("NPQ starts and {early} are not shown.")),
        ] {
            assert_eq!(both(npq, ecf), said);
        }
    }
}
