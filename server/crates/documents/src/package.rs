//! A package of the Open Packaging Conventions: parts with their content types, and what refers to what. The same parts
//! always give the same bytes.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use crate::text::Words;
use crate::{Day, DocumentError};

/// Kinds of relations begin so.
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";
/// How hard is compressed: fast, and within a tenth of the best.
const COMPRESSION: i64 = 4;
/// The first line of every part.
pub(crate) const XML: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

/// A package in the making.
#[derive(Default)]
pub(crate) struct Package {
    parts: Vec<(String, Vec<u8>)>,
    kinds: BTreeMap<String, &'static str>,
    relations: BTreeMap<String, Vec<Relation>>,
}

struct Relation {
    kind: String,
    target: String,
    external: bool,
}

impl Package {
    /// Adds an XML part; `name` has no slash in front. The first line is written here.
    pub(crate) fn xml(&mut self, name: &str, kind: &'static str, content: &str) {
        self.parts.push((name.to_owned(), format!("{XML}{content}").into_bytes()));
        self.kinds.insert(name.to_owned(), kind);
    }

    /// Adds a part whose ending tells its kind: a picture, a workbook.
    pub(crate) fn file(&mut self, name: &str, content: Vec<u8>) {
        self.parts.push((name.to_owned(), content));
    }

    /// Notes that `from` (empty: the package) refers to the part `to`, and returns the id of the relation.
    pub(crate) fn relate(&mut self, from: &str, kind: &str, to: &str) -> String {
        self.add(from, kind, Words(&relative(from, to)).to_string(), false)
    }

    /// Notes that `from` links to an address outside; one relation for each address.
    pub(crate) fn link(&mut self, from: &str, to: &str) -> String {
        self.add(from, "hyperlink", Words(to).to_string(), true)
    }

    fn add(&mut self, from: &str, kind: &str, target: String, external: bool) -> String {
        let kind = if kind.contains(':') { kind.to_owned() } else { format!("{OFFICE}{kind}") };
        let relations = self.relations.entry(from.to_owned()).or_default();
        let known = relations.iter().position(|known| known.kind == kind && known.target == target);
        let at = known.unwrap_or_else(|| {
            relations.push(Relation { kind, target, external });
            relations.len() - 1
        });
        format!("rId{}", at + 1)
    }

    /// Adds the theme of a part: its colours and fonts.
    pub(crate) fn theme(&mut self, name: &str, owner: &str) {
        let theme = include_str!("theme.xml").replace('\n', "");
        self.xml(name, "application/vnd.openxmlformats-officedocument.theme+xml", &theme);
        self.relate(owner, "theme", name);
    }

    /// Adds what every package says of itself: title, author, language, day.
    pub(crate) fn properties(&mut self, title: &str, subject: &str, author: &str, day: Day) {
        let Day { year, month, day } = day;
        let made = format!("{year:04}-{month:02}-{day:02}T00:00:00Z");
        let core = format!(
            concat!(
                "<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" ",
                "xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" ",
                "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">",
                "<dc:title>{title}</dc:title><dc:subject>{subject}</dc:subject><dc:creator>{author}</dc:creator>",
                "<cp:lastModifiedBy>{author}</cp:lastModifiedBy>",
                "<dcterms:created xsi:type=\"dcterms:W3CDTF\">{made}</dcterms:created>",
                "<dcterms:modified xsi:type=\"dcterms:W3CDTF\">{made}</dcterms:modified>",
                "<dc:language>en-GB</dc:language></cp:coreProperties>"
            ),
            title = Words(title),
            subject = Words(subject),
            author = Words(author),
            made = made,
        );
        self.xml("docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml", &core);
        let relation = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties";
        self.relate("", relation, "docProps/core.xml");
        let app = concat!(
            "<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties\">",
            "<Application>Golden Thread</Application></Properties>"
        );
        self.xml("docProps/app.xml", "application/vnd.openxmlformats-officedocument.extended-properties+xml", app);
        self.relate("", "extended-properties", "docProps/app.xml");
    }

    /// The archive.
    pub(crate) fn finish(self) -> Result<Vec<u8>, DocumentError> {
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .compression_level(Some(COMPRESSION))
            .last_modified_time(DateTime::default());
        let mut write = |name: &str, content: &[u8]| -> Result<(), DocumentError> {
            archive.start_file(name, options)?;
            Ok(archive.write_all(content)?)
        };
        write("[Content_Types].xml", content_types(&self.kinds).as_bytes())?;
        for (from, relations) in &self.relations {
            write(&relations_of(from), relations_xml(relations).as_bytes())?;
        }
        for (name, content) in &self.parts {
            write(name, content)?;
        }
        Ok(archive.finish()?.into_inner())
    }
}

fn content_types(kinds: &BTreeMap<String, &'static str>) -> String {
    let mut xml = format!("{XML}<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">");
    for (ending, kind) in [
        ("rels", "application/vnd.openxmlformats-package.relationships+xml"),
        ("xml", "application/xml"),
        ("png", "image/png"),
        ("svg", "image/svg+xml"),
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ] {
        let _ = write!(xml, "<Default Extension=\"{ending}\" ContentType=\"{kind}\"/>");
    }
    for (name, kind) in kinds {
        let _ = write!(xml, "<Override PartName=\"/{name}\" ContentType=\"{kind}\"/>");
    }
    xml + "</Types>"
}

fn relations_xml(relations: &[Relation]) -> String {
    let mut xml =
        format!("{XML}<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">");
    for (at, Relation { kind, target, external }) in (1..).zip(relations) {
        let mode = if *external { " TargetMode=\"External\"" } else { "" };
        let _ = write!(xml, "<Relationship Id=\"rId{at}\" Type=\"{kind}\" Target=\"{target}\"{mode}/>");
    }
    xml + "</Relationships>"
}

/// Where the relations of a part are written.
fn relations_of(part: &str) -> String {
    let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
    let folder = if folder.is_empty() { String::new() } else { format!("{folder}/") };
    format!("{folder}_rels/{name}.rels")
}

/// The way from a part to another.
fn relative(from: &str, to: &str) -> String {
    let folders: Vec<&str> = from.split('/').rev().skip(1).collect::<Vec<_>>().into_iter().rev().collect();
    let target: Vec<&str> = to.split('/').collect();
    let shared = folders.iter().zip(&target[..target.len() - 1]).take_while(|(a, b)| a == b).count();
    let up = vec![".."; folders.len() - shared];
    up.into_iter().chain(target[shared..].iter().copied()).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_from_part_to_part_is_relative() {
        for (from, to, way) in [
            ("", "ppt/presentation.xml", "ppt/presentation.xml"),
            ("ppt/presentation.xml", "ppt/slides/slide1.xml", "slides/slide1.xml"),
            ("ppt/slides/slide1.xml", "ppt/charts/chart1.xml", "../charts/chart1.xml"),
            ("word/document.xml", "word/styles.xml", "styles.xml"),
        ] {
            assert_eq!(relative(from, to), way);
        }
        assert_eq!(relations_of(""), "_rels/.rels");
        assert_eq!(relations_of("ppt/slides/slide1.xml"), "ppt/slides/_rels/slide1.xml.rels");
    }

    #[test]
    fn a_target_is_related_once() {
        let mut package = Package::default();
        assert_eq!(package.link("a.xml", "https://x/"), "rId1");
        assert_eq!(package.relate("a.xml", "image", "b.png"), "rId2");
        assert_eq!(package.link("a.xml", "https://x/"), "rId1");
    }
}
