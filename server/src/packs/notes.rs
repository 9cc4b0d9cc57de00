//! What stands around a pack's figures in every file: what it is about, and what must be known to read them.

use app::filters::Audience;

use super::compose::Composed;
use crate::export::{self, disclosure};
use crate::present::words;

/// What the pack is about: a name and its words. `link` is where it is found; empty where that is not known.
pub(super) fn details(composed: &Composed, link: &str) -> Vec<(String, String)> {
    let lines = [
        ("Place", composed.place.clone()),
        ("Academic year", composed.year.clone()),
        ("Data as of", composed.as_of.clone()),
        ("Figures", disclosure(Audience::Sharing).to_owned()),
        ("Found at", link.to_owned()),
        ("Made on", words::day(composed.made_on)),
    ];
    lines.into_iter().filter(|(_, words)| !words.is_empty()).map(|(name, words)| (name.to_owned(), words)).collect()
}

/// The notes of all its pages under their headings, each line once.
pub(super) fn notes(composed: &Composed) -> Vec<(String, Vec<String>)> {
    let mut notes: Vec<(String, Vec<String>)> = Vec::new();
    let answers = composed.parts.iter().filter_map(|part| part.answer.as_ref());
    for (title, lines) in answers.flat_map(|answer| export::notes(&answer.report)) {
        let at = notes.iter().position(|(known, _)| *known == title).unwrap_or_else(|| {
            notes.push((title, Vec::new()));
            notes.len() - 1
        });
        for line in lines {
            if !notes[at].1.contains(&line) {
                notes[at].1.push(line);
            }
        }
    }
    notes
}
