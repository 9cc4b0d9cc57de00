//! HTTPS by the server itself: TLS 1.2 and 1.3, the certificate read anew when the system asks.

use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result};
use axum::Router;
use axum::extract::connect_info::IntoMakeServiceWithConnectInfo;
use axum_server::Handle;
use axum_server::tls_rustls::RustlsConfig;
use tokio::net::TcpListener;

/// How long requests under way are waited for at the end.
const PATIENCE: Duration = Duration::from_secs(25);

/// Reads certificate and key.
pub async fn configuration(certificate: &Path, key: &Path) -> Result<RustlsConfig> {
    // Another part of the program may have said so already: it is the same.
    let _ = rustls::crypto::ring::default_provider().install_default();
    RustlsConfig::from_pem_file(certificate, key).await.with_context(|| {
        format!("the certificate {} and its key {} cannot be used", certificate.display(), key.display())
    })
}

/// Serves until told to stop.
pub async fn serve(
    listener: TcpListener,
    configuration: RustlsConfig,
    application: IntoMakeServiceWithConnectInfo<Router, SocketAddr>,
    stopped: impl Future<Output = ()> + Send + 'static,
) -> Result<()> {
    let handle = Handle::new();
    let stopping = handle.clone();
    tokio::spawn(async move {
        stopped.await;
        stopping.graceful_shutdown(Some(PATIENCE));
    });
    axum_server::from_tcp_rustls(listener.into_std()?, configuration)?.handle(handle).serve(application).await?;
    Ok(())
}

/// Reads certificate and key anew whenever the system asks. Where they cannot be used, the old ones stay.
#[cfg(unix)]
pub async fn follow(configuration: RustlsConfig, certificate: &Path, key: &Path) {
    let Ok(mut asked) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::hangup()) else {
        return;
    };
    while asked.recv().await.is_some() {
        match configuration.reload_from_pem_file(certificate, key).await {
            Ok(()) => tracing::info!("the certificate was read anew"),
            Err(error) => tracing::error!(%error, "the certificate cannot be read anew; the old one stays"),
        }
    }
}

/// Reads them once only: the system has no way to ask.
#[cfg(not(unix))]
pub async fn follow(_: RustlsConfig, _: &Path, _: &Path) {}
