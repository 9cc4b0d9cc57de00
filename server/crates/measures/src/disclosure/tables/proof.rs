//! Other worlds for every small count: as many figures are withheld as it takes to find them, and told again where others
//! can be found without.

use std::collections::{BTreeMap, BTreeSet};

use super::Tables;
use super::figure::State;
use super::walk::{Walk, World};

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
    pub(super) world: World,
    /// Insiders who know some of what differs.
    touched: Vec<u16>,
}

/// What is known so far of all small counts.
pub(super) struct Proof<'a> {
    tables: &'a Tables,
    pub(super) walk: Walk<'a>,
    /// Figures of 0 to 4 people, one of those that are always alike.
    small: Vec<usize>,
    /// For each figure of 0 to 4, the one that stands for it.
    stands_for: BTreeMap<usize, usize>,
    doubts: BTreeMap<usize, Doubt>,
    pub(super) worlds: Vec<Found>,
    /// Those for which no world was found.
    unproved: BTreeSet<usize>,
}

impl<'a> Proof<'a> {
    pub(super) fn new(tables: &'a Tables, walk: Walk<'a>) -> Proof<'a> {
        let (mut firsts, mut stands_for) = (BTreeMap::new(), BTreeMap::new());
        for (at, figure) in walk.figures.iter().enumerate() {
            // Without any kind of people it could count, everybody knows that it is none. That there is nobody is not kept
            // from anyone where nothing is told.
            let is_small = match figure.is_shown {
                true if figure.is_past || figure.is_withheld => figure.is_small(walk.true_value(at)),
                true => figure.state == State::Small,
                false => (1..5).contains(&walk.true_value(at)),
            };
            if is_small && figure.is_protected && !tables.is_of_nobody(figure) {
                stands_for.insert(at, *firsts.entry(figure.sum).or_insert(at));
            }
        }
        let mut small: Vec<usize> = firsts.into_values().collect();
        // What is shown first, and of that where there is somebody.
        small.sort_by_key(|at| (!walk.figures[*at].is_shown, walk.true_value(*at) == 0, *at));
        let doubt = |at: &usize| (*at, Doubt { own: tables.own(&walk.figures[*at]), ..Doubt::default() });
        let doubts = small.iter().map(doubt).collect();
        Proof { tables, walk, small, stands_for, doubts, worlds: Vec::new(), unproved: BTreeSet::new() }
    }

    /// Finds worlds for every small count, and withholds what it takes; nothing where none is found even so. Returns the
    /// figures of which that is true.
    pub(super) fn withhold(&mut self) -> Vec<usize> {
        for at in self.small.clone() {
            let before = (self.walk.said(), self.worlds.len());
            while let Some(insider) = self.doubts[&at].open() {
                match self.walk.leave(at, insider, true) {
                    Some(world) => self.take(world),
                    None if self.walk.steps > 0 && self.walk.withhold_near(at) => {}
                    None => {
                        self.walk.unsay(before.0);
                        self.worlds.truncate(before.1);
                        self.settle_anew();
                        self.unproved.insert(at);
                        break;
                    }
                }
            }
        }
        self.stands_for.iter().filter(|(_, first)| self.unproved.contains(first)).map(|(at, _)| *at).collect()
    }

    /// Tells withheld figures again, the dearest first, where worlds are found that leave them as they are.
    pub(super) fn tell_again(&mut self) {
        let mut withheld = self.walk.withheld();
        withheld.sort_by_key(|at| (std::cmp::Reverse(self.walk.cost(*at)), *at));
        for figure in withheld {
            if self.walk.steps == 0 {
                // Nothing more can be found.
                return;
            }
            let before = (self.worlds.clone(), self.doubts.clone());
            self.walk.tell(figure);
            let walk = &self.walk;
            self.worlds.retain(|found| !walk.does_without(&found.world, figure));
            if self.worlds.len() == before.0.len() {
                continue;
            }
            self.settle_anew();
            if !self.prove() {
                (self.worlds, self.doubts) = before;
                self.walk.withhold(figure);
            }
        }
    }

    /// Finds worlds for every small count without withholding anything; false where that cannot be done.
    fn prove(&mut self) -> bool {
        for at in self.small.clone() {
            while let Some(insider) = self.doubts[&at].open().filter(|_| !self.unproved.contains(&at)) {
                let Some(world) = self.walk.leave(at, insider, false) else { return false };
                self.take(world);
            }
        }
        true
    }

    fn take(&mut self, world: World) {
        let holders = world.kinds.iter().flat_map(|(kind, _)| &self.tables.kinds[*kind as usize].known_to);
        let mut touched: Vec<u16> = holders.copied().collect();
        touched.sort_unstable();
        touched.dedup();
        let found = Found { world, touched };
        self.settle(&found);
        self.worlds.push(found);
    }

    /// Forgets what worlds told that are no more.
    fn settle_anew(&mut self) {
        for doubt in self.doubts.values_mut() {
            *doubt = Doubt { own: std::mem::take(&mut doubt.own), ..Doubt::default() };
        }
        let worlds = std::mem::take(&mut self.worlds);
        worlds.iter().for_each(|found| self.settle(found));
        self.worlds = worlds;
    }

    /// What a world tells of every small count that differs in it.
    fn settle(&mut self, found: &Found) {
        for at in &found.world.differing {
            let Some(doubt) = self.doubts.get_mut(at) else { continue };
            if doubt.outside {
                doubt.told.retain(|insider| found.touched.contains(insider));
            } else {
                doubt.outside = true;
                doubt.told = found.touched.iter().copied().filter(|insider| !doubt.own.contains(insider)).collect();
            }
        }
    }
}
