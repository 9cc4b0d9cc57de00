//! How the services are set up: one JSON file, read once. Secrets do not stand in it: each has a file of its own or an
//! environment variable.

use std::collections::HashSet;
use std::fmt;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};
use app::accounts::AccountRole;
use domain::place::HubArea;
use serde::Deserialize;

/// The file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    providers: Vec<ProviderSettings>,
}

/// How one service is set up.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProviderSettings {
    /// Word in addresses: small letters, digits and hyphens. The service knows it, as part of the address to return to.
    pub name: String,
    /// Name on the sign-in page.
    pub label: String,
    /// Issuer, as the service writes it.
    pub issuer: String,
    /// What this instance is called there.
    pub client_id: String,
    /// File with the secret; without it the environment has it.
    client_secret_file: Option<PathBuf>,
    /// The secret.
    #[serde(skip)]
    pub client_secret: Secret,
    /// How the secret is given.
    #[serde(default)]
    pub client_authentication: ClientAuthentication,
    /// Scopes to ask for besides `openid`.
    #[serde(default = "usual_scopes")]
    pub scopes: Vec<String>,
    /// Whether people come in whom nobody invited, where the claims give them a role.
    #[serde(default)]
    pub unknown_people: UnknownPeople,
    /// Whether every address that the service names is one that it has checked, though it does not say so of each.
    #[serde(default)]
    pub email_is_verified: bool,
    /// Whether the service asks for a second step.
    #[serde(default)]
    pub multi_factor: MultiFactor,
    /// Classes of authentication to ask for.
    #[serde(default)]
    pub acr_values: Vec<String>,
    /// The claim that names the organisation.
    pub organisation_claim: Option<String>,
    /// What claims give. Where there is none, everyone has the role that an administrator gave them.
    #[serde(default)]
    pub roles: Vec<RoleRule>,
}

/// What a claim gives.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoleRule {
    /// The claim: its name, or a way into it such as `organisation.urn`.
    pub claim: String,
    /// Values of which one must be there; `*` is any.
    pub values: Vec<String>,
    /// Word of the role.
    role: String,
    /// Hub areas.
    #[serde(default)]
    pub hubs: Vec<HubArea>,
    /// A claim whose values are codes of hub areas.
    pub hubs_claim: Option<String>,
    /// Name of the organisation.
    pub organisation: Option<String>,
}

/// What claims give somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// Role.
    pub role: AccountRole,
    /// Hub areas, in order.
    pub hubs: Vec<HubArea>,
    /// Organisation.
    pub organisation: Option<String>,
}

/// Whether people come in whom nobody invited.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum UnknownPeople {
    /// They do not.
    #[default]
    Refuse,
    /// They do, with what the claims give.
    Admit,
}

/// How the secret is given.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ClientAuthentication {
    /// In a header.
    #[default]
    Basic,
    /// In the form.
    Post,
}

/// Whether the service asks for a second step.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MultiFactor {
    /// Not that we know: the second step of this site is asked for.
    #[default]
    Never,
    /// Always.
    Always,
    /// Where a claim, such as `amr` or `acr`, has one of these values.
    Told {
        /// The claim.
        claim: String,
        /// The values.
        values: Vec<String>,
    },
}

/// A secret, which no log shows.
#[derive(Clone, Default)]
pub struct Secret(pub String);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a secret")
    }
}

impl RoleRule {
    /// The role.
    pub fn role(&self) -> Result<AccountRole> {
        Ok(self.role.parse()?)
    }
}

fn usual_scopes() -> Vec<String> {
    vec!["email".into(), "profile".into()]
}

/// Name of the environment variable with a service's secret.
pub fn secret_variable(name: &str) -> String {
    format!("GOLDEN_THREAD_CLIENT_SECRET_{}", name.to_ascii_uppercase().replace('-', "_"))
}

/// Reads the file. `environment` answers the value of a variable.
pub fn read(file: &Path, environment: impl Fn(&str) -> Option<String>) -> Result<Vec<ProviderSettings>> {
    let text = std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    let folder = file.parent().unwrap_or(Path::new("."));
    parse(&text, folder, environment).with_context(|| format!("identity providers in {}", file.display()))
}

/// Reads the text of the file; files with secrets are named from `folder` on.
pub fn parse(text: &str, folder: &Path, environment: impl Fn(&str) -> Option<String>) -> Result<Vec<ProviderSettings>> {
    let File { mut providers } = serde_json::from_str(text)?;
    ensure!(!providers.is_empty(), "the list \u{201c}providers\u{201d} is empty: name one, or leave the file away");
    let mut names = HashSet::new();
    for provider in &mut providers {
        let name = provider.name.clone();
        ensure!(names.insert(name.clone()), "two providers are called {name}");
        check(provider).with_context(|| format!("provider {name}"))?;
        let secret = match &provider.client_secret_file {
            Some(file) => {
                let file = folder.join(file);
                std::fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?
            }
            None => {
                let variable = secret_variable(&name);
                environment(&variable).with_context(|| {
                    format!("provider {name} has no secret: name a client_secret_file, or set {variable}")
                })?
            }
        };
        provider.client_secret = Secret(secret.trim().to_owned());
        ensure!(!provider.client_secret.0.is_empty(), "the secret of provider {name} is empty");
    }
    Ok(providers)
}

fn check(provider: &ProviderSettings) -> Result<()> {
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    ensure!(
        (1..=40).contains(&provider.name.len()) && provider.name.bytes().all(plain),
        "a name stands in addresses: use up to 40 small letters, digits and hyphens"
    );
    ensure!(!provider.label.trim().is_empty(), "label is what the button says: it must not be blank");
    ensure!(!provider.client_id.trim().is_empty(), "client_id must not be blank");
    ensure!(
        is_over_tls(&provider.issuer),
        "issuer {} must begin with https:// (http:// only on a loopback address, to try it out)",
        provider.issuer
    );
    if let MultiFactor::Told { values, .. } = &provider.multi_factor {
        ensure!(!values.is_empty(), "multi_factor names a claim without values");
    }
    if provider.unknown_people == UnknownPeople::Admit && provider.roles.is_empty() {
        bail!("unknown_people is \u{201c}admit\u{201d}, but no roles say what they may see");
    }
    for (at, rule) in provider.roles.iter().enumerate() {
        let place = format!("roles, entry {}", at + 1);
        let role = rule.role().context(place.clone())?;
        ensure!(!rule.values.is_empty(), "{place}: values must not be empty; \"*\" is any value");
        let hubs = !rule.hubs.is_empty() || rule.hubs_claim.is_some();
        ensure!(
            role.has_hubs() == hubs,
            "{place}: a {} {}",
            role.name().to_lowercase(),
            if role.has_hubs() { "needs hubs or hubs_claim" } else { "has no hubs" }
        );
    }
    Ok(())
}

fn is_over_tls(issuer: &str) -> bool {
    let Ok(address) = issuer.parse::<http::Uri>() else {
        return false;
    };
    match (address.scheme_str(), address.host()) {
        (Some("https"), Some(_)) => true,
        (Some("http"), Some(host)) => is_loopback(host),
        _ => false,
    }
}

/// Whether a host is this machine.
pub(in crate::auth) fn is_loopback(host: &str) -> bool {
    host == "localhost"
        || host.trim_matches(['[', ']']).parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(extra: &str) -> String {
        format!(
            r#"{{"providers": [{{"name": "dfe", "label": "DfE Sign-in", "issuer": "https://id.example",
                "client_id": "golden"{extra}}}]}}"#
        )
    }

    fn parsed(text: &str) -> Result<Vec<ProviderSettings>> {
        parse(text, Path::new("."), |name| (name == "GOLDEN_THREAD_CLIENT_SECRET_DFE").then(|| " s3cret\n".into()))
    }

    #[test]
    fn a_service_needs_little_and_refuses_what_it_does_not_know() {
        let read = parsed(&one("")).expect("reads").remove(0);
        assert_eq!((read.scopes.as_slice(), read.unknown_people), (usual_scopes().as_slice(), UnknownPeople::Refuse));
        assert_eq!((read.multi_factor.clone(), read.client_secret.0.as_str()), (MultiFactor::Never, "s3cret"));
        assert!(!format!("{read:?}").contains("s3cret"), "no log shows it");
        let told = parsed(&one(r#", "multi_factor": {"told": {"claim": "amr", "values": ["mfa"]}}"#)).expect("reads");
        assert!(matches!(&told[0].multi_factor, MultiFactor::Told { claim, .. } if claim == "amr"));
    }

    #[test]
    fn what_is_wrong_is_said_with_where_it_stands() {
        for (extra, words) in [
            (r#", "colour": "red""#, "colour"),
            (r#", "unknown_people": "admit""#, "no roles"),
            (r#", "roles": [{"claim": "g", "values": ["a"], "role": "emperor"}]"#, "emperor"),
            (r#", "roles": [{"claim": "g", "values": ["a"], "role": "hub-lead"}]"#, "needs hubs"),
            (r#", "roles": [{"claim": "g", "values": ["a"], "role": "analyst", "hubs": ["EE3"]}]"#, "has no hubs"),
            (r#", "roles": [{"claim": "g", "values": [], "role": "analyst"}]"#, "entry 1"),
            (r#", "roles": [{"claim": "g", "values": ["a"], "role": "hub-lead", "hubs": ["ZZ9"]}]"#, "ZZ9"),
            (r#", "client_secret_file": "no/such/file""#, "no/such/file"),
        ] {
            let error = format!("{:#}", parsed(&one(extra)).expect_err(extra));
            assert!(error.contains(words), "{error}");
        }
        let error = format!("{:#}", parse(&one(""), Path::new("."), |_| None).expect_err("no secret"));
        assert!(error.contains("GOLDEN_THREAD_CLIENT_SECRET_DFE"), "{error}");
        assert!(parsed(r#"{"providers": []}"#).is_err());
    }

    #[test]
    fn the_examples_of_the_readme_are_taken() {
        let readme = include_str!("../../../../README.md");
        let (_, rest) = readme.split_once("```json\n").expect("examples");
        let (text, _) = rest.split_once("```").expect("an end");
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("dfe.secret"), "secret\n").expect("written");
        let read = parse(text, folder.path(), |_| Some("secret".into())).expect("reads");
        let names: Vec<&str> = read.iter().map(|provider| provider.name.as_str()).collect();
        assert_eq!(names, ["dfe", "entra", "google"]);
        assert!(readme.contains(&secret_variable("name")));
    }

    #[test]
    fn an_issuer_without_tls_is_taken_on_this_machine_alone() {
        for (issuer, good) in [
            ("https://id.example", true),
            ("http://127.0.0.1:4000", true),
            ("http://localhost:4000/oidc", true),
            ("http://id.example", false),
            ("http://127.0.0.1.evil.example", false),
            ("id.example", false),
            ("", false),
        ] {
            assert_eq!(is_over_tls(issuer), good, "{issuer}");
        }
    }
}
