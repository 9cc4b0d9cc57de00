//! Which schools do we reach? Distinct schools by strand, this year and since September 2021.

mod arrivals;
mod reach;

use app::filters::{Breakdown, Comparison, Key};
use app::links::Page;
use app::reports::report::{Cell, Table};
use domain::engagement::Strand;
use domain::measure::{Count, Rate, half_up, thousands};
use measures::percent;

use super::draw::{self, Answer, Frame};
use super::participation::finding;
use super::table::{Spec, column, table};
use super::{Context, definitions, words};
use crate::analytics::Measure;
use crate::analytics::engagement::reach::Whose;
use crate::analytics::engagement::{SINCE, strands};
use crate::analytics::select::GroupName;
use crate::disclosure::{Published, PublishedEngagement, Shown, ShownGroup};

/// What a share of schools is called on an axis.
const SHARE: &str = "Schools engaged, % of schools in area";

/// Writes the report.
pub fn write(context: Context<'_>, published: &PublishedEngagement) -> Answer {
    let breakdown = &published.breakdown;
    let mut report = context.report(Page::Engagement, breakdown.audience);
    let period = words::period(context.filters, breakdown.year);
    report.kicker = format!("Engagement, {}, {period}", strands_named(&context));
    report.definitions = definitions::engagement();
    let total = &breakdown.total.own;
    if published.loaded.is_empty() || total[Measure::SchoolsInArea] == Count::Exact(0) {
        report.headline = "No school in area matches these filters".into();
        report.empty = Some(match published.loaded.is_empty() {
            true => "Nothing that tells of engagement is loaded: declarations, the appropriate body register, ITT placements or \
                     attendance at CPD events. The data page has blank templates."
                .into(),
            false => "No state-funded school that was open on the first day of the year matches. Remove a filter.".into(),
        });
        return Answer::new(report);
    }
    report.headline = match total[Measure::EngagedAny].value() {
        Some(_) => format!("{} were engaged in {period}", of_area(total, Measure::EngagedAny)),
        None => {
            format!(
                "How many of {} schools were engaged in {period} is not shown",
                total[Measure::SchoolsInArea].words()
            )
        }
    };
    report.summary = summary(&context, published, &period);
    let asked = published.reach.as_ref().filter(|reach| reach.whose == Whose::Asked);
    if let Some(reach) = asked {
        // Who delivers is what was asked: it comes first, and the schools of everyone stand below it.
        report.summary[0] = format!("Whoever delivers: {}. {}", report.headline, report.summary[0]);
        report.headline = reach::finding(reach, &period);
        report.summary.insert(0, reach::explained(reach).join(" "));
    }
    report.notes.extend(notes(&context, published, &period));
    let caption = draw::caption(&report);
    let mut answer = Answer::new(report);
    if let Some(reach) = asked {
        reach::write(reach, &mut answer, &caption, &period);
    }
    by_group(&context, breakdown, &mut answer, &caption, &period);
    by_phase(published, &mut answer, &caption, &period);
    by_strand(&context, published, &mut answer, &caption, &period);
    by_year(breakdown, &mut answer, &caption);
    arrivals::first(published, &mut answer, &caption);
    arrivals::movement(published, &mut answer, &period);
    priority(published, &mut answer, &period);
    if let Some(reach) = published.reach.as_ref().filter(|reach| reach.whose == Whose::OfHubs) {
        reach::write(reach, &mut answer, &caption, &period);
    }
    answer
}

fn strands_named(context: &Context<'_>) -> String {
    match context.filters.has(Key::Strand) {
        true => strands(context.filters).iter().map(|s| s.name()).collect::<Vec<_>>().join(" or "),
        false => "any strand".into(),
    }
}

/// `262 of 358 schools (73%)`.
fn of_area(counts: &Shown, measure: Measure) -> String {
    if counts[measure].value().is_none() {
        return format!("how many of {} schools is not shown", counts[Measure::SchoolsInArea].words());
    }
    let of =
        format!("{} of {} schools", words::capital(&counts[measure].words()), counts[Measure::SchoolsInArea].words());
    format!("{of}{}", whole_percent(share(counts, measure)))
}

/// ` (73%)`, or nothing where the share is not shown.
fn whole_percent(cell: Cell) -> String {
    cell.sort_value().map_or(String::new(), |value| format!(" ({:.0}%)", half_up(value, 0)))
}

fn share(counts: &Shown, measure: Measure) -> Cell {
    Cell::Percent(percent(counts[measure], counts[Measure::SchoolsInArea]))
}

fn since() -> String {
    format!("September {}", SINCE.0)
}

fn summary(context: &Context<'_>, published: &PublishedEngagement, period: &str) -> Vec<String> {
    let total = &published.breakdown.total;
    let mut summary = vec![format!("Since {}: {}.", since(), of_area(&total.own, Measure::EverAny))];
    let compare = context.filters.one(Key::Compare) != Some("none");
    if let Some(rest) = total.rest.as_ref().map(|r| share(r, Measure::EngagedAny)).filter(|_| compare)
        && rest.sort_value().is_some()
    {
        summary[0].push_str(&format!(" In all other areas loaded {} were engaged in {period}.", rest.words()));
    }
    let phases = published.phases.iter().filter(|g| g.own[Measure::SchoolsInArea].value().is_some_and(|n| n > 0));
    let phases = phases.map(|g| {
        let (engaged, of) = (g.own[Measure::EngagedAny], g.own[Measure::SchoolsInArea].words());
        let percent = whole_percent(share(&g.own, Measure::EngagedAny));
        (g.name.name.to_lowercase(), engaged, format!("{} of {of}{percent}", engaged.words()))
    });
    summary.extend(parts("By phase: ", phases, ""));
    let strands = published.loaded.iter().map(|strand| {
        let engaged = total.own[engaged_in(*strand)];
        (strand.name().to_owned(), engaged, engaged.words())
    });
    summary.extend(parts("By strand, which overlap and do not add up: ", strands, " schools"));
    summary
}

/// A sentence of several parts, those that are withheld named last; none where there is one part, or nothing is told.
fn parts(begin: &str, parts: impl Iterator<Item = (String, Count, String)>, end: &str) -> Option<String> {
    let (hidden, told): (Vec<_>, Vec<_>) = parts.partition(|(_, count, _)| *count == Count::Withheld);
    if told.is_empty() || told.len() + hidden.len() < 2 {
        return None;
    }
    let told: Vec<String> = told.into_iter().map(|(name, _, words)| format!("{name} {words}")).collect();
    let hidden: Vec<String> = hidden.into_iter().map(|(name, ..)| name).collect();
    let left = if hidden.is_empty() { String::new() } else { format!("; not shown: {}", hidden.join(", ")) };
    Some(format!("{begin}{}{end}{left}.", told.join(", ")))
}

fn notes(context: &Context<'_>, published: &PublishedEngagement, period: &str) -> Vec<String> {
    let mut notes = Vec::new();
    if let Some(year) = published.breakdown.year {
        notes.push(format!(
            "Schools in area are the state-funded schools open on {}. Since the year before, {} joined them (opened, or \
             changed type) and {} left. A school that closed counts through the schools that followed it.",
            words::day(year.first_day()),
            thousands(u64::from(published.opened)),
            thousands(u64::from(published.closed)),
        ));
    }
    if published.breakdown.unfinished {
        notes.push(format!("{period} is unfinished: more schools may still engage. The years before are whole."));
    }
    if let Some(reach) = published.reach.as_ref() {
        notes.push(
            "Only declarations name a delivery partner. In its own area and outside it count schools with an NPQ or ECF/ECTE \
             declaration that it delivered; every other figure on this page counts schools whoever delivers."
                .into(),
        );
        if reach.whose == Whose::OfHubs {
            notes.extend(reach::explained(reach));
        }
    } else if context.filters.has(Key::Partner) {
        notes.push(
            "This delivery partner has no declaration in these strands and years, and only declarations name one: the figures \
             count schools whoever delivers."
                .into(),
        );
    }
    match published.other_settings {
        Count::Exact(0) => {}
        Count::Withheld => notes.push(
            "Other settings that took part (independent, early years, further education, or not open on the first day of the \
             year) are counted apart; how many is not shown."
                .into(),
        ),
        settings => notes.push(format!(
            "Counted apart and in no percentage: {} other settings that took part (independent, early years, further \
             education, or not open on the first day of the year).",
            settings.words()
        )),
    }
    match published.unknown {
        Count::Exact(0) => {}
        Count::Withheld => notes.push("How many people are at no known school is not shown.".into()),
        people => notes.push(format!("{} people are at no known school.", words::capital(&people.words()))),
    }
    let missing: Vec<&str> = (strands(context.filters).iter())
        .filter(|strand| !published.loaded.contains(strand))
        .map(|strand| strand.name())
        .collect();
    if !missing.is_empty() {
        notes.push(format!(
            "Nothing is loaded for {}: true engagement may be higher. The data page has blank templates.",
            missing.join(", ")
        ));
    }
    notes
}

/// Schools engaged in a strand this year.
fn engaged_in(strand: Strand) -> Measure {
    match strand {
        Strand::Ab => Measure::EngagedAb,
        Strand::Ecf => Measure::EngagedEcf,
        Strand::Npq => Measure::EngagedNpq,
        Strand::Itt => Measure::EngagedItt,
        Strand::Cpd => Measure::EngagedCpd,
    }
}

fn ever_in(strand: Strand) -> Measure {
    match strand {
        Strand::Ab => Measure::EverAb,
        Strand::Ecf => Measure::EverEcf,
        Strand::Npq => Measure::EverNpq,
        Strand::Itt => Measure::EverItt,
        Strand::Cpd => Measure::EverCpd,
    }
}

fn columns<'a>(loaded: &[Strand]) -> Vec<Spec<'a>> {
    let count = |measure: Measure| move |g: &ShownGroup| Cell::Count(g.own[measure]);
    let mut columns = vec![
        column("schools_in_area", "Schools in area", count(Measure::SchoolsInArea)),
        column("engaged", "Engaged", count(Measure::EngagedAny)),
        column("engaged_share", "Engaged, %", |g: &ShownGroup| share(&g.own, Measure::EngagedAny)),
        column("since_2021", "Since Sept 2021", count(Measure::EverAny)),
        column("since_2021_share", "Since Sept 2021, %", |g: &ShownGroup| share(&g.own, Measure::EverAny)),
    ];
    for strand in loaded {
        let id = match strand {
            Strand::Ab => "ab",
            Strand::Ecf => "ecf",
            Strand::Npq => "npq",
            Strand::Itt => "itt",
            Strand::Cpd => "cpd",
        };
        columns.push(column(id, strand.name(), count(engaged_in(*strand))));
    }
    columns
}

fn by_group(context: &Context<'_>, published: &Published, answer: &mut Answer, caption: &[String], period: &str) {
    let (filters, by) = (context.filters, published.by);
    let loaded = if by == Breakdown::Trust { Vec::new() } else { strands(filters) };
    let specs = columns(&loaded);
    let figure = |g: &ShownGroup| share(&g.own, Measure::EngagedAny);
    let compare = filters.one_parsed(Key::Compare).unwrap_or(Comparison::Rest);
    let comparator = |g: &ShownGroup| {
        g.rest.as_ref().filter(|_| compare == Comparison::Rest).map(|rest| share(rest, Measure::EngagedAny))
    };
    let title = finding(&published.groups, &figure, by, SHARE);
    let subtitle = format!("{SHARE}, by {}, {period}", by.name().to_lowercase());
    let linked = published.audience == app::filters::Audience::Exact || by != Breakdown::Trust;
    let mut table =
        table(subtitle.clone(), by.name(), &specs, &published.groups, Some(&published.total), Some((by, filters)));
    if !linked {
        // A single trust is not shown in sharing figures, so its row leads nowhere.
        table.rows.iter_mut().for_each(|row| row.filters = None);
    }
    let frame = Frame { id: "breakdown", title: &title, subtitle: &subtitle, axis: SHARE, caption: caption.to_vec() };
    // A chart of hundreds of bars says nothing: the table does.
    let mut order = published.groups.clone();
    order.sort_by_key(|g| table.rows.iter().position(|row| row.code == g.name.code));
    order.truncate(160);
    let link = linked.then_some((Page::Engagement, by, filters));
    let chart = draw::bars(frame, &order, link, figure, comparator, "All other areas loaded");
    answer.add("breakdown", table, Some(chart), title, subtitle);
}

fn by_phase(published: &PublishedEngagement, answer: &mut Answer, caption: &[String], period: &str) {
    if published.breakdown.by == Breakdown::Phase {
        return;
    }
    let groups: Vec<ShownGroup> = (published.phases.iter())
        .filter(|g| g.own[Measure::SchoolsInArea].value().is_some_and(|n| n > 0))
        .cloned()
        .collect();
    let figure = |g: &ShownGroup| share(&g.own, Measure::EngagedAny);
    let title = finding(&groups, &figure, Breakdown::Phase, SHARE);
    let subtitle = format!("{SHARE}, by phase as hubs report it, {period}");
    let specs = columns(&[]);
    let table = table(subtitle.clone(), "Phase", &specs, &groups, Some(&published.breakdown.total), None);
    let frame = Frame { id: "phases", title: &title, subtitle: &subtitle, axis: SHARE, caption: caption.to_vec() };
    let chart = draw::bars(frame, &groups, None, figure, |_| None, "");
    answer.add("phases", table, Some(chart), title, subtitle);
}

fn by_strand(
    context: &Context<'_>,
    published: &PublishedEngagement,
    answer: &mut Answer,
    caption: &[String],
    period: &str,
) {
    let total = &published.breakdown.total.own;
    let groups: Vec<ShownGroup> = (strands(context.filters).into_iter())
        .filter(|strand| published.loaded.contains(strand))
        .map(|strand| plain(strand.slug(), strand.name(), total))
        .collect();
    if published.breakdown.by == Breakdown::Trust || groups.len() < 2 {
        return;
    }
    let strand = |g: &ShownGroup| g.name.code.parse::<Strand>().unwrap_or(Strand::Npq);
    let now = move |g: &ShownGroup| engaged_in(strand(g));
    let ever = move |g: &ShownGroup| ever_in(strand(g));
    let specs = [
        column("schools_in_area", "Schools in area", |g: &ShownGroup| Cell::Count(g.own[Measure::SchoolsInArea])),
        column("engaged", "Engaged", move |g: &ShownGroup| Cell::Count(g.own[now(g)])),
        column("engaged_share", "Engaged, %", move |g: &ShownGroup| share(&g.own, now(g))),
        column("since_2021", "Since Sept 2021", move |g: &ShownGroup| Cell::Count(g.own[ever(g)])),
        column("since_2021_share", "Since Sept 2021, %", move |g: &ShownGroup| share(&g.own, ever(g))),
    ];
    let mut most: Vec<&ShownGroup> = groups.iter().collect();
    most.sort_by_key(|g| std::cmp::Reverse(g.own[now(g)].value()));
    let title = match most.first().and_then(|g| Some((g.name.name.clone(), g.own[now(g)].value()?))) {
        Some((name, n)) => format!("{name} reaches most schools: {}", thousands(u64::from(n))),
        None => "Schools engaged by strand".into(),
    };
    let subtitle = format!("{SHARE}, by strand, {period}. A school may be in several strands");
    let table = table(subtitle.clone(), "Strand", &specs, &groups, None, None);
    let frame = Frame { id: "strands", title: &title, subtitle: &subtitle, axis: SHARE, caption: caption.to_vec() };
    let chart = draw::bars(frame, &groups, None, move |g| share(&g.own, now(g)), |_| None, "");
    answer.add("strands", table, Some(chart), title, subtitle);
}

fn by_year(published: &Published, answer: &mut Answer, caption: &[String]) {
    if published.years.len() < 2 {
        return;
    }
    let groups: Vec<ShownGroup> = (published.years.iter())
        .map(|line| {
            let name = if line.unfinished { format!("{} so far", line.year.name()) } else { line.year.name() };
            ShownGroup { rest: line.rest.clone(), ..plain(&line.year.to_string(), &name, &line.own) }
        })
        .collect();
    let title = "Schools engaged by academic year".to_owned();
    let subtitle = format!("{SHARE}: in the year, and at any time since {}", since());
    let points = |measure: Measure| -> Vec<(Cell, bool)> {
        published.years.iter().map(|line| (share(&line.own, measure), line.unfinished)).collect()
    };
    let mut series = vec![
        ("In the year".to_owned(), points(Measure::EngagedAny)),
        (format!("Since {}", since()), points(Measure::EverAny)),
    ];
    if published.years.iter().all(|line| line.rest.is_some()) {
        let rest = |line: &crate::disclosure::ShownYear| {
            line.rest.as_ref().map_or(Cell::Percent(Rate::NotApplicable), |r| share(r, Measure::EngagedAny))
        };
        series.push(("All other areas".into(), published.years.iter().map(|l| (rest(l), l.unfinished)).collect()));
    }
    let specs = columns(&[]);
    let table = table(title.clone(), "Academic year", &specs, &groups, None, None);
    let frame = Frame { id: "years", title: &title, subtitle: &subtitle, axis: SHARE, caption: caption.to_vec() };
    let chart = draw::lines(frame, groups.iter().map(|g| g.name.name.clone()).collect(), series);
    answer.add("years", table, Some(chart), title, subtitle);
}

fn priority(published: &PublishedEngagement, answer: &mut Answer, period: &str) {
    if published.lists.is_empty() || published.breakdown.by == Breakdown::Trust {
        return;
    }
    let figure = |g: &ShownGroup| share(&g.own, Measure::EngagedAny);
    let title = match published.lists.iter().find_map(|g| Some((g, figure(g).sort_value()?))) {
        Some((list, _)) => format!("{} of {} schools are engaged", figure(list).words(), list.name.name),
        None => "Schools on priority lists".into(),
    };
    let subtitle = format!("Schools on priority lists, {period}. A school may be on several");
    let table: Table = table(subtitle.clone(), "Priority list", &columns(&[]), &published.lists, None, None);
    answer.add("priority", table, None, title, subtitle);
}

/// A row that is not a group of the breakdown.
fn plain(code: &str, name: &str, own: &Shown) -> ShownGroup {
    ShownGroup {
        name: GroupName { code: code.to_owned(), name: name.to_owned(), unknown: false },
        own: own.clone(),
        rest: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_of_parts_names_those_that_are_withheld_last_and_says_nothing_of_nothing() {
        let part = |name: &str, count: Count| (name.to_owned(), count, count.words());
        let said = |of: Vec<(String, Count, String)>| parts("By strand: ", of.into_iter(), " schools");
        let (ecf, npq) = (part("ECF/ECTE", Count::Exact(7)), part("NPQ", Count::Withheld));
        let few = part("ITT", Count::FewerThanFive);
        assert_eq!(said(vec![ecf.clone(), few]).as_deref(), Some("By strand: ECF/ECTE 7, ITT fewer than 5 schools."));
        assert_eq!(
            said(vec![npq.clone(), ecf.clone()]).as_deref(),
            Some("By strand: ECF/ECTE 7 schools; not shown: NPQ.")
        );
        for nothing in [vec![ecf], vec![npq.clone(), npq], vec![]] {
            assert_eq!(said(nothing), None);
        }
    }
}
