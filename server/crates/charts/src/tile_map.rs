//! A map of equal squares, each where its place lies, coloured in five classes. Every tile has its code; the class
//! is told by lightness and by the value in the tile or its name, withheld by hatching, no data by a dashed outline.

use plotters::style::RGBColor;

use crate::backend::Pen;
use crate::canvas::{Area, Canvas, Type};
use crate::legend::{self, Sample};
use crate::text::CAPITALS;
use crate::theme::{self, Pattern};
use crate::{Axis, Mark, Unit, scale};

/// Tiles in classes.
#[derive(Debug, Clone, PartialEq, Default, serde::Serialize, serde::Deserialize)]
pub struct TileMap {
    /// The tiles; drawn and read row by row, whatever their order.
    pub tiles: Vec<Tile>,
    /// Where the second to the fifth class begin, ascending: a value on a bound belongs to the class above it.
    pub bounds: [f64; 4],
}

/// One place.
#[derive(Debug, Clone, PartialEq, Default, serde::Serialize, serde::Deserialize)]
pub struct Tile {
    /// Row, 0 at the top.
    pub row: u8,
    /// Column, 0 on the left.
    pub column: u8,
    /// What is written in it: "EE3".
    pub code: String,
    /// Its value; the tooltip says name and value.
    pub mark: Mark,
    /// There is nothing to know (yet), as against a value that is withheld.
    pub missing: bool,
    /// The reader's own: with a thick outline and bold.
    pub own: bool,
}

/// How a tile is filled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ground {
    /// In the colour of a class.
    Class(usize),
    /// Hatched.
    Withheld,
    /// White with a dashed outline.
    NoData,
}

/// White between tiles.
const GAP: f64 = 2.0;
/// Size of the text in tiles, wide or narrow: four capitals must fit.
const TEXT: f64 = 14.0;

impl TileMap {
    fn ground(&self, tile: &Tile) -> Ground {
        match tile.mark.shown().filter(|_| !tile.missing) {
            Some(value) => Ground::Class(self.bounds.iter().filter(|bound| value >= **bound).count()),
            None if tile.missing => Ground::NoData,
            None => Ground::Withheld,
        }
    }

    /// The rows and columns that the tiles span.
    fn size(&self) -> (usize, usize) {
        let span = |of: fn(&Tile) -> u8| self.tiles.iter().map(|tile| usize::from(of(tile)) + 1).max().unwrap_or(1);
        (span(|tile| tile.row), span(|tile| tile.column))
    }
}

/// Draws the map from `top`, with its key; returns the lower end.
pub(crate) fn draw(canvas: &Canvas, axis: &Axis, map: &TileMap, top: f64) -> f64 {
    let look = canvas.look;
    let (rows, columns) = map.size();
    let room = look.right() - look.left();
    // Not larger than four capitals need: a map of a few tiles stays a small one.
    let side = (room / columns as f64).floor().min(if look.narrow { 44.0 } else { 48.0 });
    let key = Key::new(canvas, axis, map);
    let beside = key.left_beside(canvas, map, side);
    let map_top = if beside.is_some() { top + 2.0 } else { key.draw(canvas, (look.left(), top)) + 10.0 };
    // All codes break, or none.
    let one_line = map.tiles.iter().all(|tile| tile_type(tile).width(&tile.code) <= side - GAP);
    let mut order: Vec<&Tile> = map.tiles.iter().collect();
    order.sort_by_key(|tile| (tile.row, tile.column));
    for tile in order {
        let (left, upper) =
            (look.left() + f64::from(tile.column) * side + 1.0, map_top + f64::from(tile.row) * side + 1.0);
        let area = Area { left, top: upper, right: left + side - GAP, bottom: upper + side - GAP };
        let mark = &tile.mark;
        canvas.mark(&mark.tooltip, mark.href.as_deref(), || draw_tile(canvas, tile, area, map.ground(tile), one_line));
    }
    let bottom = map_top + rows as f64 * side;
    match beside {
        Some(left) => bottom.max(key.draw(canvas, (left, top))),
        None => bottom,
    }
}

fn tile_type(tile: &Tile) -> Type {
    let how = Type::new("tile-label", TEXT).centred();
    if tile.own { how.bold() } else { how }
}

fn draw_tile(canvas: &Canvas, tile: &Tile, area: Area, ground: Ground, one_line: bool) {
    draw_ground(canvas, area, ground);
    if tile.own {
        canvas.outline(area, theme::PAPER, 6.0, "rim");
        canvas.outline(area, theme::INK, 3.5, "own-tile");
    }
    let how = tile_type(tile).colour(theme::text_on(colour(ground)));
    // A white rim keeps the hatching from the letters.
    let how = if ground == Ground::Withheld { how.halo() } else { how };
    let room = area.right - area.left;
    let value = tile.mark.label.trim();
    let mut lines: Vec<String> = if one_line { vec![tile.code.clone()] } else { in_two(&tile.code) };
    if one_line && matches!(ground, Ground::Class(_)) && area.bottom - area.top >= 40.0 && how.width(value) <= room {
        lines.push(value.to_owned());
    }
    for line in &mut lines {
        *line = how.wrap(line, room, 1).lines.concat();
    }
    let (middle, step) = ((area.left + area.right) / 2.0, TEXT * CAPITALS + 3.5);
    let first = how.baseline(area.middle()) - (lines.len() as f64 - 1.0) * step / 2.0;
    for (index, line) in lines.iter().enumerate() {
        canvas.text(line, (middle, first + index as f64 * step), how);
    }
}

/// Letters above digits: "NW" and "10".
fn in_two(code: &str) -> Vec<String> {
    let digits = code.find(|letter: char| letter.is_ascii_digit()).filter(|at| *at > 0);
    digits.map_or(vec![code.to_owned()], |at| vec![code[..at].to_owned(), code[at..].to_owned()])
}

/// Fills a tile, or its sample in the key.
pub(crate) fn draw_ground(canvas: &Canvas, area: Area, ground: Ground) {
    let pen = Pen { class: "tile", outline: Some((theme::BLUE, 1.0)), ..Pen::default() };
    // The outline lies inside, so that neighbours stay apart.
    let inner = Area { left: area.left + 0.5, top: area.top + 0.5, right: area.right - 0.5, bottom: area.bottom - 0.5 };
    match ground {
        Ground::Class(_) => canvas.rect(inner, colour(ground), pen),
        Ground::Withheld => {
            let pen = Pen { outline: Some((theme::GREY, 1.0)), pattern: Some(Pattern::Withheld), ..pen };
            canvas.rect(inner, theme::PAPER, pen);
        }
        Ground::NoData => {
            canvas.rect(inner, theme::PAPER, Pen { outline: Some((theme::GREY, 1.0)), dashed: true, ..pen });
        }
    }
}

fn colour(ground: Ground) -> RGBColor {
    match ground {
        Ground::Class(class) => theme::CLASSES[class.min(theme::CLASSES.len() - 1)],
        Ground::Withheld | Ground::NoData => theme::PAPER,
    }
}

/// The key: what is measured, the classes from the highest down, and what has no class.
struct Key {
    label: Vec<String>,
    entries: Vec<(Sample, String)>,
}

impl Key {
    fn new(canvas: &Canvas, axis: &Axis, map: &TileMap) -> Key {
        let grounds: Vec<Ground> = map.tiles.iter().map(|tile| map.ground(tile)).collect();
        let mut entries: Vec<(Sample, String)> = Vec::new();
        if grounds.iter().any(|ground| matches!(ground, Ground::Class(_))) {
            let words = class_words(axis, &map.bounds);
            let class = |(at, words): (usize, String)| (Sample::Tile(Ground::Class(at)), words);
            entries.extend(words.into_iter().enumerate().map(class).rev());
        }
        for (ground, words) in [(Ground::Withheld, "Withheld"), (Ground::NoData, "No data")] {
            if grounds.contains(&ground) {
                entries.push((Sample::Tile(ground), words.to_owned()));
            }
        }
        let room = if canvas.look.narrow { canvas.look.right() - canvas.look.left() } else { 220.0 };
        Key { label: label_type(canvas).wrap(&axis.label, room, 4).lines, entries }
    }

    fn row(canvas: &Canvas) -> f64 {
        canvas.look.line() + 6.0
    }

    fn width(&self, canvas: &Canvas) -> f64 {
        let how = label_type(canvas);
        let entries = self.entries.iter().map(|(_, words)| how.width(words) + 32.0);
        entries.chain(self.label.iter().map(|line| how.width(line))).fold(0.0, f64::max)
    }

    /// Where the key may begin in the free corner at the upper right; none where it has no room there.
    fn left_beside(&self, canvas: &Canvas, map: &TileMap, side: f64) -> Option<f64> {
        let look = canvas.look;
        let height = (self.label.len() as f64 * look.line()) + self.entries.len() as f64 * Key::row(canvas) + 20.0;
        let near = map.tiles.iter().filter(|tile| f64::from(tile.row) * side < height);
        let right = near.map(|tile| f64::from(tile.column) + 1.0).fold(0.0, f64::max) * side + look.left();
        let left = right + 28.0;
        (!look.narrow && left + self.width(canvas) <= look.right()).then_some(left)
    }

    /// Draws it; returns its lower end.
    fn draw(&self, canvas: &Canvas, (left, top): (f64, f64)) -> f64 {
        let (look, how) = (canvas.look, label_type(canvas));
        let mut y = top;
        canvas.group("legend", false, || {
            if self.label.iter().any(|line| !line.is_empty()) {
                y = canvas.lines(&self.label, (left, top + look.text), how.colour(theme::QUIET)) - look.text + 4.0;
            }
            // Above the map the entries stand in two columns.
            let columns = if left > look.left() { 1 } else { 2 };
            let room = (look.right() - left) / columns as f64;
            let words = self.entries.iter().map(|(_, words)| how.width(words)).fold(0.0, f64::max);
            let width = if 2.0 * words + 86.0 <= look.right() - left { words + 54.0 } else { room };
            let rows = self.entries.len().div_ceil(columns);
            for (index, (sample, words)) in self.entries.iter().enumerate() {
                let (x, top) = (left + (index / rows) as f64 * width, y + (index % rows) as f64 * Key::row(canvas));
                let area = Area { left: x, top: top + 2.0, right: x + 24.0, bottom: top + Key::row(canvas) - 4.0 };
                legend::draw_sample(canvas, *sample, area);
                let words = how.wrap(words, width - 32.0, 1);
                canvas.text(&words.lines[0], (x + 32.0, how.baseline(area.middle())), how);
            }
            y += rows as f64 * Key::row(canvas);
        });
        y
    }
}

fn label_type(canvas: &Canvas) -> Type {
    Type::new("legend-label", canvas.look.text)
}

/// The classes in words: "under 50%", "50% to under 60%", "80% and over".
fn class_words(axis: &Axis, bounds: &[f64; 4]) -> Vec<String> {
    let words = bounds.map(|bound| {
        let number = if bound.is_finite() { scale::thousands(&format!("{bound}")) } else { "…".to_owned() };
        if axis.unit == Unit::Percent { number + "%" } else { number }
    });
    let between = words.windows(2).map(|pair| format!("{} to under {}", pair[0], pair[1]));
    let under = format!("Under {}", words[0]);
    std::iter::once(under).chain(between).chain([format!("{} and over", words[3])]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tile(value: Option<f64>, missing: bool) -> Tile {
        Tile { mark: Mark { value, ..Mark::default() }, missing, ..Tile::default() }
    }

    #[test]
    fn values_fall_into_classes_and_a_bound_belongs_above() {
        let map = TileMap { tiles: Vec::new(), bounds: [50.0, 60.0, 70.0, 80.0] };
        let class = |value| map.ground(&tile(Some(value), false));
        assert_eq!([0.0, 49.9, 50.0, 79.9, 80.0, 100.0].map(class), [0, 0, 1, 3, 4, 4].map(Ground::Class));
        assert_eq!(map.ground(&tile(None, false)), Ground::Withheld);
        assert_eq!(map.ground(&tile(None, true)), Ground::NoData);
        assert_eq!(map.ground(&tile(Some(70.0), true)), Ground::NoData);
    }

    #[test]
    fn classes_are_said_in_words() {
        let axis = Axis { label: String::new(), unit: Unit::Percent, max: None };
        let words = class_words(&axis, &[50.0, 60.0, 72.5, 80.0]);
        assert_eq!(
            words,
            ["Under 50%", "50% to under 60%", "60% to under 72.5%", "72.5% to under 80%", "80% and over"]
        );
        let counts = Axis { unit: Unit::Count, ..axis };
        assert_eq!(class_words(&counts, &[1.0, 10.0, 100.0, 1000.0])[4], "1,000 and over");
    }

    #[test]
    fn long_codes_break_before_their_digits() {
        assert_eq!(in_two("NW10"), ["NW", "10"]);
        assert_eq!(in_two("London"), ["London"]);
        assert_eq!(in_two("10"), ["10"]);
    }
}
