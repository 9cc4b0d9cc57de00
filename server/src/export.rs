//! Files from a report: the tables of the page as tidy CSV and as JSON. Nothing that the page does not show.

use anyhow::Result;
use app::reports::actions::ActionList;
use app::reports::calls::CallList;
use app::reports::reconciliation::Reconciliation;
use app::reports::report::{Cell, Report};
use domain::measure::{Rate, half_up};

/// The tables of a report as one tidy CSV: a row for each figure, symbols where a figure is not shown, UTF-8.
pub fn csv(report: &Report) -> Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record([
        "page",
        "section",
        "audience",
        "question",
        "data_as_of",
        "rows_are",
        "code",
        "name",
        "measure",
        "value",
        "symbol",
        "flag",
        "lower",
        "upper",
    ])?;
    let question = report.filters.to_string();
    for section in &report.sections {
        for row in &section.table.rows {
            for (column, cell) in section.table.columns.iter().zip(&row.cells) {
                let figure = Figure::of(cell);
                writer.write_record([
                    report.page.word(),
                    &section.id,
                    report.audience.slug(),
                    &safe(&question),
                    &report.as_of,
                    &safe(&section.table.rows_are),
                    &safe(&row.code),
                    &safe(&row.name),
                    &column.id,
                    &figure.value,
                    figure.symbol,
                    figure.flag,
                    &figure.lower,
                    &figure.upper,
                ])?;
            }
        }
    }
    Ok(writer.into_inner()?)
}

/// The schools to call as CSV: one row a school, those still to call first.
pub fn calls_csv(list: &CallList) -> Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record([
        "list",
        "urn",
        "name",
        "phase",
        "type",
        "size",
        "local_authority",
        "trust",
        "priority_lists",
        "last_contact",
        "reason",
    ])?;
    for (word, calls) in [("to call", &list.open), ("contacted or with a reason", &list.done)] {
        for call in calls {
            writer.write_record([
                word,
                &call.urn.to_string(),
                &safe(&call.name),
                &call.phase,
                &call.school_type,
                &call.size,
                &safe(&call.authority),
                &safe(&call.trust),
                &safe(&call.lists),
                &safe(&call.contact),
                &safe(&call.reason),
            ])?;
        }
    }
    Ok(writer.into_inner()?)
}

/// Actions on gaps as CSV: one row an action, the open ones first.
pub fn actions_csv(list: &ActionList) -> Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record([
        "id", "gap", "question", "what", "who", "due_on", "state", "late", "note", "since", "figures",
    ])?;
    for line in list.open.iter().chain(&list.closed) {
        writer.write_record([
            line.id.to_string().as_str(),
            &safe(&line.segment),
            &safe(&line.gap.to_string()),
            &safe(&line.what),
            &safe(&line.who),
            &line.due_on,
            line.state.slug(),
            if line.late { "late" } else { "" },
            &safe(&line.note),
            &safe(&line.since),
            &safe(&line.figures.join("; ")),
        ])?;
    }
    Ok(writer.into_inner()?)
}

/// The lists of people to reconcile as CSV: one row a person and list.
pub fn reconciliation_csv(found: &Reconciliation) -> Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record([
        "audience",
        "data_as_of",
        "question",
        "list",
        "urn",
        "school",
        "local_authority",
        "hub_area",
        "trn",
        "participant_ids",
        "training",
        "what_the_files_say",
        "what_to_do",
        "files",
    ])?;
    let question = found.filters.to_string();
    for list in &found.lists {
        let files = list.sources.iter().map(|s| format!("{} ({})", s.kind, s.file)).collect::<Vec<_>>().join("; ");
        for person in &list.lines {
            writer.write_record([
                "exact",
                &found.as_of,
                &safe(&question),
                list.of.word(),
                &person.urn.map_or(String::new(), |urn| urn.to_string()),
                &safe(&person.school),
                &safe(&person.authority),
                &safe(&person.hub),
                &safe(&person.trn),
                &safe(&person.participants),
                &safe(&person.training),
                &safe(&person.said),
                &list.todo,
                &safe(&files),
            ])?;
        }
    }
    Ok(writer.into_inner()?)
}

struct Figure {
    value: String,
    symbol: &'static str,
    flag: &'static str,
    lower: String,
    upper: String,
}

impl Figure {
    fn of(cell: &Cell) -> Figure {
        let plain = |value: String, symbol: &'static str| Figure {
            value,
            symbol,
            flag: "",
            lower: String::new(),
            upper: String::new(),
        };
        match cell {
            Cell::Count(count) => {
                plain(count.value().map_or(String::new(), |v| v.to_string()), count.symbol().unwrap_or(""))
            }
            Cell::Percent(rate) | Cell::Per100(rate) => match rate {
                Rate::Shown { value, interval, unreliable } => Figure {
                    value: number(*value),
                    symbol: "",
                    flag: if *unreliable { "u" } else { "" },
                    lower: number(interval.lower),
                    upper: number(interval.upper),
                },
                other => plain(String::new(), other.symbol().unwrap_or("")),
            },
            Cell::Change(change) => {
                plain(change.map_or(String::new(), number), if change.is_some() { "" } else { "c" })
            }
            Cell::Estimate(Some(e)) => {
                Figure { value: number(e.value), symbol: "", flag: "", lower: number(e.lower), upper: number(e.upper) }
            }
            Cell::Estimate(None) => plain(String::new(), "c"),
            Cell::Sure(sureness) => plain(sureness.words().to_owned(), ""),
            Cell::Judged(judgement) => plain(judgement.words().to_owned(), ""),
            Cell::Rank(Some(rank)) => Figure {
                value: rank.rank.to_string(),
                symbol: "",
                flag: "",
                lower: rank.best.to_string(),
                upper: rank.worst.to_string(),
            },
            Cell::Number(Some(n)) => plain(number(*n), ""),
            Cell::Rank(None) | Cell::Number(None) => plain(String::new(), "c"),
            Cell::Headcount(n) => plain(n.map_or(String::new(), number), if n.is_some() { "" } else { "x" }),
        }
    }
}

fn number(value: f64) -> String {
    format!("{:.1}", half_up(value, 1))
}

/// Text that a spreadsheet would take for a formula gets an apostrophe in front.
fn safe(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r', '\0']) { format!("'{text}") } else { text.to_owned() }
}

/// The report as JSON: tables, definitions and sources, without the drawings and the form.
pub fn json(report: &Report) -> Result<Vec<u8>> {
    let mut report = report.clone();
    report.fields.clear();
    for section in &mut report.sections {
        section.chart = None;
    }
    Ok(serde_json::to_vec_pretty(&report)?)
}

/// The name of a downloaded file: page, period, audience.
pub fn file_name(report: &Report, part: &str, ending: &str) -> String {
    let year = report.filters.year().map_or_else(|| "all".to_owned(), |y| y.to_string());
    let part = if part.is_empty() { String::new() } else { format!("-{part}") };
    format!("golden-thread-{}{part}-{year}-{}.{ending}", report.page.word(), report.audience.slug())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_that_looks_like_a_formula_is_made_harmless_and_numbers_are_not_touched() {
        assert_eq!(safe("=HYPERLINK(1)"), "'=HYPERLINK(1)");
        assert_eq!(safe("@x"), "'@x");
        assert_eq!(safe("Demo School"), "Demo School");
        assert_eq!(Figure::of(&Cell::Change(Some(-4.25))).value, "-4.3");
    }
}
