//! How schools came and went: the year in which each first took part, and what changed against last year.

use app::reports::report::Cell;
use domain::measure::{Count, thousands};
use measures::percent;

use super::{Answer, plain, since};
use crate::analytics::Measure;
use crate::disclosure::{PublishedEngagement, ShownGroup};
use crate::present::draw::{self, Frame};
use crate::present::table::{column, table};
use crate::present::words;

/// What is drawn of first years.
const FIRST: &str = "Schools engaged for the first time";

/// Schools engaged since the first year by the year in which they first were.
pub(super) fn first(published: &PublishedEngagement, answer: &mut Answer, caption: &[String]) {
    let ever = published.breakdown.total.own[Measure::EverAny];
    if published.first.len() < 2 || ever == Count::Exact(0) {
        return;
    }
    let total = plain("total", &format!("Since {}", since()), &published.breakdown.total.own);
    let last = published.first.last().map(|(year, _)| *year);
    let groups: Vec<ShownGroup> = (published.first.iter())
        .map(|(year, _)| {
            let so_far = published.breakdown.unfinished && Some(*year) == last;
            let name = if so_far { format!("{} so far", year.name()) } else { year.name() };
            plain(&year.to_string(), &name, &published.breakdown.total.own)
        })
        .collect();
    let count = |g: &ShownGroup| {
        let line = published.first.iter().find(|(year, _)| year.to_string() == g.name.code);
        line.map_or(ever, |(_, count)| *count)
    };
    let specs = [
        column("schools", "Schools", move |g: &ShownGroup| Cell::Count(count(g))),
        column("share", "Share, %", move |g: &ShownGroup| Cell::Percent(percent(count(g), ever))),
    ];
    let title = match published.first.last().and_then(|(year, count)| Some((year, count.value()?))) {
        Some((year, n)) => {
            format!("{} engaged for the first time in {}", words::counted(u64::from(n), "schools"), year.name())
        }
        None => "The year in which schools first engaged".to_owned(),
    };
    let subtitle = format!("Schools in area engaged since {}, by the academic year in which they first were", since());
    let table = table(subtitle.clone(), "First engaged in", &specs, &groups, Some(&total), None);
    let frame = Frame { id: "first", title: &title, subtitle: &subtitle, axis: FIRST, caption: caption.to_vec() };
    let chart = draw::bars(frame, &groups, None, |g| Cell::Count(count(g)), |_| None, "");
    answer.add("first", table, Some(chart), title, subtitle);
}

/// How schools came and went between this year and the ones before.
pub(super) fn movement(published: &PublishedEngagement, answer: &mut Answer, period: &str) {
    let total = &published.breakdown.total.own;
    // Sharing figures do not hold it.
    if published.breakdown.years.len() < 2 || total[Measure::New] == Count::NotApplicable {
        return;
    }
    let rows = [
        ("new", "New: never engaged before", Measure::New),
        ("kept", "Kept: engaged last year as well", Measure::Kept),
        ("returned", "Returned: engaged before, though not last year", Measure::Returned),
        ("lost", "Lost: engaged last year, not this year", Measure::Lost),
    ];
    let groups: Vec<ShownGroup> = rows.iter().map(|(code, name, _)| plain(code, name, total)).collect();
    let measure = move |g: &ShownGroup| {
        rows.iter().find(|(code, ..)| *code == g.name.code).map_or(Measure::New, |(.., measure)| *measure)
    };
    let specs = [column("schools", "Schools", move |g: &ShownGroup| Cell::Count(g.own[measure(g)]))];
    let title = match (total[Measure::New].value(), total[Measure::Lost].value()) {
        (Some(new), Some(lost)) => format!(
            "{} engaged for the first time, {} did not come back",
            words::counted(u64::from(new), "schools"),
            thousands(u64::from(lost))
        ),
        _ => "How schools came and went".into(),
    };
    let subtitle = format!("Schools in area by whether they engaged in {period} and before, since {}", since());
    let table = table(subtitle.clone(), "Schools", &specs, &groups, None, None);
    answer.add("movement", table, None, title, subtitle);
}
