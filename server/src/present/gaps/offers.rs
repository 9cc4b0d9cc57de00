//! Courses and offers that fit a gap, and who is eligible for funding on the day of asking.

use app::filters::{Breakdown, GapMeasure, Key};
use app::reports::report::WordList;
use domain::establishment::{Phase, SchoolType};
use domain::offer::{Offer, OfferKind, funded_sentence, offers_for};
use domain::programme::{Course, Programme};

use super::{Found, named};
use crate::analytics::gaps::Cut;
use crate::disclosure::gaps::PublishedSegments;
use crate::present::{Context, words};

/// What fits a segment; nothing where the people have started already.
pub(super) fn list(context: &Context<'_>, published: &PublishedSegments, one: &Found<'_>) -> Option<WordList> {
    let programme = match published.measure {
        GapMeasure::Completion | GapMeasure::Continuation => return None,
        GapMeasure::Engaged => None,
        GapMeasure::Coverage | GapMeasure::Rate => Some(context.filters.programme()),
    };
    let code = &one.segment.name.code;
    let (phase, kind): (Option<Phase>, Option<SchoolType>) = match one.segment.cut {
        Cut::By(Breakdown::Phase) => (code.parse().ok(), None),
        Cut::By(Breakdown::Type) => (None, code.parse().ok()),
        _ => (None, None),
    };
    let courses: Vec<Course> = context.filters.parsed(Key::Course);
    let fits = |offer: &&&Offer| {
        let of_programme = match (programme, offer.kind) {
            (None, _) | (_, OfferKind::OtherHub) => true,
            (Some(Programme::Npq), kind) => kind == OfferKind::Npq,
            (Some(Programme::Ecf), kind) => matches!(kind, OfferKind::EarlyCareer | OfferKind::HubService),
        };
        of_programme && (courses.is_empty() || offer.course().is_none_or(|course| courses.contains(&course)))
    };
    let offers = offers_for(phase, kind, context.today);
    let items: Vec<(String, String)> = offers.iter().filter(fits).map(|offer| item(context, offer)).collect();
    (!items.is_empty()).then(|| WordList {
        id: "offers".into(),
        title: format!("What fits: {}", named(one.segment)),
        intro: format!(
            "Courses and offers for this phase and type, other hubs\u{2019} too, and who is eligible for funding for a start on \
             {}. Places may be limited: check with the provider before promising one.",
            words::day(context.today)
        ),
        items,
        links: Vec::new(),
        button: None,
    })
}

fn item(context: &Context<'_>, offer: &Offer) -> (String, String) {
    let funded = offer.course().map(|course| format!(" {}", funded_sentence(course, context.today)));
    let words = format!("{} Offered by: {}.{}", offer.sentence, offer.provider, funded.unwrap_or_default());
    (offer.name.to_owned(), words)
}
