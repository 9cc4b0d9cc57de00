//! The facts of a school in words, how its hub area was decided, and what the figures of its page mean.

use app::reports::report::{Definition, Source};
use app::reports::schools::Fact;
use domain::engagement::Strand;
use domain::establishment::{Rurality, SchoolSize, establishment_type};
use domain::measure::{one_decimal, thousands};
use domain::place::{Region, district};
use frames::Dataset;
use intake::Kind;

use super::one::Rows;
use super::search::status;
use crate::present::words;

/// The register's facts in order.
pub(super) fn facts(dataset: &Dataset, at: usize, rows: &Rows) -> Vec<Fact> {
    let (schools, row) = (&dataset.schools, &rows.school);
    let mut facts = Vec::new();
    let mut fact = |name: &str, value: Option<String>, note: Option<String>, search: Option<String>| {
        let value = value.filter(|value| !value.is_empty());
        let search = search.filter(|_| value.is_some());
        facts.push(Fact { name: name.into(), value: value.unwrap_or_else(|| "Not known".into()), note, search });
    };
    let day = |text: &Option<String>| text.as_deref().map(words::iso_day);
    let code = row.status_code.and_then(|code| u8::try_from(code).ok());
    let kind = row.type_code.and_then(|code| u8::try_from(code).ok()).and_then(establishment_type);
    let place = row.district_code.as_deref().and_then(district);
    let pupils = row.pupils.and_then(|pupils| u32::try_from(pupils).ok());

    fact("Status", Some(status(code, row.closed_on.as_deref())), None, None);
    fact("Opened", day(&row.opened_on), None, None);
    if row.closed_on.is_some() {
        fact("Closed", day(&row.closed_on), None, None);
    }
    fact("Phase", Some(schools.phase_at(at).name().into()), None, None);
    let in_area = match kind {
        Some(kind) if kind.in_area => None,
        Some(_) => Some("Settings of this kind are listed apart and not counted among the schools of an area.".into()),
        None => None,
    };
    let group = schools.type_at(at).name();
    let type_name = match kind {
        Some(kind) if !kind.name.eq_ignore_ascii_case(group) => format!("{group}: {}", kind.name),
        _ => group.to_owned(),
    };
    fact("Type", Some(type_name), in_area, None);
    let ages = row.low_age.zip(row.high_age).map(|(low, high)| format!("{low} to {high}"));
    fact("Ages", ages, None, None);
    fact("Pupils", pupils.map(|n| thousands(u64::from(n))), None, None);
    fact("Size", Some(SchoolSize::of(pupils).name().into()), None, None);
    fact("Free school meals", row.fsm_percent.map(|percent| format!("{}%", one_decimal(percent))), None, None);
    let trust = (schools.trust[at] > 0).then(|| dataset.trusts[usize::from(schools.trust[at])].1.clone());
    fact("Trust", Some(trust.clone().unwrap_or_else(|| "None".into())), None, trust);
    fact("Local authority", Some(dataset.authorities[usize::from(schools.authority[at])].1.clone()), None, None);
    let district_name = place.map(|place| place.name.to_owned()).or_else(|| row.district_name.clone());
    fact("District", district_name, None, None);
    let (hub, how) = hub_area(dataset, at, rows);
    fact("Hub area", Some(hub), Some(how), None);
    fact("Region", Some(Region::ALL[usize::from(schools.region[at])].name().into()), None, None);
    fact("Town or country", Some(Rurality::of(row.urban_rural.as_deref()).name().into()), None, None);
    fact("Postcode", row.postcode.clone(), None, row.postcode.clone());
    fact("UKPRN", row.ukprn.clone(), None, None);
    let number = row.la_code.as_deref().zip(row.establishment_number.as_deref());
    fact("DfE number", number.map(|(la, number)| format!("{la}/{number}")), None, None);
    facts
}

/// The hub area, and how it was decided.
fn hub_area(dataset: &Dataset, at: usize, rows: &Rows) -> (String, String) {
    let as_of = dataset.as_of.to_string();
    let in_force = |to: &Option<String>| to.as_deref().is_none_or(|to| to >= as_of.as_str());
    let listed = rows.overrides.iter().rev().find(|(_, from, to)| from.as_str() <= as_of.as_str() && in_force(to));
    let place = rows.school.district_code.as_deref().and_then(district);
    let hub = dataset.schools.hub_at(at);
    match (hub, listed, place) {
        (Some(hub), Some((_, from, _)), _) => {
            let since =
                if from.starts_with("0001") { String::new() } else { format!(", from {}", words::iso_day(from)) };
            (hub.name(), format!("From the list of hub areas of schools that is loaded{since}."))
        }
        (Some(hub), None, Some(place)) => (hub.name(), format!("All of {} lies in this area.", place.name)),
        (Some(hub), None, None) => (hub.name(), "From its district.".to_owned()),
        (None, _, Some(place)) => {
            let areas: Vec<String> = place.hub_areas.iter().map(|hub| hub.code()).collect();
            let how = format!(
                "{} is split between {}; a list of hub areas of schools would say which. It is never guessed.",
                place.name,
                areas.join(" and ")
            );
            ("Not known".to_owned(), how)
        }
        (None, _, None) => ("Not known".to_owned(), "The register names no district that is known.".to_owned()),
    }
}

/// Files behind the facts of a school.
const OF_FACTS: [Kind; 8] = [
    Kind::Register,
    Kind::Links,
    Kind::Succession,
    Kind::Groups,
    Kind::GroupLinks,
    Kind::PriorityList,
    Kind::HubOverrides,
    Kind::Headcounts,
];

/// Files behind a school's record, contacts and reasons.
const OF_RECORD: [Kind; 13] = [
    Kind::Declarations,
    Kind::NpqApplications,
    Kind::NpqParticipants,
    Kind::NpqEnrolments,
    Kind::EcfParticipants,
    Kind::NpqStatement,
    Kind::EcfStatement,
    Kind::AbRegister,
    Kind::AbClaims,
    Kind::IttPlacements,
    Kind::CpdAttendance,
    Kind::Contacts,
    Kind::Reasons,
];

/// Whether a file is behind what a school's page shows.
pub(super) fn is_behind(source: &Source, exact: bool) -> bool {
    let is = |kind: &Kind| words::capital(kind.name()) == source.kind;
    OF_FACTS.iter().any(is) || (exact && OF_RECORD.iter().any(is))
}

/// What the page's figures mean; those of people in exact figures only.
pub(super) fn definitions(exact: bool) -> Vec<Definition> {
    let define = |name: &str, meaning: &str| Definition {
        name: name.into(),
        meaning: meaning.into(),
        numerator: None,
        denominator: None,
    };
    let mut all = Vec::new();
    if exact {
        all.push(define(
            "Record",
            "People of this school in a strand and academic year, those of every school before it included. A person counts once \
             a strand and year. Strands overlap, so they never add up.",
        ));
        for strand in Strand::ALL {
            let meaning = match strand {
                Strand::Ab => "Teachers whose registered induction overlaps the year.",
                Strand::Ecf | Strand::Npq => {
                    "People with at least one live declaration in the year (submitted, eligible, payable or paid). The school is \
                     that of the enrolment, else the one stated beside the declaration."
                }
                Strand::Itt => "Trainees placed at the school in the year.",
                Strand::Cpd => "People of the school at events in the year; one who came twice counts twice.",
            };
            all.push(define(strand.name(), meaning));
        }
        all.push(define("First engaged", "The first of the years loaded with anybody in the strand."));
        all.push(define(
            "Contacts and reasons",
            "From files, or recorded here. They change no figure, and never appear in sharing figures.",
        ));
    }
    all.push(define(
        "Teachers",
        "Headcount of teachers in the school workforce census of the year, as published for this URN.",
    ));
    all.push(define(
        "Free school meals",
        "Pupils known to be eligible, percent of pupils, as the school register states it.",
    ));
    all.push(define(
        "Before and after",
        "Predecessors and successors in the register\u{2019}s links, followed along every chain. A school that was split passes to \
         all that came after it.",
    ));
    all
}
