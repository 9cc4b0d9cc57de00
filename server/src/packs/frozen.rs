//! What is frozen of a page or a pack: its disclosed answer, packed; and what would be different now.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use app::packs::Difference;
use app::reports::report::{Report, Section};
use serde::{Deserialize, Serialize};

use super::compose::Composed;
use crate::deflated;
use crate::present::draw::Answer;

/// What was frozen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(clippy::large_enum_variant, reason = "one at a time, and never in a list")]
pub enum Body {
    /// A page.
    Page(Answer),
    /// A pack.
    Pack(Composed),
}

impl Body {
    /// As it is kept.
    pub fn packed(&self) -> Result<Vec<u8>> {
        deflated::pack(self)
    }

    /// Reads what is kept.
    pub fn unpacked(bytes: &[u8]) -> Result<Body> {
        deflated::unpack(bytes).context("what was frozen cannot be read")
    }

    /// The version of the data that it is of.
    pub fn version(&self) -> i64 {
        match self {
            Body::Page(answer) => answer.report.version,
            Body::Pack(composed) => composed.version,
        }
    }
}

/// The figures that are others now: those of `then` that `now` has as well, and those that only one of them has.
pub fn differences(then: &Report, now: &Report) -> Vec<Difference> {
    let (then, now) = (figures(then), figures(now));
    let mut found = Vec::new();
    let nothing = || "not there".to_owned();
    for (key, (what, words)) in &then {
        match now.get(key) {
            Some((_, today)) if today == words => {}
            Some((_, today)) => {
                found.push(Difference { what: what.clone(), then: words.clone(), now: today.clone() });
            }
            None => found.push(Difference { what: what.clone(), then: words.clone(), now: nothing() }),
        }
    }
    for (key, (what, words)) in &now {
        if !then.contains_key(key) {
            found.push(Difference { what: what.clone(), then: nothing(), now: words.clone() });
        }
    }
    found
}

/// Every figure of a report by section, row and column, in words.
fn figures(report: &Report) -> BTreeMap<(String, String, String), (String, String)> {
    let mut figures = BTreeMap::new();
    for section in &report.sections {
        let Section { id, table, .. } = section;
        for row in &table.rows {
            for (column, cell) in table.columns.iter().zip(&row.cells) {
                let what = format!("{}, {}: {}", table.caption, row.name, column.name);
                figures.insert((id.clone(), row.code.clone(), column.id.clone()), (what, cell.words()));
            }
        }
    }
    figures
}

#[cfg(test)]
mod tests {
    use app::filters::{Audience, Filters};
    use app::links::Page;
    use app::reports::report::{Cell, Column, Row, Table};
    use domain::measure::Count;

    use super::*;

    fn report(rows: &[(&str, u32)]) -> Report {
        let row = |(code, n): &(&str, u32)| Row {
            code: (*code).to_owned(),
            name: code.to_uppercase(),
            filters: None,
            total: false,
            cells: vec![Cell::Count(Count::Rounded(*n))],
        };
        let table = Table {
            caption: "Starts".into(),
            rows_are: "Phase".into(),
            columns: vec![Column { id: "starts".into(), name: "Starts".into() }],
            rows: rows.iter().map(row).collect(),
            sortable: false,
        };
        let section = Section {
            id: "breakdown".into(),
            title: "T".into(),
            subtitle: "S".into(),
            chart: None,
            table,
            leads_to: None,
        };
        Report {
            page: Page::Participation,
            filters: Filters::default(),
            audience: Audience::Sharing,
            audiences: vec![Audience::Sharing],
            kicker: String::new(),
            headline: String::new(),
            summary: Vec::new(),
            tiles: Vec::new(),
            sections: vec![section],
            lists: Vec::new(),
            more: None,
            notes: Vec::new(),
            definitions: Vec::new(),
            sources: Vec::new(),
            as_of: String::new(),
            fields: Vec::new(),
            empty: None,
            version: 7,
            frozen: None,
        }
    }

    #[test]
    fn what_is_frozen_reads_back_the_same() {
        let body = Body::Page(Answer::new(report(&[("primary", 10)])));
        let packed = body.packed().expect("packed");
        assert_eq!(Body::unpacked(&packed).expect("read"), body);
        assert_eq!(body.version(), 7);
        assert!(Body::unpacked(&packed[..packed.len() / 2]).is_err());
    }

    #[test]
    fn figures_that_changed_came_or_went_are_told() {
        let (then, now) = (report(&[("primary", 10), ("special", 5)]), report(&[("primary", 15), ("other", 5)]));
        let told: Vec<String> =
            differences(&then, &now).into_iter().map(|d| format!("{}: {} -> {}", d.what, d.then, d.now)).collect();
        assert_eq!(
            told,
            [
                "Starts, PRIMARY: Starts: 10 -> 15",
                "Starts, SPECIAL: Starts: 5 -> not there",
                "Starts, OTHER: Starts: not there -> 5",
            ]
        );
        assert!(differences(&then, &then).is_empty());
    }
}
