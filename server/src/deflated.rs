//! JSON, deflated: how answers and figures are kept in the database.

use std::io::Read;

use anyhow::Result;
use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// The most that anything may unpack to, bytes.
const LARGEST: u64 = 64 << 20;

/// As it is kept.
pub fn pack(value: &impl Serialize) -> Result<Vec<u8>> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
    serde_json::to_writer(&mut encoder, value)?;
    Ok(encoder.finish()?)
}

/// Reads what is kept; an error where it is damaged, too large, or something else.
pub fn unpack<T: DeserializeOwned>(bytes: &[u8]) -> Result<T> {
    let mut text = String::new();
    DeflateDecoder::new(bytes).take(LARGEST).read_to_string(&mut text)?;
    Ok(serde_json::from_str(&text)?)
}
