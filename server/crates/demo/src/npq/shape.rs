//! The shape of all NPQ starts: blocks of one year, course and term, with exact numbers of starts, completions and
//! passes, and of people who come back for a second course.

use chrono::NaiveDate;
use domain::programme::{Cohort, Course, CourseGroup, Season};

use crate::chance::{Shuffle, apportion};
use crate::plan::{Totals, YEARS, day};

/// Shares of each year's NPQ starts. 2022/23 is known for the first five; the rest is plausible.
const MIX: [(&str, [f64; 4]); 10] = [
    ("NPQSL", [33.0, 25.1, 24.0, 20.0]),
    ("NPQLT", [25.0, 20.8, 19.0, 12.0]),
    ("NPQH", [16.5, 12.3, 11.5, 12.5]),
    ("NPQEYL", [0.0, 8.7, 8.0, 6.0]),
    ("NPQLL", [0.0, 8.6, 9.5, 6.5]),
    ("NPQLBC", [12.0, 10.9, 10.5, 7.0]),
    ("NPQLTD", [9.0, 9.8, 8.5, 5.0]),
    ("NPQEL", [4.5, 3.8, 3.5, 3.5]),
    ("NPQLPM", [0.0, 0.0, 5.5, 4.0]),
    ("NPQSENCO", [0.0, 0.0, 0.0, 23.5]),
];

/// Share of a year's starts that begin in autumn.
const AUTUMN: [f64; 4] = [0.62, 0.60, 0.58, 0.62];

/// Starts of one year, course and term.
#[derive(Debug)]
pub struct Block {
    /// Position in the years of the plan.
    pub year: usize,
    pub course: Course,
    pub spring: bool,
    pub starts: u64,
    pub completed: u64,
    pub passed: u64,
    /// Number of its first start among all.
    pub first_start: u64,
    /// Number of the first person whose first start it holds, and how many such people.
    pub first_person: u64,
    pub people: u64,
    pub milestones: Milestones,
    flows: Vec<Flow>,
    order: Shuffle,
    fates: Shuffle,
}

/// Last days for each declaration.
#[derive(Debug, Clone, Copy)]
pub struct Milestones {
    pub started: NaiveDate,
    pub retained_1: NaiveDate,
    pub retained_2: Option<NaiveDate>,
    pub completed: NaiveDate,
}

/// People of one block who start again in another.
#[derive(Debug, Clone, Copy)]
struct Flow {
    to: usize,
    ordinal: u64,
    count: u64,
}

/// What becomes of a start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    Passed,
    /// Completed, and failed or without a result.
    NotPassed,
    /// Not completed by the day of the data.
    Open,
}

/// All blocks.
#[derive(Debug)]
pub struct NpqShape {
    pub blocks: Vec<Block>,
    pub starts: u64,
    /// People with a start. After them come, in this order, those accepted without a start that counts, those whose
    /// application is pending, and those rejected.
    pub people: u64,
    pub idle: u64,
    pub pending: u64,
    pub rejected: u64,
}

impl NpqShape {
    /// Shares the totals out.
    pub fn new(totals: &Totals) -> NpqShape {
        let mut blocks = Vec::new();
        for year in 0..4 {
            let npqs = MIX.map(|(code, shares)| (code, shares[year]));
            add(&mut blocks, year, totals.npq_starts[year], &npqs);
            add(&mut blocks, year, totals.ehco_starts[year], &[("EHCO", 1.0)]);
            add(&mut blocks, year, totals.aso_starts[year], &[("ASO", 1.0)]);
            outcomes(&mut blocks, year, totals);
        }
        come_back(&mut blocks, totals);
        let (mut starts, mut people) = (0, 0);
        for (at, block) in blocks.iter_mut().enumerate() {
            block.first_start = starts;
            block.first_person = people;
            starts += block.starts;
            people += block.people;
            block.order = Shuffle::new(block.people, 31 + at as u64 * 7);
            block.fates = Shuffle::new(block.starts, 1009 + at as u64 * 13);
        }
        NpqShape { blocks, starts, people, idle: starts / 20, pending: starts / 55, rejected: starts / 13 }
    }

    /// Everyone with an application.
    pub fn everyone(&self) -> u64 {
        self.people + self.idle + self.pending + self.rejected
    }

    /// The first start of a person: block and place in it.
    pub fn first_start(&self, person: u64) -> (usize, u64) {
        let block = self.blocks.partition_point(|b| b.first_person + b.people <= person);
        (block, person - self.blocks[block].first_person)
    }

    /// The second start of the person whose first start this is, if there is one.
    pub fn second_start(&self, block: usize, ordinal: u64) -> Option<(usize, u64)> {
        let from = &self.blocks[block];
        let mut place = from.order.at(ordinal);
        for flow in &from.flows {
            if place < flow.count {
                return Some((flow.to, self.blocks[flow.to].people + flow.ordinal + place));
            }
            place -= flow.count;
        }
        None
    }

    /// The block that holds a start, drawn by its number among all starts.
    pub fn block_of_start(&self, start: u64) -> usize {
        self.blocks.partition_point(|b| b.first_start + b.starts <= start)
    }
}

impl Block {
    /// What becomes of a start.
    pub fn fate(&self, ordinal: u64) -> Fate {
        match self.fates.at(ordinal) {
            rank if rank < self.passed => Fate::Passed,
            rank if rank < self.completed => Fate::NotPassed,
            _ => Fate::Open,
        }
    }

    /// The cohort year as the API writes it: the year of the autumn, but spring 2025 is 2025.
    pub fn cohort(&self) -> u16 {
        let autumn = YEARS[self.year].0;
        if self.spring && autumn >= 2024 { autumn + 1 } else { autumn }
    }

    /// Schedule identifier.
    pub fn schedule(&self) -> &'static str {
        schedule(self.course, self.spring)
    }

    /// First and last day on which a start is declared in time.
    pub fn window(&self) -> (NaiveDate, NaiveDate) {
        let autumn = i32::from(YEARS[self.year].0);
        if self.spring {
            (day(autumn + 1, 1, 8), self.milestones.started)
        } else {
            (day(autumn, 9, 20), self.milestones.started)
        }
    }
}

/// Schedule identifier of a course and term.
pub fn schedule(course: Course, spring: bool) -> &'static str {
    match (course.facts().group, spring) {
        (CourseGroup::Specialist, false) => "npq-specialist-autumn",
        (CourseGroup::Specialist, true) => "npq-specialist-spring",
        (CourseGroup::Leadership, false) => "npq-leadership-autumn",
        (CourseGroup::Leadership, true) => "npq-leadership-spring",
        (CourseGroup::Ehco, false) => "npq-ehco-november",
        (CourseGroup::Ehco, true) => "npq-ehco-march",
        (_, false) => "npq-aso-november",
        (_, true) => "npq-aso-march",
    }
}

fn add(blocks: &mut Vec<Block>, year: usize, total: u64, courses: &[(&str, f64)]) {
    let mut cells = Vec::new();
    let mut weights = Vec::new();
    for (code, share) in courses {
        for spring in [false, true] {
            // SENCO began in autumn 2024 and most of its first year came then.
            let autumn = if *code == "NPQSENCO" { 0.7 } else { AUTUMN[year] };
            cells.push((code, spring));
            weights.push(share * if spring { 1.0 - autumn } else { autumn });
        }
    }
    for ((code, spring), starts) in cells.into_iter().zip(apportion(total, &weights, None)) {
        let Ok(course) = code.parse::<Course>() else { continue };
        if starts == 0 {
            continue;
        }
        let (cohort_year, season) = if spring { (1, Season::Spring) } else { (0, Season::Autumn) };
        let cohort = Cohort { year: YEARS[year].0 + cohort_year, season: Some(season) };
        let Some(m) = cohort.milestones(course.facts().group) else {
            continue;
        };
        blocks.push(Block {
            year,
            course,
            spring,
            starts,
            completed: 0,
            passed: 0,
            first_start: 0,
            first_person: 0,
            people: starts,
            milestones: Milestones {
                started: m.started,
                retained_1: m.retained_1,
                retained_2: m.retained_2,
                completed: m.completed,
            },
            flows: Vec::new(),
            order: Shuffle::new(1, 0),
            fates: Shuffle::new(1, 0),
        });
    }
}

/// Shares a year's completions and passes over its blocks; the offers have completions of their own and no passes.
fn outcomes(blocks: &mut [Block], year: usize, totals: &Totals) {
    let rate = |b: &Block| {
        let leadership = b.course.facts().group == CourseGroup::Leadership;
        let own = [0.0, 0.01, -0.02, 0.015][b.course.index() % 4] + if b.course.code() == "NPQEL" { 0.05 } else { 0.0 };
        match (year, leadership, b.spring) {
            (0 | 1, true, _) => 0.82 + own,
            (0 | 1, false, _) => 0.85 + own,
            (2, false, false) => 0.86 + own,
            (2, false, true) => 0.45 + own,
            (2, true, false) => 0.12 + own,
            (3, false, false) => 0.001,
            _ => 0.0,
        }
    };
    let at: Vec<usize> = (0..blocks.len()).filter(|b| blocks[*b].year == year).collect();
    let (npqs, offers): (Vec<usize>, Vec<usize>) = at.into_iter().partition(|b| blocks[*b].course.facts().is_npq);
    let weights: Vec<f64> = npqs.iter().map(|b| blocks[*b].starts as f64 * rate(&blocks[*b])).collect();
    let caps: Vec<u64> = npqs.iter().map(|b| blocks[*b].starts).collect();
    let completed = apportion(totals.npq_completed[year], &weights, Some(&caps));
    let weights: Vec<f64> = completed.iter().map(|n| *n as f64).collect();
    let passed = apportion(totals.npq_passed[year], &weights, Some(&completed));
    for (at, block) in npqs.into_iter().enumerate() {
        blocks[block].completed = completed[at];
        blocks[block].passed = passed[at];
    }
    for block in offers {
        blocks[block].completed = (blocks[block].starts as f64 * [0.88, 0.86, 0.3, 0.0][year]) as u64;
    }
}

/// Lets people come back: within a year from autumn to spring, and from one year to the next, never to one course.
fn come_back(blocks: &mut [Block], totals: &Totals) {
    let mut leaving = vec![0u64; blocks.len()];
    for year in 0..4 {
        let heads = (totals.ehco_starts[year] * 2).checked_div(5).filter(|_| year > 0).unwrap_or(0);
        for (total, kind) in [(totals.npq_second[year], 0), (totals.npq_again[year], 1), (heads, 2)] {
            let mut pairs = Vec::new();
            let mut weights = Vec::new();
            for (to, into) in blocks.iter().enumerate().filter(|(_, b)| b.year == year) {
                for (from, before) in blocks.iter().enumerate() {
                    let npqs = into.course.facts().is_npq && before.course.facts().is_npq;
                    let fits = match kind {
                        0 => npqs && before.year == year && !before.spring && into.spring,
                        1 => npqs && before.year + 1 == year,
                        _ => before.year + 1 == year && before.course.code() == "NPQH" && into.course.code() == "EHCO",
                    };
                    if fits && before.course != into.course {
                        let up =
                            before.course.facts().group == CourseGroup::Specialist && into.course.code() == "NPQSL";
                        let on = before.course.code() == "NPQSL" && into.course.code() == "NPQH";
                        pairs.push((from, to));
                        weights.push((before.starts * into.starts) as f64 * if up || on { 3.0 } else { 1.0 });
                    }
                }
            }
            for ((from, to), count) in pairs.into_iter().zip(apportion(total, &weights, None)) {
                // Whoever comes back has a first start of their own in the block they leave.
                let free = blocks[from].people - leaving[from];
                let count = count.min(free).min(blocks[to].people.saturating_sub(leaving[to]));
                if count > 0 {
                    let ordinal = blocks[to].starts - blocks[to].people;
                    blocks[from].flows.push(Flow { to, ordinal, count });
                    leaving[from] += count;
                    blocks[to].people -= count;
                }
            }
        }
    }
}
