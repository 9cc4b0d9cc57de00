//! Other worlds for every small figure: as many figures are withheld as it takes to find them, and told again where others
//! can be found without.

use std::collections::BTreeMap;

use super::walk::{Walk, World};
use super::{Tables, Unproved};

/// How it is with a figure of 0 to 4 people.
#[derive(Debug, Clone, Default)]
struct Doubt {
    /// Whether a reader without knowledge of their own is in doubt.
    outside: bool,
    /// Insiders who can rule out all worlds found so far.
    told: Vec<u16>,
    /// Insiders who know all that it counts: there is nothing for them to learn.
    own: Vec<u16>,
}

impl Doubt {
    /// For whom a world is still to be found: an insider, or a reader from outside; `None` where nobody is left.
    fn open(&self) -> Option<Option<u16>> {
        if self.outside { self.told.first().map(|insider| Some(*insider)) } else { Some(None) }
    }
}

/// A world that was found.
#[derive(Debug, Clone)]
pub(super) struct Found {
    /// Figures that are not the true ones in it.
    pub(super) differing: Vec<usize>,
    /// Insiders who know some of what differs.
    touched: Vec<u16>,
}

/// What is known so far of all small figures.
pub(super) struct Proof<'a> {
    tables: &'a Tables,
    pub(super) walk: Walk<'a>,
    small: Vec<usize>,
    doubts: BTreeMap<usize, Doubt>,
    pub(super) worlds: Vec<Found>,
}

impl<'a> Proof<'a> {
    pub(super) fn new(tables: &'a Tables, walk: Walk<'a>, small: Vec<usize>) -> Proof<'a> {
        let doubts = small.iter().map(|at| (*at, Doubt { own: tables.own(*at), ..Doubt::default() })).collect();
        Proof { tables, walk, small, doubts, worlds: Vec::new() }
    }

    /// Finds worlds for every small figure, and withholds what it takes.
    pub(super) fn withhold(&mut self) -> Result<(), Unproved> {
        let mut unproved = Vec::new();
        for at in self.small.clone() {
            while let Some(insider) = self.doubts[&at].open() {
                match self.walk.leave(at, insider, true) {
                    Some(world) => self.take(&world),
                    None if self.walk.withhold_near(at) => {}
                    None => {
                        unproved.push(at);
                        break;
                    }
                }
            }
        }
        if unproved.is_empty() { Ok(()) } else { Err(Unproved(unproved)) }
    }

    /// Tells withheld figures again, the largest first, where worlds are found that leave them as they are.
    pub(super) fn tell_again(&mut self) {
        let mut withheld = self.walk.withheld();
        withheld.sort_by_key(|at| (std::cmp::Reverse(self.tables.value(*at)), *at));
        for figure in withheld {
            let before = (self.worlds.clone(), self.doubts.clone());
            self.walk.tell(figure);
            self.worlds.retain(|world| !world.differing.contains(&figure));
            if self.worlds.len() == before.0.len() {
                continue;
            }
            self.doubts
                .values_mut()
                .for_each(|doubt| *doubt = Doubt { own: std::mem::take(&mut doubt.own), ..Doubt::default() });
            for world in self.worlds.clone() {
                self.settle(&world);
            }
            if !self.prove() {
                (self.worlds, self.doubts) = before;
                self.walk.withhold(figure);
            }
        }
    }

    /// Finds worlds for every small figure without withholding anything; false where that cannot be done.
    fn prove(&mut self) -> bool {
        for at in self.small.clone() {
            while let Some(insider) = self.doubts[&at].open() {
                let Some(world) = self.walk.leave(at, insider, false) else { return false };
                self.take(&world);
            }
        }
        true
    }

    fn take(&mut self, world: &World) {
        let holders = world.iter().flat_map(|(kind, _)| &self.tables.kinds[*kind as usize].known_to);
        let mut touched: Vec<u16> = holders.copied().collect();
        touched.sort_unstable();
        touched.dedup();
        let found = Found { differing: self.walk.differing(world), touched };
        self.settle(&found);
        self.worlds.push(found);
    }

    /// What a world tells of every small figure that differs in it.
    fn settle(&mut self, world: &Found) {
        for at in &world.differing {
            let Some(doubt) = self.doubts.get_mut(at) else { continue };
            if doubt.outside {
                doubt.told.retain(|insider| world.touched.contains(insider));
            } else {
                doubt.outside = true;
                doubt.told = world.touched.iter().copied().filter(|insider| !doubt.own.contains(insider)).collect();
            }
        }
    }
}
