//! What every drawing must be: well-formed, inside its edges, free of collisions, and silent about withheld figures.

mod support;

use charts::{
    Axis, Category, Chart, ChartError, Comparator, Form, Layout, Mark, Unit, inline_svg, png, standalone_svg,
};
use resvg::tiny_skia::Rect;
use resvg::usvg::roxmltree::{Document, Node};
use support::{drawings, number, overlap, sample, samples, texts, with_class};

fn every_drawing(mut check: impl FnMut(&str, &Chart, &str)) {
    for chart in samples::all() {
        for (name, svg) in drawings(&chart) {
            check(&format!("{} {name}", chart.id), &chart, &svg);
        }
    }
}

#[test]
fn every_drawing_is_well_formed_and_named() {
    every_drawing(|name, chart, svg| {
        let document = Document::parse(svg).unwrap_or_else(|error| panic!("{name}: {error}"));
        let root = document.root_element();
        let parts: Vec<_> = root.children().take(2).collect();
        assert_eq!((parts[0].tag_name().name(), parts[1].tag_name().name()), ("title", "desc"), "{name}");
        assert_eq!(parts[0].text(), Some(chart.title.as_str()), "{name}");
        assert_eq!(parts[1].text(), Some(chart.description.as_str()), "{name}");
        let named = format!("{} {}", parts[0].attribute("id").unwrap(), parts[1].attribute("id").unwrap());
        assert_eq!(root.attribute("aria-labelledby"), Some(named.as_str()), "{name}");
        let mut ids: Vec<_> = document.descendants().filter_map(|node| node.attribute("id")).collect();
        ids.sort_unstable();
        ids.dedup();
        let all = document.descendants().filter(|node| node.attribute("id").is_some()).count();
        assert_eq!(ids.len(), all, "{name}: ids are unique");
    });
}

#[test]
fn no_style_no_script_and_only_safe_links() {
    every_drawing(|name, _, svg| {
        let document = Document::parse(svg).unwrap();
        for node in document.descendants().filter(Node::is_element) {
            assert!(!["style", "script", "foreignObject", "image"].contains(&node.tag_name().name()), "{name}");
            for attribute in node.attributes() {
                assert!(attribute.name() != "style" && !attribute.name().starts_with("on"), "{name}");
            }
            if let Some(href) = node.attribute("href") {
                let address = href.starts_with("https://");
                assert!(address || (!name.contains("file") && href.starts_with('/')), "{name}: {href}");
            }
        }
    });
}

#[test]
fn no_text_leaves_the_drawing_or_covers_another() {
    every_drawing(|name, _, svg| {
        let document = Document::parse(svg).unwrap();
        let root = document.root_element();
        let paper = Rect::from_xywh(0.0, 0.0, number(&root, "width") as f32, number(&root, "height") as f32).unwrap();
        let texts = texts(svg);
        assert!(!texts.is_empty(), "{name}");
        for (index, (words, area)) in texts.iter().enumerate() {
            let inside = area.left() >= 0.0
                && area.top() >= 0.0
                && area.right() <= paper.right()
                && area.bottom() <= paper.bottom();
            assert!(inside, "{name}: {words:?} leaves the drawing: {area:?}");
            for (other, other_area) in &texts[..index] {
                assert!(!overlap(area, other_area), "{name}: {words:?} {area:?} covers {other:?} {other_area:?}");
            }
        }
    });
}

#[test]
fn texts_are_large_enough_to_read() {
    every_drawing(|name, _, svg| {
        let least = if name.contains("narrow") || name.contains("file") { 14.0 } else { 16.0 };
        let document = Document::parse(svg).unwrap();
        for text in document.descendants().filter(|node| node.has_tag_name(("http://www.w3.org/2000/svg", "text"))) {
            // Four capitals must fit into a tile.
            let least = if text.attribute("class") == Some("tile-label") { 14.0 } else { least };
            assert!(number(&text, "font-size") >= least, "{name}: {text:?}");
            assert!(!["#28a197", "#f46a25"].contains(&text.attribute("fill").unwrap()), "{name}: {text:?}");
        }
    });
}

#[test]
fn no_label_touches_a_comparator() {
    for id in ["phases", "authorities", "two-years", "intervals", "hub-areas"] {
        for (name, svg) in drawings(&sample(id)) {
            let document = Document::parse(&svg).unwrap();
            let ticks: Vec<Rect> = with_class(&document, "tick-mark")
                .iter()
                .map(|tick| {
                    let half = number(tick, "stroke-width") / 2.0;
                    let (x, top, bottom) = (number(tick, "x1"), number(tick, "y1"), number(tick, "y2"));
                    Rect::from_ltrb((x - half) as f32, top as f32, (x + half) as f32, bottom as f32).unwrap()
                })
                .collect();
            assert!(ticks.len() > 1);
            for (words, area) in texts(&svg) {
                assert!(!ticks.iter().any(|tick| overlap(tick, &area)), "{id} {name}: {words:?} touches a comparator");
            }
        }
    }
}

#[test]
fn withheld_marks_are_words_without_geometry() {
    every_drawing(|name, _, svg| {
        let document = Document::parse(svg).unwrap();
        for words in with_class(&document, "withheld") {
            let mark =
                words.ancestors().find(|node| node.attribute("class") == Some("mark")).expect("words are in a mark");
            let bracket = |node: &Node<'_, '_>| node.attribute("class") == Some("bracket");
            let is_title = |node: &Node<'_, '_>| node.tag_name().name() == "title";
            let mut shapes = mark.children().filter(|node| node.is_element() && !is_title(node) && !bracket(node));
            assert!(shapes.all(|node| node.tag_name().name() == "text"), "{name}: {words:?}");
        }
    });
}

/// A chart with one withheld row, whose secrets are `interval` and `comparator`.
fn with_secret(interval: Option<(f64, f64)>, comparator: f64) -> Chart {
    let shown = Mark { value: Some(40.0), label: "40%".into(), tooltip: "Primary: 40%".into(), ..Mark::default() };
    let withheld =
        Mark { label: "fewer than 5".into(), tooltip: "Special: fewer than 5".into(), interval, ..Mark::default() };
    let row = |label: &str, mark| Category {
        label: label.into(),
        marks: vec![mark],
        comparator: Some(Comparator { value: comparator, label: "c".into() }),
        ..Category::default()
    };
    let mut rows = vec![row("Primary", shown), row("Special", withheld)];
    rows[0].comparator = None;
    Chart {
        id: "secret".into(),
        title: "t".into(),
        subtitle: String::new(),
        description: "d".into(),
        caption: Vec::new(),
        axis: Axis { label: String::new(), unit: Unit::Percent, max: None },
        form: Form::Bars { series: vec!["s".into()], categories: rows, stacked: false, comparator_name: None },
    }
}

#[test]
fn nothing_about_a_withheld_figure_shapes_the_drawing() {
    let plain = drawings(&with_secret(None, 10.0));
    assert_eq!(plain, drawings(&with_secret(Some((1.0, 99.0)), 95.0)));
    assert!(!plain[0].1.contains("comparator"));
}

#[test]
fn where_no_value_is_shown_no_axis_is_numbered() {
    let mut steps = sample("milestones");
    let Form::Steps { steps: all } = &mut steps.form else { panic!("steps") };
    all.iter_mut().for_each(|step| step.mark.value = None);
    for chart in [sample("all-withheld"), sample("dots-withheld"), steps] {
        for (name, svg) in drawings(&chart) {
            let document = Document::parse(&svg).unwrap();
            let has = |class: &str| !with_class(&document, class).is_empty();
            assert!(has("withheld") && !has("tick") && !has("axis-label"), "{} {name}", chart.id);
        }
    }
    let shown = inline_svg(&sample("milestones"), Layout::Wide);
    let shown = Document::parse(&shown).unwrap();
    assert!(with_class(&shown, "tick").len() > 2 && with_class(&shown, "axis-label").len() == 1);
}

#[test]
fn zero_is_written_and_has_no_bar() {
    let svg = inline_svg(&sample("phases"), Layout::Wide);
    let document = Document::parse(&svg).unwrap();
    let marks = with_class(&document, "mark");
    let zero = marks.iter().find(|mark| mark.attribute("aria-label") == Some("All-through: 0")).expect("a mark");
    assert!(zero.descendants().any(|node| node.is_text() && node.text() == Some("0")));
    assert!(!zero.descendants().any(|node| node.attribute("class") == Some("bar")));
}

#[test]
fn marks_on_pages_are_links_or_stops_of_the_tab_key() {
    let svg = inline_svg(&sample("phases"), Layout::Wide);
    let document = Document::parse(&svg).unwrap();
    assert_eq!(document.root_element().attribute("role"), Some("group"));
    for mark in with_class(&document, "mark") {
        let link = mark.has_tag_name(("http://www.w3.org/2000/svg", "a")) && mark.attribute("href").is_some();
        assert!(link || (mark.attribute("tabindex") == Some("0") && mark.attribute("role") == Some("img")), "{mark:?}");
        let title = mark.first_element_child().and_then(|title| title.text());
        assert_eq!(title, mark.attribute("aria-label"), "the title says what the name says");
    }
    let svg = inline_svg(&sample("hub-areas"), Layout::Wide);
    assert!(!svg.contains("tabindex"), "a hundred and sixty stops are no help");
}

#[test]
fn files_have_neither_focus_nor_names_inside_the_image() {
    let svg = standalone_svg(&sample("phases"), true);
    assert!(!svg.contains("tabindex") && !svg.contains("aria-label=") && !svg.contains("<a "));
    assert!(svg.contains("role=\"img\"") && svg.contains("fill=\"#ffffff\""));
    assert!(svg.contains("Primary and special schools") && svg.contains("Data as of"));
    assert!(!standalone_svg(&sample("phases"), false).contains(">Data as of"));
}

#[test]
fn what_readers_write_stays_text() {
    let svg = inline_svg(&sample("9 hostile\"><"), Layout::Wide);
    assert!(
        svg.contains(
            "&lt;b&gt;&amp;&quot;&#39; &lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;more&#39;"
        )
    );
    assert!(!svg.contains("javascript:") && !svg.contains("<script") && !svg.contains('\u{7}'));
    assert!(svg.contains("id=\"chart-9-hostile----wide-title\""), "{}", &svg[..400]);
}

#[test]
fn no_data_is_said_in_words() {
    for (name, svg) in drawings(&sample("nothing")) {
        assert!(svg.contains("No data to draw"), "{name}");
    }
}

#[test]
fn long_names_wrap_to_two_lines_or_keep_their_full_text() {
    let svg = standalone_svg(&sample("authorities"), true);
    assert!(svg.contains(">Cambridgeshire and</text>") && svg.contains(">Peterborough</text>"));
    let svg = inline_svg(&sample("hub-areas"), Layout::Wide);
    assert!(svg.contains("<title>North East Lincolnshire, Hull and East Riding of Yorkshire 2</title>"));
}

#[test]
fn pictures_have_the_size_asked_for_and_are_not_blank() {
    let chart = sample("phases");
    let svg = standalone_svg(&chart, true);
    let document = Document::parse(&svg).unwrap();
    let root = document.root_element();
    for scale in 1..=3_u8 {
        let bytes = png(&chart, scale, true).expect("a picture");
        let mut reader = ::png::Decoder::new(std::io::Cursor::new(bytes)).read_info().expect("a PNG");
        let mut pixels = vec![0; reader.output_buffer_size().expect("a size")];
        let info = reader.next_frame(&mut pixels).expect("pixels");
        let size = (f64::from(info.width), f64::from(info.height));
        assert_eq!(size, (number(&root, "width") * f64::from(scale), number(&root, "height") * f64::from(scale)));
        let blue = pixels.chunks_exact(3).filter(|pixel| *pixel == [0x12, 0x43, 0x6d]).count();
        let white = pixels.chunks_exact(3).filter(|pixel| *pixel == [255, 255, 255]).count();
        assert!(blue * 20 > pixels.len() / 3 && white * 2 > pixels.len() / 3, "bars and paper");
    }
    assert!(matches!(png(&chart, 4, true), Err(ChartError::Scale(4))));
}

#[test]
fn wide_bars_keep_their_structure() {
    insta::assert_snapshot!(inline_svg(&with_secret(None, 10.0), Layout::Wide).replace("><", ">\n<"));
}
