//! Settings of how people come in: over TLS, by other services, and by links in e-mails.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::Args;

use crate::auth::mail::Mail;
use crate::auth::providers::{ProviderSettings, settings};

/// How people come in.
#[derive(Debug, Args)]
pub struct Entrance {
    /// The certificate, with those above it, as PEM: the server then speaks HTTPS itself. SIGHUP reads it anew.
    #[arg(long, env = "GOLDEN_THREAD_TLS_CERTIFICATE", value_name = "FILE", requires = "tls_key")]
    pub tls_certificate: Option<PathBuf>,
    /// The private key of the certificate, as PEM.
    #[arg(long, env = "GOLDEN_THREAD_TLS_KEY", value_name = "FILE", requires = "tls_certificate")]
    pub tls_key: Option<PathBuf>,
    /// Other services with which people sign in (OpenID Connect), as JSON; the help of the pages describes it. Each has its
    /// secret in a file that is named there, or in GOLDEN_THREAD_CLIENT_SECRET_NAME.
    #[arg(long, env = "GOLDEN_THREAD_IDENTITY_PROVIDERS", value_name = "FILE")]
    pub identity_providers: Option<PathBuf>,
    /// The server by which links go off by e-mail: smtps://user:password@host, or smtp://user:password@host?tls=required.
    /// Without it links are handed over.
    #[arg(long, env = "GOLDEN_THREAD_SMTP_URL", value_name = "URL", hide_env_values = true, requires = "mail_from")]
    pub smtp_url: Option<String>,
    /// Whom e-mails are from: "Golden Thread <no-reply@lead.example>".
    #[arg(long, env = "GOLDEN_THREAD_MAIL_FROM", value_name = "ADDRESS")]
    pub mail_from: Option<String>,
}

impl Entrance {
    /// Certificate and key, where the server speaks HTTPS itself.
    pub fn tls(&self) -> Option<(&Path, &Path)> {
        Some((self.tls_certificate.as_deref()?, self.tls_key.as_deref()?))
    }

    /// The services with which people sign in.
    pub fn providers(&self) -> Result<Vec<ProviderSettings>> {
        match &self.identity_providers {
            None => Ok(Vec::new()),
            Some(file) => settings::read(file, variable).context("--identity-providers"),
        }
    }

    /// What sends links by e-mail.
    pub fn mail(&self) -> Result<Option<Mail>> {
        match (&self.smtp_url, &self.mail_from) {
            (None, _) => Ok(None),
            (Some(url), Some(from)) => Mail::new(url, from).map(Some).context("--smtp-url and --mail-from"),
            (Some(_), None) => bail!("--smtp-url needs --mail-from: whom are e-mails from?"),
        }
    }
}

/// A variable of the environment.
#[allow(clippy::disallowed_methods, reason = "the settings are the place that reads the environment")]
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
}
