//! The attacker across responses: several pages, files, filters and data versions read together, as a patient reader
//! would. Counts of the same thing are one quantity wherever they stand; the reader solves for whole numbers.
//! Knows nothing of the audit's reasoning and of the truth only what is published; withholds nothing itself.

mod eliminate;
#[cfg(test)]
mod enumeration;
mod row;
mod solver;
#[cfg(test)]
mod tests;

use std::collections::HashMap;

use domain::measure::Count;

use super::{Kind, Relation, System, reader_bounds};
use crate::rates::LEAST_BASE;
use row::{Row, Span};
use solver::{Solver, Verdict};

/// No count is larger: far more than the teachers or schools of England.
const MOST: i64 = 10_000_000;

/// A true number that one or more responses speak of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Quantity(usize);

/// What a reader brings besides the responses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Reader {
    /// Takes a withheld count of people for 5 or more. True of every response in which no count of 0 to 4 had to be
    /// withheld itself; where it is not true, what it leads to is [`Contradiction`] or nonsense.
    pub sharp: bool,
    /// The insider whose own figures are known, as in [`System::known_to`].
    pub insider: Option<u16>,
}

/// No true numbers fit what is published and known: a relation or a name is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no numbers fit everything published")]
pub struct Contradiction;

/// What the attack comes to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Findings {
    /// Counts of 1 to 4 people with one possible value, and that value.
    pub certain: Vec<(Quantity, u32)>,
    /// Counts of people that can only be 0.
    pub zero: Vec<Quantity>,
    /// Counts of people that may be 4 or fewer, on which the attacker gave up.
    pub open: Vec<Quantity>,
}

/// What one reader knows of several responses together.
#[derive(Debug, Clone, Default)]
pub struct JointSystem {
    reader: Reader,
    names: HashMap<String, Quantity>,
    people: Vec<bool>,
    known: Vec<bool>,
    spans: Vec<Span>,
    hints: Vec<Option<i64>>,
    rows: Vec<Row>,
    /// For each count of people of which a rate is shown, a fifth of its published figure.
    fifths: HashMap<Quantity, Quantity>,
}

impl JointSystem {
    /// What `reader` knows before the first response.
    pub fn new(reader: Reader) -> JointSystem {
        JointSystem { reader, ..JointSystem::default() }
    }

    /// The count of people called `name`; the same name is the same quantity in every response.
    pub fn people(&mut self, name: &str) -> Quantity {
        self.named(name, true)
    }

    /// The count of schools, teachers or other public units called `name`.
    pub fn units(&mut self, name: &str) -> Quantity {
        self.named(name, false)
    }

    /// The reader is shown `count` for `quantity`. Several figures for one quantity all hold.
    pub fn published(&mut self, quantity: Quantity, count: Count) {
        let (low, high) = match count {
            Count::Withheld if !(self.reader.sharp && self.people[quantity.0]) => (0, u32::MAX),
            shown => reader_bounds(shown),
        };
        self.narrow(quantity, i64::from(low), i64::from(high));
    }

    /// The reader knows the true value: their own figures. What is known is not found out.
    pub fn known(&mut self, quantity: Quantity, value: u32) {
        self.narrow(quantity, i64::from(value), i64::from(value));
        self.known[quantity.0] = true;
    }

    /// Where the search starts, the true value if the caller has it. Changes how long the attack takes, never what it
    /// finds.
    pub fn hint(&mut self, quantity: Quantity, value: u32) {
        self.hints[quantity.0] = Some(i64::from(value));
    }

    /// `total` is the sum of `parts`: a breakdown, a hub's parts, cumulative = before + in the year.
    pub fn sum(&mut self, total: Quantity, parts: &[Quantity]) {
        let terms: Vec<(Quantity, i64)> = parts.iter().map(|part| (*part, 1)).chain([(total, -1)]).collect();
        self.linear(&terms, Some(0), Some(0));
    }

    /// `lesser` never exceeds `greater`: in the year and cumulative, completed and started, one course and any.
    pub fn at_most(&mut self, lesser: Quantity, greater: Quantity) {
        self.linear(&[(lesser, 1), (greater, -1)], None, Some(0));
    }

    /// `schools` are those of `people`: each has one of them at least, and people without a school are none.
    pub fn schools_behind(&mut self, schools: Quantity, people: Quantity) {
        self.at_most(schools, people);
        self.reached(schools, people);
    }

    /// A rate in percent is shown, `shown` with `decimals` (rounded half up), computed from the published counts of
    /// `numerator` and `base` as in [`crate::rates`]: where people are among them, those published counts are numbers of
    /// 5 or more, the base is 10 or more and they are 5 or more apart.
    pub fn rate(&mut self, numerator: Quantity, base: Quantity, shown: f64, decimals: u32) {
        let (above, below) = (self.as_published(numerator), self.as_published(base));
        let scale = 200 * 10i64.pow(decimals);
        let twice = (shown * 10f64.powi(decimals as i32)).round() as i64 * 2;
        let against = |weight: i64| [(above.0, above.1 * scale), (below.0, below.1 * -weight)];
        self.linear(&against(twice - 1), Some(0), None);
        self.linear(&against(twice + 1), None, Some(-1));
        if self.people[numerator.0] || self.people[base.0] {
            self.linear(&[below], Some(i64::from(LEAST_BASE)), None);
            self.linear(&[below, (above.0, -above.1)], Some(5), None);
        }
    }

    /// The rate reads "all or nearly all": the published counts are less than 5 apart, the base 10 or more.
    pub fn nearly_all(&mut self, numerator: Quantity, base: Quantity) {
        let (above, below) = (self.as_published(numerator), self.as_published(base));
        self.linear(&[below], Some(i64::from(LEAST_BASE)), None);
        self.linear(&[below, (above.0, -above.1)], None, Some(4));
    }

    /// Whatever else the reader can work out: the weighted sum lies between `least` and `most`.
    pub fn linear(&mut self, terms: &[(Quantity, i64)], least: Option<i64>, most: Option<i64>) {
        self.rows.push(Row::new(terms.iter().map(|(quantity, weight)| (quantity.0, *weight)).collect(), least, most));
    }

    /// Adds a whole response: the cells of `system`, as `published`, under the names that `name` gives them, and the
    /// relations its readers take for granted. Its true values serve as hints, and as what the insider knows.
    pub fn response(&mut self, system: &System, published: &[Count], name: impl Fn(usize) -> String) -> Vec<Quantity> {
        let quantities: Vec<Quantity> =
            (0..system.len()).map(|cell| self.named(&name(cell), system.cells[cell].kind == Kind::People)).collect();
        for ((cell, quantity), count) in system.cells.iter().zip(&quantities).zip(published) {
            self.published(*quantity, *count);
            self.hint(*quantity, cell.truth);
            if self.reader.insider.is_some() && cell.known_to == self.reader.insider {
                self.known(*quantity, cell.truth);
            }
            let Kind::Behind(people) = cell.kind else { continue };
            let (Some(truth), Some(people)) = (system.truth(people), quantities.get(people)) else { continue };
            // As in the audit: what a reader takes for granted counts only where it is true.
            if u64::from(cell.truth) <= truth {
                self.at_most(*quantity, *people);
            }
            if truth == 0 || cell.truth > 0 {
                self.reached(*quantity, *people);
            }
        }
        for relation in system.relations.iter().filter(|relation| system.holds(relation)) {
            match relation {
                Relation::Sum { total, parts } => {
                    let parts: Vec<Quantity> = parts.iter().map(|part| quantities[*part]).collect();
                    self.sum(quantities[*total], &parts);
                }
                Relation::AtMost { lesser, greater } => self.at_most(quantities[*lesser], quantities[*greater]),
            }
        }
        quantities
    }

    /// Everything this reader can be certain of among counts of 0 to 4 people they did not know before.
    pub fn attack(&self) -> Result<Findings, Contradiction> {
        let mut solver = Solver::new(&self.spans, &self.rows, &self.hints).ok_or(Contradiction)?;
        let mut findings = Findings::default();
        for quantity in (0..self.spans.len()).map(Quantity).filter(|quantity| self.people[quantity.0]) {
            if self.known[quantity.0] || solver.span(quantity.0).low > 4 {
                continue;
            }
            match solver.only_value(quantity.0) {
                Verdict::Only(0) => findings.zero.push(quantity),
                Verdict::Only(value @ 1..=4) => findings.certain.push((quantity, value as u32)),
                Verdict::Only(_) | Verdict::Several => {}
                Verdict::None => return Err(Contradiction),
                Verdict::Unknown => findings.open.push(quantity),
            }
        }
        Ok(findings)
    }

    fn named(&mut self, name: &str, people: bool) -> Quantity {
        if let Some(quantity) = self.names.get(name) {
            return *quantity;
        }
        let quantity = self.unnamed(people, 0);
        self.names.insert(name.to_owned(), quantity);
        quantity
    }

    fn unnamed(&mut self, people: bool, low: i64) -> Quantity {
        self.people.push(people);
        self.known.push(false);
        self.spans.push(Span { low, high: MOST });
        self.hints.push(None);
        Quantity(self.spans.len() - 1)
    }

    fn narrow(&mut self, quantity: Quantity, low: i64, high: i64) {
        let span = &mut self.spans[quantity.0];
        *span = Span { low: span.low.max(low), high: span.high.min(high) };
    }

    /// People without any school are none.
    fn reached(&mut self, schools: Quantity, people: Quantity) {
        self.linear(&[(people, 1), (schools, -MOST)], None, Some(0));
    }

    /// The published figure of a quantity that is a number, as a multiple of another quantity.
    fn as_published(&mut self, quantity: Quantity) -> (Quantity, i64) {
        if !self.people[quantity.0] {
            return (quantity, 1);
        }
        if let Some(fifth) = self.fifths.get(&quantity) {
            return (*fifth, 5);
        }
        let fifth = self.unnamed(false, 1);
        self.hints[fifth.0] = self.hints[quantity.0].map(|value| (value + 2) / 5);
        self.narrow(quantity, 5, MOST);
        self.linear(&[(quantity, 1), (fifth, -5)], Some(-2), Some(2));
        self.fifths.insert(quantity, fifth);
        (fifth, 5)
    }
}
