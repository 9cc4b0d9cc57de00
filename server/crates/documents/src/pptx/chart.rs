//! A native chart that can be edited: bars, bars end to end, lines, points. A figure that is withheld is no point at all.

use std::fmt::Write;

use workbooks::ChartKind;

use super::data::{cells, first_series, heading};
use super::drawn::{Column, Drawn};
use crate::text::{Words, shortened};

/// Longer names are shortened where they stand at an axis.
const LONGEST_NAME: usize = 60;
/// So many points can have their names beside them.
const MOST_LABELS: usize = 30;
/// Markers of lines, so that they differ without colour.
const MARKERS: [&str; 6] = ["circle", "square", "diamond", "triangle", "x", "plus"];

/// The chart's part; `workbook` is the relation to its data.
pub(super) fn xml(drawn: &Drawn, workbook: &str) -> String {
    let plot = match drawn.kind {
        ChartKind::Bars => bars(drawn, false),
        ChartKind::StackedBars => bars(drawn, true),
        ChartKind::Lines => lines(drawn),
        ChartKind::Points => points(drawn),
    };
    let legend = if drawn.series.len() > 1 {
        format!("<c:legend><c:legendPos val=\"t\"/><c:overlay val=\"0\"/>{}</c:legend>", text(1200, false))
    } else {
        String::new()
    };
    format!(
        concat!(
            "<c:chartSpace xmlns:c=\"http://schemas.openxmlformats.org/drawingml/2006/chart\" ",
            "xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" ",
            "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\">",
            "<c:date1904 val=\"0\"/><c:lang val=\"en-GB\"/><c:roundedCorners val=\"0\"/><c:chart><c:autoTitleDeleted val=\"1\"/>",
            "<c:plotArea><c:layout/>{plot}</c:plotArea>{legend}<c:plotVisOnly val=\"1\"/><c:dispBlanksAs val=\"gap\"/></c:chart>",
            "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>{text}",
            "<c:externalData r:id=\"{workbook}\"><c:autoUpdate val=\"0\"/></c:externalData></c:chartSpace>"
        ),
        plot = plot,
        legend = legend,
        text = text(1200, false),
        workbook = workbook
    )
}

fn text(size: u32, bold: bool) -> String {
    format!(
        concat!(
            "<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz=\"{}\" b=\"{}\"><a:solidFill><a:schemeClr val=\"tx1\"/>",
            "</a:solidFill></a:defRPr></a:pPr><a:endParaRPr lang=\"en-GB\"/></a:p></c:txPr>"
        ),
        size,
        u8::from(bold)
    )
}

fn format_of(column: &Column) -> String {
    match column.decimals {
        0 => "#,##0".to_owned(),
        decimals => format!("#,##0.{}", "0".repeat(usize::from(decimals.min(4)))),
    }
}

/// The colour of a series, by the theme.
fn fill(at: usize) -> String {
    format!("<a:solidFill><a:schemeClr val=\"accent{}\"/></a:solidFill>", at % 6 + 1)
}

/// What begins every series: its place and its name.
fn begin(drawn: &Drawn, at: usize) -> String {
    format!(
        concat!(
            "<c:ser><c:idx val=\"{at}\"/><c:order val=\"{at}\"/><c:tx><c:strRef><c:f>{cell}</c:f><c:strCache>",
            "<c:ptCount val=\"1\"/><c:pt idx=\"0\"><c:v>{name}</c:v></c:pt></c:strCache></c:strRef></c:tx>"
        ),
        at = at,
        cell = heading(first_series(drawn) + at),
        name = Words(&drawn.series[at].name)
    )
}

fn names(drawn: &Drawn) -> String {
    let rows = drawn.names.len();
    let mut xml = format!("<c:cat><c:strRef><c:f>{}</c:f><c:strCache><c:ptCount val=\"{rows}\"/>", cells(0, rows));
    for (at, name) in drawn.names.iter().enumerate() {
        let _ = write!(xml, "<c:pt idx=\"{at}\"><c:v>{}</c:v></c:pt>", Words(&shortened(name, LONGEST_NAME)));
    }
    xml + "</c:strCache></c:strRef></c:cat>"
}

/// Figures under an element's name; what is withheld has no `c:pt`.
fn values(element: &str, at: usize, column: &Column) -> String {
    let rows = column.values.len();
    let mut xml = format!(
        "<c:{element}><c:numRef><c:f>{}</c:f><c:numCache><c:formatCode>{}</c:formatCode><c:ptCount val=\"{rows}\"/>",
        cells(at, rows),
        format_of(column)
    );
    for (row, value) in column.values.iter().enumerate() {
        if let Some(value) = value {
            let _ = write!(xml, "<c:pt idx=\"{row}\"><c:v>{value}</c:v></c:pt>");
        }
    }
    let _ = write!(xml, "</c:numCache></c:numRef></c:{element}>");
    xml
}

fn bars(drawn: &Drawn, stacked: bool) -> String {
    let grouping = if stacked { "stacked" } else { "clustered" };
    let mut xml =
        format!("<c:barChart><c:barDir val=\"bar\"/><c:grouping val=\"{grouping}\"/><c:varyColors val=\"0\"/>");
    let rule =
        if stacked { "<a:ln w=\"9525\"><a:solidFill><a:schemeClr val=\"bg1\"/></a:solidFill></a:ln>" } else { "" };
    let bars = drawn.names.len() * drawn.series.len();
    for (at, column) in drawn.series.iter().enumerate() {
        let _ = write!(xml, "{}<c:spPr>{}{rule}</c:spPr><c:invertIfNegative val=\"0\"/>", begin(drawn, at), fill(at),);
        // Values stand at bars where there is room for them.
        if !stacked && bars <= 20 {
            let _ = write!(
                xml,
                concat!(
                    "<c:dLbls><c:numFmt formatCode=\"{}\" sourceLinked=\"0\"/><c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>{}",
                    "<c:dLblPos val=\"outEnd\"/><c:showLegendKey val=\"0\"/><c:showVal val=\"1\"/><c:showCatName val=\"0\"/>",
                    "<c:showSerName val=\"0\"/><c:showPercent val=\"0\"/><c:showBubbleSize val=\"0\"/></c:dLbls>"
                ),
                format_of(column),
                text(1200, true)
            );
        }
        let _ = write!(xml, "{}{}</c:ser>", names(drawn), values("val", first_series(drawn) + at, column));
    }
    let overlap = if stacked { "<c:overlap val=\"100\"/>" } else { "" };
    let gap = if drawn.series.len() > 1 && !stacked { 45 } else { 60 };
    let _ =
        write!(xml, "<c:gapWidth val=\"{gap}\"/>{overlap}<c:axId val=\"1001\"/><c:axId val=\"1002\"/></c:barChart>");
    // The first name stands on top, the values below.
    xml + &category_axis("maxMin", "l", "") + &value_axis(drawn, "b", "max")
}

fn lines(drawn: &Drawn) -> String {
    let mut xml = "<c:lineChart><c:grouping val=\"standard\"/><c:varyColors val=\"0\"/>".to_owned();
    for (at, column) in drawn.series.iter().enumerate() {
        let dash = if at >= 6 { "<a:prstDash val=\"sysDash\"/>" } else { "" };
        let _ = write!(
            xml,
            concat!(
                "{}<c:spPr><a:ln w=\"31750\" cap=\"rnd\">{}{}<a:round/></a:ln></c:spPr><c:marker><c:symbol val=\"{}\"/>",
                "<c:size val=\"8\"/><c:spPr>{}<a:ln w=\"9525\">{}</a:ln></c:spPr></c:marker>{}{}<c:smooth val=\"0\"/></c:ser>"
            ),
            begin(drawn, at),
            fill(at),
            dash,
            MARKERS[at % MARKERS.len()],
            fill(at),
            fill(at),
            names(drawn),
            values("val", first_series(drawn) + at, column)
        );
    }
    xml.push_str("<c:marker val=\"1\"/><c:axId val=\"1001\"/><c:axId val=\"1002\"/></c:lineChart>");
    xml + &category_axis("minMax", "b", &title(&drawn.axes.categories, "")) + &value_axis(drawn, "l", "autoZero")
}

fn points(drawn: &Drawn) -> String {
    let mut xml = "<c:scatterChart><c:scatterStyle val=\"lineMarker\"/><c:varyColors val=\"0\"/>".to_owned();
    for (at, column) in drawn.series.iter().enumerate() {
        let bases = drawn.bases.as_ref().map(|bases| values("xVal", 1, bases)).unwrap_or_default();
        let _ = write!(
            xml,
            concat!(
                "{}<c:spPr><a:ln w=\"19050\"><a:noFill/></a:ln></c:spPr><c:marker><c:symbol val=\"{}\"/><c:size val=\"8\"/>",
                "<c:spPr>{}<a:ln w=\"9525\"><a:solidFill><a:schemeClr val=\"bg1\"/></a:solidFill></a:ln></c:spPr></c:marker>{}",
                "{}{}<c:smooth val=\"0\"/></c:ser>"
            ),
            begin(drawn, at),
            MARKERS[at % MARKERS.len()],
            fill(at),
            labels(drawn, column),
            bases,
            values("yVal", first_series(drawn) + at, column)
        );
    }
    xml.push_str("<c:axId val=\"1001\"/><c:axId val=\"1002\"/></c:scatterChart>");
    let bases = format!(
        concat!(
            "<c:valAx><c:axId val=\"1001\"/><c:scaling><c:orientation val=\"minMax\"/><c:min val=\"0\"/></c:scaling>",
            "<c:delete val=\"0\"/><c:axPos val=\"b\"/>{}<c:numFmt formatCode=\"#,##0\" sourceLinked=\"0\"/>",
            "<c:majorTickMark val=\"out\"/><c:minorTickMark val=\"none\"/><c:tickLblPos val=\"nextTo\"/>{}{}",
            "<c:crossAx val=\"1002\"/><c:crosses val=\"autoZero\"/><c:crossBetween val=\"midCat\"/></c:valAx>"
        ),
        title(&drawn.axes.categories, ""),
        stroke("tx2"),
        text(1200, false)
    );
    xml + &bases + &value_axis(drawn, "l", "autoZero")
}

/// The names of points, where they are so few that names can stand beside them.
fn labels(drawn: &Drawn, column: &Column) -> String {
    let shown =
        "<c:showLegendKey val=\"0\"/><c:showVal val=\"{}\"/><c:showCatName val=\"0\"/><c:showSerName val=\"0\"/>";
    let shown = |value: u8| {
        format!("{}<c:showPercent val=\"0\"/><c:showBubbleSize val=\"0\"/>", shown.replace("{}", &value.to_string()))
    };
    if drawn.names.len() * drawn.series.len() > MOST_LABELS {
        return String::new();
    }
    let mut xml = "<c:dLbls>".to_owned();
    for (at, name) in drawn.names.iter().enumerate().filter(|(at, _)| column.values[*at].is_some()) {
        let _ = write!(
            xml,
            concat!(
                "<c:dLbl><c:idx val=\"{}\"/><c:tx><c:rich><a:bodyPr/><a:lstStyle/><a:p><a:r><a:rPr lang=\"en-GB\" sz=\"1200\"/>",
                "<a:t>{}</a:t></a:r></a:p></c:rich></c:tx><c:dLblPos val=\"t\"/>{}</c:dLbl>"
            ),
            at,
            Words(&shortened(name, 24)),
            shown(1)
        );
    }
    xml + &shown(0) + "</c:dLbls>"
}

fn stroke(colour: &str) -> String {
    format!("<c:spPr><a:ln w=\"9525\"><a:solidFill><a:schemeClr val=\"{colour}\"/></a:solidFill></a:ln></c:spPr>")
}

/// The words along an axis.
fn title(words: &str, turned: &str) -> String {
    if words.trim().is_empty() {
        return String::new();
    }
    format!(
        concat!(
            "<c:title><c:tx><c:rich><a:bodyPr{}/><a:lstStyle/><a:p><a:pPr><a:defRPr sz=\"1200\" b=\"0\"/></a:pPr><a:r>",
            "<a:rPr lang=\"en-GB\" sz=\"1200\" b=\"0\"/><a:t>{}</a:t></a:r></a:p></c:rich></c:tx><c:overlay val=\"0\"/></c:title>"
        ),
        turned,
        Words(&shortened(words, 90))
    )
}

fn category_axis(orientation: &str, side: &str, title: &str) -> String {
    format!(
        concat!(
            "<c:catAx><c:axId val=\"1001\"/><c:scaling><c:orientation val=\"{}\"/></c:scaling><c:delete val=\"0\"/>",
            "<c:axPos val=\"{}\"/>{}<c:numFmt formatCode=\"General\" sourceLinked=\"0\"/><c:majorTickMark val=\"none\"/>",
            "<c:minorTickMark val=\"none\"/><c:tickLblPos val=\"low\"/>{}{}<c:crossAx val=\"1002\"/><c:crosses val=\"autoZero\"/>",
            "<c:auto val=\"0\"/><c:lblAlgn val=\"ctr\"/><c:lblOffset val=\"100\"/><c:noMultiLvlLbl val=\"1\"/></c:catAx>"
        ),
        orientation,
        side,
        title,
        stroke("tx2"),
        text(1200, false)
    )
}

fn value_axis(drawn: &Drawn, side: &str, crosses: &str) -> String {
    let most = drawn.most.map(|most| format!("<c:max val=\"{most}\"/>")).unwrap_or_default();
    let least = if drawn.has_negatives() { "" } else { "<c:min val=\"0\"/>" };
    let turned = if side == "l" { " rot=\"-5400000\" vert=\"horz\"" } else { "" };
    let between = if drawn.kind == ChartKind::Points { "midCat" } else { "between" };
    // Ticks need a decimal only where all figures are small.
    let small = drawn.series.iter().flat_map(|column| column.values.iter().flatten()).all(|value| value.abs() < 5.0);
    let decimals = drawn.series.iter().map(|column| column.decimals).max().unwrap_or(0);
    let format = if small && decimals > 0 { "#,##0.0" } else { "#,##0" };
    format!(
        concat!(
            "<c:valAx><c:axId val=\"1002\"/><c:scaling><c:orientation val=\"minMax\"/>{most}{least}</c:scaling><c:delete val=\"0\"/>",
            "<c:axPos val=\"{side}\"/><c:majorGridlines><c:spPr><a:ln w=\"6350\"><a:solidFill><a:srgbClr val=\"DBDFE2\"/></a:solidFill></a:ln>",
            "</c:spPr></c:majorGridlines>{title}<c:numFmt formatCode=\"{format}\" sourceLinked=\"0\"/><c:majorTickMark val=\"none\"/>",
            "<c:minorTickMark val=\"none\"/><c:tickLblPos val=\"nextTo\"/><c:spPr><a:ln><a:noFill/></a:ln></c:spPr>{text}",
            "<c:crossAx val=\"1001\"/><c:crosses val=\"{crosses}\"/><c:crossBetween val=\"{between}\"/></c:valAx>"
        ),
        most = most,
        least = least,
        side = side,
        title = title(&drawn.axes.values, turned),
        format = format,
        text = text(1200, false),
        crosses = crosses,
        between = between
    )
}
