//! An identity provider on this machine, whose answers a test can bend: discovery, keys, codes with their challenge, tokens
//! and user info.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use axum::extract::{Form, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use chrono::Utc;
use openidconnect::core::{CoreEdDsaPrivateSigningKey, CoreJwsSigningAlgorithm};
use openidconnect::{JsonWebKeyId, PrivateSigningKey};
use serde_json::{Map, Value, json};
use server::auth::providers::settings;
use server::auth::token;
use sha2::{Digest, Sha256};

/// The secret that the instance and the provider share.
pub const SECRET: &str = "a secret between the two";

/// How a token is signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signed {
    /// By the provider's key.
    ByKey,
    /// Not at all.
    Never,
    /// By whoever knows the secret.
    BySecret,
    /// By another key that calls itself the provider's.
    ByAnother,
}

/// A provider.
pub struct FakeProvider {
    /// Its issuer.
    pub issuer: String,
    desk: Arc<Mutex<Desk>>,
    serving: tokio::task::JoinHandle<()>,
}

struct Desk {
    issuer: String,
    key: CoreEdDsaPrivateSigningKey,
    codes: HashMap<String, Code>,
    told: HashMap<String, Value>,
    keys_asked: usize,
}

struct Code {
    challenge: String,
    id_token: String,
    user_info: Value,
}

type Shared = Arc<Mutex<Desk>>;

fn new_key(id: &str) -> CoreEdDsaPrivateSigningKey {
    let mut der = vec![0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20];
    der.extend(token::random::<32>().expect("random"));
    let pem = format!("-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n", STANDARD.encode(der));
    CoreEdDsaPrivateSigningKey::from_ed25519_pem(&pem, Some(JsonWebKeyId::new(id.into()))).expect("a key")
}

/// The values of an address.
pub fn values_of(address: &str) -> HashMap<String, String> {
    let uri: http::Uri = address.parse().expect("an address");
    axum::extract::Query::<HashMap<String, String>>::try_from_uri(&uri).expect("values").0
}

impl FakeProvider {
    /// Starts one.
    pub async fn start() -> FakeProvider {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address: SocketAddr = listener.local_addr().expect("an address");
        let issuer = format!("http://{address}");
        let desk = Desk {
            issuer: issuer.clone(),
            key: new_key("first"),
            codes: HashMap::new(),
            told: HashMap::new(),
            keys_asked: 0,
        };
        let desk = Arc::new(Mutex::new(desk));
        let routes = Router::new()
            .route("/.well-known/openid-configuration", get(discovery))
            .route("/keys", get(keys))
            .route("/token", post(exchange))
            .route("/me", get(me))
            .with_state(desk.clone());
        let serving = tokio::spawn(async move {
            axum::serve(listener, routes).await.expect("served");
        });
        FakeProvider { issuer, desk, serving }
    }

    /// The settings of an instance that uses it, with more in JSON.
    pub fn settings(&self, name: &str, more: Value) -> settings::ProviderSettings {
        let mut one = json!({"name": name, "label": "Hub Sign-in", "issuer": self.issuer, "client_id": "golden"});
        if let (Value::Object(one), Value::Object(more)) = (&mut one, more) {
            one.extend(more);
        }
        let text = json!({"providers": [one]}).to_string();
        let read = settings::parse(&text, std::path::Path::new("."), |_| Some(SECRET.into())).expect("settings");
        read.into_iter().next().expect("one")
    }

    /// Lets somebody in who was sent here. Answers the address by which they return, without the part before the path.
    pub fn approve(&self, sent_to: &str, claims: Value) -> String {
        self.approve_signed(sent_to, claims, json!({}), Signed::ByKey)
    }

    /// The same, telling some things by user info only, with a token that is signed in some way. A null takes a claim away.
    pub fn approve_signed(&self, sent_to: &str, claims: Value, user_info: Value, signed: Signed) -> String {
        let asked = values_of(sent_to);
        let mut desk = self.desk.lock().expect("the desk");
        let now = Utc::now().timestamp();
        let mut all = json!({
            "iss": desk.issuer, "aud": asked["client_id"], "nonce": asked["nonce"], "sub": "somebody",
            "iat": now, "exp": now + 300,
        });
        let all = all.as_object_mut().expect("an object");
        for (name, value) in claims.as_object().expect("claims") {
            all.insert(name.clone(), value.clone());
        }
        all.retain(|_, value| !value.is_null());
        let mut told = user_info;
        told["sub"] = all.get("sub").cloned().unwrap_or_default();
        let id_token = desk.token(all, signed);
        let code = token::token().expect("random");
        let challenge = asked["code_challenge"].clone();
        desk.codes.insert(code.clone(), Code { challenge, id_token, user_info: told });
        let (_, back) = asked["redirect_uri"].split_once("3000").expect("the instance's address");
        let issuer = desk.issuer.replace(':', "%3A").replace('/', "%2F");
        format!("{back}?code={code}&state={}&iss={issuer}", asked["state"])
    }

    /// Signs with another key from now on.
    pub fn change_key(&self, id: &str) {
        self.desk.lock().expect("the desk").key = new_key(id);
    }

    /// How often its keys were asked for.
    pub fn keys_asked(&self) -> usize {
        self.desk.lock().expect("the desk").keys_asked
    }

    /// Answers no more.
    pub async fn stop(&mut self) {
        self.serving.abort();
        let _ = (&mut self.serving).await;
    }
}

impl Desk {
    fn token(&self, claims: &Map<String, Value>, signed: Signed) -> String {
        let kid = self.key.as_verification_key();
        let kid = serde_json::to_value(kid).expect("a key")["kid"].clone();
        let alg = match signed {
            Signed::ByKey | Signed::ByAnother => "EdDSA",
            Signed::Never => "none",
            Signed::BySecret => "HS256",
        };
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let claims = Value::Object(claims.clone());
        let text = format!("{}.{}", part(&json!({"alg": alg, "kid": kid, "typ": "JWT"})), part(&claims));
        let by = |key: &CoreEdDsaPrivateSigningKey| {
            key.sign(&CoreJwsSigningAlgorithm::EdDsa, text.as_bytes()).expect("signed")
        };
        let signature = match signed {
            Signed::ByKey => by(&self.key),
            Signed::ByAnother => by(&new_key("first")),
            Signed::Never => Vec::new(),
            Signed::BySecret => by_secret(text.as_bytes()),
        };
        format!("{text}.{}", URL_SAFE_NO_PAD.encode(signature))
    }
}

/// HMAC-SHA-256 with the secret.
fn by_secret(text: &[u8]) -> Vec<u8> {
    let mut key = [0; 64];
    key[..SECRET.len()].copy_from_slice(SECRET.as_bytes());
    let around = |pad: u8, inner: &[u8]| {
        Sha256::new().chain_update(key.map(|byte| byte ^ pad)).chain_update(inner).finalize().to_vec()
    };
    around(0x5c, &around(0x36, text))
}

async fn discovery(State(desk): State<Shared>) -> Json<Value> {
    let issuer = desk.lock().expect("the desk").issuer.clone();
    Json(json!({
        "issuer": issuer,
        "authorization_endpoint": format!("{issuer}/authorise"),
        "token_endpoint": format!("{issuer}/token"),
        "userinfo_endpoint": format!("{issuer}/me"),
        "jwks_uri": format!("{issuer}/keys"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["EdDSA", "RS256", "HS256", "none"],
        "authorization_response_iss_parameter_supported": true,
    }))
}

async fn keys(State(desk): State<Shared>) -> Json<Value> {
    let mut desk = desk.lock().expect("the desk");
    desk.keys_asked += 1;
    Json(json!({"keys": [desk.key.as_verification_key()]}))
}

/// A code is taken once, from whoever knows the secret and the verifier of its challenge.
async fn exchange(
    State(desk): State<Shared>,
    headers: HeaderMap,
    Form(sent): Form<HashMap<String, String>>,
) -> Response {
    let mut desk = desk.lock().expect("the desk");
    let refuse = |word: &str| (StatusCode::BAD_REQUEST, Json(json!({"error": word}))).into_response();
    let known = headers.get("authorization").and_then(|value| value.to_str().ok());
    if known.is_none_or(|value| !value.starts_with("Basic ")) {
        return refuse("invalid_client");
    }
    let Some(code) = desk.codes.remove(&sent["code"]) else {
        return refuse("invalid_grant");
    };
    if URL_SAFE_NO_PAD.encode(Sha256::digest(sent["code_verifier"].as_bytes())) != code.challenge {
        return refuse("invalid_grant");
    }
    let access = token::token().expect("random");
    desk.told.insert(access.clone(), code.user_info);
    Json(json!({"access_token": access, "token_type": "Bearer", "expires_in": 60, "id_token": code.id_token}))
        .into_response()
}

async fn me(State(desk): State<Shared>, headers: HeaderMap) -> Response {
    let desk = desk.lock().expect("the desk");
    let bearer = headers.get("authorization").and_then(|value| value.to_str().ok()).unwrap_or_default();
    match desk.told.get(bearer.trim_start_matches("Bearer ")) {
        Some(told) => Json(told.clone()).into_response(),
        None => StatusCode::UNAUTHORIZED.into_response(),
    }
}
