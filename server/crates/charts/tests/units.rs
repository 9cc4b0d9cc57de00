//! Units beside each other: dots with intervals, funnel plots, small multiples, tile maps and targets.

mod support;

use charts::{Chart, Form, Layout, Mark, inline_svg};
use resvg::tiny_skia::Rect;
use resvg::usvg::roxmltree::{Document, Node};
use support::{drawings, number, overlap, sample, texts, with_class};

/// The box of a line, with half its width.
fn line_box(line: &Node<'_, '_>) -> Rect {
    let half = number(line, "stroke-width") / 2.0;
    let (x1, x2, y1, y2) = (number(line, "x1"), number(line, "x2"), number(line, "y1"), number(line, "y2"));
    let (left, right) = (x1.min(x2) - half, x1.max(x2) + half);
    Rect::from_ltrb(left as f32, y1.min(y2) as f32, right as f32, y1.max(y2) as f32 + 0.1).unwrap()
}

/// The box of a polygon or circle.
fn shape_box(shape: &Node<'_, '_>) -> Rect {
    if shape.tag_name().name() == "circle" {
        let (x, y, radius) = (number(shape, "cx"), number(shape, "cy"), number(shape, "r"));
        let sides = [x - radius, y - radius, x + radius, y + radius].map(|side| side as f32);
        return Rect::from_ltrb(sides[0], sides[1], sides[2], sides[3]).unwrap();
    }
    let numbers = |at: usize| -> Vec<f32> {
        let points = shape.attribute("points").unwrap_or_default();
        points.split(' ').map(|point| point.split(',').nth(at).unwrap().parse().unwrap()).collect()
    };
    let (xs, ys) = (numbers(0), numbers(1));
    let least = |of: &[f32]| of.iter().copied().fold(f32::INFINITY, f32::min);
    let most = |of: &[f32]| of.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    Rect::from_ltrb(least(&xs), least(&ys), most(&xs), most(&ys)).unwrap()
}

/// Replaces what a drawing must not depend on: base, interval and comparator of every withheld mark.
fn with_secrets(mut chart: Chart, secret: f64) -> Chart {
    let hide = |mark: &mut Mark| {
        if mark.value.is_none() {
            mark.interval = Some((secret, secret * 2.0));
        }
    };
    match &mut chart.form {
        Form::Dots(dots) => dots.rows.iter_mut().for_each(|row| hide(&mut row.mark)),
        Form::Funnel(funnel) => {
            for point in funnel.points.iter_mut().filter(|point| point.mark.value.is_none()) {
                point.base = secret * 1000.0;
            }
        }
        Form::Multiples(multiples) => {
            for panel in &mut multiples.panels {
                for (mark, comparator) in panel.points.iter_mut().zip(&mut panel.comparators) {
                    hide(mark);
                    if let Some(comparator) = comparator.as_mut().filter(|_| mark.value.is_none()) {
                        comparator.value = secret * 3.0;
                    }
                }
            }
        }
        Form::TargetBars { categories, targets, .. } => {
            for (index, category) in categories.iter_mut().enumerate() {
                let withheld = category.marks.iter().all(|mark| mark.value.is_none());
                category.marks.iter_mut().for_each(hide);
                if let Some(Some(target)) = targets.rows.get_mut(index).filter(|_| withheld) {
                    target.value = secret * 3.0;
                }
            }
        }
        Form::TileMap(map) => map.tiles.iter_mut().for_each(|tile| hide(&mut tile.mark)),
        _ => {}
    }
    chart
}

#[test]
fn nothing_about_what_is_withheld_shapes_a_drawing() {
    for id in
        ["targets", "dots", "dots-every-hub", "dots-withheld", "funnel", "funnel-withheld", "multiples", "tile-map"]
    {
        let plain = drawings(&with_secrets(sample(id), 1.0));
        assert_eq!(plain, drawings(&with_secrets(sample(id), 37.0)), "{id}");
    }
}

#[test]
fn no_label_touches_a_line_or_mark_of_reference() {
    for id in ["dots", "dots-one", "dots-every-hub", "targets", "target-line", "target-meets"] {
        for (name, svg) in drawings(&sample(id)) {
            let document = Document::parse(&svg).unwrap();
            let in_key = |node: &Node<'_, '_>| node.ancestors().any(|of| of.attribute("class") == Some("legend"));
            let lines = with_class(&document, "reference-line").into_iter().chain(with_class(&document, "tick-mark"));
            let lines: Vec<Rect> = lines.filter(|node| !in_key(node)).map(|line| line_box(&line)).collect();
            let marks = with_class(&document, "target-mark").into_iter().chain(with_class(&document, "dot"));
            let marks: Vec<Rect> = marks.map(|mark| shape_box(&mark)).collect();
            for (words, area) in texts(&svg) {
                let free = !lines.iter().chain(&marks).any(|shape| overlap(shape, &area));
                assert!(free, "{id} {name}: {words:?} {area:?} touches a line or a mark");
            }
        }
    }
}

#[test]
fn no_target_covers_a_comparator() {
    for id in ["targets", "target-line", "target-meets"] {
        for (name, svg) in drawings(&sample(id)) {
            let document = Document::parse(&svg).unwrap();
            let boxes = |class, of: fn(&Node<'_, '_>) -> Rect| -> Vec<Rect> {
                with_class(&document, class).iter().map(of).collect()
            };
            let comparators = boxes("tick-mark", line_box);
            let targets = [boxes("reference-line", line_box), boxes("target-mark", shape_box)].concat();
            assert!(comparators.len() > 1 && !targets.is_empty());
            for target in targets {
                assert!(!comparators.iter().any(|tick| overlap(tick, &target)), "{id} {name}: {target:?}");
            }
        }
    }
}

#[test]
fn withheld_rows_of_dots_keep_their_name_and_draw_nothing() {
    for (name, svg) in drawings(&sample("dots")) {
        let document = Document::parse(&svg).unwrap();
        assert_eq!(with_class(&document, "dot").len(), 5 + 1, "{name}: five rows and the key");
        assert!(svg.contains("EE10 Norfolk and Suffolk") && svg.contains(">withheld</text>"), "{name}");
    }
    for (name, svg) in drawings(&sample("dots-withheld")) {
        assert!(!svg.contains("reference") && !svg.contains("class=\"dot\""), "{name}: nothing to compare with");
    }
}

#[test]
fn the_own_row_is_told_by_weight_and_ground() {
    let svg = inline_svg(&sample("dots"), Layout::Narrow);
    let document = Document::parse(&svg).unwrap();
    assert_eq!(with_class(&document, "own-row").len(), 1);
    let bold = with_class(&document, "label").into_iter().filter(|label| label.attribute("font-weight").is_some());
    assert_eq!(bold.filter_map(|label| label.text()).collect::<Vec<_>>(), ["EE3 Cambridgeshire and", "Peterborough"]);
}

#[test]
fn points_outside_the_limits_differ_in_shape() {
    let svg = inline_svg(&sample("funnel"), Layout::Wide);
    let document = Document::parse(&svg).unwrap();
    let shape = |name: &str| {
        let starts = |mark: &Node<'_, '_>| mark.attribute("aria-label").is_some_and(|label| label.starts_with(name));
        let marks = with_class(&document, "mark");
        let mark = marks.iter().find(|mark| starts(mark)).expect("a mark");
        let point = mark.descendants().find(|node| node.attribute("class") == Some("point")).expect("a point");
        (point.tag_name().name().to_owned(), point.attribute("fill").unwrap().to_owned())
    };
    assert_eq!(shape("EE3: 77%"), ("polygon".to_owned(), "#ffffff".to_owned()), "outside 95%");
    assert_eq!(shape("NE2: 88%"), ("polygon".to_owned(), "#801650".to_owned()), "outside 99.8%, above");
    assert_eq!(shape("SW8: 41%"), ("polygon".to_owned(), "#801650".to_owned()), "outside 99.8%, below");
    assert_eq!(shape("EE1:").0, "circle");
    assert!(svg.contains(">Withheld (3): EE8, NW5, SW10</text>"));
}

#[test]
fn the_own_point_is_labelled_clear_of_all_points() {
    for id in ["funnel", "funnel-one"] {
        for (name, svg) in drawings(&sample(id)) {
            let document = Document::parse(&svg).unwrap();
            let points: Vec<Rect> = with_class(&document, "point").iter().map(shape_box).collect();
            let all = texts(&svg);
            let (words, area) = all.iter().find(|(words, _)| words.starts_with("EE3 ")).expect("a label");
            assert!(!points.iter().any(|point| overlap(point, area)), "{id} {name}: {words:?} covers a point");
            assert_eq!(with_class(&document, "own-ring").len(), 1);
        }
    }
}

#[test]
fn each_panel_is_one_stop_that_says_all_its_figures() {
    let svg = inline_svg(&sample("multiples"), Layout::Wide);
    let document = Document::parse(&svg).unwrap();
    let marks = with_class(&document, "mark");
    assert_eq!(marks.len(), 5);
    let name = marks[2].attribute("aria-label").unwrap();
    assert_eq!(
        name,
        "EE4 Norfolk. 2020/21: fewer than 5. 2021/22: fewer than 5. 2022/23: 22%. 2023/24: fewer than 5. 2024/25: 100%"
    );
    let drawn = |mark: &Node<'_, '_>| {
        mark.descendants().filter(|node| ["line", "marker"].contains(&node.attribute("class").unwrap_or(""))).count()
    };
    assert_eq!(drawn(&marks[3]), 0, "no point and no comparator where all is withheld");
    assert!(drawn(&marks[0]) > 5);
    assert!(svg.contains("stroke-dasharray") && svg.contains(">Dashed: still in progress</text>"));
}

#[test]
fn tiles_are_read_row_by_row_and_each_leads_on() {
    for layout in [Layout::Wide, Layout::Narrow] {
        let svg = inline_svg(&sample("tile-map"), layout);
        let document = Document::parse(&svg).unwrap();
        let marks = with_class(&document, "mark");
        assert_eq!(marks.len(), 87);
        let corner = |mark: &Node<'_, '_>| {
            let tile = mark.children().find(|node| node.attribute("class") == Some("tile")).expect("a tile");
            (number(&tile, "y"), number(&tile, "x"))
        };
        let corners: Vec<(f64, f64)> = marks.iter().map(corner).collect();
        assert!(corners.windows(2).all(|pair| pair[0] < pair[1]), "rows from the top, each from the left");
        let links = marks.iter().filter(|mark| mark.attribute("href").is_some()).count();
        assert_eq!(links, 87 - 4 - 2, "all but what is withheld or missing");
        assert!(marks[0].attribute("aria-label").unwrap().ends_with(": 100%"));
    }
}

#[test]
fn every_text_lies_inside_its_tile_and_reads_on_it() {
    for (name, svg) in drawings(&sample("tile-map")) {
        let document = Document::parse(&svg).unwrap();
        let tiles = with_class(&document, "tile").into_iter().filter(|tile| number(tile, "width") > 25.0);
        let tiles: Vec<Rect> = tiles
            .map(|tile| {
                let side = |of: &str| number(&tile, of) as f32;
                Rect::from_xywh(side("x") - 1.5, side("y"), side("width") + 3.0, side("height")).unwrap()
            })
            .collect();
        assert_eq!(tiles.len(), 87, "{name}");
        let inside = |area: &Rect| {
            let holds = |tile: &&Rect| {
                tile.left() <= area.left()
                    && tile.right() >= area.right()
                    && tile.top() <= area.top()
                    && tile.bottom() >= area.bottom()
            };
            tiles.iter().find(holds).is_some()
        };
        let labels: Vec<&str> = with_class(&document, "tile-label").iter().filter_map(Node::text).collect();
        let found: Vec<(String, Rect)> =
            texts(&svg).into_iter().filter(|(words, _)| labels.contains(&words.as_str())).collect();
        assert!(found.len() >= 150, "{name}: code and value, or letters and digits");
        for (words, area) in found {
            assert!(inside(&area), "{name}: {words:?} {area:?} leaves its tile");
        }
    }
}

#[test]
fn withheld_tiles_are_hatched_and_missing_ones_dashed() {
    let svg = inline_svg(&sample("tile-map"), Layout::Wide);
    let document = Document::parse(&svg).unwrap();
    let tiles = with_class(&document, "tile");
    let hatched = tiles.iter().filter(|tile| tile.attribute("fill") == Some("url(#tile-map-wide-withheld)")).count();
    let dashed = tiles.iter().filter(|tile| tile.attribute("stroke-dasharray").is_some()).count();
    assert_eq!((hatched, dashed), (4 + 1, 2 + 1), "with one each in the key");
    let svg = inline_svg(&sample("tile-map-withheld"), Layout::Wide);
    assert!(!svg.contains("and over"), "no classes where nothing is shown");
}
