//! Odd data makes a drawing all the same: nothing here may panic.

use charts::{Axis, Category, Chart, Form, Layout, Line, Mark, Step, Unit, inline_svg, standalone_svg};
use resvg::usvg::roxmltree::Document;

#[test]
fn odd_input_makes_a_drawing_all_the_same() {
    let long = "Very long words about what is not shown here ".repeat(8);
    let mark = |value: Option<f64>, label: &str| Mark {
        value,
        label: label.to_owned(),
        interval: Some((90.0, f64::INFINITY)),
        ..Mark::default()
    };
    let rows: Vec<Category> = [Some(1e12), Some(1e-9), None, Some(f64::NAN), Some(0.0)]
        .iter()
        .enumerate()
        .map(|(index, value)| Category {
            label: long.clone(),
            marks: vec![mark(*value, &long); index],
            ..Category::default()
        })
        .collect();
    let points: Vec<Mark> = rows.iter().flat_map(|row| row.marks.clone()).collect();
    let steps =
        points.iter().map(|mark| Step { label: long.clone(), mark: mark.clone(), note: long.clone(), missing: false });
    let bars =
        |stacked| Form::Bars { series: vec![long.clone()], categories: rows.clone(), stacked, comparator_name: None };
    let lines = |periods: usize, count: usize| Form::Lines {
        periods: vec![long.clone(); periods],
        series: vec![Line { name: long.clone(), points: points.clone() }; count],
    };
    let forms =
        [bars(false), bars(true), lines(1, 1), lines(3, 6), lines(40, 2), Form::Steps { steps: steps.collect() }];
    for form in forms {
        for max in [None, Some(f64::NAN), Some(-1.0), Some(1e-9)] {
            let axis = Axis { label: long.clone(), unit: Unit::Count, max };
            let chart = Chart {
                id: String::new(),
                title: long.clone(),
                subtitle: long.clone(),
                description: String::new(),
                caption: vec![long.clone()],
                axis,
                form: form.clone(),
            };
            let pages = [Layout::Wide, Layout::Narrow].map(|layout| inline_svg(&chart, layout));
            for svg in pages.into_iter().chain([standalone_svg(&chart, true)]) {
                assert!(Document::parse(&svg).is_ok() && !svg.contains("NaN") && !svg.contains("inf"));
            }
        }
    }
}
