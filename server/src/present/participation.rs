//! Who takes part: starts, participants, rate per 100 teachers, schools reached, over time, and recruitment.

mod recruited;

use app::filters::{Audience, Breakdown, Comparison, Key};
use app::links::Page;
use app::reports::report::{Cell, Choice, Field};
use domain::measure::{Count, Rate};
use domain::programme::Programme;
use measures::rates::{per_100, percent};

use super::draw::{self, Answer, Frame};
use super::table::{Spec, column, table};
use super::{Context, definitions, words};
use crate::analytics::Measure;
use crate::disclosure::{Published, Shown, ShownGroup};

/// The measures that the page uses.
pub const MEASURES: [Measure; 7] = [
    Measure::Starts,
    Measure::People,
    Measure::PeopleInRate,
    Measure::Teachers,
    Measure::SchoolsReached,
    Measure::SchoolsInArea,
    Measure::LastYear,
];

/// The measures of the offers that are not NPQs.
pub const OFFERS: [Measure; 3] = [Measure::Starts, Measure::People, Measure::LastYear];

/// What the chart of the breakdown draws.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Drawn {
    Rate,
    Starts,
    Coverage,
}

/// Participants per 100 teachers.
pub fn rate(counts: &Shown) -> Cell {
    Cell::Per100(per_100(counts[Measure::PeopleInRate], counts[Measure::Teachers]))
}

/// Schools reached in percent of schools in area.
pub fn coverage(counts: &Shown) -> Cell {
    Cell::Percent(percent(counts[Measure::SchoolsReached], counts[Measure::SchoolsInArea]))
}

fn drawn(context: &Context<'_>, published: &Published) -> Drawn {
    let by_row = matches!(published.by, Breakdown::Course | Breakdown::Cohort | Breakdown::Partner);
    match context.filters.one(Key::Measure) {
        Some("starts") => Drawn::Starts,
        Some("coverage") => Drawn::Coverage,
        Some("rate") => Drawn::Rate,
        _ if published.by == Breakdown::Trust => Drawn::Coverage,
        _ if by_row || rate(&published.total.own).sort_value().is_none() => Drawn::Starts,
        _ => Drawn::Rate,
    }
}

/// Writes the report.
pub fn write(context: Context<'_>, published: &Published) -> Answer {
    let filters = context.filters;
    let programme = filters.programme();
    let mut report = context.report(Page::Participation, published.audience);
    let period = words::period(filters, published.year);
    let noun = words::starts(programme);
    report.kicker = format!("Participation, {}, {period}", programme.name());
    report.definitions = definitions::participation();
    report.fields.insert(3.min(report.fields.len()), measure_field(drawn(&context, published)));
    let starts = published.total.own[Measure::Starts];
    if starts == Count::Exact(0) || published.groups.is_empty() || context.dataset.is_empty() {
        report.headline = format!("No {noun} match these filters");
        report.empty = Some(format!(
            "No live \u{2018}started\u{2019} declaration of {period} matches. Remove a filter, or choose another year."
        ));
        return Answer::new(report);
    }
    report.headline = headline(published, noun, &period);
    report.summary = summary(&context, published);
    if published.unfinished {
        report.notes.push(format!(
            "{period} is unfinished: it is compared with what was declared by the same date of the year before."
        ));
    }
    let caption = draw::caption(&report);
    let mut answer = Answer::new(report);
    breakdown(&context, published, &mut answer, caption.clone(), &period);
    if published.years.len() > 1 && !filters.has(Key::Cohort) {
        years(&context, published, &mut answer, caption.clone());
    }
    recruited::add(&context, published, &mut answer, caption.clone());
    recruitment(&context, published, &mut answer, caption, &period);
    answer
}

fn measure_field(drawn: Drawn) -> Field {
    let choice = |value: &str, name: &str, chosen| Choice { value: value.into(), name: name.into(), chosen };
    Field {
        key: Key::Measure.word().into(),
        label: "Draw".into(),
        any: None,
        options: vec![
            choice("rate", "Participants per 100 teachers", drawn == Drawn::Rate),
            choice("starts", "Starts", drawn == Drawn::Starts),
            choice("coverage", "Schools reached, %", drawn == Drawn::Coverage),
        ],
    }
}

fn headline(published: &Published, noun: &str, period: &str) -> String {
    let starts = published.total.own[Measure::Starts];
    let than = published.year.map(|y| domain::programme::AcademicYear(y.0 - 1).name());
    let change = than.and_then(|than| {
        let than = if published.unfinished { format!("at this point in {than}") } else { format!("in {than}") };
        words::change(starts, published.total.own[Measure::LastYear], &than)
    });
    match change {
        Some(change) => format!("{} {noun} in {period}, {}", words::capital(&starts.words()), change.words),
        None => words::how_many(starts, noun, period),
    }
}

fn summary(context: &Context<'_>, published: &Published) -> Vec<String> {
    let total = &published.total;
    let mut summary = Vec::new();
    let people = total.own[Measure::People];
    let own_rate = rate(&total.own);
    let mut sentence = format!("{} people took part", words::capital(&people.words()));
    if own_rate.sort_value().is_some() {
        sentence.push_str(&format!(", {} in every 100 teachers", own_rate.words()));
    }
    match total.rest.as_ref().map(rate).filter(|_| context.filters.one(Key::Compare) != Some("none")) {
        Some(rest) if rest.sort_value().is_some() => {
            sentence.push_str(&format!("; in all other areas loaded {}.", rest.words()));
        }
        _ => sentence.push('.'),
    }
    if people != Count::Withheld {
        summary.push(sentence);
    }
    let (reached, in_area) = (total.own[Measure::SchoolsReached], total.own[Measure::SchoolsInArea]);
    if reached != Count::Withheld && in_area.value().is_some_and(|n| n > 0) {
        let covered = coverage(&total.own);
        let share = covered.sort_value().map_or(String::new(), |_| format!(" ({})", covered.words()));
        summary.push(format!("They came from {} of {} state-funded schools{share}.", reached.words(), in_area.words()));
    }
    summary
}

/// Heading of the column of the year before.
fn last_year(published: &Published) -> String {
    published.year.map_or("Last year".to_owned(), |y| {
        let before = domain::programme::AcademicYear(y.0.saturating_sub(1)).name();
        if published.unfinished { format!("{before} to the same date") } else { before }
    })
}

fn columns<'a>(published: &'a Published, narrow: bool) -> Vec<Spec<'a>> {
    let than = last_year(published);
    let count = |measure: Measure| move |g: &ShownGroup| Cell::Count(g.own[measure]);
    let mut columns = Vec::new();
    if !narrow {
        columns.push(column("starts", "Starts", count(Measure::Starts)));
        if published.year.is_some() {
            columns.push(column("last_year", than, count(Measure::LastYear)));
            columns.push(column("change", "Change", |g: &ShownGroup| {
                Cell::Change(words::percent_change(g.own[Measure::Starts], g.own[Measure::LastYear]))
            }));
        }
        columns.push(column("participants", "Participants", count(Measure::People)));
    }
    if published.year.is_some() && !matches!(published.by, Breakdown::Partner | Breakdown::Course | Breakdown::Cohort) {
        if !narrow {
            columns.push(column("teachers", "Teachers", count(Measure::Teachers)));
            columns.push(column("rate", "Per 100 teachers", |g: &ShownGroup| rate(&g.own)));
            if published.groups.iter().any(|g| g.rest.is_some()) {
                columns.push(column("rate_elsewhere", "Elsewhere per 100", |g: &ShownGroup| {
                    g.rest.as_ref().map_or(Cell::Per100(domain::measure::Rate::NotApplicable), rate)
                }));
            }
        }
        columns.push(column("schools_reached", "Schools reached", count(Measure::SchoolsReached)));
        columns.push(column("schools_in_area", "Schools in area", count(Measure::SchoolsInArea)));
        columns.push(column("coverage", "Coverage", |g: &ShownGroup| coverage(&g.own)));
    }
    columns
}

fn breakdown(context: &Context<'_>, published: &Published, answer: &mut Answer, caption: Vec<String>, period: &str) {
    let filters = context.filters;
    let by = published.by;
    // Trusts and schools give school counts only in sharing figures.
    let narrow = published.audience == Audience::Sharing && by == Breakdown::Trust;
    let drawn = if narrow { Drawn::Coverage } else { drawn(context, published) };
    let what = match drawn {
        Drawn::Rate => "Participants per 100 teachers",
        Drawn::Starts => "Starts",
        Drawn::Coverage => "Schools reached, % of schools in area",
    };
    let figure = |group: &ShownGroup| match drawn {
        Drawn::Rate => rate(&group.own),
        Drawn::Starts => Cell::Count(group.own[Measure::Starts]),
        Drawn::Coverage => coverage(&group.own),
    };
    let compare = filters.one_parsed(Key::Compare).unwrap_or(Comparison::Rest);
    let comparator = |group: &ShownGroup| match (compare, drawn) {
        (Comparison::None, _) => None,
        (_, Drawn::Starts) => published.year.map(|_| Cell::Count(group.own[Measure::LastYear])),
        (_, Drawn::Rate) => group.rest.as_ref().map(rate),
        (_, Drawn::Coverage) => group.rest.as_ref().map(coverage),
    };
    let comparator_name = match (drawn, published.year) {
        (Drawn::Starts, Some(year)) => {
            words::capital(&words::year_before(year, published.unfinished, context.dataset.as_of))
        }
        _ => "All other areas loaded".into(),
    };
    let specs = columns(published, narrow);
    let subtitle = format!("{what} by {}, {}, {period}", by.name().to_lowercase(), filters.programme().name());
    let title = finding(&published.groups, &figure, by, what);
    let total = (!matches!(by, Breakdown::Trust) || !narrow).then_some(&published.total);
    let mut table = table(subtitle.clone(), by.name(), &specs, &published.groups, total, Some((by, filters)));
    if narrow {
        // A single trust is not shown in sharing figures, so its row leads nowhere.
        table.rows.iter_mut().for_each(|row| row.filters = None);
    }
    let frame = Frame { id: "breakdown", title: &title, subtitle: &subtitle, axis: what, caption };
    // A chart of hundreds of bars says nothing: the table does.
    let mut order: Vec<ShownGroup> = published.groups.clone();
    let position = |g: &ShownGroup| table.rows.iter().position(|r| r.code == g.name.code);
    order.sort_by_key(position);
    order.truncate(160);
    let chart = draw::bars(
        frame,
        &order,
        (!narrow).then_some((Page::Participation, by, filters)),
        figure,
        comparator,
        &comparator_name,
    );
    answer.add("breakdown", table, Some(chart), title, subtitle);
}

/// The finding of a breakdown: which group is highest and which lowest, from what is shown.
pub fn finding(groups: &[ShownGroup], figure: &impl Fn(&ShownGroup) -> Cell, by: Breakdown, what: &str) -> String {
    let mut shown: Vec<(&str, Cell, f64)> = groups
        .iter()
        .filter(|g| !g.name.unknown)
        .filter_map(|g| figure(g).sort_value().map(|v| (g.name.name.as_str(), figure(g), v)))
        .collect();
    shown.sort_by(|a, b| b.2.total_cmp(&a.2));
    // "All or nearly all" stands above every rate that is shown.
    let tops = |g: &ShownGroup| {
        matches!(figure(g), Cell::Percent(Rate::NearlyAll) | Cell::Per100(Rate::NearlyAll)) && !g.name.unknown
    };
    match (shown.first(), shown.last()) {
        (Some(_), Some(least)) if groups.iter().any(tops) => {
            format!("{} is lowest of those shown at {}", least.0, least.1.words())
        }
        (Some(most), Some(least)) if shown.len() > 1 && most.2 > least.2 => {
            format!("{} is highest at {}, {} lowest at {}", most.0, most.1.words(), least.0, least.1.words())
        }
        _ => format!("{what} by {}", by.name().to_lowercase()),
    }
}

fn years(context: &Context<'_>, published: &Published, answer: &mut Answer, caption: Vec<String>) {
    let programme = context.filters.programme();
    let noun = words::starts(programme);
    let year_name = |unfinished: bool, name: String| if unfinished { format!("{name} so far") } else { name };
    let groups: Vec<ShownGroup> = (published.years.iter())
        .map(|y| ShownGroup {
            name: crate::analytics::select::GroupName {
                code: y.year.to_string(),
                name: year_name(y.unfinished, y.year.name()),
                unknown: false,
            },
            own: y.own.clone(),
            rest: y.rest.clone(),
        })
        .collect();
    let count = |measure: Measure| move |g: &ShownGroup| Cell::Count(g.own[measure]);
    let mut specs = vec![
        column("starts", "Starts", count(Measure::Starts)),
        column("participants", "Participants", count(Measure::People)),
        column("rate", "Per 100 teachers", |g: &ShownGroup| rate(&g.own)),
        column("schools_reached", "Schools reached", count(Measure::SchoolsReached)),
        column("coverage", "Coverage", |g: &ShownGroup| coverage(&g.own)),
    ];
    if groups.iter().any(|g| g.rest.is_some()) {
        specs.push(column("rate_elsewhere", "Elsewhere per 100", |g: &ShownGroup| {
            g.rest.as_ref().map_or(Cell::Per100(domain::measure::Rate::NotApplicable), rate)
        }));
    }
    let shown: Vec<(&str, u32)> =
        groups.iter().filter_map(|g| g.own[Measure::Starts].value().map(|v| (g.name.name.as_str(), v))).collect();
    let title = match shown.iter().max_by_key(|(_, v)| *v) {
        Some((year, most)) => {
            format!("{} were highest in {year}: {}", words::capital(noun), domain::measure::thousands(u64::from(*most)))
        }
        None => format!("{} by academic year", words::capital(noun)),
    };
    let subtitle = format!("{} by academic year of the start", words::capital(noun));
    let frame = Frame { id: "years", title: &title, subtitle: &subtitle, axis: "Starts", caption };
    let points = (published.years.iter()).map(|y| (Cell::Count(y.own[Measure::Starts]), y.unfinished)).collect();
    let chart = draw::lines(
        frame,
        groups.iter().map(|g| g.name.name.clone()).collect(),
        vec![(if programme == Programme::Npq { "NPQ starts".into() } else { "Starts".into() }, points)],
    );
    let table = table(subtitle.clone(), "Academic year", &specs, &groups, None, None);
    answer.add("years", table, Some(chart), title, subtitle);
}

fn recruitment(context: &Context<'_>, published: &Published, answer: &mut Answer, caption: Vec<String>, period: &str) {
    let Some((groups, total)) = &published.recruitment else {
        return;
    };
    if groups.is_empty() || context.filters.has(Key::Partner) {
        return;
    }
    let count = |measure: Measure| move |g: &ShownGroup| Cell::Count(g.own[measure]);
    let specs = [
        column("applied", "Applied", count(Measure::Applied)),
        column("accepted", "Accepted", count(Measure::Accepted)),
        column("started", "Started", count(Measure::Started)),
        column("conversion", "Started of accepted", |g: &ShownGroup| {
            Cell::Percent(percent(g.own[Measure::Started], g.own[Measure::Accepted]))
        }),
    ];
    let rate = percent(total.own[Measure::Started], total.own[Measure::Accepted]);
    let title = match rate.value() {
        Some(_) => format!("{} of accepted applications have started", rate.words("%")),
        None => "Applications, acceptances and starts".into(),
    };
    let subtitle = format!("NPQ applications, acceptances and starts by course, {period}");
    let frame = Frame { id: "recruitment", title: &title, subtitle: &subtitle, axis: "Applications", caption };
    let chart = draw::series_bars(frame, groups, &["Applied", "Accepted", "Started"], false, |g| {
        [Measure::Applied, Measure::Accepted, Measure::Started].map(|m| Cell::Count(g.own[m])).to_vec()
    });
    let table = table(subtitle.clone(), "Course", &specs, groups, Some(total), None);
    answer.add("recruitment", table, Some(chart), title, subtitle);
}

/// Adds the coaching and support offers, where anybody started one.
pub fn offers(answer: &mut Answer, published: &Published, context: Context<'_>) {
    if published.groups.is_empty() || answer.report.empty.is_some() {
        return;
    }
    let period = words::period(context.filters, published.year);
    let count = |measure: Measure| move |g: &ShownGroup| Cell::Count(g.own[measure]);
    let specs = [
        column("starts", "Starts", count(Measure::Starts)),
        column("last_year", last_year(published), count(Measure::LastYear)),
        column("participants", "Participants", count(Measure::People)),
    ];
    let title = "Offers that are not NPQs".to_owned();
    let subtitle = format!("Starts of the coaching and support offers, {period}; never part of NPQ figures");
    let table = table(subtitle.clone(), "Offer", &specs, &published.groups, None, None);
    answer.add("offers", table, None, title, subtitle);
}
