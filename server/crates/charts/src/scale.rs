//! The axis of values: from zero, with round ticks, and its numbers as words.

use plotters::coord::ranged1d::Ranged;
use plotters::coord::types::RangedCoordf64;

use crate::backend::TENTHS;
use crate::{Axis, Unit};

/// Larger values than this are drawn at the end of the axis.
const MOST: f64 = 1e15;

/// A scale of values over a stretch of pixels.
#[derive(Clone)]
pub(crate) struct Scale {
    unit: Unit,
    /// The largest value of the axis.
    pub max: f64,
    step: f64,
    range: RangedCoordf64,
    pixels: (i32, i32),
}

impl Scale {
    /// An axis that holds `reach`, with about `most` steps.
    pub(crate) fn new(axis: &Axis, reach: f64, most: usize) -> Scale {
        let wanted = axis.max.filter(|max| max.is_finite() && *max > 0.0);
        let fallback = if axis.unit == Unit::Percent { 100.0 } else { 5.0 };
        let data = if reach > 0.0 { reach.min(MOST) } else { wanted.unwrap_or(fallback) };
        let least = if axis.unit == Unit::Count { 1.0 } else { 0.0 };
        let (max, step) = match wanted {
            Some(max) if max >= data => (max, nice_step(max, most, least)),
            _ => {
                let step = nice_step(data, most, least);
                // Ending half way to the next tick wastes less room than ending on it.
                let max = (data / step * 2.0 - 1e-9).ceil() * step / 2.0;
                (if axis.unit == Unit::Percent && data <= 100.0 { max.min(100.0) } else { max }, step)
            }
        };
        Scale { unit: axis.unit, max, step, range: (0.0..max).into(), pixels: (0, 0) }
    }

    /// The same scale from the pixel `zero` to the pixel `end`.
    pub(crate) fn over(mut self, zero: f64, end: f64) -> Scale {
        self.pixels = ((zero * TENTHS).round() as i32, (end * TENTHS).round() as i32);
        self
    }

    /// The pixel of a value, to a tenth.
    pub(crate) fn at(&self, value: f64) -> f64 {
        f64::from(self.range.map(&value.clamp(0.0, self.max), self.pixels)) / TENTHS
    }

    /// The values of the ticks, zero first.
    pub(crate) fn ticks(&self) -> Vec<f64> {
        let count = (self.max / self.step + 1e-9).floor() as usize;
        (0..=count).map(|index| index as f64 * self.step).collect()
    }

    /// A tick in words.
    pub(crate) fn words(&self, value: f64) -> String {
        let decimals = (0..4).find(|places| is_whole(self.step * 10f64.powi(*places))).unwrap_or(4);
        let decimals = if value == 0.0 { 0 } else { decimals };
        let number = thousands(&format!("{value:.0$}", decimals as usize));
        if self.unit == Unit::Percent { number + "%" } else { number }
    }
}

/// The smallest step of 1, 2, 2.5 or 5 times a power of ten that covers `max` in `most` steps.
fn nice_step(max: f64, most: usize, least: f64) -> f64 {
    let rough = (max / most.max(1) as f64).max(least).max(f64::MIN_POSITIVE);
    let power = 10f64.powf(rough.log10().floor());
    let fits = |step: &f64| *step >= rough * (1.0 - 1e-9) && (least == 0.0 || is_whole(*step));
    [1.0, 2.0, 2.5, 5.0, 10.0].into_iter().map(|part| part * power).find(fits).unwrap_or(10.0 * power)
}

fn is_whole(value: f64) -> bool {
    (value - value.round()).abs() < 1e-6
}

/// Puts commas between the thousands of a written number.
pub(crate) fn thousands(number: &str) -> String {
    let (whole, rest) = number.split_at(number.find('.').unwrap_or(number.len()));
    let mut out = String::with_capacity(number.len() + 4);
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ticks(unit: Unit, max: Option<f64>, reach: f64) -> Vec<String> {
        let scale = Scale::new(&Axis { label: String::new(), unit, max }, reach, 5);
        scale.ticks().into_iter().map(|tick| scale.words(tick)).collect()
    }

    #[test]
    fn ticks_are_round_and_hold_the_data() {
        assert_eq!(ticks(Unit::Percent, Some(100.0), 74.0), ["0%", "20%", "40%", "60%", "80%", "100%"]);
        assert_eq!(ticks(Unit::Percent, None, 98.6), ["0%", "20%", "40%", "60%", "80%", "100%"]);
        assert_eq!(ticks(Unit::Percent, None, 11.0), ["0%", "2.5%", "5.0%", "7.5%", "10.0%"]);
        assert_eq!(ticks(Unit::Count, None, 26_783.0), ["0", "10,000", "20,000", "30,000"]);
        assert_eq!(ticks(Unit::Count, None, 3.0), ["0", "1", "2", "3"]);
        assert_eq!(ticks(Unit::Count, None, 12.0), ["0", "5", "10"]);
        assert_eq!(ticks(Unit::Per100, None, 1.2), ["0", "0.25", "0.50", "0.75", "1.00", "1.25"]);
    }

    #[test]
    fn a_value_beyond_the_wanted_end_extends_the_axis() {
        assert_eq!(ticks(Unit::Percent, Some(100.0), 130.0).last().map(String::as_str), Some("150%"));
    }

    #[test]
    fn nothing_shown_still_makes_an_axis() {
        assert_eq!(ticks(Unit::Count, None, 0.0).len(), 6);
        assert_eq!(ticks(Unit::Percent, None, 0.0).last().map(String::as_str), Some("100%"));
    }

    #[test]
    fn pixels_follow_values_to_a_tenth() {
        let axis = Axis { label: String::new(), unit: Unit::Percent, max: Some(100.0) };
        let scale = Scale::new(&axis, 50.0, 4).over(100.0, 300.0);
        assert_eq!((scale.at(0.0), scale.at(50.0), scale.at(74.3), scale.at(200.0)), (100.0, 200.0, 248.6, 300.0));
    }
}
