//! PNG through resvg, with the embedded DejaVu Sans and no other font.

use std::sync::{Arc, OnceLock};

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{self, fontdb};

/// Why a PNG could not be made.
#[derive(Debug, thiserror::Error)]
pub enum ChartError {
    /// The scale is not 1, 2 or 3.
    #[error("a PNG is drawn at 1, 2 or 3 times its size, not {0}")]
    Scale(u8),
    /// The drawing is not valid SVG: a fault of this crate.
    #[error("the drawing could not be read back: {0}")]
    Drawing(#[from] usvg::Error),
    /// The picture is too large or could not be encoded.
    #[error("the picture could not be made: {0}")]
    Picture(String),
}

/// More pixels than this (240 MB while drawing) are not drawn: enough for 160 rows at three times their size.
const MOST_PIXELS: u64 = 60_000_000;

/// Renders a stand-alone drawing, `scale` times its size.
pub(crate) fn render(svg: &str, scale: u8) -> Result<Vec<u8>, ChartError> {
    if !(1..=3).contains(&scale) {
        return Err(ChartError::Scale(scale));
    }
    let options = usvg::Options { fontdb: fonts(), font_family: "DejaVu Sans".to_owned(), ..usvg::Options::default() };
    let tree = usvg::Tree::from_str(svg, &options)?;
    let factor = f32::from(scale);
    let side = |length: f32| (length * factor).round() as u32;
    let (width, height) = (side(tree.size().width()), side(tree.size().height()));
    if u64::from(width) * u64::from(height) > MOST_PIXELS {
        return Err(ChartError::Picture(format!("{width} by {height} pixels are too many: take a smaller scale")));
    }
    let mut picture = Pixmap::new(width, height)
        .ok_or_else(|| ChartError::Picture(format!("{width} by {height} pixels is no size for a picture")))?;
    resvg::render(&tree, Transform::from_scale(factor, factor), &mut picture.as_mut());
    encode(&picture).map_err(|error| ChartError::Picture(error.to_string()))
}

/// Without the alpha channel (the background is white) and quickly: a third of the time of tiny-skia's own
/// encoder, for files half as large again.
fn encode(picture: &Pixmap) -> Result<Vec<u8>, png::EncodingError> {
    let pixels: Vec<u8> =
        picture.data().as_chunks().0.iter().flat_map(|[red, green, blue, _]| [*red, *green, *blue]).collect();
    let mut bytes = Vec::with_capacity(pixels.len() / 16);
    let mut encoder = png::Encoder::new(&mut bytes, picture.width(), picture.height());
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_filter(png::Filter::NoFilter);
    encoder.set_deflate_compression(png::DeflateCompression::Level(1));
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&pixels)?;
    writer.finish()?;
    Ok(bytes)
}

/// The embedded fonts, loaded once; `sans-serif` is DejaVu Sans too.
fn fonts() -> Arc<fontdb::Database> {
    static FONTS: OnceLock<Arc<fontdb::Database>> = OnceLock::new();
    let load = || {
        let mut fonts = fontdb::Database::new();
        for font in [dejavu::sans::regular(), dejavu::sans::bold()] {
            fonts.load_font_source(fontdb::Source::Binary(Arc::new(font)));
        }
        fonts.set_sans_serif_family("DejaVu Sans");
        Arc::new(fonts)
    };
    Arc::clone(FONTS.get_or_init(load))
}
