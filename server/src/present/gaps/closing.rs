//! What would close a gap: the fewest more, any number more, and what is done about it.

use app::filters::{Audience, Comparison, Filters, Key};
use app::links::{self, Page};
use app::reports::report::{MoreForm, Tile, WordList};
use domain::measure::{half_up, one_decimal, thousands};
use domain::place::HubArea;
use measures::verdict::Judgement;
use measures::{Gap, Scale, Verdict, closing};

use super::rows::rate;
use super::{Found, named, whole};
use crate::analytics::gaps::{narrowed, unfocused};
use crate::disclosure::gaps::{PublishedSegment, PublishedSegments};
use crate::present::{Context, words};

/// The hub areas similar to the one asked for, where the question compares with them.
pub fn similar(context: &Context<'_>) -> Vec<HubArea> {
    let hubs: Vec<HubArea> = context.filters.parsed(Key::Hub);
    let ([hub], Some(Comparison::Similar), Some(year)) =
        (hubs.as_slice(), context.filters.one_parsed(Key::Compare), context.filters.year())
    else {
        return Vec::new();
    };
    match context.kept.similar_to(*hub, year) {
        Some((similar, _)) => similar.into_iter().map(|(hub, _)| hub).collect(),
        None => {
            let likeness = crate::analytics::similar::Likeness::of(context.dataset, year);
            let near = likeness.nearest(*hub, crate::kept::targets::NEIGHBOURS);
            near.into_iter().map(|(hub, _)| hub).collect()
        }
    }
}

/// The form that asks what some more would change, with its answer.
pub(super) fn more(
    filters: &Filters,
    published: &PublishedSegments,
    gaps: &[Gap],
    at: usize,
    one: &Found<'_>,
) -> Option<MoreForm> {
    if !one.gap.is_judged() {
        return None;
    }
    let unit = published.measure.unit();
    let asked: Option<u32> = filters.one_parsed(Key::More);
    let answer = asked.and_then(|more| {
        let after = closing::after(gaps, at, more)?;
        let per_100 = if one.gap.scale == Scale::Per100 { " per 100" } else { "" };
        let verdict = match after.judgement.verdict {
            Verdict::Clear => "still a clear gap",
            Verdict::Possible => "a possible gap",
            Verdict::NotAGap => "no longer a gap",
            Verdict::TooFew => "too few to tell",
        };
        let left = match after.left {
            left if left >= 0.5 => format!("{} short of what is expected", words::counted(left.round() as u64, unit)),
            _ => "at or above what is expected".to_owned(),
        };
        let then = rate(one, after.own);
        Some(format!(
            "With {} more: {}{per_100} in place of {}{per_100}, {left}, {verdict}.",
            words::counted(u64::from(more), unit),
            then.words(),
            rate(one, one.gap.own).words()
        ))
    });
    Some(MoreForm { unit: unit.into(), asked, answer })
}

/// Where the actions on a gap, or all of them, are: beside exact figures only.
pub(super) fn actions(
    context: &Context<'_>,
    audience: Audience,
    segment: Option<&PublishedSegment>,
) -> Option<WordList> {
    if audience != Audience::Exact {
        return None;
    }
    let all = links::page(Page::Actions, &Filters::default().with(Key::Audience, Audience::Exact));
    let mut links = Vec::new();
    if let Some(segment) = segment {
        let gap = narrowed(context.filters, segment.course, (segment.cut, &segment.name.code), false);
        let address = links::page(Page::Actions, &gap.with(Key::Audience, Audience::Exact));
        links.push((format!("Actions on this gap: {}", named(segment)), address));
    }
    links.push(("All actions".to_owned(), all));
    Some(WordList {
        id: "actions".into(),
        title: "What is done about it".into(),
        intro: "Who does what by when, kept over the years beside what the figure did since.".into(),
        items: Vec::new(),
        links,
        button: None,
    })
}

pub(super) fn closing_words(published: &PublishedSegments, gaps: &[Gap], at: usize, one: &Found<'_>) -> String {
    let unit = published.measure.unit();
    match (closing::fewest_to_no_gap(gaps, at), closing::fewest_to_expected(&one.gap)) {
        (None, _) => "The base is under 10: no verdict is given.".into(),
        (Some(0), _) => "There is no gap to close.".into(),
        (Some(few), all) => format!(
            "{} more and it would no longer be a gap; {} more and it would be where the comparator predicts.",
            words::capital(&words::counted(u64::from(few), unit)),
            thousands(u64::from(all))
        ),
    }
}

pub(super) fn tiles(
    filters: &Filters,
    published: &PublishedSegments,
    gaps: &[Gap],
    at: usize,
    one: &Found<'_>,
) -> Vec<Tile> {
    let unit = published.measure.unit();
    let tile = |id: &str, label: &str, page: Page, value: String, note: String| Tile {
        id: id.into(),
        label: label.into(),
        page,
        filters: if page == Page::Gaps { unfocused(filters) } else { filters.clone() },
        value,
        note,
        change: None,
        comparator: None,
    };
    let now = rate(one, one.gap.own);
    let per_100 = if one.gap.scale == Scale::Per100 { " per 100" } else { "" };
    let interval = now.interval().map_or(String::new(), |i| {
        format!("95% interval {} to {}", one_decimal(half_up(i.lower, 1)), one_decimal(half_up(i.upper, 1)))
    });
    let mut tiles = vec![
        tile("now", "Now", Page::Gaps, format!("{}{per_100}", now.words()), interval),
        tile(
            "expected",
            "Expected",
            Page::Gaps,
            format!("{} {unit}", whole(one.gap.expected)),
            format!("there are {}", thousands(u64::from(one.gap.own.0))),
        ),
        tile("gap", "Gap", Page::Gaps, format!("{} {unit}", whole(one.gap.size())), sureness_words(one.judgement)),
    ];
    if let Some(few) = closing::fewest_to_no_gap(gaps, at).filter(|few| *few > 0) {
        let then = closing::after(gaps, at, few)
            .map_or(String::new(), |after| format!("then {}{per_100}", rate(one, after.own).words()));
        tiles.push(tile("closing", "Would close it", Page::Gaps, words::counted(u64::from(few), unit), then));
    }
    if !one.segment.unreached.is_empty() {
        let n = thousands(one.segment.unreached.len() as u64);
        tiles.push(tile("calls", "Schools to call", Page::Calls, n, "not reached in the year".into()));
    }
    tiles
}

fn sureness_words(judgement: Judgement) -> String {
    let q = judgement.q.map_or(String::new(), |q| format!(", q = {q:.3}"));
    let word = match judgement.verdict {
        Verdict::Clear => "clear",
        Verdict::Possible => "possible",
        Verdict::NotAGap => "not a gap",
        Verdict::TooFew => "too few to tell",
    };
    format!("{word}{q}")
}
