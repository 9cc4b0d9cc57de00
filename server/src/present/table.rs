//! Tables from groups: which columns, in which order, and how rows are sorted.

use std::cmp::Ordering;

use app::filters::{Breakdown, Filters, Key};
use app::reports::report::{Cell, Column, Row, Table};

use crate::disclosure::ShownGroup;

/// A column: its word, its heading and how its figure is made from a group.
pub struct Spec<'a> {
    /// Word in CSV headers and `sort=`.
    pub id: &'static str,
    /// Heading.
    pub name: String,
    /// The figure.
    pub cell: Box<dyn Fn(&ShownGroup) -> Cell + 'a>,
}

/// A column specification.
pub fn column<'a>(id: &'static str, name: impl Into<String>, cell: impl Fn(&ShownGroup) -> Cell + 'a) -> Spec<'a> {
    Spec { id, name: name.into(), cell: Box::new(cell) }
}

/// Builds a table; `link` is the breakdown whose rows lead to the page narrowed to them.
pub fn table(
    caption: String,
    rows_are: &str,
    specs: &[Spec<'_>],
    groups: &[ShownGroup],
    total: Option<&ShownGroup>,
    link: Option<(Breakdown, &Filters)>,
) -> Table {
    let row = |group: &ShownGroup, is_total: bool| Row {
        code: group.name.code.clone(),
        name: group.name.name.clone(),
        filters: link.filter(|_| !is_total).map(|(by, filters)| narrowed(by, filters, &group.name.code)),
        total: is_total,
        cells: specs.iter().map(|spec| (spec.cell)(group)).collect(),
    };
    let mut rows: Vec<(bool, Row)> = groups.iter().map(|g| (g.name.unknown, row(g, false))).collect();
    if let Some(sort) = link.and_then(|(_, filters)| filters.one(Key::Sort)) {
        sort_rows(&mut rows, specs, sort);
    }
    // What could not be placed stands last whatever the order.
    rows.sort_by_key(|(unknown, _)| *unknown);
    let mut rows: Vec<Row> = rows.into_iter().map(|(_, row)| row).collect();
    rows.extend(total.map(|g| row(g, true)));
    Table {
        caption,
        rows_are: rows_are.to_owned(),
        columns: specs.iter().map(|s| Column { id: s.id.to_owned(), name: s.name.clone() }).collect(),
        rows,
        sortable: link.is_some(),
    }
}

/// The page narrowed to a row. The breakdown moves on, so that the page says something new.
pub fn narrowed(by: Breakdown, filters: &Filters, code: &str) -> Filters {
    let next = match by {
        Breakdown::Phase => Breakdown::Type,
        Breakdown::Course => Breakdown::Region,
        Breakdown::Cohort => Breakdown::Course,
        _ => Breakdown::Phase,
    };
    filters.without(Key::Sort).with(by.key(), code).with(Key::By, next)
}

/// Sorts by published figures only, then by name; what is not shown stands last.
fn sort_rows(rows: &mut [(bool, Row)], specs: &[Spec<'_>], sort: &str) {
    let (descending, id) = match sort.strip_prefix('-') {
        Some(id) => (true, id),
        None => (false, sort),
    };
    if id == "name" {
        rows.sort_by(|(_, a), (_, b)| if descending { b.name.cmp(&a.name) } else { a.name.cmp(&b.name) });
        return;
    }
    let Some(at) = specs.iter().position(|s| s.id == id) else {
        return;
    };
    rows.sort_by(|(_, a), (_, b)| {
        let order = match (a.cells[at].sort_value(), b.cells[at].sort_value()) {
            (Some(a), Some(b)) if descending => b.total_cmp(&a),
            (Some(a), Some(b)) => a.total_cmp(&b),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => Ordering::Equal,
        };
        order.then_with(|| a.name.cmp(&b.name))
    });
}
