//! The audit of a whole response: for each count of 0 to 4 people it looks for a second set of true values that fits
//! everything published, and withholds more until there is one. A second solution proves a cell safe, and stays one
//! when more is withheld, so each cell is looked at once.

mod bounds;
mod cycle;
#[cfg(test)]
mod decides;
mod net;
mod repair;
mod search;
#[cfg(test)]
mod today;
mod withhold;

use domain::measure::Count;

use super::{Kind, System, reader_bounds, round5};
use cycle::Cycle;
use net::{Net, Span, View};
use repair::{QUICK, Repair, THOROUGH};
use search::{LONG, SHORT, Search, Verdict};
use withhold::withheld_span;

/// Steps all searches of one response may take together: some tens of milliseconds at most.
const ALLOWANCE: u64 = 20_000_000;

/// Cells of one response that get a long search when nothing shorter tells.
const PATIENCE: u32 = 24;

/// See [`super::publish`] for sharing.
pub(super) fn publish(system: &System) -> Vec<Count> {
    let mut audit = Audit::of_plain(system);
    for cell in 0..system.cells.len() {
        audit.protect(cell);
    }
    audit.counts
}

/// See [`super::disclosed`].
pub(super) fn disclosed(system: &System, published: &[Count]) -> Vec<usize> {
    let mut audit = Audit::of_published(system, published);
    (0..system.cells.len()).filter(|cell| audit.is_small(*cell) && audit.told_by_someone(*cell)).collect()
}

/// See [`super::certain`].
pub(super) fn certain(system: &System, published: &[Count]) -> Vec<usize> {
    let mut audit = Audit::of_published(system, published);
    (0..system.cells.len()).filter(|cell| audit.is_small(*cell) && audit.proved_to_someone(*cell)).collect()
}

struct Audit<'a> {
    system: &'a System,
    net: Net,
    /// Each count of people with a count of schools behind it, in order.
    behind: Vec<(usize, usize)>,
    counts: Vec<Count>,
    /// What `counts` tells the sharpest reader, who knows which withheld counts are 5 or more.
    spans: Vec<Span>,
    /// What public figures alone tell: nothing of the other cells.
    public_spans: Vec<Span>,
    /// Cells that public figures fix, or that differ in a second solution no insider can rule out.
    safe: Vec<bool>,
    repair: Repair,
    cycle: Cycle,
    search: Search,
    /// Long searches left.
    patience: u32,
    /// The second solution found last: the cells that differ from the truth, with their values.
    found: Vec<(u32, i64)>,
}

impl<'a> Audit<'a> {
    /// Figures as the policy shows them, before anything is withheld for the sake of others.
    fn of_plain(system: &'a System) -> Audit<'a> {
        let counts = system.cells.iter().map(|cell| match cell.kind {
            Kind::People => round5(cell.truth),
            Kind::Public => Count::Exact(cell.truth),
            Kind::Behind(people) => match system.cells.get(people) {
                Some(people) if people.truth >= 5 => Count::Exact(cell.truth),
                _ => Count::Withheld,
            },
        });
        Audit::new(system, counts.collect())
    }

    fn new(system: &'a System, counts: Vec<Count>) -> Audit<'a> {
        let net = Net::new(system);
        let any = Span { low: 0, high: net.huge };
        let mut behind: Vec<(usize, usize)> = Vec::new();
        let mut public_spans = vec![any; counts.len()];
        let mut spans = vec![any; counts.len()];
        for (cell, count) in counts.iter().enumerate() {
            let truth = net.truth[cell];
            match system.cells[cell].kind {
                Kind::People => {}
                Kind::Public => public_spans[cell] = Span { low: truth, high: truth },
                Kind::Behind(people) => behind.push((people, cell)),
            }
            spans[cell] = match count {
                Count::Withheld => withheld_span(system, &net, cell),
                shown => {
                    let (low, high) = reader_bounds(*shown);
                    // A figure that belies the truth is widened to hold it: the search starts there.
                    Span { low: i64::from(low).min(truth), high: i64::from(high).min(net.huge).max(truth) }
                }
            };
        }
        let (repair, cycle, mut search) = (Repair::new(&net), Cycle::new(&net), Search::new(ALLOWANCE));
        behind.sort_unstable();
        let mut safe = vec![false; counts.len()];
        search.fixed(View { net: &net, spans: &public_spans, insider: None }, &mut safe);
        Audit {
            system,
            net,
            behind,
            counts,
            spans,
            public_spans,
            safe,
            repair,
            cycle,
            search,
            patience: PATIENCE,
            found: Vec::new(),
        }
    }

    /// Figures that were published, in whatever way.
    fn of_published(system: &'a System, published: &[Count]) -> Audit<'a> {
        let mut counts = published.to_vec();
        counts.resize(system.cells.len(), Count::NotAvailable);
        let mut audit = Audit::new(system, counts);
        if (0..system.cells.len()).any(|cell| audit.is_small(cell) && audit.counts[cell] == Count::Withheld) {
            // Withheld stands for any number here, and the reader knows it.
            for cell in 0..system.cells.len() {
                if audit.counts[cell] == Count::Withheld {
                    audit.spans[cell].low = 0;
                }
            }
        }
        audit
    }

    fn is_small(&self, cell: usize) -> bool {
        self.system.cells[cell].kind == Kind::People && self.net.truth[cell] < 5
    }

    /// Withholds what it takes for no reader to be certain of `cell`.
    fn protect(&mut self, cell: usize) {
        if !self.is_small(cell) || self.safe[cell] || !self.withhold_for(None, cell) {
            return;
        }
        for insider in self.insiders_in_doubt(cell) {
            self.withhold_for(Some(insider), cell);
        }
    }

    /// Whether some reader can be certain of `cell`, as published.
    fn told_by_someone(&mut self, cell: usize) -> bool {
        if self.safe[cell] {
            return false;
        }
        if !self.second_solution(None, cell) {
            return !self.told_by_public_figures(None, cell);
        }
        let insiders = self.insiders_in_doubt(cell);
        insiders.into_iter().any(|insider| {
            !self.second_solution(Some(insider), cell) && !self.told_by_public_figures(Some(insider), cell)
        })
    }

    /// Whether some reader can be proved to be certain of `cell`, though public figures do not tell it.
    fn proved_to_someone(&mut self, cell: usize) -> bool {
        if self.safe[cell] {
            return false;
        }
        let insiders = match self.verdict(None, cell, false) {
            Verdict::Found => self.insiders_in_doubt(cell),
            Verdict::Impossible => return self.verdict(None, cell, true) == Verdict::Found,
            Verdict::Unknown => return false,
        };
        insiders.into_iter().any(|insider| {
            self.verdict(Some(insider), cell, false) == Verdict::Impossible
                && self.verdict(Some(insider), cell, true) == Verdict::Found
        })
    }

    /// Insiders who know a cell that differs in the solution just found, and so might rule it out; those who know
    /// `cell` itself have nothing to learn. Marks as safe every other cell of the solution that nobody can rule out.
    fn insiders_in_doubt(&mut self, cell: usize) -> Vec<u16> {
        let known_to = &self.net.known_to;
        let mut insiders: Vec<u16> = self.found.iter().filter_map(|(cell, _)| known_to[*cell as usize]).collect();
        insiders.sort_unstable();
        insiders.dedup();
        for (other, _) in &self.found {
            let other = *other as usize;
            self.safe[other] |= insiders.iter().all(|insider| known_to[other] == Some(*insider));
        }
        insiders.retain(|insider| known_to[cell] != Some(*insider));
        insiders
    }

    /// Leaves in `found` a solution that differs at `cell`, if one was found.
    fn second_solution(&mut self, insider: Option<u16>, cell: usize) -> bool {
        self.verdict(insider, cell, false) == Verdict::Found
    }

    fn told_by_public_figures(&mut self, insider: Option<u16>, cell: usize) -> bool {
        self.verdict(insider, cell, true) == Verdict::Impossible
    }

    /// Looks for a second solution, the cheapest way first.
    fn verdict(&mut self, insider: Option<u16>, cell: usize, public_only: bool) -> Verdict {
        let spans = if public_only { &self.public_spans } else { &self.spans };
        let view = View { net: &self.net, spans, insider };
        if self.cycle.second_solution(view, cell, &mut self.found)
            || self.repair.second_solution(view, cell, QUICK, &mut self.found)
        {
            return Verdict::Found;
        }
        let verdict = self.search.second_solution(view, cell, SHORT, &mut self.found);
        if verdict != Verdict::Unknown || self.patience == 0 {
            return verdict;
        }
        self.patience -= 1;
        if self.repair.second_solution(view, cell, THOROUGH, &mut self.found) {
            return Verdict::Found;
        }
        self.search.second_solution(view, cell, LONG, &mut self.found)
    }
}
