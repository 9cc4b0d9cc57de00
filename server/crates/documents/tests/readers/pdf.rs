//! The PDF as poppler and qpdf read it.

use crate::support::{extremes, read, said, sample};
use documents::{Block, Document, DocumentError, pdf};

#[test]
fn it_is_a_tagged_document_with_title_language_and_author() {
    let bytes = pdf(&sample()).expect("a PDF");
    let Some(output) = read("pdfinfo", &[], &bytes, "sample.pdf") else { return };
    let info = said(&output);
    for (name, value) in [
        ("Title:", "262 of 358 schools took part in 2024/25"),
        ("Author:", "Golden Thread"),
        ("Tagged:", "yes"),
        ("Encrypted:", "no"),
        ("Page size:", "595.276 x 841.89 pts (A4)"),
    ] {
        let line = info.lines().find(|line| line.starts_with(name)).unwrap_or_else(|| panic!("no {name}\n{info}"));
        assert!(line.ends_with(value), "{line}");
    }
    let text = String::from_utf8_lossy(&bytes);
    assert!(text.contains("/Lang (en-GB)") || text.contains("/Lang(en-GB)"), "no language");
    assert!(text.contains("pdfuaid:part"), "not PDF/UA");
    assert!(text.contains("/Outlines"), "no bookmarks");
}

#[test]
fn its_structure_names_headings_tables_figures_lists_and_links() {
    let bytes = pdf(&sample()).expect("a PDF");
    let Some(output) = read("pdfinfo", &["-struct-text"], &bytes, "structure.pdf") else { return };
    let structure = said(&output);
    for tag in ["H1 ", "H2 ", "Table", "TR", "TH ", "TD ", "Figure", "Caption", "L ", "LI", "Link", "TOC"] {
        assert!(
            structure.lines().any(|line| line.trim_start().starts_with(tag.trim_end())),
            "no {tag} in\n{structure}"
        );
    }
    assert!(
        structure.contains("/Scope /Row") || structure.contains("Scope: Row") || structure.contains("Row"),
        "{structure}"
    );
    // The header row is there once, however many pages it is repeated on.
    assert_eq!(
        structure.matches("\"Phase\"").count(),
        2,
        "one in each of two tables
{structure}"
    );
}

#[test]
fn every_chart_has_its_alternative_text() {
    let bytes = pdf(&sample()).expect("a PDF");
    let Some(output) = read("qpdf", &["--json=1", "--json-key=objects"], &bytes, "alternatives.pdf") else { return };
    let objects = said(&output);
    let figures = objects.matches("\"/S\": \"/Figure\"").count();
    let alternatives = objects.matches("\"/Alt\": \"Bar chart of the share of schools").count();
    assert_eq!((figures, alternatives), (5, 5));
}

#[test]
fn every_word_can_be_read_and_every_page_has_its_number() {
    let document = sample();
    let bytes = pdf(&document).expect("a PDF");
    let Some(output) = read("pdftotext", &["-layout"], &bytes, "text.pdf") else { return };
    assert!(output.status.success(), "{}", said(&output));
    let file = crate::support::folder("text").join("text.txt");
    let text = std::fs::read_to_string(file).expect("text");
    let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for words in [
        "262 of 358 schools took part in 2024/25",
        "Page 1 of",
        "Golden Thread, EE3, 2024/25. Sharing figures.",
        "What we did this term",
        "Forty schools and their starts",
        "Coverage of twelve hub areas over nine years",
    ] {
        assert!(flat.contains(words), "{words} is missing in\n{flat}");
    }
    for section in &document.sections {
        assert_eq!(
            flat.matches(&section.heading).count(),
            2,
            "{} is a heading and a line of the contents",
            section.heading
        );
        for block in &section.blocks {
            let Block::Table(table) = block else { continue };
            for cell in table.rows.iter().flatten() {
                let longest = cell.split(' ').max_by_key(|word| word.len()).unwrap_or_default();
                assert!(flat.contains(longest), "{longest} is missing");
            }
        }
    }
}

#[test]
fn qpdf_finds_no_fault() {
    for (name, document) in std::iter::once(("whole", sample())).chain(extremes()) {
        let bytes = pdf(&document).unwrap_or_else(|error| panic!("{name}: {error}"));
        let Some(output) = read("qpdf", &["--check"], &bytes, &format!("{name}.pdf")) else { return };
        assert!(output.status.success(), "{name}: {}", said(&output));
    }
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    assert!(pdf(&sample()).expect("a PDF") == pdf(&sample()).expect("a PDF"));
}

#[test]
fn what_cannot_be_written_says_why() {
    let mut odd = sample();
    odd.made_on.day = 31;
    assert!(matches!(pdf(&odd), Err(DocumentError::Day { year: 2025, month: 6, day: 31 })));
    let mut odd = sample();
    let Some(Block::Table(table)) = odd.sections[0].blocks.get_mut(2) else { panic!("no table") };
    table.rows[1].pop();
    let said = pdf(&odd).expect_err("no PDF").to_string();
    assert_eq!(
        said,
        "the table \"Schools engaged by phase, 2024/25\" cannot be written: row 2 has 3 cells where there are 4 columns"
    );
    let mut odd = Document { sections: sample().sections, ..sample() };
    let Some(Block::Figure(figure)) = odd.sections[0].blocks.get_mut(1) else { panic!("no figure") };
    figure.svg = "<svg".into();
    assert!(matches!(pdf(&odd), Err(DocumentError::Pdf(_))));
}
