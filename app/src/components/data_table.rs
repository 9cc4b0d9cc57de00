//! The table beside a chart: the same figures, in a region of its own that scrolls and takes the keyboard. Headings
//! are links that sort; what stands in place of a number is explained below.

use domain::measure::{Count, Rate};
use leptos::prelude::*;

use crate::filters::{Filters, Key, UNKNOWN};
use crate::links::{self, Page};
use crate::reports::report::{Cell, Row, Table, signed};

/// The word in `sort=` for the first column.
pub const BY_NAME: &str = "name";

/// More rows than this are a long table.
const LONG: usize = 30;

/// A table of figures.
#[component]
pub fn DataTable(
    /// Word of its section, which ids begin with.
    section: String,
    /// The page.
    page: Page,
    /// The question as answered.
    filters: Filters,
    /// The table.
    table: Table,
    /// Whether its caption stands right above it already: then it is for assistive technology alone.
    #[prop(optional)]
    said_above: bool,
) -> impl IntoView {
    let Table { caption, rows_are, columns, rows, sortable } = table;
    let caption_class = said_above.then_some("govuk-visually-hidden");
    let head = Head { section: &section, page, filters: &filters, sortable };
    let first = head.cell(BY_NAME, rows_are, false);
    let columns = columns.into_iter().map(|column| head.cell(&column.id, column.name, true)).collect_view();
    let symbols = Symbol::among(&rows);
    // A long table scrolls within itself, so that what comes after it is found.
    let class = if rows.len() > LONG { "gt-table-region gt-table-region--long" } else { "gt-table-region" };
    let (totals, rows): (Vec<Row>, Vec<Row>) = rows.into_iter().partition(|row| row.total);
    let rows = rows.into_iter().map(|row| body_row(page, row)).collect_view();
    let foot = (!totals.is_empty()).then(|| {
        let totals = totals.into_iter().map(|row| body_row(page, row)).collect_view();
        view! { <tfoot>{totals}</tfoot> }
    });
    let caption_id = format!("{section}-caption");
    // Two tables of a page may have the same caption; with the section's title each region has a name of its own.
    let named_by = format!("{section}-title {caption_id}");
    view! {
        <div class=class role="region" tabindex="0" aria-labelledby=named_by>
            <table class="gt-table">
                <caption>
                    <span id=caption_id class=caption_class>{caption}</span>
                </caption>
                <thead>
                    <tr>{first} {columns}</tr>
                </thead>
                <tbody>{rows}</tbody>
                {foot}
            </table>
        </div>
        <TableKey symbols=symbols />
    }
    .into_any()
}

/// What the heading cells need to know.
struct Head<'a> {
    section: &'a str,
    page: Page,
    filters: &'a Filters,
    sortable: bool,
}

impl Head<'_> {
    fn cell(&self, id: &str, name: String, number: bool) -> AnyView {
        let class = number.then_some("gt-table__number");
        if !self.sortable {
            return view! { <th scope="col" class=class>{name}</th> }.into_any();
        }
        let order = order(self.filters, id);
        let (next, words) = next_order(order, id, number);
        let address = format!("{}#{}", links::page(self.page, &self.filters.with(Key::Sort, next)), self.section);
        view! {
            <th scope="col" class=class aria-sort=order>
                <a class="gt-table__sort" href=address>
                    {name}
                    <span class="govuk-visually-hidden">{words}</span>
                </a>
            </th>
        }
        .into_any()
    }
}

/// How the rows are ordered by a column, as `aria-sort` says it.
fn order(filters: &Filters, column: &str) -> Option<&'static str> {
    match filters.one(Key::Sort)? {
        sort if sort == column => Some("ascending"),
        sort if sort.strip_prefix('-') == Some(column) => Some("descending"),
        _ => None,
    }
}

/// The order that a heading leads to: figures begin with the highest, names with A.
fn next_order(order: Option<&str>, column: &str, number: bool) -> (String, &'static str) {
    let descending = match order {
        Some("ascending") => true,
        Some(_) => false,
        None => number,
    };
    match (descending, number) {
        (true, true) => (format!("-{column}"), " (sort, highest first)"),
        (false, true) => (column.to_owned(), " (sort, lowest first)"),
        (true, false) => (format!("-{column}"), " (sort, Z to A)"),
        (false, false) => (column.to_owned(), " (sort, A to Z)"),
    }
}

fn body_row(page: Page, row: Row) -> impl IntoView {
    let class = match () {
        () if row.total => Some("gt-table__total"),
        () if row.code == UNKNOWN => Some("gt-table__unknown"),
        () => None,
    };
    let name = match row.filters.filter(|_| !row.total) {
        Some(filters) => view! { <a href=links::page(page, &filters)>{row.name}</a> }.into_any(),
        None => row.name.into_any(),
    };
    let cells = row.cells.into_iter().map(figure).collect_view();
    view! {
        <tr class=class>
            <th scope="row">{name}</th>
            {cells}
        </tr>
    }
}

fn figure(cell: Cell) -> impl IntoView {
    let words = cell.words();
    let words = match Symbol::of(&cell) {
        Some(Symbol::Unreliable) => view! { {words} " " <span class="gt-table__symbol">"u"</span> }.into_any(),
        Some(_) => view! { <span class="gt-table__symbol">{words}</span> }.into_any(),
        None => words.into_any(),
    };
    let interval = interval(&cell).map(|words| view! { " " <small class="gt-table__interval">{words}</small> });
    view! { <td class="gt-table__number">{words} {interval}</td> }
}

/// The 95% interval of a figure: `81.0 to 83.8`.
fn interval(cell: &Cell) -> Option<String> {
    if let Cell::Rank(rank) = cell {
        return rank.map(|r| format!("{} to {}", r.best, r.worst));
    }
    cell.interval().map(|i| format!("{} to {}", signed(i.lower), signed(i.upper)))
}

/// What may stand in place of a figure, or beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Symbol {
    FewerThanFive,
    Withheld,
    NotShown,
    NearlyAll,
    TooEarly,
    NotApplicable,
    NotAvailable,
    Unreliable,
    Interval,
}

impl Symbol {
    fn of(cell: &Cell) -> Option<Symbol> {
        match cell {
            Cell::Count(Count::FewerThanFive) => Some(Symbol::FewerThanFive),
            Cell::Count(Count::Withheld) => Some(Symbol::Withheld),
            Cell::Count(Count::NotAvailable) | Cell::Headcount(None) => Some(Symbol::NotAvailable),
            Cell::Count(Count::NotApplicable) => Some(Symbol::NotApplicable),
            Cell::Change(None) | Cell::Estimate(None) | Cell::Rank(None) | Cell::Number(None) => Some(Symbol::NotShown),
            Cell::Percent(rate) | Cell::Per100(rate) => match rate {
                Rate::Shown { unreliable, .. } => unreliable.then_some(Symbol::Unreliable),
                Rate::NearlyAll => Some(Symbol::NearlyAll),
                Rate::Withheld => Some(Symbol::NotShown),
                Rate::Immature => Some(Symbol::TooEarly),
                Rate::NotApplicable => Some(Symbol::NotApplicable),
                Rate::NotAvailable => Some(Symbol::NotAvailable),
            },
            _ => None,
        }
    }

    /// The symbols of a table, each once, in the order in which they are explained.
    fn among(rows: &[Row]) -> Vec<Symbol> {
        let cells = || rows.iter().flat_map(|row| &row.cells);
        let intervals = cells().any(|cell| interval(cell).is_some()).then_some(Symbol::Interval);
        let mut symbols: Vec<Symbol> = cells().filter_map(Symbol::of).chain(intervals).collect();
        symbols.sort_unstable();
        symbols.dedup();
        symbols
    }

    fn meaning(self) -> &'static str {
        match self {
            Symbol::FewerThanFive => "Fewer than 5 (c in files): 0 to 4, zero not told apart.",
            Symbol::Withheld => "Withheld (c): hidden so that another figure cannot be worked out.",
            Symbol::NotShown => "Not shown (c): too few people to show a rate or a change.",
            Symbol::NearlyAll => "All or nearly all (c): fewer than 5 did not.",
            Symbol::TooEarly => "Too early (z): the group has not had the time that its course takes.",
            Symbol::NotApplicable => "Not applicable (z): the question does not arise.",
            Symbol::NotAvailable => "Not available (x): the data that would give it are not loaded.",
            Symbol::Unreliable => "u: based on fewer than 30, so read it with care.",
            Symbol::Interval => {
                "Small figures are 95% intervals: with so many people, chance alone could move the rate within them."
            }
        }
    }
}

#[component]
fn TableKey(symbols: Vec<Symbol>) -> impl IntoView {
    let meanings: Vec<&str> = symbols.into_iter().map(Symbol::meaning).collect();
    (!meanings.is_empty()).then(|| {
        view! {
            <p class="gt-table__key">
                {meanings.join(" ")} " " <a href=links::help("symbols")>"More on symbols"</a>
            </p>
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_sorts_figures_from_the_highest_and_turns_round_when_followed_again() {
        let filters: Filters = "sort=-starts".parse().expect("reads");
        assert_eq!(order(&filters, "starts"), Some("descending"));
        assert_eq!(order(&filters, "people"), None);
        assert_eq!(next_order(None, "starts", true).0, "-starts");
        assert_eq!(next_order(Some("descending"), "starts", true).0, "starts");
        assert_eq!(next_order(None, BY_NAME, false).0, "name");
        assert_eq!(next_order(Some("ascending"), BY_NAME, false).0, "-name");
    }

    #[test]
    fn each_symbol_of_a_table_is_explained_once() {
        let cells = vec![
            Cell::Count(Count::Withheld),
            Cell::Count(Count::Exact(3)),
            Cell::Percent(Rate::Withheld),
            Cell::Change(None),
            Cell::Count(Count::Withheld),
        ];
        let row = Row { code: "x".into(), name: "X".into(), filters: None, total: false, cells };
        assert_eq!(Symbol::among(&[row]), [Symbol::Withheld, Symbol::NotShown]);
    }
}
