//! A chart without its links, for documents that are read away from the pages they lead to.

use crate::{Category, Chart, Form, Mark};

impl Chart {
    /// Forgets where names and marks lead.
    pub fn forget_links(&mut self) {
        match &mut self.form {
            Form::Bars { categories, .. } | Form::TargetBars { categories, .. } => {
                categories.iter_mut().for_each(category);
            }
            Form::Dots(dots) => dots.rows.iter_mut().for_each(|row| {
                row.href = None;
                mark(&mut row.mark);
            }),
            Form::Funnel(funnel) => funnel.points.iter_mut().for_each(|point| mark(&mut point.mark)),
            Form::Multiples(multiples) => multiples.panels.iter_mut().for_each(|panel| {
                panel.href = None;
                panel.points.iter_mut().for_each(mark);
            }),
            Form::TileMap(map) => map.tiles.iter_mut().for_each(|tile| mark(&mut tile.mark)),
            Form::Lines { series, .. } => {
                series.iter_mut().flat_map(|line| &mut line.points).for_each(mark);
            }
            Form::Steps { steps } => steps.iter_mut().for_each(|step| mark(&mut step.mark)),
        }
    }
}

fn category(category: &mut Category) {
    category.href = None;
    category.marks.iter_mut().for_each(mark);
}

fn mark(mark: &mut Mark) {
    mark.href = None;
}

#[cfg(test)]
mod tests {
    use crate::{Axis, Layout, Line, Unit, inline_svg};

    use super::*;

    fn linked() -> Mark {
        Mark { value: Some(12.0), label: "12".into(), href: Some("/participation".into()), ..Mark::default() }
    }

    #[test]
    fn no_link_is_left_and_nothing_else_changes() {
        let bars = Category { label: "A".into(), href: Some("/a".into()), marks: vec![linked()], comparator: None };
        for form in [
            Form::Bars { series: vec!["S".into()], categories: vec![bars], stacked: false, comparator_name: None },
            Form::Lines {
                periods: vec!["2024/25".into(), "2025/26".into()],
                series: vec![Line { name: "L".into(), points: vec![linked(), linked()] }],
            },
        ] {
            let mut chart = Chart {
                id: "c".into(),
                title: "T".into(),
                subtitle: "S".into(),
                description: "D".into(),
                caption: Vec::new(),
                axis: Axis { label: "Count".into(), unit: Unit::Count, max: None },
                form,
            };
            assert!(inline_svg(&chart, Layout::Wide).contains("href"));
            let kept = serde_json::to_string(&chart).expect("written");
            assert_eq!(serde_json::from_str::<Chart>(&kept).expect("read"), chart);
            chart.forget_links();
            let drawn = inline_svg(&chart, Layout::Wide);
            assert!(!drawn.contains("href") && drawn.contains("12"), "{drawn}");
        }
    }
}
