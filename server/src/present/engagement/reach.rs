//! In area and out of area: where the schools lie that a delivery partner reaches.

use app::reports::report::Cell;
use domain::measure::Count;
use domain::place::HubArea;

use super::{Answer, since};
use crate::analytics::Measure;
use crate::analytics::engagement::reach::{Home, Whose};
use crate::disclosure::{PublishedReach, ShownGroup};
use crate::present::draw::{self, Frame};
use crate::present::table::{Spec, column, table};
use crate::present::words;

/// What is drawn.
const REACHED: &str = "Schools reached";

/// Bars of hub areas beyond this say nothing; the table holds them all.
const BARS: usize = 30;

/// `Demo Hub` or `2 delivery partners of EE3 ...`.
pub(super) fn who(reach: &PublishedReach) -> String {
    match reach.partners.as_slice() {
        [] => "The delivery partner".into(),
        [one] => one.clone(),
        [one, other] => format!("{one} and {other}"),
        many => format!("{} delivery partners", many.len()),
    }
}

/// The finding: where the schools reached lie.
pub(super) fn finding(reach: &PublishedReach, period: &str) -> String {
    let reached = |group: Option<&ShownGroup>| group.map_or(Count::NotApplicable, |g| g.own[Measure::EngagedAny]);
    let all = reach.whole[Measure::EngagedAny].words();
    let (inside, outside) = (reached(reach.split.first()), reached(reach.split.get(1)));
    match reach.home {
        _ if reach.whole[Measure::EngagedAny].value().is_none() => {
            format!("How many schools {} reached in {period} is not shown", who(reach))
        }
        Home::Unknown => format!("{} reached {all} schools in {period}", who(reach)),
        _ => format!(
            "{} reached {all} schools in {period}: {} in its own area, {} outside it",
            who(reach),
            inside.words(),
            outside.words()
        ),
    }
}

/// What the finding rests on, in sentences.
pub(super) fn explained(reach: &PublishedReach) -> Vec<String> {
    let names = |hubs: &[HubArea]| hubs.iter().map(|hub| hub.name()).collect::<Vec<_>>().join(" and ");
    let mut words = vec![match reach.home {
        Home::Listed => format!(
            "Its own area is {}, from the list of delivery partners and their hub areas.",
            names(&reach.home_hubs)
        ),
        Home::MostSchools => format!(
            "No list says which hub area it stands for: its own area is taken to be {}, where most of its schools lie.",
            names(&reach.home_hubs)
        ),
        Home::Unknown => {
            "No list says which hub area it stands for, so own and other areas are not told apart. The data page \
                          has a blank template."
                .to_owned()
        }
    }];
    if reach.is_of_few {
        words.push(
            "Few people take part: of so few, what one delivery partner reaches would tell of single people.".into(),
        );
        return words;
    }
    if reach.other_settings != Count::Exact(0) {
        let settings = if reach.other_settings == Count::Exact(1) { "other setting" } else { "other settings" };
        words.push(format!(
            "Beside them it reached {} {settings} (independent, early years, further education, or not open on the first day of \
             the year).",
            reach.other_settings.words()
        ));
    }
    if reach.unknown != Count::Exact(0) {
        words.push(format!("{} of its people are at no known school.", words::capital(&reach.unknown.words())));
    }
    words
}

/// The section: the split, and in exact figures each hub area.
pub(super) fn write(reach: &PublishedReach, answer: &mut Answer, caption: &[String], period: &str) {
    let count = |measure: Measure| move |g: &ShownGroup| Cell::Count(g.own[measure]);
    let mut specs: Vec<Spec<'_>> = vec![
        column("schools_in_area", "Schools in area", count(Measure::SchoolsInArea)),
        column("reached", "Reached", count(Measure::EngagedAny)),
    ];
    if !reach.hubs.is_empty() {
        specs.push(column("ecf", "ECF/ECTE", count(Measure::EngagedEcf)));
        specs.push(column("npq", "NPQ", count(Measure::EngagedNpq)));
    }
    specs.push(column("since_2021", "Since Sept 2021", count(Measure::EverAny)));
    let total = super::plain("total", "All schools reached", &reach.whole);
    let title = finding(reach, period);
    let whose = match reach.whose {
        Whose::Asked => who(reach),
        Whose::OfHubs => format!("delivery partners of this hub area: {}", reach.partners.join(", ")),
    };
    let subtitle = format!(
        "Schools with a live declaration delivered by {whose}, NPQ and ECF/ECTE, {period}, and since {}, wherever they lie",
        since()
    );
    if !reach.split.is_empty() {
        let table = table(subtitle.clone(), "Where they lie", &specs, &reach.split, Some(&total), None);
        answer.add("reach", table, None, title, subtitle.clone());
    } else {
        let table = table(subtitle.clone(), "Where they lie", &specs, std::slice::from_ref(&total), None, None);
        answer.add("reach", table, None, title, subtitle.clone());
    }
    if reach.hubs.is_empty() {
        return;
    }
    let own: Vec<String> = reach.home_hubs.iter().map(|hub| hub.code()).collect();
    let named: Vec<ShownGroup> = (reach.hubs.iter().cloned())
        .map(|mut group| {
            if own.contains(&group.name.code) {
                group.name.name.push_str(", own area");
            }
            group
        })
        .collect();
    let others = named.iter().filter(|g| !own.contains(&g.name.code) && !g.name.unknown);
    let others = others.filter(|g| g.own[Measure::EngagedAny].value().is_some_and(|n| n > 0)).count();
    let title = match others {
        0 => "It reaches no school in another hub area".to_owned(),
        n => format!("It reaches schools in {}", words::counted(n as u64, "other hub areas")),
    };
    let subtitle = format!("{REACHED} by hub area, {period}");
    let table = table(subtitle.clone(), "Hub area", &specs, &named, Some(&total), None);
    let mut drawn: Vec<ShownGroup> =
        named.into_iter().filter(|g| g.own[Measure::EngagedAny].value().is_some_and(|n| n > 0)).collect();
    drawn.truncate(BARS);
    let frame =
        Frame { id: "reach_hubs", title: &title, subtitle: &subtitle, axis: REACHED, caption: caption.to_vec() };
    let chart = (drawn.len() > 1)
        .then(|| draw::bars(frame, &drawn, None, |g| Cell::Count(g.own[Measure::EngagedAny]), |_| None, ""));
    answer.add("reach_hubs", table, chart, title, subtitle);
}
