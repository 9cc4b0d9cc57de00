//! Other services that say who somebody is, by OpenID Connect: how each is set up, what its claims give somebody here, and
//! the talk with it. What follows from it for an account is decided in `by_provider`.

pub mod mapping;
pub mod settings;
mod talk;

use std::sync::Arc;

use anyhow::Result;
use app::error::ProviderTrouble;

pub use settings::{Given, ProviderSettings};
pub use talk::{Departure, Provider, Way};

/// The services of an instance, in the order of their file.
#[derive(Debug, Clone, Default)]
pub struct Providers(Arc<Vec<Provider>>);

impl Providers {
    /// These services, reached from an instance at an address.
    pub fn new(settings: Vec<ProviderSettings>, origin: &str) -> Result<Providers> {
        let providers = settings.into_iter().map(|settings| Provider::new(settings, origin)).collect::<Result<_>>()?;
        Ok(Providers(Arc::new(providers)))
    }

    /// The service with a word.
    pub fn named(&self, name: &str) -> Option<&Provider> {
        self.0.iter().find(|provider| provider.settings.name == name)
    }

    /// Names of the services with these issuers; an issuer that is set up no more stands for itself.
    pub fn labels(&self, issuers: Vec<String>) -> Vec<String> {
        let label = |issuer: &str| self.0.iter().find(|known| known.settings.issuer == issuer);
        issuers.into_iter().map(|issuer| label(&issuer).map_or(issuer, |known| known.settings.label.clone())).collect()
    }

    /// Word and name of each.
    pub fn names(&self) -> Vec<(String, String)> {
        self.0.iter().map(|provider| (provider.settings.name.clone(), provider.settings.label.clone())).collect()
    }
}

/// Why signing in through a service did not work: what the reader is told, and what only the log is.
#[derive(Debug, thiserror::Error)]
#[error("{}: {cause}", .told.word())]
pub struct Trouble {
    /// What the reader is told.
    pub told: ProviderTrouble,
    /// What the log is told.
    pub cause: String,
}

impl Trouble {
    /// A trouble.
    pub fn new(told: ProviderTrouble, cause: impl Into<String>) -> Trouble {
        Trouble { told, cause: cause.into() }
    }
}
