//! One row of a stacked bar: segments with white gaps, labels inside them where they fit.
//! Withheld parts follow the stack as words and shift nothing.

use crate::backend::Pen;
use crate::bars::{self, BEFORE_LABEL};
use crate::canvas::{Area, Canvas, Type};
use crate::scale::Scale;
use crate::{Category, Mark, theme};

/// White space between segments.
const GAP: f64 = 2.0;

/// Draws the marks end to end in `bar`; labels keep clear of the comparator at the given pixel.
pub(crate) fn draw_row(
    canvas: &Canvas,
    scale: &Scale,
    bar: Area,
    series: &[String],
    category: &Category,
    comparator: Option<f64>,
) {
    let mut total = 0.0;
    for (index, mark) in category.marks.iter().enumerate() {
        let Some(value) = mark.shown().filter(|value| *value > 0.0) else {
            continue;
        };
        let (left, right) = (scale.at(total), scale.at(total + value));
        total += value;
        let right = if right - left > GAP + 1.0 { right - GAP } else { right.min(left + 1.0) };
        canvas.mark(&mark.tooltip, mark.href.as_deref(), || {
            canvas.bar(Area { left, right, ..bar }, index, mark.immature);
            draw_label(canvas, mark, Area { left, right, ..bar }, index, comparator);
        });
    }
    if let Some(words) = withheld_words(series, &category.marks) {
        let below = words_go_below(canvas, scale, series, category);
        let left = if below { bar.left } else { after(scale, category) };
        let middle = if below { bar.bottom + canvas.look.line() / 2.0 + 1.0 } else { bar.middle() };
        let withheld = || category.marks.iter().filter(|mark| mark.shown().is_none());
        let name: Vec<&str> = withheld().map(|mark| mark.tooltip.as_str()).collect();
        canvas.mark(&name.join(". "), withheld().find_map(|mark| mark.href.as_deref()), || {
            bars::draw_words(canvas, &words, left, canvas.look.right(), middle);
        });
    } else if total == 0.0 {
        let name: Vec<&str> = category.marks.iter().map(|mark| mark.tooltip.as_str()).collect();
        let how = bars::value_type(canvas);
        canvas.mark(&name.join(". "), None, || {
            canvas.text("0", (bar.left + BEFORE_LABEL, how.baseline(bar.middle())), how);
        });
    }
}

/// Whether the words for withheld parts find no room behind the stack and need a line below it.
pub(crate) fn words_go_below(canvas: &Canvas, scale: &Scale, series: &[String], category: &Category) -> bool {
    let Some(words) = withheld_words(series, &category.marks) else {
        return false;
    };
    let from = after(scale, category);
    from > scale.at(0.0) && from + BEFORE_LABEL + words_type(canvas).width(&words) > canvas.look.right()
}

/// Where words behind the stack may begin, clear of the comparator.
fn after(scale: &Scale, category: &Category) -> f64 {
    let end = scale.at(category.marks.iter().filter_map(Mark::shown).sum());
    let comparator = category.shown_comparator().map(|comparator| scale.at(comparator.value));
    comparator.filter(|x| *x > end - 6.0).map_or(end, |x| x + 2.0)
}

fn words_type(canvas: &Canvas) -> Type {
    Type::new("withheld", canvas.look.text)
}

/// The names of the withheld parts with their words: "Deferred, Withdrawn: fewer than 5".
fn withheld_words(series: &[String], marks: &[Mark]) -> Option<String> {
    let mut by_words: Vec<(&str, Vec<&str>)> = Vec::new();
    for (index, mark) in marks.iter().enumerate().filter(|(_, mark)| mark.shown().is_none()) {
        let name = series.get(index).map_or("", String::as_str);
        match by_words.iter_mut().find(|(words, _)| *words == mark.label) {
            Some((_, names)) => names.push(name),
            None => by_words.push((&mark.label, vec![name])),
        }
    }
    let phrase = |(words, names): &(&str, Vec<&str>)| match names.len() {
        1 if marks.len() == 1 => (*words).to_owned(),
        count if count == marks.len() => format!("All parts: {words}"),
        _ => format!("{}: {words}", names.join(", ")),
    };
    let phrases: Vec<String> = by_words.iter().map(phrase).collect();
    (!phrases.is_empty()).then(|| phrases.join("; "))
}

/// Writes the label in the middle of its segment, or beside the comparator in it, or not at all.
fn draw_label(canvas: &Canvas, mark: &Mark, segment: Area, series: usize, comparator: Option<f64>) {
    let colour = theme::series(series);
    let ground = if mark.immature { theme::pale(colour) } else { colour };
    let how = Type::new("value", canvas.look.text).bold().centred().colour(theme::text_on(ground));
    let width = how.width(&mark.label) + 8.0;
    let pieces = match comparator.filter(|x| *x > segment.left - 6.0 && *x < segment.right + 6.0) {
        Some(x) => vec![(segment.left, x - 4.0), (x + 4.0, segment.right)],
        None => vec![(segment.left, segment.right)],
    };
    let widest = pieces.into_iter().max_by(|one, other| (one.1 - one.0).total_cmp(&(other.1 - other.0)));
    let Some((left, right)) = widest.filter(|(left, right)| right - left >= width + 4.0) else {
        return;
    };
    let middle = (left + right) / 2.0;
    if theme::has_pattern(series) {
        // A plain plate keeps the pattern from the digits.
        let half = canvas.look.text * 0.62;
        let plate = Area {
            left: middle - width / 2.0,
            top: segment.middle() - half,
            right: middle + width / 2.0,
            bottom: segment.middle() + half,
        };
        canvas.rect(plate, ground, Pen::class("plate"));
    }
    canvas.text(&mark.label, (middle, how.baseline(segment.middle())), how);
}
