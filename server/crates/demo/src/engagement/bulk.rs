//! The bulk files of one appropriate body: claims as the service returned them, and outcomes. Both tell of inductions that
//! the register lists as well.

use std::io::{self, BufWriter, Write};

use chrono::NaiveDate;
use domain::participant::Role;

use super::ab::{Induction, Said, inductions};
use crate::declaration::Trn;
use crate::ecf::people::trainee;
use crate::plan::day;
use crate::schools::STRANGE_URN;
use crate::world::World;

/// Planted rows of the claims that cannot be taken.
pub const BAD_CLAIMS: [(&str, u64); 2] = [("refused-by-service", 3), ("missing-value", 1)];
/// Planted rows of the outcomes that cannot be taken.
pub const BAD_OUTCOMES: [(&str, u64); 2] = [("impossible-date", 1), ("refused-by-service", 1)];

/// The service takes no more rows than this in one file.
const BULK: usize = 1_000;

/// The periods that the bulk files tell of: those of one year's autumn starters, in the register as well.
fn periods(world: &World, year: usize) -> impl Iterator<Item = Induction> + '_ {
    let block = world.ecf.blocks.iter().find(move |b| b.role == Role::Ect && b.year == year);
    let numbers = block.map_or(0..0, |b| b.first..b.first + b.starts);
    let known = |i: &Induction| matches!(i.school, Said::Urn(urn) if urn < STRANGE_URN) && !i.is_unclear();
    numbers
        .filter_map(move |index| {
            let mut own = inductions(world, &trainee(world, index));
            own.pop().filter(|_| own.is_empty())
        })
        .filter(known)
        .take(BULK - 20)
}

/// A date of birth that is nobody's.
fn birth(number: u64) -> NaiveDate {
    day(1985 + (number % 15) as i32, 1, 1)
}

/// What the bulk files make importers say, beside rows that cannot be taken: teachers named twice, zeros lost.
pub fn warnings(world: &World) -> [(&'static str, &'static str, u64); 3] {
    let padded = |year, ended: bool| {
        let six = |i: &Induction| i.trn == Trn::Six && (!ended || i.ended_on.is_some());
        periods(world, year).filter(six).count() as u64
    };
    let again = periods(world, 1).filter(|i| i.ended_on.is_some()).take(1).count() as u64;
    [
        ("ab_claims.csv", "trn-padded", padded(3, false)),
        ("ab_outcomes.csv", "trn-padded", padded(1, true)),
        ("ab_outcomes.csv", "duplicate-trn", again),
    ]
}

/// Writes the claims of 2024, as the service returned them.
pub fn write_claims(world: &World, out: &mut dyn Write) -> io::Result<u64> {
    let mut out = BufWriter::new(out);
    out.write_all(
        b"\"TRN\",\"Date of birth\",\"Induction programme\",\"Induction period start date\",\"Error message\"\n",
    )?;
    let mut rows = 0;
    for i in periods(world, 3) {
        writeln!(out, "{},{},{},{},", i.trn(), birth(i.number), i.programme, i.started_on)?;
        rows += 1;
    }
    for (rule, n) in BAD_CLAIMS {
        for at in 0..n {
            match rule {
                "missing-value" => writeln!(out, "{:07},1985-01-01,provider-led,,", 9_000 + at)?,
                _ => {
                    writeln!(out, "{:07},1985-01-01,provider-led,2024-09-02,Demo refusal: no such teacher", 9_100 + at)?
                }
            }
            rows += 1;
        }
    }
    out.flush()?;
    Ok(rows)
}

/// Writes the outcomes of those who started in 2022: quoted, with blanks behind the quotes. One teacher stands twice.
pub fn write_outcomes(world: &World, out: &mut dyn Write) -> io::Result<u64> {
    let mut out = BufWriter::new(out);
    out.write_all(
        b"\"TRN\" ,\"Date of birth\" ,\"Induction period end date\" ,\"Number of terms\" ,\"Outcome\" ,\"Error message\"\n",
    )?;
    let mut rows = 0;
    for i in periods(world, 1) {
        let Some(ended_on) = i.ended_on else { continue };
        let months = (ended_on - i.started_on).num_days() / 30;
        let terms = if i.outcome == "release" { (months / 2).max(1) as f64 / 2.0 } else { 6.0 };
        for _ in 0..if rows == 0 { 2 } else { 1 } {
            let birth = birth(i.number);
            writeln!(out, "\"{}\" ,\"{birth}\" ,\"{ended_on}\" ,\"{terms}\" ,\"{}\" ,\"\"", i.trn(), i.outcome)?;
            rows += 1;
        }
    }
    for (rule, n) in BAD_OUTCOMES {
        let (on, error) = if rule == "impossible-date" {
            ("2024-06-31", "")
        } else {
            ("2024-06-28", "Demo refusal: no such teacher")
        };
        for at in 0..n {
            writeln!(out, "\"{:07}\" ,\"1985-01-01\" ,\"{on}\" ,\"6\" ,\"pass\" ,\"{error}\"", 9_200 + rows + at)?;
        }
        rows += n;
    }
    out.flush()?;
    Ok(rows)
}
