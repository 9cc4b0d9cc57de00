//! How a table is laid out on a page: which are wide, how wide their columns are, and how one that no page holds is cut.

use std::borrow::Cow;

use crate::measure::width;
use crate::{Column, Table};

/// Tables of more columns than this need a page on its side.
const MOST_UPRIGHT: usize = 7;
/// Tables of more columns than this are cut into several, each with the names of the rows.
const MOST: usize = 14;
/// A longer name of a column is cut: a header row that fills a page leaves no room for the others.
pub(crate) const LONGEST_HEAD: usize = 120;
/// The widest that a column asks for, in its own size.
const WIDEST: f64 = 24.0;
/// What a cell has on its sides, in its own size.
pub(crate) const SIDES: f64 = 1.2;
/// Bold words are so much wider.
pub(crate) const BOLD: f64 = 1.12;

impl Table {
    /// Whether it needs a page on its side.
    pub(crate) fn is_wide(&self) -> bool {
        self.columns.len() > MOST_UPRIGHT
    }

    /// The table as it is, or cut into some that a page holds.
    pub(crate) fn cut(&self) -> Vec<Cow<'_, Table>> {
        if self.columns.len() <= MOST {
            return vec![Cow::Borrowed(self)];
        }
        let all = self.columns.len();
        let others: Vec<usize> = (1..all).collect();
        let pieces = others.len().div_ceil(MOST - 1);
        let pick = |columns: &[usize]| {
            let cells = |row: &Vec<String>| columns.iter().map(|at| row[*at].clone()).collect();
            let (first, last) = (columns[1] + 1, columns[columns.len() - 1] + 1);
            Cow::Owned(Table {
                title: format!("{} (columns {first} to {last} of {all})", self.title),
                columns: columns.iter().map(|at| self.columns[*at].clone()).collect(),
                rows: self.rows.iter().map(cells).collect(),
                notes: self.notes.clone(),
            })
        };
        others.chunks(others.len().div_ceil(pieces)).map(|chunk| pick(&[&[0], chunk].concat())).collect()
    }

    /// The width of each column where `room` is to be shared, all in the size of the table's words: as its words need,
    /// and never narrower than its longest word where that can be.
    pub(crate) fn widths(&self, room: f64) -> Vec<f64> {
        let needs: Vec<(f64, f64)> = (0..self.columns.len()).map(|at| self.need(at)).collect();
        let (least, wanted) = needs.iter().fold((0.0, 0.0), |(a, b), (least, wanted)| (a + least, b + wanted));
        let share = |(own, liked): &(f64, f64)| {
            if wanted <= room {
                liked * room / wanted
            } else if least < room {
                own + (liked - own) * (room - least) / (wanted - least)
            } else {
                own * room / least
            }
        };
        needs.iter().map(share).collect()
    }

    /// What a column needs at least, for its longest word, and what it would like.
    fn need(&self, at: usize) -> (f64, f64) {
        let Column { name, .. } = &self.columns[at];
        let longest = |text: &str| text.split([' ', '/']).map(width).fold(0.0, f64::max);
        let mut least = longest(name) * BOLD;
        let mut wanted = (width(name) * BOLD / 3.0).max(least);
        for row in &self.rows {
            least = least.max(longest(&row[at]));
            wanted = wanted.max(width(&row[at]));
        }
        let least = least.clamp(2.0, WIDEST / 2.0) + SIDES;
        (least, (wanted.min(WIDEST) + SIDES).max(least))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(columns: usize) -> Table {
        let column = |at| Column { name: format!("Column {at}"), numeric: at > 0 };
        Table {
            title: "Starts".into(),
            columns: (1..=columns).map(column).collect(),
            rows: vec![(1..=columns).map(|at| format!("cell {at}")).collect()],
            notes: Vec::new(),
        }
    }

    #[test]
    fn a_table_that_no_page_holds_is_cut_and_loses_nothing() {
        let whole = table(30);
        let pieces = whole.cut();
        assert_eq!(pieces.len(), 3);
        assert!(pieces.iter().all(|piece| piece.columns[0].name == "Column 1" && piece.columns.len() <= MOST));
        let names: Vec<_> = pieces.iter().flat_map(|piece| &piece.columns[1..]).collect();
        assert_eq!(names, whole.columns[1..].iter().collect::<Vec<_>>());
        assert_eq!(pieces[0].title, "Starts (columns 2 to 11 of 30)");
        assert_eq!(table(14).cut().len(), 1);
        assert!(table(8).is_wide() && !table(7).is_wide());
    }

    #[test]
    fn widths_share_the_room_and_keep_words_whole_where_they_can() {
        let mut table = table(3);
        table.rows[0][0] = "A very long name of a school that goes on and on and on".into();
        for room in [20.0, 40.0, 90.0] {
            let widths = table.widths(room);
            assert!((widths.iter().sum::<f64>() - room).abs() < 1e-6, "{widths:?}");
            assert!(widths[0] > widths[1], "{widths:?}");
        }
        assert!(table.widths(40.0)[1] >= width("Column") * BOLD);
    }
}
