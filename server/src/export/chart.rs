//! A chart of the page as a native chart of a workbook: over the columns of its own table where they hold what is
//! drawn, else over a sheet with the chart's data. A figure that is withheld is neither drawn nor written.

use app::reports::report::{Section, Table};
use charts::{Category, Chart, Form, Mark, Unit};
use workbooks::{Axes, Cell, Chart as Native, ChartKind, Series, Sheet};

use super::workbook::spread;

/// What is drawn, as names and columns of figures.
struct Drawn {
    kind: ChartKind,
    names: Vec<String>,
    names_are: String,
    /// The base of each point, where points are drawn.
    bases: Option<(String, Vec<Option<f64>>)>,
    series: Vec<(String, Vec<Option<f64>>)>,
}

/// Puts the chart onto the sheet of its table, or returns the sheet that its data need.
pub(super) fn native(chart: &Chart, section: &Section, sheet: &mut Sheet) -> Option<Sheet> {
    let drawn = drawn(chart, &section.table.rows_are);
    if drawn.names.is_empty() || drawn.series.is_empty() {
        return None;
    }
    let make = |categories: usize, columns: Vec<usize>, names_are: &str| Native {
        kind: drawn.kind,
        title: section.title.clone(),
        description: chart.description.clone(),
        axes: Axes { categories: names_are.to_owned(), values: chart.axis.label.clone() },
        categories,
        series: (drawn.series.iter().zip(columns))
            .map(|((name, _), column)| Series { name: name.clone(), column })
            .collect(),
        rows: drawn.names.len(),
    };
    if let Some((categories, columns)) = columns_of(&drawn, section) {
        let names_are = drawn.bases.as_ref().map_or(&drawn.names_are, |(name, _)| name);
        sheet.chart = Some(make(categories, columns, names_are));
        return None;
    }
    Some(own_sheet(chart, section, sheet, &drawn, make))
}

/// The sheet of a chart whose figures are not columns of its table.
fn own_sheet(
    chart: &Chart,
    section: &Section,
    sheet: &Sheet,
    drawn: &Drawn,
    make: impl FnOnce(usize, Vec<usize>, &str) -> Native,
) -> Sheet {
    let decimals = if chart.axis.unit == Unit::Count { 0 } else { 1 };
    let cell = |value: Option<f64>, decimals: u8| value.map_or(Cell::Blank, |value| Cell::Number(value, decimals));
    let mut columns = vec![drawn.names_are.clone()];
    columns.extend(drawn.bases.iter().map(|(name, _)| name.clone()));
    let first = columns.len();
    columns.extend(drawn.series.iter().map(|(name, _)| name.clone()));
    let rows = (0..drawn.names.len())
        .map(|row| {
            let bases = drawn.bases.iter().map(|(_, bases)| cell(bases[row], 0));
            let figures = drawn.series.iter().map(|(_, values)| cell(values[row], decimals));
            std::iter::once(Cell::Text(drawn.names[row].clone())).chain(bases).chain(figures).collect()
        })
        .collect();
    let names_are = drawn.bases.as_ref().map_or(&drawn.names_are, |(name, _)| name);
    Sheet {
        name: format!("{}_chart", section.id),
        title: format!("Data of the chart: {}", section.title),
        lines: vec![
            format!("What the chart of the sheet {} draws.", sheet.name),
            "A blank cell is a figure that is not shown; that sheet says why.".to_owned(),
        ],
        columns,
        rows,
        chart: Some(make(first - 1, (first..first + drawn.series.len()).collect(), names_are)),
    }
}

/// The column of the names (or bases) and those of the series, where the table's first rows hold just what is drawn.
fn columns_of(drawn: &Drawn, section: &Section) -> Option<(usize, Vec<usize>)> {
    let table = &section.table;
    let same_names = table.rows.len() >= drawn.names.len()
        && drawn.names.iter().zip(&table.rows).all(|(name, row)| *name == row.name);
    let has_holes = drawn.series.iter().any(|(_, values)| values.iter().any(Option::is_none));
    // Text in a cell is drawn as zero: harmless for bars, which then have no length, and wrong for lines and points.
    let is_bars = matches!(drawn.kind, ChartKind::Bars | ChartKind::StackedBars);
    if !same_names || (has_holes && !is_bars) {
        return None;
    }
    let spread = spread(section);
    let mut taken = Vec::new();
    for (_, values) in &drawn.series {
        let found = (0..table.columns.len()).find(|column| !taken.contains(column) && holds(table, *column, values))?;
        taken.push(found);
    }
    let categories = match &drawn.bases {
        None => 0,
        Some((_, bases)) => spread[(0..table.columns.len()).find(|column| holds(table, *column, bases))?].at,
    };
    Some((categories, taken.into_iter().map(|column| spread[column].at).collect()))
}

fn holds(table: &Table, column: usize, values: &[Option<f64>]) -> bool {
    values.iter().zip(&table.rows).all(|(value, row)| {
        match (value, row.cells.get(column).and_then(|cell| cell.sort_value())) {
            (Some(drawn), Some(written)) => (drawn - written).abs() < 1e-9,
            (None, None) => true,
            _ => false,
        }
    })
}

fn drawn(chart: &Chart, rows_are: &str) -> Drawn {
    let axis = || chart.axis.label.clone();
    let plain = |kind, names: Vec<String>, names_are: &str, series| Drawn {
        kind,
        names,
        names_are: names_are.to_owned(),
        bases: None,
        series,
    };
    let value = |mark: &Mark| mark.value;
    match &chart.form {
        Form::Bars { series, categories, stacked, comparator_name } => {
            let kind = if *stacked { ChartKind::StackedBars } else { ChartKind::Bars };
            let (names, mut columns) = bars(series, categories);
            columns.extend(comparators(categories, comparator_name.as_deref()));
            plain(kind, names, rows_are, columns)
        }
        Form::TargetBars { series, categories, comparator_name, targets } => {
            let (names, mut columns) = bars(series, categories);
            columns.extend(comparators(categories, comparator_name.as_deref()));
            let reach = |at: usize, category: &Category| {
                category.marks.first()?.value?;
                let own = targets.rows.get(at).and_then(Option::as_ref);
                own.or(targets.whole.as_ref()).map(|target| target.value)
            };
            let values: Vec<_> = categories.iter().enumerate().map(|(at, category)| reach(at, category)).collect();
            if values.iter().any(Option::is_some) {
                columns.push((targets.name.clone(), values));
            }
            plain(ChartKind::Bars, names, rows_are, columns)
        }
        Form::Dots(dots) => {
            let names = dots.rows.iter().map(|row| row.label.clone()).collect();
            plain(ChartKind::Bars, names, rows_are, vec![(axis(), dots.rows.iter().map(|r| value(&r.mark)).collect())])
        }
        Form::Lines { periods, series } => {
            let columns = series.iter().map(|line| (line.name.clone(), padded(&line.points, periods.len()))).collect();
            plain(ChartKind::Lines, periods.clone(), "Academic year", columns)
        }
        Form::Multiples(multiples) => {
            let panels = multiples.panels.iter();
            let columns = panels.map(|p| (p.title.clone(), padded(&p.points, multiples.periods.len()))).collect();
            plain(ChartKind::Lines, multiples.periods.clone(), "Academic year", columns)
        }
        Form::TileMap(map) => {
            let names = map.tiles.iter().map(|tile| tile.code.clone()).collect();
            plain(ChartKind::Bars, names, rows_are, vec![(axis(), map.tiles.iter().map(|t| value(&t.mark)).collect())])
        }
        Form::Steps { steps } => {
            let names = steps.iter().map(|step| step.label.clone()).collect();
            plain(ChartKind::Bars, names, rows_are, vec![(axis(), steps.iter().map(|s| value(&s.mark)).collect())])
        }
        Form::Funnel(funnel) => {
            // The base of a withheld point is not drawn, and not written either.
            let points = &funnel.points;
            let bases = points.iter().map(|point| point.mark.value.map(|_| point.base)).collect();
            Drawn {
                bases: Some((funnel.base_label.clone(), bases)),
                ..plain(
                    ChartKind::Points,
                    points.iter().map(|point| point.name.clone()).collect(),
                    rows_are,
                    vec![(axis(), points.iter().map(|point| value(&point.mark)).collect())],
                )
            }
        }
    }
}

type Columns = Vec<(String, Vec<Option<f64>>)>;

fn bars(series: &[String], categories: &[Category]) -> (Vec<String>, Columns) {
    let columns = (series.iter().enumerate())
        .map(|(at, name)| {
            let values = categories.iter().map(|category| category.marks.get(at).and_then(|mark| mark.value));
            (name.clone(), values.collect())
        })
        .collect();
    (categories.iter().map(|category| category.label.clone()).collect(), columns)
}

/// What bars are compared with; nothing where the bar itself is not shown.
fn comparators(categories: &[Category], name: Option<&str>) -> Option<(String, Vec<Option<f64>>)> {
    let beside = |category: &Category| {
        category.marks.iter().find_map(|mark| mark.value)?;
        category.comparator.as_ref().map(|comparator| comparator.value)
    };
    name.map(|name| (name.to_owned(), categories.iter().map(beside).collect()))
}

fn padded(points: &[Mark], periods: usize) -> Vec<Option<f64>> {
    (0..periods).map(|at| points.get(at).and_then(|point| point.value)).collect()
}
