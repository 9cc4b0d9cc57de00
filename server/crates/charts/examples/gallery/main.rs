//! Draws the sample charts into a folder, to be looked at: files as PNG and SVG, both page drawings as PNG,
//! and a page with all of them. Prints the processor time that drawing takes.
//!
//! `cargo run -p charts --example gallery -- FOLDER`

mod samples;

use std::error::Error;
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use charts::{Layout, inline_svg, png, standalone_svg};
use resvg::tiny_skia::{Color, Pixmap, Transform};
use resvg::usvg::{self, fontdb};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).ok_or("name a folder")?);
    fs::create_dir_all(&folder)?;
    let mut page = String::from(
        "<!doctype html><html lang=en><meta charset=utf-8><title>Gallery</title><body><main><h1>Gallery</h1>",
    );
    for chart in samples::all() {
        let name: String = chart.id.chars().filter(|letter| letter.is_ascii_alphanumeric() || *letter == '-').collect();
        fs::write(folder.join(format!("{name}.svg")), standalone_svg(&chart, true))?;
        fs::write(folder.join(format!("{name}.png")), png(&chart, 1, true)?)?;
        for (layout, suffix) in [(Layout::Wide, "wide"), (Layout::Narrow, "narrow")] {
            let svg = inline_svg(&chart, layout);
            fs::write(folder.join(format!("{name}-{suffix}.png")), picture(&svg)?)?;
            page.push_str(&svg);
        }
        let average = |times: u32, draw: &dyn Fn() -> usize| -> Duration {
            let start = processor_time();
            (0..times).for_each(|_| assert!(draw() > 0));
            (processor_time() - start) / times
        };
        let svg = average(500, &|| inline_svg(&chart, Layout::Wide).len());
        let picture = average(5, &|| png(&chart, 2, true).map_or(0, |bytes| bytes.len()));
        let bytes = inline_svg(&chart, Layout::Wide).len();
        println!("{name:16} svg {svg:>10.1?} {bytes:>7} bytes, png at 2x {picture:>8.1?}");
    }
    page.push_str("</main></body></html>");
    fs::write(folder.join("page.html"), page)?;
    Ok(())
}

/// Time this thread has spent on a processor (a busy machine says nothing by the clock); zero where Linux does not say.
fn processor_time() -> Duration {
    let times = fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    times.split(' ').next().and_then(|nanos| nanos.parse().ok()).map_or(Duration::ZERO, Duration::from_nanos)
}

/// A page drawing as a browser without Arial would show it.
fn picture(svg: &str) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut fonts = fontdb::Database::new();
    for font in [dejavu::sans::regular(), dejavu::sans::bold()] {
        fonts.load_font_source(fontdb::Source::Binary(Arc::new(font)));
    }
    fonts.set_sans_serif_family("DejaVu Sans");
    let options = usvg::Options { fontdb: Arc::new(fonts), ..usvg::Options::default() };
    let tree = usvg::Tree::from_str(svg, &options)?;
    let (width, height) = (tree.size().width() as u32, tree.size().height() as u32);
    let mut picture = Pixmap::new(width, height).ok_or("no size")?;
    picture.fill(Color::WHITE);
    resvg::render(&tree, Transform::identity(), &mut picture.as_mut());
    Ok(picture.encode_png()?)
}
