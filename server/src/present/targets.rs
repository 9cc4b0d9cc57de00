//! Figures by year beside the targets that were set for them: one table and one chart, wherever targets are judged.

use app::reports::report::{Cell, Column, Judgement, Row, Table};
use charts::{Axis, Category, Chart, Comparator, Form, Mark, Targets};
use measures::bands::Progress;

use super::draw::{Answer, mark};

/// A target that is missed by up to this much is nearly met: points, per 100, or percent of the target.
pub const NEAR: f64 = 5.0;

/// A target as a judgement.
pub fn judged(progress: Progress) -> Judgement {
    match progress {
        Progress::Met => Judgement::Met,
        Progress::Within(_) => Judgement::Near,
        Progress::Missed(_) => Judgement::Missed,
    }
}

/// A year with its target.
pub struct Line {
    /// The year in addresses and files.
    pub code: String,
    /// The year in words.
    pub name: String,
    /// What is judged.
    pub figure: Cell,
    /// Its target, in the unit of the axis, and in words.
    pub target: (f64, String),
    /// The judgement.
    pub verdict: Judgement,
    /// Whether the year goes on.
    pub unfinished: bool,
    /// Its row in the table, after the judgement.
    pub cells: Vec<Cell>,
}

/// Adds the section. `columns` are those of the lines' cells, and the axis says what is judged.
pub fn add(
    answer: &mut Answer,
    lines: Vec<Line>,
    columns: Vec<Column>,
    (title, subtitle): (String, String),
    (axis, caption): (Axis, Vec<String>),
) {
    let verdict = Column { id: "verdict".into(), name: "Against the target".into() };
    let mut rows = Vec::new();
    let (mut categories, mut of_rows) = (Vec::new(), Vec::new());
    for Line { code, name, figure, target: (target, words), verdict, unfinished, cells } in lines {
        let tooltip = format!("{name}: {}, target {words}, {}", figure.words(), verdict.words());
        let mark = Mark { immature: unfinished, ..mark(figure, tooltip, None) };
        categories.push(Category { label: name.clone(), href: None, marks: vec![mark], comparator: None });
        of_rows.push(Some(Comparator { value: target, label: words }));
        let cells = std::iter::once(Cell::Judged(verdict)).chain(cells).collect();
        rows.push(Row { code, name, filters: None, total: false, cells });
    }
    let table = Table {
        caption: subtitle.clone(),
        rows_are: "Academic year".into(),
        columns: std::iter::once(verdict).chain(columns).collect(),
        rows,
        sortable: false,
    };
    let chart = Chart {
        id: "targets".into(),
        title: title.clone(),
        subtitle: subtitle.clone(),
        description: format!("Bars by academic year with a marker for each target. {title}."),
        caption,
        form: Form::TargetBars {
            series: vec![axis.label.clone()],
            categories,
            comparator_name: None,
            targets: Targets { name: "Target".into(), whole: None, rows: of_rows },
        },
        axis,
    };
    answer.add("targets", table, Some(chart), title, subtitle);
}
