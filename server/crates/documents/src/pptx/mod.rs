//! PowerPoint: one finding a slide, as a native chart that can be edited, with the figures behind it in the notes.

/// The content type of a part of a presentation.
macro_rules! kind {
    ($part:literal) => {
        concat!("application/vnd.openxmlformats-officedocument.presentationml.", $part, "+xml")
    };
}

mod chart;
mod data;
mod drawn;
mod flow;
mod frame;
mod geometry;
mod notes;
mod plan;
mod slide;
mod table;

use std::fmt::Write;

use crate::package::Package;
use crate::{Document, DocumentError};
use frame::{MASTER, NOTES_MASTER};
use notes::Note;
use slide::Writer;

/// The part that everything else hangs on.
const PRESENTATION: &str = "ppt/presentation.xml";
/// What every part names.
const NAMESPACES: &str = concat!(
    "xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" ",
    "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" ",
    "xmlns:p=\"http://schemas.openxmlformats.org/presentationml/2006/main\""
);

/// The document as a presentation of 16:9.
///
/// # Errors
/// [`DocumentError::Shape`] for a table that is none, [`DocumentError::Day`] for a day that is none.
pub fn pptx(document: &Document) -> Result<Vec<u8>, DocumentError> {
    document.check()?;
    let mut package = Package::default();
    package.relate("", "officeDocument", PRESENTATION);
    package.properties(&document.title, &document.subtitle, &document.author, document.made_on);
    let master = package.relate(PRESENTATION, "slideMaster", MASTER);
    let notes_master = package.relate(PRESENTATION, "notesMaster", NOTES_MASTER);
    package.relate(PRESENTATION, "theme", "ppt/theme/theme1.xml");
    for (name, kind, content) in frame::properties() {
        package.xml(&format!("ppt/{name}.xml"), kind, &content);
        package.relate(PRESENTATION, name, &format!("ppt/{name}.xml"));
    }
    frame::add(&mut package);
    let mut ids = String::new();
    for (at, slide) in (1..).zip(plan::slides(document)) {
        let part = format!("ppt/slides/slide{at}.xml");
        let id = package.relate(PRESENTATION, "slide", &part);
        let _ = write!(ids, "<p:sldId id=\"{}\" r:id=\"{id}\"/>", 255 + at);
        package.relate(&part, "slideLayout", &slide::layout(&slide).part());
        let mut writer = Writer { package: &mut package, part: &part, at, footer: &document.footer };
        let (xml, is_cut) = writer.write(&slide)?;
        package.xml(&part, kind!("slide"), &xml);
        let whole = is_cut.then(|| Note::Words(slide.title.clone()));
        let notes: Vec<Note> = whole.into_iter().chain(slide.notes).collect();
        if !notes.is_empty() {
            notes::add(&mut package, &part, at, &notes);
        }
    }
    let presentation = format!(
        concat!(
            "<p:presentation {NAMESPACES} saveSubsetFonts=\"1\"><p:sldMasterIdLst><p:sldMasterId id=\"2147483648\" r:id=\"{master}\"/>",
            "</p:sldMasterIdLst><p:notesMasterIdLst><p:notesMasterId r:id=\"{notes}\"/></p:notesMasterIdLst>",
            "<p:sldIdLst>{ids}</p:sldIdLst><p:sldSz cx=\"12192000\" cy=\"6858000\"/><p:notesSz cx=\"6858000\" cy=\"9144000\"/>",
            "<p:defaultTextStyle><a:defPPr><a:defRPr lang=\"en-GB\"/></a:defPPr></p:defaultTextStyle></p:presentation>"
        ),
        NAMESPACES = NAMESPACES,
        master = master,
        notes = notes_master,
        ids = ids
    );
    package.xml(PRESENTATION, kind!("presentation.main"), &presentation);
    package.finish()
}
