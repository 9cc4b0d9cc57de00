//! The talk with a service: where it sends people, the exchange of a code, and the proof that its answer is its own, for
//! us, for this departure, and of now.

use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use app::error::ProviderTrouble;
use app::links;
use chrono::{DateTime, TimeDelta, Utc};
use openidconnect::core::{
    CoreAuthDisplay, CoreAuthenticationFlow, CoreClaimName, CoreClaimType, CoreClient, CoreClientAuthMethod,
    CoreErrorResponseType, CoreGenderClaim, CoreGrantType, CoreIdToken, CoreJsonWebKey,
    CoreJweContentEncryptionAlgorithm, CoreJweKeyManagementAlgorithm, CoreJwsSigningAlgorithm, CoreResponseMode,
    CoreResponseType, CoreSubjectIdentifierType, CoreTokenResponse,
};
use openidconnect::{
    AdditionalClaims, AdditionalProviderMetadata, AuthType, AuthenticationContextClass, AuthorizationCode,
    ClaimsVerificationError, ClientId, ClientSecret, CsrfToken, EndpointMaybeSet, EndpointNotSet, EndpointSet,
    IssuerUrl, Nonce, OAuth2TokenResponse, PkceCodeChallenge, PkceCodeVerifier, ProviderMetadata, RedirectUrl,
    RequestTokenError, Scope, SignatureVerificationError, SubjectIdentifier, TokenResponse, UserInfoClaims,
    UserInfoError, reqwest,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use tokio::sync::Mutex;

use super::Trouble;
use super::mapping::{Claims, is_whole};
use super::settings::{ClientAuthentication, ProviderSettings, is_loopback};
use crate::auth::token;

/// How long what a service says of itself, and its keys, are kept.
const FRESH: Duration = Duration::from_secs(3600);
/// How long they are used on while it does not answer.
const STALE: Duration = Duration::from_secs(24 * 3600);
/// How soon its keys are asked for again because of a key that is not known.
const KEYS_AGAIN: Duration = Duration::from_secs(60);
/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(10);
/// How far its clock may be from ours.
const CLOCKS: TimeDelta = TimeDelta::seconds(60);

/// What a service says of itself besides what OpenID Connect asks for.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Further {
    /// Whether it names itself when it sends somebody back (RFC 9207).
    #[serde(default)]
    authorization_response_iss_parameter_supported: bool,
}

impl AdditionalProviderMetadata for Further {}

type Metadata = ProviderMetadata<
    Further,
    CoreAuthDisplay,
    CoreClientAuthMethod,
    CoreClaimName,
    CoreClaimType,
    CoreGrantType,
    CoreJweContentEncryptionAlgorithm,
    CoreJweKeyManagementAlgorithm,
    CoreJsonWebKey,
    CoreResponseMode,
    CoreResponseType,
    CoreSubjectIdentifierType,
>;

type Client =
    CoreClient<EndpointSet, EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointMaybeSet, EndpointMaybeSet>;

/// Claims of whatever name.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Rest(Map<String, Value>);

impl AdditionalClaims for Rest {}

/// A service.
#[derive(Debug)]
pub struct Provider {
    /// How it is set up.
    pub settings: ProviderSettings,
    return_to: RedirectUrl,
    http: reqwest::Client,
    known: Mutex<Known>,
}

/// What is known of it, and since when.
#[derive(Debug, Default)]
struct Known {
    metadata: Option<Arc<Metadata>>,
    read_at: Option<Instant>,
    asked_at: Option<Instant>,
    keys_again_at: Option<Instant>,
}

/// What is kept here of somebody who has left for a service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Departure {
    /// Stands in the token.
    pub nonce: String,
    /// Proves that the code is asked for by whoever sent them.
    pub verifier: String,
}

/// Where somebody is sent, and what is kept of it.
#[derive(Debug)]
pub struct Way {
    /// The address at the service.
    pub address: String,
    /// Stands in the address by which they return.
    pub state: String,
    /// What is kept.
    pub departure: Departure,
}

impl Provider {
    /// A service, reached from an instance at an address.
    pub fn new(settings: ProviderSettings, origin: &str) -> Result<Provider> {
        let host = settings.issuer.parse::<http::Uri>().ok().and_then(|issuer| issuer.host().map(str::to_owned));
        // Nobody is followed anywhere: an address that leads on could lead into the network of this machine.
        let http = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .pool_max_idle_per_host(0)
            .timeout(PATIENCE);
        let http = if host.is_some_and(|host| is_loopback(&host)) { http.no_proxy() } else { http };
        let return_to = RedirectUrl::new(format!("{origin}{}", links::sign_in_return(&settings.name)))
            .with_context(|| format!("{origin} is no address to return to"))?;
        let http = http.build().context("no HTTP client for the identity providers")?;
        Ok(Provider { settings, return_to, http, known: Mutex::default() })
    }

    /// Where somebody is sent.
    pub async fn depart(&self) -> Result<Way, Trouble> {
        let metadata = self.metadata(FRESH).await?;
        let client = self.client(&metadata);
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let random = || token::token().map_err(|error| Trouble::new(ProviderTrouble::Unreachable, error.to_string()));
        let (state, nonce) = (random()?, random()?);
        let (kept_state, kept_nonce) = (state.clone(), nonce.clone());
        let request = client
            .authorize_url(
                CoreAuthenticationFlow::AuthorizationCode,
                move || CsrfToken::new(kept_state),
                move || Nonce::new(kept_nonce),
            )
            .set_pkce_challenge(challenge);
        let scopes = self.settings.scopes.iter().filter(|scope| *scope != "openid").cloned().map(Scope::new);
        let request = request.add_scopes(scopes);
        let classes = self.settings.acr_values.iter().cloned().map(AuthenticationContextClass::new);
        let request = classes.fold(request, |request, class| request.add_auth_context_value(class));
        let (address, ..) = request.url();
        let departure = Departure { nonce, verifier: verifier.secret().clone() };
        Ok(Way { address: address.into(), state, departure })
    }

    /// Whether whoever sends somebody back names this service as it must: another's answer is not taken.
    pub async fn is_named(&self, issuer: Option<&str>) -> Result<bool, Trouble> {
        match issuer {
            Some(issuer) => Ok(issuer == self.settings.issuer),
            None => {
                let metadata = self.metadata(FRESH).await?;
                Ok(!metadata.additional_metadata().authorization_response_iss_parameter_supported)
            }
        }
    }

    /// Exchanges a code for claims, and proves them. Answers the number of the person there, and the claims.
    pub async fn claims(
        &self,
        code: &str,
        departure: &Departure,
        now: DateTime<Utc>,
    ) -> Result<(String, Claims), Trouble> {
        let metadata = self.metadata(FRESH).await?;
        let client = self.client(&metadata);
        let tokens = client
            .exchange_code(AuthorizationCode::new(code.to_owned()))
            .map_err(|error| misconfigured(format!("no token endpoint: {error}")))?
            .set_pkce_verifier(PkceCodeVerifier::new(departure.verifier.clone()))
            .request_async(&self.http)
            .await
            .map_err(refused)?;
        let id_token = tokens.id_token().ok_or_else(|| misconfigured("the answer has no ID token"))?;
        let subject = match self.verify(&metadata, id_token, &departure.nonce, now) {
            Err(ClaimsVerificationError::SignatureVerification(SignatureVerificationError::NoMatchingKey)) => {
                let metadata = self.with_new_keys().await?;
                self.verify(&metadata, id_token, &departure.nonce, now)
            }
            verified => verified,
        };
        let subject = subject.map_err(unproven)?;
        let mut claims = payload(id_token)?;
        let meant_for = claims.get("azp").and_then(Value::as_str);
        if meant_for.is_some_and(|party| party != self.settings.client_id) {
            return Err(misconfigured("the ID token was made for another party"));
        }
        if claims.get("nbf").and_then(Value::as_i64).is_some_and(|begins| begins > (now + CLOCKS).timestamp()) {
            return Err(Trouble::new(ProviderTrouble::Clock, "the ID token is not valid yet"));
        }
        if !is_whole(&self.settings, &claims) && metadata.userinfo_endpoint().is_some() {
            for (name, value) in self.more(&client, &tokens, &subject).await? {
                claims.entry(name).or_insert(value);
            }
        }
        Ok((subject.to_string(), claims))
    }

    /// What the service tells of the person beyond the token.
    async fn more(
        &self,
        client: &Client,
        tokens: &CoreTokenResponse,
        subject: &SubjectIdentifier,
    ) -> Result<Claims, Trouble> {
        let request = client
            .user_info(tokens.access_token().clone(), Some(subject.clone()))
            .map_err(|error| misconfigured(format!("no user-info endpoint: {error}")))?;
        let told: Result<UserInfoClaims<Rest, CoreGenderClaim>, _> = request.request_async(&self.http).await;
        let told = told.map_err(|error| match error {
            UserInfoError::Request(error) => not_reached(&error),
            UserInfoError::Response(status, ..) => misconfigured(format!("user info answered {status}")),
            UserInfoError::ClaimsVerification(error) => misconfigured(format!("user info: {error}")),
            _ => misconfigured("user info cannot be read"),
        })?;
        match serde_json::to_value(&told) {
            Ok(Value::Object(claims)) => Ok(claims),
            _ => Err(misconfigured("user info is no object")),
        }
    }

    /// Signature, issuer, audience, nonce and times.
    fn verify(
        &self,
        metadata: &Metadata,
        id_token: &CoreIdToken,
        nonce: &str,
        now: DateTime<Utc>,
    ) -> Result<SubjectIdentifier, ClaimsVerificationError> {
        // A signature that anyone with our secret could make is none of the service's; nor is no signature.
        let signs = |alg: &&CoreJwsSigningAlgorithm| {
            !matches!(
                alg,
                CoreJwsSigningAlgorithm::HmacSha256
                    | CoreJwsSigningAlgorithm::HmacSha384
                    | CoreJwsSigningAlgorithm::HmacSha512
                    | CoreJwsSigningAlgorithm::None
            )
        };
        let supported = metadata.id_token_signing_alg_values_supported().iter().filter(signs).cloned();
        let client = self.client(metadata);
        let verifier = client
            .id_token_verifier()
            .set_allowed_algs(supported)
            .set_time_fn(move || now - CLOCKS)
            .set_issue_time_verifier_fn(move |issued| match issued > now + CLOCKS {
                true => Err(format!("issued at {issued}, which is yet to come")),
                false => Ok(()),
            });
        id_token.claims(&verifier, &Nonce::new(nonce.to_owned())).map(|claims| claims.subject().clone())
    }

    fn client(&self, metadata: &Metadata) -> Client {
        let settings = &self.settings;
        let secret = ClientSecret::new(settings.client_secret.0.clone());
        let id = ClientId::new(settings.client_id.clone());
        let way = match settings.client_authentication {
            ClientAuthentication::Basic => AuthType::BasicAuth,
            ClientAuthentication::Post => AuthType::RequestBody,
        };
        CoreClient::from_provider_metadata(metadata.clone(), id, Some(secret))
            .set_redirect_uri(self.return_to.clone())
            .set_auth_type(way)
    }

    /// What the service says of itself, no older than this; older where it does not answer.
    async fn metadata(&self, fresh: Duration) -> Result<Arc<Metadata>, Trouble> {
        let mut known = self.known.lock().await;
        let younger = |at: Option<Instant>, than: Duration| at.is_some_and(|at| at.elapsed() < than);
        if let Some(metadata) = &known.metadata
            && (younger(known.read_at, fresh) || younger(known.asked_at, KEYS_AGAIN))
        {
            return Ok(metadata.clone());
        }
        match self.discover().await {
            Ok(metadata) => {
                known.metadata = Some(metadata.clone());
                known.read_at = Some(Instant::now());
                Ok(metadata)
            }
            Err(trouble) => {
                known.asked_at = Some(Instant::now());
                match &known.metadata {
                    Some(metadata) if younger(known.read_at, STALE) => {
                        tracing::warn!(provider = self.settings.name, %trouble, "an identity provider does not answer");
                        Ok(metadata.clone())
                    }
                    _ => Err(trouble),
                }
            }
        }
    }

    /// The same with the keys of now: the service may have begun to sign with another.
    async fn with_new_keys(&self) -> Result<Arc<Metadata>, Trouble> {
        let mut known = self.known.lock().await;
        if known.keys_again_at.is_some_and(|at| at.elapsed() < KEYS_AGAIN) {
            return Err(misconfigured("the ID token is signed with a key that is not known"));
        }
        known.keys_again_at = Some(Instant::now());
        let metadata = self.discover().await?;
        known.metadata = Some(metadata.clone());
        known.read_at = Some(Instant::now());
        Ok(metadata)
    }

    async fn discover(&self) -> Result<Arc<Metadata>, Trouble> {
        let issuer = IssuerUrl::new(self.settings.issuer.clone()).map_err(|error| misconfigured(error.to_string()))?;
        match Metadata::discover_async(issuer, &self.http).await {
            Ok(metadata) => Ok(Arc::new(metadata)),
            Err(openidconnect::DiscoveryError::Request(error)) => Err(not_reached(&error)),
            Err(error) => Err(misconfigured(format!("discovery: {error}"))),
        }
    }
}

/// The claims of a token that was proven.
fn payload(id_token: &CoreIdToken) -> Result<Claims, Trouble> {
    use base64::Engine;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    let read = || -> Option<Claims> {
        let text = serde_json::to_value(id_token).ok()?;
        let payload = URL_SAFE_NO_PAD.decode(text.as_str()?.split('.').nth(1)?).ok()?;
        serde_json::from_slice(&payload).ok()
    };
    read().ok_or_else(|| misconfigured("the claims of the ID token cannot be read"))
}

fn misconfigured(cause: impl Into<String>) -> Trouble {
    Trouble::new(ProviderTrouble::Misconfigured, cause)
}

fn not_reached(error: &dyn std::error::Error) -> Trouble {
    let mut cause = error.to_string();
    let mut next = error.source();
    while let Some(error) = next {
        cause = format!("{cause}: {error}");
        next = error.source();
    }
    Trouble::new(ProviderTrouble::Unreachable, cause)
}

/// What the service answered to a code. Its body is never logged: it may hold a token.
fn refused<E: std::error::Error + 'static>(
    error: RequestTokenError<E, openidconnect::StandardErrorResponse<CoreErrorResponseType>>,
) -> Trouble {
    match error {
        RequestTokenError::ServerResponse(answer) => match answer.error() {
            CoreErrorResponseType::InvalidGrant => {
                Trouble::new(ProviderTrouble::StartAgain, "the service does not take the code")
            }
            other => misconfigured(format!("the service answers {}", other.as_ref())),
        },
        RequestTokenError::Request(error) => not_reached(&error),
        RequestTokenError::Parse(error, _) => {
            misconfigured(format!("the answer with the tokens cannot be read at {}", error.path()))
        }
        RequestTokenError::Other(words) => misconfigured(words),
    }
}

/// Why a token is not taken.
fn unproven(error: ClaimsVerificationError) -> Trouble {
    let told = match error {
        ClaimsVerificationError::Expired(_) => ProviderTrouble::Clock,
        ClaimsVerificationError::InvalidNonce(_) => ProviderTrouble::StartAgain,
        _ => ProviderTrouble::Misconfigured,
    };
    let cause = match &error {
        ClaimsVerificationError::SignatureVerification(reason) => format!("{error}: {reason}"),
        _ => error.to_string(),
    };
    Trouble::new(told, cause)
}
