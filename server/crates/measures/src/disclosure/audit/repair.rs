//! A second solution by trial: change one cell by 1 and mend the relations this breaks, cell by cell, starting from the
//! true values. Knows no tables, so it serves where rounds do not. What it finds is certain; what it does not find may
//! still exist.

use super::net::{Draft, Net, Tie, View};

/// Limits of the attempts, one after the other: cells changed at a time, changes tried. Short repairs come first.
type Effort = [(usize, u32)];

/// For cells that no round helps.
pub(super) const QUICK: &Effort = &[(3, 40), (5, 100)];

/// For the few cells that nothing else solves or proves.
pub(super) const THOROUGH: &Effort = &[(7, 2_000), (12, 4_000)];

/// True values with a few cells changed.
pub(super) struct Repair {
    draft: Draft,
    changed: Vec<u32>,
    most_changes: usize,
    tries: u32,
}

impl Repair {
    pub fn new(net: &Net) -> Repair {
        let changed = Vec::with_capacity(12);
        Repair { draft: Draft::new(net), changed, most_changes: 0, tries: 0 }
    }

    /// Looks for a solution in which `target` differs from the truth; its changed cells and their values go to `found`.
    pub fn second_solution(&mut self, view: View, target: usize, effort: &Effort, found: &mut Vec<(u32, i64)>) -> bool {
        for (most_changes, tries) in effort {
            for step in [1, -1] {
                (self.most_changes, self.tries) = (*most_changes, *tries);
                if self.change(view, target, self.draft.values[target] + step) {
                    found.clear();
                    found.extend(self.changed.iter().map(|cell| (*cell, self.draft.values[*cell as usize])));
                    while let Some(cell) = self.changed.pop() {
                        self.draft.set(view.net, cell as usize, view.net.truth[cell as usize]);
                    }
                    return true;
                }
            }
        }
        false
    }

    /// Sets `cell` and mends what follows; leaves everything as it was when that fails.
    fn change(&mut self, view: View, cell: usize, value: i64) -> bool {
        if self.tries == 0
            || self.changed.len() == self.most_changes
            || !view.span(cell).holds(value)
            || self.changed.contains(&(cell as u32))
        {
            return false;
        }
        self.tries -= 1;
        self.draft.set(view.net, cell, value);
        self.changed.push(cell as u32);
        if self.mend(view) {
            return true;
        }
        self.changed.pop();
        self.draft.set(view.net, cell, view.net.truth[cell]);
        false
    }

    /// Mends the first broken relation in each way that one cell can.
    fn mend(&mut self, view: View) -> bool {
        let Some(tie) = self.first_broken(view.net) else {
            return true;
        };
        let members = view.net.members(tie);
        let (first, second) = (members[0] as usize, members.get(1).map_or(0, |cell| *cell as usize));
        match view.net.ties[tie] {
            Tie::Sum => {
                let over = self.draft.residual[tie];
                self.change(view, first, self.draft.values[first] + over)
                    || members[1..]
                        .iter()
                        .any(|part| self.change(view, *part as usize, self.draft.values[*part as usize] - over))
            }
            Tie::AtMost => {
                self.change(view, first, self.draft.values[second])
                    || self.change(view, second, self.draft.values[first])
            }
            Tie::Reached => self.change(view, first, 1) || self.change(view, second, 0),
        }
    }

    fn first_broken(&self, net: &Net) -> Option<usize> {
        let near = self.changed.iter().flat_map(|cell| net.neighbours(*cell as usize));
        near.map(|(tie, _)| *tie as usize).find(|tie| self.draft.breaks(net, *tie))
    }
}
