//! What a native chart draws: names and columns of figures. What is withheld is no figure.

use workbooks::{Axes, Cell, ChartKind, Sheet, rounded};

/// More slides than this for one chart help nobody: then its picture stands.
const MOST_SLIDES: usize = 8;
/// So many bars stand below each other on a slide.
const MOST_BARS: usize = 36;
/// So many names can be read on a slide.
const MOST_NAMES: usize = 20;

/// A chart by what it shows.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Drawn {
    pub kind: ChartKind,
    pub names: Vec<String>,
    /// The base of each point, where points are drawn.
    pub bases: Option<Column>,
    pub series: Vec<Column>,
    pub axes: Axes,
    /// The end of the axis of values, where several slides share it.
    pub most: Option<f64>,
}

/// A named column of figures.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Column {
    pub name: String,
    pub values: Vec<Option<f64>>,
    pub decimals: u8,
}

impl Drawn {
    /// The native chart of a sheet, cut into as many as slides are needed; none where it has no figure to draw.
    pub(super) fn of(sheet: &Sheet) -> Vec<Drawn> {
        let Some(whole) = Drawn::whole(sheet) else { return Vec::new() };
        if !whole.is_bars() {
            return vec![whole];
        }
        let stands = if whole.kind == ChartKind::Bars { whole.series.len() } else { 1 };
        let most = (MOST_BARS / stands).clamp(6, MOST_NAMES);
        let slides = whole.names.len().div_ceil(most);
        match slides {
            1 => vec![whole],
            2..=MOST_SLIDES => whole.cut(whole.names.len().div_ceil(slides)),
            _ => Vec::new(),
        }
    }

    fn whole(sheet: &Sheet) -> Option<Drawn> {
        let chart = sheet.chart.as_ref()?;
        let rows = sheet.rows.get(..chart.rows.min(sheet.rows.len()))?;
        let wide = |column: usize| column < sheet.columns.len() && rows.iter().all(|row| column < row.len());
        if rows.is_empty() || !wide(chart.categories) || !chart.series.iter().all(|series| wide(series.column)) {
            return None;
        }
        let column = |name: &str, at: usize| {
            let decimals =
                |row: &Vec<Cell>| if let Cell::Number(_, decimals) = row[at] { Some(decimals) } else { None };
            let decimals = rows.iter().filter_map(decimals).max().unwrap_or(0);
            Column { name: name.to_owned(), values: rows.iter().map(|row| figure(&row[at])).collect(), decimals }
        };
        let mut series: Vec<Column> = chart.series.iter().map(|series| column(&series.name, series.column)).collect();
        let points = chart.kind == ChartKind::Points;
        let bases = points.then(|| column(&chart.axes.categories, chart.categories));
        if let Some(bases) = &bases {
            // A point without its base stands nowhere.
            for (at, _) in bases.values.iter().enumerate().filter(|(_, base)| base.is_none()) {
                series.iter_mut().for_each(|column| column.values[at] = None);
            }
        }
        series.iter().any(|column| column.values.iter().any(Option::is_some)).then_some(())?;
        let names = if points { 0 } else { chart.categories };
        Some(Drawn {
            kind: chart.kind,
            names: rows.iter().map(|row| name(&row[names])).collect(),
            bases,
            series,
            axes: chart.axes.clone(),
            most: None,
        })
    }

    /// Whether names stand down its side.
    pub(super) fn is_bars(&self) -> bool {
        matches!(self.kind, ChartKind::Bars | ChartKind::StackedBars)
    }

    /// Whether a figure is missing in it.
    pub(super) fn has_gaps(&self) -> bool {
        self.series.iter().any(|column| column.values.iter().any(Option::is_none))
    }

    /// Whether a figure is below zero.
    pub(super) fn has_negatives(&self) -> bool {
        self.series.iter().any(|column| column.values.iter().flatten().any(|value| *value < 0.0))
    }

    fn cut(&self, names: usize) -> Vec<Drawn> {
        let most = Some(round_above(self.highest()));
        let piece = |from: usize, names: &[String]| {
            let values =
                |column: &Column| Column { values: column.values[from..from + names.len()].to_vec(), ..column.clone() };
            let series = self.series.iter().map(values).collect();
            Drawn { names: names.to_vec(), series, most, bases: None, axes: self.axes.clone(), kind: self.kind }
        };
        self.names.chunks(names).enumerate().map(|(at, chunk)| piece(at * names, chunk)).collect()
    }

    /// How far the longest bar reaches.
    fn highest(&self) -> f64 {
        let values = |at: usize| self.series.iter().filter_map(move |column| column.values[at]);
        let reach = |at: usize| match self.kind {
            ChartKind::StackedBars => values(at).sum::<f64>(),
            _ => values(at).fold(0.0, f64::max),
        };
        (0..self.names.len()).map(reach).fold(0.0, f64::max)
    }
}

/// A figure as it is shown; a symbol is none.
fn figure(cell: &Cell) -> Option<f64> {
    match cell {
        Cell::Number(value, decimals) if value.is_finite() => Some(rounded(*value, *decimals)),
        _ => None,
    }
}

fn name(cell: &Cell) -> String {
    match cell {
        Cell::Text(words) => words.clone(),
        Cell::Number(value, decimals) => format!("{value:.*}", usize::from(*decimals)),
        Cell::Symbol(symbol) => symbol.written().to_owned(),
        Cell::Blank => String::new(),
    }
}

/// The next of 1, 2, 2.5, 5 times a power of ten that is not below.
fn round_above(value: f64) -> f64 {
    if value <= 0.0 {
        return 1.0;
    }
    let power = 10f64.powf(value.log10().floor());
    [1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0]
        .into_iter()
        .map(|step| step * power)
        .find(|step| *step >= value)
        .unwrap_or(10.0 * power)
}

#[cfg(test)]
mod tests {
    use super::*;
    use workbooks::{Chart, Series, Symbol};

    fn sheet(rows: usize, kind: ChartKind) -> Sheet {
        let row = |at: usize| {
            let value = if at == 1 { Cell::Symbol(Symbol::C) } else { Cell::Number(at as f64 + 0.25, 1) };
            vec![Cell::Text(format!("Hub {at}")), Cell::Number(at as f64, 0), value]
        };
        Sheet {
            name: "s".into(),
            title: "t".into(),
            lines: Vec::new(),
            columns: vec!["Hub".into(), "Base".into(), "Rate".into()],
            rows: (0..rows).map(row).collect(),
            chart: Some(Chart {
                kind,
                title: "t".into(),
                description: "d".into(),
                axes: Axes { categories: "Base".into(), values: "Rate".into() },
                categories: usize::from(kind == ChartKind::Points),
                series: vec![Series { name: "Rate".into(), column: 2 }],
                rows,
            }),
        }
    }

    #[test]
    fn a_symbol_is_no_figure_and_figures_are_no_finer_than_shown() {
        let drawn = &Drawn::of(&sheet(3, ChartKind::Bars))[0];
        assert_eq!(drawn.series[0].values, [Some(0.3), None, Some(2.3)]);
        assert!(drawn.has_gaps());
        let points = &Drawn::of(&sheet(3, ChartKind::Points))[0];
        assert_eq!(points.bases.as_ref().map(|bases| bases.values.len()), Some(3));
        assert_eq!(points.names[2], "Hub 2");
    }

    #[test]
    fn many_bars_go_on_to_further_slides_with_one_axis() {
        let slides = Drawn::of(&sheet(87, ChartKind::Bars));
        assert_eq!(slides.len(), 5);
        assert_eq!(slides.iter().map(|slide| slide.names.len()).sum::<usize>(), 87);
        assert!(slides.iter().all(|slide| slide.most == Some(100.0)));
        assert!(Drawn::of(&sheet(500, ChartKind::Bars)).is_empty());
        assert_eq!(Drawn::of(&sheet(500, ChartKind::Lines)).len(), 1);
    }

    #[test]
    fn a_chart_of_columns_that_are_not_there_or_without_figures_is_none() {
        let mut odd = sheet(3, ChartKind::Bars);
        if let Some(chart) = &mut odd.chart {
            chart.series[0].column = 9;
        }
        assert!(Drawn::of(&odd).is_empty());
        assert!(Drawn::of(&sheet(0, ChartKind::Bars)).is_empty());
        let mut hidden = sheet(2, ChartKind::Bars);
        hidden.rows.iter_mut().for_each(|row| row[2] = Cell::Symbol(Symbol::C));
        assert!(Drawn::of(&hidden).is_empty());
    }
}
