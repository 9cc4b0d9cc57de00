//! Who may sign in, for administrators.

use app::accounts::{AccountRole, OnePerson, OneTimeLink, OrganisationKind, PersonLine, PersonList, Sent};
use app::error::AppError;
use app::filters::BadValue;
use app::links;
use axum::extract::Request;
use axum::response::{IntoResponse, Redirect, Response};
use domain::place::HubArea;

use super::{Caller, Known, bad};
use crate::auth::accounts::{LINK_LASTS, whose};
use crate::auth::mail;
use crate::auth::organisations::{is_same, organisations};
use crate::auth::people::{Changed, is_address};
use crate::auth::session::iso;
use crate::present::words;
use crate::storage::accounts::AccountRow;

/// The longest name of a person or organisation.
const LONGEST: usize = 100;

/// The list.
pub async fn people(caller: Caller) -> Response {
    list(&caller, Sent::default(), None).await
}

async fn list(caller: &Caller, sent: Sent, link: Option<OneTimeLink>) -> Response {
    let read = async {
        let database = caller.accounts.database();
        let (mut accounts, hubs) = (database.accounts().await?, database.all_account_hubs().await?);
        let organisations = organisations(&accounts, &hubs);
        let of = |row: &AccountRow| organisations.iter().position(|one| is_same(&one.name, &row.organisation));
        // Those of one organisation stand together, in the order of the organisations, by name.
        accounts.sort_by_key(of);
        let open = database.open_links(&iso(caller.now)).await?;
        let lines = accounts.into_iter().map(|row| {
            let own: Vec<&str> = hubs.iter().filter(|(id, _)| *id == row.id).map(|(_, hub)| hub.as_str()).collect();
            let invited = open.iter().any(|link| link.account.as_ref() == Some(&row.id));
            let kind = of(&row).and_then(|at| organisations[at].kind);
            PersonLine {
                organisation: match kind {
                    Some(kind) => format!("{} ({kind})", row.organisation),
                    None => row.organisation.clone(),
                },
                role: format!("{} {}", role_name(&row.role), own.join(", ")).trim_end().to_owned(),
                state: state(&row, invited),
                id: row.id,
                name: row.name,
                email: row.email,
            }
        });
        let lines: Vec<PersonLine> = lines.collect();
        let names: Vec<String> = organisations.iter().map(|one| one.name.clone()).collect();
        anyhow::Ok((lines, names))
    };
    match read.await {
        Ok((people, organisations)) => {
            let sends_links = caller.accounts.mail.is_some();
            caller
                .page(links::PEOPLE, PersonList { people, sent, organisations, hubs: hubs(), link, sends_links })
                .await
        }
        Err(error) => caller.failed(error).await,
    }
}

fn role_name(word: &str) -> &str {
    word.parse::<AccountRole>().map_or(word, |role| role.name())
}

fn hubs() -> Vec<(String, String)> {
    HubArea::all().map(|hub| (hub.code(), hub.name())).collect()
}

fn state(row: &AccountRow, invited: bool) -> String {
    match (&row.deactivated_at, &row.password, &row.signed_in_at) {
        (Some(at), ..) => format!("Deactivated {}", words::iso_day(at)),
        (None, None, None) if invited => "Invited".into(),
        (None, None, None) => "The invitation has expired: make a new link".into(),
        (None, _, Some(at)) => format!("Last signed in {}", words::iso_day(at)),
        (None, Some(_), None) => "Has a password, not signed in yet".into(),
    }
}

/// What is wrong with a name and an organisation.
pub(super) fn wrong_names(caller: &Caller) -> Vec<BadValue> {
    let mut wrong = Vec::new();
    for (key, label) in [("name", "Name"), ("organisation", "Organisation")] {
        let value = caller.value(key).trim();
        if value.is_empty() || value.chars().count() > LONGEST || value.chars().any(char::is_control) {
            wrong.push(bad(key, format!("{label}: write up to {LONGEST} characters")));
        }
    }
    wrong
}

/// Why a role cannot be of an organisation.
fn of_other_kind(key: &str, organisation: &str, kind: OrganisationKind) -> BadValue {
    let roles = AccountRole::ALL.into_iter().filter(|role| role.kind_of_organisation() == Some(kind));
    let roles: Vec<String> = roles.map(|role| role.name().to_lowercase()).collect();
    bad(
        key,
        format!(
            "{organisation} is a {kind} here: its people are {}. Choose one of these{}",
            roles.join(" or "),
            if key == "organisation" { ", or name another organisation" } else { "" }
        ),
    )
}

/// Role and hub areas of a form; a role of a hub may leave them to its organisation, which is asked afterwards.
fn role_and_hubs(caller: &Caller) -> Result<(AccountRole, Vec<HubArea>), Vec<BadValue>> {
    let Ok(role) = caller.value("role").parse::<AccountRole>() else {
        return Err(vec![bad("role", "Role: choose one")]);
    };
    let chosen = caller.sent.iter().filter(|(name, _)| name == "hub").map(|(_, code)| code.parse::<HubArea>());
    let Ok(mut hubs) = chosen.collect::<Result<Vec<_>, _>>() else {
        return Err(vec![bad("hub", "Hub areas: choose from the list")]);
    };
    hubs.sort_unstable();
    hubs.dedup();
    Ok(if role.has_hubs() { (role, hubs) } else { (role, Vec::new()) })
}

fn no_hubs() -> BadValue {
    bad("hub", "Hub areas: choose at least one for this role")
}

/// Takes an invitation.
pub async fn invite(Known { caller, visit }: Known) -> Response {
    let actor = whose(&visit.account);
    let mut wrong = wrong_names(&caller);
    let email = caller.value("email").trim();
    if !is_address(email) {
        wrong.push(bad("email", "Email address: write it as name@place.example"));
    }
    let scope = role_and_hubs(&caller);
    let (role, hubs) = match (scope, wrong.is_empty()) {
        (Ok(scope), true) => scope,
        (scope, _) => {
            wrong.extend(scope.err().into_iter().flatten());
            return list(&caller, caller.again(wrong), None).await;
        }
    };
    let organisation = caller.value("organisation");
    let (organisation, hubs) = match caller.accounts.join(organisation, role, &hubs).await {
        Ok(Ok((_, hubs))) if role.has_hubs() && hubs.is_empty() => {
            return list(&caller, caller.again(vec![no_hubs()]), None).await;
        }
        Ok(Ok(joined)) => joined,
        Ok(Err(kind)) => {
            let wrong = vec![of_other_kind("organisation", organisation.trim(), kind)];
            return list(&caller, caller.again(wrong), None).await;
        }
        Err(error) => return caller.failed(error).await,
    };
    let named = (caller.value("name"), email, organisation.as_str());
    match caller.accounts.add(&actor, named, (role, &hubs), caller.now).await {
        Ok(Some(row)) => match caller.accounts.let_in(&actor, &row.id, false, caller.now).await {
            Ok(Some((row, token))) => list(&caller, Sent::default(), Some(link(&caller, &row, &token).await)).await,
            Ok(None) => caller.problem(AppError::NotFound).await,
            Err(error) => caller.failed(error).await,
        },
        Ok(None) => {
            let wrong = vec![bad("email", "Email address: somebody signs in with it already")];
            list(&caller, caller.again(wrong), None).await
        }
        Err(error) => caller.failed(error).await,
    }
}

/// A link to hand over, which goes off by e-mail where that is set up.
async fn link(caller: &Caller, row: &AccountRow, token: &str) -> OneTimeLink {
    let until = words::iso_instant(&iso(caller.now + LINK_LASTS));
    let address = format!("{}{}", caller.accounts.origin, links::invitation(token));
    let mut mailed = None;
    if let Some(mail) = &caller.accounts.mail {
        let letter = match row.password {
            None => mail::invitation(&row.name, &address, &until),
            Some(_) => mail::new_way_in(&row.name, &address, &until),
        };
        let sent = mail.send(&row.name, &row.email, &letter).await;
        if let Err(error) = &sent {
            tracing::error!(error = format!("{error:#}"), "a link could not be sent by e-mail");
        }
        mailed = Some(sent.is_ok());
    }
    OneTimeLink { name: row.name.clone(), address, until, mailed }
}

/// One person's page.
pub async fn person(caller: Caller) -> Response {
    one(&caller, None, None).await
}

async fn one(caller: &Caller, sent: Option<Sent>, link: Option<OneTimeLink>) -> Response {
    let id = caller.segment(2).to_owned();
    let read = async {
        let database = caller.accounts.database();
        let Some(row) = database.account(&id).await? else {
            return anyhow::Ok(None);
        };
        let own = database.account_hubs(&id).await?;
        let invited =
            database.open_links(&iso(caller.now)).await?.iter().any(|link| link.account.as_ref() == Some(&id));
        let now = std::iter::once(("role".to_owned(), row.role.clone()))
            .chain(own.into_iter().map(|hub| ("hub".to_owned(), hub)))
            .collect();
        let providers = caller.accounts.providers.labels(database.issuers_of(&id).await?);
        Ok(Some(OnePerson {
            providers,
            state: state(&row, invited),
            active: row.deactivated_at.is_none(),
            id: row.id,
            name: row.name,
            email: row.email,
            organisation: row.organisation,
            sent: sent.unwrap_or(Sent { values: now, bad: Vec::new() }),
            hubs: hubs(),
            link,
        }))
    };
    match read.await {
        Ok(Some(person)) => caller.page(links::PERSON_PAGE, person).await,
        Ok(None) => caller.problem(AppError::NotFound).await,
        Err(error) => caller.failed(error).await,
    }
}

/// Takes a change of role and hub areas.
pub async fn change_role(Known { caller, visit }: Known) -> Response {
    let actor = whose(&visit.account);
    let id = caller.segment(2).to_owned();
    match role_and_hubs(&caller) {
        Ok((role, hubs)) if role.has_hubs() && hubs.is_empty() => {
            one(&caller, Some(caller.again(vec![no_hubs()])), None).await
        }
        Ok((role, hubs)) => {
            match caller.accounts.role_contradicts(&id, role).await {
                Ok(None) => {}
                Ok(Some(kind)) => {
                    let wrong = vec![of_other_kind("role", "Their organisation", kind)];
                    return one(&caller, Some(caller.again(wrong)), None).await;
                }
                Err(error) => return caller.failed(error).await,
            }
            let changed = caller.accounts.change_role(&actor, &id, (role, &hubs), caller.now).await;
            after(&caller, &id, changed).await
        }
        Err(wrong) => one(&caller, Some(caller.again(wrong)), None).await,
    }
}

/// Lets somebody sign in no more.
pub async fn deactivate(known: Known) -> Response {
    set_active(known, false).await
}

/// Lets somebody sign in again.
pub async fn reactivate(known: Known) -> Response {
    set_active(known, true).await
}

async fn set_active(known: Known, active: bool) -> Response {
    let Known { caller, visit } = known;
    let actor = whose(&visit.account);
    let id = caller.segment(2).to_owned();
    let changed = caller.accounts.set_active(&actor, &id, active, caller.now).await;
    after(&caller, &id, changed).await
}

async fn after(caller: &Caller, id: &str, changed: anyhow::Result<Changed>) -> Response {
    match changed {
        Ok(Changed::Done) => Redirect::to(&links::person(id)).into_response(),
        Ok(Changed::NoSuch) => caller.problem(AppError::NotFound).await,
        Ok(Changed::LastAdministrator) => caller.problem(AppError::LastAdministrator).await,
        Err(error) => caller.failed(error).await,
    }
}

/// Makes a link for a new way in.
pub async fn reset(Known { caller, visit }: Known) -> Response {
    let actor = whose(&visit.account);
    let second_step = caller.value("second-step") == "on";
    match caller.accounts.let_in(&actor, caller.segment(2), second_step, caller.now).await {
        Ok(Some((row, token))) => one(&caller, None, Some(link(&caller, &row, &token).await)).await,
        Ok(None) => caller.problem(AppError::NotFound).await,
        Err(error) => caller.failed(error).await,
    }
}

/// Whoever loads the address of a form anew is led to the person's page.
pub async fn back_to_person(request: Request) -> Redirect {
    let id = request.uri().path().split('/').nth(2).unwrap_or_default();
    Redirect::to(&links::person(id))
}
