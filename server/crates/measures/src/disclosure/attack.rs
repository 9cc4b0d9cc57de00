//! The attacker: tries every set of whole numbers that fits what is published, by plain enumeration and without any of
//! the audit's own reasoning.

use proptest::prelude::*;

use super::*;
use Count::{Exact, FewerThanFive, Withheld};

/// Values tried for one question; past that the attacker gives up, and a test passes over the cell.
const TRIALS: u32 = 100_000;

/// What one reader knows of a small response.
struct Attacker<'a> {
    system: &'a System,
    low: Vec<i64>,
    high: Vec<i64>,
}

impl<'a> Attacker<'a> {
    /// Knows the published counts. `sharp`: also which of the withheld counts of people are 5 or more.
    fn new(system: &'a System, published: &[Count], insider: Option<u16>, sharp: bool) -> Attacker<'a> {
        let most = system.cells.iter().map(|cell| i64::from(cell.truth)).max().unwrap_or(0) + 12;
        let (mut low, mut high) = (Vec::new(), Vec::new());
        for (cell, count) in system.cells.iter().zip(published) {
            let five = sharp && cell.kind == Kind::People && cell.truth >= 5;
            let (least, greatest) = match count {
                _ if insider.is_some() && cell.known_to == insider => (cell.truth, cell.truth),
                Withheld => (if five { 5 } else { 0 }, u32::MAX),
                shown => reader_bounds(*shown),
            };
            low.push(i64::from(least));
            high.push(i64::from(greatest).min(most));
        }
        Attacker { system, low, high }
    }

    /// Knows public figures alone.
    fn outside(system: &'a System, insider: Option<u16>) -> Attacker<'a> {
        let nothing: Vec<Count> = system
            .cells
            .iter()
            .map(|cell| if cell.kind == Kind::Public { Exact(cell.truth) } else { Withheld })
            .collect();
        Attacker::new(system, &nothing, insider, false)
    }

    /// Whether some assignment fits in which `target` is not the true value; `None` after too many trials to tell.
    fn doubts(&self, target: usize) -> Option<bool> {
        let mut order = vec![target];
        for i in 0..self.low.len() {
            // Near cells first, so that a relation is complete early.
            let Some(&near) = order.get(i) else { break };
            for relation in &self.system.relations {
                let members = match relation {
                    Relation::Sum { total, parts } => [&[*total], parts.as_slice()].concat(),
                    Relation::AtMost { lesser, greater } => vec![*lesser, *greater],
                };
                if members.contains(&near) {
                    order.extend(members);
                }
            }
            order.extend((0..self.low.len()).filter(|cell| self.system.cells[*cell].kind == Kind::Behind(near)));
            let mut seen = vec![false; self.low.len()];
            order.retain(|cell| !std::mem::replace(&mut seen[*cell], true));
        }
        let mut trials = 0;
        let fits = self.assign(&order, &mut vec![None; self.low.len()], true, &mut trials);
        (fits || trials < TRIALS).then_some(fits)
    }

    fn assign(&self, order: &[usize], values: &mut Vec<Option<i64>>, is_target: bool, trials: &mut u32) -> bool {
        let Some((&cell, rest)) = order.split_first() else {
            return true;
        };
        let truth = i64::from(self.system.cells[cell].truth);
        let mut tries: Vec<i64> = (self.low[cell]..=self.high[cell]).collect();
        tries.retain(|value| !is_target || *value != truth);
        tries.sort_by_key(|value| (value - truth).abs());
        for value in tries {
            *trials += 1;
            if *trials > TRIALS {
                return false;
            }
            values[cell] = Some(value);
            if self.fits(values) && self.assign(rest, values, false, trials) {
                return true;
            }
        }
        values[cell] = None;
        false
    }

    /// No relation is out of reach of the values given so far.
    fn fits(&self, values: &[Option<i64>]) -> bool {
        let low = |cell: usize| values[cell].unwrap_or(self.low[cell]);
        let high = |cell: usize| values[cell].unwrap_or(self.high[cell]);
        let stated = self.system.relations.iter().all(|relation| match relation {
            Relation::Sum { total, parts } => {
                parts.iter().map(|part| low(*part)).sum::<i64>() <= high(*total)
                    && parts.iter().map(|part| high(*part)).sum::<i64>() >= low(*total)
            }
            Relation::AtMost { lesser, greater } => low(*lesser) <= high(*greater),
        });
        stated
            && (0..values.len()).all(|cell| match self.system.cells[cell].kind {
                Kind::Behind(people) => low(cell) <= high(people) && (low(people) <= 0 || high(cell) > 0),
                _ => true,
            })
    }
}

/// Every reader of the response: nobody in particular, and each insider.
fn readers(system: &System) -> Vec<Option<u16>> {
    let mut readers: Vec<Option<u16>> = system.cells.iter().map(|cell| cell.known_to).chain([None]).collect();
    readers.sort_unstable();
    readers.dedup();
    readers
}

pub(super) fn small_cells(system: &System) -> impl Iterator<Item = usize> + '_ {
    (0..system.len()).filter(|cell| system.cells[*cell].kind == Kind::People && system.cells[*cell].truth < 5)
}

/// What the attack comes to.
pub(super) struct Attack {
    /// The cells of 0 to 4 that some reader is certain of, though public figures do not tell them.
    pub certain: Vec<usize>,
    /// The attacker gave up on no cell.
    pub complete: bool,
}

pub(super) fn attack(system: &System, published: &[Count], sharp: bool) -> Attack {
    let mut attack = Attack { certain: Vec::new(), complete: true };
    for insider in readers(system) {
        let attacker = Attacker::new(system, published, insider, sharp);
        let outsider = Attacker::outside(system, insider);
        for cell in small_cells(system).filter(|cell| insider.is_none() || system.cells[*cell].known_to != insider) {
            match attacker.doubts(cell) {
                Some(true) => {}
                Some(false) => match outsider.doubts(cell) {
                    Some(true) => attack.certain.push(cell),
                    Some(false) => {}
                    None => attack.complete = false,
                },
                None => attack.complete = false,
            }
        }
    }
    attack.certain.sort_unstable();
    attack.certain.dedup();
    attack
}

/// A two-way table with totals; returns its cells: inner by rows, row totals, column totals, grand total.
pub(super) fn table(system: &mut System, rows: usize, columns: usize, inner: &[u32]) -> Vec<usize> {
    let at = |row: usize, column: usize| inner[row * columns + column];
    let mut cells: Vec<usize> = inner[..rows * columns].iter().map(|count| system.people(*count)).collect();
    let body = cells.clone();
    for row in 0..rows {
        let total = system.people((0..columns).map(|column| at(row, column)).sum());
        system.sum(total, &body[row * columns..(row + 1) * columns]);
        cells.push(total);
    }
    for column in 0..columns {
        let total = system.people((0..rows).map(|row| at(row, column)).sum());
        system.sum(total, &(0..rows).map(|row| body[row * columns + column]).collect::<Vec<_>>());
        cells.push(total);
    }
    let grand = system.people(inner[..rows * columns].iter().sum());
    system.sum(grand, &cells[rows * columns..rows * columns + rows]);
    system.sum(grand, &cells[rows * columns + rows..]);
    cells.push(grand);
    cells
}

fn count() -> impl Strategy<Value = u32> {
    prop_oneof![4 => 0u32..5, 2 => 5u32..9, 1 => 9u32..14]
}

/// Tables with completed at most started, nothing public.
pub(super) fn plain() -> impl Strategy<Value = System> {
    let shape = (1usize..=3, 1usize..=2, any::<bool>());
    (shape, prop::collection::vec((count(), 0u32..=100), 6)).prop_map(|((rows, columns, nested), counts)| {
        let mut system = System::new();
        let started: Vec<u32> = counts.iter().map(|(started, _)| *started).collect();
        let cells = table(&mut system, rows, columns, &started);
        if nested {
            let completed: Vec<u32> = counts.iter().map(|(started, share)| started * share / 100).collect();
            let inner = table(&mut system, rows, columns, &completed);
            inner.iter().zip(&cells).for_each(|(lesser, greater)| system.at_most(*lesser, *greater));
        }
        system
    })
}

/// One table with schools behind its rows, all schools in area, teachers, and hub leads who know their own rows.
pub(super) fn mixed() -> impl Strategy<Value = System> {
    let flags = (any::<bool>(), any::<bool>(), any::<bool>());
    let rows = prop::collection::vec((count(), count(), 1u32..=100, 0u32..3, 0u32..6), 1..=3);
    (flags, rows).prop_map(|((schools, teachers, insiders), rows)| {
        let mut system = System::new();
        let inner: Vec<u32> = rows.iter().flat_map(|row| [row.0, row.1]).collect();
        let cells = table(&mut system, rows.len(), 2, &inner);
        let row_total = |row: usize| cells[2 * rows.len() + row];
        let reached: Vec<u32> = rows.iter().map(|row| ((row.0 + row.1) * row.2).div_ceil(100)).collect();
        if schools {
            let grand = system.schools_behind(reached.iter().sum(), cells[cells.len() - 1]);
            let behind: Vec<usize> =
                reached.iter().enumerate().map(|(row, count)| system.schools_behind(*count, row_total(row))).collect();
            system.sum(grand, &behind);
            for (behind, row) in behind.iter().zip(&rows) {
                let in_area = system.public(system.cells[*behind].truth + row.3);
                system.at_most(*behind, in_area);
            }
        }
        for (i, row) in rows.iter().enumerate() {
            if teachers {
                let headcount = system.public(row.0 + row.1 + row.4);
                system.at_most(row_total(i), headcount);
            }
            if insiders {
                [2 * i, 2 * i + 1, row_total(i)].into_iter().for_each(|cell| system.known_to(i as u16, cell));
            }
        }
        system
    })
}

/// Round5 alone, before the audit.
pub(super) fn rounded(system: &System) -> Vec<Count> {
    system
        .cells
        .iter()
        .map(|cell| match cell.kind {
            Kind::People => round5(cell.truth),
            Kind::Behind(people) if system.cells[people].truth < 5 => Withheld,
            _ => Exact(cell.truth),
        })
        .collect()
}

/// What holds for every response: the truth fits, public stays public, schools go with their people.
fn check_rules(system: &System, published: &[Count]) -> Result<(), TestCaseError> {
    prop_assert!(system.broken().is_empty());
    for (cell, count) in system.cells.iter().zip(published) {
        match cell.kind {
            Kind::Public => prop_assert_eq!(*count, Exact(cell.truth)),
            Kind::People => prop_assert!(*count == round5(cell.truth) || *count == Withheld),
            Kind::Behind(people) => {
                let shown = published[people].value().is_some();
                prop_assert!(*count == Withheld || (shown && *count == Exact(cell.truth)));
            }
        }
    }
    prop_assert_eq!(publish(system, Audience::Sharing), published);
    prop_assert_eq!(disclosed(system, published), Vec::<usize>::new());
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn no_reader_of_a_table_is_certain_of_a_small_count(system in plain()) {
        let published = publish(&system, Audience::Sharing);
        check_rules(&system, &published)?;
        prop_assert!(attack(&system, &published, true).certain.is_empty());
        prop_assert!(small_cells(&system).all(|cell| published[cell] == FewerThanFive));
    }

    #[test]
    fn nothing_more_is_withheld_where_rounding_alone_protects(system in prop_oneof![plain(), mixed()]) {
        let rounded = rounded(&system);
        let by_force = attack(&system, &rounded, true);
        prop_assume!(by_force.complete);
        prop_assert_eq!(publish(&system, Audience::Sharing) == rounded, by_force.certain.is_empty());
        prop_assert_eq!(disclosed(&system, &rounded), by_force.certain);
    }

    #[test]
    fn schools_teachers_and_insiders_make_no_reader_certain(system in mixed()) {
        let published = publish(&system, Audience::Sharing);
        check_rules(&system, &published)?;
        // Where a count of 0 to 4 is itself withheld, withheld does not mean 5 or more to any reader.
        let sharp = small_cells(&system).all(|cell| published[cell] == FewerThanFive);
        prop_assert!(attack(&system, &published, sharp).certain.is_empty());
    }
}
