//! What `docs/asvs.md` names as proof exists: tests by name, and files.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

/// Names of the functions that are tests.
fn tests(root: &Path) -> BTreeSet<String> {
    let mut files = Vec::new();
    for folder in ["app/src", "app/tests", "app/crates", "server/src", "server/tests", "server/crates"] {
        sources(&root.join(folder), &mut files);
    }
    let mut names = BTreeSet::new();
    for file in files {
        let text = std::fs::read_to_string(&file).expect("a source");
        let mut is_test = false;
        for line in text.lines().map(str::trim) {
            if line.starts_with("#[test]") || line.starts_with("#[tokio::test") {
                is_test = true;
            } else if let Some((_, name)) = line.split_once("fn ")
                && is_test
            {
                names.extend(name.split('(').next().map(str::to_owned));
                is_test = false;
            }
        }
    }
    names
}

#[test]
fn every_proof_in_the_list_exists() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let known = tests(&root);
    assert!(known.len() > 300, "{}", known.len());
    let text = std::fs::read_to_string(root.join("server/docs/asvs.md")).expect("the list");
    let mut named = 0;
    for part in text.split('`').skip(1).step_by(2) {
        let is_name = part.matches('_').count() >= 2
            && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
        if is_name {
            assert!(known.contains(part), "there is no test {part}");
            named += 1;
        } else if part.starts_with("server/") || part.starts_with("end2end/") || part.starts_with("app/") {
            assert!(root.join(part).exists(), "there is no file {part}");
        }
    }
    assert!(named > 60, "{named} tests are named");
}

#[test]
fn every_item_is_a_number_of_the_standard_and_stands_once() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(root.join("docs/asvs.md")).expect("the list");
    let mut seen = BTreeSet::new();
    for line in text.lines().filter(|line| line.starts_with("| ") && line.as_bytes()[2].is_ascii_digit()) {
        let cells: Vec<&str> = line.trim_matches('|').split(" | ").map(str::trim).collect();
        assert_eq!(cells.len(), 3, "{line}");
        assert!(["Yes", "In part", "No", "Place"].contains(&cells[1]), "{line}");
        for item in cells[0].split(", ").flat_map(|item| item.split(" to ")) {
            let parts: Vec<u8> =
                item.split('.').map(|part| part.parse().unwrap_or_else(|_| panic!("{line}"))).collect();
            assert!(parts.len() == 3 && (1..=16).contains(&parts[0]), "{line}");
            assert!(seen.insert(parts), "{item} stands twice");
        }
    }
    assert!(seen.len() > 120, "{}", seen.len());
}
