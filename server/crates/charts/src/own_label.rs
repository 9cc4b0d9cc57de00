//! The label of one point among many: put where it covers neither points nor lines, with a thin line to its point.

use crate::backend::Pen;
use crate::canvas::{Area, Canvas, Point, Type};
use crate::text::CAPITALS;
use crate::theme;

/// Half the side of the square that a point takes.
const POINT: f64 = 9.0;
/// Radius of the ring around the point that is labelled.
const RING: f64 = 12.5;

/// Draws `words` near `spot`, inside `plot`, clear of all `points` and `lines` where there is such a place.
pub(crate) fn draw(canvas: &Canvas, words: &str, spot: Point, plot: Area, taken: (&[Point], &[Point])) {
    let how = Type::new("value", canvas.look.text).bold().halo();
    let words = how.wrap(words, plot.right - plot.left, 1);
    let size = (words.width, how.size * CAPITALS);
    let best = spots(spot, size)
        .filter(|area| is_within(area, plot))
        .map(|area| (cost(&area, spot, taken), area))
        .min_by(|one, other| one.0.total_cmp(&other.0));
    let area = best.map_or(around((spot.0, plot.top + size.1), size), |(_, area)| area);
    let nearest = (spot.0.clamp(area.left, area.right), spot.1.clamp(area.top, area.bottom));
    let (dx, dy) = (nearest.0 - spot.0, nearest.1 - spot.1);
    let far = dx.hypot(dy);
    if far > RING + 8.0 {
        let start = (spot.0 + dx * RING / far, spot.1 + dy * RING / far);
        let end = (nearest.0 - dx * 4.0 / far, nearest.1 - dy * 4.0 / far);
        canvas.line(&[start, end], theme::INK, 1.0, Pen::class("leader"));
    }
    canvas.group("own-label", true, || canvas.text(&words.lines[0], (area.left, area.bottom), how));
}

/// Boxes around the point, in all directions and ever further away.
fn spots(spot: Point, size: (f64, f64)) -> impl Iterator<Item = Area> {
    let steps = (-16..=16).flat_map(|across| (-14..=14).map(move |down| (f64::from(across), f64::from(down))));
    steps.map(move |(across, down)| around((spot.0 + across * 14.0, spot.1 + down * 12.0), size))
}

fn around(middle: Point, (width, height): (f64, f64)) -> Area {
    let (left, top) = (middle.0 - width / 2.0, middle.1 - height / 2.0);
    Area { left, top, right: left + width, bottom: top + height }
}

fn is_within(area: &Area, plot: Area) -> bool {
    area.left >= plot.left + 4.0
        && area.right <= plot.right
        && area.top >= plot.top - 4.0
        && area.bottom <= plot.bottom - 6.0
}

/// Points weigh more than lines, and both more than any distance.
fn cost(area: &Area, spot: Point, (points, lines): (&[Point], &[Point])) -> f64 {
    let touches = |point: &Point, reach: f64| {
        point.0 > area.left - reach
            && point.0 < area.right + reach
            && point.1 > area.top - reach
            && point.1 < area.bottom + reach
    };
    let covered =
        points.iter().filter(|point| touches(point, if **point == spot { RING + 3.0 } else { POINT })).count();
    let crossed = lines.iter().filter(|point| touches(point, 5.0)).count();
    let far = (spot.0.clamp(area.left, area.right) - spot.0).hypot(spot.1.clamp(area.top, area.bottom) - spot.1);
    covered as f64 * 100_000.0 + crossed as f64 * 1_000.0 + far
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLOT: Area = Area { left: 0.0, top: 0.0, right: 400.0, bottom: 300.0 };

    fn best(spot: Point, points: &[Point]) -> Area {
        let rated = spots(spot, (80.0, 12.0)).filter(|area| is_within(area, PLOT));
        let cost = |area: &Area| cost(area, spot, (points, &[]));
        rated.min_by(|one, other| cost(one).total_cmp(&cost(other))).unwrap()
    }

    #[test]
    fn a_free_place_near_the_point_is_found() {
        let points: Vec<Point> =
            (0..12).map(|at| (150.0 + f64::from(at) * 9.0, 150.0 + f64::from(at % 3) * 9.0)).collect();
        for spot in &points {
            let area = best(*spot, &points);
            assert!(cost(&area, *spot, (&points, &[])) < 100.0, "{area:?}");
        }
    }
}
