//! The server's own HTTPS: the binary with a certificate made here, its headers and cookies, and a certificate that changes
//! while it runs.

use std::io::{BufRead, BufReader};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use crate::support::Place;
use openidconnect::reqwest;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore};

/// A certificate for this machine and its key, written into a folder. Answers the certificate.
fn certificate(folder: &Path) -> Vec<u8> {
    let names = vec!["localhost".to_owned(), "127.0.0.1".to_owned()];
    let made = rcgen::generate_simple_self_signed(names).expect("a certificate");
    let pem = made.cert.pem();
    std::fs::write(folder.join("certificate.pem"), &pem).expect("written");
    std::fs::write(folder.join("key.pem"), made.signing_key.serialize_pem()).expect("written");
    pem.into_bytes()
}

/// A client that trusts one certificate.
fn client(certificate: &[u8]) -> reqwest::Client {
    reqwest::Client::builder()
        .add_root_certificate(reqwest::Certificate::from_pem(certificate).expect("a certificate"))
        .tls_built_in_root_certs(false)
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy()
        .build()
        .expect("a client")
}

/// What a browser that offers HTTP/2 and HTTP/1.1 agrees on with the server.
fn agreed(certificate: &[u8], origin: &str) -> Option<Vec<u8>> {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_slice(certificate).expect("a certificate")).expect("taken");
    let provider = std::sync::Arc::new(rustls::crypto::ring::default_provider());
    let builder =
        ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions().expect("versions");
    let mut settings = builder.with_root_certificates(roots).with_no_client_auth();
    settings.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    let name = ServerName::try_from("localhost").expect("a name");
    let mut connection = ClientConnection::new(std::sync::Arc::new(settings), name).expect("settings");
    let port = origin.rsplit(':').next().expect("a port");
    let mut socket = TcpStream::connect(format!("127.0.0.1:{port}")).expect("it listens");
    connection.complete_io(&mut socket).expect("a handshake");
    connection.alpn_protocol().map(<[u8]>::to_vec)
}

/// A server that is stopped when the test ends.
struct Served {
    child: Child,
    origin: String,
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn serve(place: &Place) -> Served {
    let (certificate, key) = (place.folder().join("certificate.pem"), place.folder().join("key.pem"));
    let mut child = place
        .command()
        .args(["serve", "--address", "127.0.0.1:0"])
        .arg("--tls-certificate")
        .arg(certificate)
        .arg("--tls-key")
        .arg(key)
        .arg("--site")
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("../public"))
        .stdout(Stdio::piped())
        .spawn()
        .expect("it starts");
    let lines = BufReader::new(child.stdout.take().expect("its words")).lines();
    let line = lines.map_while(Result::ok).find(|line| line.starts_with("Golden Thread serves ")).expect("it serves");
    let address = line.rsplit("://").next().expect("an address").to_owned();
    assert!(line.contains("https://"), "{line}");
    let port = address.rsplit(':').next().expect("a port");
    Served { child, origin: format!("https://localhost:{port}") }
}

#[test]
fn the_server_speaks_https_with_strict_headers_and_bound_cookies_and_reads_a_new_certificate() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let place = Place::sqlite();
        let database = place.open().await;
        let first = certificate(place.folder());
        let accounts = server::auth::Accounts::new(database.clone(), "https://localhost");
        accounts
            .add(
                "test",
                ("Olu Ops", "olu@lead.example", "Lead"),
                (app::accounts::AccountRole::Operator, &[]),
                chrono::Utc::now(),
            )
            .await
            .expect("asked")
            .expect("added");
        let row = database.account_by_email("olu@lead.example").await.expect("read").expect("there");
        let hash = server::auth::password::hash("violet harbour lantern".into()).await.expect("a hash");
        let mut work = database.begin().await.expect("begins");
        work.set_password(&row.id, &hash).await.expect("set");
        work.commit().await.expect("kept");
        database.close().await;

        let served = serve(&place);
        let origin = &served.origin;
        let trusting = client(&first);
        assert_eq!(agreed(&first, origin).as_deref(), Some(&b"h2"[..]), "HTTP/2 is spoken");
        let page = trusting.get(format!("{origin}/sign-in")).send().await.expect("an answer");
        assert_eq!(page.status().as_u16(), 200);
        let strict = page.headers()["strict-transport-security"].to_str().expect("text");
        assert!(strict.starts_with("max-age=31536000; includeSubDomains"), "{strict}");
        let entered = trusting
            .post(format!("{origin}/sign-in"))
            .header("origin", origin)
            .header("x-forwarded-for", "10.1.1.1")
            .header("content-type", "application/x-www-form-urlencoded")
            .body("email=olu@lead.example&password=violet+harbour+lantern")
            .send()
            .await
            .expect("an answer");
        assert_eq!(entered.status().as_u16(), 303);
        let cookie = entered.headers()["set-cookie"].to_str().expect("text").to_owned();
        assert!(cookie.starts_with("__Host-golden-thread=") && cookie.ends_with("; Secure"), "{cookie}");
        let cookie = cookie.split(';').next().expect("a cookie");
        let data = trusting.get(format!("{origin}/data")).header("cookie", cookie).send().await.expect("an answer");
        assert_eq!(data.status().as_u16(), 200);
        // A form of another site is refused over this protocol too.
        let foreign = trusting.post(format!("{origin}/sign-in")).header("origin", "https://evil.example").send().await;
        assert_eq!(foreign.expect("an answer").status().as_u16(), 403);
        // Without TLS there is no answer.
        let plain = trusting.get(origin.replace("https", "http")).send().await;
        assert!(plain.is_err() || plain.is_ok_and(|answer| !answer.status().is_success()));

        // A new certificate: read when the system asks, without a new start.
        let second = certificate(place.folder());
        assert!(client(&second).get(format!("{origin}/healthz")).send().await.is_err(), "not yet");
        let asked = std::process::Command::new("kill").arg("-HUP").arg(served.child.id().to_string()).status();
        assert!(asked.expect("asked").success());
        let began = Instant::now();
        while client(&second).get(format!("{origin}/healthz")).send().await.is_err() {
            assert!(began.elapsed() < Duration::from_secs(20), "the new certificate is not used");
            tokio::task::yield_now().await;
        }
        assert!(client(&first).get(format!("{origin}/healthz")).send().await.is_err(), "the old one is gone");
    });
}

#[test]
fn a_certificate_that_cannot_be_used_is_refused_with_its_name() {
    let place = Place::sqlite();
    std::fs::write(place.folder().join("certificate.pem"), "nothing").expect("written");
    std::fs::write(place.folder().join("key.pem"), "nothing").expect("written");
    let run = |args: &[&str]| place.command().arg("serve").args(args).output().expect("it runs");
    let (certificate, key) = (place.folder().join("certificate.pem"), place.folder().join("key.pem"));
    let (certificate, key) = (certificate.to_str().expect("text"), key.to_str().expect("text"));
    let refused = run(&["--tls-certificate", certificate, "--tls-key", key]);
    assert!(
        !refused.status.success() && String::from_utf8_lossy(&refused.stderr).contains("certificate.pem"),
        "{refused:?}"
    );
    let half = run(&["--tls-certificate", certificate]);
    assert_eq!(half.status.code(), Some(2), "a certificate needs a key");
    let nowhere = run(&["--tls-certificate", certificate, "--tls-key", key, "--address", "0.0.0.0:0"]);
    assert!(String::from_utf8_lossy(&nowhere.stderr).contains("--url"), "{nowhere:?}");
}
