//! One hub area while its schools are made: which kinds, how large, how needy, how much they take part.

use chrono::NaiveDate;
use domain::place::HubArea;

use super::places::{Cell, urban_rural};
use super::{Kind, School, names};
use crate::chance::{Dice, Purpose, Seed, apportion, plus};
use crate::plan::day;

/// One hub area while its schools are made.
pub struct Area {
    dice: Dice,
    schools: u64,
    academies: f64,
    need: f64,
    npq: f64,
    ecf: f64,
    quality: f64,
    independents: f64,
}

impl Area {
    /// The area with its own leanings, from its share of the chance.
    pub fn new(seed: &Seed, hub: HubArea, schools: u64) -> Area {
        let mut dice = seed.dice(Purpose::Hubs, hub.index() as u64);
        let region = hub.districts().next().map_or(0, |d| d.region.index());
        let npq = [1.08, 1.0, 0.98, 1.06, 1.0, 0.86, 1.1, 0.92, 0.95, 1.0][region] * (0.22 * dice.normal()).exp();
        let ecf = [0.8, 1.0, 0.95, 1.0, 1.05, 1.0, 1.4, 1.0, 0.85, 1.0][region] * (0.12 * dice.normal()).exp();
        let need = [27.0, 25.0, 22.0, 20.0, 26.0, 17.0, 24.0, 15.0, 16.0, 20.0][region] + 4.0 * dice.normal();
        let independents = if matches!(region, 6 | 7) { 1.5 } else { 0.75 };
        Area {
            schools,
            academies: (1.0 + 0.35 * dice.normal()).clamp(0.35, 1.6),
            need: need.max(6.0),
            npq,
            ecf,
            quality: 0.35 * dice.normal(),
            independents,
            dice,
        }
    }

    /// The kinds of its schools, shuffled; what rounding takes here is carried to the next area.
    pub fn kinds(&mut self, carry: &mut [f64; 8]) -> Vec<Kind> {
        let shares = Kind::COUNTS.map(|n| n / Kind::COUNTS.iter().sum::<f64>());
        let mut quotas = [0.0; 8];
        for (at, share) in shares.iter().enumerate() {
            let own = if Kind::ALL[at] == Kind::Independent { self.independents } else { 1.0 };
            quotas[at] = (self.schools as f64 * share * own + carry[at]).max(0.0);
        }
        let counts = apportion(self.schools, &quotas, None);
        for at in 0..8 {
            carry[at] = (carry[at] + self.schools as f64 * shares[at] - counts[at] as f64).clamp(-3.0, 3.0);
        }
        let mut kinds: Vec<Kind> = Vec::new();
        for (at, n) in counts.iter().enumerate() {
            kinds.extend(std::iter::repeat_n(Kind::ALL[at], *n as usize));
        }
        for at in (1..kinds.len()).rev() {
            kinds.swap(at, self.dice.below(at as u64 + 1) as usize);
        }
        kinds
    }

    /// One school of the area.
    pub fn school(&mut self, cell: Cell, kind: Kind, urn: u32, seed: &Seed) -> School {
        let mut dice = seed.dice(Purpose::Schools, u64::from(urn));
        let (academies, others) = kind.types();
        let share = (kind.academies() * self.academies).min(0.97);
        let types = if dice.happens(share) { academies } else { others };
        let type_code = types[dice.weighted(&types.iter().map(|t| t.1).collect::<Vec<_>>())].0;
        let class = urban_rural(cell.rural, cell.district.region, dice.unit());
        let small = matches!(class.0, "E1" | "F1");
        let (pupils, per_teacher, phase_code, ages) = size(kind, small, &mut dice);
        let fsm = (self.need * (0.5 * dice.normal()).exp() * if type_code == 28 { 1.4 } else { 1.0 }).clamp(0.5, 85.0);
        let teachers = ((pupils / per_teacher * (0.9 + 0.2 * dice.unit())) * 10.0).round() / 10.0;
        let age = match kind {
            Kind::Secondary | Kind::AllThrough => 1.08,
            Kind::Special => 0.85,
            Kind::AlternativeProvision => 0.6,
            Kind::Nursery => 0.7,
            Kind::SixteenPlus => 0.12,
            Kind::Independent => 0.12,
            Kind::Primary => 1.0,
        };
        let kept_out = if dice.happens(0.03) { 0.0 } else { 1.0 };
        let own = (0.4 * dice.normal()).min(0.9).exp() * kept_out;
        let run_by = if matches!(type_code, 28 | 33 | 43) { 1.15 } else { 1.0 };
        let npq_appeal = self.npq * age * own * run_by * if small { 0.75 } else { 1.0 };
        let ecf_age = [1.0, 1.5, 0.6, 0.3, 0.2, 1.2, 0.03, 0.02][kind as usize];
        let ecf_appeal = self.ecf * ecf_age * (0.5 * dice.normal()).exp();
        let chance = 1.65 + self.quality + 0.4 * dice.normal() - if fsm > 40.0 { 0.25 } else { 0.0 }
            + if kind == Kind::Primary { 0.12 } else { 0.0 }
            - if kind == Kind::AlternativeProvision { 0.4 } else { 0.0 };
        let counted = match kind {
            Kind::SixteenPlus => false,
            Kind::Independent => dice.happens(0.5),
            _ => true,
        };
        School {
            urn,
            name: names::school(&mut dice, kind, type_code),
            cell,
            kind,
            type_code,
            phase_code,
            ages,
            number: 0,
            pupils: counted.then_some(pupils as u32),
            fsm: (fsm * 10.0).round() / 10.0,
            teachers: teachers.max(1.6),
            trust: None,
            class,
            status: if dice.happens(0.005) { 3 } else { 1 },
            opened: opened(type_code, &mut dice),
            closed: None,
            former: Vec::new(),
            second_of_split: false,
            npq_appeal,
            ecf_appeal,
            quality: 1.0 / (1.0 + (-chance).exp()),
        }
    }
}

/// Pupils, pupils per teacher, phase code and ages.
fn size(kind: Kind, small: bool, dice: &mut Dice) -> (f64, f64, u8, (u8, u8)) {
    let spread = dice.normal();
    let chance = dice.unit();
    let (mean, sd, per_teacher, phase, ages) = match kind {
        Kind::Primary if small => (85.0, 0.45, 18.0, 2, (4, 11)),
        Kind::Primary if chance < 0.01 => (330.0, 0.3, 19.0, 3, (8, 12)),
        Kind::Primary if chance < 0.07 => (210.0, 0.3, 20.5, 2, (3, 7)),
        Kind::Primary => (290.0, 0.42, 20.5, 2, (3, 11)),
        Kind::Secondary if chance < 0.03 => (520.0, 0.3, 17.0, 5, (9, 13)),
        Kind::Secondary => (1010.0, 0.35, 16.3, 4, (11, if chance < 0.6 { 18 } else { 16 })),
        Kind::Special => (125.0, 0.5, 6.3, 0, (3, 19)),
        Kind::AlternativeProvision => (50.0, 0.5, 4.6, 0, (11, 16)),
        Kind::Nursery => (90.0, 0.3, 22.0, 1, (2, 5)),
        Kind::AllThrough => (1120.0, 0.3, 16.5, 7, (3, 18)),
        Kind::SixteenPlus => (1800.0, 0.5, 22.0, 6, (16, 19)),
        Kind::Independent => (260.0, 0.7, 9.0, 0, (3, 18)),
    };
    ((mean * (sd * spread).exp()).round().max(8.0), per_teacher, phase, ages)
}

/// When a school of this type opened; blank for those open since before records began.
fn opened(type_code: u8, dice: &mut Dice) -> Option<NaiveDate> {
    match type_code {
        28 | 33 | 34 | 42..=46 => {
            let months = dice.below(118) as i32;
            Some(day(2011 + (8 + months) / 12, ((8 + months) % 12 + 1) as u32, 1))
        }
        35 | 36 | 38..=41 => Some(day(2011 + dice.below(13) as i32, 9, 1)),
        10 | 11 => Some(plus(day(1985, 9, 1), dice.below(12_000) as i64)),
        _ => None,
    }
}
