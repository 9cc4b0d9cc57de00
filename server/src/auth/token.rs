//! Numbers that nobody guesses: 256 bits of the system's randomness. Only their SHA-256 is ever kept.

use anyhow::{Result, anyhow};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

use crate::storage::audit::hex;

/// So many random bytes.
pub fn random<const N: usize>() -> Result<[u8; N]> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|error| anyhow!("the system gives no random numbers: {error}"))?;
    Ok(bytes)
}

/// A new token, as it stands in a cookie or link.
pub fn token() -> Result<String> {
    Ok(URL_SAFE_NO_PAD.encode(random::<32>()?))
}

/// A number of a row that says nothing of it.
pub fn id() -> Result<String> {
    Ok(hex(&random::<8>()?))
}

/// What is kept of a token.
pub fn hash(token: &str) -> String {
    hex(&Sha256::digest(token.as_bytes()))
}

/// A recovery code: more than 112 bits in six groups of four letters and digits that are not mistaken for one another.
pub fn recovery_code() -> Result<String> {
    const LETTERS: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz23456789x";
    let letters = random::<24>()?.map(|byte| char::from(LETTERS[usize::from(byte & 31)]));
    let groups: Vec<String> = letters.chunks(4).map(|group| group.iter().collect()).collect();
    Ok(groups.join("-"))
}

/// What is kept of a recovery code: blanks, hyphens and capitals do not matter.
pub fn recovery_hash(code: &str) -> String {
    let plain: String = code.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
    hash(&format!("recovery {plain}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_long_differ_and_fit_into_a_cookie() {
        let (one, other) = (token().expect("random"), token().expect("random"));
        assert_eq!(one.len(), 43);
        assert_ne!(one, other);
        assert!(one.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_'), "{one}");
        assert_eq!(hash("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    #[test]
    fn a_recovery_code_is_read_however_it_is_typed() {
        let code = recovery_code().expect("random");
        assert_eq!(code.len(), 29);
        assert_eq!(recovery_hash(&code), recovery_hash(&format!(" {} ", code.replace('-', "").to_uppercase())));
        assert_ne!(recovery_hash(&code), recovery_hash(&recovery_code().expect("random")));
    }
}
