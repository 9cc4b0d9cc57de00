//! A composed pack, and a frozen page, as their pages show them.

use app::links;
use app::packs::{PackShown, ShownPart};
use app::reports::report::{Definition, Report, Section, Source, Tile};

use super::commentary::html;
use super::compose::{Composed, ComposedPart, source};
use crate::present::draw::{Answer, drawing};

/// The pack as its page shows it. `files` and `meeting` are addresses; empty where there are none.
pub fn shown(composed: &Composed, files: Vec<(String, String)>, meeting: String) -> PackShown {
    let (definitions, sources) = known(composed);
    PackShown {
        kind: composed.kind().name().to_owned(),
        title: composed.title.clone(),
        subtitle: subtitle(composed),
        introduction: html(&composed.introduction),
        parts: composed.parts.iter().map(part).collect(),
        definitions,
        sources,
        as_of: composed.as_of.clone(),
        files,
        meeting,
        back: None,
    }
}

/// Place, year and for whom the figures are.
pub(super) fn subtitle(composed: &Composed) -> String {
    let invented = if composed.demo { " Every figure is invented demo data." } else { "" };
    format!("{}, {}. Sharing figures.{invented}", composed.place, composed.year)
}

/// What measures mean and which files are behind them, each once.
fn known(composed: &Composed) -> (Vec<Definition>, Vec<Source>) {
    let (mut definitions, mut sources): (Vec<Definition>, Vec<Source>) = (Vec::new(), Vec::new());
    for answer in composed.parts.iter().filter_map(|part| part.answer.as_ref()) {
        for definition in &answer.report.definitions {
            if !definitions.contains(definition) {
                definitions.push(definition.clone());
            }
        }
        for source in &answer.report.sources {
            if !sources.contains(source) {
                sources.push(source.clone());
            }
        }
    }
    (definitions, sources)
}

/// A part as its page shows it.
pub(crate) fn part(part: &ComposedPart) -> ShownPart {
    let mut shown = ShownPart {
        id: part.id.clone(),
        heading: part.heading.clone(),
        commentary: html(&part.commentary),
        lines: part.lines.clone(),
        problem: part.problem.clone(),
        ..ShownPart::default()
    };
    if let Some(answer) = &part.answer {
        if part.says_finding {
            shown.finding = answer.report.headline.clone();
            shown.summary = answer.report.summary.clone();
        }
        // A page may be in a pack more than once.
        let tile = |tile: &Tile| Tile { id: format!("{}-{}", part.id, tile.id), ..tile.clone() };
        shown.tiles = answer.report.tiles.iter().map(tile).collect();
        shown.sections = sections(answer, &part.id);
        let (page, filters) = source(answer);
        shown.source = Some((format!("From: {}", page.name()), links::page(page, &filters)));
    }
    shown
}

/// The sections with their charts drawn. The ids within a drawing begin with the part's word: a page may stand twice.
fn sections(answer: &Answer, part: &str) -> Vec<Section> {
    let draw = |section: &Section| {
        let chart = answer.charts.iter().find(|(word, _)| *word == section.id).map(|(_, chart)| chart.clone());
        let chart = chart.map(|mut chart| {
            chart.id = if part.is_empty() { chart.id } else { format!("{part}-{}", chart.id) };
            drawing(&chart)
        });
        Section { chart, ..section.clone() }
    };
    answer.report.sections.iter().map(draw).collect()
}

/// A frozen page with its charts drawn.
pub fn report(answer: &Answer) -> Report {
    Report { sections: sections(answer, ""), ..answer.report.clone() }
}
