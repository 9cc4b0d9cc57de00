//! Puts a drawing together: title and caption in files, the form in between, and the SVG around it.

use crate::backend::Pen;
use crate::canvas::{Area, Canvas, Type};
use crate::markup::Escaped;
use crate::theme::Look;
use crate::{Chart, Form, Layout, bars, dots, funnel, lines, multiples, steps, text, theme, tile_map};

/// What the drawing is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Medium {
    /// Inline on a page.
    Page(Layout),
    /// A file of its own, also the source of the PNG.
    File { with_title: bool },
}

/// A finished drawing.
pub(crate) struct Drawing {
    pub svg: String,
}

/// Draws `chart` for `medium`.
pub(crate) fn draw(chart: &Chart, medium: Medium) -> Drawing {
    let (look, suffix) = match medium {
        Medium::Page(Layout::Wide) => (Look::page(Layout::Wide, chart.form.marks()), "wide"),
        Medium::Page(Layout::Narrow) => (Look::page(Layout::Narrow, chart.form.marks()), "narrow"),
        Medium::File { .. } => (Look::file(), "file"),
    };
    let id = format!("{}-{suffix}", safe_id(&chart.id));
    let titled = medium == Medium::File { with_title: true };
    let canvas = Canvas::new(id.clone(), look);
    let mut y = look.margin;
    if titled {
        y = draw_title(&canvas, chart, y);
    }
    y = draw_form(&canvas, chart, y);
    if titled {
        y = draw_caption(&canvas, chart, y);
    }
    let height = (y + look.margin).ceil();
    Drawing { svg: document(chart, canvas, &id, suffix, height) }
}

fn draw_form(canvas: &Canvas, chart: &Chart, top: f64) -> f64 {
    if chart.form.is_empty() {
        return draw_nothing(canvas, top);
    }
    match &chart.form {
        Form::Bars { series, categories, stacked, comparator_name } => {
            let comparator_name = comparator_name.as_deref();
            let bars = bars::Bars { series, categories, stacked: *stacked, comparator_name, targets: None };
            bars::draw(canvas, &chart.axis, &bars, top)
        }
        Form::TargetBars { series, categories, comparator_name, targets } => {
            let (comparator_name, targets) = (comparator_name.as_deref(), Some(targets));
            let bars = bars::Bars { series, categories, stacked: false, comparator_name, targets };
            bars::draw(canvas, &chart.axis, &bars, top)
        }
        Form::Dots(dots) => dots::draw(canvas, &chart.axis, dots, top),
        Form::Funnel(funnel) => funnel::draw(canvas, &chart.axis, funnel, top),
        Form::Multiples(multiples) => multiples::draw(canvas, &chart.axis, multiples, top),
        Form::TileMap(map) => tile_map::draw(canvas, &chart.axis, map, top),
        Form::Lines { periods, series } => lines::draw(canvas, &chart.axis, periods, series, top),
        Form::Steps { steps } => steps::draw(canvas, &chart.axis, steps, top),
    }
}

fn draw_nothing(canvas: &Canvas, top: f64) -> f64 {
    let look = canvas.look;
    let bottom = top + 132.0;
    let middle = look.width / 2.0;
    let frame = Area { left: look.left(), top, right: look.right(), bottom };
    let pen = Pen { class: "empty", outline: Some((theme::GRID, 2.0)), dashed: true, ..Pen::default() };
    canvas.rect(frame, theme::PAPER, pen);
    let how = Type::new("label", look.text).centred();
    canvas.text("No data to draw", (middle, frame.middle() - 6.0), how.bold());
    let hint = how.wrap("No figures match these choices.", look.right() - look.left() - 24.0, 2);
    canvas.lines(&hint.lines, (middle, frame.middle() + look.line()), how.colour(theme::QUIET));
    bottom
}

fn draw_title(canvas: &Canvas, chart: &Chart, top: f64) -> f64 {
    let look = canvas.look;
    let room = look.right() - look.left();
    let title = Type::new("title", 22.0).bold();
    let subtitle = Type::new("subtitle", look.text).colour(theme::QUIET);
    let lines = text::wrap_evenly(&chart.title, room, 3, title.size, true).lines;
    let mut y = canvas.lines(&lines, (look.left(), top + 18.0), title);
    if !chart.subtitle.trim().is_empty() {
        let lines = subtitle.wrap(&chart.subtitle, room, 3).lines;
        y = canvas.lines(&lines, (look.left(), y - 2.0), subtitle);
    }
    y
}

fn draw_caption(canvas: &Canvas, chart: &Chart, top: f64) -> f64 {
    let look = canvas.look;
    if chart.caption.is_empty() {
        return top;
    }
    let how = Type::new("caption", 14.0).colour(theme::QUIET);
    let rule = top + 12.0;
    let pen = Pen::class("rule");
    canvas.line(&[(look.left(), rule), (look.right(), rule)], theme::GRID, 1.0, pen);
    let mut y = rule + 22.0;
    for paragraph in &chart.caption {
        let lines = how.wrap(paragraph, look.right() - look.left(), 4).lines;
        y = canvas.lines(&lines, (look.left(), y), how) + 2.0;
    }
    y - theme::line(how.size) + 2.0
}

/// Marks that can be focused must not stand inside an image, for assistive technology hides what is inside:
/// a drawing with such marks is a group, one without is an image.
fn document(chart: &Chart, canvas: Canvas, id: &str, suffix: &str, height: f64) -> String {
    let look = canvas.look;
    let (body, definitions, has_links) = canvas.finish();
    let role = if look.page || has_links { "group" } else { "img" };
    let font = if look.page { theme::PAGE_FONT } else { theme::FILE_FONT };
    let background = if look.page { "" } else { "<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>" };
    let definitions = if definitions.is_empty() { definitions } else { format!("<defs>{definitions}</defs>") };
    let (title, description) = (Escaped(&chart.title), Escaped(&chart.description));
    let width = look.width;
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart chart--{suffix}\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {width} {height}\" role=\"{role}\" aria-labelledby=\"{id}-title {id}-desc\" font-family=\"{font}\">\
         <title id=\"{id}-title\">{title}</title><desc id=\"{id}-desc\">{description}</desc>\
         {definitions}{background}{body}</svg>"
    )
}

/// Letters, digits, hyphens and underscores, beginning with a letter.
fn safe_id(id: &str) -> String {
    let keep = |letter: char| {
        if letter.is_ascii_alphanumeric() || letter == '_' { letter } else { '-' }
    };
    let id: String = id.chars().map(keep).collect();
    if id.starts_with(|first: char| first.is_ascii_alphabetic()) { id } else { format!("chart-{id}") }
}
