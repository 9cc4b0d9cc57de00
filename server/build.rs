//! Names the code that makes datasets, so that one kept by another build of the product is never mistaken for ours.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

/// Whatever decides how rows of the database become a dataset.
const SOURCES: [&str; 5] = [
    "src/storage/dataset.rs",
    "src/storage/queries",
    "crates/frames/src",
    "../app/crates/domain/src",
    "../app/crates/domain/reference",
];

fn main() {
    let mut files = Vec::new();
    for source in SOURCES {
        println!("cargo:rerun-if-changed={source}");
        collect(Path::new(source), &mut files);
    }
    files.sort();
    let mut hasher = DefaultHasher::new();
    for file in &files {
        (file.to_string_lossy(), std::fs::read(file).unwrap_or_default()).hash(&mut hasher);
    }
    println!("cargo:rustc-env=DATASET_MAKE={:016x}", hasher.finish());
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) {
    match std::fs::read_dir(path) {
        Ok(entries) => entries.flatten().for_each(|entry| collect(&entry.path(), files)),
        Err(_) => files.push(path.to_owned()),
    }
}
