//! Gauss elimination over whole numbers: what several sums say together that none says alone.
//! Adds rows, replaces none; rows that grow too long or too heavy are left out.

use super::row::{Row, Span};

/// Sums handled at once; the work grows with the third power.
const MOST_ROWS: usize = 400;

/// Terms of a row worth keeping: a longer one says little about any one of its terms.
const MOST_TERMS: usize = 24;

/// Weights up to which rows are kept, far from where 64 bits end.
const MOST_WEIGHT: i128 = 1_000_000;

/// Rows that follow from the equations among `rows`: each equation is solved for the quantity with the widest span that
/// is left, and this quantity taken out of every other.
pub(super) fn derived(rows: &[Row], spans: &[Span]) -> Vec<Row> {
    let equations = rows.iter().filter(|row| row.least == row.most);
    let mut equations: Vec<Equation> = equations.filter_map(Equation::new).collect();
    if equations.len() > MOST_ROWS {
        return Vec::new();
    }
    let width = |cell: usize| spans[cell].high - spans[cell].low;
    for pivot in 0..equations.len() {
        let widest = equations[pivot].terms.iter().max_by_key(|(cell, _)| (width(*cell), std::cmp::Reverse(*cell)));
        let Some(&(cell, _)) = widest else { continue };
        let solved = equations[pivot].clone();
        for (place, equation) in equations.iter_mut().enumerate() {
            if place != pivot {
                equation.take_out(cell, &solved);
            }
        }
    }
    equations.into_iter().filter_map(Equation::row).collect()
}

/// The weighted sum of some cells, in ascending order, is `value`.
#[derive(Clone)]
struct Equation {
    terms: Vec<(usize, i128)>,
    value: i128,
}

impl Equation {
    fn new(row: &Row) -> Option<Equation> {
        let terms = row.terms.iter().map(|(cell, weight)| (*cell, i128::from(*weight))).collect();
        Some(Equation { terms, value: i128::from(row.most?) })
    }

    /// Subtracts what it takes of `solved` to lose `cell`, unless the outcome is too long or too heavy.
    fn take_out(&mut self, cell: usize, solved: &Equation) {
        let weight = |equation: &Equation| {
            equation.terms.binary_search_by_key(&cell, |term| term.0).ok().map(|place| equation.terms[place].1)
        };
        let (Some(own), Some(other)) = (weight(self), weight(solved)) else { return };
        let mut terms: Vec<(usize, i128)> = self.terms.iter().map(|(cell, w)| (*cell, w * other)).collect();
        terms.extend(solved.terms.iter().map(|(cell, w)| (*cell, -w * own)));
        let terms = gathered(terms);
        let value = self.value * other - solved.value * own;
        let divisor = terms.iter().fold(value.abs(), |divisor, (_, w)| common_divisor(divisor, w.abs())).max(1);
        let terms: Vec<(usize, i128)> = terms.into_iter().map(|(cell, w)| (cell, w / divisor)).collect();
        if terms.len() <= MOST_TERMS && terms.iter().all(|(_, w)| w.abs() <= MOST_WEIGHT) {
            *self = Equation { terms, value: value / divisor };
        }
    }

    fn row(self) -> Option<Row> {
        let terms: Option<Vec<(usize, i64)>> =
            self.terms.into_iter().map(|(cell, weight)| Some((cell, i64::try_from(weight).ok()?))).collect();
        let value = i64::try_from(self.value).ok()?;
        Some(Row::new(terms?, Some(value), Some(value)))
    }
}

/// Terms in ascending order, each cell once, none with weight 0.
pub(super) fn gathered<W: Copy + std::ops::AddAssign + Default + PartialEq>(
    mut terms: Vec<(usize, W)>,
) -> Vec<(usize, W)> {
    terms.sort_by_key(|term| term.0);
    let mut gathered: Vec<(usize, W)> = Vec::with_capacity(terms.len());
    for (cell, weight) in terms {
        match gathered.last_mut() {
            Some(last) if last.0 == cell => last.1 += weight,
            _ => gathered.push((cell, weight)),
        }
    }
    gathered.retain(|(_, weight)| *weight != W::default());
    gathered
}

fn common_divisor(a: i128, b: i128) -> i128 {
    if b == 0 { a } else { common_divisor(b, a % b) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn equation(terms: &[(usize, i64)], value: i64) -> Row {
        Row::new(terms.to_vec(), Some(value), Some(value))
    }

    #[test]
    fn a_wide_quantity_in_two_sums_leaves_their_difference() {
        // 0 + 9 = 2 and 1 + 9 = 3: 9, of which nothing is known, goes.
        let rows = [
            equation(&[(0, 1), (9, 1), (2, -1)], 0),
            equation(&[(1, 1), (9, 1), (3, -1)], 0),
            Row::new(vec![(0, 1)], None, Some(3)),
        ];
        let mut spans = vec![Span { low: 0, high: 4 }; 10];
        spans[9].high = 1000;
        let derived = derived(&rows, &spans);
        assert_eq!(derived.len(), 2);
        assert_eq!(derived[1], equation(&[(0, -1), (1, 1), (2, 1), (3, -1)], 0));
    }

    #[test]
    fn three_pairs_that_sum_alike_are_solved() {
        let pairs = [equation(&[(0, 1), (1, 1)], 4), equation(&[(1, 1), (2, 1)], 4), equation(&[(2, 1), (0, 1)], 4)];
        let derived = derived(&pairs, &[Span { low: 0, high: 4 }; 3]);
        let singles: Vec<(usize, i64)> = derived
            .iter()
            .map(|row| match row.terms[..] {
                [(cell, weight)] => (cell, row.most.unwrap() / weight),
                _ => panic!("{row:?}"),
            })
            .collect();
        assert_eq!(singles.len(), 3);
        assert!(singles.iter().all(|(_, value)| *value == 2), "{singles:?}");
    }

    #[test]
    fn weights_are_gathered_and_reduced() {
        assert_eq!(gathered(vec![(3, 1), (1, 2), (3, -1), (1, 2)]), [(1, 4)]);
        assert_eq!((common_divisor(12, 18), common_divisor(0, 5), common_divisor(7, 0)), (6, 5, 7));
        // 2a + 4b = 8 less twice a + b = 3 is 2b = 2, reduced to b = 1.
        let rows = [equation(&[(0, 1), (1, 1)], 3), equation(&[(0, 2), (1, 4)], 8)];
        let spans = [Span { low: 0, high: 9 }, Span { low: 0, high: 4 }];
        assert_eq!(derived(&rows, &spans), [equation(&[(0, 1)], 2), equation(&[(1, 1)], 1)]);
    }
}
