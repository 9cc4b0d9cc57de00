//! What every presentation has: theme, master, layouts and the master of its notes. Slides fill the layouts' places.

use std::fmt::Write;

use super::NAMESPACES;
use super::geometry::{Area, BODY, CAPTION, DETAILS, FOOTER, GRAPHIC, NUMBER, SUBTITLE, TITLE, TITLE_OF_ALL};
use crate::package::Package;

/// The layouts by what they hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Layout {
    /// Title of the whole.
    Title = 1,
    /// Title and text.
    Text = 2,
    /// Title, a chart or table, and a caption.
    Graphic = 3,
}

impl Layout {
    /// Its part.
    pub(super) fn part(self) -> String {
        format!("ppt/slideLayouts/slideLayout{}.xml", self as u8)
    }
}

/// The master's part.
pub(super) const MASTER: &str = "ppt/slideMasters/slideMaster1.xml";
/// The part of the master of notes.
pub(super) const NOTES_MASTER: &str = "ppt/notesMasters/notesMaster1.xml";
/// The first lines of every tree of shapes.
pub(super) const TREE: &str = concat!(
    "<p:nvGrpSpPr><p:cNvPr id=\"1\" name=\"\"/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr><a:xfrm>",
    "<a:off x=\"0\" y=\"0\"/><a:ext cx=\"0\" cy=\"0\"/><a:chOff x=\"0\" y=\"0\"/><a:chExt cx=\"0\" cy=\"0\"/>",
    "</a:xfrm></p:grpSpPr>"
);

/// What PowerPoint keeps of a presentation as a whole: nothing of ours, but it wants the parts.
pub(super) fn properties() -> [(&'static str, &'static str, String); 3] {
    let styles = "http://schemas.openxmlformats.org/drawingml/2006/main";
    let styles = format!("<a:tblStyleLst xmlns:a=\"{styles}\" def=\"{{5C22544A-7EE6-4342-B048-85BDC9FD1C3A}}\"/>");
    [
        ("presProps", kind!("presProps"), format!("<p:presentationPr {NAMESPACES}/>")),
        ("viewProps", kind!("viewProps"), format!("<p:viewPr {NAMESPACES}/>")),
        ("tableStyles", kind!("tableStyles"), styles),
    ]
}

/// Adds them all.
pub(super) fn add(package: &mut Package) {
    package.theme("ppt/theme/theme1.xml", MASTER);
    package.theme("ppt/theme/theme2.xml", NOTES_MASTER);
    for layout in [Layout::Title, Layout::Text, Layout::Graphic] {
        package.xml(&layout.part(), kind!("slideLayout"), &self::layout(layout));
        package.relate(&layout.part(), "slideMaster", MASTER);
    }
    let master = master(package);
    package.xml(MASTER, kind!("slideMaster"), &master);
    package.xml(NOTES_MASTER, kind!("notesMaster"), &notes_master());
}

/// A place to fill: its kind and number, its name, and where it stands. The words only help who edits the layout.
fn place(id: usize, ph: &str, name: &str, area: Area, body: &str) -> String {
    format!(
        concat!(
            "<p:sp><p:nvSpPr><p:cNvPr id=\"{id}\" name=\"{name}\"/><p:cNvSpPr><a:spLocks noGrp=\"1\"/></p:cNvSpPr>",
            "<p:nvPr><p:ph {ph}/></p:nvPr></p:nvSpPr><p:spPr>{area}<a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom>",
            "</p:spPr><p:txBody>{body}</p:txBody></p:sp>"
        ),
        id = id,
        ph = ph,
        name = name,
        area = area.transform("a"),
        body = body
    )
}

fn words(anchor: &str, style: &str, words: &str) -> String {
    format!(
        concat!(
            "<a:bodyPr vert=\"horz\" lIns=\"0\" tIns=\"0\" rIns=\"0\" bIns=\"0\" anchor=\"{}\"><a:normAutofit/></a:bodyPr>",
            "<a:lstStyle>{}</a:lstStyle><a:p><a:r><a:rPr lang=\"en-GB\"/><a:t>{}</a:t></a:r></a:p>"
        ),
        anchor, style, words
    )
}

/// Footer and number of the slide, as master and layouts have them.
fn foot(first: usize) -> String {
    let small = |align: &str| {
        format!(
            "<a:lvl1pPr algn=\"{align}\"><a:defRPr sz=\"1200\"><a:solidFill><a:schemeClr val=\"tx2\"/></a:solidFill></a:defRPr></a:lvl1pPr>"
        )
    };
    let number = format!(
        concat!(
            "<a:bodyPr vert=\"horz\" lIns=\"0\" tIns=\"0\" rIns=\"0\" bIns=\"0\" anchor=\"ctr\"/><a:lstStyle>{}</a:lstStyle>",
            "<a:p><a:fld id=\"{{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}}\" type=\"slidenum\"><a:rPr lang=\"en-GB\"/>",
            "<a:t>‹#›</a:t></a:fld></a:p>"
        ),
        small("r")
    );
    let line = format!(
        concat!(
            "<a:bodyPr vert=\"horz\" lIns=\"0\" tIns=\"0\" rIns=\"0\" bIns=\"0\" anchor=\"ctr\"/><a:lstStyle>{}</a:lstStyle>",
            "<a:p><a:endParaRPr lang=\"en-GB\"/></a:p>"
        ),
        small("l")
    );
    place(first, "type=\"ftr\" sz=\"quarter\" idx=\"11\"", "Footer", FOOTER, &line)
        + &place(first + 1, "type=\"sldNum\" sz=\"quarter\" idx=\"12\"", "Slide number", NUMBER, &number)
}

fn layout(layout: Layout) -> String {
    let style = |size: u32, bullet: bool| {
        let bullet = if bullet { "" } else { "<a:buNone/>" };
        let indent = if bullet.is_empty() { "" } else { " marL=\"0\" indent=\"0\"" };
        format!("<a:lvl1pPr{indent}>{bullet}<a:defRPr sz=\"{size}\"/></a:lvl1pPr>")
    };
    let title = |kind: &str, area, size: u32, anchor: &str| {
        let style = format!("<a:lvl1pPr><a:defRPr sz=\"{size}\" b=\"1\"/></a:lvl1pPr>");
        place(2, &format!("type=\"{kind}\""), "Title", area, &words(anchor, &style, "Title"))
    };
    let (name, kind, shapes) = match layout {
        Layout::Title => (
            "Title of the whole",
            "title",
            title("ctrTitle", TITLE_OF_ALL, 4000, "b")
                + &place(
                    3,
                    "type=\"subTitle\" idx=\"1\"",
                    "Subtitle",
                    SUBTITLE,
                    &words("t", &style(2000, false), "Subtitle"),
                )
                + &place(
                    4,
                    "type=\"body\" sz=\"quarter\" idx=\"13\"",
                    "Details",
                    DETAILS,
                    &words("t", &style(1800, false), "Details"),
                ),
        ),
        Layout::Text => (
            "Title and text",
            "obj",
            title("title", TITLE, 2800, "t") + &place(3, "idx=\"1\"", "Text", BODY, &words("t", "", "Text")),
        ),
        Layout::Graphic => {
            let quiet = concat!(
                "<a:lvl1pPr marL=\"0\" indent=\"0\"><a:spcBef><a:spcPts val=\"0\"/></a:spcBef><a:buNone/><a:defRPr sz=\"1200\">",
                "<a:solidFill><a:schemeClr val=\"tx2\"/></a:solidFill></a:defRPr></a:lvl1pPr>"
            );
            (
                "Title, chart and caption",
                "cust",
                title("title", TITLE, 2800, "t")
                    + &place(3, "idx=\"1\"", "Chart", GRAPHIC, &words("t", "", "Chart"))
                    + &place(
                        4,
                        "type=\"body\" sz=\"quarter\" idx=\"13\"",
                        "Caption",
                        CAPTION,
                        &words("b", quiet, "Caption"),
                    ),
            )
        }
    };
    let attributes =
        if kind == "cust" { "userDrawn=\"1\"".to_owned() } else { format!("type=\"{kind}\" preserve=\"1\"") };
    format!(
        concat!(
            "<p:sldLayout {NAMESPACES} {attributes}><p:cSld name=\"{name}\"><p:spTree>{TREE}{shapes}{foot}</p:spTree></p:cSld>",
            "<p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sldLayout>"
        ),
        NAMESPACES = NAMESPACES,
        attributes = attributes,
        name = name,
        TREE = TREE,
        shapes = shapes,
        foot = foot(8),
    )
}

fn master(package: &mut Package) -> String {
    let bar = Area { x: 0.0, y: 0.0, width: 960.0, height: 9.0 };
    let mut ids = String::new();
    for (at, layout) in [Layout::Title, Layout::Text, Layout::Graphic].into_iter().enumerate() {
        let id = package.relate(MASTER, "slideLayout", &layout.part());
        let _ = write!(ids, "<p:sldLayoutId id=\"{}\" r:id=\"{id}\"/>", 2_147_483_649 + at as u64);
    }
    let mut levels = String::new();
    for level in 0..9 {
        let left = 285_750 * (level + 1);
        let _ = write!(
            levels,
            concat!(
                "<a:lvl{}pPr marL=\"{}\" indent=\"-285750\" algn=\"l\" defTabSz=\"914400\" rtl=\"0\" eaLnBrk=\"1\" latinLnBrk=\"0\" hangingPunct=\"1\">",
                "<a:lnSpc><a:spcPct val=\"100000\"/></a:lnSpc><a:spcBef><a:spcPts val=\"800\"/></a:spcBef>",
                "<a:buClr><a:schemeClr val=\"accent1\"/></a:buClr><a:buFont typeface=\"Arial\"/><a:buChar char=\"•\"/>",
                "<a:defRPr sz=\"1800\" kern=\"1200\"><a:solidFill><a:schemeClr val=\"tx1\"/></a:solidFill>",
                "<a:latin typeface=\"+mn-lt\"/><a:ea typeface=\"+mn-ea\"/><a:cs typeface=\"+mn-cs\"/></a:defRPr></a:lvl{}pPr>"
            ),
            level + 1,
            left,
            level + 1
        );
    }
    format!(
        concat!(
            "<p:sldMaster {NAMESPACES}><p:cSld><p:bg><p:bgPr><a:solidFill><a:schemeClr val=\"bg1\"/></a:solidFill>",
            "<a:effectLst/></p:bgPr></p:bg><p:spTree>{TREE}",
            "<p:sp><p:nvSpPr><p:cNvPr id=\"7\" name=\"Bar\"><a:extLst><a:ext uri=\"{{C183D7F6-B498-43B3-948B-1728B52AA6E4}}\">",
            "<adec:decorative xmlns:adec=\"http://schemas.microsoft.com/office/drawing/2017/decorative\" val=\"1\"/></a:ext></a:extLst>",
            "</p:cNvPr><p:cNvSpPr/><p:nvPr userDrawn=\"1\"/></p:nvSpPr><p:spPr>{bar}<a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom>",
            "<a:solidFill><a:schemeClr val=\"accent1\"/></a:solidFill><a:ln><a:noFill/></a:ln></p:spPr></p:sp>",
            "{title}{body}{foot}</p:spTree></p:cSld>",
            "<p:clrMap bg1=\"lt1\" tx1=\"dk1\" bg2=\"lt2\" tx2=\"dk2\" accent1=\"accent1\" accent2=\"accent2\" accent3=\"accent3\" ",
            "accent4=\"accent4\" accent5=\"accent5\" accent6=\"accent6\" hlink=\"hlink\" folHlink=\"folHlink\"/>",
            "<p:sldLayoutIdLst>{ids}</p:sldLayoutIdLst><p:txStyles><p:titleStyle><a:lvl1pPr algn=\"l\" defTabSz=\"914400\" rtl=\"0\" ",
            "eaLnBrk=\"1\" latinLnBrk=\"0\" hangingPunct=\"1\"><a:lnSpc><a:spcPct val=\"100000\"/></a:lnSpc><a:spcBef><a:spcPct val=\"0\"/></a:spcBef>",
            "<a:buNone/><a:defRPr sz=\"2800\" b=\"1\" kern=\"1200\"><a:solidFill><a:schemeClr val=\"accent1\"/></a:solidFill>",
            "<a:latin typeface=\"+mj-lt\"/><a:ea typeface=\"+mj-ea\"/><a:cs typeface=\"+mj-cs\"/></a:defRPr></a:lvl1pPr></p:titleStyle>",
            "<p:bodyStyle>{levels}</p:bodyStyle><p:otherStyle><a:defPPr><a:defRPr lang=\"en-GB\"/></a:defPPr></p:otherStyle></p:txStyles></p:sldMaster>"
        ),
        NAMESPACES = NAMESPACES,
        TREE = TREE,
        bar = bar.transform("a"),
        title = place(2, "type=\"title\"", "Title", TITLE, &words("t", "", "Title")),
        body = place(3, "type=\"body\" idx=\"1\"", "Text", BODY, &words("t", "", "Text")),
        foot = foot(4),
        ids = ids,
        levels = levels,
    )
}

fn notes_master() -> String {
    let image = Area { x: 45.0, y: 60.0, width: 450.0, height: 253.0 };
    let text = Area { x: 45.0, y: 340.0, width: 450.0, height: 330.0 };
    format!(
        concat!(
            "<p:notesMaster {NAMESPACES}><p:cSld><p:bg><p:bgRef idx=\"1001\"><a:schemeClr val=\"bg1\"/></p:bgRef></p:bg><p:spTree>{TREE}",
            "<p:sp><p:nvSpPr><p:cNvPr id=\"2\" name=\"Slide\"/><p:cNvSpPr><a:spLocks noGrp=\"1\" noRot=\"1\" noChangeAspect=\"1\"/></p:cNvSpPr>",
            "<p:nvPr><p:ph type=\"sldImg\" idx=\"2\"/></p:nvPr></p:nvSpPr><p:spPr>{image}<a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom>",
            "<a:noFill/><a:ln w=\"12700\"><a:solidFill><a:prstClr val=\"black\"/></a:solidFill></a:ln></p:spPr></p:sp>{text}</p:spTree></p:cSld>",
            "<p:clrMap bg1=\"lt1\" tx1=\"dk1\" bg2=\"lt2\" tx2=\"dk2\" accent1=\"accent1\" accent2=\"accent2\" accent3=\"accent3\" ",
            "accent4=\"accent4\" accent5=\"accent5\" accent6=\"accent6\" hlink=\"hlink\" folHlink=\"folHlink\"/>",
            "<p:notesStyle><a:lvl1pPr algn=\"l\"><a:defRPr sz=\"1200\" kern=\"1200\"><a:solidFill><a:schemeClr val=\"tx1\"/></a:solidFill>",
            "<a:latin typeface=\"+mn-lt\"/><a:ea typeface=\"+mn-ea\"/><a:cs typeface=\"+mn-cs\"/></a:defRPr></a:lvl1pPr></p:notesStyle></p:notesMaster>"
        ),
        NAMESPACES = NAMESPACES,
        TREE = TREE,
        image = image.transform("a"),
        text = place(3, "type=\"body\" sz=\"quarter\" idx=\"3\"", "Notes", text, &words("t", "", "Notes")),
    )
}
