//! Weighted sums with limits, and which of them hang together.

use super::eliminate::gathered;

/// Least and greatest value possible.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    pub low: i64,
    pub high: i64,
}

/// The weighted sum of some cells, each once, lies between `least` and `most` where they are given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    pub terms: Vec<(usize, i64)>,
    pub least: Option<i64>,
    pub most: Option<i64>,
}

impl Row {
    /// A row; a cell listed more than once has the sum of its weights.
    pub fn new(terms: Vec<(usize, i64)>, least: Option<i64>, most: Option<i64>) -> Row {
        Row { terms: gathered(terms), least, most }
    }

    /// How far the sum at `value` is above `most` (positive) or below `least` (negative).
    pub fn off(&self, value: impl Fn(usize) -> i64) -> i64 {
        let sum: i64 = self.terms.iter().map(|(cell, weight)| weight * value(*cell)).sum();
        match (self.least, self.most) {
            (_, Some(most)) if sum > most => sum - most,
            (Some(least), _) if sum < least => sum - least,
            _ => 0,
        }
    }
}

/// Groups rows that share cells: the rows of each part, and the part of each cell (none for a cell without rows).
pub(super) fn connected(rows: &[Row], rows_of: &[Vec<usize>]) -> (Vec<Vec<usize>>, Vec<usize>) {
    let mut parts: Vec<Vec<usize>> = Vec::new();
    let mut part_of = vec![usize::MAX; rows_of.len()];
    for start in 0..rows_of.len() {
        if part_of[start] != usize::MAX || rows_of[start].is_empty() {
            continue;
        }
        let mut part: Vec<usize> = Vec::new();
        let mut open = vec![start];
        part_of[start] = parts.len();
        while let Some(cell) = open.pop() {
            part.extend(&rows_of[cell]);
            for (other, _) in rows_of[cell].iter().flat_map(|row| &rows[*row].terms) {
                if part_of[*other] == usize::MAX {
                    part_of[*other] = parts.len();
                    open.push(*other);
                }
            }
        }
        part.sort_unstable();
        part.dedup();
        parts.push(part);
    }
    (parts, part_of)
}

/// `value / by`, rounded down.
pub(super) fn floor(value: i64, by: i64) -> i64 {
    let (value, by) = if by < 0 { (-value, -by) } else { (value, by) };
    value.div_euclid(by)
}

/// `value / by`, rounded up.
pub(super) fn ceiling(value: i64, by: i64) -> i64 {
    -floor(-value, by)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn division_rounds_down_and_up_whatever_the_signs() {
        for (value, by, down, up) in [
            (7, 2, 3, 4),
            (-7, 2, -4, -3),
            (7, -2, -4, -3),
            (-7, -2, 3, 4),
            (6, 3, 2, 2),
            (-6, 3, -2, -2),
            (0, -5, 0, 0),
        ] {
            assert_eq!((floor(value, by), ceiling(value, by)), (down, up), "{value} / {by}");
        }
    }

    #[test]
    fn a_row_says_how_far_off_it_is_and_on_which_side() {
        let row = Row::new(vec![(0, 2), (1, -1), (0, 1)], Some(-1), Some(2));
        assert_eq!(row.terms, [(0, 3), (1, -1)]);
        for (values, off) in [([1, 1], 0), ([1, 4], 0), ([1, 5], -1), ([2, 4], 0), ([2, 1], 3)] {
            assert_eq!(row.off(|cell| values[cell]), off, "{values:?}");
        }
        assert_eq!(Row::new(vec![(0, 1)], None, None).off(|_| 9), 0);
    }

    #[test]
    fn rows_that_share_no_cell_are_parts_of_their_own() {
        let row = |cells: &[usize]| Row::new(cells.iter().map(|cell| (*cell, 1)).collect(), None, None);
        let rows = [row(&[0, 1]), row(&[3, 4]), row(&[1, 5])];
        let rows_of = vec![vec![0], vec![0, 2], vec![], vec![1], vec![1], vec![2]];
        let (parts, part_of) = connected(&rows, &rows_of);
        assert_eq!(parts, [vec![0, 2], vec![1]]);
        assert_eq!(part_of, [0, 0, usize::MAX, 1, 1, 0]);
    }
}
