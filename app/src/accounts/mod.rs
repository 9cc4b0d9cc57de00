//! People who sign in: their roles, and the pages on which they sign in and are looked after. The server makes what these
//! pages show and hands it over as context; none of them is a question about the data.

mod account_page;
mod audit_page;
mod field;
mod people_page;
mod person_page;
mod sign_in_page;
mod two_step_page;

use std::fmt;
use std::str::FromStr;

use domain::UnknownWord;
use domain::place::HubArea;

pub use account_page::{AccountPage, OwnAccount, OwnSession};
pub use audit_page::{AuditLine, AuditPage, AuditTrail};
pub(crate) use field::wrong;
pub use people_page::{OneTimeLink, PeoplePage, PersonLine, PersonList};
pub use person_page::{OnePerson, PersonPage};
pub use sign_in_page::{
    CodePage, Forgotten, ForgottenPage, NewPasswordPage, SecondStep, SettingPassword, SignIn, SignInPage,
};
pub use two_step_page::{RecoveryCodes, TwoStep, TwoStepPage};

use crate::filters::BadValue;

/// What somebody may do here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum AccountRole {
    /// Of the lead provider: everything, and who else may come in.
    Administrator,
    /// Of the lead provider: exact figures of every place.
    Analyst,
    /// Of a hub: exact figures of its own, sharing figures of the others.
    HubLead,
    /// Around a hub: sharing figures of it.
    StrategicGroup,
    /// Runs the machine: what is loaded, no figures of people.
    Operator,
}

impl AccountRole {
    /// Every role.
    pub const ALL: [AccountRole; 5] = [
        AccountRole::Administrator,
        AccountRole::Analyst,
        AccountRole::HubLead,
        AccountRole::StrategicGroup,
        AccountRole::Operator,
    ];

    /// The word in the database and in forms.
    pub fn slug(self) -> &'static str {
        match self {
            AccountRole::Administrator => "administrator",
            AccountRole::Analyst => "analyst",
            AccountRole::HubLead => "hub-lead",
            AccountRole::StrategicGroup => "strategic-group",
            AccountRole::Operator => "operator",
        }
    }

    /// The name for people.
    pub fn name(self) -> &'static str {
        match self {
            AccountRole::Administrator => "Provider administrator",
            AccountRole::Analyst => "Provider analyst",
            AccountRole::HubLead => "Hub lead",
            AccountRole::StrategicGroup => "Strategic group member",
            AccountRole::Operator => "Operator",
        }
    }

    /// What the role may see, in a sentence.
    pub fn meaning(self) -> &'static str {
        match self {
            AccountRole::Administrator => "exact figures of every place, and who may sign in",
            AccountRole::Analyst => "exact figures of every place",
            AccountRole::HubLead => "exact figures of their own hub areas, sharing figures of the others",
            AccountRole::StrategicGroup => "sharing figures of their hub areas, to read only",
            AccountRole::Operator => "what is loaded, no figures of people",
        }
    }

    /// Whether the role is the lead provider's own.
    pub fn is_of_provider(self) -> bool {
        matches!(self, AccountRole::Administrator | AccountRole::Analyst)
    }

    /// What the organisation of somebody with this role is; an operator's may be anyone.
    pub fn kind_of_organisation(self) -> Option<OrganisationKind> {
        match self {
            AccountRole::Administrator | AccountRole::Analyst => Some(OrganisationKind::LeadProvider),
            AccountRole::HubLead | AccountRole::StrategicGroup => Some(OrganisationKind::Hub),
            AccountRole::Operator => None,
        }
    }

    /// Whether the role is for some hub areas.
    pub fn has_hubs(self) -> bool {
        matches!(self, AccountRole::HubLead | AccountRole::StrategicGroup)
    }

    /// Whether the role sees people by name or number, so that a password alone is not enough.
    pub fn needs_second_step(self) -> bool {
        self.is_of_provider() || self == AccountRole::HubLead
    }
}

/// What an organisation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OrganisationKind {
    /// A lead provider: sees every place.
    LeadProvider,
    /// A hub, or somebody around it: sees its areas.
    Hub,
}

impl fmt::Display for OrganisationKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            OrganisationKind::LeadProvider => "lead provider",
            OrganisationKind::Hub => "hub",
        })
    }
}

impl fmt::Display for AccountRole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.slug())
    }
}

impl FromStr for AccountRole {
    type Err = UnknownWord;

    fn from_str(word: &str) -> Result<Self, UnknownWord> {
        let known = || AccountRole::ALL.map(AccountRole::slug).join(", ");
        AccountRole::ALL.into_iter().find(|role| role.slug() == word).ok_or_else(|| UnknownWord {
            what: "role",
            word: word.chars().take(80).collect(),
            known: known(),
        })
    }
}

/// The account that is signed in.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Account {
    /// Number that says nothing.
    pub id: String,
    /// Name.
    pub name: String,
    /// Role.
    pub role: AccountRole,
    /// Hub areas that are its own; none for roles without.
    pub hubs: Vec<HubArea>,
}

/// A form as it was sent, secrets left out, and what was wrong with it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sent {
    /// Names and values.
    pub values: Vec<(String, String)>,
    /// What was wrong, by field; one without a field is of the form as a whole.
    pub bad: Vec<BadValue>,
}

impl Sent {
    /// A value as it was sent.
    pub fn value(&self, name: &str) -> &str {
        self.values.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }

    /// Whether a value was sent for a name.
    pub fn has(&self, name: &str, value: &str) -> bool {
        self.values.iter().any(|(known, sent)| known == name && sent == value)
    }

    /// What is wrong with a field.
    pub fn wrong(&self, name: &str) -> Option<String> {
        self.bad.iter().find(|bad| bad.key == name).map(|bad| bad.message.clone())
    }
}
