//! Tagged PDF to PDF/UA-1, set by Typst as a library. The template never sees a word as source: all of them are values.

mod data;
mod glyphs;
mod world;

use std::sync::OnceLock;

use typst::diag::SourceDiagnostic;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use crate::{Document, DocumentError};
use world::Press;

/// The document as a PDF that screen readers can follow: tags, bookmarks, alternative texts, title and language.
///
/// Characters that DejaVu Sans does not have are shown as the replacement character: PDF/UA forbids glyphs that are none.
///
/// # Errors
/// [`DocumentError::Shape`] for a table that is none, [`DocumentError::Day`] for a day that is none, and
/// [`DocumentError::Pdf`] where a chart is no SVG or the standard is not met.
pub fn pdf(document: &Document) -> Result<Vec<u8>, DocumentError> {
    document.check()?;
    let press = Press::new(data::of(document));
    let written = set(&press);
    // What was kept of this document would help no other.
    typst::comemo::evict(0);
    written
}

fn set(press: &Press) -> Result<Vec<u8>, DocumentError> {
    let pages = typst::compile(press).output.map_err(|faults| refused(&faults))?;
    let options = PdfOptions { standards: standards()?, ..PdfOptions::default() };
    typst_pdf::pdf(&pages, &options).map_err(|faults| refused(&faults))
}

fn standards() -> Result<PdfStandards, DocumentError> {
    static STANDARDS: OnceLock<Result<PdfStandards, String>> = OnceLock::new();
    let make = || PdfStandards::new(&[PdfStandard::Ua_1]).map_err(|fault| fault.message().to_string());
    STANDARDS.get_or_init(make).clone().map_err(DocumentError::Pdf)
}

fn refused(faults: &[SourceDiagnostic]) -> DocumentError {
    let said = |fault: &SourceDiagnostic| {
        let hints: String = fault.hints.iter().map(|hint| format!(" ({})", hint.v)).collect();
        format!("{}{hints}", fault.message)
    };
    DocumentError::Pdf(faults.iter().map(said).collect::<Vec<_>>().join("; "))
}
