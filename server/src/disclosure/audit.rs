//! The check of a whole answer after the fact, for tests and for operators: counts of people are rounded or not shown,
//! schools through people are shown where those are, rates follow from the published counts, no count of 0 to 4 people
//! can be worked out from the others, and nothing published is far from the truth.

use app::filters::{GapMeasure, Key};
use app::links::Page;
use app::reports::report::{Cell, Report, Row, Section};
use domain::measure::{Count, Rate};
use measures::rates::{per_100, percent};

use crate::disclosed::Disclosed;

/// Columns that count schools or teachers, which are public.
pub const PUBLIC: [&str; 2] = ["schools_in_area", "teachers"];

/// How many figures a report holds.
pub fn figures(report: &Report) -> usize {
    report.sections.iter().flat_map(|section| &section.table.rows).map(|row| row.cells.len()).sum()
}

/// What is wrong with the counts behind a sharing answer.
pub fn faults_of_counts(answer: &Disclosed, question: &str) -> Vec<String> {
    let mut faults = Vec::new();
    for audited in answer.audited() {
        let (certain, broken) = (audited.certain(), audited.broken());
        if certain > 0 {
            faults.push(format!("{question}: {certain} counts of fewer than 5 people can be worked out"));
        }
        if broken > 0 {
            faults.push(format!("{question}: {broken} relations between counts do not hold"));
        }
    }
    faults
}

/// For how many counts of an answer no other value was found, though none was proved certain.
pub fn unsettled(answer: &Disclosed) -> usize {
    answer.audited().into_iter().map(|audited| audited.unsettled()).sum()
}

/// What is wrong with a sharing report, beside the exact one of the same question.
pub fn faults(sharing: &Report, exact: &Report) -> Vec<String> {
    let mut faults = Vec::new();
    for section in &sharing.sections {
        for row in &section.table.rows {
            for (column, cell) in section.table.columns.iter().zip(&row.cells) {
                if let Some(fault) = fault(sharing, section, row, (&column.id, cell)) {
                    faults.push(format!(
                        "{} {} {} {}: {fault}",
                        sharing.page.word(),
                        sharing.filters,
                        row.code,
                        column.id
                    ));
                }
            }
        }
        let Some(truth) = exact.sections.iter().find(|s| s.id == section.id) else { continue };
        faults.extend(beside_the_truth(sharing, section, truth));
    }
    faults
}

/// A cell of a row by its column.
pub fn cell<'a>(section: &Section, row: &'a Row, id: &str) -> Option<&'a Cell> {
    let at = section.table.columns.iter().position(|c| c.id == id)?;
    row.cells.get(at)
}

/// A count of a row by its column.
pub fn count(section: &Section, row: &Row, id: &str) -> Option<Count> {
    match cell(section, row, id)? {
        Cell::Count(count) => Some(*count),
        _ => None,
    }
}

fn fault(sharing: &Report, section: &Section, row: &Row, (column, cell): (&str, &Cell)) -> Option<String> {
    let is_public = PUBLIC.contains(&column);
    match cell {
        Cell::Count(Count::Rounded(n)) if n % 5 == 0 && *n >= 5 => None,
        Cell::Count(Count::Exact(_)) if is_public || through_people(sharing, column) => None,
        Cell::Count(Count::Rounded(_) | Count::Exact(_)) => Some(format!("{cell:?}")),
        Cell::Percent(rate) => {
            let (x, n) = parts(column)?;
            let (x, n) = (count(section, row, x)?, count(section, row, n)?);
            (*rate != Rate::Immature && *rate != percent(x, n))
                .then(|| format!("{rate:?}, from the published {:?}", percent(x, n)))
        }
        // Its numerator has no column: it must be one that may be published.
        Cell::Per100(rate @ Rate::Shown { value, .. }) if column == "rate" => {
            let base = count(section, row, "teachers")?;
            let n = base.value()?;
            let people = value * f64::from(n) / 100.0;
            let rounded = Count::Rounded(people.round() as u32);
            let is_five = (people / 5.0 - (people / 5.0).round()).abs() < 1e-6;
            (!is_five || *rate != per_100(rounded, base)).then(|| format!("{value} per 100 of {n} is {people} people"))
        }
        _ => None,
    }
}

/// Whether a column counts schools through people: shown true, or not at all.
fn through_people(report: &Report, column: &str) -> bool {
    let measure: GapMeasure = report.filters.one_parsed(Key::Measure).unwrap_or(GapMeasure::Engaged);
    match report.page {
        Page::Engagement => true,
        // The base of a rate is teachers, which are public.
        // Gaps on the overview are of schools engaged.
        Page::Overview if matches!(column, "actual" | "base") => true,
        Page::Gaps | Page::Compare => measure.counts_schools() || (measure == GapMeasure::Rate && column == "base"),
        _ => column == "schools_reached",
    }
}

/// What a rate is worked out from, by its column.
fn parts(column: &str) -> Option<(&'static str, &'static str)> {
    Some(match column {
        "completion_rate" => ("completed", "starts"),
        "pass_rate" => ("passed", "completed"),
        "coverage" => ("schools_reached", "schools_in_area"),
        "engaged_share" => ("engaged", "schools_in_area"),
        "since_2021_share" => ("since_2021", "schools_in_area"),
        "conversion" => ("started", "accepted"),
        _ => return None,
    })
}

/// Published counts stay near the true ones, and 0 to 4 are never told apart.
fn beside_the_truth(sharing: &Report, section: &Section, exact: &Section) -> Vec<String> {
    let mut faults = Vec::new();
    for row in &section.table.rows {
        let Some(truth) = exact.table.rows.iter().find(|r| r.code == row.code) else { continue };
        for column in section.table.columns.iter().filter(|c| !PUBLIC.contains(&c.id.as_str())) {
            let (shown, is) = (count(section, row, &column.id), count(exact, truth, &column.id));
            let (Some(shown), Some(Count::Exact(is))) = (shown, is) else { continue };
            let fits = match shown {
                Count::Rounded(n) => is >= 5 && n.abs_diff(is) <= 2,
                Count::FewerThanFive => is < 5,
                Count::Exact(n) => through_people(sharing, &column.id) && n == is,
                _ => true,
            };
            if !fits {
                faults.push(format!("{} {} {}: {shown:?} for {is}", sharing.filters, row.code, column.id));
            }
        }
    }
    faults
}
