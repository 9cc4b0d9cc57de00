//! Whose names somebody may see: providers everyone's, a hub lead's those at schools of their hub areas and those that
//! their own delivery partner delivers to, nobody else any.

use app::accounts::AccountRole;
use app::error::AppError;
use app::filters::{Filters, Key};
use app::statistics::Viewer;
use domain::place::HubArea;
use frames::Dataset;

use super::scope::is_own_partner;

/// Whose names may be seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reach {
    /// Everyone's.
    Everyone,
    /// Those of one's own.
    Own {
        /// By position of the school.
        schools: Vec<bool>,
        /// Ids of delivery partners.
        partners: Vec<String>,
    },
}

impl Reach {
    /// What a viewer reaches.
    ///
    /// # Errors
    /// Viewers of sharing figures, strategic groups and operators see no names.
    pub fn of(dataset: &Dataset, viewer: &Viewer) -> Result<Reach, AppError> {
        if viewer.sees_everything() {
            return Ok(Reach::Everyone);
        }
        let Some(account) = viewer.account.as_deref().filter(|account| account.role == AccountRole::HubLead) else {
            return Err(AppError::ExactOnly);
        };
        let schools = &dataset.schools;
        let is_own = |at: usize| schools.hub_at(at).is_some_and(|hub| account.hubs.contains(&hub));
        let partners = dataset.partners.iter().map(|(id, _)| id);
        Ok(Reach::Own {
            schools: (0..schools.len()).map(is_own).collect(),
            partners: partners.filter(|id| is_own_partner(dataset, account, id)).cloned().collect(),
        })
    }

    /// Whether somebody at a school (by position, 0 where it is not known), delivered to by a partner, is within reach.
    pub fn includes(&self, school: usize, partner: Option<&str>) -> bool {
        match self {
            Reach::Everyone => true,
            Reach::Own { schools, partners } => {
                schools.get(school).copied().unwrap_or(false)
                    || partner.is_some_and(|partner| partners.iter().any(|own| own == partner))
            }
        }
    }

    /// Whether a question may be asked: a hub area or delivery partner of others is refused, whether it exists or not.
    pub fn allows(&self, viewer: &Viewer, filters: &Filters) -> bool {
        match self {
            Reach::Everyone => true,
            Reach::Own { partners, .. } => {
                let hubs = viewer.account.as_deref().map(|account| account.hubs.as_slice()).unwrap_or_default();
                let own_hub = |code: &str| code.parse::<HubArea>().is_ok_and(|hub| hubs.contains(&hub));
                let own_partners = filters.all(Key::Partner).all(|id| partners.iter().any(|own| own == id));
                own_partners && (filters.has(Key::Partner) || filters.all(Key::Hub).all(own_hub))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use app::accounts::Account;
    use app::filters::Audience;
    use frames::dataset::Schools;

    use super::*;

    fn viewer(role: AccountRole, hubs: &[&str]) -> Viewer {
        let hubs = hubs.iter().map(|hub| hub.parse().expect("a hub area")).collect();
        Viewer::of(Account { id: "1".into(), name: "A".into(), role, hubs })
    }

    fn dataset() -> Dataset {
        let hub = |code: &str| code.parse::<HubArea>().expect("a hub area").index() as u8;
        let partner = |id: &str| (id.to_owned(), String::new());
        Dataset {
            schools: Schools {
                urn: vec![0, 900_001, 900_002],
                hub: vec![HubArea::COUNT as u8, hub("EE3"), hub("NE2")],
                ..Schools::default()
            },
            partners: vec![partner("unknown"), partner("p1"), partner("p2")],
            partner_hubs: vec![vec![], vec![hub("EE3")], vec![hub("NE2")]],
            ..Dataset::default()
        }
    }

    #[test]
    fn a_hub_lead_reaches_their_area_and_what_their_partner_delivers() {
        let (dataset, lead) = (dataset(), viewer(AccountRole::HubLead, &["EE3"]));
        let reach = Reach::of(&dataset, &lead).expect("sees names");
        assert!(reach.includes(1, None) && reach.includes(2, Some("p1")) && reach.includes(0, Some("p1")));
        assert!(!reach.includes(2, None) && !reach.includes(2, Some("p2")) && !reach.includes(0, None));
        let allows = |query: &str| reach.allows(&lead, &query.parse().expect("reads"));
        assert!(allows("") && allows("hub=EE3") && allows("partner=p1&hub=NE2") && allows("la=E06000001"));
        for other in ["hub=NE2", "hub=EE3&hub=NE2", "hub=unknown", "partner=p2", "partner=p1&partner=p2", "partner=p9"]
        {
            assert!(!allows(other), "{other}");
        }
    }

    #[test]
    fn providers_reach_everyone_and_others_nobody() {
        let dataset = dataset();
        for role in [AccountRole::Administrator, AccountRole::Analyst] {
            assert_eq!(Reach::of(&dataset, &viewer(role, &[])), Ok(Reach::Everyone));
        }
        assert_eq!(Reach::of(&dataset, &viewer(AccountRole::StrategicGroup, &["EE3"])), Err(AppError::ExactOnly));
        assert_eq!(Reach::of(&dataset, &viewer(AccountRole::Operator, &[])), Err(AppError::ExactOnly));
        assert_eq!(Reach::of(&dataset, &Viewer::of_all(vec![Audience::Sharing])), Err(AppError::ExactOnly));
        assert_eq!(Reach::of(&dataset, &Viewer::of_all(vec![Audience::Exact])), Ok(Reach::Everyone));
    }
}
