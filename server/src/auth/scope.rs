//! What of a question is a viewer's own. Everyone with an account begins with what they may see anywhere; a hub lead gets
//! exact figures where the question stays within their hub areas or what their partner delivers, and a strategic group's
//! question is narrowed to its hub areas.

use app::accounts::{Account, AccountRole};
use app::error::AppError;
use app::filters::{Audience, Filters, Key};
use app::links::Page;
use app::statistics::Viewer;
use domain::establishment::Urn;
use domain::place::HubArea;
use frames::Dataset;

/// Who records, where there are no accounts.
pub const INSTANCE: &str = "instance";

/// The viewer and the question, each as the other leaves it.
pub fn of_question(
    dataset: &Dataset,
    viewer: &Viewer,
    page: Page,
    filters: &Filters,
) -> Result<(Viewer, Filters), AppError> {
    let mut filters = filters.clone();
    let Some(account) = &viewer.account else {
        return Ok((viewer.clone(), filters));
    };
    match account.role {
        AccountRole::Administrator | AccountRole::Analyst => {}
        AccountRole::Operator => return Err(AppError::NotForYou),
        AccountRole::HubLead => {
            // These pages are of exact figures alone: without a place they are of one's own.
            if matches!(page, Page::Calls | Page::Reconciliation) && !filters.has(Key::Hub) {
                filters = account.hubs.iter().fold(filters, |asked, hub| asked.and(Key::Hub, hub.code()));
            }
            if is_own(dataset, account, page, &filters) {
                return Ok((with_exact(viewer), filters));
            }
        }
        AccountRole::StrategicGroup => {
            let hubs: Vec<&str> = filters.all(Key::Hub).collect();
            if account.hubs.is_empty() || !hubs.iter().all(|hub| owns(account, hub)) {
                return Err(AppError::NotForYou);
            }
            // Sharing figures speak of one hub area at a time on most pages: the first is shown unless another is named.
            if hubs.is_empty()
                && let Some(first) = account.hubs.first()
            {
                filters = filters.with(Key::Hub, first.code());
            }
        }
    }
    Ok((viewer.clone(), filters))
}

/// The same viewer, to whom exact figures come first.
fn with_exact(viewer: &Viewer) -> Viewer {
    Viewer { audiences: vec![Audience::Exact, Audience::Sharing], ..viewer.clone() }
}

fn owns(account: &Account, code: &str) -> bool {
    code.parse::<HubArea>().is_ok_and(|hub| account.hubs.contains(&hub))
}

/// Whether everything that the answer counts lies within the account's own.
fn is_own(dataset: &Dataset, account: &Account, page: Page, filters: &Filters) -> bool {
    let mut hubs = filters.all(Key::Hub).peekable();
    let by_hub = hubs.peek().is_some() && hubs.all(|hub| owns(account, hub));
    let own_partners = filters.all(Key::Partner).all(|partner| is_own_partner(dataset, account, partner));
    match page {
        // Every hub area stands beside the one asked for.
        Page::Compare => false,
        // Whatever place is asked for, the section on reach shows all that a delivery partner delivers.
        Page::Engagement => by_hub && own_partners,
        Page::Participation | Page::Outcomes => by_hub || (filters.has(Key::Partner) && own_partners),
        // Gaps are of schools, whoever delivers, and the overview shows them.
        _ => by_hub,
    }
}

/// Whether a delivery partner stands for hub areas, all of which are the account's.
pub(super) fn is_own_partner(dataset: &Dataset, account: &Account, id: &str) -> bool {
    let at = dataset.partners.iter().position(|(known, _)| known == id).filter(|at| *at > 0);
    let hubs = at.and_then(|at| dataset.partner_hubs.get(at)).filter(|hubs| !hubs.is_empty());
    let own = |hub: &u8| HubArea::at(usize::from(*hub)).is_some_and(|hub| account.hubs.contains(&hub));
    hubs.is_some_and(|hubs| hubs.iter().all(own))
}

/// The viewer of one school: a hub lead sees those of their hub areas exactly.
pub fn of_school(dataset: &Dataset, viewer: &Viewer, urn: Urn) -> Result<Viewer, AppError> {
    let Some(account) = &viewer.account else {
        return Ok(viewer.clone());
    };
    match account.role {
        AccountRole::Operator => Err(AppError::NotForYou),
        AccountRole::HubLead => {
            let hub = dataset.schools.position(urn).and_then(|at| dataset.schools.hub_at(at));
            let own = hub.is_some_and(|hub| account.hubs.contains(&hub));
            Ok(if own { with_exact(viewer) } else { viewer.clone() })
        }
        _ => Ok(viewer.clone()),
    }
}

/// Whether a viewer may see and change what is kept of a gap: one within hub areas of their own.
pub fn may_keep(viewer: &Viewer, gap: &Filters) -> bool {
    match (&viewer.account, viewer.sees_everything()) {
        (_, true) => true,
        (Some(account), false) if account.role == AccountRole::HubLead => {
            let mut hubs = gap.all(Key::Hub).peekable();
            hubs.peek().is_some() && hubs.all(|hub| owns(account, hub))
        }
        _ => false,
    }
}

/// Whether a viewer may read the packs of a hub area, and what was frozen of it for people with accounts. A provider's own
/// packs are of no hub area; `hub` is empty then.
pub fn reads_packs_of(viewer: &Viewer, hub: &str) -> bool {
    match &viewer.account {
        None => !viewer.audiences.is_empty(),
        Some(account) if account.role.is_of_provider() => true,
        Some(account) if account.role.has_hubs() => owns(account, hub),
        Some(_) => false,
    }
}

/// Whether somebody may keep anything at all.
pub fn keeps(viewer: &Viewer) -> bool {
    viewer.sees_everything() || viewer.role() == Some(AccountRole::HubLead)
}

/// Who records.
pub fn author(viewer: &Viewer) -> String {
    viewer.account.as_ref().map_or_else(|| INSTANCE.to_owned(), |account| account.name.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn viewer(role: AccountRole, hubs: &[&str]) -> Viewer {
        let hubs = hubs.iter().map(|hub| hub.parse().expect("a hub area")).collect();
        Viewer::of(Account { id: "1".into(), name: "A".into(), role, hubs })
    }

    fn exact(viewer: &Viewer, page: Page, query: &str) -> bool {
        let of = |code: &str| code.parse::<HubArea>().expect("a hub area").index() as u8;
        let partner = |id: &str| (id.to_owned(), String::new());
        let dataset = Dataset {
            partners: vec![partner("unknown"), partner("p1"), partner("p2")],
            partner_hubs: vec![vec![], vec![of("EE3")], vec![of("EE3"), of("EE4")]],
            ..Dataset::default()
        };
        let (seen, _) = of_question(&dataset, viewer, page, &query.parse().expect("reads")).expect("may ask");
        seen.audiences.contains(&Audience::Exact)
    }

    #[test]
    fn a_hub_lead_sees_exact_figures_of_their_own_alone() {
        let lead = viewer(AccountRole::HubLead, &["EE3", "NE1"]);
        for own in ["hub=EE3", "hub=EE3&hub=NE1", "hub=EE3&la=E10000003&phase=primary"] {
            assert!(exact(&lead, Page::Participation, own), "{own}");
        }
        for other in ["", "hub=EE4", "hub=EE3&hub=EE4", "hub=unknown", "region=london", "la=E10000003", "by=hub"] {
            assert!(!exact(&lead, Page::Participation, other), "{other}");
        }
        assert!(!exact(&lead, Page::Compare, "hub=EE3"), "every hub area stands there");
    }

    #[test]
    fn what_the_own_partner_delivers_is_own_where_nothing_else_is_counted() {
        let lead = viewer(AccountRole::HubLead, &["EE3"]);
        assert!(exact(&lead, Page::Outcomes, "partner=p1") && exact(&lead, Page::Participation, "partner=p1"));
        for page in [Page::Engagement, Page::Gaps, Page::Overview, Page::Compare] {
            assert!(!exact(&lead, page, "partner=p1"), "{page:?}");
        }
        assert!(exact(&lead, Page::Engagement, "hub=EE3&partner=p1"));
        assert!(!exact(&lead, Page::Engagement, "hub=EE3&partner=p2"), "reach is shown wherever it lies");
        for other in ["partner=p2", "partner=p1&partner=p2", "partner=unknown", "partner=p9"] {
            assert!(!exact(&lead, Page::Outcomes, other), "{other}");
        }
    }

    #[test]
    fn a_strategic_group_s_question_is_narrowed_to_its_hub() {
        let member = viewer(AccountRole::StrategicGroup, &["EE3"]);
        let ask =
            |query: &str| of_question(&Dataset::default(), &member, Page::Overview, &query.parse().expect("reads"));
        let (seen, filters) = ask("by=phase").expect("may ask");
        assert_eq!(seen.audiences, [Audience::Sharing]);
        assert_eq!(filters.to_string(), "hub=EE3&by=phase");
        assert!(ask("hub=EE4").is_err() && ask("hub=EE3&hub=EE4").is_err() && ask("hub=unknown").is_err());
        let without = viewer(AccountRole::StrategicGroup, &[]);
        assert!(of_question(&Dataset::default(), &without, Page::Overview, &Filters::default()).is_err());
    }

    #[test]
    fn providers_see_everything_operators_nothing_of_people() {
        for role in [AccountRole::Administrator, AccountRole::Analyst] {
            assert!(exact(&viewer(role, &[]), Page::Compare, "") && viewer(role, &[]).sees_everything());
        }
        let operator = viewer(AccountRole::Operator, &[]);
        assert!(of_question(&Dataset::default(), &operator, Page::Overview, &Filters::default()).is_err());
        assert!(!operator.sees_everything() && !viewer(AccountRole::HubLead, &["EE3"]).sees_everything());
    }

    #[test]
    fn packs_are_read_by_those_whose_hub_area_they_are_of() {
        for role in [AccountRole::HubLead, AccountRole::StrategicGroup] {
            let own = viewer(role, &["EE3"]);
            assert!(reads_packs_of(&own, "EE3") && !reads_packs_of(&own, "EE4") && !reads_packs_of(&own, ""));
            assert_eq!(own.makes_packs(), role == AccountRole::HubLead);
        }
        let analyst = viewer(AccountRole::Analyst, &[]);
        assert!(reads_packs_of(&analyst, "EE3") && reads_packs_of(&analyst, "") && analyst.makes_packs());
        let operator = viewer(AccountRole::Operator, &[]);
        assert!(!reads_packs_of(&operator, "EE3") && !operator.makes_packs());
        assert!(!reads_packs_of(&Viewer::nobody(), "EE3") && !Viewer::nobody().makes_packs());
    }

    #[test]
    fn only_gaps_of_own_hub_areas_are_kept() {
        let lead = viewer(AccountRole::HubLead, &["EE3"]);
        let of = |query: &str| query.parse().expect("reads");
        assert!(may_keep(&lead, &of("hub=EE3&phase=primary")));
        assert!(!may_keep(&lead, &of("phase=primary")) && !may_keep(&lead, &of("hub=EE4")));
        assert!(!may_keep(&viewer(AccountRole::StrategicGroup, &["EE3"]), &of("hub=EE3")));
        assert!(may_keep(&viewer(AccountRole::Analyst, &[]), &of("")));
    }
}
