//! Word: paragraphs in real styles, tables whose header row repeats, charts as pictures with alternative texts.

mod body;
mod numbering;
mod picture;
mod table;

use crate::package::Package;
use crate::text::{LONGEST_FOOTER, Words, one_line, shortened};
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
        ("word/fontTable.xml", "fontTable", kind!("fontTable"), fonts()),
        ("word/footer1.xml", "footer", kind!("footer"), footer(&document.footer, body::ROOM[0])),
        ("word/footer2.xml", "footer", kind!("footer"), footer(&document.footer, body::ROOM[1])),
    ] {
        package.xml(name, kind, &content);
        package.relate(DOCUMENT, relation, name);
    }
    package.theme("word/theme/theme1.xml", DOCUMENT);
    let feet = ["word/footer1.xml", "word/footer2.xml"].map(|foot| package.relate(DOCUMENT, "footer", foot));
    let (content, numbering) = Body::write(&mut package, document, &feet);
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

fn fonts() -> String {
    format!(
        concat!(
            "<w:fonts xmlns:w=\"{w}\"><w:font w:name=\"Arial\"><w:altName w:val=\"Liberation Sans\"/>",
            "<w:panose1 w:val=\"020B0604020202020204\"/><w:charset w:val=\"00\"/><w:family w:val=\"swiss\"/>",
            "<w:pitch w:val=\"variable\"/></w:font></w:fonts>"
        ),
        w = body::W
    )
}

/// The footer line, and to the right of a room of so many points the number of the page.
fn footer(line: &str, room: f64) -> String {
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
            "<w:ftr xmlns:w=\"{w}\"><w:p><w:pPr><w:pStyle w:val=\"Footer\"/><w:tabs>",
            "<w:tab w:val=\"right\" w:pos=\"{right}\"/></w:tabs></w:pPr>",
            "<w:r><w:t xml:space=\"preserve\">{line}</w:t></w:r>",
            "<w:r><w:tab/></w:r>",
            "<w:r><w:t xml:space=\"preserve\">Page </w:t></w:r>{page}<w:r><w:t xml:space=\"preserve\"> of </w:t></w:r>",
            "{pages}</w:p></w:ftr>"
        ),
        w = body::W,
        right = (room * 20.0).round(),
        line = Words(&shortened(&one_line(line), LONGEST_FOOTER)),
        page = field("PAGE"),
        pages = field("NUMPAGES"),
    )
}
