//! Odd data makes a drawing all the same: nothing here may panic.

use charts::{
    Axis, Category, Chart, Comparator, Dot, Dots, Form, Funnel, Layout, Limit, Line, Mark, Multiples, Panel, Point,
    Reference, Step, Targets, Tile, TileMap, Unit, inline_svg, standalone_svg,
};
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
    let mut forms = vec![bars(false), bars(true), lines(1, 1), lines(3, 6), lines(40, 2)];
    forms.push(Form::Steps { steps: steps.collect() });
    forms.extend(units(&long, &points));
    forms.push(Form::TargetBars {
        series: vec![long.clone()],
        categories: rows.clone(),
        comparator_name: Some(long.clone()),
        targets: Targets { name: long.clone(), whole: comparator(f64::MAX), rows: vec![comparator(f64::NAN); 9] },
    });
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

fn comparator(value: f64) -> Option<Comparator> {
    Some(Comparator { value, label: "odd".to_owned() })
}

/// Forms of units from odd marks.
fn units(long: &str, marks: &[Mark]) -> Vec<Form> {
    let references: Vec<Reference> = [f64::NAN, -1.0, 0.0, 1e12, 5.0, 5.0, 5.0]
        .map(|value| Reference { value, label: long.to_owned(), target: value == 5.0 })
        .to_vec();
    let dot = |mark: &Mark| Dot { label: long.to_owned(), mark: mark.clone(), own: true, ..Dot::default() };
    let dots = |count: usize| Form::Dots(Dots { rows: vec![dot(&marks[0]); count], references: references.clone() });
    let all = Form::Dots(Dots { rows: marks.iter().map(dot).collect(), references: references.clone() });
    let bases = [f64::NAN, -5.0, 0.0, 1e15, 3.0].into_iter().cycle();
    let point = |(mark, base): (&Mark, f64)| Point { name: long.to_owned(), base, mark: mark.clone(), own: true };
    let curve = vec![(0.0, f64::NAN, 1e300), (f64::INFINITY, 0.0, 0.0), (1.0, -1.0, 5.0), (1.0, 7.0, 2.0)];
    let limit = |curve| Limit { name: long.to_owned(), curve };
    let funnel = Form::Funnel(Funnel {
        base_label: long.to_owned(),
        points: marks.iter().zip(bases).map(point).collect(),
        limits: vec![limit(curve), limit(Vec::new()), limit(vec![(1.0, 1.0, 1.0)])],
        target: references.first().cloned(),
    });
    let panel = || Panel {
        title: long.to_owned(),
        href: None,
        points: marks.to_vec(),
        comparators: vec![comparator(f64::NAN), None, comparator(1e9)],
    };
    let multiples = |periods: usize, panels: usize| {
        Form::Multiples(Multiples {
            periods: vec![long.to_owned(); periods],
            own_name: long.to_owned(),
            comparator_name: long.to_owned(),
            panels: (0..panels).map(|_| panel()).collect(),
        })
    };
    let tile = |(at, mark): (usize, &Mark)| {
        let (row, column) = ((at * 97 % 256) as u8, (at * 31 % 256) as u8);
        Tile { row, column, code: long.to_owned(), mark: mark.clone(), missing: at % 3 == 0, own: at % 2 == 0 }
    };
    let map = Form::TileMap(TileMap {
        tiles: marks.iter().enumerate().map(tile).collect(),
        bounds: [f64::INFINITY, -1.0, 0.0, 0.0],
    });
    vec![dots(1), dots(60), all, funnel, multiples(1, 1), multiples(30, 9), multiples(3, 0), map]
}
