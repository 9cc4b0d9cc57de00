//! The samples in all their drawings, and ways to look into them.

#[path = "../../examples/gallery/samples/mod.rs"]
pub mod samples;

use std::sync::{Arc, OnceLock};

use charts::{Chart, Layout, inline_svg, standalone_svg};
use resvg::tiny_skia::Rect;
use resvg::usvg::roxmltree::{Document, Node};
use resvg::usvg::{self, fontdb};

/// Every drawing of a chart, by name.
pub fn drawings(chart: &Chart) -> [(&'static str, String); 4] {
    [
        ("wide", inline_svg(chart, Layout::Wide)),
        ("narrow", inline_svg(chart, Layout::Narrow)),
        ("file", standalone_svg(chart, true)),
        ("file without title", standalone_svg(chart, false)),
    ]
}

pub fn sample(id: &str) -> Chart {
    samples::all().into_iter().find(|chart| chart.id == id).expect("a sample of that name")
}

pub fn with_class<'a>(document: &'a Document<'a>, class: &str) -> Vec<Node<'a, 'a>> {
    let has = |node: &Node<'_, '_>| node.attribute("class").is_some_and(|of| of.split(' ').any(|one| one == class));
    document.descendants().filter(has).collect()
}

pub fn number(node: &Node<'_, '_>, name: &str) -> f64 {
    node.attribute(name).and_then(|value| value.parse().ok()).unwrap_or_default()
}

/// All texts with their boxes in px, as set in the embedded font; boxes are of the letters drawn.
pub fn texts(svg: &str) -> Vec<(String, Rect)> {
    static FONTS: OnceLock<Arc<fontdb::Database>> = OnceLock::new();
    let fonts = FONTS.get_or_init(|| {
        let mut fonts = fontdb::Database::new();
        for font in [dejavu::sans::regular(), dejavu::sans::bold()] {
            fonts.load_font_source(fontdb::Source::Binary(Arc::new(font)));
        }
        fonts.set_sans_serif_family("DejaVu Sans");
        Arc::new(fonts)
    });
    let options = usvg::Options { fontdb: Arc::clone(fonts), ..usvg::Options::default() };
    let tree = usvg::Tree::from_str(svg, &options).expect("valid SVG");
    let mut found = Vec::new();
    collect_texts(tree.root(), &mut found);
    found
}

fn collect_texts(group: &usvg::Group, found: &mut Vec<(String, Rect)>) {
    for node in group.children() {
        match node {
            usvg::Node::Group(group) => collect_texts(group, found),
            usvg::Node::Text(text) => {
                let words: String = text.chunks().iter().map(usvg::TextChunk::text).collect();
                found.push((words, text.flattened().abs_bounding_box()));
            }
            _ => {}
        }
    }
}

pub fn overlap(one: &Rect, other: &Rect) -> bool {
    one.left() < other.right() && other.left() < one.right() && one.top() < other.bottom() && other.top() < one.bottom()
}
