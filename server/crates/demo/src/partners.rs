//! Invented delivery partners: one for each hub area and a few that work anywhere, and who delivers at which school.

use std::io::{self, BufWriter, Write};
use std::sync::OnceLock;

use domain::place::HubArea;

use crate::chance::{Id, Purpose, Seed};
use crate::output::{Layout, Objects};
use crate::plan::{AS_OF, day};
use crate::schools::Schools;

/// Partners without a hub area.
const ANYWHERE: [&str; 5] = [
    "Demo National Partner",
    "Demo Diocesan Partner",
    "Demo Trust Network Partner",
    "Demo Early Years Partner",
    "Demo Special Schools Partner",
];

/// A delivery partner by its position: first the 87 of the hub areas, then those that work anywhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Partner(pub u8);

impl Partner {
    /// How many there are.
    pub const COUNT: usize = HubArea::COUNT + ANYWHERE.len();

    /// Its name.
    pub fn name(self) -> &'static str {
        static NAMES: OnceLock<Vec<String>> = OnceLock::new();
        let names = NAMES.get_or_init(|| {
            let hubs = HubArea::all().map(|hub| format!("Demo Teaching School Hub {hub}"));
            hubs.chain(ANYWHERE.map(str::to_owned)).collect()
        });
        &names[usize::from(self.0)]
    }

    /// Its identifier.
    pub fn id(self, seed: &Seed) -> Id {
        seed.id(Purpose::Partner, u64::from(self.0))
    }

    /// A secondary partner, beside this one.
    pub fn beside(self) -> Partner {
        Partner((self.0 + 1) % Self::COUNT as u8)
    }

    /// Who delivers for a hub area, mostly its own hub; `pick` decides.
    pub fn near(hub: HubArea, pick: u64) -> Partner {
        match pick % 100 {
            0..78 => Partner(hub.index() as u8),
            78..92 => {
                // A neighbour: the next area with the same letters, else the one before.
                let same = |h: &HubArea| h.code().chars().next() == hub.code().chars().next();
                let next =
                    HubArea::at(hub.index() + 1).filter(same).or_else(|| HubArea::at(hub.index().wrapping_sub(1)));
                Partner(next.unwrap_or(hub).index() as u8)
            }
            n => Partner((HubArea::COUNT as u64 + n % ANYWHERE.len() as u64) as u8),
        }
    }
}

/// Who delivers at each school: the same partner for everyone of a cohort, changing now and then.
#[derive(Debug)]
pub struct Partners(Vec<[Partner; 5]>);

impl Partners {
    /// Decides for every place of work and the cohorts 2021 to 2025.
    pub fn new(schools: &Schools, seed: &Seed) -> Partners {
        let near = |hub, pick| Partner::near(hub, pick);
        Partners(
            (0..schools.sites)
                .map(|site| {
                    let hub = schools.rows[site].cell.hub;
                    let pick = seed.hash(Purpose::PartnerOfSchool, site as u64);
                    let mut partner = near(hub, pick);
                    [0u64, 1, 2, 3, 4].map(|cohort| {
                        let change = seed.hash(Purpose::PartnerOfSchool, ((cohort + 1) << 40) + site as u64);
                        if cohort > 0 && change.is_multiple_of(11) {
                            partner = near(hub, change / 11);
                        }
                        partner
                    })
                })
                .collect(),
        )
    }

    /// Who delivers at a place of work in a cohort.
    pub fn at(&self, site: u32, cohort: u16) -> Partner {
        self.0[site as usize][usize::from(cohort.clamp(2021, 2025) - 2021)]
    }
}

/// Writes the delivery partners as one page of the API.
pub fn write_partners(seed: &Seed, out: &mut dyn Write) -> io::Result<u64> {
    let mut objects = Objects::new(out, Layout::Page);
    for n in 0..Partner::COUNT as u8 {
        let partner = Partner(n);
        objects.object(partner.id(seed), "delivery-partner", |f| {
            f.text("name", partner.name());
            f.texts("cohort", &["2021", "2022", "2023", "2024", "2025"]);
            f.moment("created_at", day(2021, 6, 1), u64::from(n), "Z");
            f.moment("updated_at", day(2025, 3, 25), u64::from(n), "Z");
        })?;
    }
    objects.end()
}

/// Writes which hub area a partner stands for.
pub fn write_partner_hubs(out: &mut dyn Write) -> io::Result<u64> {
    let mut out = BufWriter::new(out);
    out.write_all(b"partner,hub_area\n")?;
    for hub in HubArea::all() {
        writeln!(out, "{},{hub}", Partner(hub.index() as u8).name())?;
    }
    out.flush()?;
    Ok(HubArea::COUNT as u64)
}

/// Writes who delivered at a school in the cohorts whose declarations do not say; some schools are missing.
pub fn write_partner_schools(
    schools: &Schools,
    partners: &Partners,
    seed: &Seed,
    out: &mut dyn Write,
) -> io::Result<u64> {
    let mut out = BufWriter::new(out);
    out.write_all(b"urn,cohort,partner\n")?;
    let mut rows = 0;
    let mut written = std::collections::HashSet::new();
    for site in 0..schools.sites as u32 {
        if seed.hash(Purpose::PartnerOfSchool, (9 << 40) + u64::from(site)) % 100 >= 88 {
            continue;
        }
        for cohort in 2021..=2023u16 {
            for (month, pick) in [(10, 0), (10, 1), (5, 0), (5, 1)] {
                let on = day(i32::from(cohort) + i32::from(month < 9), month, 1);
                let urn = schools.row_on(site, on, pick).urn;
                if written.insert((urn, cohort)) {
                    writeln!(out, "{urn},{cohort},{}", partners.at(site, cohort).name())?;
                    rows += 1;
                }
            }
        }
    }
    out.flush()?;
    Ok(rows)
}

/// Writes partnerships of schools for early career training, one for each school and cohort.
pub fn write_partnerships(schools: &Schools, partners: &Partners, seed: &Seed, out: &mut dyn Write) -> io::Result<u64> {
    let mut objects = Objects::new(out, Layout::Pages);
    for site in 0..schools.sites as u32 {
        if schools.rows[site as usize].ecf_appeal < 0.05 {
            continue;
        }
        for cohort in 2021..=2024u16 {
            let chance = seed.hash(Purpose::Partnership, u64::from(site) * 8 + u64::from(cohort - 2021));
            let row = schools.row_on(site, day(i32::from(cohort), 9, 15), 0);
            if chance % 100 >= 82 || row.closed.is_some_and(|d| d < day(i32::from(cohort), 9, 1)) {
                continue;
            }
            let partner = partners.at(site, cohort);
            let id = seed.id(Purpose::Partnership, u64::from(site) * 8 + u64::from(cohort - 2021));
            objects.object(id, "partnership", |f| {
                f.numbered("cohort", ("", u64::from(cohort), 4), "");
                f.numbered("urn", ("", u64::from(row.urn), 6), "");
                f.id("school_id", seed.id(Purpose::School, u64::from(row.urn)));
                f.id("delivery_partner_id", partner.id(seed));
                f.text("delivery_partner_name", partner.name());
                f.null("induction_tutor_name");
                f.null("induction_tutor_email");
                f.number("participants_currently_training", chance / 100 % 9);
                f.moment("created_at", day(i32::from(cohort), 7, 1), chance, "Z");
                let updated = day(i32::from(cohort) + 1, 1, 10).min(AS_OF);
                f.moment("updated_at", updated, chance, "Z");
            })?;
        }
    }
    objects.end()
}
