//! One school: what its rows and the dataset say, for one audience. In sharing figures nothing of its people, contacts or
//! reasons is read, so nothing of them can be shown.

use anyhow::Result;
use app::filters::Audience;
use app::reports::report::Cell;
use app::reports::schools::{
    ContactLine, Listing, OwnContact, OwnRecord, ReasonLine, Relative, SchoolReport, StrandRow,
};
use chrono::NaiveDate;
use domain::engagement::{ContactKind, Reason, Strand};
use domain::establishment::Urn;
use domain::measure::{Count, thousands};
use domain::programme::AcademicYear;
use frames::Dataset;

use super::search::{last_day, status};
use super::{AUTHOR, words as say};
use crate::present::words;
use crate::statistics::Current;
use crate::storage::Database;
use crate::storage::schools::{ContactRow, ReasonRow, SchoolRow};

/// What the database holds of a school.
#[derive(Debug)]
pub struct Rows {
    /// Its row of the register.
    pub school: SchoolRow,
    /// Hub areas from the override list: area, first and last day.
    pub overrides: Vec<(String, String, Option<String>)>,
    lists: Vec<(String, String, Option<String>)>,
    headcounts: Vec<(i64, f64)>,
    contacts: Vec<ContactRow>,
    reasons: Vec<ReasonRow>,
}

impl Rows {
    /// Reads a school at a position of the dataset; contacts and reasons, also of the schools before it, for exact
    /// figures only.
    pub async fn read(database: &Database, dataset: &Dataset, at: usize, audience: Audience) -> Result<Option<Rows>> {
        let urn = dataset.schools.urn[at];
        let Some(school) = database.school(urn).await? else {
            return Ok(None);
        };
        let mut rows = Rows {
            school,
            overrides: database.hub_overrides_of(urn).await?,
            lists: database.priority_lists_of(urn).await?,
            headcounts: database.headcounts_of(urn).await?,
            contacts: Vec::new(),
            reasons: Vec::new(),
        };
        if audience == Audience::Exact {
            for at in before(dataset, at).into_iter().chain([at]) {
                let urn = dataset.schools.urn[at];
                rows.contacts.extend(database.contacts_of(urn).await?);
                rows.reasons.extend(database.reasons_of(urn).await?);
            }
            rows.contacts.sort_by(|a, b| (&b.contacted_on, &a.kind).cmp(&(&a.contacted_on, &b.kind)));
            rows.reasons.sort_by(|a, b| b.noted_on.cmp(&a.noted_on));
        }
        Ok(Some(rows))
    }
}

/// Schools that a school came after, down every chain, the latest first.
fn before(dataset: &Dataset, at: usize) -> Vec<usize> {
    let schools = &dataset.schools;
    let mut before: Vec<usize> =
        (1..schools.len()).filter(|other| *other != at && schools.today[*other].contains(&(at as u32))).collect();
    before.sort_by_key(|other| (std::cmp::Reverse(schools.open[*other].1), schools.urn[*other]));
    before
}

/// Schools that came after a school, up every chain, the earliest first.
fn after(dataset: &Dataset, at: usize) -> Vec<usize> {
    let schools = &dataset.schools;
    let mut after: Vec<usize> = schools.today[at].iter().map(|o| *o as usize).filter(|other| *other != at).collect();
    after.sort_by_key(|other| (schools.open[*other].0, schools.urn[*other]));
    after
}

fn relative(dataset: &Dataset, at: usize) -> Relative {
    let schools = &dataset.schools;
    let (opened, closed) = schools.open[at];
    let day = |days: i32| last_day(days).map(|day| words::iso_day(&day));
    let status = match (day(opened).filter(|_| opened != i32::MIN), day(closed)) {
        (_, Some(closed)) if schools.open[at].1 < dataset.as_of.to_epoch_days() => format!("Closed {closed}"),
        (Some(opened), _) => format!("Opened {opened}"),
        _ => "Day of opening not known".to_owned(),
    };
    Relative { urn: Urn(schools.urn[at]), name: schools.name[at].clone(), status }
}

/// The answer.
pub fn report(
    current: &Current,
    at: usize,
    rows: &Rows,
    (audience, audiences): (Audience, Vec<Audience>),
    today: NaiveDate,
) -> SchoolReport {
    let dataset = &current.dataset;
    let schools = &dataset.schools;
    let relatives = |positions: Vec<usize>| positions.into_iter().map(|at| relative(dataset, at)).collect();
    let exact = audience == Audience::Exact;
    let own = exact.then(|| own_record(dataset, at, rows, today));
    let code = rows.school.status_code.and_then(|code| u8::try_from(code).ok());
    let mut summary = format!(
        "{} \u{b7} {} \u{b7} {}.",
        schools.phase_at(at).name(),
        dataset.authorities[usize::from(schools.authority[at])].1,
        status(code, rows.school.closed_on.as_deref())
    );
    if exact {
        summary = format!("{} {summary}", finding(dataset, at));
    }
    SchoolReport {
        audience,
        audiences,
        urn: Urn(schools.urn[at]),
        name: schools.name[at].clone(),
        summary,
        facts: say::facts(dataset, at, rows),
        lists: rows.lists.iter().map(listing).collect(),
        before: relatives(before(dataset, at)),
        after: relatives(after(dataset, at)),
        teachers: rows.headcounts.iter().map(headcount).collect(),
        own,
        definitions: say::definitions(exact),
        sources: current.sources.iter().filter(|source| say::is_behind(source, exact)).cloned().collect(),
        as_of: words::day(dataset.as_of),
    }
}

fn listing((list, from, to): &(String, String, Option<String>)) -> Listing {
    // The importer writes the first day there is where a list has no date.
    let from = if from.starts_with("0001") { "not dated".to_owned() } else { words::iso_day(from) };
    let to = to.as_deref().map_or_else(|| "no end stated".to_owned(), words::iso_day);
    Listing { list: list.to_uppercase().replace('-', " "), from, to }
}

fn headcount((year, teachers): &(i64, f64)) -> (String, String) {
    let year = u16::try_from(*year).map_or_else(|_| year.to_string(), |year| AcademicYear(year).name());
    (year, thousands(teachers.max(0.0).round() as u64))
}

/// People of a school and those before it in a strand and year.
fn people(dataset: &Dataset, strand: Strand, year: usize, at: usize) -> u16 {
    let years = &dataset.engagement.today[strand.index()];
    years.get(year).and_then(|schools| schools.get(at)).copied().unwrap_or(0)
}

fn first_year(dataset: &Dataset, strand: Strand, at: usize) -> Option<usize> {
    (0..dataset.years.len()).find(|year| people(dataset, strand, *year, at) > 0)
}

/// The finding: the strands of the latest year, and since when the school takes part.
fn finding(dataset: &Dataset, at: usize) -> String {
    if !dataset.engagement.loaded.contains(&true) {
        return "No file that tells of engagement is loaded.".into();
    }
    let first = Strand::ALL.iter().filter_map(|strand| first_year(dataset, *strand, at)).min();
    let Some(first) = first else {
        return "Not engaged in any strand in the years loaded.".into();
    };
    let since = dataset.years[first].name();
    let begun = dataset.years.iter().rposition(|year| year.first_day() <= dataset.as_of);
    let Some(now) = begun else {
        return format!("First engaged in {since}.");
    };
    let strands: Vec<&str> =
        Strand::ALL.iter().filter(|s| people(dataset, **s, now, at) > 0).map(|strand| strand.name()).collect();
    let year = dataset.years[now].name();
    match strands.split_last() {
        None => format!("Not engaged in {year} so far; first engaged in {since}."),
        Some((one, [])) => format!("Engaged in {year} in {one}; first engaged in {since}."),
        Some((last, others)) => {
            format!("Engaged in {year} in {} and {last}; first engaged in {since}.", others.join(", "))
        }
    }
}

fn own_record(dataset: &Dataset, at: usize, rows: &Rows, today: NaiveDate) -> OwnRecord {
    let strand = |strand: &Strand| {
        let loaded = dataset.engagement.loaded[strand.index()];
        let cell = |year: usize| match loaded {
            true => Cell::Count(Count::Exact(u32::from(people(dataset, *strand, year, at)))),
            false => Cell::Count(Count::NotAvailable),
        };
        let first = match first_year(dataset, *strand, at) {
            Some(year) => dataset.years[year].name(),
            None if loaded => "Not yet".to_owned(),
            None => "No file loaded".to_owned(),
        };
        StrandRow { strand: strand.name().to_owned(), people: (0..dataset.years.len()).map(cell).collect(), first }
    };
    let own = dataset.schools.urn[at];
    let who = |author: Option<&str>, urn: i64| {
        let by = match author {
            None => "From a file".to_owned(),
            Some(AUTHOR) => "This instance".to_owned(),
            Some(other) => other.to_owned(),
        };
        if urn == i64::from(own) { by } else { format!("{by}, at URN {urn}") }
    };
    OwnRecord {
        years: dataset.years.iter().map(|year| year.name()).collect(),
        strands: Strand::ALL.iter().map(strand).collect(),
        contacts: (rows.contacts.iter())
            .map(|row| ContactLine {
                on: words::iso_day(&row.contacted_on),
                kind: row.kind.parse::<ContactKind>().map_or_else(|_| row.kind.clone(), |kind| kind.name().into()),
                outcome: row.outcome.clone().unwrap_or_default(),
                note: row.note.clone().unwrap_or_default(),
                who: who(row.author.as_deref(), row.urn),
                own: row.author.as_ref().and_then(|_| u32::try_from(row.urn).ok()).map(|urn| OwnContact {
                    urn: Urn(urn),
                    on: row.contacted_on.clone(),
                    kind: row.kind.clone(),
                }),
            })
            .collect(),
        reasons: (rows.reasons.iter())
            .map(|row| ReasonLine {
                on: words::iso_day(&row.noted_on),
                reason: row.reason.parse::<Reason>().map_or_else(|_| row.reason.clone(), |r| r.name().into()),
                note: row.note.clone().unwrap_or_default(),
                who: who(row.author.as_deref(), row.urn),
            })
            .collect(),
        today: today.to_string(),
    }
}
