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
use server::auth::{Accounts, password, token, totp};
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
        let organisation = role.kind_of_organisation().map_or_else(|| "Demo".into(), |kind| format!("Demo {kind}"));
        let row = self.accounts.add("test", (name, &email, &organisation), (role, &hubs), now).await.expect("added");
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

/// The password of everybody here.
pub const PASSWORD: &str = "violet harbour lantern";

/// Fields as a browser sends them.
pub fn form(pairs: &[(&str, &str)]) -> String {
    let plain = |text: &str| text.replace('%', "%25").replace('&', "%26").replace('+', "%2B").replace(' ', "+");
    pairs.iter().map(|(name, value)| format!("{name}={}", plain(value))).collect::<Vec<_>>().join("&")
}

/// The address that a page shows once.
pub fn link_of(page: &Answered) -> String {
    let links = page.page().texts(".gt-account__link");
    let link = links.first().unwrap_or_else(|| panic!("no link: {}", page.page().words()));
    link.strip_prefix("http://127.0.0.1:3000").expect("an address of ours").to_owned()
}

/// Somebody with a password and, where the role needs one, a second step. Answers the address and the secret.
pub async fn registered(house: &House, name: &str, role: AccountRole, hubs: &[&str]) -> (String, Option<String>) {
    house.person(name, role, hubs).await;
    let id = house.id_of(name).await;
    let secret = role.needs_second_step().then(|| totp::secret().expect("random"));
    let hash = password::hash(PASSWORD.into()).await.expect("a hash");
    let mut work = house.database.begin().await.expect("begins");
    work.set_password(&id, &hash).await.expect("set");
    work.set_totp(&id, secret.clone(), 0).await.expect("set");
    work.commit().await.expect("kept");
    (house.database.account(&id).await.expect("read").expect("there").email, secret)
}

/// Signs in with a password.
pub async fn sign_in(house: &House, email: &str, password: &str) -> Answered {
    let body = form(&[("email", email), ("password", password), ("next", "/gaps?hub=NE2")]);
    house.post(&Cookie::default(), "/sign-in", &body).await
}

/// What the audit log tells, the oldest first.
pub async fn events(database: &Database) -> Vec<String> {
    let entries = database.audit_entries(i64::MAX, 1000).await.expect("entries");
    entries.into_iter().rev().map(|entry| entry.event).collect()
}

/// Whether somebody is signed in no more.
pub async fn is_out(house: &House, who: &Cookie) -> bool {
    house.get(who, "/account").await.status != 200
}
