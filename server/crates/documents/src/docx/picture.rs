//! Charts: the PNG for everyone, and the SVG for those who can draw it.

use crate::Figure;
use crate::package::Package;
use crate::text::{Words, markup};

/// EMU in a millimetre.
const MILLIMETRE: f64 = 36_000.0;
/// The room for a chart in millimetres.
const ROOM: (f64, f64) = (170.0, 185.0);

/// A paragraph with the picture; the parts that it needs are added to the package.
pub(super) fn paragraph(package: &mut Package, document: &str, figure: &Figure, at: usize) -> String {
    let (png, svg) = (format!("word/media/chart{at}.png"), format!("word/media/chart{at}.svg"));
    package.file(&png, figure.png.clone());
    package.file(&svg, markup(&figure.svg).into_bytes());
    let (png, svg) = (package.relate(document, "image", &png), package.relate(document, "image", &svg));
    let (across, down) = figure.size();
    let width = ROOM.0.min(ROOM.1 * across / down) * MILLIMETRE;
    let alternative = if figure.alternative.trim().is_empty() { &figure.title } else { &figure.alternative };
    format!(
        concat!(
            "<w:p><w:pPr><w:pStyle w:val=\"Picture\"/></w:pPr><w:r><w:drawing>",
            "<wp:inline distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\"><wp:extent cx=\"{cx}\" cy=\"{cy}\"/>",
            "<wp:effectExtent l=\"0\" t=\"0\" r=\"0\" b=\"0\"/>",
            "<wp:docPr id=\"{at}\" name=\"Chart {at}\" descr=\"{alternative}\"/>",
            "<wp:cNvGraphicFramePr><a:graphicFrameLocks xmlns:a=\"{a}\" noChangeAspect=\"1\"/></wp:cNvGraphicFramePr>",
            "<a:graphic xmlns:a=\"{a}\"><a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/picture\">",
            "<pic:pic xmlns:pic=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"><pic:nvPicPr>",
            "<pic:cNvPr id=\"{at}\" name=\"Chart {at}\" descr=\"{alternative}\"/><pic:cNvPicPr/></pic:nvPicPr>",
            "<pic:blipFill><a:blip r:embed=\"{png}\"><a:extLst><a:ext uri=\"{{96DAC541-7B7A-43D3-8B79-37D633B846F1}}\">",
            "<asvg:svgBlip xmlns:asvg=\"http://schemas.microsoft.com/office/drawing/2016/SVG/main\" r:embed=\"{svg}\"/>",
            "</a:ext></a:extLst></a:blip><a:stretch><a:fillRect/></a:stretch></pic:blipFill>",
            "<pic:spPr><a:xfrm><a:off x=\"0\" y=\"0\"/><a:ext cx=\"{cx}\" cy=\"{cy}\"/></a:xfrm>",
            "<a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>",
            "</wp:inline></w:drawing></w:r></w:p>"
        ),
        cx = width.round(),
        cy = (width * down / across).round(),
        at = at,
        alternative = Words(alternative),
        a = "http://schemas.openxmlformats.org/drawingml/2006/main",
        png = png,
        svg = svg,
    )
}
