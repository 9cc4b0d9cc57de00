//! A cell of a page's table as plain values, no finer than the page shows them.

use app::reports::report::Cell;
use domain::measure::{Rate, half_up};

/// A cell as plain values: the figure, or the symbol in its place.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Figure {
    /// The figure as it is written, to as many decimals as the page shows; empty where a symbol stands.
    pub value: String,
    /// `c`, `x` or `z` where the figure is not shown.
    pub symbol: &'static str,
    /// `u` where the base is under 30.
    pub flag: &'static str,
    /// Lower end of the interval.
    pub lower: String,
    /// Upper end of the interval.
    pub upper: String,
}

impl Figure {
    /// What a cell says.
    pub fn of(cell: &Cell) -> Figure {
        let plain = |value: String, symbol: &'static str| Figure {
            value,
            symbol,
            flag: "",
            lower: String::new(),
            upper: String::new(),
        };
        match cell {
            Cell::Count(count) => {
                plain(count.value().map_or(String::new(), |v| v.to_string()), count.symbol().unwrap_or(""))
            }
            Cell::Percent(rate) | Cell::Per100(rate) => match rate {
                Rate::Shown { value, interval, unreliable } => Figure {
                    value: number(*value),
                    symbol: "",
                    flag: if *unreliable { "u" } else { "" },
                    lower: number(interval.lower),
                    upper: number(interval.upper),
                },
                other => plain(String::new(), other.symbol().unwrap_or("")),
            },
            Cell::Change(change) => {
                plain(change.map_or(String::new(), number), if change.is_some() { "" } else { "c" })
            }
            Cell::Estimate(Some(e)) => {
                Figure { value: number(e.value), symbol: "", flag: "", lower: number(e.lower), upper: number(e.upper) }
            }
            Cell::Estimate(None) => plain(String::new(), "c"),
            Cell::Sure(sureness) => plain(sureness.words().to_owned(), ""),
            Cell::Judged(judgement) => plain(judgement.words().to_owned(), ""),
            Cell::Rank(Some(rank)) => Figure {
                value: rank.rank.to_string(),
                symbol: "",
                flag: "",
                lower: rank.best.to_string(),
                upper: rank.worst.to_string(),
            },
            Cell::Number(Some(n)) => plain(number(*n), ""),
            Cell::Rank(None) | Cell::Number(None) => plain(String::new(), "c"),
            Cell::Headcount(n) => {
                let whole = n.map_or(String::new(), |n| format!("{:.0}", n.round()));
                plain(whole, if n.is_some() { "" } else { "x" })
            }
        }
    }
}

fn number(value: f64) -> String {
    format!("{:.1}", half_up(value, 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_as_fine_as_the_page_and_no_finer() {
        assert_eq!(Figure::of(&Cell::Change(Some(-4.25))).value, "-4.3");
        assert_eq!(Figure::of(&Cell::Headcount(Some(150.4))).value, "150");
        assert_eq!(Figure::of(&Cell::Headcount(None)).symbol, "x");
    }
}
