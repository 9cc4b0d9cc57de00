//! The schools that a segment does not reach, with what is recorded of them: for exact figures only.

use std::collections::HashMap;

use app::error::AppError;
use app::filters::{Audience, Filters, GapMeasure, Key};
use app::links::Page;
use app::reports::calls::{Call, CallList};
use app::statistics::Viewer;
use domain::engagement::{ContactKind, Reason};
use domain::establishment::{SchoolSize, Urn};
use domain::measure::thousands;
use domain::programme::Course;
use frames::Dataset;

use crate::analytics::gaps;
use crate::auth::scope;
use crate::present::words;
use crate::question::{audience_of, complete};
use crate::statistics::{Desk, internal};

/// What is recorded of a school.
#[derive(Default)]
struct Recorded {
    /// In words, and whether it was since the first day of the year.
    contact: Option<(String, bool)>,
    reason: Option<String>,
}

impl Desk {
    /// Whom to call about a gap?
    pub async fn call_list(&self, viewer: &Viewer, filters: &Filters) -> Result<CallList, AppError> {
        let current = self.current();
        let (viewer, filters) = &scope::of_question(&current.dataset, viewer, Page::Calls, filters)?;
        let asked = filters.one_parsed(Key::Audience).or(Some(Audience::Exact));
        if audience_of(viewer, asked)? != Audience::Exact {
            return Err(AppError::TooNarrow(
                "The schools to call are for exact figures only. Ask for exact figures.".into(),
            ));
        }
        let filters =
            complete(&current.dataset, Page::Calls, Audience::Exact, filters)?.with(Key::Audience, Audience::Exact);
        let sort = filters.one(Key::Sort).unwrap_or("size").to_owned();
        let (data, question) = (current.clone(), filters.clone());
        let asked = tokio::task::spawn_blocking(move || gaps::ask(&data.dataset, &question, false, &[])).await;
        let found = asked.map_err(|error| internal(error.into()))?;
        if !found.measure.counts_schools() {
            return Err(AppError::TooNarrow(
                "This measure does not count schools, so there are none to call. Choose schools engaged, or schools with a \
                 start."
                    .into(),
            ));
        }
        let looked_at = found.all().find(|s| gaps::is_asked(&filters, s.course, s.cut, &s.name.code));
        let courses: Vec<String> = filters.parsed::<Course>(Key::Course).into_iter().map(|c| c.name()).collect();
        let (mut name, unreached) = match looked_at {
            Some(segment) => (gaps::named(segment.cut, &segment.name.name), segment.unreached.clone()),
            None => ("all schools of the question".to_owned(), all_of(&found)),
        };
        if !courses.is_empty() {
            name = format!("{name}, {}", courses.join(" or "));
        }
        let recorded = self.recorded(found.year.first_day().to_string()).await.map_err(internal)?;
        let mut calls: Vec<(bool, Call)> =
            unreached.iter().map(|at| call(&current.dataset, *at as usize, &recorded)).collect();
        sort_calls(&mut calls, &sort);
        let (done, open): (Vec<_>, Vec<_>) = calls.into_iter().partition(|(done, _)| *done);
        let take = |calls: Vec<(bool, Call)>| calls.into_iter().map(|(_, call)| call).collect::<Vec<_>>();
        let (open, done) = (take(open), take(done));
        let what = match found.measure {
            GapMeasure::Coverage if !courses.is_empty() => {
                format!("no start of {} in {}", courses.join(" or "), found.year.name())
            }
            GapMeasure::Coverage => format!("no {} in {}", words::starts(filters.programme()), found.year.name()),
            _ => format!("no part in any strand in {}", found.year.name()),
        };
        Ok(CallList {
            kicker: format!("Schools to call, {}, {}", found.measure.name(), found.year.name()),
            headline: format!("{} schools to call: {name}", thousands(open.len() as u64)),
            summary: vec![
                format!("State-funded schools in area with {what}. Largest first unless sorted otherwise."),
                "A school leaves the first list once a contact of this academic year or a reason is recorded. One click \
                 records it for today; the school\u{2019}s own page has room for outcome and note."
                    .into(),
            ],
            filters,
            audiences: viewer.audiences.clone(),
            open,
            done,
            as_of: words::day(current.dataset.as_of),
        })
    }

    /// Last contact since a day and latest reason of every school that has one.
    async fn recorded(&self, since: String) -> anyhow::Result<HashMap<u32, Recorded>> {
        let mut recorded: HashMap<u32, Recorded> = HashMap::new();
        for (urn, on, kind, outcome) in self.database().latest_contacts().await? {
            let kind = kind.parse::<ContactKind>().map_or("Contact", ContactKind::name);
            let outcome = outcome.map_or(String::new(), |o| format!(": {o}"));
            let words = format!("{}, {}{outcome}", words::iso_day(&on), kind.to_lowercase());
            recorded.entry(urn as u32).or_default().contact = Some((words, on >= since));
        }
        for (urn, reason) in self.database().latest_reasons().await? {
            let reason = reason.parse::<Reason>().map_or(reason.clone(), |r| r.name().to_owned());
            recorded.entry(urn as u32).or_default().reason = Some(reason);
        }
        Ok(recorded)
    }
}

/// Every school that no segment of a cut reaches, each once.
fn all_of(found: &gaps::Segments) -> Vec<u32> {
    let mut all: Vec<u32> = found.all().flat_map(|segment| &segment.unreached).copied().collect();
    all.sort_unstable();
    all.dedup();
    all
}

fn call(dataset: &Dataset, at: usize, recorded: &HashMap<u32, Recorded>) -> (bool, Call) {
    let schools = &dataset.schools;
    let nothing = Recorded::default();
    let own = recorded.get(&schools.urn[at]).unwrap_or(&nothing);
    let lists: Vec<String> = (dataset.priority_lists.iter().enumerate())
        .filter(|(list, _)| schools.priority[at] & 1 << list != 0)
        .map(|(_, list)| list.to_uppercase())
        .collect();
    let trust = usize::from(schools.trust[at]);
    let fresh = own.contact.as_ref().is_some_and(|(_, fresh)| *fresh);
    let call = Call {
        urn: Urn(schools.urn[at]),
        name: schools.name[at].clone(),
        phase: schools.phase_at(at).name().into(),
        school_type: schools.type_at(at).name().into(),
        size: SchoolSize::ALL[usize::from(schools.size[at])].name().into(),
        authority: dataset.authorities[usize::from(schools.authority[at])].1.clone(),
        trust: if trust == 0 { String::new() } else { dataset.trusts[trust].1.clone() },
        lists: lists.join(", "),
        contact: own.contact.as_ref().map_or(String::new(), |(words, _)| words.clone()),
        reason: own.reason.clone().unwrap_or_default(),
    };
    (fresh || own.reason.is_some(), call)
}

fn sort_calls(calls: &mut [(bool, Call)], sort: &str) {
    let size = |call: &Call| {
        let place = SchoolSize::ALL.iter().position(|size| size.name() == call.size).unwrap_or(0);
        // The largest first; what is not known last.
        if SchoolSize::ALL[place] == SchoolSize::Unknown { usize::MAX } else { SchoolSize::ALL.len() - place }
    };
    calls.sort_by(|(_, a), (_, b)| {
        let order = match sort {
            "name" => a.name.cmp(&b.name),
            "phase" => a.phase.cmp(&b.phase),
            "type" => a.school_type.cmp(&b.school_type),
            "la" => a.authority.cmp(&b.authority),
            "trust" => a.trust.is_empty().cmp(&b.trust.is_empty()).then(a.trust.cmp(&b.trust)),
            "lists" => a.lists.is_empty().cmp(&b.lists.is_empty()).then(a.lists.cmp(&b.lists)),
            "contact" => a.contact.is_empty().cmp(&b.contact.is_empty()).then(a.contact.cmp(&b.contact)),
            _ => size(a).cmp(&size(b)),
        };
        order.then_with(|| a.name.cmp(&b.name)).then(a.urn.0.cmp(&b.urn.0))
    });
}
