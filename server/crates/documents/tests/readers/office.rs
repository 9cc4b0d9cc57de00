//! Word and PowerPoint files as LibreOffice opens them. Where it is not installed, the tests say so and pass.

use std::process::Command;

use crate::support::{extremes, folder, said, sample};
use documents::{docx, pptx};

/// The text of a file after LibreOffice made a PDF of it, and its number of pages.
fn opened(name: &str, bytes: &[u8]) -> Option<(String, usize)> {
    let folder = folder("office");
    let file = folder.join(name);
    std::fs::write(&file, bytes).expect("a file");
    let profile = format!("-env:UserInstallation=file://{}/profile", folder.display());
    let arguments = [&profile, "--headless", "--convert-to", "pdf", "--outdir"];
    let output = match Command::new("soffice").args(arguments).arg(&folder).arg(&file).output() {
        Ok(output) => output,
        Err(error) => {
            eprintln!("LibreOffice is not to be had ({error}): {name} was not opened by it");
            return None;
        }
    };
    assert!(output.status.success(), "{name}: {}", said(&output));
    let made = file.with_extension("pdf");
    let info = Command::new("pdfinfo").arg(&made).output().ok()?;
    let pages = said(&info).lines().find_map(|line| line.strip_prefix("Pages:")?.trim().parse().ok());
    let text = Command::new("pdftotext").arg("-layout").arg(&made).arg("-").output().ok()?;
    let flat = String::from_utf8_lossy(&text.stdout).split_whitespace().collect::<Vec<_>>().join(" ");
    Some((flat, pages.unwrap_or_else(|| panic!("{name}: {}", said(&info)))))
}

#[test]
fn both_open_and_hold_what_was_written() {
    let Some((text, pages)) = opened("pack.docx", &docx(&sample()).expect("a file")) else { return };
    assert!((6..=14).contains(&pages), "{pages} pages");
    for words in [
        "262 of 358 schools took part in 2024/25",
        "Which schools do we reach?",
        "What we did this term",
        "• Offers for small primary schools",
        "1. in Cambridge",
        "Coverage of twelve hub areas over nine years",
        "[c] Confidential",
        "Page 2 of",
    ] {
        assert!(text.contains(words), "{words} is missing in {text}");
    }
    let Some((text, pages)) = opened("slides.pptx", &pptx(&sample()).expect("a file")) else { return };
    assert_eq!(pages, 11);
    for words in
        ["Secondary schools are reached most", "Alternative provision", "86.0", "Percentage of schools", "Three offers"]
    {
        assert!(text.contains(words), "{words} is missing in {text}");
    }
    for (name, document) in extremes() {
        assert!(opened(&format!("{name}.docx"), &docx(&document).expect("a file")).is_some_and(|(_, pages)| pages > 0));
        assert!(
            opened(&format!("{name}-slides.pptx"), &pptx(&document).expect("a file"))
                .is_some_and(|(_, pages)| pages > 0)
        );
    }
}
