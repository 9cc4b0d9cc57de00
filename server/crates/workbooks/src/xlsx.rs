//! XLSX: real tables and native charts, laid out by the accessible-spreadsheet checklist.

use rust_xlsxwriter::{
    Chart as Native, ChartEmptyCells, ChartFormat, ChartLegendPosition, ChartLine, ChartMarker, ChartSolidFill,
    ChartType, Color, DocProperties, ExcelDateTime, Format, FormatAlign, Table, TableColumn, TableStyle, Url,
    Workbook as File, Worksheet,
};

use crate::layout::{COMPRESSION, FRONT, check, headings, lines_above, rounded, tab_names, table_name};
use crate::{Cell, Chart, ChartKind, Sheet, Workbook, WorkbookError, harmless};

/// The colours of series in their published order.
const COLOURS: [u32; 4] = [0x12436D, 0x28A197, 0x801650, 0xF46A25];

/// Widths of columns in characters.
const NARROWEST: usize = 9;
const WIDEST: usize = 60;

struct Styles {
    title: Format,
    heading: Format,
    header: Format,
    wrapped: Format,
    right: Format,
    numbers: Vec<Format>,
}

impl Styles {
    fn new() -> Styles {
        let number = |decimals: u8| match decimals {
            0 => Format::new().set_num_format("#,##0"),
            n => Format::new().set_num_format(format!("#,##0.{}", "0".repeat(usize::from(n)))),
        };
        Styles {
            title: Format::new().set_bold().set_font_size(14),
            heading: Format::new().set_bold().set_font_size(12),
            header: Format::new().set_bold().set_text_wrap().set_align(FormatAlign::Top),
            wrapped: Format::new().set_text_wrap().set_align(FormatAlign::Top),
            right: Format::new().set_align(FormatAlign::Right),
            numbers: (0..=4).map(number).collect(),
        }
    }
}

/// The workbook as an XLSX file.
///
/// # Errors
/// [`WorkbookError::Shape`] for a table that is none, [`WorkbookError::Xlsx`] where the writer refuses something.
pub fn xlsx(workbook: &Workbook) -> Result<Vec<u8>, WorkbookError> {
    workbook.sheets.iter().try_for_each(check)?;
    let tabs = tab_names(workbook);
    let styles = Styles::new();
    let mut file = File::new();
    file.set_properties(&properties(workbook)?);
    file.set_zip_compression_level(COMPRESSION);
    cover(file.add_worksheet(), workbook, &styles)?;
    contents(file.add_worksheet(), workbook, &tabs, &styles)?;
    notes(file.add_worksheet(), workbook, &styles)?;
    for (sheet, tab) in workbook.sheets.iter().zip(&tabs) {
        table(file.add_worksheet(), workbook, sheet, tab, &styles)?;
    }
    Ok(file.save_to_buffer()?)
}

fn properties(workbook: &Workbook) -> Result<DocProperties, WorkbookError> {
    let day = workbook.made_on;
    let made = ExcelDateTime::from_ymd(day.year, day.month, day.day)?;
    Ok(DocProperties::new()
        .set_title(harmless(&workbook.title))
        .set_subject(harmless(&workbook.subject))
        .set_author(harmless(&workbook.author))
        .set_creation_datetime(&made))
}

fn cover(page: &mut Worksheet, workbook: &Workbook, styles: &Styles) -> Result<(), WorkbookError> {
    page.set_name(FRONT[0])?;
    page.set_column_width(0, 24)?.set_column_width(1, 90)?;
    page.write_string_with_format(0, 0, harmless(&workbook.title), &styles.title)?;
    for (row, (name, words)) in (1..).zip(&workbook.cover) {
        page.write_string_with_format(row, 0, harmless(name), &styles.wrapped)?;
        page.write_string_with_format(row, 1, harmless(words), &styles.wrapped)?;
    }
    Ok(())
}

fn contents(page: &mut Worksheet, workbook: &Workbook, tabs: &[String], styles: &Styles) -> Result<(), WorkbookError> {
    page.set_name(FRONT[1])?;
    page.set_column_width(0, 34)?.set_column_width(1, 90)?;
    page.write_string_with_format(0, 0, "Contents", &styles.title)?;
    page.write_string(1, 0, "This sheet holds one table: the other sheets and what they hold.")?;
    let notes = (FRONT[2].to_owned(), "What must be known to read the figures".to_owned());
    let tables = tabs.iter().cloned().zip(workbook.sheets.iter().map(|sheet| harmless(&sheet.title)));
    let rows: Vec<(String, String)> = std::iter::once(notes).chain(tables).collect();
    for (row, (tab, title)) in (3..).zip(&rows) {
        page.write_url(row, 0, Url::new(format!("internal:'{tab}'!A1")).set_text(tab))?;
        page.write_string_with_format(row, 1, title, &styles.wrapped)?;
    }
    let columns = ["Sheet", "What it holds"].map(|name| heading(name, styles));
    page.add_table(2, 0, 2 + rows.len() as u32, 1, &plain_table("Contents_list", &columns))?;
    Ok(())
}

fn notes(page: &mut Worksheet, workbook: &Workbook, styles: &Styles) -> Result<(), WorkbookError> {
    page.set_name(FRONT[2])?;
    page.set_column_width(0, 110)?;
    page.write_string_with_format(0, 0, "Notes", &styles.title)?;
    let mut row = 1;
    for (title, paragraphs) in &workbook.notes {
        page.write_string_with_format(row, 0, harmless(title), &styles.heading)?;
        row += 1;
        for words in paragraphs {
            page.write_string_with_format(row, 0, harmless(words), &styles.wrapped)?;
            row += 1;
        }
    }
    Ok(())
}

fn heading(name: &str, styles: &Styles) -> TableColumn {
    TableColumn::new().set_header(name).set_header_format(&styles.header)
}

/// A table without filter buttons, fills and bands.
fn plain_table(name: &str, columns: &[TableColumn]) -> Table {
    Table::new()
        .set_name(name)
        .set_columns(columns)
        .set_autofilter(false)
        .set_banded_rows(false)
        .set_style(TableStyle::None)
}

fn table(
    page: &mut Worksheet,
    workbook: &Workbook,
    sheet: &Sheet,
    tab: &str,
    styles: &Styles,
) -> Result<(), WorkbookError> {
    page.set_name(tab)?;
    page.write_string_with_format(0, 0, harmless(&sheet.title), &styles.title)?;
    let lines = lines_above(workbook, sheet);
    for (row, words) in (1..).zip(&lines) {
        page.write_string(row, 0, harmless(words))?;
    }
    let top = 1 + lines.len() as u32;
    let headings = headings(sheet);
    let columns: Vec<TableColumn> = headings.iter().map(|name| heading(name, styles)).collect();
    let (last_row, last_column) = (top + sheet.rows.len() as u32, (headings.len() - 1) as u16);
    page.add_table(
        top,
        0,
        last_row,
        last_column,
        &plain_table(&table_name(tab), &columns).set_alt_text_title(short(&sheet.title)),
    )?;
    // A format for a whole column is looked up once, one for each cell a million times.
    let decimals = shared_decimals(sheet);
    for (column, decimals) in (0..).zip(&decimals) {
        if let Some(decimals) = decimals {
            page.set_column_format(column, &styles.numbers[usize::from(*decimals).min(4)])?;
        }
    }
    for (row, cells) in (top + 1..).zip(&sheet.rows) {
        for (column, cell) in (0u16..).zip(cells) {
            match cell {
                Cell::Text(words) => page.write_string(row, column, harmless(words))?,
                Cell::Number(value, shown) if value.is_finite() && decimals[usize::from(column)] == Some(*shown) => {
                    page.write_number(row, column, rounded(*value, *shown))?
                }
                Cell::Number(value, decimals) if value.is_finite() => {
                    let format = &styles.numbers[usize::from(*decimals).min(4)];
                    page.write_number_with_format(row, column, rounded(*value, *decimals), format)?
                }
                Cell::Number(..) => page.write_string_with_format(row, column, "[x]", &styles.right)?,
                Cell::Symbol(symbol) => page.write_string_with_format(row, column, symbol.written(), &styles.right)?,
                Cell::Blank => page,
            };
        }
    }
    for (column, width) in (0..).zip(widths(&headings, sheet)) {
        page.set_column_width(column, width as u32)?;
    }
    if let Some(chart) = &sheet.chart {
        let native = draw(chart, tab, top + 1);
        page.insert_chart(top, last_column + 2, &native)?;
    }
    Ok(())
}

/// The decimals of each column whose numbers all have the same.
fn shared_decimals(sheet: &Sheet) -> Vec<Option<u8>> {
    let of = |cell: &Cell| match cell {
        Cell::Number(_, decimals) => Some(*decimals),
        _ => None,
    };
    (0..sheet.columns.len())
        .map(|at| {
            let mut numbers = sheet.rows.iter().filter_map(|row| of(&row[at]));
            let first = numbers.next()?;
            numbers.all(|decimals| decimals == first).then_some(first)
        })
        .collect()
}

/// How wide columns are: the first as its words need, others as their heading's longest word and their figures.
fn widths(headings: &[String], sheet: &Sheet) -> Vec<usize> {
    let length = |cell: &Cell| match cell {
        Cell::Text(words) => words.chars().count(),
        Cell::Number(value, decimals) => format!("{value:.0}").len() * 4 / 3 + usize::from(*decimals) + 1,
        _ => 5,
    };
    (headings.iter().enumerate())
        .map(|(at, name)| {
            let word = name.split(' ').map(|w| w.chars().count()).max().unwrap_or(0);
            let cells = sheet.rows.iter().map(|row| length(&row[at])).max().unwrap_or(0);
            (word.max(cells) + 2).clamp(NARROWEST, WIDEST)
        })
        .collect()
}

/// Words in a chart: an exclamation mark could make them a reference to cells.
fn words(text: &str) -> String {
    harmless(text).replace('!', ".")
}

fn draw(chart: &Chart, tab: &str, first: u32) -> Native {
    let kind = match chart.kind {
        ChartKind::Bars => ChartType::Bar,
        ChartKind::StackedBars => ChartType::BarStacked,
        ChartKind::Lines => ChartType::Line,
        ChartKind::Points => ChartType::Scatter,
    };
    let last = first + chart.rows as u32 - 1;
    let mut native = Native::new(kind);
    native.title().set_name(&words(&chart.title));
    native.set_alt_text(short(&harmless(&chart.description)));
    native.set_name(harmless(&chart.title).chars().take(200).collect::<String>());
    native.show_empty_cells_as(ChartEmptyCells::Gaps);
    for (at, series) in chart.series.iter().enumerate() {
        let colour = Color::RGB(COLOURS[at % COLOURS.len()]);
        let column = series.column as u16;
        let categories = chart.categories as u16;
        let drawn = native
            .add_series()
            .set_name(&words(&series.name))
            .set_categories((tab, first, categories, last, categories))
            .set_values((tab, first, column, last, column));
        match chart.kind {
            ChartKind::Lines => {
                drawn.set_format(ChartFormat::new().set_line(ChartLine::new().set_color(colour).set_width(2.25)));
                let mut marker = ChartMarker::new();
                marker.set_automatic();
                drawn.set_marker(&marker);
            }
            ChartKind::Points => {}
            ChartKind::Bars | ChartKind::StackedBars => {
                drawn.set_format(ChartFormat::new().set_solid_fill(ChartSolidFill::new().set_color(colour)));
                drawn.set_gap(60);
            }
        }
    }
    // The first row of the table is the first bar from the top.
    let is_bars = matches!(chart.kind, ChartKind::Bars | ChartKind::StackedBars);
    if is_bars {
        native.x_axis().set_reverse();
        native.y_axis().set_label_position(rust_xlsxwriter::ChartAxisLabelPosition::High);
    }
    native.x_axis().set_name(&words(&chart.axes.categories));
    native.y_axis().set_name(&words(&chart.axes.values)).set_min(0);
    if chart.series.len() > 1 {
        native.legend().set_position(ChartLegendPosition::Bottom);
    } else {
        native.legend().set_hidden();
    }
    let height = if is_bars { (140 + 26 * chart.rows * chart.series.len().max(1)).clamp(320, 2_400) } else { 400 };
    native.set_width(760).set_height(height as u32);
    native
}

/// The most characters of an alternative text in Excel.
const LONGEST_ALTERNATIVE: usize = 255;

/// An alternative text as long as Excel takes it: cut after a word. The lines above the table say the whole.
fn short(words: &str) -> String {
    if words.chars().count() <= LONGEST_ALTERNATIVE {
        return words.to_owned();
    }
    let cut: String = words.chars().take(LONGEST_ALTERNATIVE - 1).collect();
    let whole = cut.rfind(' ').map_or(cut.as_str(), |at| &cut[..at]);
    format!("{whole}\u{2026}")
}
