//! The organisations that people come from: the lead provider, and hubs with their areas. They are what accounts say of
//! them: an organisation is there while somebody of it has an account, and is spelled as it was first.

use anyhow::Result;
use app::accounts::{AccountRole, OrganisationKind};
use domain::place::HubArea;

use super::Accounts;
use crate::storage::accounts::AccountRow;

/// An organisation of somebody with an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organisation {
    /// Name, as it was written first.
    pub name: String,
    /// What it is; none where only operators are of it.
    pub kind: Option<OrganisationKind>,
    /// Areas of its people, each once, in order.
    pub hubs: Vec<HubArea>,
}

/// What a new account is written with, or the kind that its organisation is already.
pub type Joined = Result<(String, Vec<HubArea>), OrganisationKind>;

impl Accounts {
    /// How somebody joins the organisation that they name: its own spelling, and for a role of a hub without areas those of
    /// the others there. A hub is no lead provider, nor the other way round.
    ///
    /// # Errors
    ///
    /// When the database cannot be read.
    pub async fn join(&self, name: &str, role: AccountRole, hubs: &[HubArea]) -> Result<Joined> {
        let (rows, areas) = (self.database().accounts().await?, self.database().all_account_hubs().await?);
        Ok(join(&organisations(&rows, &areas), name, role, hubs))
    }

    /// Whether a role is of another kind than the organisation of an account, as the others there have it.
    ///
    /// # Errors
    ///
    /// When the database cannot be read.
    pub async fn role_contradicts(&self, id: &str, role: AccountRole) -> Result<Option<OrganisationKind>> {
        let (mut rows, hubs) = (self.database().accounts().await?, self.database().all_account_hubs().await?);
        let Some(at) = rows.iter().position(|row| row.id == id) else { return Ok(None) };
        let own = rows.remove(at);
        Ok(join(&organisations(&rows, &hubs), &own.organisation, role, &[]).err())
    }
}

/// The organisations of accounts, operators' own first, then lead providers and hubs, by name. `hubs` are account and area.
pub(crate) fn organisations(rows: &[AccountRow], hubs: &[(String, String)]) -> Vec<Organisation> {
    let mut rows: Vec<&AccountRow> = rows.iter().collect();
    rows.sort_by(|a, b| (&a.created_at, &a.id).cmp(&(&b.created_at, &b.id)));
    let mut found: Vec<Organisation> = Vec::new();
    for row in rows {
        let at = match found.iter().position(|one| is_same(&one.name, &row.organisation)) {
            Some(at) => at,
            None => {
                found.push(Organisation { name: row.organisation.clone(), kind: None, hubs: Vec::new() });
                found.len() - 1
            }
        };
        let Some(one) = found.get_mut(at) else { continue };
        let kind = row.role.parse::<AccountRole>().ok().and_then(AccountRole::kind_of_organisation);
        one.kind = one.kind.or(kind);
        one.hubs.extend(hubs.iter().filter(|(id, _)| *id == row.id).filter_map(|(_, hub)| hub.parse::<HubArea>().ok()));
    }
    for one in &mut found {
        one.hubs.sort_unstable();
        one.hubs.dedup();
    }
    found.sort_by_key(|one| (one.kind, one.name.to_lowercase()));
    found
}

/// Names that differ in nothing but capitals and spaces are one.
pub(crate) fn is_same(one: &str, other: &str) -> bool {
    let plain = |name: &str| name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    plain(one) == plain(other)
}

fn join(all: &[Organisation], name: &str, role: AccountRole, hubs: &[HubArea]) -> Joined {
    let Some(there) = all.iter().find(|one| is_same(&one.name, name)) else {
        return Ok((name.trim().to_owned(), hubs.to_vec()));
    };
    match (there.kind, role.kind_of_organisation()) {
        (Some(is), Some(asked)) if is != asked => Err(is),
        _ if role.has_hubs() && hubs.is_empty() => Ok((there.name.clone(), there.hubs.clone())),
        _ => Ok((there.name.clone(), hubs.to_vec())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(id: &str, organisation: &str, role: AccountRole) -> AccountRow {
        AccountRow {
            id: id.into(),
            email: format!("{id}@place.example"),
            name: id.into(),
            organisation: organisation.into(),
            role: role.slug().into(),
            password: None,
            totp_secret: None,
            totp_pending: None,
            totp_step: 0,
            created_at: format!("2026-01-0{id}T00:00:00Z"),
            signed_in_at: None,
            deactivated_at: None,
        }
    }

    fn all() -> Vec<Organisation> {
        let rows = [
            row("4", "east  Hub", AccountRole::StrategicGroup),
            row("1", "Somebody\u{2019}s machines", AccountRole::Operator),
            row("2", "East Hub", AccountRole::HubLead),
            row("3", "Provider", AccountRole::Analyst),
        ];
        let hub = |id: &str, code: &str| (id.to_owned(), code.to_owned());
        organisations(&rows, &[hub("4", "EE4"), hub("2", "EE3"), hub("4", "EE3")])
    }

    #[test]
    fn an_organisation_is_what_its_accounts_say() {
        let all = all();
        let names: Vec<(&str, Option<OrganisationKind>)> = all.iter().map(|one| (&*one.name, one.kind)).collect();
        assert_eq!(
            names,
            [
                ("Somebody\u{2019}s machines", None),
                ("Provider", Some(OrganisationKind::LeadProvider)),
                ("East Hub", Some(OrganisationKind::Hub))
            ]
        );
        let codes: Vec<String> = all[2].hubs.iter().map(|hub| hub.code()).collect();
        assert_eq!(codes, ["EE3", "EE4"]);
    }

    #[test]
    fn whoever_joins_a_hub_takes_its_spelling_and_its_areas() {
        let all = all();
        let (name, hubs) = join(&all, " EAST HUB ", AccountRole::HubLead, &[]).expect("joins");
        assert_eq!((name.as_str(), hubs.len()), ("East Hub", 2));
        let one: HubArea = "EE4".parse().expect("a hub area");
        assert_eq!(join(&all, "East Hub", AccountRole::HubLead, &[one]), Ok(("East Hub".into(), vec![one])));
        assert_eq!(join(&all, "West Hub", AccountRole::HubLead, &[]), Ok(("West Hub".into(), vec![])));
    }

    #[test]
    fn a_hub_is_no_lead_provider() {
        let all = all();
        assert_eq!(join(&all, "east hub", AccountRole::Analyst, &[]), Err(OrganisationKind::Hub));
        assert_eq!(join(&all, "Provider", AccountRole::StrategicGroup, &[]), Err(OrganisationKind::LeadProvider));
        assert!(join(&all, "East Hub", AccountRole::Operator, &[]).is_ok());
        assert!(join(&all, "Somebody\u{2019}s machines", AccountRole::Analyst, &[]).is_ok());
    }
}
