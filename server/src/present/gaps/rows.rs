//! Segments as rows of a table and as dots of a chart.

use std::collections::BTreeSet;

use app::filters::{Audience, Filters, GapMeasure};
use app::reports::report::{Cell, Column, Estimate, Row, Sureness, Table};
use charts::{Axis, Chart, Dot, Dots, Form, Mark, Unit};
use domain::measure::{Count, Rate, thousands};
use domain::programme::Course;
use measures::overlap::{self, Merged, Unreached};
use measures::{Scale, Verdict, per_100, percent};

use super::{DRAWN, Found, named, sentence, whole};
use crate::analytics::gaps::{self, narrowed};
use crate::disclosure::gaps::{PublishedSegment, PublishedSegments};
use crate::present::draw::Frame;

/// Gaps that are the same schools as one with its parts; each by itself where schools are not known.
pub(super) fn merged(published: &PublishedSegments, found: &[Found<'_>], behind: &[usize]) -> Vec<Merged> {
    let unreached = |at: &usize| Unreached {
        lower: found[behind[*at]].gap.interval().lower,
        schools: match published.audience {
            Audience::Exact => found[behind[*at]].segment.unreached.clone(),
            Audience::Sharing => Vec::new(),
        },
    };
    // Schools that no course reaches are no reason to take gaps of two courses for one.
    let courses: BTreeSet<Option<Course>> = behind.iter().map(|at| found[*at].segment.course).collect();
    let mut trees = Vec::new();
    for course in courses {
        let of_course: Vec<usize> =
            (0..behind.len()).filter(|at| found[behind[*at]].segment.course == course).collect();
        let of_these: Vec<Unreached> = of_course.iter().map(unreached).collect();
        trees.extend(overlap::merge(&of_these).into_iter().map(|tree| renumbered(tree, &of_course)));
    }
    // The surest first, as they were given.
    trees.sort_by_key(|tree| tree.gap);
    trees
}

/// A tree over some of the gaps as one over all of them.
fn renumbered(tree: Merged, positions: &[usize]) -> Merged {
    let parts = tree.parts.into_iter().map(|part| renumbered(part, positions)).collect();
    Merged { gap: positions[tree.gap], parts, ..tree }
}

pub(super) fn add_rows(
    filters: &Filters,
    found: &[Found<'_>],
    behind: &[usize],
    tree: &Merged,
    part_of: Option<&str>,
    rows: &mut Vec<Row>,
) {
    let one = &found[behind[tree.gap]];
    let name = match part_of {
        None => named(one.segment),
        Some(whole) => {
            format!("{} ({} schools in common with {whole})", named(one.segment), thousands(tree.shared as u64))
        }
    };
    rows.push(row(filters, one, name));
    for part in &tree.parts {
        add_rows(filters, found, behind, part, Some(&named(one.segment)), rows);
    }
}

pub(super) fn row(filters: &Filters, one: &Found<'_>, name: String) -> Row {
    let gap = &one.gap;
    let crude = gap.crude();
    let cells = vec![
        Cell::Sure(match one.judgement.verdict {
            Verdict::Clear => Sureness::Clear,
            Verdict::Possible => Sureness::Possible,
            Verdict::NotAGap => Sureness::NotAGap,
            Verdict::TooFew => Sureness::TooFew,
        }),
        Cell::Estimate(gap.is_judged().then(|| Estimate {
            value: gap.size(),
            lower: gap.interval().lower,
            upper: gap.interval().upper,
        })),
        Cell::Count(one.segment.own.0),
        Cell::Count(one.segment.own.1),
        rate(one, gap.own),
        Cell::Estimate(gap.is_judged().then_some(Estimate {
            value: gap.expected,
            lower: gap.expected_interval.lower,
            upper: gap.expected_interval.upper,
        })),
        Cell::Estimate(gap.is_judged().then_some(Estimate {
            value: crude.value,
            lower: crude.interval.lower,
            upper: crude.interval.upper,
        })),
    ];
    let code = one.segment.name.code.clone();
    let narrowed = narrowed(filters, one.segment.course, (one.segment.cut, &code), true);
    // A segment of another course is another row.
    let code = match one.segment.course {
        Some(course) => format!("{}: {code}", course.code()),
        None => code,
    };
    Row { code, name, filters: Some(narrowed), total: false, cells }
}

pub(super) fn table(published: &PublishedSegments, rows: Vec<Row>, caption: String, rows_are: &str) -> Table {
    let column = |id: &str, name: &str| Column { id: id.into(), name: name.into() };
    let (reached, base, rate) = match published.measure {
        GapMeasure::Engaged => ("Engaged", "Schools in area", "Engaged, %"),
        GapMeasure::Coverage => ("Schools with a start", "Schools in area", "Coverage"),
        GapMeasure::Rate => ("Participants", "Teachers", "Per 100 teachers"),
        GapMeasure::Completion => ("Completed", "Mature starts", "Completion"),
        GapMeasure::Continuation => ("Continuing", "Starts", "Continuation"),
    };
    let difference =
        if published.measure == GapMeasure::Rate { "Crude difference, per 100" } else { "Crude difference, points" };
    Table {
        caption,
        rows_are: rows_are.into(),
        columns: vec![
            column("verdict", "Verdict"),
            column("gap", &format!("Gap, {}", published.measure.unit())),
            column("actual", reached),
            column("base", base),
            column("rate", rate),
            column("expected", "Expected"),
            column("crude_difference", difference),
        ],
        rows,
        sortable: false,
    }
}

pub(super) fn chart(
    found: &[Found<'_>],
    behind: &[usize],
    published: &PublishedSegments,
    caption: Vec<String>,
    title: &str,
    subtitle: &str,
) -> Chart {
    let unit = published.measure.unit();
    let rows: Vec<Dot> = (behind.iter().take(DRAWN))
        .map(|at| {
            let one = &found[*at];
            let (size, interval) = (one.gap.size(), one.gap.interval());
            let label = format!("{} {unit}", whole(size));
            let mark = Mark {
                value: Some(size),
                tooltip: format!("{}: {}", named(one.segment), sentence(published, one)),
                label,
                interval: Some((interval.lower, interval.upper)),
                ..Mark::default()
            };
            Dot { label: labelled(one.segment), href: None, mark, own: one.judgement.verdict == Verdict::Clear }
        })
        .collect();
    let named: Vec<String> = rows.iter().take(5).map(|dot| format!("{}, {}", dot.label, dot.mark.label)).collect();
    let axis = format!("Gap, {unit}");
    let frame = Frame { id: "gaps", title, subtitle, axis: &axis, caption };
    Chart {
        id: frame.id.to_owned(),
        title: frame.title.to_owned(),
        subtitle: frame.subtitle.to_owned(),
        description: format!(
            "Dots with 95% intervals of the {} surest gaps; clear ones stand out. {}.",
            rows.len(),
            named.join("; ")
        ),
        caption: frame.caption,
        axis: Axis { label: axis.clone(), unit: Unit::Count, max: None },
        form: Form::Dots(Dots { rows, references: Vec::new() }),
    }
}

/// A segment on the axis of a chart, which has room for the code of a course.
fn labelled(segment: &PublishedSegment) -> String {
    match segment.course {
        Some(course) => format!("{}: {}", course.code(), gaps::named(segment.cut, &segment.name.name)),
        None => named(segment),
    }
}

/// A rate of a segment as it may be shown, from a numerator and base of the same kind as its own.
pub(super) fn rate(one: &Found<'_>, (x, n): (u32, u32)) -> Cell {
    let like = |shown: Count, value: u32| match shown {
        Count::Rounded(_) => Count::Rounded(value),
        _ => Count::Exact(value),
    };
    let (x, n) = (like(one.segment.own.0, x), like(one.segment.own.1, n));
    match (one.gap.is_judged(), one.gap.scale) {
        (false, _) => Cell::Percent(Rate::Withheld),
        (true, Scale::Per100) => Cell::Per100(per_100(x, n)),
        (true, Scale::Share) => Cell::Percent(percent(x, n)),
    }
}
