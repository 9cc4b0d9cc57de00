//! Packs begun, and their files read.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::{Place, TestApp};

/// Begins a pack; its address.
pub async fn begun(app: &TestApp, form: &str) -> String {
    let made = app.send_form("/update", form).await;
    assert_eq!(made.status, 303, "{}", made.text());
    made.header("location").to_owned()
}

/// An Office file or a ZIP, opened.
pub fn archive(bytes: &[u8]) -> ZipArchive<Cursor<&[u8]>> {
    ZipArchive::new(Cursor::new(bytes)).expect("an archive")
}

/// The words of the parts of an Office file with such names.
pub fn words_in(bytes: &[u8], inside: impl Fn(&str) -> bool) -> String {
    let mut archive = archive(bytes);
    let mut all = String::new();
    for at in 0..archive.len() {
        let mut entry = archive.by_index(at).expect("an entry");
        let name = entry.name().expect("a name").into_owned();
        if inside(&name) && name.ends_with(".xml") {
            let mut text = String::new();
            entry.read_to_string(&mut text).expect("text");
            let mut reader = quick_xml::Reader::from_str(&text);
            loop {
                match reader.read_event().expect("well-formed") {
                    quick_xml::events::Event::Text(words) => {
                        all.push_str(&words.xml10_content());
                        all.push(' ');
                    }
                    quick_xml::events::Event::Eof => break,
                    _ => {}
                }
            }
        }
    }
    all
}

/// The text of a PDF by poppler; none where it is not installed.
pub fn pdf_text(place: &Place, bytes: &[u8]) -> Option<String> {
    let path = place.keep(&("pack.pdf".to_owned(), bytes.to_vec()));
    let output = std::process::Command::new("pdftotext").arg("-layout").arg(path).arg("-").output().ok()?;
    Some(String::from_utf8_lossy(&output.stdout).split_whitespace().collect::<Vec<_>>().join(" "))
}
