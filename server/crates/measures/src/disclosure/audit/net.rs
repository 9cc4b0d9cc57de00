//! A response compiled for the audit: cells, relations and their neighbours in flat arrays.
//! Holds only what the true values meet, so that the truth is always one solution.

use super::super::{Kind, Relation, System};

/// How the members of a relation hang together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tie {
    /// The first member is the sum of the rest.
    Sum,
    /// The first member is at most the second.
    AtMost,
    /// The first member (schools) is above 0 wherever the second (people) is.
    Reached,
}

/// Least and greatest value a reader holds possible.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    pub low: i64,
    pub high: i64,
}

impl Span {
    pub fn holds(self, value: i64) -> bool {
        self.low <= value && value <= self.high
    }
}

/// The compiled response. Cells and relations are named by position.
pub(super) struct Net {
    pub truth: Vec<i64>,
    pub known_to: Vec<Option<u16>>,
    /// Stands for "any number": above every true value, so that a solution below it is one without limit as well.
    pub huge: i64,
    pub ties: Vec<Tie>,
    member_ends: Vec<u32>,
    members: Vec<u32>,
    neighbour_ends: Vec<u32>,
    neighbours: Vec<(u32, i64)>,
}

impl Net {
    pub fn new(system: &System) -> Net {
        let truth: Vec<i64> = system.cells.iter().map(|cell| i64::from(cell.truth)).collect();
        let mut net = Net {
            known_to: system.cells.iter().map(|cell| cell.known_to).collect(),
            huge: truth.iter().max().copied().unwrap_or(0) * 2 + 1_000,
            truth,
            ties: Vec::new(),
            member_ends: Vec::new(),
            members: Vec::new(),
            neighbour_ends: Vec::new(),
            neighbours: Vec::new(),
        };
        for relation in system.relations.iter().filter(|relation| system.holds(relation)) {
            match relation {
                Relation::Sum { total, parts } => net.tie(Tie::Sum, std::iter::once(total).chain(parts)),
                Relation::AtMost { lesser, greater } => net.tie(Tie::AtMost, [lesser, greater]),
            }
        }
        for (schools, cell) in system.cells.iter().enumerate() {
            let Kind::Behind(people) = cell.kind else { continue };
            // A school can be reached by a predecessor's people, and people can have no known school: what a reader
            // takes for granted counts only where it is true.
            if net.truth.get(people).is_some_and(|people| net.truth[schools] <= *people) {
                net.tie(Tie::AtMost, [&schools, &people]);
            }
            if net.truth.get(people).is_some_and(|people| *people == 0 || net.truth[schools] > 0) {
                net.tie(Tie::Reached, [&schools, &people]);
            }
        }
        net.link();
        net
    }

    /// Cells of relation `tie`; the first has its own role.
    pub fn members(&self, tie: usize) -> &[u32] {
        let start = if tie == 0 { 0 } else { self.member_ends[tie - 1] as usize };
        &self.members[start..self.member_ends[tie] as usize]
    }

    /// Relations of `cell`, each with what one more in the cell adds to "parts less total" (0 where it is no sum).
    pub fn neighbours(&self, cell: usize) -> &[(u32, i64)] {
        let start = if cell == 0 { 0 } else { self.neighbour_ends[cell - 1] as usize };
        &self.neighbours[start..self.neighbour_ends[cell] as usize]
    }

    /// Members of all relations together.
    pub fn size(&self) -> usize {
        self.members.len()
    }

    /// Whether `cell` is the total of a sum.
    pub fn is_total(&self, cell: usize) -> bool {
        self.neighbours(cell).iter().any(|(_, weight)| *weight < 0)
    }

    fn tie<'a>(&mut self, tie: Tie, members: impl IntoIterator<Item = &'a usize>) {
        self.ties.push(tie);
        self.members.extend(members.into_iter().map(|cell| *cell as u32));
        self.member_ends.push(self.members.len() as u32);
    }

    /// Fills the neighbours from the members.
    fn link(&mut self) {
        let mut ends = vec![0u32; self.truth.len()];
        for cell in &self.members {
            ends[*cell as usize] += 1;
        }
        let mut sum = 0;
        for end in &mut ends {
            sum += *end;
            *end = sum;
        }
        let mut place: Vec<u32> = std::iter::once(0).chain(ends.iter().copied()).collect();
        let mut neighbours = vec![(0, 0); self.members.len()];
        for tie in 0..self.ties.len() {
            for (position, cell) in self.members(tie).iter().enumerate() {
                let weight = match (self.ties[tie], position) {
                    (Tie::Sum, 0) => -1,
                    (Tie::Sum, _) => 1,
                    _ => 0,
                };
                let slot = &mut place[*cell as usize];
                neighbours[*slot as usize] = (tie as u32, weight);
                *slot += 1;
            }
        }
        self.neighbour_ends = ends;
        self.neighbours = neighbours;
    }
}

/// What one reader knows: the net, the spans of what is published, and the cells the insider among them knows.
#[derive(Clone, Copy)]
pub(super) struct View<'a> {
    pub net: &'a Net,
    pub spans: &'a [Span],
    pub insider: Option<u16>,
}

impl View<'_> {
    /// The values of `cell` this reader holds possible.
    pub fn span(&self, cell: usize) -> Span {
        if self.insider.is_some() && self.net.known_to[cell] == self.insider {
            Span { low: self.net.truth[cell], high: self.net.truth[cell] }
        } else {
            self.spans[cell]
        }
    }
}

/// A trial set of values, and how far each sum is off.
pub(super) struct Draft {
    pub values: Vec<i64>,
    /// Parts less total, for each sum.
    pub residual: Vec<i64>,
}

impl Draft {
    /// The true values.
    pub fn new(net: &Net) -> Draft {
        Draft { values: net.truth.clone(), residual: vec![0; net.ties.len()] }
    }

    pub fn set(&mut self, net: &Net, cell: usize, value: i64) {
        let difference = value - self.values[cell];
        for (tie, weight) in net.neighbours(cell) {
            self.residual[*tie as usize] += weight * difference;
        }
        self.values[cell] = value;
    }

    /// Whether relation `tie` does not hold.
    pub fn breaks(&self, net: &Net, tie: usize) -> bool {
        let value = |position: usize| self.values[net.members(tie)[position] as usize];
        match net.ties[tie] {
            Tie::Sum => self.residual[tie] != 0,
            Tie::AtMost => value(0) > value(1),
            Tie::Reached => value(1) > 0 && value(0) == 0,
        }
    }
}
