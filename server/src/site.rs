//! The folder with stylesheet, client code and icons, and the manifest that names them.

use std::path::Path;

use anyhow::{Context, Result};
use app::Assets;
use serde::Deserialize;

#[derive(Debug, Deserialize)]
struct Manifest {
    css: Option<String>,
    js: Option<String>,
    wasm: Option<String>,
}

/// Reads the manifest. Without one the pages are served without style, and the log says so.
pub fn assets(site: &Path) -> Result<Assets> {
    let file = site.join("build/manifest.json");
    let product_version = env!("CARGO_PKG_VERSION").to_owned();
    if !file.exists() {
        tracing::warn!(file = %file.display(), "no stylesheet and no client code: run `make run`, or name the folder with --site");
        return Ok(Assets { product_version, ..Assets::default() });
    }
    let text = std::fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
    let manifest: Manifest =
        serde_json::from_str(&text).with_context(|| format!("{} is not a manifest", file.display()))?;
    let address = |name: String| {
        if name.starts_with('/') { name } else { format!("/build/{name}") }
    };
    Ok(Assets {
        style: manifest.css.map(address).unwrap_or_default(),
        script: manifest.js.map(address),
        wasm: manifest.wasm.map(address),
        demo: false,
        product_version,
    })
}
