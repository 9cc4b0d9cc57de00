//! Links by e-mail: invitations, and new passwords. Plain text, no pictures, nothing that is counted.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message};
use lettre::{Address, AsyncSmtpTransport, AsyncTransport, Tokio1Executor};

/// How long the mail server may take for a step.
const PATIENCE: Duration = Duration::from_secs(10);

/// What sends mail.
#[derive(Clone)]
pub struct Mail {
    transport: Arc<AsyncSmtpTransport<Tokio1Executor>>,
    from: Mailbox,
}

impl fmt::Debug for Mail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "mail from {}", self.from)
    }
}

/// Subject and text of a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// Subject.
    pub subject: String,
    /// Text.
    pub text: String,
}

impl Mail {
    /// Mail by a server, `smtps://user:password@host` or `smtp://...?tls=required`, from an address. Without TLS only on
    /// this machine: whoever reads a link can use it.
    pub fn new(url: &str, from: &str) -> Result<Mail> {
        // The address holds a password: no message repeats it.
        let address = url.parse::<http::Uri>().ok().context("the address of the mail server cannot be read")?;
        let protected = match address.scheme_str() {
            Some("smtps") => true,
            Some("smtp") => address.query().is_some_and(|query| query.split('&').any(|pair| pair == "tls=required")),
            _ => bail!("the address of the mail server begins with smtps:// or smtp://"),
        };
        let here = address.host().is_some_and(super::providers::settings::is_loopback);
        if !protected && !here {
            bail!("mail would travel unprotected: write smtps://, or add ?tls=required to smtp://");
        }
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(url)
            .map_err(|_| anyhow::anyhow!("the address of the mail server cannot be used"))?
            .timeout(Some(PATIENCE))
            .build();
        let from = from.parse::<Mailbox>().with_context(|| format!("{from} is no address to send mail from"))?;
        Ok(Mail { transport: Arc::new(transport), from })
    }

    /// Sends a letter to somebody.
    pub async fn send(&self, name: &str, email: &str, letter: &Letter) -> Result<()> {
        let to = Mailbox::new(Some(name.to_owned()), email.parse::<Address>().context("no address to write to")?);
        let mut message = Message::builder()
            .from(self.from.clone())
            .to(to)
            .subject(letter.subject.clone())
            .header(ContentType::TEXT_PLAIN)
            .body(letter.text.clone())?;
        let automatic = HeaderName::new_from_ascii_str("Auto-Submitted");
        message.headers_mut().insert_raw(HeaderValue::new(automatic, "auto-generated".to_owned()));
        self.transport.send(message).await.context("the mail server did not take it")?;
        Ok(())
    }
}

/// The letter to somebody who is invited; `until` in words.
pub fn invitation(name: &str, link: &str, until: &str) -> Letter {
    Letter {
        subject: "Your invitation to Golden Thread".into(),
        text: format!(
            "Hello {name},\n\nyou are invited to Golden Thread, the partner dashboard of your lead provider.\n\n\
             Choose a password here. The link works once, until {until}:\n\n{link}\n\n\
             If you did not expect this, do nothing.\n"
        ),
    }
}

/// The letter to somebody whom an administrator gives a new way in.
pub fn new_way_in(name: &str, link: &str, until: &str) -> Letter {
    Letter {
        subject: "A new way in to Golden Thread".into(),
        text: format!(
            "Hello {name},\n\nan administrator has made a new way in to Golden Thread for you.\n\n\
             Choose a password here. The link works once, until {until}:\n\n{link}\n\n\
             If you did not ask for it, tell your administrator.\n"
        ),
    }
}

/// The letter to somebody who forgot their password.
pub fn forgotten(name: &str, link: &str) -> Letter {
    Letter {
        subject: "A new password for Golden Thread".into(),
        text: format!(
            "Hello {name},\n\nsomebody, you we hope, asked for a new password for Golden Thread.\n\n\
             Choose it here. The link works once, within 30 minutes, and then you are signed out everywhere:\n\n{link}\n\n\
             If it was not you, do nothing: your password stays as it is.\n"
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mail_travels_protected_or_stays_on_this_machine() {
        for (url, good) in [
            ("smtps://user:secret@mail.example", true),
            ("smtp://user:secret@mail.example:587?tls=required", true),
            ("smtp://127.0.0.1:2525", true),
            ("smtp://mail.example:25", false),
            ("smtp://mail.example:587?tls=opportunistic", false),
            ("https://mail.example", false),
            ("mail.example", false),
        ] {
            let made = Mail::new(url, "Golden Thread <no-reply@lead.example>");
            assert_eq!(made.is_ok(), good, "{url}");
            if let Err(error) = made {
                assert!(!format!("{error:#}").contains("secret"), "{error:#}");
            }
        }
        assert!(Mail::new("smtps://mail.example", "no address").is_err());
    }
}
