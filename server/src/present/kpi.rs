//! The KPI bands that figures are judged by: those published for ECF lead providers, or the operator's own.

use std::path::Path;
use std::sync::OnceLock;

use anyhow::{Context, Result, bail};
use app::reports::report::Judgement;
use measures::bands::{self, Band, Bands, Unit};

/// Read once, at the start.
static OWN: OnceLock<Vec<Bands>> = OnceLock::new();

/// Measures that pages judge by bands.
const JUDGED: [&str; 2] = ["recruitment", "retention"];

/// Takes the bands of a file in place of the published ones.
///
/// # Errors
/// Where the file cannot be read, a line of it cannot be used, or it judges nothing that a page shows.
pub fn take(file: &Path) -> Result<()> {
    let text = std::fs::read_to_string(file).with_context(|| format!("KPI bands: cannot read {}", file.display()))?;
    let own = bands::parse(&text).with_context(|| file.display().to_string())?;
    if let Some(other) = own.iter().find(|b| JUDGED.contains(&b.measure.as_str()) && b.unit != Unit::Percent) {
        bail!("KPI bands in {}: {} is judged in percent", file.display(), other.measure);
    }
    if !own.iter().any(|b| JUDGED.contains(&b.measure.as_str())) {
        bail!("KPI bands in {}: there is none for {}", file.display(), JUDGED.join(" or "));
    }
    for (at, bands) in own.iter().enumerate() {
        if bands.scheme.trim().is_empty() {
            bail!("KPI bands in {}: {} names no scheme", file.display(), bands.measure);
        }
        if own[..at].iter().any(|other| other.measure == bands.measure) {
            bail!("KPI bands in {}: {} stands there twice", file.display(), bands.measure);
        }
    }
    // Once in a process: whoever comes second meant the same file.
    let _ = OWN.set(own);
    Ok(())
}

/// The bands of a measure.
pub fn bands_of(measure: &str) -> Option<Bands> {
    match OWN.get() {
        Some(own) => own.iter().find(|b| b.measure == measure).cloned(),
        None => bands::published().unwrap_or_default().into_iter().find(|b| b.measure == measure),
    }
}

/// Whether the bands are the operator's own.
pub fn is_own() -> bool {
    OWN.get().is_some()
}

/// Whose bands they are, in words.
pub fn whose(bands: &Bands) -> String {
    match is_own() {
        false => "by the bands published for ECF lead providers, not a hub KPI".to_owned(),
        true => format!("by the bands of this instance, {}", bands.scheme),
    }
}

/// A band as a judgement.
pub fn judgement(band: Band) -> Judgement {
    match band {
        Band::Good => Judgement::Good,
        Band::ApproachingTarget => Judgement::Approaching,
        Band::RequiresImprovement => Judgement::RequiresImprovement,
        Band::Inadequate => Judgement::Inadequate,
    }
}
