//! Word: paragraphs in real styles, tables whose header row repeats, charts as pictures with alternative texts.

mod body;
mod numbering;
mod picture;
mod table;

use crate::package::Package;
use crate::text::{Words, one_line};
use crate::{Document, DocumentError};
use body::Body;

/// The content type of a part of a Word file.
macro_rules! kind {
    ($part:literal) => {
        concat!("application/vnd.openxmlformats-officedocument.wordprocessingml.", $part, "+xml")
    };
}

/// The part that everything else hangs on.
const DOCUMENT: &str = "word/document.xml";

/// The document as a Word file.
///
/// # Errors
/// [`DocumentError::Shape`] for a table that is none, [`DocumentError::Day`] for a day that is none.
pub fn docx(document: &Document) -> Result<Vec<u8>, DocumentError> {
    document.check()?;
    let mut package = Package::default();
    package.relate("", "officeDocument", DOCUMENT);
    package.properties(&document.title, &document.subtitle, &document.author, document.made_on);
    for (name, relation, kind, content) in [
        ("word/styles.xml", "styles", kind!("styles"), include_str!("styles.xml").replace('\n', "")),
        ("word/settings.xml", "settings", kind!("settings"), settings()),
        ("word/footer1.xml", "footer", kind!("footer"), footer(&document.footer)),
    ] {
        package.xml(name, kind, &content);
        package.relate(DOCUMENT, relation, name);
    }
    let foot = package.relate(DOCUMENT, "footer", "word/footer1.xml");
    let (content, numbering) = Body::write(&mut package, document, &foot);
    package.xml("word/numbering.xml", kind!("numbering"), &numbering);
    package.relate(DOCUMENT, "numbering", "word/numbering.xml");
    package.xml(DOCUMENT, kind!("document.main"), &content);
    package.finish()
}

fn settings() -> String {
    format!(
        concat!(
            "<w:settings xmlns:w=\"{w}\"><w:zoom w:percent=\"100\"/><w:defaultTabStop w:val=\"720\"/>",
            "<w:characterSpacingControl w:val=\"doNotCompress\"/><w:compat><w:compatSetting ",
            "w:name=\"compatibilityMode\" w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/></w:compat>",
            "<w:themeFontLang w:val=\"en-GB\"/><w:decimalSymbol w:val=\".\"/><w:listSeparator w:val=\",\"/></w:settings>"
        ),
        w = body::W
    )
}

/// The footer line and the number of the page, after a tab to the right that holds for pages of either direction.
fn footer(line: &str) -> String {
    let field = |name: &str| {
        format!(
            concat!(
                "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText xml:space=\"preserve\"> {} ",
                "</w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>1</w:t></w:r>",
                "<w:r><w:fldChar w:fldCharType=\"end\"/></w:r>"
            ),
            name
        )
    };
    format!(
        concat!(
            "<w:ftr xmlns:w=\"{w}\"><w:p><w:pPr><w:pStyle w:val=\"Footer\"/></w:pPr>",
            "<w:r><w:t xml:space=\"preserve\">{line}</w:t></w:r>",
            "<w:r><w:ptab w:relativeTo=\"margin\" w:alignment=\"right\" w:leader=\"none\"/></w:r>",
            "<w:r><w:t xml:space=\"preserve\">Page </w:t></w:r>{page}<w:r><w:t xml:space=\"preserve\"> of </w:t></w:r>",
            "{pages}</w:p></w:ftr>"
        ),
        w = body::W,
        line = Words(&one_line(line)),
        page = field("PAGE"),
        pages = field("NUMPAGES"),
    )
}
