//! Units beside each other: targets, dots with intervals, funnel plots.

use charts::{
    Axis, Category, Chart, Comparator, Dot, Dots, Form, Funnel, Limit, Mark, Point, Reference, Targets, Unit,
};

use super::{axis, chart, percent, row, withheld};

fn engaged() -> Axis {
    axis("Percentage of schools in the area", Unit::Percent, Some(100.0))
}

fn target(value: f64) -> Comparator {
    Comparator { value, label: format!("{value:.0}%") }
}

fn against(id: &str, categories: Vec<Category>, targets: Targets) -> Chart {
    let series = vec!["Our area".to_owned()];
    chart(
        id,
        "Secondary schools have passed their target",
        "Schools engaged in any strand, by phase, 2024/25.",
        engaged(),
        Form::TargetBars { series, categories, comparator_name: Some("England".to_owned()), targets },
    )
}

pub fn targets() -> Chart {
    let rows = vec![
        row("Primary", vec![percent("Primary", 191, 258)], Some(71.0)),
        row("Secondary", vec![percent("Secondary", 43, 50)], Some(84.0)),
        row("Special", vec![percent("Special", 19, 26)], Some(78.0)),
        row("Alternative provision", vec![withheld("Alternative provision", "fewer than 5")], Some(58.0)),
        row("All-through", vec![percent("All-through", 5, 5)], Some(97.0)),
    ];
    let values = [Some(80.0), Some(84.0), None, Some(60.0), Some(100.0)];
    let rows_of = values.map(|value| value.map(target)).to_vec();
    against("targets", rows, Targets { name: "Target".to_owned(), whole: None, rows: rows_of })
}

pub fn target_line() -> Chart {
    let rows = vec![
        row("Primary", vec![percent("Primary", 191, 258)], Some(71.0)),
        row("Secondary", vec![percent("Secondary", 43, 50)], None),
        row(
            "Alternative provision",
            vec![withheld("Alternative provision", "not shown: the number of schools is too small for a rate")],
            None,
        ),
        row("Nursery", vec![percent("Nursery", 0, 5)], Some(41.0)),
    ];
    against("target-line", rows, Targets { name: "Target".to_owned(), whole: Some(target(75.0)), rows: Vec::new() })
}

pub fn target_meets_comparator() -> Chart {
    let two = |name: &str, values: [u32; 2]| values.map(|value| percent(name, value, 100)).to_vec();
    let mut rows = vec![
        row("Primary", two("Primary", [60, 74]), Some(75.0)),
        row("Secondary", two("Secondary", [75, 88]), Some(77.0)),
        row("Special", two("Special", [100, 97]), Some(99.0)),
    ];
    rows[1].marks[0] = withheld("Secondary", "fewer than 5");
    let values = vec![Some(target(75.0)), Some(target(77.0)), Some(target(99.0))];
    let mut chart =
        against("target-meets", rows, Targets { name: "Target".to_owned(), whole: Some(target(75.0)), rows: values });
    if let Form::TargetBars { series, .. } = &mut chart.form {
        *series = vec!["2023/24".to_owned(), "2024/25".to_owned()];
    }
    chart
}

fn dot(label: &str, value: f64, half: f64) -> Dot {
    let mark = Mark {
        value: Some(value),
        label: format!("{value:.0}%"),
        tooltip: format!("{label}: {value:.0}%, likely between {:.0}% and {:.0}%", value - half, value + half),
        href: Some("/compare?hub=ee3".to_owned()),
        interval: Some((value - half, (value + half).min(100.0))),
        immature: false,
    };
    Dot { label: label.to_owned(), mark, ..Dot::default() }
}

fn references() -> Vec<Reference> {
    [("All other areas loaded 62%", 62.0, false), ("DfE, all providers 71%", 71.0, false), ("Target 75%", 75.0, true)]
        .map(|(label, value, target)| Reference { value, label: label.to_owned(), target })
        .to_vec()
}

fn of_dots(id: &str, rows: Vec<Dot>, references: Vec<Reference>) -> Chart {
    chart(
        id,
        "Our area is above the other areas, and not clearly below the target",
        "Completion rate of mature cohorts with 95% intervals, by hub area.",
        axis("Percentage of starts completed", Unit::Percent, Some(100.0)),
        Form::Dots(Dots { rows, references }),
    )
}

pub fn dots() -> Chart {
    let mut rows = vec![
        dot("EE1 Essex", 81.0, 6.0),
        dot("EE3 Cambridgeshire and Peterborough", 72.0, 5.0),
        dot("EE4 Norfolk", 68.0, 8.0),
        dot("EE9 Bedford, Central Bedfordshire and Milton Keynes", 62.0, 11.0),
        Dot {
            label: "EE10 Norfolk and Suffolk".to_owned(),
            mark: withheld("EE10 Norfolk and Suffolk", "withheld"),
            ..Dot::default()
        },
        dot("EE6 Suffolk", 47.0, 9.0),
    ];
    rows[1].own = true;
    rows[0].mark.immature = true;
    rows[2].href = Some("/compare?hub=ee4".to_owned());
    of_dots("dots", rows, references())
}

pub fn dots_one() -> Chart {
    of_dots("dots-one", vec![dot("EE3", 100.0, 12.0)], references())
}

pub fn dots_every_hub() -> Chart {
    let rows = domain::place::HubArea::all().map(|area| {
        let at = area.index();
        let name = area.name();
        if at % 13 == 5 {
            let mark = withheld(&name, if at == 5 { "fewer than 10 starts" } else { "withheld" });
            return Dot { label: name, mark, ..Dot::default() };
        }
        Dot { own: at == 2, ..dot(&name, 92.0 - at as f64 * 0.9, 4.0 + (at % 5) as f64) }
    });
    of_dots("dots-every-hub", rows.collect(), references())
}

pub fn dots_withheld() -> Chart {
    let row = |name: &str| Dot { label: name.to_owned(), mark: withheld(name, "withheld"), ..Dot::default() };
    of_dots("dots-withheld", ["EE3", "EE4"].map(row).to_vec(), references())
}

pub fn dots_odd() -> Chart {
    let mut rows = vec![
        dot("North East Lincolnshire, Kingston upon Hull and the East Riding of Yorkshire together", 0.0, 0.0),
        dot("Equal", 50.0, 0.0),
        dot("Equal again, and the reader's own with a name that is long", 50.0, 0.0),
        dot("Everything", 100.0, 30.0),
    ];
    rows[2].own = true;
    rows.push(Dot {
        label: "Hidden".to_owned(),
        mark: withheld("Hidden", "not shown: the base is smaller than ten"),
        ..Dot::default()
    });
    let close = [("Everything 100%", 100.0), ("One 99%", 99.0), ("Two 98%", 98.0), ("Nothing 0%", 0.0)];
    let close = close.map(|(label, value)| Reference { value, label: label.to_owned(), target: value == 0.0 });
    of_dots("dots-odd", rows, close.to_vec())
}

fn limits(centre: f64) -> Vec<Limit> {
    let around = |z: f64| {
        (1..=100_u32).map(f64::from).map(move |step| {
            let (p, n) = (centre / 100.0, step * 5.0);
            let (middle, half) = (p + z * z / (2.0 * n), z * (p * (1.0 - p) / n + z * z / (4.0 * n * n)).sqrt());
            let whole = 1.0 + z * z / n;
            (n, (middle - half) / whole * 100.0, (middle + half) / whole * 100.0)
        })
    };
    [("95% limits", 1.96), ("99.8% limits", 3.09)]
        .map(|(name, z)| Limit { name: name.to_owned(), curve: around(z).collect() })
        .to_vec()
}

fn of_funnel(id: &str, points: Vec<Point>) -> Chart {
    let target = Some(Reference { value: 69.0, label: "All areas loaded 69%".to_owned(), target: false });
    chart(
        id,
        "Our area lies above what chance would explain",
        "Schools engaged in any strand by number of schools, 87 hub areas, 2024/25.",
        axis("Percentage of schools engaged", Unit::Percent, Some(100.0)),
        Form::Funnel(Funnel {
            base_label: "State-funded schools in the area".to_owned(),
            points,
            limits: limits(69.0),
            target,
        }),
    )
}

fn point(name: &str, base: f64, value: f64) -> Point {
    let mark = Mark {
        value: Some(value),
        label: format!("{value:.0}%"),
        tooltip: format!("{name}: {value:.0}% of {base:.0} schools"),
        href: Some(format!("/compare?hub={}", name.to_lowercase())),
        ..Mark::default()
    };
    Point { name: name.to_owned(), base, mark, own: false }
}

pub fn funnel() -> Chart {
    let points = domain::place::HubArea::all().map(|area| {
        let at = area.index();
        let (base, wave) = (90.0 + ((at * 67) % 330) as f64, ((at * 37) % 41) as f64 - 20.0);
        let value = match area.code().as_str() {
            "EE3" => return Point { own: true, ..point("EE3", 258.0, 77.0) },
            "NE2" => 88.0,
            "SW8" => 41.0,
            _ => 69.0 + wave * 0.42,
        };
        if at % 29 == 7 {
            let mark = Mark { label: "withheld".to_owned(), ..withheld(&area.code(), "withheld") };
            return Point { name: area.code(), base, mark, own: false };
        }
        point(&area.code(), base, value)
    });
    of_funnel("funnel", points.collect())
}

pub fn funnel_one() -> Chart {
    of_funnel("funnel-one", vec![Point { own: true, ..point("EE3", 258.0, 100.0) }])
}

pub fn funnel_equal() -> Chart {
    let mut points: Vec<Point> = (0..30).map(|at| point(&format!("NW{at}"), 40.0, 0.0)).collect();
    points[4].own = true;
    of_funnel("funnel-equal", points)
}

pub fn funnel_withheld() -> Chart {
    let points = domain::place::HubArea::all().map(|area| Point {
        name: area.code(),
        base: 120.0,
        mark: withheld(&area.code(), "withheld"),
        own: false,
    });
    of_funnel("funnel-withheld", points.collect())
}
