//! What comes of it: retention, completion and pass of NPQs with maturity; continuation and progress of early career
//! training.

use app::filters::{Breakdown, Comparison, Key};
use app::links::Page;
use app::reports::report::Cell;
use domain::measure::{Count, Rate};
use domain::programme::Programme;
use measures::rates::percent;

use super::draw::{self, Answer, Frame};
use super::participation::finding;
use super::table::{Spec, column, table};
use super::{Context, definitions, words};
use crate::analytics::Measure;
use crate::analytics::select::GroupName;
use crate::disclosure::{Published, Shown, ShownGroup};

/// The measures that the page uses for NPQs.
pub const NPQ: [Measure; 12] = [
    Measure::Starts,
    Measure::Leadership,
    Measure::Retained1,
    Measure::Retained2,
    Measure::Completed,
    Measure::Passed,
    Measure::Failed,
    Measure::Awaiting,
    Measure::Active,
    Measure::Withdrawn,
    Measure::Deferred,
    Measure::Mature,
];

/// The measures that the page uses for early career training.
pub const ECF: [Measure; 10] = [
    Measure::Starts,
    Measure::Retained1,
    Measure::Retained2,
    Measure::Retained3,
    Measure::Retained4,
    Measure::Completed,
    Measure::Active,
    Measure::Continuing,
    Measure::Withdrawn,
    Measure::Deferred,
];

/// Completed of started. A group or year that is not mature has no rate yet.
pub fn completion(counts: &Shown, mature: bool) -> Cell {
    Cell::Percent(if mature { percent(counts[Measure::Completed], counts[Measure::Starts]) } else { Rate::Immature })
}

/// Passed of completed.
pub fn pass(counts: &Shown, mature: bool) -> Cell {
    Cell::Percent(if mature { percent(counts[Measure::Passed], counts[Measure::Completed]) } else { Rate::Immature })
}

/// Active or completed of started.
pub fn continuation(counts: &Shown) -> Cell {
    Cell::Percent(percent(counts[Measure::Continuing], counts[Measure::Starts]))
}

/// Writes the report.
pub fn write(context: Context<'_>, published: &Published) -> Answer {
    let filters = context.filters;
    let programme = filters.programme();
    let mut report = context.report(Page::Outcomes, published.audience);
    let period = words::period(filters, published.year);
    report.kicker = format!("Outcomes, {}, starts of {period}", programme.name());
    report.definitions = definitions::outcomes();
    let noun = words::starts(programme);
    if published.total.own[Measure::Starts] == Count::Exact(0)
        || published.groups.is_empty()
        || context.dataset.is_empty()
    {
        report.headline = format!("No {noun} match these filters");
        report.empty = Some(format!("No starts of {period} match. Remove a filter, or choose another year."));
        return Answer::new(report);
    }
    let caption = draw::caption(&report);
    let mut answer = Answer::new(report);
    match programme {
        Programme::Npq => npq(&context, published, &mut answer, &caption, &period),
        Programme::Ecf => ecf(&context, published, &mut answer, &caption, &period),
    }
    answer
}

fn npq(context: &Context<'_>, published: &Published, answer: &mut Answer, caption: &[String], period: &str) {
    let own = &published.total.own;
    let mature = published.mature;
    let has_outcome = context.filters.parsed::<domain::programme::Course>(Key::Course);
    let offers_only = !has_outcome.is_empty() && has_outcome.iter().all(|c| !c.facts().has_outcome);
    let rate = completion(own, mature);
    let (headline, summary) = match (rate.sort_value(), mature) {
        (Some(_), true) => {
            let elsewhere = published.total.rest.as_ref().map(|rest| completion(rest, true));
            let beside = elsewhere
                .filter(|c| c.sort_value().is_some())
                .map_or(String::new(), |c| format!("; in all other areas loaded {}", c.words()));
            (
                format!("{} of NPQ starts in {period} were completed{beside}", rate.words()),
                vec![format!(
                    "{} of {} starts were completed, and {} of those passed ({}).",
                    words::capital(&own[Measure::Completed].words()),
                    own[Measure::Starts].words(),
                    own[Measure::Passed].words(),
                    pass(own, true).words()
                )],
            )
        }
        (_, true) => (
            format!("NPQ starts in {period}: {}", own[Measure::Starts].words()),
            vec![format!("The completion rate is {}.", rate.words())],
        ),
        (_, false) => (
            format!("It is too early to judge NPQ starts in {period}"),
            vec![format!(
                "{} started and {} have completed so far. A rate is shown when every course in the year is mature: 22 months \
                 (leadership) or 15 months (specialist) after the start milestone.",
                words::capital(&own[Measure::Starts].words()),
                own[Measure::Completed].words()
            )],
        ),
    };
    answer.report.headline = headline;
    answer.report.summary = summary;
    if offers_only {
        answer.report.notes.push("The coaching and support offers end without pass or fail.".into());
    }
    funnel(
        published,
        answer,
        caption,
        period,
        &[
            ("Started", Measure::Starts),
            ("Retained 1", Measure::Retained1),
            ("Retained 2 (leadership)", Measure::Retained2),
            ("Completed", Measure::Completed),
            ("Passed", Measure::Passed),
        ],
    );
    let count = |measure: Measure| move |g: &ShownGroup| Cell::Count(g.own[measure]);
    let mut specs = vec![
        column("starts", "Starts", count(Measure::Starts)),
        column("retained_1", "Retained 1", count(Measure::Retained1)),
        column("leadership_starts", "Leadership starts", count(Measure::Leadership)),
        column("retained_2", "Retained 2", count(Measure::Retained2)),
        column("completed", "Completed", count(Measure::Completed)),
        column("completion_rate", "Completion", move |g: &ShownGroup| completion(&g.own, mature)),
        column("passed", "Passed", count(Measure::Passed)),
        column("pass_rate", "Pass rate", move |g: &ShownGroup| pass(&g.own, mature)),
        column("awaiting", "Awaiting result", count(Measure::Awaiting)),
        column("active", "In training", count(Measure::Active)),
        column("withdrawn", "Withdrawn", count(Measure::Withdrawn)),
        column("deferred", "Deferred", count(Measure::Deferred)),
    ];
    if published.audience == app::filters::Audience::Exact {
        specs.insert(8, column("failed", "Failed", count(Measure::Failed)));
    }
    let figure = move |g: &ShownGroup| completion(&g.own, mature);
    breakdown(context, published, answer, caption, period, (&specs, "Completion rate, % of starts", &figure));
    years(context, published, answer, caption, "Completion rate", |own, mature| {
        // Immature years are drawn as such: the rate so far, dashed.
        (Cell::Percent(percent(own[Measure::Completed], own[Measure::Starts])), !mature)
    });
}

fn ecf(context: &Context<'_>, published: &Published, answer: &mut Answer, caption: &[String], period: &str) {
    let own = &published.total.own;
    let rate = continuation(own);
    answer.report.headline = match rate.sort_value() {
        Some(_) => format!("{} of early career starts in {period} are in training or have completed", rate.words()),
        None => format!("Early career starts in {period}: {}", own[Measure::Starts].words()),
    };
    let is_shown = own[Measure::Starts] != Count::Withheld;
    let summary = format!(
        "{} started; {} have completed, {} are in training, {} deferred and {} withdrew.",
        words::capital(&own[Measure::Starts].words()),
        own[Measure::Completed].words(),
        own[Measure::Active].words(),
        own[Measure::Deferred].words(),
        own[Measure::Withdrawn].words()
    );
    answer.report.summary.extend(is_shown.then_some(summary));
    answer.report.notes.push("Continuation speaks of the training, not of staying in the profession.".into());
    funnel(
        published,
        answer,
        caption,
        period,
        &[
            ("Started", Measure::Starts),
            ("Retained 1", Measure::Retained1),
            ("Retained 2", Measure::Retained2),
            ("Retained 3", Measure::Retained3),
            ("Retained 4", Measure::Retained4),
            ("Completed", Measure::Completed),
        ],
    );
    let count = |measure: Measure| move |g: &ShownGroup| Cell::Count(g.own[measure]);
    let specs = vec![
        column("starts", "Starts", count(Measure::Starts)),
        column("retained_1", "Retained 1", count(Measure::Retained1)),
        column("retained_2", "Retained 2", count(Measure::Retained2)),
        column("retained_3", "Retained 3", count(Measure::Retained3)),
        column("retained_4", "Retained 4", count(Measure::Retained4)),
        column("completed", "Completed", count(Measure::Completed)),
        column("active", "In training", count(Measure::Active)),
        column("continuation", "Continuation", |g: &ShownGroup| continuation(&g.own)),
        column("withdrawn", "Withdrawn", count(Measure::Withdrawn)),
        column("deferred", "Deferred", count(Measure::Deferred)),
    ];
    let figure = |g: &ShownGroup| continuation(&g.own);
    breakdown(context, published, answer, caption, period, (&specs, "Continuation, % of starts", &figure));
    status(published, answer, caption, period);
    years(context, published, answer, caption, "Continuation", |own, _| (continuation(own), false));
}

/// Where each start stands now: the four parts make up all starts.
fn status(published: &Published, answer: &mut Answer, caption: &[String], period: &str) {
    const PARTS: [(&str, &str, Measure); 4] = [
        ("completed", "Completed", Measure::Completed),
        ("active", "In training", Measure::Active),
        ("deferred", "Deferred", Measure::Deferred),
        ("withdrawn", "Withdrawn", Measure::Withdrawn),
    ];
    if published.by == Breakdown::Trust {
        return;
    }
    let groups: Vec<ShownGroup> =
        published.groups.iter().filter(|g| g.own[Measure::Starts] != Count::Exact(0)).take(160).cloned().collect();
    let by = published.by.name().to_lowercase();
    let title = format!("Where starts of {period} stand now");
    let subtitle = format!("Starts by training status and {by}; the four parts make up all starts");
    let specs = PARTS.map(|(id, name, measure)| column(id, name, move |g: &ShownGroup| Cell::Count(g.own[measure])));
    let frame = Frame { id: "status", title: &title, subtitle: &subtitle, axis: "Starts", caption: caption.to_vec() };
    let names = PARTS.map(|(_, name, _)| name);
    let chart = draw::series_bars(frame, &groups, &names, true, |g| {
        PARTS.map(|(.., measure)| Cell::Count(g.own[measure])).to_vec()
    });
    let table = table(subtitle.clone(), published.by.name(), &specs, &groups, Some(&published.total), None);
    answer.add("status", table, Some(chart), title, subtitle);
}

fn funnel(
    published: &Published,
    answer: &mut Answer,
    caption: &[String],
    period: &str,
    milestones: &[(&str, Measure)],
) {
    let own = &published.total.own;
    let base = |measure: Measure| match measure {
        Measure::Retained2 if own[Measure::Leadership] != Count::NotApplicable => {
            (Measure::Leadership, "leadership starts")
        }
        Measure::Passed => (Measure::Completed, "completed"),
        _ => (Measure::Starts, "starts"),
    };
    let share = |measure: Measure| {
        let (of, words) = base(measure);
        let rate = percent(own[measure], own[of]);
        match measure {
            Measure::Starts => String::new(),
            _ if rate.value().is_some() => format!("{} of {words}", rate.words("%")),
            _ => String::new(),
        }
    };
    let steps = milestones
        .iter()
        .map(|(label, measure)| {
            let missing = own[*measure].value().is_none();
            ((*label).to_owned(), Cell::Count(own[*measure]), share(*measure), missing)
        })
        .collect();
    let groups: Vec<ShownGroup> = milestones
        .iter()
        .map(|(label, measure)| ShownGroup {
            name: GroupName { code: format!("{measure:?}").to_lowercase(), name: (*label).to_owned(), unknown: false },
            own: own.clone(),
            rest: None,
        })
        .collect();
    let by_code = |g: &ShownGroup| milestones.iter().find(|(label, _)| *label == g.name.name).map(|(_, m)| *m);
    let specs = [
        column("count", "Starts that reached it", |g: &ShownGroup| {
            by_code(g).map_or(Cell::Count(Count::NotApplicable), |m| Cell::Count(own[m]))
        }),
        column("share", "Share", |g: &ShownGroup| match by_code(g) {
            Some(Measure::Starts) | None => Cell::Percent(Rate::NotApplicable),
            Some(measure) => Cell::Percent(percent(own[measure], own[base(measure).0])),
        }),
    ];
    let title = match share(Measure::Completed) {
        words if words.is_empty() => "How far starts have come".to_owned(),
        words => format!("{words} have been completed"),
    };
    let shares = if milestones.iter().any(|(_, m)| *m == Measure::Passed) {
        ". Shares are of starts; retained 2 of leadership starts, passed of completed"
    } else {
        ". Shares are of starts"
    };
    let subtitle = format!("Starts of {period} by milestone reached{shares}");
    let frame =
        Frame { id: "milestones", title: &title, subtitle: &subtitle, axis: "Starts", caption: caption.to_vec() };
    let chart = draw::steps(frame, steps);
    let table = table(subtitle.clone(), "Milestone", &specs, &groups, None, None);
    answer.add("milestones", table, Some(chart), title, subtitle);
}

type Drawn<'a> = (&'a [Spec<'a>], &'a str, &'a dyn Fn(&ShownGroup) -> Cell);

fn breakdown(
    context: &Context<'_>,
    published: &Published,
    answer: &mut Answer,
    caption: &[String],
    period: &str,
    (specs, what, figure): Drawn<'_>,
) {
    let (filters, by) = (context.filters, published.by);
    let compare = filters.one_parsed(Key::Compare).unwrap_or(Comparison::Rest);
    let comparator = |g: &ShownGroup| {
        let rest = g.rest.clone().filter(|_| compare == Comparison::Rest)?;
        Some(figure(&ShownGroup { name: g.name.clone(), own: rest, rest: None }))
    };
    let subtitle =
        format!("{what} by {}, {}, starts of {period}", by.name().to_lowercase(), filters.programme().name());
    let shown: Vec<ShownGroup> =
        published.groups.iter().filter(|g| g.own[Measure::Starts] != Count::Exact(0)).cloned().collect();
    let title = finding(&shown, &figure, by, what);
    let table = table(subtitle.clone(), by.name(), specs, &shown, Some(&published.total), Some((by, filters)));
    let frame = Frame { id: "breakdown", title: &title, subtitle: &subtitle, axis: what, caption: caption.to_vec() };
    let mut order = shown;
    order.sort_by_key(|g| table.rows.iter().position(|r| r.code == g.name.code));
    order.truncate(160);
    let any = order.iter().any(|g| figure(g).sort_value().is_some());
    let chart = (any && by != Breakdown::Trust).then(|| {
        draw::bars(frame, &order, Some((Page::Outcomes, by, filters)), figure, comparator, "All other areas loaded")
    });
    answer.add("breakdown", table, chart, title, subtitle);
}

fn years(
    context: &Context<'_>,
    published: &Published,
    answer: &mut Answer,
    caption: &[String],
    what: &str,
    figure: impl Fn(&Shown, bool) -> (Cell, bool),
) {
    if published.years.len() < 2 || context.filters.has(Key::Cohort) {
        return;
    }
    let name = |year: &domain::programme::AcademicYear, immature: bool| {
        if immature { format!("{} (too early)", year.name()) } else { year.name() }
    };
    let mut own = Vec::new();
    let mut rest = Vec::new();
    let mut periods = Vec::new();
    let mut groups = Vec::new();
    for line in &published.years {
        let point = figure(&line.own, line.mature);
        periods.push(name(&line.year, point.1));
        own.push(point);
        if let Some(counts) = &line.rest {
            rest.push(figure(counts, line.mature));
        }
        groups.push(ShownGroup {
            name: GroupName { code: line.year.to_string(), name: name(&line.year, point.1), unknown: false },
            own: line.own.clone(),
            rest: line.rest.clone(),
        });
    }
    let mut series = vec![(if rest.is_empty() { "All areas loaded" } else { "Selected" }.to_owned(), own)];
    if rest.len() == periods.len() {
        series.push(("All other areas loaded".to_owned(), rest));
    }
    let title = format!("{what} by academic year of the start");
    let subtitle = "Years that are too early to judge are drawn dashed and marked: more will complete".to_owned();
    let count = |measure: Measure| move |g: &ShownGroup| Cell::Count(g.own[measure]);
    let line_of = |g: &ShownGroup| published.years.iter().find(|y| y.year.to_string() == g.name.code);
    let specs = [
        column("starts", "Starts", count(Measure::Starts)),
        column("completed", "Completed", count(Measure::Completed)),
        column("rate", what.to_owned(), |g: &ShownGroup| {
            line_of(g).map_or(Cell::Percent(Rate::NotApplicable), |y| figure(&y.own, y.mature).0)
        }),
    ];
    let table = table(title.clone(), "Academic year", &specs, &groups, None, None);
    let frame = Frame { id: "years", title: &title, subtitle: &subtitle, axis: what, caption: caption.to_vec() };
    let chart = draw::lines(frame, periods, series);
    answer.add("years", table, Some(chart), title, subtitle);
}
