//! An instance with accounts, and people who sign in to it.

use app::Assets;
use app::accounts::AccountRole;
use app::statistics::Viewer;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use chrono::{DateTime, Utc};
use domain::place::HubArea;
use http::Request;
use server::auth::session::iso;
use server::auth::{Accounts, token};
use server::routes::{Instance, mapped};
use server::statistics::Desk;
use server::storage::Database;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use tower::ServiceExt;

use super::{Answered, File, Place, import_all};

/// What a browser sends with a form of this site.
pub const OURS: (&str, &str) = ("sec-fetch-site", "same-origin");

/// An instance with accounts.
pub struct House {
    /// Its database.
    pub database: Database,
    /// Its accounts.
    pub accounts: Accounts,
    /// The pattern of every address.
    pub patterns: Vec<String>,
    router: Router,
}

/// Somebody's cookie; empty for nobody.
#[derive(Debug, Clone, Default)]
pub struct Cookie(pub String);

impl House {
    /// An instance with these files, on a plain loopback address.
    pub async fn new(place: &Place, files: &[File]) -> House {
        let database = place.open().await;
        import_all(&database, files).await;
        House::with(database, |_| {}).await
    }

    /// An instance over a database, its accounts changed before it opens.
    pub async fn with(database: Database, change: impl FnOnce(&mut Accounts)) -> House {
        let desk = Arc::new(Desk::open(database.clone()).await.expect("the data are read"));
        let site = Path::new(env!("CARGO_MANIFEST_DIR")).join("../public");
        let mut accounts = Accounts::new(database.clone(), "http://127.0.0.1:3000");
        change(&mut accounts);
        let instance = Instance::new(desk, Viewer::nobody(), Assets::default(), site).with_accounts(accounts.clone());
        let (router, patterns) = mapped(instance);
        House { database, accounts, patterns, router }
    }

    /// Somebody with a session, as after both steps of signing in.
    pub async fn person(&self, name: &str, role: AccountRole, hubs: &[&str]) -> Cookie {
        let now = Utc::now();
        let hubs: Vec<HubArea> = hubs.iter().map(|hub| hub.parse().expect("a hub area")).collect();
        let email = format!("{}@hub.example", name.to_lowercase().replace(' ', "."));
        let row = self.accounts.add("test", (name, &email, "Demo"), (role, &hubs), now).await.expect("added");
        self.session(&row.expect("a new address").id, now).await
    }

    /// A session of an account that began at an instant.
    pub async fn session(&self, account: &str, began: DateTime<Utc>) -> Cookie {
        let token = token::token().expect("random");
        let mut work = self.database.begin().await.expect("begins");
        work.add_session((&token::hash(&token), account), "full", "test", &iso(began)).await.expect("added");
        work.commit().await.expect("kept");
        Cookie(token)
    }

    /// The account with a name.
    pub async fn id_of(&self, name: &str) -> String {
        let all = self.database.accounts().await.expect("accounts");
        all.into_iter().find(|row| row.name == name).unwrap_or_else(|| panic!("no {name}")).id
    }

    /// Asks for an address.
    pub async fn get(&self, who: &Cookie, address: &str) -> Answered {
        self.send(who, address, Request::get(address).body(Body::empty()).expect("a request")).await
    }

    /// Asks for an address with a line of cookies.
    pub async fn get_with_cookies(&self, cookies: &str, address: &str) -> Answered {
        let request = Request::get(address).header("cookie", cookies).body(Body::empty());
        self.send(&Cookie::default(), address, request.expect("a request")).await
    }

    /// Sends a form of this site.
    pub async fn post(&self, who: &Cookie, address: &str, body: &str) -> Answered {
        self.post_with(who, address, body.as_bytes(), &[]).await
    }

    /// Sends a form of this site, of any bytes, with more headers.
    pub async fn post_with(&self, who: &Cookie, address: &str, body: &[u8], headers: &[(&str, &str)]) -> Answered {
        let request =
            Request::post(address).header("content-type", "application/x-www-form-urlencoded").header(OURS.0, OURS.1);
        let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
        self.send(who, address, request.body(Body::from(body.to_vec())).expect("a request")).await
    }

    async fn send(&self, who: &Cookie, address: &str, mut request: Request<Body>) -> Answered {
        if !who.0.is_empty() {
            let name = if self.accounts.sessions.over_tls { "__Host-golden-thread" } else { "golden-thread" };
            let cookie = format!("{name}={}", who.0).parse().expect("a header");
            request.headers_mut().insert("cookie", cookie);
        }
        let here: SocketAddr = "127.0.0.1:50000".parse().expect("an address");
        request.extensions_mut().insert(ConnectInfo(here));
        let response = self.router.clone().oneshot(request).await.expect("an answer");
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, 1 << 26).await.expect("a body").to_vec();
        Answered { address: address.to_owned(), status: parts.status, headers: parts.headers, body }
    }
}

impl Answered {
    /// The session that an answer begins; nobody's where it begins none.
    pub fn cookie(&self) -> Cookie {
        let header = self.header("set-cookie");
        let token = header.split_once('=').and_then(|(_, rest)| rest.split(';').next()).unwrap_or_default();
        Cookie(token.to_owned())
    }
}
