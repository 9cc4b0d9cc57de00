//! The list in words: who is within reach and asked for, how many stand where, one page or a file of them.

use app::error::AppError;
use app::filters::{Filters, Key};
use app::reports::participants::{A_PAGE, Asked, ParticipantLine, ParticipantList, Status};
use app::reports::report::{Choice, Field};
use domain::establishment::Urn;
use domain::measure::thousands;
use domain::place::HubArea;
use domain::programme::{Cohort, Course, Programme};

use super::Sought;
use super::handle::Handles;
use super::training::{Person, Training};
use crate::analytics::select::Selection;
use crate::auth::named::Reach;
use crate::present::words;
use crate::reconciliation::Medium;
use crate::schools::search::fold;
use crate::statistics::Current;

/// Lines of a file.
const LINES: usize = 20_000;

/// What stands in place of a name that is not held.
pub(super) const NO_NAME: &str = "No name held";

/// A person on a course, and by what they are put in order.
struct Entry<'a> {
    person: &'a Person,
    training: &'a Training,
    name: String,
}

/// Writes the list.
pub(super) fn write(
    current: &Current,
    handles: &Handles,
    reach: &Reach,
    (asked, hubs): (Asked, Vec<String>),
    sought: Sought,
    into: Medium,
) -> Result<ParticipantList, AppError> {
    let searched = asked.words.is_some();
    let mut list = ParticipantList {
        kicker: "Participants".into(),
        headline: "Choose whose people to list".into(),
        notes: notes(current, reach),
        as_of: words::day(current.dataset.as_of),
        ..ParticipantList::default()
    };
    let (people, whole) = match sought {
        Sought::People(people, whole) => (people, whole),
        Sought::NoPlace => {
            list.fields = fields(current, reach, &asked, &hubs, &[]);
            list.told = Some(
                "Choose a hub area, a local authority or a delivery partner, or search for somebody. Names of a whole country \
                 are never listed."
                    .into(),
            );
            list.asked = asked;
            return Ok(list);
        }
        Sought::TooLarge => {
            list.fields = fields(current, reach, &asked, &hubs, &[]);
            list.told = Some("This is too large to list by name. Choose fewer hub areas or delivery partners.".into());
            list.asked = asked;
            return Ok(list);
        }
    };
    let selection = Selection::new(&current.dataset, &asked.filters);
    let mut entries: Vec<Entry<'_>> = Vec::new();
    for person in &people {
        for training in &person.trainings {
            let within = reach.includes(training.school, training.partner.as_deref());
            if within && (searched || is_asked_for(&asked, &selection, training)) {
                entries.push(Entry { person, training, name: by_surname(person) });
            }
        }
    }
    // A school of others is refused, whether it exists or not.
    if asked.school.is_some_and(|urn| entries.is_empty() && !reach.includes(position(current, urn), None)) {
        return Err(AppError::NotForYourRole);
    }
    let schools = schools_of(current, &entries);
    if !searched {
        list.counts = counts(&entries);
        list.fields = fields(current, reach, &asked, &hubs, &schools);
    }
    if let Some(status) = asked.status.filter(|_| !searched) {
        entries.retain(|entry| stands(entry.training, status));
    }
    sort(&mut entries, asked.status);
    let distinct = {
        let mut ids: Vec<&str> = entries.iter().map(|entry| entry.person.id.as_str()).collect();
        ids.sort_unstable();
        ids.dedup();
        ids.len()
    };
    list.found = entries.len();
    list.pages = entries.len().div_ceil(A_PAGE).max(1);
    let number = asked.number.clamp(1, list.pages);
    let asked = Asked { number, ..asked };
    let (from, most) = match into {
        Medium::Page => ((number - 1) * A_PAGE, A_PAGE),
        Medium::File => (0, LINES),
    };
    list.lines = entries.iter().skip(from).take(most).map(|entry| line(current, handles, entry, into)).collect();
    list.headline = headline(distinct, &asked);
    list.has_files = !searched && !list.lines.is_empty();
    list.told = match (list.found, whole) {
        (0, _) => Some(match searched {
            true => "Nobody with these words in their name, or with this TRN, is within what you may see.".into(),
            false => "Nobody fits these filters.".into(),
        }),
        (_, false) => Some("Only the first 500 people are shown. Write more of the name.".into()),
        _ => None,
    };
    list.summary = match searched {
        true => Vec::new(),
        false => vec![
            "People and where they stand on each course, from the lead provider\u{2019}s files. What is late or due goes by the \
             last days of their schedule, as far as these are known."
                .into(),
        ],
    };
    list.asked = asked;
    Ok(list)
}

fn position(current: &Current, urn: Urn) -> usize {
    current.dataset.schools.position(urn).unwrap_or(0)
}

fn is_asked_for(asked: &Asked, selection: &Selection, training: &Training) -> bool {
    let filters = &asked.filters;
    let facts = training.course.facts();
    let cohorts: Vec<Cohort> = filters.parsed(Key::Cohort);
    let has_place = [Key::Region, Key::Hub, Key::La, Key::Trust].iter().any(|key| filters.has(*key));
    filters.one_parsed::<Programme>(Key::Programme).is_none_or(|programme| facts.programme == programme)
        && (!filters.has(Key::Course) || filters.contains(Key::Course, facts.code))
        && (!filters.has(Key::Cohort) || training.cohort.is_some_and(|cohort| cohorts.contains(&cohort)))
        && (!filters.has(Key::Partner)
            || training.partner.as_deref().is_some_and(|partner| filters.contains(Key::Partner, partner)))
        && (!has_place || (training.school > 0 && selection.places[training.school]))
        && selection.kinds[training.school]
        && asked.school.is_none_or(|urn| training.urn == Some(urn.0))
}

fn stands(training: &Training, status: Status) -> bool {
    match status {
        Status::Late | Status::Due | Status::Stalled => training.marks.contains(&status),
        _ => training.status == status,
    }
}

fn counts(entries: &[Entry<'_>]) -> Vec<(Status, String)> {
    let of = |status: Status| entries.iter().filter(|entry| stands(entry.training, status)).count();
    Status::ALL.into_iter().map(|status| (status, thousands(of(status) as u64))).collect()
}

/// The last word of a name first, as people look for it; whoever has no name comes last.
fn by_surname(person: &Person) -> String {
    match person.name.as_deref().map(fold).filter(|name| !name.is_empty()) {
        Some(name) => format!("{} {name}", name.rsplit(' ').next().unwrap_or_default()),
        None => format!("\u{10ffff}{}", person.id),
    }
}

/// By name; where a last day is asked about, the earliest first.
fn sort(entries: &mut [Entry<'_>], status: Option<Status>) {
    let by_day = matches!(status, Some(Status::Late | Status::Due | Status::Stalled));
    let day = |entry: &Entry<'_>| entry.training.next.and_then(|next| next.by).filter(|_| by_day);
    entries.sort_by(|a, b| {
        let days = (day(a).is_none(), day(a)).cmp(&(day(b).is_none(), day(b)));
        days.then_with(|| a.name.cmp(&b.name)).then_with(|| a.training.course.cmp(&b.training.course))
    });
}

fn headline(people: usize, asked: &Asked) -> String {
    let people = words::counted(people as u64, "people");
    if asked.words.is_some() {
        return format!("{people} found");
    }
    match asked.status {
        None => format!("{people} on courses"),
        Some(Status::Late) => format!("{people} with a declaration that is late"),
        Some(Status::Due) => format!("{people} with a declaration due within 60 days"),
        Some(Status::Stalled) => format!("{people} without a declaration for too long"),
        Some(status) => format!("{people}: {}", status.name().to_lowercase()),
    }
}

pub(super) fn school_name(current: &Current, training: &Training) -> String {
    match (training.school, training.urn) {
        (0, Some(urn)) => format!("Not in the school register: {urn}"),
        (0, None) => "School not known".into(),
        (at, _) => current.dataset.schools.name[at].clone(),
    }
}

/// A declaration that was made, in words.
fn made(training: &Training) -> (String, String) {
    match training.made.last() {
        Some((kind, day)) => (format!("{}, {}", kind.name(), words::day(*day)), day.to_string()),
        None => ("None".into(), String::new()),
    }
}

/// A declaration that is still to be made, in words.
pub(super) fn coming(training: &Training) -> String {
    match training.next {
        None => "None".into(),
        Some(next) => match next.by {
            Some(by) => format!("{} by {}", next.declaration.name(), words::day(by)),
            None => format!("{}, last day not known", next.declaration.name()),
        },
    }
}

pub(super) fn partner_name(current: &Current, id: Option<&str>) -> String {
    let Some(id) = id else { return "Not known".into() };
    let known = current.dataset.partners.iter().find(|(known, _)| known == id);
    known.map_or_else(|| "Not known".into(), |(_, name)| name.clone())
}

fn line(current: &Current, handles: &Handles, entry: &Entry<'_>, into: Medium) -> ParticipantLine {
    let Entry { person, training, .. } = entry;
    let dataset = &current.dataset;
    let at = training.school;
    let for_file = |value: Option<&str>| value.filter(|_| into == Medium::File).unwrap_or_default().to_owned();
    let (last, last_on) = made(training);
    let authority = |at: usize| dataset.authorities.get(usize::from(dataset.schools.authority[at]));
    ParticipantLine {
        handle: handles.of(&person.id),
        name: person.name.clone().unwrap_or_else(|| NO_NAME.into()),
        trn: for_file(person.trn.as_deref().filter(|trn| trn.len() == 7)),
        id: for_file(Some(&person.id)),
        urn: (at > 0).then(|| Urn(dataset.schools.urn[at])),
        school: school_name(current, training),
        authority: if at > 0 { authority(at).map_or(String::new(), |a| a.1.clone()) } else { String::new() },
        hub: dataset.schools.hub_at(at).filter(|_| at > 0).map_or(String::new(), |hub| hub.code()),
        partner: partner_name(current, training.partner.as_deref()),
        course: training.course.name(),
        cohort: training.cohort.map_or_else(|| "cohort not known".into(), |cohort| cohort.name()),
        status: training.status.name().into(),
        marks: training.marks.clone(),
        last,
        last_on,
        next: coming(training),
        next_by: training.next.and_then(|next| next.by).map_or(String::new(), |by| by.to_string()),
    }
}

/// The schools of the people found, by name: number and name.
fn schools_of(current: &Current, entries: &[Entry<'_>]) -> Vec<(u32, String)> {
    let mut positions: Vec<usize> = entries.iter().map(|entry| entry.training.school).filter(|at| *at > 0).collect();
    positions.sort_unstable();
    positions.dedup();
    let schools = &current.dataset.schools;
    let mut named: Vec<(u32, String)> =
        positions.into_iter().map(|at| (schools.urn[at], schools.name[at].clone())).collect();
    named.sort_by(|a, b| a.1.cmp(&b.1).then(a.0.cmp(&b.0)));
    named
}

fn fields(current: &Current, reach: &Reach, asked: &Asked, hubs: &[String], schools: &[(u32, String)]) -> Vec<Field> {
    let dataset = &current.dataset;
    let filters: &Filters = &asked.filters;
    let own = |hub: &HubArea| *reach == Reach::Everyone || hubs.contains(&hub.code());
    let field =
        |key: &str, label: &str, any: &str, options: Vec<(String, String)>, chosen: &dyn Fn(&str) -> bool| Field {
            key: key.into(),
            label: label.into(),
            any: Some(any.into()),
            options: options.into_iter().map(|(value, name)| Choice { chosen: chosen(&value), value, name }).collect(),
        };
    let of_key = |key: Key, any: &str, options: Vec<(String, String)>| {
        field(key.word(), key.label(), any, options, &|value| filters.contains(key, value))
    };
    let programme: Option<Programme> = filters.one_parsed(Key::Programme);
    let is_of = |course: &Course| programme.is_none_or(|programme| course.facts().programme == programme);
    let mut authorities: Vec<(String, String)> = match reach {
        Reach::Everyone => {
            dataset.authorities.iter().skip(1).map(|(code, name, _)| (code.clone(), name.clone())).collect()
        }
        Reach::Own { schools, .. } => {
            let mut at: Vec<u16> =
                (1..schools.len()).filter(|at| schools[*at]).map(|at| dataset.schools.authority[at]).collect();
            at.sort_unstable();
            at.dedup();
            let named = at.into_iter().filter(|at| *at > 0).filter_map(|at| dataset.authorities.get(usize::from(at)));
            named.map(|(code, name, _)| (code.clone(), name.clone())).collect()
        }
    };
    authorities.sort_by(|a, b| a.1.cmp(&b.1));
    let mut partners: Vec<(String, String)> = match reach {
        Reach::Everyone => dataset.partners.iter().skip(1).cloned().collect(),
        Reach::Own { partners, .. } => {
            dataset.partners.iter().filter(|(id, _)| partners.contains(id)).cloned().collect()
        }
    };
    partners.sort_by(|a, b| a.1.cmp(&b.1));
    let mut cohorts: Vec<Cohort> = dataset.cohorts.iter().flatten().copied().collect();
    cohorts.sort();
    let statuses = Status::ALL.iter().map(|status| (status.slug().to_owned(), status.name().to_owned())).collect();
    let mut fields = vec![
        of_key(Key::Hub, "All hub areas", HubArea::all().filter(own).map(|hub| (hub.code(), hub.name())).collect()),
        of_key(Key::La, "All local authorities", authorities),
        of_key(Key::Partner, "All delivery partners", partners),
        field("status", "Where they stand", "Anywhere", statuses, &|value| {
            asked.status.is_some_and(|status| status.slug() == value)
        }),
        of_key(
            Key::Programme,
            "Both programmes",
            Programme::ALL.iter().map(|p| (p.slug().to_owned(), p.name().to_owned())).collect(),
        ),
        of_key(
            Key::Course,
            "All courses",
            Course::all().filter(is_of).map(|c| (c.code().to_owned(), c.name())).collect(),
        ),
        of_key(Key::Cohort, "All cohorts", cohorts.iter().map(|c| (c.to_string(), c.name())).collect()),
    ];
    let named = schools.iter().map(|(urn, name)| (urn.to_string(), name.clone()));
    // A school that was asked for stays among the choices, also where nobody is left.
    let missing = asked.school.filter(|urn| !schools.iter().any(|(known, _)| *known == urn.0));
    let missing = missing.map(|urn| (urn.to_string(), format!("URN {urn}")));
    let schools: Vec<(String, String)> = named.chain(missing).collect();
    if !schools.is_empty() {
        fields.push(field("school", "School", "All schools", schools, &|value| {
            asked.school.is_some_and(|urn| urn.to_string() == value)
        }));
    }
    fields
}

fn notes(current: &Current, reach: &Reach) -> Vec<String> {
    let as_of = words::day(current.dataset.as_of);
    let mut notes = vec![
        format!("Late, due and stalled are as of {as_of}, the day the files speak for: a later declaration is not known here."),
        "The next declaration is the first after the furthest live one. Its last day comes from the schedule and the cohort: NPQ \
         cohorts from autumn 2021 to spring 2025, and the standard early career schedules. For others the last day is not known, \
         and nobody is called late."
            .into(),
        "Stalled: no live declaration for longer than the longest time between two last days of the schedule (a year where these \
         are not known) and 31 days."
            .into(),
        "Ids that the lead provider has merged are one person. Somebody on two courses stands in two lines.".into(),
        "The delivery partner is the one that the place on the course names, else the latest declaration.".into(),
        "Somebody whose name was removed, because the time for keeping it was over or because they asked, stands without a name."
            .into(),
    ];
    if *reach != Reach::Everyone {
        notes.push(
            "You see people at schools of your hub areas, and people whom your own delivery partner delivers to, wherever they \
             are."
                .into(),
        );
    }
    notes
}
