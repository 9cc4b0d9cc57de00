//! A pack as files: PDF, Word, PowerPoint, one workbook, and a ZIP of all of them with every chart and table.

use std::io::{Seek, Write};

use anyhow::Result;
use workbooks::{Sheet, Workbook};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::compose::Composed;
use super::document::{Medium, document};
use super::notes::{details, notes};
use crate::export::{self, Place, day, key};

/// A kind of file that a pack leaves as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PackFile {
    /// Tagged PDF.
    Pdf,
    /// Word.
    Docx,
    /// PowerPoint.
    Pptx,
    /// Excel.
    Xlsx,
    /// Everything.
    Zip,
}

impl PackFile {
    /// Every kind.
    pub const ALL: [PackFile; 5] = [PackFile::Pdf, PackFile::Docx, PackFile::Pptx, PackFile::Xlsx, PackFile::Zip];

    /// By the ending of a name.
    pub fn read(ending: &str) -> Option<PackFile> {
        PackFile::ALL.into_iter().find(|file| file.ending() == ending)
    }

    /// The ending of its name.
    pub fn ending(self) -> &'static str {
        match self {
            PackFile::Pdf => "pdf",
            PackFile::Docx => "docx",
            PackFile::Pptx => "pptx",
            PackFile::Xlsx => "xlsx",
            PackFile::Zip => "zip",
        }
    }

    /// Its name for people.
    pub fn name(self) -> &'static str {
        match self {
            PackFile::Pdf => "PDF",
            PackFile::Docx => "Word",
            PackFile::Pptx => "PowerPoint",
            PackFile::Xlsx => "Excel",
            PackFile::Zip => "All in a ZIP",
        }
    }

    /// Its media type.
    pub fn kind(self) -> &'static str {
        match self {
            PackFile::Pdf => "application/pdf",
            PackFile::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            PackFile::Pptx => "application/vnd.openxmlformats-officedocument.presentationml.presentation",
            PackFile::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            PackFile::Zip => "application/zip",
        }
    }

    /// The name of a pack's file.
    pub fn file_name(self, composed: &Composed) -> String {
        let place = if composed.hub.is_empty() { "all" } else { &composed.hub };
        let year = composed.year.replace('/', "-");
        format!("golden-thread-{}-{place}-{year}-sharing.{}", composed.kind, self.ending())
    }

    /// Writes one file; a ZIP is written by `zip`.
    pub fn write(self, composed: &Composed, place: &Place, link: &str) -> Result<Vec<u8>> {
        Ok(match self {
            PackFile::Pdf => documents::pdf(&document(composed, place, link, Medium::Paper)?)?,
            PackFile::Docx => documents::docx(&document(composed, place, link, Medium::Text)?)?,
            PackFile::Pptx => documents::pptx(&document(composed, place, link, Medium::Slides)?)?,
            PackFile::Xlsx => workbooks::xlsx(&workbook(composed, place, link))?,
            PackFile::Zip => {
                let mut bytes = std::io::Cursor::new(Vec::new());
                zip(composed, place, link, ZipWriter::new(&mut bytes))?;
                bytes.into_inner()
            }
        })
    }
}

/// One workbook of all tables.
fn workbook(composed: &Composed, place: &Place, link: &str) -> Workbook {
    let mut sheets: Vec<Sheet> = Vec::new();
    for part in &composed.parts {
        for mut sheet in part.answer.iter().flat_map(|answer| export::sheets(answer, place, true)) {
            sheet.name = format!("{}_{}", part.id, sheet.name);
            sheet.lines.insert(0, format!("Part: {}", part.heading));
            sheets.push(sheet);
        }
    }
    let mut notes = notes(composed);
    let words_of = composed.parts.iter().filter(|part| !part.commentary.trim().is_empty() || !part.lines.is_empty());
    let lines_of = |words: &str| {
        let lines = words.lines().map(str::trim).filter(|line| !line.is_empty());
        lines.map(str::to_owned).collect::<Vec<_>>()
    };
    let mut written = lines_of(&composed.introduction);
    for part in words_of {
        written.push(format!("{}:", part.heading));
        written.extend(lines_of(&part.commentary));
        written.extend(part.lines.iter().cloned());
    }
    if !written.is_empty() {
        notes.insert(0, ("What its maker wrote".to_owned(), written));
    }
    let kind = composed.kind().name();
    let cover = std::iter::once(("Pack".to_owned(), kind.to_owned())).chain(details(composed, link));
    Workbook {
        title: composed.title.clone(),
        subject: kind.to_owned(),
        author: "Golden Thread".to_owned(),
        made_on: day(composed.made_on),
        cover: cover.collect(),
        notes,
        key: key(app::filters::Audience::Sharing),
        sheets,
    }
}

/// Everything in one ZIP: the documents, and for each part its tables as CSV and open data, its charts as SVG and PNG. Made
/// file by file, so that no more than one is held at a time.
pub fn zip<W: Write + Seek>(composed: &Composed, place: &Place, link: &str, mut to: ZipWriter<W>) -> Result<()> {
    let made = composed.made_on;
    let stamp = DateTime::from_date_and_time(
        chrono::Datelike::year(&made).clamp(1980, 2107) as u16,
        chrono::Datelike::month(&made) as u8,
        chrono::Datelike::day(&made) as u8,
        0,
        0,
        0,
    )
    .unwrap_or_default();
    let deflated =
        SimpleFileOptions::default().compression_method(CompressionMethod::Deflated).last_modified_time(stamp);
    let stored = deflated.compression_method(CompressionMethod::Stored);
    let mut add = |name: &str, bytes: &[u8], options: SimpleFileOptions| -> Result<()> {
        to.start_file(name, options)?;
        to.write_all(bytes)?;
        Ok(())
    };
    for file in [PackFile::Pdf, PackFile::Docx, PackFile::Pptx, PackFile::Xlsx] {
        add(&file.file_name(composed), &file.write(composed, place, link)?, stored)?;
    }
    for part in &composed.parts {
        let Some(answer) = &part.answer else { continue };
        add(&format!("{}/tables.csv", part.id), &export::csv(&answer.report)?, deflated)?;
        if let Ok(bytes) = export::open_data(&answer.report) {
            add(&format!("{}/open-data.zip", part.id), &bytes, stored)?;
        }
        for (word, _) in &answer.charts {
            if let Some(chart) = answer.chart_for_file(word, &place.site) {
                let svg = charts::standalone_svg(&chart, true);
                add(&format!("{}/{word}.svg", part.id), svg.as_bytes(), deflated)?;
                add(&format!("{}/{word}.png", part.id), &charts::png(&chart, 2, true)?, stored)?;
            }
        }
    }
    to.finish()?;
    Ok(())
}
