//! Where should CPD go? Segments behind what the comparator predicts, the surest first, with their size and how sure it is.

mod closing;
mod offers;
mod rows;

use app::filters::{Audience, GapMeasure};
use app::links::Page;
use app::reports::report::Row;
use domain::measure::{Count, half_up, thousands};
use measures::verdict::{self, Judgement};
use measures::{Gap, Verdict};

pub use self::closing::similar;
use self::closing::{closing_words, more, tiles};
use self::rows::{add_rows, chart, merged, row, table};
use super::draw::{self, Answer};
use super::{Context, definitions, words};
use crate::analytics::gaps::{self, Comparator, is_asked};
use crate::disclosure::gaps::{PublishedSegment, PublishedSegments};

/// Gaps drawn at most.
const DRAWN: usize = 20;

/// Segments with a gap that are listed at most: where they are crossed with courses there are thousands.
const LISTED: usize = 300;

/// Segments without a gap that are listed at most.
const OTHERS: usize = 40;

/// A segment with its gap, where it could be measured from what may be shown.
struct Found<'a> {
    segment: &'a PublishedSegment,
    gap: Gap,
    judgement: Judgement,
}

/// Writes the report.
pub fn write(context: Context<'_>, published: &PublishedSegments) -> Answer {
    let mut report = context.report(Page::Gaps, published.audience);
    let period = published.year.name();
    report.kicker = format!("Gaps, {}, {period}", published.measure.name());
    report.definitions = definitions::gaps();
    report.notes.extend(notes(published));
    let gaps: Vec<(usize, Gap)> =
        (published.segments.iter().enumerate()).filter_map(|(at, segment)| Some((at, segment.gap?))).collect();
    let measured: Vec<Gap> = gaps.iter().map(|(_, gap)| *gap).collect();
    if measured.is_empty() {
        report.headline = "There is nothing to compare".into();
        report.empty = Some(nothing(published));
        return Answer::new(report);
    }
    let judged = verdict::judge(&measured);
    let found: Vec<Found<'_>> = (gaps.iter().zip(&judged))
        .map(|((at, gap), judgement)| Found { segment: &published.segments[*at], gap: *gap, judgement: *judgement })
        .collect();
    let order = verdict::order(&measured);
    let behind: Vec<usize> = order
        .iter()
        .copied()
        .filter(|at| matches!(found[*at].judgement.verdict, Verdict::Clear | Verdict::Possible))
        .collect();
    let looked_at = order.iter().copied().find(|at| {
        let segment = found[*at].segment;
        is_asked(context.filters, segment.course, segment.cut, &segment.name.code)
    });
    (report.headline, report.summary) = headline(published, &found, &behind, &period);
    if let Some(at) = looked_at {
        let one = &found[at];
        report.headline = format!("{}: {}", named(one.segment), sentence(published, one));
        report.summary = vec![closing_words(published, &measured, at, one)];
        report.tiles = tiles(context.filters, published, &measured, at, one);
        report.more = more(context.filters, published, &measured, at, one);
        report.lists.extend(offers::list(&context, published, one));
    }
    report.lists.extend(closing::actions(&context, published.audience, looked_at.map(|at| found[at].segment)));
    let caption = draw::caption(&report);
    let mut answer = Answer::new(report);
    let trees = merged(published, &found, &behind);
    let mut rows = Vec::new();
    for tree in &trees {
        add_rows(context.filters, &found, &behind, tree, None, &mut rows);
    }
    let subtitle = format!("{} expected less those there are, {period}, surest first", capital_unit(published.measure));
    if !rows.is_empty() {
        let all = rows.len();
        rows.truncate(LISTED);
        let listed = first_of(&subtitle, LISTED, all);
        let title = format!(
            "{} clear and {} possible gaps among {} segments",
            thousands(count(&found, Verdict::Clear)),
            thousands(count(&found, Verdict::Possible)),
            thousands(found.len() as u64)
        );
        let chart = chart(&found, &behind, published, caption, &title, &subtitle);
        answer.add("gaps", table(published, rows, listed.clone(), "Gap"), Some(chart), title, listed);
    }
    let without = order.iter().filter(|at| !behind.contains(at));
    let left = without.clone().count();
    let others: Vec<Row> =
        without.take(OTHERS).map(|at| row(context.filters, &found[*at], named(found[*at].segment))).collect();
    if !others.is_empty() {
        let title = "Segments without a gap, or too small to tell".to_owned();
        let subtitle = first_of(&subtitle, OTHERS, left);
        answer.add("others", table(published, others, subtitle.clone(), "Segment"), None, title, subtitle);
    }
    answer
}

/// A subtitle that says so where a list is cut off.
fn first_of(subtitle: &str, most: usize, all: usize) -> String {
    match all > most {
        true => format!("{subtitle}. The first {most} of {}: choose a place to see its own", thousands(all as u64)),
        false => subtitle.to_owned(),
    }
}

fn nothing(published: &PublishedSegments) -> String {
    let is_hidden = |segment: &PublishedSegment| [segment.own.0, segment.own.1].contains(&Count::Withheld);
    match published.measure {
        _ if published.segments.iter().any(is_hidden) => {
            "Too few people are behind these figures for sharing figures to compare them. Choose another measure, year or place."
                .into()
        }
        GapMeasure::Completion => "No NPQ start of this year is of a mature cohort: choose an earlier year.".into(),
        _ if published.comparator.is_elsewhere() => {
            "Nothing is loaded of other areas, or nothing of this one in this year. Choose \
                                     another measure, year or place."
                .into()
        }
        _ => "Nothing is loaded for this measure and year. Choose another.".into(),
    }
}

fn notes(published: &PublishedSegments) -> Vec<String> {
    let mut notes = vec![match (published.audience, published.measure) {
        (Audience::Sharing, _) => {
            "Sharing figures compare each segment with the plain rate of the comparator. Exact figures allow for phase and \
             size, or for course group and cohort, as well."
                .to_owned()
        }
        (_, GapMeasure::Completion | GapMeasure::Continuation) => {
            "What is expected of a segment is what it would have at the comparator\u{2019}s rates for the same course \
             groups and cohorts."
                .to_owned()
        }
        _ => "What is expected of a segment is what it would have at the comparator\u{2019}s rates for schools of the same \
              phase and size."
            .to_owned(),
    }];
    notes.push(
        match published.comparator {
            Comparator::Elsewhere => "Compared with: all other areas loaded. Segments are parts of the place asked for.",
            Comparator::RestOfRegion => {
                "Compared with: the schools loaded of the same region outside the place asked for. Segments are its parts."
            }
            Comparator::SimilarHubs => {
                "Compared with: the schools loaded of the ten hub areas most like this one. The compare page names them and \
                 says why."
            }
            Comparator::PlaceButSegment => {
                "Compared with: the place\u{2019}s own average, the segment left out. It shows which parts lag behind the \
                 others, not how the place stands."
            }
            Comparator::AllButSegment => {
                "Compared with: everything loaded outside the segment. Where nothing of the same phase and size is left, its \
                 overall rate stands in."
            }
        }
        .to_owned(),
    );
    if published.segments.iter().any(|segment| segment.course.is_some()) {
        if published.audience == Audience::Sharing {
            notes.push("Sharing figures cross courses with kinds of school, not with local authorities.".to_owned());
        }
        notes.push(
            "Every segment is looked at for each course by itself, and each course is expected to do as it does in the \
             comparator: verdicts take all of them into account. A course that only this place takes is left out."
                .to_owned(),
        );
    }
    notes.push(
        "A gap is clear where it holds when all segments looked at are taken into account (Benjamini-Hochberg, 5%), possible \
         where only its own 95% interval leaves out what is expected. Intervals assume that people are independent; they \
         cluster in schools, so the true uncertainty is somewhat larger."
            .to_owned(),
    );
    if published.measure == GapMeasure::Completion {
        notes.push("Only NPQ starts of mature cohorts are counted.".to_owned());
    }
    notes
}

fn count(found: &[Found<'_>], verdict: Verdict) -> u64 {
    found.iter().filter(|f| f.judgement.verdict == verdict).count() as u64
}

fn capital_unit(measure: GapMeasure) -> String {
    words::capital(measure.unit())
}

fn whole(value: f64) -> String {
    thousands(half_up(value.max(0.0), 0) as u64)
}

/// `19 of 26 schools engaged, 4 fewer than expected (clear)`.
fn sentence(published: &PublishedSegments, one: &Found<'_>) -> String {
    let unit = published.measure.unit();
    let (x, n) = one.gap.own;
    let (x, n) = (thousands(u64::from(x)), thousands(u64::from(n)));
    let base = match published.measure {
        GapMeasure::Engaged => format!("{x} of {n} schools engaged"),
        GapMeasure::Coverage => format!("{x} of {n} schools with a start"),
        GapMeasure::Rate => format!("{x} people for {n} teachers"),
        GapMeasure::Completion => format!("{x} of {n} starts completed"),
        GapMeasure::Continuation => format!("{x} of {n} starts continue or are complete"),
    };
    let size = one.gap.size();
    match one.judgement.verdict {
        Verdict::Clear => format!("{base}, about {} {unit} fewer than expected", whole(size)),
        Verdict::Possible => format!("{base}, perhaps {} {unit} fewer than expected", whole(size)),
        Verdict::NotAGap => format!("{base}, as many as expected or within chance"),
        Verdict::TooFew => format!("{base}, too few to tell"),
    }
}

fn headline(
    published: &PublishedSegments,
    found: &[Found<'_>],
    behind: &[usize],
    period: &str,
) -> (String, Vec<String>) {
    let (clear, possible) = (count(found, Verdict::Clear), count(found, Verdict::Possible));
    match behind.first() {
        None => (
            format!("No gap in {period}: no segment is behind by more than chance"),
            vec![format!("{} segments were looked at.", thousands(found.len() as u64))],
        ),
        Some(at) => {
            let first = &found[*at];
            (
                match first.judgement.verdict {
                    Verdict::Clear => format!("The surest gap: {}", named(first.segment)),
                    _ => format!("No clear gap in {period}; the likeliest: {}", named(first.segment)),
                },
                vec![
                    format!("{}.", words::capital(&sentence(published, first))),
                    format!(
                        "{} clear and {} possible gaps among {} segments looked at. Choose one to see what would close it \
                         and whom to call.",
                        thousands(clear),
                        thousands(possible),
                        thousands(found.len() as u64)
                    ),
                ],
            )
        }
    }
}

/// A segment in words, with its course where it is crossed.
fn named(segment: &PublishedSegment) -> String {
    let name = gaps::named(segment.cut, &segment.name.name);
    match segment.course {
        Some(course) => format!("{name}, {}", course.name()),
        None => name,
    }
}
