//! One slide as XML: the title first, then what it holds, then the caption; footer and number last.

use std::fmt::Write;

use super::flow::{Line, Mark};
use super::frame::{Layout, TREE};
use super::geometry::{Area, BODY, BOLD, CAPTION, GRAPHIC, LEADING, ROOM, SUBTITLE, TITLE, TITLE_OF_ALL, emu, title};
use super::plan::{Content, SMALL, Slide, caption_height};
use super::{NAMESPACES, chart, data, table};
use crate::package::Package;
use crate::text::{LONGEST_FOOTER, Words, markup, one_line, shortened};
use crate::{DocumentError, Figure, measure};

/// A finding above a chart.
const LEAD: f64 = 18.0;
/// The look of footer and number; not every program takes it from the layout.
const QUIET: &str = concat!(
    "<a:rPr lang=\"en-GB\" sz=\"1200\"><a:solidFill><a:schemeClr val=\"tx2\"/></a:solidFill>",
    "<a:latin typeface=\"+mn-lt\"/></a:rPr>"
);

/// Writes a slide: its shapes one after the other, and the parts that they need.
pub(super) struct Writer<'a> {
    pub package: &'a mut Package,
    pub part: &'a str,
    /// Number of the slide: names its parts.
    pub at: usize,
    pub footer: &'a str,
}

impl Writer<'_> {
    /// The slide's part, and whether its title had to be cut.
    pub(super) fn write(&mut self, slide: &Slide<'_>) -> Result<(String, bool), DocumentError> {
        let (place, area, sizes): (_, _, &[f64]) = match slide.content {
            Content::Cover(..) => ("type=\"ctrTitle\"", TITLE_OF_ALL, &[40.0, 32.0, 26.0, 20.0]),
            _ => ("type=\"title\"", TITLE, &[28.0, 24.0, 20.0]),
        };
        let whole = one_line(&slide.title);
        let (size, words) = title(&whole, area, sizes);
        let heading = format!("<a:p><a:r>{}<a:t>{}</a:t></a:r></a:p>", run(size, false), Words(&words));
        let mut shapes = shape(2, place, "Title", None, &heading);
        // What follows begins where the title ends.
        let lines = measure::lines(&words, size * BOLD, TITLE.width);
        let top = (TITLE.y + lines as f64 * size * LEADING + 20.0).min(GRAPHIC.y);
        let content = match &slide.content {
            Content::Cover(subtitle, details) => self.cover(subtitle, details),
            Content::Text(lines) => {
                let area = Area { y: top, height: BODY.y + BODY.height - top, ..BODY };
                shape(3, "idx=\"1\"", "Text", Some(area), &self.paragraphs(lines))
            }
            Content::Chart(drawn, alternative, lead) => {
                let area = graphic(top, &slide.caption, *lead);
                let (xml, chart) = (lead_shape(top, *lead), self.chart(drawn)?);
                xml + &chart_frame(area, &chart, alternative)
            }
            Content::Picture(figure, lead) => {
                lead_shape(top, *lead) + &self.picture(graphic(top, &slide.caption, *lead), figure)
            }
            Content::Table(table) => table::shape(table, graphic(top, &slide.caption, None)),
        };
        shapes.push_str(&content);
        shapes.push_str(&caption(&slide.caption));
        shapes.push_str(&self.foot());
        let xml = format!(
            concat!(
                "<p:sld {NAMESPACES}><p:cSld><p:spTree>{TREE}{shapes}</p:spTree></p:cSld>",
                "<p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sld>"
            ),
            NAMESPACES = NAMESPACES,
            TREE = TREE,
            shapes = shapes
        );
        Ok((xml, words != whole))
    }

    fn cover(&mut self, subtitle: &str, details: &[Line]) -> String {
        let (size, words) = title(&one_line(subtitle), SUBTITLE, &[20.0, 18.0]);
        let mut xml = String::new();
        if !words.trim().is_empty() {
            let words = format!("<a:p><a:r>{}<a:t>{}</a:t></a:r></a:p>", run(size, false), Words(&words));
            xml.push_str(&shape(3, "type=\"subTitle\" idx=\"1\"", "Subtitle", None, &words));
        }
        if !details.is_empty() {
            let words = self.paragraphs(details);
            xml.push_str(&shape(4, "type=\"body\" sz=\"quarter\" idx=\"13\"", "Details", None, &words));
        }
        xml
    }

    fn paragraphs(&mut self, lines: &[Line]) -> String {
        let mut xml = String::new();
        for line in lines {
            let level = line.level.min(8);
            let left = 285_750 * (level + 1);
            let properties = match line.mark {
                Mark::Bullet => format!("<a:pPr lvl=\"{level}\"/>"),
                Mark::Number(at) => {
                    format!(
                        "<a:pPr lvl=\"{level}\"><a:buFont typeface=\"+mj-lt\"/><a:buAutoNum type=\"arabicPeriod\" startAt=\"{at}\"/></a:pPr>",
                        at = at.max(1)
                    )
                }
                Mark::None if level == 0 => "<a:pPr marL=\"0\" indent=\"0\"><a:buNone/></a:pPr>".to_owned(),
                Mark::None => format!("<a:pPr marL=\"{left}\" lvl=\"{level}\" indent=\"0\"><a:buNone/></a:pPr>"),
            };
            let _ = write!(xml, "<a:p>{properties}");
            for span in &line.spans {
                let link = span.link.as_ref().map(|link| self.package.link(self.part, link));
                let link = link.map(|id| format!("<a:hlinkClick r:id=\"{id}\"/>")).unwrap_or_default();
                let bold = if span.strong { " b=\"1\"" } else { "" };
                let italic = if span.emphasised { " i=\"1\"" } else { "" };
                let size = (line.size * 100.0).round();
                for (at, words) in span.text.split('\n').enumerate() {
                    let breaks = if at > 0 { "<a:br/>" } else { "" };
                    let _ = write!(
                        xml,
                        "{breaks}<a:r><a:rPr lang=\"en-GB\" sz=\"{size}\"{bold}{italic}>{link}</a:rPr><a:t>{}</a:t></a:r>",
                        Words(words)
                    );
                }
            }
            xml.push_str("</a:p>");
        }
        xml
    }

    /// Adds the parts of a native chart and returns the relation to it.
    fn chart(&mut self, drawn: &super::drawn::Drawn) -> Result<String, DocumentError> {
        let part = format!("ppt/charts/chart{}.xml", self.at);
        let book = format!("ppt/embeddings/Microsoft_Excel_Sheet{}.xlsx", self.at);
        self.package.file(&book, data::workbook(drawn)?);
        let workbook = self.package.relate(&part, "package", &book);
        let kind = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml";
        self.package.xml(&part, kind, &chart::xml(drawn, &workbook));
        Ok(self.package.relate(self.part, "chart", &part))
    }

    /// A picture as large as its area allows.
    fn picture(&mut self, area: Area, figure: &Figure) -> String {
        let (png, svg) = (format!("ppt/media/chart{}.png", self.at), format!("ppt/media/chart{}.svg", self.at));
        self.package.file(&png, figure.png.clone());
        self.package.file(&svg, markup(&figure.svg).into_bytes());
        let (png, svg) = (self.package.relate(self.part, "image", &png), self.package.relate(self.part, "image", &svg));
        let (across, down) = figure.size();
        let scale = (area.width / across).min(area.height / down);
        let width = across * scale;
        let area = Area { x: area.x + (area.width - width) / 2.0, width, height: down * scale, ..area };
        let alternative = if figure.alternative.trim().is_empty() { &figure.title } else { &figure.alternative };
        format!(
            concat!(
                "<p:pic><p:nvPicPr><p:cNvPr id=\"3\" name=\"Chart\" descr=\"{alternative}\"/><p:cNvPicPr>",
                "<a:picLocks noChangeAspect=\"1\"/></p:cNvPicPr><p:nvPr/></p:nvPicPr><p:blipFill>",
                "<a:blip r:embed=\"{png}\"><a:extLst><a:ext uri=\"{{96DAC541-7B7A-43D3-8B79-37D633B846F1}}\">",
                "<asvg:svgBlip xmlns:asvg=\"http://schemas.microsoft.com/office/drawing/2016/SVG/main\" r:embed=\"{svg}\"/>",
                "</a:ext></a:extLst></a:blip><a:stretch><a:fillRect/></a:stretch></p:blipFill>",
                "<p:spPr>{area}<a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></p:spPr></p:pic>"
            ),
            alternative = Words(alternative),
            png = png,
            svg = svg,
            area = area.transform("a")
        )
    }

    fn foot(&self) -> String {
        let words = shortened(&one_line(self.footer), LONGEST_FOOTER);
        let line = format!("<a:p><a:pPr algn=\"l\"/><a:r>{QUIET}<a:t>{}</a:t></a:r></a:p>", Words(&words));
        let number = format!(
            concat!(
                "<a:p><a:pPr algn=\"r\"/><a:fld id=\"{{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}}\" type=\"slidenum\">{}",
                "<a:t>{}</a:t></a:fld></a:p>"
            ),
            QUIET, self.at
        );
        let foot = shape(8, "type=\"ftr\" sz=\"quarter\" idx=\"11\"", "Footer", None, &line);
        let foot = if words.trim().is_empty() { String::new() } else { foot };
        foot + &shape(9, "type=\"sldNum\" sz=\"quarter\" idx=\"12\"", "Slide number", None, &number)
    }
}

/// Which layout a slide fills.
pub(super) fn layout(slide: &Slide<'_>) -> Layout {
    match slide.content {
        Content::Cover(..) => Layout::Title,
        Content::Text(_) => Layout::Text,
        _ => Layout::Graphic,
    }
}

fn run(size: f64, bold: bool) -> String {
    let bold = if bold { " b=\"1\"" } else { "" };
    format!("<a:rPr lang=\"en-GB\" sz=\"{}\"{bold}/>", (size * 100.0).round())
}

/// A place of the layout filled with paragraphs; where it stands is the layout's matter unless said otherwise.
fn shape(id: usize, place: &str, name: &str, area: Option<Area>, paragraphs: &str) -> String {
    let area = area.map(|area| area.transform("a")).unwrap_or_default();
    format!(
        concat!(
            "<p:sp><p:nvSpPr><p:cNvPr id=\"{}\" name=\"{}\"/><p:cNvSpPr><a:spLocks noGrp=\"1\"/></p:cNvSpPr><p:nvPr><p:ph {}/></p:nvPr>",
            "</p:nvSpPr><p:spPr>{}</p:spPr><p:txBody><a:bodyPr/><a:lstStyle/>{}</p:txBody></p:sp>"
        ),
        id, name, place, area, paragraphs
    )
}

fn lead_height(lead: &str) -> f64 {
    measure::lines(lead, LEAD * BOLD, ROOM) as f64 * LEAD * LEADING
}

/// A finding between title and chart.
fn lead_shape(top: f64, lead: Option<&str>) -> String {
    let Some(words) = lead else { return String::new() };
    let area = Area { y: top, height: lead_height(words) + 4.0, ..BODY };
    format!(
        concat!(
            "<p:sp><p:nvSpPr><p:cNvPr id=\"5\" name=\"Finding\"/><p:cNvSpPr txBox=\"1\"/><p:nvPr/></p:nvSpPr><p:spPr>{}",
            "<a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom><a:noFill/></p:spPr><p:txBody>",
            "<a:bodyPr wrap=\"square\" lIns=\"0\" tIns=\"0\" rIns=\"0\" bIns=\"0\"><a:noAutofit/></a:bodyPr><a:lstStyle/>",
            "<a:p><a:r>{}<a:t>{}</a:t></a:r></a:p></p:txBody></p:sp>"
        ),
        area.transform("a"),
        run(LEAD, false),
        Words(&one_line(words))
    )
}

/// The room that a finding above and a caption below leave to a chart.
fn graphic(top: f64, caption: &[String], lead: Option<&str>) -> Area {
    let top = top + lead.map_or(0.0, |lead| lead_height(lead) + 10.0);
    let foot = if caption.is_empty() { 0.0 } else { caption_height(caption) + 10.0 };
    Area { y: top, height: CAPTION.y + CAPTION.height - foot - top, ..GRAPHIC }
}

fn caption(lines: &[String]) -> String {
    if lines.is_empty() {
        return String::new();
    }
    let height = caption_height(lines) + 2.0;
    let area = Area { y: CAPTION.y + CAPTION.height - height, height, ..CAPTION };
    let paragraph =
        |line: &String| format!("<a:p><a:r>{}<a:t>{}</a:t></a:r></a:p>", run(SMALL, false), Words(&one_line(line)));
    let words: String = lines.iter().map(paragraph).collect();
    shape(4, "type=\"body\" sz=\"quarter\" idx=\"13\"", "Caption", Some(area), &words)
}

fn chart_frame(area: Area, chart: &str, alternative: &str) -> String {
    format!(
        concat!(
            "<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id=\"3\" name=\"Chart\" descr=\"{alternative}\"/>",
            "<p:cNvGraphicFramePr><a:graphicFrameLocks noGrp=\"1\"/></p:cNvGraphicFramePr><p:nvPr><p:ph idx=\"1\"/></p:nvPr></p:nvGraphicFramePr>",
            "{area}<a:graphic><a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/chart\">",
            "<c:chart xmlns:c=\"http://schemas.openxmlformats.org/drawingml/2006/chart\" r:id=\"{chart}\"/></a:graphicData></a:graphic>",
            "</p:graphicFrame>"
        ),
        alternative = Words(alternative),
        area = area.transform("p"),
        chart = chart
    )
}

/// Height of a row of so many lines, in EMU.
pub(super) fn row_height(lines: usize, size: f64) -> i64 {
    emu(lines as f64 * size * LEADING + super::table::SIDES)
}
