//! Invented data for the whole of England, in the formats that real files have: schools, partners, NPQ and early career
//! training, and how schools take part beside them. Obviously dummy, the same bytes for the same seed, written one row at a time. No figure here is DfE's, and
//! no statistics file is invented.

mod chance;
mod declaration;
mod ecf;
mod engagement;
mod npq;
mod output;
mod partners;
mod plan;
mod register;
mod schools;
mod truth;
mod world;

use std::io::{self, Write};
use std::sync::{Arc, OnceLock};

pub use plan::{AS_OF, Plan, Planted, Totals, YEARS};
pub use truth::{Truth, truth};

use world::World;

/// A file of the demo data, written when asked for.
pub struct DemoFile {
    /// File name, as a real one would be called.
    pub name: String,
    /// What it holds, in a few words.
    pub what: &'static str,
    world: Arc<LazyWorld>,
    write: fn(&World, &mut dyn Write) -> io::Result<u64>,
}

impl DemoFile {
    /// Writes it. Memory does not grow with its length.
    pub fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        (self.write)(self.world.get(), out).map(|_| ())
    }

    /// Writes it and says how many data rows or objects it holds.
    pub fn write_counted(&self, out: &mut dyn Write) -> io::Result<u64> {
        (self.write)(self.world.get(), out)
    }
}

/// The schools and totals behind the files of one plan, made when the first file is written.
struct LazyWorld {
    plan: Plan,
    world: OnceLock<World>,
}

impl LazyWorld {
    fn get(&self) -> &World {
        self.world.get_or_init(|| World::new(&self.plan))
    }
}

/// Every file of a plan, in an order that suits reading: places first, then people, then what they did.
pub fn files(plan: &Plan) -> Vec<DemoFile> {
    let world = Arc::new(LazyWorld { plan: *plan, world: OnceLock::new() });
    type Writer = fn(&World, &mut dyn Write) -> io::Result<u64>;
    let list: [(&str, &'static str, Writer); 25] = [
        ("edubasealldata20250613.csv", "school register", |w, out| register::write(&w.schools, &w.seed, out)),
        ("links_edubasealldata20250613.csv", "links between schools", |w, out| {
            register::links::write_links(&w.schools, out)
        }),
        ("allgroupsdata20250613.csv", "trusts and federations", |w, out| {
            register::links::write_groups(&w.schools, out)
        }),
        ("allgrouplinksdata20250613.csv", "schools of trusts and federations", |w, out| {
            register::links::write_group_links(&w.schools, out)
        }),
        ("hub_overrides.csv", "hub areas of schools in split districts", |w, out| {
            register::lists::write_overrides(&w.schools, out)
        }),
        ("headcounts.csv", "teachers by school and year", |w, out| {
            register::lists::write_headcounts(&w.schools, &w.seed, out)
        }),
        ("pp50_schools_autumn_2024.csv", "PP50 priority list", |w, out| register::lists::write_pp50(&w.schools, out)),
        ("rise_schools_spring_2025.csv", "RISE priority list", |w, out| {
            register::lists::write_rise(&w.schools, &w.seed, out)
        }),
        ("delivery_partners.json", "delivery partners", |w, out| partners::write_partners(&w.seed, out)),
        ("partner_hubs.csv", "hub areas of delivery partners", |_, out| partners::write_partner_hubs(out)),
        ("partner_schools.csv", "delivery partners of schools before 2024", |w, out| {
            partners::write_partner_schools(&w.schools, &w.partners, &w.seed, out)
        }),
        ("npq_applications.json", "NPQ applications", npq::applications::write),
        ("npq_participants.json", "NPQ participants", npq::participants::write),
        ("npq_declarations.ndjson", "NPQ declarations", npq::declarations::write),
        ("npq_outcomes.json", "NPQ outcomes", npq::outcomes::write),
        ("partnerships.json", "partnerships for early career training", |w, out| {
            partners::write_partnerships(&w.schools, &w.partners, &w.seed, out)
        }),
        ("ecf_participants.json", "early career teachers and mentors", ecf::write::participants),
        ("ecf_declarations.ndjson", "declarations for early career training", ecf::write::declarations),
        ("ab_register.csv", "inductions of appropriate bodies", engagement::ab::write_register),
        ("ab_claims.csv", "bulk claims of an appropriate body", engagement::bulk::write_claims),
        ("ab_outcomes.csv", "bulk outcomes of an appropriate body", engagement::bulk::write_outcomes),
        ("itt_placements.csv", "trainee teachers placed at schools", engagement::itt::write),
        ("cpd_attendance.csv", "attendance at events", engagement::cpd::write),
        ("contacts.csv", "contacts with schools", engagement::contacts::write_contacts),
        ("reasons.csv", "reasons for not engaging", engagement::contacts::write_reasons),
    ];
    list.into_iter()
        .map(|(name, what, write)| DemoFile { name: name.to_owned(), what, world: Arc::clone(&world), write })
        .collect()
}
