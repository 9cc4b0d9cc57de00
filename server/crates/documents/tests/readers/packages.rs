//! Word and PowerPoint files, part by part, as an XML parser reads them.

use std::collections::{BTreeMap, BTreeSet};

use crate::support::{extremes, part, parts, sample};
use documents::{Document, docx, pptx};
use quick_xml::events::{BytesStart, Event};

/// The elements of a part; it must be well-formed and hold no character that XML forbids.
fn elements(name: &str, content: &[u8]) -> Vec<(String, BTreeMap<String, String>)> {
    let text = std::str::from_utf8(content).unwrap_or_else(|error| panic!("{name}: {error}"));
    let forbidden = |c: char| (c.is_control() && !matches!(c, '\n' | '\t')) || matches!(c, '\u{FFFE}' | '\u{FFFF}');
    assert!(!text.contains(forbidden), "{name} holds a control character");
    let mut reader = quick_xml::Reader::from_str(text);
    reader.config_mut().check_end_names = true;
    let attributes = |tag: &BytesStart<'_>| {
        let read = |attribute: Result<quick_xml::events::attributes::Attribute<'_>, _>| {
            let attribute = attribute.unwrap_or_else(|error| panic!("{name}: {error}"));
            let key = attribute.key.as_ref().to_owned();
            (key, attribute.value.into_owned())
        };
        tag.attributes().map(read).collect()
    };
    let mut elements = Vec::new();
    let mut open = 0;
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag)) => {
                open += 1;
                elements.push((tag.name().as_ref().to_owned(), attributes(&tag)));
            }
            Ok(Event::Empty(tag)) => {
                elements.push((tag.name().as_ref().to_owned(), attributes(&tag)));
            }
            Ok(Event::End(_)) => open -= 1,
            Ok(Event::Eof) => break,
            Ok(_) => {}
            Err(error) => panic!("{name}: {error}"),
        }
    }
    assert_eq!(open, 0, "{name} is not closed");
    elements
}

/// Every part is declared and, being XML, well-formed; every relation leads somewhere; every id that is used is known.
fn is_whole(name: &str, bytes: &[u8]) {
    let parts = parts(bytes);
    let names: BTreeSet<&str> = parts.iter().map(|(part, _)| part.as_str()).collect();
    assert_eq!(names.len(), parts.len(), "{name}: a part is there twice");
    assert_eq!(parts[0].0, "[Content_Types].xml");
    let types = elements("types", &parts[0].1);
    let of = |element: &str, key: &str| -> BTreeSet<String> {
        types.iter().filter(|(tag, _)| tag == element).map(|(_, attributes)| attributes[key].clone()).collect()
    };
    let (endings, overrides) = (of("Default", "Extension"), of("Override", "PartName"));
    for declared in &overrides {
        assert!(names.contains(&declared[1..]), "{name}: {declared} is declared and missing");
    }
    for (part, content) in &parts[1..] {
        let ending = part.rsplit('.').next().unwrap_or_default();
        let declared = overrides.contains(&format!("/{part}")) || (ending != "xml" && endings.contains(ending));
        assert!(declared, "{name}: {part} has no content type");
        match ending {
            "rels" => relations(name, part, content, &names),
            "xml" | "svg" => ids(name, part, &elements(part, content), &parts),
            "xlsx" => is_whole(part, content),
            "png" => assert!(content.starts_with(b"\x89PNG"), "{part}"),
            other => panic!("{other} is no ending of ours"),
        }
    }
}

fn relations(name: &str, part: &str, content: &[u8], names: &BTreeSet<&str>) {
    let folder = part.split("_rels/").next().unwrap_or_default();
    for (tag, attributes) in elements(part, content) {
        if tag != "Relationship" || attributes.contains_key("TargetMode") {
            continue;
        }
        let mut way: Vec<&str> = folder.split('/').filter(|step| !step.is_empty()).collect();
        for step in attributes["Target"].split('/') {
            if step == ".." {
                way.pop();
            } else {
                way.push(step);
            }
        }
        assert!(names.contains(way.join("/").as_str()), "{name}: {part} leads to {} which is not there", way.join("/"));
    }
}

/// Relations that a part uses, and ids of shapes, which must differ.
fn ids(name: &str, part: &str, elements: &[(String, BTreeMap<String, String>)], parts: &[(String, Vec<u8>)]) {
    let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
    let place = format!("{folder}/_rels/{file}.rels");
    let known = parts.iter().find(|(other, _)| *other == place).map(|(_, content)| String::from_utf8_lossy(content));
    let mut shapes = BTreeSet::new();
    for (tag, attributes) in elements {
        for key in ["r:id", "r:embed"] {
            if let Some(id) = attributes.get(key) {
                let known = known.as_ref().is_some_and(|known| known.contains(&format!("Id=\"{id}\"")));
                assert!(known, "{name}: {part} uses {id} which is not known");
            }
        }
        if tag == "p:cNvPr" || tag == "wp:docPr" {
            assert!(shapes.insert(attributes["id"].clone()), "{name}: {part} has the id {} twice", attributes["id"]);
        }
    }
}

#[test]
fn every_part_is_well_formed_declared_and_related() {
    for (name, document) in std::iter::once(("sample", sample())).chain(extremes()) {
        is_whole(name, &docx(&document).expect("a Word file"));
        is_whole(name, &pptx(&document).expect("a presentation"));
    }
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    assert!(docx(&sample()).expect("a file") == docx(&sample()).expect("a file"));
    assert!(pptx(&sample()).expect("a file") == pptx(&sample()).expect("a file"));
}

#[test]
fn both_say_title_author_day_and_language() {
    for bytes in [docx(&sample()).expect("a file"), pptx(&sample()).expect("a file")] {
        let core = part(&bytes, "docProps/core.xml");
        for said in [
            "<dc:title>262 of 358 schools took part in 2024/25</dc:title>",
            "<dc:creator>Golden Thread</dc:creator>",
            "<dc:language>en-GB</dc:language>",
            ">2025-06-13T00:00:00Z<",
        ] {
            assert!(core.contains(said), "{said} is missing in {core}");
        }
    }
}

#[test]
fn word_has_real_styles_repeated_headers_and_alternative_texts() {
    let bytes = docx(&sample()).expect("a Word file");
    let document = elements("word/document.xml", part(&bytes, "word/document.xml").as_bytes());
    let count = |tag: &str| document.iter().filter(|(name, _)| name == tag).count();
    let styles: BTreeSet<&str> = (document.iter().filter(|(tag, _)| tag == "w:pStyle" || tag == "w:tblStyle"))
        .map(|(_, attributes)| attributes["w:val"].as_str())
        .collect();
    let known = part(&bytes, "word/styles.xml");
    for style in &styles {
        assert!(known.contains(&format!("w:styleId=\"{style}\"")), "{style} is no style");
    }
    for style in ["Title", "Heading1", "Heading2", "Caption", "ListBullet", "ListNumber", "Finding", "Figures"] {
        assert!(styles.contains(style), "{style} is not used: {styles:?}");
    }
    assert_eq!(count("w:tbl"), 4);
    assert_eq!(count("w:tblHeader"), 4);
    let pictures: Vec<_> = document.iter().filter(|(tag, _)| tag == "wp:docPr").collect();
    assert_eq!(pictures.len(), 5);
    assert!(pictures.iter().all(|(_, attributes)| attributes["descr"].starts_with("Bar chart of the share")));
    assert_eq!(count("asvg:svgBlip"), 5);
    assert_eq!(count("w:hyperlink"), 1 + 1 + 5, "of the cover, of the commentary, and the contents");
    // A page on its side for the wide table, and back again.
    let turned: Vec<bool> = (document.iter().filter(|(tag, _)| tag == "w:pgSz"))
        .map(|(_, attributes)| attributes.contains_key("w:orient"))
        .collect();
    assert_eq!(turned, [false, true, false]);
}

/// The slides' parts in order.
fn slides(bytes: &[u8]) -> Vec<String> {
    let count = parts(bytes).iter().filter(|(name, _)| name.starts_with("ppt/slides/slide")).count();
    (1..=count).map(|at| part(bytes, &format!("ppt/slides/slide{at}.xml"))).collect()
}

/// The words of a part, paragraph by paragraph.
fn paragraphs(xml: &str) -> Vec<String> {
    let words = |paragraph: &str| {
        let runs = paragraph.split("<a:t>").skip(1).filter_map(|run| run.split("</a:t>").next());
        runs.collect::<String>()
    };
    xml.split("</a:p>").map(words).filter(|words| !words.is_empty()).collect()
}

#[test]
fn each_finding_has_its_slide_and_its_table_in_the_notes() {
    let bytes = pptx(&sample()).expect("a presentation");
    let slides = slides(&bytes);
    let titles: Vec<String> = slides.iter().map(|slide| paragraphs(slide)[0].clone()).collect();
    assert_eq!(
        titles,
        [
            "262 of 358 schools took part in 2024/25",
            "Secondary schools are reached most, all-through schools least",
            "Which schools do we reach?",
            "Who takes part?",
            "Coverage grows faster here than in England",
            "Seven in ten who began have passed",
            "EE3 is above what its size predicts",
            "A map of hub areas has no native chart",
            "What is next?",
            "Three offers",
            "Notes",
        ]
    );
    for slide in &slides {
        let first = slide.find("<p:ph ").expect("a place");
        let title =
            slide[first..].starts_with("<p:ph type=\"title\"") || slide[first..].starts_with("<p:ph type=\"ctrTitle\"");
        assert!(title, "the title is read first");
        let sizes = slide.split(" sz=\"").skip(1).filter_map(|size| size.split('"').next()?.parse::<u32>().ok());
        assert!(sizes.clone().all(|size| size >= 1200), "{:?}", sizes.collect::<Vec<_>>());
    }
    let notes = paragraphs(&part(&bytes, "ppt/notesSlides/notesSlide2.xml"));
    assert!(notes.contains(&"Alternative provision      [c]      [c]       [c]".to_owned()), "{notes:?}");
    assert!(slides[1].contains("descr=\"Bar chart of the share of schools"));
    assert!(slides[7].contains("asvg:svgBlip"));
    assert!(slides[9].contains("<a:tbl>"));
}

#[test]
fn a_withheld_figure_is_no_point_of_a_native_chart_and_no_cell_of_its_data() {
    let bytes = pptx(&sample()).expect("a presentation");
    let chart = part(&bytes, "ppt/charts/chart2.xml");
    let values = chart.split("<c:val>").nth(1).expect("values");
    let points: Vec<(String, String)> = (elements("values", chart.as_bytes()).iter())
        .filter(|(tag, _)| tag == "c:pt")
        .map(|(_, attributes)| (attributes["idx"].clone(), String::new()))
        .collect();
    assert_eq!(points.len(), 1 + 5 + 4, "the name of the series, five names, four figures");
    assert!(!values.contains("idx=\"3\""), "{values}");
    assert!(values.contains("<c:ptCount val=\"5\"/><c:pt idx=\"0\"><c:v>74</c:v>"), "{values}");
    assert!(chart.contains("<c:dispBlanksAs val=\"gap\"/>"));
    let book = parts(&bytes).into_iter().find(|(name, _)| name.ends_with("Sheet2.xlsx")).expect("data").1;
    let sheet = part(&book, "xl/worksheets/sheet1.xml");
    assert!(sheet.contains("r=\"B4\"") && !sheet.contains("r=\"B5\"") && sheet.contains("r=\"B6\""), "{sheet}");
    for (at, kind) in [(2, "c:barChart"), (5, "c:lineChart"), (6, "c:barChart"), (7, "c:scatterChart")] {
        assert!(part(&bytes, &format!("ppt/charts/chart{at}.xml")).contains(&format!("<{kind}>")), "{kind}");
    }
}

#[test]
fn links_of_the_commentary_lead_outside_and_bad_ones_nowhere() {
    let mut document: Document = sample();
    document.sections[0]
        .blocks
        .push(documents::Block::Commentary("[a](javascript:alert(1)) [b](mailto:a@example.org)".into()));
    for (bytes, place) in [
        (docx(&document).expect("a file"), "word/_rels/document.xml.rels"),
        (pptx(&document).expect("a file"), "ppt/slides/_rels/slide3.xml.rels"),
    ] {
        let relations = part(&bytes, place);
        assert!(relations.contains("Target=\"mailto:a@example.org\" TargetMode=\"External\""), "{relations}");
        assert!(relations.contains("Target=\"https://example.org/fenland\""), "{relations}");
        assert!(!relations.contains("javascript"));
    }
}
