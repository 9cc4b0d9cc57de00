//! The server as its users have it: a process of its own, asked over the network.

use std::path::Path;
use std::process::Stdio;
use std::time::Instant;

use anyhow::{Context, Result, bail};
use domain::place::HubArea;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use tokio::process::{Child, Command};

use super::{memory, round};

/// What was seen of it.
pub struct Served {
    /// Seconds from its start until the first correct page was received.
    pub first_page: f64,
    /// Resident memory once it has answered, megabytes.
    pub at_start: f64,
    /// Resident memory after several hundred different pages, megabytes.
    pub steady: f64,
    /// Resident memory at its highest, megabytes.
    pub peak: f64,
}

/// Starts a server on the database in a folder, asks it, and stops it.
pub async fn measure(folder: &Path, site: &Path) -> Result<Served> {
    let began = Instant::now();
    let mut server = Command::new(std::env::current_exe()?)
        .args(["serve", "--open", "--audience", "both", "--address", "127.0.0.1:0", "--data-dir"])
        .arg(folder)
        .arg("--site")
        .arg(site)
        .env_remove("DATABASE_URL")
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .context("the server does not start")?;
    let seen = ask(&mut server, began).await;
    server.kill().await?;
    seen
}

async fn ask(server: &mut Child, began: Instant) -> Result<Served> {
    let process = server.id().context("the server has ended")?;
    let mut lines = BufReader::new(server.stdout.take().context("the server says nothing")?).lines();
    let address = loop {
        let line = lines.next_line().await?.context("the server ended before it served")?;
        if let Some(address) = line.strip_prefix("Golden Thread serves http://") {
            break address.to_owned();
        }
    };
    get(&address, "/overview?audience=exact").await?;
    let first_page = round(began.elapsed().as_secs_f64());
    let at_start = memory(process, "VmRSS");
    for hub in HubArea::all() {
        for page in ["overview", "participation", "outcomes"] {
            for audience in ["exact", "sharing"] {
                get(&address, &format!("/{page}?hub={hub}&audience={audience}")).await?;
            }
        }
    }
    Ok(Served { first_page, at_start, steady: memory(process, "VmRSS"), peak: memory(process, "VmHWM") })
}

/// Asks for a page over a connection of its own.
async fn get(address: &str, path: &str) -> Result<()> {
    let mut connection = TcpStream::connect(address).await?;
    let request = format!("GET {path} HTTP/1.1\r\nhost: {address}\r\naccept-encoding: br\r\nconnection: close\r\n\r\n");
    connection.write_all(request.as_bytes()).await?;
    let mut answer = Vec::new();
    connection.read_to_end(&mut answer).await?;
    if !answer.starts_with(b"HTTP/1.1 200") {
        bail!("{path} was answered {}", String::from_utf8_lossy(&answer[..answer.len().min(40)]));
    }
    Ok(())
}
