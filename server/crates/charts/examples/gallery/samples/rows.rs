//! Charts in rows, and the odd ones.

use charts::{Category, Chart, Mark, Unit};

use super::{axis, bars, chart, count, percent, row, withheld};

pub fn phases() -> Chart {
    let rows = vec![
        row("Primary", vec![percent("Primary", 191, 258)], Some(71.0)),
        row("Secondary", vec![percent("Secondary", 43, 50)], Some(84.0)),
        row("Special", vec![percent("Special", 19, 26)], Some(78.0)),
        row(
            "Alternative provision",
            vec![withheld("Alternative provision", "not shown: fewer than 10 schools")],
            Some(58.0),
        ),
        row("Nursery", vec![withheld("Nursery", "fewer than 5")], Some(41.0)),
        row("All-through", vec![count("All-through", 0)], Some(30.0)),
    ];
    chart(
        "phases",
        "Primary and special schools have the most room to grow",
        "Schools engaged in any strand, by phase, 2024/25.",
        axis("Percentage of schools in the area", Unit::Percent, Some(100.0)),
        bars(&["Our area"], rows, false),
    )
}

pub fn local_authorities() -> Chart {
    let names = [
        ("Cambridgeshire and Peterborough", 262, 358, 73.0),
        ("Bath and North East Somerset, Swindon and Wiltshire", 270, 281, 70.0),
        ("Academy sponsor led", 41, 52, 100.0),
        ("Local authority maintained community school", 12, 120, 14.0),
        ("Free schools", 9, 9, 96.0),
    ];
    let mut rows: Vec<Category> = names
        .iter()
        .map(|(name, part, whole, england)| row(name, vec![percent(name, *part, *whole)], Some(*england)))
        .collect();
    rows[0].href = Some("/schools?area=ee3".to_owned());
    chart(
        "authorities",
        "Sponsored academies trail the other types by a fifth",
        "Schools engaged in any strand, by type of school, 2024/25.",
        axis("Percentage of schools", Unit::Percent, Some(100.0)),
        bars(&["Our area"], rows, false),
    )
}

pub fn two_years() -> Chart {
    let rows = [("Primary", 171, 191), ("Secondary", 41, 43), ("Special", 15, 19), ("Other", 4, 9)]
        .iter()
        .map(|(name, last, this)| {
            let last =
                if *last < 5 { withheld(name, "fewer than 5") } else { count(&format!("{name}, 2023/24"), *last) };
            row(name, vec![last, count(&format!("{name}, 2024/25"), *this)], Some(60.0))
        })
        .collect();
    chart(
        "two-years",
        "Every phase has more engaged schools than last year",
        "Schools engaged in any strand, by phase.",
        axis("Schools", Unit::Count, None),
        bars(&["2023/24", "2024/25"], rows, false),
    )
}

pub fn three_strands() -> Chart {
    let rows = [("East Cambridgeshire", [61, 38, 22]), ("Fenland", [48, 31, 9]), ("Peterborough", [73, 60, 0])]
        .iter()
        .map(|(name, values)| {
            let marks =
                values.iter().map(|value| Mark { immature: *value == 22, ..percent(name, *value, 100) }).collect();
            row(name, marks, None)
        })
        .collect();
    chart(
        "strands",
        "Peterborough leads on induction and leadership courses, and has no initial training",
        "Schools engaged in each strand, by district, 2024/25.",
        axis("Percentage of schools", Unit::Percent, None),
        bars(&["Appropriate body and early career", "NPQ", "Initial teacher training"], rows, false),
    )
}

pub fn outcomes_stacked() -> Chart {
    let cohort = |name: &str, values: [Option<u32>; 4]| {
        let parts = ["Completed", "Still in training", "Deferred", "Withdrawn"];
        let mark = |(part, value): (&&str, Option<u32>)| {
            let name = format!("{name}, {part}");
            value.map_or_else(|| withheld(&name, "fewer than 5"), |value| count(&name, value))
        };
        row(name, parts.iter().zip(values).map(mark).collect(), None)
    };
    let rows = vec![
        cohort("Autumn 2021", [Some(212), Some(4), Some(11), Some(31)]),
        cohort("Spring 2022", [Some(148), Some(9), None, Some(24)]),
        cohort("Autumn 2022", [Some(164), Some(58), Some(14), Some(27)]),
        cohort("Spring 2023", [Some(12), Some(121), Some(6), None]),
        cohort("Autumn 2023", [Some(0), Some(0), Some(0), Some(0)]),
        cohort("Spring 2024", [None, None, None, None]),
    ];
    chart(
        "outcomes",
        "Four in five of the first cohort completed",
        "Participants who started an NPQ, by cohort and where they are now.",
        axis("Participants", Unit::Count, None),
        bars(&["Completed", "Still in training", "Deferred", "Withdrawn"], rows, true),
    )
}

pub fn intervals() -> Chart {
    let rows =
        [("NPQSL", 82, 69.0, 90.0), ("NPQH", 78, 60.0, 89.0), ("NPQEYL", 12, 3.0, 34.0), ("NPQSENCO", 97, 88.0, 99.5)]
            .iter()
            .map(|(name, value, low, high)| {
                let mark = Mark { interval: Some((*low, *high)), ..percent(name, *value, 100) };
                row(name, vec![Mark { immature: *name == "NPQSENCO", ..mark }], Some(81.7))
            })
            .collect();
    chart(
        "intervals",
        "Only early years leadership is clearly below England",
        "Completion rate of mature cohorts, by course, with 95% intervals.",
        axis("Percentage of starts", Unit::Percent, Some(100.0)),
        bars(&["Our area"], rows, false),
    )
}

pub fn hub_areas() -> Chart {
    let rows = (0..160)
        .map(|index| {
            let name = match index % 4 {
                0 => format!("Hub area {index}"),
                1 => format!("Cambridgeshire and Peterborough {index}"),
                2 => format!("North East Lincolnshire, Hull and East Riding of Yorkshire {index}"),
                _ => format!("Fenland {index}"),
            };
            let mark =
                if index % 17 == 5 { withheld(&name, "fewer than 5") } else { percent(&name, 90 - index / 2, 100) };
            row(&name, vec![mark], Some(69.0))
        })
        .collect();
    chart(
        "hub-areas",
        "Sixty areas reach more than two thirds of their schools",
        "Schools engaged in any strand, by hub area, 2024/25.",
        axis("Percentage of schools", Unit::Percent, Some(100.0)),
        bars(&["Schools engaged"], rows, false),
    )
}

pub fn all_withheld() -> Chart {
    let rows = ["Primary", "Secondary"]
        .iter()
        .map(|name| {
            let mark = Mark { interval: Some((10.0, 77.0)), ..withheld(name, "not shown") };
            row(name, vec![mark], Some(64.0))
        })
        .collect();
    chart(
        "all-withheld",
        "The numbers are too small to show",
        "Schools engaged in specialist NPQs, by phase.",
        axis("Teachers on a course for every 100", Unit::Per100, None),
        bars(&["Our area"], rows, false),
    )
}

pub fn nothing() -> Chart {
    chart(
        "nothing",
        "Nothing to show yet",
        "Schools engaged.",
        axis("Schools", Unit::Count, None),
        bars(&[], Vec::new(), false),
    )
}

pub fn hostile() -> Chart {
    let mark = Mark {
        value: Some(1_250.0),
        label: "1,250 <b>&\"'".to_owned(),
        tooltip: "1,250 <b>&\"' <script>alert(\"1\")</script> & 'more'\u{7}".to_owned(),
        href: Some("javascript:alert(1)".to_owned()),
        interval: Some((f64::NAN, 2.0)),
        immature: false,
    };
    let linked = Mark { href: Some("https://example.org/?a=1&b=\"2\"".to_owned()), value: Some(-4.0), ..mark.clone() };
    let strange = Mark { value: Some(f64::INFINITY), label: "not shown".to_owned(), ..mark.clone() };
    let rows = vec![
        row("St John's & \"St Mary's\" <CE>", vec![mark], Some(f64::NAN)),
        row("", vec![linked], None),
        row("Pneumonoultramicroscopicsilicovolcanoconiosis-Academy", vec![strange], Some(3.0)),
    ];
    let mut chart = chart(
        "9 hostile\"><",
        "Titles & <tags> are \"text\"",
        "A subtitle with <b>no</b> markup.",
        axis("Schools <&>", Unit::Count, None),
        bars(&["Ours & \"theirs\""], rows, false),
    );
    chart.caption.push("Caption <&> \"quoted\"".to_owned());
    chart
}
